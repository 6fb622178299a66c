"""Looking at a file without being harmed by it: text as text, pictures and PDFs as what their bytes are, Office as text."""

from __future__ import annotations

import codecs
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.parser import parse_xml
from PIL import Image

from competition.facts import FileState
from integrations.documents.pdf import read_pdf
from integrations.documents.word import read_docx
from integrations.rehearsal.pages.visit import inline
from integrations.rehearsal.refusals import not_found

if TYPE_CHECKING:
    from starlette.responses import Response

TEXTS = ("text/", "application/json", "message/rfc822", "application/xml")
LONGEST_TEXT = 100_000
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
MOST_PIXELS = 50_000_000
PICTURE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'"
# A browser's own reader of PDF does not start in a sandbox; it runs nothing of this origin.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PART, MOST_ROWS, MOST_COLUMNS = 30_000_000, 200, 40
BOOK = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Look:
    """How a file can be looked at. `kind`: text, table, picture, pdf, or "" for not at all."""

    kind: str = ""
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    cut: bool = False


def look(data: bytes, mime: str, name: str) -> Look:
    """What can be shown of these bytes, whatever they call themselves."""
    if picture(data):
        return Look("picture")
    if data.startswith(b"%PDF-"):
        # For phones, whose browsers open no PDF in a page, and for those who listen.
        text = "\n".join(each.text for each in read_pdf(data).lines) if len(data) < MOST_PART else ""
        return Look("pdf", text[:LONGEST_TEXT], cut=len(text) > LONGEST_TEXT)
    if data.startswith(b"PK"):
        return _office(data, mime, name)
    if mime.startswith(TEXTS) and data:
        text = codecs.getincrementaldecoder("utf-8-sig")("replace").decode(data[:LONGEST_TEXT])
        return Look("text", text, cut=len(data) > LONGEST_TEXT)
    return Look()


def _office(data: bytes, mime: str, name: str) -> Look:
    if mime == WORD or name.lower().endswith(".docx"):
        found = read_docx(data)
        text = "\n".join(each.text for each in found.lines)
        kind = "text" if found.state is FileState.OK and text.strip() else ""
        return Look(kind, text[:LONGEST_TEXT], cut=len(text) > LONGEST_TEXT)
    if mime == EXCEL or name.lower().endswith(".xlsx"):
        rows = _first_sheet(data)
        return Look("table" if rows else "", rows=rows, cut=len(rows) == MOST_ROWS)
    return Look()


def _first_sheet(data: bytes) -> tuple[tuple[str, ...], ...]:
    """The first rows of the first sheet of an XLSX, as its values stand in it; none where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            texts = [
                "".join(each.itertext(f"{BOOK}t")) for each in _part(package, "xl/sharedStrings.xml").iter(f"{BOOK}si")
            ] if "xl/sharedStrings.xml" in names else []  # fmt: skip
            first = min(each for each in names if each.startswith("xl/worksheets/sheet"))
            rows = []
            for row in list(_part(package, first).iter(f"{BOOK}row"))[:MOST_ROWS]:
                cells = [""] * MOST_COLUMNS
                for place, cell in enumerate(row.iter(f"{BOOK}c")):
                    at = _column(cell.get("r", "")) if cell.get("r") else place
                    if at < MOST_COLUMNS:
                        cells[at] = _value(cell, texts)
                rows.append(cells)
    except Exception:  # zipfile and lxml raise many things on damaged packages
        return ()
    wide = max((place + 1 for row in rows for place, each in enumerate(row) if each), default=0)
    return tuple(tuple(row[:wide]) for row in rows) if wide else ()


def _part(package: zipfile.ZipFile, name: str) -> Any:
    """The XML of a part of sensible size; python-docx's parser follows no entities and fetches nothing."""
    if package.getinfo(name).file_size > MOST_PART:
        raise ValueError(name)
    return parse_xml(package.read(name))


def _column(place: str) -> int:
    number = 0
    for each in place:
        if each.isalpha():
            number = number * 26 + ord(each.upper()) - 64
    return number - 1


def _value(cell: Any, texts: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext(f"{BOOK}t"))
    value = str(cell.findtext(f"{BOOK}v") or "")
    return texts[int(value)] if cell.get("t") == "s" else value


def picture(data: bytes) -> str:
    """The type of a whole picture of sensible size, "" for anything else."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(PICTURES.values())) as found:
            small = found.width * found.height <= MOST_PIXELS
            return {form: mime for mime, form in PICTURES.items()}.get(found.format or "", "") if small else ""
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""


def framed(data: bytes) -> Response:
    """A picture or a PDF, to be shown in a page of this server and called what its bytes are; 404 for all else."""
    if found := picture(data):
        return inline(data, found, PICTURE_POLICY)
    if data.startswith(b"%PDF-"):
        return inline(data, "application/pdf", PDF_POLICY)
    raise not_found()
