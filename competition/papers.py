"""The official papers of a decision: which there are, and what each says. Values only; a template gives them their form.

Every value comes from the frozen snapshot, so a paper that is made years later says the same. Names of values are the
words of the templates, which a secretariat edits: they are Indonesian, and none is ever taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from competition.calendar import long_date, long_moment
from competition.facts import Fact
from competition.minutes import administration_values, ranking_values
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
    """A paper that is due. `part` parts what would be too long for one document; `values` fill the template."""

    kind: PaperKind
    decision: str
    title: str
    revision: int
    values: dict[str, Any]
    proposal: int | None = None
    part: str = ""


def papers_of(found: Snapshot, rulebook: Rulebook) -> list[OfficialPaper]:
    """Every paper that this decision calls for."""
    return list(_papers(found, rulebook))


def _papers(found: Snapshot, rulebook: Rulebook) -> Iterator[OfficialPaper]:
    def paper(kind: PaperKind, title: str, values: Mapping[str, Any], part: str = "") -> OfficialPaper:
        return OfficialPaper(
            kind=kind,
            decision=found.decision,
            title=f"{title} {found.label}{f' {part}' if part else ''}",
            revision=found.revision,
            values=common(rulebook, found.approved_at) | frozen_values(found, rulebook.zone) | dict(values),
            part=part,
        )

    if found.decision == ADMINISTRATION:
        yield paper(PaperKind.ADMINISTRATION_MINUTES, "Berita Acara", administration_values(found))
    elif found.basis is not None:
        yield paper(PaperKind.MINUTES, "Berita Acara", ranking_values(found))
    chosen = [e for e in in_order(found.entries) if e.passed]
    if found.seats is None and found.decision not in {ADMINISTRATION, FINAL}:
        return  # a stage without a line decides nothing that is to be announced
    told = _told(found, rulebook, chosen)
    yield paper(PaperKind.ANNOUNCEMENT, "Pengumuman", told)
    if found.decision != ADMINISTRATION:
        yield paper(PaperKind.DECREE, "Rancangan Keputusan", told)
    if found.decision == FINAL:
        pages = [{**_line(i, e), "sebagai": e.award} for i, e in enumerate(chosen, 1)]
        yield paper(PaperKind.CERTIFICATES, "Piagam Penghargaan", {"halaman": pages}, "Pemenang")
        pages = [
            {**_line(i, e), "sebagai": "Finalis"} for i, e in enumerate((e for e in found.entries if not e.passed), 1)
        ]
        if pages:
            yield paper(PaperKind.CERTIFICATES, "Piagam Penghargaan", {"halaman": pages}, "Finalis")
    if found.decision == ADMINISTRATION:
        pages = [{**_line(i, e), "sebagai": "Peserta"} for i, e in enumerate(chosen, 1)]
        for at in range(0, len(pages), PAGES):
            some = pages[at : at + PAGES]
            part = "Peserta" if len(pages) <= PAGES else f"Peserta {at + 1}-{at + len(some)}"
            yield paper(PaperKind.CERTIFICATES, "Piagam Penghargaan", {"halaman": some}, part)


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


def _told(found: Snapshot, rulebook: Rulebook, chosen: Sequence[Entry]) -> dict[str, Any]:
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
    return {
        "no": nth,
        "registrasi": entry.registration,
        "judul": entry.title or "(judul belum terbaca)",
        "perangkat_daerah": entry.agency_name or "-",
        "penghargaan": entry.award,
        "nilai": entry.display or "",
    }
