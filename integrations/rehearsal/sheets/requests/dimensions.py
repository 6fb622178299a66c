"""Rows and columns: added, inserted, removed, moved and sized."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets import a1, rendering, shifting
from integrations.rehearsal.sheets.cells import Cell
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, mask, request

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Sheet

Json = dict[str, Any]

FONT_SIZE, LETTER, MARGIN, LINE = 10, 7.5, 9, 21  # points; pixels of a common letter, beside it, and of a line


def _where(edit: Edit, range_: Json, *, open_end: bool = False) -> tuple[Sheet, str, int, int]:
    """The tab, ROWS or COLUMNS, and the places a DimensionRange means."""
    dimension = range_.get("dimension")
    if dimension not in shifting.NAMES:
        raise Wrong("Must specify a dimension.")
    sheet = edit.sheet(range_.get("sheetId", 0))
    count = sheet.row_count if dimension == "ROWS" else sheet.column_count
    start, end = range_.get("startIndex", 0), range_.get("endIndex")
    if start < 0 or (end or 0) < 0:
        raise Wrong("DimensionRange indexes must be >= 0")
    if end is None and not open_end and "startIndex" not in range_:
        end = count
    end = count if end is None else end
    if end <= start:
        raise Wrong("Invalid range: endIndex must be greater than startIndex.")
    return sheet, dimension, start, end


def _band(dimension: str, start: int, end: int) -> a1.Box:
    return a1.Box(start, 0, end, None) if dimension == "ROWS" else a1.Box(0, start, None, end)


@request("appendDimension")
def append(edit: Edit, body: Json) -> None:
    """So many rows or columns more at the end."""
    sheet = edit.sheet(body.get("sheetId", 0))
    dimension, length = body.get("dimension"), body.get("length", 0)
    if dimension not in shifting.COUNTS or length < 1:
        raise Wrong("Must specify a dimension and a positive length.")
    sheet.properties["gridProperties"][shifting.COUNTS[dimension]] += length


@request("insertDimension")
def insert(edit: Edit, body: Json) -> None:
    """Empty rows or columns at that place, looking like those before them where that is wanted."""
    sheet, dimension, start, end = _where(edit, body.get("range", {}))
    count = sheet.row_count if dimension == "ROWS" else sheet.column_count
    if start > count:
        raise Wrong(f"Invalid range: startIndex[{start}] is after the last {dimension[:-1].lower()}[{count}].")
    inherit = body.get("inheritFromBefore", False)
    if inherit and start == 0:
        raise Wrong("inheritFromBefore cannot be true if inserting at the first row or column.")
    if start < count:
        edit.guard(sheet, _band(dimension, start, start + 1))
    shifting.insert(edit.book, sheet, dimension, start, end - start)
    if inherit and dimension == "ROWS":
        for column, cell in enumerate(sheet.rows.get(start - 1, [])):
            style = edit.book.style({key: value for key, value in edit.book.look(cell).items() if key != "note"})
            for row in range(start, end):
                if style:
                    sheet.put(row, column, Cell(None, style))


@request("deleteDimension")
def delete(edit: Edit, body: Json) -> None:
    """The rows or columns are gone; a tab keeps at least one."""
    sheet, dimension, start, end = _where(edit, body.get("range", {}), open_end=True)
    count = sheet.row_count if dimension == "ROWS" else sheet.column_count
    if end > count:
        tried = f"Tried to delete {dimension[:-1].lower()} index {max(start, count)}"
        raise Wrong(f"Cannot delete a {dimension[:-1].lower()} that doesn't exist. {tried} but there are only {count} "
                    f"{dimension.lower()}.")  # fmt: skip
    if end - start >= count:
        raise Wrong(f"You can't delete all the {dimension.lower()} on the sheet.")
    frozen = sheet.properties["gridProperties"].get(shifting.FROZEN[dimension], 0)
    if frozen and start <= frozen and end >= count:
        raise Wrong(f"Sorry, it is not possible to delete all non-frozen {dimension.lower()}.")
    edit.guard(sheet, _band(dimension, start, end))
    shifting.delete(edit.book, sheet, dimension, start, end)


@request("moveDimension")
def move(edit: Edit, body: Json) -> None:
    """The rows or columns stand at another place."""
    sheet, dimension, start, end = _where(edit, body.get("source", {}))
    to = body.get("destinationIndex", 0)
    count = sheet.row_count if dimension == "ROWS" else sheet.column_count
    if end > count or to > count:
        raise Wrong("Invalid source or destination: outside the grid.")
    if start <= to <= end:
        return
    edit.guard(sheet, _band(dimension, min(start, to), max(end, to)))
    shifting.move(edit.book, sheet, dimension, start, end, to)


@request("updateDimensionProperties")
def update(edit: Edit, body: Json) -> None:
    """The rows or columns have another size, or are hidden or shown."""
    sheet, dimension, start, end = _where(edit, body.get("range", {}), open_end=True)
    wanted, given = mask(body, "DimensionProperties"), body.get("properties", {})
    sizes = sheet.extras.setdefault(shifting.SIZES[dimension], {})
    for place in range(start, end):
        sizes[str(place)] = masks.merge(sizes.get(str(place), {}), given, wanted)


@request("autoResizeDimensions")
def resize(edit: Edit, body: Json) -> None:
    """The rows or columns are as large as what they show; empty ones have the size they had at first."""
    given = body.get("dimensions", {})
    if source := body.get("dataSourceSheetDimensions"):
        raise Wrong(f"No data source sheet with id: {source.get('sheetId', 0)}")
    sheet, dimension, start, end = _where(edit, given, open_end=True)
    sizes = sheet.extras.setdefault(shifting.SIZES[dimension], {})
    for place, needed in _needed(edit, sheet, dimension, start, end).items():
        size = {key: value for key, value in sizes.get(str(place), {}).items() if key != "pixelSize"}
        sizes[str(place)] = {**size, "pixelSize": needed} if needed else size


def _needed(edit: Edit, sheet: Sheet, dimension: str, start: int, end: int) -> dict[int, int]:
    """For each place, the pixels its longest or tallest text takes, by the width of a common letter; 0 for none."""
    found = dict.fromkeys(range(start, end), 0)
    for row, cells in sheet.rows.items():
        for column, cell in enumerate(cells):
            place = row if dimension == "ROWS" else column
            if place not in found or cell is None:
                continue
            shown = rendering.formatted(edit.book, sheet, cell, rendering.result(edit.book, sheet, row, column))
            size = edit.book.look(cell).get("userEnteredFormat", {}).get("textFormat", {}).get("fontSize", FONT_SIZE)
            lines = shown.split("\n")
            wide = round(max(map(len, lines)) * LETTER * size / FONT_SIZE) + MARGIN if shown else 0
            tall = LINE + round((len(lines) * size - FONT_SIZE) * 1.7) if shown else 0
            found[place] = max(found[place], tall if dimension == "ROWS" else wide)
    return found
