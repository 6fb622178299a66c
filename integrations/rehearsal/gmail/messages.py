"""gmail.users.messages: listing, reading, labelling and removing; and the profile of the mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.gmail import listing, mailbox, mime
from integrations.rehearsal.refusals import Refusal, invalid

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

MOST_LABELS = 100
MOST_IDS = 1000


def resource(db: sqlite3.Connection, mail: mailbox.Mail, form: str = "full", wanted: list[str] | None = None) -> Json:
    """The message as the API shows it in that format (minimal, full, raw, metadata)."""
    made: Json = {"id": mail.id, "threadId": mail.thread}
    if labels := mailbox.labels_of(db, mail.user, mail.id):
        made["labelIds"] = labels
    snippet = db.execute("SELECT snippet FROM mail_index WHERE sha = ?", (mail.sha,)).fetchone()[0]
    made |= {"snippet": snippet, "sizeEstimate": mail.size}
    mark = db.execute("SELECT history FROM mail WHERE user = ? AND id = ?", (mail.user, mail.id)).fetchone()[0]
    made |= {"historyId": str(mark), "internalDate": str(mail.internal_date)}
    if form == "minimal":
        return made
    data = mailbox.raw(db, mail)
    if form == "raw":
        return {**made, "raw": mime.encode(data)}
    message = mime.parsed(mail.sha, data)
    if form == "full":
        return {**made, "payload": mime.payload(message)}
    names = {name.lower() for name in wanted or []}
    lines = [line for line in mime.headers(message) if not names or line["name"].lower() in names]
    payload: Json = {"mimeType": message.get_content_type()}
    if lines:
        payload["headers"] = lines
    return {**made, "payload": payload}


@method("gmail.users.getProfile")
def get_profile(call: Call) -> Json:
    """Address, counts and the present history id."""
    user = mailbox.owner(call)
    messages, threads = call.db.execute(
        "SELECT (SELECT count(*) FROM mail WHERE user = ?), (SELECT count(*) FROM (SELECT DISTINCT thread FROM mail WHERE user = ?))",
        (user, user),
    ).fetchone()
    history = str(mailbox.current(call.db, user))
    return {"emailAddress": user, "messagesTotal": messages, "threadsTotal": threads, "historyId": history}


@method("gmail.users.messages.list")
def list_messages(call: Call) -> Json:
    """A page of ids; a listing of nothing has no `messages` at all."""
    page, following, seen = listing.page(call)
    answer: Json = {}
    if page:
        answer["messages"] = [{"id": row["id"], "threadId": row["thread"]} for row in page]
    if following:
        answer["nextPageToken"] = following
    return {**answer, "resultSizeEstimate": listing.estimate(call, seen)}


@method("gmail.users.messages.get")
def get_message(call: Call) -> Json:
    """One message."""
    form = call.query.get("format", "full")
    if form in {"full", "raw"} and listing.metadata_only(call):
        raise Refusal(403, f"Metadata scope doesn't allow format {form.upper()}", reason="forbidden")
    mail = mailbox.get(call.db, mailbox.owner(call), call.path["id"])
    return resource(call.db, mail, form, call.query.get("metadataHeaders"))


@method("gmail.users.messages.attachments.get")
def get_attachment(call: Call) -> Json:
    """The bytes of one part."""
    user = mailbox.owner(call)
    if not call.path["id"].startswith(mime.OPENING):  # looked at before the message is
        raise invalid("Invalid attachment token")
    mail = mailbox.get(call.db, user, call.path["messageId"])
    try:
        data = mime.attached(mime.parsed(mail.sha, mailbox.raw(call.db, mail)), call.path["id"])
    except (ValueError, IndexError, TypeError):
        raise invalid("Invalid attachment token") from None
    return {"size": len(data), "data": mime.encode(data)}


def changes(call: Call) -> tuple[list[str], list[str]]:
    """The labels to add and to remove, checked; adding trash or spam takes a message out of the inbox."""
    add, remove = call.body.get("addLabelIds", []), call.body.get("removeLabelIds", [])
    if len(add) > MOST_LABELS or len(remove) > MOST_LABELS:
        raise invalid("Too many labels in one request")
    if not add and not remove:
        raise invalid("No label add or removes specified")
    mailbox.check_labels(call.db, mailbox.owner(call), [*add, *remove])
    if clash := set(add) & set(remove):
        raise invalid(f"Cannot both add and remove the same label: {min(clash)}")
    if {"TRASH", "SPAM"} & set(add):
        remove = [*remove, "INBOX"]
    return add, remove


def short(db: sqlite3.Connection, mail: mailbox.Mail) -> Json:
    """Ids and labels, which is all that a change answers."""
    made: Json = {"id": mail.id, "threadId": mail.thread}
    if labels := mailbox.labels_of(db, mail.user, mail.id):
        made["labelIds"] = labels
    return made


@method("gmail.users.messages.modify")
def modify_message(call: Call) -> Json:
    """The message has other labels."""
    add, remove = changes(call)
    mail = mailbox.get(call.db, mailbox.owner(call), call.path["id"])
    mailbox.modify(call.db, mail, add, remove)
    return short(call.db, mail)


@method("gmail.users.messages.batchModify")
def modify_messages(call: Call) -> None:
    """Up to a thousand messages have other labels; ids that are gone are passed over."""
    user = mailbox.owner(call)
    add, remove = changes(call)
    for mail in _many(call, user):
        mailbox.modify(call.db, mail, add, remove)


@method("gmail.users.messages.batchDelete")
def delete_messages(call: Call) -> None:
    """Up to a thousand messages are gone for good."""
    for mail in _many(call, mailbox.owner(call)):
        mailbox.delete(call.db, mail)


def _many(call: Call, user: str) -> list[mailbox.Mail]:
    ids = call.body.get("ids", [])
    if not ids:
        raise invalid("No message ids specified.")
    if len(ids) > MOST_IDS:
        raise invalid(f"Number of ids cannot exceed {MOST_IDS}")
    found = []
    for each in dict.fromkeys(ids):
        try:
            found.append(mailbox.get(call.db, user, each))
        except Refusal:
            continue
    return found


@method("gmail.users.messages.trash")
def trash_message(call: Call) -> Json:
    """The message lies in the trash."""
    mail = mailbox.get(call.db, mailbox.owner(call), call.path["id"])
    mailbox.modify(call.db, mail, ["TRASH"], ["INBOX"])
    return short(call.db, mail)


@method("gmail.users.messages.untrash")
def untrash_message(call: Call) -> Json:
    """The message is out of the trash (and in no inbox: it stays archived)."""
    mail = mailbox.get(call.db, mailbox.owner(call), call.path["id"])
    mailbox.modify(call.db, mail, [], ["TRASH"])
    return short(call.db, mail)


@method("gmail.users.messages.delete")
def delete_message(call: Call) -> None:
    """The message is gone for good."""
    mail = mailbox.get(call.db, mailbox.owner(call), call.path["id"])
    mailbox.delete(call.db, mail)
