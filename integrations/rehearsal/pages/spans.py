"""Cells that take more than one place: merged ones, and texts that run over the empty cells beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from integrations.rehearsal.pages.table import Line, Table

Place = tuple[int, int]  # row and column, or how tall and how wide

LETTER = 8  # pixels, about


def laid(
    here: Table, heads: list[Line], rows: list[Line], shown: list[int], widths: list[int]
) -> tuple[dict[Place, Place], set[Place]]:
    """How tall and wide cells are, by merging or because their text runs on, and the cells they lie over."""
    wide: dict[Place, Place] = {}
    covered: set[Place] = set()
    for part in (heads, rows):
        merged, under = _merged(here, [line.number for line in part], shown)
        wide |= merged
        covered |= under
    for (row, column), (_, across) in _overflows([*heads, *rows], shown, widths).items():
        start = shown.index(column)
        under = {(row, each) for each in shown[start + 1 : start + across]}
        if not under & (covered | set(wide)) and (row, column) not in covered and (row, column) not in wide:
            wide[row, column] = (1, across)
            covered |= under
    return wide, covered


def _merged(table: Table, rows: list[int], columns: list[int]) -> tuple[dict[Place, Place], set[Place]]:
    """Of the merged cells among these rows and columns: how tall and wide the first of each is, and those it covers."""
    tall: dict[Place, Place] = {}
    covered: set[Place] = set()
    for box in table.merges:
        down = [row for row in rows if box["startRowIndex"] <= row < box["endRowIndex"]]
        across = [column for column in columns if box["startColumnIndex"] <= column < box["endColumnIndex"]]
        if len(down) * len(across) > 1:
            first = (down[0], across[0])
            tall[first] = (len(down), len(across))
            covered |= {(row, column) for row in down for column in across} - {first}
    return tall, covered


def _overflows(lines: list[Line], columns: list[int], widths: list[int]) -> dict[Place, Place]:
    """Of the texts that run over empty cells beside them: how many columns wide each is."""
    made = {}
    for line in lines:
        for place, column in enumerate(columns):
            square = line.squares[column]
            if "luber" not in square.style or not square.text or square.note:
                continue
            needed, across, wide = len(square.text.partition("\n")[0]) * LETTER + 12, 1, widths[place]
            while wide < needed and place + across < len(columns) and line.squares[columns[place + across]].bare:
                wide += widths[place + across]
                across += 1
            if across > 1:
                made[line.number, column] = (1, across)
    return made
