"""What a judge said of a proposal, by whichever channel: the newest valid entry counts, earlier ones are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from competition.facts import Fact


class By(StrEnum):
    """The channel of a ballot; the value is what the sheets show."""

    SHEET = "lembar nilai"
    FORM = "formulir"


class Entry(Fact, arbitrary_types_allowed=True):
    """A valid ballot for one proposal. `values`: criterion -> exact score; none of them where a conflict is declared.

    `at`: when a form was last submitted; of a sheet, when the program first saw what stands there now.
    """

    proposal: int
    by: By
    at: datetime
    values: dict[str, Fraction]
    note: str = ""

    @property
    def conflict(self) -> bool:
        """True where the judge declares a conflict instead of scoring."""
        return not self.values

    def says(self, other: Entry) -> bool:
        """True where both say the same of the same proposal, whenever and however they said it."""
        return (self.proposal, self.values) == (other.proposal, other.values)


def newest(entries: Iterable[Entry]) -> dict[int, Entry]:
    """Proposal -> the entry that counts. Of two at the same instant the sheet's: it is what the judge still sees."""
    found: dict[int, Entry] = {}
    for entry in entries:
        held = found.get(entry.proposal)
        if held is None or _order(entry) > _order(held):
            found[entry.proposal] = entry
    return found


def _order(entry: Entry) -> tuple[datetime, bool]:
    return entry.at, entry.by is By.SHEET


def first_seen(now: Entry, known: Sequence[Entry]) -> Entry:
    """A sheet's entry dated: as before where the sheet's last known entry said the same, otherwise as it is given."""
    before = [e for e in known if e.by is By.SHEET and e.proposal == now.proposal]
    last = max(before, key=lambda e: e.at, default=None)
    return now.model_copy(update={"at": last.at}) if last is not None and last.says(now) else now


def overtaken(entries: Iterable[Entry], counting: Mapping[int, Entry]) -> list[Entry]:
    """The entries that do not count because a newer one does, in order of time."""
    late = [e for e in entries if e.proposal in counting and e != counting[e.proposal]]
    return sorted(late, key=lambda e: (e.at, e.proposal, e.by))
