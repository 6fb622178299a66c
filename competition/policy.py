"""Policy beside the ranking: who goes on or not by a named, justified decision. Scores, ranks and traces stay as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from pydantic import model_validator

from competition.facts import Fact
from competition.stages import Rule

if TYPE_CHECKING:  # rankings are made under the rulebook, of which `Policies` is a part
    from competition.selection import Placing, Ranking

FINAL = "final"


class Kind(StrEnum):
    """The policies there are; the value is what people choose and letters name."""

    ONE_PER_AGENCY = "satu per perangkat daerah"
    NEW_FACES = "wajah baru"
    REGIONS = "pemerataan wilayah"
    OTHER = "lainnya"


class Policies(Rule):
    """Which policies the edition allows. `final`: those that may decide awards too; by default none."""

    allowed: tuple[Kind, ...] = tuple(Kind)
    final: tuple[Kind, ...] = ()

    @model_validator(mode="after")
    def _within(self) -> Self:
        if unknown := [k.value for k in self.final if k not in self.allowed]:
            raise ValueError(f"final: not among allowed: {', '.join(unknown)}")
        return self


class Entry(Fact):
    """One policy decision on one proposal. It counts only with who decided, why, and in which minutes."""

    key: str
    stage: str
    proposal: int
    kind: Kind
    passes: bool
    reason: str
    by: str
    minutes: str

    @property
    def lacking(self) -> tuple[str, ...]:
        """What must still be written for it to count, by the names of its columns."""
        told = (("Alasan", self.reason), ("Diputuskan Oleh", self.by), ("Nomor Berita Acara", self.minutes))
        return tuple(name for name, value in told if not value.strip())

    def words(self) -> str:
        """As it stands beside the proposal, in letters and in the frozen copy."""
        effect = "diloloskan" if self.passes else "tidak diloloskan"
        reason, by, minutes = (" ".join(t.split())[:300] for t in (self.reason, self.by, self.minutes))
        return f"kebijakan {self.kind.value}: {effect}, alasan {reason}, diputuskan oleh {by}, berita acara nomor {minutes}"

    @property
    def seal(self) -> str:
        """Changes when a word of the entry changes."""
        return hashlib.sha256(self.words().encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Applied:
    """A ranking with its policy. `used`: keys of the entries that count; `refused`: (key, why not) of all others."""

    ranking: Ranking
    used: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def applied(ranking: Ranking, entries: Iterable[Entry], rules: Policies | None = None) -> Applied:
    """The ranking in which the policy of its stage decides who goes on. The complete entries count together or not at all.

    Seats stay as many as they are: for each proposal let in another one is named that stays out. In the final the
    awards are dealt anew in order of rank to those who get one, and only policies listed for it count.
    """
    mine = sorted((e for e in entries if e.stage == ranking.stage), key=lambda e: (e.proposal, e.key))
    refused = [(e.key, why) for e in mine if (why := _refusal(e, mine, ranking, rules or Policies()))]
    good = [e for e in mine if e.key not in dict(refused)]
    if good and (why := _misfit(ranking, good)):
        refused, good = refused + [(e.key, why) for e in good], []
    if not good:
        return Applied(ranking=ranking, refused=tuple(refused))
    decided = {e.proposal: e for e in good}
    placings = [
        p.model_copy(update={"advances": e.passes, "policy": e.words()}) if (e := decided.get(p.number)) else p
        for p in ranking.placings
    ]
    if ranking.stage == FINAL:
        placings = _dealt(placings, [p.award for p in ranking.placings if p.award])
    return Applied(ranking=ranking.model_copy(update={"placings": tuple(placings)}), used=tuple(e.key for e in good))


def _refusal(entry: Entry, all_of_stage: Sequence[Entry], ranking: Ranking, rules: Policies) -> str:
    """Why this entry alone cannot count; "" where nothing is wrong with it."""
    placing = next((p for p in ranking.placings if p.number == entry.proposal), None)
    if entry.lacking:
        return f"belum lengkap: {', '.join(entry.lacking)}"
    if entry.kind not in rules.allowed:
        return f"kebijakan “{entry.kind.value}” tidak dibolehkan aturan edisi ini"
    if ranking.stage == FINAL and entry.kind not in rules.final:
        return f"kebijakan “{entry.kind.value}” tidak berlaku untuk penghargaan akhir menurut aturan edisi ini"
    if ranking.stage != FINAL and ranking.seats is None:
        return "tahap ini tidak mempunyai batas lolos"
    if placing is None:
        return f"usulan nomor {entry.proposal} tidak ada pada peringkat tahap ini"
    if sum(e.proposal == entry.proposal for e in all_of_stage) > 1:
        return f"usulan nomor {entry.proposal} tertulis pada lebih dari satu baris"
    if placing.advances == entry.passes and not placing.undecided:
        return f"tidak mengubah apa pun: usulan nomor {entry.proposal} {'sudah' if entry.passes else 'memang tidak'} lolos menurut nilai"
    return ""


def _misfit(ranking: Ranking, good: Sequence[Entry]) -> str:
    """Why the good entries of a stage cannot count together; "" where they can."""
    if any(p.undecided for p in ranking.placings):
        return "nilai sama pada batas lolos diputus pleno lebih dahulu"
    before = len(ranking.advancing)
    after = before + sum(1 if e.passes else -1 for e in good)
    seats = before if ranking.seats is None else min(ranking.seats, len(ranking.placings))
    if after not in {before, seats}:
        pairs = (
            "; sebutkan pula usulan yang tidak diloloskan" if after > seats else "; sebutkan pula usulan penggantinya"
        )
        return f"kebijakan: {after} diloloskan untuk {seats} kursi{pairs}"
    return ""


def _dealt(placings: Iterable[Placing], awards: Sequence[str]) -> list[Placing]:
    left = iter(awards)
    return [p.model_copy(update={"award": next(left, None) if p.advances else None}) for p in placings]
