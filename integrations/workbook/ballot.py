"""A judge's ballot: one spreadsheet per judge and stage, one row per proposal, one column per aspect.

Here is what it is made of and what stands on it; `ballot_layout` lays it out, `ballot_marks` writes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from competition.scoring import BallotRow
from competition.stages import Stage
from config.errors import FixData
from integrations.google.sheets import Cell, Sheets, whole

TAB = "Penilaian"
FIRST = 4  # first row of proposals; above it: title, "Selesai", headings
DONE = (2, 4)  # row and column of the tick for the whole ballot
SPARE = 20  # open rows below the list
NUMBER, TITLE, AGENCY, FILES, PHOTOS = "Nomor", "Judul Inovasi", "Perangkat Daerah/Unit", "Berkas", "Foto Kunjungan"
CONFLICT, NOTE, ROW_DONE = "Benturan Kepentingan", "Catatan Juri", "Selesai"
STATE, WRONG, HINTS = "Keadaan", "Perlu Diperbaiki", "Periksa Kembali (saran)"

EMPTY, PARTLY, FULL, WITH_FAULT = "belum diisi", "belum lengkap", "lengkap", "perlu diperbaiki"
DECLARED, LOCKED, BY_FORM = "benturan dinyatakan", "selesai, terkunci", "diisi lewat formulir"
RETIRED = "dicabut: tidak lagi dinilai oleh Anda"
SHUT = frozenset({LOCKED, RETIRED})  # states in which the judge cannot edit the row


def headings(stage: Stage) -> list[str]:
    """The headings of a ballot, in order."""
    return [*fixed(stage), *(c.label for c in stage.columns), CONFLICT, NOTE, ROW_DONE, STATE, WRONG, HINTS]


def fixed(stage: Stage) -> list[str]:
    """The columns that tell which proposal a row is about."""
    return [NUMBER, TITLE, AGENCY, FILES, *([PHOTOS] if stage.photos else [])]


@dataclass(frozen=True, slots=True)
class Listed:
    """A proposal on a ballot; `link` opens its folder, `photos` the folder for photos of the visit."""

    number: int
    title: str
    agency: str
    link: str
    photos: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the program says of a row: its state, what is wrong in it, what the judge may want to look at again."""

    state: str = ""
    wrong: str = ""
    hints: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a judge has typed so far, and whether "Selesai" is ticked.

    `places`: proposal -> row of the sheet; `marks`: proposal -> what the program last wrote into that row; `ticked`:
    the rows the judge calls done; `notes`: proposal -> comment; `end`: the last row of the program's list.
    """

    rows: tuple[BallotRow, ...]
    done: bool
    places: Mapping[int, int]
    marks: Mapping[int, Mark]
    ticked: frozenset[int] = frozenset()
    notes: Mapping[int, str] = field(default_factory=dict)
    end: int = FIRST - 1


def is_laid_out(sheets: Sheets, spreadsheet: str) -> bool:
    """True where the ballot has its tab: layout is one request, so it stands whole or not at all."""
    return TAB in sheets.tabs(spreadsheet)


def read_typed(sheets: Sheets, spreadsheet: str, stage: Stage, name: str) -> Typed:
    """What stands on the ballot. Columns are found by heading, rows by proposal number. One request.

    FixData names a heading that is missing; a row whose number is no number is not read. Rows of the program's list
    have a state; rows that a judge added below it have none.
    """
    grid = sheets.read(spreadsheet, [whole(TAB)])[0]
    found = [str(c or "").strip().casefold() for c in (grid[FIRST - 2] if len(grid) >= FIRST - 1 else [])]
    at: dict[str, int] = {}
    for label in headings(stage):
        if label.casefold() not in found:
            raise FixData(
                f"Lembar nilai {name}: judul kolom “{label}” tidak ada; kembalikan judulnya pada baris {FIRST - 1}"
            )
        at[label] = found.index(label.casefold())
    rows, places, marks, notes, ticked, end = [], {}, {}, {}, set(), FIRST - 1
    for place, values in enumerate(grid[FIRST - 1 :], FIRST):
        said: dict[str, Any] = {label: _at(values, i) for label, i in at.items()}
        if said[STATE]:
            end = place
        number = _number(said[NUMBER])
        if number is None or number in places:
            continue
        places[number] = place
        marks[number] = Mark(*(str(said[c] or "") for c in (STATE, WRONG, HINTS)))
        if said[ROW_DONE] is True:
            ticked.add(number)
        if note := str(said[NOTE] or "").strip():
            notes[number] = note
        cells = {c.id: said[c.label] for c in stage.columns}
        rows.append(BallotRow(proposal=number, cells=cells, conflict=said[CONFLICT] is True))
    done = len(grid) >= DONE[0] and _at(grid[DONE[0] - 1], DONE[1] - 1) is True
    return Typed(tuple(rows), done, places, marks, frozenset(ticked), notes, end)


def _at(values: Sequence[Cell], place: int) -> Cell:
    return values[place] if place < len(values) else None


def _number(cell: Cell) -> int | None:
    text = str(cell).strip().removesuffix(".0") if cell is not None and not isinstance(cell, bool) else ""
    return int(text) if text.isascii() and text.isdigit() else None
