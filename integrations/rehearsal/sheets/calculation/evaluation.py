"""One formula's tree worked out: operators, references, functions, and values spread over grids."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from integrations.rehearsal.sheets.calculation import grammar, operators
from integrations.rehearsal.sheets.calculation.functions import (
    FORMATS,
    FORMS,
    PASSING,
    SCALARS,
    SPREADING,
    TAKING_ERRORS,
    WHOLES,
)
from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Closure,
    Fault,
    Grid,
    Result,
    Scalar,
    Shaped,
    form_of,
    number_of,
    shaped,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.calculation.grammar import Node
    from integrations.rehearsal.sheets.cells import Formula, Sheet
    from integrations.rehearsal.sheets.parsing import Locale

DEEPEST = 100  # LAMBDAs within LAMBDAs


class Cells(Protocol):
    """Where references lead, and what lies beyond the workbook."""

    def place(self, node: Node | None, home: int) -> tuple[Sheet, Box]:
        """The tab and the box that a reference or a named range means; REF or NAME where there is none."""

    def grid(self, sheet: Sheet, box: Box) -> Grid:
        """The values of the cells."""

    def formula(self, sheet: Sheet, box: Box) -> Formula | None:
        """The formula in the first cell of the box."""

    def formulas_in(self, sheet: Sheet, box: Box) -> list[tuple[int, int, Formula]]:
        """Row, column and text of every formula in the box."""

    def moment(self, kind: str) -> object:
        """What the formula sees of the clock, of chance, or of another spreadsheet."""


@dataclass(frozen=True)
class Scope:
    """What a formula sees: the cells, its own place, the locale's habits, and whether grids are spread.

    `bound` are the names given by LET and LAMBDA (upper case), `depth` says how deep inside these the formula is.
    """

    cells: Cells
    sheet: int
    row: int
    column: int
    habits: Locale
    arrays: bool = False
    bound: Mapping[str, Result] = field(default_factory=dict)
    depth: int = 0

    def spreading(self) -> Scope:
        """The same place, where operators go through whole grids."""
        return replace(self, arrays=True)

    def binding(self, names: Mapping[str, Result]) -> Scope:
        """The same place, where these names stand for these results."""
        if self.depth >= DEEPEST:
            raise Fault("ERROR", "The calculation is nested too deeply.")
        return replace(self, bound={**self.bound, **names}, depth=self.depth + 1)

    def number(self, value: Result) -> float:
        """The one number the result stands for."""
        return number_of(self.one(value), self.habits)

    def text(self, value: Result) -> str:
        """The one text the result stands for."""
        return text_of(self.one(value), self.habits)

    def one(self, value: Result) -> Scalar:
        """The single value that a result stands for at this place."""
        if isinstance(value, Closure):
            raise Fault("VALUE", "A function stands where a value is expected.")
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
            case grammar.Name(name) if name.upper() in self.bound:
                return self.bound[name.upper()]
            case grammar.Reference() | grammar.Name():
                return self.cells.grid(*self.cells.place(node, self.sheet))
            case grammar.Table(rows):
                return self._table(rows)
            case grammar.Operation(sign, operands):
                values = [self.evaluate(each) for each in operands]
                if self.arrays and (made := operators.over_grids(sign, values)) is not None:
                    return made
                return self.spread(lambda *given: operators.operated(sign, given, self.habits), values)
            case grammar.Invocation(name, arguments):
                if isinstance(bound := self.bound.get(name), Closure):
                    return bound.call(*(self.evaluate(each) for each in arguments))
                return self._called(name, arguments)
            case grammar.Application(function, arguments):
                return callable_of(self.evaluate(function)).call(*(self.evaluate(each) for each in arguments))

    def _called(self, name: str, nodes: Sequence[Node | None]) -> Result:
        if form := FORMS.get(name):
            _counted(name, nodes, form.least, form.most)
            return form.function(self, nodes)
        scope = self.spreading() if name in SPREADING else self
        if whole := WHOLES.get(name):
            _counted(name, nodes, whole.least, whole.most)
            given = [scope.evaluate(each) for each in nodes]
            return _shaped(name, whole.function(scope, given), given)
        if scalar := SCALARS.get(name):
            _counted(name, nodes, scalar.least, scalar.most)
            values = [_settled(scope, each) for each in nodes]
            made = self.spread(lambda *given: scalar.function(self.habits, *given), values,
                               errors=name in TAKING_ERRORS)  # fmt: skip
            return _shaped(name, made, values)
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
    if isinstance(value, Closure):
        raise Fault("VALUE", "A function stands where values are expected.")
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
    if isinstance(value, Closure):
        return CellError("VALUE", "A function stands where values are expected.")
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


def callable_of(value: Result) -> Closure:
    """The result as a function; it must have been made with LAMBDA."""
    if not isinstance(value, Closure):
        raise Fault("VALUE", "A LAMBDA is expected here.")
    return value


def _shaped(name: str, made: Result, given: Sequence[Result]) -> Result:
    """The number in the format the function gives it: its own, or that of the first number it was given."""
    if isinstance(made, bool) or not isinstance(made, (int, float)) or isinstance(made, Shaped):
        return made
    form = FORMATS.get(name)
    if form is None and name in PASSING:
        form = next((found for value in given if (found := _form_in(value))), None)
    return made if form is None else shaped(made, form)


def _form_in(value: Result) -> dict[str, Any] | None:
    if not isinstance(value, Grid):
        return form_of(value)
    return next((form_of(cell) for row in value.rows for cell in row if isinstance(cell, (int, float))), None)
