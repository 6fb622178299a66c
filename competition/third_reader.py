"""Two readers far apart on either side of the line: a third reads before anybody is in or out."""

from __future__ import annotations

from fractions import Fraction

from competition.facts import Fact
from competition.scoring import Tally, total
from competition.selection import Ranking, comma, show
from competition.stages import Stage


class ThirdReader(Fact):
    """A proposal that needs a third reader, and why in Indonesian. `gap` is exact, as text."""

    proposal: int
    judges: tuple[str, str]
    gap: str
    reason: str


def line(stage: Stage, ranking: Ranking) -> Fraction | None:
    """The score that parts in from out: halfway between the last in and the first out, never below the minimum.

    None where nobody is out, or nobody can be: no seats and no minimum.
    """
    seats = stage.advance
    scores = [Fraction(p.score) for p in ranking.placings]
    between = (scores[seats - 1] + scores[seats]) / 2 if seats and len(scores) > seats else None
    known = [x for x in (between, stage.minimum) if x is not None]
    return max(known) if known else None


def third_readers(stage: Stage, tally: Tally, ranking: Ranking) -> tuple[ThirdReader, ...]:
    """The proposals with two ballots, one at or above the line and one below, further apart than the stage allows."""
    at, allowed = line(stage, ranking), stage.third_reader_gap
    if at is None or allowed is None:
        return ()
    found = []
    for number in sorted(p.number for p in ranking.placings):
        totals = sorted((total(cells, stage), judge) for judge, cells in tally.cells.get(number, {}).items())
        if len(totals) != 2:
            continue
        (low, below), (high, above) = totals
        if low < at <= high and high - low > allowed:
            told = f"{above} {comma(show(high))} dan {below} {comma(show(low))}"
            why = f"selisih {comma(show(high - low))} melebihi {comma(show(allowed))} dan menyeberangi garis {comma(show(at))}"
            found.append(
                ThirdReader(proposal=number, judges=(above, below), gap=str(high - low), reason=f"{told}: {why}")
            )
    return tuple(found)
