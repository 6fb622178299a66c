"""Conflicts are looked at again before ballots are counted, results proposed and letters released."""

from __future__ import annotations

from competition import effects
from competition.stages import Stage
from flows.passes.context import Pass
from flows.passes.pleno import SEATED
from flows.passes.seating import CONFLICT, task_of
from integrations.workbook.tabs import SEATS

FREE_AGAIN = "benturan tidak ada lagi"


def recheck(this: Pass, stage: Stage) -> None:
    """No seat of the stage stands that conflicts by now: its row says why, Jejak tells it, its scores do not count.

    A ban typed on Juri, an agency entered late or an address that turns out to have sent the proposal bar a pair just
    as they would have when the plan was made. Where every judge reads every proposal a seat whose conflict has been
    taken back stands again. Who is no longer on Juri keeps what they have judged.
    """
    rows = [
        (r.text("juri"), n, r.text("keadaan"))
        for r in this.book[SEATS]
        if r.text("tahap") == stage.id and (n := r.number("usulan")) is not None and r.text("keadaan") in _LOOKED_AT
    ]
    if not rows:
        return
    given = {n for _, n, _ in rows}
    read = {p.number: p for p in this.registry.proposals if p.number in given}
    conflicts = task_of(this, stage, list(read.values())).conflicts()
    barred = {n: conflicts.of(p) for n, p in read.items()}
    for judge, number, state in rows:
        if judge not in this.judges or number not in read:
            continue
        why = barred[number].get(judge)
        if state == SEATED and why is not None:
            _set(this, (stage.id, judge, number), CONFLICT, why)
            this.counts.add("penugasan dicabut karena benturan")
        elif state == CONFLICT and why is None and stage.judges_per_proposal is None:
            _set(this, (stage.id, judge, number), SEATED, FREE_AGAIN)
            this.counts.add("penugasan dipulihkan")


_LOOKED_AT = (SEATED, CONFLICT)


def _set(this: Pass, seat: tuple[str, str, int], state: str, why: str) -> None:
    stage, judge, number = seat
    this.book[SEATS].put(effects.seat(stage, judge, number), keadaan=state, alasan=why)
    ended = state == CONFLICT
    this.journal(
        f"penugasan/{stage}/{judge}/{number}/{state}" if ended else f"penugasan/{stage}/{judge}/{number}/{this.at()}",
        "penugasan dicabut" if ended else "penugasan dipulihkan",
        f"{stage}, usulan nomor {number}",
        f"{this.judges[judge].name}: {why}" + ("; nilainya untuk usulan ini tidak dihitung" if ended else ""),
    )
