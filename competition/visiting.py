"""Field visits to days and teams, solved with CP-SAT; a repair changes as few visits as can be.

A tour is one team's day. What counts more is settled first and then held: full teams, then no visit changed that stands,
then one place visited on one tour, then the judges' visits even, then early days in the order drawn by lot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import product
from typing import Any

from competition.lots import draws
from competition.sittings import Programme, Sitting, Visits, absent
from competition.solving import Search
from competition.timetable import Question

_POLISH = 0.5  # of the solver's own steps for what is only wished for


def feasible(question: Question) -> bool:
    """True where the hard rules leave a timetable."""
    return _Attempt(question).feasible()


def solve(question: Question) -> Programme:
    """Everyone is visited once, or `faults` say why that cannot be; a team that is short is told in `notes`."""
    attempt = _Attempt(question)
    if not attempt.feasible():
        return Programme(faults=tuple(_why_not(question)))
    attempt.improve()
    sittings, wanted = tuple(attempt.told()), _rule(question).team
    return Programme(
        sittings=sittings,
        notes=tuple(
            f"Usulan nomor {s.number}: hanya {len(s.judges)} juri yang dapat berkunjung dari {wanted} yang diperlukan; "
            "tambah juri tanpa benturan, ubah harinya, atau periksa kolom Berhalangan pada tab Juri"
            for s in sittings
            if len(s.judges) < wanted
        ),
    )


class _Attempt:
    """One model. A tour is (day, team's place on that day); its visits follow the day's slots."""

    def __init__(self, question: Question) -> None:
        self.q, self.search = question, Search(question.rule.seed)
        self.rule = _rule(question)
        self.days: list[date] = sorted({s.starts.date() for s in question.slots})
        self.slots = {(s.starts.date(), s.starts): s for s in question.slots}
        self.tours = list(product(self.days, range(_rule(question).teams)))
        self.judges = sorted({j for g in question.guests for j in g.judges})
        self.visits: dict[int, dict[tuple[tuple[date, int], datetime], Any]] = {}
        self.team: dict[tuple[tuple[date, int], str], Any] = {}
        self.goes: dict[tuple[int, str], Any] = {}

    def feasible(self) -> bool:
        """True where everyone can be visited; the model stands then, with a first answer."""
        if not self._places():
            return False
        self._teams()
        self._goals = [self._short(), self._changed()]
        self._wished = [self._scattered(), self._uneven(), self._late()]
        return self.search.feasible({})

    def improve(self) -> None:
        """The answer is the best that was found, goal by goal."""
        for goal in self._goals:
            self.search.least(goal)
        for goal in self._wished:
            self.search.least(goal, _POLISH)

    def _places(self) -> bool:
        model = self.search.model
        for guest in self.q.guests:
            open_to = self.q.open_to(guest)
            if not open_to:
                return False
            self.visits[guest.number] = {
                ((s.starts.date(), k), s.starts): model.new_bool_var("")
                for s in open_to
                for k in range(self.rule.teams)
            }
            model.add_exactly_one(self.visits[guest.number].values())
        for tour in self.tours:
            for day, starts in self.slots:
                here = [
                    v for at in self.visits.values() if day == tour[0] and (v := at.get((tour, starts))) is not None
                ]
                if len(here) > 1:
                    model.add_at_most_one(here)
        return True

    def _on(self, number: int, tour: tuple[date, int]) -> list[Any]:
        return [v for (t, _), v in self.visits[number].items() if t == tour]

    def _teams(self) -> None:
        """A judge is on one tour a day, goes only where they may and when they can, and a tour has its team at most."""
        model, guests = self.search.model, {g.number: g for g in self.q.guests}
        for tour in self.tours:
            for judge in self.judges:
                self.team[tour, judge] = model.new_bool_var("")
            model.add(sum(self.team[tour, j] for j in self.judges) <= self.rule.team)
        for day, judge in product(self.days, self.judges):
            model.add_at_most_one(self.team[(day, k), judge] for k in range(self.rule.teams))
        for number, at in self.visits.items():
            for judge in self.judges:
                self.goes[number, judge] = model.new_bool_var("")
            model.add(
                sum(self.goes[number, j] for j in self.judges) <= self.rule.team
            )  # follows, but the solver is quicker
            for (tour, starts), visit in at.items():
                slot = self.slots[tour[0], starts]
                cannot = {*absent(self.q.away, self.judges, slot), *(set(self.judges) - guests[number].judges)}
                for judge in self.judges:
                    if judge in cannot:
                        model.add_implication(visit, ~self.team[tour, judge])
                    model.add(self.goes[number, judge] == self.team[tour, judge]).only_enforce_if(visit)

    def _short(self) -> list[Any]:
        return [self.rule.team - sum(self.goes[n, j] for j in self.judges) for n in self.visits]

    def _changed(self) -> list[Any]:
        """Visits that do not stay at their time with their team. Teams of one day are put in the order of their names."""
        model, terms = self.search.model, list[Any]()
        standing = {n: s for n, s in self.q.standing.items() if n in self.visits}
        for n, stands in sorted(standing.items()):
            starts, team = stands.starts, stands.judges
            teams = sorted({s.judges for s in standing.values() if s.starts.date() == starts.date()})
            place = teams.index(team)
            at = self.visits[n].get(((starts.date(), place), starts))
            if at is None or not set(team) <= set(self.judges):
                continue
            stays = model.new_bool_var("")
            model.add_implication(stays, at)
            for judge in self.judges:
                who = self.team[(starts.date(), place), judge]
                model.add_implication(stays, who if judge in team else ~who)
            terms.append(1 - stays)
        return terms

    def _scattered(self) -> list[Any]:
        """Tours times the places they go to, and tours at all."""
        model, terms = self.search.model, list[Any]()
        homes = sorted({g.home for g in self.q.guests})
        for tour in self.tours:
            used = model.new_bool_var("")
            for home in homes:
                goes = model.new_bool_var("")
                for n in (g.number for g in self.q.guests if g.home == home):
                    for visit in self._on(n, tour):
                        model.add_implication(visit, goes)
                        model.add_implication(visit, used)
                terms.append(2 * goes)
            terms.append(used)
        return terms

    def _uneven(self) -> list[Any]:
        """The squares of the judges' numbers of visits, in steps of 1, 3, 5 and so on."""
        model, terms = self.search.model, list[Any]()
        for judge in self.judges:
            steps = [model.new_bool_var("") for _ in self.visits]
            model.add(sum(self.goes[n, judge] for n in self.visits) == sum(steps))
            terms += [(2 * i + 1) * step for i, step in enumerate(steps)]
        return terms

    def _late(self) -> list[Any]:
        lot = draws(self.q.rule.seed, list(self.visits))
        order = {s.starts: i for i, s in enumerate(self.q.slots)}
        return [
            ((1 + lot[n]) * order[starts] + tour[1]) * visit
            for n, at in self.visits.items()
            for (tour, starts), visit in at.items()
        ]

    def _by_place(self) -> dict[int, tuple[tuple[date, int], datetime]]:
        """Number -> (tour, begins). On a tour where nothing is fixed yet, those of one place follow each other."""
        value, homes = self.search.value, {g.number: g.home for g in self.q.guests}
        placed = {n: next(key for key, v in at.items() if value(v)) for n, at in self.visits.items()}
        for tour in self.tours:
            order = sorted((n for n, (t, _) in placed.items() if t == tour), key=lambda n: placed[n][1])
            if not any(n in self.q.standing or n in self.q.pins for n in order):
                first = {h: min(i for i, n in enumerate(order) if homes[n] == h) for h in {homes[n] for n in order}}
                times = [placed[n][1] for n in order]
                placed |= {
                    n: (tour, t) for n, t in zip(sorted(order, key=lambda n: first[homes[n]]), times, strict=True)
                }
        return placed

    def told(self) -> Iterator[Sitting]:
        """The visits in order of time, in words."""
        guests, value = {g.number: g for g in self.q.guests}, self.search.value
        placed = self._by_place()
        for n, (tour, starts) in sorted(placed.items(), key=lambda p: (p[1][1], p[1][0][1], p[0])):
            slot, team = self.slots[tour[0], starts], tuple(j for j in self.judges if value(self.goes[n, j]))
            near = [o for o, (t, _) in placed.items() if t == tour and o != n and guests[o].home == guests[n].home]
            reasons = [
                "ditetapkan sekretariat" if n in self.q.pins else f"tim ke-{tour[1] + 1} hari itu",
                *([f"selokasi dengan usulan nomor {', '.join(map(str, sorted(near)))}"] if near else []),
                "tanpa benturan",
            ]
            stands = self.q.standing.get(n)
            if stands is not None and (stands.starts, stands.judges) != (starts, team):
                reasons.append(f"sebelumnya {stands.starts:%d-%m-%Y %H.%M} oleh {', '.join(stands.judges)}")
            yield Sitting(
                number=n, starts=starts, ends=slot.ends, place=guests[n].home, judges=team, reason=", ".join(reasons)
            )


def _rule(question: Question) -> Visits:
    if not isinstance(question.rule, Visits):
        raise TypeError("these are no visits")
    return question.rule


def _why_not(question: Question) -> Iterable[str]:
    left = [s for s in question.slots if question.now is None or s.starts > question.now]
    help_ = "tambah hari, tim, atau kunjungan per hari pada aturan edisi (timetables)"
    room = len(left) * _rule(question).teams
    if not left:
        yield f"Semua waktu kunjungan sudah lewat; {help_}"
    elif len(question.guests) > room:
        yield f"{len(question.guests)} kunjungan tidak muat dalam {room} tempat ({len(left)} waktu × {_rule(question).teams} tim); {help_}"
    else:
        yield f"Kunjungan tidak dapat disusun; {help_}"
