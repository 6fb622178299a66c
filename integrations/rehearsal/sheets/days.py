"""Days as people type them: in figures, or with the name of the month; the pattern each brings along."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets.calculation.surroundings import AROUND

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.parsing import Locale

ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MONTHS = {  # besides the English names, which are read in every locale
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ),
}  # fmt: skip
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})$", re.ASCII)
LOCAL = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?$", re.ASCII)
DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?P<a>[ -])(?P<month>[A-Za-z]{3,})\.?(?:(?P<b>[ -]|, )(?P<year>\d{4}))?$", re.ASCII
)
MONTH_FIRST = re.compile(
    r"(?P<month>[A-Za-z]{3,})\.?(?P<a>[ -])(?:(?P<day>\d{1,2})(?!\d)(?:(?P<b>, | |-)(?P<year>\d{4}))?|(?P<only>\d{4}))$",
    re.ASCII,
)

Day = tuple[date, str]


def read(text: str, habits: Locale) -> Day | None:
    """The day that was typed, and the pattern that shows it alike; None for what is no day."""
    try:
        if found := ISO.match(text):
            year, month, day = map(int, found.groups())
            return date(year, month, day), "yyyy-mm-dd" if "-" in text else "yyyy/mm/dd"
        if found := LOCAL.match(text):
            return _figures(found, habits)
        for pattern in (DAY_FIRST, MONTH_FIRST):
            if found := pattern.match(text):
                return _named(found, habits, day_first=pattern is DAY_FIRST)
    except ValueError:  # no calendar has that day
        return None
    return None


def _this_year() -> int:
    return AROUND.get().instant().year


def _figures(found: re.Match[str], habits: Locale) -> Day:
    """Day and month in the locale's order; without a year they are this year's."""
    first, second = int(found.group(1)), int(found.group(2))
    month, day = (first, second) if habits.month_first else (second, first)
    if found.group(3) is None:
        return date(_this_year(), month, day), "m/d" if habits.month_first else "dd/mm"
    year = int(found.group(3))
    year += 0 if year > 99 else 2000 if year < 30 else 1900
    return date(year, month, day), "m/d/yyyy" if habits.month_first else "dd/mm/yyyy"


def _named(found: re.Match[str], habits: Locale, *, day_first: bool) -> Day | None:
    parts = found.groupdict()
    known = _month(parts["month"], habits)
    if known is None:
        return None
    month, letters = known
    year, day = parts["year"] or parts.get("only"), parts["day"]
    made = date(int(year) if year else _this_year(), month, int(day or 1))
    pieces = [letters, parts["a"] if day else "", "d" if day else ""]
    if day_first:
        pieces.reverse()
    return made, "".join(pieces) + (f"{parts['b'] or parts['a']}yyyy" if year else "")


def _month(name: str, habits: Locale) -> tuple[int, str] | None:
    """The month of that name, and the letters that write it as long."""
    for names in (MONTHS.get(habits.language, ()), ENGLISH):
        for number, each in enumerate(names, 1):
            if name.lower() == each.lower():
                return number, "mmm" if len(each) == 3 and len(name) == 3 else "mmmm"
            if name.lower() == each[:3].lower():
                return number, "mmm"
    return None
