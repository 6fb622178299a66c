"""Conflicts are looked at again before ballots are counted and results proposed: what changed since the plan was made."""

from __future__ import annotations

from competition import effects
from competition.stages import Stage
from flows.passes.context import Pass
from flows.passes.seating import CONFLICT, seats_of, task_of
from integrations.workbook.tabs import SEATS


def recheck(this: Pass, stage: Stage) -> None:
    """No seat of the stage stands that conflicts by now: its row says why, Jejak tells it, its scores do not count.

    A ban typed on Juri, an agency entered late or an address that turns out to have sent the proposal bar a pair just
    as they would have when the plan was made. Who is no longer on Juri keeps what they have judged.
    """
    seats = seats_of(this, stage.id)
    if not seats:
        return
    given = {n for _, n in seats}
    read = {p.number: p for p in this.registry.proposals if p.number in given}
    conflicts = task_of(this, stage, list(read.values())).conflicts()
    barred = {n: conflicts.of(p) for n, p in read.items()}
    for judge, number in seats:
        why = barred.get(number, {}).get(judge)
        if why is None:
            continue
        this.book[SEATS].put(effects.seat(stage.id, judge, number), keadaan=CONFLICT, alasan=why)
        name = this.judges[judge].name
        this.journal(
            f"penugasan/{stage.id}/{judge}/{number}/benturan",
            "penugasan dicabut",
            f"{stage.id}, usulan nomor {number}",
            f"{name}: {why}; nilainya untuk usulan ini tidak dihitung",
        )
        this.counts.add("penugasan dicabut karena benturan")
