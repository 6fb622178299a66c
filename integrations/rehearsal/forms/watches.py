"""forms.forms.watches: who wants to be told of a form; remembered for a week, and nobody is ever told."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.calls import method
from integrations.rehearsal.forms.forms import access
from integrations.rehearsal.refusals import Refusal, invalid, not_found

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

LIVES = timedelta(days=7)
EVENTS = ("RESPONSES", "SCHEMA")


def _rows(call: Call, form: str) -> list[sqlite3.Row]:
    """The watches on the form that have not run out."""
    return call.db.execute(
        "SELECT * FROM watches WHERE target = ? AND owner = ? AND expires > ? ORDER BY rowid",
        (form, call.user.email, instants.stamp(call.now)),
    ).fetchall()


def _find(call: Call, form: str) -> sqlite3.Row:
    for row in _rows(call, form):
        if row["id"] == call.path["watchId"]:
            return row
    raise not_found()


@method("forms.forms.watches.create")
def create(call: Call) -> Json:
    """A watch; each person has at most one on each form for each kind of event."""
    form = access(call, "writer")
    asked = call.body.get("watch", {})
    topic = asked.get("target", {}).get("topic", {}).get("topicName", "")
    if not re.fullmatch(r"projects/[^/]+/topics/[^/]+", topic):
        raise invalid("Invalid topic name.", "watch.target.topic.topic_name")
    if asked.get("eventType") not in EVENTS:
        raise invalid("Event type must be specified.", "watch.event_type")
    named = call.body.get("watchId")
    if named is not None and not re.fullmatch(r"[a-z0-9-]{4,63}", named):
        raise invalid("Invalid watch ID.", "watch_id")
    for row in _rows(call, form):
        if json.loads(row["body"])["eventType"] == asked["eventType"] or row["id"] == named:
            raise Refusal(409, "A watch already exists for this form and event type.", status="ALREADY_EXISTS")
    made: Json = {
        "id": named or str(uuid.uuid4()), "target": {"topic": {"topicName": topic}}, "eventType": asked["eventType"],
        "createTime": instants.stamp(call.now), "expireTime": instants.stamp(call.now + LIVES), "state": "ACTIVE",
    }  # fmt: skip
    call.db.execute(
        "INSERT OR REPLACE INTO watches(id, owner, target, expires, body) VALUES(?, ?, ?, ?, ?)",
        (made["id"], call.user.email, form, made["expireTime"], json.dumps(made)),
    )
    return made


@method("forms.forms.watches.list")
def list_watches(call: Call) -> Json:
    """The caller's watches on the form; none at all is an empty answer."""
    found = [json.loads(row["body"]) for row in _rows(call, access(call, "writer"))]
    return {"watches": found} if found else {}


@method("forms.forms.watches.renew")
def renew(call: Call) -> Json:
    """The watch lives another week."""
    row = _find(call, access(call, "writer"))
    made = {**json.loads(row["body"]), "expireTime": instants.stamp(call.now + LIVES)}
    call.db.execute(
        "UPDATE watches SET expires = ?, body = ? WHERE id = ?", (made["expireTime"], json.dumps(made), row["id"])
    )
    return made


@method("forms.forms.watches.delete")
def delete(call: Call) -> Json:
    """The watch is gone."""
    row = _find(call, access(call, "writer"))
    call.db.execute("DELETE FROM watches WHERE id = ?", (row["id"],))
    return {}
