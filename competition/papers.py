"""The official papers of a decision: which there are, and what each says. Values only; a template gives them their form.

Every value comes from the frozen snapshot, so a paper that is made years later says the same. Names of values are the
words of the templates, which a secretariat edits: they are Indonesian, and none is ever taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from competition.calendar import long_date, long_moment
from competition.facts import Fact
from competition.minutes import administration_values, named, ranking_values
from competition.rulebook import Rulebook
from competition.snapshot import Entry, Snapshot
from competition.spelling import spelled, spelled_day

ADMINISTRATION, FINAL = "administrasi", "final"
PAGES = 100  # certificates in one document: more make it slow to open and to convert


class PaperKind(StrEnum):
    """The papers of a competition; the value names the template and is what the Dokumen tab shows."""

    ADMINISTRATION_MINUTES = "berita-acara-administrasi"
    MINUTES = "berita-acara-penilaian"
    ANNOUNCEMENT = "pengumuman"
    DECREE = "rancangan-keputusan"
    CERTIFICATES = "piagam"
    DOSSIER = "berkas-perkara"


class OfficialPaper(Fact):
    """A paper that is due. `part`: which of several, where one document would hold too much or mean two things."""

    kind: PaperKind
    decision: str
    title: str
    revision: int
    part: str = ""
    first: int = 0  # of the certificates: the first recipient in it, counted from 0


def papers_of(found: Snapshot) -> list[OfficialPaper]:
    """Every paper that this decision calls for."""
    return list(_papers(found))


def _papers(found: Snapshot) -> Iterator[OfficialPaper]:
    def paper(kind: PaperKind, title: str, part: str = "", first: int = 0) -> OfficialPaper:
        name = f"{title} {part or found.label}"
        return OfficialPaper(
            kind=kind, decision=found.decision, title=name, revision=found.revision, part=part, first=first
        )

    administration, final = found.decision == ADMINISTRATION, found.decision == FINAL
    if administration:
        yield paper(PaperKind.ADMINISTRATION_MINUTES, "Berita Acara")
    elif found.basis is not None:
        yield paper(PaperKind.MINUTES, "Berita Acara")
    if found.seats is None and not administration and not final:
        return  # a stage without a line decides nothing that is to be announced
    yield paper(PaperKind.ANNOUNCEMENT, "Pengumuman")
    if not administration:
        yield paper(PaperKind.DECREE, "Rancangan Keputusan")
    for title, chosen in _honoured(found).items():
        for at in range(0, len(chosen), PAGES):
            last = min(at + PAGES, len(chosen))
            part = title if len(chosen) <= PAGES else f"{title} {at + 1}-{last}"
            yield paper(PaperKind.CERTIFICATES, "Piagam", part, at)


def values_of(paper: OfficialPaper, found: Snapshot, rulebook: Rulebook) -> dict[str, Any]:
    """What the paper says, by the names that its template uses."""
    values = common(rulebook, found.approved_at) | frozen_values(found, rulebook.zone)
    match paper.kind:
        case PaperKind.ADMINISTRATION_MINUTES:
            return values | administration_values(found)
        case PaperKind.MINUTES:
            return values | ranking_values(found)
        case PaperKind.CERTIFICATES:
            title = next(t for t in _honoured(found) if paper.part.startswith(t))
            some = _honoured(found)[title][paper.first : paper.first + PAGES]
            return values | {"halaman": [_line(i, e) | {"sebagai": e.award or title} for i, e in enumerate(some, 1)]}
        case _:
            return values | _told(found, rulebook)


def _honoured(found: Snapshot) -> dict[str, list[Entry]]:
    """Who gets a certificate as what: all who passed the first check take part, the final has its winners and finalists."""
    entries = in_order(found.entries)
    if found.decision == ADMINISTRATION:
        return {"Peserta": [e for e in entries if e.passed]}
    if found.decision == FINAL:
        return {"Pemenang": [e for e in entries if e.passed], "Finalis": [e for e in entries if not e.passed]}
    return {}


def common(rulebook: Rulebook, moment: datetime) -> dict[str, Any]:
    """What every paper may say: letterhead, competition, officers, the day in figures and in words."""
    day, rules = moment.astimezone(rulebook.zone).date(), rulebook.papers
    edition = rulebook.edition
    return {
        "kop": {
            "pemerintah": rules.government or edition.organiser.upper(),
            "perangkat": rules.office or edition.unit.upper(),
            "alamat": rules.address or f"Surel {rulebook.mailbox.address}",
        },
        "kompetisi": edition.name,
        "penyelenggara": edition.organiser,
        "unit": edition.unit,
        "tahun": edition.year,
        "tempat": rules.place or "..............................",
        "penetap": rules.authority or "KEPALA DAERAH",
        "tanggal": long_date(day),
        "hari_terbilang": spelled_day(day),
        "ketua": _officer(rulebook, "ketua"),
        "sekretaris": _officer(rulebook, "sekretaris"),
    }


def frozen_values(found: Snapshot, zone: ZoneInfo) -> dict[str, Any]:
    """Which frozen copy a paper follows."""
    return {
        "tahap": found.label,
        "revisi": found.revision,
        "alasan_revisi": found.reason,
        "sidik": found.sha256,
        "disetujui": long_moment(found.approved_at, zone),
    }


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Best first; without ranks by number."""
    return sorted(entries, key=lambda e: (e.rank or 0, e.number))


def _officer(rulebook: Rulebook, role: str) -> dict[str, str]:
    officer = rulebook.officer(role)
    return {"nama": officer.name, "jabatan": officer.post}


def _told(found: Snapshot, rulebook: Rulebook) -> dict[str, Any]:
    chosen = [e for e in in_order(found.entries) if e.passed]
    ids = [s.id for s in rulebook.stages]
    after = 0 if found.decision == ADMINISTRATION else ids.index(found.decision) + 1 if found.decision in ids else None
    following = rulebook.stages[after].label if after is not None and after < len(ids) else ""
    return {
        "akhir": found.decision == FINAL,
        "administrasi": found.decision == ADMINISTRATION,
        "tahap_berikut": following,
        "jumlah_usulan": len(found.entries),
        "jumlah_lolos": len(chosen),
        "jumlah_lolos_terbilang": spelled(len(chosen)),
        "daftar": [_line(i, e) for i, e in enumerate(chosen, 1)],
    }


def _line(nth: int, entry: Entry) -> dict[str, Any]:
    return {**named(nth, entry), "penghargaan": entry.award, "nilai": entry.display or ""}
