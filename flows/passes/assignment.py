"""Judges get their proposals: plan, one ballot spreadsheet per judge and stage, shared with that judge only."""

from __future__ import annotations

from competition import effects
from competition.stages import Stage
from flows.passes.access import settle_access
from flows.passes.administration import passed_numbers
from flows.passes.ballots import relay
from flows.passes.context import KEY, MARK, ROLE, Pass
from flows.passes.decisions import asked, frozen
from flows.passes.holding import waits
from flows.passes.judge_forms import JudgeForms, listed
from flows.passes.pleno import SEATED
from flows.passes.seating import Seating
from integrations.google.drive import SPREADSHEET
from integrations.workbook.ballot import is_laid_out
from integrations.workbook.ballot_layout import ballot_requests
from integrations.workbook.table import Row
from integrations.workbook.tabs import BALLOTS, SEATS

READY, ON_BALLOT = "terbuka", "ya"


class Assignment:
    """The step."""

    def __init__(self, this: Pass) -> None:
        self.this = this

    def run(self) -> None:
        """Every stage whose list is decided has its plan and its ballots; ballots half made are finished."""
        for stage in self.this.rulebook.stages:
            numbers = on_list(self.this, stage)
            if numbers is None:
                break
            if waits(self.this, stage.id):
                break
            if frozen(self.this, stage.id) is not None and not asked(self.this, stage.id):
                JudgeForms(self.this, stage).run()  # they take no more answers
                continue
            if any(j.agency and j.agency not in self.this.register.rows for j in self.this.judges.values()):
                break  # whether such a judge is in conflict cannot be told; Beranda says what to mend
            Seating(self.this, stage, numbers).run()
            self._ballots(stage)
            self._changed_ballots(stage)
            JudgeForms(self.this, stage).run()
        settle_access(self.this)

    def _ballots(self, stage: Stage) -> None:
        this = self.this
        waiting = [
            r
            for r in this.book[BALLOTS]
            if r.text("tahap") == stage.id
            and r.text("keadaan") == "disiapkan"
            and ("lembar", effects.in_drive(r.text("kunci"))) not in this.trashed
        ]
        if not waiting:
            return
        this.book.save()  # the plan stands before anything is made from it
        for row in waiting:
            key, judge = row.text("kunci"), row.text("juri")
            item = this.structure.get(("lembar", effects.in_drive(key)))
            if item is None:
                properties = {MARK: this.rulebook.edition.id, ROLE: "lembar", KEY: effects.in_drive(key)}
                name = f"Lembar Nilai {stage.label} - {this.judges[judge].name if judge in this.judges else judge}"
                item = this.workspace.drive.make(name, SPREADSHEET, this.place("nilai"), properties)
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
            if not laid_out:  # on one that a killed pass laid out rows may be lacking: they are looked for below
                for seat in self._seats(stage.id, judge):
                    this.book[SEATS].put(seat.text("kunci"), lembar=ON_BALLOT)
            this.counts.add("lembar nilai dibuat")

    def _changed_ballots(self, stage: Stage) -> None:
        """Ballots that stand already show what a change of the plan gave their judge and took away."""
        this = self.this
        new: dict[str, list[Row]] = {}
        gone: dict[str, list[Row]] = {}
        for seat in this.book[SEATS]:
            if seat.text("tahap") == stage.id:
                if seat.text("keadaan") == SEATED and seat.text("lembar") != ON_BALLOT:
                    new.setdefault(seat.text("juri"), []).append(seat)
                elif seat.text("keadaan") != SEATED and seat.text("lembar") == ON_BALLOT:
                    gone.setdefault(seat.text("juri"), []).append(seat)
        if not new and not gone:
            return
        this.book.save()  # the plan stands before a ballot shows it
        for judge in sorted(new.keys() | gone.keys()):
            row = this.book[BALLOTS].get(effects.ballot(stage.id, judge))
            if row is None or not row.text("id") or ("lembar", effects.in_drive(row.text("kunci"))) not in this.structure:
                continue  # one that was thrown away is told in Beranda; its changes wait
            added, ended = new.get(judge, ()), gone.get(judge, ())
            relay(this, stage, row)
            for seat in (*added, *ended):
                this.book[SEATS].put(seat.text("kunci"), lembar=ON_BALLOT if seat in added else "")
            if added:
                this.book[BALLOTS].put(row.text("kunci"), keadaan=READY)
            this.counts.add("lembar nilai diubah")

    def _title(self, stage: Stage, judge: str) -> str:
        known = self.this.judges.get(judge)
        return f"Lembar Nilai {stage.label} - {known.name if known else judge}"

    def _seats(self, stage_id: str, judge: str) -> list[Row]:
        return [
            r
            for r in self.this.book[SEATS]
            if r.text("tahap") == stage_id and r.text("juri") == judge and r.text("keadaan") == SEATED
        ]


def on_list(this: Pass, stage: Stage) -> list[int] | None:
    """The proposals judged in a stage, by the approved decision before it; None while that is not approved."""
    stages = this.rulebook.stages
    place = stages.index(stage)
    if place == 0:
        return passed_numbers(this)
    content = frozen(this, stages[place - 1].id)
    return None if content is None else [p["number"] for p in content["placings"] if p["advances"]]
