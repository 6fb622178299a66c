"""Whose ticks count: a tick in a cell that only its officer may edit, on a row that stands once."""

from __future__ import annotations

from collections.abc import Iterable

from flows.passes.context import Pass
from integrations.workbook.columns import TabSpec
from integrations.workbook.table import Row
from integrations.workbook.tabs import DECISIONS, LETTERS

OFFICERS = ("sekretaris", "ketua")


def approved_by(this: Pass, spec: TabSpec, row: Row, officers: Iterable[str] = OFFICERS) -> bool:
    """True where each of these officers has ticked the row, and nobody else can have done it."""
    return all(row.ticked(o) for o in officers) and not doubts(this, spec, row, officers)


def doubts(this: Pass, spec: TabSpec, row: Row, officers: Iterable[str] = OFFICERS) -> list[str]:
    """Why ticks on this row tell nothing, in words; [] where they do."""
    key = row.text(spec.key.id)
    found = [f"baris {key} tertulis lebih dari sekali pada tab {spec.title}"] if key in this.book[spec].doubles else []
    return found + [
        f"kolom {spec.column(o).heading} pada tab {spec.title} dapat diubah orang lain; jalankan panitia setup"
        for o in officers
        if not this.book.kept_for(spec, row, o, (*accounts(this), this.rulebook.officer(o).email))
    ]


def accounts(this: Pass) -> list[str]:
    """The program's own account: the mailbox, and whoever owns the workbook, unless that is an officer."""
    officers = {o.email.lower() for o in this.rulebook.officers}
    owners = {e for e, role in this.structure[("buku", "")].shared if role == "owner"}
    return [this.rulebook.mailbox.address, *sorted(owners - officers - {this.rulebook.mailbox.address.lower()})]


def all_doubts(this: Pass) -> list[tuple[TabSpec, str]]:
    """Every tab whose columns for ticks are not kept for their officers, with the words that say so."""
    told = {
        (spec.title, text): spec
        for spec in (DECISIONS, LETTERS)
        for row in this.book[spec]
        for text in doubts(this, spec, row)
        if text.startswith("kolom")
    }
    return [(spec, text) for (_, text), spec in told.items()]
