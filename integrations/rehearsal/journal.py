"""What was asked of the workspace: every API request in order, with the quota units it would have cost."""

from __future__ import annotations

import threading
from typing import Any

Json = dict[str, Any]

# Units per call, Google's tables of May 2026 (projects from before pay other prices). Sheets and Forms count calls.
GMAIL_UNITS = {
    "users.messages.send": 100, "users.drafts.send": 100, "users.watch": 100,
    "users.messages.batchModify": 50, "users.messages.batchDelete": 50, "users.threads.get": 40,
    "users.messages.get": 20, "users.messages.attachments.get": 20, "users.drafts.get": 20,
    "users.messages.trash": 20, "users.threads.trash": 20, "users.threads.delete": 20,
    "users.messages.insert": 25, "users.messages.import": 25, "users.drafts.update": 15,
    "users.messages.delete": 10, "users.drafts.create": 10, "users.drafts.delete": 10, "users.threads.list": 10,
    "users.threads.modify": 10, "users.messages.list": 5, "users.drafts.list": 5, "users.messages.modify": 5,
    "users.messages.untrash": 5, "users.labels.create": 5, "users.labels.update": 5, "users.labels.patch": 5,
    "users.labels.delete": 5, "users.history.list": 2, "users.getProfile": 1, "users.labels.get": 1,
    "users.labels.list": 1,
}  # fmt: skip
DRIVE_DOWNLOAD = 200
DRIVE_READ = 5
DRIVE_LIST = 100
DRIVE_EDIT = 50


def units(method: str, verb: str, *, download: bool = False) -> int:
    """The quota units one call of the method costs."""
    api, _, short = method.partition(".")
    if api == "gmail":
        return GMAIL_UNITS.get(short, 5)
    if api != "drive":
        return 1
    if download:
        return DRIVE_DOWNLOAD
    if short.endswith(".list"):
        return DRIVE_LIST
    return DRIVE_READ if verb == "GET" else DRIVE_EDIT


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
