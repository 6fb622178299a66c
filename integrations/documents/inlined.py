"""Files written into the text of a mail, as mail programs did before MIME and news readers still do: uuencode and yEnc."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from integrations.documents.encoding import text_of

MOST = 50  # files in one text
_UU = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,500})\r?\n(?=[ -`]{1,80}\r?$)", re.MULTILINE)
_UU_END = re.compile(rb"^end[ \t]*\r?$\n?", re.MULTILINE)
_YENC = re.compile(rb"^=ybegin [^\r\n]{0,200}?\bname=([^\r\n]{1,500})\r?\n(?:=ypart [^\r\n]*\n)?", re.MULTILINE)
_YENC_END = re.compile(rb"^=yend\b[^\r\n]*(?:\r?\n|$)", re.MULTILINE)
_YENC_BYTES = bytes((n - 42) % 256 for n in range(256))


@dataclass(frozen=True)
class Inlined:
    """One file that stood in a text."""

    name: str
    data: bytes


class _Way(NamedTuple):
    """How one kind of writing begins and ends, and its bytes."""

    begins: re.Pattern[bytes]
    ends: re.Pattern[bytes]
    decoded: Callable[[bytes], bytes]


def taken_out(data: bytes, charset: str) -> tuple[bytes, list[Inlined]]:
    """The text without the files written into it, and those files; one that breaks off is decoded as far as it goes."""
    rest: list[bytes] = []
    found: list[Inlined] = []
    at = 0
    while len(found) < MOST and (opens := _next(data, at)):
        start, way = opens
        closes = way.ends.search(data, start.end())
        body = data[start.end() : closes.start() if closes else len(data)]
        found.append(Inlined(text_of(start[1], charset).rstrip(" \t").strip('"'), way.decoded(body)))
        rest.append(data[at : start.start()])
        at = closes.end() if closes else len(data)
    return b"".join([*rest, data[at:]]), found


def _next(data: bytes, at: int) -> tuple[re.Match[bytes], _Way] | None:
    starts = [(match, way) for way in _WAYS if (match := way.begins.search(data, at))] if b"begin " in data else []
    return min(starts, key=lambda s: s[0].start(), default=None)


def _uu(body: bytes) -> bytes:
    return b"".join(_uu_lines(body.splitlines()))


def _uu_lines(lines: list[bytes]) -> Iterator[bytes]:
    for line in lines:
        wanted = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0  # some writers pad a line with more than it needs
        try:
            yield binascii.a2b_uu(line[: wanted + 1] if len(line) > wanted + 1 else line)
        except binascii.Error:
            return


def _yenc(body: bytes) -> bytes:
    plain = body.replace(b"\r", b"").replace(b"\n", b"")
    unescaped = re.sub(rb"=(.)", lambda m: bytes([(m[1][0] - 64) % 256]), plain, flags=re.DOTALL)
    return unescaped.translate(_YENC_BYTES)


_WAYS = (_Way(_UU, _UU_END, _uu), _Way(_YENC, _YENC_END, _yenc))
