"""Judges get their proposals: plan, one ballot spreadsheet per judge and stage, shared with that judge only."""

from __future__ import annotations

from collections.abc import Sequence

from competition import effects
from competition.assignment import Plan, Task, plan
from competition.model import Proposal
from competition.stages import Stage
from flows.passes.access import settle_access
from flows.passes.administration import passed_numbers
from flows.passes.context import KEY, MARK, ROLE, Pass
from flows.passes.decisions import frozen
from flows.passes.judge_forms import JudgeForms, listed
from integrations.google.drive import SPREADSHEET
from integrations.workbook import records
from integrations.workbook.ballot import is_laid_out
from integrations.workbook.ballot_layout import ballot_requests
from integrations.workbook.tabs import BALLOTS, SEATS

READY = "terbuka"


class Assignment:
    """The step."""

    def __init__(self, this: Pass) -> None:
        self.this = this

    def run(self) -> None:
        """Every stage whose list is decided has its plan and its ballots; ballots half made are finished."""
        proposals: dict[int, Proposal] = {}
        for stage in self.this.rulebook.stages:
            numbers = on_list(self.this, stage)
            if numbers is None:
                break
            if not any(r.text("tahap") == stage.id for r in self.this.book[SEATS]):
                if any(j.agency and j.agency not in self.this.register.rows for j in self.this.judges.values()):
                    break  # whether such a judge is in conflict cannot be told; Beranda says what to mend
                proposals = proposals or {p.number: p for p in self.this.registry.proposals}
                self._plan(stage, [proposals[n] for n in numbers if n in proposals])
            self._ballots(stage)
            JudgeForms(self.this, stage).run()
        settle_access(self.this)

    def _plan(self, stage: Stage, proposals: Sequence[Proposal]) -> None:
        this = self.this
        made = plan(task_of(this, stage, proposals))
        titles = {p.number: p.title for p in proposals}
        for seat in made.seats:
            this.book[SEATS].put(
                effects.seat(stage.id, seat.judge, seat.proposal),
                tahap=stage.id,
                juri=seat.judge,
                nama=this.judges[seat.judge].name,
                usulan=seat.proposal,
                judul=titles[seat.proposal],
                alasan=seat.reason,
                keadaan="ditugaskan",
            )
        for seat in made.forbidden:
            this.book[SEATS].put(
                effects.seat(stage.id, seat.judge, seat.proposal),
                tahap=stage.id,
                juri=seat.judge,
                nama=this.judges[seat.judge].name,
                usulan=seat.proposal,
                judul=titles[seat.proposal],
                alasan=seat.reason,
                keadaan="benturan",
            )
        for judge in sorted({s.judge for s in made.seats}):
            this.book[BALLOTS].put(
                effects.ballot(stage.id, judge),
                tahap=stage.id,
                juri=judge,
                nama=this.judges[judge].name,
                ditugaskan=len(made.of(judge)),
                terisi=0,
                salah=0,
                keadaan="disiapkan",
            )
        self._tell(stage, made)
        this.counts.add("penugasan dibuat", len(made.seats))

    def _tell(self, stage: Stage, made: Plan) -> None:
        """What could not be kept stands in Jejak, with what would help."""
        for text in made.notes:
            self.this.journal(f"penugasan/{stage.id}/{text[:60]}", "penugasan belum lengkap", stage.id, text)
        for nth, text in enumerate(made.remedies, 1):
            self.this.journal(f"penugasan/{stage.id}/jalan-keluar/{nth}", "jalan keluar", stage.id, f"{nth}. {text}")

    def _ballots(self, stage: Stage) -> None:
        this = self.this
        waiting = [r for r in this.book[BALLOTS] if r.text("tahap") == stage.id and r.text("keadaan") == "disiapkan"]
        if not waiting:
            return
        this.book.save()  # the plan stands before anything is made from it
        for row in waiting:
            key, judge = row.text("kunci"), row.text("juri")
            item = this.structure.get(("lembar", effects.in_drive(key)))
            if item is None:
                properties = {MARK: this.rulebook.edition.id, ROLE: "lembar", KEY: effects.in_drive(key)}
                name = f"Lembar Nilai {stage.label} - {this.judges[judge].name if judge in this.judges else judge}"
                item = this.workspace.drive.make(name, SPREADSHEET, this.structure[("nilai", "")].id, properties)
                self.this.structure[("lembar", effects.in_drive(key))] = item
                laid_out = False
            else:
                laid_out = is_laid_out(this.workspace.sheets, item.id)
            if not laid_out:
                title, owner = self._title(stage, judge), this.rulebook.mailbox.address
                mine = listed(this, stage, judge)
                this.workspace.sheets.change(item.id, ballot_requests(this.rulebook, stage, mine, title, owner))
            this.book[BALLOTS].put(
                key,
                id=item.id,
                tautan=f"https://docs.google.com/spreadsheets/d/{item.id}/edit",
                keadaan=READY,
                pembacaan=0,
            )
            this.counts.add("lembar nilai dibuat")

    def _title(self, stage: Stage, judge: str) -> str:
        known = self.this.judges.get(judge)
        return f"Lembar Nilai {stage.label} - {known.name if known else judge}"


def task_of(this: Pass, stage: Stage, proposals: Sequence[Proposal]) -> Task:
    """What the stage's plan must keep to: the rulebook, what was typed on Juri, and who read what in earlier stages."""
    earlier = [s.id for s in this.rulebook.stages[: this.rulebook.stages.index(stage)]]
    shared = this.rulebook.conflict.get("shared_domains")
    return Task(
        proposals,
        list(this.judges.values()),
        this.register,
        readers=stage.judges_per_proposal,
        bans=records.pairs_by_hand(this.book, "larang"),
        pins=records.pairs_by_hand(this.book, "wajib"),
        seen=[s for stage_id in earlier for s in seats_of(this, stage_id)],
        links=stage.linking_judges,
        one_per_institution=stage.one_per_institution,
        shared=[str(d) for d in shared] if isinstance(shared, list) else [],
    )


def seats_of(this: Pass, stage_id: str) -> list[tuple[str, int]]:
    """(judge's address, number) of every seat of a stage."""
    return [
        (r.text("juri"), n)
        for r in this.book[SEATS]
        if r.text("tahap") == stage_id and r.text("keadaan") == "ditugaskan" and (n := r.number("usulan")) is not None
    ]


def on_list(this: Pass, stage: Stage) -> list[int] | None:
    """The proposals judged in a stage, by the approved decision before it; None while that is not approved."""
    stages = this.rulebook.stages
    place = stages.index(stage)
    if place == 0:
        return passed_numbers(this)
    content = frozen(this, stages[place - 1].id)
    return None if content is None else [p["number"] for p in content["placings"] if p["advances"]]
