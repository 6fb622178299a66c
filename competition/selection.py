"""Ranking, tie-break trace, cut-off, final score, awards. Ranks use exact values; rounding is for display only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from competition.calendar import long_moment
from competition.facts import Fact
from competition.model import Proposal
from competition.pleno import PlenoDecision, Waiver, settled, waived
from competition.rulebook import Rulebook
from competition.scoring import Tally
from competition.stages import Stage, TieStep


class Placing(Fact):
    """One line of a ranking. `score` is an exact fraction as text ("2153/24"); `tie_break` tells what parted equals.

    `missing`: judges whose ballot is lacking; `waived`: ballots done without, in words; `undecided`: equal across the
    line, so that nobody of them is in or out before the pleno has decided; `below`: under the stage's minimum.
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


def show(value: Fraction, decimals: int = 2) -> str:
    """`value` rounded half up: "81.23"."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)  # half up, exactly
    text = str(whole).rjust(decimals + 1, "0")
    shown = f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text
    return f"-{shown}" if value < 0 and whole else shown


def comma(display: str) -> str:
    """As Indonesians read it: "81,23"."""
    return display.replace(".", ",")


@dataclass(frozen=True, slots=True)
class Bench:
    """What ties are parted by: the tallies so far, when each proposal was received, what the pleno decided."""

    rulebook: Rulebook
    tallies: Mapping[str, Tally]
    received: Mapping[int, datetime]
    pleno: tuple[PlenoDecision, ...] = ()

    def value(self, step: TieStep, number: int) -> Fraction | None:
        """The value of a tie-break step for a proposal, higher first; None where the step cannot tell."""
        if step.step == "received_at":
            return -Fraction(int(self.received[number].timestamp()))
        if step.step in self.tallies:
            return self.tallies[step.step].score(number)
        stage = self._stage(step)
        return stage.mean(number, step.step) if stage else None

    def _stage(self, step: TieStep) -> Tally | None:
        for name in re.findall(r"[A-Za-z0-9_-]+", step.meaning):
            if name in self.tallies:
                return self.tallies[name]
        return next((t for t in self.tallies.values() if step.step in t.stage.weights), None)

    def words(self, step: TieStep, number: int) -> str:
        """The value of a step as a person reads it."""
        if step.step == "received_at":
            return long_moment(self.received[number], self.rulebook.zone)
        value = self.value(step, number)
        return "-" if value is None else comma(show(value, 4))

    def label(self, step: TieStep) -> str:
        """The step's name as a person reads it."""
        if step.step == "received_at":
            return "waktu terima lebih awal"
        labels = {c.id: c.label for s in self.rulebook.stages for c in s.columns} | {
            s.id: s.label for s in self.rulebook.stages
        }
        return f"nilai {labels.get(step.step, step.step)} lebih tinggi"


def rank(scores: Mapping[int, Fraction], bench: Bench, stage: str) -> list[tuple[int, int, str | None, bool]]:
    """(number, rank, trace, open) best first. Equals are parted by the stated steps, then by the pleno; or stay open."""
    steps = bench.rulebook.tie_break
    tied: dict[Fraction, list[int]] = {}
    for number in sorted(scores):
        tied.setdefault(scores[number], []).append(number)
    placed: list[tuple[int, int, str | None, bool]] = []
    for score in sorted(tied, reverse=True):
        equals = tied[score]
        if len(equals) == 1:
            placed.append((equals[0], len(placed) + 1, None, False))
            continue
        twins: dict[tuple[Fraction, ...], list[int]] = {}
        for number in equals:
            values = [bench.value(s, number) for s in steps]
            key = tuple(-v if v is not None else Fraction(10**12) for v in values)
            twins.setdefault(key, []).append(number)
        for _, same in sorted(twins.items()):
            decision = settled(bench.pleno, stage, same) if len(same) > 1 else None
            order = sorted(same, key=decision.order.index) if decision else same
            first = len(placed) + 1
            for nth, number in enumerate(order):
                place = first + nth if decision else first
                trace = _trace(number, equals, score, bench, decision)
                placed.append((number, place, trace, len(same) > 1 and decision is None))
    return placed


def _trace(
    number: int, tied: Sequence[int], score: Fraction, bench: Bench, decision: PlenoDecision | None
) -> str:
    """Which steps parted this proposal from its equals, one after the other, with the values compared."""
    equals, told = sorted(tied), []
    for step in bench.rulebook.tie_break:
        mine = bench.value(step, number)
        if any(bench.value(step, n) != mine for n in equals):
            values = "; ".join(f"nomor {n}: {bench.words(step, n)}" for n in equals)
            told.append(f"{bench.label(step)} ({values})")
            equals = [n for n in equals if bench.value(step, n) == mine]
        if len(equals) == 1:
            return f"nilai sama {comma(show(score))}; ditentukan oleh {', lalu '.join(told)}"
    parted = f"; {', lalu '.join(told)}" if told else ""
    end = decision.words() if decision else "menunggu keputusan pleno"
    return f"nilai sama {comma(show(score))}{parted}; semua langkah penentu sama, {end}"


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
