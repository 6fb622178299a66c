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


_BY_LABEL = (
    (Examines.WORDS, r"batas kata|jumlah kata|maksimum kata"),
    (Examines.TITLE, r"judul.*(ganda|unik|sama)"),
    (Examines.QUOTA, r"kuota|jumlah usulan"),
    (Examines.AGE, r"usia|umur|lama (implementasi|penerapan)"),
    (Examines.SECTIONS, r"bagian.*(terisi|lengkap|kosong)"),
    (Examines.DEADLINE, r"masa penerimaan|batas waktu|tepat waktu|tenggat|sebelum (penutupan|batas)|waktu penerimaan"),
    (Examines.AGENCY, r"(perangkat daerah|opd|instansi|pengusul|unit).*terdaftar|terdaftar.*(perangkat daerah|opd)"),
)
_USUAL = {
    "ADM-01": Examines.DEADLINE, "ADM-02": Examines.AGENCY, "ADM-03": Examines.QUOTA, "ADM-04": Examines.AGE,
    "ADM-09": Examines.SECTIONS, "ADM-10": Examines.TITLE, "ADM-11": Examines.WORDS,
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
    for examines, pattern in _BY_LABEL:
        if re.search(pattern, text):
            return Check(examines)
    scored = [(len(_words(text) & (_words(doc_label) | {doc_id})), doc_id) for doc_id, doc_label in documents]
    best = max(scored, default=(0, ""))
    if best[0] > 0 and [s for s, _ in scored].count(best[0]) == 1:
        return Check(Examines.DOCUMENT, best[1])
    if item_id in _USUAL:
        return Check(_USUAL[item_id])
    raise ValueError(f"checklist › {item_id}: cannot tell what “{label}” examines; add check: {'|'.join(Examines)}")
