"""The registry that the workbook's facts, decisions and corrections make: what every later step starts from."""

from __future__ import annotations

from collections.abc import Mapping

from competition.facts import Arrival
from competition.model import Registry
from competition.registration import register_all
from flows.passes.context import Pass
from integrations.documents.vocabulary import Vocabulary
from integrations.workbook import records


def vocabulary(this: Pass) -> Vocabulary:
    """The words that tell documents and sections apart, of this edition."""
    return Vocabulary.from_edition(
        [(d.id, d.label) for d in this.rulebook.documents], [(a.id, a.label) for a in this.rulebook.aspects]
    )


def registry_of(this: Pass, facts: Mapping[str, Arrival] | None = None) -> Registry:
    """The registry that the workbook's facts, decisions and corrections make."""
    taken, _ = records.decisions(this.book)
    return register_all(
        (records.arrivals(this.book) if facts is None else facts).values(),
        this.rulebook,
        this.register,
        decisions=taken,
        kinds=records.kinds(this.book),
        numbers=records.numbers(this.book),
        corrections=records.corrections(this.book),
    )
