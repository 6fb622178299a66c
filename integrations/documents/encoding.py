"""Bytes from outside become text: unknown charsets, broken encoded words and raw 8-bit are read as well as they can be."""

from __future__ import annotations

import binascii
import codecs
import re

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_FOLD = re.compile(r"\r?\n[ \t]")
_UNSAFE_CODECS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"})


def text_of(data: bytes, charset: str = "") -> str:
    """The text of `data`; where the charset is missing, unknown or wrong: UTF-8, else Windows-1252."""
    for name in (_codec(charset), "utf-8", "cp1252"):
        if not name or (name == "ascii" and not data.isascii()):
            continue
        try:
            return whole(data.decode(name))
        except (UnicodeError, LookupError, ValueError):
            continue
    return whole(data.decode("utf-8" if _mostly_utf8(data) else "cp1252", "replace"))


def _mostly_utf8(data: bytes) -> bool:
    sample = data[:200_000].decode("utf-8", "replace")
    return sample.count("\ufffd") * 20 < sum(c > "\x7f" for c in sample)


def _codec(charset: str) -> str | None:
    try:
        name = codecs.lookup(charset.strip(" \"'")).name
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if name in _UNSAFE_CODECS else name


def whole(text: str) -> str:
    """The text without lone surrogates, so that it can be stored as JSON."""
    return text.encode("utf-8", "replace").decode("utf-8")


def header_bytes(value: str) -> bytes:
    """The bytes a header value was parsed from (the email package keeps 8-bit bytes as surrogates)."""
    return value.encode("utf-8", "surrogateescape")


def unfolded(value: str) -> str:
    """A header value on one line, 8-bit bytes decoded, encoded words still encoded."""
    return _FOLD.sub(" ", text_of(_safe_bytes(value)))


def _safe_bytes(value: str) -> bytes:
    try:
        return header_bytes(value)
    except UnicodeError:
        return value.encode("utf-8", "replace")


def header_text(value: str) -> str:
    """A header value as a person reads it."""
    return decoded_words(unfolded(value)).strip()


def decoded_words(value: str) -> str:
    """RFC 2047 words decoded; neighbours in one charset are joined before decoding, broken words stay as they are."""
    if "=?" not in value:
        return value
    value = _BETWEEN.sub(r"\1", value)
    out: list[str] = []
    at, pending, charset = 0, b"", ""

    def flush() -> None:
        nonlocal pending
        if pending:
            out.append(text_of(pending, charset))
            pending = b""

    for match in _WORD.finditer(value):
        name = match[1].split("*")[0]
        if match.start() != at or name.lower() != charset.lower():
            flush()
            out.append(value[at : match.start()])
        charset, at = name, match.end()
        pending += base64_bytes(match[3]) if match[2] in "bB" else _quoted(match[3])
    flush()
    out.append(value[at:])
    return whole("".join(out))


def _quoted(text: str) -> bytes:
    raw = text.replace("_", " ").encode("utf-8", "replace")
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), raw)


_AFTER_PADDING = re.compile(rb"(?<==)\s+(?=[A-Za-z0-9+/])")
_PIECE = re.compile(rb"[A-Za-z0-9+/\r\n]+={0,2}\s*")


def base64_bytes(text: str) -> bytes:
    """What base64 decodes to, as far as it goes: other characters are skipped, it ends at its padding or where it breaks off.

    Some programs write it in pieces, each with its padding; they are joined where nothing else stands between them.
    """
    data = text.encode("ascii", "ignore")
    pieces = _AFTER_PADDING.split(data)
    if len(pieces) > 1 and all(_PIECE.fullmatch(p) and len(b"".join(p.split())) % 4 == 0 for p in pieces):
        return b"".join(binascii.a2b_base64(piece) for piece in pieces)
    for ending in (b"", b"=", b"=="):
        try:
            return binascii.a2b_base64(data + ending)
        except (binascii.Error, ValueError):
            continue
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data.partition(b"=")[0])
    return binascii.a2b_base64(kept[: len(kept) // 4 * 4])
