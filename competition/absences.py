"""When a judge cannot come, and hours of the day, as people type them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from competition.calendar import read_date
from competition.sittings import Away

_LONGEST = 120  # days that one entry may span
_HOUR = r"(\d{1,2})[.:](\d{2})"
_TO = r"(?:-|–|—|s\.?\s?/?\s?d\.?|sampai(?:\s+dengan)?|hingga)"
_HOURS = re.compile(rf"[\s,]*(?:pukul|jam)?\s*{_HOUR}\s*{_TO}\s*{_HOUR}\s*(?:wib|wita|wit)?$", re.IGNORECASE)
_DAYS = re.compile(r"\s+(?:-|–|—)\s+|\s+(?:s\.?\s?/?\s?d\.?|sampai(?:\s+dengan)?|hingga)\s+", re.IGNORECASE)
_CLOCK = re.compile(rf"^(?:pukul|jam)?\s*(?:{_HOUR}|(\d{{1,2}}))\s*(?:wib|wita|wit)?$", re.IGNORECASE)


def read_absences(text: str) -> tuple[tuple[Away, ...], tuple[str, ...]]:
    """(absences, parts that tell none), of what was typed between semicolons or on lines of their own.

    A part is a day or two ("27 April 2027", "27-04-2027 s.d. 29-04-2027"), with hours or for whole days ("08.00-12.00").
    """
    found: list[Away] = []
    wrong: list[str] = []
    for part in (p.strip() for p in re.split(r"[;\n]", text)):
        if part:
            read = _read(part)
            found += read
            wrong += [] if read else [part]
    return tuple(found), tuple(wrong)


def _read(part: str) -> list[Away]:
    hours = _HOURS.search(part)
    days = [read_date(d) for d in _DAYS.split(part[: hours.start()] if hours else part)]
    if len(days) > 2 or None in days:
        return []
    first, last = days[0], days[-1]
    if (
        first is None
        or last is None
        or last == date.max
        or not timedelta(0) <= last - first <= timedelta(days=_LONGEST)
    ):
        return []
    if hours is None:
        return [Away(starts=datetime.combine(first, time()), ends=datetime.combine(last + timedelta(days=1), time()))]
    begins, ends = _time(*hours.groups()[:2]), _time(*hours.groups()[2:])
    if begins is None or ends is None or begins >= ends:
        return []
    each = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return [Away(starts=datetime.combine(d, begins), ends=datetime.combine(d, ends)) for d in each]


def whole_day(day: date) -> Away:
    """The judge is away that day."""
    return Away(starts=datetime.combine(day, time()), ends=datetime.combine(day + timedelta(days=1), time()))


def read_clock(text: str) -> time | None:
    """The time of day written ("09.00", "9:30", "pukul 9 WIB"); None where it is none."""
    found = _CLOCK.match(" ".join(text.split()))
    if found is None:
        return None
    hour, minute, alone = found.groups()
    return _time(alone or hour, "00" if alone else minute)


def _time(hour: str, minute: str) -> time | None:
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None
