"""A thousand seasons with ties, missing and waived ballots: the ranking is that of an independent reckoning."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cmp_to_key
from math import lcm

from build import at, rulebook, tallied

from competition.pleno import PlenoDecision, Waiver
from competition.selection import Bench, Ranking, stage_ranking

RULES = rulebook()
START = at("2026-03-05 08:00:00")
JUDGES = ("a@x", "b@x", "c@x", "d@x")
SEASONS = 1000


@dataclass
class Season:
    """One stage of a random edition; cells in the order latar (20), kebaruan (30), signifikansi (50)."""

    seats: int
    minimum: int | None
    cells: dict[int, dict[str, tuple[int, int, int]]] = field(default_factory=dict)
    received: dict[int, int] = field(default_factory=dict)
    missing: dict[int, tuple[str, ...]] = field(default_factory=dict)
    waivers: list[Waiver] = field(default_factory=list)
    pleno: list[PlenoDecision] = field(default_factory=list)


def season(seed: int) -> Season:
    r = random.Random(seed)
    made = Season(r.randint(1, 6), r.choice([None, None, 70, 80]))
    marks = r.choice([(78, 80, 82), (80,), (60, 70, 80, 90), (79, 80, 81, 85)])
    for n in r.sample(range(1, 30), r.randint(1, 9)):
        seated = r.sample(JUDGES, r.randint(1, 4))
        there = [j for j in seated if r.random() < 0.85]
        made.cells[n] = {j: (r.choice(marks), r.choice(marks), r.choice(marks)) for j in there}
        made.received[n] = r.randint(1, 3)
        if lacking := tuple(sorted(set(seated) - set(there))):
            made.missing[n] = lacking
            for j in lacking:
                if r.random() < 0.6:
                    by, reason = r.choice([("Ketua", "sakit"), ("Ketua", "sakit"), ("", "sakit"), ("Ketua", " ")])
                    stage = r.choice(["stage1", "stage1", "stage2"])
                    made.waivers.append(Waiver(stage=stage, proposal=n, judge=j, by=by, reason=reason))
    if made.cells and r.random() < 0.5:
        order = r.sample(sorted(made.cells), len(made.cells))
        made.pleno.append(
            PlenoDecision(stage="stage1", order=tuple(order), by=r.choice(["Ketua", "Ketua", ""]), reason="pleno")
        )
    return made


def found(s: Season) -> Ranking:
    stage = RULES.stage("stage1").model_copy(update={"advance": s.seats, "minimum": s.minimum})
    received = {n: START + timedelta(hours=h) for n, h in s.received.items()}
    bench = Bench(RULES, {"stage1": tallied(stage, s.cells)}, received, tuple(s.pleno))
    return stage_ranking(stage, list(s.cells), s.missing, bench, s.waivers)


Line = tuple[int, int, bool, bool, tuple[str, ...]]  # rank, number, advances, undecided, judges lacking


def reckoned(s: Season) -> tuple[set[Line], set[int]]:
    """The same pair by pair in whole numbers, from the text of the rules: (lines, numbers nobody scored)."""
    scored = [n for n in s.cells if s.cells[n]]
    common = lcm(1, 2, 3, 4)

    def sums(n: int) -> tuple[int, int, int, int]:
        votes = s.cells[n].values()
        share = common // len(votes)
        return (
            sum(20 * a + 30 * b + 50 * c for a, b, c in votes) * share,
            sum(c for _, _, c in votes) * share,
            sum(b for _, b, _ in votes) * share,
            -s.received[n],
        )

    order = next((d.order for d in s.pleno if d.by), None)

    def compare(one: int, other: int) -> int:
        """Above zero where `one` goes first."""
        mine, theirs = sums(one), sums(other)
        if mine != theirs:
            return 1 if mine > theirs else -1
        return 0 if order is None else order.index(other) - order.index(one)

    placed = sorted(scored, key=cmp_to_key(compare), reverse=True)
    lines: set[Line] = set()
    for n in placed:
        better = sum(compare(m, n) > 0 for m in scored)
        equal = sum(compare(m, n) == 0 for m in scored)
        enough = s.minimum is None or sums(n)[0] >= s.minimum * 100 * common
        across = better < s.seats < better + equal and enough
        lacking = [
            j
            for j in s.missing.get(n, ())
            if not any(
                (w.stage, w.proposal, w.judge) == ("stage1", n, j) and w.by and w.reason.strip() for w in s.waivers
            )
        ]
        lines.add((better + 1, n, better + equal <= s.seats and enough, across, tuple(lacking)))
    return lines, set(s.cells) - set(scored)


def test_the_ranking_of_a_thousand_random_seasons_is_that_of_an_independent_reckoning() -> None:
    ties = open_ties = waived = 0
    for seed in range(SEASONS):
        s = season(seed)
        ranking = found(s)
        lines, unscored = reckoned(s)
        assert {(p.rank, p.number, p.advances, p.undecided, p.missing) for p in ranking.placings} == lines, seed
        assert set(ranking.unscored) == unscored, seed
        assert [p.rank for p in ranking.placings] == sorted(p.rank for p in ranking.placings), seed
        assert bool(ranking.blocks) == any(x[3] or x[4] for x in lines) or bool(unscored), seed
        ties += any(p.tie_break for p in ranking.placings)
        open_ties += any(p.undecided for p in ranking.placings)
        waived += any(p.waived for p in ranking.placings)
    assert min(ties, open_ties, waived) > 50  # the seasons hold what they are for
