"""The register of request kinds, and what they share: the workbook being edited, and by whom."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets import a1, colours
from integrations.rehearsal.sheets.cells import Book, Cell, Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from integrations.rehearsal.calls import Call
    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.protection import Editor

Json = dict[str, Any]


OWN_IDS = ("protectedRangeId", "bandedRangeId", "chartId", "filterViewId", "slicerId")
ONE_PLACE = frozenset({"range", "source", "dataRange", "anchorCell"})
PLACES = frozenset({"ranges", "merges", "unprotectedRanges", "sources"})


class Wrong(ValueError):
    """The request cannot be carried out; the words follow "Invalid requests[i].kind: "."""


@dataclass
class Edit:
    """One batchUpdate under way."""

    call: Call
    book: Book
    person: Editor

    def sheet(self, sheet_id: int) -> Sheet:
        """The tab whose cells are meant, free to be changed."""
        return self.tab(sheet_id, "grid")

    def tab(self, sheet_id: int, what: str = "sheet") -> Sheet:
        """The tab of that id, free to be changed."""
        found = self.book.find(sheet_id)
        if found is None:
            raise Wrong(f"No {what} with id: {sheet_id}")
        return found.own()

    def place(self, range_: Json) -> tuple[Sheet, Box]:
        """The tab and the box (cut to the grid) of a GridRange, where the person may change things."""
        sheet = self.sheet(range_.get("sheetId", 0))
        box = a1.box_of(range_)
        if box.r0 >= sheet.row_count or box.c0 >= sheet.column_count:
            end = f"{a1.column_letters((box.c1 or box.c0 + 1) - 1)}{box.r1 or box.r0 + 1}"
            where = f"{a1.quoted(sheet.title)}!{a1.column_letters(box.c0)}{box.r0 + 1}:{end}"
            limits = f"Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
            raise Wrong(f"Range ({where}) exceeds grid limits. {limits}")
        closed = box.within(sheet)
        self.guard(sheet, closed)
        return sheet, closed

    def guard(self, sheet: Sheet, box: Box) -> None:
        """Protected is raised where the person may not change the box."""
        self.person.check(self.book, sheet, box)


Handler = Callable[[Edit, Json], Json | None]
REQUESTS: dict[str, Handler] = {}


def request(kind: str) -> Callable[[Handler], Handler]:
    """The function carries out requests of that kind from now on."""

    def note(handler: Handler) -> Handler:
        REQUESTS[kind] = handler
        return handler

    return note


def mask(body: Json, shape: str) -> masks.Mask:
    """The mask of an update of a message of that shape; a missing one is wrong, and so is one that does not fit."""
    text = body.get("fields", "")
    if not text:
        raise Wrong("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        wanted = masks.camel(masks.parse(text))
    except masks.BadMask:
        raise Wrong(f"Invalid field: {text}") from None
    if unknown := masks.unknown(wanted, "sheets", {"$ref": shape}):
        raise Wrong(f"Invalid field: {unknown}")
    return colours.widened(wanted)


def number() -> int:
    """An id for something in a spreadsheet."""
    return secrets.randbelow(2**31 - 1)


def find(listed: Iterable[Json], key: str, value: Any, what: str) -> Json:
    """The object of that id among these; Wrong where there is none."""
    for each in listed:
        if each.get(key) == value:
            return each
    raise Wrong(f"No {what} with id: {value}")


def restyled(source: Book, target: Book, rows: dict[int, Row]) -> dict[int, Row]:
    """Rows of one workbook with the looks they have there, numbered as the other one numbers looks."""
    made: dict[int, Row] = {}
    for index, row in rows.items():
        made[index] = [
            Cell(cell.value, target.style(source.styles[cell.style])) if isinstance(cell, Cell) else cell
            for cell in row
        ]
    return made


def duplicated(source: Book, sheet: Sheet, target: Book, sheet_id: int, title: str) -> Sheet:
    """A copy of the tab for the target workbook, under a name that is free there."""
    base, count = title, 2
    while target.titled(title):
        title, count = f"{base} {count}", count + 1
    properties = {**copy.deepcopy(sheet.properties), "sheetId": sheet_id, "title": title, "index": len(target.sheets)}
    extras = copy.deepcopy(sheet.extras)
    _anchor(extras, sheet.id, sheet_id)
    made = Sheet(sheet_id, properties, extras)
    rows = {index: list(row) for index, row in sheet.rows.items()}
    made.rebuild(rows if source is target else restyled(source, target, rows))
    return made


def _anchor(value: Any, old: int, new: int) -> None:
    """Every range inside that meant the copied tab means the copy, and what has an id has one of its own."""
    if isinstance(value, list):
        for each in value:
            _anchor(each, old, new)
    if not isinstance(value, dict):
        return
    for name in OWN_IDS:
        if name in value:
            value[name] = number()
    if "tableId" in value:
        value["tableId"] = str(number())
    for name, inner in value.items():
        places = [inner] if name in ONE_PLACE else inner if name in PLACES else []
        for place in places:
            if place.get("sheetId", 0) == old:
                place["sheetId"] = new
        if not places:
            _anchor(inner, old, new)
