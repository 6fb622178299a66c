"""gmail.users.messages.send, insert, import: how a message gets a new id, leaves, and arrives at colleagues."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from email.utils import format_datetime, formataddr, getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import identity, instants
from integrations.rehearsal.calls import method
from integrations.rehearsal.gmail import arrival, mailbox, messages, mime, senders
from integrations.rehearsal.refusals import Refusal, invalid

if TYPE_CHECKING:
    from email.message import Message

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

MOST_SENT_BYTES = 36_700_160
MOST_RECIPIENTS = 2_000


def raw_of(call: Call, message: Json, *, required: bool = True) -> bytes:
    """The message's bytes from the upload or from the JSON's `raw`; 400 where there are none or they are no base64."""
    if call.media is not None:
        if not call.media.content_type.startswith("message/"):
            raise Refusal(
                400, f"Media type '{call.media.content_type}' is not supported. Valid media types: [message/*]"
            )
        return _crlf(call.media.data)
    if not message.get("raw"):
        if not required:
            return b""
        raise invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required")
    try:
        return _crlf(mime.decode(message["raw"]))
    except ValueError:
        where = "message.raw" if "message" in call.body else "raw"
        raise invalid(f"Invalid value at '{where}' (TYPE_BYTES), Base64 decoding failed", where) from None


def _crlf(data: bytes) -> bytes:
    return data if b"\r\n" in data else data.replace(b"\n", b"\r\n")


def joined_thread(call: Call, user: str, data: bytes, asked: str | None) -> str | None:
    """The thread asked for if the message meets it (citation and subject), otherwise None: it opens its own."""
    if not asked:
        return None
    known = call.db.execute("SELECT 1 FROM mail WHERE user = ? AND thread = ?", (user, asked)).fetchone()
    asked = asked if known else mailbox.spelled(asked, "Invalid thread_id value")
    return asked if mailbox.belongs(call.db, user, data, asked) else mailbox.free_id(call.db, user, instants.epoch_ms(call.now))


def send(call: Call, data: bytes, thread_id: str | None) -> Json:
    """The message is sent: it lies in Sent under a Message-ID of Gmail's making, and with every colleague named."""
    user = call.user.email
    message = mime.read(data)
    recipients = mime.addresses(message, "To", "Cc", "Bcc")
    for name in ("To", "Cc", "Bcc"):
        if _nobody(message, name):
            raise invalid(f"Invalid {name} header")
    if not recipients:
        raise invalid("Recipient address required")
    if len(data) > MOST_SENT_BYTES:
        raise Refusal(413, "Request Entity Too Large", reason="uploadTooLarge")
    if len(recipients) > MOST_RECIPIENTS:
        raise invalid("Too many recipients")
    for address in recipients:
        if re.search(r"[\s,<>]|@.*@", address):
            raise invalid("Invalid To header")
    call.site.quotas.post(user, len(recipients), call.now)
    sent = _stamped(data, message, senders.accepted(call.db, user), call.now, user)
    reached = senders.behind(call.db, recipients)
    labels = ["SENT"]
    if user.lower() in reached:
        labels = ["SENT", "INBOX", "UNREAD"]
    mail = mailbox.add(call.db, user, sent, labels, instants.epoch_ms(call.now), thread_id=thread_id)
    _deliver(call, sent, [address for address in reached if address != user.lower()])
    return messages.short(call.db, mail)


def _nobody(message: Message, name: str) -> bool:
    """Whether the line is there and names people, but no address among them; a group without members is none."""
    written = " ".join(mime.text_of(value) for value in message.get_all(name, [])).strip()
    return bool(written) and ";" not in written and not mime.addresses(message, name)


def drafted(call: Call, data: bytes) -> bytes:
    """The message as Gmail keeps a draft: what its head lacks is added, what it says stays."""
    message = mime.read(data)
    own = senders.accepted(call.db, call.user.email)
    lines = {
        "From": _sender(message, own, call.user.email), "Date": format_datetime(call.now), "Message-ID": _message_id(),
        "MIME-Version": "1.0",
    }  # fmt: skip
    added = [f"{name}: {value}" for name, value in lines.items() if message.get(name) is None]
    return "\r\n".join([_passage(call.now), *added]).encode() + b"\r\n" + data


def _passage(now: datetime) -> str:
    return f"Received: from 0000000000 named unknown by gmailapi.google.com with HTTPREST; {format_datetime(now)}"


def _message_id() -> str:
    return f"<CA{secrets.token_urlsafe(30)}@mail.gmail.com>"


def _stamped(data: bytes, message: Message, allowed: Json, now: datetime, user: str) -> bytes:
    """The message as Gmail keeps it: its own Message-ID, an address of the account as sender, the rest as is."""
    head, rest = mime.without(data, "Message-ID", "From", "Return-Path", "X-Google-Original-Message-ID")
    lines = [
        _passage(now), f"From: {_sender(message, allowed, user)}", f"Message-ID: {_message_id()}",
    ]
    if message.get("Date") is None:
        lines.append(f"Date: {format_datetime(now)}")
    if message.get("MIME-Version") is None:
        lines.append("MIME-Version: 1.0")
    return "\r\n".join(lines).encode() + b"\r\n" + head + rest


def _sender(message: Message, allowed: Json, user: str) -> str:
    """The From line: the name and the address the client wrote if the account may use it, otherwise its default."""
    written = getaddresses([mime.text_of(message.get("From", ""))])
    name, address = written[0] if written else ("", "")
    if address.lower() in allowed:
        return formataddr((name or allowed[address.lower()].get("displayName", ""), address))
    default = next((each["sendAsEmail"] for each in allowed.values() if each.get("isDefault")), user)
    return formataddr((name, default))


def _deliver(call: Call, sent: bytes, recipients: list[str]) -> None:
    """Every user of the workspace among the recipients has the message, without its Bcc line."""
    head, rest = mime.without(sent, "Bcc")
    domain = call.user.email.partition("@")[2]
    for address in identity.members(call.db, recipients):
        known = identity.find(call.db, address)
        if known is None:
            continue
        lines = (
            f"Delivered-To: {known.email}\r\n"
            f"Return-Path: <{call.user.email}>\r\n"
            f"Received: from mail-sor-f41.google.com by mx.google.com with SMTPS for <{known.email}>; "
            f"{format_datetime(call.now)}\r\n"
            f"Authentication-Results: mx.google.com;\r\n       dkim=pass header.i=@{domain};\r\n"
            f"       spf=pass smtp.mailfrom={call.user.email};\r\n       dmarc=pass header.from={domain}\r\n"
        )
        arrived = lines.encode() + head + rest
        arrival.deliver(call.db, known.email, arrived, call.now)


@method("gmail.users.messages.send")
def send_message(call: Call) -> Json:
    """Send at once: repeated, it is sent twice."""
    mailbox.owner(call)
    data = raw_of(call, call.body)
    return send(call, data, joined_thread(call, call.user.email, data, call.body.get("threadId")))


def _placed(call: Call) -> Json:
    """The message lies in the mailbox as it is, Message-ID and all, as if it had arrived."""
    user = mailbox.owner(call)
    data = raw_of(call, call.body)
    labels = call.body.get("labelIds", [])
    known = [label for label in labels if label not in {"SENT", "DRAFT"}]
    mailbox.check_labels(call.db, user, known)
    source = call.query.get("internalDateSource")
    default = "dateHeader" if call.method.id.endswith("import") else "receivedTime"
    moment = _date(data, call.now) if (source or default) == "dateHeader" else call.now
    asked = joined_thread(call, user, data, call.body.get("threadId"))
    mail = mailbox.add(call.db, user, data, labels, instants.epoch_ms(moment), thread_id=asked)
    shown = messages.short(call.db, mail)
    if call.query.get("deleted"):  # kept for the archive of an administrator alone, whom nobody here is
        mailbox.delete(call.db, mail)
    return shown


def _date(data: bytes, now: datetime) -> datetime:
    try:
        return parsedate_to_datetime(mime.read(data).get("Date", ""))
    except ValueError:
        return now


@method("gmail.users.messages.insert")
def insert_message(call: Call) -> Json:
    """Place a message without any check, as IMAP's APPEND does."""
    return _placed(call)


@method("gmail.users.messages.import")
def import_message(call: Call) -> Json:
    """Place a message with the checks of an arriving one (there is no spam filter here)."""
    return _placed(call)
