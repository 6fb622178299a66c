"""gmail.users.settings and gmail.users.watch: kept and shown again; nothing here changes how mail is delivered."""

from __future__ import annotations

import json
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.calls import METHODS, method
from integrations.rehearsal.gmail import mailbox
from integrations.rehearsal.refusals import invalid, not_found

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call, Handler

Json = dict[str, Any]

WATCH_LIVES = timedelta(days=7)
WRITABLE = ("displayName", "replyToAddress", "signature")
DEFAULTS: dict[str, Json] = {
    "AutoForwarding": {"enabled": False},
    "Imap": {"enabled": True, "autoExpunge": True, "expungeBehavior": "archive", "maxFolderSize": 0},
    "Language": {"displayLanguage": "en"},
    "Pop": {"accessWindow": "disabled", "disposition": "leaveInInbox"},
    "Vacation": {"enableAutoReply": False, "restrictToContacts": False, "restrictToDomain": False},
}


def _stored(call: Call, kind: str, default: Json) -> Json:
    row = call.db.execute(
        "SELECT body FROM mail_settings WHERE user = ? AND kind = ?", (mailbox.owner(call), kind)
    ).fetchone()
    return dict(default) if row is None else dict(json.loads(row["body"]))


def _keep(call: Call, kind: str, body: Json) -> Json:
    call.db.execute(
        "INSERT OR REPLACE INTO mail_settings(user, kind, body) VALUES(?, ?, ?)",
        (mailbox.owner(call), kind, json.dumps(body)),
    )
    return body


def _pair(kind: str, default: Json) -> None:
    """The setting can be read and written."""

    def get(call: Call) -> Json:
        return _stored(call, kind, default)

    def update(call: Call) -> Json:
        return _keep(call, kind, {**default, **call.body})

    handlers: dict[str, Handler] = {"get": get, "update": update}
    for verb, handler in handlers.items():
        METHODS[f"gmail.users.settings.{verb}{kind}"] = handler


for _kind, _default in DEFAULTS.items():
    _pair(_kind, _default)


def _sender(call: Call) -> Json:
    """The account's own address, the only one it may send as."""
    user = mailbox.owner(call)
    own: Json = {
        "sendAsEmail": user, "displayName": call.user.name, "replyToAddress": "", "signature": "", "isPrimary": True,
        "isDefault": True,
    }  # fmt: skip
    return own | _stored(call, "sendAs", {})


def _asked_sender(call: Call) -> Json:
    sender = _sender(call)
    if call.path["sendAsEmail"].lower() != sender["sendAsEmail"].lower():
        raise not_found()
    return sender


@method("gmail.users.settings.sendAs.list")
def list_senders(call: Call) -> Json:
    """Whom the account may send as: itself."""
    return {"sendAs": [_sender(call)]}


@method("gmail.users.settings.sendAs.get")
def get_sender(call: Call) -> Json:
    """One address the account may send as."""
    return _asked_sender(call)


@method("gmail.users.settings.sendAs.update")
@method("gmail.users.settings.sendAs.patch")
def change_sender(call: Call) -> Json:
    """The account's address has another signature, name or reply address."""
    _asked_sender(call)
    given: Json = {name: call.body[name] for name in WRITABLE if name in call.body}
    _keep(call, "sendAs", {**_stored(call, "sendAs", {}), **given})
    return _sender(call)


def _filters(call: Call) -> list[Json]:
    return list(_stored(call, "filters", {}).get("filter", []))


@method("gmail.users.settings.filters.list")
def list_filters(call: Call) -> Json:
    """The filters; none at all is an empty answer."""
    found = _filters(call)
    return {"filter": found} if found else {}


@method("gmail.users.settings.filters.create")
def create_filter(call: Call) -> Json:
    """A new filter. It is kept and shown, and never applied: mail here arrives as the rehearsal says."""
    if not call.body.get("criteria"):
        raise invalid("Filter must contain at least one criteria.")
    made = {"id": "ANe1B" + secrets.token_urlsafe(24), **{k: v for k, v in call.body.items() if k != "id"}}
    _keep(call, "filters", {"filter": [*_filters(call), made]})
    return made


@method("gmail.users.settings.filters.get")
def get_filter(call: Call) -> Json:
    """One filter."""
    for each in _filters(call):
        if each["id"] == call.path["id"]:
            return each
    raise not_found()


@method("gmail.users.settings.filters.delete")
def delete_filter(call: Call) -> None:
    """The filter is gone."""
    get_filter(call)
    _keep(call, "filters", {"filter": [each for each in _filters(call) if each["id"] != call.path["id"]]})


@method("gmail.users.settings.forwardingAddresses.list")
@method("gmail.users.settings.delegates.list")
def list_none(call: Call) -> Json:
    """There are no forwarding addresses and no delegates here."""
    mailbox.owner(call)
    return {}


@method("gmail.users.watch")
def watch(call: Call) -> Json:
    """A watch on the mailbox is remembered for a week; no notice ever leaves this machine."""
    user = mailbox.owner(call)
    if not re.fullmatch(r"projects/[^/]+/topics/[^/]+", call.body.get("topicName", "")):
        raise invalid("Invalid topicName does not match projects/*/topics/*")
    _keep(call, "watch", call.body)
    return {
        "historyId": str(mailbox.current(call.db, user)), "expiration": str(instants.epoch_ms(call.now + WATCH_LIVES))
    }  # fmt: skip


@method("gmail.users.stop")
def stop(call: Call) -> None:
    """Nothing is watched."""
    call.db.execute("DELETE FROM mail_settings WHERE user = ? AND kind = 'watch'", (mailbox.owner(call),))
