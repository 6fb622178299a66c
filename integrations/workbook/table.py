"""A tab in memory: rows found by key, cells found by heading, and what must be written to make the tab say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from config.errors import FixData
from integrations.google.sheets import Cell, Grid
from integrations.workbook.tabs import Owner, TabSpec


@dataclass(slots=True)
class Row:
    """One row; `place` is its row number in the sheet as last read, None while it is new."""

    cells: dict[str, Cell]
    place: int | None = None
    changed: set[str] = field(default_factory=set)

    def text(self, column: str) -> str:
        """The cell as text, without spaces around; "" where it is empty."""
        value = self.cells.get(column)
        if value is None or isinstance(value, bool):
            return ""
        if isinstance(value, float) and value == int(value):
            return str(int(value))
        return str(value).strip()

    def number(self, column: str) -> int | None:
        """The cell as a whole number; None where it is none."""
        text = self.text(column)
        return int(text) if text.isascii() and text.isdigit() else None

    def ticked(self, column: str) -> bool:
        """True for a ticked box."""
        return self.cells.get(column) is True or self.text(column).upper() == "TRUE"


def key_text(value: Cell) -> str:
    """A key as it is compared: whole numbers without decimals."""
    return Row({"k": value}).text("k")


class Table:
    """The rows of one tab."""

    def __init__(self, spec: TabSpec, grid: Grid) -> None:
        """FixData names a heading that is missing or stands twice; a column in another place is no matter."""
        self.spec = spec
        self.places = _headings(spec, grid)
        self.rows: dict[str, Row] = {}
        self.doubles: list[str] = []
        for place, values in enumerate(grid[1:], 2):
            row = Row({c: values[i - 1] if i <= len(values) else None for c, i in self.places.items()}, place)
            key = row.text(spec.key.id)
            if key and key in self.rows:
                self.doubles.append(key)
            elif key:
                self.rows[key] = row
        self.last = _last(grid)

    @property
    def key_place(self) -> int:
        """Where the key column stands, counted from 1."""
        return self.places[self.spec.key.id]

    def key_in(self, headings: list[Cell]) -> int:
        """Where the key column stands by these headings; FixData where it is missing or stands twice."""
        return _headings(self.spec, [headings])[self.spec.key.id]

    def relocate(self, headings: list[Cell], keys: list[Cell]) -> None:
        """Rows and columns stand where this newer reading finds them; cells in memory stay as they are.

        `keys`: the key column, its heading included. A row whose key has gone has no place any more: when it is
        written, it is written whole, at the end.
        """
        self.places = _headings(self.spec, [headings])
        now: dict[str, int] = {}
        for place, value in enumerate(keys[1:], 2):
            if value not in {None, ""}:
                now.setdefault(key_text(value), place)
        self.last = max([self.last, *now.values()])
        for key, row in self.rows.items():
            if row.place is not None:
                row.place = now.get(key)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows.values())

    def get(self, key: Cell) -> Row | None:
        """The row with this key."""
        return self.rows.get(key_text(key))

    def put(self, key: Cell, **cells: Cell) -> Row:
        """The row with this key says this. People's columns of a row that stands are left alone."""
        row = self.rows.get(key_text(key))
        if row is None:
            row = self.rows[key_text(key)] = Row({self.spec.key.id: key}, None, {self.spec.key.id})
        for column, value in cells.items():
            owner = self.spec.column(column).owner
            if column not in self.places:
                continue  # this workbook does without it
            if owner is not Owner.PROGRAM and row.place is not None:
                continue
            if not _same(row.cells.get(column), value):
                row.cells[column] = value
                row.changed.add(column)
        return row

    def force(self, key: Cell, column: str, value: Cell) -> None:
        """A person's cell is set by the program after all: only for taking an approval back."""
        row = self.rows[key_text(key)]
        if not _same(row.cells.get(column), value):
            row.cells[column] = value
            row.changed.add(column)

    @property
    def dirty(self) -> list[Row]:
        """Rows with cells to be written, in the order they were made."""
        return [r for r in self.rows.values() if r.changed]


def _headings(spec: TabSpec, grid: Grid) -> dict[str, int]:
    """Column id -> place, counted from 1."""
    headings = [str(c).strip().casefold() if c is not None else "" for c in (grid[0] if grid else [])]
    places: dict[str, int] = {}
    for column in spec.columns:
        count = headings.count(column.heading.casefold())
        if count == 0 and column.optional:
            continue
        if count != 1:
            wrong = "ada dua; hapus salah satu" if count else "tidak ada; kembalikan judulnya pada baris 1"
            raise FixData(f"Buku kerja, tab {spec.title}: judul kolom “{column.heading}” {wrong}")
        places[column.id] = headings.index(column.heading.casefold()) + 1
    return places


def _last(grid: Grid) -> int:
    """The last row that says something; an unticked box says nothing."""
    return max(
        [
            1,
            *(
                i
                for i, values in enumerate(grid, 1)
                if any(v is not None and v is not False and v != "" for v in values)
            ),
        ]
    )


def _same(one: Cell, other: Cell) -> bool:
    empty = {None, ""}
    if (one in empty if not isinstance(one, bool) else False) and (
        other in empty if not isinstance(other, bool) else False
    ):
        return True
    if isinstance(one, bool) != isinstance(other, bool):
        return False
    return one == other
