"""Labelled values ("Judul Inovasi : …") in mails, letters and front pages, exactly as read and never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from competition.facts import Fields
from integrations.documents.labels import NUMBERING, ONLY_WITH_COLON, field_of
from integrations.documents.lines import Line

_NOTHING = re.compile(r"^[\s.\-–—_…:]*$")
_TEAM = re.compile(r"\s+(?:dan|beserta|bersama|&)\s+tim\s*\.?$|\s*,?\s+dkk\.?$", re.IGNORECASE)
_PHONE_TAIL = re.compile(r"[\s,;:/|\-–]*(?:(?:no\.?|hp|wa|telp?\.?|hp/wa)[\s.:]*)*\+?\d[\d\s\-.]{6,}$", re.IGNORECASE)
_LONGEST_VALUE = 500
_LONGEST_LABEL = 60
_WRAPPED_FROM, _WRAPPED_TO = 50, 100


def fields_in_text(text: str) -> Fields:
    """The labelled lines of a mail; a value wrapped by the mail program is joined."""
    printed = text.split("\n")
    return fields_in([Line(line) for line in printed], loose=False, width=_width(printed))


def _width(printed: Sequence[str]) -> int:
    """The column at which the mail program wrapped the text; 0 where it did not."""
    longest = max((len(line) for line in printed if "://" not in line), default=0)
    return longest if _WRAPPED_FROM <= longest <= _WRAPPED_TO else 0


def fields_in(lines: Sequence[Line], *, loose: bool = True, width: int = 0) -> Fields:
    """The first labelled value of each field. `loose`: a label may stand alone and its value on the next line."""
    found: dict[str, str] = {}
    at = 0
    while at < len(lines):
        name, typed, at = _read(lines, at, loose=loose, width=width)
        if not name or not typed.strip():
            continue
        value = _tidy(name, typed)
        if name not in found or (name == "contact" and not _has_letters(found[name]) and _has_letters(value)):
            found[name] = value  # "-" is an answer too: a later table cannot give another
    return Fields(**{name: value for name, value in found.items() if value})


def _read(lines: Sequence[Line], at: int, *, loose: bool, width: int) -> tuple[str | None, str, int]:
    """The field that begins here, its value, and where to go on."""
    line = lines[at]
    if line.cells:
        return (*_in_row(line.cells), at + 1)
    label, mark, value = _split(line.text)
    if mark and (name := field_of(label)):
        if not value and not loose:
            return name, "", at + 1
        start = at + 1 if value else _first_value(lines, at + 1)
        first = value or (lines[start - 1].text.strip().lstrip(": ") if start > at + 1 else "")
        rest, end = _continued(lines, start, line if value else lines[start - 1], line, width, loose=loose)
        return name, " ".join([first, *rest]), end
    for count in (3, 2, 1):
        if name := _alone(lines, at, count):
            return _below(lines, at, count, name, loose=loose, width=width)
    return None, "", at + 1


def _split(text: str) -> tuple[str, str, str]:
    """Label, separator and value of "label : value", a tab or several blanks between them."""
    match = re.match(r"^(.{1,80}?)(\s*[:：=]\s*|\t+\s*|\s{3,}:?\s*)(.*)$", text.strip()) or re.match(
        r"^(.{1,80}?)(\s*:)()$", text.strip()
    )
    if match is None or len(match[1]) > _LONGEST_LABEL:
        return text, "", ""
    return match[1].strip(" *_"), match[2], match[3].strip().lstrip(":").strip(" *")


def _in_row(cells: tuple[str, ...]) -> tuple[str | None, str]:
    texts = [re.sub(r"\s+", " ", c).strip() for c in cells]
    for at, text in enumerate(texts[:3]):
        if name := field_of(text.rstrip(" :")):
            rest = [t.lstrip(": ").strip() for t in dict.fromkeys(texts[at + 1 :])]
            return name, " ".join(t for t in rest if t)
        label, mark, value = _split(text)
        if mark and value and (name := field_of(label)):
            return name, value
    return None, ""


def _alone(lines: Sequence[Line], at: int, count: int) -> str | None:
    """The field whose label is exactly these lines."""
    block = lines[at : at + count]
    if len(block) < count or any(b.cells for b in block) or sum(len(b.text) for b in block) > _LONGEST_LABEL:
        return None
    label = " ".join(b.text for b in block).strip().rstrip(":")
    return None if label.strip().lower() in ONLY_WITH_COLON else field_of(label)


def _below(
    lines: Sequence[Line], at: int, count: int, name: str, *, loose: bool, width: int
) -> tuple[str | None, str, int]:
    """A value below its label: after a line with a colon, or (`loose`) at once."""
    start = at + count
    following = lines[start].text.strip() if start < len(lines) else ""
    if not loose and not following.startswith(":"):
        return None, "", at + count
    if following == ":":
        start += 1
    if start >= len(lines) or field_of(_split(lines[start].text)[0]) or _alone(lines, start, 2):
        return None, "", at + count
    first = lines[start].text.strip().lstrip(": ")
    rest, end = _continued(lines, start + 1, lines[start], lines[at], width, loose=loose)
    return name, " ".join([first, *rest]), end


def _first_value(lines: Sequence[Line], at: int) -> int:
    """The position after the line that holds the value of "label :" with nothing behind it."""
    if at < len(lines) and lines[at].text.strip() and not field_of(_split(lines[at].text)[0]) and not lines[at].cells:
        return at + 1
    return at


def _continued(
    lines: Sequence[Line], at: int, first: Line, label: Line, width: int, *, loose: bool
) -> tuple[list[str], int]:
    """The further lines of a value, and where to go on."""
    rest: list[str] = []
    before = first
    while at < len(lines) and len(rest) < 8:
        line = lines[at]
        text = line.text.strip()
        if not text or line.cells or line.whole or text == ":" or field_of(_split(text)[0]):
            break
        if any(_alone(lines, at, n) for n in (1, 2, 3)) or not _goes_on(before, line, first, label, width, loose=loose):
            break
        rest.append(text)
        before, at = line, at + 1
    return rest, at


def _goes_on(before: Line, line: Line, first: Line, label: Line, width: int, *, loose: bool) -> bool:
    """True if `line` belongs to the value: set under it in a column of its own, or the line before was full."""
    if loose and line.x is not None and first.x is not None and label.x is not None and line.page == first.page:
        column = first.x if first is not label else label.x
        if first is label:
            return line.x > label.x + 20 and line.size == label.size
        return abs(line.x - column) < 3 and first.x > label.x + 10 and abs(line.size - first.size) < 0.6
    if not width or NUMBERING.match(line.text) or re.match(r"^[^:]{1,40}:", line.text):
        return False
    full = len(before.text) + 1 + len(line.text.split(maxsplit=1)[0]) > width
    return full and len(before.text) * 2 > width


def _tidy(name: str, value: str) -> str:
    value = re.sub(r"\s+", " ", value).strip()[:_LONGEST_VALUE]
    if _NOTHING.match(value):
        return ""
    if name == "innovator":
        return _TEAM.sub("", value)
    return contact_name(value) if name == "contact" else value


def contact_name(value: str) -> str:
    """The name in "Kartini Rahayu (0812-…; mail)"; what has no name in it stays whole."""
    name = _PHONE_TAIL.sub("", value.partition("(")[0]).strip(" ,;:-/")
    return name if _has_letters(name) else value


def _has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)
