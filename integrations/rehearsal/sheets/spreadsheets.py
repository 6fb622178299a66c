"""sheets.spreadsheets: showing and changing whole spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import tree
from integrations.rehearsal.refusals import Refusal, invalid, no_permission, not_found, violations
from integrations.rehearsal.sheets import a1, books, colours, protection, resources, writing
from integrations.rehearsal.sheets.filters import places
from integrations.rehearsal.sheets.requests import register

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

@method("sheets.spreadsheets.get")
def get(call: Call) -> Json:
    """The spreadsheet, or the tabs of the named ranges, with cells where they are asked for."""
    book = books.reading(call)
    asked = [a1.parse(book, text) for text in call.query.get("ranges", [])]
    grid = resources.wants_grid(call, call.query.get("includeGridData", False))
    return resources.spreadsheet(call, book, grid=grid, places=asked or None)


@method("sheets.spreadsheets.getByDataFilter")
def get_by_filter(call: Call) -> Json:
    """The tabs of the places the filters mean."""
    book = books.reading(call)
    filters = call.body.get("dataFilters", [])
    asked = [place for wanted in filters for place in places(book, wanted)] if filters else None
    grid = resources.wants_grid(call, call.body.get("includeGridData", False))
    return resources.spreadsheet(call, book, grid=grid, places=asked)


@method("sheets.spreadsheets.batchUpdate")
def batch_update(call: Call) -> Json:
    """Every request is carried out in order, or none is; each has its reply, empty where it has nothing to say."""
    book = books.editing(call)
    asked = colours.settled("BatchUpdateSpreadsheetRequest", call.body).get("requests", [])
    if not asked:
        raise invalid("Must specify at least one request.")
    for number, each in enumerate(asked):
        if len(each) > 1:
            what = f"oneof field 'kind' is already set. Cannot set '{list(each)[1]}'"
            raise violations([(f"requests[{number}]", f"Invalid value at 'requests[{number}]' (oneof), {what}")])
    edit = register.Edit(call, book, protection.editor(call.db, call, book.id))
    replies = [_replied(edit, number, each) for number, each in enumerate(asked)]
    if not any(not sheet.properties.get("hidden") for sheet in book.sheets):
        raise invalid(f"Invalid requests[{len(asked) - 1}]: You can't hide all the sheets in a document.")
    books.finish(call, book)
    call.db.execute(
        "UPDATE files SET name = ? WHERE id = ? AND name != ?",
        (book.properties["title"], book.id, book.properties["title"]),
    )
    made: Json = {"spreadsheetId": book.id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        ranges = [a1.parse(book, text) for text in call.body.get("responseRanges", [])]
        grid = resources.wants_grid(call, call.body.get("responseIncludeGridData", False))
        made["updatedSpreadsheet"] = resources.spreadsheet(call, book, grid=grid, places=ranges or None)
    return made


def _replied(edit: register.Edit, number: int, asked: Json) -> Json:
    kind, body = next(iter(asked.items()), ("", {}))
    handler = register.REQUESTS.get(kind)
    if handler is None:  # none at all, or one of a preview: Google knows its name and acts as if it were not there
        raise invalid(f"Invalid requests[{number}]: No request set.")
    try:
        reply = handler(edit, body)
        writing.check_size(edit.book)
    except register.Wrong as wrong:
        raise invalid(f"Invalid requests[{number}].{kind}: {wrong}") from None
    except protection.Protected:
        raise invalid(f"Invalid requests[{number}].{kind}: {protection.TEXT}") from None
    except Refusal as no:
        if no.code == 400:
            raise invalid(f"Invalid requests[{number}].{kind}: {no.message}") from None
        raise
    return {} if reply is None else {kind: reply}


@method("sheets.spreadsheets.sheets.copyTo")
def copy_to(call: Call) -> Json:
    """A copy of the tab stands at the end of the other spreadsheet, under the name "Copy of …"."""
    source = books.reading(call)
    sheet = source.find(int(call.path["sheetId"]))
    if sheet is None:
        raise invalid(f"Invalid sheetId: {call.path['sheetId']}")
    target = call.body.get("destinationSpreadsheetId", "")
    row = tree.row(call.db, target)
    if row is None or row["mime"] != tree.SPREADSHEET:
        raise not_found()
    if tree.rank(call.db, call.user, target) < tree.RANKS["writer"]:
        raise no_permission()
    book = books.load(call.site, call.db, target).fork()
    made = register.duplicated(source, sheet, book, books.free_id(book.sheets), f"Copy of {sheet.title}")
    book.sheets.append(made)
    books.finish(call, book)
    return made.properties
