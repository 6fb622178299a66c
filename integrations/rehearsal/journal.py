"""What was asked of the workspace: every API request in order, with the quota units it would have cost."""

from __future__ import annotations

import threading
from typing import Any

Json = dict[str, Any]


class Journal:
    """The requests served since it was last emptied; it lives as long as the process."""

    def __init__(self) -> None:
        """Empty."""
        self._lock = threading.Lock()
        self._rows: list[Json] = []

    def note(self, row: Json) -> None:
        """The row stands at the end of the journal."""
        with self._lock:
            self._rows.append(row)

    def rows(self) -> list[Json]:
        """Every row in order."""
        with self._lock:
            return list(self._rows)

    def clear(self) -> None:
        """The journal is empty."""
        with self._lock:
            self._rows.clear()
