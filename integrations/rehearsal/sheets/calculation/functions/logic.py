"""Conditions, tests of kinds, and what catches errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.kinds import Form, Plain, Whole, cells_of
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
    truth_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.evaluation import Scope
    from integrations.rehearsal.sheets.calculation.grammar import Node
    from integrations.rehearsal.sheets.parsing import Locale

    Nodes = Sequence[Node | None]


def _settled(scope: Scope, node: Node | None) -> Result:
    try:
        return scope.evaluate(node)
    except Fault as fault:
        return fault.error


def _choose(scope: Scope, nodes: Nodes) -> Result:
    """IF: only the branch that is taken is worked out, except over grids."""
    if scope.arrays:
        values = [_settled(scope, node) for node in nodes]
        return scope.spread(_branch, values, errors=True)
    test = truth_of(scope.one(scope.evaluate(nodes[0])))
    if test:
        return scope.evaluate(nodes[1])
    return scope.evaluate(nodes[2]) if len(nodes) > 2 else False


def _branch(test: Scalar, yes: Scalar, no: Scalar = False) -> Scalar:
    return yes if truth_of(test) else no


def _choose_first(scope: Scope, nodes: Nodes) -> Result:
    if len(nodes) % 2:
        raise Fault("N_A", "Wrong number of arguments to IFS: every condition needs a value.")
    for place in range(0, len(nodes), 2):
        if truth_of(scope.one(scope.evaluate(nodes[place]))):
            return scope.evaluate(nodes[place + 1])
    raise Fault("N_A", "No match.")


def _switch(scope: Scope, nodes: Nodes) -> Result:
    wanted = scope.one(scope.evaluate(nodes[0]))
    if isinstance(wanted, CellError):
        fail(wanted)
    pairs = nodes[1:]
    for place in range(0, len(pairs) - 1, 2):
        if compared(scope.one(scope.evaluate(pairs[place])), wanted) == 0:
            return scope.evaluate(pairs[place + 1])
    if len(pairs) % 2:
        return scope.evaluate(pairs[-1])
    raise Fault("N_A", "No match.")


def _otherwise(only: str | None) -> Callable[[Scope, Nodes], Result]:
    """IFERROR, or IFNA for one kind of error: the second value stands in for the error."""

    def caught(value: Scalar) -> bool:
        return isinstance(value, CellError) and only in {None, value.kind}

    def work(scope: Scope, nodes: Nodes) -> Result:
        made = _settled(scope, nodes[0])
        if isinstance(made, Grid) and (scope.arrays or made.r0 is None):
            instead = _settled(scope, nodes[1]) if len(nodes) > 1 else ""
            return scope.spreading().spread(
                lambda value, other: other if caught(value) else value, [made, instead], errors=True
            )
        value = scope.one(made)
        if not caught(value):
            return made
        return scope.evaluate(nodes[1]) if len(nodes) > 1 else ""

    return work


def _array(scope: Scope, nodes: Nodes) -> Result:
    return scope.spreading().evaluate(nodes[0])


def _truths(given: list[Result]) -> list[bool]:
    found: list[bool] = []
    for value in given:
        if not isinstance(value, Grid):
            found.append(truth_of(cells_of(value)[0]))
            continue
        for cell in value.flat():
            if isinstance(cell, CellError):
                fail(cell)
            if cell is not None and not isinstance(cell, str):
                found.append(bool(cell))
    if not found:
        raise Fault("VALUE", "No values to combine.")
    return found


def _nothing(_: Locale) -> Scalar:
    raise Fault("N_A", "Error: value is not available.")


def _is_error(value: Scalar, *but: str) -> bool:
    return isinstance(value, CellError) and value.kind not in but


ERRORS = ("NULL_VALUE", "DIVIDE_BY_ZERO", "VALUE", "REF", "NAME", "NUM", "N_A")


def _error_number(value: Scalar) -> Scalar:
    if not isinstance(value, CellError):
        raise Fault("N_A", "Function ERROR.TYPE parameter 1 is no error.")
    return ERRORS.index(value.kind) + 1 if value.kind in ERRORS else 8


def _type_number(value: Scalar) -> Scalar:
    if isinstance(value, CellError):
        return 16
    return 4 if isinstance(value, bool) else 2 if isinstance(value, str) else 1


SCALARS: dict[str, Plain] = {
    "NOT": Plain(lambda _, value: not truth_of(value), 1, 1),
    "TRUE": Plain(lambda _: True, 0, 0),
    "FALSE": Plain(lambda _: False, 0, 0),
    "NA": Plain(_nothing, 0, 0),
    "N": Plain(lambda habits, value: number_of(value, habits) if not isinstance(value, str) else 0, 1, 1),
    "ERROR.TYPE": Plain(lambda _, value: _error_number(value), 1, 1),
    "TYPE": Plain(lambda _, value: _type_number(value), 1, 1),
    "ISBLANK": Plain(lambda _, value: value is None, 1, 1),
    "ISNUMBER": Plain(lambda _, value: is_number(value), 1, 1),
    "ISTEXT": Plain(lambda _, value: isinstance(value, str), 1, 1),
    "ISNONTEXT": Plain(lambda _, value: not isinstance(value, str), 1, 1),
    "ISLOGICAL": Plain(lambda _, value: isinstance(value, bool), 1, 1),
    "ISERROR": Plain(lambda _, value: _is_error(value), 1, 1),
    "ISERR": Plain(lambda _, value: _is_error(value, "N_A"), 1, 1),
    "ISNA": Plain(lambda _, value: isinstance(value, CellError) and value.kind == "N_A", 1, 1),
}
TAKING_ERRORS = frozenset({"ERROR.TYPE", "TYPE", "ISBLANK", "ISNUMBER", "ISTEXT", "ISNONTEXT", "ISLOGICAL", "ISERROR", "ISERR", "ISNA"})
WHOLES: dict[str, Whole] = {
    "AND": Whole(lambda _, given: all(_truths(given)), 1, None),
    "OR": Whole(lambda _, given: any(_truths(given)), 1, None),
    "XOR": Whole(lambda _, given: sum(_truths(given)) % 2 == 1, 1, None),
}
FORMS: dict[str, Form] = {
    "IF": Form(_choose, 2, 3),
    "IFS": Form(_choose_first, 2, None),
    "SWITCH": Form(_switch, 3, None),
    "IFERROR": Form(_otherwise(None), 1, 2),
    "IFNA": Form(_otherwise("N_A"), 1, 2),
    "ARRAYFORMULA": Form(_array, 1, 1),
}
