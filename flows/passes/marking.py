"""What each row of a ballot is told: its state, what is wrong, hints; and which rows are locked or opened again."""

from __future__ import annotations

from collections.abc import Mapping

from competition.scoring import Left, Problem, Slip
from competition.stages import Stage
from flows.passes.ballots import Judged
from flows.passes.context import Pass
from integrations.workbook import ballot as words
from integrations.workbook.ballot import Mark
from integrations.workbook.ballot_marks import slip_words, write_back
from integrations.workbook.tabs import RETURNS, SEATS

_TYPED_WRONG = frozenset({Problem.OUT_OF_RANGE, Problem.NOT_A_NUMBER})


class Marking:
    """The marks of one stage's ballots."""

    def __init__(self, this: Pass, stage: Stage) -> None:
        self.this, self.stage = this, stage

    def write(self, read: Judged, hints: Mapping[int, list[str]], *, reopen: bool) -> None:
        """The ballot shows how it stands; rows done are locked, rows asked for are open again."""
        reopened = self._reopened(read)
        told = self._told(read)
        marks: dict[int, Mark] = {}
        returned: set[int] = set()
        for number, old in read.typed.marks.items():
            if number not in read.assigned:
                marks[number] = Mark(words.RETIRED) if old.state else old
                continue
            wrong = told.get(number, [])
            state = self._state(read, number, wrong=bool(wrong), reopened=number in reopened)
            if number in read.typed.ticked and state not in words.SHUT:
                returned.add(number)
            marks[number] = Mark(state, "; ".join(wrong), "; ".join(hints.get(number, [])))
        sheets, ballot = self.this.workspace.sheets, read.row.text("id")
        write_back(sheets, ballot, self.stage, read.typed, marks, returned, reopen=reopen)
        self.this.counts.add("baris nilai dikunci", self._newly(read, marks))
        for number, key in reopened.items():
            self.this.book[SEATS].force(key, "buka", False)
            self.this.journal(
                f"buka/{key}/{self.this.at()}", "baris nilai dibuka kembali", key,
                f"usulan nomor {number} dapat diubah lagi oleh {read.judge.name}", "sekretariat",
            )  # fmt: skip

    def _reopened(self, read: Judged) -> dict[int, str]:
        """Proposal -> seat of the rows that the secretariat opens again."""
        return {
            r.number("usulan") or 0: r.text("kunci")
            for r in self.this.book[SEATS]
            if r.text("tahap") == self.stage.id and r.text("juri") == read.judge.email and r.ticked("buka")
        }

    def _told(self, read: Judged) -> dict[int, list[str]]:
        """What is wrong, row by row. What is merely not there yet is said only once it was collected."""
        collected = {
            r.number("usulan")
            for r in self.this.book[RETURNS]
            if r.text("tahap") == self.stage.id and r.text("juri") == read.judge.email
        }

        def shown(slip: Slip) -> bool:
            return slip.problem in _TYPED_WRONG or slip.proposal in collected

        told = slip_words(self.stage, [s for s in read.reading.slips if shown(s)])
        for number, text in slip_words(self.stage, [s.slip for s in read.form_slips], "formulir, ").items():
            told.setdefault(number, []).extend(text)
        return told

    def _state(self, read: Judged, number: int, *, wrong: bool, reopened: bool) -> str:
        slips = [s for s in read.reading.slips if s.proposal == number]
        filled = not slips and number in read.counting
        if filled and number in read.typed.ticked and not reopened:
            return words.LOCKED
        if wrong:
            return words.WITH_FAULT
        if any(s.problem is not Problem.MISSING_ROW for s in slips):
            return words.PARTLY
        if slips or number not in read.counting:
            return words.EMPTY
        if read.reading.left_out.get(number) is Left.DECLARED:
            return words.DECLARED
        typed = any(
            r.proposal == number and any(c is not None and str(c).strip() for c in r.cells.values())
            for r in read.typed.rows
        )
        return words.FULL if typed else words.BY_FORM

    @staticmethod
    def _newly(read: Judged, marks: Mapping[int, Mark]) -> int:
        return sum(m.state == words.LOCKED and read.typed.marks[n].state != words.LOCKED for n, m in marks.items())
