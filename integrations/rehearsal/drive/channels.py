"""Notification channels: they are opened, remembered and stopped; no notice ever leaves this machine."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import tree
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

LIVES = {"file": timedelta(hours=1), "changes": timedelta(days=7)}
LONGEST = {"file": timedelta(days=1), "changes": timedelta(days=7)}


def _opened(call: Call, kind: str, target: str) -> Json:
    body = call.body
    if not body.get("id"):
        raise Refusal(400, "Channel id is required.", reason="required", location="id")
    if body.get("type") not in {"web_hook", "webhook"}:
        raise Refusal(400, "Unknown channel type.", reason="channelUnknown", location="type")
    if not body.get("address", "").startswith("https://"):
        raise Refusal(
            401, f"WebHook callback must be HTTPS: {body.get('address', '')}", reason="push.webhookUrlNotHttps"
        )
    if call.db.execute("SELECT 1 FROM watches WHERE id = ?", (body["id"],)).fetchone() is not None:
        raise Refusal(400, f"Channel id {body['id']} not unique", reason="channelIdNotUnique")
    now = instants.epoch_ms(call.now)
    asked = int(body["expiration"]) if "expiration" in body else now + LIVES[kind] // timedelta(milliseconds=1)
    expires = min(asked, now + LONGEST[kind] // timedelta(milliseconds=1))
    made: Json = {
        "kind": "api#channel", "id": body["id"], "resourceId": secrets.token_urlsafe(20),
        "resourceUri": f"https://www.googleapis.com/drive/v3/{target}?alt=json", "expiration": str(expires),
    }  # fmt: skip
    if body.get("token"):
        made["token"] = body["token"]
    call.db.execute(
        "INSERT INTO watches(id, owner, target, expires, body) VALUES(?, ?, ?, ?, ?)",
        (body["id"], call.user.email, made["resourceId"], str(expires), json.dumps(made)),
    )
    return made


@method("drive.files.watch")
def watch_file(call: Call) -> Json:
    """A channel for one file is open."""
    row = tree.of_call(call)
    return _opened(call, "file", f"files/{row['id']}")


@method("drive.changes.watch")
def watch_changes(call: Call) -> Json:
    """A channel for everything that changes is open."""
    return _opened(call, "changes", "changes")


@method("drive.channels.stop")
def stop(call: Call) -> None:
    """The channel is closed."""
    asked = (call.body.get("id", ""), call.body.get("resourceId", ""), call.user.email)
    if not call.db.execute("DELETE FROM watches WHERE id = ? AND target = ? AND owner = ?", asked).rowcount:
        raise Refusal(404, f"Channel '{asked[0]}' not found for project '000000000000'", reason="notFound")
