"""sheets.spreadsheets.create: a spreadsheet with all it is given, each part made as the request for it would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import tree
from integrations.rehearsal.refusals import Refusal, invalid, no_permission
from integrations.rehearsal.sheets import books, colours, protection, resources, shifting, writing
from integrations.rehearsal.sheets.cells import Book, Sheet
from integrations.rehearsal.sheets.requests import register
from integrations.rehearsal.sheets.requests.edits import fill_grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

SHOWN = ("locale", "timeZone", "autoRecalc", "defaultFormat", "iterativeCalculationSettings")
PARTS = {  # the lists of a tab: the request that makes one of them, and the field that holds it there
    "merges": ("mergeCells", "range"), "conditionalFormats": ("addConditionalFormatRule", "rule"),
    "filterViews": ("addFilterView", "filter"), "protectedRanges": ("addProtectedRange", "protectedRange"),
    "bandedRanges": ("addBanding", "bandedRange"), "charts": ("addChart", "chart"), "slicers": ("addSlicer", "slicer"),
    "tables": ("addTable", "table"), "developerMetadata": ("createDeveloperMetadata", "developerMetadata"),
    "namedRanges": ("addNamedRange", "namedRange"),
}  # fmt: skip
GROUPS = ("rowGroups", "columnGroups")


@method("sheets.spreadsheets.create")
def create(call: Call) -> Json:
    """A new spreadsheet in the caller's root folder."""
    if call.user.service:  # a service account has no room for files of its own
        raise no_permission()
    given = colours.settled("Spreadsheet", call.body)
    title = given.get("properties", {}).get("title") or "Untitled spreadsheet"
    file = tree.add(call.db, call.user, call.now, name=title, mime=tree.SPREADSHEET, parent=None, by_program=True)
    properties = books.default_properties(title)
    properties |= {key: value for key, value in given.get("properties", {}).items() if key in SHOWN}
    books.check_places(properties)
    book = Book(file, 0, properties, [])
    tabs: list[Json] = given.get("sheets") or [{}]
    for place, each in enumerate(tabs):
        book.sheets.append(_tab(book, each, place))
    for sheet, each in zip(book.sheets, tabs, strict=True):
        fill_grid(book, sheet, each.get("data", []))
        _size(sheet, each.get("data", []))
    edit = register.Edit(call, book, protection.Editor(call.user.email, call.user.email.lower()))
    for where, kind, body in _requests(given, tabs):
        try:
            register.REQUESTS[kind](edit, body)
        except register.Wrong as wrong:
            raise invalid(f"Invalid {where}: {wrong}") from None
        except Refusal as no:
            raise invalid(f"Invalid {where}: {no.message}") from None
    writing.check_size(book)
    books.create(call, file, title, book)
    return resources.spreadsheet(call, book, grid=False)


def _tab(book: Book, given: Json, place: int) -> Sheet:
    properties = dict(given.get("properties", {}))
    title = properties.get("title") or f"Sheet{place + 1}"
    if book.titled(title):
        raise invalid(f'Invalid sheets[{place}]: A sheet with the name "{title}" already exists.')
    sheet_id = properties.get("sheetId", 0 if place == 0 else books.free_id(book.sheets))
    if book.find(sheet_id):
        raise invalid(f"Invalid sheets[{place}]: Duplicate sheet id: {sheet_id}")
    return books.new_sheet(sheet_id, title, place, properties)


def _size(sheet: Sheet, data: list[Json]) -> None:
    """The rows and columns have the sizes that come with their cells."""
    for each in data:
        for name, kept, start in (("rowMetadata", "ROWS", "startRow"), ("columnMetadata", "COLUMNS", "startColumn")):
            sizes = {str(place): size for place, size in enumerate(each.get(name, ()), each.get(start, 0)) if size}
            sheet.extras.setdefault(shifting.SIZES[kept], {}).update(sizes)


def _requests(given: Json, tabs: list[Json]) -> Iterator[tuple[str, str, Json]]:
    """Where each part stands in what was given, the kind of request that makes it, and that request."""
    holders = [("", given), *((f"sheets[{place}].", each) for place, each in enumerate(tabs))]
    for where, holder in holders:
        for name, (kind, field) in PARTS.items():
            for place, each in enumerate(holder.get(name, ())):
                index = {"index": place} if kind == "addConditionalFormatRule" else {}
                yield f"{where}{name}[{place}]", kind, {field: each, **index}
        for name in GROUPS:
            for place, each in enumerate(holder.get(name, ())):
                yield f"{where}{name}[{place}]", "addDimensionGroup", {"range": each.get("range", {})}
        if "basicFilter" in holder:
            yield f"{where}basicFilter", "setBasicFilter", {"filter": holder["basicFilter"]}
