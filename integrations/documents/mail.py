"""A raw mail becomes an arrival: who, when, what was written, and every enclosure opened as far as that is safe."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from competition.facts import Arrival, Attachment, Channel, Fields, Machine, Part
from integrations.documents.bodies import own_text, share_links, without_signature
from integrations.documents.bounds import bounded
from integrations.documents.files import attachment_of
from integrations.documents.headers import dmarc_of, header, ids_in, sender_of
from integrations.documents.labelled import fields_in_text
from integrations.documents.machine import failed_recipients_of, machine_of
from integrations.documents.mime import parse
from integrations.documents.pieces import Body
from integrations.documents.sealing import is_sealed
from integrations.documents.vocabulary import Vocabulary
from integrations.documents.walk import content_of

MAX_TEXT = 2000
MAX_SUBJECT = 1000


def read_mail(
    raw: bytes,
    *,
    id: str,  # noqa: A002 - the name of the fact
    thread: str,
    received_at: datetime,
    authserv_id: str,
    own_address: str,
    vocabulary: Vocabulary,
) -> Arrival:
    """Everything a mail says, as facts. Never raises, whatever the bytes are.

    `received_at` is the server's time of receipt; fractions of a second are cut off. `own_address` is the mailbox's own: it
    is never among the failed recipients.
    """
    message = parse(raw)
    content = content_of(message)
    sender, sender_name = sender_of(message)
    subject = header(message, "subject")[:MAX_SUBJECT]
    attachments = tuple(attachment_of(id, piece, vocabulary) for piece in content.pieces)
    text, told, targets = own_text(content.bodies)
    machine = machine_of(message, sender, subject, text, enclosures=any(a.part is Part.FILE for a in attachments))
    return bounded(
        Arrival(
            id=id,
            channel=Channel.MAIL,
            received_at=received_at.replace(microsecond=0),
            sender=sender,
            sender_name=sender_name,
            subject=subject,
            machine=machine,
            dmarc=dmarc_of(message, authserv_id),
            message_id=_first(ids_in(message, "message-id")),
            references=ids_in(message, "in-reply-to", "references"),
            thread=thread,
            digest=digest_of(subject, "\n".join(map(_words, [*content.bodies, *content.forwarded])), attachments),
            text=text[:MAX_TEXT],
            fields=_fields(text, told, content.forwarded),
            sealed=is_sealed(message, text),
            links=share_links(text, targets),
            failed_recipients=tuple(a for a in failed_recipients_of(message, subject, text) if a != own_address.lower())
            if machine is Machine.BOUNCE
            else (),
            attachments=attachments,
        )
    )


def digest_of(subject: str, text: str, attachments: Iterable[Attachment]) -> str:
    """SHA-256 over subject, all text and the attachments' hashes, white space apart: the same message has the same."""
    parts = [" ".join(subject.split()), " ".join(text.split()), *(f"{a.name}\0{a.sha256 or ''}" for a in attachments)]
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "replace")).hexdigest()


def _fields(text: str, told: str, forwarded: Iterable[Body]) -> Fields:
    """The labelled lines of the own text; those still missing come from the text of an attached message."""
    plain = fields_in_text(without_signature(text))
    html = fields_in_text(without_signature(told)) if told and told != text else Fields()
    found = _longer(plain, html) if plain != Fields() else html
    inner, inner_told, _ = own_text(forwarded)
    below = fields_in_text(without_signature(inner)) if inner else Fields()
    return _filled(found, below if below != Fields() else fields_in_text(without_signature(inner_told)))


def _longer(plain: Fields, html: Fields) -> Fields:
    """Values as the HTML has them where it only continues what the plain text cut at the end of a line."""
    theirs = html.model_dump()
    return Fields(
        **{n: theirs[n] if v and theirs[n] and theirs[n].startswith(v) else v for n, v in plain.model_dump().items()}
    )


def _filled(first: Fields, second: Fields) -> Fields:
    other = second.model_dump()
    return Fields(**{n: v if v is not None else other[n] for n, v in first.model_dump().items()})


def _words(body: Body) -> str:
    return body.plain if body.plain.strip() else body.html


def _first(ids: tuple[str, ...]) -> str:
    return ids[0] if ids else ""
