"""How far the workbook had come, told outside it: an older state of it, or a copy, is never taken for the present one.

The folder of the edition carries the workbook's id and how many mails and letters stood in it. A workbook put back to an
earlier version, or a copy in place of the one in the trash, would send again everything that it does not know.
"""

from __future__ import annotations

from config.errors import FixData
from flows.passes.context import Pass
from integrations.workbook.tabs import INBOX, LETTERS

_BOOK, _MAILS, _LETTERS = "buku", "masuk", "surat"


def check(this: Pass) -> None:
    """FixData where the workbook is another one, or knows less, than was told last. Nothing is asked of Google."""
    root = this.structure.get(("induk", ""))
    told = root.properties if root else {}
    if told.get(_BOOK, this.book.id) != this.book.id:
        raise FixData(
            "Buku kerja yang ditemukan adalah salinan, bukan buku kerja edisi ini; pulihkan yang asli dari tempat sampah "
            "Google Drive dan buang salinannya"
        )
    for name, spec in ((_MAILS, INBOX), (_LETTERS, LETTERS)):
        known, now = int(told.get(name, "0")), len(this.book[spec].rows)
        if now < known:
            raise FixData(
                f"Buku kerja lebih lama daripada keadaan terakhir (tab {spec.title}: {now} dari {known} baris); pulihkan "
                "versi terbarunya lewat Riwayat versi"
            )


def note(this: Pass) -> None:
    """What `check` will look for. One request where it has changed."""
    root = this.structure.get(("induk", ""))
    told = {_BOOK: this.book.id, _MAILS: str(len(this.book[INBOX].rows)), _LETTERS: str(len(this.book[LETTERS].rows))}
    if root is not None and any(root.properties.get(k) != v for k, v in told.items()):
        this.workspace.drive.tag(root.id, told)
