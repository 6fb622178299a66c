"""MIME entities written by hand, so that every way of naming a file and every encoding can be chosen."""

import base64
import quopri
from urllib.parse import quote

from .items import Item

CRLF = "\r\n"


def encoded_word(text: str, method: str = "B", width: int = 42) -> str:
    """RFC 2047 words, folded; plain ASCII text is left alone unless the method is forced with a lower-case letter."""
    if text.isascii() and method.isupper() and len(text) < 70:
        return text
    pieces, piece = [], ""
    for letter in text:
        if len((piece + letter).encode()) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    words = []
    for part in [*pieces, piece]:
        if method.upper() == "B":
            words.append(f"=?UTF-8?B?{base64.b64encode(part.encode()).decode()}?=")
        else:
            safe = "".join(
                chr(b) if chr(b).isalnum() and b < 128 else "_" if b == 32 else f"={b:02X}" for b in part.encode()
            )
            words.append(f"=?UTF-8?Q?{safe}?=")
    return f"{CRLF} ".join(words)


def base64_lines(data: bytes) -> str:
    """Base64 in lines of 76 characters."""
    text = base64.b64encode(data).decode()
    return CRLF.join(text[at : at + 76] for at in range(0, len(text), 76))


def text_part(
    text: str, subtype: str = "plain", charset: str = "utf-8", transfer: str = "quoted-printable", extra: str = ""
) -> bytes:
    """A text entity."""
    data = text.replace("\n", CRLF).encode(charset)
    if transfer == "quoted-printable":
        data = quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    elif transfer == "base64":
        data = base64_lines(data).encode()
    head = (
        f"Content-Type: text/{subtype}; charset={charset}{extra}{CRLF}Content-Transfer-Encoding: {transfer}{CRLF}{CRLF}"
    )
    return head.encode() + data


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _percent(text: str) -> str:
    return quote(text, safe="")


def _cut(text: str, width: int) -> list[str]:
    """Percent-encoded text in pieces that never split an escape."""
    pieces = []
    while text:
        end = min(width, len(text))
        while end < len(text) and "%" in text[end - 2 : end]:
            end -= 1
        pieces.append(text[:end])
        text = text[end:]
    return pieces


def name_parameters(name: str, coding: str) -> tuple[str, str]:
    """The `name` of Content-Type and the `filename` of Content-Disposition, each with its leading `;`."""
    fold = f";{CRLF} "
    if coding == "plain":
        return f"{fold}name={_quoted(name)}", f"{fold}filename={_quoted(name)}"
    if coding in "BbQq":
        word = encoded_word(name, coding.lower())
        return f'{fold}name="{word}"', f'{fold}filename="{word}"'
    if coding == "2231":
        return "", f"{fold}filename*=UTF-8''{_percent(name)}"
    if coding == "pieces":
        pieces = _cut(f"UTF-8''{_percent(name)}", 54)
        return "", "".join(f"{fold}filename*{n}*={piece}" for n, piece in enumerate(pieces))
    if coding == "lines":
        pieces = [name[at : at + 60] for at in range(0, len(name), 60)]
        return "", "".join(f"{fold}filename*{n}={_quoted(piece)}" for n, piece in enumerate(pieces))
    raise ValueError(coding)


def file_part(item: Item, placeholder: str = "") -> bytes:
    """A file as base64; with `placeholder` that line stands where the base64 belongs."""
    name, filename = name_parameters(item.name, item.coding)
    disposition = "inline" if item.inline else "attachment"
    head = f"Content-Type: {item.mime}{name}{CRLF}Content-Disposition: {disposition}{filename}{CRLF}"
    if item.cid:
        head += f"Content-ID: <{item.cid}>{CRLF}"
    body = placeholder or base64_lines(item.data)
    return f"{head}Content-Transfer-Encoding: base64{CRLF}{CRLF}{body}".encode()


def message_part(item: Item, message: bytes) -> bytes:
    """An attached message, not encoded."""
    name, filename = name_parameters(item.name, item.coding)
    head = f"Content-Type: message/rfc822{name}{CRLF}Content-Disposition: attachment{filename}{CRLF}"
    return f"{head}Content-Transfer-Encoding: 8bit{CRLF}{CRLF}".encode() + message


def multipart(subtype: str, parts: list[bytes], boundary: str, extra: str = "", preamble: str = "") -> bytes:
    """A multipart entity with its own header."""
    head = f'Content-Type: multipart/{subtype};{CRLF} boundary="{boundary}"{extra}{CRLF}{CRLF}'
    if preamble:
        head += preamble + CRLF
    body = b"".join(f"--{boundary}{CRLF}".encode() + part + b"\r\n" for part in parts)
    return head.encode() + body + f"--{boundary}--{CRLF}".encode()
