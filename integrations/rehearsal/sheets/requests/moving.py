"""Cells copied, cut and sorted."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Any, NamedTuple

from integrations.rehearsal.sheets import a1, rules
from integrations.rehearsal.sheets.calculation import references
from integrations.rehearsal.sheets.calculation.results import CellError, Scalar
from integrations.rehearsal.sheets.cells import Formula, Stored, stored, style_of, value_of
from integrations.rehearsal.sheets.rendering import result
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, request

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

WITHOUT_BORDERS = "PASTE_NO_BORDERS"


def pasted(book: Book, taken: Taken, old: Stored, kind: str, where: tuple[int, int]) -> Stored:
    """The target cell after the taken one was pasted onto it in that way."""
    source = taken.cell
    look, value = book.look(source), value_of(source)
    if isinstance(value, Formula):
        away = (where[0] - taken.row, where[1] - taken.column)
        value = references.translated(value, references.comma(book), *away)
    if kind in {"PASTE_NORMAL", ""}:
        return stored(value, style_of(source))
    if kind == "PASTE_VALUES":
        return stored(taken.value.shown if isinstance(taken.value, CellError) else taken.value, style_of(old))
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


class Taken(NamedTuple):
    """A cell taken from its place, with its value after formulas."""

    row: int
    column: int
    cell: Stored
    value: Scalar


def block(book: Book, sheet: Sheet, box: a1.Box) -> list[list[Taken]]:
    """The cells of a box."""
    return [
        [
            Taken(row, column, sheet.get(row, column), result(book, sheet, row, column))
            for column in range(box.c0, box.right)
        ]
        for row in range(box.r0, box.bottom)
    ]


@request("copyPaste")
def copy_paste(edit: Edit, body: Json) -> None:
    """The source stands in the destination too, repeated where that is larger; references move along."""
    origin, source = a1.grid(edit.book, body.get("source", {}))
    taken = block(edit.book, origin, source.within(origin))
    if body.get("pasteOrientation") == "TRANSPOSE":
        taken = [list(column) for column in zip(*taken, strict=True)]
    sheet, box = edit.place(body.get("destination", {}))
    height, width = len(taken), len(taken[0])
    rows = max((box.bottom - box.r0) // height, 1) * height
    columns = max((box.right - box.c0) // width, 1) * width
    whole = a1.Box(box.r0, box.c0, box.r0 + rows, box.c0 + columns)
    edit.guard(sheet, whole)
    for row in range(whole.r0, min(whole.bottom, sheet.row_count)):
        for column in range(whole.c0, min(whole.right, sheet.column_count)):
            each = taken[(row - whole.r0) % height][(column - whole.c0) % width]
            made = pasted(edit.book, each, sheet.get(row, column), body.get("pasteType", ""), (row, column))
            sheet.put(row, column, made)


@request("cutPaste")
def cut_paste(edit: Edit, body: Json) -> None:
    """The source stands at the destination and no longer where it was; formulas follow it."""
    origin, source = edit.place(body.get("source", {}))
    taken = block(edit.book, origin, source)
    to = body.get("destination", {})
    corner = (to.get("rowIndex", 0), to.get("columnIndex", 0))
    box = a1.Box(*corner, corner[0] + len(taken), corner[1] + len(taken[0]))
    sheet, _ = edit.place(a1.range_of(to.get("sheetId", 0), box))
    if box.bottom > sheet.row_count or box.right > sheet.column_count:
        raise Wrong("The destination is outside the grid.")
    for row in range(source.r0, source.bottom):
        for column in range(source.c0, source.right):
            origin.put(row, column, None)
    for row, cells in enumerate(taken, corner[0]):
        for column, each in enumerate(cells, corner[1]):
            # What is cut keeps its references: it is the same cell elsewhere.
            here = Taken(row, column, each.cell, each.value)
            kind = body.get("pasteType", "")
            sheet.put(row, column, pasted(edit.book, here, sheet.get(row, column), kind, (row, column)))
    references.carry(edit.book, origin, source, sheet, corner)
    rules.rewrite(edit.book, references.carrying(edit.book, origin, source, sheet, corner))


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
    sort_rows(edit.book, sheet, box, specs)


def sort_rows(book: Book, sheet: Sheet, box: a1.Box, specs: list[Json]) -> None:
    """The rows of the box stand in the order the specs say."""
    keys = [(spec.get("dimensionIndex", 0) - box.c0, spec.get("sortOrder") == "DESCENDING") for spec in specs]
    if any(not 0 <= column < box.right - box.c0 for column, _ in keys):
        raise Wrong("A sort column is outside the range.")

    def compare(one: list[Taken], other: list[Taken]) -> int:
        for column, descending in keys:
            left, right = one[column].value, other[column].value
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
    taken = block(book, sheet, a1.Box(box.r0, box.c0, max(end, box.r0), box.c1))
    for row, cells in enumerate(sorted(taken, key=cmp_to_key(compare)), box.r0):
        for column, each in enumerate(cells, box.c0):
            sheet.put(row, column, pasted(book, each, None, "", (row, column)))
