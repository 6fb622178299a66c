"""gmail.users.drafts: a draft keeps its id while its message changes, and is used up by being sent."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.calls import method
from integrations.rehearsal.gmail import listing, mailbox, messages, sending
from integrations.rehearsal.refusals import invalid, not_found

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]


def _message_of(call: Call, draft: str) -> mailbox.Mail:
    """The message inside a draft; 404 for a draft that is not there, or no longer."""
    user = mailbox.owner(call)
    row = call.db.execute("SELECT message FROM drafts WHERE user = ? AND id = ?", (user, draft)).fetchone()
    if row is None:
        raise not_found()
    return mailbox.get(call.db, user, row[0])


def _written(call: Call, draft: str) -> Json:
    """The draft holds the message that was sent along, under a new message id."""
    user = mailbox.owner(call)
    inner = call.body.get("message", {})
    data = sending.drafted(call, sending.raw_of(call, inner))
    asked = sending.joined_thread(call, user, data, inner.get("threadId"))
    mail = mailbox.add(call.db, user, data, ["DRAFT"], instants.epoch_ms(call.now), thread_id=asked)
    call.db.execute("INSERT OR REPLACE INTO drafts VALUES(?, ?, ?)", (user, draft, mail.id))
    return {"id": draft, "message": messages.short(call.db, mail)}


@method("gmail.users.drafts.create")
def create_draft(call: Call) -> Json:
    """A new draft."""
    return _written(call, f"r{secrets.randbelow(9 * 10**18) + 10**18}")


@method("gmail.users.drafts.update")
def update_draft(call: Call) -> Json:
    """The draft holds another message; its own id stays."""
    old = _message_of(call, call.path["id"])
    mailbox.delete(call.db, old)
    inner = call.body.setdefault("message", {})
    inner.setdefault("threadId", None)
    if inner["threadId"] is None and _thread_lives(call, old):
        inner["threadId"] = old.thread
    return _written(call, call.path["id"])


def _thread_lives(call: Call, old: mailbox.Mail) -> bool:
    """Whether other messages are left in the thread the draft lay in."""
    row = call.db.execute("SELECT 1 FROM mail WHERE user = ? AND thread = ?", (old.user, old.thread)).fetchone()
    return row is not None


@method("gmail.users.drafts.get")
def get_draft(call: Call) -> Json:
    """One draft with its message."""
    mail = _message_of(call, call.path["id"])
    return {"id": call.path["id"], "message": messages.resource(call.db, mail, call.query.get("format", "full"))}


@method("gmail.users.drafts.list")
def list_drafts(call: Call) -> Json:
    """A page of drafts."""
    user = mailbox.owner(call)
    drafts = dict(call.db.execute("SELECT message, id FROM drafts WHERE user = ?", (user,)).fetchall())
    rows = [row for row in listing.found(call) if row["id"] in drafts]
    page, following = listing.paged(call, rows)
    answer: Json = {}
    if page:
        answer["drafts"] = [
            {"id": drafts[row["id"]], "message": {"id": row["id"], "threadId": row["thread"]}} for row in page
        ]
    if following:
        answer["nextPageToken"] = following
    return {**answer, "resultSizeEstimate": listing.estimate(call, len(rows))}


@method("gmail.users.drafts.delete")
def delete_draft(call: Call) -> None:
    """The draft and its message are gone."""
    mail = _message_of(call, call.path["id"])
    mailbox.delete(call.db, mail)


@method("gmail.users.drafts.send")
def send_draft(call: Call) -> Json:
    """The draft is sent and used up: the same id a second time is a 404, which makes it the key of the sending."""
    draft = call.body.get("id")
    inner = call.body.get("message", {})
    if not draft:
        if call.media is None and not inner.get("raw"):
            raise invalid("Missing draft id or message")
        data = sending.raw_of(call, inner)
        return sending.send(call, data, sending.joined_thread(call, call.user.email, data, inner.get("threadId")))
    mail = _message_of(call, draft)
    given = sending.raw_of(call, inner, required=False)
    data = given or mailbox.raw(call.db, mail)
    thread_id = mail.thread
    mailbox.delete(call.db, mail)
    return sending.send(call, data, thread_id)
