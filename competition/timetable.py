"""What a timetable has to keep to, and the timetable. The solving is in `presenting` and `visiting`, loaded when needed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from competition.sittings import Away, Guest, Pin, Presentations, Programme, Sitting, Slot, Visits

_LATE = "di luar jadwal, sudah lewat, atau berbenturan dengan juri, ruang, tim, atau perangkat daerah yang sama"


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be planned; the order of anything changes nothing.

    `slots` are those of `rule`. `standing`: number -> what is planned already, of which as little as possible is
    changed. `now`: what has begun stays, nothing new begins before it.
    """

    rule: Presentations | Visits
    slots: Sequence[Slot]
    guests: Sequence[Guest]
    away: Mapping[str, Sequence[Away]] = field(default_factory=dict)
    pins: Mapping[int, Pin] = field(default_factory=dict)
    standing: Mapping[int, Sitting] = field(default_factory=dict)
    now: datetime | None = None

    @property
    def mark(self) -> str:
        """The same while nothing is asked differently, whatever stands and whatever time it is."""
        guests = [(g.number, sorted(g.judges), g.family, g.home) for g in sorted(self.guests, key=lambda g: g.number)]
        called = {j for g in self.guests for j in g.judges}
        away = [(j, [a.model_dump_json() for a in self.away[j]]) for j in sorted(called & set(self.away))]
        pins = [(n, self.pins[n].model_dump_json()) for n in sorted(self.pins)]
        told = (self.rule.model_dump_json(), [s.starts.isoformat() for s in self.slots], guests, away, pins)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def open_to(self, guest: Guest) -> list[Slot]:
        """The slots in which it may be: as fixed by hand, in the future, or where it has begun already."""
        pin, stands = self.pins.get(guest.number), self.standing.get(guest.number)
        if self.now is not None and stands is not None and stands.starts <= self.now:
            begun = [s for s in self.slots if s.starts == stands.starts]
            if begun:
                return begun
        left = [s for s in self.slots if self.now is None or s.starts > self.now]
        return [s for s in left if pin is None or pin.allows(s)]


def programme(question: Question) -> Programme:
    """Everyone is heard or visited once, or `faults` say why that cannot be; what could not be kept is in `notes`."""
    from competition import presenting, visiting  # noqa: PLC0415 - bring OR-Tools, which only a new timetable is worth
    from competition.solving import Undecided  # noqa: PLC0415 - as above

    question = replace(question, guests=sorted(question.guests, key=lambda g: g.number))
    if not question.guests:
        return Programme()
    feasible, solve = (
        (presenting.feasible, presenting.solve)
        if isinstance(question.rule, Presentations)
        else (visiting.feasible, visiting.solve)
    )
    try:
        question, notes = _without_clashes(question, feasible)
        found = solve(question)
    except Undecided:
        fault = "Jadwal tidak dapat dipastikan dalam batas hitung; tambah hari, ruang, atau tim pada aturan edisi (timetables)"
        return Programme(faults=(fault,))
    return found.model_copy(update={"notes": (*notes, *found.notes)})


def _without_clashes(question: Question, feasible: Callable[[Question], bool]) -> tuple[Question, list[str]]:
    """The pins that can be kept together, taken in the order of numbers, and what is said of the others."""
    pins, notes = _rooms_known(question)
    question = replace(question, pins=pins)
    bare = replace(question, pins={})
    if not pins or feasible(question) or not feasible(bare):
        return question if not pins or feasible(bare) else bare, notes
    kept: dict[int, Pin] = {}
    for number, pin in sorted(pins.items()):
        if feasible(replace(question, pins=kept | {number: pin})):
            kept[number] = pin
        else:
            notes.append(
                f"Usulan nomor {number}: waktu atau tempat tetap tidak dapat dipenuhi ({_LATE}); ubah atau kosongkan"
            )
    return replace(question, pins=kept), notes


def _rooms_known(question: Question) -> tuple[dict[int, Pin], list[str]]:
    """Pins with their rooms as the rules write them; a room that is none is left out and told."""
    numbers = {g.number for g in question.guests}
    pins = {n: p for n, p in sorted(question.pins.items()) if n in numbers}
    if not isinstance(question.rule, Presentations):
        return pins, []
    rooms = {r.casefold().strip(): r for r in question.rule.rooms}
    wrong = [n for n, p in pins.items() if p.place and p.place.casefold().strip() not in rooms]
    known = {
        n: p.model_copy(update={"place": rooms.get(p.place.casefold().strip())}) if p.place else p
        for n, p in pins.items()
    }
    return known, [
        f"Usulan nomor {n}: ruang tetap “{pins[n].place}” bukan salah satu dari {', '.join(question.rule.rooms)}"
        for n in wrong
    ]
