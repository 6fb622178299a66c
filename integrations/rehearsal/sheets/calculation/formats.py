"""The number format a formula takes over from the cells it reads, where its own cell has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1
from integrations.rehearsal.sheets.calculation import grammar, references
from integrations.rehearsal.sheets.cells import Formula, value_of

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.calculation.grammar import Node
    from integrations.rehearsal.sheets.cells import Book, Sheet, Stored

Json = dict[str, Any]

PASSING = frozenset({
    "SUM", "SUMIF", "AVERAGE", "MIN", "MAX", "MEDIAN", "LARGE", "SMALL", "ROUND", "ROUNDUP", "ROUNDDOWN", "ABS", "INDEX",
    "IFERROR", "IFNA", "FILTER", "SORT", "UNIQUE", "ARRAYFORMULA", "TRANSPOSE",
})  # fmt: skip
DATES = frozenset({"DATE", "EDATE", "EOMONTH"})
DEEPEST = 8


def number_format(book: Book, sheet: Sheet, cell: Stored, depth: int = 0) -> Json | None:
    """The format numbers of the cell are shown in: its own, or the one its formula takes over; None is the general one."""
    own: Json | None = book.look(cell).get("userEnteredFormat", {}).get("numberFormat")
    text = value_of(cell)
    if own is not None or not isinstance(text, Formula) or depth > DEEPEST:
        return own
    try:
        tree = grammar.parse(str(text), references.comma(book))
    except (grammar.Unreadable, RecursionError):
        return None
    return _taken(book, sheet, tree, depth)


def _taken(book: Book, sheet: Sheet, node: Node | None, depth: int) -> Json | None:
    match node:
        case grammar.Reference(title, written):
            found = sheet if title is None else book.titled(title)
            if found is None:
                return None
            box = a1.box_in(written)
            return number_format(book, found, found.get(box.r0, box.c0), depth + 1)
        case grammar.Operation("+" | "-" | "u-" as sign, operands):
            forms = [_taken(book, sheet, each, depth) for each in operands]
            if sign == "-" and len(forms) == 2 and all(form and form.get("type") == "DATE" for form in forms):
                return None  # days between two dates
            return next((form for form in forms if form), None)
        case grammar.Invocation(name, arguments) if arguments:
            if name in DATES:
                return {"type": "DATE"}
            return _taken(book, sheet, arguments[0], depth) if name in PASSING else None
    return None
