"""Cells and ballots: what counts, what goes back, what is left out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from build import row, rulebook, tallied
from hypothesis import given
from hypothesis import strategies as st

from competition.scoring import Cell, Left, Problem, Reading, Slip, missing, read_ballot, read_cell, tally, total
from competition.stages import Scale

SCALE = Scale()
STAGE = rulebook().stage("stage1")
P = Problem


@pytest.mark.parametrize(("cell", "value"), [
    (87, "87"), (0, "0"), (100, "100"), (87.5, "175/2"), (0.1, "1/10"), (33.3, "333/10"), (1e-7, "1/10000000"), (99.99, "9999/100"), (100.0, "100"), (-0.0, "0"),
    ("87", "87"), ("87,5", "175/2"), ("87.5", "175/2"), (" 87,5 ", "175/2"), ("\t87\n", "87"), ("\u00a087\u00a0", "87"), ("+87", "87"), ("-0", "0"), ("007", "7"),
    (".5", "1/2"), (",5", "1/2"), ("100,00", "100"), ("1,000", "1"), ("0" * 50 + "1", "1"), ("3," + "3" * 40, f"3{'3' * 40}/1{'0' * 40}"),
])  # fmt: skip
def test_a_number_is_read_exactly_as_typed(cell: Cell, value: str) -> None:
    assert read_cell(cell, SCALE) == Fraction(value)


@pytest.mark.parametrize(("cell", "problem"), [
    (None, P.BLANK), ("", P.BLANK), ("   ", P.BLANK), ("\n\t", P.BLANK), ("\u00a0", P.BLANK),
    (True, P.NOT_A_NUMBER), (False, P.NOT_A_NUMBER), ("delapan puluh", P.NOT_A_NUMBER), ("8 5", P.NOT_A_NUMBER), ("85%", P.NOT_A_NUMBER), ("1e2", P.NOT_A_NUMBER),
    ("85/100", P.NOT_A_NUMBER), ("1.000,5", P.NOT_A_NUMBER), ("8,5,5", P.NOT_A_NUMBER), (",", P.NOT_A_NUMBER), ("-", P.NOT_A_NUMBER), ("--5", P.NOT_A_NUMBER),
    ("٨٥", P.NOT_A_NUMBER), ("８５", P.NOT_A_NUMBER), ("8²", P.NOT_A_NUMBER), ("½", P.NOT_A_NUMBER), ("1_0", P.NOT_A_NUMBER), ("0x10", P.NOT_A_NUMBER),
    ("nan", P.NOT_A_NUMBER), ("inf", P.NOT_A_NUMBER), (float("nan"), P.NOT_A_NUMBER), (float("inf"), P.NOT_A_NUMBER), ("#REF!", P.NOT_A_NUMBER), ("85\n90", P.NOT_A_NUMBER),
    (101, P.OUT_OF_RANGE), (850, P.OUT_OF_RANGE), (-1, P.OUT_OF_RANGE), (100.01, P.OUT_OF_RANGE), ("100,0000000001", P.OUT_OF_RANGE), ("-0,0001", P.OUT_OF_RANGE),
    (-1e-300, P.OUT_OF_RANGE), (1e300, P.OUT_OF_RANGE), ("9" * 400, P.OUT_OF_RANGE),
])  # fmt: skip
def test_what_is_no_number_on_the_scale_says_what_is_wrong(cell: Cell, problem: Problem) -> None:
    assert read_cell(cell, SCALE) is problem


def test_a_cell_full_of_digits_is_out_of_range() -> None:
    assert read_cell("9" * 5000, SCALE) is P.OUT_OF_RANGE


def test_the_ends_of_another_scale_count() -> None:
    scale = Scale.model_validate({"min": 1, "max": "4.5"})
    assert [read_cell(c, scale) for c in (1, 0.99, "4,5", "4,51")] == [
        1,
        P.OUT_OF_RANGE,
        Fraction(9, 2),
        P.OUT_OF_RANGE,
    ]


@given(st.decimals(0, 100, places=6), st.sampled_from([".", ","]), st.sampled_from(["", " ", "  "]))
def test_every_decimal_is_read_exactly_with_either_sign(value: Decimal, sign: str, space: str) -> None:
    assert read_cell(space + f"{value:f}".replace(".", sign) + space, SCALE) == Fraction(value)


@given(st.floats(0, 100))
def test_a_number_cell_is_read_as_the_shortest_decimal_that_means_it(value: float) -> None:
    assert read_cell(value, SCALE) == Fraction(repr(value))


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.booleans(), st.none()))
def test_no_cell_stops_the_reading(cell: Cell) -> None:
    found = read_cell(cell, SCALE)
    assert isinstance(found, Problem) or 0 <= found <= 100


GOOD = {"latar": Fraction(80), "kebaruan": Fraction(90), "signifikansi": Fraction(70)}


def test_a_complete_row_is_scored_and_nothing_goes_back() -> None:
    found = read_ballot([row(1, 80, "90", " 70,0 ")], STAGE, SCALE, [1])
    assert (found, found.complete) == (Reading({1: GOOD}, (), {}), True)


def test_each_bad_cell_goes_back_and_the_row_waits() -> None:
    found = read_ballot([row(1, "x", 101, None), row(2, 80, 90, 70)], STAGE, SCALE, [1, 2])
    assert found.slips == (
        Slip(proposal=1, criterion="kebaruan", raw=101, problem=P.OUT_OF_RANGE),
        Slip(proposal=1, criterion="latar", raw="x", problem=P.NOT_A_NUMBER),
        Slip(proposal=1, criterion="signifikansi", raw=None, problem=P.BLANK),
    )
    assert (found.scores, found.complete) == ({2: GOOD}, False)


def slip(number: int, criterion: str | None, raw: Cell, problem: Problem) -> Slip:
    return Slip(proposal=number, criterion=criterion, raw=raw, problem=problem)


def test_a_row_with_one_cell_typed_has_blanks_and_a_row_with_none_is_missing() -> None:
    found = read_ballot([row(1, 80), row(2, "", " ", None), row(3)], STAGE, SCALE, [4, 3, 2, 1])
    assert found.slips == (
        slip(1, "kebaruan", None, P.BLANK),
        slip(1, "signifikansi", None, P.BLANK),
        *(slip(n, None, None, P.MISSING_ROW) for n in (2, 3, 4)),
    )


def test_a_zero_is_typed() -> None:
    assert read_ballot([row(1, 0, 0, 0)], STAGE, SCALE, [1]).scores == {1: dict.fromkeys(GOOD, Fraction(0))}


@pytest.mark.parametrize("cells", [(80, 90, 70), ("x", 850, None), (None, None, None)])
def test_the_own_agency_counts_for_nothing_whatever_was_typed_and_is_not_asked_for(cells: tuple[Cell, ...]) -> None:
    assert read_ballot([row(1, *cells)], STAGE, SCALE, [1], [1]) == Reading({}, (), {1: Left.OWN_AGENCY})
    assert read_ballot([row(1, *cells, ticked=True)], STAGE, SCALE, [], [1]) == Reading({}, (), {1: Left.OWN_AGENCY})


@pytest.mark.parametrize("cells", [(80, 90, 70), ("x", 850, None), (None, None, None)])
def test_a_ticked_row_counts_for_nothing_and_is_not_asked_for(cells: tuple[Cell, ...]) -> None:
    assert read_ballot([row(1, *cells, ticked=True)], STAGE, SCALE, [1]) == Reading({}, (), {1: Left.DECLARED})


def test_a_row_that_is_not_on_the_list_is_left_out_if_anything_was_typed() -> None:
    found = read_ballot([row(7, 80, 90, 70), row(8, "x"), row(9), row(10, ticked=True)], STAGE, SCALE, [])
    assert found == Reading({}, (), {7: Left.NOT_ON_LIST, 8: Left.NOT_ON_LIST, 10: Left.NOT_ON_LIST})


def test_columns_the_stage_does_not_have_are_not_read() -> None:
    extra = row(1, 80, 90, 70, "catatan", columns=("latar", "kebaruan", "signifikansi", "komentar"))
    assert read_ballot([extra], STAGE, SCALE, [1]).scores == {1: GOOD}
    assert read_ballot([row(1, "catatan", columns=("komentar",))], STAGE, SCALE, [1]).slips[0].problem in {
        P.MISSING_ROW,
        P.BLANK,
    }


def test_a_judges_total_is_the_weighted_sum() -> None:
    assert total(GOOD, STAGE) == Fraction(80 * 20 + 90 * 30 + 70 * 50, 100)
    second = rulebook().stage("stage2")
    values = {"latar": Fraction(1, 3), "signifikansi": Fraction(80), "penyajian": Fraction(90)}
    assert (
        total(values, second)
        == Fraction(7, 10) * (Fraction(4, 10) * Fraction(1, 3) + Fraction(6, 10) * 80) + Fraction(3, 10) * 90
    )


def test_the_stage_score_is_the_exact_mean_over_the_judges_who_scored() -> None:
    found = tallied(STAGE, {1: {"a@x": (80, 80, 80), "b@x": (81, 81, 81), "c@x": (81, 81, 81)}, 2: {}})
    assert (found.score(1), found.score(2), found.score(9)) == (Fraction(242, 3), None, None)
    assert (found.mean(1, "latar"), found.mean(1, "lain"), found.mean(2, "latar")) == (Fraction(242, 3), None, None)
    assert (found.judges(1), found.judges(9)) == (("a@x", "b@x", "c@x"), ())


def test_only_proposals_on_the_list_are_tallied() -> None:
    readings = {"a@x": Reading({1: GOOD, 2: GOOD}, (), {}), "b@x": Reading({1: GOOD}, (), {})}
    assert {n: sorted(j) for n, j in tally(STAGE, readings, [1, 3]).cells.items()} == {1: ["a@x", "b@x"], 3: []}


def test_what_is_still_lacking_does_not_name_declared_conflicts() -> None:
    readings = {
        "a@x": Reading({1: GOOD}, (), {2: Left.DECLARED}),
        "b@x": Reading({}, (slip(1, None, None, P.MISSING_ROW),), {}),
    }
    assert missing(readings, {"c@x": [2], "b@x": [1], "a@x": [1, 2, 3]}) == {1: ("b@x",), 2: ("c@x",), 3: ("a@x",)}
