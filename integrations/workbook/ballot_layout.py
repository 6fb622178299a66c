"""How a ballot is laid out, and how rows come and go on it: each a list of requests that is carried out whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from competition.rulebook import Rulebook
from competition.stages import Stage
from integrations.google.sheets import Sheets
from integrations.workbook.ballot import (
    CONFLICT,
    DONE,
    EMPTY,
    FIRST,
    LOCKED,
    NOTE,
    RETIRED,
    ROW_DONE,
    SHUT,
    SPARE,
    STATE,
    TAB,
    Listed,
    Typed,
    fixed,
    headings,
)
from integrations.workbook.ballot_guide import guide_requests, scale_words

Request = dict[str, Any]
_GUARD = 1  # id of the protection of the whole tab; ours to choose, so that it can be changed without being read
_TINTS = (  # a state, and the colour of its row
    (LOCKED, {"red": 0.90, "green": 0.94, "blue": 0.90}),
    (RETIRED, {"red": 0.85, "green": 0.85, "blue": 0.85}),
)


def ballot_requests(
    rulebook: Rulebook, stage: Stage, listed: Sequence[Listed], title: str, owner: str
) -> list[Request]:
    """The whole ballot as one `batchUpdate` on a fresh spreadsheet: guide, values, notes, choices, protection."""
    names = headings(stage)
    last = FIRST - 1 + len(listed)
    top = [{"values": [_text(title, bold=True, wrap=False)]}]
    done = [
        _text("Selesai menilai (centang bila semua sudah terisi)", bold=True, wrap=False),
        {},
        {},
        _bool(value=False),
    ]
    head = [_text(h, bold=True, note=_note(rulebook, stage, h)) for h in names]
    place = {
        "updateCells": {
            "range": _span(0, FIRST - 1, 0, len(names)),
            "fields": _ALL,
            "rows": [*top, {"values": done}, {"values": head}],
        }
    }
    size = {"rowCount": last + SPARE, "columnCount": len(names), "frozenRowCount": FIRST - 1, "frozenColumnCount": 2}
    return [
        {
            "updateSpreadsheetProperties": {  # first: what follows is read by the habits of this locale
                "properties": {"locale": "id_ID", "timeZone": rulebook.edition.timezone},
                "fields": "locale,timeZone",
            }
        },
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "title": TAB, "gridProperties": size},
                "fields": "title,gridProperties(rowCount,columnCount,frozenRowCount,frozenColumnCount)",
            }
        },
        place,
        _boxes(DONE[0] - 1, DONE[0], DONE[1] - 1),
        *_rows(rulebook, stage, listed, FIRST - 1),
        _scores(rulebook, stage, last, last + SPARE),
        *_tints(stage),
        *_widths(stage),
        {
            "addProtectedRange": {
                "protectedRange": {
                    "protectedRangeId": _GUARD,
                    "range": {"sheetId": 0},
                    "description": "Ditulis program",
                    "editors": {"users": [owner]},
                    "unprotectedRanges": open_ranges(stage, range(FIRST, last + 1), last),
                }
            }
        },
        *guide_requests(rulebook, stage, owner),
    ]


def add_rows(
    sheets: Sheets, spreadsheet: str, rulebook: Rulebook, stage: Stage, typed: Typed, listed: Sequence[Listed]
) -> int:
    """The ballot has a row for each of these proposals, and "Selesai" is open again; how many rows are new.

    Safe to repeat; one request, or none.

    New rows stand below the list, dressed and open like the others; a withdrawn row is open again as it was left.
    `typed`: the ballot as `read_typed` has just read it.
    """
    mine = {n for n, mark in typed.marks.items() if mark.state}
    new = [p for p in listed if p.number not in mine]
    back = [p.number for p in listed if p.number in mine and typed.marks[p.number].state == RETIRED]
    if not new and not back:
        return 0
    end = typed.end + len(new)
    shut = {typed.places[n] for n, m in typed.marks.items() if m.state in SHUT and n not in back}
    undone = {
        "start": {"sheetId": 0, "rowIndex": DONE[0] - 1, "columnIndex": DONE[1] - 1},
        "fields": "userEnteredValue",
    }
    requests: list[Request] = [_state(stage, typed.places[n], EMPTY) for n in back]
    requests.append({"updateCells": undone | {"rows": [{"values": [_bool(value=False)]}]}})
    if new:
        where = {"sheetId": 0, "dimension": "ROWS", "startIndex": typed.end, "endIndex": end}
        requests += [
            {"insertDimension": {"range": where, "inheritFromBefore": typed.end >= FIRST}},
            *_rows(rulebook, stage, new, typed.end),
        ]
    sheets.change(spreadsheet, [*requests, guard(stage, (r for r in range(FIRST, end + 1) if r not in shut), end)])
    return len(new) + len(back)


def retire_rows(sheets: Sheets, spreadsheet: str, stage: Stage, typed: Typed, numbers: Iterable[int]) -> int:
    """The rows of these proposals are marked “dicabut” and cannot be edited; how many were not yet. One request, or none.

    What the judge typed stays to be read, and counts for nothing.
    """
    gone = [n for n in numbers if n in typed.marks and typed.marks[n].state not in {"", RETIRED}]
    if not gone:
        return 0
    shut = {typed.places[n] for n, m in typed.marks.items() if m.state in SHUT or n in gone}
    marked = [_state(stage, typed.places[n], RETIRED) for n in gone]
    still = (r for r in range(FIRST, typed.end + 1) if r not in shut)
    sheets.change(spreadsheet, [*marked, guard(stage, still, typed.end)])
    return len(gone)


def guard(stage: Stage, open_rows: Iterable[int], end: int) -> Request:
    """Of the program's list, which ends at row `end`, the judge may edit just these rows; and those below it."""
    return {
        "updateProtectedRange": {
            "protectedRange": {"protectedRangeId": _GUARD, "unprotectedRanges": open_ranges(stage, open_rows, end)},
            "fields": "unprotectedRanges",
        }
    }


def open_ranges(stage: Stage, open_rows: Iterable[int], end: int) -> list[Request]:
    """What a judge may write: the tick for the whole ballot, open rows from the first aspect on, and what is below."""
    names = headings(stage)
    first, past = len(fixed(stage)), names.index(ROW_DONE) + 1
    found = [_span(DONE[0] - 1, DONE[0], DONE[1] - 1, DONE[1])]
    run: list[int] = []
    for row in [*sorted(open_rows), None]:
        if run and (row is None or row != run[-1] + 1):
            found.append(_span(run[0] - 1, run[-1], first, past))
            run = []
        if row is not None:
            run.append(row)
    return [*found, _span(end, None, 0, names.index(NOTE) + 1)]


def _rows(rulebook: Rulebook, stage: Stage, listed: Sequence[Listed], top: int) -> list[Request]:
    """Rows of proposals from row index `top` on: values, tick boxes, what a score may be."""
    bottom, names = top + len(listed), headings(stage)
    if bottom == top:
        return []

    def row(p: Listed) -> Request:
        link = [_text(p.photos)] if stage.photos else []
        blank: list[Request] = [{}] * len(stage.columns)
        number = {"userEnteredValue": {"numberValue": p.number}}
        ticks = [_bool(value=False), {}, _bool(value=False)]
        return {"values": [number, _text(p.title), _text(p.agency), _text(p.link), *link, *blank, *ticks, _text(EMPTY)]}

    return [
        {"updateCells": {"range": _span(top, bottom, 0, len(names)), "fields": _ALL, "rows": [row(p) for p in listed]}},
        _scores(rulebook, stage, top, bottom),
        {
            "repeatCell": {  # a score shows as the number it counts as, even where Sheets took it for a time of day
                "range": _span(top, bottom, len(fixed(stage)), names.index(CONFLICT)),
                "cell": {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "0.####"}}},
                "fields": "userEnteredFormat.numberFormat",
            }
        },
        *(_boxes(top, bottom, names.index(column)) for column in (CONFLICT, ROW_DONE)),
    ]


def _scores(rulebook: Rulebook, stage: Stage, top: int, bottom: int) -> Request:
    first, scale = len(fixed(stage)), rulebook.scale
    ends = [{"userEnteredValue": f"{float(n):g}".replace(".", ",")} for n in (scale.min, scale.max)]
    rule = {
        "condition": {"type": "NUMBER_BETWEEN", "values": ends},
        "strict": False,  # a refused cell would say nothing of why; a bad one is told in its row
        "inputMessage": f"Nilai {scale_words(rulebook)}; koma atau titik desimal boleh.",
    }
    return {"setDataValidation": {"range": _span(top, bottom, first, first + len(stage.columns)), "rule": rule}}


def _boxes(top: int, bottom: int, column: int) -> Request:
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True}
    return {"setDataValidation": {"range": _span(top, bottom, column, column + 1), "rule": rule}}


def _state(stage: Stage, place: int, state: str) -> Request:
    column = headings(stage).index(STATE)
    return {
        "updateCells": {
            "range": _span(place - 1, place, column, column + 3),
            "fields": "userEnteredValue",
            "rows": [{"values": [_text(state), {}, {}]}],  # what was wrong or asked about is so no more
        }
    }


def _tints(stage: Stage) -> list[Request]:
    """Rows that cannot be edited look so. The formula has no separator, so it reads the same in every locale."""
    names = headings(stage)
    column = _letter(names.index(STATE))
    return [
        {
            "addConditionalFormatRule": {
                "index": i,
                "rule": {
                    "ranges": [_span(FIRST - 1, None, 0, len(names))],
                    "booleanRule": {
                        "condition": {
                            "type": "CUSTOM_FORMULA",
                            "values": [{"userEnteredValue": f'=${column}{FIRST}="{state}"'}],
                        },
                        "format": {"backgroundColor": colour},
                    },
                },
            }
        }
        for i, (state, colour) in enumerate(_TINTS)
    ]


def _letter(index: int) -> str:
    return chr(ord("A") + index) if index < 26 else _letter(index // 26 - 1) + _letter(index % 26)


def _widths(stage: Stage) -> list[Request]:
    names = headings(stage)
    wide: Mapping[int, int] = {
        1: 340,
        names.index(NOTE): 240,
        **dict.fromkeys(range(names.index(STATE), len(names)), 220),
    }
    return [
        {
            "updateDimensionProperties": {
                "range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": i, "endIndex": i + 1},
                "properties": {"pixelSize": pixels},
                "fields": "pixelSize",
            }
        }
        for i, pixels in wide.items()
    ]


_ALL = "userEnteredValue,userEnteredFormat,note"


def _span(top: int, bottom: int | None, left: int, right: int) -> Request:
    found: Request = {"sheetId": 0, "startRowIndex": top, "startColumnIndex": left, "endColumnIndex": right}
    return found | ({"endRowIndex": bottom} if bottom is not None else {})


def _bool(*, value: bool) -> Request:
    return {"userEnteredValue": {"boolValue": value}}


def _text(value: str, *, bold: bool = False, wrap: bool = True, note: str = "") -> Request:
    cell: Request = {"userEnteredValue": {"stringValue": value}}
    if bold:
        strategy = "WRAP" if wrap else "OVERFLOW_CELL"  # a title runs over the empty cells beside it
        cell["userEnteredFormat"] = {"textFormat": {"bold": True}, "wrapStrategy": strategy}
    return cell | ({"note": note} if note else {})


def _note(rulebook: Rulebook, stage: Stage, heading: str) -> str:
    for c in stage.columns:
        if c.label == heading:
            share = f"{float(stage.weights[c.id] * 100):g}".replace(".", ",")
            return f"Bobot {share} %. Skala {scale_words(rulebook)}. {c.rubric}".strip()
    return {
        CONFLICT: "Centang bila Anda mempunyai hubungan dengan pengusul; baris ini lalu tidak dihitung.",
        ROW_DONE: "Centang bila usulan ini selesai dinilai. Baris yang sah lalu dikunci; minta sekretariat membukanya bila perlu.",
        STATE: "Ditulis program.",
    }.get(heading, "")
