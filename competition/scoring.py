"""Ballots become scores. Exact fractions; every bad or missing cell is a finding that goes back to the judge."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from competition.facts import Fact
from competition.stages import Scale, Stage

Cell = str | float | int | bool | None
_LONGEST = 1000  # characters; no score needs more, and Python refuses numbers of thousands of digits
_NUMBER = re.compile(r"^[+-]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)$")


class Problem(StrEnum):
    """What is wrong with a cell or a row."""

    OUT_OF_RANGE = "out-of-range"
    NOT_A_NUMBER = "not-a-number"
    BLANK = "blank"
    MISSING_ROW = "missing-row"


PROBLEM_WORDS = {
    Problem.OUT_OF_RANGE: "nilai di luar rentang",
    Problem.NOT_A_NUMBER: "bukan angka",
    Problem.BLANK: "belum diisi",
    Problem.MISSING_ROW: "baris belum diisi",
}


class Left(StrEnum):
    """Why a row does not count, without asking the judge."""

    OWN_AGENCY = "conflict-own-opd"
    DECLARED = "conflict-declared"
    NOT_ON_LIST = "not-on-list"


class BallotRow(Fact):
    """A row as typed: criterion id -> cell."""

    proposal: int
    cells: dict[str, Cell]
    conflict: bool = False


class Slip(Fact):
    """One thing a judge must mend. `criterion` None: the whole row."""

    proposal: int
    criterion: str | None
    raw: Cell
    problem: Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """One judge's ballot, read: complete rows as exact scores, what must be mended, what is left out and why."""

    scores: Mapping[int, Mapping[str, Fraction]]
    slips: tuple[Slip, ...]
    left_out: Mapping[int, Left]

    @property
    def complete(self) -> bool:
        """True when nothing is left to mend."""
        return not self.slips


def read_cell(cell: Cell, scale: Scale) -> Fraction | Problem:
    """The exact value typed, or what is wrong with it. Comma and point are both decimal signs; spaces do not count."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return Problem.BLANK
    text = _plain_float(cell) if isinstance(cell, float) else str(cell).strip()
    if isinstance(cell, bool) or not _NUMBER.match(text):
        return Problem.NOT_A_NUMBER
    if len(text) > _LONGEST:
        return Problem.OUT_OF_RANGE
    value = Fraction(text.replace(",", "."))
    return value if scale.min <= value <= scale.max else Problem.OUT_OF_RANGE


def _plain_float(value: float) -> str:
    """The shortest decimal text of a number cell, never in exponent form."""
    return format(Decimal(repr(value)), "f")


def read_ballot(
    rows: Iterable[BallotRow], stage: Stage, scale: Scale, assigned: Collection[int], own: Collection[int] = ()
) -> Reading:
    """What a ballot says. `assigned`: proposals this judge scores; `own`: those of the judge's own agency tree.

    A row of the own agency, a ticked row and a row that is not on the list count for nothing, whatever was typed.
    A proposal on the list without anything typed is a missing row.
    """
    scores: dict[int, dict[str, Fraction]] = {}
    slips: list[Slip] = []
    left: dict[int, Left] = {}
    seen: set[int] = set()
    for row in rows:
        typed = any(not _empty(c) for c in row.cells.values())
        if row.proposal in own:
            left[row.proposal] = Left.OWN_AGENCY
        elif row.proposal not in assigned:
            if typed or row.conflict:
                left[row.proposal] = Left.NOT_ON_LIST
        elif row.conflict:
            left[row.proposal] = Left.DECLARED
            seen.add(row.proposal)
        elif typed:
            seen.add(row.proposal)
            values, bad = _row(row, stage, scale)
            slips.extend(bad)
            if not bad:
                scores[row.proposal] = values
    slips.extend(
        Slip(proposal=n, criterion=None, raw=None, problem=Problem.MISSING_ROW)
        for n in sorted(set(assigned) - seen - set(own))
    )
    return Reading(
        scores=scores, slips=tuple(sorted(slips, key=lambda s: (s.proposal, s.criterion or ""))), left_out=left
    )


def _empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _row(row: BallotRow, stage: Stage, scale: Scale) -> tuple[dict[str, Fraction], list[Slip]]:
    values: dict[str, Fraction] = {}
    slips: list[Slip] = []
    for criterion in stage.columns:
        cell = row.cells.get(criterion.id)
        value = read_cell(cell, scale)
        if isinstance(value, Problem):
            slips.append(Slip(proposal=row.proposal, criterion=criterion.id, raw=cell, problem=value))
        else:
            values[criterion.id] = value
    return values, slips


def total(scores: Mapping[str, Fraction], stage: Stage) -> Fraction:
    """One judge's total for one proposal: the weighted sum of the cells."""
    return sum((weight * scores[criterion] for criterion, weight in stage.weights.items()), Fraction(0))


@dataclass(frozen=True, slots=True)
class Tally:
    """All scores of one stage: proposal -> judge -> criterion -> value."""

    stage: Stage
    cells: Mapping[int, Mapping[str, Mapping[str, Fraction]]]

    def judges(self, number: int) -> tuple[str, ...]:
        """Who scored this proposal, in order of address."""
        return tuple(sorted(self.cells.get(number, {})))

    def score(self, number: int) -> Fraction | None:
        """The mean of the judges' totals; None where nobody scored."""
        totals = [total(c, self.stage) for c in self.cells.get(number, {}).values()]
        return sum(totals, Fraction(0)) / len(totals) if totals else None

    def mean(self, number: int, criterion: str) -> Fraction | None:
        """The mean of one criterion over the judges who scored; None where nobody did."""
        values = [c[criterion] for c in self.cells.get(number, {}).values() if criterion in c]
        return sum(values, Fraction(0)) / len(values) if values else None


def tally(stage: Stage, readings: Mapping[str, Reading], on_list: Sequence[int]) -> Tally:
    """The stage's scores from all ballots; proposals that are not on the list do not appear."""
    return Tally(stage, {n: {j: r.scores[n] for j, r in readings.items() if n in r.scores} for n in on_list})


def missing(readings: Mapping[str, Reading], assigned: Mapping[str, Collection[int]]) -> dict[int, tuple[str, ...]]:
    """Proposal -> judges whose score is still lacking (a declared conflict is not lacking)."""
    found: dict[int, list[str]] = {}
    for judge, numbers in assigned.items():
        reading = readings.get(judge)
        for n in numbers:
            if reading is None or (n not in reading.scores and n not in reading.left_out):
                found.setdefault(n, []).append(judge)
    return {n: tuple(sorted(j)) for n, j in found.items()}
