"""A workbook's formulas worked out: each once, in the order they need one another, circles found, grids spilled.

What a formula reads is noted while it is worked out; after a change only what read something changed is done again.
"""

from __future__ import annotations

import itertools
from functools import lru_cache
from threading import RLock
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets import a1, parsing
from integrations.rehearsal.sheets.calculation import changes, grammar, spilling, volatile
from integrations.rehearsal.sheets.calculation.evaluation import Scope
from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Closure,
    Fault,
    Grid,
    Result,
    Scalar,
    shaped,
)
from integrations.rehearsal.sheets.cells import Cell, Formula, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.calculation.changes import Key, Place
    from integrations.rehearsal.sheets.calculation.grammar import Node
    from integrations.rehearsal.sheets.cells import Book, Sheet, Stored

CIRCLE = CellError("REF", "Circular dependency detected. To resolve with iterative calculation, see File > Settings.")
NO_REFERENCE = CellError("REF", "Reference does not exist.")
GENERATIONS = itertools.count(1)
box_in = lru_cache(maxsize=16384)(a1.box_in)
BARE = {str, int, float, bool, type(None)}


class Unready(Exception):
    """The formula cannot be worked out before these; a soft need may or may not spill into what was read."""

    def __init__(self, needs: list[tuple[Key, bool]]) -> None:
        """Name the formulas, and whether the need is soft."""
        super().__init__()
        self.needs = needs


class Workings:
    """What every formula of one state of a workbook shows; `generation` is another for each."""

    def __init__(self, book: Book, before: Workings | None = None) -> None:
        """Over the workbook as it is now, taking over from an earlier state what the change did not touch."""
        self.book, self.stamp, self.generation = book, book.stamp(), next(GENERATIONS)
        self.habits = parsing.locale(book.properties.get("locale", "en_US"))
        self.formulas: dict[Key, Formula] = {
            (sheet.id, row, column): cell for sheet in book.sheets for row, column, cell in sheet.formulas()
        }
        self.rows = {}
        for sheet in book.sheets:
            self.rows[sheet.id] = dict(sheet.rows)
            sheet.fresh = set()  # rows seen here are copied before they are changed again
        self.editions = {sheet.id: sheet.edition for sheet in book.sheets}
        self.trees: dict[Key, Node | CellError] = {}
        self.results: dict[Key, Scalar] = {}
        self.reads: dict[Key, set[Place]] = {}
        self.moments: dict[Key, set[volatile.Sight]] = {}
        self.extents: dict[Key, Place] = {}
        self.spills: dict[Key, dict[Key, Scalar]] = {}
        self.known: dict[Place, Grid] = {}
        self.asked: set[Place] = set()
        self.lock = RLock()
        self.path: dict[Key, Iterator[tuple[Key, bool]]] = {}
        self.layout = (*((each.id, each.title, each.row_count, each.column_count) for each in book.sheets),
                       *self.stamp[len(book.sheets) :])  # fmt: skip
        if before is not None:
            with before.lock:
                self._take_over(before)
        for key, text in self.formulas.items():
            if key not in self.trees:
                self.trees[key] = self._tree(text)
        self.sights = {sight for seen in self.moments.values() for sight in seen}
        self.spillers = {key for key, tree in self.trees.items() if spilling.spills(tree)}
        self.spilled = {cell: value for cells in self.spills.values() for cell, value in cells.items()}
        self.placed = changes.Cells(self.formulas)

    def _take_over(self, before: Workings) -> None:
        if before.habits == self.habits:
            self.trees = {key: tree for key, tree in before.trees.items() if self.formulas.get(key) is before.formulas[key]
                          or self.formulas.get(key) == before.formulas[key]}  # fmt: skip
        if before.layout != self.layout:
            return
        changed = {
            key for sheet in self.book.sheets if sheet.edition != before.editions[sheet.id]
            for key in changes.differing(sheet.id, before.rows[sheet.id], self.rows[sheet.id])
        }  # fmt: skip
        again = changed | {key for key, seen in before.moments.items() if not volatile.unchanged(self.book, seen, changed=bool(changed))}
        stale = changes.Readers(before.reads).after(again, before.extents)
        if stale is None:
            return
        stale |= again
        # A spill that is done again was read by all that `after` found beyond it.
        self.results = {key: value for key, value in before.results.items() if key not in stale and key in self.formulas}
        self.reads = {key: before.reads[key] for key in self.results if key in before.reads}
        self.moments = {key: seen for key, seen in before.moments.items() if key in self.results}
        self.extents = {key: place for key, place in before.extents.items() if key in self.results}
        self.spills = {key: cells for key, cells in before.spills.items() if key in self.results}
        gone = changes.Cells(stale | {cell for key, cells in before.spills.items() if key not in self.results for cell in cells})
        self.known = {place: grid for place, grid in before.known.items() if not gone.touch(*place)}
        self.asked = set(before.asked)

    def _tree(self, text: Formula) -> Node | CellError:
        try:
            return grammar.parse(str(text), self.habits.comma)
        except (grammar.Unreadable, RecursionError):
            return CellError("ERROR", "Formula parse error.")

    def current(self) -> bool:
        """Whether what was worked out still holds: neither the workbook nor the clock went on for it."""
        return self.stamp == self.book.stamp() and volatile.unchanged(self.book, self.sights, changed=False)

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
            for key in sorted(self.spillers):
                if key[0] == sheet.id and key not in self.results:
                    self._work_out(key)
            return self.spilled

    def _work_out(self, wanted: Key) -> None:
        """The formula has a result, and so has everything it needs; no recursion, so chains may be long."""
        path = self.path = {wanted: iter(())}
        while path:
            key = next(reversed(path))
            for needed, soft in path[key]:
                if needed in self.results:
                    continue
                if needed not in path:
                    path[needed] = iter(())
                    break
                if not soft:
                    self.results.update(dict.fromkeys(list(path)[list(path).index(needed) :], CIRCLE))
            else:
                if key not in self.results:
                    try:
                        self.results[key] = self._result(key)
                    except Unready as wait:
                        path[key] = iter(wait.needs)
                        continue
                del path[key]

    def seen(self, sheet: Sheet, row: int, column: int, text: str) -> Result:
        """What a formula would give if it stood in that cell; what stands there is not touched."""
        tree = self._tree(Formula(text))
        with self.lock:
            for each in self.formulas:
                if each not in self.results:
                    self._work_out(each)
            before, self.path = self.path, {(sheet.id, row, column): iter(())}
            try:
                scope = Scope(self, sheet.id, row, column, self.habits)
                return tree if isinstance(tree, CellError) else scope.evaluate(tree)
            except Fault as fault:
                return fault.error
            except Exception:  # as in a cell of its own
                return CellError("ERROR", "Formula cannot be worked out.")
            finally:
                self.path = before

    def place(self, node: Node | None, home: int) -> tuple[Sheet, Box]:
        """The tab and the box that a reference or a named range means; REF or NAME where there is none."""
        if isinstance(node, grammar.Name):
            for named in self.book.named:
                if named["name"].lower() == node.name.lower():
                    sheet, box = a1.grid(self.book, named["range"])
                    return sheet, box.within(sheet)
            raise Fault("NAME", f"Unknown range name: '{node.name.upper()}'.")
        if not isinstance(node, grammar.Reference):
            raise Fault("N_A", "Argument must be a range.")
        found = self.book.find(home) if node.sheet is None else self.book.titled(node.sheet)
        if found is None:
            raise Fault("REF", f"Unresolved sheet name '{node.sheet}'.")
        box = box_in(node.cells)
        if box.r0 >= found.row_count or box.c0 >= found.column_count:
            raise Fault(NO_REFERENCE.kind, NO_REFERENCE.message)
        return found, box.within(found)

    def grid(self, sheet: Sheet, box: Box) -> Grid:
        """The values of the cells; what they need comes first."""
        place = (sheet.id, box)
        reader = next(reversed(self.path))
        self.reads.setdefault(reader, set()).add(place)
        if (known := self.known.get(place)) is not None:
            return known
        needs = [(key, False) for key in self.placed.within(*place) if key not in self.results]
        waiting = [key for key in self.spillers if key not in self.results and key != reader
                   and key[0] == sheet.id and key[1] < box.bottom and key[2] < box.right]  # fmt: skip
        needs += [(key, True) for key in waiting if key not in self.path]
        if needs:
            raise Unready(needs)
        made = Grid([self._line(sheet, row, box.c0, box.right) for row in range(box.r0, box.bottom)],
                    box.r0, box.c0, sheet.id)  # fmt: skip
        if not waiting and place in self.asked:  # kept from the second asking on: running sums read each box once
            self.known[place] = made
        if box.bottom - box.r0 > 1:
            self.asked.add(place)
        return made

    def _line(self, sheet: Sheet, row: int, start: int, end: int) -> list[Scalar]:
        cells = sheet.rows.get(row, ())[start:end]
        made: list[Scalar] = [
            cell if cell.__class__ in BARE and (cell is not None or not self.spilled)  # type: ignore[misc]
            else self._read(cell, (sheet.id, row, column))
            for column, cell in enumerate(cells, start)
        ]  # fmt: skip
        rest = range(start + len(cells), end)
        return made + [self.spilled.get((sheet.id, row, column)) if self.spilled else None for column in rest]

    def _read(self, cell: Stored, key: Key) -> Scalar:
        stored = value_of(cell)
        made = self.results.get(key, CIRCLE) if isinstance(stored, Formula) else stored
        if made is None:
            made = self.spilled.get(key)
        if isinstance(cell, Cell) and isinstance(made, (int, float)) and not isinstance(made, bool):
            form = self.book.look(cell).get("userEnteredFormat", {}).get("numberFormat")
            return made if form is None else shaped(made, form)
        return made

    def formula(self, sheet: Sheet, box: Box) -> Formula | None:
        """The formula in the first cell of the box."""
        stored = value_of(sheet.get(box.r0, box.c0))
        self.reads.setdefault(next(reversed(self.path)), set()).add((sheet.id, box))
        return stored if isinstance(stored, Formula) else None

    def formulas_in(self, sheet: Sheet, box: Box) -> list[tuple[int, int, Formula]]:
        """Row, column and text of every formula in the box."""
        return [(key[1], key[2], self.formulas[key]) for key in self.placed.within(sheet.id, box)]

    def moment(self, kind: str) -> object:
        """What the formula sees of the clock, of chance, or of another spreadsheet; it is done again when that changes."""
        sight = (kind, volatile.token(self.book, kind))
        self.moments.setdefault(next(reversed(self.path)), set()).add(sight)
        self.sights.add(sight)
        return sight[1]

    def _result(self, key: Key) -> Scalar:
        tree = self.trees[key]
        if isinstance(tree, CellError):
            return tree
        scope = Scope(self, *key, self.habits)
        try:
            made: Result = scope.evaluate(tree)
            if isinstance(made, Closure):
                return CellError("N_A", "LAMBDA must be called with its arguments to give a value.")
            if isinstance(made, Grid) and key in self.spillers:
                made = self._spread(key, made)
            shown = scope.one(made)
        except Fault as fault:
            return fault.error
        except Unready:
            raise
        except Exception:  # what cannot be worked out is an error in its own cell, never in the answer
            return CellError("ERROR", "Formula cannot be worked out.")
        return spilling.kept(shown, made)

    def _spread(self, key: Key, grid: Grid) -> Scalar:
        """The grid stands beside and below the formula, whose own value is the first; REF where something is in the way."""
        sheet = self.book.find(key[0])
        if not grid.rows or not grid.rows[0] or sheet is None:
            return None
        self.extents[key] = (sheet.id, a1.Box(key[1], key[2], key[1] + grid.height, key[2] + grid.width))
        self.spills[key] = spilling.targets(sheet, key, grid, self.spilled)
        self.spilled.update(self.spills[key])
        return grid.rows[0][0] if grid.rows[0][0] is not None else ""


def workings(book: Book) -> Workings:
    """The workings of the workbook as it is now; after a change only what the change touches is worked out anew."""
    known = book.workings
    if isinstance(known, Workings) and known.book is book and known.current():
        return known
    made = book.workings = Workings(book, known if isinstance(known, Workings) else None)
    return made
