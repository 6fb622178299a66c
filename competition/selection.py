"""Ranking, cut-off, final score, awards. Ranks use exact values; rounding is for display only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from competition.facts import Fact
from competition.model import Proposal
from competition.pleno import Waiver, waived
from competition.stages import Stage
from competition.ties import Bench, comma, rank, show

__all__ = ["Bench", "Placing", "Ranking", "comma", "final_ranking", "receipts", "show", "stage_ranking"]


class Placing(Fact):
    """One line of a ranking. `score` is an exact fraction as text ("2153/24"); `tie_break` tells what parted equals.

    `missing`: judges whose ballot is lacking; `waived`: ballots done without, in words; `undecided`: equal across the
    line, so that nobody of them is in or out before the pleno has decided; `below`: under the stage's minimum;
    `policy`: the named decision by which it advances or not, whatever its rank (competition.policy).
    """

    number: int
    rank: int
    score: str
    display: str
    ballots: int = 0
    missing: tuple[str, ...] = ()
    advances: bool = False
    tie_break: str | None = None
    open_tie: bool = False
    award: str | None = None
    waived: tuple[str, ...] = ()
    undecided: bool = False
    below: bool = False
    policy: str | None = None


class Ranking(Fact):
    """The ranking of one stage, or of the final (`stage` = "final")."""

    stage: str
    seats: int | None
    placings: tuple[Placing, ...]
    unscored: tuple[int, ...] = ()

    @property
    def open_ties(self) -> tuple[Placing, ...]:
        """Placings that no stated step could part: the pleno decides."""
        return tuple(p for p in self.placings if p.open_tie)

    @property
    def blocks(self) -> tuple[str, ...]:
        """What must be settled before this ranking may be approved, in Indonesian; empty = nothing."""
        lacking = [f"nomor {p.number} belum dinilai {', '.join(p.missing)}" for p in self.placings if p.missing]
        unscored = [f"nomor {n} belum dinilai siapa pun" for n in self.unscored]
        ties = sorted(p.number for p in self.placings if p.undecided)
        pleno = [f"nilai sama pada batas lolos menunggu pleno: nomor {', '.join(map(str, ties))}"] if ties else []
        return (*lacking, *unscored, *pleno)

    @property
    def advancing(self) -> tuple[int, ...]:
        """The proposals that go on, best first."""
        return tuple(p.number for p in self.placings if p.advances)


def stage_ranking(
    stage: Stage,
    on_list: Sequence[int],
    missing: Mapping[int, tuple[str, ...]],
    bench: Bench,
    waivers: Sequence[Waiver] = (),
) -> Ranking:
    """The ranking of a stage. Proposals nobody scored are listed apart; a waived ballot is lacking no more."""
    tally = bench.tallies[stage.id]
    scores = {n: s for n in on_list if (s := tally.score(n)) is not None}
    lacking, excused = waived(missing, waivers, stage.id)
    decimals = bench.rulebook.rounding.display_decimals
    placings = [
        Placing(
            number=n,
            rank=place,
            score=str(scores[n]),
            display=show(scores[n], decimals),
            ballots=len(tally.judges(n)),
            missing=lacking.get(n, ()),
            waived=excused.get(n, ()),
            below=(below := stage.minimum is not None and scores[n] < stage.minimum),
            advances=(stage.advance is None or place <= stage.advance) and not below,
            tie_break=trace,
            open_tie=is_open,
        )
        for n, place, trace, is_open in rank(scores, bench, stage.id)
    ]
    return Ranking(
        stage=stage.id,
        seats=stage.advance,
        placings=tuple(_cut(placings, stage.advance)),
        unscored=tuple(n for n in on_list if n not in scores),
    )


def _cut(placings: list[Placing], seats: int | None) -> list[Placing]:
    """An open tie matters only where it crosses the line; there nobody of the tie advances yet."""
    if seats is None or sum(p.advances for p in placings) <= seats:
        return placings
    last = max(p.rank for p in placings if p.advances)
    return [p.model_copy(update={"advances": False, "undecided": True}) if p.rank == last else p for p in placings]


def final_ranking(on_list: Sequence[int], bench: Bench) -> Ranking:
    """The final ranking: stage scores weighted by the rulebook; awards by rank."""
    rulebook = bench.rulebook
    scores: dict[int, Fraction] = {}
    for n in on_list:
        parts = [
            (w, bench.tallies[s].score(n) if s in bench.tallies else None) for s, w in rulebook.final.weights.items()
        ]
        if all(score is not None for w, score in parts if w):
            scores[n] = sum((w * score / 100 for w, score in parts if score is not None), Fraction(0))
    placings = [
        Placing(
            number=n,
            rank=place,
            score=str(scores[n]),
            display=show(scores[n], rulebook.rounding.display_decimals),
            advances=place <= len(rulebook.awards) and not is_open,
            tie_break=trace,
            open_tie=is_open,
            award=rulebook.awards[place - 1] if place <= len(rulebook.awards) and not is_open else None,
        )
        for n, place, trace, is_open in rank(scores, bench, "final")
    ]
    return Ranking(
        stage="final", seats=None, placings=tuple(placings), unscored=tuple(n for n in on_list if n not in scores)
    )


def receipts(proposals: Sequence[Proposal]) -> dict[int, datetime]:
    """Number -> receipt time."""
    return {p.number: p.received_at for p in proposals}
