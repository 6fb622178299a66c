"""Rows that a basic filter hides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1, parsing, rendering
from integrations.rehearsal.sheets.calculation.results import CellError, Scalar, compared

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

TEXTS: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda text, part: part in text, "TEXT_NOT_CONTAINS": lambda text, part: part not in text,
    "TEXT_STARTS_WITH": str.startswith, "TEXT_ENDS_WITH": str.endswith, "TEXT_EQ": str.__eq__, "TEXT_NOT_EQ": str.__ne__,
}  # fmt: skip
ORDERS: dict[str, Callable[[int], bool]] = {
    "NUMBER_GREATER": lambda way: way > 0, "NUMBER_GREATER_THAN_EQ": lambda way: way >= 0,
    "NUMBER_LESS": lambda way: way < 0, "NUMBER_LESS_THAN_EQ": lambda way: way <= 0,
    "NUMBER_EQ": lambda way: way == 0, "NUMBER_NOT_EQ": lambda way: way != 0,
    "DATE_AFTER": lambda way: way > 0, "DATE_BEFORE": lambda way: way < 0, "DATE_EQ": lambda way: way == 0,
}  # fmt: skip


def hidden(book: Book, sheet: Sheet) -> set[int]:
    """The rows that the tab's basic filter hides, by their criteria: hidden values, and conditions it knows."""
    given = sheet.extras.get("basicFilter")
    criteria = _criteria(given) if given else {}
    if not given or not criteria:
        return set()
    box = a1.box_of(given["range"]).within(sheet)
    return {
        row for row in range(box.r0 + 1, min(box.bottom, sheet.last_row()))
        if any(not _passes(book, sheet, row, column, each) for column, each in criteria.items())
    }  # fmt: skip


def _criteria(given: Json) -> dict[int, Json]:
    """The criteria by column, whether written as filterSpecs or in the older map."""
    found = {int(column): each for column, each in given.get("criteria", {}).items()}
    return {
        **found,
        **{each.get("columnIndex", 0): each.get("filterCriteria", {}) for each in given.get("filterSpecs", ())},
    }


def _passes(book: Book, sheet: Sheet, row: int, column: int, criteria: Json) -> bool:
    value = rendering.result(book, sheet, row, column)
    shown = rendering.formatted(book, sheet, sheet.get(row, column), value)
    if shown in criteria.get("hiddenValues", ()):
        return False
    condition = criteria.get("condition", {})
    return not condition or _meets(book, value, shown, condition)


def _meets(book: Book, value: Scalar, shown: str, condition: Json) -> bool:
    kind: str = condition.get("type", "")
    if kind in {"BLANK", "NOT_BLANK"}:
        return (shown == "") == (kind == "BLANK")
    wanted = [each.get("userEnteredValue", "") for each in condition.get("values", [])]
    if kind in TEXTS and wanted:
        return TEXTS[kind](shown.lower(), wanted[0].lower())
    numbers = [parsing.entered(each, rendering.habits(book))[0] for each in wanted]
    if kind in ORDERS and numbers:
        return _is_number(value) and ORDERS[kind](compared(value, numbers[0]))
    if kind in {"NUMBER_BETWEEN", "NUMBER_NOT_BETWEEN"} and len(numbers) == 2:
        between = _is_number(value) and compared(value, numbers[0]) >= 0 >= compared(value, numbers[1])
        return between == (kind == "NUMBER_BETWEEN")
    return True


def _is_number(value: Scalar) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, (bool, CellError))
