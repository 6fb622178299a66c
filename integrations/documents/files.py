"""One file becomes one fact: its type by content, whether it opens, what kind of document it is, what it says."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from competition.facts import Attachment, Fields, FileState, Part
from integrations.documents.filetype import OOXML, PICTURES, ole_names, type_of
from integrations.documents.labelled import fields_in
from integrations.documents.lines import Line
from integrations.documents.pdf import read_pdf
from integrations.documents.pictures import picture_state
from integrations.documents.pieces import Piece
from integrations.documents.promises import ending_of, keeps_promise, promised
from integrations.documents.reading import Reading
from integrations.documents.sections import first_heading, section_words
from integrations.documents.vocabulary import Vocabulary
from integrations.documents.word import has_macro, opens, read_docx

MAX_MENTIONS = 300
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VBA = frozenset({"_VBA_PROJECT", "VBA", "_VBA_PROJECT_CUR", "Macros"})
_MACRO_TYPES = frozenset({"docm", "dotm", "xlsm", "pptm"})
_TELLING = 3


def attachment_of(
    source: str, piece: Piece, vocabulary: Vocabulary, *, question: str | None = None, upload_id: str | None = None
) -> Attachment:
    """A piece of a mail or an uploaded file as a fact; `source` is the id of what it came with."""
    key = f"{source}/{piece.path}"
    if not piece.own_file:
        kind = "ics" if piece.part is Part.CALENDAR else "eml"
        return unread(
            key, piece.name, vocabulary, state=FileState.OK, part=piece.part, container=piece.container, kind=kind
        )
    if piece.data is None:
        return unread(
            key,
            piece.name,
            vocabulary,
            state=piece.state or FileState.CORRUPT,
            container=piece.container,
            size=piece.size,
            question=question,
            upload_id=upload_id,
        )
    return inspect(
        key,
        piece.name,
        piece.data,
        vocabulary,
        part=piece.part,
        container=piece.container,
        state=piece.state,
        question=question,
        upload_id=upload_id,
    )


def inspect(
    key: str,
    name: str,
    data: bytes,
    vocabulary: Vocabulary,
    *,
    part: Part = Part.FILE,
    container: str | None = None,
    state: FileState | None = None,
    question: str | None = None,
    upload_id: str | None = None,
) -> Attachment:
    """The file as a fact. `state` overrides what its content says (nested archives). Never raises."""
    told = Attachment(
        key=key, name=name, part=part, container=container, size=len(data), sha256=hashlib.sha256(data).hexdigest(),
        question=question, upload_id=upload_id, name_kind=vocabulary.kind_of_name(name),
    )  # fmt: skip
    try:
        return told.model_copy(update=_content(name, data, vocabulary, state if part is Part.FILE else FileState.OK))
    except Exception:  # whatever a hostile file makes fail: it is there, and it cannot be opened
        return told.model_copy(update={"state": state or FileState.CORRUPT})


def _content(name: str, data: bytes, vocabulary: Vocabulary, state: FileState | None) -> dict[str, Any]:
    """What the content of a file says; with `state` given it is not opened."""
    found = type_of(data)
    reading = Reading(state, has_text=False) if state else _read(name, data, found)
    facts: dict[str, Any] = {
        "type": found or _signature_type(name),
        "state": reading.state,
        "pages": reading.pages,
        "name_kind": vocabulary.kind_of_name(name, picture=found in PICTURES),
    }
    if reading.state is not FileState.OK or not reading.has_text:
        return facts
    texts = [line.text for line in reading.lines]
    kind, sections = _kind(texts, reading.lines, vocabulary)
    return facts | {
        "kind": kind,
        "words": sum(len(t.split()) for t in texts),
        "fields": _fields(reading.lines, vocabulary),
        "mentions": _mentions(texts, vocabulary),
        "sections": sections if kind is not None and kind == vocabulary.main_kind else {},
    }


def unread(
    key: str,
    name: str,
    vocabulary: Vocabulary,
    *,
    state: FileState,
    part: Part = Part.FILE,
    container: str | None = None,
    size: int | None = None,
    question: str | None = None,
    upload_id: str | None = None,
    kind: str = "",
) -> Attachment:
    """A file whose bytes cannot be had: it is there, and `state` says what is wrong with it."""
    return Attachment(
        key=key,
        name=name,
        part=part,
        container=container,
        size=size,
        type=kind,
        state=state,
        question=question,
        upload_id=upload_id,
        name_kind=vocabulary.kind_of_name(name),
    )


def _read(name: str, data: bytes, found: str) -> Reading:
    """Opens the file as far as its type allows. Precedence: empty, locked, macro, mislabelled, broken."""
    if not data:
        return Reading(FileState.EMPTY, has_text=False)
    if data.startswith(_OLE):
        names = ole_names(data)
        if "EncryptedPackage" in names or _locked_doc(data, names):
            return Reading(FileState.ENCRYPTED, has_text=False)
        if names & _VBA:
            return Reading(FileState.MACRO, has_text=False)
    if found in _MACRO_TYPES or (found in OOXML and has_macro(data)):
        return Reading(FileState.MACRO, has_text=False)
    if not keeps_promise(name, found):
        broken = not found or (found == "ole" and promised(name) in ("doc", "xls", "ppt")) or _zip_like(name, data)
        return Reading(FileState.CORRUPT if broken else FileState.MISMATCH, has_text=False)
    return _opened(data, found)


def _opened(data: bytes, found: str) -> Reading:
    if found == "pdf":
        return read_pdf(data)
    if found == "docx":
        return read_docx(data)
    if found in PICTURES:
        return Reading(picture_state(data, found), has_text=False)
    if found in OOXML:
        return Reading(FileState.OK if opens(data) else FileState.CORRUPT, has_text=False)
    return Reading(FileState.OK, has_text=False)


def _zip_like(name: str, data: bytes) -> bool:
    """A damaged package whose first bytes are still those its name promises."""
    return promised(name) in OOXML and data[:4] == b"PK\x03\x04" and not opens(data)


def _locked_doc(data: bytes, names: frozenset[str]) -> bool:
    """An old Word document that asks for a password (the flag in its first block)."""
    if "WordDocument" not in names:
        return False
    at = data.find(b"\xec\xa5", 512, 1_000_000)
    return at >= 0 and len(data) > at + 12 and bool(data[at + 11] & 0x01)


def _kind(texts: list[str], lines: tuple[Line, ...], vocabulary: Vocabulary) -> tuple[str | None, dict[str, int]]:
    """What the text says the file is. Several section headings make a proposal even where no heading calls it that."""
    if not lines:
        return None, {}
    sections = section_words(lines, vocabulary.sections)
    told = vocabulary.kind_of_text(texts)[0]
    if len(sections) >= max(_TELLING, len(vocabulary.sections) // 2) or (told is None and len(sections) >= _TELLING):
        told = vocabulary.main_kind
    return told, sections


def _fields(lines: tuple[Line, ...], vocabulary: Vocabulary) -> Fields:
    """The labelled values before the first section; in a document that begins with a section, those of its first pages."""
    front = [line for line in lines if line.page <= 3][:400]
    before = fields_in(front[: first_heading(front, vocabulary.sections)])
    return before if before != Fields() else fields_in(front)


def _mentions(texts: list[str], vocabulary: Vocabulary) -> str:
    """The beginning of the text, from its heading on where one says what it is (a letterhead names no innovation)."""
    start = vocabulary.kind_of_text(texts)[1]
    return re.sub(r"\s+", " ", " ".join(texts[start : start + 40])).strip()[:MAX_MENTIONS]


def _signature_type(name: str) -> str:
    ending = ending_of(name)
    return ending if ending in ("p7s", "p7m", "asc") else ""
