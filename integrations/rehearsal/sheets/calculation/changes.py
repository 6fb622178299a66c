"""What a change makes stale: the cells that differ, and every formula that read one of them, however far along."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.cells import Row

Key = tuple[int, int, int]  # tab, row, column
Place = tuple[int, "Box"]

SMALL = 64  # a place of so few cells is found by each of them
DEEPEST = 200  # rounds after which a chain is given up and everything is worked out again


def differing(sheet: int, old: Mapping[int, Row], new: Mapping[int, Row]) -> set[Key]:
    """The cells that are not the same in two states of a tab; rows that were not touched are the same objects."""
    found: set[Key] = set()
    for row in old.keys() | new.keys():
        before, after = old.get(row), new.get(row)
        if before is after:
            continue
        before, after = before or [], after or []
        for column in range(max(len(before), len(after))):
            one = before[column] if column < len(before) else None
            other = after[column] if column < len(after) else None
            if one.__class__ is not other.__class__ or one != other:
                found.add((sheet, row, column))
    return found


class Cells:
    """Cells ordered by column, to be asked whether one of them lies in a box."""

    def __init__(self, keys: Iterable[Key]) -> None:
        """Over these cells."""
        columns: dict[tuple[int, int], list[int]] = defaultdict(list)
        for sheet, row, column in keys:
            columns[sheet, column].append(row)
        self.columns = {place: sorted(rows) for place, rows in columns.items()}

    def within(self, sheet: int, box: Box) -> list[Key]:
        """The cells inside the box."""
        found: list[Key] = []
        for column in range(box.c0, box.right) if box.right - box.c0 <= len(self.columns) else self._columns(sheet, box):
            rows = self.columns.get((sheet, column))
            if rows:
                low, high = bisect_left(rows, box.r0), bisect_left(rows, box.bottom)
                found += [(sheet, row, column) for row in rows[low:high]]
        return found

    def _columns(self, sheet: int, box: Box) -> list[int]:
        return [column for tab, column in self.columns if tab == sheet and box.c0 <= column < box.right]

    def touch(self, sheet: int, box: Box) -> bool:
        """Whether one of the cells lies inside the box."""
        for column in self._columns(sheet, box):
            rows = self.columns[sheet, column]
            place = bisect_left(rows, box.r0)
            if place < len(rows) and rows[place] < box.bottom:
                return True
        return False


class Readers:
    """Which formulas read which places."""

    def __init__(self, reads: Mapping[Key, Collection[Place]]) -> None:
        """As the last evaluation of each formula saw it."""
        self.of_cell: dict[Key, list[Key]] = defaultdict(list)
        self.of_box: dict[Place, list[Key]] = defaultdict(list)
        for reader, places in reads.items():
            for place in places:
                sheet, box = place
                if (box.bottom - box.r0) * (box.right - box.c0) > SMALL:
                    self.of_box[place].append(reader)
                    continue
                for row in range(box.r0, box.bottom):
                    for column in range(box.c0, box.right):
                        self.of_cell[sheet, row, column].append(reader)

    def after(self, changed: Iterable[Key], extents: Mapping[Key, Place]) -> set[Key] | None:
        """Every formula to be worked out again; None where that is best said of all of them.

        `extents` are the places that spilling formulas fill or wanted to fill: what changes there concerns them, and
        what they fill anew may lie anywhere below and to the right of them.
        """
        stale: set[Key] = set()
        boxes = dict(self.of_box)
        spilling = dict(extents)
        frontier = set(changed)
        for _ in range(DEEPEST):
            cells = Cells(frontier)
            hit = {reader for cell in frontier for reader in self.of_cell.get(cell, ())}
            for place in [place for place in boxes if cells.touch(*place)]:
                hit.update(boxes.pop(place))
            for key in [key for key, place in spilling.items() if key in frontier or cells.touch(*place)]:
                del spilling[key]
                hit |= {key} | self._beyond(key)
            frontier = hit - stale
            if not frontier:
                return stale
            stale |= frontier
        return None

    def _beyond(self, corner: Key) -> set[Key]:
        """The formulas that read anything below or to the right of the corner."""
        sheet, row, column = corner
        found = {
            reader for place, readers in self.of_box.items() for reader in readers
            if place[0] == sheet and place[1].bottom > row and place[1].right > column
        }  # fmt: skip
        return found | {
            reader for cell, readers in self.of_cell.items() for reader in readers
            if cell[0] == sheet and cell[1] >= row and cell[2] >= column
        }  # fmt: skip
