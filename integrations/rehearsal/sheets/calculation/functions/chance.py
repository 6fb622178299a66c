"""Chance and the clock: what is another after each change, or as time goes by."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation import volatile
from integrations.rehearsal.sheets.calculation.functions.kinds import Whole, flag, integer
from integrations.rehearsal.sheets.calculation.results import Fault, Grid, Result

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.calculation.evaluation import Scope

CHANCE = secrets.SystemRandom()
MOST_CELLS = 1_000_000


def _random(scope: Scope, _: list[Result]) -> float:
    scope.cells.moment(volatile.RANDOM)
    return CHANCE.random()


def _between(scope: Scope, given: list[Result]) -> float:
    scope.cells.moment(volatile.RANDOM)
    low, high = (scope.number(value) for value in given)
    if low > high:
        raise Fault("NUM", f"Function RANDBETWEEN parameter 2 value is {high:g}. It should be greater than or equal to {low:g}.")
    return CHANCE.randint(int(-(-low // 1)), int(high // 1))


def _grid(scope: Scope, given: list[Result]) -> Grid:
    """RANDARRAY: rows, columns, least, most, whole numbers or not."""
    scope.cells.moment(volatile.RANDOM)
    rows, columns = integer(scope, given, 0, 1), integer(scope, given, 1, 1)
    low = scope.number(given[2]) if len(given) > 2 and given[2] is not None else 0
    high = scope.number(given[3]) if len(given) > 3 and given[3] is not None else 1
    if rows < 1 or columns < 1 or rows * columns > MOST_CELLS or low > high:
        raise Fault("NUM", "Function RANDARRAY parameter 1 value should be greater than or equal to 1.")
    whole = flag(scope, given, 4, otherwise=False)
    return Grid([
        [CHANCE.randint(int(low), int(high)) if whole else CHANCE.uniform(low, high) for _ in range(columns)]
        for _ in range(rows)
    ])  # fmt: skip


def _clock(kind: str) -> Whole:
    return Whole(lambda scope, _: scope.cells.moment(kind), 0, 0)  # type: ignore[arg-type,return-value]


WHOLES: dict[str, Whole] = {
    "RAND": Whole(_random, 0, 0),
    "RANDBETWEEN": Whole(_between, 2, 2),
    "RANDARRAY": Whole(_grid, 0, 5),
    "TODAY": _clock(volatile.TODAY),
    "NOW": _clock(volatile.NOW),
}
