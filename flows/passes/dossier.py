"""The dossier of a proposal: everything the workbook and the frozen decisions know of it, gathered when it is asked for."""

from __future__ import annotations

from typing import Any

from competition import effects
from competition.calendar import long_moment
from competition.dossier import Seated, called, stage_values
from competition.papers import PaperKind, common
from competition.snapshot import Snapshot
from flows.passes.context import Pass
from flows.passes.decisions import snapshot
from flows.passes.freezing import registration
from integrations.workbook import packing, records
from integrations.workbook.tabs import FILES, INBOX, LETTERS, PAPERS, PROPOSALS, SEATS

DOSSIER = "Berkas Perkara"
_RESULTS = {"pass": "memenuhi", "fail": "tidak memenuhi", "warn": "peringatan", "not-assessed": "diperiksa petugas"}


def dossier(this: Pass, number: int) -> str:
    """The key in Dokumen of a dossier of this proposal that is still to be made; the papers' step makes it.

    A dossier that waits already is that one; one that has been made stands as it is, and this is a new one.
    """
    table = this.book[PAPERS]
    mine = [r for r in table if r.text("jenis") == PaperKind.DOSSIER and r.number("usulan") == number]
    waiting = next((r for r in mine if r.text("keadaan") == "menunggu"), None)
    if waiting is not None:
        return waiting.text("kunci")
    key = effects.dossier(number, len(mine) + 1)
    docx, pdf = this.workspace.drive.ids(2)  # at once, so that its link can stand where it was asked for
    table.put(
        key,
        id_docx=docx,
        id_pdf=pdf,
        tahap=DOSSIER,
        jenis=PaperKind.DOSSIER.value,
        usulan=number,
        cetakan=len(mine) + 1,
        keadaan="menunggu",
    )
    return key


def dossier_values(this: Pass, number: int) -> dict[str, Any]:
    """What the dossier says, by the names that its template uses."""
    row = this.book[PROPOSALS].rows[str(number)]
    zone = this.rulebook.zone
    found = {p.number: p for p in this.registry.proposals}.get(number)
    return common(this.rulebook, this.now) | {
        "registrasi": registration(this, number),
        "disusun": long_moment(this.now, zone),
        "judul": row.text("judul") or "-",
        "perangkat_daerah": row.text("opd") or "-",
        "inovator": (found.innovator if found else "") or "-",
        "saluran": row.text("saluran") or "-",
        "diterima": _moment(this, row.text("diterima")),
        "terlambat": found is not None and not found.in_time,
        "penutupan": long_moment(this.rulebook.intake.closes_at, zone),
        "kiriman": _sources(this, number),
        "dokumen": _files(this, number),
        "administrasi": row.text("hasil") or "belum diputuskan",
        "temuan": _findings(this, number),
        "tahapan": _stages(this, number),
        "surat": _letters(this, number),
    }


def _moment(this: Pass, text: str) -> str:
    moment = records.moment_of(text, this.rulebook.zone)
    return long_moment(moment, this.rulebook.zone) if moment else text or "-"


def _sources(this: Pass, number: int) -> list[dict[str, str]]:
    return [
        {
            "diterima": _moment(this, r.text("diterima")),
            "dari": r.text("pengirim") or "formulir",
            "alasan": f"{r.text('kelas')}: {r.text('alasan')}",
        }
        for r in this.book[INBOX]
        if r.number("usulan") == number
    ]


def _files(this: Pass, number: int) -> list[dict[str, str]]:
    labels = {d.id: d.label for d in this.rulebook.documents}
    said = this.rulebook.vocabulary.get("reasons", {})
    actions = {
        "file": "disimpan",
        "duplicate": "salinan",
        "refuse": "ditolak",
        "unpack": "dibuka",
        "ignore": "diabaikan",
    }
    return [
        {
            "jenis": labels.get(r.text("jenis"), r.text("jenis") or "-"),
            "nama": str(r.cells.get("nama") or "-"),
            "tindakan": "; ".join(
                t for t in (actions.get(r.text("tindakan"), r.text("tindakan")), said.get(r.text("alasan"), r.text("alasan"))) if t
            ),
            "sidik": r.text("sha256") or "-",
        }
        for r in this.book[FILES]
        if r.number("usulan") == number and r.text("tindakan") in {"file", "refuse", "duplicate"}
    ]  # fmt: skip


def _findings(this: Pass, number: int) -> list[dict[str, str]]:
    row, labels = this.book[PROPOSALS].rows[str(number)], {i.id: i.label for i in this.rulebook.checklist}
    told = [
        {"butir": f[0], "label": labels.get(f[0], f[0]), "hasil": _RESULTS.get(f[1], f[1]), "alasan": f[3] or "-"}
        for f in (packing.unpacked(row.text("data")) if row.text("data") else [])
    ]
    if row.text("putusan") and row.text("alasan_putusan"):
        told.append(
            {
                "butir": "-",
                "label": "Putusan petugas",
                "hasil": row.text("putusan"),
                "alasan": row.text("alasan_putusan"),
            }
        )
    return told


def _stages(this: Pass, number: int) -> list[dict[str, Any]]:
    frozen: dict[str, Snapshot] = {}
    for stage in this.rulebook.stages:
        found = snapshot(this, stage.id)
        if found is not None and found.basis is not None and any(e.number == number for e in found.entries):
            frozen[stage.id] = found
    seats = {s: _seats(this, s, number) for s in frozen}
    names = called(seats, {j.email: j.name for j in this.judges.values()}, named=this.rulebook.papers.name_judges)
    return [stage_values(found, number, seats[s], names) for s, found in frozen.items()]


def _seats(this: Pass, stage: str, number: int) -> list[Seated]:
    return sorted(
        (
            Seated(judge=r.text("juri"), why=_why(r.text("alasan"), r.text("bebas_oleh"), r.text("bebas_alasan")), state=r.text("keadaan"))
            for r in this.book[SEATS]
            if r.text("tahap") == stage and r.number("usulan") == number
        ),
        key=lambda s: (s.state != "ditugaskan", s.judge),
    )  # fmt: skip


def _why(why: str, by: str, reason: str) -> str:
    return f"{why}; dibebaskan oleh {by}: {reason}" if by and reason else why


def _letters(this: Pass, number: int) -> list[dict[str, str]]:
    return [
        {
            "jenis": r.text("perihal") or r.text("jenis"),
            "kepada": r.text("kepada") or "-",
            "keadaan": r.text("keadaan"),
            "terkirim": _moment(this, r.text("terkirim")),
        }
        for r in this.book[LETTERS]
        if r.number("usulan") == number
    ]
