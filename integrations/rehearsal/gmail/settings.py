"""gmail.users.settings that are one value each, and gmail.users.watch."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.calls import METHODS, method
from integrations.rehearsal.gmail import forwarding, mailbox, preferences
from integrations.rehearsal.refusals import invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.calls import Call, Handler

Json = dict[str, Any]

WATCH_LIVES = timedelta(days=7)
DEFAULTS: dict[str, Json] = {
    "AutoForwarding": {"enabled": False},
    "Imap": {"enabled": True, "autoExpunge": True, "expungeBehavior": "archive", "maxFolderSize": 0},
    "Language": {"displayLanguage": "en"},
    "Pop": {"accessWindow": "disabled", "disposition": "leaveInInbox"},
    "Vacation": {"enableAutoReply": False, "restrictToContacts": False, "restrictToDomain": False},
}


def _pair(kind: str, default: Json) -> None:
    """The setting can be read and written."""

    def get(call: Call) -> Json:
        return preferences.read(call.db, mailbox.owner(call), kind, default)

    def update(call: Call) -> Json:
        if kind in CHECKS:
            CHECKS[kind](call)
        return preferences.write(call.db, mailbox.owner(call), kind, {**default, **call.body})

    handlers: dict[str, Handler] = {"get": get, "update": update}
    for verb, handler in handlers.items():
        METHODS[f"gmail.users.settings.{verb}{kind}"] = handler


def _check_forwarding(call: Call) -> None:
    """Mail is forwarded only to an address that was verified for it."""
    body = call.body
    if not body.get("enabled"):
        return
    if not forwarding.may_forward(call.db, mailbox.owner(call), body.get("emailAddress", "")):
        raise invalid("Unrecognized forwarding address")
    if body.get("disposition", "dispositionUnspecified") == "dispositionUnspecified":
        raise invalid("Invalid disposition")


def _check_absence(call: Call) -> None:
    """An absence ends after it begins, and says something."""
    body = call.body
    if "startTime" in body and "endTime" in body and int(body["startTime"]) >= int(body["endTime"]):
        raise invalid("Invalid start/end time: start time must precede end time.")
    said = ("responseSubject", "responseBodyPlainText", "responseBodyHtml")
    if body.get("enableAutoReply") and not any(body.get(name) for name in said):
        raise invalid("Response subject or body must be nonempty to enable the vacation responder.")


CHECKS: dict[str, Callable[[Call], None]] = {"AutoForwarding": _check_forwarding, "Vacation": _check_absence}


for _kind, _default in DEFAULTS.items():
    _pair(_kind, _default)


@method("gmail.users.watch")
def watch(call: Call) -> Json:
    """A watch on the mailbox is remembered for a week; no notice ever leaves this machine."""
    user = mailbox.owner(call)
    if not re.fullmatch(r"projects/[^/]+/topics/[^/]+", call.body.get("topicName", "")):
        raise invalid("Invalid topicName does not match projects/*/topics/*")
    preferences.write(call.db, user, "watch", call.body)
    return {
        "historyId": str(mailbox.current(call.db, user)), "expiration": str(instants.epoch_ms(call.now + WATCH_LIVES))
    }  # fmt: skip


@method("gmail.users.stop")
def stop(call: Call) -> None:
    """Nothing is watched."""
    call.db.execute("DELETE FROM mail_settings WHERE user = ? AND kind = 'watch'", (mailbox.owner(call),))
