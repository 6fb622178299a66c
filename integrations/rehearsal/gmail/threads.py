"""gmail.users.threads: conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.gmail import listing, mailbox, messages

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]


@method("gmail.users.threads.list")
def list_threads(call: Call) -> Json:
    """A page of conversations, the one with the newest message that fits first."""
    user = mailbox.owner(call)
    ids = list(dict.fromkeys(row["thread"] for row in listing.found(call)))
    page, following = listing.paged(call, ids)
    answer: Json = {}
    if page:
        answer["threads"] = [_brief(call, user, each) for each in page]
    if following:
        answer["nextPageToken"] = following
    return {**answer, "resultSizeEstimate": listing.estimate(call, len(ids))}


def _brief(call: Call, user: str, thread_id: str) -> Json:
    newest = messages.resource(call.db, mailbox.thread(call.db, user, thread_id)[-1], "minimal")
    return {"id": thread_id, "snippet": newest["snippet"], "historyId": newest["historyId"]}


@method("gmail.users.threads.get")
def get_thread(call: Call) -> Json:
    """The conversation with all its messages, oldest first."""
    found = mailbox.thread(call.db, mailbox.owner(call), call.path["id"])
    form = call.query.get("format", "full")
    listed = [messages.resource(call.db, mail, form, call.query.get("metadataHeaders")) for mail in found]
    newest = max(listed, key=lambda each: int(each["historyId"]))
    return {"id": found[0].thread, "historyId": newest["historyId"], "messages": listed}


def _all(call: Call, add: list[str], remove: list[str]) -> Json:
    found = mailbox.thread(call.db, mailbox.owner(call), call.path["id"])
    for mail in found:
        mailbox.modify(call.db, mail, add, remove)
    return {"id": found[0].thread, "messages": [messages.short(call.db, mail) for mail in found]}


@method("gmail.users.threads.modify")
def modify_thread(call: Call) -> Json:
    """Every message of the conversation has other labels."""
    return _all(call, *messages.changes(call))


@method("gmail.users.threads.trash")
def trash_thread(call: Call) -> Json:
    """The whole conversation lies in the trash."""
    return _all(call, ["TRASH"], ["INBOX"])


@method("gmail.users.threads.untrash")
def untrash_thread(call: Call) -> Json:
    """The whole conversation is out of the trash."""
    return _all(call, [], ["TRASH"])


@method("gmail.users.threads.delete")
def delete_thread(call: Call) -> None:
    """The whole conversation is gone for good."""
    for mail in mailbox.thread(call.db, mailbox.owner(call), call.path["id"]):
        mailbox.delete(call.db, mail)
