"""The one place that retries. Bounded, with full jitter; honours Retry-After and Gmail's "Retry after …" text.

`Effect` says what a lost answer means: a READ and a KEYED write may be repeated (the key makes the second one a
no-op), an OPEN write may be repeated only when Google says it was not carried out, a SEND never.
"""

from __future__ import annotations

import http.client
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from typing import TypeVar

from config.errors import FixData, FixSettings, Report, Trouble, Wait

_RETRY_AFTER = re.compile(r"Retry after (\d{4}-\d\d-\d\dT[\d:.]+Z)")
_BUSY = frozenset({500, 502, 503, 504})
_RATE = (
    "ratelimitexceeded",
    "userratelimitexceeded",
    "rate_limit_exceeded",
    "resource_exhausted",
    "quota exceeded",
    "too many concurrent requests",
)
LOST = (OSError, http.client.HTTPException)  # timeouts, resets, broken answers of every client below
T = TypeVar("T")


class Effect(Enum):
    """What repeating a call would do."""

    READ = auto()
    KEYED = auto()
    OPEN = auto()
    SEND = auto()


class Unsure(Wait):
    """The answer to a write was lost: nobody knows whether it was carried out. Look before doing it again."""


class Gone(Trouble):
    """Google knows no such thing (404)."""


class Taken(Trouble):
    """A thing with this id or name is there already (409): for a keyed write that means done."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Google's answer to a failed call, the same for all clients. Status 0: no answer came."""

    status: int
    text: str
    retry_after: float | None = None


@dataclass(slots=True)
class Patience:
    """How long to keep trying. Seconds throughout."""

    attempts: int = 6
    base: float = 1.0
    cap: float = 64.0
    longest: float = 300.0
    sleep: Callable[[float], None] = time.sleep
    random: random.Random = field(default_factory=random.SystemRandom)
    may_change: Callable[[], None] = lambda: None  # asked before everything that is not a READ, each time it is sent

    def call(self, what: str, send: Callable[[], T], effect: Effect, read: Callable[[Exception], Refusal | None]) -> T:
        """The answer of `send`. `read` turns the client's exception into Google's answer; None = no answer came.

        Raises Wait (busy or unreachable), Unsure (a write whose answer was lost), Gone, Taken, FixSettings (rights,
        credentials), FixData or Report; `what` names the call in the message. What `may_change` raises passes through.
        """
        spent = 0.0
        for attempt in range(1, self.attempts + 1):
            try:
                if effect is not Effect.READ:
                    self.may_change()
                return send()
            except Trouble:
                raise
            except Exception as error:  # every client has its own tree; `read` sorts them
                refusal = read(error)
                if refusal is None and isinstance(error, LOST):
                    refusal = Refusal(0, str(error))
                if refusal is None:
                    raise
                trouble, again, wait = self._judge(what, refusal, error, effect, attempt)
                spent += wait
                if not again or attempt == self.attempts or spent > self.longest:
                    raise trouble from error
                self.sleep(wait)
        raise Report(f"{what}: tidak ada percobaan")

    def _judge(
        self, what: str, refusal: Refusal, error: Exception, effect: Effect, attempt: int
    ) -> tuple[Trouble, bool, float]:
        backoff = self.random.uniform(0, min(self.base * 2.0 ** (attempt - 1), self.cap))
        if refusal.status == 0:
            lost: Trouble = Wait(
                f"{what}: Google tidak dapat dihubungi ({type(error).__name__}); periksa jaringan dan PANITIA_GOOGLE_BASE, lalu ulangi"
            )
            if effect in {Effect.OPEN, Effect.SEND}:
                lost = Unsure(f"{what}: jawaban Google hilang; hasilnya diperiksa pada putaran berikut")
            return lost, effect in {Effect.READ, Effect.KEYED}, backoff
        if _limited(refusal):
            named = refusal.retry_after if refusal.retry_after is not None else _named_wait(refusal.text)
            wait = Wait(f"{what}: kuota Google terlampaui; dilanjutkan pada putaran berikut")
            return wait, effect is not Effect.SEND, max(named or 0.0, backoff)
        if refusal.status in _BUSY:
            busy: Trouble = Wait(f"{what}: Google sedang terganggu ({refusal.status}); akan dicoba lagi")
            if effect in {Effect.OPEN, Effect.SEND}:
                busy = Unsure(f"{what}: Google menjawab {refusal.status}; hasilnya diperiksa pada putaran berikut")
            return busy, effect in {Effect.READ, Effect.KEYED}, max(refusal.retry_after or 0.0, backoff)
        return _final(what, refusal), False, 0.0


def _limited(refusal: Refusal) -> bool:
    text = refusal.text.lower()
    return refusal.status == 429 or (refusal.status == 403 and any(r in text for r in _RATE))


def _named_wait(text: str) -> float | None:
    found = _RETRY_AFTER.search(text)
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(found.group(1))
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _final(what: str, refusal: Refusal) -> Trouble:
    said = " ".join(refusal.text.split())[:300]
    match refusal.status:
        case 401:
            return FixSettings(f"{what}: Google menolak tanda masuk; periksa PANITIA_TOKEN atau PANITIA_CREDENTIALS")
        case 403:
            return FixSettings(f"{what}: akun ini tidak berhak ({said}); periksa izin dan cakupan (scope) akun")
        case 404 | 410:
            return Gone(f"{what}: tidak ditemukan ({said})")
        case 409:
            return Taken(f"{what}: sudah ada ({said})")
        case 400:
            return FixData(f"{what}: permintaan ditolak Google: {said}")
        case _:
            return Report(f"{what}: jawaban tak terduga {refusal.status}: {said}")
