"""Cells written one by one or all alike: updateCells, appendCells, repeatCell, borders, merges, validation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets import a1, conditions, writing
from integrations.rehearsal.sheets.cells import Cell, Formula, Stored, Value, number, stored, style_of, value_of
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, mask, request

if TYPE_CHECKING:
    from integrations.rehearsal.masks import Mask
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

LOOKS = ("userEnteredFormat", "note", "dataValidation", "textFormatRuns", "chipRuns", "pivotTable")
EVERYTHING = ("userEnteredValue", *LOOKS)
SIDES = ("top", "bottom", "left", "right")


def entered_value(given: Json) -> Value:
    """The value of an ExtendedValue."""
    if "formulaValue" in given:
        return Formula(given["formulaValue"])
    for name in ("stringValue", "boolValue"):
        if name in given:
            value: Value = given[name] or None if name == "stringValue" else given[name]
            return value
    return number(given["numberValue"]) if "numberValue" in given else None


def rewritten(book: Book, old: Stored, given: Json, wanted: Mask) -> Stored:
    """The cell with the masked fields as given."""
    if "*" in wanted:
        wanted = {name: {} for name in EVERYTHING}
    value = value_of(old)
    if "userEnteredValue" in wanted:
        value = entered_value(given.get("userEnteredValue", {}))
    looks = {name: below for name, below in wanted.items() if name in LOOKS}
    if not looks:
        return stored(value, style_of(old))
    look = masks.merge(book.look(old), given, looks)
    return stored(value, book.style({name: inner for name, inner in look.items() if inner not in ({}, "", [], None)}))


def write_rows(edit: Edit, sheet: Sheet, corner: tuple[int, int], rows: list[Json], wanted: Mask) -> None:
    """The cells stand from the corner on; Wrong where they leave the grid."""
    for row, given in enumerate(rows, corner[0]):
        for column, cell in enumerate(given.get("values", []), corner[1]):
            for what, place, count in (("column", column, sheet.column_count), ("row", row, sheet.row_count)):
                if place >= count:
                    last = f"beyond the last requested {what} of: {count - 1}"
                    raise Wrong(f"Attempting to write {what}: {place}, {last}")
            sheet.put(row, column, rewritten(edit.book, sheet.get(row, column), cell, wanted))


@request("updateCells")
def update(edit: Edit, body: Json) -> None:
    """The cells are as given from a corner on, or within a range, where cells not given are cleared."""
    wanted, rows = mask(body, "CellData"), body.get("rows", [])
    if "start" in body:
        start = body["start"]
        corner = (start.get("rowIndex", 0), start.get("columnIndex", 0))
        width = max((len(row.get("values", [])) for row in rows), default=0)
        end = a1.Box(*corner, corner[0] + max(len(rows), 1), corner[1] + max(width, 1))
        sheet = edit.sheet(start.get("sheetId", 0))
        for what, place, count in (("row", corner[0], sheet.row_count), ("column", corner[1], sheet.column_count)):
            if place >= count:
                raise Wrong(f"GridCoordinate.{what}Index[{place}] is after last {what} in grid[{count}]")
        edit.guard(sheet, end.within(sheet))
        write_rows(edit, sheet, corner, rows, wanted)
        return
    if "range" not in body:
        raise Wrong("Must specify a start or a range.")
    sheet, box = edit.place(body["range"])
    for row in range(box.r0, box.bottom):
        values = rows[row - box.r0].get("values", []) if row - box.r0 < len(rows) else []
        for column in range(box.c0, box.right):
            given = values[column - box.c0] if column - box.c0 < len(values) else {}
            old = sheet.get(row, column)
            if given or old is not None:
                sheet.put(row, column, rewritten(edit.book, old, given, wanted))


@request("repeatCell")
def repeat(edit: Edit, body: Json) -> None:
    """Every cell of the range is like the given one, where the mask says so."""
    sheet, box = edit.place(body.get("range", {}))
    wanted, given = mask(body, "CellData"), body.get("cell", {})
    known: dict[tuple[type, Stored], Stored] = {}
    for row in range(box.r0, box.bottom):
        for column in range(box.c0, box.right):
            old = sheet.get(row, column)
            key = (value_of(old).__class__, old)  # the class too: True and 1 are equal but not the same
            if key not in known:
                known[key] = rewritten(edit.book, old, given, wanted)
            sheet.put(row, column, known[key])


def relook(edit: Edit, sheet: Sheet, box: a1.Box, name: str, value: Any) -> None:
    """Every cell of the box has that part of a look; None takes it away."""
    book = edit.book
    known: dict[int, int] = {}
    for row in range(box.r0, box.bottom):
        for column in range(box.c0, box.right):
            old = sheet.get(row, column)
            style = style_of(old)
            if style not in known:
                look = {key: inner for key, inner in book.styles[style].items() if key != name}
                known[style] = book.style(look if value is None else {**look, name: value})
            sheet.put(row, column, stored(value_of(old), known[style]))


@request("setDataValidation")
def validate(edit: Edit, body: Json) -> None:
    """The cells take only what the rule lets through (for people: writes through the API pass, as at Google)."""
    sheet, box = edit.place(body.get("range", {}))
    rule = body.get("rule")
    if rule is not None and not rule.get("condition", {}).get("type"):
        raise Wrong("A data validation rule must have a condition.")
    if rule is not None and (why := conditions.misuse(rule["condition"], "data validation")):
        raise Wrong(why)
    relook(edit, sheet, box, "dataValidation", rule)
    if rule is not None and rule["condition"]["type"] == "BOOLEAN" and not rule["condition"].get("values"):
        for row in range(box.r0, box.bottom):
            for column in range(box.c0, box.right):
                old = sheet.get(row, column)
                if value_of(old) is None:  # an empty checkbox is one that is not ticked
                    sheet.put(row, column, Cell(False, style_of(old)))


@request("updateBorders")
def border(edit: Edit, body: Json) -> None:
    """The range has these lines around and inside it; sides not named stay."""
    sheet, box = edit.place(body.get("range", {}))
    for row in range(box.r0, box.bottom):
        for column in range(box.c0, box.right):
            outer = {"top": row == box.r0, "bottom": row == box.bottom - 1, "left": column == box.c0,
                     "right": column == box.right - 1}  # fmt: skip
            lines = {}
            for side in SIDES:
                inner = "innerHorizontal" if side in {"top", "bottom"} else "innerVertical"
                line = body.get(side if outer[side] else inner)
                if line is not None:
                    lines[side] = line
            if lines:
                _draw(edit.book, sheet, row, column, lines)


def _draw(book: Book, sheet: Sheet, row: int, column: int, lines: Json) -> None:
    old = sheet.get(row, column)
    look = book.look(old)
    form = look.get("userEnteredFormat", {})
    borders = {side: line for side, line in {**form.get("borders", {}), **lines}.items() if line.get("style") != "NONE"}
    style = book.style({**look, "userEnteredFormat": {**form, "borders": borders}})
    sheet.put(row, column, stored(value_of(old), style))


@request("mergeCells")
def merge_cells(edit: Edit, body: Json) -> None:
    """The range is one cell (or one per row or column); only its first value is kept."""
    sheet, box = edit.place(body.get("range", {}))
    kind = body.get("mergeType", "MERGE_ALL")
    known = [a1.box_of(each).within(sheet) for each in sheet.extras.get("merges", [])]
    if any(each.meets(box) and not box.holds(each) for each in known):
        raise Wrong("You must select all cells in a merged range to merge or unmerge them.")
    # What was merged inside the range is taken up by the new merge.
    merges = [each for each in sheet.extras.get("merges", []) if not a1.box_of(each).meets(box)]
    sheet.extras["merges"] = merges
    for piece in _pieces(box, kind):
        for row in range(piece.r0, piece.bottom):
            for column in range(piece.c0, piece.right):
                if (row, column) != (piece.r0, piece.c0):
                    sheet.put(row, column, stored(None, style_of(sheet.get(row, column))))
        if (piece.bottom - piece.r0) * (piece.right - piece.c0) > 1:
            merges.append(a1.range_of(sheet.id, piece))


def _pieces(box: a1.Box, kind: str) -> list[a1.Box]:
    if kind == "MERGE_COLUMNS":
        return [a1.Box(box.r0, place, box.r1, place + 1) for place in range(box.c0, box.right)]
    if kind == "MERGE_ROWS":
        return [a1.Box(place, box.c0, place + 1, box.c1) for place in range(box.r0, box.bottom)]
    return [box]


@request("unmergeCells")
def unmerge_cells(edit: Edit, body: Json) -> None:
    """No cells of the range are merged."""
    sheet, box = edit.place(body.get("range", {}))
    known = [a1.box_of(each).within(sheet) for each in sheet.extras.get("merges", [])]
    if any(each.meets(box) and not box.holds(each) for each in known):
        raise Wrong("You must select all cells in a merged range to merge or unmerge them.")
    sheet.extras["merges"] = [each for each in sheet.extras.get("merges", []) if not a1.box_of(each).meets(box)]


def fill_grid(book: Book, sheet: Sheet, data: list[Json]) -> None:
    """The cells a spreadsheet is created with."""
    for each in data:
        for row, given in enumerate(each.get("rowData", []), each.get("startRow", 0)):
            for column, cell in enumerate(given.get("values", []), each.get("startColumn", 0)):
                writing.grow(book, sheet, row + 1, column + 1)
                sheet.put(row, column, rewritten(book, None, cell, {"*": {}}))
