"""A workspace that changes nothing: it reads as the real one does and notes, in words, what would be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from integrations.google.drive import DOCUMENT, FORM, Drive, Item
from integrations.google.forms import Forms
from integrations.google.gmail import Gmail
from integrations.google.sheets import Grid, Sheets
from integrations.workspace import Workspace


@dataclass(slots=True)
class Notes:
    """What would have been done, in order."""

    lines: list[str]

    def add(self, line: str) -> None:
        """One more thing."""
        self.lines.append(line)


class DryGmail(Gmail):
    """Drafts and sends nothing."""

    def __init__(self, real: Gmail, notes: Notes) -> None:
        self.__dict__ |= real.__dict__
        self._notes, self._made = notes, 0

    def draft(self, content: bytes, thread: str | None = None) -> str:
        """Noted."""
        self._made += 1
        self._notes.add("membuat draf surat" + (" pada utas" if thread else "") + f" ({len(content)} bita)")
        return f"rencana-{self._made}"

    def redraft(self, draft_id: str, content: bytes) -> None:
        """Noted."""
        self._notes.add(f"mengubah draf {draft_id} ({len(content)} bita)")

    def send(self, draft_id: str) -> str | None:
        """Noted."""
        self._notes.add(f"mengirim surat dari draf {draft_id}")
        return f"rencana-{draft_id}"


class DryDrive(Drive):
    """Makes and shares nothing."""

    def __init__(self, real: Drive, notes: Notes) -> None:
        self.__dict__ |= real.__dict__
        self._notes = notes

    def ids(self, count: int) -> list[str]:
        """Made-up ids: none is asked of Google."""
        return [f"rencana-{i}" for i in range(count)]

    def make(
        self, name: str, mime: str, parent: str | None, properties: Mapping[str, str], file_id: str | None = None
    ) -> Item:
        """Noted."""
        self._notes.add(f"membuat {'folder' if mime.endswith('folder') else 'lembar kerja'} “{name}”")
        return Item(
            file_id or f"rencana-{name}", name, mime, parents=(parent,) if parent else (), properties=properties
        )

    def adopt(self, file_id: str, parent: str, properties: Mapping[str, str]) -> Item:
        """Noted with what made it."""
        return Item(file_id, "", FORM, parents=(parent,), properties=properties)

    def tag(self, file_id: str, properties: Mapping[str, str]) -> None:
        """Nothing that a person would see."""

    def upload(
        self, file_id: str, name: str, parent: str, content: bytes, mime: str, properties: Mapping[str, str]
    ) -> None:
        """Noted."""
        self._notes.add(f"menyimpan berkas “{name}” ({len(content)} bita)")

    def converted(self, file_id: str, name: str, parent: str, properties: Mapping[str, str]) -> Item:
        """Nothing is made: the PDF that would come of it is noted when it is stored."""
        return Item(f"rencana-{file_id}", name, DOCUMENT, parents=(parent,), properties=properties)

    def export(self, file_id: str, mime: str) -> bytes:
        """Empty: what would be exported has not been made."""
        return b"" if file_id.startswith("rencana-") else super().export(file_id, mime)

    def remove(self, file_id: str) -> None:
        """Nothing that would be removed has been made."""

    def share(self, pairs: Sequence[tuple[str, str, str]]) -> None:
        """Noted."""
        for email in sorted({email for _, email, _ in pairs}):
            self._notes.add(
                f"memberi akses kepada {email} ({sum(1 for p in pairs if p[1] == email)} berkas atau folder)"
            )

    def unshare(self, grants: Sequence[tuple[str, str]]) -> None:
        """Noted."""
        if grants:
            self._notes.add(f"mengakhiri {len(grants)} akses juri")


class DrySheets(Sheets):
    """Writes nothing."""

    def __init__(self, real: Sheets, notes: Notes) -> None:
        self.__dict__ |= real.__dict__
        self._notes = notes

    def write(self, spreadsheet: str, cells: Mapping[str, Grid]) -> None:
        """Noted by tab."""
        counts: dict[str, int] = {}
        for where, grid in cells.items():
            tab = where.rpartition("!")[0].strip("'")
            counts[tab] = counts.get(tab, 0) + len(grid)
        for tab, rows in counts.items():
            self._notes.add(f"menulis {rows} baris pada tab {tab}")

    def change(self, spreadsheet: str, requests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Noted."""
        if requests:
            self._notes.add("menata lembar kerja")
        return [{} for _ in requests]


class DryForms(Forms):
    """Makes and changes nothing."""

    def __init__(self, real: Forms, notes: Notes) -> None:
        self.__dict__ |= real.__dict__
        self._notes = notes

    def form(self, form_id: str) -> dict[str, Any]:
        """A form that was only planned has no questions."""
        return {} if form_id.startswith("rencana-") else super().form(form_id)

    def make(self, title: str, name: str) -> str:
        """Noted."""
        self._notes.add(f"membuat formulir “{title}”")
        return f"rencana-{name}"

    def change(self, form_id: str, requests: Sequence[Mapping[str, Any]]) -> None:
        """Noted."""
        if requests:
            self._notes.add("menata formulir")

    def publish(self, form_id: str, *, accepting: bool) -> None:
        """Noted."""
        self._notes.add("membuka formulir juri" if accepting else "menutup formulir juri")


def dry(real: Workspace, notes: Notes) -> Workspace:
    """The same workspace, read only."""
    return Workspace(
        gmail=DryGmail(real.gmail, notes),
        drive=DryDrive(real.drive, notes),
        sheets=DrySheets(real.sheets, notes),
        forms=DryForms(real.forms, notes),
        machine=real.machine,
    )
