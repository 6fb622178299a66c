"""Counting and adding what meets a condition: COUNTIF, SUMIFS and their kin."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets import parsing
from integrations.rehearsal.sheets.calculation.functions.kinds import Whole, grid_of
from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Fault,
    Grid,
    Result,
    Scalar,
    compared,
    fail,
    is_number,
    number_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.evaluation import Scope
    from integrations.rehearsal.sheets.parsing import Locale

CONDITION = re.compile(r"(<>|<=|>=|<|>|=)?(.*)", re.DOTALL)
WAYS: dict[str, Callable[[int], bool]] = {
    "<": lambda way: way < 0, ">": lambda way: way > 0, "<=": lambda way: way <= 0, ">=": lambda way: way >= 0
}  # fmt: skip


def wildcard(text: str) -> re.Pattern[str]:
    """The pattern of a text with * and ?, where ~ takes the next one as it is."""
    parts = re.findall(r"~.|.", text, re.DOTALL)
    kinds = {"*": ".*", "?": "."}
    return re.compile("".join(kinds.get(part) or re.escape(part[-1]) for part in parts), re.IGNORECASE | re.DOTALL)


def meets(condition: Scalar, habits: Locale) -> Callable[[Scalar], bool]:
    """Whether a cell meets the condition, which is a value or a text such as `>=80` or `Dinas*`."""
    if not isinstance(condition, str):
        return lambda cell: cell is not None and _kind(cell) == _kind(condition) and compared(cell, condition) == 0
    found = CONDITION.match(condition)
    sign, text = (found.group(1) or "", found.group(2)) if found else ("", condition)
    meant = parsing.entered(text, habits)[0] if not text.startswith(("'", "=")) else text
    if sign in WAYS:
        way = WAYS[sign]
        return lambda cell: (
            cell is not None and not isinstance(cell, CellError) and _kind(cell) == _kind(meant)
            and way(compared(cell, meant))
        )  # fmt: skip
    equal = _equal(meant, text, sign)
    return (lambda cell: not equal(cell)) if sign == "<>" else equal


def _equal(meant: Scalar, text: str, sign: str) -> Callable[[Scalar], bool]:
    if text == "":
        return (lambda cell: cell is None) if sign else (lambda cell: cell is None or cell == "")
    if isinstance(meant, str):
        pattern = wildcard(text)
        return lambda cell: isinstance(cell, str) and pattern.fullmatch(cell) is not None
    return lambda cell: (
        cell is not None
        and (
            (_kind(cell) == _kind(meant) and compared(cell, meant) == 0)
            or (isinstance(cell, str) and cell.lower() == text.lower())
        )
    )


def _kind(value: Scalar) -> str:
    return "bool" if isinstance(value, bool) else "number" if is_number(value) else value.__class__.__name__


def places(scope: Scope, pairs: list[Result]) -> list[int]:
    """The places, counted row by row, where every range meets its condition."""
    if len(pairs) % 2:
        raise Fault("N_A", "Wrong number of arguments: every range needs a condition.")
    kept: list[int] | None = None
    size: tuple[int, int] | None = None
    for ranged, wanted in zip(pairs[::2], pairs[1::2], strict=True):
        grid, condition = grid_of(ranged), scope.one(wanted)
        if size not in {None, (grid.height, grid.width)}:
            raise Fault("VALUE", "Array arguments are of different size.")
        size = (grid.height, grid.width)
        cells: list[Scalar] = grid.once("flat", grid.flat)
        if (equal := _standing(grid, cells, condition, scope.habits)) is not None:
            kept = equal if kept is None else sorted(set(kept) & set(equal))
            continue
        test = meets(condition, scope.habits)
        kept = [place for place in (range(len(cells)) if kept is None else kept) if test(cells[place])]
    return kept or []


def _standing(grid: Grid, cells: list[Scalar], condition: Scalar, habits: Locale) -> list[int] | None:
    """The places of a plain value, looked up; None for a condition that every cell has to be asked about."""
    if isinstance(condition, (CellError, bool)) or condition in {None, ""}:
        return None
    if isinstance(condition, str):
        if condition[0] in "<>='" or any(sign in condition for sign in "*?~"):
            return None
        if not isinstance(parsing.entered(condition, habits)[0], str):
            return None

    def made() -> dict[float | str, list[int]]:
        found: dict[float | str, list[int]] = {}
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                found.setdefault(cell.lower(), []).append(place)
            elif is_number(cell):
                found.setdefault(number_of(cell), []).append(place)
        return found

    known: dict[object, list[int]] = grid.once("standing", made)
    return known.get(condition.lower() if isinstance(condition, str) else condition, [])


def _chosen(scope: Scope, target: Result, pairs: list[Result]) -> list[float]:
    """The numbers of the target where the conditions are met."""
    grid, tested = grid_of(target), grid_of(pairs[0])
    found: list[float] = []
    for place in places(scope, pairs):
        row, column = divmod(place, tested.width)
        cell = grid.rows[row][column] if row < grid.height and column < grid.width else None
        if isinstance(cell, CellError):
            fail(cell)
        if is_number(cell):
            found.append(number_of(cell))
    return found


def _single(scope: Scope, given: list[Result]) -> list[float]:
    """RANGE, CONDITION, and optionally another range to take the numbers from."""
    return _chosen(scope, given[2] if len(given) > 2 else given[0], given[:2])


def _mean(found: list[float], name: str) -> float:
    if not found:
        raise Fault("DIVIDE_BY_ZERO", f"Evaluation of function {name} caused a divide by zero error.")
    return math.fsum(found) / len(found)


def _count(scope: Scope, given: list[Result]) -> Result:
    """COUNTIF; many conditions in a spreading scope give as many counts."""
    conditions = given[1]
    if scope.arrays and isinstance(conditions, Grid) and conditions.height * conditions.width > 1:
        return Grid([[len(places(scope, [given[0], cell])) for cell in row] for row in conditions.rows])
    return len(places(scope, given))


WHOLES: dict[str, Whole] = {
    "COUNTIF": Whole(_count, 2, 2),
    "COUNTIFS": Whole(lambda scope, given: len(places(scope, given)), 2, None),
    "SUMIF": Whole(lambda scope, given: math.fsum(_single(scope, given)), 2, 3),
    "SUMIFS": Whole(lambda scope, given: math.fsum(_chosen(scope, given[0], given[1:])), 3, None),
    "AVERAGEIF": Whole(lambda scope, given: _mean(_single(scope, given), "AVERAGEIF"), 2, 3),
    "AVERAGEIFS": Whole(lambda scope, given: _mean(_chosen(scope, given[0], given[1:]), "AVERAGEIFS"), 3, None),
    "MINIFS": Whole(lambda scope, given: min(_chosen(scope, given[0], given[1:]), default=0), 3, None),
    "MAXIFS": Whole(lambda scope, given: max(_chosen(scope, given[0], given[1:]), default=0), 3, None),
}
