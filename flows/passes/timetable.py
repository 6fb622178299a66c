"""Jadwal: when and where each proposal is heard or visited. Solved anew only when something is asked differently.

Nothing is told to anybody here. What stands on Jadwal becomes letters (`sitting_letters`), which wait for their ticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from competition import effects
from competition.calendar import long_day
from competition.letters import one_line
from competition.model import Proposal
from competition.promises import promise
from competition.sittings import Guest, Presentations, Programme, Sitting, Visits, slots
from competition.stages import Stage
from competition.timetable import Question, programme
from flows.passes.assignment import on_list
from flows.passes.context import Pass
from flows.passes.decisions import frozen
from flows.passes.pleno import SEATED, waivers
from integrations.workbook import packing, sittings
from integrations.workbook.table import Row
from integrations.workbook.tabs import PROPOSALS, SEATS, TIMETABLE

CANCELLED = "dibatalkan: usulan tidak lagi dalam tahap ini"


class Timetables:
    """The step."""

    def __init__(self, this: Pass) -> None:
        self.this = this

    def run(self) -> None:
        """Every stage with a timetable and judges has each proposal in it, or says why that cannot be."""
        this = self.this
        for stage in this.rulebook.stages if this.rulebook.timetables else ():
            numbers = on_list(this, stage)
            if numbers is None:
                break
            rule = this.rulebook.timetables.get(stage.id)
            if rule is not None and frozen(this, stage.id) is None:
                self._stage(stage, rule, numbers)

    def _stage(self, stage: Stage, rule: Presentations | Visits, numbers: Sequence[int]) -> None:
        this = self.this
        proposals = {p.number: p for p in this.registry.proposals}
        question = self._question(stage, rule, [proposals[n] for n in numbers if n in proposals])
        if not any(g.judges for g in question.guests) or this.now >= question.slots[-1].ends:
            return  # no judges yet, or all is over
        head = this.book[TIMETABLE].get(effects.timetable(stage.id))
        if head is not None and head.text("mesin") == question.mark:
            return
        made = programme(question)
        self._head(stage, question, made)
        if not made.faults:
            for number in question.standing.keys() - {s.number for s in made.sittings}:
                self._cancel(stage, number)
            for sitting in made.sittings:
                self._row(stage, proposals[sitting.number], question.standing.get(sitting.number), sitting)
        this.book.save()  # what stands on Jadwal is recorded before any letter says it

    def _question(self, stage: Stage, rule: Presentations | Visits, proposals: Sequence[Proposal]) -> Question:
        this = self.this
        freed = {(w.judge, w.proposal) for w in waivers(this, stage.id)}
        panel: dict[int, set[str]] = {}
        for seat in this.book[SEATS]:
            if seat.text("tahap") == stage.id and seat.text("keadaan") == SEATED:
                judge, number = seat.text("juri"), seat.number("usulan") or 0
                panel.setdefault(number, set()).update({judge} if (judge, number) not in freed else ())
        pins, places = sittings.pins(this.book, stage.id), sittings.homes(this.book)
        return Question(
            rule=rule,
            slots=slots(rule, this.rulebook.span(stage.id), this.rulebook.zone),
            guests=[
                Guest(
                    number=p.number,
                    judges=frozenset(panel.get(p.number, ())),
                    family=this.register.root(p.agency) if p.agency else "",
                    home=one_line((pins[p.number].place if p.number in pins else None) or self._home(p, places)),
                )
                for p in proposals
            ],
            away=sittings.absences(this.book),
            pins=pins,
            standing=sittings.standing(this.book, stage.id, this.rulebook.zone),
            now=this.now,
        )

    def _home(self, p: Proposal, places: dict[str, str]) -> str:
        """Where the agency is, otherwise the agency above it; where nobody said, the agency itself."""
        code = p.agency or ""
        row = self.this.register.rows.get(code)
        return places.get(code) or places.get(self.this.register.root(code)) or (row.name if row else p.unit) or "-"

    def _head(self, stage: Stage, question: Question, made: Programme) -> None:
        """The line about the whole timetable tells what was asked, what cannot be, and what was left out."""
        this = self.this
        days = len({s.starts.date() for s in made.sittings})
        said = [*made.faults, *made.notes] or [f"{len(made.sittings)} usulan dalam {days} hari, tanpa kendala"]
        text = self._named("; ".join(said), [j for g in question.guests for j in g.judges])
        key = effects.timetable(stage.id)
        this.book[TIMETABLE].put(
            key,
            tahap=stage.label,
            alasan=text[:4000],
            undangan="tidak dapat disusun" if made.faults else "perlu diperiksa" if made.notes else "tersusun",
            mesin=question.mark,
        )
        if made.faults or made.notes:
            this.journal(f"jadwal/{key}/{question.mark}", "jadwal terkendala", stage.label, text)
        this.counts.add("jadwal disusun", int(not made.faults))

    def _named(self, text: str, judges: Iterable[str]) -> str:
        """Judges by name: the rules know them by address."""
        known = {j: self.this.judges[j].name for j in judges if j in self.this.judges}
        if not known:
            return text
        anyone = "|".join(re.escape(j) for j in sorted(known))
        return re.sub(rf"(?<![\w.@+-])(?:{anyone})(?![\w@-])", lambda found: known[found.group()], text)

    def _row(self, stage: Stage, p: Proposal, before: Sitting | None, sitting: Sitting) -> None:
        this, table, key = self.this, self.this.book[TIMETABLE], effects.timetable(stage.id, p.number)
        known: Row | None = this.book[PROPOSALS].get(p.number)
        if before is not None and promise(before) == promise(sitting):
            sitting = sitting.model_copy(update={"reason": before.reason})  # why it came to be so
        names = [self.this.judges[j].name if j in this.judges else j for j in sitting.judges]
        reason = self._named(sitting.reason, [*sitting.missing, *sitting.judges, *(before.judges if before else ())])
        if before is not None and promise(before) != promise(sitting):
            self._moved(key, before, sitting)
        table.put(
            key,
            tahap=stage.label,
            usulan=p.number,
            judul=p.title,
            opd=known.text("opd") if known else "",
            hari=long_day(sitting.starts.date()),
            mulai=f"{sitting.starts:%H.%M}",
            selesai=f"{sitting.ends:%H.%M}",
            tempat=sitting.place,
            tim="; ".join(names),
            alasan=reason,
            mesin=packing.packed(sitting.model_copy(update={"reason": reason})),
        )

    def _moved(self, key: str, before: Sitting, now: Sitting | None) -> None:
        """A confirmation was given for the time that was: it is taken back, and Jejak says so."""
        this = self.this
        row, says = this.book[TIMETABLE].rows[key], str(promise(now)) if now else CANCELLED
        given = row.text("konfirmasi")
        detail = f"{promise(before)} menjadi {says}" + (f"; konfirmasi “{given}” ditarik" if given else "")
        this.journal(f"jadwal/{key}/{promise(before)}/{says}/{this.at()}", "jadwal berubah", key, detail)
        if given:
            this.book[TIMETABLE].force(key, "konfirmasi", "")

    def _cancel(self, stage: Stage, number: int) -> None:
        key = effects.timetable(stage.id, number)
        self._moved(key, sittings.standing(self.this.book, stage.id, self.this.rulebook.zone)[number], None)
        self.this.book[TIMETABLE].put(key, hari="", mulai="", selesai="", tempat="", tim="", alasan=CANCELLED, mesin="")
