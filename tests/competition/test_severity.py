"""The severity model against closed forms, dense matrices, least squares and a reference package."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competition.severity import Ballots, ballots, chance, fit

UNBALANCED = {
    1: {"a": 82.0, "b": 75.0, "c": 79.0}, 2: {"a": 90.0, "c": 88.0}, 3: {"b": 60.0, "c": 66.0, "d": 71.0}, 4: {"a": 77.0, "d": 80.0},
    5: {"b": 70.0, "d": 83.0}, 6: {"a": 85.0, "b": 74.0, "d": 84.0}, 7: {"c": 72.0, "d": 74.0}, 8: {"a": 69.0, "c": 64.0},
}  # fmt: skip


def simulated(seed: int, n: int, judges: int, readers: int, severity: float = 4.0) -> tuple[Ballots, np.ndarray]:
    random = np.random.default_rng(seed)
    true, harsh = random.normal(75, 6, n), random.normal(0, severity, judges)
    totals = {
        i: {
            f"j{k:02}": float(true[i] + harsh[k] + random.normal(0, 3))
            for k in random.choice(judges, readers, replace=False)
        }
        for i in range(n)
    }
    return ballots(totals), true


def test_the_model_is_that_of_a_reference_package() -> None:
    # statsmodels 0.15.0, MixedLM("y ~ 1", vc_formula={"p": "0+C(p)", "j": "0+C(j)"}), REML, on the same ballots.
    model = fit(ballots(UNBALANCED))
    assert model.mean == pytest.approx(75.573141, abs=1e-5)
    assert (model.of_proposals, model.of_judges, model.residual) == pytest.approx(
        (57.422419, 22.075157, 1.999911), rel=1e-5
    )
    assert list(model.leniency) == pytest.approx([2.751055, -6.378675, -0.395991, 4.023610], abs=1e-5)
    expected = [4.383835, 12.039668, -8.886292, -0.452593, 2.068372, 5.234097, -4.311864, -10.075223]
    assert list(model.quality - model.mean) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_where_all_judge_all_the_variances_are_those_of_the_analysis_of_variance(seed: int) -> None:
    b, _ = simulated(seed, 12, 5, 5)
    y = b.scores
    n, j = y.shape
    rows, columns = y.mean(axis=1), y.mean(axis=0)
    rest = ((y - rows[:, None] - columns[None, :] + y.mean()) ** 2).sum() / ((n - 1) * (j - 1))
    between, severity = (j * rows.var(ddof=1) - rest) / j, (n * columns.var(ddof=1) - rest) / n
    model = fit(b)
    assert (model.residual, model.of_proposals, model.of_judges) == pytest.approx((rest, between, severity), rel=1e-4)
    assert list(np.argsort(model.quality)) == list(np.argsort(rows))
    assert model.mean == pytest.approx(y.mean())


def criterion(b: Ballots, proposals: float, judges: float, residual: float) -> float:
    """-2 log restricted likelihood from the whole covariance matrix of the ballots."""
    rows, columns = np.nonzero(b.given)
    y = b.scores[rows, columns]
    v = proposals * (rows[:, None] == rows) + judges * (columns[:, None] == columns) + residual * np.eye(len(y))
    inverse, ones = np.linalg.inv(v), np.ones(len(y))
    weight = ones @ inverse @ ones
    off = y - ones * (ones @ inverse @ y) / weight
    return float(np.linalg.slogdet(v)[1] + np.log(weight) + off @ inverse @ off)


@pytest.mark.parametrize("seed", range(6))
def test_no_other_variances_are_likelier(seed: int) -> None:
    b, _ = simulated(seed, 9, 4, 2, severity=[0.0, 4.0][seed % 2])
    model = fit(b)
    at = (model.of_proposals, model.of_judges, model.residual)
    best = criterion(b, *at)
    for k in range(3):
        for factor in (0.3, 0.9, 0.99, 1.01, 1.1, 3.0):
            other = [v * factor if i == k else v for i, v in enumerate(at)]
            assert criterion(b, *other) >= best - 1e-6
    assert all(criterion(b, at[0] + x, at[1] + y, at[2]) >= best - 1e-6 for x, y in ((0.5, 0), (0, 0.5)))


def test_given_the_variances_the_parts_are_those_of_penalised_least_squares() -> None:
    b = ballots(UNBALANCED)
    model = fit(b)
    rows, columns = np.nonzero(b.given)
    n, j = b.given.shape
    design = np.zeros((len(rows) + n + j, 1 + n + j))
    design[: len(rows), 0] = 1
    design[np.arange(len(rows)), 1 + rows] = 1
    design[np.arange(len(rows)), 1 + n + columns] = 1
    design[len(rows) : len(rows) + n, 1 : 1 + n] = np.eye(n) * np.sqrt(model.residual / model.of_proposals)
    design[len(rows) + n :, 1 + n :] = np.eye(j) * np.sqrt(model.residual / model.of_judges)
    found = np.linalg.lstsq(design, np.concatenate([b.scores[rows, columns], np.zeros(n + j)]), rcond=None)[0]
    assert list(found[0] + found[1 : 1 + n]) == pytest.approx(list(model.quality), abs=1e-6)
    assert list(found[1 + n :]) == pytest.approx(list(model.leniency), abs=1e-6)


def test_a_harsh_judges_proposal_is_raised() -> None:
    """Worked by hand: b gives ten less wherever both score; 3 and 4 are equally good, though one had only b."""
    model = fit(ballots({1: {"a": 80.0, "b": 70.0}, 2: {"a": 60.0, "b": 50.0}, 3: {"a": 70.0}, 4: {"b": 60.0}}))
    assert model.leniency[0] - model.leniency[1] == pytest.approx(10, abs=0.01)
    assert model.quality == pytest.approx([75, 55, 65, 65], abs=0.01)


def test_the_probabilities_add_up_to_the_seats_and_are_the_same_every_time() -> None:
    b, _ = simulated(3, 20, 6, 3)
    odds = chance(fit(b), 7)
    assert odds.sum() == pytest.approx(7)
    assert list(odds) == list(chance(fit(b), 7))
    assert list(odds) == pytest.approx(list(chance(fit(b), 7, seed=5)), abs=0.05)
    assert list(chance(fit(b), 20)) == [1.0] * 20


def test_the_probabilities_are_those_of_the_whole_posterior() -> None:
    b = ballots(UNBALANCED)
    model = fit(b)
    rows, columns = np.nonzero(b.given)
    n, j = b.given.shape
    z = np.zeros((len(rows), 1 + n + j))
    z[:, 0], z[np.arange(len(rows)), 1 + rows], z[np.arange(len(rows)), 1 + n + columns] = 1, 1, 1
    prior = np.concatenate(
        [[0], np.full(n, model.residual / model.of_proposals), np.full(j, model.residual / model.of_judges)]
    )
    inverse = np.linalg.inv(z.T @ z + np.diag(prior))
    draws = np.random.default_rng(1).multivariate_normal(
        inverse @ z.T @ b.scores[rows, columns], model.residual * inverse, 20000
    )
    top = np.argsort(-(draws[:, :1] + draws[:, 1 : 1 + n]), axis=1)[:, :3]
    expected = np.bincount(top.ravel(), minlength=n) / 20000
    assert list(chance(model, 3, draws=20000)) == pytest.approx(list(expected), abs=0.015)


def test_in_simulated_seasons_the_corrected_top_is_right_at_least_as_often_as_the_raw_mean() -> None:
    right = {"corrected": 0, "raw": 0}
    for seed in range(60):
        b, true = simulated(seed, 24, 6, 3)
        best = set(np.argsort(-true)[:7])
        raw = b.scores.sum(axis=1) / b.given.sum(axis=1)
        right["corrected"] += len(best & set(np.argsort(-fit(b).quality)[:7]))
        right["raw"] += len(best & set(np.argsort(-raw)[:7]))
    assert right["corrected"] > right["raw"] + 10


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.integers(1, 6), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 100).map(float)), min_size=1
    )
)
def test_any_ballots_give_finite_numbers(totals: dict[int, dict[str, float]]) -> None:
    b = ballots(totals)
    if not b.numbers:
        return
    model = fit(b)
    assert np.isfinite([model.mean, model.residual, *model.quality, *model.leniency]).all()
    odds = chance(model, 1, draws=50)
    assert odds.sum() == pytest.approx(1)
