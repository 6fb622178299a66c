"""Results wait for two ticks and are then frozen: what was approved is what every later step and letter uses."""

from __future__ import annotations

import hashlib
from typing import Any

from flows.passes.context import Pass
from integrations.workbook import records
from integrations.workbook.tabs import DECISIONS

WAITING = "menunggu persetujuan"
FROZEN = "disetujui"
ADMINISTRATION = "administrasi"
FINAL = "final"


def frozen(this: Pass, key: str) -> Any | None:
    """The content of an approved decision; None while it is not approved."""
    row = this.book[DECISIONS].get(key)
    return records.unpacked(row.text("beku")) if row and row.text("keadaan") == FROZEN else None


def propose(this: Pass, key: str, title: str, summary: str, content: Any) -> None:
    """The decision stands for approval with this content. Where both officers ticked just this content, it is frozen.

    A content that changed after a tick takes the ticks back: nobody has approved what they have not seen.
    """
    table = this.book[DECISIONS]
    row = table.get(key)
    if row and row.text("keadaan") == FROZEN:
        return
    packed = records.packed(content)
    seal = hashlib.sha256(packed.encode()).hexdigest()[:16]
    if row is None:
        table.put(key, hal=title, isi=summary[:4000], keadaan=WAITING, sidik=seal)
        this.counts.add("keputusan diajukan")
        return
    if row.text("sidik") != seal:
        if row.ticked("sekretaris") or row.ticked("ketua"):
            this.journal(
                f"keputusan/{key}/{seal}/ulang",
                "persetujuan ditarik",
                key,
                "isi berubah setelah dicentang; mohon diperiksa dan dicentang kembali",
            )
            for officer in ("sekretaris", "ketua"):
                table.force(key, officer, False)
        table.put(key, hal=title, isi=summary[:4000], keadaan=WAITING, sidik=seal)
        return
    if row.ticked("sekretaris") and row.ticked("ketua"):
        table.put(key, keadaan=FROZEN, disetujui=this.at(), beku=packed)
        this.counts.add("keputusan disetujui")
        this.journal(f"keputusan/{key}/{seal}", "keputusan disetujui", key, summary[:400], "sekretaris, ketua")
