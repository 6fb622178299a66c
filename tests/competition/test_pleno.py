"""What people decide about a ranking counts only by name and with a reason; a third reader where two are far apart."""

from __future__ import annotations

from fractions import Fraction

import pytest
from build import at, rulebook, tallied

from competition.pleno import PlenoDecision, Waiver, settled
from competition.selection import Bench, Ranking, final_ranking, stage_ranking
from competition.third_reader import ThirdReader, third_readers

RULES = rulebook()
STAGE = RULES.stage("stage1").model_copy(update={"advance": 1, "third_reader_gap": Fraction(15)})
WHEN = at("2026-03-05 08:00:00")
EQUAL = {1: {"a@x": (80, 80, 80)}, 2: {"a@x": (80, 80, 80)}, 3: {"a@x": (70, 70, 70)}}


def ranked(pleno: tuple[PlenoDecision, ...] = (), waivers: tuple[Waiver, ...] = ()) -> Ranking:
    bench = Bench(RULES, {"stage1": tallied(STAGE, EQUAL)}, dict.fromkeys(EQUAL, WHEN), pleno)
    return stage_ranking(STAGE, list(EQUAL), {3: ("b@x",)}, bench, waivers)


def decided(*order: int, **changes: str) -> PlenoDecision:
    return PlenoDecision(
        order=order, **{"stage": "stage1", "by": "Ketua", "reason": "dampak lebih luas", "minutes": "7/BA", **changes}
    )


def test_the_pleno_parts_equals_and_the_trace_names_who_and_why() -> None:
    found = ranked((decided(2, 1),))
    assert [(p.rank, p.number, p.advances, p.open_tie) for p in found.placings[:2]] == [
        (1, 2, True, False),
        (2, 1, False, False),
    ]
    assert found.placings[0].tie_break == (
        "nilai sama 80,00; semua langkah penentu sama, diputuskan pleno (Ketua: dampak lebih luas, berita acara 7/BA)"
    )


@pytest.mark.parametrize(
    "wrong",
    [decided(2), decided(2, 1, by=" "), decided(2, 1, reason=""), decided(2, 1, stage="stage2"), decided(2, 1, 2)],
)
def test_a_decision_without_name_reason_or_all_equals_parts_nobody(wrong: PlenoDecision) -> None:
    found = ranked((wrong,))
    assert [(p.rank, p.undecided) for p in found.placings[:2]] == [(1, True), (1, True)]
    assert found.blocks == ("nomor 3 belum dinilai b@x", "nilai sama pada batas lolos menunggu pleno: nomor 1, 2")


def test_the_last_valid_decision_counts() -> None:
    assert settled([decided(1, 2), decided(2, 1), decided(1, 2, by="")], "stage1", [1, 2]) == decided(2, 1)


def test_the_pleno_parts_equals_of_the_final_ranking_too() -> None:
    tallies = {
        s: tallied(RULES.stage(s), {1: {"a@x": c}, 2: {"a@x": c}})
        for s, c in (("stage1", (80, 80, 80)), ("stage2", (80, 80, 80)), ("stage3", (80,)))
    }
    bench = Bench(RULES, tallies, dict.fromkeys((1, 2), WHEN), (decided(2, 1, stage="final"),))
    assert [(p.number, p.award) for p in final_ranking([1, 2], bench).placings] == [(2, "Terbaik I"), (1, "Terbaik II")]


def test_a_waived_ballot_is_lacking_no_more_and_who_waived_it_stands_beside_it() -> None:
    found = ranked((decided(1, 2),), (Waiver(stage="stage1", proposal=3, judge="b@x", by="Ketua", reason="sakit"),))
    assert found.blocks == ()
    assert (found.placings[2].missing, found.placings[2].waived) == ((), ("b@x: dikecualikan oleh Ketua, sakit",))


@pytest.mark.parametrize(
    ("by", "reason", "judge"), [("", "sakit", "b@x"), ("Ketua", "  ", "b@x"), ("Ketua", "sakit", "c@x")]
)
def test_a_waiver_without_name_or_reason_or_of_another_ballot_leaves_it_lacking(
    by: str, reason: str, judge: str
) -> None:
    waiver = Waiver(stage="stage1", proposal=3, judge=judge, by=by, reason=reason)
    assert ranked((decided(1, 2),), (waiver,)).blocks == ("nomor 3 belum dinilai b@x",)


def thirds(cells: dict[int, dict[str, int]], **changes: object) -> tuple[ThirdReader, ...]:
    stage = STAGE.model_copy(update=changes)
    tally = tallied(stage, {n: {j: (v, v, v) for j, v in row.items()} for n, row in cells.items()})
    ranking = stage_ranking(stage, list(cells), {}, Bench(RULES, {"stage1": tally}, dict.fromkeys(cells, WHEN)))
    return third_readers(stage, tally, ranking)


def test_a_third_reads_where_two_are_far_apart_across_the_line() -> None:
    cells = {1: {"a@x": 90, "b@x": 88}, 2: {"a@x": 60, "b@x": 92}, 3: {"a@x": 50, "b@x": 70}, 4: {"a@x": 74, "b@x": 84}}
    assert thirds(cells) == (
        ThirdReader(
            proposal=2,
            judges=("b@x", "a@x"),
            gap="32",
            reason="b@x 92,00 dan a@x 60,00: selisih 32,00 melebihi 15,00 dan menyeberangi garis 84,00",
        ),
    )


def test_a_gap_on_one_side_of_the_line_or_just_as_wide_as_allowed_needs_nobody() -> None:
    cells = {1: {"a@x": 90, "b@x": 88}, 2: {"a@x": 70, "b@x": 92}}
    assert thirds(cells, third_reader_gap=Fraction(22)) == ()
    assert [t.proposal for t in thirds(cells, third_reader_gap=Fraction(2199, 100))] == [2]
    assert thirds({1: {"a@x": 99, "b@x": 98}, 2: {"a@x": 10, "b@x": 60}}) == ()


def test_three_readers_need_no_further_one_and_without_a_rule_nobody_does() -> None:
    cells = {1: {"a@x": 90, "b@x": 88}, 2: {"a@x": 60, "b@x": 92, "c@x": 80}}
    assert thirds(cells) == ()
    assert thirds({1: {"a@x": 90, "b@x": 88}, 2: {"a@x": 60, "b@x": 92}}, third_reader_gap=None) == ()
    assert thirds({1: {"a@x": 60, "b@x": 92}}, advance=None) == ()


def test_the_minimum_is_a_line_too() -> None:
    assert [t.proposal for t in thirds({1: {"a@x": 60, "b@x": 92}}, advance=None, minimum=Fraction(70))] == [1]
