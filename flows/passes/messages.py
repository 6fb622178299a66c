"""A letter as a message: written for Gmail, and read back from its draft to see whether it still says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, formataddr, getaddresses

from pydantic import ValidationError

from competition.enclosures import Enclosure
from competition.letters import Rendered
from flows.passes.context import Pass
from integrations.google.gmail import KEY_HEADER


@dataclass(frozen=True, slots=True)
class Found:
    """What a draft says. `plain`: it is one plain text and its files to nobody else, without another reply address."""

    words: Rendered
    to: frozenset[str]
    plain: bool

    def says(self, seal: str, to: Iterable[str]) -> bool:
        """True where these are the sealed words, for these addresses or, as long as they wait for a tick, for nobody yet."""
        return self.plain and self.words.seal(to) == seal and self.to in {frozenset(), _plain(to)}

    def addressed(self, to: Iterable[str]) -> bool:
        """True where the draft has just these addresses."""
        return self.to == _plain(to)


def write(this: Pass, key: str, words: Rendered, to: Iterable[str], *, by_itself: bool) -> bytes:
    """The message. `by_itself`: nobody approves this kind of letter, and it says so to answering machines."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((this.rulebook.edition.unit, this.rulebook.mailbox.address))
    if addresses := ", ".join(to):
        mail["To"] = addresses
    mail["Subject"] = words.subject
    mail["Date"] = format_datetime(this.now)
    mail[KEY_HEADER] = key
    if by_itself:
        mail["Auto-Submitted"] = "auto-generated"  # so that no answering machine answers it
    mail.set_content(words.body)
    for file in words.enclosed:
        maintype, _, subtype = file.media.partition("/")
        mail.add_attachment(file.content, maintype, subtype, filename=file.name, params=dict(file.parameters))
    if words.enclosed:
        mail.set_boundary(f"panitia-{words.seal(())}")  # the same letter is the same bytes
    return mail.as_bytes()


def read(raw: bytes) -> Found:
    """What the draft says now, whoever wrote it last."""
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - what this policy makes
    body = mail.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    others = [str(v) for name in ("Cc", "Bcc", "Reply-To") for v in mail.get_all(name, [])]
    files = [p for p in mail.walk() if p.is_attachment()]
    types = [p.get_content_type() for p in mail.walk() if p not in files and not p.is_multipart()]
    to = _plain(a for _, a in getaddresses([str(v) for v in mail.get_all("To", [])]))
    try:
        enclosed = tuple(_enclosure(p) for p in files)
    except ValidationError:
        enclosed, types = (), []  # a file such as no letter carries
    words = Rendered(subject=str(mail["Subject"] or ""), body=text, enclosed=enclosed)
    return Found(words, to, types == ["text/plain"] and mail.get_filename() is None and not any(others))


def _enclosure(part: EmailMessage) -> Enclosure:
    told = part.get_params(failobj=[], unquote=True)[1:]
    content = part.get_payload(decode=True)
    return Enclosure(
        name=part.get_filename() or "",
        media=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
        parameters={k.lower(): v for k, v in told if k.lower() != "name"},
    )


def _plain(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(a.strip().lower() for a in addresses if a.strip())
