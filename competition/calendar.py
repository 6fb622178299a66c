"""Dates as Indonesian officials write them, and months counted by the calendar."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_OTHER_NAMES = {
    "jan": 1, "feb": 2, "peb": 2, "pebruari": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8,
    "agt": 8, "aug": 8, "agst": 8, "sep": 9, "sept": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "nopember": 11,
    "des": 12, "dec": 12, "january": 1, "february": 2, "march": 3, "june": 6, "july": 7, "august": 8, "october": 10,
    "december": 12,
}  # fmt: skip
_BY_NAME = {name.lower(): i for i, name in enumerate(MONTHS, 1)} | _OTHER_NAMES
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?$")
_DMY = re.compile(r"^(\d{1,2})[\s./-](\d{1,2})[\s./-](\d{4})$")
_NAMED = re.compile(r"^(\d{1,2})[\s./-]+([A-Za-z]+)[\s.,/-]+(\d{4})$")


def read_date(text: str | None) -> date | None:
    """The day written, or None where it is not one certain day ("Maret 2023", "awal 2024", "31 Februari 2024").

    Numbers are day-month-year, as in Indonesia; a four-digit first part is year-month-day.
    """
    words = " ".join((text or "").strip().strip(".").split())
    words = re.sub(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu)\s*,?\s*", "", words, flags=re.IGNORECASE)
    if found := _ISO.match(words):
        year, month, day = (int(g) for g in found.groups())
    elif found := _DMY.match(words):
        day, month, year = (int(g) for g in found.groups())
    elif (found := _NAMED.match(words)) and (known := _BY_NAME.get(found.group(2).lower())):
        day, month, year = int(found.group(1)), known, int(found.group(3))
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day `months` calendar months later, or the last day of that month where it has fewer.

    What lies beyond the calendar is its last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def long_date(day: date) -> str:
    """The day as a letter writes it: "6 Februari 2023"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_day(day: date) -> str:
    """The day with its weekday: "Senin, 6 Februari 2023"."""
    return f"{DAYS[day.weekday()]}, {long_date(day)}"


_ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def hours(starts: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """From when to when of one day: "pukul 09.00–09.30 WIB"."""
    local = starts.astimezone(zone)
    name = _ZONE_NAMES.get(str(zone), local.tzname())
    return f"pukul {local:%H.%M}–{ends.astimezone(zone):%H.%M} {name}"


def long_minute(moment: datetime, zone: ZoneInfo) -> str:
    """The moment to the minute, with its weekday: "Selasa, 31 Maret 2026 pukul 15.00 WIB"."""
    local = moment.astimezone(zone)
    return f"{long_day(local.date())} pukul {local:%H.%M} {_ZONE_NAMES.get(str(zone), local.tzname())}"


def long_moment(moment: datetime, zone: ZoneInfo) -> str:
    """The moment in the edition's zone: "31 Maret 2026 pukul 15.00.04 WIB"."""
    local = moment.astimezone(zone)
    return f"{long_date(local.date())} pukul {local:%H.%M.%S} {_ZONE_NAMES.get(str(zone), local.tzname())}"
