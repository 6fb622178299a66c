"""gmail.users.history: what happened to a mailbox since a moment it can still remember."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.gmail import listing, mailbox
from integrations.rehearsal.refusals import invalid, not_found

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

TYPES = {
    "messageAdded": "messagesAdded", "messageDeleted": "messagesDeleted", "labelAdded": "labelsAdded",
    "labelRemoved": "labelsRemoved",
}  # fmt: skip


@method("gmail.users.history.list")
def list_history(call: Call) -> Json:
    """The changes after `startHistoryId`, oldest first; an id that is too old is a 404 and means: begin anew."""
    user = mailbox.owner(call)
    asked = call.query.get("startHistoryId")
    if asked is None or not asked.isdigit():
        raise invalid("Missing/invalid parameter: startHistoryId")
    first = call.db.execute("SELECT first FROM history_marks WHERE user = ?", (user,)).fetchone()[0]
    last = mailbox.current(call.db, user)
    if not first <= int(asked) <= last:
        raise not_found()
    kinds = [TYPES[each] for each in call.query.get("historyTypes", TYPES)]
    rows = call.db.execute("SELECT * FROM history WHERE user = ? AND id > ? ORDER BY id", (user, int(asked))).fetchall()
    label = call.query.get("labelId")
    rows = [row for row in rows if row["kind"] in kinds and (not label or label in json.loads(row["labels"]))]
    page, following = listing.paged(call, rows)
    answer: Json = {}
    if page:
        answer["history"] = [_record(row) for row in page]
    if following:
        answer["nextPageToken"] = following
    return {**answer, "historyId": str(last)}


def _record(row: sqlite3.Row) -> Json:
    message: Json = {"id": row["message"], "threadId": row["thread"]}
    changed: Json = {"message": {**message, "labelIds": json.loads(row["labels"])}}
    if row["kind"].startswith("labels"):
        changed["labelIds"] = json.loads(row["changed"])
    return {"id": str(row["id"]), "messages": [message], row["kind"]: [changed]}
