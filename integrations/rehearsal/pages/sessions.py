"""Who sits at the browser: a random id in a cookie, and what the server remembers beside it."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field

LIFE_SECONDS = 12 * 3600
MOST = 200
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass
class Session:
    """One browser that has shown the key; the person it acts as is chosen later and may change."""

    id: str
    csrf: str
    seen: float
    email: str | None = None
    zone: str = "Asia/Jakarta"
    notices: list[tuple[str, str]] = field(default_factory=list)  # (ok or no, text), shown once

    def say(self, text: str, *, ok: bool = True) -> None:
        """The next page shows the text."""
        self.notices.append(("ok" if ok else "no", text))

    def said(self) -> list[tuple[str, str]]:
        """What is to be shown now, and never again."""
        told, self.notices = self.notices, []
        return told


class Sessions:
    """Every open session; they live as long as the process and are forgotten after half a day unused."""

    def __init__(self) -> None:
        """None is open."""
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}

    def begin(self) -> Session:
        """A fresh session; the one unused the longest gives way where there are too many."""
        made = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(24), time.monotonic())
        with self._lock:
            self._open[made.id] = made
            while len(self._open) > MOST:
                del self._open[min(self._open.values(), key=lambda each: each.seen).id]
        return made

    def find(self, key: str | None) -> Session | None:
        """The session of that id; None where it never was or is forgotten."""
        with self._lock:
            found = self._open.get(key or "")
            if found is None:
                return None
            if time.monotonic() - found.seen > LIFE_SECONDS:
                del self._open[found.id]
                return None
            found.seen = time.monotonic()
            return found

    def end(self, session: Session) -> None:
        """The session is forgotten."""
        with self._lock:
            self._open.pop(session.id, None)
