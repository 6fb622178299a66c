"""Parameters of a MIME header (RFC 2045, 2231, and what mail programs make of them): file names exactly as sent."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from integrations.documents.encoding import decoded_words, text_of, unfolded

_LONGEST = 50_000
_ATTRIBUTE = re.compile(r"\s*([^=;\s]+)\s*=\s*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_PIECE = re.compile(r"^([^*]+)(?:\*(\d{1,3}))?(\*)?$")


def split_header(value: str) -> tuple[str, dict[str, str]]:
    """The main value in lower case, and the parameters by lower-case name with RFC 2231 pieces joined and decoded."""
    line = unfolded(value[:_LONGEST])
    main, rest = _main(line)
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, text in _pairs(rest):
        match = _PIECE.match(name)
        if match is None or (match[2] is None and match[3] is None):
            plain.setdefault(name, text)
        else:
            pieces.setdefault(match[1], {}).setdefault(int(match[2] or 0), (match[3] is not None, text))
    found = {name: decoded_words(text) for name, text in plain.items()}
    found.update({name: joined for name, parts in pieces.items() if (joined := _joined(parts))})
    return main.strip().lower(), found


def _main(line: str) -> tuple[str, str]:
    """The main value and what follows it; a missing semicolon ("application/pdf name=a.pdf") or main value is no hindrance."""
    main, _, rest = line.partition(";")
    if _ATTRIBUTE.match(main):
        return "", line
    first, *more = main.split(None, 1) or [""]
    return (first, f"{more[0]};{rest}") if more and _ATTRIBUTE.match(more[0]) else (main, rest)


def _pairs(rest: str) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    at = 0
    while at < len(rest) and len(out) < 200:
        match = _ATTRIBUTE.match(rest, at)
        if match is None:
            cut = rest.find(";", at)
            at = len(rest) if cut < 0 else cut + 1
            continue
        at = match.end()
        quoted = _QUOTED.match(rest, at)
        if quoted:
            text, at = quoted[1].replace("\\\\", "\\").replace('\\"', '"'), quoted.end()
        else:
            cut = rest.find(";", at)
            end = len(rest) if cut < 0 else cut
            text, at = rest[at:end].strip().strip('"'), end
        out.append((match[1].lower(), text))
        cut = rest.find(";", at)
        at = len(rest) if cut < 0 else cut + 1
    return out


def _joined(parts: dict[int, tuple[bool, str]]) -> str:
    """RFC 2231: pieces in order of their number, each percent-encoded or literal, one charset for all."""
    charset, data = "", b""
    for number in sorted(parts):
        encoded, text = parts[number]
        if encoded and number == min(parts) and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    decoded = text_of(data, charset)
    return decoded_words(decoded) if not charset else decoded
