"""Sums, counts, extremes and ranks."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.kinds import Whole, grid_of, whole
from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Fault,
    Grid,
    Result,
    Scalar,
    arranged,
    fail,
    is_number,
    number_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.evaluation import Scope


def numbers(scope: Scope, given: list[Result]) -> list[float]:
    """Every number: of cells only the numbers, of values given themselves whatever can be read as one."""
    found: list[float] = []
    for value in given:
        if isinstance(value, Grid):
            for cell in value.flat():
                if isinstance(cell, CellError):
                    fail(cell)
                if is_number(cell):
                    found.append(number_of(cell))
        elif value is not None:
            found.append(number_of(value, scope.habits))
    return found


def _values(given: list[Result]) -> list[Scalar]:
    return [cell for value in given for cell in (value.flat() if isinstance(value, Grid) else [value])]


def _average(scope: Scope, given: list[Result]) -> float:
    found = numbers(scope, given)
    if not found:
        raise Fault("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error.")
    return math.fsum(found) / len(found)


def _of_some(function: Callable[[list[float]], float], least: int, name: str) -> Callable[..., float]:
    def work(scope: Scope, given: list[Result]) -> float:
        found = numbers(scope, given)
        if len(found) < least:
            kind = "DIVIDE_BY_ZERO" if name.startswith(("STDEV", "VAR")) else "NUM"
            raise Fault(kind, f"Function {name} needs at least {least} numbers.")
        return function(found)

    return work


def _nth(largest: bool) -> Callable[..., float]:
    def work(scope: Scope, given: list[Result]) -> float:
        found = sorted(numbers(scope, given[:1]), reverse=largest)
        place = whole(scope, given[1])
        if not 1 <= place <= len(found):
            name = "LARGE" if largest else "SMALL"
            raise Fault("NUM", f"Function {name} parameter 2 value {place} is out of range.")
        return found[place - 1]

    return work


def _rank(average: bool) -> Callable[..., float]:
    def work(scope: Scope, given: list[Result]) -> float:
        value, found = scope.number(given[0]), numbers(scope, given[1:2])
        ascending = len(given) > 2 and bool(scope.number(given[2]))
        same = found.count(value)
        if not same:
            raise Fault("N_A", "Did not find value in RANK evaluation.")
        before = sum(each < value for each in found) if ascending else sum(each > value for each in found)
        return before + 1 + ((same - 1) / 2 if average else 0)

    return work


def _percentile(scope: Scope, given: list[Result]) -> float:
    found, part = sorted(numbers(scope, given[:1])), scope.number(given[1])
    if not found or not 0 <= part <= 1:
        raise Fault("NUM", "Function PERCENTILE parameter 2 must be between 0 and 1.")
    place = part * (len(found) - 1)
    low = int(place)
    high = min(low + 1, len(found) - 1)
    return found[low] + (found[high] - found[low]) * (place - low)


def _product_sum(_: Scope, given: list[Result]) -> float:
    grids = [grid_of(value) for value in given]
    if len({(grid.height, grid.width) for grid in grids}) > 1:
        raise Fault("VALUE", "Array arguments to SUMPRODUCT are of different size.")
    total = 0.0
    for cells in zip(*(grid.flat() for grid in grids), strict=True):
        for cell in cells:
            if isinstance(cell, CellError):
                fail(cell)
        total += math.prod(number_of(cell) if not isinstance(cell, str) else 0 for cell in cells)
    return total


def _mode(scope: Scope, given: list[Result]) -> float:
    found = numbers(scope, given)
    if len(set(found)) == len(found):
        raise Fault("N_A", "MODE cannot produce a result: no value occurs more than once.")
    return statistics.mode(found)


def _unique_count(_: Scope, given: list[Result]) -> float:
    return len({arranged(cell) for cell in _values(given) if cell is not None})


def _count(_: Scope, given: list[Result]) -> float:
    loose = [value for value in given if not isinstance(value, Grid) and not isinstance(value, (CellError, str))]
    grids = [cell for value in given if isinstance(value, Grid) for cell in value.flat()]
    return sum(is_number(cell) for cell in grids) + len([value for value in loose if value is not None])


WHOLES: dict[str, Whole] = {
    "SUM": Whole(lambda scope, given: math.fsum(numbers(scope, given)), 1, None),
    "AVERAGE": Whole(_average, 1, None),
    "COUNT": Whole(_count, 1, None),
    "COUNTA": Whole(lambda _, given: sum(cell is not None for cell in _values(given)), 1, None),
    "COUNTBLANK": Whole(lambda _, given: sum(cell is None or cell == "" for cell in _values(given)), 1, None),
    "COUNTUNIQUE": Whole(_unique_count, 1, None),
    "MIN": Whole(lambda scope, given: min(numbers(scope, given), default=0), 1, None),
    "MAX": Whole(lambda scope, given: max(numbers(scope, given), default=0), 1, None),
    "MEDIAN": Whole(_of_some(statistics.median, 1, "MEDIAN"), 1, None),
    "MODE": Whole(_mode, 1, None),
    "PRODUCT": Whole(lambda scope, given: math.prod(numbers(scope, given)), 1, None),
    "SUMSQ": Whole(lambda scope, given: sum(each * each for each in numbers(scope, given)), 1, None),
    "SUMPRODUCT": Whole(_product_sum, 1, None),
    "STDEV": Whole(_of_some(statistics.stdev, 2, "STDEV"), 1, None),
    "STDEVP": Whole(_of_some(statistics.pstdev, 1, "STDEVP"), 1, None),
    "VAR": Whole(_of_some(statistics.variance, 2, "VAR"), 1, None),
    "VARP": Whole(_of_some(statistics.pvariance, 1, "VARP"), 1, None),
    "LARGE": Whole(_nth(largest=True), 2, 2),
    "SMALL": Whole(_nth(largest=False), 2, 2),
    "RANK": Whole(_rank(average=False), 2, 3),
    "RANK.EQ": Whole(_rank(average=False), 2, 3),
    "RANK.AVG": Whole(_rank(average=True), 2, 3),
    "PERCENTILE": Whole(_percentile, 2, 2),
    "QUARTILE": Whole(lambda scope, given: _percentile(scope, [given[0], scope.number(given[1]) / 4]), 2, 2),
}
