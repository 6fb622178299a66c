"""Letters leave the house: row → draft with its id recorded → ticks → sent once → recorded.

A draft is the key of a send: sent twice it is 404. A draft whose making was not recorded is found by its X- header,
a send whose answer was lost by the draft being gone and the letter lying in Sent. Nothing is ever sent to find out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from competition.letters import Letter, LetterError, Rendered, Templates, approvals
from config.errors import FixSettings
from flows.passes.context import Pass
from flows.passes.due import Due
from integrations.google.gmail import KEY_HEADER
from integrations.google.patience import Gone
from integrations.workbook import records
from integrations.workbook.table import Row
from integrations.workbook.tabs import LETTERS

WAITING, DRAFT, APPROVED, SENT, HELD, FAILED = "menunggu", "draf", "disetujui", "terkirim", "ditahan", "gagal"
_CHUNK = 25  # letters between two records of what was done


class Notification:
    """The step."""

    def __init__(self, this: Pass, templates: Templates) -> None:
        self.this, self.templates = this, templates
        self.letters: dict[str, tuple[Letter, Rendered]] = {}

    def run(self) -> None:
        """Every letter due has its row and draft; every approved one is sent, as far as today's limit goes."""
        orphans = any(r.text("keadaan") == WAITING and not r.text("draf") for r in self.this.book[LETTERS])
        self._rows()
        self._drafts(look_first=orphans)
        self._send()

    def _rows(self) -> None:
        this, table = self.this, self.this.book[LETTERS]
        due = Due(this).all()
        for letter in due:
            row = table.get(letter.key)
            if row is not None and row.text("keadaan") == SENT:
                continue
            rendered = self._rendered(letter)
            self.letters[letter.key] = (letter, rendered)
            needs = approvals(letter.kind, this.rulebook.letters.automatic)
            table.put(
                letter.key,
                jenis=letter.kind.value,
                usulan=letter.proposal,
                kepada="; ".join(letter.to),
                perihal=rendered.subject,
                tahap=letter.stage,
                perlu=" dan ".join(needs) if needs else "otomatis",
            )
            if row is None:
                table.put(
                    letter.key,
                    keadaan=WAITING if letter.to else HELD,
                    keterangan="" if letter.to else "alamat perangkat daerah tidak ada pada tab OPD",
                )
            elif row.text("keadaan") == HELD and letter.to and not row.text("draf"):
                table.put(letter.key, keadaan=WAITING, keterangan="")
            elif row.text("draf") and row.text("sidik") != rendered.seal:
                self._changed(row, letter, rendered)
        keys = {letter.key for letter in due}
        for row in table:
            if row.text("kunci") not in keys and row.text("keadaan") in {WAITING, DRAFT, APPROVED}:
                table.put(row.text("kunci"), keadaan=HELD, keterangan="tidak diperlukan lagi; tidak dikirim")

    def _rendered(self, letter: Letter) -> Rendered:
        try:
            return self.templates.render(letter)
        except LetterError as error:
            raise FixSettings(f"{error}; perbaiki templat itu") from error

    def _changed(self, row: Row, letter: Letter, rendered: Rendered) -> None:
        """A letter whose words changed is drafted anew and must be approved again."""
        try:
            self.this.workspace.gmail.redraft(row.text("draf"), self._message(letter, rendered))
        except Gone:
            return  # sent or deleted in the meantime: the sending step finds out
        for officer in ("sekretaris", "ketua"):
            self.this.book[LETTERS].force(letter.key, officer, False)
        self.this.book[LETTERS].put(
            letter.key, sidik=rendered.seal, keadaan=DRAFT, keterangan="isi berubah; mohon disetujui kembali"
        )
        self.this.journal(f"surat/{letter.key}/{rendered.seal}", "isi surat berubah", letter.key, rendered.subject)

    def _drafts(self, *, look_first: bool) -> None:
        this, table = self.this, self.this.book[LETTERS]
        waiting = [
            r for r in table if r.text("keadaan") == WAITING and not r.text("draf") and r.text("kunci") in self.letters
        ]
        found = self._lost_drafts() if look_first and waiting else {}
        if waiting:
            this.book.save()  # the row stands before its draft is made: a lost draft is looked for by rows without one
        for start in range(0, len(waiting), _CHUNK):
            for row in waiting[start : start + _CHUNK]:
                key = row.text("kunci")
                letter, rendered = self.letters[key]
                draft = found.get(key) or this.workspace.gmail.draft(self._message(letter, rendered))
                table.put(key, draf=draft, keadaan=DRAFT, sidik=rendered.seal)
                this.counts.add("draf surat")
            this.book.save()

    def _lost_drafts(self) -> dict[str, str]:
        """Letter key -> draft that a killed pass made without recording it."""
        gmail, known = self.this.workspace.gmail, {r.text("draf") for r in self.this.book[LETTERS]}
        found: dict[str, str] = {}
        for draft, message in gmail.drafts():
            if draft not in known:
                key, _ = gmail.key(message)
                if key:
                    found.setdefault(key, draft)
        return found

    def approved(self, row: Row) -> bool:
        """True where every officer whose approval this letter needs has ticked."""
        needs = row.text("perlu")
        return needs == "otomatis" or all(row.ticked(officer) for officer in needs.split(" dan "))

    def _send(self) -> None:
        this, table = self.this, self.this.book[LETTERS]
        ready = [r for r in table if r.text("keadaan") in {DRAFT, APPROVED} and r.text("draf") and self.approved(r)]
        if this.stopped:
            for row in ready:
                table.put(row.text("kunci"), keadaan=APPROVED, keterangan="pengiriman dihentikan pada tab Pengaturan")
            return
        room = max(0, this.rulebook.letters.daily_limit - self._sent_today())
        for row in ready[room:]:
            table.put(row.text("kunci"), keadaan=APPROVED, keterangan="batas kirim harian tercapai; dilanjutkan besok")
        for start in range(0, len(ready[:room]), _CHUNK):
            self._send_some(ready[start : min(start + _CHUNK, room)])

    def _send_some(self, rows: Sequence[Row]) -> None:
        gone: list[Row] = []
        try:
            for row in rows:
                message = self.this.workspace.gmail.send(row.text("draf"))
                if message is None:
                    gone.append(row)
                else:
                    self._sent(row, message, self.this.now)
        finally:
            self.this.book.save()  # what was sent is recorded even where a later one failed
        if gone:
            self._settle(gone)

    def _settle(self, rows: Sequence[Row]) -> None:
        """Letters whose draft is gone: in Sent they were sent, otherwise someone deleted the draft and a person decides."""
        gmail = self.this.workspace.gmail
        wanted = {r.text("kunci"): r for r in rows}
        for message in gmail.sent(self.this.rulebook.intake.opens_at - timedelta(days=1)):
            if not wanted:
                break
            key, moment = gmail.key(message)
            if key in wanted:
                self._sent(wanted.pop(key), message, moment)
        for row in wanted.values():
            self.this.book[LETTERS].put(
                row.text("kunci"), keadaan=FAILED, keterangan="draf dihapus dari Gmail sebelum terkirim"
            )
        self.this.book.save()

    def _sent(self, row: Row, message: str, moment: datetime) -> None:
        self.this.book[LETTERS].put(
            row.text("kunci"), keadaan=SENT, pesan=message, terkirim=self.this.at(moment), keterangan=""
        )
        self.this.counts.add("surat terkirim")

    def _sent_today(self) -> int:
        since = self.this.now - timedelta(hours=24)
        moments = [
            records.moment_of(r.text("terkirim"), self.this.rulebook.zone)
            for r in self.this.book[LETTERS]
            if r.text("keadaan") == SENT
        ]
        return sum(1 for m in moments if m is not None and m > since)

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
