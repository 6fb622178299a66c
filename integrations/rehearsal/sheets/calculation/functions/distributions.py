"""How numbers lie together: correlation, lines through points, percentiles, frequencies."""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.aggregates import ascending_numbers, numbers
from integrations.rehearsal.sheets.calculation.functions.kinds import Whole, flag, grid_of, integer, whole
from integrations.rehearsal.sheets.calculation.results import Fault, Grid, Result, is_number, number_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.evaluation import Scope


def _pairs(given: list[Result], name: str) -> tuple[list[float], list[float]]:
    """The numbers of two ranges at the places where both have one."""
    one, other = grid_of(given[0]).flat(), grid_of(given[1]).flat()
    if len(one) != len(other):
        raise Fault("N_A", f"{name} needs two ranges of the same size.")
    both = [(x, y) for x, y in zip(one, other, strict=True) if is_number(x) and is_number(y)]
    if len(both) < 2:
        raise Fault("DIVIDE_BY_ZERO", f"Evaluation of function {name} caused a divide by zero error.")
    return [number_of(x) for x, _ in both], [number_of(y) for _, y in both]


def _of_pairs(function: Callable[[list[float], list[float]], float], name: str) -> Callable[..., float]:
    def work(_: Scope, given: list[Result]) -> float:
        one, other = _pairs(given, name)
        try:
            return function(one, other)
        except statistics.StatisticsError:
            message = f"Evaluation of function {name} caused a divide by zero error."
            raise Fault("DIVIDE_BY_ZERO", message) from None

    return work


def _slope(ys: list[float], xs: list[float]) -> float:
    return statistics.linear_regression(xs, ys).slope


def _intercept(ys: list[float], xs: list[float]) -> float:
    return statistics.linear_regression(xs, ys).intercept


def _forecast(scope: Scope, given: list[Result]) -> float:
    ys, xs = _pairs(given[1:], "FORECAST")
    line = statistics.linear_regression(xs, ys)
    return line.intercept + line.slope * scope.number(given[0])


def _exclusive(scope: Scope, given: list[Result]) -> float:
    found, part = ascending_numbers(scope, given[0]), scope.number(given[1])
    place = part * (len(found) + 1) - 1
    if not 0 <= place <= len(found) - 1:
        raise Fault("NUM", "Function PERCENTILE.EXC parameter 2 value is out of range.")
    low = int(place)
    return found[low] + (found[min(low + 1, len(found) - 1)] - found[low]) * (place - low)


def _percent_rank(scope: Scope, given: list[Result]) -> float:
    found, value, digits = ascending_numbers(scope, given[0]), scope.number(given[1]), integer(scope, given, 2, 3)
    if not found or not found[0] <= value <= found[-1]:
        raise Fault("N_A", "Function PERCENTRANK parameter 2 value is out of range.")
    low = bisect_left(found, value)
    place: float = low
    if found[low] != value:
        place = low - 1 + (value - found[low - 1]) / (found[low] - found[low - 1])
    part = place / (len(found) - 1) if len(found) > 1 else 1.0
    return math.floor(part * 10.0**digits + 1e-9) / 10.0**digits


def _frequency(scope: Scope, given: list[Result]) -> Grid:
    found, limits = ascending_numbers(scope, given[0]), numbers(scope, given[1:2])
    edges = sorted(limits)
    up_to = {edge: bisect_right(found, edge) for edge in edges}
    below = {edge: (up_to[edges[place - 1]] if place else 0) for place, edge in enumerate(edges)}
    counts = [up_to[limit] - below[limit] for limit in limits]
    return Grid([[count] for count in [*counts, len(found) - (up_to[edges[-1]] if edges else 0)]])


def _matrix_product(_: Scope, given: list[Result]) -> Grid:
    one, other = grid_of(given[0]), grid_of(given[1])
    if one.width != other.height:
        message = "Function MMULT has incompatible sizes: the columns of the first must be as many as the rows of the second."
        raise Fault("VALUE", message)
    if not all(is_number(cell) for cell in [*one.flat(), *other.flat()]):
        raise Fault("VALUE", "Function MMULT expects number values.")
    columns = list(zip(*other.rows, strict=True))
    return Grid([
        [math.fsum(x * y for x, y in zip(row, column, strict=True)) for column in columns]
        for row in one.rows
    ])  # fmt: skip


def _modes(scope: Scope, given: list[Result]) -> Grid:
    found = numbers(scope, given)
    if len(set(found)) == len(found):
        raise Fault("N_A", "MODE cannot produce a result: no value occurs more than once.")
    return Grid([[value] for value in statistics.multimode(found)])


def _trimmed_mean(scope: Scope, given: list[Result]) -> float:
    found, part = ascending_numbers(scope, given[0]), scope.number(given[1])
    if not found or not 0 <= part < 1:
        raise Fault("NUM", "Function TRIMMEAN parameter 2 value is out of range.")
    cut = int(len(found) * part / 2)
    return statistics.fmean(found[cut : len(found) - cut])


def _mean(function: Callable[[list[float]], float], name: str) -> Callable[..., float]:
    def work(scope: Scope, given: list[Result]) -> float:
        found = numbers(scope, given)
        if not found or (name not in {"AVEDEV", "DEVSQ"} and min(found) <= 0):
            raise Fault("NUM", f"Function {name} expects positive numbers.")
        return function(found)

    return work


def _deviation(found: list[float]) -> float:
    middle = statistics.fmean(found)
    return statistics.fmean([abs(each - middle) for each in found])


def _weighted(scope: Scope, given: list[Result]) -> float:
    values = [cell for value in given[::2] for cell in grid_of(value).flat()]
    weights = [cell for value in given[1::2] for cell in grid_of(value).flat()]
    if len(values) != len(weights):
        raise Fault("VALUE", "AVERAGE.WEIGHTED needs as many weights as values.")
    both = [(scope.number(x), scope.number(w)) for x, w in zip(values, weights, strict=True) if is_number(x)]
    total = sum(weight for _, weight in both)
    if not total:
        raise Fault("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE.WEIGHTED caused a divide by zero error.")
    return sum(value * weight for value, weight in both) / total


def _normal(scope: Scope, given: list[Result]) -> float:
    curve = statistics.NormalDist(scope.number(given[1]), scope.number(given[2]))
    value = scope.number(given[0])
    return curve.cdf(value) if flag(scope, given, 3, otherwise=True) else curve.pdf(value)


def _standardized(scope: Scope, given: list[Result]) -> float:
    value, mean, spread = (scope.number(each) for each in given)
    return (value - mean) / spread


WHOLES: dict[str, Whole] = {
    **dict.fromkeys(("CORREL", "PEARSON"), Whole(_of_pairs(statistics.correlation, "CORREL"), 2, 2)),
    "RSQ": Whole(_of_pairs(lambda one, other: statistics.correlation(one, other) ** 2, "RSQ"), 2, 2),
    **dict.fromkeys(("COVAR", "COVARIANCE.P"), Whole(
        _of_pairs(lambda one, other: statistics.covariance(one, other) * (len(one) - 1) / len(one), "COVAR"), 2, 2)),
    "COVARIANCE.S": Whole(_of_pairs(statistics.covariance, "COVARIANCE.S"), 2, 2),
    "SLOPE": Whole(_of_pairs(_slope, "SLOPE"), 2, 2),
    "INTERCEPT": Whole(_of_pairs(_intercept, "INTERCEPT"), 2, 2),
    **dict.fromkeys(("FORECAST", "FORECAST.LINEAR"), Whole(_forecast, 3, 3)),
    "PERCENTILE.EXC": Whole(_exclusive, 2, 2),
    "QUARTILE.EXC": Whole(lambda scope, given: _exclusive(scope, [given[0], whole(scope, given[1]) / 4]), 2, 2),
    **dict.fromkeys(("PERCENTRANK", "PERCENTRANK.INC"), Whole(_percent_rank, 2, 3)),
    "FREQUENCY": Whole(_frequency, 2, 2),
    "MMULT": Whole(_matrix_product, 2, 2),
    "MODE.MULT": Whole(_modes, 1, None),
    "TRIMMEAN": Whole(_trimmed_mean, 2, 2),
    "GEOMEAN": Whole(_mean(statistics.geometric_mean, "GEOMEAN"), 1, None),
    "HARMEAN": Whole(_mean(statistics.harmonic_mean, "HARMEAN"), 1, None),
    "AVEDEV": Whole(_mean(_deviation, "AVEDEV"), 1, None),
    "DEVSQ": Whole(_mean(lambda found: statistics.pvariance(found) * len(found), "DEVSQ"), 1, None),
    "AVERAGE.WEIGHTED": Whole(_weighted, 2, None),
    **dict.fromkeys(("NORMDIST", "NORM.DIST"), Whole(_normal, 3, 4)),
    "STANDARDIZE": Whole(_standardized, 3, 3),
}  # fmt: skip
