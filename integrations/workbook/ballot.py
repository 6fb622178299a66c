"""A judge's ballot: one spreadsheet per judge and stage, one row per proposal, one column per aspect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from competition.rulebook import Rulebook
from competition.scoring import PROBLEM_WORDS, BallotRow, Slip
from competition.stages import Stage
from config.errors import FixData
from integrations.google.sheets import Cell, Grid, Sheets, cell_range, whole

TAB = "Penilaian"
RETIRED = "dicabut: tidak lagi dinilai oleh Anda"
_FIRST = 4  # first row of proposals; above it: title, "Selesai", headings
_FIXED = ("Nomor", "Judul Inovasi", "Perangkat Daerah/Unit", "Berkas")
_LAST = ("Benturan Kepentingan", "Catatan Juri", "Perlu Diperbaiki")
_SPARE = 20  # open rows below the list


@dataclass(frozen=True, slots=True)
class Listed:
    """A proposal on a ballot; `link` opens its folder."""

    number: int
    title: str
    agency: str
    link: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What a judge has typed so far, and whether "Selesai" is ticked.

    `places`: proposal -> row of the sheet; `said`: proposal -> what the program last wrote into that row; `comments`:
    proposal -> the judge's comment, where there is one.
    """

    rows: tuple[BallotRow, ...]
    done: bool
    places: Mapping[int, int]
    said: Mapping[int, str]
    comments: Mapping[int, str] = field(default_factory=dict)


def is_laid_out(sheets: Sheets, spreadsheet: str) -> bool:
    """True where the ballot has its tab: layout is one request, so it stands whole or not at all."""
    return TAB in sheets.tabs(spreadsheet)


def ballot_requests(
    rulebook: Rulebook, stage: Stage, listed: Sequence[Listed], title: str, owner: str
) -> list[dict[str, Any]]:
    """The whole ballot as one `batchUpdate` on a fresh spreadsheet: values, notes, choices, protection."""
    headings = [*_FIXED, *(c.label for c in stage.columns), *_LAST]
    width, last = len(headings), _FIRST - 1 + len(listed)
    first_cell, conflict = len(_FIXED), len(_FIXED) + len(stage.columns)
    scale = rulebook.scale
    rows: list[dict[str, Any]] = [
        {"values": [_text(title, bold=True, wrap=False)]},
        {
            "values": [
                _text("Selesai menilai (centang bila semua sudah terisi)", bold=True, wrap=False),
                _blank(),
                _blank(),
                {"userEnteredValue": {"boolValue": False}},
            ]
        },
        {"values": [_text(h, bold=True, note=_note(stage, h, rulebook)) for h in headings]},
        *(
            {
                "values": [
                    {"userEnteredValue": {"numberValue": p.number}},
                    _text(p.title),
                    _text(p.agency),
                    _text(p.link),
                ]
            }
            for p in listed
        ),
    ]

    def span(top: int, bottom: int | None, left: int, right: int) -> dict[str, Any]:
        found = {"sheetId": 0, "startRowIndex": top, "startColumnIndex": left, "endColumnIndex": right}
        return found | ({"endRowIndex": bottom} if bottom is not None else {})

    numbers = {
        "condition": {
            "type": "NUMBER_BETWEEN",
            "values": [{"userEnteredValue": str(float(scale.min))}, {"userEnteredValue": str(float(scale.max))}],
        },
        "strict": False,
        "inputMessage": f"Nilai {scale.min} sampai {scale.max}; koma atau titik desimal boleh.",
    }
    return [
        {
            "updateSheetProperties": {
                "properties": {
                    "sheetId": 0,
                    "title": TAB,
                    "gridProperties": {
                        "rowCount": last + _SPARE,
                        "columnCount": width,
                        "frozenRowCount": _FIRST - 1,
                        "frozenColumnCount": 2,
                    },
                },
                "fields": "title,gridProperties(rowCount,columnCount,frozenRowCount,frozenColumnCount)",
            }
        },
        {
            "updateCells": {
                "range": span(0, last, 0, width),
                "rows": rows,
                "fields": "userEnteredValue,userEnteredFormat,note",
            }
        },
        {"setDataValidation": {"range": span(1, 2, 3, 4), "rule": {"condition": {"type": "BOOLEAN"}, "strict": True}}},
        {"setDataValidation": {"range": span(_FIRST - 1, last, first_cell, conflict), "rule": numbers}},
        {
            "setDataValidation": {
                "range": span(_FIRST - 1, last, conflict, conflict + 1),
                "rule": {"condition": {"type": "BOOLEAN"}, "strict": True},
            }
        },
        {
            "addProtectedRange": {
                "protectedRange": {
                    "range": {"sheetId": 0},
                    "description": "Ditulis program",
                    "editors": {"users": [owner]},
                    "unprotectedRanges": [
                        span(1, 2, 3, 4),
                        span(_FIRST - 1, last, first_cell, conflict + 2),
                        span(last, None, 0, conflict + 2),
                    ],
                }
            }
        },
        {
            "updateDimensionProperties": {
                "range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2},
                "properties": {"pixelSize": 340},
                "fields": "pixelSize",
            }
        },
    ]


def _text(value: str, *, bold: bool = False, wrap: bool = True, note: str = "") -> dict[str, Any]:
    cell: dict[str, Any] = {"userEnteredValue": {"stringValue": value}}
    if bold:
        strategy = "WRAP" if wrap else "OVERFLOW_CELL"  # a title runs over the empty cells beside it
        cell["userEnteredFormat"] = {"textFormat": {"bold": True}, "wrapStrategy": strategy}
    return cell | ({"note": note} if note else {})


def _blank() -> dict[str, Any]:
    return {}


def _note(stage: Stage, heading: str, rulebook: Rulebook) -> str:
    for c in stage.columns:
        if c.label == heading:
            share = stage.weights[c.id] * 100
            return f"Bobot {float(share):g} %. Skala {rulebook.scale.min}-{rulebook.scale.max}. {c.rubric}".strip()
    return (
        "Centang bila Anda mempunyai hubungan dengan pengusul; baris ini lalu tidak dihitung."
        if heading == _LAST[0]
        else ""
    )


def read_typed(sheets: Sheets, spreadsheet: str, stage: Stage, name: str) -> Typed:
    """What stands on the ballot. Columns are found by heading, rows by proposal number. One request.

    FixData names a heading that is missing; a row whose number is no number is not read.
    """
    grid = sheets.read(spreadsheet, [whole(TAB)])[0]
    headings = [str(c or "").strip().casefold() for c in (grid[_FIRST - 2] if len(grid) >= _FIRST - 1 else [])]
    places: dict[str, int] = {}
    for column, label in (
        ("nomor", _FIXED[0]),
        ("benturan", _LAST[0]),
        ("salah", _LAST[2]),
        *((c.id, c.label) for c in stage.columns),
    ):
        if label.casefold() not in headings:
            raise FixData(
                f"Lembar nilai {name}: judul kolom “{label}” tidak ada; kembalikan judulnya pada baris {_FIRST - 1}"
            )
        places[column] = headings.index(label.casefold())
    comment = headings.index(_LAST[1].casefold()) if _LAST[1].casefold() in headings else None
    rows, where, said, comments = [], {}, {}, {}
    for at, values in enumerate(grid[_FIRST - 1 :], _FIRST):
        number = _number(_at(values, places["nomor"]))
        if number is not None and number not in where:
            where[number] = at
            said[number] = str(_at(values, places["salah"]) or "")
            if comment is not None and (text := str(_at(values, comment) or "").strip()):
                comments[number] = text
            cells = {c.id: _at(values, places[c.id]) for c in stage.columns}
            rows.append(BallotRow(proposal=number, cells=cells, conflict=_at(values, places["benturan"]) is True))
    return Typed(tuple(rows), len(grid) > 1 and _at(grid[1], 3) is True, where, said, comments)


def _at(values: Sequence[Cell], place: int) -> Cell:
    return values[place] if place < len(values) else None


def _number(cell: Cell) -> int | None:
    text = str(cell).strip().removesuffix(".0") if cell is not None and not isinstance(cell, bool) else ""
    return int(text) if text.isascii() and text.isdigit() else None


def return_to_judge(sheets: Sheets, spreadsheet: str, stage: Stage, typed: Typed, slips: Sequence[Slip]) -> None:
    """Every row tells what is wrong with it, and "Selesai" is open again where anything is.

    One request, or none where the ballot says so already.
    """
    labels = {c.id: c.label for c in stage.columns}
    column = len(_FIXED) + len(stage.columns) + len(_LAST)
    said: dict[int, list[str]] = {}
    for slip in slips:
        aspect = f"{labels[slip.criterion]}: " if slip.criterion else ""
        said.setdefault(slip.proposal, []).append(f"{aspect}{PROBLEM_WORDS[slip.problem]}")
    cells: dict[str, Grid] = {}
    for number, place in typed.places.items():
        text = "; ".join(said.get(number, []))
        if typed.said.get(number, "") not in {text, RETIRED}:
            cells[cell_range(TAB, place, column)] = [[text]]
    if slips and typed.done:
        cells[cell_range(TAB, 2, 4)] = [[False]]
    sheets.write(spreadsheet, cells)


def add_rows(sheets: Sheets, spreadsheet: str, stage: Stage, listed: Sequence[Listed]) -> None:
    """These proposals stand on the ballot too, below the others, and "Selesai" is open again. Safe to repeat."""
    grid, known = _standing(sheets, spreadsheet)
    new = [p for p in listed if p.number not in known]
    cells: dict[str, Grid] = {}
    for place, p in enumerate(new, max([_FIRST - 1, *known.values()]) + 1):
        cells[cell_range(TAB, place, 1, 1, len(_FIXED))] = [[p.number, p.title, p.agency, p.link]]
    for p in listed:
        if p.number in known and _at(grid[known[p.number] - 1], _said_at(stage)) == RETIRED:
            cells[cell_range(TAB, known[p.number], _said_at(stage) + 1)] = [[""]]
    if cells:
        cells[cell_range(TAB, 2, 4)] = [[False]]
    sheets.write(spreadsheet, cells)


def retire_rows(sheets: Sheets, spreadsheet: str, stage: Stage, numbers: Sequence[int]) -> None:
    """The rows of these proposals say that they are no longer asked for; what was typed stays. Safe to repeat."""
    _, known = _standing(sheets, spreadsheet)
    at = _said_at(stage) + 1
    sheets.write(spreadsheet, {cell_range(TAB, known[n], at): [[RETIRED]] for n in numbers if n in known})


def _standing(sheets: Sheets, spreadsheet: str) -> tuple[Grid, dict[int, int]]:
    grid = sheets.read(spreadsheet, [whole(TAB)])[0]
    rows = enumerate(grid[_FIRST - 1 :], _FIRST)
    return grid, {n: at for at, values in rows if (n := _number(_at(values, 0))) is not None}


def _said_at(stage: Stage) -> int:
    return len(_FIXED) + len(stage.columns) + len(_LAST) - 1
