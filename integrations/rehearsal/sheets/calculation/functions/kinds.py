"""Kinds of functions, and how many arguments each takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Closure,
    Fault,
    Grid,
    Result,
    Scalar,
    fail,
    truth_of,
)

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.calculation.evaluation import Scope
    from integrations.rehearsal.sheets.calculation.grammar import Node


@dataclass(frozen=True)
class Plain:
    """A function of single values: the locale's habits first, then the values."""

    function: Callable[..., Scalar]
    least: int
    most: int | None


@dataclass(frozen=True)
class Whole:
    """A function of values and grids as they are."""

    function: Callable[[Scope, list[Result]], Result]
    least: int
    most: int | None


@dataclass(frozen=True)
class Form:
    """A function that decides itself what of its arguments is worked out."""

    function: Callable[[Scope, Sequence[Node | None]], Result]
    least: int
    most: int | None


def grid_of(value: Result) -> Grid:
    """The result as a grid; an error that stands for the whole ends the calculation."""
    if isinstance(value, CellError):
        fail(value)
    if isinstance(value, Closure):
        raise Fault("VALUE", "A function stands where values are expected.")
    return value if isinstance(value, Grid) else Grid([[value]])


def cells_of(value: Result) -> list[Scalar]:
    """Every value of a result, row by row; an error among them is one of them."""
    if isinstance(value, Closure):
        raise Fault("VALUE", "A function stands where values are expected.")
    return value.flat() if isinstance(value, Grid) else [value]


def line_of(value: Result, name: str) -> list[Scalar]:
    """The values of a grid that is one row or one column."""
    grid = grid_of(value)
    if grid.height > 1 and grid.width > 1:
        raise Fault("N_A", f"{name} range must be a single row or a single column.")
    line: list[Scalar] = grid.once("flat", grid.flat)
    return line


def whole(scope: Scope, value: Result) -> int:
    """The result as a whole number, cut off."""
    return int(scope.number(value))


def flag(scope: Scope, given: Sequence[Result], place: int, *, otherwise: bool) -> bool:
    """The argument at that place as true or false; left out, it is what it is otherwise."""
    if len(given) <= place or given[place] is None:
        return otherwise
    return truth_of(scope.one(given[place]))


def integer(scope: Scope, given: Sequence[Result], place: int, otherwise: int) -> int:
    """The argument at that place as a whole number; left out, it is what it is otherwise."""
    return otherwise if len(given) <= place or given[place] is None else whole(scope, given[place])
