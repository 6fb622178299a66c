"""Functions of single numbers."""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.kinds import Plain
from integrations.rehearsal.sheets.calculation.results import Fault, Scalar, number_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.parsing import Locale


def _of(function: Callable[..., float]) -> Callable[..., Scalar]:
    """The function with its arguments read as numbers."""
    return lambda habits, *given: function(*(number_of(value, habits) for value in given))


def _rounded(way: str) -> Callable[..., Scalar]:
    def work(habits: Locale, value: Scalar, places: Scalar = 0) -> Scalar:
        # repr first: 2.675 is rounded as it is written, not as its binary fraction lies.
        exact, size = Decimal(repr(number_of(value, habits))), int(number_of(places, habits))
        return float(exact.quantize(Decimal(1).scaleb(-size), way)) if exact else 0

    return work


def _to_multiple(step: Callable[[float], int]) -> Callable[..., float]:
    def work(value: float, factor: float = 1) -> float:
        if not factor:
            return 0
        return float(Decimal(step(round(value / factor, 10))) * Decimal(repr(factor)))

    return work


def _mod(value: float, by: float) -> float:
    if not by:
        raise Fault("DIVIDE_BY_ZERO", "Function MOD parameter 2 cannot be zero.")
    return value % by


def _root(value: float) -> float:
    if value < 0:
        raise Fault(
            "NUM", f"Function SQRT parameter 1 value is negative. It should be positive or zero. But it is {value:g}."
        )
    return math.sqrt(value)


def _quotient(value: float, by: float) -> float:
    if not by:
        raise Fault("DIVIDE_BY_ZERO", "Function QUOTIENT parameter 2 cannot be zero.")
    return math.trunc(value / by)


SCALARS: dict[str, Plain] = {
    "ABS": Plain(_of(abs), 1, 1),
    "SIGN": Plain(_of(lambda value: (value > 0) - (value < 0)), 1, 1),
    "SQRT": Plain(_of(_root), 1, 1),
    "POWER": Plain(_of(lambda value, power: float(value) ** power), 2, 2),
    "POW": Plain(_of(lambda value, power: float(value) ** power), 2, 2),
    "EXP": Plain(_of(math.exp), 1, 1),
    "LN": Plain(_of(math.log), 1, 1),
    "LOG10": Plain(_of(math.log10), 1, 1),
    "LOG": Plain(_of(lambda value, base=10: math.log(value, base)), 1, 2),
    "PI": Plain(_of(lambda: math.pi), 0, 0),
    "MOD": Plain(_of(_mod), 2, 2),
    "QUOTIENT": Plain(_of(_quotient), 2, 2),
    "INT": Plain(_of(math.floor), 1, 1),
    "TRUNC": Plain(_rounded(ROUND_DOWN), 1, 2),
    "ROUND": Plain(_rounded(ROUND_HALF_UP), 1, 2),
    "ROUNDUP": Plain(_rounded(ROUND_UP), 1, 2),
    "ROUNDDOWN": Plain(_rounded(ROUND_DOWN), 1, 2),
    "CEILING": Plain(_of(_to_multiple(math.ceil)), 1, 2),
    "FLOOR": Plain(_of(_to_multiple(math.floor)), 1, 2),
    "MROUND": Plain(_of(_to_multiple(lambda value: math.floor(value + 0.5))), 2, 2),
    "ISEVEN": Plain(_of(lambda value: int(value) % 2 == 0), 1, 1),
    "ISODD": Plain(_of(lambda value: int(value) % 2 == 1), 1, 1),
}
