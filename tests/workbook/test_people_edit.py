"""Whatever people do to a tab while the program works, no value reaches a wrong row, and what people typed stays.

Random seasons of edits: rows sorted, inserted and deleted, columns moved, widened and added, cells typed by two people,
the program's own cells overwritten - between the program's reading and its saving, and between two passes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from office import Office

from config.errors import FixData
from integrations.google.sheets import Grid, Sheets, cell_range
from integrations.workbook.book import Workbook
from integrations.workbook.tabs import PROPOSALS, TABS, Owner

EXAMPLES = int(os.environ.get("PANITIA_EXAMPLES", "5"))
KEYS = [str(n) for n in range(1, 6)]
PROGRAM, PEOPLE, FOREIGN = ("judul", "status"), ("putusan", "catatan"), "Catatan Saya"
TYPED = ("putusan", "alasan_putusan")
Act = Callable[["Season"], None]


@dataclass
class Season:
    """A tab with five rows, and what must stand on it in the end."""

    office: Office
    program: dict[str, dict[str, str]] = field(default_factory=dict)  # what the program said last
    people: dict[str, dict[str, str]] = field(default_factory=dict)  # what people typed last, of rows that still stand
    overwritten: set[tuple[str, str]] = field(default_factory=set)  # the program's cells that a person typed over

    def begin(self) -> None:
        book = self.office.load()
        for key in KEYS:
            self.program[key] = {c: f"{c} {key}" for c in PROGRAM}
            self.people[key] = {}
            book[PROPOSALS].put(int(key), **self.program[key])
        book.save()

    def place(self, key: str) -> int | None:
        """The row of a key now, counted from 1."""
        found = [i for i, k in enumerate(self.office.column(PROPOSALS, "nomor"), 2) if str(k) == key]
        return found[0] if found else None

    def column(self, heading: str) -> int | None:
        head = self.office.grid(PROPOSALS)[0]
        return head.index(heading) + 1 if heading in head else None

    def types(self, key: str, heading: str, value: str) -> bool:
        row, column = self.place(key), self.column(heading)
        if row is None or column is None:
            return False
        self.office.sheets.write(self.office.id, {cell_range(PROPOSALS.title, row, column): [[value]]})
        return True


def _sort(column: int, order: str) -> Act:
    return lambda s: s.office.sorts(PROPOSALS, column % len(s.office.grid(PROPOSALS)[0]), order)


def _insert(at: int, count: int) -> Act:
    return lambda s: s.office.inserts(PROPOSALS, at, at + count)


def _delete(key: str) -> Act:
    def act(s: Season) -> None:
        row = s.place(key)
        if row is not None:
            s.office.deletes(PROPOSALS, row - 1, row)
            s.people.pop(key, None)
            s.overwritten = {o for o in s.overwritten if o[0] != key}

    return act


def _move(column: int, to: int) -> Act:
    return lambda s: s.office.moves(PROPOSALS, column, to)


def _foreign(at: int) -> Act:
    def act(s: Season) -> None:
        if s.column(FOREIGN) is None:
            s.office.inserts(PROPOSALS, at, at + 1, "COLUMNS")
            s.office.sheets.write(s.office.id, {cell_range(PROPOSALS.title, 1, at + 1): [[FOREIGN]]})

    return act


def _widen(column: int) -> Act:
    where = {"dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    wide = {"properties": {"pixelSize": 400}, "fields": "pixelSize"}
    return lambda s: s.office.does(PROPOSALS, "updateDimensionProperties", range=where, **wide)


def _filter(column: int) -> Act:
    def act(s: Season) -> None:
        sheet = s.office.sheets.tabs(s.office.id)[PROPOSALS.title].id
        shown = {"range": {"sheetId": sheet}, "sortSpecs": [{"dimensionIndex": column, "sortOrder": "DESCENDING"}]}
        s.office.sheets.change(s.office.id, [{"setBasicFilter": {"filter": shown}}])

    return act


def _type(key: str, column: str, value: str) -> Act:
    def act(s: Season) -> None:
        heading = FOREIGN if column == FOREIGN else PROPOSALS.column(column).heading
        if s.types(key, heading, value):
            s.people[key][column] = value

    return act


def _overwrite(key: str, column: str) -> Act:
    def act(s: Season) -> None:
        if s.types(key, PROPOSALS.column(column).heading, "ditimpa"):
            s.overwritten.add((key, column))

    return act


KEY, WIDTH = st.sampled_from(KEYS), len(PROPOSALS.columns)
PLACE = st.integers(0, WIDTH - 1)
ACTS = st.one_of(
    st.builds(_sort, PLACE, st.sampled_from(["ASCENDING", "DESCENDING"])),
    st.builds(_insert, st.integers(1, 7), st.integers(1, 3)),
    st.builds(_delete, KEY),
    st.builds(_move, PLACE, PLACE),
    st.builds(_foreign, PLACE),
    st.builds(_widen, PLACE),
    st.builds(_filter, PLACE),
    st.builds(_type, KEY, st.sampled_from([*TYPED, FOREIGN]), st.sampled_from(["lolos", "=1+1", "ya; tidak"])),
    st.builds(_overwrite, KEY, st.sampled_from(PROGRAM)),
)
WRITES = st.dictionaries(st.sampled_from([*KEYS, "6", "7"]), st.sampled_from(PROGRAM), max_size=4)


def a_pass(s: Season, meanwhile: Sequence[Act], writes: dict[str, str], nth: int) -> Workbook:
    """The program reads, people act, the program saves."""
    book = s.office.load()
    told = {(c.key, c.column) for c in book.changes if c.column}
    assert s.overwritten <= told
    s.overwritten.clear()
    for act in meanwhile:
        act(s)
    s.overwritten -= told  # put back by this very pass
    for key, column in writes.items():
        value = f"{column} {key} putaran {nth}"
        book[PROPOSALS].put(int(key), **{column: value})
        s.program.setdefault(key, {})[column] = value
        s.people.setdefault(key, {}) if s.place(key) is not None or key not in KEYS else None
        s.overwritten.discard((key, column))
    book.save()
    return book


def standing(s: Season) -> dict[str, dict[str, Any]]:
    """Key -> what stands in its row, by heading; a key that stands twice fails."""
    head, *rows = s.office.grid(PROPOSALS)
    found: dict[str, dict[str, Any]] = {}
    at = head.index(PROPOSALS.key.heading)
    for row in rows:
        cells = dict(zip(head, [*row, *[None] * (len(head) - len(row))], strict=False))
        if row and at < len(row) and row[at] not in {None, ""}:
            assert str(row[at]) not in found
            found[str(row[at])] = cells
    return found


@hypothesis_settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(st.tuples(st.lists(ACTS, max_size=4), st.lists(ACTS, max_size=4), WRITES), min_size=1, max_size=3))
def test_no_value_reaches_a_wrong_row_and_what_people_typed_stays(
    make_office: Callable[[], Office], passes: list[tuple[list[Act], list[Act], dict[str, str]]]
) -> None:
    s = Season(make_office())
    s.begin()
    for nth, (before, meanwhile, writes) in enumerate(passes, 1):
        for act in before:
            act(s)
        a_pass(s, meanwhile, writes, nth)
    a_pass(s, (), {}, 0)
    found = standing(s)
    assert set(found) == set(s.program)
    for key, said in s.program.items():
        assert {c: found[key][PROPOSALS.column(c).heading] for c in said} == said
    for key, typed in s.people.items():
        headings = {c: FOREIGN if c == FOREIGN else PROPOSALS.column(c).heading for c in typed}
        assert {c: found[key][h] for c, h in headings.items()} == typed
    assert s.office.load().changes == []


class Interrupted(Sheets):
    """Sheets in which a person does something in the moment between the last look and the writing."""

    def __init__(self, real: Sheets, act: Callable[[], None]) -> None:
        super().__init__(real._client)
        self._act = act

    def write(self, spreadsheet: str, cells: Any) -> None:
        self._act()
        super().write(spreadsheet, cells)


@pytest.mark.parametrize(
    "act",
    [_sort(0, "DESCENDING"), _insert(1, 1), _insert(3, 2), _delete("2")],
    ids=["sorted", "inserted above", "inserted between", "deleted"],
)
def test_what_went_astray_in_the_moment_of_writing_is_put_right_by_the_next_pass(
    make_office: Callable[[], Office], act: Act
) -> None:
    s = Season(make_office())
    s.begin()
    _type("4", "putusan", "lolos")(s)
    book = Workbook(Interrupted(s.office.sheets, lambda: act(s)), s.office.id).load()
    for key in ("1", "4"):
        book[PROPOSALS].put(int(key), judul=f"baru {key}")
        s.program[key]["judul"] = f"baru {key}"
    book.save()
    for _ in range(2):
        s.office.load().save()
    found = standing(s)
    assert {k: {c: v[PROPOSALS.column(c).heading] for c in PROGRAM} for k, v in found.items()} == s.program
    assert found["4"][PROPOSALS.column("putusan").heading] == "lolos"
    assert s.office.load().changes == []


@pytest.mark.parametrize("key_too", [False, True])
def test_a_heading_renamed_between_reading_and_saving_is_named_and_nothing_is_written(
    make_office: Callable[[], Office], key_too: bool
) -> None:
    s = Season(make_office())
    s.begin()
    book = s.office.load()
    renamed = "nomor" if key_too else "judul"
    at = s.column(PROPOSALS.column(renamed).heading)
    assert at
    s.office.sheets.write(s.office.id, {cell_range(PROPOSALS.title, 1, at): [["Nama Lain"]]})
    before: list[Grid] = [s.office.grid(spec) for spec in TABS]
    book[PROPOSALS].put(1, judul="baru", status="baru")
    with pytest.raises(FixData, match=f"judul kolom “{PROPOSALS.column(renamed).heading}” tidak ada"):
        book.save()
    assert [s.office.grid(spec) for spec in TABS] == before


def test_what_people_own_is_never_among_the_cells_that_are_put_back(office: Office) -> None:
    s = Season(office)
    s.begin()
    for column in PROPOSALS.columns:
        if column.owner is Owner.PEOPLE and column.kind == "text" and not column.choices:
            s.types("3", column.heading, "ketikan orang")
    book = s.office.load()
    assert (book.changes, book.save()) == ([], 0)
