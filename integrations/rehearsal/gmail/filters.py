"""gmail.users.settings.filters: what is done with a message as it arrives."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.gmail import forwarding, mailbox, preferences
from integrations.rehearsal.gmail.search import Query
from integrations.rehearsal.refusals import Refusal, invalid, not_found

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

KIND = "filters"
MOST = 1000
USELESS = {"SENT", "DRAFT", "CHAT"}


def every(db: sqlite3.Connection, user: str) -> list[Json]:
    """The mailbox's filters."""
    return list(preferences.read(db, user, KIND).get("filter", []))


def fits(db: sqlite3.Connection, user: str, criteria: Json, message: str, now: datetime) -> bool:
    """Whether the message, which lies in the mailbox, meets every criterion."""
    asked = [f"{name}:({criteria[name]})" for name in ("from", "to", "subject") if criteria.get(name)]
    if criteria.get("hasAttachment"):
        asked.append("has:attachment")
    if criteria.get("size") and criteria.get("sizeComparison") in {"larger", "smaller"}:
        asked.append(f"{criteria['sizeComparison']}:{criteria['size']}")
    texts = [*asked, criteria.get("query", ""), f"-({criteria['negatedQuery']})" if "negatedQuery" in criteria else ""]
    for text in texts:
        if not text:
            continue
        sql, values = Query(db, user, text, now).condition
        found = db.execute(
            f"SELECT 1 FROM mail m JOIN mail_index x ON x.sha = m.sha WHERE m.user = ? AND m.id = ? AND {sql}",  # noqa: S608 - conditions are ours
            [user, message, *values],
        ).fetchone()
        if found is None:
            return False
    return True


def _find(call: Call) -> Json:
    for each in every(call.db, mailbox.owner(call)):
        if each["id"] == call.path["id"]:
            return each
    raise not_found()


@method("gmail.users.settings.filters.list")
def list_filters(call: Call) -> Json:
    """The filters; none at all is an empty answer."""
    found = every(call.db, mailbox.owner(call))
    return {"filter": found} if found else {}


@method("gmail.users.settings.filters.get")
def get_filter(call: Call) -> Json:
    """One filter."""
    return _find(call)


@method("gmail.users.settings.filters.create")
def create_filter(call: Call) -> Json:
    """A new filter: mail that arrives from now on and meets it is labelled and forwarded as it says."""
    user = mailbox.owner(call)
    criteria, action = call.body.get("criteria", {}), call.body.get("action", {})
    if not any(criteria.get(name) for name in criteria):
        raise invalid("Filter must contain at least one criteria.")
    added, removed = action.get("addLabelIds", []), action.get("removeLabelIds", [])
    if not (added or removed or action.get("forward")):
        raise invalid("Filter must contain at least one action.")
    if clash := USELESS & {*added, *removed}:
        raise invalid(f"Invalid label {min(clash)} in {'Add' if clash & set(added) else 'Remove'}LabelIds")
    mailbox.check_labels(call.db, user, [*added, *removed])
    if action.get("forward") and not forwarding.may_forward(call.db, user, action["forward"]):
        raise invalid("Unrecognized forwarding address")
    known = every(call.db, user)
    if len(known) >= MOST:
        raise invalid("Maximum number of filters per account exceeded")
    for each in known:
        if (each["criteria"], each["action"]) == (criteria, action):
            raise Refusal(409, "Filter already exists", reason="failedPrecondition", status="ALREADY_EXISTS")
    made = {"id": "ANe1B" + secrets.token_urlsafe(24), "criteria": criteria, "action": action}
    preferences.write(call.db, user, KIND, {"filter": [*known, made]})
    return made


@method("gmail.users.settings.filters.delete")
def delete_filter(call: Call) -> None:
    """The filter is gone; what it did stays done."""
    gone, user = _find(call), mailbox.owner(call)
    rest = [each for each in every(call.db, user) if each["id"] != gone["id"]]
    preferences.write(call.db, user, KIND, {"filter": rest})
