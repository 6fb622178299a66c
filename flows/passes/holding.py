"""What follows a result waits for the days in which it may be objected to, and for the cases that came in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from competition.calendar import long_day
from competition.cases import Case
from competition.objections import Objections, Told, window
from flows.passes.context import Pass
from flows.passes.decisions import FINAL, frozen, released
from flows.passes.objections import cases
from flows.passes.told import decisions, label, told, untold
from integrations.workbook.tabs import DECISIONS, SEATS


def waits(this: Pass, step: str) -> str:
    """Why a stage (by id) or the final does not begin yet, in Indonesian; "" where nothing holds it.

    What has begun is not held any more: a stage with its judges assigned, a final that stands for approval.
    """
    rules = this.rulebook.objections
    if rules is None or not rules.holds or _begun(this, step):
        return ""
    letters = told(this)
    return "; ".join(why for decision in _before(this, step) if (why := _holding(this, rules, decision, letters)))


def open_windows(this: Pass) -> Iterator[tuple[str, str]]:
    """(decision, what is waited for) of every result that may still be objected to."""
    if (rules := this.rulebook.objections) is not None:
        letters = told(this)
        for decision in decisions(this):
            if released(this, decision) and (why := _window(this, rules, decision, letters)):
                yield decision, why


def _begun(this: Pass, step: str) -> bool:
    if step == FINAL:
        return this.book[DECISIONS].get(FINAL) is not None
    return any(r.text("tahap") == step for r in this.book[SEATS])


def _before(this: Pass, step: str) -> list[str]:
    """The decisions that letters tell before this step."""
    stages = [s.id for s in this.rulebook.stages]
    later = set() if step == FINAL else set(stages[stages.index(step) :])
    return [d for d in decisions(this) if d != FINAL and d not in later]


def _holding(this: Pass, rules: Objections, decision: str, letters: list[Told]) -> str:
    if not rules.covers(decision) or frozen(this, decision) is None:
        return ""
    if not released(this, decision):
        return f"surat hasil {label(this, decision)} belum dilepas"
    undecided = [c for c in cases(this) if c.decision == decision and c.holds]
    return _window(this, rules, decision, letters) or _undecided(undecided)


def _window(this: Pass, rules: Objections, decision: str, letters: list[Told]) -> str:
    if not rules.covers(decision):
        return ""
    if untold(this, decision):  # a window that has not begun is not over
        return f"surat hasil {label(this, decision)} belum terkirim seluruhnya; masa sanggah belum dimulai"
    end = window(rules, (t for t in letters if t.decision == decision), this.rulebook.zone)
    if end is None or this.now >= end:
        return ""
    return (
        f"masa sanggah {label(this, decision)} berlangsung sampai dengan {long_day((end - timedelta(days=1)).date())}"
    )


def _undecided(open_cases: list[Case]) -> str:
    return f"sanggah belum selesai: {', '.join(c.number for c in open_cases)}" if open_cases else ""
