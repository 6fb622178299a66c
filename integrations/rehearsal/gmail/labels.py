"""gmail.users.labels: Gmail's own labels and the user's."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import discovery
from integrations.rehearsal.calls import method
from integrations.rehearsal.gmail import mailbox, preferences
from integrations.rehearsal.refusals import Refusal, invalid, not_found

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

MOST_LABELS = 10_000
NUMBERED = "labels"
LONGEST_NAME = 225
# Names no user label may have, whatever their case: Gmail's own and the words of its search.
RESERVED = {name.lower() for name in mailbox.SYSTEM_LABELS} | {
    "drafts", "all mail", "allmail", "anywhere", "important", "muted", "read", "chats", "voicemail",
}  # fmt: skip
WRITABLE = ("messageListVisibility", "labelListVisibility", "color")
HIDDEN = {
    "CHAT", "IMPORTANT", "TRASH", "SPAM", "CATEGORY_FORUMS", "CATEGORY_UPDATES", "CATEGORY_PERSONAL",
    "CATEGORY_PROMOTIONS", "CATEGORY_SOCIAL",
}  # fmt: skip


def _system(name: str) -> Json:
    made = {"id": name, "name": name, "type": "system"}
    if name in HIDDEN:
        made |= {"messageListVisibility": "hide", "labelListVisibility": "labelHide"}
    return made


def _resource(row: sqlite3.Row) -> Json:
    return {"id": row["id"], "name": row["name"], "type": "user", **json.loads(row["body"])}


@cache
def _palette() -> frozenset[str]:
    """The colours a label may have, as Google's document lists them."""
    told = discovery.schema("gmail", "LabelColor")["properties"]["backgroundColor"]["description"]
    return frozenset(re.findall(r"#[0-9a-f]{6}", told))


def _written(call: Call) -> Json:
    """What the request says of the label beside its name; 400 for a colour that is not on Gmail's palette."""
    for colour in call.body.get("color", {}).values():
        if colour not in _palette():
            raise invalid(f"Label color {colour} is not on the allowed color palette")
    return {key: call.body[key] for key in WRITABLE if key in call.body}


def _find(call: Call, label: str) -> sqlite3.Row:
    """The user's label of that id; 404 where there is none, 400 for one of Gmail's own."""
    if label in mailbox.SYSTEM_LABELS:
        raise invalid("Invalid delete request" if call.method.verb == "DELETE" else "Invalid label id")
    user = mailbox.owner(call)
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM labels WHERE user = ? AND id = ?", (user, label)
    ).fetchone()
    if row is None:
        raise not_found()
    return row


def _check_name(call: Call, name: str, except_id: str = "") -> None:
    """The name can be given; 400 for a bad or reserved one, 409 for one that is taken in any case."""
    pieces = name.split("/")
    if not name.strip() or len(name) > LONGEST_NAME or any(piece != piece.strip() or not piece for piece in pieces):
        raise invalid("Invalid label name")
    if name.lower() in RESERVED:
        raise invalid("Invalid label name")
    row = call.db.execute(
        "SELECT id FROM labels WHERE user = ? AND lower(name) = ? AND id != ?",
        (mailbox.owner(call), name.lower(), except_id),
    ).fetchone()
    if row is not None:
        raise Refusal(409, "Label name exists or conflicts", reason="duplicate", status="ALREADY_EXISTS")


@method("gmail.users.labels.list")
def list_labels(call: Call) -> Json:
    """Every label."""
    rows = call.db.execute("SELECT * FROM labels WHERE user = ? ORDER BY rowid", (mailbox.owner(call),))
    return {"labels": [_system(name) for name in mailbox.SYSTEM_LABELS] + [_resource(row) for row in rows]}


@method("gmail.users.labels.get")
def get_label(call: Call) -> Json:
    """One label with its counts."""
    label, user = call.path["id"], mailbox.owner(call)
    made = _system(label) if label in mailbox.SYSTEM_LABELS else _resource(_find(call, label))
    counted = "SELECT count(*), count(DISTINCT m.thread) FROM mail m JOIN mail_labels l ON l.user = m.user AND l.message = m.id WHERE m.user = ? AND l.label = ?"
    unread = " AND EXISTS(SELECT 1 FROM mail_labels u WHERE u.user = m.user AND u.message = m.id AND u.label='UNREAD')"
    messages, threads = call.db.execute(counted, (user, label)).fetchone()
    new_messages, new_threads = call.db.execute(counted + unread, (user, label)).fetchone()
    return {
        **made, "messagesTotal": messages, "messagesUnread": new_messages, "threadsTotal": threads,
        "threadsUnread": new_threads,
    }  # fmt: skip


@method("gmail.users.labels.create")
def create_label(call: Call) -> Json:
    """A new label."""
    user, name = mailbox.owner(call), call.body.get("name", "")
    _check_name(call, name)
    count, last = call.db.execute(
        "SELECT count(*), max(CAST(substr(id, 7) AS INTEGER)) FROM labels WHERE user = ?", (user,)
    ).fetchone()
    if count >= MOST_LABELS:
        raise invalid("Maximum number of labels per account exceeded")
    number = 1 + max(last or 0, preferences.read(call.db, user, NUMBERED).get("last", 0))
    preferences.write(call.db, user, NUMBERED, {"last": number})  # the number of a label that is gone is never used again
    made = f"Label_{number}"
    body = _written(call)
    call.db.execute(
        "INSERT INTO labels(user, id, name, kind, body) VALUES(?, ?, ?, 'user', ?)",
        (user, made, name, json.dumps(body)),
    )
    return {"id": made, "name": name, **body, "type": "user"}


def _changed(call: Call, body: Json) -> Json:
    row = _find(call, call.path["id"])
    name = call.body.get("name", row["name"])
    _check_name(call, name, row["id"])
    call.db.execute(
        "UPDATE labels SET name = ?, body = ? WHERE user = ? AND id = ?",
        (name, json.dumps(body), row["user"], row["id"]),
    )
    return {"id": row["id"], "name": name, **body, "type": "user"}


@method("gmail.users.labels.update")
def update_label(call: Call) -> Json:
    """The label is as written; what is not written is unset."""
    if "name" not in call.body:
        raise invalid("Invalid label name")
    return _changed(call, _written(call))


@method("gmail.users.labels.patch")
def patch_label(call: Call) -> Json:
    """The label is changed where something is written."""
    kept = json.loads(_find(call, call.path["id"])["body"])
    return _changed(call, {**kept, **_written(call)})


@method("gmail.users.labels.delete")
def delete_label(call: Call) -> None:
    """The label is gone from the list and from every message."""
    row = _find(call, call.path["id"])
    marked = call.db.execute(
        "SELECT message FROM mail_labels WHERE user = ? AND label = ?", (row["user"], row["id"])
    ).fetchall()
    for each in marked:
        mailbox.modify(call.db, mailbox.get(call.db, row["user"], each[0]), [], [row["id"]])
    call.db.execute("DELETE FROM labels WHERE user = ? AND id = ?", (row["user"], row["id"]))
