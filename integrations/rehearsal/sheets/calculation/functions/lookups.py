"""Finding values in tables: VLOOKUP, INDEX and MATCH, XLOOKUP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.conditions import wildcard
from integrations.rehearsal.sheets.calculation.functions.kinds import Whole, grid_of, line_of, whole
from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Fault,
    Grid,
    Result,
    Scalar,
    compared,
    fail,
    order,
    truth_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.evaluation import Scope


def _exact(line: list[Scalar], wanted: Scalar) -> int | None:
    """The first place of the value; in a text, * and ? stand for others."""
    if isinstance(wanted, str) and any(sign in wanted for sign in "*?~"):
        pattern = wildcard(wanted)
        return next((n for n, cell in enumerate(line) if isinstance(cell, str) and pattern.fullmatch(cell)), None)
    kind = order(wanted)[0]
    for place, cell in enumerate(line):
        if (
            cell is not None
            and not isinstance(cell, CellError)
            and order(cell)[0] == kind
            and not compared(cell, wanted)
        ):
            return place
    return None


def _nearest(line: list[Scalar], wanted: Scalar, *, descending: bool = False) -> int | None:
    """The last place up to which a sorted line does not pass the value."""
    found, kind = None, order(wanted)[0]
    for place, cell in enumerate(line):
        if cell is None or isinstance(cell, CellError) or order(cell)[0] != kind:
            continue
        way = compared(cell, wanted)
        if way < 0 if descending else way > 0:
            break
        found = place
    return found


def _searched(scope: Scope, value: Result) -> Scalar:
    wanted = scope.one(value)
    if isinstance(wanted, CellError):
        fail(wanted)
    return wanted


def _missing(name: str, wanted: Scalar) -> Fault:
    return Fault("N_A", f"Did not find value '{'' if wanted is None else wanted}' in {name} evaluation.")


def _table_lookup(name: str, *, across: bool) -> Callable[[Scope, list[Result]], Result]:
    def work(scope: Scope, given: list[Result]) -> Result:
        if scope.arrays and isinstance(given[0], Grid) and given[0].height * given[0].width > 1:
            return _each(single, scope, given[0], given[1:])
        return single(scope, given)

    def single(scope: Scope, given: list[Result]) -> Scalar:
        wanted, grid, index = _searched(scope, given[0]), grid_of(given[1]), whole(scope, given[2])
        lines = [list(line) for line in zip(*grid.rows, strict=True)] if across else grid.rows
        most = len(lines[0]) if lines else 0
        if index < 1:
            raise Fault(
                "VALUE", f"Function {name} parameter 3 value is {index}. It should be greater than or equal to 1."
            )
        if index > most:
            raise Fault("REF", f"{name} evaluates to an out of bounds range.")
        near = len(given) < 4 or truth_of(scope.one(given[3]))
        keys = [line[0] for line in lines]
        place = _nearest(keys, wanted) if near else _exact(keys, wanted)
        if place is None:
            raise _missing(name, wanted)
        return lines[place][index - 1]

    return work


def _each(work: Callable[[Scope, list[Result]], Scalar], scope: Scope, keys: Grid, given: list[Result]) -> Grid:
    """What the work finds for each key."""

    def found(key: Scalar) -> Scalar:
        try:
            return work(scope, [key, *given])
        except Fault as fault:
            return fault.error

    return Grid([[found(key) for key in row] for row in keys.rows])


def _match(scope: Scope, given: list[Result]) -> Result:
    if scope.arrays and isinstance(given[0], Grid) and given[0].height * given[0].width > 1:
        return _each(_matched, scope, given[0], given[1:])
    return _matched(scope, given)


def _matched(scope: Scope, given: list[Result]) -> Scalar:
    wanted, line = _searched(scope, given[0]), line_of(given[1], "MATCH")
    kind = 1 if len(given) < 3 else whole(scope, given[2])
    place = _exact(line, wanted) if kind == 0 else _nearest(line, wanted, descending=kind < 0)
    if place is None:
        raise _missing("MATCH", wanted)
    return place + 1


def _index(scope: Scope, given: list[Result]) -> Result:
    grid = grid_of(given[0])
    row = whole(scope, given[1]) if len(given) > 1 else 0
    column = whole(scope, given[2]) if len(given) > 2 else 0
    if row < 0 or column < 0:
        raise Fault("NUM", "Function INDEX parameter 2 value is negative. Valid values are zero or greater.")
    if len(given) == 2 and grid.height == 1 and row > 1:
        row, column = 1, row
    if row > grid.height or column > grid.width:
        raise Fault(
            "NUM", f"Function INDEX parameter 2 value is {row}. Valid values are between 0 and {grid.height} inclusive."
        )
    rows = grid.rows if row == 0 else [grid.rows[row - 1]]
    rows = rows if column == 0 else [[line[column - 1]] for line in rows]
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else Grid(rows)


def _xlookup(scope: Scope, given: list[Result]) -> Result:
    wanted, line, results = _searched(scope, given[0]), line_of(given[1], "XLOOKUP"), grid_of(given[2])
    mode = whole(scope, given[4]) if len(given) > 4 and given[4] is not None else 0
    place = _exact(line, wanted)
    if place is None and mode in {-1, 1}:
        near = [
            (order(cell), n) for n, cell in enumerate(line) if cell is not None and compared(cell, wanted) * mode > 0
        ]
        place = (max(near)[1] if mode < 0 else min(near)[1]) if near else None
    if place is None:
        if len(given) > 3 and given[3] is not None:
            return given[3]
        raise _missing("XLOOKUP", wanted)
    across = grid_of(given[1]).height == 1 and len(line) > 1
    rows = [[row[place]] for row in results.rows] if across else [results.rows[place]]
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else Grid(rows)


def _lookup(scope: Scope, given: list[Result]) -> Result:
    wanted, line = _searched(scope, given[0]), line_of(given[1], "LOOKUP")
    place = _nearest(line, wanted)
    if place is None:
        raise _missing("LOOKUP", wanted)
    return line_of(given[2], "LOOKUP")[place] if len(given) > 2 else line[place]


def _choose(scope: Scope, given: list[Result]) -> Result:
    place = whole(scope, given[0])
    if not 1 <= place < len(given):
        raise Fault(
            "NUM",
            f"Function CHOOSE parameter 1 value is {place}. Valid values are between 1 and {len(given) - 1} inclusive.",
        )
    return given[place]


WHOLES: dict[str, Whole] = {
    "VLOOKUP": Whole(_table_lookup("VLOOKUP", across=False), 3, 4),
    "HLOOKUP": Whole(_table_lookup("HLOOKUP", across=True), 3, 4),
    "MATCH": Whole(_match, 2, 3),
    "INDEX": Whole(_index, 1, 3),
    "XLOOKUP": Whole(_xlookup, 3, 6),
    "LOOKUP": Whole(_lookup, 2, 3),
    "CHOOSE": Whole(_choose, 2, None),
}
