"""Ballots are read, valid rows counted, bad ones returned: when a judge ticks "Selesai" and when a reading is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from competition import effects
from competition.entries import Entry
from competition.hints import hints
from competition.scoring import Left, Slip, total
from competition.selection import comma, show
from competition.stages import Stage
from flows.passes.assignment import READY
from flows.passes.ballots import Judged, look
from flows.passes.context import Pass
from flows.passes.decisions import frozen
from flows.passes.feedback import note_comments
from flows.passes.marking import Marking
from flows.passes.pacing import record
from flows.passes.pleno import DECLARED_SCORE
from flows.passes.recheck import recheck
from flows.passes.selection import settled
from integrations.google.patience import Gone
from integrations.workbook import packing, records
from integrations.workbook.table import Row
from integrations.workbook.tabs import BALLOTS, HISTORY, RETURNS, SCORES, TabSpec

_LEFT = {
    Left.OWN_AGENCY: "tidak dihitung: perangkat daerah sendiri",
    Left.DECLARED: DECLARED_SCORE,
    Left.NOT_ON_LIST: "tidak dihitung: bukan bagian tugas",
}
_GONE = "tidak ada lagi di Google Drive; minta admin Google Workspace memulihkannya (sampai 25 hari setelah dihapus)"
_NOTHING = {"jumlah": "", "rincian": "", "tepat": "", "saluran": "", "waktu": "", "catatan": ""}


class Scoring:
    """The step."""

    def __init__(self, this: Pass) -> None:
        self.this = this

    def run(self) -> None:
        """Nilai says what counts, Pengembalian what was returned, Lembar Nilai how far each judge is."""
        for stage in self.this.rulebook.stages:
            if settled(self.this, stage):
                continue
            closed = frozen(self.this, stage.id) is not None  # then a change is only noticed, nothing is returned
            # Until the letters are out: a conflict found late changes the result, and that blocks its release.
            recheck(self.this, stage)
            ballots = [
                r
                for r in self.this.book[BALLOTS]
                if r.text("tahap") == stage.id and r.text("id") and r.text("keadaan") != "disiapkan"
            ]
            known = records.entries(self.this.book, stage.id, self.this.rulebook.zone) if ballots else {}
            read = [found for row in ballots if (found := self._read(stage, row, known))]
            for ballot in read:
                self._scores(stage, ballot)
                said = {n: e.note for n, e in ballot.counting.items() if e.note}
                note_comments(self.this, stage, ballot.judge.email, said, ballot.counting)
            if not closed:
                self._answer(stage, read)

    def _read(self, stage: Stage, row: Row, known: Mapping[str, Sequence[Entry]]) -> Judged | None:
        """The ballot; None where it is not in Drive any more, which is said beside it: what was read of it before stands."""
        try:
            found = look(self.this, stage, row, known)
        except Gone:
            self.this.book[BALLOTS].put(row.text("kunci"), keterangan=_GONE)
            return None
        self.this.book[BALLOTS].put(row.text("kunci"), keterangan="")
        return found

    def _answer(self, stage: Stage, read: list[Judged]) -> None:
        """Every ballot that is due is collected, and each says how it stands; what goes back is recorded before it goes."""
        due = sum(1 for moment in self.this.readings(stage.id) if moment <= self.this.now)
        marking = Marking(self.this, stage)
        before = self.this.counts.done.get("isian dikembalikan", 0)
        collected = {b.judge.email: self._collect(stage, b, due) for b in read}
        if any(collected.values()) or self.this.counts.done.get("isian dikembalikan", 0) != before:
            self.this.book.save()
        rows = {b.judge.email: b.reading.scores for b in read}
        for ballot in read:
            order = sorted(ballot.typed.places, key=lambda n: ballot.typed.places[n])
            others = {j: r for j, r in rows.items() if j != ballot.judge.email}
            advice = hints(stage, self.this.rulebook.scale, ballot.reading.scores, order, others)
            marking.write(ballot, advice, reopen=collected[ballot.judge.email] and bool(ballot.reading.slips))
            self.this.book[BALLOTS].put(ballot.row.text("kunci"), sidik="")

    def _scores(self, stage: Stage, read: Judged) -> None:
        this, email = self.this, read.judge.email
        kept = {effects.seat(stage.id, email, n) for n in (*read.reading.scores, *read.reading.left_out)}
        for number, entry in read.counting.items():
            key = effects.seat(stage.id, email, number)
            self._keep(stage, key, entry)
            state = _LEFT[Left.DECLARED] if entry.conflict else "sah"
            self._put(SCORES, key, stage, email, entry, keadaan=state)
        for entry in read.late:
            seat = effects.seat(stage.id, email, entry.proposal)
            self._put(HISTORY, effects.version(seat, entry.by, this.at(entry.at)), stage, email, entry)
        for number, why in read.reading.left_out.items():
            if number not in read.counting:
                key = effects.seat(stage.id, email, number)
                row = this.book[SCORES].get(key)
                if row is not None and row.text("keadaan") == _LEFT[why]:
                    continue  # what a judge declared stands with its channel and time
                self._keep(stage, key, None)
                this.book[SCORES].put(key, tahap=stage.id, juri=email, usulan=number, keadaan=_LEFT[why], **_NOTHING)
        for row in this.book[SCORES]:
            if row.text("tahap") == stage.id and row.text("juri") == email and row.text("kunci") not in kept:
                self._keep(stage, row.text("kunci"), None)
                this.book[SCORES].put(row.text("kunci"), keadaan="ditarik", **_NOTHING)
        wrong = len({s.proposal for s in read.reading.slips} | {s.slip.proposal for s in read.form_slips})
        this.book[BALLOTS].put(read.row.text("kunci"), terisi=len(read.reading.scores), salah=wrong)
        record(this, read.row, len(read.counting))

    def _keep(self, stage: Stage, key: str, now: Entry | None) -> None:
        """What stood in Nilai stands in Riwayat Nilai, where something else is about to take its place."""
        row: Row | None = self.this.book[SCORES].get(key)
        before = records.entry_in(row, self.this.rulebook.zone) if row else None
        if row is None or before is None or (now and before.says(now) and (before.by, before.at) == (now.by, now.at)):
            return
        old = effects.version(key, before.by, self.this.at(before.at))
        self._put(HISTORY, old, stage, row.text("juri"), before)
        self.this.counts.add("nilai lama disimpan")

    def _put(self, tab: TabSpec, key: str, stage: Stage, email: str, entry: Entry, **more: str) -> None:
        labels = {c.id: c.label for c in stage.columns}
        told = {c: v for c, v in entry.values.items() if c in labels}
        whole = bool(told) and len(told) == len(labels)  # an older edition's aspects make no total
        decimals = self.this.rulebook.rounding.display_decimals
        self.this.book[tab].put(
            key,
            tahap=stage.id,
            juri=email,
            usulan=entry.proposal,
            jumlah=comma(show(total(told, stage), decimals)) if whole else "",
            rincian="; ".join(f"{labels[c]} {comma(show(v))}" for c, v in told.items()),
            saluran=entry.by.value,
            waktu=self.this.at(entry.at),
            catatan=entry.note,
            tepat=packing.packed({c: str(v) for c, v in entry.values.items()}) if entry.values else "",
            **more,
        )

    def _collect(self, stage: Stage, read: Judged, due: int) -> bool:
        """True where the whole ballot is collected in this pass; what is wrong with it then stands in Pengembalian.

        Collected are a ballot ticked "Selesai" since the last time, and every ballot when a reading falls due; a row
        ticked "Selesai" and an answer to the form alone, at once. The number of the reading is part of every returned
        item's key, so that a repeated pass returns nothing twice. A ballot whose return was recorded but not yet
        written into it ("sidik") is written again.
        """
        this, key = self.this, read.row.text("kunci")
        for item in read.form_slips:
            nth = 1 + sum(1 for m in this.readings(stage.id) if m <= item.answer.at)
            self._return(stage, read, nth, item.slip, at=this.at(item.answer.at), channel="formulir")
        last = read.row.number("pembacaan") or 0
        if read.row.text("sidik") == "kembalikan":
            return True
        if due > last:
            nth = due
        elif read.typed.done and read.row.text("keadaan") != "selesai":
            nth = due + 1
        else:
            if not read.typed.done and read.row.text("keadaan") == "selesai":
                this.book[BALLOTS].put(key, keadaan=READY)
            for slip in read.reading.slips:
                if slip.proposal in read.typed.ticked:
                    self._return(stage, read, due + 1, slip, at=this.at())
            return False
        for slip in read.reading.slips:
            self._return(stage, read, nth, slip, at=this.at())
        state = "dikembalikan" if read.reading.slips else "selesai"
        this.book[BALLOTS].put(key, pembacaan=nth, keadaan=state, dibaca=this.at(), sidik="kembalikan")
        this.counts.add("lembar nilai dibaca")
        return True

    def _return(self, stage: Stage, read: Judged, nth: int, slip: Slip, *, at: str, channel: str = "") -> None:
        table = self.this.book[RETURNS]
        key = effects.returned(stage.id, nth, read.judge.email, slip.proposal, slip.criterion, channel)
        row = table.get(key)
        if row is None or row.text("waktu") != at:
            self.this.counts.add("isian dikembalikan")
        table.put(
            key,
            tahap=stage.id,
            pembacaan=nth,
            juri=read.judge.email,
            usulan=slip.proposal,
            aspek=slip.criterion or "",
            tertulis="" if slip.raw is None else str(slip.raw)[:200],
            masalah=slip.problem.value,
            waktu=at,
            saluran=channel or "lembar nilai",
        )
