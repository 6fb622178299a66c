"""What makes a formula stale although no cell changed: the clock, chance, and other spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from integrations.rehearsal.sheets.calculation.surroundings import AROUND
from integrations.rehearsal.sheets.parsing import EPOCH

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from integrations.rehearsal.sheets.cells import Book

Sight = tuple[str, object]  # a kind, and what was seen of it
TODAY, NOW, RANDOM, OTHER = "today", "now", "random", "other:"
OWN = "own"


def moment(book: Book) -> datetime:
    """The time in the spreadsheet's zone, without a zone, to the second."""
    try:
        zone = ZoneInfo(book.properties.get("timeZone") or "Etc/GMT")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("Etc/GMT")
    return AROUND.get().instant().astimezone(zone).replace(tzinfo=None, microsecond=0)


def token(book: Book, kind: str) -> object:
    """What a formula sees that asks for it: a serial day, a serial moment, or another spreadsheet's version."""
    if kind == TODAY:
        return (moment(book) - EPOCH).days
    if kind == NOW:
        return (moment(book) - EPOCH).total_seconds() / 86400
    if kind == OWN:
        return book.id
    if kind.startswith(OTHER):
        found = AROUND.get().other(book.id, kind.removeprefix(OTHER))
        return None if found is None else (found.id, found.version)
    return None


def unchanged(book: Book, seen: Iterable[Sight], *, changed: bool) -> bool:
    """Whether a formula that saw this would see the same again; chance is another after every change of a cell."""
    return all(not changed if kind == RANDOM else token(book, kind) == value for kind, value in seen)
