"""Mailboxes: messages with their labels and threads, and the history of every change."""

from __future__ import annotations

import json
import re
import secrets
import time
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.gmail import mime
from integrations.rehearsal.refusals import Refusal, invalid, not_found
from integrations.rehearsal.store import get_blob, put_blob

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

SYSTEM_LABELS = (
    "CHAT", "SENT", "INBOX", "IMPORTANT", "TRASH", "DRAFT", "SPAM", "CATEGORY_FORUMS", "CATEGORY_UPDATES",
    "CATEGORY_PERSONAL", "CATEGORY_PROMOTIONS", "CATEGORY_SOCIAL", "STARRED", "UNREAD",
)  # fmt: skip
EARLIEST = 2**40  # milliseconds: message ids begin with a date, none of them before Gmail was
FIXED_LABELS = {"SENT", "DRAFT", "CHAT"}  # given by Gmail alone


@dataclass(frozen=True)
class Mail:
    """One message in one mailbox."""

    user: str
    id: str
    thread: str
    internal_date: int
    sha: str
    size: int
    history: int


COLUMNS = "user, id, thread, internal_date, sha, size, history"


def owner(call: Call) -> str:
    """The mailbox the call is about: `me` or the caller's own address; another's is refused."""
    asked = call.path["userId"]
    if asked == "me" or asked.lower() == call.user.email.lower():
        return call.user.email
    raise Refusal(403, f"Delegation denied for {call.user.email}", reason="forbidden")


def spelled(name: str, refused: str = "Invalid id value") -> str:
    """The id as Gmail writes it: a number in base 16, below 2**63; 400 for what is none."""
    if not re.fullmatch(r"[0-9A-Fa-f]+", name) or int(name, 16) >= 2**63:
        raise invalid(refused)
    return f"{int(name, 16):x}"


def get(db: sqlite3.Connection, user: str, message: str) -> Mail:
    """The message of that id; 404 where the mailbox has none, 400 for what is no id."""
    sql = f"SELECT {COLUMNS} FROM mail WHERE user = ? AND id = ?"  # noqa: S608
    row = db.execute(sql, (user, message)).fetchone() or db.execute(sql, (user, spelled(message))).fetchone()
    if row is None:
        raise not_found()
    return Mail(*row)


def thread(db: sqlite3.Connection, user: str, thread_id: str) -> list[Mail]:
    """The messages of a thread, oldest first; 404 where there is no such thread."""
    sql = f"SELECT {COLUMNS} FROM mail WHERE user = ? AND thread = ? ORDER BY internal_date, rowid"  # noqa: S608
    rows = db.execute(sql, (user, thread_id)).fetchall() or db.execute(sql, (user, spelled(thread_id))).fetchall()
    if not rows:
        raise not_found()
    return [Mail(*row) for row in rows]


def raw(db: sqlite3.Connection, mail: Mail) -> bytes:
    """The bytes of the message."""
    return get_blob(db, mail.sha)


def labels_of(db: sqlite3.Connection, user: str, message: str) -> list[str]:
    """The label ids of a message."""
    rows = db.execute("SELECT label FROM mail_labels WHERE user = ? AND message = ?", (user, message))
    return [row[0] for row in rows]


def tick(db: sqlite3.Connection, user: str) -> int:
    """The mailbox has moved on: its next history id. Ids leave gaps, as Gmail's do."""
    db.execute("UPDATE history_marks SET last = last + ? WHERE user = ?", (1 + secrets.randbelow(9), user))
    return current(db, user)


def current(db: sqlite3.Connection, user: str) -> int:
    """The mailbox's present history id."""
    return int(db.execute("SELECT last FROM history_marks WHERE user = ?", (user,)).fetchone()[0])


def _record(db: sqlite3.Connection, kind: str, mail: Mail, changed: list[str], labels: list[str]) -> int:
    mark = tick(db, mail.user)
    db.execute(
        "INSERT INTO history(user, id, kind, message, thread, changed, labels) VALUES(?, ?, ?, ?, ?, ?, ?)",
        (mail.user, mark, kind, mail.id, mail.thread, json.dumps(changed), json.dumps(labels)),
    )
    db.execute("UPDATE mail SET history = ? WHERE user = ? AND id = ?", (mark, mail.user, mail.id))
    return mark


def fresh_id(internal_date: int) -> str:
    """A message id as Gmail makes them: the time, then chance."""
    return f"{max(internal_date, EARLIEST):011x}{secrets.randbelow(16**5):05x}"


def free_id(db: sqlite3.Connection, user: str, internal_date: int) -> str:
    """A message id that neither a message nor a conversation of the mailbox has: at one set instant chance repeats."""
    taken = "SELECT 1 FROM mail WHERE user = ?1 AND (id = ?2 OR thread = ?2)"
    while db.execute(taken, (user, made := fresh_id(internal_date))).fetchone() is not None:
        continue
    return made


def add(
    db: sqlite3.Connection, user: str, data: bytes, labels: Iterable[str], internal_date: int, *,
    thread_id: str | None = None, message_id: str | None = None,
) -> Mail:  # fmt: skip
    """The message lies in the mailbox; without a thread given it joins the conversation it belongs to."""
    sha = put_blob(db, data)
    if db.execute("SELECT 1 FROM mail_index WHERE sha = ?", (sha,)).fetchone() is None:
        found = astuple(mime.index(mime.parsed(sha, data)))
        db.execute(f"INSERT INTO mail_index VALUES(?{', ?' * len(found)})", (sha, *found))
    made = message_id or free_id(db, user, internal_date)
    joined = thread_id or conversation(db, user, sha) or made
    mail = Mail(user, made, joined, internal_date, sha, len(data), 0)
    db.execute(
        f"INSERT INTO mail({COLUMNS}, made) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        (*astuple(mail), time.time()),
    )
    given = list(dict.fromkeys(labels))
    db.executemany("INSERT OR IGNORE INTO mail_labels VALUES(?, ?, ?)", [(user, made, label) for label in given])
    _record(db, "messagesAdded", mail, [], given)
    return mail


def conversation(db: sqlite3.Connection, user: str, sha: str) -> str | None:
    """The thread a message belongs to: it cites one of its messages and has the same subject."""
    row = db.execute("SELECT cited, topic FROM mail_index WHERE sha = ?", (sha,)).fetchone()
    for cited in reversed(row["cited"].split()):
        found = db.execute(
            "SELECT mail.thread FROM mail JOIN mail_index USING(sha) WHERE mail.user = ? AND mail_index.message_id = ? AND mail_index.topic = ?",
            (user, cited, row["topic"]),
        ).fetchone()
        if found is not None:
            return str(found[0])
    return None


def belongs(db: sqlite3.Connection, user: str, data: bytes, thread_id: str) -> bool:
    """Whether the message meets the thread: it cites one of its messages and the subject is the same."""
    found = mime.index(mime.read(data))
    rows = db.execute(
        "SELECT mail_index.message_id, mail_index.topic FROM mail JOIN mail_index USING(sha) WHERE mail.user = ? AND mail.thread = ?",
        (user, thread_id),
    ).fetchall()
    if not rows:
        raise not_found()
    cited = set(found.cited.split())
    return any(row["topic"] == found.topic for row in rows) and any(row["message_id"] in cited for row in rows)


def modify(db: sqlite3.Connection, mail: Mail, add: Iterable[str], remove: Iterable[str]) -> None:
    """The message has the labels of `add` and none of `remove`; what really changed stands in the history."""
    before = labels_of(db, mail.user, mail.id)
    added = [label for label in dict.fromkeys(add) if label not in before]
    removed = [label for label in dict.fromkeys(remove) if label in before and label not in added]
    db.executemany("INSERT INTO mail_labels VALUES(?, ?, ?)", [(mail.user, mail.id, label) for label in added])
    db.executemany(
        "DELETE FROM mail_labels WHERE user = ? AND message = ? AND label = ?",
        [(mail.user, mail.id, label) for label in removed],
    )
    after = labels_of(db, mail.user, mail.id)
    if added:
        _record(db, "labelsAdded", mail, added, after)
    if removed:
        _record(db, "labelsRemoved", mail, removed, after)


def delete(db: sqlite3.Connection, mail: Mail) -> None:
    """The message is gone for good (the trash is a label, not this)."""
    _record(db, "messagesDeleted", mail, [], labels_of(db, mail.user, mail.id))
    db.execute("DELETE FROM mail WHERE user = ? AND id = ?", (mail.user, mail.id))
    db.execute("DELETE FROM drafts WHERE user = ? AND message = ?", (mail.user, mail.id))
    db.execute("DELETE FROM mail_labels WHERE user = ? AND message = ?", (mail.user, mail.id))


def check_labels(db: sqlite3.Connection, user: str, labels: Iterable[str]) -> None:
    """Every label exists and may be set by a client; 400 otherwise."""
    for label in labels:
        if label in FIXED_LABELS or unknown_label(db, user, label):
            raise invalid(f"Invalid label: {label}")


def unknown_label(db: sqlite3.Connection, user: str, label: str) -> bool:
    """Whether the mailbox has no label of that id."""
    if label in SYSTEM_LABELS:
        return False
    return db.execute("SELECT 1 FROM labels WHERE user = ? AND id = ?", (user, label)).fetchone() is None
