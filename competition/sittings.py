"""When and where a proposal is heard or visited: the edition's rules for it, the grid of times, and a place in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from competition.facts import Fact
from competition.stages import Rule

_SATURDAY = 5


def _clock(value: object) -> object:
    """YAML reads an unquoted 13:30 as the number 810: it is minutes after midnight, and so it is taken."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(value // 60, value % 60)
    if isinstance(value, str):
        return value.strip().replace(".", ":")
    return value


def _plain(value: time) -> time:
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError("a time of day is written as hours and minutes, such as 08:30")
    return value


Clock = Annotated[time, BeforeValidator(_clock), AfterValidator(_plain)]


class Frame(Rule):
    """The hours of a timetable. `days` empty: the working days of the stage's dates. Times are the edition's own.

    `minutes`: from one beginning to the next. No sitting overlaps a break. `seed` draws the order among equals.
    """

    days: tuple[date, ...] = ()
    start: Clock = time(8)
    end: Clock = time(16)
    minutes: int = Field(default=30, ge=5, le=600)
    breaks: tuple[tuple[Clock, Clock], ...] = ((time(12), time(13)),)
    confirm_hours: int = Field(default=24, ge=0, le=240)
    seed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _holds_one(self) -> Self:
        if any(a >= b for a, b in self.breaks):
            raise ValueError("breaks: each must begin before it ends")
        if len(set(self.days)) != len(self.days):
            raise ValueError("days: the same day stands twice")
        if not list(self.times()):
            raise ValueError("start, end and minutes leave no room for a single sitting")
        return self

    def times(self) -> Iterator[tuple[time, time]]:
        """(begins, ends) of every sitting of a day, in order."""
        at, length, day = self.start, timedelta(minutes=self.minutes), date(2000, 1, 1)
        while (ends := datetime.combine(day, at) + length) <= datetime.combine(day, self.end):
            pause = next((b for a, b in sorted(self.breaks) if at < b and a < ends.time()), None)
            if pause is None:
                yield at, ends.time()
            at = pause or ends.time()


class Presentations(Frame):
    """Presentations and interviews. `talk`: minutes of the slot that the agency speaks, the rest is for questions.

    `early`: minutes that an agency comes before its turn. `materials_days`: how long before it hands in its slides.
    """

    kind: Literal["presentation"]
    rooms: tuple[str, ...] = Field(min_length=1)
    talk: int = Field(default=10, ge=1)
    early: int = Field(default=30, ge=0, le=240)
    materials_days: int = Field(default=3, ge=0, le=30)

    @model_validator(mode="after")
    def _rooms_differ(self) -> Self:
        if len({r.casefold().strip() for r in self.rooms}) != len(self.rooms) or not all(r.strip() for r in self.rooms):
            raise ValueError("rooms: each needs a name of its own")
        if self.talk > self.minutes:
            raise ValueError(f"talk: {self.talk} minutes do not fit a slot of {self.minutes}")
        return self


class Visits(Frame):
    """Visits in the field: `teams` are out at once, each of `team` judges and with at most `per_day` visits a day.

    `minutes`: one visit with the way to the next.
    """

    kind: Literal["visit"]
    minutes: int = Field(default=120, ge=5, le=600)
    per_day: int = Field(default=3, ge=1, le=12)
    team: int = Field(default=2, ge=2, le=20)
    teams: int = Field(default=1, ge=1, le=20)


Timetable = Annotated[Presentations | Visits, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time in which a sitting may be. Both ends in the edition's zone."""

    starts: datetime
    ends: datetime


def slots(rule: Presentations | Visits, span: tuple[date, date], zone: ZoneInfo) -> tuple[Slot, ...]:
    """Every time of the timetable, in order; `span`: first and last day of the stage."""
    times = list(rule.times())
    if isinstance(rule, Visits):
        times = times[: rule.per_day]
    return tuple(
        Slot(datetime.combine(day, a, zone), datetime.combine(day, b, zone))
        for day in sorted(rule.days or working_days(span))
        for a, b in times
    )


def working_days(span: tuple[date, date]) -> tuple[date, ...]:
    """The days of the span without Saturdays and Sundays; all of them where nothing else is left."""
    days = [span[0] + timedelta(days=i) for i in range((span[1] - span[0]).days + 1)]
    return tuple([d for d in days if d.weekday() < _SATURDAY] or days)


class Away(Fact):
    """When a judge cannot come: from the first instant to the last, in local time without a zone."""

    starts: datetime
    ends: datetime

    def meets(self, slot: Slot) -> bool:
        """True where it takes away a part of the slot."""
        return self.starts < slot.ends.replace(tzinfo=None) and slot.starts.replace(tzinfo=None) < self.ends


class Pin(Fact):
    """What was fixed by hand of a sitting; None leaves that part open. `place`: the room, or where the visit goes."""

    day: date | None = None
    at: time | None = None
    place: str | None = None

    def allows(self, slot: Slot) -> bool:
        """True where the slot is what was fixed."""
        return (self.day is None or slot.starts.date() == self.day) and (
            self.at is None or slot.starts.time() == self.at
        )


class Guest(Fact):
    """A proposal that is to be heard or visited. `judges`: who sits there. `family`: its agency tree; "" for none.

    `home`: where a visit to it goes.
    """

    number: int
    judges: frozenset[str]
    family: str = ""
    home: str = ""


class Sitting(Fact):
    """One proposal in the timetable. `judges` come, `missing` should have and cannot. `reason` is Indonesian."""

    number: int
    starts: datetime
    ends: datetime
    place: str
    judges: tuple[str, ...]
    missing: tuple[str, ...] = ()
    reason: str = ""


class Programme(Fact):
    """A timetable. Empty with `faults` where none can be made; `notes` say what could not be kept.

    All texts are Indonesian sentences for the secretariat, each with what would help.
    """

    sittings: tuple[Sitting, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def absent(away: Mapping[str, Sequence[Away]], judges: Iterable[str], slot: Slot) -> tuple[str, ...]:
    """Which of these judges cannot come then."""
    return tuple(sorted(j for j in judges if any(a.meets(slot) for a in away.get(j, ()))))
