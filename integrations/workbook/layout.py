"""How the workbook is laid out: headings, widths, frozen rows, lists of choices, tick boxes, protections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from integrations.google.sheets import Tab
from integrations.workbook.tabs import BOARD, TABS, Column, Owner, TabSpec

_HEAD = {"red": 0.12, "green": 0.29, "blue": 0.49}
_PEOPLE = {"red": 1.0, "green": 0.97, "blue": 0.85}
_WHITE = {"red": 1.0, "green": 1.0, "blue": 1.0}
ROWS = 300
OFFICERS = frozenset({Owner.SECRETARY, Owner.CHAIR})


def _grid(sheet: int, first_row: int, last_row: int | None, first: int, last: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "sheetId": sheet,
        "startRowIndex": first_row,
        "startColumnIndex": first,
        "endColumnIndex": last,
    }
    return found | ({"endRowIndex": last_row} if last_row is not None else {})


def new_tabs(present: Mapping[str, Tab], first_free: int) -> list[dict[str, Any]]:
    """Requests that add the tabs that are missing, in order. The default sheet of a new spreadsheet becomes the first."""
    requests: list[dict[str, Any]] = []
    blank = next((t for t in present.values() if t.title not in {s.title for s in TABS}), None)
    for i, spec in enumerate(TABS):
        if spec.title in present:
            continue
        properties = {
            "title": spec.title,
            "index": i,
            **({"hidden": True} if spec.hidden else {}),
            "gridProperties": {"rowCount": ROWS, "columnCount": len(spec.columns) + 1, "frozenRowCount": 1},
        }
        if blank is not None and len(present) == 1 and i == 0:
            requests.append(
                {
                    "updateSheetProperties": {
                        "properties": properties | {"sheetId": blank.id},
                        "fields": "title,index,gridProperties(rowCount,columnCount,frozenRowCount)",
                    }
                }
            )
        else:
            requests.append({"addSheet": {"properties": properties | {"sheetId": first_free + i}}})
    return requests


def dressed(spec: TabSpec, sheet: int, editors: Mapping[Owner, Sequence[str]]) -> list[dict[str, Any]]:
    """Requests that give a new tab its headings, colours, choices and protections. `editors`: who may write what."""
    n = len(spec.columns)
    requests: list[dict[str, Any]] = [
        {
            "updateCells": {
                "range": _grid(sheet, 0, 1, 0, n),
                "fields": "userEnteredValue,userEnteredFormat,note",
                "rows": [
                    {
                        "values": [
                            {
                                "userEnteredValue": {"stringValue": c.heading},
                                "note": c.note or spec.about if i == 0 or c.note else "",
                                "userEnteredFormat": {
                                    "backgroundColor": _HEAD,
                                    "wrapStrategy": "WRAP",
                                    "textFormat": {"bold": True, "foregroundColor": _WHITE},
                                },
                            }
                            for i, c in enumerate(spec.columns)
                        ]
                    }
                ],
            }
        },
        {
            "addProtectedRange": {
                "protectedRange": {
                    "range": {"sheetId": sheet},
                    "description": f"{spec.title}: ditulis program",
                    "editors": {"users": list(editors[Owner.PROGRAM])},
                    "unprotectedRanges": [
                        _grid(sheet, 1, None, i, i + 1)
                        for i, c in enumerate(spec.columns)
                        if c.owner is not Owner.PROGRAM
                    ],
                }
            }
        },
    ]
    for i, column in enumerate(spec.columns):
        requests.append(
            {
                "updateDimensionProperties": {
                    "range": {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": i, "endIndex": i + 1},
                    "properties": {"pixelSize": column.width, "hiddenByUser": column.kind == "data"},
                    "fields": "pixelSize,hiddenByUser",
                }
            }
        )
        if column.owner in OFFICERS:
            requests.append(locked(column, sheet, i + 1, editors))
    if spec is BOARD:
        requests.append(_chart(sheet))
    return [*requests, *_cells(spec, {c.id: i + 1 for i, c in enumerate(spec.columns)}, sheet, 1, ROWS)]


def locked(column: Column, sheet: int, place: int, editors: Mapping[Owner, Sequence[str]]) -> dict[str, Any]:
    """The request that keeps a column for ticks, at this place counted from 1, for its officer and the program."""
    return {
        "addProtectedRange": {
            "protectedRange": {
                "range": _grid(sheet, 1, None, place - 1, place),
                "description": f"{column.heading}",
                "editors": {"users": [*editors[Owner.PROGRAM], *editors[column.owner]]},
            }
        }
    }


def _chart(sheet: int) -> dict[str, Any]:
    """A column for each proposal: its probability of being above the line."""

    def source(column: str) -> dict[str, Any]:
        place = [c.id for c in BOARD.columns].index(column)
        return {"sourceRange": {"sources": [_grid(sheet, 0, 61, place, place + 1)]}}

    basic = {
        "chartType": "COLUMN",
        "legendPosition": "NO_LEGEND",
        "headerCount": 1,
        "axis": [
            {"position": "BOTTOM_AXIS", "title": "Nomor usulan"},
            {"position": "LEFT_AXIS", "title": "Peluang (%)"},
        ],
        "domains": [{"domain": source("usulan")}],
        "series": [{"series": source("peluang"), "targetAxis": "LEFT_AXIS"}],
    }
    anchor = {"sheetId": sheet, "rowIndex": 1, "columnIndex": len(BOARD.columns)}
    spec = {"title": "Peluang berada di atas garis", "basicChart": basic}
    return {"addChart": {"chart": {"spec": spec, "position": {"overlayPosition": {"anchorCell": anchor}}}}}


def _cells(spec: TabSpec, places: Mapping[str, int], sheet: int, first_row: int, last_row: int) -> list[dict[str, Any]]:
    requests: list[dict[str, Any]] = []
    for column in spec.columns:
        where = _grid(sheet, first_row, last_row, places[column.id] - 1, places[column.id])
        if column.owner is not Owner.PROGRAM:
            requests.append(
                {
                    "repeatCell": {
                        "range": where,
                        "cell": {"userEnteredFormat": {"backgroundColor": _PEOPLE}},
                        "fields": "userEnteredFormat.backgroundColor",
                    }
                }
            )
        if column.kind == "tick":
            requests.append(
                {"setDataValidation": {"range": where, "rule": {"condition": {"type": "BOOLEAN"}, "strict": True}}}
            )
        elif column.choices:
            values = [{"userEnteredValue": c} for c in column.choices]
            requests.append(
                {
                    "setDataValidation": {
                        "range": where,
                        "rule": {
                            "condition": {"type": "ONE_OF_LIST", "values": values},
                            "strict": True,
                            "showCustomUi": True,
                        },
                    }
                }
            )
    return requests


def grown(spec: TabSpec, places: Mapping[str, int], tab: Tab, extra: int) -> list[dict[str, Any]]:
    """Requests that give a tab `extra` more rows, dressed like the others."""
    return [
        {"appendDimension": {"sheetId": tab.id, "dimension": "ROWS", "length": extra}},
        *_cells(spec, places, tab.id, tab.rows, tab.rows + extra),
    ]
