"""How the judges get on: rows done by day, kept in Lembar Nilai, and what their pace means for the deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from competition.pace import Progress, advice
from flows.passes.context import Pass
from flows.passes.decisions import frozen
from flows.passes.seating import seats_of
from integrations.workbook import packing
from integrations.workbook.table import Row
from integrations.workbook.tabs import BALLOTS


def record(this: Pass, row: Row, done: int) -> None:
    """Lembar Nilai knows how many rows are done by today; a day on which that did not change is left out."""
    told = progress_in(row)
    if not told or told[max(told)] != done:
        days = {f"{d:%Y-%m-%d}": n for d, n in told.items()} | {f"{this.now:%Y-%m-%d}": done}
        this.book[BALLOTS].put(row.text("kunci"), laju=packing.packed(days))


def progress_in(row: Row) -> dict[date, int]:
    """Day -> rows done by its end, as a row of Lembar Nilai keeps it; nothing where it was damaged."""
    try:
        told = packing.unpacked(row.text("laju")) if row.text("laju") else {}
        return {date.fromisoformat(str(d)): int(n) for d, n in told.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def paces(this: Pass) -> Iterator[str]:
    """What the pace of each open stage says; by whole days, so that nothing changes while a day lasts."""
    for stage in this.rulebook.stages:
        rows = [r for r in this.book[BALLOTS] if r.text("tahap") == stage.id and r.text("laju")]
        if not rows or frozen(this, stage.id) is not None:
            continue
        seats = [judge for judge, _ in seats_of(this, stage.id)]
        known = [
            Progress(
                judge=r.text("juri"),
                name=r.text("nama"),
                assigned=seats.count(r.text("juri")),
                opened=min(done),
                done=done,
            )
            for r in rows
            if (done := progress_in(r))
        ]
        last = (this.readings(stage.id)[-1] - timedelta(seconds=1)).date()
        if text := advice(known, this.now.date(), last, movable=stage.judges_per_proposal is not None):
            yield f"{stage.label}: {text}"
