"""Letters leave the house: row → draft with its id recorded → ticks → sent once → recorded; and what came back of them.

A draft is the key of a send: sent twice it is 404. A draft whose making was not recorded is found by its X- header,
a send whose answer was lost by the draft being gone and the letter lying in Sent. Nothing is ever sent to find out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from competition import effects
from competition.gate import letter_faults
from competition.letters import OUTCOMES, Letter, LetterKind, approvals
from config.errors import FixData, Report
from flows.passes.brake import Brake
from flows.passes.context import Pass
from flows.passes.courtesy import Courtesy
from flows.passes.decisions import released, snapshot
from flows.passes.drafting import BY_ITSELF, CHUNK, FAILED, RELEASE, WAITING, Drafting
from flows.passes.due import Due
from flows.passes.freezing import archive, recipients
from flows.passes.release import APPROVED, DRAFT, HELD, SENT, Release
from flows.passes.replies import echoes
from flows.passes.ticks import approved_by
from flows.passes.unread import EARLY
from integrations.workbook import records
from integrations.workbook.table import Row
from integrations.workbook.tabs import LETTERS

_OUTCOME_WORDS = {k.value for k in OUTCOMES}
_SOUGHT = "draf tidak ada lagi; dicari pada Terkirim sejak "
_LOST = "draf tidak ada lagi di Gmail dan suratnya tidak ada pada Terkirim; pastikan belum dikirim dengan tangan"
_LAG = timedelta(minutes=10)


class Notification:
    """The step."""

    def __init__(self, this: Pass) -> None:
        if this.templates is None:
            raise Report("surat: templat belum dimuat")
        self.this = this
        self.drafting = Drafting(this, this.templates)
        self.release = Release(this, self.drafting)
        self.courtesy = Courtesy(this, self.drafting)

    def run(self) -> None:
        """Every letter due has its row and draft; what is approved is sent, as far as today's limit goes."""
        archive(self.this)
        orphans = any(r.text("keadaan") == WAITING and not r.text("draf") for r in self.this.book[LETTERS])
        self._rows()
        self.drafting.make(look_first=orphans)
        self.release.run(room(self.this))
        sought = [r for r in self.this.book[LETTERS] if _sought(r)]
        self._settle([*sought, *(r for r in self.release.missing if r not in sought)])
        self._send()
        echoes(self.this)

    def _rows(self) -> None:
        this, table = self.this, self.this.book[LETTERS]
        due = {letter.key: letter for letter in Due(this).all()}
        self._asked_again()
        for key in list(table.rows):
            base, again, _ = key.rpartition("/ulang/")
            if again and base in due:
                due[key] = self._repeated(due[base], key)
        for key, letter in due.items():
            row = table.get(key)
            if row is None or row.text("keadaan") != SENT:
                self._row(letter, row)
        for row in table:
            if row.text("kunci") not in due and row.text("keadaan") in {WAITING, DRAFT, APPROVED}:
                table.put(row.text("kunci"), keadaan=HELD, keterangan="tidak diperlukan lagi; tidak dikirim")

    def _row(self, letter: Letter, row: Row | None) -> None:
        this, table = self.this, self.this.book[LETTERS]
        rendered = self.drafting.render(letter)
        repeated = "/ulang/" in letter.key
        needs = approvals(letter.kind, () if repeated else this.rulebook.letters.automatic)
        by_release = letter.kind in OUTCOMES and not repeated
        table.put(
            letter.key,
            jenis=letter.kind.value,
            usulan=letter.proposal,
            kepada="; ".join(letter.to),
            perihal=rendered.subject,
            tahap=letter.stage,
            perlu=RELEASE if by_release else " dan ".join(needs) if needs else BY_ITSELF,
        )
        if row is None:
            said = "" if letter.to else "alamat perangkat daerah tidak ada pada tab OPD"
            table.put(letter.key, keadaan=WAITING if letter.to else HELD, keterangan=said)
        elif row.text("keadaan") == HELD and letter.to and not row.text("draf"):
            table.put(letter.key, keadaan=WAITING, keterangan="")
        elif row.text("keadaan") == HELD and letter.to:
            table.put(letter.key, keadaan=DRAFT, keterangan="diperlukan kembali")
            self.drafting.changed(row)
        elif (
            row.text("draf")
            and row.text("sidik") != self.drafting.seal(letter.key)
            and row.text("keadaan") in {DRAFT, APPROVED}
            and not (by_release and released(this, letter.stage))  # what was released leaves as it was released
        ):
            if letter.kind is LetterKind.REMINDER:
                self.drafting.refreshed(row)  # only its number has changed: what was approved is to remind
            else:
                self.drafting.changed(row)

    def _asked_again(self) -> None:
        """A ticked “Kirim Ulang” with its reason becomes a letter of its own, to be approved like any other."""
        this, table = self.this, self.this.book[LETTERS]
        for row in [r for r in table if r.ticked("ulang")]:
            key, why = row.text("kunci"), row.text("alasan_ulang")
            if not why:
                table.put(key, keterangan="Kirim Ulang: tulis alasannya")
                continue
            if row.text("keadaan") == FAILED:
                table.put(key, keadaan=WAITING, draf="", keterangan=f"dibuat ulang: {why}")
                self.drafting.untick(key)
            elif row.text("keadaan") == SENT:
                base = key.rpartition("/ulang/")[0] or key
                nth = 1 + sum(r.text("kunci").startswith(f"{base}/ulang/") for r in table)
                table.put(effects.again(base, nth), keadaan=WAITING, keterangan=f"kirim ulang: {why}")
                this.journal(effects.again(base, nth), "kirim ulang diminta", base, why, "sekretariat")
            table.force(key, "ulang", False)

    def _repeated(self, letter: Letter, key: str) -> Letter:
        found = {p.number: p for p in self.this.registry.proposals}.get(letter.proposal or 0)
        return letter.model_copy(update={"key": key, "to": recipients(self.this, found) if found else letter.to})

    def approved(self, row: Row) -> bool:
        """True where the release went out, or every officer whose approval this letter needs has ticked."""
        needs = row.text("perlu")
        if needs == RELEASE:
            return released(self.this, row.text("tahap"))
        return needs == BY_ITSELF or approved_by(self.this, LETTERS, row, needs.split(" dan "))

    def _send(self) -> None:
        this, table = self.this, self.this.book[LETTERS]
        ready = [
            r
            for r in table
            if r.text("keadaan") in {DRAFT, APPROVED} and r.text("draf") and not _sought(r) and self.approved(r)
        ]
        ready = self.courtesy.leaving(ready)
        ready.sort(key=lambda r: (r.text("jenis") not in _OUTCOME_WORDS, r.number("usulan") or 0))  # outcomes first
        left, brake = room(this), Brake(this)
        for row in ready[left:]:
            said = "batas kirim harian tercapai; dilanjutkan besok, surat hasil lebih dahulu, urut nomor usulan"
            table.put(row.text("kunci"), keadaan=APPROVED, keterangan=said)
        for start in range(0, len(ready[:left]), CHUNK):
            self._send_some(ready[start : min(start + CHUNK, left)], brake)

    def _faults(self, row: Row) -> Callable[[bytes], list[str]]:
        """What is wrong with the message that leaves: an outcome is held against its frozen line once more."""
        if LetterKind(row.text("jenis")) not in OUTCOMES:
            return lambda _message: []
        found = snapshot(self.this, row.text("tahap"))
        entry = next((e for e in found.entries if e.number == row.number("usulan")), None) if found else None
        if found is None or entry is None:
            return lambda _message: ["tidak ada hasil yang dibekukan untuk usulan itu"]
        repeated = records.listed(row.text("kepada")) if "/ulang/" in row.text("kunci") else None
        return lambda message: letter_faults(entry, found, message, repeated)

    def _send_some(self, rows: Sequence[Row], brake: Brake) -> None:
        gone: list[Row] = []
        try:
            for row in rows:
                if self._stopped(row, brake):
                    continue
                if not (self.courtesy.holds(row) and self.drafting.ready(row, self._faults(row))):
                    continue
                if self._stopped(row, brake):  # making ready may have taken long
                    continue
                try:
                    message = self.this.workspace.gmail.send(row.text("draf"))
                except FixData as error:
                    self.this.book[LETTERS].put(row.text("kunci"), keadaan=FAILED, keterangan=f"{error}"[:1000])
                    continue
                if message is None:
                    gone.append(row)
                else:
                    self._sent(row, message, self.this.now)
        finally:
            self.this.book.save()  # what was sent is recorded even where a later one failed
        self._settle(gone)

    def _stopped(self, row: Row, brake: Brake) -> bool:
        """True where the letter must not leave at this moment: all sending was stopped, or its approval taken back."""
        key, needs = row.text("kunci"), row.text("perlu")
        if brake.on():
            self.this.book[LETTERS].put(key, keadaan=APPROVED, keterangan="pengiriman dihentikan pada tab Pengaturan")
            return True
        if needs in {RELEASE, BY_ITSELF} or brake.ticked(key, needs.split(" dan ")):
            return False
        self.this.book[LETTERS].put(key, keadaan=DRAFT, keterangan="persetujuan ditarik sebelum surat dikirim")
        return True

    def _settle(self, rows: Sequence[Row]) -> None:
        """Letters whose draft is gone: in Sent they were sent, otherwise someone deleted the draft and a person decides.

        Gmail's lists may lag behind: a letter that is not found is looked for again before it is called deleted.
        """
        if not rows:
            return
        this, gmail = self.this, self.this.workspace.gmail
        wanted = {r.text("kunci"): r for r in rows}
        for message in gmail.sent(this.rulebook.intake.opens_at - timedelta(days=EARLY + 1)):
            if not wanted:
                break
            key, moment = gmail.key(message)
            if key in wanted:
                self._sent(wanted.pop(key), message, moment)
        for key, row in wanted.items():
            since = records.moment_of(row.text("keterangan").removeprefix(_SOUGHT), this.rulebook.zone)
            if since is None:
                this.book[LETTERS].put(key, keterangan=f"{_SOUGHT}{this.at()}")
            elif this.now - since >= _LAG:
                this.book[LETTERS].put(key, keadaan=FAILED, keterangan=_LOST)
        this.book.save()

    def _sent(self, row: Row, message: str, moment: datetime) -> None:
        self.this.book[LETTERS].put(
            row.text("kunci"), keadaan=SENT, pesan=message, terkirim=self.this.at(moment), keterangan=""
        )
        self.this.counts.add("surat terkirim")


def room(this: Pass) -> int:
    """How many letters may still leave today: the limit counts the last 24 hours."""
    since = this.now - timedelta(hours=24)
    moments = [
        records.moment_of(r.text("terkirim"), this.rulebook.zone)
        for r in this.book[LETTERS]
        if r.text("keadaan") == SENT
    ]
    return max(0, this.rulebook.letters.daily_limit - sum(1 for m in moments if m is not None and m > since))


def _sought(row: Row) -> bool:
    """True for a letter whose draft has gone and which is still looked for in Sent."""
    return row.text("keadaan") in {DRAFT, APPROVED} and row.text("keterangan").startswith(_SOUGHT)
