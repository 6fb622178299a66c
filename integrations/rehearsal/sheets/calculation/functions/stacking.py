"""Grids put together, taken apart and reshaped: VSTACK, CHOOSECOLS, WRAPROWS, SORTN and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.kinds import Whole, flag, grid_of, integer, whole
from integrations.rehearsal.sheets.calculation.results import CellError, Fault, Grid, Result, Scalar, arranged

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.evaluation import Scope

GAP = CellError("N_A", "The array has no value here.")


def turned(grid: Grid) -> Grid:
    """Rows as columns."""
    return Grid([list(line) for line in zip(*grid.rows, strict=True)])


def _below(_: Scope, given: list[Result]) -> Result:
    rows = [row for value in given for row in grid_of(value).rows]
    width = max(map(len, rows), default=0)
    return Grid([row + [GAP] * (width - len(row)) for row in rows])


def _beside(scope: Scope, given: list[Result]) -> Result:
    stacked = _below(scope, [turned(grid_of(value)) for value in given])
    return turned(grid_of(stacked))


def _line(across: bool) -> Callable[[Scope, list[Result]], Result]:
    """TOROW and TOCOL: ignoring blanks (1), errors (2) or both (3); by columns where asked."""

    def work(scope: Scope, given: list[Result]) -> Result:
        grid, ignored = grid_of(given[0]), integer(scope, given, 1, 0)
        cells = (turned(grid) if flag(scope, given, 2, otherwise=False) else grid).flat()
        kept = [
            cell for cell in cells
            if not (ignored in {1, 3} and cell is None) and not (ignored in {2, 3} and isinstance(cell, CellError))
        ]  # fmt: skip
        if not kept:
            raise Fault("REF", "The result has no values.")
        return Grid([kept]) if across else Grid([[cell] for cell in kept])

    return work


def _wrapped(by_rows: bool) -> Callable[[Scope, list[Result]], Result]:
    def work(scope: Scope, given: list[Result]) -> Result:
        cells, size = grid_of(given[0]).flat(), whole(scope, given[1])
        if size < 1:
            raise Fault("NUM", "The wrap count should be greater than or equal to 1.")
        pad = scope.one(given[2]) if len(given) > 2 else GAP
        cells = cells + [pad] * (-len(cells) % size)
        made = Grid([cells[start : start + size] for start in range(0, len(cells), size)])
        return made if by_rows else turned(made)

    return work


def _chosen(rows: bool) -> Callable[[Scope, list[Result]], Result]:
    """CHOOSEROWS and CHOOSECOLS: numbers from 1, negative ones from the end."""

    def work(scope: Scope, given: list[Result]) -> Result:
        grid = grid_of(given[0]) if rows else turned(grid_of(given[0]))
        taken: list[list[Scalar]] = []
        for cell in (cell for value in given[1:] for cell in grid_of(value).flat()):
            place = whole(scope, cell)
            if not 1 <= abs(place) <= grid.height:
                raise Fault("VALUE", f"Value {place} is out of range: there are {grid.height}.")
            taken.append(grid.rows[place - 1 if place > 0 else place])
        return Grid(taken) if rows else turned(Grid(taken))

    return work


def _part(drop: bool) -> Callable[[Scope, list[Result]], Result]:
    """TAKE and DROP: so many rows and columns, negative ones from the end."""

    def span(count: int, size: int) -> slice:
        if drop:
            return slice(count, size) if count >= 0 else slice(0, max(size + count, 0))
        return slice(0, count) if count >= 0 else slice(max(size + count, 0), size)

    def work(scope: Scope, given: list[Result]) -> Result:
        grid = grid_of(given[0])
        rows = span(integer(scope, given, 1, 0 if drop else grid.height), grid.height)
        columns = span(integer(scope, given, 2, 0 if drop else grid.width), grid.width)
        kept = [row[columns] for row in grid.rows[rows]]
        if not kept or not kept[0]:
            raise Fault("REF", "The result has no values.")
        return Grid(kept)

    return work


def _first_sorted(scope: Scope, given: list[Result]) -> Result:
    """SORTN: the first so many rows; ties shown (1), duplicates removed (2), or so many distinct rows (3)."""
    from integrations.rehearsal.sheets.calculation.functions.arrays import sort  # noqa: PLC0415 - arrays stacks too

    count, ties = integer(scope, given, 1, 1), integer(scope, given, 2, 0)
    rules = given[3:]
    if count < 1 or ties not in {0, 1, 2, 3}:
        raise Fault("NUM", "Function SORTN parameter 2 value should be greater than or equal to 1.")
    rows = grid_of(sort(scope, [given[0], *rules])).rows
    keyed = [whole(scope, by) - 1 for by in rules[::2] if not isinstance(by, Grid)] or list(range(len(rows[0])))

    def key(row: list[Scalar]) -> tuple[object, ...]:
        return tuple(arranged(row[column]) for column in keyed)

    if ties == 0:
        return Grid(rows[:count])
    if ties == 1:
        last = key(rows[min(count, len(rows)) - 1])
        return Grid(rows[:count] + [row for row in rows[count:] if key(row) == last])
    distinct = list(dict.fromkeys(key(row) for row in rows))[:count]
    if ties == 3:
        return Grid([row for row in rows if key(row) in distinct])
    return Grid([next(row for row in rows if key(row) == wanted) for wanted in distinct])


WHOLES: dict[str, Whole] = {
    "VSTACK": Whole(_below, 1, None),
    "HSTACK": Whole(_beside, 1, None),
    "TOCOL": Whole(_line(across=False), 1, 3),
    "TOROW": Whole(_line(across=True), 1, 3),
    "WRAPROWS": Whole(_wrapped(by_rows=True), 2, 3),
    "WRAPCOLS": Whole(_wrapped(by_rows=False), 2, 3),
    "CHOOSEROWS": Whole(_chosen(rows=True), 2, None),
    "CHOOSECOLS": Whole(_chosen(rows=False), 2, None),
    "TAKE": Whole(_part(drop=False), 2, 3),
    "DROP": Whole(_part(drop=True), 2, 3),
    "SORTN": Whole(_first_sorted, 1, None),
}
