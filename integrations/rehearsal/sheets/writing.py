"""Values on their way into cells, and the grid that holds them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.refusals import invalid
from integrations.rehearsal.sheets import a1, cells, parsing, rendering, shifting
from integrations.rehearsal.sheets.cells import Cell, Value, number, stored, style_of, value_of

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.cells import Book, Sheet, Stored
    from integrations.rehearsal.sheets.protection import Editor

Json = dict[str, Any]

LONGEST_TEXT = 50_000


class Misfit(ValueError):
    """The values cannot stand there; `place` is where in the request the trouble lies."""

    def __init__(self, message: str, place: str = "") -> None:
        """Say what is wrong, and where."""
        super().__init__(message)
        self.place = place


def rows_of(data: Json) -> list[list[Any]]:
    """The values row by row, however they were sent."""
    values: list[list[Any]] = data.get("values", [])
    if data.get("majorDimension") != "COLUMNS":
        return values
    height = max(map(len, values), default=0)
    return [[column[place] if place < len(column) else None for column in values] for place in range(height)]


def write(book: Book, place: tuple[Sheet, Box], data: Json, option: str | None, editor: Editor) -> tuple[Box, int]:
    """The values stand there: the box they fill and how many they are. A null leaves its cell alone, "" clears it."""
    sheet, asked = place
    rows = rows_of(data)
    box = _fit(sheet, asked, len(rows), max(map(len, rows), default=0))
    if rows:
        editor.check(book, sheet, box)
    sheet.own()
    covered = [a1.box_of(each) for each in sheet.extras.get("merges", ())]
    count = 0
    for row, values in enumerate(rows, box.r0):
        for column, value in enumerate(values, box.c0):
            if value is None:
                continue
            _check(value, row - box.r0, column - box.c0)
            if not any(_hidden(merge, row, column) for merge in covered):
                put(book, sheet, row, column, value, entered=option == "USER_ENTERED")
            count += 1
    return box, count


def _fit(sheet: Sheet, asked: Box, height: int, width: int) -> Box:
    """The box the values fill; a range of one cell only says where they begin."""
    single = asked.r1 == asked.r0 + 1 and asked.c1 == asked.c0 + 1
    r1, c1 = asked.r0 + max(height, 1), asked.c0 + max(width, 1)
    if asked.r0 >= sheet.row_count or asked.c0 >= sheet.column_count:
        raise a1.beyond(sheet, asked)
    limit = a1.Box(asked.r0, asked.c0, None, None) if single else asked
    limit = limit.within(sheet)
    if single and (r1 > limit.bottom or c1 > limit.right):
        raise a1.beyond(sheet, a1.Box(asked.r0, asked.c0, r1, c1))
    if r1 > limit.bottom:
        message = f"Requested writing within range [{a1.spelled(sheet, asked)}], but tried writing to row "
        raise Misfit(f"{message}[{limit.bottom + 1}]")
    if c1 > limit.right:
        message = f"Requested writing within range [{a1.spelled(sheet, asked)}], but tried writing to column "
        raise Misfit(f"{message}[{a1.column_letters(limit.right)}]")
    return a1.Box(asked.r0, asked.c0, r1, c1)


def _hidden(merge: Box, row: int, column: int) -> bool:
    """Whether the cell lies under the first one of a merge, where nothing can be written."""
    inside = merge.r0 <= row < merge.bottom and merge.c0 <= column < merge.right
    return inside and (row, column) != (merge.r0, merge.c0)


def _check(value: Any, row: int, column: int) -> None:
    if isinstance(value, (dict, list)):
        raise Misfit("\n".join([*_lines(value), ""]), f"values[{row}][{column}]")
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise Misfit("Your input contains more than the maximum of 50000 characters in a single cell.")


def _lines(value: Any) -> list[str]:
    """A JSON value as Google's refusals spell it: a protocol buffer's Value, as text."""
    if isinstance(value, dict):
        fields = [[f"key: {json.dumps(key)}", *_block("value", _lines(inner))] for key, inner in value.items()]
        return _block("struct_value", [line for field in fields for line in _block("fields", field)])
    if isinstance(value, list):
        return _block("list_value", [line for inner in value for line in _block("values", _lines(inner))])
    if value is None:
        return ["null_value: NULL_VALUE"]
    kind = "string" if isinstance(value, str) else "bool" if isinstance(value, bool) else "number"
    return [f"{kind}_value: {json.dumps(value, ensure_ascii=False)}"]


def _block(name: str, inside: list[str]) -> list[str]:
    return [f"{name} {{", *(f"  {line}" for line in inside), "}"]


def put(book: Book, sheet: Sheet, row: int, column: int, value: Any, *, entered: bool) -> None:
    """The value stands in the cell, as typed by a person (`entered`) or as it is; the cell keeps its look."""
    old = sheet.get(row, column)
    form: Json | None = None
    taken: Value = None if value == "" else value
    if entered and isinstance(taken, str):
        taken, form = parsing.entered(taken, rendering.habits(book))
    elif isinstance(taken, (int, float)) and not isinstance(taken, bool):
        taken = number(float(taken))
    style = style_of(old)
    if form is not None:
        look = book.styles[style]
        kept = look.get("userEnteredFormat", {})
        if "numberFormat" not in kept:  # a format the cell already has outlives what is typed into it
            style = book.style({**look, "userEnteredFormat": {**kept, "numberFormat": form}})
    sheet.put(row, column, stored(taken, style))


def clear(sheet: Sheet, box: Box) -> None:
    """The cells of the box hold no values; their looks stay."""
    for row in [index for index in sheet.rows if box.r0 <= index < box.bottom]:
        for column in range(box.c0, min(box.right, len(sheet.rows[row]))):
            if row not in sheet.rows:
                break
            if value_of(sheet.get(row, column)) is not None:
                sheet.put(row, column, stored(None, style_of(sheet.get(row, column))))


def grow(book: Book, sheet: Sheet, rows: int, columns: int) -> None:
    """The grid has at least so many rows and columns."""
    properties = sheet.properties["gridProperties"]
    properties["rowCount"] = max(properties["rowCount"], rows)
    properties["columnCount"] = max(properties["columnCount"], columns)
    check_size(book)


def check_size(book: Book) -> None:
    """400 where the workbook has more cells than one may have."""
    if book.count_cells() > cells.MOST_CELLS:
        raise invalid(
            f"This action would increase the number of cells in the workbook above the limit of {cells.MOST_CELLS} cells."
        )


def insert_rows(book: Book, sheet: Sheet, at: int, count: int) -> None:
    """So many empty rows stand before that one."""
    shifting.insert(book, sheet, "ROWS", at, count)


def with_style(cell: Stored, style: int) -> Stored:
    """The cell's value with another look."""
    value = value_of(cell)
    return Cell(value, style) if style else value
