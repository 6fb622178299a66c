"""Words in each section of a proposal, counted between its headings and split at white space."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from integrations.documents.lines import Line
from integrations.documents.vocabulary import words_of

_NUMBER = re.compile(
    r"^\s*(?:BAB\s+(?:[IVXLC]+|\d+)\s*[.:\-–]?\s*|(?:\d{1,2}|[A-Z]|[IVX]{1,5})(?:[.)]|\s*[-–])+\d*[.)]?\s*|[IVX]{1,5}\s+)",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"^\s*BAB\s+(?:[IVXLC]+|\d+)\s*[.:]?\s*$", re.IGNORECASE)
_PAGE = re.compile(
    r"^\s*[-–]?\s*(?:(?:halaman|hal\.?|page)\s*)?\d{1,3}(?:\s*(?:dari|/|of)\s*\d{1,3})?\s*[-–]?\s*$", re.IGNORECASE
)
_CAPTION = re.compile(r"^\s*(?:Tabel|Gambar|Grafik|Foto|Bagan)\s+\d+(?:\.\d+)*\s*[.:]", re.IGNORECASE)
_ENDS = frozenset(
    {
        "lampiran",
        "daftar pustaka",
        "penutup",
        "lembar pengesahan",
        "daftar lampiran",
        "dokumentasi",
        "dokumentasi kegiatan",
    }
)
_BRACKETS = re.compile(r"\([^()]{0,60}\)?|\bmaks(?:imum|imal)?\.?\s+\d+\s+kata\b", re.IGNORECASE)


def section_words(lines: Sequence[Line], sections: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Words per section id; a heading with nothing below is 0, a heading that is not there is absent.

    Tables, captions, page headers and footers are not counted, unless a section consists of nothing else.
    """
    names = _names(sections)
    body = _without_margins(lines)
    found = _counted(body, names)
    if len(found) * 2 < len(sections):  # a form: the headings stand in a table, the text beside them
        by_rows = _counted([part for line in body for part in _unrolled(line, names)], names)
        return by_rows if len(by_rows) > len(found) else found
    return found


def _counted(body: Sequence[Line], names: dict[str, str]) -> dict[str, int]:
    prose: dict[str, int] = {}
    everything: dict[str, int] = {}
    current: str | None = None
    counted = counted_all = at = 0

    def close() -> None:
        if current is not None:
            prose[current] = max(prose.get(current, 0), counted)
            everything[current] = max(everything.get(current, 0), counted_all)

    while at < len(body):
        heading, used, rest = _heading(body, at, names)
        if heading is not None:
            if heading != current:  # "Tujuan" under "Latar Belakang" goes on in the same section
                close()
                current, counted, counted_all = heading or None, 0, 0
            at += used
        line = Line(rest) if heading is not None else body[at]
        at += 0 if heading is not None else 1
        if not _CHAPTER.match(line.text):
            words = len(line.text.split())
            counted_all += words
            counted += 0 if line.tabular or line.cells or _CAPTION.match(line.text) else words
    close()
    return {name: count or everything[name] for name, count in prose.items()}


def _unrolled(line: Line, names: dict[str, str]) -> list[Line]:
    """A table row that begins with a heading, as the heading and the text beside it; any other line as it is."""
    for at, cell in enumerate(line.cells[:3]):
        if _bare(cell) in names:
            return [
                Line(" ".join(cell.split()), whole=True),
                *(Line(c, whole=True) for c in line.cells[at + 1 :] if c.strip()),
            ]
    return [line]


def _bare(text: str) -> str:
    """The words of a heading without its number and what stands in brackets."""
    number = _NUMBER.match(text)
    return " ".join(words_of(_BRACKETS.sub(" ", text[number.end() :] if number else text)))


def first_heading(lines: Sequence[Line], sections: Sequence[tuple[str, str]]) -> int:
    """The position of the first section heading, or the number of lines where there is none."""
    names = _names(sections)
    return next((n for n in range(len(lines)) if _heading(lines, n, names)[0]), len(lines))


def _names(sections: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Every way a section's heading may be worded -> its id; a wording that two sections share belongs to the first."""
    names: dict[str, str] = {}
    for identity, label in sections:
        names.setdefault(" ".join(words_of(label)), identity)
    for identity, label in sections:
        for piece in _shorter(label):
            names.setdefault(piece, identity)
    return {name: identity for name, identity in names.items() if name}


def _shorter(label: str) -> list[str]:
    words = words_of(label)
    joined = " ".join(words)
    pieces = [" ".join(words_of(p)) for p in re.split(r"/|\bdan\b|\batau\b|,", label)]
    if "/" in label:
        pieces.append(" ".join(words_of(label.replace("/", " dan "))))
        pieces.append(" ".join(words_of(label.replace("/", " atau "))))
    if words and words[0] == "strategi":
        pieces.append(joined.removeprefix("strategi ").strip())
    if words and words[-1] == "inovasi":
        pieces.append(joined.removesuffix(" inovasi").strip())
    return [*pieces, f"{joined} inovasi"]


def _heading(lines: Sequence[Line], at: int, names: dict[str, str]) -> tuple[str | None, int, str]:
    """The section whose heading begins here, how many lines it takes, and the text behind it; "" for one that ends the last."""
    if lines[at].cells or lines[at].tabular:
        return None, 1, ""
    for count in (3, 2, 1):
        block = lines[at : at + count]
        if (
            len(block) < count
            or any(b.cells or b.tabular for b in block)
            or (count > 1 and any(b.whole for b in block))
        ):
            continue
        text = " ".join(b.text.strip() for b in block)
        if len(text) > 120:
            continue
        bare = _bare(text)
        found = names.get(bare) or ("" if bare in _ENDS else None)
        if found is not None and (_NUMBER.match(text) or text.isupper() or block[0].whole or _stands_alone(lines, at)):
            return found, count, ""
    before, colon, rest = lines[at].text.partition(":")
    if (
        colon
        and rest.strip()
        and len(before) <= 80
        and (lines[at].whole or _NUMBER.match(before))
        and _bare(before) in names
    ):
        return names[_bare(before)], 1, rest
    return None, 1, ""


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    """True unless the words are the end or the middle of a wrapped sentence."""
    before = lines[at - 1].text.rstrip() if at else ""
    following = lines[at + 1].text.lstrip() if at + 1 < len(lines) else ""
    text = lines[at].text.strip()
    return (
        (not before or before[-1] in ".:;!?)" or lines[at - 1].tabular)
        and not text.endswith((".", ",", ";"))
        and not following[:1].islower()
    )


def _without_margins(lines: Sequence[Line]) -> list[Line]:
    """The lines without page numbers and without what stands at the same height on most pages."""
    pages = {line.page for line in lines}
    seen = Counter(key for key in {(_sameness(line), line.page) for line in lines})
    heights = Counter(sameness for (sameness, _page) in seen)
    often = max(2, (len(pages) + 1) // 2)
    return [
        line
        for line in lines
        if not _PAGE.match(line.text) and not (line.y is not None and heights[_sameness(line)] >= often)
    ]


def _sameness(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.strip()), round(line.y) if line.y is not None else -1
