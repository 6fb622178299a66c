"""Quotas as they are spent: per minute, per day, per person, per project, by the workspace's own clock."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants, tariffs
from integrations.rehearsal.refusals import Refusal, exhausted, over_limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integrations.rehearsal.discovery import Method

WINDOWS = {"user": 60, "project": 60, "day": 86_400}
DAY = timedelta(days=1)


def table(wanted: Any) -> tuple[dict[str, int | None], bool]:
    """The limits somebody asks for and whether calls have their old prices; ValueError where it is no table.

    `None` is no limits, `"new"` and `"legacy"` are Google's, an object is one of these (`table`, new by default)
    with some limits changed (a number) or lifted (null).
    """
    if wanted is None:
        return {}, False
    given = {"table": wanted} if isinstance(wanted, str) else dict(wanted) if isinstance(wanted, dict) else None
    if given is None or str(given.get("table", "new")) not in tariffs.TABLES:
        msg = "quota must be null, new, legacy or an object of limits"
        raise ValueError(msg)
    name = str(given.pop("table", "new"))
    limits = dict(tariffs.TABLES[name])
    for limit, value in given.items():
        if limit not in limits:
            msg = f"unknown limit {limit!r}; known are {', '.join(limits)}"
            raise ValueError(msg)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            msg = f"{limit} must be a whole number or null"
            raise ValueError(msg)
        limits[limit] = value
    return limits, name == "legacy"


class Quotas:
    """What was spent of each limit; it lives as long as the process."""

    def __init__(self, wanted: Any = None) -> None:
        """Nothing is spent yet of the table that is wanted."""
        self._lock = threading.Lock()
        self.standing = wanted  # what a reset of the workspace goes back to
        self.order(wanted)

    def order(self, wanted: Any) -> None:
        """That table holds from now on and nothing is spent of it; ValueError where it is none."""
        limits, legacy = table(wanted)
        with self._lock:
            self.limits, self.legacy = limits, legacy
            self._spent: dict[tuple[str, str], tuple[int, int]] = {}
            self._sent: dict[str, deque[tuple[datetime, int]]] = defaultdict(deque)
            self._running: dict[str, int] = defaultdict(int)

    def cost(self, method: Method, *, download: bool) -> int:
        """The units a call of the method costs."""
        return tariffs.units(method.id, method.verb, download=download, legacy=self.legacy)

    def spend(self, method: Method, user: str, now: datetime, cost: int) -> None:
        """The call is counted everywhere it counts; a call beyond any limit is refused and counted nowhere."""
        if not self.limits:
            return
        kind = tariffs.counted(method.id, method.verb)
        seconds = int(now.timestamp())
        with self._lock:
            due: dict[tuple[str, str], tuple[int, int]] = {}
            for scope, length in WINDOWS.items():
                name = f"{method.api}.{kind}.{scope}"
                limit = self.limits.get(name)
                if limit is None:
                    continue
                key, window = (name, user.lower() if scope == "user" else ""), seconds // length
                then, spent = self._spent.get(key, (window, 0))
                total = (spent if then == window else 0) + cost
                if total > limit:
                    opens = datetime.fromtimestamp((window + 1) * length, UTC)
                    raise over_limit(method.api, kind, scope, limit, instants.stamp(opens))
                due[key] = (window, total)
            self._spent |= due

    def post(self, user: str, recipients: int, now: datetime) -> None:
        """A message to so many people counts for the mailbox's last 24 hours; one too many is refused."""
        most = self.limits.get("gmail.sent.rolling")
        reach = self.limits.get("gmail.recipients.rolling")
        if most is None and reach is None:
            return
        with self._lock:
            sent = self._sent[user.lower()]
            while sent and sent[0][0] <= now - DAY:
                sent.popleft()
            people = sum(count for _, count in sent) + recipients
            if (most is not None and len(sent) >= most) or (reach is not None and people > reach):
                opens = (sent[0][0] if sent else now) + DAY
                raise exhausted(instants.stamp(opens))
            sent.append((now, recipients))

    @contextmanager
    def under_way(self, method: Method, user: str, part: int) -> Iterator[None]:
        """The call is one of those the mailbox has under way; parts of a batch are under way together."""
        limit = self.limits.get("gmail.calls.parallel") if method.api == "gmail" else None
        if limit is None:
            yield
            return
        with self._lock:
            if self._running[user] + part >= limit:
                raise Refusal(429, "Too many concurrent requests for user.", reason="rateLimitExceeded")
            self._running[user] += 1
        try:
            yield
        finally:
            with self._lock:
                self._running[user] -= 1
