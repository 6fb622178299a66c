"""Letters as drafts in Gmail: rendered, kept equal to what is due, found again by their X- header after a kill.

A draft that waits for ticks has no address: it cannot leave by a hand's mistake, and what leaves is what was sealed.
Its addresses are put on right before it is sent, after the draft was read once more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from competition.letters import Letter, LetterError, Rendered, Templates
from config.errors import FixData, FixSettings
from flows.passes import messages
from flows.passes.context import Pass
from flows.passes.decisions import released
from flows.passes.release import DRAFT
from flows.passes.ticks import OFFICERS
from integrations.google.patience import Gone
from integrations.workbook import records
from integrations.workbook.table import Row
from integrations.workbook.tabs import LETTERS

WAITING, FAILED = "menunggu", "gagal"
BY_ITSELF = "otomatis"  # the letter waits for nobody
RELEASE = "pelepasan pada tab Keputusan"
CHUNK = 25  # letters between two records of what was done


class Drafting:
    """The letters of one pass, rendered, and their drafts."""

    def __init__(self, this: Pass, templates: Templates) -> None:
        self.this, self._templates = this, templates
        self.letters: dict[str, tuple[Letter, Rendered]] = {}
        self._fresh: set[str] = set()  # drafted in this pass with their addresses: nobody can have touched them

    def render(self, letter: Letter) -> Rendered:
        """The letter's words; FixSettings names a template that cannot be filled."""
        try:
            rendered = self._templates.render(letter)
        except LetterError as error:
            raise FixSettings(f"{error}; perbaiki templat itu") from error
        self.letters[letter.key] = (letter, rendered)
        return rendered

    def seal(self, key: str) -> str:
        """The seal of the letter's words and addresses as they are due now; "" where it is not due."""
        if key not in self.letters:
            return ""
        letter, rendered = self.letters[key]
        return rendered.seal(letter.to)

    def outgoing(self, key: str) -> tuple[bytes, str] | None:
        """The message of a letter as it would be sent now, and its seal; None where it is not due."""
        if key not in self.letters:
            return None
        letter, rendered = self.letters[key]
        return messages.write(self.this, key, rendered, letter.to, by_itself=False), self.seal(key)

    def changed(self, row: Row) -> None:
        """A letter whose words or addresses changed is drafted anew and must be approved again."""
        key = row.text("kunci")
        if not self._redraft(row):
            return  # sent or deleted in the meantime: the sending step finds out
        self._reopen(row, "isi atau alamat berubah; mohon disetujui kembali")
        self.this.book[LETTERS].put(key, sidik=self.seal(key), pokok=self.letters[key][0].told)
        self.this.journal(f"surat/{key}/{self.seal(key)}", "isi surat berubah", key, self.letters[key][1].subject)

    def refreshed(self, row: Row) -> bool:
        """The draft says what is due now and its approval stands; False where there is no draft any more."""
        if not self._redraft(row):
            return False
        self.this.book[LETTERS].put(row.text("kunci"), sidik=self.seal(row.text("kunci")))
        return True

    def _reopen(self, row: Row, said: str) -> None:
        self.untick(row.text("kunci"))
        self.this.book[LETTERS].put(row.text("kunci"), keadaan=DRAFT, keterangan=said)

    def untick(self, key: str) -> None:
        """Both ticks of a letter are open again: what it says is not what was approved."""
        for officer in OFFICERS:
            self.this.book[LETTERS].force(key, officer, False)

    def _redraft(self, row: Row, draft: str = "") -> bool:
        try:
            self.this.workspace.gmail.redraft(draft or row.text("draf"), self._message(row))
        except Gone:
            return False
        return True

    def _drafted(self, row: Row, lost: str | None) -> str:
        """The id of a draft that says what is due: the one a killed pass left, otherwise a new one."""
        if lost is not None and self._redraft(row, lost):
            return lost
        return self.this.workspace.gmail.draft(self._message(row))

    def make(self, *, look_first: bool) -> None:
        """Every waiting letter has its draft. `look_first`: a killed pass may have left drafts it did not record."""
        this, table = self.this, self.this.book[LETTERS]
        waiting = [
            r
            for r in table
            if r.text("keadaan") == WAITING
            and not r.text("draf")
            and r.text("kunci") in self.letters
            and self._as_released(r)
        ]
        if not waiting:
            return
        found = self._lost() if look_first else {}
        this.book.save()  # the row stands before its draft is made: a lost draft is looked for by rows without one
        for start in range(0, len(waiting), CHUNK):
            for row in waiting[start : start + CHUNK]:
                key = row.text("kunci")
                try:
                    draft = self._drafted(row, found.get(key))
                except FixData as error:  # Gmail refuses this letter alone
                    table.put(key, keadaan=FAILED, keterangan=f"{error}"[:1000])
                    continue
                if row.text("sidik") not in {"", self.seal(key)}:
                    self.untick(key)  # what was approved said something else
                table.put(key, draf=draft, keadaan=DRAFT, sidik=self.seal(key), pokok=self.letters[key][0].told)
                self._fresh |= {key} if row.text("perlu") == BY_ITSELF else set()
                this.counts.add("draf surat")
            this.book.save()

    def _as_released(self, row: Row) -> bool:
        """False for an outcome that would be drafted anew in other words than were released."""
        if row.text("perlu") != RELEASE or not row.text("sidik") or row.text("sidik") == self.seal(row.text("kunci")):
            return True
        if not released(self.this, row.text("tahap")):
            return True
        said = "templat berubah setelah surat dilepas; ajukan revisi keputusannya"
        self.this.book[LETTERS].put(row.text("kunci"), keadaan=FAILED, keterangan=said)
        return False

    def _lost(self) -> dict[str, str]:
        """Letter key -> draft that a killed pass made without recording it."""
        gmail, known = self.this.workspace.gmail, {r.text("draf") for r in self.this.book[LETTERS]}
        found: dict[str, str] = {}
        for draft, message in gmail.drafts():
            if draft not in known:
                key, _ = gmail.key(message)
                if key:
                    found.setdefault(key, draft)
        return found

    def untouched(self, row: Row) -> bool | None:
        """True where the draft says what was sealed; otherwise it is put right and False told. None: no draft any more."""
        return self._read(row)[0]

    def ready(self, row: Row, faults: Callable[[bytes], list[str]]) -> bool:
        """True where the draft may be sent as it now lies in Gmail: in the sealed words, with its addresses.

        `faults` looks at the very message that will leave. A draft that is gone may be sent: sending finds out.
        """
        key, to = row.text("kunci"), records.listed(row.text("kepada"))
        if key in self._fresh:
            return True
        whole, found = self._read(row)
        if found is None or not whole:
            return whole is None
        message = messages.write(self.this, key, found.words, to, by_itself=row.text("perlu") == BY_ITSELF)
        if told := faults(message):
            said = f"tidak dikirim: {'; '.join(told)}"[:1000]
            self.this.book[LETTERS].put(key, keadaan=FAILED, keterangan=said)
            return False
        if not found.addressed(to):
            try:
                self.this.workspace.gmail.redraft(row.text("draf"), message)
            except Gone:
                return True
        return True

    def _read(self, row: Row) -> tuple[bool | None, messages.Found | None]:
        raw = self.this.workspace.gmail.draft_raw(row.text("draf"))
        if raw is None:
            return None, None
        found = messages.read(raw)
        if found.says(row.text("sidik"), records.listed(row.text("kepada"))):
            return True, found
        key, mark = row.text("kunci"), hashlib.sha256(raw).hexdigest()[:12]
        self.this.journal(f"draf/{key}/{mark}", "draf diubah di Gmail", key, found.words.body, "seseorang")
        if self.seal(key) == row.text("sidik"):
            self._redraft(row)
            self._reopen(row, "draf diubah di Gmail; sudah dikembalikan, mohon diperiksa dan disetujui kembali")
        else:
            said = "draf diubah di Gmail dan tidak dapat dikembalikan karena templat atau datanya sudah berubah"
            self.this.book[LETTERS].put(key, keadaan=FAILED, keterangan=said)
        return False, found

    def _message(self, row: Row) -> bytes:
        letter, rendered = self.letters[row.text("kunci")]
        by_itself = row.text("perlu") == BY_ITSELF
        return messages.write(self.this, letter.key, rendered, letter.to if by_itself else (), by_itself=by_itself)
