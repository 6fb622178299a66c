"""The register: names, addresses, the tree."""

from __future__ import annotations

import pytest
from build import agency, register
from hypothesis import given
from hypothesis import strategies as st

from competition.agencies import Agency, Register, plain, short_title

REGION = "Pemerintah Kabupaten Pekalongan"


def code_of(found: Agency | None) -> str | None:
    return found.code if found else None


@pytest.mark.parametrize("name", [
    "Dinas Kesehatan", "dinas kesehatan", "DINAS  KESEHATAN", "Dinas-Kesehatan.", "Dinas Kesehatan Kabupaten Pekalongan", "Dinas Kesehatan Kab. Pekalongan",
    "Dinas Kesehatan, Kab Pekalongan", "DINKES", "dinkes", "Dinkes.", "Dinas Kesehatan (Kabupaten Pekalongan)",
])  # fmt: skip
def test_a_name_is_compared_without_case_punctuation_and_region(name: str) -> None:
    assert code_of(register().named(name)) == "DINKES"


@pytest.mark.parametrize(
    "name",
    [
        "",
        None,
        "   ",
        "Dinas",
        "Dinas Kesehatan Kota Pekalongan",
        "Kabupaten Pekalongan",
        "Dinas Kesehatan dan Sosial",
        "!!!",
    ],
)
def test_a_name_that_is_not_in_the_register_is_nobodys(name: str | None) -> None:
    assert register().named(name) is None


def test_the_region_may_stand_in_the_register_too() -> None:
    rows = Register([agency("SETDA", "Sekretariat Daerah Kabupaten Pekalongan")], REGION)
    assert code_of(rows.named("Sekretariat Daerah")) == "SETDA"


def test_an_alias_that_two_rows_share_is_nobodys() -> None:
    rows = Register([agency("A", aliases=("Bappeda",)), agency("B", aliases=("BAPPEDA",))], REGION)
    assert (rows.named("Bappeda"), code_of(rows.named("a")), code_of(rows.named("b"))) == (None, "A", "B")


def test_an_alias_repeated_on_one_row_is_still_its_own() -> None:
    assert code_of(Register([agency("A", "Bappeda", aliases=("BAPPEDA", "bappeda."))], REGION).named("Bappeda")) == "A"


def test_an_ampersand_and_accents_are_read_as_written_out() -> None:
    rows = Register([agency("D", "Dinas Pendidikan dan Kebudayaan")], REGION)
    assert code_of(rows.named("Dinas Pendidikan & Kebudayaan")) == "D"
    assert plain("Kafé  Désa – 2") == "kafe desa 2"


def test_an_address_is_found_whatever_its_case_and_spaces() -> None:
    assert [a.code for a in register().at("  DinKes@OPD.example ")] == ["DINKES"]
    assert register().at("") == ()
    assert register().at("lain@opd.example") == ()


def test_an_address_of_several_agencies_finds_all_units_first() -> None:
    rows = Register(
        [
            agency("B", emails=("x@o.example",)),
            agency("A", emails=("X@o.example",)),
            agency("A1", parent="A", emails=("x@o.example",)),
        ],
        REGION,
    )
    assert [a.code for a in rows.at("x@o.example")] == ["A1", "A", "B"]


TREE = Register(
    [
        agency("A"),
        agency("A1", parent="A"),
        agency("A11", parent="A1"),
        agency("A2", parent="A"),
        agency("B"),
        agency("C", parent="HILANG"),
    ]
)


def test_the_root_is_the_topmost_agency_that_is_in_the_register() -> None:
    assert {c: TREE.root(c) for c in ("A", "A1", "A11", "B", "C", "X")} == {
        "A": "A",
        "A1": "A",
        "A11": "A",
        "B": "B",
        "C": "C",
        "X": "X",
    }


def test_self_parents_and_units_are_related_and_sisters_are_not() -> None:
    pairs = [
        ("A", "A"),
        ("A", "A1"),
        ("A1", "A"),
        ("A", "A11"),
        ("A11", "A"),
        ("A1", "A2"),
        ("A", "B"),
        ("A11", "A2"),
        ("X", "X"),
    ]
    assert [TREE.related(*p) for p in pairs] == [True, True, True, True, True, False, False, False, True]


def test_a_loop_in_the_register_ends() -> None:
    loop = Register(
        [agency("A", parent="B"), agency("B", parent="C"), agency("C", parent="A"), agency("S", parent="S")]
    )
    assert (loop.root("A"), loop.root("B"), loop.root("S")) == ("C", "A", "S")
    assert (loop.related("A", "C"), loop.related("C", "A"), loop.related("S", "A")) == (True, True, False)


@given(st.dictionaries(st.sampled_from("ABCDE"), st.none() | st.sampled_from("ABCDEX"), min_size=1))
def test_any_tree_with_loops_has_roots_and_related_is_symmetric(parents: dict[str, str | None]) -> None:
    rows = Register([agency(code, parent=parent) for code, parent in parents.items()])
    for one in parents:
        assert rows.root(one) in parents
        for other in parents:
            assert rows.related(one, other) is rows.related(other, one)


@given(st.text())
def test_plain_text_stays_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert all(c.isalnum() or c == " " for c in plain(text))


def test_a_short_title_ends_at_the_first_colon_or_dash() -> None:
    assert [
        short_title(t)
        for t in ("SIGAP BUMIL: Siaga Ibu", "SIGAP BUMIL – Siaga", "SIGAP BUMIL—Siaga", "Sigap-Bumil", "")
    ] == ["sigap bumil", "sigap bumil", "sigap bumil", "sigap bumil", ""]
