"""Who has confirmed: what an agency answered stands beside its sitting as a suggestion; the secretariat decides.

A machine never writes Konfirmasi. Only an answer of one known word is read as one; any other is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from competition import effects
from competition.agencies import plain
from competition.calendar import hours, long_day
from competition.facts import Arrival, Dmarc, Machine
from competition.letters import one_line
from competition.sittings import Sitting
from flows.passes.context import Pass
from flows.passes.decisions import frozen
from flows.passes.freezing import registration
from flows.passes.release import HELD
from flows.passes.sitting_letters import Course, course, remembers
from integrations.workbook import records, sittings
from integrations.workbook.table import Row
from integrations.workbook.tabs import INBOX, LETTERS, TIMETABLE, TabSpec
from integrations.workbook.tabs_timetable import ASKS, CONFIRMED, DECLINED

_WORDS = {
    "hadir": CONFIRMED,
    "bersedia": CONFIRMED,
    "siap": CONFIRMED,
    "bersedia hadir": CONFIRMED,
    "siap hadir": CONFIRMED,
    "tidak": DECLINED,
    "tidak hadir": DECLINED,
    "tidak bersedia": DECLINED,
    "minta pindah": ASKS,
    "mohon pindah": ASKS,
}


def confirmations(this: Pass) -> None:
    """Every line of Jadwal tells how its invitation stands and what was answered to it."""
    for stage in this.rulebook.timetables:
        if frozen(this, stage) is None:
            for number, row in sittings.rows_of(this.book, stage):
                at = course(this, partial(effects.sitting, stage, number))
                key = row.text("kunci")
                this.book[TIMETABLE].put(key, undangan=_state(at), balasan=_answer(this, number, at.sent))
    this.book.save()


def _state(at: Course) -> str:
    given_up = at.waiting is not None and at.waiting.text("keadaan") == HELD and bool(at.waiting.text("draf"))
    if at.waiting is not None and not given_up:
        return f"{'perubahan' if at.sent is not None else 'undangan'}: {at.waiting.text('keadaan')}"
    return f"terkirim {at.sent.text('terkirim')}" if at.sent is not None else ""


def _answer(this: Pass, number: int, sent: Row | None) -> str:
    """The newest answer of a person to the invitation as it was sent last."""
    if sent is None:
        return ""
    to, about = {a.lower() for a in records.listed(sent.text("kepada"))}, registration(this, number).lower()
    newest = max(
        (
            r
            for r in this.book[INBOX]
            if r.text("pengirim") in to
            and about in r.text("perihal").lower()
            and r.text("diterima") >= sent.text("terkirim")
        ),
        key=lambda r: (r.text("diterima"), r.text("id")),
        default=None,
    )
    if newest is None:
        return ""
    arrival = records.model_in(newest, "fakta", Arrival, INBOX.title)
    if arrival.machine is not Machine.PERSON or arrival.dmarc is Dmarc.FAIL:
        return ""
    lines = [one_line(line) for line in arrival.text.splitlines() if line.strip()]
    word = _WORDS.get(plain(lines[0])) if lines else None
    who = f"{arrival.sender}, {newest.text('diterima')}"
    return (
        f"saran: {word} ({who})"
        if word and len(lines) == 1
        else f"{who}: “{' '.join(lines)[:200]}”" + (f"; saran: {word}" if word else "")
    )


def timetable_waiting(this: Pass) -> Iterator[tuple[str, str, TabSpec, str]]:
    """(role, what, tab, key) of what waits for a person about timetables."""
    running = {s: r for s, r in this.rulebook.timetables.items() if frozen(this, s) is None}
    if not running:
        return
    if not remembers(this):
        heading = LETTERS.column("pokok").heading
        what = f"Tab {LETTERS.title}: tulis “{heading}” pada baris 1 kolom kosong pertama; sebelum itu surat jadwal tidak dibuat"
        yield "admin", what, LETTERS, ""
    for spec, key, text in sittings.remarks(this.book, running):
        yield "sekretaris", f"Perbaiki tab {spec.title}: {text}", spec, key
    for stage, rule in running.items():
        head = this.book[TIMETABLE].get(effects.timetable(stage))
        if head is not None and head.text("undangan") != "tersusun":
            yield (
                "sekretaris",
                f"Jadwal {head.text('tahap')}: {head.text('alasan')[:600]}",
                TIMETABLE,
                head.text("kunci"),
            )
        standing = sittings.standing(this.book, stage, this.rulebook.zone)
        for number, row in sittings.rows_of(this.book, stage):
            sitting = standing.get(number)
            if sitting is not None and sitting.starts > this.now:
                soon = this.now >= sitting.starts - timedelta(hours=rule.confirm_hours)
                yield from _unconfirmed(this, number, row, sitting, soon=soon)


def _unconfirmed(
    this: Pass, number: int, row: Row, sitting: Sitting, *, soon: bool
) -> Iterator[tuple[str, str, TabSpec, str]]:
    when = f"{long_day(sitting.starts.date())}, {hours(sitting.starts, sitting.ends, this.rulebook.zone)}"
    about, key, said = f"usulan nomor {number} ({when})", row.text("kunci"), plain(row.text("konfirmasi"))
    if said in {DECLINED, ASKS}:
        what = f"Konfirmasi {about}: {said}; isi Hari/Jam/Ruang Tetap, atau kosongkan Konfirmasi bila sudah beres"
        yield "sekretaris", what, TIMETABLE, key
    elif said != CONFIRMED and soon and row.text("undangan").startswith("terkirim"):
        yield (
            "sekretaris",
            f"Belum ada konfirmasi {about} dari {row.text('opd')}: hubungi, lalu isi Konfirmasi",
            TIMETABLE,
            key,
        )
