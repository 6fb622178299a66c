"""A tab in memory: rows by key, cells by heading, people's cells left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import FixData
from integrations.google.sheets import Grid
from integrations.workbook.table import Row, Table, key_text
from integrations.workbook.tabs import TABS, Column, Owner, TabSpec

SPEC = TabSpec(
    "Uji",
    (
        Column("kunci", "Kunci"),
        Column("nilai", "Nilai"),
        Column("catatan", "Catatan", Owner.PEOPLE),
        Column("setuju", "Setuju", Owner.CHAIR, "tick"),
    ),
    "Uji.",
)
HEAD = ["Kunci", "Nilai", "Catatan", "Setuju"]


def table(*rows: list[Any], head: list[Any] | None = None) -> Table:
    return Table(SPEC, [HEAD if head is None else head, *rows])


def refused(grid: Grid) -> str:
    with pytest.raises(FixData) as caught:
        Table(SPEC, grid)
    return str(caught.value)


@pytest.mark.parametrize(
    "grid", [[], [[]], [["Kunci", "Catatan", "Setuju"]], [[None, "Kunci", "Catatan", "Setuju"]], [["a"], HEAD]]
)
def test_a_heading_that_is_missing_is_named_with_its_tab(grid: Grid) -> None:
    heading = "Kunci" if not grid or grid[0] in ([], ["a"]) else "Nilai"
    assert refused(grid) == f"Buku kerja, tab Uji: judul kolom “{heading}” tidak ada; kembalikan judulnya pada baris 1"


def test_a_heading_that_stands_twice_is_named_with_its_tab() -> None:
    assert refused([[*HEAD, "catatan "]]) == "Buku kerja, tab Uji: judul kolom “Catatan” ada dua; hapus salah satu"


def test_columns_are_found_by_heading_wherever_they_stand_and_foreign_ones_do_not_matter() -> None:
    found = table([True, "milik orang", "k1", "v", "c"], head=["SETUJU", "Punya Saya", " kunci ", "Nilai", "CATATAN"])
    assert found.places == {"kunci": 3, "nilai": 4, "catatan": 5, "setuju": 1}
    assert found.rows["k1"] == Row({"kunci": "k1", "nilai": "v", "catatan": "c", "setuju": True}, 2)


def test_short_rows_and_rows_without_a_key_are_read_as_far_as_they_go() -> None:
    found = table(["a"], [], [None, "tanpa kunci"], ["", "x"], ["b", 2])
    assert {k: (r.place, r.cells["nilai"]) for k, r in found.rows.items()} == {"a": (2, None), "b": (6, 2)}
    assert (found.last, [r.text("kunci") for r in found]) == (6, ["a", "b"])


def test_a_key_that_stands_twice_is_told_and_the_first_row_counts() -> None:
    found = table(["a", 1], ["b", 2], ["a", 3])
    assert (found.doubles, found.rows["a"].cells["nilai"]) == (["a"], 1)


@pytest.mark.parametrize("key", [3, 3.0, "3", " 3 "])
def test_a_number_as_key_is_one_however_it_is_typed(key: Any) -> None:
    for stands in (3, 3.0, "3"):
        found = table([stands, "v"])
        assert found.get(key) is found.rows["3"]
        assert found.put(key, nilai="w") is found.rows["3"]
        assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (" a ", "a"),
        (3, "3"),
        (3.0, "3"),
        (3.5, "3.5"),
        (True, ""),
        (False, ""),
        ("3.0", "3.0"),
        ("0012", "0012"),
        (-2.0, "-2"),
    ],
)
def test_a_cell_is_text_without_spaces_around(value: Any, text: str) -> None:
    assert key_text(value) == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3),
        (3.0, 3),
        ("3", 3),
        (" 12 ", 12),
        (3.5, None),
        ("tiga", None),
        ("", None),
        (None, None),
        (True, None),
        (-1, None),
        ("0", 0),
    ],
)
def test_a_cell_is_a_whole_number_or_none(value: Any, number: int | None) -> None:
    assert Row({"n": value}).number("n") == number


@pytest.mark.parametrize("value", ["²", "1²", "①"])
def test_a_superscript_is_no_number(value: str) -> None:
    assert Row({"n": value}).number("n") is None


@pytest.mark.parametrize(
    ("value", "ticked"),
    [
        (True, True),
        (False, False),
        ("TRUE", True),
        ("true ", True),
        ("ya", False),
        (1, False),
        (None, False),
        ("", False),
    ],
)
def test_a_box_is_ticked_or_not(value: Any, ticked: bool) -> None:
    assert Row({"t": value}).ticked("t") is ticked


def test_people_s_cells_of_a_standing_row_are_never_overwritten() -> None:
    found = table(["a", 1, "tulisan orang", True])
    row = found.put("a", nilai=2, catatan="program", setuju=False)
    assert (row.cells, row.changed) == (
        {"kunci": "a", "nilai": 2, "catatan": "tulisan orang", "setuju": True},
        {"nilai"},
    )
    assert found.put("a", catatan="program").cells["catatan"] == "tulisan orang"


def test_a_new_row_is_written_whole_also_people_s_columns() -> None:
    found = table(["a", 1])
    row = found.put("b", nilai=2, catatan="awal")
    assert (row.place, row.changed, found.dirty) == (None, {"kunci", "nilai", "catatan"}, [row])


@pytest.mark.parametrize(("stands", "said", "written"), [
    (None, "", False), ("", None, False), ("x", "x", False), (3, 3.0, False), (None, 0, True), (None, False, True), (False, "", True), (1, True, True), (True, 1, True),
    (0, False, True), (3, "3", True), ("x", None, True), ("x", "X", True),
])  # fmt: skip
def test_only_what_differs_is_written(stands: Any, said: Any, written: bool) -> None:
    found = table(["a", stands])
    found.put("a", nilai=said)
    assert bool(found.dirty) is written


def test_an_approval_is_taken_back_by_force_only() -> None:
    found = table(["a", 1, "", True])
    found.force("a", "setuju", value=False)
    assert (found.rows["a"].cells["setuju"], found.rows["a"].changed) == (False, {"setuju"})
    found.rows["a"].changed.clear()
    found.force("a", "setuju", value=False)
    assert found.dirty == []


def test_a_column_the_tab_does_not_have_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        table(["a"]).put("a", tidak_ada=1)


@given(st.permutations(HEAD), st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=5))
def test_no_order_of_columns_changes_what_is_read(head: list[str], rows: list[tuple[str, int]]) -> None:
    place = [head.index(h) for h in HEAD]
    plain = [[k, v, f"c{v}", v > 4] for k, v in rows]
    moved = []
    for row in plain:
        cells: list[Any] = [None] * 4
        for at, cell in zip(place, row, strict=True):
            cells[at] = cell
        moved.append(cells)
    assert {k: r.cells for k, r in Table(SPEC, [head, *moved]).rows.items()} == {
        k: r.cells for k, r in table(*plain).rows.items()
    }


def test_every_tab_has_its_headings_and_ids_once_and_its_key_first() -> None:
    assert len({s.title for s in TABS}) == len(TABS)
    for spec in TABS:
        assert (
            len({c.heading.casefold() for c in spec.columns}) == len(spec.columns) == len({c.id for c in spec.columns})
        )
        assert spec.key is spec.columns[0]
        assert Table(spec, [[c.heading for c in spec.columns]]).rows == {}
