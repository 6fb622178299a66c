"""What was told to whom, and when: the outcome letters that went out, from which the days for objecting are counted."""

from __future__ import annotations

from competition import effects
from competition.letters import OUTCOMES
from competition.objections import Told
from flows.passes.context import Pass
from flows.passes.decisions import ADMINISTRATION, FINAL, released, snapshot
from flows.passes.release import APPROVED, DRAFT, HELD, SENT
from integrations.workbook import records
from integrations.workbook.table import Row
from integrations.workbook.tabs import DECISIONS, LETTERS

_KINDS = frozenset(k.value for k in OUTCOMES)
AGAIN = "/ulang/"


def told(this: Pass) -> list[Told]:
    """Every outcome told by letter; a letter handed over for want of an address counts from its release."""
    found = [_told(this, row) for row in this.book[LETTERS] if row.text("jenis") in _KINDS]
    return [t for t in found if t is not None]


def untold(this: Pass, decision: str) -> bool:
    """True while letters of this decision wait to be sent."""
    return any(
        r.text("keadaan") in {DRAFT, APPROVED}
        for r in this.book[LETTERS]
        if r.text("tahap") == decision and r.text("jenis") in _KINDS
    )


def telling(this: Pass) -> bool:
    """True once outcome letters have been drafted, so that a mail may be an answer to one."""
    return any(r.text("draf") for r in this.book[LETTERS] if r.text("jenis") in _KINDS)


def decisions(this: Pass) -> list[str]:
    """The decisions that letters tell, in order."""
    return [ADMINISTRATION, *(s.id for s in this.rulebook.stages if s.advance is not None), FINAL]


def label(this: Pass, decision: str) -> str:
    """The decision's name as people know it; its id while it is not approved."""
    found = snapshot(this, decision)
    return found.label if found else decision


def _told(this: Pass, row: Row) -> Told | None:
    key, decision, number = row.text("kunci"), row.text("tahap"), row.number("usulan")
    by_hand = row.text("keadaan") == HELD and not row.text("kepada") and released(this, decision)
    gate = this.book[DECISIONS].get(effects.release(decision)) if by_hand else None
    text = gate.text("disetujui") if gate else row.text("terkirim") if row.text("keadaan") == SENT else ""
    moment = records.moment_of(text, this.rulebook.zone)
    if moment is None or number is None:
        return None
    base, again, _ = key.partition(AGAIN)
    return Told(key=base, decision=decision, proposal=number, sent_at=moment, corrects="/ralat/" in base or bool(again))
