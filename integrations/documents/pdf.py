"""A PDF as lines: opened with bounds on pages, bytes and time; locked and broken ones are told apart."""

from __future__ import annotations

import io
import logging
import re
import time
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import IndirectObject

from competition.facts import FileState
from integrations.documents.encoding import whole
from integrations.documents.lines import Line
from integrations.documents.reading import Reading

MAX_PAGES = 60
MAX_COUNT = 5_000  # with more pages than this, none is read: listing them alone takes seconds
MAX_SECONDS = 10.0
MAX_PAGE_BYTES = 4_000_000
_TAIL = 2048
_MARKER = re.compile(r"^(?:\d{1,3}|[a-zA-Z])[.)]$|^[-•–▪●o‣*]$")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class _NoContentError(Exception):
    """A page names its content, but it is not in the file."""


class _TooLongError(Exception):
    """The time for this file is over."""


def read_pdf(data: bytes) -> Reading:
    """The pages and lines of a PDF; ENCRYPTED if a password is needed to open it, CORRUPT if it cannot be opened."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(data)
        except Exception:  # pypdf raises many things on damaged files
            return Reading(FileState.CORRUPT)


def _read(data: bytes) -> Reading:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not _opens(reader):
        return Reading(FileState.ENCRYPTED)
    if (told := _told_count(reader)) > MAX_COUNT:
        return Reading(FileState.OK, pages=told)
    count = len(reader.pages)
    if not count:
        return Reading(FileState.CORRUPT)
    broken_off = b"%%EOF" not in data[-_TAIL:]
    until = time.monotonic() + MAX_SECONDS
    lines: list[Line] = []
    missing = unread = 0
    for number in range(min(count, MAX_PAGES)):
        if time.monotonic() > until:
            break
        try:
            lines.extend(_page(reader.pages[number], number + 1, until))
        except _NoContentError:
            missing += 1
        except _TooLongError:
            break
        except Exception:  # a page whose text cannot be read is still a page
            unread += 1
    if missing == min(count, MAX_PAGES) or (broken_off and missing + unread):
        return Reading(FileState.CORRUPT)
    return Reading(FileState.OK, tuple(lines), pages=count)


def _told_count(reader: PdfReader) -> int:
    """How many pages the file says it has; 0 where it does not say."""
    try:
        return int(reader.root_object["/Pages"]["/Count"])  # type: ignore[index]
    except Exception:  # pypdf counts them itself
        return 0


def _opens(reader: PdfReader) -> bool:
    try:
        return bool(reader.decrypt(""))
    except Exception:  # an unknown way of locking is locked all the same
        return False


def _page(page: PageObject, number: int, until: float) -> list[Line]:
    """The lines of a page in the order they were written; _NoContentError if its content is not there, _TooLongError."""
    contents = page.get_contents()
    if contents is None and isinstance(page.get("/Contents", None) and page.raw_get("/Contents"), IndirectObject):
        raise _NoContentError
    if contents is not None and len(contents.get_data()) > MAX_PAGE_BYTES:
        return []
    pieces: list[Line] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or abs(tm[0] * cm[0]) or 1.0
        height = round(abs(size) * scale, 2)
        pieces.extend(
            Line(whole(part), number, x, y, height) for part in text.splitlines(keepends=True) if part.strip()
        )

    def in_time(*_operation: Any) -> None:  # forms drawn again and again are within one page
        if time.monotonic() > until:
            raise _TooLongError

    page.extract_text(visitor_text=visit, visitor_operand_before=in_time)
    return _with_tables(_joined(pieces))


def _end(line: Line) -> float:
    """Where the line ends, estimated from its letters."""
    return (line.x or 0.0) + 0.5 * (line.size or 10.0) * len(line.text.strip())


def _level(a: Line, b: Line) -> bool:
    return a.y is not None and b.y is not None and abs(a.y - b.y) < 2


def _joined(pieces: list[Line]) -> list[Line]:
    """Pieces of one printed line put together where no wide gap lies between them."""
    out: list[Line] = []
    for piece in pieces:
        ended = not out or out[-1].text.endswith(("\n", "\r"))
        if (
            not ended
            and _level(out[-1], piece)
            and _gap(out[-1], piece) < 2 * max(piece.size, 6.0) + 0.15 * (_end(out[-1]) - (out[-1].x or 0.0))
        ):
            glue = "" if out[-1].text.endswith(" ") or piece.text.startswith(" ") or _gap(out[-1], piece) <= 0 else " "
            out[-1] = replace(out[-1], text=out[-1].text + glue + piece.text)
        else:
            out.append(piece)
    return [replace(line, text=line.text.strip()) for line in out]


def _gap(a: Line, b: Line) -> float:
    return (b.x or 0.0) - _end(a) if (b.x or 0.0) > (a.x or 0.0) else 1e9


def _with_tables(lines: list[Line]) -> list[Line]:
    """The lines with those marked that are cells of a table: two or more cells stand side by side."""
    rows = [
        n
        for n in range(1, len(lines))
        if _level(lines[n - 1], lines[n]) and not _MARKER.match(lines[n - 1].text) and not _MARKER.match(lines[n].text)
    ]
    inside: set[int] = {m for n in rows for m in (n - 1, n)}
    columns = {round(lines[n].x or 0.0) for n in inside}
    first = min(columns, default=0)
    for before, after in zip(sorted(inside), sorted(inside)[1:], strict=False):
        if 1 < after - before <= 6 and all(
            _in_column(lines[n], columns) and lines[n].size == lines[before].size for n in range(before + 1, after)
        ):
            inside.update(range(before + 1, after))
    for n in sorted(inside):
        following = n + 1
        while (
            following < len(lines)
            and following not in inside
            and _in_column(lines[following], columns)
            and (lines[following].x or 0.0) > first + 5
            and abs((lines[following].x or 0.0) - (lines[following - 1].x or 0.0)) < 2
        ):
            inside.add(following)
            following += 1
    return [replace(line, tabular=True) if n in inside else line for n, line in enumerate(lines)]


def _in_column(line: Line, columns: set[int]) -> bool:
    return any(abs((line.x or 0.0) - c) < 2 for c in columns)
