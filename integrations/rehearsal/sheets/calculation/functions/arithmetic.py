"""Functions of single numbers."""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.kinds import Plain
from integrations.rehearsal.sheets.calculation.operators import operated
from integrations.rehearsal.sheets.calculation.results import Fault, Scalar, compared, number_of, text_of, truth_of

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
    def work(value: float, factor: float = 1, _mode: float = 0) -> float:
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


def _combinations(size: float, chosen: float) -> float:
    if not 0 <= chosen <= size:
        raise Fault("NUM", "Function COMBIN parameter 2 value is out of range.")
    return math.comb(int(size), int(chosen))


def _factorial(value: float) -> float:
    if not 0 <= value <= 170:
        raise Fault("NUM", f"Function FACT parameter 1 value is {value:g}. It should be between 0 and 170.")
    return math.factorial(int(value))


def _based(habits: Locale, value: Scalar, base: Scalar, least: Scalar = 0) -> Scalar:
    left, radix, digits = int(number_of(value, habits)), int(number_of(base, habits)), ""
    if left < 0 or not 2 <= radix <= 36:
        raise Fault("NUM", "Function BASE parameter 2 value is out of range.")
    while left:
        left, digit = divmod(left, radix)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return digits.rjust(max(int(number_of(least, habits)), 1), "0")


def _roman(value: float) -> str:
    if not 0 < value < 4000:
        raise Fault("VALUE", f"Function ROMAN parameter 1 value is {value:g}. It should be between 1 and 3999.")
    written, left = "", int(value)
    for size, letters in ROMAN:
        written += letters * (left // size)
        left %= size
    return written


def _even_or_odd(odd: int) -> Callable[..., float]:
    """Away from zero to the next even or odd number."""

    def work(value: float) -> float:
        size = math.ceil(abs(value))
        size += (size + odd) % 2
        return math.copysign(size, value) if value else odd

    return work


ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
         (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
# The functions that operators stand for, by the operator's sign.
NAMED_SIGNS = {"ADD": "+", "MINUS": "-", "MULTIPLY": "*", "DIVIDE": "/", "EQ": "=", "NE": "<>", "LT": "<", "LTE": "<=",
               "GT": ">", "GTE": ">="}  # fmt: skip
SINGLE = ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "radians", "degrees")


def _signed(sign: str) -> Plain:
    return Plain(lambda habits, one, other: operated(sign, (one, other), habits), 2, 2)


SCALARS: dict[str, Plain] = {
    **{name: _signed(sign) for name, sign in NAMED_SIGNS.items()},
    **{name.upper(): Plain(_of(getattr(math, name)), 1, 1) for name in SINGLE},
    "ATAN2": Plain(_of(lambda x, y: math.atan2(y, x)), 2, 2),
    "UMINUS": Plain(_of(lambda value: -value), 1, 1),
    "UPLUS": Plain(lambda _, value: value, 1, 1),
    "UNARY_PERCENT": Plain(_of(lambda value: value / 100), 1, 1),
    "ISBETWEEN": Plain(lambda _, value, low, high, least=True, most=True: (
        (compared(value, low) > 0 or (truth_of(least) and compared(value, low) == 0))
        and (compared(value, high) < 0 or (truth_of(most) and compared(value, high) == 0))), 3, 5),
    "FACT": Plain(_of(_factorial), 1, 1),
    "COMBIN": Plain(_of(_combinations), 2, 2),
    "PERMUT": Plain(_of(lambda size, chosen: math.perm(int(size), int(chosen))), 2, 2),
    "EVEN": Plain(_of(_even_or_odd(0)), 1, 1),
    "ODD": Plain(_of(_even_or_odd(1)), 1, 1),
    "SQRTPI": Plain(_of(lambda value: math.sqrt(value * math.pi)), 1, 1),
    "BASE": Plain(_based, 2, 3),
    "DECIMAL": Plain(lambda habits, text, base: int(text_of(text, habits), int(number_of(base, habits))), 2, 2),
    "ROMAN": Plain(lambda habits, value: _roman(number_of(value, habits)), 1, 1),
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
    **dict.fromkeys(("CEILING", "CEILING.MATH"), Plain(_of(_to_multiple(math.ceil)), 1, 3)),
    **dict.fromkeys(("FLOOR", "FLOOR.MATH"), Plain(_of(_to_multiple(math.floor)), 1, 3)),
    "MROUND": Plain(_of(_to_multiple(lambda value: math.floor(value + 0.5))), 2, 2),
    "ISEVEN": Plain(_of(lambda value: int(value) % 2 == 0), 1, 1),
    "ISODD": Plain(_of(lambda value: int(value) % 2 == 1), 1, 1),
}
