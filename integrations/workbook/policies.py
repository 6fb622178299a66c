"""The rows of Kebijakan as the rules' values; what cannot be read is told beside its row."""

from __future__ import annotations

from competition.agencies import plain
from competition.policy import FINAL, Entry, Kind
from competition.rulebook import Rulebook
from integrations.workbook.book import Workbook
from integrations.workbook.table import Row
from integrations.workbook.tabs import POLICIES

_TYPED = ("tahap", "usulan", "kebijakan", "akibat", "alasan", "oleh", "acara")
_EFFECTS = {"diloloskan": True, "tidak diloloskan": False}
_FINAL_NAMES = frozenset({FINAL, "akhir", "penetapan", "penetapan pemenang"})


def policies(book: Workbook, rulebook: Rulebook) -> tuple[list[Entry], dict[str, str]]:
    """(entries, key -> what is wrong with a row that is none). Rows in which nothing is typed are neither."""
    entries: list[Entry] = []
    wrong: dict[str, str] = {}
    stages = {plain(name): s.id for s in rulebook.stages for name in (s.label, s.id)} | dict.fromkeys(
        _FINAL_NAMES, FINAL
    )
    for row in book[POLICIES]:
        if is_blank(row):
            continue
        stage, kind = stages.get(plain(row.text("tahap"))), _kind(row.text("kebijakan"))
        number, passes = row.number("usulan"), _EFFECTS.get(plain(row.text("akibat")))
        if stage is None or kind is None or number is None or passes is None:
            read = {"Tahap": stage, "Nomor Usulan": number, "Kebijakan": kind, "Akibat": passes}
            wrong[row.text("nomor")] = f"isi atau perbaiki: {', '.join(h for h, v in read.items() if v is None)}"
            continue
        entries.append(
            Entry(
                key=row.text("nomor"),
                stage=stage,
                proposal=number,
                kind=kind,
                passes=passes,
                reason=row.text("alasan"),
                by=row.text("oleh"),
                minutes=row.text("acara"),
            )
        )
    return entries, wrong


def is_blank(row: Row) -> bool:
    """True where nobody has typed anything."""
    return not any(row.text(c) for c in _TYPED)


def _kind(text: str) -> Kind | None:
    return next((k for k in Kind if plain(k.value) == plain(text)), None)
