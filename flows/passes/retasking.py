"""Letters that tell judges how a change of the plan changes their task."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from competition import effects
from competition.letters import Letter, LetterKind
from flows.passes.context import Pass
from flows.passes.pleno import SEATED
from flows.passes.release import SENT
from flows.passes.seating import CONFLICT
from integrations.workbook.table import Row
from integrations.workbook.tabs import LETTERS, SEATS

ToJudge = Callable[..., Letter]  # (kind, key, judge, stage, **values)


def retasked(this: Pass, ballot: Row, base: dict[str, str], to_judge: ToJudge) -> Iterator[Letter]:
    """One letter for each change that gave this judge something or took it away, once the judge has a ballot.

    Who first got a task by a change learns it from the letter of assignment alone.
    """
    stage, judge = ballot.text("tahap"), ballot.text("juri")
    mine = [r for r in this.book[SEATS] if r.text("tahap") == stage and r.text("juri") == judge]
    rounds = {r.number("putaran") or 0 for r in mine if r.text("keadaan") != CONFLICT}
    told = this.book[LETTERS].get(effects.to_judge(LetterKind.ASSIGNMENT, stage, judge))
    knows = 0 in rounds or (told is not None and told.text("keadaan") == SENT)
    for nth in sorted(rounds - {0}) if knows else ():
        changed = [r for r in mine if r.number("putaran") == nth]
        yield to_judge(
            LetterKind.RETASKED,
            effects.to_judge(LetterKind.RETASKED, stage, judge, nth),
            judge,
            stage,
            ditambah=[_told(r) for r in changed if r.text("keadaan") == SEATED],
            dicabut=[_told(r) for r in changed if r.text("keadaan") not in {SEATED, CONFLICT}],
            jumlah=sum(r.text("keadaan") == SEATED for r in mine),
            **base,
        )


def _told(seat: Row) -> dict[str, object]:
    return {"nomor": seat.number("usulan"), "judul": seat.text("judul"), "alasan": seat.text("alasan")}
