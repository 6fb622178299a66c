"""A part of a tab as one person sees it: cells with their looks, choices and locks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.pages import conditions, links, tints
from integrations.rehearsal.pages.painting import Painter
from integrations.rehearsal.pages.visit import pairs
from integrations.rehearsal.refusals import not_found
from integrations.rehearsal.sheets import a1, books
from integrations.rehearsal.sheets.conditions import Place, choices, meets
from integrations.rehearsal.sheets.highlights import Highlights

if TYPE_CHECKING:
    from datetime import datetime

    from integrations.rehearsal.pages.visit import Visit
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

OUTLINE = "spreadsheetId,properties.title,namedRanges,sheets(properties,protectedRanges,merges,basicFilter)"
MOST_FROZEN = 20
SHADES = 12  # of a colour scale, so that a page needs few colours
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Square:
    """One cell. `typed` is what stands in it when it is edited; `tick` is None where it is no tick box."""

    row: int
    column: int
    text: str
    typed: str
    tick: bool | None
    choices: tuple[str, ...]
    rule: Json  # the cell's data validation
    wrong: bool  # what stands in it does not fit its rule
    help: str
    note: str
    locked: bool
    look: str  # class of its colours
    style: str  # classes of its text: tebal, miring, coret, garis, kanan, tengah, luber (runs over empty neighbours)
    pieces: tuple[tuple[str, str | None], ...]

    @property
    def place(self) -> str:
        """Its name in A1 notation."""
        return f"{a1.column_letters(self.column)}{self.row + 1}"

    @property
    def bare(self) -> bool:
        """Whether a neighbour's text may run over it: nothing stands in it and nothing can be seen of it."""
        return not (self.text or self.look or self.note or self.choices or self.tick is not None)

    @property
    def strict(self) -> bool:
        """Whether its rule refuses what does not fit."""
        return bool(self.rule.get("strict"))


@dataclass(frozen=True)
class Line:
    """One row; `mark` changes when what it says changes, ticks left aside."""

    number: int
    squares: tuple[Square, ...]
    mark: str

    def at(self, column: int) -> Square:
        """The row's cell in that column; 404 outside the sheet."""
        if not 0 <= column < len(self.squares):
            raise not_found()
        return self.squares[column]


@dataclass(frozen=True)
class Table:
    """A spreadsheet opened at one tab."""

    id: str
    title: str
    tabs: tuple[tuple[int, str], ...]  # those that are not hidden
    gid: int
    name: str
    rows: int
    columns: int
    frozen_rows: int
    frozen_columns: int
    may_edit: bool
    guards: tuple[Json, ...]  # the protections that shut this person out, as boxes with holes
    merges: tuple[Json, ...]
    filter: Json  # the range of the basic filter
    book: Book
    sheet: Sheet
    now: datetime

    def range(self, first: int, last: int) -> str:
        """Rows from one to before another in A1 notation."""
        edge = a1.column_letters(max(min(self.columns, MOST_COLUMNS) - 1, 0))
        return f"{a1.quoted(self.name)}!A{first + 1}:{edge}{last}"

    def cell(self, square: Square) -> str:
        """The cell in A1 notation with its tab."""
        return f"{a1.quoted(self.name)}!{square.place}"


def outline(visit: Visit, file: str, gid: int | None) -> Table:
    """The spreadsheet and one of its tabs (the first shown without a number); 404 for one that is not there."""
    found = visit.ask("sheets.spreadsheets.get", ("fields", OUTLINE), spreadsheetId=file)
    may = visit.ask("drive.files.get", *pairs(fields="capabilities(canEdit)", supportsAllDrives="true"), fileId=file)
    sheets = found["sheets"]
    shown = [each["properties"] for each in sheets if not each["properties"].get("hidden")]
    wanted = shown[0].get("sheetId", 0) if gid is None and shown else gid
    sheet = next((each for each in sheets if each["properties"].get("sheetId", 0) == wanted), None)
    with visit.site.store.read() as db:
        book, now = books.load(visit.site, db, file), instants.now(db)
    kept = book.find(wanted or 0)
    if sheet is None or kept is None:
        raise not_found()
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})  # a chart on a tab of its own has none
    named = {each["namedRangeId"]: each["range"] for each in found.get("namedRanges", [])}
    guards = [
        {
            "range": each.get("range") or named.get(each.get("namedRangeId"), {}),
            "holes": each.get("unprotectedRanges", []),
        }
        for each in sheet.get("protectedRanges", [])
        if not each.get("warningOnly") and not each.get("requestingUserCanEdit")
    ]
    return Table(
        id=file, title=found["properties"]["title"],
        tabs=tuple((each.get("sheetId", 0), each["title"]) for each in shown), gid=properties.get("sheetId", 0),
        name=properties["title"], rows=grid.get("rowCount", 0), columns=grid.get("columnCount", 0),
        frozen_rows=min(grid.get("frozenRowCount", 0), MOST_FROZEN), frozen_columns=grid.get("frozenColumnCount", 0),
        may_edit=bool(may["capabilities"]["canEdit"]), guards=tuple(guards), merges=tuple(sheet.get("merges", [])),
        filter=sheet.get("basicFilter", {}).get("range", {}), book=book, sheet=kept, now=now,
    )  # fmt: skip


def last_row(visit: Visit, table: Table) -> int:
    """How many rows there are up to the last that says anything; an empty tick box says nothing."""
    found = visit.ask("sheets.spreadsheets.values.get", spreadsheetId=table.id, range=a1.quoted(table.name))
    rows = found.get("values", [])
    return max(
        (place for place, row in enumerate(rows, 1) if any(each not in {"", "FALSE"} for each in row)), default=0
    )


def lines(visit: Visit, table: Table, first: int, last: int) -> tuple[list[Line], list[Json]]:
    """The rows from one to before another that are not hidden, and what is known of the columns."""
    if first >= min(last, table.rows):
        return [], []
    asked = pairs(ranges=table.range(first, min(last, table.rows)), fields="sheets.data")
    sheets = visit.ask("sheets.spreadsheets.get", *asked, spreadsheetId=table.id)["sheets"]
    data = next(each["data"][0] for each in sheets if each.get("data"))
    columns = data.get("columnMetadata", [])
    cells = data.get("rowData", [])
    made = []
    painter = Painter(Highlights(table.book, table.sheet, table.now, SHADES))
    for place, sizes in enumerate(data.get("rowMetadata", [])):
        if sizes.get("hiddenByUser") or sizes.get("hiddenByFilter"):
            continue
        values = cells[place].get("values", []) if place < len(cells) else []
        squares = tuple(
            _square(table, painter, first + place, column, values[column] if column < len(values) else {})
            for column in range(len(columns))
        )
        said = "\x1f".join(each.text for each in squares if each.tick is None)
        made.append(Line(first + place, squares, hashlib.sha256(said.encode()).hexdigest()[:16]))
    return made, columns


def _square(table: Table, painter: Painter, row: int, column: int, cell: Json) -> Square:
    entered, rule = cell.get("userEnteredValue", {}), cell.get("dataValidation", {})
    condition = rule.get("condition", {})
    text = str(cell.get("formattedValue", ""))
    boolean = condition.get("type") == "BOOLEAN"
    address = cell.get("hyperlink")
    look = painter.look(row, column, cell.get("userEnteredFormat", {}))
    return Square(
        row=row, column=column, text=text, typed=str(entered.get("formulaValue", text)),
        tick=_ticked(cell, condition) if boolean else None, rule=rule,
        choices=tuple(choices(table.book, table.sheet, condition)) if condition else (),
        wrong=bool(text) and not boolean and fits(table, row, column, condition, None) is False,
        help=str(rule.get("inputMessage", "") or _asked(condition)), note=str(cell.get("note", "")),
        locked=not table.may_edit or any(_shuts(guard, row, column) for guard in table.guards),
        look="w" + found.replace(".", "-") if (found := tints.pair(look)) else "",
        style=_style(look, cell.get("effectiveFormat", {})),
        pieces=((text, links.target(address)),) if address else tuple(links.pieces(text)),
    )  # fmt: skip


def _ticked(cell: Json, condition: Json) -> bool:
    """Whether the box is ticked; a box may have words of its own for that."""
    own = conditions.wanted(condition)
    if own:
        return str(cell.get("formattedValue", "")) == own[0]
    return bool(cell.get("effectiveValue", {}).get("boolValue"))


def _asked(condition: Json) -> str:
    words = conditions.described(condition) if not condition.get("type", "").startswith("ONE_OF") else ""
    return f"Isi dengan {words}." if words else ""


def fits(table: Table, row: int, column: int, condition: Json, typed: str | None) -> bool | None:
    """Whether what is typed (None: what stands there) meets the cell's condition; None where there is none to tell by."""
    if not condition:
        return None
    told = None if typed is None else (conditions.typed(table.book, typed),)
    return meets(Place(table.book, table.sheet, row, column, (row, column), table.now, told), condition)


def _style(look: Json, effective: Json) -> str:
    text = look.get("textFormat", {})
    named = {"bold": "tebal", "italic": "miring", "strikethrough": "coret", "underline": "garis"}
    made = [word for name, word in named.items() if text.get(name)]
    aligned = look.get("horizontalAlignment") or effective.get("horizontalAlignment")
    runs = look.get("wrapStrategy", "OVERFLOW_CELL") == "OVERFLOW_CELL"
    placed = {"RIGHT": ["kanan"], "CENTER": ["tengah"]}.get(str(aligned), ["luber"] if runs else [])
    return " ".join([*made, *placed])


def _shuts(guard: Json, row: int, column: int) -> bool:
    return _holds(guard["range"], row, column) and not any(_holds(each, row, column) for each in guard["holes"])


def _holds(box: Json, row: int, column: int) -> bool:
    tall = box.get("startRowIndex", 0) <= row < box.get("endRowIndex", row + 1)
    return bool(tall and box.get("startColumnIndex", 0) <= column < box.get("endColumnIndex", column + 1))
