"""Judges' forms, and folders for photos of visits: made where a stage has them, kept to the plan, closed with the stage."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from competition import effects
from competition.letters import one_line
from competition.naming import safe_name
from competition.stages import Stage
from flows.passes.context import KEY, MARK, ROLE, Pass
from flows.passes.decisions import asked, frozen
from flows.passes.pleno import SEATED
from integrations.google.drive import FOLDER, FORM, Item, folder_link
from integrations.workbook.ballot import Listed
from integrations.workbook.ballot_form import form_requests, is_accepting, is_laid_out, list_requests
from integrations.workbook.table import Row
from integrations.workbook.tabs import BALLOTS, PROPOSALS, SEATS

CLOSED = "ditutup"


def listed(this: Pass, stage: Stage, judge: str) -> list[Listed]:
    """The proposals a judge is to score in a stage, with what opens their files; photo folders are made on the way."""
    numbers = sorted(
        n
        for r in this.book[SEATS]
        if r.text("tahap") == stage.id
        and r.text("juri") == judge
        and r.text("keadaan") == SEATED
        and (n := r.number("usulan")) is not None
    )
    rows = [this.book[PROPOSALS].rows[str(n)] for n in numbers]
    return [
        Listed(
            n, r.text("judul"), r.text("opd"), r.text("tautan"), photo_folder(this, stage, r) if stage.photos else ""
        )
        for n, r in zip(numbers, rows, strict=True)
    ]


def photo_folder(this: Pass, stage: Stage, proposal: Row) -> str:
    """The link of the folder for photos of this visit; the folder stands."""
    number = proposal.number("nomor") or 0
    name = safe_name(f"{number:03d} - {proposal.text('judul')}".replace("/", " "))[:80]
    item = _made(this, "foto", effects.photos(stage.id, number), name, _album(this, stage).id)
    return item.link or folder_link(item.id)


def _album(this: Pass, stage: Stage) -> Item:
    return _made(this, "album", stage.id, f"Foto Kunjungan {stage.label}", this.place("induk"))


def _made(this: Pass, role: str, key: str, name: str, parent: str) -> Item:
    place = (role, effects.in_drive(key))
    if place not in this.structure:
        properties = {MARK: this.rulebook.edition.id, ROLE: role, KEY: place[1]}
        this.structure[place] = this.workspace.drive.make(name, FOLDER, parent, properties)
    return this.structure[place]


class JudgeForms:
    """The forms of one stage."""

    def __init__(self, this: Pass, stage: Stage) -> None:
        self.this, self.stage = this, stage

    def run(self) -> None:
        """Every ballot of the stage has its form, which asks about just the judge's proposals and ends with the stage."""
        if not self.stage.form:
            return
        over = frozen(self.this, self.stage.id) is not None and not asked(self.this, self.stage.id)
        for row in self.this.book[BALLOTS]:
            if row.text("tahap") == self.stage.id and row.text("id") and not self._lost(row):
                self._one(row, over=over)

    def _lost(self, row: Row) -> bool:
        """True where the form was thrown away: Beranda tells it, and no other is made in its place."""
        place = ("formulir", effects.in_drive(row.text("kunci")))
        return place in self.this.trashed or (row.text("id_formulir") != "" and place not in self.this.structure)

    def _one(self, row: Row, *, over: bool) -> None:
        this, key = self.this, row.text("kunci")
        if over:
            if row.text("id_formulir") and row.text("daftar") != CLOSED:
                this.workspace.forms.publish(row.text("id_formulir"), accepting=False)
                this.book[BALLOTS].put(key, daftar=CLOSED)
            return
        mine = listed(this, self.stage, row.text("juri"))
        seal = _seal(mine)
        if row.text("daftar") == seal:
            return
        form_id = row.text("id_formulir") or self._form(row)
        form = this.workspace.forms.form(form_id)
        if is_laid_out(form):
            this.workspace.forms.change(form_id, list_requests(form, self.stage, mine))
        else:
            this.workspace.forms.change(form_id, form_requests(this.rulebook, self.stage, mine))
            this.counts.add("formulir juri dibuat")
        if not is_accepting(form):
            this.workspace.forms.publish(form_id, accepting=True)
        link = str(form.get("responderUri") or f"https://docs.google.com/forms/d/{form_id}/viewform")
        this.book[BALLOTS].put(key, id_formulir=form_id, formulir=link, daftar=seal)

    def _form(self, row: Row) -> str:
        """The id of the judge's form. One that a killed pass left without its key is found by its name, which is its own."""
        this, place = self.this, ("formulir", effects.in_drive(row.text("kunci")))
        if place not in this.structure:
            title = one_line(f"Penilaian {self.stage.label} - {row.text('nama')}")
            name = safe_name(f"{title} ({row.text('kunci')} {this.rulebook.edition.id})".replace("/", " "))
            made = this.workspace.drive.lost(name, FORM) or this.workspace.forms.make(title, name)
            properties = {MARK: this.rulebook.edition.id, ROLE: place[0], KEY: place[1]}
            this.structure[place] = this.workspace.drive.adopt(made, this.place("nilai"), properties)
        return this.structure[place].id


def _seal(proposals: Sequence[Listed]) -> str:
    told = "\n".join(f"{p.number}\t{p.title}\t{p.photos}" for p in proposals)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
