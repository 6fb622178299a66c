"""Sums, counts, extremes and ranks."""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.conditions import places
from integrations.rehearsal.sheets.calculation.functions.kinds import Whole, cells_of, grid_of, whole
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


FACTORS = {int, float, bool}


def numbers(scope: Scope, given: list[Result]) -> list[float]:
    """Every number: of cells only the numbers, of values given themselves whatever can be read as one."""
    if len(given) == 1 and isinstance(given[0], Grid):
        return cell_numbers(given[0])
    found: list[float] = []
    for value in given:
        if isinstance(value, Grid):
            found += cell_numbers(value)
        elif value is not None:
            found.append(scope.number(value))
    return found


def cell_numbers(grid: Grid) -> list[float]:
    """The numbers among the cells; the first error where there is one. Not to be changed."""

    def made() -> list[float] | CellError:
        cells = grid.flat()
        error = next((cell for cell in cells if isinstance(cell, CellError)), None)
        return error or [cell for cell in cells if is_number(cell)]  # type: ignore[misc]

    found = grid.once("numbers", made)
    if isinstance(found, CellError):
        fail(found)
    numbers_there: list[float] = found
    return numbers_there


def ascending_numbers(scope: Scope, value: Result) -> list[float]:
    """The numbers in order, the smallest first. Not to be changed."""
    if not isinstance(value, Grid):
        return sorted(numbers(scope, [value]))
    found: list[float] = value.once("ascending", lambda: sorted(cell_numbers(value)))
    return found


def _values(given: list[Result]) -> list[Scalar]:
    return [cell for value in given for cell in cells_of(value)]


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
        found = ascending_numbers(scope, given[0])
        place = whole(scope, given[1])
        if not 1 <= place <= len(found):
            name = "LARGE" if largest else "SMALL"
            raise Fault("NUM", f"Function {name} parameter 2 value {place} is out of range.")
        return found[-place if largest else place - 1]

    return work


def _rank(average: bool) -> Callable[..., float]:
    def work(scope: Scope, given: list[Result]) -> float:
        value, found = scope.number(given[0]), ascending_numbers(scope, given[1])
        upwards = len(given) > 2 and given[2] is not None and bool(scope.number(given[2]))
        low, high = bisect_left(found, value), bisect_right(found, value)
        same = high - low
        if not same:
            raise Fault("N_A", "Did not find value in RANK evaluation.")
        before = low if upwards else len(found) - high
        return before + 1 + ((same - 1) / 2 if average else 0)

    return work


def _percentile(scope: Scope, given: list[Result]) -> float:
    found, part = ascending_numbers(scope, given[0]), scope.number(given[1])
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
    columns = [_factors(grid) for grid in grids]
    if len(columns) == 1:
        return math.fsum(columns[0])
    return math.fsum(math.prod(cells) for cells in zip(*columns, strict=True))


def _factors(grid: Grid) -> list[float]:
    """Every cell as a number: truth values as 1 and 0, what is no number as 0; the first error where there is one."""
    cells: list[Scalar] = grid.once("flat", grid.flat)
    if grid.memo.get("numbers only") or all(cell.__class__ in FACTORS for cell in cells):
        return cells  # type: ignore[return-value]
    for cell in cells:
        if isinstance(cell, CellError):
            fail(cell)
    return [cell if isinstance(cell, (int, float)) else 0 for cell in cells]


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


def _divisor(function: Callable[..., int]) -> Callable[..., float]:
    return lambda scope, given: function(*(int(each) for each in numbers(scope, given)))


def _texts_as_zero(name: str, function: Callable[[list[float]], float]) -> Callable[..., float]:
    """AVERAGEA and its kin: texts are 0 and truth values 1 and 0."""

    def work(_: Scope, given: list[Result]) -> float:
        found = [0 if isinstance(cell, str) else number_of(cell) for cell in _values(given) if cell is not None]
        if not found and name == "AVERAGEA":
            raise Fault("DIVIDE_BY_ZERO", "Evaluation of function AVERAGEA caused a divide by zero error.")
        return function(found)

    return work


def _of_differences(function: Callable[[float, float], float], name: str) -> Callable[..., float]:
    def work(_: Scope, given: list[Result]) -> float:
        one, other = (grid_of(value).flat() for value in given)
        if len(one) != len(other):
            raise Fault("N_A", f"{name} needs two ranges of the same size.")
        return math.fsum(function(number_of(x), number_of(y)) for x, y in zip(one, other, strict=True)
                         if is_number(x) and is_number(y))  # fmt: skip

    return work


def _unique_where(scope: Scope, given: list[Result]) -> float:
    """COUNTUNIQUEIFS."""
    cells = grid_of(given[0]).flat()
    return len({arranged(cells[place]) for place in places(scope, given[1:]) if cells[place] is not None})


WHOLES: dict[str, Whole] = {
    "GCD": Whole(_divisor(math.gcd), 1, None),
    "LCM": Whole(_divisor(math.lcm), 1, None),
    "AVERAGEA": Whole(_texts_as_zero("AVERAGEA", lambda found: math.fsum(found) / len(found)), 1, None),
    "MAXA": Whole(_texts_as_zero("MAXA", lambda found: max(found, default=0)), 1, None),
    "MINA": Whole(_texts_as_zero("MINA", lambda found: min(found, default=0)), 1, None),
    "SUMXMY2": Whole(_of_differences(lambda x, y: (x - y) ** 2, "SUMXMY2"), 2, 2),
    "SUMX2MY2": Whole(_of_differences(lambda x, y: x * x - y * y, "SUMX2MY2"), 2, 2),
    "SUMX2PY2": Whole(_of_differences(lambda x, y: x * x + y * y, "SUMX2PY2"), 2, 2),
    "COUNTUNIQUEIFS": Whole(_unique_where, 3, None),
    "SUM": Whole(lambda scope, given: math.fsum(numbers(scope, given)), 1, None),
    "AVERAGE": Whole(_average, 1, None),
    "COUNT": Whole(_count, 1, None),
    "COUNTA": Whole(lambda _, given: sum(cell is not None for cell in _values(given)), 1, None),
    "COUNTBLANK": Whole(lambda _, given: sum(cell is None or cell == "" for cell in _values(given)), 1, None),
    "COUNTUNIQUE": Whole(_unique_count, 1, None),
    "MIN": Whole(lambda scope, given: min(numbers(scope, given), default=0), 1, None),
    "MAX": Whole(lambda scope, given: max(numbers(scope, given), default=0), 1, None),
    "MEDIAN": Whole(_of_some(statistics.median, 1, "MEDIAN"), 1, None),
    **dict.fromkeys(("MODE", "MODE.SNGL"), Whole(_mode, 1, None)),
    "PRODUCT": Whole(lambda scope, given: math.prod(numbers(scope, given)), 1, None),
    "SUMSQ": Whole(lambda scope, given: sum(each * each for each in numbers(scope, given)), 1, None),
    "SUMPRODUCT": Whole(_product_sum, 1, None),
    **dict.fromkeys(("STDEV", "STDEV.S"), Whole(_of_some(statistics.stdev, 2, "STDEV"), 1, None)),
    **dict.fromkeys(("STDEVP", "STDEV.P"), Whole(_of_some(statistics.pstdev, 1, "STDEVP"), 1, None)),
    **dict.fromkeys(("VAR", "VAR.S"), Whole(_of_some(statistics.variance, 2, "VAR"), 1, None)),
    **dict.fromkeys(("VARP", "VAR.P"), Whole(_of_some(statistics.pvariance, 1, "VARP"), 1, None)),
    "LARGE": Whole(_nth(largest=True), 2, 2),
    "SMALL": Whole(_nth(largest=False), 2, 2),
    "RANK": Whole(_rank(average=False), 2, 3),
    "RANK.EQ": Whole(_rank(average=False), 2, 3),
    "RANK.AVG": Whole(_rank(average=True), 2, 3),
    **dict.fromkeys(("PERCENTILE", "PERCENTILE.INC"), Whole(_percentile, 2, 2)),
    **dict.fromkeys(("QUARTILE", "QUARTILE.INC"), Whole(lambda scope, given: _percentile(scope, [given[0], scope.number(given[1]) / 4]), 2, 2)),
}
