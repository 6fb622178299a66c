"""How a proposal stood in a stage: aspect by aspect against all that were judged with it, and how far from the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from competition.minutes import percent, shown
from competition.selection import Placing, Ranking, comma, show
from competition.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Aspect:
    """One criterion: the proposal's mean, and the quartiles of the means of all proposals of the stage."""

    name: str
    weight: Fraction  # percent of the stage's total
    mean: Fraction | None
    quartiles: tuple[Fraction, Fraction, Fraction]

    @property
    def words(self) -> str:
        """Where the mean lies among all, as a reader understands it."""
        if self.mean is None:
            return "tidak dinilai"
        low, middle, high = self.quartiles
        if self.mean >= high:
            return "termasuk seperempat teratas"
        if self.mean >= middle:
            return "di atas atau sama dengan nilai tengah"
        if self.mean >= low:
            return "di bawah nilai tengah"
        return "termasuk seperempat terbawah"

    def values(self) -> dict[str, Any]:
        """As templates read it."""
        low, middle, high = (shown(q) for q in self.quartiles)
        return {
            "nama": self.name,
            "bobot": percent(self.weight),
            "rerata": shown(self.mean),
            "kuartil": f"{low} – {middle} – {high}",
            "bawah": low,
            "tengah": middle,
            "atas": high,
            "letak": self.words,
        }


def quartiles(values: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Lower quartile, median, upper quartile, exactly; between two values as spreadsheets' QUARTILE does it."""
    ordered = sorted(values)
    if not ordered:
        return (Fraction(0), Fraction(0), Fraction(0))

    def at(part: Fraction) -> Fraction:
        place = part * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    return at(Fraction(1, 4)), at(Fraction(1, 2)), at(Fraction(3, 4))


class StageProfile:
    """A frozen stage, from which every proposal's profile is read."""

    def __init__(self, found: Snapshot) -> None:
        """ValueError where the snapshot holds no ranking."""
        if found.basis is None:
            raise ValueError(f"{found.decision}: no ranking was frozen")
        self.found, self.basis = found, found.basis
        self.ranking = Ranking.model_validate(found.content)
        self.placings = {p.number: p for p in self.ranking.placings}
        self.tally = self.basis.tally(found.decision)

    @cached_property
    def _quartiles(self) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
        means = {
            c.id: [m for n in self.placings if (m := self.tally.mean(n, c.id)) is not None]
            for c in self.tally.stage.columns
        }
        return {c: quartiles(values) for c, values in means.items()}

    def aspects(self, number: int) -> list[Aspect]:
        """The proposal's profile, in ballot order."""
        stage = self.tally.stage
        return [
            Aspect(
                name=c.label,
                weight=stage.weights[c.id] * 100,
                mean=self.tally.mean(number, c.id),
                quartiles=self._quartiles[c.id],
            )
            for c in stage.columns
        ]

    def distance(self, number: int) -> str:
        """How far from the line, in words."""
        mine = self.placings[number]
        others = [p for p in self.ranking.placings if p.advances != mine.advances]
        if self.ranking.seats is None:
            return "tahap ini tidak menggugurkan usulan"
        if not others:
            return "tidak ada usulan di seberang batas"
        other = max(others, key=_score) if mine.advances else min(others, key=_score)
        gap = _score(mine) - _score(other)
        side = "di atas" if gap > 0 or (not gap and mine.advances) else "di bawah"  # a policy may turn it round
        line = "tertinggi yang tidak lolos" if mine.advances else "terendah yang lolos"
        return f"{comma(show(abs(gap)))} {side} nilai {line} ({comma(other.display)})"

    def result(self, number: int) -> str:
        """Passed, not passed, or that the stage has no line."""
        if self.ranking.seats is None:
            return "dilanjutkan ke tahap berikutnya"
        return "lolos" if self.placings[number].advances else "tidak lolos"

    def values(self, number: int) -> dict[str, Any]:
        """As templates read it."""
        mine = self.placings[number]
        return {
            "label": self.found.label,
            "nilai": comma(mine.display),
            "tepat": mine.score,
            "peringkat": mine.rank,
            "peserta": len(self.placings),
            "hasil": self.result(number),
            "jarak": self.distance(number),
            "penentu": mine.tie_break or "-",
            "aspek": [a.values() for a in self.aspects(number)],
        }


def _score(p: Placing) -> Fraction:
    return Fraction(p.score)
