"""A judge's ballot of a stage, read from both channels: what counts, what must be mended, what came too late to count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from competition import effects
from competition.agencies import Judge
from competition.entries import By, Entry, first_seen, newest, overtaken
from competition.scoring import BallotRow, Left, Problem, Reading, Slip, read_ballot
from competition.stages import Stage
from flows.passes.context import Pass
from flows.passes.judge_forms import listed
from flows.passes.pleno import SEATED
from flows.passes.seating import CONFLICT, RECUSED
from integrations.workbook.ballot import Typed, read_typed
from integrations.workbook.ballot_form import Answer, read_answers
from integrations.workbook.ballot_layout import add_rows, retire_rows
from integrations.workbook.table import Row
from integrations.workbook.tabs import SEATS


@dataclass(frozen=True, slots=True)
class FormSlip:
    """What is wrong with an answer that was meant to count, and with which one."""

    slip: Slip
    answer: Answer


@dataclass(frozen=True, slots=True)
class Judged:
    """One judge's ballot. `reading`: both channels together; `counting`: proposal -> the entry that counts.

    `slips` of `reading` are those of the sheet; `form_slips` those of answers newer than what counts. `late`: valid
    entries that a newer one has overtaken. `assigned`: what this judge is to score.
    """

    row: Row
    judge: Judge
    typed: Typed
    assigned: tuple[int, ...]
    reading: Reading
    counting: Mapping[int, Entry]
    late: tuple[Entry, ...] = ()
    form_slips: tuple[FormSlip, ...] = ()

    @property
    def lacking(self) -> tuple[int, ...]:
        """What is still to be scored."""
        return tuple(n for n in self.assigned if n not in self.counting)


def look(this: Pass, stage: Stage, row: Row, known: Mapping[str, Sequence[Entry]]) -> Judged:
    """The ballot as it stands at this moment. `known`: seat -> what was said before (`records.entries`). One request, two with a form."""
    email = row.text("juri")
    judge = this.judges.get(email) or Judge(name=row.text("nama"), email=email)
    seats = [r for r in this.book[SEATS] if r.text("tahap") == stage.id and r.text("juri") == email]
    assigned, own, recused = (_numbers(seats, state) for state in (SEATED, CONFLICT, RECUSED))
    typed = read_typed(this.workspace.sheets, row.text("id"), stage, judge.name)
    read = read_ballot(typed.rows, stage, this.rulebook.scale, assigned, own)
    now = this.now.replace(microsecond=0)
    entries = [
        first_seen(
            Entry(
                proposal=n,
                by=By.SHEET,
                at=now,
                values=dict(read.scores.get(n, {})),
                note=typed.notes.get(n, "")[:1000],
            ),
            known.get(effects.seat(stage.id, email, n), ()),
        )
        for n in assigned
        if n in read.scores or read.left_out.get(n) is Left.DECLARED
    ]
    answers = _answers(this, stage, row)
    good = [e for a in answers if (e := _entry(this, stage, a, assigned))]
    counting = newest([*entries, *good])
    left: dict[int, Left] = {n: why for n, why in read.left_out.items() if why is not Left.DECLARED}
    left |= dict.fromkeys([*recused, *(n for n, e in counting.items() if e.conflict)], Left.DECLARED)
    by_form = {n for n, e in counting.items() if e.by is By.FORM}
    slips = tuple(s for s in read.slips if s.problem is not Problem.MISSING_ROW or s.proposal not in by_form)
    scores = {n: e.values for n, e in counting.items() if not e.conflict}
    return Judged(
        row=row,
        judge=judge,
        typed=typed,
        assigned=tuple(sorted(assigned)),
        reading=Reading(scores, slips, left),
        counting=counting,
        late=tuple(overtaken([*entries, *good], counting)),
        form_slips=tuple(_form_slips(this, stage, answers, assigned, counting)),
    )


def _numbers(seats: Iterable[Row], state: str) -> list[int]:
    return [n for r in seats if r.text("keadaan") == state and (n := r.number("usulan")) is not None]


def relay(this: Pass, stage: Stage, row: Row) -> int:
    """The ballot lists just what its judge is assigned by now; how many rows came or went. Safe to repeat.

    One request where nothing has changed; a row withdrawn is read around, so that a new one finds its place.
    """
    sheets, ballot = this.workspace.sheets, row.text("id")
    mine = listed(this, stage, row.text("juri"))
    typed = read_typed(sheets, ballot, stage, row.text("nama"))
    gone = retire_rows(sheets, ballot, stage, typed, set(typed.marks) - {p.number for p in mine})
    if gone:
        typed = read_typed(sheets, ballot, stage, row.text("nama"))
    return gone + add_rows(sheets, ballot, this.rulebook, stage, typed, mine)


def _answers(this: Pass, stage: Stage, row: Row) -> list[Answer]:
    """The answers to the judge's form that the judge gave; any other is told in Jejak and counts for nothing."""
    form = row.text("id_formulir")
    if not form:
        return []
    found = []
    for answer in read_answers(this.workspace.forms.responses(form), stage):
        if answer.email == row.text("juri") and answer.row is not None:
            found.append(answer)
            continue
        why = (
            "tidak menyebut usulan"
            if answer.row is None
            else f"dikirim dari alamat {answer.email or 'yang tidak diketahui'}"
        )
        key = f"formulir/{row.text('kunci')}/{answer.id}"
        this.journal(key, "jawaban formulir juri diabaikan", row.text("kunci"), why, "seseorang")
    return found


def _read(this: Pass, stage: Stage, row: BallotRow, assigned: Sequence[int]) -> Reading:
    return read_ballot([row], stage, this.rulebook.scale, [n for n in assigned if n == row.proposal])


def _entry(this: Pass, stage: Stage, answer: Answer, assigned: Sequence[int]) -> Entry | None:
    """The valid entry an answer makes; None where it is none, or about a proposal that is not the judge's."""
    row = answer.row
    if row is None or row.proposal not in assigned:
        return None
    read = _read(this, stage, row, assigned)
    if row.proposal not in read.scores and read.left_out.get(row.proposal) is not Left.DECLARED:
        return None
    values = dict(read.scores.get(row.proposal, {}))
    at = answer.at.astimezone(this.rulebook.zone)
    return Entry(proposal=row.proposal, by=By.FORM, at=at, values=values, note=answer.note)


def _form_slips(
    this: Pass, stage: Stage, answers: Sequence[Answer], assigned: Sequence[int], counting: Mapping[int, Entry]
) -> list[FormSlip]:
    """What is wrong with each proposal's newest answer, where nothing valid is as new."""
    last = {a.row.proposal: a for a in answers if a.row is not None and a.row.proposal in assigned}
    return [
        FormSlip(slip, answer)
        for number, answer in sorted(last.items())
        if answer.row is not None and (number not in counting or counting[number].at < answer.at)
        for slip in _read(this, stage, answer.row, assigned).slips
    ]
