"""A part of a tab as one person sees it: cells with their looks, choices and locks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.pages import links, tints
from integrations.rehearsal.pages.visit import pairs
from integrations.rehearsal.refusals import not_found
from integrations.rehearsal.sheets import a1

if TYPE_CHECKING:
    from integrations.rehearsal.pages.visit import Visit

Json = dict[str, Any]

OUTLINE = "spreadsheetId,properties.title,namedRanges,sheets(properties,protectedRanges)"
MOST_FROZEN = 20
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
    strict: bool
    help: str
    note: str
    locked: bool
    look: str
    bold: bool
    pieces: tuple[tuple[str, str | None], ...]

    @property
    def place(self) -> str:
        """Its name in A1 notation."""
        return f"{a1.column_letters(self.column)}{self.row + 1}"


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
    sheets = [each for each in found["sheets"] if "gridProperties" in each["properties"]]
    shown = [each["properties"] for each in sheets if not each["properties"].get("hidden")]
    wanted = shown[0]["sheetId"] if gid is None and shown else gid
    sheet = next((each for each in sheets if each["properties"]["sheetId"] == wanted), None)
    if sheet is None:
        raise not_found()
    properties, grid = sheet["properties"], sheet["properties"]["gridProperties"]
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
        id=file, title=found["properties"]["title"], tabs=tuple((each["sheetId"], each["title"]) for each in shown),
        gid=properties["sheetId"], name=properties["title"], rows=grid["rowCount"], columns=grid["columnCount"],
        frozen_rows=min(grid.get("frozenRowCount", 0), MOST_FROZEN), frozen_columns=grid.get("frozenColumnCount", 0),
        may_edit=bool(may["capabilities"]["canEdit"]), guards=tuple(guards),
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
    for place, sizes in enumerate(data.get("rowMetadata", [])):
        if sizes.get("hiddenByUser") or sizes.get("hiddenByFilter"):
            continue
        values = cells[place].get("values", []) if place < len(cells) else []
        squares = tuple(
            _square(table, first + place, column, values[column] if column < len(values) else {})
            for column in range(len(columns))
        )
        said = "\x1f".join(each.text for each in squares if each.tick is None)
        made.append(Line(first + place, squares, hashlib.sha256(said.encode()).hexdigest()[:16]))
    return made, columns


def _square(table: Table, row: int, column: int, cell: Json) -> Square:
    entered, look, rule = (
        cell.get("userEnteredValue", {}),
        cell.get("userEnteredFormat", {}),
        cell.get("dataValidation", {}),
    )
    condition = rule.get("condition", {})
    text = str(cell.get("formattedValue", ""))
    boolean = condition.get("type") == "BOOLEAN"
    listed = condition.get("values", []) if condition.get("type") == "ONE_OF_LIST" else []
    address = cell.get("hyperlink")
    return Square(
        row=row, column=column, text=text, typed=str(entered.get("formulaValue", text)),
        tick=bool(cell.get("effectiveValue", {}).get("boolValue")) if boolean else None,
        choices=tuple(str(each.get("userEnteredValue", "")) for each in listed), strict=bool(rule.get("strict")),
        help=str(rule.get("inputMessage", "")), note=str(cell.get("note", "")),
        locked=not table.may_edit or any(_shuts(guard, row, column) for guard in table.guards),
        look="w" + found.replace(".", "-") if (found := tints.pair(look)) else "",
        bold=bool(look.get("textFormat", {}).get("bold")),
        pieces=((text, links.target(address)),) if address else tuple(links.pieces(text)),
    )  # fmt: skip


def _shuts(guard: Json, row: int, column: int) -> bool:
    return _holds(guard["range"], row, column) and not any(_holds(each, row, column) for each in guard["holes"])


def _holds(box: Json, row: int, column: int) -> bool:
    tall = box.get("startRowIndex", 0) <= row < box.get("endRowIndex", row + 1)
    return bool(tall and box.get("startColumnIndex", 0) <= column < box.get("endColumnIndex", column + 1))
