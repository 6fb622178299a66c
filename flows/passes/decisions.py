"""Results wait for two ticks and are then frozen: what was approved is what every later step and letter uses.

A frozen result changes only as a new numbered revision, asked for with a reason and approved by two ticks again. Until
then the old one holds everywhere, and what would be different is said beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from competition import effects
from competition.snapshot import Snapshot, differences, frozen_ranking, recomputed_ranking
from config.errors import Report
from flows.passes.context import Pass
from flows.passes.ticks import OFFICERS, approved_by
from integrations.workbook import packing, records
from integrations.workbook.table import Row
from integrations.workbook.tabs import DECISIONS, PIECES

WAITING = "menunggu persetujuan"
FROZEN = "disetujui"
RELEASED = "dilepas"
ADMINISTRATION = "administrasi"
FINAL = "final"
_IN_PIECES = "bagian:"

Freeze = Callable[[Any, int, str], Snapshot]  # (content, revision, reason) -> what would be frozen now


def snapshot(this: Pass, key: str) -> Snapshot | None:
    """The decision as it was last approved; None while it never was."""
    row = this.book[DECISIONS].get(key)
    if row is None or not row.text("beku"):
        return None
    read = this.snapshots.get(key)
    if read is None or read[0] != row.text("beku"):
        read = this.snapshots[key] = (row.text("beku"), _read(this, row))
    return read[1]


def _read(this: Pass, row: Row) -> Snapshot:
    """What stands frozen in a decision's row, or, where it says so, in the pieces of it."""
    text = row.text("beku")
    if not text.startswith(_IN_PIECES):
        return records.model_in(row, "beku", Snapshot, DECISIONS.title)
    name, _, count = text.removeprefix(_IN_PIECES).rpartition("/")
    pieces = [this.book[PIECES].get(effects.piece(name, nth)) for nth in range(1, int(count or 0) + 1)]
    whole = Row({"beku": "".join(p.text("isi") if p else "" for p in pieces)}, row.place)
    return records.model_in(whole, "beku", Snapshot, DECISIONS.title)


def _written(this: Pass, made: Snapshot) -> str:
    """The text that keeps a frozen copy in its row: the copy itself, or where its pieces stand, once they do."""
    text = packing.squeezed(made)
    if len(text) <= packing.CELL:
        return text
    name, pieces = effects.snapshot(made.decision, made.revision), packing.cut(text)
    for nth, piece in enumerate(pieces, 1):
        this.book[PIECES].put(effects.piece(name, nth), isi=piece)
    this.book.save()  # before the row that speaks of them; what a killed pass left is overwritten
    return f"{_IN_PIECES}{name}/{len(pieces)}"


def frozen(this: Pass, key: str) -> Any | None:
    """The content of an approved decision; None while it is not approved."""
    found = snapshot(this, key)
    return found.content if found else None


def released(this: Pass, key: str) -> bool:
    """True once the letters of the decision's present revision have been released."""
    row = this.book[DECISIONS].get(key)
    return row is not None and row.text("keadaan") == FROZEN and went_out(this, key, row.number("revisi") or 1)


def went_out(this: Pass, key: str, revision: int) -> bool:
    """True once the letters of just this revision have been released."""
    gate = this.book[DECISIONS].get(effects.release(key))
    return gate is not None and gate.text("keadaan") == RELEASED and gate.number("revisi") == revision


def asked(this: Pass, key: str) -> bool:
    """True where a person asks for a revision of a frozen decision, or one waits for its ticks."""
    row = this.book[DECISIONS].get(key)
    return row is not None and bool(row.text("beku")) and (row.text("keadaan") == WAITING or _reopens(row))


def _reopens(row: Row) -> bool:
    return bool(row.text("ulang")) and row.text("ulang") != row.text("alasan")


def propose(this: Pass, key: str, title: str, summary: str, content: Any, freeze: Freeze) -> None:
    """The decision stands for approval with this content. Where both officers ticked just this content, it is frozen.

    A content that changed after a tick takes the ticks back: nobody has approved what they have not seen.
    """
    table = this.book[DECISIONS]
    row = table.get(key)
    seal = hashlib.sha256(packing.squeezed(content).encode()).hexdigest()[:16]
    if row is None:
        table.put(key, hal=title, isi=summary[:4000], keadaan=WAITING, sidik=seal, revisi=1)
        this.counts.add("keputusan diajukan")
        return
    if row.text("keadaan") == FROZEN:
        if not _reopens(row):
            _compared(this, key, row, freeze(content, row.number("revisi") or 1, row.text("alasan")))
            return
        untick(this, key, "revisi diminta", row.text("ulang"))
        revision = (row.number("revisi") or 1) + 1
        table.put(key, revisi=revision, alasan=row.text("ulang"), keadaan=WAITING, sidik="", berubah="")
        this.counts.add("revisi diajukan")
    if row.text("sidik") != seal:
        if any(row.ticked(o) for o in OFFICERS):
            untick(this, key, "persetujuan ditarik", "isi berubah setelah dicentang; mohon diperiksa kembali")
        head = f"REVISI {row.number('revisi')}: {row.text('alasan')}\n" if row.text("beku") else ""
        table.put(key, hal=title, isi=(head + summary)[:4000], keadaan=WAITING, sidik=seal)
        return
    if approved_by(this, DECISIONS, row):
        made = freeze(content, row.number("revisi") or 1, row.text("alasan"))
        again = recomputed_ranking(made)
        if again is not None and again != frozen_ranking(made):
            raise Report(f"{title}: peringkat tidak terulang dari dasarnya sendiri; tidak dibekukan")
        archive = this.workspace.drive.ids(1)[0]
        table.put(
            key,
            keadaan=FROZEN,
            disetujui=this.at(),
            beku=_written(this, made),
            sha256=made.sha256,
            arsip=archive,
            berubah="",
        )
        this.counts.add("keputusan disetujui")
        event = f"keputusan/{effects.snapshot(key, made.revision)}"
        this.journal(event, "keputusan disetujui", key, f"SHA-256 {made.sha256}; {summary[:400]}", "sekretaris, ketua")


def _compared(this: Pass, key: str, row: Row, now: Snapshot) -> None:
    before = snapshot(this, key)
    told = differences(before, now) if before else []
    text = "; ".join(told)[:4000]
    if text and text != row.text("berubah"):
        mark = hashlib.sha256(text.encode()).hexdigest()[:12]
        this.journal(f"berubah/{effects.snapshot(key, now.revision)}/{mark}", "berubah setelah disetujui", key, text)
    this.book[DECISIONS].put(key, berubah=text)


def untick(this: Pass, key: str, event: str, why: str) -> None:
    """Both ticks of a decision are open again, and Jejak says why."""
    row = this.book[DECISIONS].rows[key]
    mark = hashlib.sha256(f"{row.text('sidik')}{why}".encode()).hexdigest()[:12]
    this.journal(f"keputusan/{key}/{mark}/ulang", event, key, why)
    for officer in OFFICERS:
        this.book[DECISIONS].force(key, officer, False)
