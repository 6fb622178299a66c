"""Ranking: exact scores, stated steps for equals, open ties that wait for people, rounding for display only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from build import at, proposal, rulebook, tallied
from hypothesis import given
from hypothesis import strategies as st

from competition.rulebook import Rulebook
from competition.selection import Bench, Ranking, comma, final_ranking, receipts, show, stage_ranking

RULES = rulebook()
START = at("2026-03-05 08:00:00")
Cells = Mapping[int, Mapping[str, Sequence[object]]]  # latar, kebaruan, signifikansi


def bench(first: Cells, received: Mapping[int, int] | None = None, rules: Rulebook = RULES, **later: Cells) -> Bench:
    """`received`: hours after the start; without it number n came n hours after."""
    hours = received or {n: n for n in first}
    when: dict[int, datetime] = {n: START + timedelta(hours=h) for n, h in hours.items()}
    cells = {"stage1": first, **later}
    return Bench(rules, {s: tallied(rules.stage(s), c) for s, c in cells.items()}, when)


def ranked(first: Cells, received: Mapping[int, int] | None = None, seats: int | None = 2) -> Ranking:
    stage = RULES.stage("stage1").model_copy(update={"advance": seats})
    return stage_ranking(stage, list(first), {}, bench(first, received))


def one(*cells: object) -> dict[str, Sequence[object]]:
    return {"a@x": cells}


def lines(found: Ranking) -> list[tuple[int, int, bool, bool]]:
    return [(p.rank, p.number, p.advances, p.open_tie) for p in found.placings]


@pytest.mark.parametrize(("value", "shown"), [
    ("1/8", "0.13"), ("81.225", "81.23"), ("81.2249999999", "81.22"), ("2/3", "0.67"), ("1/3", "0.33"), ("100", "100.00"), ("0", "0.00"), ("0.005", "0.01"),
    ("0.004999", "0.00"), ("99.995", "100.00"), ("2.675", "2.68"), ("2153/24", "89.71"), ("110461/1250", "88.37"),
])  # fmt: skip
def test_a_score_is_shown_rounded_half_up(value: str, shown: str) -> None:
    assert show(Fraction(value)) == shown


def test_the_number_of_decimals_is_the_editions() -> None:
    assert [show(Fraction("12.3456"), d) for d in (0, 1, 4, 6)] == ["12", "12.3", "12.3456", "12.345600"]
    assert [show(Fraction(1, 2), 0), show(Fraction(3, 2), 0), comma("81.23")] == ["1", "2", "81,23"]


def test_a_score_just_below_a_half_is_shown_below() -> None:
    assert show(Fraction(81225, 1000) - Fraction(1, 10**70)) == "81.22"


@given(st.fractions(0, 100), st.integers(0, 4))
def test_rounding_half_up_is_the_floor_of_a_half_more(value: Fraction, decimals: int) -> None:
    scaled = (value * 10**decimals + Fraction(1, 2)).__floor__()
    assert Fraction(show(value, decimals)) == Fraction(scaled, 10**decimals)


def test_the_higher_score_goes_first_and_the_seats_advance() -> None:
    found = ranked({1: one(70, 70, 70), 2: one(90, 90, 90), 3: one(80, 80, 80)})
    assert lines(found) == [(1, 2, True, False), (2, 3, True, False), (3, 1, False, False)]
    assert (found.advancing, found.seats, [p.tie_break for p in found.placings]) == ((2, 3), 2, [None, None, None])
    assert [(p.score, p.display, p.ballots) for p in found.placings] == [
        ("90", "90.00", 1),
        ("80", "80.00", 1),
        ("70", "70.00", 1),
    ]


def test_without_a_number_of_seats_all_go_on() -> None:
    assert ranked({1: one(70, 70, 70), 2: one(0, 0, 0)}, seats=None).advancing == (1, 2)


def test_an_equal_display_is_no_tie() -> None:
    found = ranked({1: one("80.000", "80", "80"), 2: one("80.001", "80", "80")})
    assert [(p.number, p.rank, p.display, p.tie_break, p.open_tie) for p in found.placings] == [
        (2, 1, "80.00", None, False),
        (1, 2, "80.00", None, False),
    ]


def test_equals_are_parted_by_signifikansi_and_the_trace_says_so() -> None:
    found = ranked({1: one(85, 80, 78), 2: one(80, 80, 80)})
    assert lines(found) == [(1, 2, True, False), (2, 1, True, False)]
    assert {p.tie_break for p in found.placings} == {
        "nilai sama 80,00; ditentukan oleh nilai Signifikansi lebih tinggi (nomor 1: 78,0000; nomor 2: 80,0000)"
    }


def test_equals_in_signifikansi_are_parted_by_kebaruan() -> None:
    found = ranked({1: one(83, 78, 80), 2: one(80, 80, 80)})
    assert lines(found) == [(1, 2, True, False), (2, 1, True, False)]
    assert {p.tie_break for p in found.placings} == {
        "nilai sama 80,00; ditentukan oleh nilai Kebaruan lebih tinggi (nomor 1: 78,0000; nomor 2: 80,0000)"
    }


def test_equals_in_both_are_parted_by_receipt() -> None:
    found = ranked({1: one(80, 80, 80), 2: one(80, 80, 80)}, {1: 5, 2: 4})
    assert lines(found) == [(1, 2, True, False), (2, 1, True, False)]
    assert found.placings[0].tie_break == (
        "nilai sama 80,00; ditentukan oleh waktu terima lebih awal "
        "(nomor 1: 5 Maret 2026 pukul 13.00.00 WIB; nomor 2: 5 Maret 2026 pukul 12.00.00 WIB)"
    )


def test_of_three_equals_each_is_told_what_parted_it() -> None:
    found = ranked({1: one(80, 80, 80), 2: one(85, 80, 78), 3: one(83, 78, 80)}, seats=1)
    assert lines(found) == [(1, 1, True, False), (2, 3, False, False), (3, 2, False, False)]
    assert ["Signifikansi" in (p.tie_break or "") for p in found.placings] == [True, True, True]


def test_the_step_that_parted_neighbours_is_in_their_trace() -> None:
    found = ranked({1: one(80, 80, 80), 2: one(85, 80, 78), 3: one(83, 78, 80)}, seats=1)
    assert ["Kebaruan" in (p.tie_break or "") for p in found.placings[:2]] == [True, True]


def test_a_tie_in_a_later_stage_is_parted_by_the_first_stages_values() -> None:
    judges = bench({1: one(80, 80, 70), 2: one(80, 80, 75)}, stage2={1: one(80, 90, 80), 2: one(80, 90, 80)})
    found = stage_ranking(RULES.stage("stage2"), [1, 2], {}, judges)
    assert [(p.number, p.rank) for p in found.placings] == [(2, 1), (1, 2)]
    assert "nilai Signifikansi" in (found.placings[0].tie_break or "")


def test_a_stage_may_part_equals_too() -> None:
    rules = rulebook(tie_break=[{"step": "stage1"}, {"step": "received_at"}])
    judges = bench(
        {1: one(80, 80, 70), 2: one(80, 80, 75)}, rules=rules, stage2={1: one(80, 80, 80), 2: one(80, 80, 80)}
    )
    assert stage_ranking(rules.stage("stage2"), [1, 2], {}, judges).advancing == (2, 1)


def test_an_open_tie_away_from_the_line_changes_nothing() -> None:
    twins = {1: one(80, 80, 80), 2: one(80, 80, 80), 3: one(70, 70, 70)}
    found = ranked(twins, {1: 4, 2: 4, 3: 1})
    assert lines(found) == [(1, 1, True, True), (1, 2, True, True), (3, 3, False, False)]
    assert [p.number for p in found.open_ties] == [1, 2]
    assert found.placings[0].tie_break == "nilai sama 80,00; semua langkah penentu sama, menunggu keputusan pleno"


def test_an_open_tie_across_the_line_lets_nobody_of_it_advance() -> None:
    found = ranked(
        {1: one(90, 90, 90), 2: one(80, 80, 80), 3: one(80, 80, 80), 4: one(70, 70, 70)}, {1: 9, 2: 4, 3: 4, 4: 1}
    )
    assert lines(found) == [(1, 1, True, False), (2, 2, False, True), (2, 3, False, True), (4, 4, False, False)]
    assert ranked({n: one(80, 80, 80) for n in (1, 2, 3)}, dict.fromkeys((1, 2, 3), 4)).advancing == ()


def test_proposals_nobody_scored_are_listed_apart_and_missing_ballots_are_told() -> None:
    first = {1: one(80, 80, 80), 2: {}}
    found = stage_ranking(RULES.stage("stage1"), [2, 1], {1: ("b@x",)}, bench(first))
    assert ([p.number for p in found.placings], found.unscored, found.placings[0].missing) == ([1], (2,), ("b@x",))


def test_the_final_score_weighs_the_stages_and_the_first_three_are_awarded() -> None:
    marks = {1: 90, 2: 80, 3: 70, 4: 60}
    judges = bench(
        {n: one(m, m, m) for n, m in marks.items()},
        stage2={n: one(m, m, m) for n, m in marks.items()},
        stage3={n: one(m + 5) for n, m in marks.items()},
    )
    found = final_ranking([4, 3, 2, 1], judges)
    assert [(p.number, p.score, p.award) for p in found.placings] == [
        (1, "91", "Terbaik I"),
        (2, "81", "Terbaik II"),
        (3, "71", "Terbaik III"),
        (4, "61", None),
    ]


def test_who_lacks_a_stage_is_not_in_the_final_ranking() -> None:
    judges = bench({1: one(1, 1, 1), 2: one(2, 2, 2)}, stage2={1: one(1, 1, 1)}, stage3={1: one(1), 2: one(2)})
    found = final_ranking([1, 2], judges)
    assert ([p.number for p in found.placings], found.unscored) == ([1], (2,))


def test_an_open_tie_is_not_awarded() -> None:
    same = {1: one(80, 80, 80), 2: one(80, 80, 80), 3: one(70, 70, 70)}
    judges = bench(same, {1: 4, 2: 4, 3: 1}, stage2=same, stage3={n: one(c["a@x"][0]) for n, c in same.items()})
    assert [(p.number, p.rank, p.award) for p in final_ranking([1, 2, 3], judges).placings] == [
        (1, 1, None),
        (2, 1, None),
        (3, 3, "Terbaik III"),
    ]


def test_receipts_are_by_number() -> None:
    assert receipts([proposal(2, "2026-03-06 08:00:00"), proposal(1)]) == {2: at("2026-03-06 08:00:00"), 1: START}


@st.composite
def panels(draw: st.DrawFn) -> tuple[Cells, dict[int, int], int]:
    numbers = range(1, draw(st.integers(1, 6)) + 1)
    cell = st.sampled_from([78, 80, 82, 85])
    judges = st.dictionaries(st.sampled_from(["a@x", "b@x", "c@x"]), st.tuples(cell, cell, cell), min_size=1)
    return {n: draw(judges) for n in numbers}, {n: draw(st.integers(1, 2)) for n in numbers}, draw(st.integers(1, 6))


def reference(cells: Cells, received: Mapping[int, int], seats: int) -> list[tuple[int, int, bool, bool]]:
    """The same by brute force in whole numbers: 6 is a common multiple of the numbers of judges."""

    def key(n: int) -> tuple[int, ...]:
        votes: list[Any] = list(cells[n].values())
        share = 6 // len(votes)
        weighted, significance, novelty = (
            sum(f(v) for v in votes) * share
            for f in (lambda v: 20 * v[0] + 30 * v[1] + 50 * v[2], lambda v: v[2], lambda v: v[1])
        )
        return weighted, significance, novelty, -received[n]

    made = []
    for n in cells:
        rank = 1 + sum(1 for m in cells if key(m) > key(n))
        twins = sum(1 for m in cells if key(m) == key(n))
        made.append((rank, n, rank + twins - 1 <= seats, twins > 1))
    return sorted(made)


@given(panels())
def test_the_ranking_is_that_of_brute_force(panel: tuple[Cells, dict[int, int], int]) -> None:
    cells, received, seats = panel
    assert lines(ranked(cells, received, seats)) == reference(cells, received, seats)


@given(panels(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_ranking(panel: tuple[Cells, dict[int, int], int], random: Any) -> None:
    cells, received, seats = panel
    numbers = list(cells)
    random.shuffle(numbers)
    assert ranked({n: cells[n] for n in numbers}, received, seats) == ranked(cells, received, seats)


@given(panels())
def test_exactly_the_equal_scores_have_a_trace(panel: tuple[Cells, dict[int, int], int]) -> None:
    cells, received, seats = panel
    found = ranked(cells, received, seats)
    scores = [p.score for p in found.placings]
    assert [p.tie_break is not None for p in found.placings] == [scores.count(s) > 1 for s in scores]
