"""References in formulas kept right when cells move, are copied, or their tab is renamed or removed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets import a1, parsing
from integrations.rehearsal.sheets.calculation import grammar
from integrations.rehearsal.sheets.cells import Formula, stored, style_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.cells import Book, Sheet

CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([1-9]\d*)?$")
LOST = "#REF!"


@dataclass(frozen=True)
class Corner:
    """One end of a reference: its column and row, None where it has none, and whether each is held fast by a $."""

    column: int | None
    row: int | None
    fast_column: bool
    fast_row: bool

    def written(self) -> str:
        """The corner in A1 notation."""
        column = "" if self.column is None else ("$" if self.fast_column else "") + a1.column_letters(self.column)
        return column + ("" if self.row is None else ("$" if self.fast_row else "") + str(self.row + 1))


def _corners(cells: str) -> list[Corner]:
    found = []
    for text in cells.split(":"):
        match = CORNER.match(text)
        if match is None:
            return []
        first, column, second, row = match.groups()
        fast_row = bool(second) or (column is None and bool(first))
        found.append(Corner(None if column is None else a1.column_number(column), None if row is None else int(row) - 1,
                            bool(first), fast_row))  # fmt: skip
    return found


def rewritten(formula: str, comma: bool, change: Callable[[str | None, list[Corner]], str | None]) -> Formula:
    """The formula with every reference as `change` writes it; None leaves it as it is. It is given tab and corners."""
    try:
        words = grammar.tokens(formula, comma)
    except grammar.Unreadable:
        return Formula(formula)
    made = []
    for word in words:
        new = None
        if word.kind == "reference":
            meant = grammar.reference(word.text)
            new = change(meant.sheet, _corners(meant.cells))
        made.append(word.text if new is None else new)
    return Formula("=" + "".join(made))


def _prefix(title: str | None) -> str:
    return "" if title is None else a1.quoted(title) + "!"


def translated(formula: str, comma: bool, rows: int, columns: int) -> Formula:
    """The formula as it reads when copied that far down and to the right."""

    def change(title: str | None, corners: list[Corner]) -> str:
        moved = []
        for each in corners:
            column = each.column if each.column is None or each.fast_column else each.column + columns
            row = each.row if each.row is None or each.fast_row else each.row + rows
            if (column is not None and column < 0) or (row is not None and row < 0):
                return LOST
            moved.append(Corner(column, row, each.fast_column, each.fast_row).written())
        return _prefix(title) + ":".join(moved)

    return rewritten(formula, comma, change)


def everywhere(book: Book, change: Callable[[Sheet, str], Formula]) -> None:
    """Every formula of the workbook is as `change` writes it; it is given the formula's tab and words."""
    for sheet in book.sheets:
        for row, column, text in list(sheet.formulas()):
            made = change(sheet, text)
            if made != text:
                if not sheet.owned:
                    sheet.own()
                sheet.put(row, column, stored(made, style_of(sheet.get(row, column))))


def comma(book: Book) -> bool:
    """Whether formulas of the workbook are written with decimal commas."""
    return parsing.locale(book.properties.get("locale", "en_US")).comma


def follow(book: Book, moved: Sheet, dimension: str, place: Callable[[int], int | None]) -> None:
    """Every formula points at the rows or columns of the tab it pointed at, where they are now."""
    everywhere(book, following(book, moved, dimension, place))


def following(
    book: Book, moved: Sheet, dimension: str, place: Callable[[int], int | None]
) -> Callable[[Sheet, str], Formula]:
    """How a formula of a tab reads once rows or columns of the moved tab are elsewhere."""
    rows = dimension == "ROWS"

    def change(title: str | None, corners: list[Corner]) -> str | None:
        ends = [each.row if rows else each.column for each in corners]
        if all(end is None for end in ends):
            return None
        kept = _kept(ends, place)
        if kept is None:
            return LOST
        return _prefix(title) + ":".join(
            Corner(each.column if rows else end, end if rows else each.row, each.fast_column, each.fast_row).written()
            for each, end in zip(corners, kept, strict=True)
        )

    habit = comma(book)
    return lambda sheet, text: rewritten(
        text, habit, lambda title, corners: change(title, corners) if _points(sheet, title, moved) else None
    )


def _points(sheet: Sheet, title: str | None, target: Sheet) -> bool:
    return sheet is target if title is None else title.lower() == target.title.lower()


def _kept(ends: list[int | None], place: Callable[[int], int | None]) -> list[int | None] | None:
    """Where the ends are now, a range shrunk to what is left of it; None when nothing is."""
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):  # open at one side: only the known end moves
        start = place(known[0])
        return [None if end is None else (known[0] if start is None else start) for end in ends]
    left = [new for old in range(min(known), max(known) + 1) if (new := place(old)) is not None]
    if not left:
        return None
    low, high = min(left), max(left)
    return [low if end == min(known) else high for end in known] if len(known) > 1 else [low]


def carry(book: Book, origin: Sheet, source: Box, target: Sheet, to: tuple[int, int]) -> None:
    """Every formula that pointed into the box points at where its cells were put."""
    everywhere(book, carrying(book, origin, source, target, to))


def carrying(
    book: Book, origin: Sheet, source: Box, target: Sheet, to: tuple[int, int]
) -> Callable[[Sheet, str], Formula]:
    """How a formula of a tab reads once the cells of the box are elsewhere."""
    def change(title: str | None, corners: list[Corner]) -> str | None:
        inside = all(
            each.row is not None and each.column is not None
            and source.r0 <= each.row < source.bottom and source.c0 <= each.column < source.right
            for each in corners
        )  # fmt: skip
        if not inside:
            return None
        moved = [
            Corner((each.column or 0) + to[1] - source.c0, (each.row or 0) + to[0] - source.r0,
                   each.fast_column, each.fast_row).written()
            for each in corners
        ]  # fmt: skip
        shown = title if origin is target else target.title
        return _prefix(shown) + ":".join(moved)

    habit = comma(book)
    return lambda sheet, text: rewritten(
        text, habit, lambda title, corners: change(title, corners) if _points(sheet, title, origin) else None
    )


def rename(book: Book, old: str, new: str | None) -> None:
    """Every formula calls the tab by its new name; without one, what pointed there is lost."""
    everywhere(book, renaming(book, old, new))


def renaming(book: Book, old: str, new: str | None) -> Callable[[Sheet, str], Formula]:
    """How a formula reads once the tab has another name, or is gone."""
    habit = comma(book)

    def change(title: str | None, corners: list[Corner]) -> str | None:
        if title is None or title.lower() != old.lower():
            return None
        return LOST if new is None else _prefix(new) + ":".join(each.written() for each in corners)

    return lambda _, text: rewritten(text, habit, change)
