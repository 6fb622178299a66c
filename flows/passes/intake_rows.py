"""The rows of intake: what arrived, what waits in quarantine, how many proposals each agency has."""

from __future__ import annotations

from competition.facts import Arrival, Channel
from competition.model import Outcome, Registry, SourceClass
from flows.passes.context import Pass
from integrations.workbook.tabs import AGENCIES, INBOX, REVIEW


def inbox_row(this: Pass, outcome: Outcome) -> None:
    """Masuk tells what an arrival turned out to be; a change of mind is journalled."""
    row = this.book[INBOX].rows[outcome.source]
    before = row.text("kelas")
    if not before:  # who the sender was is what the register said on the day, whatever is changed in it later
        this.book[INBOX].put(outcome.source, dikenal="; ".join(a.code for a in this.register.at(row.text("pengirim"))))
    this.book[INBOX].put(
        outcome.source, kelas=outcome.source_class.value, usulan=outcome.proposal, alasan=outcome.reason
    )
    if before and before != outcome.source_class.value:
        this.journal(
            f"kelas/{outcome.source}/{outcome.source_class}",
            "kelas berubah",
            outcome.source,
            f"{before} menjadi {outcome.source_class}",
        )


def review_row(this: Pass, outcome: Outcome, arrival: Arrival, wrong: str) -> None:
    """Quarantine: the row stands as soon as a person is needed, and tells afterwards what was carried out."""
    row = this.book[REVIEW].get(outcome.source)
    if not outcome.wants and row is None:
        return
    if row is None:
        names = "; ".join(a.name[:80] for a in arrival.attachments)
        this.book[REVIEW].put(
            outcome.source,
            saluran="surel" if arrival.channel is Channel.MAIL else "formulir",
            diterima=this.at(arrival.received_at),
            pengirim=arrival.sender or "(tidak ada)",
            perihal=arrival.subject[:300],
            sebab=outcome.wants,
            isi=" ".join((arrival.text or arrival.fields.title or "").split())[:400],
            berkas=names[:500],
            keadaan="menunggu keputusan",
        )
        this.counts.add("perlu ditinjau")
        return
    done = outcome.source_class is SourceClass.NEEDS_HUMAN and not outcome.wants
    carried_out = f"dijalankan: usulan nomor {outcome.proposal}" if outcome.proposal else "dijalankan: ditolak"
    state = wrong or ("menunggu keputusan" if outcome.wants else carried_out)
    this.book[REVIEW].put(outcome.source, keadaan=state)
    if done:
        this.journal(
            f"ditinjau/{outcome.source}",
            "keputusan dijalankan",
            outcome.source,
            outcome.reason,
            row.text("petugas") or "sekretariat",
        )


def counts_by_agency(this: Pass, registry: Registry) -> None:
    """OPD says how many proposals each agency and unit has."""
    counts: dict[str, int] = {}
    for p in registry.proposals:
        if p.agency:
            counts[p.agency] = counts.get(p.agency, 0) + 1
    for row in this.book[AGENCIES]:
        if row.text("kode") in counts or row.number("usulan"):
            this.book[AGENCIES].put(row.text("kode"), usulan=counts.get(row.text("kode"), 0))
