"""Blocks of cells put in, taken out, filled and shuffled: insertRange, deleteRange, autoFill, randomizeRange."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1, rules, shifting, writing
from integrations.rehearsal.sheets.calculation import references
from integrations.rehearsal.sheets.cells import number, stored, style_of, value_of
from integrations.rehearsal.sheets.requests.moving import Taken, block, pasted
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, request

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.cells import Sheet, Stored, Value

Json = dict[str, Any]


def _shifted(edit: Edit, body: Json) -> tuple[Sheet, a1.Box, bool]:
    """The tab, the block, and whether what lies behind it moves by rows."""
    if body.get("shiftDimension") not in {"ROWS", "COLUMNS"}:
        raise Wrong("Must specify a shiftDimension.")
    sheet, box = edit.place(body.get("range", {}))
    return sheet, box, body["shiftDimension"] == "ROWS"


def _behind(sheet: Sheet, box: a1.Box, *, rows: bool, after: bool) -> a1.Box:
    """What moves: everything below or to the right of the block, with it or after it."""
    if rows:
        return a1.Box(box.bottom if after else box.r0, box.c0, sheet.row_count, box.c1)
    return a1.Box(box.r0, box.right if after else box.c0, box.r1, sheet.column_count)


def _cleared(sheet: Sheet, box: a1.Box) -> None:
    for row in [index for index in sheet.rows if box.r0 <= index < box.bottom]:
        for column in range(box.c0, box.right):
            sheet.put(row, column, None)


def _move(edit: Edit, sheet: Sheet, source: a1.Box, to: tuple[int, int]) -> None:
    """The block stands at the other corner; what would fall off the grid makes it larger."""
    edit.guard(sheet, source)
    taken = {
        (row, column): cell
        for row in [index for index in sheet.rows if source.r0 <= index < source.bottom]
        for column, cell in enumerate(sheet.rows[row])
        if source.c0 <= column < source.right and cell is not None
    }
    _cleared(sheet, source)
    down, right = to[0] - source.r0, to[1] - source.c0
    if taken:
        last_row, last_column = max(row for row, _ in taken), max(column for _, column in taken)
        writing.grow(edit.book, sheet, last_row + down + 1, last_column + right + 1)
    for (row, column), cell in taken.items():
        sheet.put(row + down, column + right, cell)
    references.carry(edit.book, sheet, source, sheet, to)
    rules.rewrite(edit.book, references.carrying(edit.book, sheet, source, sheet, to))


@request("insertRange")
def insert(edit: Edit, body: Json) -> None:
    """Empty cells stand in the range; what was there and behind it has moved on."""
    sheet, box, rows = _shifted(edit, body)
    to = (box.bottom, box.c0) if rows else (box.r0, box.right)
    _move(edit, sheet, _behind(sheet, box, rows=rows, after=False), to)
    start, size = (box.r0, box.bottom - box.r0) if rows else (box.c0, box.right - box.c0)
    _shift_objects(edit, sheet, box, lambda place: place + size if place >= start else place, rows=rows)


def _shift_objects(edit: Edit, sheet: Sheet, box: a1.Box, place: Callable[[int], int | None], *, rows: bool) -> None:
    band = (box.c0, box.right) if rows else (box.r0, box.bottom)
    shifting.shift_band(edit.book, sheet, "ROWS" if rows else "COLUMNS", band, place)


@request("deleteRange")
def delete(edit: Edit, body: Json) -> None:
    """The cells of the range are gone; what lay behind them has moved up."""
    sheet, box, rows = _shifted(edit, body)
    _cleared(sheet, box)
    behind = _behind(sheet, box, rows=rows, after=True)
    if behind.r0 < behind.bottom and behind.c0 < behind.right:
        _move(edit, sheet, behind, (box.r0, box.c0))
    start, end = (box.r0, box.bottom) if rows else (box.c0, box.right)

    def place(old: int) -> int | None:
        return old if old < start else None if old < end else old - (end - start)

    _shift_objects(edit, sheet, box, place, rows=rows)


@request("autoFill")
def fill(edit: Edit, body: Json) -> None:
    """The source's series goes on over the cells beside it: numbers by their step, formulas moved, texts repeated."""
    if given := body.get("sourceAndDestination"):
        sheet, box = edit.place(given.get("source", {}))
        rows, length = given.get("dimension", "ROWS") == "ROWS", given.get("fillLength", 0)
    else:
        sheet, box, rows, length = _detected(edit, body.get("range", {}))
    lanes = range(box.c0, box.right) if rows else range(box.r0, box.bottom)
    start, end = (box.r0, box.bottom) if rows else (box.c0, box.right)
    targets = list(range(end, end + length)) if length >= 0 else list(range(start - 1, start - 1 + length, -1))
    for lane in lanes:
        cells = [sheet.get(place, lane) if rows else sheet.get(lane, place) for place in range(start, end)]
        for target in targets:
            row, column = (target, lane) if rows else (lane, target)
            if row < 0 or column < 0 or row >= sheet.row_count or column >= sheet.column_count:
                raise Wrong("The destination is outside the grid.")
            edit.guard(sheet, a1.Box(row, column, row + 1, column + 1))
            origin = (target - start) % (end - start)
            where = (start + origin, lane) if rows else (lane, start + origin)
            made = pasted(edit.book, Taken(*where, cells[origin], None), None, "", (row, column))
            going_on = _continued([value_of(cell) for cell in cells], target - start, body.get("useAlternateSeries"))
            sheet.put(row, column, made if going_on is None else stored(going_on, style_of(made)))


def _continued(values: list[Value], place: int, alternate: bool | None) -> float | None:
    """The number at that place of the series; None where the values are none."""
    numbers = [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
    if len(numbers) < len(values):
        return None
    if len(numbers) == 1:
        return numbers[0] + place if alternate else None
    step = (numbers[-1] - numbers[0]) / (len(numbers) - 1)
    return number(round(numbers[0] + step * place, 12))


def _detected(edit: Edit, range_: Json) -> tuple[Sheet, a1.Box, bool, int]:
    """Of a whole range, the part that holds values is the source."""
    sheet, box = edit.place(range_)

    def filled(row: int, column: int) -> bool:
        return value_of(sheet.get(row, column)) is not None

    rows = [row for row in range(box.r0, box.bottom) if any(filled(row, each) for each in range(box.c0, box.right))]
    columns = [each for each in range(box.c0, box.right) if any(filled(row, each) for row in range(box.r0, box.bottom))]
    if not rows:
        raise Wrong("The range holds nothing to fill from.")
    if rows[-1] + 1 < box.bottom:
        return sheet, a1.Box(box.r0, box.c0, rows[-1] + 1, box.c1), True, box.bottom - rows[-1] - 1
    return sheet, a1.Box(box.r0, box.c0, box.r1, columns[-1] + 1), False, box.right - columns[-1] - 1


@request("randomizeRange")
def shuffle(edit: Edit, body: Json) -> None:
    """The rows of the range stand in an order drawn by chance."""
    sheet, box = edit.place(body.get("range", {}))
    rows = block(edit.book, sheet, box)
    secrets.SystemRandom().shuffle(rows)
    for row, cells in enumerate(rows, box.r0):
        for column, each in enumerate(cells, box.c0):
            made: Stored = pasted(edit.book, each, None, "", (row, column))
            sheet.put(row, column, made)
