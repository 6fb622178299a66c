"""Rows that a basic filter hides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1
from integrations.rehearsal.sheets.conditions import Place, meets

if TYPE_CHECKING:
    from datetime import datetime

    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

def hidden(book: Book, sheet: Sheet, now: datetime) -> set[int]:
    """The rows that the tab's basic filter hides, by their criteria: hidden values, and conditions it knows."""
    given = sheet.extras.get("basicFilter")
    criteria = _criteria(given) if given else {}
    if not given or not criteria:
        return set()
    box = a1.box_of(given["range"]).within(sheet)
    return {
        row for row in range(box.r0 + 1, min(box.bottom, sheet.last_row()))
        if any(
            not _passes(Place(book, sheet, row, column, (box.r0 + 1, column), now), each)
            for column, each in criteria.items()
        )
    }  # fmt: skip


def _criteria(given: Json) -> dict[int, Json]:
    """The criteria by column, whether written as filterSpecs or in the older map."""
    found = {int(column): each for column, each in given.get("criteria", {}).items()}
    return {
        **found,
        **{each.get("columnIndex", 0): each.get("filterCriteria", {}) for each in given.get("filterSpecs", ())},
    }


def _passes(place: Place, criteria: Json) -> bool:
    if place.shown in criteria.get("hiddenValues", ()):
        return False
    condition = criteria.get("condition", {})
    return not condition or meets(place, condition)
