"""A workbook, and a person who changes it in the browser while the program works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from integrations.google.sheets import Grid, Sheets, whole
from integrations.workbook.book import Workbook
from integrations.workbook.tabs import TabSpec


@dataclass
class Office:
    """A workbook, and a person who changes it in the browser while the program works."""

    sheets: Sheets
    id: str

    def load(self) -> Workbook:
        return Workbook(self.sheets, self.id, "https://docs.example/d/x/edit#gid=0").load()

    def grid(self, spec: TabSpec) -> Grid:
        """What stands on a tab now."""
        return self.sheets.read(self.id, [whole(spec.title)])[0]

    def column(self, spec: TabSpec, column: str) -> list[Any]:
        """What stands in a column now, without its heading; found by the heading."""
        grid = self.grid(spec)
        at = grid[0].index(spec.column(column).heading)
        return [row[at] if at < len(row) else None for row in grid[1:]]

    def types(self, where: str, *rows: Sequence[Any]) -> None:
        """Typed by a person: Sheets makes numbers, dates and formulas of it."""
        self.sheets._client.http_client.values_update(
            self.id, where, params={"valueInputOption": "USER_ENTERED"}, body={"values": [list(r) for r in rows]}
        )

    def does(self, spec: TabSpec, kind: str, **request: Any) -> None:
        """One request on a tab; `range` gets its sheet."""
        sheet = self.sheets.tabs(self.id)[spec.title].id
        request = {k: {"sheetId": sheet, **v} if k in {"range", "source"} else v for k, v in request.items()}
        self.sheets.change(self.id, [{kind: request}])

    def inserts(self, spec: TabSpec, first: int, last: int, dimension: str = "ROWS") -> None:
        """Counted from 0, the last not included."""
        self.does(
            spec,
            "insertDimension",
            range={"dimension": dimension, "startIndex": first, "endIndex": last},
            inheritFromBefore=first > 0,
        )

    def deletes(self, spec: TabSpec, first: int, last: int, dimension: str = "ROWS") -> None:
        self.does(spec, "deleteDimension", range={"dimension": dimension, "startIndex": first, "endIndex": last})

    def moves(self, spec: TabSpec, column: int, to: int) -> None:
        """A column to another place, as one drags it."""
        self.does(
            spec,
            "moveDimension",
            source={"dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1},
            destinationIndex=to,
        )

    def sorts(self, spec: TabSpec, column: int, order: str = "DESCENDING") -> None:
        self.does(
            spec, "sortRange", range={"startRowIndex": 1}, sortSpecs=[{"dimensionIndex": column, "sortOrder": order}]
        )
