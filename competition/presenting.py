"""Presentations to times and rooms, solved with CP-SAT; a repair moves as few as can be.

What counts more is settled first and then held: no absent judge where it can be avoided, then no sitting moved that
stands, then agencies back to back and the order drawn by lot, early slots first. The same question has the same
answer: one worker, a fixed seed, and a limit counted in the solver's own steps, never in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from competition.lots import draws
from competition.sittings import Presentations, Programme, Sitting, absent
from competition.sketching import Board
from competition.solving import Search, groups
from competition.timetable import Question

_POLISH = 0.3  # of the solver's own steps for what is only wished for
_DAY, _APART = 100, 8  # what a night between two of one agency costs, in slots; what a slot between them weighs


def feasible(question: Question) -> bool:
    """True where the hard rules leave a timetable."""
    return _Attempt(question).feasible()


def solve(question: Question) -> Programme:
    """Everyone is heard once, or `faults` say why that cannot be."""
    attempt = _Attempt(question)
    if not attempt.feasible():
        return Programme(faults=tuple(_why_not(question)))
    return Programme(sittings=_told(question, attempt.best()))


class _Attempt:
    """One model. Rooms are only in it where they matter: for pinned rooms, and for what stands in a room."""

    def __init__(self, question: Question) -> None:
        self.q, self.search = question, Search(question.rule.seed)
        self.rooms = _rule(question).rooms
        self.places = {s.starts: i for i, s in enumerate(question.slots)}
        days = sorted({s.starts.date() for s in question.slots})
        self.rank = [i + _DAY * days.index(s.starts.date()) for i, s in enumerate(question.slots)]
        self.spans: list[tuple[list[int], tuple[Any, Any]]] = []  # an agency tree, its first and its last
        self.at: dict[int, dict[int, Any]] = {}  # number -> slot -> is it there
        self.stays: dict[int, Any] = {}

    def feasible(self) -> bool:
        """True where the hard rules leave an answer, which then stands as a first one."""
        model = self.search.model
        for guest in self.q.guests:
            open_to = [self.places[s.starts] for s in self.q.open_to(guest)]
            if not open_to:
                return False
            self.at[guest.number] = {t: model.new_bool_var("") for t in open_to}
            model.add_exactly_one(self.at[guest.number].values())
        self._one_place_each()
        self._rooms()
        self._wished = self._wishes()
        return self.search.feasible(self._first_look())

    def best(self) -> dict[int, tuple[int, str]]:
        """Number -> (slot, room), the best that was found, goal by goal."""
        self.search.least(self._missing())
        self.search.least(self._moved())
        self.search.least(self._wished, _POLISH)
        return self._seated({n: next(t for t, v in at.items() if self.search.value(v)) for n, at in self.at.items()})

    def _one_place_each(self) -> None:
        """No judge and no agency tree is in two rooms at once, and there are no more at once than rooms."""
        everyone = [[g.number for g in self.q.guests]]
        for numbers, most in [
            *((n, len(self.rooms)) for n in everyone),
            *((n, 1) for n in groups((j, g.number) for g in self.q.guests for j in g.judges)),
            *((n, 1) for n in groups((g.family, g.number) for g in self.q.guests if g.family)),
        ]:
            if len(numbers) > most:
                for t in range(len(self.q.slots)):
                    here = [v for n in numbers if (v := self.at[n].get(t)) is not None]
                    if len(here) > most:
                        self.search.model.add(sum(here) <= most)

    def _rooms(self) -> None:
        """Of those that must be in a room at one time, and those that stay in it, there is one."""
        model = self.search.model
        for number, stands in sorted(self.q.standing.items()):
            here = self.at.get(number, {}).get(self.places.get(stands.starts, -1))
            if here is not None and stands.place in self.rooms and self._room(number) in {None, stands.place}:
                self.stays[number] = stays = model.new_bool_var("")
                model.add_implication(stays, here)
                if self.q.now is not None and stands.starts <= self.q.now:
                    model.add(stays == 1)
        pinned = [(room, g.number) for g in self.q.guests if (room := self._room(g.number)) is not None]
        for room in self.rooms:
            numbers = [n for r, n in pinned if r == room]
            staying = [n for n in self.stays if n not in numbers and self.q.standing[n].place == room]
            for t, slot in enumerate(self.q.slots):
                there = [v for n in numbers if (v := self.at[n].get(t)) is not None]
                there += [self.stays[n] for n in staying if self.q.standing[n].starts == slot.starts]
                if len(there) > 1:
                    model.add_at_most_one(there)

    def _room(self, number: int) -> str | None:
        """The room fixed by hand."""
        pin = self.q.pins.get(number)
        return pin.place if pin else None

    def _first_look(self) -> dict[Any, int]:
        """The sketch as values of the model's variables."""
        times = self._sketch()
        found = {v: int(times[n] == t) for n, at in self.at.items() if n in times for t, v in at.items()}
        for numbers, (begins, ends) in self.spans:
            if all(n in times for n in numbers):
                places = [self.rank[times[n]] for n in numbers]
                found |= {begins: min(places), ends: max(places)}
        return found

    def _sketch(self) -> dict[int, int]:
        """A first answer by hand, which may leave some out: whoever stands there, then by lot, trees kept together."""
        lot = draws(self.q.rule.seed, list(self.at))
        guests = {g.number: g for g in self.q.guests}
        board = Board(self.q, len(self.rooms))
        for n in sorted(self.stays):
            if (t := self.places[self.q.standing[n].starts]) in board.open_to(n, self.at[n]):
                board.put(n, t)
        waiting = sorted((n for n in guests if n not in board.found), key=lot.__getitem__)
        while waiting:
            tree = guests[waiting[0]].family
            together = [n for n in waiting if n == waiting[0] or (tree and guests[n].family == tree)]
            waiting = [n for n in waiting if n not in together]
            rows = [board.row(together, self.at, self.rank, t) for t in range(len(self.q.slots))]
            for n, t in min(rows, key=lambda row: row[0])[1].items():
                board.put(n, t)
        return board.found

    def _missing(self) -> list[Any]:
        judges = {g.number: g.judges for g in self.q.guests}
        costs = [
            (len(absent(self.q.away, judges[n], self.q.slots[t])), v)
            for n, at in self.at.items()
            for t, v in at.items()
        ]
        return [c * v for c, v in costs if c]

    def _moved(self) -> list[Any]:
        return [1 - s for s in self.stays.values()]

    def _wishes(self) -> list[Any]:
        """Early, in the order of the lot; those of one agency tree one after the other."""
        model = self.search.model
        lot = draws(self.q.rule.seed, list(self.at))
        terms = [(1 + lot[n]) * t * v for n, at in self.at.items() for t, v in at.items()]
        for numbers in groups((g.family, g.number) for g in self.q.guests if g.family):
            if len(numbers) > 1:
                begins, ends = (model.new_int_var(0, max(self.rank), "") for _ in range(2))
                self.spans.append((numbers, (begins, ends)))
                for n in numbers:
                    place = sum(self.rank[t] * v for t, v in self.at[n].items())
                    model.add(begins <= place)
                    model.add(place <= ends)
                model.add(ends - begins >= len(numbers) - 1)
                terms.append(_APART * len(self.at) * (ends - begins))
        return terms

    def _seated(self, times: Mapping[int, int]) -> dict[int, tuple[int, str]]:
        """Rooms: what stays stays, what is pinned is there, and the others go where their judges sat before."""
        judges = {g.number: g.judges for g in self.q.guests}
        found: dict[int, tuple[int, str]] = {}
        before: dict[str, frozenset[str]] = {}
        for t in sorted(set(times.values())):
            here = sorted(n for n, at in times.items() if at == t)
            taken = {n: r for n in here if (r := self._kept_room(n)) is not None}
            for n in here:
                free = [r for r in self.rooms if r not in taken.values()]
                if n not in taken:
                    taken[n] = max(free, key=lambda r: (len(before.get(r, frozenset()) & judges[n]), -free.index(r)))
            found |= {n: (t, taken[n]) for n in here}
            before |= {taken[n]: judges[n] for n in here}
        return found

    def _kept_room(self, number: int) -> str | None:
        if number in self.stays and self.search.value(self.stays[number]):
            return self.q.standing[number].place
        return self._room(number)


def _rule(question: Question) -> Presentations:
    if not isinstance(question.rule, Presentations):
        raise TypeError("these are no presentations")
    return question.rule


def _why_not(question: Question) -> Iterable[str]:
    """Why not everyone can be heard without any pin, and what would help; the cause that can be counted first."""
    rule = _rule(question)
    left = [s for s in question.slots if question.now is None or s.starts > question.now]
    begun = [n for n, s in question.standing.items() if question.now is not None and s.starts <= question.now]
    guests = [g for g in question.guests if g.number not in begun]
    help_ = "tambah hari, perpanjang jam, atau perpendek slot pada aturan edisi (timetables)"
    if not left:
        yield f"Semua waktu presentasi sudah lewat; {help_}"
        return
    if len(guests) > len(left) * len(rule.rooms):
        yield (
            f"{len(guests)} presentasi tidak muat dalam {len(left)} slot × {len(rule.rooms)} ruang "
            f"({len(left) * len(rule.rooms)} tempat); tambah ruang atau {help_}"
        )
        return
    counted = False
    for judge in sorted({j for g in guests for j in g.judges}):
        needed = sum(judge in g.judges for g in guests)
        if needed > len(left):
            counted = True
            yield f"Juri {judge} harus menghadiri {needed} presentasi, padahal hanya ada {len(left)} slot; kurangi tugasnya atau {help_}"
    for numbers in groups((g.family, g.number) for g in guests if g.family):
        if len(numbers) > len(left):
            counted = True
            yield (
                f"Usulan nomor {', '.join(map(str, sorted(numbers)))} dari satu perangkat daerah beserta unitnya tidak boleh "
                f"bersamaan, padahal hanya ada {len(left)} slot; {help_}"
            )
    if not counted:
        yield (
            f"Juri yang sama dibutuhkan pada beberapa ruang sekaligus, sehingga {len(guests)} presentasi tidak muat dalam "
            f"{len(left)} slot; tambah juri supaya kelompok juri terpisah, atau {help_}"
        )


def _told(question: Question, found: Mapping[int, tuple[int, str]]) -> tuple[Sitting, ...]:
    guests = {g.number: g for g in question.guests}
    families = {n: ns for ns in groups((g.family, g.number) for g in question.guests if g.family) for n in ns}
    made = []
    for number, (t, room) in sorted(found.items(), key=lambda f: (f[1][0], f[0])):
        slot, guest = question.slots[t], guests[number]
        missing = absent(question.away, guest.judges, slot)
        beside = [n for n in families.get(number, ()) if n != number and abs(found[n][0] - t) == 1]
        reasons = [
            "ditetapkan sekretariat" if number in question.pins else "urutan menurut undian",
            *(f"berurutan dengan usulan nomor {n}" for n in sorted(beside)),
            "semua juri dapat hadir" if not missing else f"juri berhalangan: {', '.join(missing)}",
        ]
        stands = question.standing.get(number)
        if stands is not None and (stands.starts, stands.place) != (slot.starts, room):
            reasons.append(f"sebelumnya {stands.starts:%d-%m-%Y %H.%M}, {stands.place}")
        made.append(
            Sitting(
                number=number,
                starts=slot.starts,
                ends=slot.ends,
                place=room,
                judges=tuple(sorted(guest.judges - set(missing))),
                missing=missing,
                reason=", ".join(reasons),
            )
        )
    return tuple(made)
