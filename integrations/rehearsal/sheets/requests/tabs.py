"""Tabs and the spreadsheet itself: added, removed, copied, renamed, resized."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets import a1, books, rules
from integrations.rehearsal.sheets.calculation import references
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, duplicated, mask, request

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Sheet

Json = dict[str, Any]

LONGEST_TITLE = 100
MOST_TABS = 200


def _check_title(edit: Edit, title: str, but: Sheet | None = None) -> None:
    known = edit.book.titled(title)
    if known is not None and known is not but:
        raise Wrong(f'A sheet with the name "{title}" already exists. Please enter another name.')
    if len(title) > LONGEST_TITLE:
        raise Wrong("The sheet name cannot be greater than 100 characters.")


def _place(edit: Edit, made: Sheet, index: int | None) -> None:
    """The tab stands at that place among the others, at the end without one."""
    sheets = edit.book.sheets
    sheets.insert(len(sheets) if index is None else min(index, len(sheets)), made)
    for place, each in enumerate(sheets):
        if each.properties["index"] != place:
            each.own().properties["index"] = place


@request("addSheet")
def add(edit: Edit, body: Json) -> Json:
    """A new tab; without a name it is the next SheetN."""
    given = dict(body.get("properties", {}))
    if len(edit.book.sheets) >= MOST_TABS:
        raise Wrong("You cannot add more than 200 sheets.")
    number = len(edit.book.sheets) + 1
    while edit.book.titled(f"Sheet{number}"):
        number += 1
    title = given.get("title") or f"Sheet{number}"
    _check_title(edit, title)
    sheet_id = given.get("sheetId")
    if sheet_id is None:
        sheet_id = books.free_id(edit.book.sheets)
    elif sheet_id < 0:
        raise Wrong("sheetId must be non-negative")
    elif edit.book.find(sheet_id):
        raise Wrong(f"A sheet with id {sheet_id} already exists.")
    made = books.new_sheet(sheet_id, title, 0, given)
    _check_grid(made)
    made.dirty = None
    _place(edit, made, given.get("index"))
    return {"properties": made.properties}


def _check_grid(sheet: Sheet) -> None:
    grid = sheet.properties["gridProperties"]
    for what, count in (("rows", sheet.row_count), ("columns", sheet.column_count)):
        if count < 1:
            raise Wrong(f"You can't delete all the {what} on the sheet.")
    for what, count in (("Row", sheet.row_count), ("Column", sheet.column_count)):
        if grid.get(f"frozen{what}Count", 0) >= count:
            raise Wrong(f"You can't freeze all visible {what.lower()}s on the sheet.")


@request("deleteSheet")
def delete(edit: Edit, body: Json) -> None:
    """The tab is gone; the last one stays."""
    sheet = edit.tab(body.get("sheetId", 0))
    if len(edit.book.sheets) == 1:
        raise Wrong("You can't remove all the sheets in a document.")
    if sheet.row_count:
        edit.guard(sheet, a1.Box(0, 0, None, None))
    edit.book.sheets.remove(sheet)
    references.rename(edit.book, sheet.title, None)
    rules.rewrite(edit.book, references.renaming(edit.book, sheet.title, None))
    edit.book.named = [each for each in edit.book.named if each["range"].get("sheetId", 0) != sheet.id]
    edit.book.metadata = [each for each in edit.book.metadata if not _hangs_on(each["location"], sheet.id)]


def _hangs_on(location: Json, sheet_id: int) -> bool:
    if "dimensionRange" in location:
        return bool(location["dimensionRange"].get("sheetId", 0) == sheet_id)
    return bool(location.get("sheetId") == sheet_id)


@request("duplicateSheet")
def duplicate(edit: Edit, body: Json) -> Json:
    """A copy of the tab, with its protections."""
    source = edit.tab(body.get("sourceSheetId", 0))
    title = body.get("newSheetName")
    if title:
        _check_title(edit, title)
    sheet_id = body.get("newSheetId") or books.free_id(edit.book.sheets)
    if edit.book.find(sheet_id):
        raise Wrong(f"A sheet with id {sheet_id} already exists.")
    made = duplicated(edit.book, source, edit.book, sheet_id, title or f"Copy of {source.title}")
    _place(edit, made, body.get("insertSheetIndex", 0))
    return {"properties": made.properties}


@request("updateSheetProperties")
def update(edit: Edit, body: Json) -> None:
    """The tab has other properties; a smaller grid loses what lay outside it."""
    given, wanted = body.get("properties", {}), mask(body, "SheetProperties")
    sheet = edit.tab(given.get("sheetId", 0))
    if "*" in wanted:
        wanted = {name: {} for name in given if name != "sheetId"}
    if "title" in wanted:
        if not given.get("title"):
            raise Wrong("Sheet title cannot be empty.")
        _check_title(edit, given["title"], sheet)
        references.rename(edit.book, sheet.title, given["title"])
        rules.rewrite(edit.book, references.renaming(edit.book, sheet.title, given["title"]))
    before = a1.Box(0, 0, sheet.row_count, sheet.column_count)
    named = {name: below for name, below in wanted.items() if name not in {"index", "sheetId"}}
    changed = masks.merge(sheet.properties, given, named) if named else dict(sheet.properties)
    sheet.properties = books.terse({**changed, "sheetId": sheet.id})
    if sheet.properties.get("sheetType") == "GRID":
        _regrid(edit, sheet, before)
    if not any(not each.properties.get("hidden") for each in edit.book.sheets):
        raise Wrong("You can't hide all the sheets in a document.")
    if "index" in wanted:
        place = edit.book.sheets.index(sheet)
        edit.book.sheets.remove(sheet)
        # The index is counted before the move: to the right, the tab stands one further left than it says.
        index = given.get("index", 0)
        _place(edit, sheet, index - 1 if index > place else index)


def _regrid(edit: Edit, sheet: Sheet, before: a1.Box) -> None:
    """The grid has the size its properties say; what lies outside is gone."""
    grid = sheet.properties.setdefault("gridProperties", {})
    _check_grid(sheet)
    if grid["rowCount"] < before.bottom or grid["columnCount"] < before.right:
        edit.guard(sheet, before)
        sheet.rebuild({
            index: row[: grid["columnCount"]] for index, row in sheet.rows.items() if index < grid["rowCount"]
        })  # fmt: skip


@request("updateSpreadsheetProperties")
def update_spreadsheet(edit: Edit, body: Json) -> None:
    """The spreadsheet has another title, locale, time zone or default format."""
    given, wanted = body.get("properties", {}), mask(body, "SpreadsheetProperties")
    if "*" in wanted:
        wanted = {name: {} for name in given}
    made = masks.merge(edit.book.properties, given, wanted)
    if not made.get("title"):
        raise Wrong("The spreadsheet title cannot be empty.")
    books.check_places(made)
    if made.get("locale") != edit.book.properties.get("locale"):
        for sheet in edit.book.sheets:
            sheet.own()  # every number may be shown differently
    edit.book.properties = made
