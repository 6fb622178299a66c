"""The cut-off board: how sure the line is. Shown beside the official ranking and never used by it."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from competition.facts import Fact
from competition.linking import components
from competition.scoring import Tally, total
from competition.selection import Ranking, comma, show
from competition.severity import Ballots, Severity, ballots, chance, fit
from competition.stages import Stage

_SURE = 0.9  # "aman" and "tidak" from this probability on
_EQUAL = 9  # decimals; floats closer than this are one value
ADVISORY = "Papan ini hanya keterangan; peringkat resmi tetap mengikuti nilai dan aturan penentu."
COMPLETE = (
    "Semua juri menilai semua usulan, sehingga keras atau lunaknya seorang juri mengenai semua usulan sama besar; "
    "koreksi tidak dapat mengubah peringkat."
)


class Colour(StrEnum):
    """How sure it is that a proposal stands on its side of the line."""

    SAFE = "aman"
    DOUBTFUL = "ragu"
    OUT = "tidak"


class BoardRow(Fact):
    """One proposal. `margin`: exact points to the line as text, above 0 = in; `corrected`: the model's score.

    `turned`: judges without whose ballot the proposal would stand on the other side; `chance`: of being among the best.
    """

    number: int
    rank: int
    score: str
    margin: str
    shadow_rank: int
    corrected: float
    chance: float
    turned: tuple[str, ...]
    colour: Colour


class Board(Fact):
    """The board of one stage in the order of the official ranking. `remarks`: what it can and cannot tell."""

    stage: str
    seats: int
    rows: tuple[BoardRow, ...]
    remarks: tuple[str, ...]
    leniency: dict[str, float] = Field(default_factory=dict)


def board(stage: Stage, tally: Tally, ranking: Ranking, seats: int | None = None) -> Board | None:
    """The board of a stage; None where no line parts anybody. `seats` replaces the stage's where all go on."""
    line = seats or ranking.seats
    order = [p.number for p in ranking.placings]
    if line is None or line >= len(order):
        return None
    totals = {n: {j: total(cells, stage) for j, cells in tally.cells[n].items()} for n in order}
    data = ballots({n: {j: float(v) for j, v in row.items()} for n, row in totals.items()})
    model = fit(data)
    official = {n: at for at, n in enumerate(order)}
    place = np.array([official[n] for n in data.numbers])
    index = {n: i for i, n in enumerate(data.numbers)}
    shadow = _ranks(model.quality, place)
    odds = chance(model, line)
    turned = _turned(data, place, line, stage)
    exact = [Fraction(p.score) for p in ranking.placings]
    rows = []
    for at, p in enumerate(ranking.placings):
        i = index[p.number]
        inside = at < line and not p.below and not p.undecided
        rows.append(
            BoardRow(
                number=p.number,
                rank=p.rank,
                score=p.display,
                margin=str(_margin(exact, at, line, stage, undecided=p.undecided)),
                shadow_rank=int(shadow[i]),
                corrected=round(float(model.quality[i]), 4),
                chance=round(float(odds[i]), 4),
                turned=tuple(j for k, j in enumerate(data.judges) if turned[i, k]),
                colour=_colour(float(odds[i]), inside=inside),
            )
        )
    return Board(
        stage=stage.id,
        seats=line,
        rows=tuple(rows),
        remarks=_remarks(data, model, rows, line),
        leniency={j: round(float(x), 4) for j, x in zip(data.judges, model.leniency, strict=True)},
    )


def _ranks(values: NDArray[np.float64], place: NDArray[np.int64]) -> NDArray[np.int64]:
    """1 for the highest; equals in the order of the official ranking."""
    order = np.lexsort((place, -np.round(values, _EQUAL)))
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[order] = np.arange(1, len(values) + 1)
    return ranks


def _turned(data: Ballots, place: NDArray[np.int64], line: int, stage: Stage) -> NDArray[np.bool_]:
    """(proposals × judges): True where the side of the line changes when the judge's ballots are left out.

    A proposal that only this judge scored has no score left and is out.
    """
    sums, count = data.scores.sum(axis=1), data.given.sum(axis=1)

    def inside(means: NDArray[np.float64]) -> NDArray[np.bool_]:
        enough = np.isfinite(means)
        if stage.minimum is not None:
            enough &= np.round(means, _EQUAL) >= float(stage.minimum)
        return (_ranks(means, place) <= line) & enough

    before = inside(sums / count)
    found = np.zeros(data.given.shape, dtype=np.bool_)
    for k in range(len(data.judges)):
        left = count - data.given[:, k]
        means = np.where(left > 0, (sums - data.scores[:, k]) / np.maximum(left, 1), -np.inf)
        found[:, k] = inside(means) != before
    return found


def _margin(exact: list[Fraction], at: int, line: int, stage: Stage, *, undecided: bool) -> Fraction:
    """Points to the other side: above 0 what may be lost, below 0 what is lacking; 0 for equals across the line."""
    if undecided:
        return Fraction(0)
    to_line = exact[at] - (exact[line] if at < line else exact[line - 1])
    return to_line if stage.minimum is None else min(to_line, exact[at] - stage.minimum)


def _colour(odds: float, *, inside: bool) -> Colour:
    if inside and odds >= _SURE:
        return Colour.SAFE
    return Colour.OUT if not inside and odds <= 1 - _SURE else Colour.DOUBTFUL


def _remarks(data: Ballots, model: Severity, rows: list[BoardRow], line: int) -> tuple[str, ...]:
    told = [ADVISORY]
    if data.complete:
        return (*told, COMPLETE)
    panels = {
        n: frozenset(int(k) for k in np.flatnonzero(row)) for n, row in zip(data.numbers, data.given, strict=True)
    }
    if (groups := len(components(panels))) > 1:
        told.append(
            f"Usulan terbagi atas {groups} kelompok tanpa juri penghubung; antarkelompok, juri yang keras tidak dapat "
            "dibedakan dari usulan yang lemah."
        )
    swapped = [r.number for at, r in enumerate(rows) if (at < line) != (r.shadow_rank <= line)]
    if swapped:
        numbers = ", ".join(str(n) for n in sorted(swapped))
        told.append(f"Bila keras-lunaknya juri dikoreksi, sisi garis berubah untuk usulan nomor {numbers}.")
    else:
        told.append("Koreksi keras-lunaknya juri tidak mengubah siapa yang lolos.")
    spread = [comma(show(Fraction(round(float(v) ** 0.5, 2)))) for v in (model.of_judges, model.residual)]
    told.append(f"Beda antarjuri sekitar {spread[0]} poin, sisa yang tidak terjelaskan sekitar {spread[1]} poin.")
    return tuple(told)
