"""How long a timetable takes, how good it is, and what a repair moves: `make bench`.

Seconds are the better of two; on a busy machine the seconds of processor say more.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

from competition.sittings import Away, Guest, Presentations, Programme, Visits, slots
from competition.timetable import Question, programme

ZONE = ZoneInfo("Asia/Jakarta")
FIRST = date(2027, 4, 26)
PRESENTATIONS = ((24, 1, 6, 6, 2), (24, 3, 9, 3, 1), (60, 3, 12, 3, 3), (60, 3, 18, 3, 2))
VISITS = ((7, 6, 1, 4), (20, 9, 2, 4))
BAR = 2.0


def presentations(n: int, rooms: int, judges: int, readers: int, days: int) -> Question:
    """`n` proposals of two thirds as many agencies, each heard by `readers` judges drawn by lot."""
    draw, people = random.Random(n), [f"j{i}@x" for i in range(judges)]
    rule = Presentations(kind="presentation", rooms=tuple(f"Ruang {i}" for i in range(1, rooms + 1)))
    guests = [
        Guest(number=i, judges=frozenset(draw.sample(people, readers)), family=f"F{i * 2 // 3}")
        for i in range(1, n + 1)
    ]
    return Question(rule, slots(rule, (FIRST, FIRST + timedelta(days=days - 1)), ZONE), guests)


def visits(n: int, judges: int, teams: int, days: int) -> Question:
    """`n` finalists in a third as many places; every judge may visit all but a seventh of them."""
    draw, people = random.Random(n), [f"j{i}@x" for i in range(judges)]
    rule = Visits(kind="visit", teams=teams)
    guests = [
        Guest(
            number=i,
            judges=frozenset(j for j in people if draw.random() > 1 / 7),
            home=f"Kecamatan {draw.randrange(max(1, n // 3))}",
        )
        for i in range(1, n + 1)
    ]
    return Question(rule, slots(rule, (FIRST, FIRST + timedelta(days=days - 1)), ZONE), guests)


def clocked(question: Question) -> tuple[Programme, str]:
    """The timetable, and its seconds on the clock and of the processor."""
    best = (float("inf"), float("inf"))
    for _ in range(2):
        wall, cpu = time.perf_counter(), time.process_time()
        made = programme(question)
        best = min(best, (time.perf_counter() - wall, time.process_time() - cpu))
    return made, f"{best[0]:.2f} s ({best[1]:.2f} s of processor), bar {BAR:g} s"


def measured(name: str, question: Question, quality: Callable[[Question, Programme], str]) -> None:
    """Prints the timetable's figures, and those of its repair when a judge is away on the first morning."""
    made, seconds = clocked(question)
    print(f"{name}: {seconds}; {quality(question, made)}{'; '.join(made.faults)}")
    if made.faults:
        return
    judge = made.sittings[0].judges[0]
    morning = Away(starts=datetime.combine(FIRST, clock()), ends=datetime.combine(FIRST, clock(10)))
    standing = {s.number: s for s in made.sittings}
    now = replace(question, standing=standing, away={judge: (morning,)})
    hit = sum(
        judge in s.judges and any(a.meets(t) for a in (morning,) for t in question.slots if t.starts == s.starts)
        for s in made.sittings
    )
    after, seconds = clocked(now)
    moved = sum(
        (s.starts, s.place, s.judges)
        != (standing[s.number].starts, standing[s.number].place, standing[s.number].judges)
        for s in after.sittings
    )
    print(f"   one judge away for a morning with {hit} sittings: {moved} changed, {seconds}")


def heard(question: Question, made: Programme) -> str:
    """How many of one agency tree follow each other, and when the last one ends."""
    families: dict[str, list[int]] = {}
    order = {s.starts: i for i, s in enumerate(question.slots)}
    for s in made.sittings:
        families.setdefault(next(g.family for g in question.guests if g.number == s.number), []).append(order[s.starts])
    pairs = [b - a for times in families.values() for a, b in zip(sorted(times), sorted(times)[1:], strict=False)]
    return f"{sum(p == 1 for p in pairs)} of {len(pairs)} back to back, last begins {max((s.starts for s in made.sittings), default=None):%d-%m %H:%M}"


def visited(question: Question, made: Programme) -> str:
    """Tours and how often a place is gone to, and the least and most visits of a judge."""
    tours = {(s.starts.date(), s.judges) for s in made.sittings}
    trips = {(s.place, s.starts.date(), s.judges) for s in made.sittings}
    loads = [sum(j in s.judges for s in made.sittings) for j in sorted({j for g in question.guests for j in g.judges})]
    return f"{len(tours)} tours, {len(trips)} trips to {len({g.home for g in question.guests})} places, judges visit {min(loads)} to {max(loads)}"


def main() -> None:
    """Prints all figures."""
    for n, rooms, judges, readers, days in PRESENTATIONS:
        name = f"{n} presentations, {rooms} rooms, {judges} judges, {readers} on each, {days} days"
        measured(name, presentations(n, rooms, judges, readers, days), heard)
    for n, judges, teams, days in VISITS:
        measured(
            f"{n} visits, {judges} judges, {teams} teams of 2, {days} days", visits(n, judges, teams, days), visited
        )


if __name__ == "__main__":
    main()
