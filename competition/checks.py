"""What an administrative checklist item examines, read off its label so that an edition may word and number it freely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Examines(StrEnum):
    """The examinations the program knows."""

    DEADLINE = "deadline"
    AGENCY = "agency"
    QUOTA = "quota"
    AGE = "age"
    DOCUMENT = "document"
    SECTIONS = "sections"
    TITLE = "title"
    WORDS = "words"


class Check(NamedTuple):
    """An examination, and for DOCUMENT which kind."""

    examines: Examines
    document: str | None = None


_HANDED_IN = re.compile(
    r"\bada dan\b|\bdilampirkan\b|\bterlampir\b|\bdiserahkan\b"
)  # a document is meant, whatever else is named
_BY_LABEL = (
    (Examines.WORDS, r"\bkata\b"),
    (Examines.TITLE, r"\bjudul\b"),
    (Examines.SECTIONS, r"\bbagian\b"),
    (Examines.QUOTA, r"\bkuota\b|jumlah usulan"),
    (Examines.AGE, r"\busia\b|\bumur\b|masa minimum|\bbulan\b|\blama\b|sudah (diterapkan|diimplementasikan|berjalan)"),
    (Examines.DEADLINE, r"\bpenerimaan\b|batas waktu|tepat waktu|\btenggat\b|\bpenutupan\b|\bditutup\b|terlambat"),
    (Examines.AGENCY, r"terdaftar|tercantum|\bregister\b"),
)
_USUAL = {
    "ADM-01": Examines.DEADLINE,
    "ADM-02": Examines.AGENCY,
    "ADM-03": Examines.QUOTA,
    "ADM-04": Examines.AGE,
    "ADM-09": Examines.SECTIONS,
    "ADM-10": Examines.TITLE,
    "ADM-11": Examines.WORDS,
}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower())) - {"dan", "atau", "ada", "terbaca", "dapat", "dibuka", "inovasi"}


def check_of(item_id: str, label: str, named: str | None, documents: Sequence[tuple[str, str]]) -> Check:
    """The examination meant by an item: what it names, else what its label says, else the usual one of its id.

    `named` is "age", "document:sk" and so on. ValueError says what to add where nothing tells.
    """
    if named:
        kind, _, document = named.partition(":")
        return Check(Examines(kind), document or None)
    text = label.lower()
    meant = _document_in(text, documents)
    if meant and _HANDED_IN.search(text):
        return Check(Examines.DOCUMENT, meant)
    for examines, pattern in _BY_LABEL:
        if re.search(pattern, text):
            return Check(examines)
    if item_id in _USUAL:
        return Check(_USUAL[item_id])
    if meant:
        return Check(Examines.DOCUMENT, meant)
    raise ValueError(f"checklist › {item_id}: cannot tell what “{label}” examines; add check: {'|'.join(Examines)}")


def _document_in(text: str, documents: Sequence[tuple[str, str]]) -> str | None:
    """The document whose label shares most words with the text; None where none does or two do equally."""
    scored = [(len(_words(text) & (_words(label) | {kind})), kind) for kind, label in documents]
    most = max((s for s, _ in scored), default=0)
    found = [kind for s, kind in scored if s == most > 0]
    return found[0] if len(found) == 1 else None
