"""Retrying: bounded, as long as Google asks for, and never something that might be done twice."""

from __future__ import annotations

import http.client
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from config.errors import FixData, FixSettings, Report, Trouble, Wait
from integrations.google.patience import Effect, Gone, Patience, Refusal, Taken, Unsure

READ, KEYED, OPEN, SEND = Effect.READ, Effect.KEYED, Effect.OPEN, Effect.SEND
GMAIL_LIMIT = '{"error":{"code":403,"message":"User-rate limit exceeded.  Retry after %s","errors":[{"domain":"usageLimits","reason":"rateLimitExceeded"}]}}'
DENIED = '{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}'


class RefusedError(Exception):
    """What a client raises when Google answered with an error."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.text)
        self.refusal = refusal


def read(error: Exception) -> Refusal | None:
    return error.refusal if isinstance(error, RefusedError) else None


def no(status: int, text: str = "", retry_after: float | None = None) -> RefusedError:
    return RefusedError(Refusal(status, text, retry_after))


@dataclass
class Line:
    """A call that fails as often as it has errors left, and what was slept in between."""

    errors: list[Exception]
    calls: int = 0
    slept: list[float] = field(default_factory=list)

    def send(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "jawaban"

    def through(self, effect: Effect = READ, **more: Any) -> str:
        patience = Patience(**{"base": 0.0, "sleep": self.slept.append, "random": random.Random(1), **more})
        return patience.call("Gmail drafts", self.send, effect, read)


def outcome(effect: Effect, *errors: Exception, **more: Any) -> tuple[str | type[Trouble], int]:
    """The answer or the kind of trouble, and how often it was sent."""
    line = Line(list(errors))
    try:
        return line.through(effect, **more), line.calls
    except Trouble as trouble:
        return type(trouble), line.calls


def test_an_answer_at_once_is_asked_for_once() -> None:
    assert [outcome(e) for e in Effect] == [("jawaban", 1)] * 4


LOST: list[Callable[[], Exception]] = [
    lambda: ConnectionResetError("reset"),
    lambda: TimeoutError("lama"),
    lambda: http.client.RemoteDisconnected("putus"),
    lambda: http.client.IncompleteRead(b""),
    lambda: no(500),
    lambda: no(502),
    lambda: no(503),
    lambda: no(504),
    lambda: no(0, "putus"),
]


@pytest.mark.parametrize("lost", LOST)
def test_after_a_lost_answer_only_what_may_be_repeated_is_repeated(lost: Callable[[], Exception]) -> None:
    assert {e: outcome(e, lost()) for e in Effect} == {
        READ: ("jawaban", 2),
        KEYED: ("jawaban", 2),
        OPEN: (Unsure, 1),
        SEND: (Unsure, 1),
    }


@pytest.mark.parametrize("limited", [
    no(429), no(429, "<html>429</html>"), no(403, GMAIL_LIMIT % "x"), no(403, "userRateLimitExceeded"), no(403, "RESOURCE_EXHAUSTED"),
    no(403, "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user'"), no(429, "Too many concurrent requests for user."),
])  # fmt: skip
def test_what_google_refused_for_its_quota_was_not_done_so_all_but_a_send_is_repeated(limited: Exception) -> None:
    assert {e: outcome(e, limited) for e in Effect} == {
        READ: ("jawaban", 2),
        KEYED: ("jawaban", 2),
        OPEN: ("jawaban", 2),
        SEND: (Wait, 1),
    }


@pytest.mark.parametrize(("status", "text", "kind"), [
    (400, "Unable to parse range", FixData), (401, "", FixSettings), (403, DENIED, FixSettings), (404, "", Gone), (410, "", Gone), (409, "fileIdInUse", Taken), (418, "", Report),
    (412, "", Report), (301, "", Report), (403, "dailyLimitExceeded", FixSettings),
])  # fmt: skip
def test_a_final_refusal_is_raised_at_once_as_what_the_operator_must_do(
    status: int, text: str, kind: type[Trouble]
) -> None:
    assert [outcome(e, no(status, text)) for e in Effect] == [(kind, 1)] * 4


def test_a_full_drive_is_no_passing_quota() -> None:
    text = '{"error":{"errors":[{"domain":"global","reason":"storageQuotaExceeded","message":"Service Accounts do not have storage quota."}],"code":403}}'
    assert outcome(KEYED, no(403, text)) == (FixSettings, 1)


@pytest.mark.parametrize("attempts", [1, 2, 6])
def test_the_number_of_attempts_is_bounded(attempts: int) -> None:
    line = Line([no(503) for _ in range(99)])
    with pytest.raises(Wait):
        line.through(READ, attempts=attempts)
    assert (line.calls, len(line.slept)) == (attempts, attempts - 1)


def test_waits_grow_with_full_jitter_up_to_the_cap() -> None:
    line = Line([no(503) for _ in range(5)])
    line.through(READ, base=2.0, cap=9.0, random=random.Random(7))
    same = random.Random(7)
    assert line.slept == [same.uniform(0, most) for most in (2.0, 4.0, 8.0, 9.0, 9.0)]


def test_the_time_google_names_is_waited_at_least() -> None:
    for error in (no(429, retry_after=17.0), no(503, retry_after=17.0)):
        line = Line([error])
        line.through()
        assert line.slept == [17.0]
    line = Line([no(429, retry_after=0.5)])
    line.through(base=4.0, random=random.Random(7))
    assert line.slept == [max(0.5, random.Random(7).uniform(0, 4.0))]


def test_gmails_reopening_time_in_the_text_is_waited_for() -> None:
    opens = (datetime.now(UTC) + timedelta(seconds=30)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    line = Line([no(403, GMAIL_LIMIT % opens)])
    line.through()
    assert [20 < s <= 30 for s in line.slept] == [True]


def test_a_reopening_time_that_has_passed_is_not_waited_for() -> None:
    line = Line([no(403, GMAIL_LIMIT % "2026-01-01T00:00:00.000Z")])
    line.through()
    assert line.slept == [0.0]


def test_nobody_waits_longer_than_the_longest_time_in_all() -> None:
    line = Line([no(429, retry_after=100.0) for _ in range(9)])
    with pytest.raises(Wait, match="^Gmail drafts: kuota Google terlampaui; dilanjutkan pada putaran berikut$"):
        line.through(longest=250.0)
    assert (line.calls, line.slept) == (3, [100.0, 100.0])
    line = Line([no(429, retry_after=3600.0)])
    with pytest.raises(Wait):
        line.through()
    assert (line.calls, line.slept) == (1, [])


@pytest.mark.parametrize("effect", list(Effect))
def test_trouble_and_what_nobody_can_read_pass_untouched(effect: Effect) -> None:
    for error in (FixData("tab hilang"), ValueError("program error")):
        line = Line([error])
        with pytest.raises(type(error)) as caught:
            line.through(effect)
        assert (caught.value, line.calls) == (error, 1)


def test_every_message_begins_with_the_call_and_says_what_happens_next() -> None:
    def said(error: Exception, effect: Effect = READ) -> str:
        with pytest.raises(Trouble) as caught:
            Line([error]).through(effect, attempts=1)
        assert caught.value.__cause__ is error
        return str(caught.value)

    assert said(TimeoutError()).startswith("Gmail drafts: Google tidak dapat dihubungi (TimeoutError); ")
    assert said(TimeoutError(), SEND) == "Gmail drafts: jawaban Google hilang; hasilnya diperiksa pada putaran berikut"
    assert said(no(503), OPEN) == "Gmail drafts: Google menjawab 503; hasilnya diperiksa pada putaran berikut"
    assert said(no(503)) == "Gmail drafts: Google sedang terganggu (503); akan dicoba lagi"
    assert said(no(401)) == "Gmail drafts: Google menolak tanda masuk; periksa PANITIA_TOKEN atau PANITIA_CREDENTIALS"
    assert (
        said(no(400, "baris\n satu  " + "x" * 999))
        == "Gmail drafts: permintaan ditolak Google: " + ("baris satu " + "x" * 999)[:300]
    )


def test_a_different_refusal_after_a_passing_one_is_judged_anew() -> None:
    assert outcome(KEYED, no(503), no(409)) == (Taken, 2)
    assert outcome(OPEN, no(429), no(503)) == (Unsure, 2)
