"""How equals are parted: the stated steps, then the pleno. Values are exact; rounding is for display only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from competition.calendar import long_moment
from competition.pleno import PlenoDecision, settled
from competition.rulebook import Rulebook
from competition.scoring import Tally
from competition.stages import TieStep


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

    def until(self, stage: str) -> Bench:
        """The same bench as it was when this stage was ranked: without the scores of later stages."""
        ids = [s.id for s in self.rulebook.stages]
        known = ids[: ids.index(stage) + 1]
        return replace(self, tallies={s: t for s, t in self.tallies.items() if s in known})

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


def _trace(number: int, tied: Sequence[int], score: Fraction, bench: Bench, decision: PlenoDecision | None) -> str:
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
