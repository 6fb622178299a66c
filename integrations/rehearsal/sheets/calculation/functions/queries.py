"""QUERY, which answers a question in the query language from a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation import volatile
from integrations.rehearsal.sheets.calculation.functions.kinds import Whole, grid_of, integer
from integrations.rehearsal.sheets.calculation.query import answer, clauses
from integrations.rehearsal.sheets.calculation.results import Fault, Grid, Result, Scalar, is_number

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.calculation.evaluation import Scope


def _headers(grid: Grid) -> int:
    """How many rows head the table, where it is not said: one, if it has texts above numbers or only texts above all."""
    if grid.height < 2:
        return 0
    first, rest = grid.rows[0], grid.rows[1:]
    texts = [place for place, cell in enumerate(first) if isinstance(cell, str)]
    if any(is_number(cell) for cell in first) or not texts:
        return 0
    return int(any(is_number(row[place]) for row in rest for place in texts))


def _query(scope: Scope, given: list[Result]) -> Result:
    grid, text = grid_of(given[0]), scope.text(given[1]) if len(given) > 1 and given[1] is not None else "select *"
    headers = integer(scope, given, 2, -1)
    now = scope.cells.moment(volatile.NOW) if "now()" in text.lower().replace(" ", "") else 0.0
    count = _headers(grid) if headers < 0 else min(headers, grid.height)
    try:
        table = answer.Table(grid, count, grid.c0 if grid.r0 is not None else None, float(str(now)))
        made = answer.Answer(clauses.read(text), table)
    except clauses.Unclear as wrong:
        message = f"Unable to parse query string for Function QUERY parameter 2: {wrong}"
        raise Fault("VALUE", message) from None
    head: list[Scalar] = list(made.heads)
    headed = any(head) and (count > 0 or bool(made.query.labels) or any(
        isinstance(each, clauses.Work) for each in made.select
    ))  # fmt: skip
    rows = [*([head] if headed else []), *made.lines]
    if not rows:
        raise Fault("N_A", "Query completed with an empty output.")
    return Grid(rows)


WHOLES: dict[str, Whole] = {"QUERY": Whole(_query, 1, 3)}
