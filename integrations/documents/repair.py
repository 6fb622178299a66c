"""Header lines as their writer meant them, where what a program broke in them would hide a part or a whole mail."""

from __future__ import annotations

import codecs
import re
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message

_GAP = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"^[!-9;-~]{1,200}[ \t]*:|^From ")
_SPACED = re.compile(rb"^([!-9;-~]{1,200})[ \t]+:")
_TYPE = re.compile(rb"content-type[ \t]*:", re.IGNORECASE)
_CONTENT = re.compile(rb"content-", re.IGNORECASE)


def repaired(raw: bytes) -> bytes:
    """The mail with what would end its headers too early, or hide its parts, put right; the same bytes where nothing is."""
    raw = raw.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    if raw[:4000].count(b"\r\r\n") > 3:
        raw = raw.replace(b"\r\r\n", b"\r\n")
    elif b"\n" not in raw[:4000] and raw[:4000].count(b"\r") > 3:
        raw = raw.replace(b"\r", b"\r\n")
    end = _GAP.search(raw)
    head = raw[: end.start() if end else len(raw)]
    lines = _one_type(_spelled(_folded(head.split(b"\n"))))
    mended = b"\n".join(lines)
    return raw if mended == head else mended + (raw[end.start() :] if end else b"")


def broken(part: Message) -> bytes | None:
    """A part whose headers the parser left halfway, as bytes to be read again; None where it read them all."""
    cut = any(isinstance(d, MissingHeaderBodySeparatorDefect) for d in part.defects)
    if not cut and len(part.get_all("content-type", ())) < 2:
        return None
    head = "\n".join(f"{name}: {value}" for name, value in part.raw_items())
    body = part.get_payload()
    text = head + ("\n" if cut else "\n\n") + (body if isinstance(body, str) else "")
    raw = text.encode("utf-8", "surrogateescape")
    again = repaired(raw)
    return None if again == raw or not isinstance(body, str) else again


def _folded(lines: list[bytes]) -> list[bytes]:
    """A line that is no header goes on with the one above it, if more headers follow it or that one ends in a semicolon.

    As the first line it is a header of no meaning, if what follows tells of the content.
    """
    last = max((n for n, line in enumerate(lines) if _FIELD.match(line)), default=0)
    out: list[bytes] = []
    if not _FIELD.match(lines[0]) and any(map(_CONTENT.match, lines[: last + 1])):
        lines = [b"X-Baris: " + lines[0], *lines[1:]]
    for n, line in enumerate(lines):
        loose = bool(n and line.strip()) and not line.startswith((b" ", b"\t")) and not _FIELD.match(line)
        out.append(b" " + line if loose and (n < last or out[-1].rstrip().endswith(b";")) else line)
    return out


def _spelled(lines: list[bytes]) -> list[bytes]:
    """Names of headers without the space before their colon."""
    return [_SPACED.sub(rb"\1:", line) for line in lines]


def _one_type(lines: list[bytes]) -> list[bytes]:
    """Of several content types the multipart one, which opens the mail; else all as they are, the first of which counts."""
    fields: list[list[bytes]] = []
    for line in lines:
        if fields and line.startswith((b" ", b"\t")):
            fields[-1].append(line)
        else:
            fields.append([line])
    types = [f for f in fields if _TYPE.match(f[0])]
    opening = [f for f in types if f[0].partition(b":")[2].strip().lower().startswith(b"multipart/")]
    if len(types) < 2 or not opening:
        return lines
    return [line for f in fields if f not in types or f is opening[0] for line in f]
