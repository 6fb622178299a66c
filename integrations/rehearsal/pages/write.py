"""Surat: writing a message with files, answering one, sending a draft or throwing it away."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.utils import formataddr, getaddresses
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import Media
from integrations.rehearsal.pages import letter
from integrations.rehearsal.pages.fields import MEGABYTE
from integrations.rehearsal.pages.visit import Visit
from integrations.rehearsal.pages.words import said
from integrations.rehearsal.refusals import Refusal, invalid

if TYPE_CHECKING:
    from starlette.responses import Response

    from integrations.rehearsal.pages.fields import Fields, Sent

Json = dict[str, Any]

MOST_BYTES = 25 * MEGABYTE
TYPE = re.compile(r"([A-Za-z0-9][\w.+-]{0,80})/([A-Za-z0-9][\w.+-]{0,80})$")
REPLY = re.compile(r"^\s*(re|bls)\s*:", re.IGNORECASE)


def compose(visit: Visit) -> Response:
    """An empty sheet of paper, or an answer to the message named `balas`."""
    written = {"kepada": "", "tembusan": "", "perihal": "", "isi": "", "balas": ""}
    if answered := visit.query.get("balas", ""):
        old = _answered(visit, answered)
        subject = old.subject if REPLY.match(old.subject) else f"Re: {old.subject}"
        quoted = "\n".join(f"> {line}" for line in old.text[:5000].splitlines())
        start = f"\n\nPada {old.headers.get('date', '')}, {old.headers.get('from', '')} menulis:\n{quoted}\n"
        to = old.headers.get("reply-to") or old.headers.get("from", "")
        written |= {"kepada": to, "perihal": subject, "isi": start, "balas": answered}
    return visit.page("compose.html", title="Tulis surat", written=written, trouble="")


def _answered(visit: Visit, message: str) -> letter.Letter:
    return letter.read(visit.ask("gmail.users.messages.get", ("format", "full"), userId="me", id=message))


def send(visit: Visit) -> Response:
    """The message is sent, or kept as a draft; one that cannot go comes back with all that was written but its files."""
    fields = visit.fields
    keep = fields.text("aksi") == "draf"
    try:
        thread_id, headers = "", {}
        if answered := fields.text("balas"):
            old = _answered(visit, answered)
            thread_id, headers = old.thread, _cites(old)
        media = Media("message/rfc822", _message(visit, fields, headers))
        inner: Json = {"threadId": thread_id} if thread_id else {}
        if keep:
            visit.ask("gmail.users.drafts.create", body={"message": inner} if inner else {}, media=media, userId="me")
            return visit.back("/surat?label=DRAFT", "Surat disimpan sebagai draf.")
        visit.ask("gmail.users.messages.send", body=inner, media=media, userId="me")
    except Refusal as no:
        written = {name: fields.text(name) for name in ("kepada", "tembusan", "perihal", "isi", "balas")}
        return visit.page("compose.html", no.code, title="Tulis surat", written=written, trouble=said(no))
    return visit.back("/surat?label=SENT", "Surat terkirim di dalam ruang gladi.")


def _cites(old: letter.Letter) -> dict[str, str]:
    known = old.headers.get("message-id", "")
    cited = f"{old.headers.get('references', '')} {known}".split()
    return {"In-Reply-To": known, "References": " ".join(cited[-20:])} if known else {}


def _message(visit: Visit, fields: Fields, headers: dict[str, str]) -> bytes:
    """The message's bytes; 400 for an address or a file that cannot be sent."""
    made = EmailMessage()
    made["From"] = formataddr((_line(visit.user.name), visit.user.email))
    try:
        for name, field in (("To", "kepada"), ("Cc", "tembusan")):
            if listed := getaddresses([_line(fields.text(field)).replace(";", ",")]):
                made[name] = ", ".join(formataddr(each) for each in listed if each[1])
        made["Subject"] = _line(fields.text("perihal"))[:500]
        for name, value in headers.items():
            made[name] = _line(value)
    except (ValueError, UnicodeError):
        raise invalid("Invalid To header") from None
    made.set_content(fields.text("isi"))
    files = fields.sent("berkas")
    if sum(len(each.data) for each in files) > MOST_BYTES:
        raise Refusal(413, "Request Entity Too Large")
    for each in files:
        _attach(made, each)
    return made.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _attach(made: EmailMessage, file: Sent) -> None:
    found = TYPE.match(file.mime)
    main, sub = (found.group(1), found.group(2)) if found else ("application", "octet-stream")
    if main in {"multipart", "message", "text"}:  # kept byte by byte, whatever is inside
        main, sub = "application", "octet-stream"
    made.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)


def _line(text: str) -> str:
    """The text on one line, for a header."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def draft(visit: Visit) -> Response:
    """The draft is sent, or gone."""
    act = visit.fields.text("aksi")
    if act == "kirim":
        visit.ask("gmail.users.drafts.send", body={"id": visit.path["id"]}, userId="me")
        return visit.back("/surat?label=SENT", "Surat terkirim di dalam ruang gladi.")
    if act == "buang":
        visit.answer("gmail.users.drafts.delete", userId="me", id=visit.path["id"])
        return visit.back("/surat?label=DRAFT", "Draf dibuang.")
    raise Refusal(400, "Unknown action")
