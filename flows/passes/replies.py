"""What came back of a letter stands beside it: a bounce, an answering machine. Nothing is ever answered by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from competition.facts import Arrival, Machine
from flows.passes.context import Pass
from integrations.workbook import records
from integrations.workbook.table import Row
from integrations.workbook.tabs import INBOX, LETTERS

UNDELIVERED = "tidak sampai"
_CLASSES = {"bounce", "auto-reply"}


def echoes(this: Pass) -> None:
    """Every letter tells which of its addresses could not be reached and who answered by machine."""
    told: dict[str, list[str]] = {}
    sent = [r for r in this.book[LETTERS] if r.text("terkirim")]
    for row in this.book[INBOX]:
        if row.text("kelas") in _CLASSES:
            for address, words, at in _about(records.model_in(row, "fakta", Arrival, INBOX.title)):
                letter = _latest(this, sent, address, at)
                if letter is not None:
                    told.setdefault(letter.text("kunci"), []).append(f"{words} {address} ({this.at(at)})")
    for row in sent:
        key = row.text("kunci")
        this.book[LETTERS].put(key, balik="; ".join(sorted(set(told.get(key, ()))))[:2000])


def _about(arrival: Arrival) -> Iterator[tuple[str, str, datetime]]:
    if arrival.machine is Machine.BOUNCE:
        for address in arrival.failed_recipients:
            yield address.lower(), f"{UNDELIVERED} ke", arrival.received_at
    elif arrival.machine is Machine.AUTO_REPLY and arrival.sender:
        yield arrival.sender, "balasan otomatis dari", arrival.received_at


def _latest(this: Pass, sent: list[Row], address: str, at: datetime) -> Row | None:
    """The last letter that went to this address before it came back."""
    found: tuple[datetime, Row] | None = None
    for row in sent:
        moment = records.moment_of(row.text("terkirim"), this.rulebook.zone)
        to = {a.lower() for a in records.listed(row.text("kepada"))}
        if moment and moment <= at and address in to and (found is None or moment >= found[0]):
            found = (moment, row)
    return found[1] if found else None
