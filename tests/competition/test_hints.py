"""Likely slips are asked about, ordinary scores are not, and nothing is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from build import rulebook
from hypothesis import given
from hypothesis import strategies as st

from competition.hints import hints
from competition.stages import Scale

SCALE, STAGE = Scale(), rulebook().stage("stage1")
CRITERIA = [c.id for c in STAGE.columns]
USUAL = (71, 78, 83, 69, 90, 75, 80)


def rows(*values: object) -> dict[int, dict[str, Fraction]]:
    """Proposals 1, 2, …: each a score for every criterion, or one for each."""
    return {
        n: dict(zip(CRITERIA, map(Fraction, v if isinstance(v, tuple) else (v, v, v)), strict=True))
        for n, v in enumerate(values, 1)
    }


def asked(
    own: Mapping[int, Mapping[str, Fraction]], *others: Mapping[int, Mapping[str, Fraction]]
) -> dict[int, list[str]]:
    return hints(STAGE, SCALE, own, sorted(own), {f"j{i}": o for i, o in enumerate(others)})


def test_ordinary_scores_are_not_asked_about() -> None:
    near = rows(*(v + d for v, d in zip(USUAL, (3, -2, 4, 1, -5, 2, 0), strict=True)))
    assert asked(rows(*USUAL), near, near) == {}


def test_the_same_score_down_a_column_is_said_once() -> None:
    own = rows(*((80, v, v + 1) for v in USUAL[:5]))
    assert asked(own) == {1: ["Latar: nilainya sama pada semua 5 usulan"]}
    assert asked(rows(*((80, v, v + 1) for v in USUAL[:4]))) == {}


def test_an_end_of_the_scale_or_a_digit_too_few_is_asked_about_where_it_is_unlike_the_others() -> None:
    assert asked(rows(*USUAL[:4], (0, 80, 80), (80, 8, 80), (80, 80, "0.35"))) == {
        5: ["Latar: 0, salah ketik?"],
        6: ["Kebaruan: 8, kurang satu angka?"],
        7: ["Signifikansi: 0,35, kurang satu angka?"],
    }
    assert asked(rows(30, 40, 35, (100, 38, 36))) == {4: ["Latar: 100, salah ketik?"]}
    assert asked(rows(90, 95, 85, 100)) == {}


def test_a_total_far_from_all_others_is_asked_about_and_says_nothing_of_theirs() -> None:
    own = rows(40, *USUAL[1:4])
    text = "jumlahnya jauh dari semua juri lain; benarkah untuk usulan ini?"
    assert asked(own, rows(*USUAL[:4]), rows(80, *USUAL[1:4])) == {1: [text]}
    assert asked(own, rows(*USUAL[:4]), rows(55, *USUAL[1:4])) == {}  # one of them is near
    assert asked(own, rows(*USUAL[:4])) == {}  # one alone may be the one who is wrong


def test_a_list_moved_by_one_row_is_asked_about() -> None:
    theirs = (90, 60, 85, 62, 88, 58, 91, 61)
    down, up = rows(70, *theirs[:-1]), rows(*theirs[1:], 70)
    assert asked(down, rows(*theirs))[1] == ["isian tampak bergeser satu baris ke bawah; periksa urutannya"]
    assert asked(up, rows(*theirs))[1] == ["isian tampak bergeser satu baris ke atas; periksa urutannya"]
    assert asked(rows(*theirs), rows(*theirs)) == {}


SCORES = st.dictionaries(
    st.integers(1, 9),
    st.fixed_dictionaries({c: st.integers(0, 400).map(lambda n: Fraction(n, 4)) for c in CRITERIA}),
)


@given(SCORES, st.lists(SCORES, max_size=3))
def test_hints_are_about_the_own_rows_alone_whatever_was_scored(
    own: dict[int, dict[str, Fraction]], others: list[dict[int, dict[str, Fraction]]]
) -> None:
    assert set(asked(own, *others)) <= set(own)
    assert asked({}, *others) == {}
