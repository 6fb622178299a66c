"""A Word document as lines: paragraphs and table rows in document order."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

import docx
from lxml import etree

from competition.facts import FileState
from integrations.documents.lines import Line
from integrations.documents.reading import Reading

MAX_XML = 10_000_000  # of all parts that python-docx parses; their trees take some thirteen times as much memory
MAX_TOTAL = 120_000_000
MAX_LINES = 20_000
MAX_DEPTH = 8
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_UNSEEN = frozenset({"del", "moveFrom", "Fallback", "instrText", "pPr", "rPr"})
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes) -> Reading:
    """The paragraphs and table rows of a DOCX; CORRUPT if the package or its main part cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if _size(package) > MAX_TOTAL or _size(package, ".xml", ".rels") > MAX_XML:
                return Reading(FileState.CORRUPT)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lines = list(islice(_lines(_body(data), 0), MAX_LINES))
    except Exception:  # zipfile, lxml and python-docx raise many things on damaged files
        return Reading(FileState.CORRUPT)
    return Reading(FileState.OK, tuple(lines))


def _body(data: bytes) -> Any:
    """The body of the main part. Where python-docx gives up, by a lost picture or Strict Open XML, the part alone is read."""
    try:
        return docx.Document(io.BytesIO(data)).element.body
    except Exception:  # python-docx raises many things; what cannot be read at all is raised below
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            rels = etree.fromstring(package.read("_rels/.rels"), _SAFE)
            main = next(r.get("Target", "") for r in rels if (r.get("Type") or "").endswith("/officeDocument"))
            root = etree.fromstring(package.read(main.lstrip("/")), _SAFE)
        return next(child for child in root if _kind(child) == "body")


def has_macro(data: bytes) -> bool:
    """True if the package carries a VBA project, whatever its ending says."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(n.lower().rpartition("/")[2].startswith("vbaproject") for n in package.namelist())
    except Exception:  # a damaged package is judged by `read_docx`
        return False


def opens(data: bytes) -> bool:
    """True if every part of the package can be read (spreadsheets, presentations)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if _size(package) > MAX_TOTAL:
                return False
            return package.testzip() is None
    except Exception:  # zipfile raises many things on damaged archives
        return False


def _size(package: zipfile.ZipFile, *endings: str) -> int:
    """The bytes that the members with these endings unpack to; of all where none is given."""
    return sum(i.file_size for i in package.infolist() if not endings or i.filename.lower().endswith(endings))


def _lines(holder: Any, depth: int) -> Iterator[Line]:
    """Paragraphs and table rows in order; content controls and tracked insertions count as text, deletions do not."""
    for block in holder:
        kind = _kind(block)
        if kind == "p":
            yield from (Line(text.strip(), whole=True) for text in _text(block).split("\n"))
        elif kind == "tbl":
            yield from _rows(block, depth)
        elif kind in _WRAPPERS and depth < MAX_DEPTH:
            yield from _lines(block, depth + 1)


def _rows(table: Any, depth: int) -> Iterator[Line]:
    for row in _inside(table, "tr"):
        cells = list(_inside(row, "tc"))
        nested = any(_kind(b) == "tbl" for cell in cells for b in cell)
        if depth < MAX_DEPTH and (len(cells) == 1 or nested):
            for cell in cells:
                yield from _lines(cell, depth + 1)
            continue
        texts = tuple("\n".join(_text(p) for p in _inside(cell, "p")).strip() for cell in cells)
        yield Line(" ".join(t for t in texts if t), cells=texts, tabular=True)


def _inside(holder: Any, kind: str) -> Iterator[Any]:
    """The children of a kind, those in content controls too."""
    for child in holder:
        if _kind(child) == kind:
            yield child
        elif _kind(child) in _WRAPPERS:
            yield from _inside(child, kind)


def _text(paragraph: Any) -> str:
    out: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        kind = _kind(node)
        if kind in _MARKS:
            out.append(_MARKS[kind])
        elif kind == "t":
            out.append(node.text or "")
        elif kind not in _UNSEEN:
            waiting.extend(reversed(node))
    return "".join(out)


def _kind(element: Any) -> str:
    """The local name of an element, "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
