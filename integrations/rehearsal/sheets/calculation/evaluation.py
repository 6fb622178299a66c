"""One formula's tree worked out: operators, references, functions, and values spread over grids."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from integrations.rehearsal.sheets.calculation import grammar
from integrations.rehearsal.sheets.calculation.functions import FORMS, SCALARS, SPREADING, TAKING_ERRORS, WHOLES
from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Fault,
    Grid,
    Result,
    Scalar,
    compared,
    number_of,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from integrations.rehearsal.sheets.calculation.grammar import Node
    from integrations.rehearsal.sheets.parsing import Locale


class Cells(Protocol):
    """Where references lead."""

    def grid(self, reference: grammar.Reference, home: int) -> Grid:
        """The values of the cells; REF where there are none."""

    def named(self, name: str) -> Grid:
        """The values of a named range; NAME where there is none."""


NUMBERS = {"+": "ADD", "-": "MINUS", "*": "MULTIPLY", "/": "DIVIDE", "^": "POW", "u-": "UMINUS", "u+": "UPLUS",
           "%": "UNARY_PERCENT"}  # fmt: skip
COMPARISONS: dict[str, Callable[[int], bool]] = {
    "=": lambda way: way == 0, "<>": lambda way: way != 0, "<": lambda way: way < 0, ">": lambda way: way > 0,
    "<=": lambda way: way <= 0, ">=": lambda way: way >= 0,
}  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """What a formula sees: the cells, its own place, the locale's habits, and whether grids are spread."""

    cells: Cells
    sheet: int
    row: int
    column: int
    habits: Locale
    arrays: bool = False

    def spreading(self) -> Scope:
        """The same place, where operators go through whole grids."""
        return Scope(self.cells, self.sheet, self.row, self.column, self.habits, arrays=True)

    def number(self, value: Result) -> float:
        """The one number the result stands for."""
        return number_of(self.one(value), self.habits)

    def text(self, value: Result) -> str:
        """The one text the result stands for."""
        return text_of(self.one(value), self.habits)

    def one(self, value: Result) -> Scalar:
        """The single value that a result stands for at this place."""
        if not isinstance(value, Grid):
            return value
        if value.height == 1 and value.width == 1:
            return value.rows[0][0]
        if value.r0 is not None and value.width == 1 and 0 <= self.row - value.r0 < value.height:
            return value.rows[self.row - value.r0][0]
        if value.c0 is not None and value.height == 1 and 0 <= self.column - value.c0 < value.width:
            return value.rows[0][self.column - value.c0]
        if value.r0 is None and value.rows and value.rows[0]:
            return value.rows[0][0]
        return CellError("VALUE", "An array value could not be found.")

    def evaluate(self, node: Node | None) -> Result:
        """The result of a tree; a Fault or an error value where it has none."""
        match node:
            case None:
                return None
            case grammar.Literal(value):
                return value
            case grammar.Reference():
                return self.cells.grid(node, self.sheet)
            case grammar.Name(name):
                return self.cells.named(name)
            case grammar.Table(rows):
                return self._table(rows)
            case grammar.Operation(sign, operands):
                values = [self.evaluate(each) for each in operands]
                return self.spread(lambda *given: _operated(sign, given, self.habits), values)
            case grammar.Invocation(name, arguments):
                return self._called(name, arguments)

    def _called(self, name: str, nodes: Sequence[Node | None]) -> Result:
        if form := FORMS.get(name):
            _counted(name, nodes, form.least, form.most)
            return form.function(self, nodes)
        scope = self.spreading() if name in SPREADING else self
        if whole := WHOLES.get(name):
            _counted(name, nodes, whole.least, whole.most)
            return whole.function(scope, [scope.evaluate(each) for each in nodes])
        if scalar := SCALARS.get(name):
            _counted(name, nodes, scalar.least, scalar.most)
            values = [_settled(scope, each) for each in nodes]
            return self.spread(lambda *given: scalar.function(self.habits, *given), values,
                               errors=name in TAKING_ERRORS)  # fmt: skip
        raise Fault("NAME", f"Unknown function: '{name}'.")

    def spread(self, function: Callable[..., Scalar], values: list[Result], *, errors: bool = False) -> Result:
        """The function's value; in a spreading scope one for each place of the largest grid among the values."""
        grids = [value for value in values if isinstance(value, Grid) and (value.height, value.width) != (1, 1)]
        if not self.arrays or not grids:
            return _guarded(function, [self.one(value) for value in values], errors=errors)
        height, width = max(grid.height for grid in grids), max(grid.width for grid in grids)
        return Grid([
            [
                _guarded(function, [_picked(value, row, column) for value in values], errors=errors)
                for column in range(width)
            ]
            for row in range(height)
        ])  # fmt: skip

    def _table(self, rows: Sequence[Sequence[Node]]) -> Grid:
        made: list[list[Scalar]] = []
        for row in rows:
            parts = [as_grid(self.spreading().evaluate(each)) for each in row]
            if len({part.height for part in parts}) > 1:
                raise Fault("REF", "Function ARRAY_ROW parameter 2 has mismatched row size.")
            made += [list(itertools.chain(*lines)) for lines in zip(*(part.rows for part in parts), strict=True)]
        if len({len(line) for line in made}) > 1:
            raise Fault("REF", "In ARRAY_LITERAL, an Array Literal was missing values for one or more rows.")
        return Grid(made)


def as_grid(value: Result) -> Grid:
    """The result as a grid of its own size."""
    return value if isinstance(value, Grid) else Grid([[value]])


def _settled(scope: Scope, node: Node | None) -> Result:
    """The argument's result, its fault as an error value."""
    try:
        return scope.evaluate(node)
    except Fault as fault:
        return fault.error


def _counted(name: str, nodes: Sequence[Node | None], least: int, most: int | None) -> None:
    if len(nodes) < least or (most is not None and len(nodes) > most):
        expected = f"{least} arguments" if most == least else f"between {least} and {most or 'more'} arguments"
        message = f"Wrong number of arguments to {name}. Expected {expected}, but got {len(nodes)} arguments."
        raise Fault("N_A", message)


def _picked(value: Result, row: int, column: int) -> Scalar:
    """The value of a grid at a place; one row or column serves for all."""
    if not isinstance(value, Grid):
        return value
    row, column = 0 if value.height == 1 else row, 0 if value.width == 1 else column
    if row >= value.height or column >= value.width:
        return CellError("N_A", "Argument to an operator has mismatched size.")
    return value.rows[row][column]


def _guarded(function: Callable[..., Scalar], given: list[Scalar], *, errors: bool) -> Scalar:
    """The function's value, or the error it ends with; an error given is the error taken."""
    if not errors:
        for value in given:
            if isinstance(value, CellError):
                return value
    try:
        made = function(*given)
    except Fault as fault:
        return fault.error
    except ZeroDivisionError:
        return CellError("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
    except (ValueError, ArithmeticError, LookupError, TypeError):
        return CellError("NUM", "The result is no number that can be shown.")
    if isinstance(made, complex) or (isinstance(made, float) and not math.isfinite(made)):
        return CellError("NUM", "The result is no number that can be shown.")
    return made


def _operated(sign: str, given: Sequence[Scalar], habits: Locale) -> Scalar:
    if sign in COMPARISONS:
        return COMPARISONS[sign](compared(given[0], given[1]))
    if sign == "&":
        return text_of(given[0], habits) + text_of(given[1], habits)
    if sign == "u+":
        return given[0]
    numbers = [_operand(sign, place, value, habits) for place, value in enumerate(given, 1)]
    match sign:
        case "u-":
            return -numbers[0]
        case "%":
            return numbers[0] / 100
        case "+":
            return numbers[0] + numbers[1]
        case "-":
            return numbers[0] - numbers[1]
        case "*":
            return numbers[0] * numbers[1]
        case "/":
            if not numbers[1]:
                raise Fault("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
            return numbers[0] / numbers[1]
    made: float = float(numbers[0]) ** numbers[1]
    return made


def _operand(sign: str, place: int, value: Scalar, habits: Locale) -> float:
    try:
        return number_of(value, habits)
    except Fault:
        message = f"Function {NUMBERS[sign]} parameter {place} expects number values. But '{value}' is a text and cannot be coerced to a number."
        raise Fault("VALUE", message) from None
