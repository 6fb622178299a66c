"""Names for values (LET), functions made in a formula (LAMBDA), and what goes through grids with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation import grammar
from integrations.rehearsal.sheets.calculation.functions.kinds import Form, Whole, grid_of, whole
from integrations.rehearsal.sheets.calculation.results import CellError, Closure, Fault, Grid, Result, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.evaluation import Scope
    from integrations.rehearsal.sheets.calculation.grammar import Node

    Nodes = Sequence[Node | None]

MOST_CELLS = 1_000_000


def _name(node: Node | None, function: str) -> str:
    if not isinstance(node, grammar.Name):
        raise Fault("NAME", f"An argument of {function} that must be a name is none.")
    return node.name.upper()


def _let(scope: Scope, nodes: Nodes) -> Result:
    if len(nodes) % 2 == 0:
        raise Fault("N_A", "Wrong number of arguments to LET: every name needs a value, and an expression comes last.")
    for place in range(0, len(nodes) - 1, 2):
        name = _name(nodes[place], "LET")
        scope = scope.binding({name: scope.evaluate(nodes[place + 1])})
    return scope.evaluate(nodes[-1])


def _lambda(scope: Scope, nodes: Nodes) -> Result:
    names = tuple(_name(node, "LAMBDA") for node in nodes[:-1])

    def call(*given: Result) -> Result:
        if len(given) != len(names):
            expected = f"Expected {len(names)} arguments, but got {len(given)} arguments."
            raise Fault("N_A", f"Wrong number of arguments to LAMBDA. {expected}")
        return scope.binding(dict(zip(names, given, strict=True))).evaluate(nodes[-1])

    return Closure(names, call)


def _function(value: Result, name: str, takes: int) -> Callable[..., Result]:
    if not isinstance(value, Closure):
        raise Fault("VALUE", f"The last argument of {name} must be a LAMBDA.")
    if len(value.names) != takes:
        raise Fault("N_A", f"The LAMBDA of {name} must take {takes} arguments, but it takes {len(value.names)}.")
    return value.call


def _single(scope: Scope, function: Callable[..., Result], *given: Result) -> Scalar:
    """The one value the function yields; its fault as an error value."""
    try:
        made = function(*given)
        if isinstance(made, Grid) and (made.height, made.width) != (1, 1):
            return CellError("VALUE", "Single values only: nested array results are not supported.")
        return scope.one(made)
    except Fault as fault:
        return fault.error


def _map(scope: Scope, given: list[Result]) -> Result:
    grids = [grid_of(value) for value in given[:-1]]
    function = _function(given[-1], "MAP", len(grids))
    if len({(grid.height, grid.width) for grid in grids}) > 1:
        raise Fault("VALUE", "Array arguments to MAP are of different size.")
    first = grids[0]
    return Grid([
        [_single(scope, function, *(grid.rows[row][column] for grid in grids)) for column in range(first.width)]
        for row in range(first.height)
    ])  # fmt: skip


def _line(made: Result) -> list[Scalar]:
    grid = grid_of(made)
    if grid.height > 1:
        raise Fault("VALUE", "Single values only: nested array results are not supported.")
    return list(grid.rows[0])


def _by_row(_: Scope, given: list[Result]) -> Result:
    grid, function = grid_of(given[0]), _function(given[1], "BYROW", 1)
    places = [None if grid.r0 is None else grid.r0 + place for place in range(grid.height)]
    rows = [
        _line(function(Grid([row], place, grid.c0, grid.sheet))) for place, row in zip(places, grid.rows, strict=True)
    ]
    return _even(rows)


def _by_column(_: Scope, given: list[Result]) -> Result:
    grid, function = grid_of(given[0]), _function(given[1], "BYCOL", 1)
    made: list[Scalar] = []
    for column in range(grid.width):
        place = None if grid.c0 is None else grid.c0 + column
        made += _line(function(Grid([[row[column]] for row in grid.rows], grid.r0, place, grid.sheet)))[:1]
    return Grid([made])


def _even(rows: list[list[Scalar]]) -> Grid:
    width = max(map(len, rows), default=0)
    return Grid([row + [None] * (width - len(row)) for row in rows])


def _reduce(_: Scope, given: list[Result]) -> Result:
    kept, function = given[0], _function(given[2], "REDUCE", 2)
    for cell in grid_of(given[1]).flat():
        kept = function(kept, cell)
    return kept


def _scan(scope: Scope, given: list[Result]) -> Result:
    kept, function = scope.one(given[0]), _function(given[2], "SCAN", 2)
    rows: list[list[Scalar]] = []
    for row in grid_of(given[1]).rows:
        made: list[Scalar] = []
        for cell in row:
            kept = _single(scope, function, kept, cell)
            made.append(kept)
        rows.append(made)
    return Grid(rows)


def _make(scope: Scope, given: list[Result]) -> Result:
    rows, columns, function = whole(scope, given[0]), whole(scope, given[1]), _function(given[2], "MAKEARRAY", 2)
    if rows < 1 or columns < 1 or rows * columns > MOST_CELLS:
        raise Fault("NUM", "Function MAKEARRAY parameter 1 value should be greater than or equal to 1.")
    return Grid([[_single(scope, function, row + 1, column + 1) for column in range(columns)] for row in range(rows)])


FORMS: dict[str, Form] = {"LET": Form(_let, 3, None), "LAMBDA": Form(_lambda, 1, None)}
WHOLES: dict[str, Whole] = {
    "MAP": Whole(_map, 2, None),
    "BYROW": Whole(_by_row, 2, 2),
    "BYCOL": Whole(_by_column, 2, 2),
    "REDUCE": Whole(_reduce, 3, 3),
    "SCAN": Whole(_scan, 3, 3),
    "MAKEARRAY": Whole(_make, 3, 3),
}
