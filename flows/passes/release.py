"""The letters of an outcome leave together or not at all: checked against the frozen copy, then released by two ticks.

The check is `competition.gate`, which shares nothing with what rendered the letters. It runs on what would be sent
while the release is proposed, and once more on the very drafts in Gmail when both officers have ticked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from competition import effects
from competition.gate import batch_faults
from competition.snapshot import Snapshot
from flows.passes.context import Pass
from flows.passes.decisions import FROZEN, RELEASED, WAITING, snapshot, untick
from flows.passes.ticks import OFFICERS, approved_by, doubts
from integrations.google.patience import Gone
from integrations.workbook.table import Row
from integrations.workbook.tabs import DECISIONS, LETTERS

BLOCKED = "tertahan"
LARGEST = 64 * 1024 * 1024  # bytes of a frozen copy
SENT, DRAFT, APPROVED, HELD = "terkirim", "draf", "disetujui", "ditahan"


class Drafts(Protocol):
    """What the release asks of the letters: what would be sent now, and whether their drafts are as they were made."""

    def outgoing(self, key: str) -> tuple[bytes, str] | None:
        """The message of a letter and its seal; None where none is due."""

    def untouched(self, row: Row) -> bool | None:
        """True where the draft says what was sealed; otherwise it is put right and False told. None: no draft any more."""


class Release:
    """The release of every decision's letters."""

    def __init__(self, this: Pass, drafts: Drafts) -> None:
        self.this, self._drafts = this, drafts
        self.missing: list[Row] = []  # letters whose draft has gone before their release: sent by hand, or deleted

    def run(self, room: int) -> None:
        """Every frozen decision with letters has its release proposed, blocked with its reasons, or released."""
        for row in list(self.this.book[DECISIONS]):
            found = snapshot(self.this, row.text("kunci"))
            if found is not None and self._keys(found):
                self._one(row, found, room)

    def _keys(self, found: Snapshot) -> dict[int, str]:
        """Proposal -> key of its letter, of those that have a row in Surat."""
        keys = {
            e.number: effects.outcome(found.decision, e.number, found.letters.get(e.number, 1)) for e in found.entries
        }
        return {n: k for n, k in keys.items() if self.this.book[LETTERS].get(k) is not None}

    def _one(self, decision: Row, found: Snapshot, room: int) -> None:
        this, table = self.this, self.this.book[DECISIONS]
        key = effects.release(found.decision)
        row = table.get(key)
        if row is not None and row.text("keadaan") == RELEASED and row.number("revisi") == found.revision:
            return
        rows = {n: this.book[LETTERS].rows[k] for n, k in self._keys(found).items()}
        going = {n: r.text("kunci") for n, r in rows.items() if r.text("keadaan") in {DRAFT, APPROVED}}
        if not going and all(r.text("keadaan") == SENT for r in rows.values()):
            if row is not None and row.text("keadaan") == RELEASED and decision.text("keadaan") == FROZEN:
                self._nothing_changed(key, found)
            return
        by_hand = [n for n, r in rows.items() if r.text("keadaan") == HELD and not r.text("kepada")]
        faults = self._faults(decision, found, rows, going, room)
        faults += doubts(this, DECISIONS, row or decision)
        seal = self._seal(found, going)
        if row is not None and row.text("sidik") != seal and any(row.ticked(o) for o in OFFICERS):
            untick(this, key, "pelepasan ditarik", "surat berubah setelah dicentang; mohon diperiksa kembali")
        table.put(
            key,
            hal=f"Pelepasan surat: {found.label}" + (f" (revisi {found.revision})" if found.revision > 1 else ""),
            isi=_summary(found, going, by_hand, faults)[:4000],
            keadaan=BLOCKED if faults else WAITING,
            revisi=found.revision,
            sidik=seal,
        )
        if row is None:
            this.counts.add("pelepasan surat diajukan")
        elif not faults and approved_by(this, DECISIONS, row) and not this.stopped:
            self._let_go(key, found, going)

    def _faults(
        self, decision: Row, found: Snapshot, rows: Mapping[int, Row], going: Mapping[int, str], room: int
    ) -> list[str]:
        this = self.this
        faults: list[str] = []
        if decision.text("keadaan") != FROZEN:
            faults.append("revisi keputusan ini belum disetujui")
        if found.sha256 != decision.text("sha256"):
            faults.append("salinan beku pada tab Keputusan tidak sesuai sidik SHA-256-nya")
        if decision.text("berubah"):
            faults.append(f"berubah setelah disetujui: {decision.text('berubah')}")
        table = this.book[LETTERS]
        faults += [f"surat {k} tertulis lebih dari sekali pada tab Surat" for k in going.values() if k in table.doubles]
        letters = {n: made[0] for n, k in going.items() if (made := self._drafts.outgoing(k))}
        excused = [
            n
            for n, r in rows.items()
            if r.text("keadaan") == SENT or (r.text("keadaan") == HELD and not r.text("kepada"))
        ]
        faults += batch_faults(found, letters, excused)
        limit = this.rulebook.letters.daily_limit
        if len(going) > room and len(going) <= limit:
            faults.append(
                f"{len(going)} surat melebihi sisa kuota kirim hari ini ({room}); menunggu sampai muat seluruhnya"
            )
        return faults

    def _seal(self, found: Snapshot, going: Mapping[int, str]) -> str:
        told = [f"{k}={made[1]}" for _, k in sorted(going.items()) if (made := self._drafts.outgoing(k))]
        return hashlib.sha256("\n".join([found.sha256, *told]).encode()).hexdigest()[:16]

    def _let_go(self, key: str, found: Snapshot, going: Mapping[int, str]) -> None:
        this = self.this
        if (said := self._archived(found)) is not None:
            untick(this, key, "pelepasan ditarik", said)
            this.book[DECISIONS].put(key, keadaan=BLOCKED, isi=f"TERTAHAN: {said}.")
            return
        rows = {n: this.book[LETTERS].rows[k] for n, k in going.items()}
        states = {n: self._drafts.untouched(row) for n, row in rows.items()}
        self.missing = [rows[n] for n, state in states.items() if state is None]
        if wrong := [n for n, state in states.items() if not state]:
            changed, gone = (_listed(n for n in wrong if states[n] is kind) for kind in (False, None))
            text = "; ".join(
                [f"draf surat usulan nomor {changed} diubah di Gmail; sudah dikembalikan"] * bool(changed)
                + [f"draf surat usulan nomor {gone} tidak ada lagi di Gmail"] * bool(gone)
            )
            untick(this, key, "pelepasan ditarik", text)
            this.book[DECISIONS].put(
                key, keadaan=BLOCKED, isi=f"TERTAHAN: {text}. Mohon diperiksa dan dicentang kembali."
            )
            return
        now = this.book.now({DECISIONS: OFFICERS})[DECISIONS].get(key)
        if now is None or not all(now.ticked(o) for o in OFFICERS):
            return  # taken back while the drafts were read
        this.book[DECISIONS].put(key, keadaan=RELEASED, disetujui=this.at())
        this.journal(
            f"{key}/{found.revision}", "surat dilepas", found.label, f"{len(going)} surat; SHA-256 {found.sha256}",
            "sekretaris, ketua",
        )  # fmt: skip
        this.counts.add("pelepasan disetujui")
        this.book.save()  # the release stands before the first letter leaves

    def _nothing_changed(self, key: str, found: Snapshot) -> None:
        """A revision that changes no letter counts as released: it was approved, and there is nothing to send."""
        self.this.book[DECISIONS].put(
            key, revisi=found.revision, isi=f"Revisi {found.revision}: tidak ada surat yang berubah."
        )
        self.this.journal(f"{key}/{found.revision}", "revisi tanpa surat baru", found.label, f"SHA-256 {found.sha256}")

    def _archived(self, found: Snapshot) -> str | None:
        """What is wrong with the frozen copy in Drive; None where it is, byte for byte, what the letters were made from."""
        place = self.this.book[DECISIONS].rows[found.decision].text("arsip")
        try:
            copy = self.this.workspace.drive.download(place, LARGEST)
        except Gone:
            return "salinan beku tidak ada lagi di Drive; pulihkan dari tempat sampah, atau ajukan revisi"
        same = isinstance(copy, bytes) and hashlib.sha256(copy).hexdigest() == found.sha256
        return None if same else "salinan beku di Drive tidak sesuai sidik SHA-256-nya; ajukan revisi"


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _summary(found: Snapshot, going: Mapping[int, str], by_hand: Sequence[int], faults: Sequence[str]) -> str:
    passed = sum(e.passed for e in found.entries)
    lines = [f"{len(going)} surat hasil untuk {len(found.entries)} usulan; lolos/penerima penghargaan {passed}."]
    if by_hand:
        lines.append(f"Tanpa alamat surel, disampaikan langsung: usulan nomor {', '.join(map(str, by_hand))}.")
    if faults:
        lines += ["TERTAHAN:", *(f"- {f}" for f in faults)]
        lines.append(
            "Kembalikan seperti semula, atau tulis Alasan Revisi pada baris keputusannya untuk mengajukan revisi."
        )
    else:
        lines.append(
            "Pemeriksaan: setiap surat sesuai dengan salinan beku. Dikirim urut nomor usulan setelah dicentang."
        )
    return "\n".join(lines)
