"""Working days, weeks and the distance between dates."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets import parsing
from integrations.rehearsal.sheets.calculation.functions.kinds import Plain, Whole, grid_of, whole
from integrations.rehearsal.sheets.calculation.results import Fault, Result, Scalar, is_number, number_of, text_of
from integrations.rehearsal.sheets.parsing import EPOCH, serial_moment

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.calculation.evaluation import Scope
    from integrations.rehearsal.sheets.parsing import Locale

LONGEST = 400_000  # days counted one by one: a thousand years


def _free_days(scope: Scope, given: list[Result], place: int) -> frozenset[int]:
    """The days of the week (Monday is 0) that are free, from a number of Google's or seven signs such as 0000011."""
    if len(given) <= place or given[place] is None:
        return frozenset({5, 6})
    value = scope.one(given[place])
    if isinstance(value, str) and len(value) == 7 and set(value) <= {"0", "1"} and "0" in value:
        return frozenset(day for day, sign in enumerate(value) if sign == "1")
    kind = whole(scope, value)
    if 1 <= kind <= 7:
        return frozenset({(kind + 4) % 7, (kind + 5) % 7})
    if 11 <= kind <= 17:
        return frozenset({(kind - 12) % 7})
    raise Fault("NUM", f"Function NETWORKDAYS.INTL parameter 3 value {kind} is out of range.")


def _holidays(scope: Scope, given: list[Result], place: int) -> set[int]:
    if len(given) <= place or given[place] is None:
        return set()
    return {int(scope.number(cell)) for cell in grid_of(given[place]).flat() if cell is not None}


def _is_work(day: int, free: frozenset[int], holidays: set[int]) -> bool:
    return (day + 5) % 7 not in free and day not in holidays  # day 0, 1899-12-30, was a Saturday


def _between(scope: Scope, given: list[Result], free: frozenset[int], holidays: set[int]) -> int:
    start, end = whole(scope, given[0]), whole(scope, given[1])
    low, high = min(start, end), max(start, end)
    if high - low > LONGEST:
        raise Fault("NUM", "The dates lie too far apart.")
    days = sum(_is_work(day, free, holidays) for day in range(low, high + 1))
    return days if start <= end else -days


def _after(scope: Scope, given: list[Result], free: frozenset[int], holidays: set[int]) -> int:
    day, left = whole(scope, given[0]), whole(scope, given[1])
    if abs(left) > LONGEST or len(free) == 7:
        raise Fault("NUM", "The dates lie too far apart.")
    step = 1 if left > 0 else -1
    while left:
        day += step
        if _is_work(day, free, holidays):
            left -= step
    return day


def _date_difference(habits: Locale, start: Scalar, end: Scalar, unit: Scalar) -> Scalar:
    first, last = (serial_moment(int(number_of(value, habits))) for value in (start, end))
    if first > last:
        raise Fault("NUM", "Function DATEDIF parameter 1 is on or after parameter 2.")
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    match text_of(unit, habits).upper():
        case "Y":
            return months // 12
        case "M":
            return months
        case "D":
            return (last - first).days
        case "YM":
            return months % 12
        case "MD":
            if last.day >= first.day:
                return last.day - first.day
            before = last.replace(day=1) - timedelta(days=1)
            return max(before.day - first.day, 0) + last.day
        case "YD":
            year = last.year - ((last.month, last.day) < (first.month, first.day))
            day = min(first.day, calendar.monthrange(year, first.month)[1])
            return (last - first.replace(year=year, day=day)).days
    raise Fault("NUM", f"Function DATEDIF parameter 3 value is '{text_of(unit)}'. It is not a valid unit.")


def _week(habits: Locale, value: Scalar, kind: Scalar = 1) -> Scalar:
    moment, system = serial_moment(int(number_of(value, habits))), int(number_of(kind, habits))
    if system == 21:
        return moment.isocalendar()[1]
    begins = {1: 6, 2: 0, **{10 + day: day - 1 for day in range(1, 8)}}.get(system)
    if begins is None:
        raise Fault("NUM", f"Function WEEKNUM parameter 2 value {system} is out of range.")
    first = datetime(moment.year, 1, 1)  # noqa: DTZ001 - a sheet's day has no zone
    return ((moment - first).days + (first.weekday() - begins) % 7) // 7 + 1


def _part_of_year(habits: Locale, start: Scalar, end: Scalar, kind: Scalar = 0) -> Scalar:
    low, high = sorted((int(number_of(start, habits)), int(number_of(end, habits))))
    first, last, basis = serial_moment(low), serial_moment(high), int(number_of(kind, habits))
    match basis:
        case 0 | 4:
            day = min(first.day, 30)
            until = 30 if last.day == 31 and (day == 30 or basis == 4) else last.day
            return ((last.year - first.year) * 360 + (last.month - first.month) * 30 + until - day) / 360
        case 1:
            years = range(first.year, last.year + 1)
            return (high - low) / (sum(365 + calendar.isleap(year) for year in years) / len(years))
        case 2:
            return (high - low) / 360
        case 3:
            return (high - low) / 365
    raise Fault("NUM", f"Function YEARFRAC parameter 3 value {basis} is out of range.")


def _time_value(habits: Locale, text: Scalar) -> Scalar:
    value, form = parsing.entered(text_of(text, habits), habits)
    if form is None or form["type"] not in {"TIME", "DATE_TIME"} or not is_number(value):
        raise Fault("VALUE", f"TIMEVALUE parameter '{text_of(text)}' cannot be parsed to date/time.")
    return number_of(value) % 1


def _date_value(habits: Locale, value: Scalar) -> Scalar:
    if is_number(value):
        return int(number_of(value))
    read, form = parsing.entered(text_of(value, habits), habits)
    if form is None or form["type"] not in {"DATE", "DATE_TIME"} or not is_number(read):
        raise Fault("VALUE", f"DATEVALUE parameter '{text_of(value)}' cannot be parsed to date/time.")
    return int(number_of(read))


def _from_epoch(habits: Locale, value: Scalar, unit: Scalar = 1) -> Scalar:
    size = {1: 1, 2: 1000, 3: 1_000_000}[int(number_of(unit, habits))]
    return number_of(value, habits) / size / 86400 + (datetime(1970, 1, 1) - EPOCH).days  # noqa: DTZ001 - no zone


SCALARS: dict[str, Plain] = {
    "DATEDIF": Plain(_date_difference, 3, 3),
    "DATEVALUE": Plain(_date_value, 1, 1),
    "TIMEVALUE": Plain(_time_value, 1, 1),
    "WEEKNUM": Plain(_week, 1, 2),
    "ISOWEEKNUM": Plain(lambda habits, value: _week(habits, value, 21), 1, 1),
    "YEARFRAC": Plain(_part_of_year, 2, 3),
    "EPOCHTODATE": Plain(_from_epoch, 1, 2),
}
WHOLES: dict[str, Whole] = {
    "NETWORKDAYS": Whole(
        lambda scope, given: _between(scope, given, frozenset({5, 6}), _holidays(scope, given, 2)), 2, 3),
    "NETWORKDAYS.INTL": Whole(
        lambda scope, given: _between(scope, given, _free_days(scope, given, 2), _holidays(scope, given, 3)), 2, 4),
    "WORKDAY": Whole(lambda scope, given: _after(scope, given, frozenset({5, 6}), _holidays(scope, given, 2)), 2, 3),
    "WORKDAY.INTL": Whole(
        lambda scope, given: _after(scope, given, _free_days(scope, given, 2), _holidays(scope, given, 3)), 2, 4),
}  # fmt: skip
