"""Raw messages: their parts as Gmail lists them, and the words Gmail finds them by."""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

CACHE_BYTES = 64 * 1024 * 1024
INDEXED_CHARACTERS = 40_000
SNIPPET = 200
OPENING = "ANGjdJ"  # what every attachment id begins with
LISTS = ("List-ID", "List-Post", "Mailing-List")
TAGS = re.compile(r"<(style|script)\b.*?</\1>|<[^>]+>", re.DOTALL | re.IGNORECASE)
REPLY = re.compile(r"^\s*((re|fwd?|bls|trs|aw)\s*:\s*)+", re.IGNORECASE)

_parsed: OrderedDict[str, tuple[int, Message]] = OrderedDict()
_parsed_lock = threading.Lock()


def parsed(sha: str, raw: bytes) -> Message:
    """The message of these bytes; the last ones asked for are kept."""
    with _parsed_lock:
        if sha in _parsed:
            _parsed.move_to_end(sha)
            return _parsed[sha][1]
    made = message_from_bytes(raw)
    with _parsed_lock:
        _parsed[sha] = (len(raw), made)
        while len(_parsed) > 1 and sum(size for size, _ in _parsed.values()) > CACHE_BYTES:
            _parsed.popitem(last=False)
    return made


def read(raw: bytes) -> Message:
    """The message of bytes that are not kept."""
    return message_from_bytes(raw)


def text_of(value: Any) -> str:
    """A header's value on one line, encoded words and stray bytes read."""
    line = re.sub(r"\r?\n(?=[ \t])", "", str(value))
    try:
        return str(make_header(decode_header(line)))
    except (ValueError, LookupError, binascii.Error):
        return line


def headers(message: Message) -> list[Json]:
    """The header lines in order."""
    return [{"name": name, "value": text_of(value)} for name, value in message.items()]


def filename(part: Message) -> str:
    """The part's file name, decoded; empty where it has none (an attached message is `noname.eml`)."""
    try:
        name = part.get_filename()
    except (LookupError, UnicodeError):
        name = None
    if name:
        return text_of(name)
    return "noname.eml" if part.get_content_type() == "message/rfc822" else ""


def content(part: Message) -> bytes:
    """The decoded bytes of a leaf; an attached message or report is written out as it lies in the mail."""
    if part.is_multipart():
        inner: Any = part.get_payload()
        return b"\r\n".join(each.as_bytes() for each in inner)
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def children(part: Message) -> list[Message]:
    """The parts below a part: of a multipart its parts, of an attached message the message."""
    if not part.is_multipart():  # get_payload() would decode the text, by whatever charset it names
        return []
    inner: Any = part.get_payload()
    if part.get_content_maintype() == "multipart" and isinstance(inner, list):
        return list(inner)
    if part.get_content_type() == "message/rfc822" and isinstance(inner, list):
        return list(inner)
    return []


def encode(data: bytes) -> str:
    """Base64url, as Gmail writes bytes."""
    return base64.urlsafe_b64encode(data).decode()


def decode(text: str) -> bytes:
    """The bytes of base64url (or base64) with or without padding; ValueError for anything else."""
    clean = re.sub(r"\s", "", text).replace("+", "-").replace("/", "_").rstrip("=")
    if re.search(r"[^A-Za-z0-9_-]", clean):
        raise ValueError(text[:20])
    return base64.urlsafe_b64decode(clean + "=" * (-len(clean) % 4))


def payload(message: Message, part_id: str = "") -> Json:
    """The message's parts as the API lists them: texts inline, files by an id that is another one at every look."""
    name = filename(message) if part_id else ""
    made: Json = {
        "partId": part_id, "mimeType": message.get_content_type(), "filename": name, "headers": headers(message)
    }  # fmt: skip
    below = children(message)
    if below and message.get_content_type() != "message/rfc822":
        made["body"] = {"size": 0}
    else:
        data = content(message) if name else _utf8(message, content(message))
        made["body"] = {"size": len(data)}
        if name:
            made["body"]["attachmentId"] = attachment_id(part_id)
        elif data:
            made["body"]["data"] = encode(data)
    if below:
        made["parts"] = [
            payload(each, f"{part_id}.{number}" if part_id else str(number)) for number, each in enumerate(below)
        ]
    return made


def _utf8(part: Message, data: bytes) -> bytes:
    """Text comes out of the API in UTF-8 whatever it was written in."""
    if part.get_content_maintype() != "text":
        return data
    charset = part.get_content_charset() or "utf-8"
    try:
        return data.decode(charset).encode()
    except (LookupError, UnicodeDecodeError):
        return data.decode("utf-8", "replace").encode()


def attachment_id(part_id: str) -> str:
    """A fresh id for the part; every one ever given stays good."""
    return OPENING + encode(json.dumps([part_id, secrets.token_hex(24)]).encode()).rstrip("=")


def attached(message: Message, attachment: str) -> bytes:
    """The bytes of the part that an attachment id means; ValueError for an id of no part."""
    if not attachment.startswith(OPENING):
        raise ValueError(attachment)
    part_id = json.loads(decode(attachment.removeprefix(OPENING)))[0]
    part = message
    for number in str(part_id).split("."):
        below = children(part)
        if not number.isdigit() or int(number) >= len(below):
            raise ValueError(attachment)
        part = below[int(number)]
    return content(part)


def leaves(message: Message) -> Iterator[Message]:
    """Every part that is not a container."""
    below = children(message)
    if not below:
        yield message
    for each in below:
        yield from leaves(each)


def words(text: str) -> str:
    """The text as its words in lower case between single spaces, with one before and one after."""
    return " " + " ".join(re.findall(r"\w+", text.lower())) + " "


def message_ids(value: str) -> list[str]:
    """Message ids of a header, without their brackets."""
    return re.findall(r"<([^<>\s]+)>", value)


def topic(subject: str) -> str:
    """The subject without reply marks, by which Gmail keeps a conversation together."""
    return re.sub(r"\s+", " ", REPLY.sub("", subject)).strip().lower()


@dataclass(frozen=True)
class Index:
    """What Gmail knows of a message when it searches."""

    sender: str
    recipients: str
    cc: str
    bcc: str
    subject: str
    words: str
    filenames: str
    attachments: int
    message_id: str
    cited: str
    topic: str
    snippet: str
    delivered: str
    lists: str


def index(message: Message) -> Index:
    """The searchable side of a message."""
    heads = {name: text_of(message.get(name, "")) for name in ("From", "To", "Cc", "Bcc", "Subject", "Message-ID")}
    body = _body(message)
    names = [name for part in message.walk() if part is not message and (name := filename(part))]
    cited = message_ids(f"{message.get('References', '')} {message.get('In-Reply-To', '')}")
    everything = " ".join([*heads.values(), *names, body])
    return Index(
        sender=words(heads["From"]),
        recipients=words(heads["To"]),
        cc=words(heads["Cc"]),
        bcc=words(heads["Bcc"]),
        subject=words(heads["Subject"]),
        words=words(everything),
        filenames="\n".join(name.lower() for name in names),
        attachments=int(bool(names)),
        message_id=next(iter(message_ids(heads["Message-ID"])), heads["Message-ID"].strip()),
        cited=" ".join(cited),
        topic=topic(heads["Subject"]),
        snippet=html.escape(re.sub(r"\s+", " ", body).strip()[:SNIPPET]).replace("&#x27;", "&#39;"),
        delivered=words(" ".join(text_of(value) for value in message.get_all("Delivered-To", []))),
        lists=words(" ".join(text_of(value) for name in LISTS for value in message.get_all(name, []))),
    )


def _body(message: Message) -> str:
    texts = [part for part in leaves(message) if part.get_content_maintype() == "text" and not filename(part)]
    plain = [part for part in texts if part.get_content_subtype() == "plain"]
    found = []
    for part in plain or texts:
        text = _utf8(part, content(part)).decode()
        if part.get_content_subtype() == "html":
            text = html.unescape(TAGS.sub(" ", text))
        found.append(text)
    return " ".join(found)[:INDEXED_CHARACTERS]


def addresses(message: Message, *names: str) -> list[str]:
    """The addresses of these headers in lower case, each once, in order."""
    values = [text_of(value) for name in names for value in message.get_all(name, [])]
    return list(dict.fromkeys(address.lower() for _, address in getaddresses(values) if "@" in address))


def without(raw: bytes, *names: str) -> tuple[bytes, bytes]:
    """The header block without these lines, and what follows it; the body is not touched."""
    found = re.search(rb"\r?\n\r?\n", raw)
    head, rest = (raw, b"\r\n\r\n") if found is None else (raw[: found.start()], raw[found.start() :])
    dropped = {name.lower().encode() for name in names}
    fields = re.split(rb"\r?\n(?![ \t])", head)
    kept = [each for each in fields if each and each.partition(b":")[0].strip().lower() not in dropped]
    return b"\r\n".join(kept), rest
