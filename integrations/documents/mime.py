"""One part of a mail, decoded: its bytes, its text, its file name, the message it holds."""

from __future__ import annotations

import email
import email.feedparser
import email.message
import email.policy
import re
from email.message import Message

from integrations.documents.encoding import base64_bytes, text_of
from integrations.documents.filetype import type_of
from integrations.documents.headers import content_type, disposition, header
from integrations.documents.inlined import Inlined, taken_out
from integrations.documents.pieces import Body
from integrations.documents.repair import broken, repaired

_PIECE = 65536
_READ = 2_000_000  # bytes of a body; no more of it is looked at than a tenth
_GAP = re.compile(rb"\r?\n\r?\n")


def parse(raw: bytes) -> Message:
    """The message; one that the email package cannot take keeps its headers, and all the rest becomes a single part."""
    raw = repaired(raw)
    try:
        return _fed(raw)
    except Exception:  # deep nesting and broken structure raise many things
        head, _, rest = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        kept = b"\n".join(line for line in head.split(b"\n") if not line.lower().startswith(b"content-"))
        message = email.message_from_bytes(
            kept + b"\nContent-Type: application/octet-stream\n\n", policy=email.policy.compat32
        )
        message.set_payload(rest.decode("ascii", "surrogateescape"))
        return message


def _fed(raw: bytes) -> Message:
    """The message, parsed in pieces: given whole, the parser keeps four bytes for each character of it."""
    parser = email.feedparser.BytesFeedParser(policy=email.policy.compat32)
    for start in range(0, len(raw), _PIECE):
        parser.feed(raw[start : start + _PIECE])
    return parser.close()


def below(part: Message) -> list[Message]:
    """The parts a part consists of, those after its end too; none where it is no multipart and no attached message."""
    payload = part.get_payload() if part.is_multipart() else None
    parts = [p for p in payload if isinstance(p, Message)] if isinstance(payload, list) else []
    return [*map(_whole, parts), *_after_the_end(part)]


def _whole(part: Message) -> Message:
    again = broken(part)
    return part if again is None else parse(again)


def _after_the_end(part: Message) -> list[Message]:
    """Parts behind a line that closes the multipart too early, as where one inside it has the same boundary."""
    rest = getattr(part, "epilogue", None) or ""
    mark = re.escape(content_type(part)[1].get("boundary", ""))
    if not mark or not re.search(rf"^--{mark}[ \t]*\r?$", rest, re.MULTILINE):
        return []
    on = re.sub(rf"^--{mark}--[ \t]*\r?$", "", rest, flags=re.MULTILINE)
    again = _fed(_header(part, "multipart/mixed") + on.encode("utf-8", "surrogateescape"))
    payload = again.get_payload() if again.is_multipart() else None
    return [_whole(p) for p in payload if isinstance(p, Message)] if isinstance(payload, list) else []


def _header(part: Message, kind: str) -> bytes:
    mark = content_type(part)[1].get("boundary", "").replace('"', "")
    return f'Content-Type: {kind}; boundary="{mark}"\n\n'.encode("utf-8", "surrogateescape")


def written(part: Message) -> str:
    """The text of a part as it stands in the mail, not decoded; "" where there is none."""
    try:
        payload = part.get_payload()
    except (UnicodeError, ValueError):  # the email package decodes 8-bit text by whatever codec the part names
        payload = _GAP.split(as_bytes(part), 1)[-1].decode("ascii", "surrogateescape")
    return payload if isinstance(payload, str) else ""


def unbounded(part: Message, kind: str) -> list[Message]:
    """The children of a multipart whose boundary is missing or wrong, found by the line that opens the first of them."""
    data = bytes_of(part)
    mark = re.search(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-|mime-)", data, re.IGNORECASE | re.MULTILINE)
    if mark is None or b'"' in mark[1]:
        return []
    again = parse(b"Content-Type: " + kind.encode("ascii", "replace") + b'; boundary="' + mark[1] + b'"\n\n' + data)
    return below(again)


def body_of(part: Message, kind: str) -> tuple[Body, list[Inlined]]:
    """A text part as a body, and the files that were written into its text."""
    parameters = content_type(part)[1]
    charset = parameters.get("charset", "")
    if kind == "text/html":
        return Body(html=text_of(bytes_of(part)[:_READ], charset)), []
    data, files = taken_out(bytes_of(part), charset)
    return Body(plain=text_of(data[:_READ], charset), flowed=parameters.get("format", "").lower() == "flowed"), files


def bytes_of(part: Message) -> bytes:
    """The decoded bytes of a part; broken base64 is decoded as far as it goes."""
    if part.is_multipart():
        return b"".join(as_bytes(p) for p in below(part))
    encoding = re.sub(r"[^\w-].*", "", header(part, "content-transfer-encoding").lower().strip(" \"'"))
    if encoding == "base64":
        return base64_bytes(written(part))
    try:
        data = part.get_payload(decode=True)
    except Exception:  # codecs of the email package raise many things on broken parts
        data = None
    if isinstance(data, bytes):
        return data
    return written(part).encode("utf-8", "surrogateescape")


def as_bytes(message: Message) -> bytes:
    """The message as bytes again, "" where it cannot be written."""
    try:
        return message.as_bytes()
    except Exception:  # the generator cannot write every message the parser reads
        return b""


def really(part: Message) -> bytes:
    """The bytes of what calls itself an attached message but is, by its content, another file; b"" for a message."""
    if header(part, "content-transfer-encoding").lower().strip() not in ("base64", "quoted-printable"):
        return b""
    child = next(iter(below(part)), None)
    held = written(part if child is None else child) if child is None or not child.keys() else ""
    data = _decoded(part, held) if held.strip() else b""
    return b"" if type_of(data) in ("eml", "txt", "html", "xml", "") else data


def _decoded(part: Message, held: str) -> bytes:
    coded = Message()
    coded["Content-Transfer-Encoding"] = header(part, "content-transfer-encoding")
    coded.set_payload(held)
    return bytes_of(coded)


def inner_of(part: Message, children: list[Message]) -> Message | None:
    """The attached message; one that was base64-encoded against the standard is decoded first."""
    encoding = header(part, "content-transfer-encoding").lower().strip()
    child = children[0] if children else None
    if encoding in ("base64", "quoted-printable"):
        held = written(child if child is not None else part)
        if held.strip() and (child is None or not child.keys()):
            return parse(_decoded(part, held))
    if child is None:
        data = bytes_of(part)
        return parse(data) if data.strip() else None
    return child


def file_name_of(part: Message) -> str:
    """The file name exactly as decoded: of the disposition, else of the content type; "" where there is none."""
    names = (disposition(part)[1].get("filename", ""), content_type(part)[1].get("name", ""))
    return next((n for n in names if n.strip()), "")


def subject_name_of(message: Message) -> str:
    """The name of an attached message that has none: its subject."""
    subject = header(message, "subject")
    return f"{subject}.eml" if subject else ""
