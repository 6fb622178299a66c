"""Functions that yield grids: FILTER, SORT, UNIQUE and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.kinds import Whole, grid_of, whole
from integrations.rehearsal.sheets.calculation.functions.stacking import turned
from integrations.rehearsal.sheets.calculation.results import CellError, Fault, Grid, Result, Scalar, arranged, truth_of

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.calculation.evaluation import Scope


MOST_CELLS = 1_000_000


def _kept(value: Scalar) -> bool:
    """Whether a FILTER condition lets its row through; errors and texts do not."""
    return not isinstance(value, (CellError, str)) and bool(value)


def _filter(_: Scope, given: list[Result]) -> Result:
    grid = grid_of(given[0])
    rows, columns = list(range(grid.height)), list(range(grid.width))
    for place, each in enumerate(given[1:], 2):
        test = grid_of(each)
        if test.width == 1 and test.height == grid.height:
            rows = [row for row in rows if _kept(test.rows[row][0])]
        elif test.height == 1 and test.width == grid.width:
            columns = [column for column in columns if _kept(test.rows[0][column])]
        else:
            words = f"FILTER has mismatched range sizes. Expected row count: {grid.height}. column count: 1. Actual row count: {test.height}, column count: {test.width}."
            raise Fault("N_A", words if place else "")
    if not rows or not columns:
        raise Fault("N_A", "No matches are found in FILTER evaluation.")
    return Grid([[grid.rows[row][column] for column in columns] for row in rows])


def sort(scope: Scope, given: list[Result]) -> Result:
    """The rows by columns (numbers, or as many values as there are rows), each ascending or not."""
    grid = grid_of(given[0])
    rules = list(zip(given[1::2], given[2::2] + [True] * (len(given) % 2 == 0), strict=False)) or [(1, True)]
    places = list(range(grid.height))
    for by, ascending in reversed(rules):
        if isinstance(by, Grid) and by.height == grid.height and grid.height > 1:
            line = [row[0] for row in by.rows]
        else:
            column = whole(scope, by)
            if not 1 <= column <= grid.width:
                raise Fault(
                    "NUM",
                    f"Function SORT parameter 2 value is {column}. Valid values are between 1 and {grid.width} inclusive.",
                )
            line = [row[column - 1] for row in grid.rows]
        down = not truth_of(scope.one(ascending))
        filled = [place for place in places if line[place] is not None]
        filled.sort(key=lambda place, line=line: arranged(line[place]), reverse=down)  # type: ignore[misc]
        places = filled + [place for place in places if line[place] is None]
    return Grid([grid.rows[place] for place in places])


def _unique(scope: Scope, given: list[Result]) -> Result:
    grid = grid_of(given[0])
    across = len(given) > 1 and given[1] is not None and truth_of(scope.one(given[1]))
    once = len(given) > 2 and truth_of(scope.one(given[2]))
    lines = [list(line) for line in zip(*grid.rows, strict=True)] if across else grid.rows
    counts: dict[tuple[object, ...], int] = {}
    first: dict[tuple[object, ...], list[Scalar]] = {}
    for line in lines:
        # UNIQUE tells upper from lower case, unlike comparison.
        key = tuple((cell.__class__ is bool, "" if cell is None else cell) for cell in line)
        counts[key] = counts.get(key, 0) + 1
        first.setdefault(key, line)
    kept = [line for key, line in first.items() if not once or counts[key] == 1]
    return turned(Grid(kept)) if across else Grid(kept)


def _sequence(scope: Scope, given: list[Result]) -> Result:
    rows = whole(scope, given[0])
    columns = whole(scope, given[1]) if len(given) > 1 and given[1] is not None else 1
    start = scope.number(given[2]) if len(given) > 2 and given[2] is not None else 1
    step = scope.number(given[3]) if len(given) > 3 else 1
    if rows < 1 or columns < 1 or rows * columns > MOST_CELLS:
        raise Fault("NUM", "Function SEQUENCE parameter 1 value should be greater than or equal to 1.")
    return Grid([[start + step * (row * columns + column) for column in range(columns)] for row in range(rows)])


WHOLES: dict[str, Whole] = {
    "FILTER": Whole(_filter, 2, None),
    "SORT": Whole(sort, 1, None),
    "UNIQUE": Whole(_unique, 1, 3),
    "TRANSPOSE": Whole(lambda _, given: turned(grid_of(given[0])), 1, 1),
    "FLATTEN": Whole(lambda _, given: Grid([[cell] for value in given for cell in grid_of(value).flat()]), 1, None),
    "SEQUENCE": Whole(_sequence, 1, 4),
}
