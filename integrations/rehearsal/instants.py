"""What time it is in the workspace, and how Google writes an instant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from integrations.rehearsal.store import get_meta, put_meta

if TYPE_CHECKING:
    import sqlite3

CLOCK = "clock"


def now(db: sqlite3.Connection) -> datetime:
    """The instant the workspace lives in: the clock that was set, otherwise real time."""
    fixed = get_meta(db, CLOCK)
    return datetime.now(UTC) if fixed is None else parse(fixed)


def clock(db: sqlite3.Connection) -> datetime | None:
    """The clock that was set, None for real time."""
    fixed = get_meta(db, CLOCK)
    return None if fixed is None else parse(fixed)


def set_clock(db: sqlite3.Connection, instant: datetime | None) -> None:
    """The workspace stands at that instant; None lets it follow real time again."""
    put_meta(db, CLOCK, None if instant is None else instant.isoformat())


def parse(text: str) -> datetime:
    """The instant of an ISO 8601 text; a text without a zone is taken as UTC. ValueError if it is none."""
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def stamp(instant: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as Drive and Forms write it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def epoch_ms(instant: datetime) -> int:
    """Milliseconds since 1970, as Gmail counts."""
    return round(instant.timestamp() * 1000)
