"""Finding values in tables: VLOOKUP, INDEX and MATCH, XLOOKUP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.conditions import wildcard
from integrations.rehearsal.sheets.calculation.functions.kinds import Whole, grid_of, integer, line_of, whole
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


def _first_places(line: list[Scalar]) -> dict[tuple[int, float | str], int]:
    """The first place of each value that stands in the line."""
    found: dict[tuple[int, float | str], int] = {}
    for place, cell in enumerate(line):
        if cell is not None and not isinstance(cell, CellError):
            found.setdefault(order(cell), place)
    return found


def _exact(grid: Grid, name: str, line: list[Scalar], wanted: Scalar) -> int | None:
    """The first place of the value in that line of the grid; in a text, * and ? stand for others."""
    if isinstance(wanted, str) and any(sign in wanted for sign in "*?~"):
        pattern = wildcard(wanted)
        return next((n for n, cell in enumerate(line) if isinstance(cell, str) and pattern.fullmatch(cell)), None)
    places: dict[tuple[int, float | str], int] = grid.once(("places", name), lambda: _first_places(line))
    return places.get(order(wanted))


def _nearest(line: list[Scalar], wanted: Scalar, *, descending: bool = False) -> int | None:
    """The last place up to which a sorted line does not pass the value."""
    found, key = None, order(wanted)
    for place, cell in enumerate(line):
        if cell is None or isinstance(cell, CellError) or (mine := order(cell))[0] != key[0]:
            continue
        if mine < key if descending else mine > key:
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
        lines: list[list[Scalar]] = grid.once("turned", lambda: [list(line) for line in zip(*grid.rows, strict=True)]) if across else grid.rows
        most = len(lines[0]) if lines else 0
        if index < 1:
            raise Fault(
                "VALUE", f"Function {name} parameter 3 value is {index}. It should be greater than or equal to 1."
            )
        if index > most:
            raise Fault("REF", f"{name} evaluates to an out of bounds range.")
        near = len(given) < 4 or truth_of(scope.one(given[3]))
        keys: list[Scalar] = grid.once(("keys", across), lambda: [line[0] for line in lines])
        place = _nearest(keys, wanted) if near else _exact(grid, f"keys {across}", keys, wanted)
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
    place = _exact(grid_of(given[1]), "flat", line, wanted) if kind == 0 else _nearest(line, wanted, descending=kind < 0)
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


def _sought(line: Result, wanted: Scalar, mode: int, way: int, name: str) -> int | None:
    """The place XLOOKUP and XMATCH find: exact, or nearest below (-1) or above (1), or by wildcards (2); way -1 from the end."""
    grid, cells = grid_of(line), line_of(line, name)
    if mode == 2 and isinstance(wanted, str):
        pattern = wildcard(wanted)
        hits = [n for n, cell in enumerate(cells) if isinstance(cell, str) and pattern.fullmatch(cell)]
        return (hits[-1] if way == -1 else hits[0]) if hits else None
    key = order(wanted)
    if way == -1:
        found = next((n for n in reversed(range(len(cells))) if cells[n] is not None and order(cells[n]) == key), None)
    else:
        places: dict[object, int] = grid.once(("places", "flat"), lambda: _first_places(cells))
        found = places.get(key)
    if found is not None or mode not in {-1, 1}:
        return found
    near = [
        (order(cell), n) for n, cell in enumerate(cells)
        if cell is not None and order(cell)[0] == key[0] and compared(cell, wanted) * mode > 0
    ]  # fmt: skip
    if not near:
        return None
    best = max(near)[0] if mode < 0 else min(near)[0]
    return next(n for kind, n in near if kind == best)


def _xlookup(scope: Scope, given: list[Result]) -> Result:
    if scope.arrays and isinstance(given[0], Grid) and given[0].height * given[0].width > 1:
        return _each(lambda scope, given: scope.one(_xfound(scope, given)), scope, given[0], given[1:])
    return _xfound(scope, given)


def _xfound(scope: Scope, given: list[Result]) -> Result:
    wanted, line, results = _searched(scope, given[0]), line_of(given[1], "XLOOKUP"), grid_of(given[2])
    place = _sought(given[1], wanted, integer(scope, given, 4, 0), integer(scope, given, 5, 1), "XLOOKUP")
    if place is None:
        if len(given) > 3 and given[3] is not None:
            return given[3]
        raise _missing("XLOOKUP", wanted)
    across = grid_of(given[1]).height == 1 and len(line) > 1
    if len(line) != (results.width if across else results.height):
        raise Fault("VALUE", "Array arguments to XLOOKUP are of different size.")
    rows = [[row[place]] for row in results.rows] if across else [results.rows[place]]
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else Grid(rows)


def _xmatch(scope: Scope, given: list[Result]) -> Result:
    if scope.arrays and isinstance(given[0], Grid) and given[0].height * given[0].width > 1:
        return _each(_xmatched, scope, given[0], given[1:])
    return _xmatched(scope, given)


def _xmatched(scope: Scope, given: list[Result]) -> Scalar:
    wanted = _searched(scope, given[0])
    place = _sought(given[1], wanted, integer(scope, given, 2, 0), integer(scope, given, 3, 1), "XMATCH")
    if place is None:
        raise _missing("XMATCH", wanted)
    return place + 1


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
    "XMATCH": Whole(_xmatch, 2, 4),
    "XLOOKUP": Whole(_xlookup, 3, 6),
    "LOOKUP": Whole(_lookup, 2, 3),
    "CHOOSE": Whole(_choose, 2, None),
}
