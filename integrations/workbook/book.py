"""The workbook of one edition: read whole in two requests, changed in memory, written in one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from config.errors import FixData
from integrations.google.patience import Gone
from integrations.google.sheets import Cell, Grid, Sheets, Tab, cell_range, column_range, row_range, whole
from integrations.workbook.layout import OFFICERS, grown, locked
from integrations.workbook.mirror import WATCHED, Change, compare, copied, mirror_key
from integrations.workbook.table import Row, Table
from integrations.workbook.tabs import MIRROR, TABS, Owner, TabSpec

_ROOM = 200  # rows added at once where a tab is full


class Workbook:
    """All tabs, as read. `link` opens it in a browser."""

    def __init__(self, sheets: Sheets, spreadsheet: str, link: str = "") -> None:
        self._sheets, self.id, self.link = sheets, spreadsheet, link
        self._tabs: dict[str, Tab] = {}
        self._tables: dict[str, Table] = {}
        self.changes: list[Change] = []
        self.notes: dict[int, str] = {}

    def load(self) -> Workbook:
        """Everything is read anew. FixData names a tab or heading that is missing; nothing is written.

        `changes` tells what people did to the program's own cells; it is undone in memory, and in the sheet by `save`.
        """
        try:
            self._tabs, self.notes = self._sheets.about(self.id)
        except Gone as error:
            raise FixData(
                "Buku kerja tidak dapat dibuka; jalankan panitia setup atau pulihkan dari tempat sampah Drive"
            ) from error
        for spec in TABS:
            if spec.title not in self._tabs:
                raise FixData(f"Buku kerja: tab “{spec.title}” tidak ada; kembalikan nama tab itu")
        grids = self._sheets.read(self.id, [whole(s.title) for s in TABS])
        self._tables = {s.title: Table(s, g) for s, g in zip(TABS, grids, strict=True)}
        self.changes = compare(self._tables)
        return self

    def __getitem__(self, spec: TabSpec) -> Table:
        return self._tables[spec.title]

    def now(self, asked: Mapping[TabSpec, Sequence[str]]) -> dict[TabSpec, dict[str, Row]]:
        """Key -> these columns of a row as they stand at this moment, of several tabs. One request.

        A tab whose columns are being moved just now tells nothing: no row of it.
        """
        columns = {spec: (spec.key.id, *wanted) for spec, wanted in asked.items()}
        places = [(spec, c, self[spec].places[c]) for spec, wanted in columns.items() for c in wanted]
        grids = self._sheets.read(self.id, [column_range(spec.title, place) for spec, _, place in places])
        found: dict[TabSpec, dict[str, Row]] = {}
        for spec, wanted in columns.items():
            read = {c: g for (s, c, _), g in zip(places, grids, strict=True) if s is spec}
            heads = {c: str(g[0][0]).strip().casefold() if g and g[0] else "" for c, g in read.items()}
            found[spec] = {}
            if any(heads[c] != spec.column(c).heading.casefold() for c in wanted):
                continue
            for n, key in enumerate(read[spec.key.id][1:], 1):
                if key and key[0] not in {None, ""}:
                    row = Row({c: g[n][0] if n < len(g) and g[n] else None for c, g in read.items()}, n + 1)
                    found[spec].setdefault(row.text(spec.key.id), row)
        return found

    def cell_link(self, spec: TabSpec, key: object = None) -> str:
        """A link that opens the tab, at the row of `key` where there is one."""
        tab = self._tabs.get(spec.title)
        row = self[spec].get(str(key)) if key is not None else None
        place = f"&range=A{row.place}" if row and row.place else ""
        return f"{self.link.split('#')[0]}#gid={tab.id if tab else 0}{place}"

    def kept_for(self, spec: TabSpec, row: Row, column: str, people: Collection[str]) -> bool:
        """True where nobody but these people may edit this cell of a row that stands."""
        return row.place is None or self._tabs[spec.title].kept_for(row.place, self[spec].places[column], people)

    def lock(self, editors: Mapping[Owner, Sequence[str]]) -> None:
        """Every column for ticks is kept for its officer and the program (`editors`), and no longer for anybody else."""
        requests: list[dict[str, Any]] = []
        for spec in TABS:
            tab, places = self._tabs[spec.title], self[spec].places
            for column in (c for c in spec.columns if c.owner in OFFICERS):
                place, people = places[column.id], [*editors[Owner.PROGRAM], *editors[column.owner]]
                if not tab.kept_for(tab.rows, place, people):
                    old = [k.id for k in tab.locks if k.covers(tab.rows, place)]
                    requests += [{"deleteProtectedRange": {"protectedRangeId": k}} for k in old]
                    requests.append(locked(column, tab.id, place, editors))
        self._sheets.change(self.id, requests)

    def save(self) -> int:
        """Everything changed is in the sheet; the number of cells written.

        Rows are found by their key once more first: a person may have sorted, inserted or deleted rows meanwhile.
        """
        self._copy()
        tables = [t for t in self._tables.values() if t.dirty]
        if not tables:
            return 0
        for table, (head, keys) in zip(tables, self._places(tables), strict=True):
            table.relocate(head, keys)
        growth: list[Mapping[str, Any]] = []
        for table in tables:
            self._place_new(table, growth)
        self._sheets.change(self.id, growth)
        cells: dict[str, Grid] = {}
        for table in tables:
            cells.update(_writes(table))
        self._sheets.write(self.id, cells)
        count = sum(len(r.changed) for t in tables if t.spec is not MIRROR for r in t.dirty)
        for table in tables:
            for row in table.dirty:
                row.changed.clear()
        return count

    def _places(self, tables: Sequence[Table]) -> Iterator[tuple[list[Cell], list[Cell]]]:
        """Headings and keys of these tabs as they stand now: all that is needed to find a row. One request or two.

        The key's column is read where it stood when the tab was read; where it has moved since, it is read again.
        """
        asked = [r for t in tables for r in (row_range(t.spec.title, 1), column_range(t.spec.title, t.key_place))]
        grids = self._sheets.read(self.id, asked)
        heads = [(g or [[]])[0] for g in grids[::2]]
        moved = {t.spec.title: p for t, h in zip(tables, heads, strict=True) if (p := t.key_in(h)) != t.key_place}
        again = self._sheets.read(self.id, [column_range(t, p) for t, p in moved.items()]) if moved else []
        newer = dict(zip(moved, again, strict=True))
        for table, head, grid in zip(tables, heads, grids[1::2], strict=True):
            yield head, [row[0] if row else None for row in newer.get(table.spec.title, grid)]

    def _copy(self) -> None:
        """Every row that is about to be written has its copy written with it."""
        mirror = self[MIRROR]
        for spec in WATCHED:
            for row in self[spec].dirty:
                mirror.put(mirror_key(spec, row.text(spec.key.id)), isi=copied(spec, row))

    def _place_new(self, table: Table, growth: list[Mapping[str, Any]]) -> None:
        for row in table.dirty:
            if row.place is None:
                table.last += 1
                row.place = table.last
                row.changed = {c for c in table.places if row.cells.get(c) is not None} | {table.spec.key.id}
        tab = self._tabs[table.spec.title]
        if table.last > tab.rows:
            extra = table.last - tab.rows + _ROOM
            growth.extend(grown(table.spec, table.places, tab, extra))
            self._tabs[table.spec.title] = replace(tab, rows=tab.rows + extra)


def _writes(table: Table) -> dict[str, Grid]:
    """Range -> values: runs of neighbouring changed cells of a row become one range; new rows below each other one block."""
    cells: dict[str, Grid] = {}
    width = max(table.places.values())
    block: list[Row] = []

    def flush() -> None:
        if block:
            first = block[0].place or 0
            grid = [[_value(row, table, i) for i in range(1, width + 1)] for row in block]
            cells[cell_range(table.spec.title, first, 1, len(block), width)] = grid
            block.clear()

    for row in sorted(table.dirty, key=lambda r: r.place or 0):
        if table.spec.key.id in row.changed:
            if block and row.place != (block[-1].place or 0) + 1:
                flush()
            block.append(row)
            continue
        for first, values in _runs(row, table):
            cells[cell_range(table.spec.title, row.place or 0, first, 1, len(values))] = [values]
    flush()
    return cells


def _value(row: Row, table: Table, place: int) -> Any:
    column = next((c for c, i in table.places.items() if i == place), None)
    value = row.cells.get(column) if column else None
    return "" if value is None and column in row.changed else value


def _runs(row: Row, table: Table) -> Iterable[tuple[int, list[Any]]]:
    places = sorted((table.places[c], c) for c in row.changed if c in table.places)
    run: list[Any] = []
    start = 0
    for place, column in places:
        value = row.cells.get(column)
        if run and place == start + len(run):
            run.append("" if value is None else value)
        else:
            if run:
                yield start, run
            start, run = place, ["" if value is None else value]
    if run:
        yield start, run
