"""A letter as a message: written for Gmail, and read back from its draft to see whether it still says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, formataddr, getaddresses

from competition.letters import Rendered
from flows.passes.context import Pass
from integrations.google.gmail import KEY_HEADER


@dataclass(frozen=True, slots=True)
class Found:
    """What a draft says. `plain`: it is one plain text to nobody else, without attachments or another reply address."""

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
    return mail.as_bytes()


def read(raw: bytes) -> Found:
    """What the draft says now, whoever wrote it last."""
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - what this policy makes
    body = mail.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    others = [str(v) for name in ("Cc", "Bcc", "Reply-To") for v in mail.get_all(name, [])]
    single = [p.get_content_type() for p in mail.walk()] == ["text/plain"] and mail.get_filename() is None
    to = _plain(a for _, a in getaddresses([str(v) for v in mail.get_all("To", [])]))
    return Found(Rendered(subject=str(mail["Subject"] or ""), body=text), to, single and not any(others))


def _plain(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(a.strip().lower() for a in addresses if a.strip())
