"""A first timetable of presentations by hand: what the solver starts from, and often all that it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from competition.sittings import absent
from competition.timetable import Question


class Board:
    """A timetable filled in by hand."""

    def __init__(self, question: Question, rooms: int) -> None:
        self._q, self._rooms = question, rooms
        self._guests = {g.number: g for g in question.guests}
        self._busy: dict[int, set[str]] = {t: set() for t in range(len(question.slots))}
        self._full = dict.fromkeys(self._busy, 0)
        self.found: dict[int, int] = {}

    def open_to(self, n: int, slots: Iterable[int]) -> list[int]:
        """Of these slots those with a room and all judges free, and nobody of its agency tree elsewhere."""
        wanted = self._wanted(n)
        return [t for t in slots if self._full[t] < self._rooms and not self._busy[t] & wanted]

    def put(self, n: int, t: int) -> None:
        """It is there."""
        self.found[n] = t
        self._full[t] += 1
        self._busy[t] |= self._wanted(n)

    def row(
        self, numbers: Sequence[int], at: Mapping[int, Iterable[int]], rank: Sequence[int], start: int
    ) -> tuple[tuple[int, int, int], dict[int, int]]:
        """(how bad, number -> slot) where these follow each other from `start` as closely as they can."""
        row: dict[int, int] = {}
        missing = 0
        for n in numbers:
            free = [t for t in self.open_to(n, at[n]) if t >= start and t not in row.values()]
            if free:
                row[n] = min(free, key=lambda t: (self._cost(n, t), t))
                missing += self._cost(n, row[n])
        places = [rank[t] for t in row.values()]
        return (
            missing + len(self._q.slots) * (len(numbers) - len(row)),
            max(places, default=0) - min(places, default=0),
            start,
        ), row

    def _cost(self, n: int, t: int) -> int:
        return len(absent(self._q.away, self._guests[n].judges, self._q.slots[t]))

    def _wanted(self, n: int) -> set[str]:
        tree = self._guests[n].family
        return {*self._guests[n].judges, *([f"/{tree}"] if tree else [])}
