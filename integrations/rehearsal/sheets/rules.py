"""What points at cells from outside them: the formulas of rules, the ranges of charts and slicers; kept right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1
from integrations.rehearsal.sheets.cells import Cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.cells import Book, Formula, Sheet

Json = dict[str, Any]

OBJECTS = ("charts", "slicers")


def rewrite(book: Book, change: Callable[[Sheet, str], Formula]) -> None:
    """Every formula of a conditional format, a filter or a validation rule is as `change` writes it for its tab."""
    for sheet in book.sheets:
        for name in ("conditionalFormats", "basicFilter", "filterViews"):
            known = sheet.extras.get(name)
            if known and (made := _rewritten(known, sheet, change)) != known:
                _owned(sheet).extras[name] = made
        _revalidate(book, sheet, change)


def _owned(sheet: Sheet) -> Sheet:
    return sheet if sheet.owned else sheet.own()


def _rewritten(value: Any, sheet: Sheet, change: Callable[[Sheet, str], Formula]) -> Any:
    if isinstance(value, list):
        return [_rewritten(each, sheet, change) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: str(change(sheet, inner)) if _is_formula(name, inner) else _rewritten(inner, sheet, change)
        for name, inner in value.items()
    }


def _is_formula(name: str, value: Any) -> bool:
    return name in {"userEnteredValue", "value"} and isinstance(value, str) and value.startswith("=")


def _revalidate(book: Book, sheet: Sheet, change: Callable[[Sheet, str], Formula]) -> None:
    """The validation rules of the tab's cells; looks are shared by tabs, so changed ones get numbers of their own."""
    others = {}
    for number, look in enumerate(list(book.styles)):
        rule = look.get("dataValidation")
        if rule and (made := _rewritten(rule, sheet, change)) != rule:
            others[number] = {**look, "dataValidation": made}
    if not others:
        return
    for row, cells in list(sheet.rows.items()):
        for column, cell in enumerate(cells):
            if isinstance(cell, Cell) and cell.style in others:
                _owned(sheet).put(row, column, Cell(cell.value, book.style(others[cell.style])))


def carry_objects(book: Book, sheet: Sheet, move: Callable[[Json], Json]) -> None:
    """The ranges and anchors on that tab, of charts and slicers wherever they are, are as `move` makes them."""
    for tab in book.sheets:
        for name in OBJECTS:
            known = tab.extras.get(name)
            if known and (made := [_carried(each, sheet.id, move) for each in known]) != known:
                _owned(tab).extras[name] = made


def _carried(value: Any, sheet_id: int, move: Callable[[Json], Json]) -> Any:
    if isinstance(value, list):
        return [_carried(each, sheet_id, move) for each in value]
    if not isinstance(value, dict):
        return value
    made: Json = {}
    for name, inner in value.items():
        if name == "sources":
            made[name] = [move(each) if each.get("sheetId", 0) == sheet_id else each for each in inner]
        elif name == "dataRange" and inner.get("sheetId", 0) == sheet_id:
            made[name] = move(inner)
        elif name == "anchorCell" and inner.get("sheetId", 0) == sheet_id:
            made[name] = _anchored(inner, move)
        else:
            made[name] = _carried(inner, sheet_id, move)
    return made


def _anchored(anchor: Json, move: Callable[[Json], Json]) -> Json:
    row, column = anchor.get("rowIndex", 0), anchor.get("columnIndex", 0)
    box = a1.box_of(move(a1.range_of(anchor.get("sheetId", 0), a1.Box(row, column, row + 1, column + 1))))
    kept = {"sheetId": anchor.get("sheetId", 0), "rowIndex": box.r0, "columnIndex": box.c0}
    return {name: value for name, value in kept.items() if value}
