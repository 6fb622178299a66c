"""A message arrives: filters sort it, forwarding passes it on, an absence answers it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import identity, instants
from integrations.rehearsal.gmail import filters, forwarding, mailbox, mime, preferences

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from email.message import Message

Json = dict[str, Any]

ANSWERED = "answered"
AGAIN = timedelta(days=4)  # how long a sender is not told a second time that somebody is away
DISPOSITIONS: dict[str, tuple[list[str], list[str]]] = {
    "archive": ([], ["INBOX"]), "trash": (["TRASH"], ["INBOX"]), "markRead": ([], ["UNREAD"]),
}  # fmt: skip
AUTOMATIC = ("List-Id", "List-Unsubscribe", "Precedence")


def deliver(
    db: sqlite3.Connection, user: str, data: bytes, now: datetime, *, passed: Iterable[str] = (),
) -> mailbox.Mail:  # fmt: skip
    """The message lies in the mailbox, and what its owner set up for arriving mail has been done.

    `passed` are the mailboxes it came through on its way: it is never forwarded to one of them again.
    """
    mail = mailbox.add(db, user, data, ["INBOX", "UNREAD"], instants.epoch_ms(now))
    targets = _sorted(db, mail, now)
    setting = preferences.read(db, user, "AutoForwarding")
    target = setting.get("emailAddress", "")
    if setting.get("enabled") and forwarding.may_forward(db, user, target):
        targets.append(target)
        add, remove = DISPOSITIONS.get(setting.get("disposition", ""), ([], []))
        mailbox.modify(db, mail, add, remove)
    way = {*passed, user.lower()}
    for each in dict.fromkeys(target.lower() for target in targets):
        known = identity.find(db, each)
        if known is not None and each not in way:
            head = f"X-Forwarded-For: {user} {known.email}\r\nX-Forwarded-To: {known.email}\r\n".encode()
            deliver(db, known.email, head + data, now, passed=way)
    _answer(db, user, mime.read(data), now)
    return mail


def _sorted(db: sqlite3.Connection, mail: mailbox.Mail, now: datetime) -> list[str]:
    """Every filter that fits has done its work; the addresses it is to be forwarded to."""
    targets: list[str] = []
    for each in filters.every(db, mail.user):
        if filters.fits(db, mail.user, each["criteria"], mail.id, now):
            action = each["action"]
            mailbox.modify(db, mail, action.get("addLabelIds", []), action.get("removeLabelIds", []))
            targets += [action["forward"]] if action.get("forward") else []
    return targets


def _answer(db: sqlite3.Connection, user: str, message: Message, now: datetime) -> None:
    """Who wrote to somebody who is away is told so, once in four days; machines and lists are not."""
    setting = preferences.read(db, user, "Vacation")
    if not setting.get("enableAutoReply"):
        return
    moment = instants.epoch_ms(now)
    if not int(setting.get("startTime", 0)) <= moment < int(setting.get("endTime", 2**62)):
        return
    sender = next(iter(mime.addresses(message, "Reply-To", "From")), "")
    automatic = message.get("Auto-Submitted", "no").lower() != "no" or any(message.get(name) for name in AUTOMATIC)
    known = identity.find(db, sender)
    away = identity.find(db, user)
    if automatic or known is None or away is None or known.email.lower() == user.lower():
        return
    if setting.get("restrictToDomain") and sender.rpartition("@")[2] != user.lower().rpartition("@")[2]:
        return
    told = preferences.read(db, user, ANSWERED)
    if sender in told and now < instants.parse(told[sender]) + AGAIN:
        return
    preferences.write(db, user, ANSWERED, {**told, sender: now.isoformat()})
    deliver(db, known.email, _absent(setting, away, known.email, message, now), now)


def _absent(setting: Json, away: identity.User, to: str, message: Message, now: datetime) -> bytes:
    subject = " ".join(mime.text_of(message.get("Subject", "")).split())
    reply = EmailMessage()
    reply["From"] = formataddr((away.name, away.email))
    reply["To"] = to
    reply["Subject"] = " ".join(setting.get("responseSubject", "").split()) or f"Re: {subject}"
    reply["Date"] = format_datetime(now)
    reply["Message-ID"] = f"<CA{secrets.token_urlsafe(30)}@mail.gmail.com>"
    if cited := mime.message_ids(mime.text_of(message.get("Message-ID", ""))):
        reply["In-Reply-To"] = reply["References"] = f"<{cited[0]}>"
    reply["Auto-Submitted"] = "auto-replied"
    reply["Precedence"] = "bulk"
    reply["X-Autoreply"] = "yes"
    if setting.get("responseBodyHtml"):
        reply.set_content(setting["responseBodyHtml"], subtype="html")
    else:
        reply.set_content(setting.get("responseBodyPlainText", ""))
    return reply.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
