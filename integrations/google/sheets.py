"""Spreadsheets through gspread: read many ranges at once, write many cells at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import gspread
from gspread.utils import absolute_range_name, rowcol_to_a1

from integrations.google.patience import Gone

Cell = str | int | float | bool | None
Grid = list[list[Cell]]
Area = tuple[int, float, int, float]
_ENDLESS = float("inf")
_FIELDS = (
    "developerMetadata(metadataId,metadataValue),"
    "sheets(properties,protectedRanges(protectedRangeId,range,unprotectedRanges,warningOnly,editors))"
)


@dataclass(frozen=True, slots=True)
class Lock:
    """A protected range: (top, bottom, left, right), from 0, ends not included; its holes; who may edit in it.

    `editors` None: more people than are named (a group, the whole domain), or anybody after a warning.
    """

    id: int
    area: Area
    holes: tuple[Area, ...]
    editors: frozenset[str] | None

    def covers(self, row: int, column: int) -> bool:
        """True where the cell, counted from 1, lies in the range and in none of its holes."""
        return _within(self.area, row, column) and not any(_within(h, row, column) for h in self.holes)


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of a spreadsheet: its id and size, and what protects its cells."""

    id: int
    title: str
    rows: int
    columns: int
    locks: tuple[Lock, ...] = ()

    def kept_for(self, row: int, column: int, people: Collection[str]) -> bool:
        """True where nobody but these people may edit the cell, counted from 1."""
        allowed = {p.lower() for p in people}
        return any(k.editors is not None and k.editors <= allowed and k.covers(row, column) for k in self.locks)


class About(NamedTuple):
    """A spreadsheet: title -> tab, and id -> what a developer metadata of it says."""

    tabs: dict[str, Tab]
    notes: dict[int, str]


def _within(area: Area, row: int, column: int) -> bool:
    top, bottom, left, right = area
    return top < row <= bottom and left < column <= right


def _lock(got: Mapping[str, Any]) -> Lock:
    editors = got.get("editors", {})
    open_to_all = got.get("warningOnly") or editors.get("groups") or editors.get("domainUsersCanEdit")
    return Lock(
        int(got.get("protectedRangeId", 0)),
        _area(got.get("range", {})),
        tuple(_area(h) for h in got.get("unprotectedRanges", ())),
        None if open_to_all else frozenset(str(e).lower() for e in editors.get("users", ())),
    )


def _area(got: Mapping[str, Any]) -> Area:
    return (
        got.get("startRowIndex", 0),
        got.get("endRowIndex", _ENDLESS),
        got.get("startColumnIndex", 0),
        got.get("endColumnIndex", _ENDLESS),
    )


class Sheets:
    """Spreadsheets of the secretariat's account."""

    def __init__(self, client: gspread.Client) -> None:
        self._client = client

    def about(self, spreadsheet: str) -> About:
        """What the spreadsheet consists of. Gone where there is no such spreadsheet (or none that this account may see)."""
        got = self._client.http_client.fetch_sheet_metadata(spreadsheet, params={"fields": _FIELDS})
        found = {}
        for sheet in got.get("sheets", ()):
            p = sheet["properties"]
            grid = p.get("gridProperties", {})
            found[p["title"]] = Tab(
                p.get("sheetId", 0),
                p["title"],
                grid.get("rowCount", 0),
                grid.get("columnCount", 0),
                tuple(_lock(k) for k in sheet.get("protectedRanges", ())),
            )
        if not found:
            raise Gone(f"Sheets {spreadsheet}: tidak ada lembar")
        return About(found, {m["metadataId"]: m.get("metadataValue", "") for m in got.get("developerMetadata", ())})

    def tabs(self, spreadsheet: str) -> dict[str, Tab]:
        """Title -> tab, as `about` finds them."""
        return self.about(spreadsheet).tabs

    def renote(self, spreadsheet: str, note: int, key: str, old: str, new: str) -> None:
        """The note of this id says `new`, where it said `old` ("" = there was none). FixData where it says something else.

        Two that try at once: Sheets carries out whole requests one after the other, and an id can be given only once.
        """
        found = {"metadataId": note, "metadataValue": old}
        place = {"metadataKey": key, "visibility": "DOCUMENT", "location": {"spreadsheet": True}}
        made = {"createDeveloperMetadata": {"developerMetadata": {"metadataId": note, "metadataValue": new, **place}}}
        gone = {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": found}}}
        self.change(spreadsheet, [gone, made] if old else [made])

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
