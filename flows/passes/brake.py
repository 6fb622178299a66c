"""The stop cell and the ticks while letters leave: looked at anew every two seconds, so that they hold within a batch."""

from __future__ import annotations

import time
from collections.abc import Iterable

from flows.passes.context import STOP as CELL
from flows.passes.context import Pass, halts
from flows.passes.ticks import OFFICERS
from integrations.workbook.table import Row
from integrations.workbook.tabs import LETTERS, SETTINGS

SECONDS = 2.0  # at most so long do letters still leave after the stop was typed: Sheets is asked 30 times a minute


class Brake:
    """Tells whether the secretariat has stopped all sending, and which letters are still ticked."""

    def __init__(self, this: Pass) -> None:
        self._this, self._on, self._looked = this, False, float("-inf")
        self._ticks: dict[str, Row] = {}

    def on(self) -> bool:
        """True once the cell says stop; it is read again where the last look is too long ago."""
        self._look()
        return self._on

    def ticked(self, key: str, officers: Iterable[str]) -> bool:
        """True where each of these officers' ticks on a letter still stood at the last look."""
        row = self._ticks.get(key)
        return row is not None and all(row.ticked(o) for o in officers)

    def _look(self) -> None:
        if self._on or time.monotonic() - self._looked < SECONDS:
            return
        now = self._this.book.now({SETTINGS: ("nilai",), LETTERS: OFFICERS})
        self._on = not now[SETTINGS] or halts(now[SETTINGS].get(CELL))  # a tab that tells nothing may say stop
        self._ticks, self._looked = now[LETTERS], time.monotonic()
