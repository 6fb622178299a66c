"""Grids spread over the cells beside and below their formula."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets import a1
from integrations.rehearsal.sheets.calculation import grammar
from integrations.rehearsal.sheets.calculation.functions import PASSING_ON, SPILLING
from integrations.rehearsal.sheets.calculation.results import CellError, Fault, Grid, Result, Scalar, Shaped
from integrations.rehearsal.sheets.cells import number, value_of

if TYPE_CHECKING:
    from collections.abc import Container

    from integrations.rehearsal.sheets.calculation.changes import Key
    from integrations.rehearsal.sheets.calculation.grammar import Node
    from integrations.rehearsal.sheets.cells import Sheet


def spills(tree: Node | CellError | None) -> bool:
    """Whether the formula can fill more cells than its own."""
    match tree:
        case grammar.Invocation(name, arguments):
            return name in SPILLING or (name in PASSING_ON and any(spills(each) for each in arguments))
        case grammar.Table() | grammar.Application():
            return True
    return False


def kept(value: Scalar, made: Result) -> Scalar:
    """A single value as it is kept: whole numbers as such, nothing as 0 or empty, no infinity."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return CellError("NUM", "The result is no number that can be shown.")
        return value if isinstance(value, Shaped) else number(value)
    if value is None:
        return 0 if not isinstance(made, Grid) or made.r0 is not None else ""
    return value


def targets(sheet: Sheet, corner: Key, grid: Grid, spilled: Container[Key]) -> dict[Key, Scalar]:
    """The cells a grid fills but its corner; REF where the sheet ends or something else stands in one of them."""
    below, beside = corner[1] + grid.height - sheet.row_count, corner[2] + grid.width - sheet.column_count
    if below > 0 or beside > 0:
        what, count = ("rows", below) if below > 0 else ("columns", beside)
        raise Fault("REF", f"Result was not automatically expanded, please insert more {what} ({count}).")
    found = {
        (corner[0], corner[1] + row, corner[2] + column): kept(value, grid)
        for row, line in enumerate(grid.rows) for column, value in enumerate(line)
        if (row, column) != (0, 0) and value is not None
    }  # fmt: skip
    for target in found:
        if value_of(sheet.get(*target[1:])) is not None or target in spilled:
            name = f"{a1.column_letters(target[2])}{target[1] + 1}"
            raise Fault("REF", f"Array result was not expanded because it would overwrite data in {name}.")
    return found
