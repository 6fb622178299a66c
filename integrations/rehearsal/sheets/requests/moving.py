"""Cells copied, cut and sorted."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1
from integrations.rehearsal.sheets.cells import Stored, stored, style_of, value_of
from integrations.rehearsal.sheets.formulas import CellError
from integrations.rehearsal.sheets.rendering import effective
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, request

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

WITHOUT_BORDERS = "PASTE_NO_BORDERS"


def _pasted(book: Book, source: Stored, old: Stored, kind: str) -> Stored:
    """The target cell after the source was pasted onto it in that way."""
    look, value = book.look(source), value_of(source)
    if kind in {"PASTE_NORMAL", ""}:
        return source
    if kind == "PASTE_VALUES":
        result = effective(value)
        return stored(result.shown if isinstance(result, CellError) else result, style_of(old))
    if kind == "PASTE_FORMULA":
        return stored(value, style_of(old))
    if kind == WITHOUT_BORDERS:
        form = {key: inner for key, inner in look.get("userEnteredFormat", {}).items() if key != "borders"}
        return stored(value, book.style({**look, "userEnteredFormat": form} if form else look))
    name = {"PASTE_FORMAT": "userEnteredFormat", "PASTE_DATA_VALIDATION": "dataValidation"}.get(kind)
    if name is None:  # conditional formats are kept with the tab, not with the cell
        return old
    kept = {key: inner for key, inner in book.look(old).items() if key != name}
    return stored(value_of(old), book.style({**kept, name: look[name]} if name in look else kept))


def _block(sheet: Sheet, box: a1.Box) -> list[list[Stored]]:
    return [[sheet.get(row, column) for column in range(box.c0, box.right)] for row in range(box.r0, box.bottom)]


@request("copyPaste")
def copy_paste(edit: Edit, body: Json) -> None:
    """The source stands in the destination too, repeated where that is larger. Formulas are copied as they are."""
    origin, source = a1.grid(edit.book, body.get("source", {}))
    taken = _block(origin, source.within(origin))
    if body.get("pasteOrientation") == "TRANSPOSE":
        taken = [list(column) for column in zip(*taken, strict=True)]
    sheet, box = edit.place(body.get("destination", {}))
    height, width = len(taken), len(taken[0])
    rows = max((box.bottom - box.r0) // height, 1) * height
    columns = max((box.right - box.c0) // width, 1) * width
    whole = a1.Box(box.r0, box.c0, box.r0 + rows, box.c0 + columns)
    edit.guard(sheet, whole)
    for row in range(rows):
        for column in range(columns):
            if box.r0 + row >= sheet.row_count or box.c0 + column >= sheet.column_count:
                continue
            old = sheet.get(box.r0 + row, box.c0 + column)
            made = _pasted(edit.book, taken[row % height][column % width], old, body.get("pasteType", ""))
            sheet.put(box.r0 + row, box.c0 + column, made)


@request("cutPaste")
def cut_paste(edit: Edit, body: Json) -> None:
    """The source stands at the destination and no longer where it was."""
    origin, source = edit.place(body.get("source", {}))
    taken = _block(origin, source)
    for row in range(source.r0, source.bottom):
        for column in range(source.c0, source.right):
            origin.put(row, column, None)
    to = body.get("destination", {})
    corner = (to.get("rowIndex", 0), to.get("columnIndex", 0))
    box = a1.Box(*corner, corner[0] + len(taken), corner[1] + len(taken[0]))
    sheet, _ = edit.place(a1.range_of(to.get("sheetId", 0), box))
    if box.bottom > sheet.row_count or box.right > sheet.column_count:
        raise Wrong("The destination is outside the grid.")
    for row, cells in enumerate(taken, corner[0]):
        for column, cell in enumerate(cells, corner[1]):
            sheet.put(row, column, _pasted(edit.book, cell, sheet.get(row, column), body.get("pasteType", "")))


def _rank(value: Any) -> tuple[int, Any]:
    """Numbers before texts before truth values before errors; empty cells are last in every order."""
    if isinstance(value, bool):
        return (2, value)
    if isinstance(value, (int, float)):
        return (0, value)
    if isinstance(value, CellError):
        return (3, value.kind)
    return (1, str(value).lower())


@request("sortRange")
def sort(edit: Edit, body: Json) -> None:
    """The rows of the range stand in order; rows that are equal keep theirs."""
    sheet, box = edit.place(body.get("range", {}))
    specs = body.get("sortSpecs", [])
    if not specs:
        raise Wrong("Must specify at least one sort spec.")
    sort_rows(sheet, box, specs)


def sort_rows(sheet: Sheet, box: a1.Box, specs: list[Json]) -> None:
    """The rows of the box stand in the order the specs say."""
    keys = [(spec.get("dimensionIndex", 0) - box.c0, spec.get("sortOrder") == "DESCENDING") for spec in specs]
    if any(not 0 <= column < box.right - box.c0 for column, _ in keys):
        raise Wrong("A sort column is outside the range.")

    def compare(one: list[Stored], other: list[Stored]) -> int:
        for column, descending in keys:
            left, right = effective(value_of(one[column])), effective(value_of(other[column]))
            if left is None or right is None:
                if (left is None) != (right is None):
                    return 1 if left is None else -1
                continue
            first, second = _rank(left), _rank(right)
            if first != second:
                smaller = -1 if first < second else 1
                return -smaller if descending else smaller
        return 0

    end = min(box.bottom, sheet.last_row())
    rows = sorted(_block(sheet, a1.Box(box.r0, box.c0, max(end, box.r0), box.c1)), key=cmp_to_key(compare))
    for row, cells in enumerate(rows, box.r0):
        for column, cell in enumerate(cells, box.c0):
            sheet.put(row, column, cell)
