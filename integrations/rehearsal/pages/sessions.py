"""Who sits at the browser: a random id in a cookie, and what the server remembers beside it.

The store keeps who is in under a hash of the id, so that a workspace started again knows its visitors.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from integrations.rehearsal.store import get_meta, put_meta

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.pages.questions import Given
    from integrations.rehearsal.store import Store

LIFE_SECONDS = 12 * 3600
MOST = 200
PREFIX = "sesi:"
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass
class Filling:
    """A form that is being filled in: the pages gone through, the last one open, and what was answered on them."""

    form: str
    path: list[int] = field(default_factory=lambda: [0])
    given: dict[str, Given] = field(default_factory=dict)


@dataclass
class Session:
    """One browser that has shown the key; the person it acts as is chosen later and may change."""

    id: str
    csrf: str
    seen: float
    email: str | None = None
    zone: str = "Asia/Jakarta"
    notices: list[tuple[str, str]] = field(default_factory=list)  # (ok or no, text), shown once
    filling: Filling | None = None

    def say(self, text: str, *, ok: bool = True) -> None:
        """The next page shows the text."""
        self.notices.append(("ok" if ok else "no", text))

    def said(self) -> list[tuple[str, str]]:
        """What is to be shown now, and never again."""
        told, self.notices = self.notices, []
        return told

    def keep(self, db: sqlite3.Connection) -> None:
        """The store knows the browser and whom it acts as."""
        kept = {"csrf": self.csrf, "seen": self.seen, "email": self.email, "zone": self.zone}
        put_meta(db, _key(self.id), json.dumps(kept))


def _key(session: str) -> str:
    return PREFIX + hashlib.sha256(session.encode()).hexdigest()


class Sessions:
    """Every open session; they are forgotten after half a day unused."""

    def __init__(self, store: Store) -> None:
        """Those that the store still knows are open."""
        self._store = store
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}

    def begin(self) -> Session:
        """A fresh session; the one unused the longest gives way where there are too many."""
        made = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(24), time.time())
        with self._lock:
            self._open[made.id] = made
            while len(self._open) > MOST:
                del self._open[min(self._open.values(), key=lambda each: each.seen).id]
        with self._store.write() as db:
            for key, value in db.execute("SELECT key, value FROM meta WHERE key LIKE ?", (f"{PREFIX}%",)).fetchall():
                if made.seen - json.loads(value)["seen"] > LIFE_SECONDS:
                    put_meta(db, key, None)
            made.keep(db)
        return made

    def find(self, key: str | None) -> Session | None:
        """The session of that id; None where it never was or is forgotten."""
        if not key:
            return None
        with self._lock:
            found = self._open.get(key) or self._kept(key)
            if found is None or time.time() - found.seen > LIFE_SECONDS:
                self._open.pop(key, None)
                return None
            found.seen = time.time()
            self._open[key] = found
            return found

    def _kept(self, key: str) -> Session | None:
        """What the store knows of a session that this process has not seen yet."""
        with self._store.read() as db:
            text = get_meta(db, _key(key))
        if text is None:
            return None
        known = json.loads(text)
        return Session(key, known["csrf"], known["seen"], known["email"], known["zone"])

    def end(self, session: Session) -> None:
        """The session is forgotten."""
        with self._lock:
            self._open.pop(session.id, None)
        with self._store.write() as db:
            put_meta(db, _key(session.id), None)
