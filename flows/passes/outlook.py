"""What is waited for, from whom, and where: for Beranda, the report and the end of a rehearsal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from competition import effects
from flows.passes.assignment import on_list
from flows.passes.confirmations import timetable_waiting
from flows.passes.context import Pass
from flows.passes.decisions import ADMINISTRATION, WAITING, frozen
from flows.passes.drafting import FAILED
from flows.passes.drafting import WAITING as LETTER_WAITING
from flows.passes.holding import open_windows
from flows.passes.intake import LOST
from flows.passes.objections import cases, ruling_sent
from flows.passes.pacing import paces
from flows.passes.papers import BROKEN
from flows.passes.papers import FAILED as UNMADE
from flows.passes.pleno import ASKED, open_ballots
from flows.passes.policy import UNUSED
from flows.passes.release import BLOCKED, DRAFT, HELD
from flows.passes.replies import UNDELIVERED
from flows.passes.seating import lacking_readers, seats_of
from flows.passes.ticks import OFFICERS, all_doubts
from integrations.workbook import records
from integrations.workbook.cases import kept, ruling_in
from integrations.workbook.table import Row
from integrations.workbook.tabs import (
    BALLOTS,
    DECISIONS,
    FILES,
    JUDGES,
    LETTERS,
    OBJECTIONS,
    PAPERS,
    PLENO,
    POLICIES,
    PROPOSALS,
    REVIEW,
    SEATS,
    SETTINGS,
    TABS,
    TabSpec,
)


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing a person must do. `role`: sekretaris, ketua, juri, opd or admin; `where` links to the place."""

    role: str
    what: str
    where: str


def awaited(this: Pass) -> list[Awaited]:
    """Everything that waits for a person, in the order it should be done."""
    return [
        *_doubles(this),
        *_strange_rows(this),
        *_thrown(this),
        *(Awaited("admin", text, this.book.cell_link(spec)) for spec, text in all_doubts(this)),
        *_remarks(this),
        *_review(this),
        *_proposals(this),
        *_decisions(this),
        *_cases(this),
        *_policies(this),
        *_letters(this),
        *_papers(this),
        *_seats(this),
        *_pleno(this),
        *_ballots(this),
        *_pace(this),
        *_unscored(this),
        *_timetables(this),
    ]


def _at(this: Pass, spec: TabSpec, row: Row) -> str:
    return this.book.cell_link(spec, row.text(spec.key.id))


def _doubles(this: Pass) -> Iterator[Awaited]:
    for spec in TABS:
        for key in this.book[spec].doubles:
            what = f"Tab {spec.title}: {key} tertulis pada lebih dari satu baris; hanya baris pertama yang dipakai"
            yield Awaited("sekretaris", what, this.book.cell_link(spec, key))


def _strange_rows(this: Pass) -> Iterator[Awaited]:
    for change in this.book.changes:
        if change.old is None:
            what = f"Tab {change.spec.title}: baris {change.key} tidak ditulis program dan diabaikan; hapus baris itu"
            yield Awaited("sekretaris", what, this.book.cell_link(change.spec))


def _thrown(this: Pass) -> Iterator[Awaited]:
    """What was thrown away; what lay in a folder that was comes back with the folder."""
    for item in this.trashed.values():
        if item.thrown:
            what = f"“{item.name}” ada di tempat sampah Google Drive: pulihkan dari sana"
            yield Awaited("sekretaris", what, "https://drive.google.com/drive/trash")
    for row in this.book[FILES]:
        if row.text("simpan").startswith(LOST):
            what = f"Berkas {row.text('nama')} usulan nomor {row.text('usulan')} hilang sebelum tersimpan: minta dikirim ulang"
            yield Awaited("sekretaris", what, _at(this, FILES, row))
    for what in this.unreachable:
        yield Awaited("sekretaris", what[:1].upper() + what[1:], this.book.cell_link(SETTINGS))
    stored = {r.text("usulan") for r in this.book[FILES] if r.text("simpan") == "tersimpan"}
    for row in this.book[PROPOSALS]:
        number = row.text("nomor")
        if number in stored and ("folder", number) not in this.structure.keys() | this.trashed.keys():
            what = f"Folder usulan nomor {number} tidak ada lagi di Google Drive; minta admin memulihkannya"
            yield Awaited("sekretaris", what, _at(this, PROPOSALS, row))
    for row in this.book[BALLOTS]:
        if row.text("keterangan"):
            what = f"Lembar nilai {row.text('nama')} ({row.text('tahap')}) tidak terbaca: {row.text('keterangan')}"
            yield Awaited("sekretaris", what, _at(this, BALLOTS, row))


def _remarks(this: Pass) -> Iterator[Awaited]:
    for spec, key, text in records.remarks(this.book, this.rulebook):
        yield Awaited("sekretaris", f"Perbaiki tab {spec.title}: {text}", this.book.cell_link(spec, key))


def _review(this: Pass) -> Iterator[Awaited]:
    for row in this.book[REVIEW]:
        if not row.text("keadaan").startswith("dijalankan"):
            yield Awaited(
                "sekretaris",
                f"Putuskan {row.text('saluran')} dari {row.text('pengirim')}: {row.text('sebab')}",
                _at(this, REVIEW, row),
            )


def _proposals(this: Pass) -> Iterator[Awaited]:
    if frozen(this, ADMINISTRATION) is not None:
        return
    for row in this.book[PROPOSALS]:
        if row.text("hasil") == "perlu diperiksa":
            yield Awaited(
                "sekretaris",
                f"Periksa usulan nomor {row.text('nomor')}: ada butir yang tidak dapat dinilai program",
                _at(this, PROPOSALS, row),
            )
        if row.text("kurang") and this.now <= this.rulebook.intake.closes_at:
            yield Awaited(
                "opd",
                f"{row.text('opd')} melengkapi usulan nomor {row.text('nomor')}: {row.text('kurang')}",
                _at(this, PROPOSALS, row),
            )


def _decisions(this: Pass) -> Iterator[Awaited]:
    for row in this.book[DECISIONS]:
        for officer in ("sekretaris", "ketua"):
            if row.text("keadaan") == WAITING and not row.ticked(officer):
                yield Awaited(officer, f"Setujui: {row.text('hal')}", _at(this, DECISIONS, row))
        if row.text("keadaan") == BLOCKED:
            yield Awaited(
                "sekretaris", f"{row.text('hal')} tertahan: lihat sebabnya pada kolom Isi", _at(this, DECISIONS, row)
            )
        elif row.text("berubah"):
            what = f"{row.text('hal')}: ada yang berubah setelah disetujui: {row.text('berubah')[:200]}"
            yield Awaited("sekretaris", what, _at(this, DECISIONS, row))


def _cases(this: Pass) -> Iterator[Awaited]:
    """Cases in which a person has something to say, and the windows that are still open."""
    for case in cases(this):
        where, name = this.book.cell_link(OBJECTIONS, case.number), f"Sanggah {case.number}"
        if case.upheld and not case.settled:
            what = (
                f"{name} diterima: perbaiki penyebabnya (nilai, keputusan pleno, atau pemeriksaan administrasi), lalu tulis"
                f" Alasan Revisi yang menyebut {case.number} pada tab Keputusan"
            )
            yield Awaited("sekretaris", what, this.book.cell_link(DECISIONS, case.decision))
        elif not case.settled and case.accepted:
            yield Awaited("sekretaris", f"{name}: {case.state}", where)
        elif not case.settled:
            yield Awaited("sekretaris", f"{name}: isi Sah sebagai Sanggahan ({case.doubt})", where)
    for row in this.book[OBJECTIONS]:
        if ruling_sent(this, row) and ruling_in(row)[0] not in {None, kept(row).ruling}:
            what = f"Sanggah {row.text('perkara')}: putusan diubah setelah suratnya dikirim; yang dikirim tetap berlaku, kembalikan isiannya"
            yield Awaited("sekretaris", what, _at(this, OBJECTIONS, row))
    for decision, why in open_windows(this):
        yield Awaited("opd", f"{why[0].upper()}{why[1:]}", this.book.cell_link(DECISIONS, decision))


def _policies(this: Pass) -> Iterator[Awaited]:
    for row in this.book[POLICIES]:
        if row.text("keadaan").startswith(UNUSED):
            yield Awaited(
                "sekretaris", f"Kebijakan {row.text('nomor')} {row.text('keadaan')}", _at(this, POLICIES, row)
            )


def _pleno(this: Pass) -> Iterator[Awaited]:
    for row in this.book[PLENO]:
        if row.text("keadaan").startswith(ASKED):
            what = f"Pleno {row.text('tahap')}, usulan nomor {row.text('usulan')}: {row.text('isi')[:160]}"
            hint = row.text("keadaan").removeprefix(ASKED).strip(": ")
            yield Awaited("ketua", what + (f" ({hint})" if hint else ""), _at(this, PLENO, row))


def _letters(this: Pass) -> Iterator[Awaited]:
    open_for: dict[str, int] = {}
    for row in this.book[LETTERS]:
        if row.text("keadaan") in {DRAFT, LETTER_WAITING}:
            for officer in (o for o in row.text("perlu").split(" dan ") if o in OFFICERS and not row.ticked(o)):
                open_for[officer] = open_for.get(officer, 0) + 1
        if row.text("keadaan") == FAILED or (row.text("keadaan") == HELD and "alamat" in row.text("keterangan")):
            yield Awaited("admin", f"Surat {row.text('kunci')}: {row.text('keterangan')}", _at(this, LETTERS, row))
        if UNDELIVERED in row.text("balik") and this.book[LETTERS].get(effects.again(row.text("kunci"), 1)) is None:
            what = (
                f"Surat {row.text('kunci')} {row.text('balik')}: perbaiki alamat pada tab OPD, lalu centang Kirim Ulang"
            )
            yield Awaited("admin", what, _at(this, LETTERS, row))
    for officer, count in sorted(open_for.items()):
        yield Awaited(officer, f"Setujui {count} surat", this.book.cell_link(LETTERS))


def _papers(this: Pass) -> Iterator[Awaited]:
    for row in this.book[PAPERS]:
        if row.text("keadaan") in {BROKEN, UNMADE}:
            what = f"Dokumen {row.text('kunci')} {row.text('keadaan')}: {row.text('keterangan')}"
            yield Awaited("sekretaris", what, _at(this, PAPERS, row))


def _ballots(this: Pass) -> Iterator[Awaited]:
    silent: dict[str, dict[str, int]] = {}
    for row in this.book[BALLOTS]:
        stage = row.text("tahap")
        if row.text("keadaan") in {"selesai", "disiapkan"} or frozen(this, stage) is not None:
            continue
        if stage not in silent:
            left = open_ballots(this, stage)
            silent[stage] = Counter(j for judges in left.values() for j in judges)
        if lacking := silent[stage].get(row.text("juri"), 0):
            what = f"{row.text('nama')}: {lacking} usulan belum dinilai pada {stage}"
            yield Awaited("juri", what, row.text("tautan"))
            if this.now >= this.readings(stage)[-1]:
                what += "; bebaskan dengan nama dan alasan pada tab Penugasan, atau tambah waktu baca"
                yield Awaited("sekretaris", what, this.book.cell_link(SEATS))


def _pace(this: Pass) -> Iterator[Awaited]:
    for text in paces(this):
        yield Awaited("sekretaris", text, this.book.cell_link(BALLOTS))


def _seats(this: Pass) -> Iterator[Awaited]:
    for stage in this.rulebook.stages:
        numbers = on_list(this, stage)
        if numbers is None or frozen(this, stage.id) is not None or not seats_of(this, stage.id):
            continue
        for n, got, wanted in lacking_readers(this, stage, numbers):
            what = f"Usulan nomor {n} baru mempunyai {got} dari {wanted} juri pada {stage.label}: lihat jalan keluar pada tab Jejak"
            yield Awaited("sekretaris", what, this.book.cell_link(JUDGES))


def _unscored(this: Pass) -> Iterator[Awaited]:
    for stage in this.rulebook.stages:
        numbers = on_list(this, stage)
        if numbers is None or frozen(this, stage.id) is not None or this.now < this.readings(stage.id)[-1]:
            continue
        scored = {n for rows in records.scores(this.book, stage.id).values() for n in rows}
        for n in sorted(set(numbers) - scored):
            what = f"Usulan nomor {n} belum dinilai seorang juri pun pada {stage.label}: minta dinilai dan tambah waktu baca"
            yield Awaited("sekretaris", what, this.book.cell_link(SETTINGS))


def _timetables(this: Pass) -> Iterator[Awaited]:
    for role, what, spec, key in timetable_waiting(this):
        yield Awaited(role, what, this.book.cell_link(spec, key))
