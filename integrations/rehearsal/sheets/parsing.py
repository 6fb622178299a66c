"""What a person's typing means: numbers, dates, truth values, formulas, and what stays text."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from integrations.rehearsal.sheets import days
from integrations.rehearsal.sheets.cells import Formula, Value, number

Json = dict[str, Any]

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's day has no zone
COMMA_LOCALES = {"id", "de", "fr", "es", "it", "nl", "pt", "ru", "pl", "tr", "da", "sv", "nb", "fi", "cs", "el", "vi"}
MONTH_FIRST = {"en_US"}
CURRENCIES = {"$": '"$"#,##0', "€": "[$€]#,##0", "Rp": '"Rp"#,##0'}
BOTH = re.compile(r"(.+?)(?: +|(?<=\d)T(?=\d))(\d{1,2}:\d{2}.*)$", re.ASCII)
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?\s*([AaPp][Mm])?$", re.ASCII)
PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)$", re.ASCII)
GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?$", re.ASCII)
SCIENTIFIC = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+$", re.ASCII)

Entered = tuple[Value, Json | None]


@dataclass(frozen=True)
class Locale:
    """What of a spreadsheet's locale decides how typing is read and numbers are shown."""

    comma: bool
    month_first: bool
    language: str = "en"


@lru_cache(maxsize=64)
def locale(code: str) -> Locale:
    """The habits of a locale such as `id_ID`."""
    language = {"in": "id"}.get(code.partition("_")[0], code.partition("_")[0])  # Google still writes in_ID
    return Locale(language in COMMA_LOCALES, code in MONTH_FIRST, language)


def entered(text: str, habits: Locale) -> Entered:
    """The value, and the number format it brings along (None: none)."""
    if text.startswith("'"):
        return text[1:], None
    if text.startswith("=") and len(text) > 1:
        return Formula(text), None
    clean = text.strip()
    if clean.upper() in {"TRUE", "FALSE"}:
        return clean.upper() == "TRUE", None
    for reader in (_number, _moment):
        found = reader(clean, habits)
        if found is not None:
            return found
    return (text or None), None


def _number(text: str, habits: Locale) -> Entered | None:
    if text[:1] == "(" and text[-1:] == ")" and (owed := _number(text[1:-1].strip(), habits)):  # as accountants write it
        return (-owed[0], owed[1]) if isinstance(owed[0], (int, float)) and owed[0] >= 0 else None
    for sign, pattern in CURRENCIES.items():
        if sign in text and (inner := _plain(text.replace(sign, "", 1).strip(), habits)) is not None:
            return inner[0], {"type": "CURRENCY", "pattern": pattern + (".00" if "." in inner[1] else "")}
    if text.endswith("%") and (inner := _plain(text[:-1].strip(), habits)) is not None:
        pattern = "0.00%" if "." in inner[1] else "0%"
        return number(round(inner[0] / 100, 15)), {"type": "PERCENT", "pattern": pattern}
    found = _plain(text, habits)
    if found is None:
        return None
    value, written = found
    if SCIENTIFIC.match(written):
        return value, {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if "," in written:
        return value, {"type": "NUMBER", "pattern": "#,##0.00" if "." in written else "#,##0"}
    return value, None


def _plain(text: str, habits: Locale) -> tuple[float, str] | None:
    """The number, and how it is written with a decimal point."""
    written = text.translate(str.maketrans(",.", ".,")) if habits.comma else text
    if PLAIN.match(written) or SCIENTIFIC.match(written) or GROUPED.match(written):
        value = float(written.replace(",", ""))
        return (number(value), written) if math.isfinite(value) else None
    return None


def _moment(text: str, habits: Locale) -> Entered | None:
    """A date, a time, or both with a space or T between them."""
    if clock := _clock(text):
        return number(clock[0]), {"type": "TIME", "pattern": clock[1]}
    if day := days.read(text, habits):
        return _serial(day[0]), {"type": "DATE", "pattern": day[1]}
    found = BOTH.match(text)
    if found is None or (day := days.read(found.group(1), habits)) is None or (clock := _clock(found.group(2))) is None:
        return None
    serial = _serial(day[0])
    return number(round(serial + clock[0], 10)), {"type": "DATE_TIME", "pattern": f"{day[1]} {clock[1]}"}


def _serial(day: date) -> int:
    return (datetime.combine(day, datetime.min.time()) - EPOCH).days


def _clock(text: str) -> tuple[float, str] | None:
    found = TIME.match(text)
    if found is None:
        return None
    hours, minutes, seconds = int(found.group(1)), int(found.group(2)), int(found.group(3) or 0)
    half = (found.group(5) or "").lower()
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0)
    if minutes > 59 or seconds > 59:
        return None
    if hours > 23:
        return (hours * 3600 + minutes * 60 + seconds) / 86400, "[h]:mm" + (":ss" if found.group(3) else "")
    pattern = ("h:mm" if half else "hh:mm" if len(found.group(1)) == 2 else "h:mm") + (":ss" if found.group(3) else "")
    part = (hours * 3600 + minutes * 60 + seconds + int((found.group(4) or "0").ljust(3, "0")) / 1000) / 86400
    return part, pattern + (" am/pm" if half else "")


def serial_moment(serial: float) -> datetime:
    """The moment a serial number means."""
    return EPOCH + timedelta(seconds=round(serial * 86400, 3))
