"""A workbook's formulas worked out: each once, in the order they need one another, circles found, grids spilled."""

from __future__ import annotations

import math
from threading import RLock
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets import a1, parsing
from integrations.rehearsal.sheets.calculation import grammar
from integrations.rehearsal.sheets.calculation.evaluation import Scope
from integrations.rehearsal.sheets.calculation.functions import SPILLING
from integrations.rehearsal.sheets.calculation.results import CellError, Fault, Grid, Result, Scalar
from integrations.rehearsal.sheets.cells import Formula, number, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.calculation.grammar import Node
    from integrations.rehearsal.sheets.cells import Book, Sheet

Key = tuple[int, int, int]  # tab, row, column
CIRCLE = CellError("REF", "Circular dependency detected. To resolve with iterative calculation, see File > Settings.")
NO_REFERENCE = CellError("REF", "Reference does not exist.")


class Workings:
    """What every formula of one state of a workbook shows."""

    def __init__(self, book: Book) -> None:
        """Over the workbook as it is now; `stamp` tells whether it still is."""
        self.book, self.stamp = book, book.stamp()
        self.habits = parsing.locale(book.properties.get("locale", "en_US"))
        self.formulas: dict[Key, Formula] = {
            (sheet.id, row, column): cell for sheet in book.sheets for row, column, cell in sheet.formulas()
        }
        self.trees: dict[Key, Node | CellError] = {key: self._tree(text) for key, text in self.formulas.items()}
        self.spillers = [key for key, tree in self.trees.items() if spills(tree)]
        self.results: dict[Key, Scalar] = {}
        self.spilled: dict[Key, Scalar] = {}
        self.known: dict[tuple[int, Box], Grid] = {}
        self.lock = RLock()

    def _tree(self, text: Formula) -> Node | CellError:
        try:
            return grammar.parse(str(text), self.habits.comma)
        except (grammar.Unreadable, RecursionError):
            return CellError("ERROR", "Formula parse error.")

    def value(self, sheet: Sheet, row: int, column: int) -> Scalar:
        """What stands in the cell: a value, a formula's result, or what another formula spilled there."""
        stored = value_of(sheet.get(row, column))
        if stored is not None and not isinstance(stored, Formula):
            return stored
        with self.lock:
            if stored is None:
                self.spill(sheet)
                return self.spilled.get((sheet.id, row, column))
            key = (sheet.id, row, column)
            if key not in self.results:
                self._work_out(key)
            return self.results[key]

    def spill(self, sheet: Sheet) -> dict[Key, Scalar]:
        """Everything that was spilled, once every formula of the tab that can spill was worked out."""
        with self.lock:
            for key in self.spillers:
                if key[0] == sheet.id and key not in self.results:
                    self._work_out(key)
            return self.spilled

    def _work_out(self, wanted: Key) -> None:
        """The formula has a result, and so has everything it needs; no recursion, so chains may be long."""
        path: dict[Key, Iterator[tuple[Key, bool]]] = {wanted: iter(self._needs(wanted))}
        while path:
            key = next(reversed(path))
            for needed, soft in path[key]:
                if needed in self.results:
                    continue
                if needed not in path:
                    path[needed] = iter(self._needs(needed))
                    break
                if not soft:
                    self.results.update(dict.fromkeys(list(path)[list(path).index(needed) :], CIRCLE))
            else:
                del path[key]
                if key not in self.results:
                    self.results[key] = self._result(key)

    def _needs(self, key: Key) -> list[tuple[Key, bool]]:
        """The formulas this one needs; soft ones are those that may or may not spill into what it reads."""
        found: dict[Key, bool] = {}
        for sheet, box in self._places(self.trees[key], key[0]):
            if (sheet.id, box) in self.known:
                continue
            if (box.bottom - box.r0) * (box.right - box.c0) <= len(self.formulas):
                inside = [
                    (sheet.id, row, column) for row in range(box.r0, box.bottom) for column in range(box.c0, box.right)
                ]
                found.update(dict.fromkeys((each for each in inside if each in self.formulas), False))
            else:
                found.update(dict.fromkeys((each for each in self.formulas if _inside(each, sheet.id, box)), False))
            for other in self.spillers:
                if other[0] == sheet.id and other[1] < box.bottom and other[2] < box.right and other != key:
                    found.setdefault(other, True)
        return list(found.items())

    def _places(self, node: Node | CellError | None, home: int) -> Iterator[tuple[Sheet, Box]]:
        match node:
            case grammar.Reference() | grammar.Name():
                try:
                    yield self._place(node, home)
                except Fault:
                    return
            case grammar.Operation(operands=parts) | grammar.Invocation(arguments=parts):
                for part in parts:
                    yield from self._places(part, home)
            case grammar.Table(rows):
                for part in (each for row in rows for each in row):
                    yield from self._places(part, home)

    def _place(self, node: grammar.Reference | grammar.Name, home: int) -> tuple[Sheet, Box]:
        if isinstance(node, grammar.Name):
            for named in self.book.named:
                if named["name"].lower() == node.name.lower():
                    sheet, box = a1.grid(self.book, named["range"])
                    return sheet, box.within(sheet)
            raise Fault("NAME", f"Unknown range name: '{node.name.upper()}'.")
        found = self.book.find(home) if node.sheet is None else self.book.titled(node.sheet)
        if found is None:
            raise Fault("REF", f"Unresolved sheet name '{node.sheet}'.")
        box = a1.box_in(node.cells)
        if box.r0 >= found.row_count or box.c0 >= found.column_count:
            raise Fault(NO_REFERENCE.kind, NO_REFERENCE.message)
        return found, box.within(found)

    def grid(self, reference: grammar.Reference, home: int) -> Grid:
        """The values of the cells a reference means."""
        return self._cells(*self._place(reference, home))

    def named(self, name: str) -> Grid:
        """The values of a named range."""
        return self._cells(*self._place(grammar.Name(name), 0))

    def _cells(self, sheet: Sheet, box: Box) -> Grid:
        if (known := self.known.get((sheet.id, box))) is not None:
            return known
        rows = [[self._at(sheet, row, column) for column in range(box.c0, box.right)]
                for row in range(box.r0, box.bottom)]  # fmt: skip
        made = Grid(rows, box.r0, box.c0)
        waiting = any(_inside(key, sheet.id, box) for key in self.spillers if key not in self.results)
        if not waiting and len(rows) > 1:
            self.known[sheet.id, box] = made
        return made

    def _at(self, sheet: Sheet, row: int, column: int) -> Scalar:
        stored = value_of(sheet.get(row, column))
        if isinstance(stored, Formula):
            return self.results.get((sheet.id, row, column), CIRCLE)
        return self.spilled.get((sheet.id, row, column)) if stored is None and self.spilled else stored

    def _result(self, key: Key) -> Scalar:
        tree = self.trees[key]
        if isinstance(tree, CellError):
            return tree
        scope = Scope(self, *key, self.habits)
        try:
            made: Result = scope.evaluate(tree)
            if isinstance(made, Grid) and key in self.spillers:
                made = self._spread(key, made)
            shown = scope.one(made)
        except Fault as fault:
            return fault.error
        except Exception:  # what cannot be worked out is an error in its own cell, never in the answer
            return CellError("ERROR", "Formula cannot be worked out.")
        if isinstance(shown, float) and not math.isfinite(shown):
            return CellError("NUM", "The result is no number that can be shown.")
        if shown is None:
            return 0 if not isinstance(made, Grid) or made.r0 is not None else ""
        return number(shown) if isinstance(shown, float) else shown

    def _spread(self, key: Key, grid: Grid) -> Scalar:
        """The grid stands beside and below the formula, whose own value is the first; REF where something is in the way."""
        sheet = self.book.find(key[0])
        if not grid.rows or not grid.rows[0] or sheet is None:
            return None
        targets = {
            (key[0], key[1] + row, key[2] + column): value
            for row, line in enumerate(grid.rows) for column, value in enumerate(line) if (row, column) != (0, 0)
        }  # fmt: skip
        for target, value in targets.items():
            if value is not None and (value_of(sheet.get(*target[1:])) is not None or target in self.spilled):
                name = f"{a1.column_letters(target[2])}{target[1] + 1}"
                raise Fault("REF", f"Array result was not expanded because it would overwrite data in {name}.")
        self.spilled.update({target: value for target, value in targets.items() if value is not None})
        return grid.rows[0][0] if grid.rows[0][0] is not None else ""


def _inside(key: Key, sheet_id: int, box: Box) -> bool:
    return key[0] == sheet_id and box.r0 <= key[1] < box.bottom and box.c0 <= key[2] < box.right


def spills(tree: Node | CellError | None) -> bool:
    """Whether the formula can fill more cells than its own."""
    match tree:
        case grammar.Invocation(name, arguments):
            return name in SPILLING or (name.startswith("IF") and any(spills(each) for each in arguments))
        case grammar.Table():
            return True
    return False


def workings(book: Book) -> Workings:
    """The workings of the workbook as it is now, made anew after each change."""
    known = book.workings
    if not isinstance(known, Workings) or known.stamp != book.stamp():
        known = book.workings = Workings(book)
    return known
