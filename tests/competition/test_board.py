"""The cut-off board: margins, judges that turn a result, colours; it tells only what it can and changes nothing."""

from __future__ import annotations

from build import at, rulebook, tallied

from competition.board import ADVISORY, COMPLETE, Board, Colour, board
from competition.scoring import Tally
from competition.selection import Bench, Ranking, stage_ranking

RULES = rulebook()
WHEN = at("2026-03-05 08:00:00")
Totals = dict[int, dict[str, object]]


def ranked(totals: Totals, seats: int | None = 2, minimum: int | None = None) -> tuple[Tally, Ranking, Board | None]:
    stage = RULES.stage("stage1").model_copy(update={"advance": seats, "minimum": minimum})
    tally = tallied(stage, {n: {j: (v, v, v) for j, v in row.items()} for n, row in totals.items()})
    ranking = stage_ranking(stage, list(totals), {}, Bench(RULES, {"stage1": tally}, dict.fromkeys(totals, WHEN)))
    return tally, ranking, board(stage, tally, ranking)


def made(totals: Totals, seats: int | None = 2, minimum: int | None = None) -> Board:
    found = ranked(totals, seats, minimum)[2]
    assert found is not None
    return found


ALL: Totals = {1: {"a": 90, "b": 80}, 2: {"a": 80, "b": 71}, 3: {"a": 79, "b": 70}, 4: {"a": 60, "b": 50}}


def test_the_margin_is_the_exact_distance_to_the_other_side() -> None:
    assert [(r.number, r.margin) for r in made(ALL).rows] == [(1, "21/2"), (2, "1"), (3, "-1"), (4, "-41/2")]


def test_with_a_minimum_the_nearer_of_the_two_lines_counts() -> None:
    rows = made(ALL, minimum=75).rows
    assert [(r.number, r.margin) for r in rows] == [(1, "10"), (2, "1/2"), (3, "-1"), (4, "-41/2")]


def test_where_all_judged_all_the_board_says_that_correction_changes_nothing_and_it_does_not() -> None:
    found = made(ALL)
    assert found.remarks == (ADVISORY, COMPLETE)
    assert [r.shadow_rank for r in found.rows] == [1, 2, 3, 4]


def test_equals_keep_the_order_of_the_official_ranking() -> None:
    found = made({1: {"a": 80, "b": 70}, 2: {"a": 70, "b": 80}, 3: {"a": 75, "b": 75}, 4: {"a": 10, "b": 10}}, seats=3)
    assert [r.shadow_rank for r in found.rows] == [1, 2, 3, 4]


def test_equals_across_the_line_are_on_neither_side() -> None:
    found = made({1: {"a": 90}, 2: {"a": 80}, 3: {"a": 80}, 4: {"a": 10}})
    assert [(r.margin, r.colour) for r in found.rows[1:3]] == [("0", Colour.DOUBTFUL)] * 2


HARSH: Totals = {
    1: {"a": 90, "b": 80, "c": 91}, 2: {"a": 88, "c": 89}, 3: {"a": 78, "c": 79}, 4: {"a": 76, "c": 75},
    5: {"a": 70, "b": 60}, 6: {"b": 62, "c": 72}, 7: {"b": 77}, 8: {"b": 50, "a": 60},
}  # fmt: skip


def test_who_had_only_a_harsh_judge_stands_higher_on_the_shadow_ranking_alone() -> None:
    tally, ranking, found = ranked(HARSH)
    assert found is not None
    assert [(r.number, r.rank) for r in found.rows] == [(p.number, p.rank) for p in ranking.placings]
    seventh = next(r for r in found.rows if r.number == 7)
    assert (seventh.rank, seventh.shadow_rank) == (4, 3)
    assert found.leniency["b"] < -5 < found.leniency["a"]
    assert ranked(HARSH)[1] == ranking and tally.judges(7) == ("b",)


def test_the_remark_names_who_would_change_sides() -> None:
    assert (
        "Bila keras-lunaknya juri dikoreksi, sisi garis berubah untuk usulan nomor 3, 7."
        in made(HARSH, seats=3).remarks
    )
    assert "Koreksi keras-lunaknya juri tidak mengubah siapa yang lolos." in made(HARSH, seats=2).remarks


def test_judges_without_whom_the_result_would_turn_are_named() -> None:
    totals: Totals = {1: {"a": 90, "b": 90}, 2: {"a": 95, "b": 60}, 3: {"a": 70, "b": 75}}
    rows = {r.number: r.turned for r in made(totals).rows}
    assert rows == {1: (), 2: ("a",), 3: ("a",)}


def test_who_was_read_by_one_judge_only_is_out_without_that_judge() -> None:
    rows = {
        r.number: r.turned for r in made({1: {"a": 90}, 2: {"a": 80, "b": 82}, 3: {"b": 60, "a": 61}}, seats=1).rows
    }
    assert rows == {1: ("a",), 2: ("a",), 3: ()}


def test_the_sure_are_green_and_red_and_those_at_the_line_are_doubtful() -> None:
    totals: Totals = {
        n: {j: v + d for j, d in (("a", 1), ("b", -1), ("c", 0))} for n, v in enumerate((95, 94, 80, 79, 50, 49), 1)
    }
    totals[3], totals[4] = {"a": 79, "b": 79, "c": 80}, {"a": 80, "b": 77, "c": 80}
    assert [r.colour for r in made(totals, seats=3).rows] == ["aman", "aman", "ragu", "ragu", "tidak", "tidak"]


def test_groups_that_no_judge_links_are_told() -> None:
    found = made({1: {"a": 90}, 2: {"a": 80}, 3: {"b": 85}, 4: {"b": 60}})
    assert found.remarks[1].startswith("Usulan terbagi atas 2 kelompok tanpa juri penghubung")


def test_without_a_line_there_is_no_board() -> None:
    assert ranked(ALL, seats=None)[2] is None
    assert ranked(ALL, seats=4)[2] is None
    assert ranked({}, seats=1)[2] is None
