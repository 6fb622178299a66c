"""Workbooks in memory: sparse rows of cells, with looks kept once and shared.

A cell is its bare value wherever it has nothing but a value; otherwise a Cell with the number of its look (format,
note, validation). Rows are never changed in place once a workbook was saved: whoever edits works on a fork.
"""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Json = dict[str, Any]

BLOCK = 128  # rows stored together
ROWS, COLUMNS = 1000, 26
SIZES = ("rowCount", "columnCount")
MOST_CELLS = 10_000_000
EDITIONS = itertools.count(1)


class Formula(str):
    """What a person typed after an equals sign, the sign included."""

    __slots__ = ()


Value = str | float | bool | Formula | None


class Cell(NamedTuple):
    """A value with a look."""

    value: Value
    style: int


Stored = Value | Cell
Row = list[Stored]


def value_of(stored: Stored) -> Value:
    """The value, with or without a look."""
    return stored.value if isinstance(stored, Cell) else stored


def style_of(stored: Stored) -> int:
    """The number of the look; 0 is none."""
    return stored.style if isinstance(stored, Cell) else 0


def stored(value: Value, style: int) -> Stored:
    """The cell in its smallest form."""
    return Cell(value, style) if style else value


def number(value: float) -> float:
    """Whole numbers as int, so that they are written without a point."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


@dataclass
class Sheet:
    """One tab."""

    id: int
    properties: Json
    extras: Json = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    dirty: set[int] | None = field(default_factory=set)  # blocks to be written; None: all of them
    cache: dict[Any, Any] = field(default_factory=dict)
    owned: bool = True
    fresh: set[int] = field(default_factory=set)
    edition: int = field(default_factory=lambda: next(EDITIONS))  # another number after each change of a cell

    @property
    def title(self) -> str:
        """The tab's name."""
        return str(self.properties["title"])

    @property
    def row_count(self) -> int:
        """Rows of the grid; a tab that is a chart has none."""
        return int(self.properties.get("gridProperties", {}).get("rowCount", 0))

    @property
    def column_count(self) -> int:
        """Columns of the grid; a tab that is a chart has none."""
        return int(self.properties.get("gridProperties", {}).get("columnCount", 0))

    def own(self) -> Sheet:
        """The sheet can be changed without changing the saved one it came from."""
        if not self.owned:
            self.properties = copy.deepcopy(self.properties)
            self.extras = copy.deepcopy(self.extras)
            self.rows = dict(self.rows)
            self.fresh = set()
            self.owned = True
        self.cache = {}
        return self

    def get(self, row: int, column: int) -> Stored:
        """The cell there, None for an empty one."""
        cells = self.rows.get(row)
        return cells[column] if cells is not None and column < len(cells) else None

    def put(self, row: int, column: int, cell: Stored) -> None:
        """The cell lies there; the sheet must be owned."""
        cells = self.rows.get(row)
        if cells is None:
            if cell is None:
                return
            cells = self.rows[row] = []
            self.fresh.add(row)
        elif row not in self.fresh:
            cells = self.rows[row] = list(cells)
            self.fresh.add(row)
        if column >= len(cells):
            if cell is None:
                return
            cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = cell
        if cell is None and column == len(cells) - 1:
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                del self.rows[row]
        self.touch(row)

    def touch(self, row: int) -> None:
        """The block of that row must be written."""
        self.edition = next(EDITIONS)
        if self.dirty is not None:
            self.dirty.add(row // BLOCK)

    def rebuild(self, rows: dict[int, Row]) -> None:
        """These are the sheet's rows from now on; empty ones are dropped."""
        self.rows = {index: cells for index, cells in rows.items() if cells}
        self.fresh = set(self.rows)
        self.dirty = None
        self.edition = next(EDITIONS)

    def formulas(self) -> list[tuple[int, int, Formula]]:
        """Row, column and text of every formula, looked up once for each edition."""
        known = self.cache.get("formulas")
        if known is None or known[0] != self.edition:
            known = self.cache["formulas"] = (self.edition, list(self._formulas()))
        found: list[tuple[int, int, Formula]] = known[1]
        return found

    def _formulas(self) -> Iterator[tuple[int, int, Formula]]:
        for row in sorted(self.rows):
            for column, cell in enumerate(self.rows[row]):
                if isinstance(value := value_of(cell), Formula):
                    yield row, column, value

    def last_row(self) -> int:
        """The number of rows up to the last one that holds something."""
        return max(self.rows, default=-1) + 1


@dataclass
class Book:
    """One spreadsheet."""

    id: str
    version: int
    properties: Json
    sheets: list[Sheet]
    named: list[Json] = field(default_factory=list)
    metadata: list[Json] = field(default_factory=list)
    styles: list[Json] = field(default_factory=lambda: [{}])
    numbers: dict[str, int] = field(default_factory=dict)
    workings: Any = None  # what the formulas show, kept by the calculation

    def stamp(self) -> tuple[Any, ...]:
        """Equal for two states of the workbook whose formulas show the same."""
        tabs = tuple((each.id, each.edition, each.title, each.row_count, each.column_count) for each in self.sheets)
        return (*tabs, json.dumps(self.named), self.properties.get("locale"))

    def fork(self) -> Book:
        """A workbook that can be changed; what is not touched is shared with this one."""
        sheets = [
            Sheet(
                each.id, each.properties, each.extras, each.rows, set(), each.cache, owned=False, edition=each.edition
            )
            for each in self.sheets
        ]
        return Book(
            self.id, self.version, copy.deepcopy(self.properties), sheets, copy.deepcopy(self.named),
            copy.deepcopy(self.metadata), list(self.styles), dict(self.numbers), self.workings,
        )  # fmt: skip

    def find(self, sheet_id: int) -> Sheet | None:
        """The tab of that id."""
        return next((each for each in self.sheets if each.id == sheet_id), None)

    def titled(self, title: str) -> Sheet | None:
        """The tab of that name, whatever its case."""
        lowered = title.lower()
        return next((each for each in self.sheets if each.title.lower() == lowered), None)

    def style(self, look: Json) -> int:
        """The number of a look; the same look has the same number."""
        if not look:
            return 0
        if not self.numbers:
            self.numbers.update({json.dumps(each, sort_keys=True): place for place, each in enumerate(self.styles)})
        key = json.dumps(look, sort_keys=True)
        known = self.numbers.get(key)
        if known is None:
            known = self.numbers[key] = len(self.styles)
            self.styles.append(look)
        return known

    def look(self, cell: Stored) -> Json:
        """The look of a cell: userEnteredFormat, note, dataValidation, textFormatRuns. Not to be changed in place."""
        return self.styles[style_of(cell)]

    def count_cells(self) -> int:
        """Cells of all grids together."""
        return sum(each.row_count * each.column_count for each in self.sheets)


def encode_block(sheet: Sheet, block: int) -> str | None:
    """A block of rows as text; None if nothing lies in it. `P` before it: bare values only, `C`: cells and formulas."""
    start = block * BLOCK
    rows = [sheet.rows.get(index) for index in range(start, start + BLOCK)]
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        return None
    plain = all(cell.__class__ not in _MADE for row in rows if row for cell in row)
    if plain:
        return "P" + json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    written = [[_write(cell) for cell in row] if row else row for row in rows]
    return "C" + json.dumps(written, ensure_ascii=False, separators=(",", ":"))


_MADE = {Cell, Formula}


def _write(cell: Stored) -> Any:
    if isinstance(cell, Cell):
        return [_write(cell.value), cell.style]
    return {"=": str(cell)} if isinstance(cell, Formula) else cell


def decode_block(block: int, text: str) -> dict[int, Row]:
    """The rows of a stored block by their place in the sheet."""
    rows = json.loads(text[1:])
    start = block * BLOCK
    if text[0] == "P":
        return {start + place: row for place, row in enumerate(rows) if row}
    return {start + place: [_read(cell) for cell in row] for place, row in enumerate(rows) if row}


def _read(cell: Any) -> Stored:
    if isinstance(cell, list):
        return Cell(_read(cell[0]), cell[1])  # type: ignore[arg-type]
    return Formula(cell["="]) if isinstance(cell, dict) else cell
