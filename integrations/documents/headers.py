"""What the headers of a mail say: who sent it, whether our server trusts it, and whether a machine wrote it."""

from __future__ import annotations

import re
from email.message import Message

from competition.facts import Dmarc
from integrations.documents.encoding import header_text, unfolded
from integrations.documents.parameters import split_header

_LONGEST = 100_000
_SAID = 16_000  # characters of From and of a verdict; what is looked for in them may grow with the square
_ANGLE = re.compile(r"<([^<>]*)>")
_BARE = re.compile(  # begins where an address can: otherwise each letter of a long word is tried
    r"(?<![^\s<>,;:\"()\[\]])[^\s<>,;:\"()\[\]]+@[^\s<>,;:\"()\[\]]+"
)
_ADDRESS = re.compile(r"[^\s@<>\",;:()]+@[^\s@<>\",;:()]+")
_TWICE = 20  # headers of one name that are looked at
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)  # possessive: an unclosed one is not tried again shorter
_ID = re.compile(r"<[^<>\s]{1,900}>")


def raw_headers(message: Message, name: str) -> list[str]:
    """Every value of a header from top to bottom, as parsed (still folded and encoded)."""
    wanted = name.lower()
    return [str(value)[:_LONGEST] for key, value in message.raw_items() if key.lower() == wanted]


def header(message: Message, name: str) -> str:
    """The first value of a header as a person reads it, "" where there is none."""
    found = raw_headers(message, name)
    return header_text(found[0]) if found else ""


def content_type(message: Message) -> tuple[str, dict[str, str]]:
    """The content type in lower case ("text/plain" where none is given) and its parameters."""
    found = raw_headers(message, "content-type")
    main, parameters = split_header(found[0]) if found else (message.get_default_type(), {})
    return (main if re.fullmatch(r"[^/\s]+/[^/\s]+", main) else "text/plain"), parameters


def disposition(message: Message) -> tuple[str, dict[str, str]]:
    """The content disposition in lower case ("" where none is given) and its parameters; of several one with a name."""
    found = [split_header(value) for value in raw_headers(message, "content-disposition")[:_TWICE]]
    return next((f for f in found if f[1].get("filename", "").strip()), found[0] if found else ("", {}))


def uncommented(value: str) -> str:
    """A structured header value without its comments, nested ones too; text in quotes is no comment."""
    out: list[str] = []
    depth, quoted, skip = 0, False, False
    for c in value:
        if skip:
            skip = False
        elif c == "\\" and (quoted or depth):
            skip = True
        elif c == '"' and not depth:
            quoted = not quoted
        elif c == "(" and not quoted:
            depth += 1
            continue
        elif c == ")" and not quoted and depth:
            depth -= 1
            continue
        if not depth:
            out.append(c)
    return "".join(out)


def sender_of(message: Message) -> tuple[str, str]:
    """The one address in From in lower case and its display name; the address is "" where it cannot be told for certain."""
    found = [value[:_SAID] for value in raw_headers(message, "from")[:_TWICE]]
    addresses = {address for value in found for address in _addresses(value)}
    name = ""
    if found:
        line = unfolded(found[0]).strip()
        comment = re.search(r"\(([^()]*)\)\s*$", line) if "<" not in line else None
        shown = header_text(comment[1] if comment else re.sub(r"<[^<>]*>\s*;?$", "", line))
        name = shown.strip(" \"'")[:200]
    if len(addresses) != 1:
        return "", name
    address = addresses.pop()
    return (address, "" if name.lower() == address else name) if _ADDRESS.fullmatch(address) else ("", name)


def _addresses(value: str) -> list[str]:
    line = _QUOTED.sub(" ", uncommented(unfolded(value)))
    angles = [a.strip() for a in _ANGLE.findall(line) if a.strip()]
    found = angles or _BARE.findall(line)
    return [a.strip().lower().removeprefix("mailto:") for a in found if not a.startswith("=?")] or (
        [""] if found else []
    )


def ids_in(message: Message, *names: str) -> tuple[str, ...]:
    """The message ids in the named headers, in order, each once, with their angle brackets."""
    return tuple(dict.fromkeys(i for n in names for v in raw_headers(message, n) for i in _ID.findall(unfolded(v))))[
        :200
    ]


def dmarc_of(message: Message, authserv_id: str) -> Dmarc:
    """The DMARC verdict in the topmost Authentication-Results header of our own server."""
    for value in raw_headers(message, "authentication-results"):
        line = unfolded(value[:_SAID])
        first, *results = _QUOTED.sub('""', uncommented(line)).split(";")
        server = first.split()
        if not server or server[0].lower() != authserv_id.lower():
            continue
        verdicts = {
            m[1].lower()
            for r in results
            if (m := re.match(r"\s*dmarc\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", r, re.IGNORECASE))
        }
        if "fail" in verdicts or (not verdicts and re.search(r";\s*dmarc\s*=\s*fail\b", line, re.IGNORECASE)):
            return Dmarc.FAIL  # the second case: a bracket in the sender's own address swallowed the verdict
        return Dmarc.PASS if verdicts & {"pass", "bestguesspass"} else Dmarc.NONE
    return Dmarc.NONE
