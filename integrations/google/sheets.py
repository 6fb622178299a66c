"""Spreadsheets through gspread: read many ranges at once, write many cells at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gspread
from gspread.utils import absolute_range_name, rowcol_to_a1

from integrations.google.patience import Gone

Cell = str | int | float | bool | None
Grid = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of a spreadsheet: its id and size."""

    id: int
    title: str
    rows: int
    columns: int


class Sheets:
    """Spreadsheets of the secretariat's account."""

    def __init__(self, client: gspread.Client) -> None:
        self._client = client

    def tabs(self, spreadsheet: str) -> dict[str, Tab]:
        """Title -> tab. Gone where there is no such spreadsheet (or none that this account may see)."""
        got = self._client.http_client.fetch_sheet_metadata(spreadsheet, params={"fields": "sheets.properties"})
        found = {}
        for sheet in got.get("sheets", ()):
            p = sheet["properties"]
            grid = p.get("gridProperties", {})
            found[p["title"]] = Tab(
                p.get("sheetId", 0), p["title"], grid.get("rowCount", 0), grid.get("columnCount", 0)
            )
        if not found:
            raise Gone(f"Sheets {spreadsheet}: tidak ada lembar")
        return found

    def read(self, spreadsheet: str, ranges: Sequence[str]) -> list[Grid]:
        """The values of these ranges, in their order; numbers as numbers, ticks as booleans, trailing blanks left out."""
        got = self._client.http_client.values_batch_get(
            spreadsheet,
            list(ranges),
            params={"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"},
        )
        return [r.get("values", []) for r in got.get("valueRanges", ())]

    def write(self, spreadsheet: str, cells: Mapping[str, Grid]) -> None:
        """Range -> values, all in one request and RAW: text stays text whatever it begins with."""
        if cells:
            data = [{"range": where, "values": values} for where, values in cells.items()]
            self._client.http_client.values_batch_update(spreadsheet, body={"valueInputOption": "RAW", "data": data})

    def change(self, spreadsheet: str, requests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The replies of a `batchUpdate`: all requests are carried out, or none."""
        if not requests:
            return []
        got = self._client.http_client.batch_update(spreadsheet, body={"requests": list(requests)})
        return list(got.get("replies", ()))


def cell_range(tab: str, row: int, column: int, rows: int = 1, columns: int = 1) -> str:
    """A1 notation, quoted, rows and columns counted from 1: `'Perlu Ditinjau'!B2:C4`."""
    first = rowcol_to_a1(row, column)
    last = rowcol_to_a1(row + rows - 1, column + columns - 1)
    return str(absolute_range_name(tab, first if first == last else f"{first}:{last}"))


def whole(tab: str) -> str:
    """The whole tab."""
    return str(absolute_range_name(tab))


def column_range(tab: str, column: int) -> str:
    """One column, whole: `'Masuk'!C:C`."""
    letter = rowcol_to_a1(1, column).rstrip("1")
    return str(absolute_range_name(tab, f"{letter}:{letter}"))


def row_range(tab: str, row: int) -> str:
    """One row, whole: `'Masuk'!1:1`."""
    return str(absolute_range_name(tab, f"{row}:{row}"))
