"""Mail that is wrapped whole: in its S/MIME signature, which is taken off, or encrypted, which is left to a person."""

from __future__ import annotations

from email.message import Message

from pyasn1.codec.ber import decoder
from pyasn1_modules import rfc5652

from integrations.documents.headers import content_type
from integrations.documents.mime import below, bytes_of, file_name_of

WRAPPED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_ARMOUR = "-----BEGIN PGP MESSAGE-----"


def is_sealed(message: Message, text: str) -> bool:
    """True where nothing the sender wrote can be read; a footer that a list added does not count. `text`: the own words."""
    if text.lstrip().startswith(_ARMOUR):
        return True
    parts = below(message) if content_type(message)[0] == "multipart/mixed" else [message]
    return any(_closed(p) for p in parts) and not any(file_name_of(p) for p in parts if not _closed(p))


def signed_content(data: bytes) -> bytes | None:
    """The message inside CMS signed data (RFC 5652); None where it is something else, or carries no content."""
    try:
        info, _ = decoder.decode(data, asn1Spec=rfc5652.ContentInfo())
        if info["contentType"] != rfc5652.id_signedData:
            return None
        signed, _ = decoder.decode(info["content"], asn1Spec=rfc5652.SignedData())
        content = signed["encapContentInfo"]["eContent"]
        return bytes(content) if content.isValue else None
    except Exception:  # pyasn1 raises many things on damaged data
        return None


def _closed(part: Message) -> bool:
    kind, parameters = content_type(part)
    if kind not in WRAPPED or parameters.get("smime-type", "").lower() == "certs-only":
        return kind == "multipart/encrypted"
    return signed_content(bytes_of(part)) is None
