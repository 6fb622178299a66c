"""Intake: mails and form answers become rows, proposals and filed documents.

gather what is new → decide by replaying the whole registry → apply: rows with reserved Drive ids first, then folders
and uploads under those ids, then "tersimpan". Killed anywhere, the next pass goes on from the rows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from competition import effects
from competition.agencies import plain
from competition.facts import Arrival, Channel
from competition.model import Action, Proposal, Registry
from competition.naming import safe_name, shortened
from flows.passes.context import FORM, KEY, MARK, ROLE, Pass, log
from flows.passes.intake_rows import counts_by_agency, inbox_row, review_row
from flows.passes.kept import Kept
from flows.passes.objections import recognise, replied
from flows.passes.unread import unread
from integrations.documents.enclosures import Enclosures
from integrations.documents.forms import read_response
from integrations.documents.mail import read_mail
from integrations.documents.vocabulary import Vocabulary
from integrations.google.drive import FOLDER, file_link, folder_link
from integrations.google.patience import Gone
from integrations.workbook import packing, records
from integrations.workbook.registry import registry_in
from integrations.workbook.tabs import FILES, INBOX, PROPOSALS

_CHUNK = 100  # arrivals between two records of what was read: each record reads the tabs anew
_LARGEST = 64 * 1024 * 1024  # an upload above this is not read; no mail can be that large
_STATES = {True: "diterima", False: "terlambat"}
LOST = "hilang"
_MIMES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Intake:
    """The step; `bytes_of` remembers what this pass has read already, so that nothing is fetched twice."""

    def __init__(self, this: Pass) -> None:
        self.this = this
        self.words = Vocabulary.from_edition(
            [(d.id, d.label) for d in this.rulebook.documents], [(a.id, a.label) for a in this.rulebook.aspects]
        )
        self._facts: dict[str, Arrival] = {}
        self._kept = Kept()
        self._opened: tuple[str, Enclosures] | None = (
            None  # the last one, because its files are stored one after the other
        )

    def gather(self) -> list[tuple[str, str, Any]]:
        """(channel, id, what is needed to read it) of everything not read yet, oldest first."""
        return unread(self.this)

    def run(self, new: list[tuple[str, str, Any]]) -> None:
        """Everything new and everything newly decided is in the workbook, and every accepted file in Drive."""
        waiting = deque(new)
        self._facts = records.arrivals(self.this.book)
        first = True
        while waiting or first:
            first = False
            self._read(self._some(waiting))
            self.this.registry = self._registry()
            if recognise(self.this, self._facts):
                self.this.registry = self._registry()
            self._record(self.this.registry)
            self._store()
            self._kept.clear()
            self._opened = None

    def _registry(self) -> Registry:
        return registry_in(self.this.book, self.this.rulebook, self.this.register, self._facts)

    def _some(self, waiting: deque[tuple[str, str, Any]]) -> Iterator[tuple[str, str, Any]]:
        """What is read before the next record: as many as a record takes, and no more than memory does."""
        for _ in range(_CHUNK):
            if not waiting or self._kept.full:
                return
            yield waiting.popleft()

    def _read(self, chunk: Iterable[tuple[str, str, Any]]) -> None:
        this = self.this
        forms: dict[str, dict[str, Any]] = {}
        for channel, source, given in chunk:
            if channel == Channel.MAIL:
                try:
                    mail = this.workspace.gmail.raw(source)
                except Gone:
                    continue  # deleted between listing and reading
                arrival = read_mail(
                    mail.content,
                    id=source,
                    thread=given,
                    received_at=mail.received_at.replace(microsecond=0),
                    authserv_id=this.rulebook.mailbox.authserv_id,
                    own_address=this.rulebook.mailbox.address,
                    vocabulary=self.words,
                )
                self._kept.put(source, mail.content)
                del mail
                if answers := replied(this, arrival):
                    arrival = arrival.model_copy(update={"answers": answers})
            else:
                form_id, response = given
                if form_id not in forms:
                    forms[form_id] = this.workspace.forms.form(form_id)
                arrival = self._response(response, forms[form_id])
                if form_id != records.setting(this.book, FORM):
                    arrival = arrival.model_copy(update={"objects": True})
            self._facts[source] = arrival
            this.counts.add("surel dibaca" if channel == Channel.MAIL else "jawaban formulir dibaca")
            this.book[INBOX].put(
                source,
                saluran="surel" if channel == Channel.MAIL else "formulir",
                diterima=this.at(arrival.received_at),
                pengirim=arrival.sender,
                perihal=arrival.subject[:500],
                fakta=packing.packed(arrival),
            )

    def _response(self, response: dict[str, Any], form: dict[str, Any]) -> Arrival:
        def fetch(upload: str) -> bytes | int | None:
            try:
                return self._kept.get(upload, lambda: self.this.workspace.drive.download(upload, _LARGEST))
            except Gone:
                log.warning("unggahan %s tidak ada lagi di Drive", upload)
                return None

        return read_response(response, form, fetch, vocabulary=self.words)

    def _record(self, registry: Registry) -> None:
        this = self.this
        _, wrong = records.decisions(this.book)
        for outcome in registry.outcomes:
            inbox_row(this, outcome)
            review_row(this, outcome, self._facts[outcome.source], wrong.get(outcome.source, ""))
        keys = {f.key for f in registry.files}
        for row in this.book[FILES]:
            if row.text("kunci") not in keys:
                this.book[FILES].put(
                    row.text("kunci"), tindakan="dicabut", berlaku="", simpan=row.text("simpan").replace("menunggu", "")
                )
        for file in registry.files:
            known = this.book[FILES].get(file.key)
            if known is not None and known.text("sha256") != (file.sha256 or ""):
                this.book[FILES].put(file.key, id="", simpan="", tautan="")  # an edited answer brought another file
            this.book[FILES].put(
                file.key,
                usulan=file.proposal,
                sumber=file.source,
                nama=shortened(file.name, 2000),
                jenis=file.kind or "",
                tindakan=file.action.value,
                alasan=file.reason or "",
                ukuran=file.size,
                sha256=file.sha256 or "",
            )
        for proposal in registry.proposals:
            self._proposal_row(proposal)
        standing = {p.number for p in registry.proposals}
        for row in this.book[PROPOSALS]:
            if row.number("nomor") not in standing:
                this.book[PROPOSALS].put(row.text("nomor"), status="dicabut: keputusan petugas atas sumbernya berubah")
        counts_by_agency(this, registry)
        self._reserve(registry)
        this.book.save()

    def _proposal_row(self, p: Proposal) -> None:
        this, new = self.this, self.this.book[PROPOSALS].get(p.number) is None
        row = this.register.rows.get(p.agency or "")
        lacking = [d.label for d in this.rulebook.documents if d.required and not p.on_file(d.id)]
        this.book[PROPOSALS].put(
            p.number,
            judul=p.title,
            kode=p.agency or "",
            opd=row.name if row else p.unit,
            kategori=p.category,
            mulai=p.start_date.isoformat() if p.start_date else "",
            inovator=p.innovator,
            narahubung=p.contact,
            saluran="surel" if p.channel is Channel.MAIL else "formulir",
            diterima=this.at(p.received_at),
            kurang="; ".join(lacking) if p.in_time else "",
            pembuka=p.opened_by,
        )
        if new:
            this.book[PROPOSALS].put(p.number, status=_STATES[p.in_time])
            this.counts.add("usulan baru")
            this.journal(f"usulan/{p.number}", "usulan dibuka", f"nomor {p.number}", p.title or "(judul belum terbaca)")
        in_force = {paper.key for paper in p.papers if paper.in_force}
        for paper in p.papers:
            this.book[FILES].put(paper.key, berlaku="ya" if paper.key in in_force else "diganti")

    def _reserve(self, registry: Registry) -> None:
        """Every file to be stored and every proposal's folder has its Drive id before anything is made.

        A folder that stands is the one: another id on its row was written late, by a machine that was replaced.
        """
        this = self.this
        for (role, number), item in this.structure.items():
            row = this.book[PROPOSALS].get(number) if role == "folder" else None
            if row is not None and row.text("folder") != item.id:
                this.book[PROPOSALS].put(number, folder=item.id, tautan=folder_link(item.id))
        files = [
            this.book[FILES].rows[f.key]
            for f in registry.files
            if f.action is Action.FILE and not this.book[FILES].rows[f.key].text("id")
        ]
        homes = sorted({n for r in files if (n := r.number("usulan")) is not None})
        folders = [
            this.book[PROPOSALS].rows[str(n)] for n in homes if not this.book[PROPOSALS].rows[str(n)].text("folder")
        ]
        ids = iter(this.workspace.drive.ids(len(files) + len(folders)) if files or folders else [])
        for row in folders:
            this.book[PROPOSALS].put(row.text("nomor"), folder=(made := next(ids)), tautan=folder_link(made))
        for row in files:
            this.book[FILES].put(
                row.text("kunci"),
                id=(made := next(ids)),
                simpan="menunggu",
                tautan=file_link(made),
            )

    def _store(self) -> None:
        """Reserved files are in Drive. What a killed pass left behind is done here too."""
        this = self.this
        thrown = {key for role, key in this.trashed if role == "folder"}  # what goes there waits until it is taken out
        waiting = [r for r in this.book[FILES] if r.text("simpan") == "menunggu" and r.text("usulan") not in thrown]
        if not waiting:
            return
        self._folders({r.number("usulan") for r in waiting})
        for row in waiting:
            content = self._content(row.text("sumber"), row.text("kunci"))
            if content is None:
                this.book[FILES].put(row.text("kunci"), simpan=f"{LOST}: sumber tidak ada lagi")
                continue
            folder = this.structure[("folder", row.text("usulan"))].id
            kind = this.book[FILES].rows[row.text("kunci")].text("nama").rsplit(".", 1)[-1].lower()
            this.workspace.drive.upload(
                row.text("id"),
                safe_name(row.text("nama")),
                folder,
                content,
                _MIMES.get(kind, "application/octet-stream"),
                {"panitia-berkas": this.rulebook.edition.id, KEY: effects.in_drive(row.text("kunci"))},
            )
            this.book[FILES].put(row.text("kunci"), simpan="tersimpan")
            this.counts.add("berkas disimpan")
        this.book.save()

    def _folders(self, numbers: Iterable[int | None]) -> None:
        this = self.this
        for number in sorted(n for n in numbers if n is not None):
            if ("folder", str(number)) in this.structure:
                continue
            row = this.book[PROPOSALS].rows[str(number)]
            name = safe_name(f"{number:03d} {plain(row.text('judul')).title()[:80] or 'Tanpa Judul'}")
            properties = {MARK: this.rulebook.edition.id, ROLE: "folder", KEY: str(number)}
            parent = this.place("usulan")
            this.structure[("folder", str(number))] = this.workspace.drive.make(
                name, FOLDER, parent, properties, row.text("folder")
            )

    def _content(self, source: str, key: str) -> bytes | None:
        """The bytes of an attachment, read again where this pass has not read them."""
        arrival = self._facts[source]
        top = _topmost(key)
        upload, name = next(((a.upload_id, a.name) for a in arrival.attachments if a.key == top), (None, ""))
        holder = source if arrival.channel is Channel.MAIL else top
        try:
            if self._opened is None or self._opened[0] != holder:
                self._opened = None  # before the next is opened, so that both are not in memory together
                if arrival.channel is Channel.MAIL:
                    raw = self._kept.get(source, lambda: self.this.workspace.gmail.raw(source).content)
                    self._opened = holder, Enclosures.in_mail(raw)
                elif upload is not None:
                    data = self._kept.get(upload, lambda: self.this.workspace.drive.download(upload, _LARGEST))
                    if isinstance(data, int):
                        return None
                    self._opened = holder, Enclosures.in_upload(holder.rpartition("/")[2], name, data)
            return self._opened[1].content(key) if self._opened else None
        except (Gone, KeyError):
            return None


def _topmost(key: str) -> str:
    """The key of the upload that a file lies in: "resp/3" for "resp/3.2"."""
    source, _, path = key.rpartition("/")
    return f"{source}/{path.partition('.')[0]}"
