"""Letters as drafts in Gmail: rendered, kept equal to what is due, found again by their X- header after a kill."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from competition.letters import Letter, LetterError, Rendered, Templates, approvals
from config.errors import FixSettings
from flows.passes.context import Pass
from flows.passes.release import DRAFT
from integrations.google.gmail import KEY_HEADER
from integrations.google.patience import Gone
from integrations.workbook.table import Row
from integrations.workbook.tabs import LETTERS

WAITING, FAILED = "menunggu", "gagal"
CHUNK = 25  # letters between two records of what was done


class Drafting:
    """The letters of one pass, rendered, and their drafts."""

    def __init__(self, this: Pass, templates: Templates) -> None:
        self.this, self._templates = this, templates
        self.letters: dict[str, tuple[Letter, Rendered]] = {}

    def render(self, letter: Letter) -> Rendered:
        """The letter's words; FixSettings names a template that cannot be filled."""
        try:
            rendered = self._templates.render(letter)
        except LetterError as error:
            raise FixSettings(f"{error}; perbaiki templat itu") from error
        self.letters[letter.key] = (letter, rendered)
        return rendered

    def outgoing(self, key: str) -> tuple[bytes, str] | None:
        """The message of a letter as it would be sent now, and the seal of its words; None where it is not due."""
        if key not in self.letters:
            return None
        letter, rendered = self.letters[key]
        return self._message(letter, rendered), rendered.seal

    def changed(self, row: Row) -> None:
        """A letter whose words changed is drafted anew and must be approved again."""
        key = row.text("kunci")
        rendered = self.letters[key][1]
        if not self.redraft(key):
            return  # sent or deleted in the meantime: the sending step finds out
        for officer in ("sekretaris", "ketua"):
            self.this.book[LETTERS].force(key, officer, False)
        said = "isi berubah; mohon disetujui kembali"
        self.this.book[LETTERS].put(key, sidik=rendered.seal, keadaan=DRAFT, keterangan=said)
        self.this.journal(f"surat/{key}/{rendered.seal}", "isi surat berubah", key, rendered.subject)

    def refreshed(self, row: Row) -> bool:
        """The draft says what is due now and its approval stands; False where there is no draft any more."""
        key = row.text("kunci")
        if not self.redraft(key):
            return False
        self.this.book[LETTERS].put(key, sidik=self.letters[key][1].seal)
        return True

    def redraft(self, key: str) -> bool:
        """The draft says again what is due; False where there is no draft any more."""
        letter, rendered = self.letters[key]
        try:
            self.this.workspace.gmail.redraft(
                self.this.book[LETTERS].rows[key].text("draf"), self._message(letter, rendered)
            )
        except Gone:
            return False
        return True

    def make(self, *, look_first: bool) -> None:
        """Every waiting letter has its draft. `look_first`: a killed pass may have left drafts it did not record."""
        this, table = self.this, self.this.book[LETTERS]
        waiting = [
            r for r in table if r.text("keadaan") == WAITING and not r.text("draf") and r.text("kunci") in self.letters
        ]
        if not waiting:
            return
        found = self._lost() if look_first else {}
        this.book.save()  # the row stands before its draft is made: a lost draft is looked for by rows without one
        for start in range(0, len(waiting), CHUNK):
            for row in waiting[start : start + CHUNK]:
                key = row.text("kunci")
                letter, rendered = self.letters[key]
                draft = found.get(key) or this.workspace.gmail.draft(self._message(letter, rendered))
                table.put(key, draf=draft, keadaan=DRAFT, sidik=rendered.seal)
                this.counts.add("draf surat")
            this.book.save()

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

    def _message(self, letter: Letter, rendered: Rendered) -> bytes:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = formataddr((self.this.rulebook.edition.unit, self.this.rulebook.mailbox.address))
        mail["To"] = ", ".join(letter.to)
        mail["Subject"] = rendered.subject
        mail["Date"] = format_datetime(self.this.now)
        mail[KEY_HEADER] = letter.key
        if not approvals(letter.kind, self.this.rulebook.letters.automatic):
            mail["Auto-Submitted"] = "auto-generated"  # so that no answering machine answers it
        mail.set_content(rendered.body)
        return mail.as_bytes()
