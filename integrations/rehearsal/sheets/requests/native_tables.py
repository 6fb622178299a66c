"""Tables of Google Sheets: ranges with a name, a header row, typed columns and bands, that grow as rows are added."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets import a1, colours, writing
from integrations.rehearsal.sheets.cells import Cell, Formula, stored, style_of, value_of
from integrations.rehearsal.sheets.requests.edits import relook, write_rows
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, mask, number, request

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Sheet

Json = dict[str, Any]

BANDS = {
    "headerColorStyle": {"rgbColor": {"red": 0.20784314, "green": 0.40784314, "blue": 0.32941177}},
    "firstBandColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
    "secondBandColorStyle": {"rgbColor": {"red": 0.9647059, "green": 0.972549, "blue": 0.9764706}},
}  # fmt: skip


def banded(table: Json) -> Json:
    """The table as one of the tab's banded ranges, which it is too."""
    rows = colours.settled("BandingProperties", table["rowsProperties"])
    return {"bandedRangeReference": table["tableId"], "range": table["range"], "rowProperties": rows}


def _found(edit: Edit, table_id: str) -> tuple[Sheet, Json]:
    for sheet in edit.book.sheets:
        if any(each["tableId"] == table_id for each in sheet.extras.get("tables", ())):
            owned = edit.sheet(sheet.id)
            return owned, next(each for each in owned.extras["tables"] if each["tableId"] == table_id)
    raise Wrong(f"No table with id: {table_id}")


def _check(edit: Edit, table: Json, but: Json | None = None) -> tuple[Sheet, a1.Box]:
    """The tab and the box of a table that may be there: no other has its id, its name or its cells."""
    if "range" not in table:
        raise Wrong("Must specify a range for the table.")
    sheet, box = edit.place(table["range"])
    others = [(tab, each) for tab in edit.book.sheets for each in tab.extras.get("tables", ()) if each is not but]
    if any(each["tableId"] == table.get("tableId") for _, each in others):
        raise Wrong(f"A table with id {table['tableId']} already exists.")
    if any(each["name"].lower() == table.get("name", "").lower() for _, each in others):
        raise Wrong(f'A table with the name "{table["name"]}" already exists.')
    taken = [a1.box_of(each["range"]) for tab, each in others if tab is sheet]
    taken += [a1.box_of(each["range"]) for each in sheet.extras.get("bandedRanges", ())]
    if any(each.meets(box) for each in taken):
        raise Wrong("You cannot add a table to a range that already has a table or alternating background colors.")
    return sheet, box


def _columns(sheet: Sheet, box: a1.Box, given: list[Json]) -> list[Json]:
    """Every column of the table with its name, which stands in the header row too."""
    by_place = {each.get("columnIndex", place): each for place, each in enumerate(given)}
    if any(not 0 <= place < box.right - box.c0 for place in by_place):
        raise Wrong("A column index is outside the table.")
    made: list[Json] = []
    names: set[str] = set()
    for place in range(box.right - box.c0):
        column = dict(by_place.get(place, {}))
        dropdown = column.get("columnType") == "DROPDOWN"
        if dropdown != ("dataValidationRule" in column):
            raise Wrong("A data validation rule must be set for dropdown columns, and for no others.")
        old = sheet.get(box.r0, box.c0 + place)
        written = value_of(old)
        name = column.get("columnName") or ("" if isinstance(written, Formula) or written is None else str(written))
        name = _free_name(name or f"Column {place + 1}", names)
        names.add(name.lower())
        sheet.put(box.r0, box.c0 + place, stored(name, style_of(old)))
        made.append({**column, "columnIndex": place, "columnName": name})
    return made


def _free_name(name: str, taken: set[str]) -> str:
    made, count = name, 2
    while made.lower() in taken:
        made, count = f"{name} {count}", count + 1
    return made


def _body(table: Json) -> a1.Box:
    """The table's rows between header and footer."""
    box = a1.box_of(table["range"])
    return a1.Box(box.r0 + 1, box.c0, box.bottom - ("footerColorStyle" in table["rowsProperties"]), box.right)


def _typed(edit: Edit, sheet: Sheet, table: Json) -> None:
    """Columns of lists and boxes have their validation; a box that was empty is not ticked."""
    body = _body(table)
    for column in table["columnProperties"]:
        place = body.c0 + column["columnIndex"]
        box = a1.Box(body.r0, place, body.r1, place + 1)
        if column.get("columnType") == "DROPDOWN":
            rule = {"condition": column["dataValidationRule"].get("condition", {}), "showCustomUi": True}
            relook(edit, sheet, box, "dataValidation", rule)
        elif column.get("columnType") == "BOOLEAN":
            relook(edit, sheet, box, "dataValidation", {"condition": {"type": "BOOLEAN"}})
            for row in range(box.r0, box.bottom):
                if value_of(old := sheet.get(row, place)) is None:
                    sheet.put(row, place, Cell(False, style_of(old)))


@request("addTable")
def add(edit: Edit, body: Json) -> Json:
    """The range is a table, its first row the header."""
    given = copy.deepcopy(body.get("table", {}))
    count = 1 + sum(len(sheet.extras.get("tables", ())) for sheet in edit.book.sheets)
    given["tableId"] = given.get("tableId") or str(number())
    given["name"] = given.get("name") or f"Table{count}"
    sheet, box = _check(edit, given)
    made = {
        **given, "range": a1.range_of(sheet.id, box), "rowsProperties": {**BANDS, **given.get("rowsProperties", {})},
        "columnProperties": _columns(sheet, box, given.get("columnProperties", [])),
    }  # fmt: skip
    sheet.extras.setdefault("tables", []).append(made)
    _typed(edit, sheet, made)
    return {"table": made}


@request("updateTable")
def update(edit: Edit, body: Json) -> None:
    """The table is another one where the mask says so."""
    given, wanted = copy.deepcopy(body.get("table", {})), mask(body, "Table")
    sheet, known = _found(edit, given.get("tableId", ""))
    if "*" in wanted:
        wanted = {name: {} for name in given if name != "tableId"}
    made = {**masks.merge(known, given, wanted), "tableId": known["tableId"]}
    made["name"] = made.get("name") or known["name"]
    moved, box = _check(edit, made, known)
    if moved is not sheet:
        raise Wrong("A table cannot be moved to another sheet.")
    made["range"] = a1.range_of(sheet.id, box)
    made["rowsProperties"] = {**BANDS, **made.get("rowsProperties", {})}
    fitting = [each for each in made.get("columnProperties", []) if each.get("columnIndex", 0) < box.right - box.c0]
    made["columnProperties"] = _columns(sheet, box, fitting)
    sheet.extras["tables"][sheet.extras["tables"].index(known)] = made
    _typed(edit, sheet, made)


@request("deleteTable")
def delete(edit: Edit, body: Json) -> None:
    """The table is gone with what stood in it."""
    sheet, known = _found(edit, body.get("tableId", ""))
    box = a1.box_of(known["range"]).within(sheet)
    edit.guard(sheet, box)
    for row in [index for index in sheet.rows if box.r0 <= index < box.bottom]:
        for column in range(box.c0, box.right):
            sheet.put(row, column, None)
    sheet.extras["tables"].remove(known)


@request("appendCells")
def append(edit: Edit, body: Json) -> None:
    """Rows of cells stand after the last row of the tab or table that holds something; both grow for them."""
    if body.get("tableId"):
        _append_within(edit, body)
        return
    sheet, rows = edit.sheet(body.get("sheetId", 0)), body.get("rows", [])
    start = sheet.last_row()
    width = max((len(row.get("values", [])) for row in rows), default=0)
    edit.guard(sheet, a1.Box(start, 0, start + max(len(rows), 1), max(width, 1)))
    writing.grow(edit.book, sheet, start + len(rows), width)
    write_rows(edit, sheet, (start, 0), rows, mask(body, "CellData"))


def _append_within(edit: Edit, body: Json) -> None:
    """The rows stand below the last filled one of the table's body; the table grows for them."""
    sheet, table = _found(edit, body["tableId"])
    area, rows = _body(table), body.get("rows", [])
    filled = [
        row for row in range(area.r0, area.bottom)
        if any(value_of(sheet.get(row, column)) not in {None, False} for column in range(area.c0, area.right))
    ]  # fmt: skip
    start = max(filled, default=area.r0 - 1) + 1
    more = max(start + len(rows) - area.bottom, 0)
    whole = a1.box_of(table["range"])
    below = a1.Box(area.bottom, area.c0, area.bottom + more, area.right)
    if more and (area.bottom < whole.bottom or _filled(sheet, below)):
        edit.guard(sheet, below)
        writing.insert_rows(edit.book, sheet, area.bottom, more)
    sheet, table = _found(edit, body["tableId"])
    writing.grow(edit.book, sheet, whole.bottom + more, whole.right)
    table["range"] = a1.range_of(sheet.id, whole._replace(r1=whole.bottom + more))
    write_rows(edit, sheet, (start, area.c0), rows, mask(body, "CellData"))
    _typed(edit, sheet, table)


def _filled(sheet: Sheet, box: a1.Box) -> bool:
    return any(
        value_of(sheet.get(row, column)) is not None
        for row in range(box.r0, box.bottom) for column in range(box.c0, box.right)
    )  # fmt: skip
