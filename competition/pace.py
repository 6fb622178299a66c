"""Will the judges be done in time? A forecast from the rows done per day, and what could be moved. Advice only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from competition.facts import Fact

_RECENT = 3  # days: a judge who has just begun in earnest is not held to the idle days before


class Progress(Fact):
    """A judge's way through a stage. `done`: day -> rows done by its end; days on which nothing changed are left out."""

    judge: str
    name: str
    assigned: int
    opened: date
    done: dict[date, int]

    def by(self, day: date) -> int:
        """Rows done by the end of a day."""
        told = [d for d in self.done if d <= day]
        return self.done[max(told)] if told else 0


class Forecast(Fact):
    """When a judge will be done. `late`: whole days after the last day; None = not at all at this pace."""

    judge: str
    name: str
    left: int
    late: int | None
    spare: int  # rows beyond the own ones that could be done in time; negative: rows that cannot

    @property
    def in_time(self) -> bool:
        """True where nothing needs to be done about this judge."""
        return self.late == 0


def forecast(progress: Progress, today: date, last: date) -> Forecast:
    """The outlook at the pace of the last days, or of all days where that is better. `last`: the last day to score."""
    done = progress.by(today)
    left = max(0, progress.assigned - done)
    days = max(1, (today - progress.opened).days)
    window = min(days, _RECENT)
    recent = done - progress.by(today - timedelta(days=window))
    pace = max(Fraction(done, days), Fraction(max(0, recent), window))
    room = max(0, (last - today).days)
    late: int | None = 0
    if left:
        late = None if not pace else max(0, ceil(left / pace) - room)
    return Forecast(
        judge=progress.judge,
        name=progress.name,
        left=left,
        late=late,
        spare=floor(pace * room) - left if pace else -left,
    )


def advice(progress: Iterable[Progress], today: date, last: date, *, movable: bool) -> str:
    """One sentence for the secretariat, "" where everybody will be done or it is too early to tell.

    `movable`: whether another judge may take a row over; otherwise only a reminder or more time helps.
    """
    known = sorted(progress, key=lambda p: p.judge)
    if not known or today > last or any((today - p.opened).days < 1 for p in known):
        return ""
    found = [forecast(p, today, last) for p in known]
    late = [f for f in found if not f.in_time]
    if not late:
        return ""
    return f"dengan laju ini {_who(late)}; {_remedy(late, found, movable=movable)}"


def _who(late: list[Forecast]) -> str:
    slow = [f for f in late if f.late]
    idle = [f for f in late if f.late is None]
    words = []
    if slow:
        words.append(f"{len(slow)} juri terlambat {_days(slow)} ({', '.join(f.name for f in slow)})")
    if idle:
        words.append(f"{len(idle)} juri belum mulai ({', '.join(f.name for f in idle)})")
    return " dan ".join(words)


def _days(slow: list[Forecast]) -> str:
    days = sorted({f.late or 0 for f in slow})
    return f"{days[0]} hari" if len(days) == 1 else f"{days[0]}-{days[-1]} hari"


def _remedy(late: list[Forecast], found: list[Forecast], *, movable: bool) -> str:
    room: Mapping[str, int] = {f.name: f.spare for f in found if f.in_time and f.spare > 0}
    short = sum(-f.spare for f in late if f.spare < 0)
    files = min(short, sum(room.values()))
    if not movable or not files:
        return "ingatkan, atau tambah waktu baca pada tab Pengaturan"
    names = [name for name, _ in sorted(room.items(), key=lambda r: (-r[1], r[0]))][:3]
    return f"pindahkan {files} berkas kepada {', '.join(names)}?"
