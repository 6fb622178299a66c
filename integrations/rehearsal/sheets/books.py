"""Spreadsheets in the store: made, opened, saved, copied; and who may read and write them."""

from __future__ import annotations

import json
import re
import secrets
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from integrations.rehearsal import identity
from integrations.rehearsal.drive import tree
from integrations.rehearsal.refusals import invalid, no_permission, not_found
from integrations.rehearsal.sheets import cells, colours
from integrations.rehearsal.sheets.calculation.surroundings import AROUND, Surroundings
from integrations.rehearsal.sheets.cells import Book, Sheet

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call, Site

Json = dict[str, Any]

MOST_OPEN = 32
LOCALE = re.compile(r"[a-z]{2,3}([_-][A-Za-z]{4})?([_-]([A-Z]{2}|\d{3}))?$")
OFFSET = re.compile(r"GMT[+-]\d\d:\d\d$")


def default_properties(title: str) -> Json:
    """The properties of a fresh spreadsheet, as every recorded one has them."""
    white = {"red": 1, "green": 1, "blue": 1}
    return {
        "title": title, "locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT",
        "defaultFormat": {
            "backgroundColor": white, "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
            "verticalAlignment": "BOTTOM", "wrapStrategy": "OVERFLOW_CELL",
            "textFormat": {
                "foregroundColor": {}, "fontFamily": "arial,sans,sans-serif", "fontSize": 10, "bold": False,
                "italic": False, "strikethrough": False, "underline": False, "foregroundColorStyle": {"rgbColor": {}},
            },
            "backgroundColorStyle": {"rgbColor": white},
        },
        "spreadsheetTheme": {
            "primaryFontFamily": "Arial",
            "themeColors": [{"colorType": kind, "color": {"rgbColor": color}} for kind, color in colours.THEME],
        },
    }  # fmt: skip


def check_places(properties: Json) -> None:
    """400 for a locale or a time zone that is none."""
    if not LOCALE.match(properties["locale"]):
        raise invalid(f"Unsupported locale: {properties['locale']}")
    if properties["timeZone"] not in zones() and not OFFSET.match(properties["timeZone"]):
        raise invalid(f"Unsupported time zone: {properties['timeZone']}")


zones = cache(available_timezones)


def new_sheet(sheet_id: int, title: str, index: int, given: Json | None = None) -> Sheet:
    """An empty tab with these properties over the default ones."""
    given = dict(given or {})
    grid = {key: value for key, value in given.pop("gridProperties", {}).items() if value or key not in cells.SIZES}
    grid = {"rowCount": cells.ROWS, "columnCount": cells.COLUMNS, **grid}
    properties = {"sheetId": sheet_id, "title": title, "index": index, "sheetType": "GRID", "gridProperties": grid}
    return Sheet(sheet_id, terse({**properties, **{key: given[key] for key in given if key not in properties}}))


def terse(properties: Json) -> Json:
    """A tab's properties without those that are off, as the API leaves them out."""
    kept = {key: value for key, value in properties.items() if value is not False}
    if "gridProperties" in kept:
        grid = kept["gridProperties"]
        kept["gridProperties"] = {key: value for key, value in grid.items() if value or key in cells.SIZES}
    return kept


def free_id(book_sheets: list[Sheet]) -> int:
    """A number no tab has."""
    taken = {each.id for each in book_sheets}
    while (made := secrets.randbelow(2**31 - 1)) in taken:
        continue
    return made


def create(call: Call, file: str, title: str, given: Book | None = None) -> Book:
    """The spreadsheet exists: empty with one tab, or as given."""
    book = given or Book(file, 0, default_properties(title), [new_sheet(0, "Sheet1", 0)])
    book.id, book.version = file, 0
    for each in book.sheets:
        each.dirty = None
    save(call, book)
    return book


def load(site: Site, db: sqlite3.Connection, file: str) -> Book:
    """The spreadsheet as it is now, decoded once for each version; 404 for an id of none. Not to be changed."""
    row = db.execute("SELECT version FROM spreadsheets WHERE id = ?", (file,)).fetchone()
    if row is None:
        raise not_found()
    version = int(row[0])
    with site.shelf_lock:
        known = site.shelf.get(file)
    if known is not None and known[0] == version:
        book: Book = known[1]
        return book
    made = _read(db, file)
    _keep(site, made)
    return made


def _keep(site: Site, book: Book) -> None:
    with site.shelf_lock:
        site.shelf.pop(book.id, None)
        site.shelf[book.id] = (book.version, book)
        while len(site.shelf) > MOST_OPEN:
            site.shelf.pop(next(iter(site.shelf)))


def _read(db: sqlite3.Connection, file: str) -> Book:
    row = db.execute("SELECT version, body FROM spreadsheets WHERE id = ?", (file,)).fetchone()
    body = json.loads(row["body"])
    sheets = [Sheet(each["properties"]["sheetId"], each["properties"], each["extras"]) for each in body["sheets"]]
    by_id = {each.id: each for each in sheets}
    blocks = db.execute("SELECT sheet, block, data FROM sheet_blocks WHERE spreadsheet = ?", (file,))
    for sheet, block, data in blocks:
        by_id[sheet].rows.update(cells.decode_block(block, data))
    return Book(file, row["version"], body["properties"], sheets, body["named"], body["metadata"], body["styles"])


def save(call: Call, book: Book) -> None:
    """The spreadsheet is stored under a new version; readers see it when the call's transaction is kept."""
    for place, each in enumerate(book.sheets):
        if each.properties["index"] != place:
            each.own().properties["index"] = place
    body = {
        "properties": book.properties, "named": book.named, "metadata": book.metadata, "styles": book.styles,
        "sheets": [{"properties": each.properties, "extras": each.extras} for each in book.sheets],
    }  # fmt: skip
    call.db.execute(
        "INSERT INTO spreadsheets(id, version, body) VALUES(?, ?, ?) ON CONFLICT(id) DO UPDATE SET version = excluded.version, body = excluded.body",
        (book.id, book.version + 1, json.dumps(body, ensure_ascii=False, separators=(",", ":"))),
    )
    book.version += 1
    kept = {each.id for each in book.sheets}
    stored = call.db.execute("SELECT DISTINCT sheet FROM sheet_blocks WHERE spreadsheet = ?", (book.id,)).fetchall()
    for row in stored:
        if row[0] not in kept:
            call.db.execute("DELETE FROM sheet_blocks WHERE spreadsheet = ? AND sheet = ?", (book.id, row[0]))
    for each in book.sheets:
        _save_blocks(call.db, book.id, each)
    call.after_commit.append(lambda: _keep(call.site, book))


def _save_blocks(db: sqlite3.Connection, file: str, sheet: Sheet) -> None:
    if sheet.dirty is None:
        db.execute("DELETE FROM sheet_blocks WHERE spreadsheet = ? AND sheet = ?", (file, sheet.id))
        blocks = {row // cells.BLOCK for row in sheet.rows}
    else:
        blocks = sheet.dirty
    for block in sorted(blocks):
        data = cells.encode_block(sheet, block)
        if data is None:
            db.execute("DELETE FROM sheet_blocks WHERE spreadsheet = ? AND sheet = ? AND block = ?",
                       (file, sheet.id, block))  # fmt: skip
        else:
            db.execute("INSERT OR REPLACE INTO sheet_blocks VALUES(?, ?, ?, ?)", (file, sheet.id, block, data))
    sheet.dirty = set()
    sheet.fresh = set()


def copy(call: Call, source: str, target: str, title: str) -> None:
    """The target is a spreadsheet with everything the source holds, under that title."""
    made = load(call.site, call.db, source).fork()
    made.properties["title"] = title
    for each in made.sheets:
        each.own()
    create(call, target, title, made)


def access(call: Call, least: str) -> str:
    """The id of the spreadsheet the call is about, for one who may do at least that; 404 or 403 otherwise."""
    file = call.path["spreadsheetId"]
    row = tree.row(call.db, file)
    if row is None or row["mime"] != tree.SPREADSHEET:
        raise not_found()
    if tree.rank(call.db, call.user, file) < tree.RANKS[least]:
        raise no_permission()
    AROUND.set(Surroundings(call.now, lambda importer, wanted: _imported(call, importer, wanted)))
    return file


def _imported(call: Call, importer: str, wanted: str) -> Book | None:
    """The spreadsheet an IMPORTRANGE asks for, where the owner of the importing one may read it."""
    own, other = tree.row(call.db, importer), tree.row(call.db, wanted)
    if own is None or other is None or other["mime"] != tree.SPREADSHEET or other["trashed"]:
        return None
    owner = identity.find(call.db, own["owner"])
    if owner is None or tree.rank(call.db, owner, wanted) < tree.RANKS["reader"]:
        return None
    return load(call.site, call.db, wanted)


def reading(call: Call) -> Book:
    """The spreadsheet, to be read."""
    return load(call.site, call.db, access(call, "reader"))


def editing(call: Call) -> Book:
    """The spreadsheet, to be changed and then saved with `finish`."""
    return load(call.site, call.db, access(call, "writer")).fork()


def finish(call: Call, book: Book) -> None:
    """The change is stored, and Drive knows the file was changed."""
    save(call, book)
    tree.touch(call.db, book.id, call.user, call.now)
