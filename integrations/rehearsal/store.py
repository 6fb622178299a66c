"""The state of the workspace: one SQLite file, shared by threads and by processes."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import threading
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING

from integrations.rehearsal.schema import LATER, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_MS = 30_000


def _natural(one: str, other: str) -> int:
    """Text without regard to case, numbers in it by their size: `Berkas 9` before `Berkas 10`."""
    left, right = (
        [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece.lower()) for piece in re.split(r"(\d+)", text)]
        for text in (one, other)
    )
    return (left > right) - (left < right)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("\u0307", "")


def _has_word(text: str, start: str) -> bool:
    """Whether a word of the text begins so, whatever the case; what begins with a sign may stand anywhere."""
    whole, sought = _folded(text), _folded(start)
    place = whole.find(sought)
    while place > 0 and sought[:1].isalnum() and whole[place - 1].isalnum():
        place = whole.find(sought, place + 1)
    return place >= 0


class Store:
    """One database: a connection per thread, readers beside one writer, every change in one transaction."""

    def __init__(self, path: Path, *, durable: bool) -> None:
        """Open or make the database; without `durable` the disk is not waited for (only for data thrown away later)."""
        self.path = path
        self._synchronous = "NORMAL" if durable else "OFF"
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._writing = threading.RLock()
        self._lay_out(self._connection())

    @staticmethod
    def _lay_out(db: sqlite3.Connection) -> None:
        """Every table is there with every column; a workspace kept from an earlier version goes on."""
        for table, column, declaration in LATER:
            known = [row["name"] for row in db.execute(f"PRAGMA table_info({table})")]
            if known and column not in known:
                db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {declaration}")
        db.executescript(TABLES)

    def _connection(self) -> sqlite3.Connection:
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is not None:
            return known
        # Autocommit: transactions begin and end where this module says, never by themselves.
        made = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000)
        made.row_factory = sqlite3.Row
        made.create_collation("NUMBERED", _natural)
        made.create_function("has_word", 2, _has_word, deterministic=True)
        made.execute("PRAGMA journal_mode=WAL")
        made.execute(f"PRAGMA synchronous={self._synchronous}")
        made.execute("PRAGMA cache_size=-65536")
        with self._writing:
            self._open.append(made)
        self._local.connection = made
        return made

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the world until the block ends."""
        connection = self._connection()
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept together, or not at all if the block raises."""
        connection = self._connection()
        with self._writing:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def wipe(self) -> None:
        """Every table is empty afterwards."""
        with self.write() as db:
            names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for name in names:
                if not name.startswith("sqlite_"):
                    db.execute(f'DELETE FROM "{name}"')  # noqa: S608 - names come from the schema itself

    def close(self) -> None:
        """Every connection is closed; the file can be removed."""
        with self._writing:
            for connection in self._open:
                connection.close()
            self._open.clear()


def put_blob(db: sqlite3.Connection, data: bytes) -> str:
    """The bytes lie in the store once; their SHA-256 is their name."""
    sha = hashlib.sha256(data).hexdigest()
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    db.execute(
        "INSERT OR IGNORE INTO blobs(sha, size, md5, sha1, data) VALUES(?, ?, ?, ?, ?)",
        (sha, len(data), md5, sha1, data),
    )
    return sha


def get_blob(db: sqlite3.Connection, sha: str) -> bytes:
    """The bytes of that name."""
    row = db.execute("SELECT data FROM blobs WHERE sha = ?", (sha,)).fetchone()
    return bytes(row[0])


def get_meta(db: sqlite3.Connection, key: str) -> str | None:
    """A setting of the workspace itself, None where it was never set."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else row[0]


def put_meta(db: sqlite3.Connection, key: str, value: str | None) -> None:
    """The setting has that value; None removes it."""
    db.execute("DELETE FROM meta WHERE key = ?", (key,))
    if value is not None:
        db.execute("INSERT INTO meta(key, value) VALUES(?, ?)", (key, value))
