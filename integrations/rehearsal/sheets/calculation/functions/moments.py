"""Functions of dates and times, which are numbers of days."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.functions.kinds import Plain
from integrations.rehearsal.sheets.calculation.results import Fault, Scalar, number_of
from integrations.rehearsal.sheets.parsing import EPOCH, serial_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.parsing import Locale


def _part(function: Callable[[datetime], int]) -> Callable[..., Scalar]:
    return lambda habits, value: function(serial_moment(number_of(value, habits)))


def _date(habits: Locale, year: Scalar, month: Scalar, day: Scalar) -> Scalar:
    whole_year, months = int(number_of(year, habits)), int(number_of(month, habits)) - 1
    if not 0 <= whole_year <= 9999:
        raise Fault("NUM", "Function DATE parameter 1 value is out of range.")
    whole_year += (1900 if whole_year < 1900 else 0) + months // 12
    first = datetime(whole_year, months % 12 + 1, 1)  # noqa: DTZ001 - a sheet's day has no zone
    return (first + timedelta(days=int(number_of(day, habits)) - 1) - EPOCH).days


def _time(habits: Locale, hour: Scalar, minute: Scalar, second: Scalar) -> Scalar:
    seconds = number_of(hour, habits) * 3600 + number_of(minute, habits) * 60 + number_of(second, habits)
    return seconds / 86400 % 1


def _month_on(moment: datetime, months: int) -> tuple[int, int]:
    place = moment.year * 12 + moment.month - 1 + months
    return place // 12, place % 12 + 1


def _months_later(habits: Locale, value: Scalar, months: Scalar) -> Scalar:
    moment = serial_moment(int(number_of(value, habits)))
    year, month = _month_on(moment, int(number_of(months, habits)))
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return (moment.replace(year=year, month=month, day=day) - EPOCH).days


def _month_end(habits: Locale, value: Scalar, months: Scalar) -> Scalar:
    year, month = _month_on(serial_moment(int(number_of(value, habits))), int(number_of(months, habits)))
    return (datetime(year, month, calendar.monthrange(year, month)[1]) - EPOCH).days  # noqa: DTZ001 - no zone


def _weekday(habits: Locale, value: Scalar, kind: Scalar = 1) -> Scalar:
    day = serial_moment(number_of(value, habits)).weekday()
    return {1: (day + 1) % 7 + 1, 2: day + 1, 3: day}[int(number_of(kind, habits))]


SCALARS: dict[str, Plain] = {
    "DATE": Plain(_date, 3, 3),
    "TIME": Plain(_time, 3, 3),
    "YEAR": Plain(_part(lambda moment: moment.year), 1, 1),
    "MONTH": Plain(_part(lambda moment: moment.month), 1, 1),
    "DAY": Plain(_part(lambda moment: moment.day), 1, 1),
    "HOUR": Plain(_part(lambda moment: moment.hour), 1, 1),
    "MINUTE": Plain(_part(lambda moment: moment.minute), 1, 1),
    "SECOND": Plain(_part(lambda moment: moment.second), 1, 1),
    "WEEKDAY": Plain(_weekday, 1, 2),
    "DAYS": Plain(lambda habits, end, start: number_of(end, habits) - number_of(start, habits), 2, 2),
    "EDATE": Plain(_months_later, 2, 2),
    "EOMONTH": Plain(_month_end, 2, 2),
}
