"""A Word document as lines: paragraphs and table rows in document order."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence

import docx
from docx.document import Document
from docx.table import Table, _Cell

from competition.facts import FileState
from integrations.documents.lines import Line
from integrations.documents.reading import Reading

MAX_PART = 40_000_000
MAX_TOTAL = 300_000_000
MAX_LINES = 20_000
MAX_DEPTH = 5


def read_docx(data: bytes) -> Reading:
    """The paragraphs and table rows of a DOCX; CORRUPT if the package or its main part cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            sizes = [i.file_size for i in package.infolist()]
            if max(sizes, default=0) > MAX_PART * 3 or sum(sizes) > MAX_TOTAL or _document_size(package) > MAX_PART:
                return Reading(FileState.CORRUPT)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lines = list(_lines(docx.Document(io.BytesIO(data)), 0))
    except Exception:  # zipfile, lxml and python-docx raise many things on damaged files
        return Reading(FileState.CORRUPT)
    return Reading(FileState.OK, tuple(lines[:MAX_LINES]))


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
            if sum(i.file_size for i in package.infolist()) > MAX_TOTAL:
                return False
            return package.testzip() is None
    except Exception:  # zipfile raises many things on damaged archives
        return False


def _document_size(package: zipfile.ZipFile) -> int:
    return max((i.file_size for i in package.infolist() if i.filename.endswith("document.xml")), default=0)


def _lines(holder: Document | _Cell, depth: int) -> Iterator[Line]:
    for block in holder.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block, depth)
        else:
            for text in block.text.split("\n"):
                yield Line(text.strip(), whole=True)


def _distinct(cells: Sequence[_Cell]) -> list[_Cell]:
    """The cells of a row, a merged one once and not for each column it spans."""
    out: list[_Cell] = []
    at = 0
    while at < len(cells):
        out.append(cells[at])
        at += max(1, cells[at].grid_span)
    return out


def _rows(table: Table, depth: int) -> Iterator[Line]:
    for row in table.rows:
        cells = _distinct(row.cells)
        if len(cells) == 1 and depth < MAX_DEPTH:
            yield from _lines(cells[0], depth + 1)
        else:
            texts = tuple(c.text.strip() for c in cells)
            yield Line(" ".join(t for t in texts if t), cells=texts, tabular=True)
        if depth < MAX_DEPTH and len(cells) > 1:
            for nested in (t for c in cells for t in c.tables):
                yield from _rows(nested, depth + 1)
