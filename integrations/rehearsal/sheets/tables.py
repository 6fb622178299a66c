"""Where an append goes: the last table inside a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.a1 import Box
from integrations.rehearsal.sheets.cells import value_of

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Sheet


def _filled(sheet: Sheet, row: int, first: int, end: int) -> bool:
    """Whether the row holds a value between the two columns."""
    cells = sheet.rows.get(row)
    return cells is not None and any(value_of(cell) is not None for cell in cells[max(first, 0) : end])


def last_table(sheet: Sheet, box: Box) -> Box | None:
    """The table the lowest, then rightmost value of the range belongs to; None where the range holds no value.

    A table is what can be walked through from cell to cell, slanting steps included: an empty row or column ends it.
    """
    rows = sorted((row for row in sheet.rows if box.r0 <= row < box.bottom), reverse=True)
    for row in rows:
        cells = sheet.rows[row]
        for column in range(min(box.right, len(cells)) - 1, box.c0 - 1, -1):
            if value_of(cells[column]) is not None:
                return _grown(sheet, row, column)
    return None


def _grown(sheet: Sheet, row: int, column: int) -> Box:
    """The table around a cell: the box grows on every side that has a value right beside it."""
    top, left, bottom, right = row, column, row + 1, column + 1
    changed = True
    while changed:
        changed = False
        while top > 0 and _filled(sheet, top - 1, left - 1, right + 1):
            top, changed = top - 1, True
        while _filled(sheet, bottom, left - 1, right + 1):
            bottom, changed = bottom + 1, True
        edges = range(max(top - 1, 0), bottom + 1)
        while left > 0 and any(_filled(sheet, each, left - 1, left) for each in edges):
            left, changed = left - 1, True
        while any(_filled(sheet, each, right, right + 1) for each in edges):
            right, changed = right + 1, True
    return Box(top, left, bottom, right)
