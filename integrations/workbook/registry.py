"""The registry that the workbook's facts, decisions and corrections make: what every later step starts from."""

from __future__ import annotations

from collections.abc import Mapping

from competition.agencies import Register
from competition.facts import Arrival
from competition.model import Registry
from competition.registration import register_all
from competition.rulebook import Rulebook
from integrations.workbook import records
from integrations.workbook.book import Workbook
from integrations.workbook.cases import cases_by_source
from integrations.workbook.tabs import INBOX


def registry_in(
    book: Workbook, rulebook: Rulebook, register: Register, facts: Mapping[str, Arrival] | None = None
) -> Registry:
    """The registry; `facts`: everything that arrived, where it has been read already."""
    taken, _ = records.decisions(book)
    objections, suspected = cases_by_source(book)
    return register_all(
        (records.arrivals(book) if facts is None else facts).values(),
        rulebook,
        register,
        decisions=taken,
        kinds=records.kinds(book),
        numbers=records.numbers(book),
        corrections=records.corrections(book),
        recognised={r.text("id"): records.listed(r.text("dikenal")) for r in book[INBOX] if r.text("dikenal")},
        objections=objections,
        suspected=suspected,
    )
