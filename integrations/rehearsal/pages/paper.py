"""A message as bytes, made of what a person wrote on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, getaddresses
from typing import TYPE_CHECKING

from integrations.rehearsal.pages import letter
from integrations.rehearsal.pages.fields import MEGABYTE
from integrations.rehearsal.refusals import Refusal, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from integrations.rehearsal.identity import User
    from integrations.rehearsal.pages.letter import Letter
    from integrations.rehearsal.pages.visit import Visit

MOST_BYTES = 25 * MEGABYTE
TYPE = re.compile(r"([A-Za-z0-9][\w.+-]{0,80})/([A-Za-z0-9][\w.+-]{0,80})$")
OWN = ("x-", "in-reply-to", "references", "reply-to")  # what a program wrote into a draft beside what a person sees


@dataclass(frozen=True)
class Enclosed:
    """A file that goes with the message."""

    name: str
    mime: str
    data: bytes


def message(
    user: User, to: str, cc: str, subject: str, text: str, headers: Mapping[str, str], files: Sequence[Enclosed]
) -> bytes:
    """The message's bytes; Refusal 400 for an address that cannot be sent to, 413 for files beyond bounds."""
    made = EmailMessage()
    made["From"] = formataddr((_line(user.name), user.email))
    try:
        for name, listed in (("To", to), ("Cc", cc)):
            if found := getaddresses([_line(listed).replace(";", ",")]):
                made[name] = ", ".join(formataddr(each) for each in found if each[1])
        made["Subject"] = _line(subject)[:500]
        for name, value in headers.items():
            made[name] = _line(value)
    except (ValueError, UnicodeError):
        raise invalid("Invalid To header") from None
    made.set_content(text)
    if sum(len(each.data) for each in files) > MOST_BYTES:
        raise Refusal(413, "Request Entity Too Large")
    for each in files:
        _attach(made, each)
    return made.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _attach(made: EmailMessage, file: Enclosed) -> None:
    found = TYPE.match(file.mime)
    main, sub = (found.group(1), found.group(2)) if found else ("application", "octet-stream")
    if main in {"multipart", "message", "text"}:  # kept byte by byte, whatever is inside
        main, sub = "application", "octet-stream"
    made.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)


def _line(text: str) -> str:
    """The text on one line, for a header."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def cites(old: Letter) -> dict[str, str]:
    """The headers that make an answer part of its conversation."""
    known = old.headers.get("message-id", "")
    cited = f"{old.headers.get('references', '')} {known}".split()
    return {"In-Reply-To": known, "References": " ".join(cited[-20:])} if known else {}


def kept(visit: Visit, draft: str) -> dict[str, str]:
    """The headers of a draft that stay when a person changes its words: those that tie it to a thread or to a record."""
    found = visit.ask("gmail.users.drafts.get", ("format", "full"), userId="me", id=draft)
    heads = letter.read(found["message"]).headers
    return {name.title(): value for name, value in heads.items() if name.startswith(OWN)}
