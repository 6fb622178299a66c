"""Ballots are read, valid rows counted, bad ones returned: when a judge ticks "Selesai" and when a reading is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from competition import effects
from competition.agencies import Judge
from competition.scoring import Left, Reading, Slip, read_ballot, total
from competition.selection import comma, show
from competition.stages import Stage
from flows.passes.assignment import READY
from flows.passes.context import Pass
from flows.passes.decisions import frozen
from flows.passes.feedback import note_comments
from flows.passes.pleno import DECLARED_SCORE, SEATED
from flows.passes.recheck import recheck
from flows.passes.seating import CONFLICT, RECUSED
from flows.passes.selection import settled
from integrations.workbook import packing
from integrations.workbook.ballot import Typed, read_typed, return_to_judge
from integrations.workbook.table import Row
from integrations.workbook.tabs import BALLOTS, RETURNS, SCORES, SEATS

_LEFT = {
    Left.OWN_AGENCY: "tidak dihitung: perangkat daerah sendiri",
    Left.DECLARED: DECLARED_SCORE,
    Left.NOT_ON_LIST: "tidak dihitung: bukan bagian tugas",
}


@dataclass(frozen=True, slots=True)
class _Read:
    row: Row
    judge: Judge
    typed: Typed
    reading: Reading


def _numbers(seats: Iterable[Row], state: str) -> list[int]:
    return [n for r in seats if r.text("keadaan") == state and (n := r.number("usulan")) is not None]


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
            recheck(
                self.this, stage
            )  # until the letters are out: a conflict found late changes the result, and that blocks
            ballots = [
                r
                for r in self.this.book[BALLOTS]
                if r.text("tahap") == stage.id and r.text("id") and r.text("keadaan") != "disiapkan"
            ]
            due = sum(1 for moment in self.this.readings(stage.id) if moment <= self.this.now)
            returned: list[tuple[_Read, tuple[Slip, ...]]] = []
            for row in ballots:
                read = self._read(stage, row)
                self._scores(stage, read)
                note_comments(self.this, stage, read.judge.email, read.typed.comments, read.reading.scores)
                if not closed and (slips := self._collect(stage, read, due)) is not None:
                    returned.append((read, slips))
            if returned:
                self.this.book.save()  # what goes back is recorded before it goes back
            for read, slips in returned:
                return_to_judge(self.this.workspace.sheets, read.row.text("id"), stage, read.typed, slips)
                self.this.book[BALLOTS].put(read.row.text("kunci"), sidik="")

    def _read(self, stage: Stage, row: Row) -> _Read:
        this, email = self.this, row.text("juri")
        judge = this.judges.get(email) or Judge(name=row.text("nama"), email=email)
        seats = [r for r in this.book[SEATS] if r.text("tahap") == stage.id and r.text("juri") == email]
        numbers = {state: _numbers(seats, state) for state in (SEATED, CONFLICT, RECUSED)}
        typed = read_typed(this.workspace.sheets, row.text("id"), stage, judge.name)
        reading = read_ballot(typed.rows, stage, this.rulebook.scale, numbers[SEATED], numbers[CONFLICT])
        declared = dict.fromkeys(reading.left_out.keys() & set(numbers[RECUSED]), Left.DECLARED)
        return _Read(row, judge, typed, replace(reading, left_out={**reading.left_out, **declared}))

    def _scores(self, stage: Stage, read: _Read) -> None:
        this, email = self.this, read.judge.email
        labels = {c.id: c.label for c in stage.columns}
        kept = {effects.seat(stage.id, email, n) for n in (*read.reading.scores, *read.reading.left_out)}
        for number, values in read.reading.scores.items():
            detail = "; ".join(f"{labels[c]} {comma(show(v))}" for c, v in values.items())
            exact = {c: str(v) for c, v in values.items()}
            this.book[SCORES].put(
                effects.seat(stage.id, email, number),
                tahap=stage.id,
                juri=email,
                usulan=number,
                jumlah=comma(show(total(values, stage), this.rulebook.rounding.display_decimals)),
                rincian=detail,
                keadaan="sah",
                tepat=packing.packed(exact),
            )
        for number, why in read.reading.left_out.items():
            this.book[SCORES].put(
                effects.seat(stage.id, email, number),
                tahap=stage.id,
                juri=email,
                usulan=number,
                jumlah="",
                rincian="",
                keadaan=_LEFT[why],
                tepat="",
            )
        for row in this.book[SCORES]:
            if row.text("tahap") == stage.id and row.text("juri") == email and row.text("kunci") not in kept:
                this.book[SCORES].put(row.text("kunci"), keadaan="ditarik", jumlah="", rincian="", tepat="")
        wrong = len({s.proposal for s in read.reading.slips})
        this.book[BALLOTS].put(read.row.text("kunci"), terisi=len(read.reading.scores), salah=wrong)

    def _collect(self, stage: Stage, read: _Read, due: int) -> tuple[Slip, ...] | None:
        """What goes back to the judge now; None where the ballot is not collected in this pass.

        Collected are a ballot ticked "Selesai" since the last time, and every ballot when a reading falls due. The
        number of the reading is part of every returned item's key, so that a repeated pass returns nothing twice.
        A ballot whose return was recorded but not yet written into it ("sidik") is written again.
        """
        this, key = self.this, read.row.text("kunci")
        last = read.row.number("pembacaan") or 0
        unfinished = read.row.text("sidik") == "kembalikan"
        if unfinished:
            return read.reading.slips
        if due > last:
            nth = due
        elif read.typed.done and read.row.text("keadaan") != "selesai":
            nth = due + 1
        else:
            if not read.typed.done and read.row.text("keadaan") == "selesai":
                this.book[BALLOTS].put(key, keadaan=READY)
            return None
        for slip in read.reading.slips:
            this.book[RETURNS].put(
                effects.returned(stage.id, nth, read.judge.email, slip.proposal, slip.criterion),
                tahap=stage.id,
                pembacaan=nth,
                juri=read.judge.email,
                usulan=slip.proposal,
                aspek=slip.criterion or "",
                tertulis="" if slip.raw is None else str(slip.raw)[:200],
                masalah=slip.problem.value,
                waktu=this.at(),
            )
        state = "dikembalikan" if read.reading.slips else "selesai"
        this.book[BALLOTS].put(key, pembacaan=nth, keadaan=state, dibaca=this.at(), sidik="kembalikan")
        this.counts.add("lembar nilai dibaca")
        this.counts.add("isian dikembalikan", len(read.reading.slips))
        return read.reading.slips
