"""SUBTOTAL, which passes over the other subtotals among its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation import grammar
from integrations.rehearsal.sheets.calculation.functions.aggregates import WHOLES as AGGREGATES
from integrations.rehearsal.sheets.calculation.functions.kinds import Form, grid_of, whole
from integrations.rehearsal.sheets.calculation.results import Fault, Grid, Result

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.calculation.evaluation import Scope
    from integrations.rehearsal.sheets.calculation.grammar import Node

NAMES = ("AVERAGE", "COUNT", "COUNTA", "MAX", "MIN", "PRODUCT", "STDEV", "STDEVP", "SUM", "VAR", "VARP")


def _subtotal(scope: Scope, nodes: Sequence[Node | None]) -> Result:
    """The aggregate of that number; rows hidden by hand or by a filter count all the same in the rehearsal."""
    code = whole(scope, scope.evaluate(nodes[0]))
    number = code - 100 if code > 100 else code
    if not 1 <= number <= len(NAMES):
        raise Fault("VALUE", f"Function SUBTOTAL parameter 1 value {code} is out of range.")
    grids: list[Result] = []
    for node in nodes[1:]:
        if not isinstance(node, (grammar.Reference, grammar.Name)):
            raise Fault("N_A", "Argument must be a range.")
        sheet, box = scope.cells.place(node, scope.sheet)
        grid = grid_of(scope.cells.grid(sheet, box))
        nested = {(row, column) for row, column, text in scope.cells.formulas_in(sheet, box) if "SUBTOTAL(" in text.upper()}
        if nested:
            grid = Grid([
                [None if (box.r0 + row, box.c0 + column) in nested else cell for column, cell in enumerate(line)]
                for row, line in enumerate(grid.rows)
            ])  # fmt: skip
        grids.append(grid)
    return AGGREGATES[NAMES[number - 1]].function(scope, grids)


FORMS: dict[str, Form] = {"SUBTOTAL": Form(_subtotal, 2, None)}
