"""Operators: of two values, and of whole grids at a time where they hold nothing but numbers."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Column,
    Fault,
    Grid,
    Result,
    Scalar,
    compared,
    form_of,
    number_of,
    order,
    shaped,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from integrations.rehearsal.sheets.parsing import Locale

NUMBERS = {"+": "ADD", "-": "MINUS", "*": "MULTIPLY", "/": "DIVIDE", "^": "POW", "u-": "UMINUS", "u+": "UPLUS",
           "%": "UNARY_PERCENT"}  # fmt: skip
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
PLAIN_SIGNS: dict[str, Callable[[float, float], float]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
NUMERIC = {int, float, bool}


def operated(sign: str, given: Sequence[Scalar], habits: Locale) -> Scalar:
    """What the sign makes of one or two values."""
    if sign in COMPARISONS:
        return COMPARISONS[sign](compared(given[0], given[1]), 0)
    if sign == "&":
        return text_of(given[0], habits) + text_of(given[1], habits)
    if sign == "u+":
        return given[0]
    numbers = [_operand(sign, place, value, habits) for place, value in enumerate(given, 1)]
    match sign:
        case "u-":
            made = -numbers[0]
        case "%":
            return numbers[0] / 100
        case "+":
            made = numbers[0] + numbers[1]
        case "-":
            made = numbers[0] - numbers[1]
        case "*":
            return numbers[0] * numbers[1]
        case "/":
            if not numbers[1]:
                raise Fault("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
            return numbers[0] / numbers[1]
        case _:
            power: float = float(numbers[0]) ** numbers[1]
            return power
    forms = [form_of(value) for value in given]
    if sign == "-" and len(forms) == 2 and all(form and form.get("type") == "DATE" for form in forms):
        return made  # days between two dates
    form = next((form for form in forms if form), None)
    return made if form is None else shaped(made, form)


def _operand(sign: str, place: int, value: Scalar, habits: Locale) -> float:
    try:
        return number_of(value, habits)
    except Fault:
        message = f"Function {NUMBERS[sign]} parameter {place} expects number values. But '{value}' is a text and cannot be coerced to a number."
        raise Fault("VALUE", message) from None


def over_grids(sign: str, values: Sequence[Result]) -> Grid | None:
    """The sign between a column and a value or another column, all at once; None where each cell must be looked at."""
    if len(values) != 2 or not any(isinstance(value, Grid) and value.height > 1 for value in values):
        return None
    work: Callable[[Any, Any], float] | None = COMPARISONS.get(sign) or PLAIN_SIGNS.get(sign)
    if work is None:
        return None
    kinds = [_compared_by(value) if sign in COMPARISONS else _numbers(value) for value in values]
    one, other = kinds
    if one is None or other is None or one[0] != other[0]:
        return None
    (_, left), (_, right) = one, other
    if len(left) != len(right):
        if 1 not in {len(left), len(right)}:
            return None
        left, right = (left * len(right), right) if len(left) == 1 else (left, right * len(left))
    made = Column(list(map(work, left, right)))
    made.memo["numbers only"] = ("number", made.flat())
    return made


Alike = tuple[object, list[Any]]  # what kind the values are of, and the values


def _column(value: Result) -> list[Any] | None:
    """The values of one column, or the one value."""
    if isinstance(value, Grid):
        cells: list[Any] | None = value.once("column", lambda: [row[0] for row in value.rows]) if value.width == 1 else None
        return cells
    return [value]


def _compared_by(value: Result) -> Alike | None:
    """What the values are compared by; None unless all are of one kind (an empty one is of the other side's kind)."""

    def made() -> Alike | None:
        cells = _column(value)
        if cells is None or any(cell is None or isinstance(cell, CellError) for cell in cells):
            return None
        keys = [order(cell) for cell in cells]
        kind = keys[0][0]
        return (kind, [key for _, key in keys]) if all(key[0] == kind for key in keys) else None

    found: Alike | None = value.once("compared by", made) if isinstance(value, Grid) else made()
    return found


def _numbers(value: Result) -> Alike | None:
    """The values as numbers; None where one is something else, or has a format to pass on."""

    def made() -> Alike | None:
        cells = _column(value)
        return ("number", cells) if cells is not None and all(cell.__class__ in NUMERIC for cell in cells) else None

    found: Alike | None = value.once("numbers only", made) if isinstance(value, Grid) else made()
    return found
