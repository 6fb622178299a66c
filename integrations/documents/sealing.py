"""Mail whose whole content is out of reach: encrypted (S/MIME, PGP), or wrapped in its signature."""

from __future__ import annotations

from email.message import Message

from integrations.documents.headers import content_type
from integrations.documents.mime import below, file_name_of

_WRAPPED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_ARMOUR = "-----BEGIN PGP MESSAGE-----"


def is_sealed(message: Message, text: str) -> bool:
    """True where nothing the sender wrote can be read; a footer that a list added does not count. `text`: the own words."""
    if text.lstrip().startswith(_ARMOUR):
        return True
    parts = below(message) if content_type(message)[0] == "multipart/mixed" else [message]
    return any(_closed(p) for p in parts) and not any(file_name_of(p) for p in parts if not _closed(p))


def _closed(part: Message) -> bool:
    kind, parameters = content_type(part)
    return kind == "multipart/encrypted" or (
        kind in _WRAPPED and parameters.get("smime-type", "").lower() != "certs-only"
    )
