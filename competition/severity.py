"""Harsh and lenient judges apart from good and weak proposals. Advisory only: no official ranking ever uses it.

The model is crossed and additive: total = mean + proposal + judge + rest, proposals and judges drawn from normal
distributions. The variances are estimated by REML (Patterson & Thompson 1971) through Henderson's mixed model
equations; the proposals are eliminated first, so that only a system of the judges' size is solved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_LOG = (-12.0, 16.0)  # log of residual variance over a component's; the upper end is a component of nothing
_SEED = 20260301
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class Ballots:
    """Totals as a matrix: `scores` (proposals × judges), 0 where `given` is False; rows and columns by their names."""

    numbers: tuple[int, ...]
    judges: tuple[str, ...]
    scores: Floats
    given: NDArray[np.bool_]

    @property
    def complete(self) -> bool:
        """True where every judge scored every proposal."""
        return bool(self.given.all())


def ballots(totals: Mapping[int, Mapping[str, float]]) -> Ballots:
    """Proposal -> judge -> total, as a matrix in order of number and address; proposals nobody scored are left out."""
    numbers = tuple(sorted(n for n, row in totals.items() if row))
    judges = tuple(sorted({j for row in totals.values() for j in row}))
    scores = np.zeros((len(numbers), len(judges)))
    given = np.zeros(scores.shape, dtype=np.bool_)
    column = {j: k for k, j in enumerate(judges)}
    for i, n in enumerate(numbers):
        for j, value in totals[n].items():
            scores[i, column[j]], given[i, column[j]] = value, True
    return Ballots(numbers, judges, scores, given)


@dataclass(frozen=True, slots=True)
class Severity:
    """The fitted model; variances in squared points.

    `quality`: each proposal's corrected score (mean + its part, shrunk to the mean the more, the fewer ballots it has);
    `leniency`: each judge's part, above 0 = lenient.
    """

    mean: float
    quality: Floats
    leniency: Floats
    residual: float
    of_proposals: float
    of_judges: float
    posterior: Posterior


@dataclass(frozen=True, slots=True)
class Posterior:
    """What draws are made from: the system of mean and judges, and each proposal's part given these."""

    schur: Floats
    fixed: Floats
    diagonal: Floats
    cross: Floats
    sums: Floats


class _Likelihood:
    """The restricted likelihood at any two variance ratios (logs of residual over proposals', over judges').

    Proposals with as many ballots weigh the same, so their sums are taken once; a value then costs one system of the
    judges' size, however many proposals there are.
    """

    def __init__(self, b: Ballots) -> None:
        given = b.given.astype(np.float64)
        self.cross = np.column_stack([given.sum(axis=1), given])
        self.sums = b.scores.sum(axis=1)
        self.right = np.concatenate([[b.scores.sum()], b.scores.sum(axis=0)])
        self.squares, self.total = float((b.scores**2).sum()), float(given.sum())
        self.whole = np.diag(np.concatenate([[self.total], given.sum(axis=0)]))
        self.whole[0, 1:] = self.whole[1:, 0] = given.sum(axis=0)
        self.counts, place, self.times = np.unique(self.cross[:, 0], return_inverse=True, return_counts=True)
        groups = [np.flatnonzero(place == g) for g in range(len(self.counts))]
        self.gram = np.array([self.cross[g].T @ self.cross[g] for g in groups])
        self.products = np.array([self.cross[g].T @ self.sums[g] for g in groups])
        self.own = np.array([float(self.sums[g] @ self.sums[g]) for g in groups])

    def at(self, ratios: tuple[float, float]) -> tuple[float, float, Floats, Floats]:
        """(-2 log likelihood but for a constant, residual variance, the system, its solution: mean and judges)."""
        diagonal = self.counts + np.exp(ratios[0])
        schur = self.whole - np.tensordot(1 / diagonal, self.gram, axes=1)
        schur[np.arange(1, len(schur)), np.arange(1, len(schur))] += np.exp(ratios[1])
        fixed = np.linalg.solve(schur, self.right - (1 / diagonal) @ self.products)
        explained = float(fixed @ self.right + ((self.own - self.products @ fixed) / diagonal).sum())
        freedom = max(self.total - 1, 1.0)
        rest = max(self.squares - explained, 1e-12 * max(self.total, 1.0))
        logs = float(np.linalg.slogdet(schur)[1]) + float(self.times @ np.log(diagonal))
        logs -= float(self.times.sum()) * ratios[0] + (len(schur) - 1) * ratios[1]
        return logs + freedom * float(np.log(rest)), rest / freedom, schur, fixed


def fit(b: Ballots) -> Severity:
    """The model at the maximum of the restricted likelihood. Needs at least one ballot.

    The maximum is looked for on a coarse grid and then by steps that halve; a variance of nothing is allowed.
    """
    centre = float(b.scores.sum() / b.given.sum())
    likelihood = _Likelihood(Ballots(b.numbers, b.judges, np.where(b.given, b.scores - centre, 0.0), b.given))
    grid = [float(x) for x in np.linspace(*_LOG, 8)]
    lowest, best = min((likelihood.at((x, y))[0], (x, y)) for x in grid for y in grid)
    step = (grid[1] - grid[0]) / 2
    while step > 1e-6:
        around = [_clipped(best[0] + dx * step, best[1] + dy * step) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        found, at = min((likelihood.at(ratios)[0], ratios) for ratios in around)
        if found < lowest - 1e-12:
            lowest, best = found, at
        else:
            step /= 2
    _, residual, schur, fixed = likelihood.at(best)
    diagonal = likelihood.cross[:, 0] + np.exp(best[0])
    parts = (likelihood.sums - likelihood.cross @ fixed) / diagonal
    variances = [0.0 if x >= _LOG[1] - 1e-6 else residual / float(np.exp(x)) for x in best]
    return Severity(
        mean=centre + float(fixed[0]),
        quality=centre + fixed[0] + parts,
        leniency=fixed[1:],
        residual=residual,
        of_proposals=variances[0],
        of_judges=variances[1],
        posterior=Posterior(schur, fixed, diagonal, likelihood.cross, likelihood.sums),
    )


def _clipped(one: float, other: float) -> tuple[float, float]:
    low, high = _LOG
    return min(max(one, low), high), min(max(other, low), high)


def chance(model: Severity, seats: int, draws: int = 4000, seed: int = _SEED) -> Floats:
    """For each proposal the probability of being among the `seats` best, given the ballots and the variances.

    `draws` from the exact joint posterior of mean, judges and proposals; the same seed gives the same numbers.
    """
    s = model.posterior
    n = len(s.diagonal)
    if seats >= n:
        return np.ones(n)
    random = np.random.default_rng(seed)
    deviation = float(np.sqrt(model.residual))
    half = np.linalg.inv(np.linalg.cholesky(s.schur)).T  # half @ half.T is the inverse of the system
    inside = np.zeros(n)
    for first in range(0, draws, _CHUNK):
        count = min(_CHUNK, draws - first)
        fixed = s.fixed[:, None] + deviation * half @ random.standard_normal((len(s.fixed), count))
        spread = deviation / np.sqrt(s.diagonal)[:, None] * random.standard_normal((n, count))
        values = fixed[0] + (s.sums[:, None] - s.cross @ fixed) / s.diagonal[:, None] + spread
        top = np.argpartition(-values, seats - 1, axis=0)[:seats]
        inside += np.bincount(top.ravel(), minlength=n)
    return inside / draws
