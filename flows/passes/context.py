"""One pass over one competition at one instant: the world as read, and what every step needs of it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from competition.agencies import Judge, Register, plain
from competition.letters import Templates
from competition.model import Registry
from competition.rulebook import Rulebook
from competition.snapshot import Snapshot
from config.errors import FixData, FixSettings
from integrations.google.drive import SPREADSHEET, Item
from integrations.workbook import records
from integrations.workbook.book import Workbook
from integrations.workbook.machine import RUNNING
from integrations.workbook.mirror import Change
from integrations.workbook.registry import registry_in
from integrations.workbook.table import Row
from integrations.workbook.tabs import BALLOTS, JOURNAL, SEATS, SETTINGS
from integrations.workspace import Workspace

MARK = "panitia"  # appProperty on everything structural: its value is the edition's id
_AFTER = frozenset({"folder", "lembar", "beku", "dokumen"})  # what is made once a workbook stands
ROLE = "peran"  # buku, induk, folder, lembar, templat, dokumen …
TEMPLATE = "templat"
KEY = "kunci"
STOP = "Hentikan semua pengiriman"
_TAKE_OUT = "ada di tempat sampah Google Drive; pulihkan dari sana"
_GO_ON = frozenset({"", "tidak", "lanjut", "no", "false", "0"})
FORM = "ID Formulir"
OBJECTION_FORM = "ID Formulir Sanggah"
READINGS = "Waktu baca nilai"

log = logging.getLogger("panitia")


@dataclass(slots=True)
class Counts:
    """What a pass did, for the summary."""

    done: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, n: int = 1) -> None:
        """`n` more of this."""
        if n:
            self.done[what] = self.done.get(what, 0) + n

    def words(self) -> str:
        """What was done, as a list ("3 surel dibaca, 2 usulan baru"), or that there was nothing to do."""
        return ", ".join(f"{n} {what}" for what, n in self.done.items()) or "tidak ada yang perlu dikerjakan"


class Pass:
    """Everything a step reads. Steps change `book` in memory and save it at their own commit points."""

    def __init__(self, workspace: Workspace, rulebook: Rulebook, now: datetime) -> None:
        self.workspace, self.rulebook = workspace, rulebook
        self.now = now.astimezone(rulebook.zone)
        self.counts = Counts()
        self.structure: dict[tuple[str, str], Item] = {}
        self.trashed: dict[tuple[str, str], Item] = {}
        self.templates: Templates | None = None
        self.unreachable: list[str] = []  # what could not be read in this pass, in words
        self.policies: dict[str, str] = {}  # row of Kebijakan -> what became of it in this pass
        self.snapshots: dict[str, tuple[str, Snapshot]] = {}  # decisions read in this pass: cell -> what it says

    def open(self) -> None:
        """The structure is found and the workbook read; FixData where there is no workbook yet. Three requests."""
        self.find()
        self.may_set_up()
        book = self.structure.get(("buku", ""))
        if book is None or book.mime != SPREADSHEET:
            raise FixData(f"Buku kerja {self.rulebook.edition.id} belum ada di Drive akun ini; jalankan: panitia setup")
        self.book.load()
        machine = self.workspace.machine
        machine.opened(self.book.id, self.book.notes.get(RUNNING, ""))
        if machine.took:
            key = f"mesin/{self.at()}/{machine.name}"
            self.journal(key, "mesin berganti", self.rulebook.edition.id, f"{machine.took} digantikan {machine.name}")
        known = {s.id for s in self.rulebook.stages}
        if strange := sorted({r.text("tahap") for t in (BALLOTS, SEATS) for r in self.book[t]} - known - {""}):
            raise FixSettings(
                f"buku kerja memuat tahap {', '.join(strange)}, yang tidak ada pada berkas edisi; kembalikan id tahap itu"
            )
        for change in self.book.changes:
            self._noticed(change)

    def _noticed(self, change: Change) -> None:
        """An edit of the program's own cells stands in Jejak, with what stood there before; it has been undone."""
        about = f"{change.spec.title}: {change.key}"
        told = "\0".join(str(t) for t in (change.column, change.old, change.new))
        key = f"ubahan/{about}/{hashlib.sha256(told.encode()).hexdigest()[:12]}/{self.now:%Y-%m-%d}"
        if change.old is None:
            self.journal(key, "baris asing diabaikan", about, f"tidak ditulis program: {change.new}", "seseorang")
        elif change.new is None:
            self.journal(key, "baris dihapus, dikembalikan", about, change.old, "seseorang")
            self.counts.add("baris dikembalikan")
        else:
            heading = change.spec.column(change.column or "").heading
            said = f"{heading}: “{change.old[:300]}” diubah menjadi “{change.new[:300]}”, dikembalikan"
            self.journal(key, "kolom program diubah", about, said, "seseorang")
            self.counts.add("isian dikembalikan ke semula")

    def find(self) -> None:
        """`structure` holds everything of this edition in Drive; of two with one key the older. One request.

        `trashed` holds what lies in the trash alone: nothing is ever made in its place, a person takes it out again.
        """
        for item in self.workspace.drive.marked(MARK, self.rulebook.edition.id, trashed=True):
            place = (item.properties.get(ROLE, ""), item.properties.get(KEY, ""))
            (self.trashed if item.trashed else self.structure).setdefault(place, item)
        for place in self.trashed.keys() & self.structure.keys():
            del self.trashed[place]

    def may_set_up(self) -> None:
        """FixData where the workbook was thrown away or lost: a new one would know nothing, and write to all again."""
        edition = self.rulebook.edition.id
        if ("buku", "") in self.trashed:
            raise FixData(f"Buku kerja {edition} {_TAKE_OUT}")
        if ("buku", "") not in self.structure and any(role in _AFTER for role, _ in (*self.structure, *self.trashed)):
            raise FixData(
                f"Buku kerja {edition} tidak ada lagi, tetapi berkas edisi ini ada; minta admin Google Workspace memulihkannya "
                "(sampai 25 hari setelah dihapus). Untuk mulai dari awal, pakai id edisi yang baru"
            )

    def place(self, role: str) -> str:
        """The id of one of the folders that setup makes; FixData where it is not there."""
        if (role, "") in self.structure:
            return self.structure[(role, "")].id
        if (item := self.trashed.get((role, ""))) is not None:
            raise FixData(f"Folder “{item.name}” {_TAKE_OUT}")
        raise FixData(f"Folder “{role}” edisi ini tidak ada di Google Drive; jalankan panitia setup")

    def made(self, role: str, key: str, name: str, mime: str, parent: str | None) -> Item:
        """The folder or workbook of this role and key; it is made where it does not stand yet. FixData: it was thrown away."""
        if (role, key) in self.trashed:
            raise FixData(f"“{self.trashed[(role, key)].name}” {_TAKE_OUT}")
        if (role, key) not in self.structure:
            properties = {MARK: self.rulebook.edition.id, ROLE: role, KEY: key}
            self.structure[(role, key)] = self.workspace.drive.make(name, mime, parent, properties)
        return self.structure[(role, key)]

    def stored(self, role: str, key: str, file_id: str, name: str, parent: str, content: bytes, mime: str) -> None:
        """The file of this role and key lies in Drive under `file_id`; nothing is asked where it does already, or in the trash."""
        if (role, key) in self.structure or (role, key) in self.trashed:
            return
        properties = {MARK: self.rulebook.edition.id, ROLE: role, KEY: key}
        self.workspace.drive.upload(file_id, name, parent, content, mime, properties)
        self.structure[(role, key)] = Item(file_id, name, mime, parents=(parent,), properties=properties)

    @cached_property
    def book(self) -> Workbook:
        """The workbook of this edition."""
        item = self.structure[("buku", "")]
        return Workbook(
            self.workspace.sheets, item.id, item.link or f"https://docs.google.com/spreadsheets/d/{item.id}/edit"
        )

    @cached_property
    def register(self) -> Register:
        """The agencies of the OPD tab."""
        return Register(records.agencies(self.book), self.rulebook.edition.organiser)

    @cached_property
    def judges(self) -> Mapping[str, Judge]:
        """Address -> judge, of the Juri tab."""
        found = {}
        for judge in records.judges(self.book):
            row = self.register.named(judge.agency)
            found[judge.email] = judge.model_copy(update={"agency": row.code}) if row else judge
        return found

    @cached_property
    def registry(self) -> Registry:
        """The registry that the workbook's facts, decisions and corrections make; made once, after intake."""
        return registry_in(self.book, self.rulebook, self.register)

    @property
    def stopped(self) -> bool:
        """True while the secretariat has stopped all sending: whatever stands in that cell, but a plain no."""
        return halts(self.book[SETTINGS].get(STOP))

    def readings(self, stage_id: str) -> tuple[datetime, ...]:
        """When ballots of a stage are collected: what the secretariat typed, otherwise the rulebook's."""
        moments = records.moments_in(self.book, f"{READINGS} {stage_id}", self.rulebook.zone)
        if moments and None not in moments:
            return tuple(sorted(m for m in moments if m))
        return self.rulebook.readings(stage_id)

    def at(self, moment: datetime | None = None) -> str:
        """A moment (default: now) as it stands in the sheets."""
        return records.local(moment or self.now, self.rulebook.zone)

    def journal(self, key: str, event: str, about: str, detail: str, who: str = "panitia") -> None:
        """One line in Jejak; the same key is written once."""
        if self.book[JOURNAL].get(key) is None:
            self.book[JOURNAL].put(
                key, waktu=self.at(), pelaku=who, peristiwa=event, tentang=about, rincian=detail[:1000]
            )


def halts(row: Row | None) -> bool:
    """True where the stop cell says anything but a plain no."""
    return row is not None and (row.ticked("nilai") or plain(row.text("nilai")) not in _GO_ON)
