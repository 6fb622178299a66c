"""How a spreadsheet looks in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets import a1, hiding, highlights, protection, rendering
from integrations.rehearsal.sheets.requests import native_tables

if TYPE_CHECKING:
    from datetime import datetime

    from integrations.rehearsal.calls import Call
    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.cells import Book, Sheet
    from integrations.rehearsal.sheets.protection import Editor

Json = dict[str, Any]

ROW_PIXELS, COLUMN_PIXELS = 21, 100
LISTED = (
    "merges", "conditionalFormats", "filterViews", "basicFilter", "charts", "bandedRanges", "rowGroups", "columnGroups",
    "slicers", "tables",
)  # fmt: skip


def wants_grid(call: Call, include: bool) -> bool:
    """Whether cells are to be shown: a mask decides where there is one, otherwise the parameter."""
    fields = call.query.get("fields")
    if not fields:
        return include
    mask = masks.parse(fields)
    if "updatedSpreadsheet" in mask:
        mask = mask["updatedSpreadsheet"]
    if "*" in mask or not mask:
        return True
    below = mask.get("sheets")
    return below is not None and (not below or "data" in below or "*" in below)


def spreadsheet(call: Call, book: Book, *, grid: bool, places: list[tuple[Sheet, Box]] | None = None) -> Json:
    """The spreadsheet; only the tabs of `places` where they are given, with their cells where `grid` says so."""
    person = protection.editor(call.db, call, book.id)
    apart = "excludeTablesInBandedRanges"
    banded = not (call.query.get(apart) or call.body.get(apart))
    made: Json = {"spreadsheetId": book.id, "properties": book.properties, "sheets": []}
    for sheet, box in places or ():
        a1.readable(sheet, box)
    for each in book.sheets:
        whole = [a1.Box(0, 0, None, None)]
        boxes = whole if places is None else [box for sheet, box in places if sheet.id == each.id]
        if boxes:
            shown = tab(book, each, person, boxes if grid else [], call.now)
            if banded and each.extras.get("tables"):
                shown["bandedRanges"] = [*shown.get("bandedRanges", []), *map(native_tables.banded, shown["tables"])]
            made["sheets"].append(shown)
    if not made["sheets"]:
        del made["sheets"]
    if book.named:
        made["namedRanges"] = book.named
    hung = [each for each in book.metadata if each["location"].get("spreadsheet")]
    if hung:
        made["developerMetadata"] = hung
    made["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    return made


def tab(book: Book, sheet: Sheet, person: Editor, boxes: list[Box], now: datetime) -> Json:
    """One tab, with the cells of these boxes."""
    made: Json = {"properties": sheet.properties}
    if boxes and sheet.row_count:
        made["data"] = [grid_data(book, sheet, box.within(sheet), now) for box in boxes]
    for name in LISTED:
        if sheet.extras.get(name):
            made[name] = sheet.extras[name]
    if sheet.extras.get("protectedRanges"):
        made["protectedRanges"] = [protection.shown(each, person) for each in sheet.extras["protectedRanges"]]
    hung = [each for each in book.metadata if each["location"].get("sheetId") == sheet.id]
    if hung:
        made["developerMetadata"] = hung
    return made


def grid_data(book: Book, sheet: Sheet, box: Box, now: datetime) -> Json:
    """The cells of a box cut to the grid, and the sizes of its rows and columns."""
    made: Json = {}
    if box.r0:
        made["startRow"] = box.r0
    if box.c0:
        made["startColumn"] = box.c0
    rows: list[Json] = []
    spilled, rules = rendering.spilled_ends(book, sheet), highlights.Highlights(book, sheet, now)
    for index in range(box.r0, min(box.bottom, max(sheet.last_row(), max(spilled, default=-1) + 1))):
        width = max(len(sheet.rows.get(index, ())), spilled.get(index, 0))
        values = [
            _cell(rules, (index, column), column < spilled.get(index, 0))
            for column in range(box.c0, min(box.right, width))
        ]
        rows.append({"values": values} if values else {})
    while rows and not rows[-1]:
        rows.pop()
    if rows:
        made["rowData"] = rows
    made["rowMetadata"] = _sizes(sheet, "rowMeta", ROW_PIXELS, box.r0, box.bottom)
    for row in hiding.hidden(book, sheet, now):
        if box.r0 <= row < box.bottom:
            made["rowMetadata"][row - box.r0]["hiddenByFilter"] = True
    made["columnMetadata"] = _sizes(sheet, "columnMeta", COLUMN_PIXELS, box.c0, box.right)
    for each in book.metadata:
        where = each["location"].get("dimensionRange", {"sheetId": -1})
        name, first = ("rowMetadata", box.r0) if where.get("dimension") == "ROWS" else ("columnMetadata", box.c0)
        if where.get("sheetId", 0) == sheet.id and 0 <= (nth := where["startIndex"] - first) < len(made[name]):
            made[name][nth].setdefault("developerMetadata", []).append(each)
    return made


def _cell(rules: highlights.Highlights, place: tuple[int, int], spilled: bool) -> Json:
    book, sheet = rules.book, rules.sheet
    cell = sheet.get(*place)
    value = rendering.result(book, sheet, *place) if spilled or cell is not None else None
    if cell is None and value is None:
        return {}
    made = rendering.cell_data(book, sheet, cell, value)
    if "effectiveFormat" in made:
        made["effectiveFormat"] = rules.over(*place, made["effectiveFormat"])
    return made


def _sizes(sheet: Sheet, name: str, pixels: int, start: int, end: int) -> list[Json]:
    known = sheet.extras.get(name, {})
    return [{"pixelSize": pixels, **known.get(str(place), {})} for place in range(start, end)]
