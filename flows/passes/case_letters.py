"""Letters about objections: that one is on record, and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from competition import effects
from competition.calendar import long_moment
from competition.cases import Case
from competition.letters import Letter, LetterKind
from flows.passes.context import Pass
from flows.passes.objections import ruling_sent
from flows.passes.told import label
from integrations.workbook.cases import case_in, kept
from integrations.workbook.records import moment_of
from integrations.workbook.table import Row
from integrations.workbook.tabs import OBJECTIONS


class ToAgency(Protocol):
    """How a letter to the agency of a proposal is made."""

    def __call__(self, kind: LetterKind, key: str, number: int, stage: str, **values: object) -> Letter:
        """The letter, addressed to the agency's registered addresses."""


def case_letters(this: Pass, numbers: frozenset[int], letter: ToAgency) -> Iterator[Letter]:
    """A receipt for every accepted case; the ruling once it is made, an upheld one once a revision has answered it."""
    for row in this.book[OBJECTIONS]:
        case = case_in(row, final=ruling_sent(this, row))
        if not case.accepted or case.proposal not in numbers:
            continue
        yield _letter(this, letter, LetterKind.OBJECTION_RECEIPT, row, case)
        if case.ruling is not None and case.settled:
            yield _letter(this, letter, LetterKind.OBJECTION_RULING, row, case)


def _letter(this: Pass, letter: ToAgency, kind: LetterKind, row: Row, case: Case) -> Letter:
    decision, zone = kept(row).decision, this.rulebook.zone
    arrived, deadline = (moment_of(row.text(c), zone) for c in ("diterima", "batas"))
    made = letter(
        kind,
        effects.about_case(kind.value, case.number),
        case.proposal or 0,
        decision,
        perkara=case.number,
        tahap=label(this, decision),
        diterima=long_moment(arrived, zone) if arrived else row.text("diterima"),
        batas=long_moment(deadline, zone) if deadline else "",
        terlambat=not case.in_time,
        putusan=case.ruling.verdict.value if case.ruling else "",
        alasan=case.ruling.reason[:2000] if case.ruling else "",
        pemutus=case.ruling.by[:200] if case.ruling else "",
        revisi=case.answer or 0,
    )
    sender = row.text("pengirim")
    agency = {a.code for a in this.register.at(sender)}
    known = next((p.agency for p in this.registry.proposals if p.number == case.proposal), None)
    if known in agency and sender not in made.to:
        made = made.model_copy(update={"to": (*made.to, sender)})
    return made
