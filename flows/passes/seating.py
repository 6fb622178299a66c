"""Who reads what in a stage: the first plan, and its repair by the fewest changed pairs when something happens.

A judge who recuses or stops, a proposal that enters late or is taken back, a conflict that shows itself and a third
reader that is called for all leave a gap; the plan is made again around the pairs that stand. Every change has its
number (`putaran`), its reason in the row, a line in Jejak and a letter to the judge.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from competition import effects
from competition.assignment import Plan, Seat, Task, plan
from competition.conflicts import DECLARED
from competition.model import Proposal
from competition.stages import Stage
from flows.passes.context import Pass
from flows.passes.pleno import DECLARED_SCORE, SEATED, thirds_asked
from integrations.workbook import records
from integrations.workbook.table import Row
from integrations.workbook.tabs import BALLOTS, JUDGES, SCORES, SEATS

CONFLICT, RECUSED, WITHDRAWN = "benturan", "mundur", "dicabut"
MOVED = "dipindahkan kepada juri lain"
GONE = "usulan tidak lagi dinilai pada tahap ini"
Pair = tuple[str, int]  # (judge's address, number)


class Seating:
    """The seats of one stage. `numbers`: the proposals judged in it."""

    def __init__(self, this: Pass, stage: Stage, numbers: Sequence[int]) -> None:
        self.this, self.stage, self.numbers = this, stage, numbers
        self.rows = [r for r in this.book[SEATS] if r.text("tahap") == stage.id]
        self._proposals = {p.number: p for p in this.registry.proposals}
        self._thirds = thirds_asked(this, stage.id)

    def run(self) -> None:
        """Every proposal has the readers it needs, as far as anybody is free; what cannot be had is told."""
        if self.rows:
            self._repair()
        else:
            made = plan(self._task(self.numbers))
            self._write(made, frozenset(), 0)
            self._forbid(made.forbidden)
            self.this.counts.add("penugasan dibuat", len(made.seats))

    def _repair(self) -> None:
        nth = 1 + max((r.number("putaran") or 0 for r in self.rows), default=0)
        self._withdraw(nth)
        lacking = self._lacking()
        if not lacking:
            return
        whole = self.stage.judges_per_proposal is not None
        standing = self._pairs(SEATED)
        made = plan(self._around(standing, self.numbers if whole else lacking))
        keeps = frozenset(made.pairs) if whole else standing | made.pairs
        for judge, number in sorted(standing - keeps):
            self._leave(judge, number, WITHDRAWN, MOVED, nth)
        self._write(made, standing, nth)
        if not whole:
            self._forbid(made.forbidden)

    def _withdraw(self, nth: int) -> None:
        """Seats end whose proposal is off the list, whose judge has stopped without a score, or who recused."""
        stopped, scored = self._stopped(), self._scores("sah")
        recused = self._scores(DECLARED_SCORE) if self.stage.judges_per_proposal is not None else frozenset()
        for judge, number in sorted(self._pairs(SEATED)):
            if number not in self.numbers:
                self._leave(judge, number, WITHDRAWN, GONE, nth)
            elif judge in stopped and (judge, number) not in scored:
                self._leave(judge, number, WITHDRAWN, f"juri berhenti menilai: {stopped[judge]}", nth)
            elif (judge, number) in recused:
                self._leave(judge, number, RECUSED, DECLARED, nth)

    def _lacking(self) -> list[int]:
        known = {n for n in self.numbers if n in self._proposals}
        if self.stage.judges_per_proposal is None:
            given = {r.number("usulan") for r in self.rows}
            return sorted(known - given)
        seated = self._pairs(SEATED)
        got = Counter(n for _, n in seated)
        pins = records.pairs_by_hand(self.this.book, "wajib") - seated
        pinned = {n for judge, n in pins if judge in self.this.judges}
        return sorted(n for n in known if got[n] < self._wanted(n, 0) or n in pinned)

    def _wanted(self, number: int, already: int) -> int:
        """Readings a proposal needs: what the rule says, a third where it is called for, never fewer than it has."""
        return max((self.stage.judges_per_proposal or 0) + (number in self._thirds), already)

    def _around(self, standing: frozenset[Pair], numbers: Sequence[int]) -> Task:
        """The task as it is now, the standing pairs kept where that is possible."""
        task, stopped = self._task(numbers), self._stopped()
        if self.stage.judges_per_proposal is None:
            return replace(task, judges=[j for j in task.judges if j.email not in stopped])
        got = Counter(n for _, n in standing)
        held = {(judge, n) for judge, n in standing if judge in stopped}
        judges = [
            j.model_copy(update={"max_load": sum(j.email == judge for judge, _ in held)}) if j.email in stopped else j
            for j in task.judges
        ]
        readers = self.stage.judges_per_proposal
        return replace(
            task,
            judges=judges,
            standing=standing,
            declared=self._pairs(RECUSED),
            pins={*task.pins, *held},
            more={n: self._wanted(n, got[n]) - readers for n in numbers},
        )

    def _task(self, numbers: Iterable[int]) -> Task:
        return task_of(self.this, self.stage, [self._proposals[n] for n in numbers if n in self._proposals])

    def _pairs(self, state: str) -> frozenset[Pair]:
        return frozenset((r.text("juri"), r.number("usulan") or 0) for r in self.rows if r.text("keadaan") == state)

    def _scores(self, state: str) -> frozenset[Pair]:
        rows = (r for r in self.this.book[SCORES] if r.text("tahap") == self.stage.id and r.text("keadaan") == state)
        return frozenset((r.text("juri"), r.number("usulan") or 0) for r in rows)

    def _stopped(self) -> Mapping[str, str]:
        """Judge -> why they judge no more, as the secretariat typed it on Juri."""
        return {r.text("surel").lower(): r.text("berhenti") for r in self.this.book[JUDGES] if r.text("berhenti")}

    def _leave(self, judge: str, number: int, state: str, why: str, nth: int) -> None:
        self.this.book[SEATS].put(effects.seat(self.stage.id, judge, number), keadaan=state, alasan=why, putaran=nth)
        self._noted(judge, number, nth, f"{state}: {why}")
        self.this.counts.add("penugasan dicabut")

    def _write(self, made: Plan, standing: frozenset[Pair], nth: int) -> None:
        for seat in made.seats:
            if (seat.judge, seat.proposal) not in standing:
                self._seat(seat, SEATED, nth)
                if nth:
                    self._noted(seat.judge, seat.proposal, nth, f"ditugaskan: {seat.reason}")
        self.rows = [r for r in self.this.book[SEATS] if r.text("tahap") == self.stage.id]
        self._count_ballots()
        self._tell(made)

    def _forbid(self, seats: Sequence[Seat]) -> None:
        for seat in seats:
            self._seat(seat, CONFLICT, 0)

    def _seat(self, seat: Seat, state: str, nth: int) -> Row:
        return self.this.book[SEATS].put(
            effects.seat(self.stage.id, seat.judge, seat.proposal),
            tahap=self.stage.id,
            juri=seat.judge,
            nama=self.this.judges[seat.judge].name,
            usulan=seat.proposal,
            judul=self._proposals[seat.proposal].title,
            alasan=seat.reason,
            keadaan=state,
            putaran=nth,
        )

    def _count_ballots(self) -> None:
        """Every judge who has a seat has a ballot's row, with how many proposals are on it."""
        table = self.this.book[BALLOTS]
        load = Counter(judge for judge, _ in self._pairs(SEATED))
        for judge in sorted({r.text("juri") for r in self.rows if r.text("keadaan") != CONFLICT}):
            key = effects.ballot(self.stage.id, judge)
            if table.get(key) is not None:
                table.put(key, ditugaskan=load[judge])
            elif load[judge]:
                name = self.this.judges[judge].name
                table.put(key, tahap=self.stage.id, juri=judge, nama=name, terisi=0, salah=0, keadaan="disiapkan")
                table.put(key, ditugaskan=load[judge])

    def _noted(self, judge: str, number: int, nth: int, what: str) -> None:
        key = f"penugasan/{effects.seat(self.stage.id, judge, number)}/{nth}"
        known = self.this.judges.get(judge)
        self.this.journal(
            key,
            "penugasan diubah",
            f"{self.stage.id}, usulan nomor {number}",
            f"{known.name if known else judge}: {what}",
        )

    def _tell(self, made: Plan) -> None:
        """What could not be kept stands in Jejak, with what would help."""
        for event, texts in (("penugasan belum lengkap", made.notes), ("jalan keluar", made.remedies)):
            for text in texts:
                mark = hashlib.sha256(text.encode()).hexdigest()[:12]
                self.this.journal(f"penugasan/{self.stage.id}/{mark}", event, self.stage.id, text)


def lacking_readers(this: Pass, stage: Stage, numbers: Sequence[int]) -> list[tuple[int, int, int]]:
    """(number, readers, wanted) of every proposal of a stage that has fewer readers than the rulebook asks for."""
    wanted = stage.judges_per_proposal or 1
    got = Counter(n for _, n in seats_of(this, stage.id))
    return [(n, got[n], wanted) for n in numbers if got[n] < wanted]


def task_of(this: Pass, stage: Stage, proposals: Sequence[Proposal]) -> Task:
    """What the stage's plan must keep to: the rulebook, what was typed on Juri, and who read what in earlier stages."""
    earlier = [s.id for s in this.rulebook.stages[: this.rulebook.stages.index(stage)]]
    shared = this.rulebook.conflict.get("shared_domains")
    stopped = {r.text("surel").lower() for r in this.book[JUDGES] if r.text("berhenti")}
    held = {judge for judge, _ in seats_of(this, stage.id)}
    return Task(
        proposals,
        [j for j in this.judges.values() if j.email not in stopped - held],
        this.register,
        readers=stage.judges_per_proposal,
        bans=records.pairs_by_hand(this.book, "larang"),
        pins=records.pairs_by_hand(this.book, "wajib"),
        seen=[s for stage_id in earlier for s in seats_of(this, stage_id)],
        links=stage.linking_judges,
        one_per_institution=stage.one_per_institution,
        shared=[str(d) for d in shared] if isinstance(shared, list) else [],
    )


def seats_of(this: Pass, stage_id: str) -> list[Pair]:
    """(judge's address, number) of every seat of a stage."""
    return [
        (r.text("juri"), n)
        for r in this.book[SEATS]
        if r.text("tahap") == stage_id and r.text("keadaan") == SEATED and (n := r.number("usulan")) is not None
    ]
