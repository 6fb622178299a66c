"""Beranda: how things stand, and what is waited for from whom."""

from __future__ import annotations

from flows.passes.context import Pass
from flows.passes.decisions import ADMINISTRATION, FINAL, frozen
from flows.passes.drafting import FAILED
from flows.passes.outlook import awaited
from flows.passes.release import APPROVED, DRAFT, HELD, SENT
from integrations.workbook.tabs import HOME, INBOX, LETTERS, PROPOSALS

_LISTED = 40


def stage_now(this: Pass) -> str:
    """The id of the stage now open: the first whose result is not approved; "selesai" after the final."""
    for stage in this.rulebook.stages:
        if frozen(this, stage.id) is None:
            return stage.id
    return FINAL if frozen(this, FINAL) is None else "selesai"


def home(this: Pass) -> None:
    """Beranda says how things stand. Nothing in it changes while nothing changes, so an idle pass writes nothing."""
    book, table = this.book, this.book[HOME]
    stage = stage_now(this)
    label = next((s.label for s in this.rulebook.stages if s.id == stage), stage)
    letters = [r.text("keadaan") for r in book[LETTERS]]
    facts = {
        "Kompetisi": this.rulebook.edition.name,
        "Tahap berjalan": label if frozen(this, ADMINISTRATION) is not None else "Penerimaan dan seleksi administrasi",
        "Sumber masuk": f"{len(book[INBOX].rows)} surel dan jawaban formulir",
        "Usulan": f"{len(book[PROPOSALS].rows)} usulan",
        "Surat": f"{letters.count(SENT)} terkirim, {letters.count(DRAFT) + letters.count(APPROVED)} menunggu, {letters.count(HELD) + letters.count(FAILED)} ditahan",
        "Pengiriman": "DIHENTIKAN pada tab Pengaturan" if this.stopped else "berjalan",
        "Bobot akhir": f"status: {this.rulebook.final.weights_status}",
    }
    for key, value in facts.items():
        table.put(key, isi=value, untuk="", tempat="")
    waiting = awaited(this)
    for i in range(1, _LISTED + 1):
        item = waiting[i - 1] if i <= len(waiting) else None
        key = f"Menunggu {i}"
        if item:
            table.put(key, isi=item.what, untuk=item.role, tempat=item.where)
        elif table.get(key) is not None:
            table.put(key, isi="", untuk="", tempat="")
    book.save()
