"""What a mailbox was set to: one JSON value for each kind of setting."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

Json = dict[str, Any]


def read(db: sqlite3.Connection, user: str, kind: str, default: Json | None = None) -> Json:
    """The setting, or the default where it was never written."""
    row = db.execute("SELECT body FROM mail_settings WHERE user = ? AND kind = ?", (user, kind)).fetchone()
    return dict(default or {}) if row is None else dict(json.loads(row["body"]))


def write(db: sqlite3.Connection, user: str, kind: str, body: Json) -> Json:
    """The setting has that value."""
    db.execute(
        "INSERT OR REPLACE INTO mail_settings(user, kind, body) VALUES(?, ?, ?)", (user, kind, json.dumps(body))
    )
    return body
