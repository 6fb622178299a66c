"""Functions of places: where cells lie, what stands in them, and references made from texts and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from integrations.rehearsal.refusals import Refusal
from integrations.rehearsal.sheets import a1
from integrations.rehearsal.sheets.calculation import grammar, volatile
from integrations.rehearsal.sheets.calculation.functions.kinds import Form, Whole, flag, integer, whole
from integrations.rehearsal.sheets.calculation.results import Fault, Grid, Result, Scalar, text_of
from integrations.rehearsal.sheets.calculation.surroundings import AROUND

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.calculation.evaluation import Scope
    from integrations.rehearsal.sheets.calculation.grammar import Node
    from integrations.rehearsal.sheets.cells import Sheet

    Nodes = Sequence[Node | None]

DEEPEST = 4  # spreadsheets that import from one another


def _place(scope: Scope, node: Node | None) -> tuple[Sheet, Box]:
    """The cells an argument means; one that is no reference is worked out and must yield cells of a tab."""
    if isinstance(node, grammar.Reference) or (isinstance(node, grammar.Name) and node.name.upper() not in scope.bound):
        return scope.cells.place(node, scope.sheet)
    grid = scope.evaluate(node)
    if not isinstance(grid, Grid) or grid.r0 is None or grid.c0 is None or grid.sheet is None:
        raise Fault("N_A", "Argument must be a range.")
    title, _ = scope.cells.place(grammar.Reference(None, "A1"), grid.sheet)
    return title, a1.Box(grid.r0, grid.c0, grid.r0 + grid.height, grid.c0 + grid.width)


def _own_place(rows: bool) -> Callable[[Scope, Nodes], Result]:
    """ROW and COLUMN: of the formula itself, or of the cells given."""

    def work(scope: Scope, nodes: Nodes) -> Result:
        if not nodes:
            return (scope.row if rows else scope.column) + 1
        _, box = _place(scope, nodes[0])
        if not scope.arrays:
            return (box.r0 if rows else box.c0) + 1
        if rows:
            return Grid([[place + 1] for place in range(box.r0, box.bottom)])
        return Grid([[place + 1 for place in range(box.c0, box.right)]])

    return work


def _indirect(scope: Scope, given: list[Result]) -> Result:
    text = scope.text(given[0]).strip()
    if not flag(scope, given, 1, otherwise=True):
        raise Fault("REF", "INDIRECT reads A1 notation here, not R1C1.")
    try:
        node = grammar.parse("=" + text, comma=False)
    except grammar.Unreadable:
        node = None
    if not isinstance(node, (grammar.Reference, grammar.Name)):
        raise Fault("REF", f"Function INDIRECT parameter 1 value is '{text}'. It is not a valid cell/range reference.")
    try:
        return scope.cells.grid(*scope.cells.place(node, scope.sheet))
    except Fault:
        message = f"Function INDIRECT parameter 1 value is '{text}'. It is not a valid cell/range reference."
        raise Fault("REF", message) from None


def _offset(scope: Scope, nodes: Nodes) -> Result:
    sheet, box = _place(scope, nodes[0])
    given = [scope.evaluate(node) for node in nodes[1:]]
    r0, c0 = box.r0 + integer(scope, given, 0, 0), box.c0 + integer(scope, given, 1, 0)
    height = integer(scope, given, 2, box.bottom - box.r0)
    width = integer(scope, given, 3, box.right - box.c0)
    moved = a1.Box(r0, c0, r0 + height, c0 + width)
    if r0 < 0 or c0 < 0 or r0 >= sheet.row_count or c0 >= sheet.column_count:
        raise Fault("REF", "Function OFFSET evaluates to an out of bounds range.")
    if height < 1 or width < 1:
        raise Fault("REF", "Function OFFSET parameter 4 value should be greater than or equal to 1.")
    return scope.cells.grid(sheet, moved.within(sheet))


def _address(scope: Scope, given: list[Result]) -> Result:
    row, column, kind = whole(scope, given[0]), whole(scope, given[1]), integer(scope, given, 2, 1)
    if row < 1 or column < 1 or kind not in {1, 2, 3, 4}:
        raise Fault("VALUE", "Function ADDRESS parameter 1 value is out of range.")
    title = "" if len(given) < 5 or given[4] is None else a1.quoted(scope.text(given[4])) + "!"
    if not flag(scope, given, 3, otherwise=True):
        rows = f"R{row}" if kind in {1, 2} else f"R[{row}]"
        return f"{title}{rows}" + (f"C{column}" if kind in {1, 3} else f"C[{column}]")
    letters = ("$" if kind in {1, 3} else "") + a1.column_letters(column - 1)
    return f"{title}{letters}" + ("$" if kind in {1, 2} else "") + str(row)


def _cell(scope: Scope, nodes: Nodes) -> Result:
    wanted = scope.text(scope.evaluate(nodes[0])).lower()
    sheet, box = _place(scope, nodes[1])
    first = a1.Box(box.r0, box.c0, box.r0 + 1, box.c0 + 1)
    match wanted:
        case "row":
            return box.r0 + 1
        case "col":
            return box.c0 + 1
        case "address":
            return f"${a1.column_letters(box.c0)}${box.r0 + 1}"
    value = scope.cells.grid(sheet, first).rows[0][0]
    match wanted:
        case "contents":
            return value
        case "type":
            return "b" if value is None else "l" if isinstance(value, str) else "v"
    raise Fault("VALUE", f"Function CELL parameter 1 value '{wanted}' is not a kind of information that is known.")


def _formula_text(scope: Scope, nodes: Nodes) -> Result:
    found = scope.cells.formula(*_place(scope, nodes[0]))
    if found is None:
        raise Fault("N_A", "Function FORMULATEXT parameter 1 refers to a cell with no formula.")
    return str(found)


def _sheet_number(scope: Scope, nodes: Nodes) -> Result:
    node = nodes[0] if nodes else grammar.Reference(None, "A1")
    return int(_place(scope, node)[0].properties["index"]) + 1


def _size(rows: bool) -> Callable[[Scope, Nodes], Result]:
    """ROWS and COLUMNS: of cells without reading them, or of what a formula yields."""

    def work(scope: Scope, nodes: Nodes) -> Result:
        if isinstance(nodes[0], grammar.Reference):
            _, box = _place(scope, nodes[0])
            return box.bottom - box.r0 if rows else box.right - box.c0
        made = scope.spreading().evaluate(nodes[0])
        if not isinstance(made, Grid):
            return 1
        return made.height if rows else made.width

    return work


def _import(scope: Scope, given: list[Result]) -> Result:
    """The values of another spreadsheet's range, as the owner of this one may see them."""
    from integrations.rehearsal.sheets.calculation.workings import workings  # noqa: PLC0415 - the other book's own

    address, text = scope.text(given[0]), text_of(scope.one(given[1]), scope.habits)
    wanted = address.partition("/d/")[2].partition("/")[0] or address
    seen = scope.cells.moment(volatile.OTHER + wanted)
    other = AROUND.get().other(str(scope.cells.moment(volatile.OWN)), wanted)
    if other is None or seen is None:
        raise Fault("REF", "You don't have permissions to access that sheet.")
    try:
        sheet, box = a1.parse(other, text)
        box = a1.readable(sheet, box)
    except Refusal:
        raise Fault("REF", "Cannot find range or sheet for imported range.") from None
    if (around := AROUND.get()).depth >= DEEPEST:
        raise Fault("REF", "Circular dependency detected in IMPORTRANGE.")
    within = AROUND.set(replace(around, depth=around.depth + 1))
    try:
        worked = workings(other)
        rows: list[list[Scalar]] = [
            [worked.value(sheet, row, column) for column in range(box.c0, box.right)]
            for row in range(box.r0, box.bottom)
        ]
    finally:
        AROUND.reset(within)
    while len(rows) > 1 and all(cell is None for cell in rows[-1]):
        rows.pop()
    return Grid(rows)


WHOLES: dict[str, Whole] = {
    "INDIRECT": Whole(_indirect, 1, 2),
    "ADDRESS": Whole(_address, 2, 5),
    "IMPORTRANGE": Whole(_import, 2, 2),
}
FORMS: dict[str, Form] = {
    "ROW": Form(_own_place(rows=True), 0, 1),
    "COLUMN": Form(_own_place(rows=False), 0, 1),
    "ROWS": Form(_size(rows=True), 1, 1),
    "COLUMNS": Form(_size(rows=False), 1, 1),
    "OFFSET": Form(_offset, 3, 5),
    "CELL": Form(_cell, 2, 2),
    "FORMULATEXT": Form(_formula_text, 1, 1),
    "ISFORMULA": Form(lambda scope, nodes: scope.cells.formula(*_place(scope, nodes[0])) is not None, 1, 1),
    "ISREF": Form(lambda _, nodes: isinstance(nodes[0], (grammar.Reference, grammar.Name)), 1, 1),
    "SHEET": Form(_sheet_number, 0, 1),
}
