"""Number patterns: how a number is shown as an amount, a percentage, a date or a time."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from integrations.rehearsal.sheets.days import MONTHS
from integrations.rehearsal.sheets.parsing import Locale, serial_moment

Json = dict[str, Any]

DEFAULTS = {
    "DATE": "m/d/yyyy", "TIME": "h:mm:ss am/pm", "DATE_TIME": "m/d/yyyy h:mm:ss", "PERCENT": "0.00%",
    "CURRENCY": '"$"#,##0.00', "SCIENTIFIC": "0.00E+00", "NUMBER": "#,##0.00",
}  # fmt: skip
DAYS_FIRST = {"DATE": "dd/mm/yyyy", "DATE_TIME": "dd/mm/yyyy h:mm:ss"}
MOMENTS = {"DATE", "TIME", "DATE_TIME"}
PIECE = re.compile(
    r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\(.)|(am/pm|a/p)|(\[?(?:y+|m+|d+|h+|s+)\]?)|(\.0+)|(.)',
    re.IGNORECASE,
)
AMOUNT = re.compile(r"(?:[#0?,]*[#0?] +)?[#0?]+/[#0?\d]+|[#0?,]*[#0?](?:\.[#0?]*)?(?:[eE][+-]0+)?,*|\.[0#?]+,*")
ELAPSED = {"h": 3600, "m": 60, "s": 1}
SIGNIFICANT = 10
Names = tuple[tuple[str, ...], tuple[str, ...]]
NAMES: dict[str, Names] = {  # months from January and days from Monday, where they are not the English ones
    "id": (
        MONTHS["id"],
        ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    ),
}  # fmt: skip
SWAPPED = str.maketrans(",.", ".,")


def typed(pattern: str, habits: Locale) -> str:
    """A pattern as a person of that locale writes it, in the form all others are kept in."""
    if not habits.comma or re.search(r"[ydhs]", re.sub(r'"[^"]*"', "", pattern), re.IGNORECASE):
        return pattern
    return "".join(
        piece if piece.startswith('"') else piece.translate(SWAPPED) for piece in re.split(r'("[^"]*")', pattern)
    )


def general(value: float, habits: Locale) -> str:
    """A number without a format: as many digits as a cell shows."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        text = str(int(value)) if abs(value) < 1e15 else f"{value:.5E}"
    else:
        text = f"{value:.{SIGNIFICANT}g}"
        if "e" in text:
            mantissa, _, exponent = text.partition("e")
            text = f"{mantissa}E{int(exponent):+03d}"
    return text.replace(".", ",") if habits.comma else text


def shown(value: float, form: Json, habits: Locale) -> str:
    """The number in that number format."""
    kind = form.get("type", "NUMBER")
    pattern = form.get("pattern")
    if not pattern:
        pattern = (DEFAULTS if habits.month_first else {**DEFAULTS, **DAYS_FIRST}).get(kind)
    if not pattern or kind == "TEXT" or pattern in {"@", "General"}:
        return general(value, habits)
    if kind in MOMENTS or re.search(r"[ydhs]|\[m+\]", re.sub(r'"[^"]*"|\[[^\]hms][^\]]*\]', "", pattern), re.IGNORECASE):
        try:
            return _moment(value, pattern, NAMES.get(habits.language))
        except (OverflowError, ValueError):  # no calendar reaches that far
            return general(value, habits)
    return _amount(value, pattern, habits)


def is_moment(form: Json) -> bool:
    """Whether the format shows a date or a time."""
    return form.get("type") in MOMENTS


def _amount(value: float, pattern: str, habits: Locale) -> str:
    sections = pattern.split(";")
    if value < 0 and len(sections) > 1:
        value, section, sign = -value, sections[1], ""
    elif value == 0 and len(sections) > 2:
        section, sign = sections[2], ""
    else:
        section, sign = sections[0], "-" if value < 0 else ""
    literal = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r'"\1"', section)
    literal = re.sub(r"\[[^\]]*\]", "", literal)
    pieces = re.split(r'("[^"]*")', literal)
    done = False
    for place, piece in enumerate(pieces):
        if piece.startswith('"'):
            pieces[place] = piece[1:-1]
        elif not done and (found := AMOUNT.search(piece)):
            number = Decimal(str(abs(value))) * (100 if "%" in literal else 1)
            pieces[place] = piece[: found.start()] + _digits(number, found.group(), habits) + piece[found.end() :]
            done = True
    return sign + "".join(pieces)


def _digits(number: Decimal, pattern: str, habits: Locale) -> str:
    if "/" in pattern:
        return _fraction(number, pattern)
    scaled = pattern.rstrip(",")
    number, pattern = number.scaleb(-3 * (len(pattern) - len(scaled))), scaled  # a comma at the end stands for a thousand
    if "e" in pattern.lower():
        places = len(re.sub(r"[eE].*", "", pattern).partition(".")[2])
        mantissa, _, exponent = f"{number:.{places}E}".partition("E")
        return f"{mantissa}E{int(exponent):+03d}"
    whole, _, fraction = pattern.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    integer, _, decimals = f"{rounded:f}".partition(".")
    least = fraction.rstrip("#?").__len__()
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    integer = integer.rjust(whole.count("0"), "0")
    if "0" not in whole and integer == "0":
        integer = ""
    text = f"{int(integer):,}" if "," in whole and integer else integer
    if "," in whole and whole.count("0") > len(integer.lstrip("0") or "0"):
        text = integer
    text += f".{decimals}" if decimals else ""
    return text.translate(str.maketrans(",.", ".,")) if habits.comma else text


def _fraction(number: Decimal, pattern: str) -> str:
    """The number as a fraction, with its whole part before it where the pattern has a place for one."""
    front, _, last = pattern.partition("/")
    whole = int(number) if " " in front else 0
    part = Fraction(number) - whole
    if last.isdigit() and int(last):
        above, below = round(part * int(last)), int(last)
    else:
        near = part.limit_denominator(10 ** len(last) - 1)
        above, below = near.numerator, near.denominator
    if " " not in front:
        return f"{above}/{below}"
    if above == below:
        whole, above = whole + 1, 0
    return str(whole) if not above else f"{whole} {above}/{below}" if whole else f"{above}/{below}"


def _moment(value: float, pattern: str, names: Names | None) -> str:
    moment = serial_moment(value)
    pieces = PIECE.findall(pattern)
    half_days = any(piece[3] for piece in pieces)
    written: list[str] = []
    before = ""
    for place, (text, currency, escaped, half, letters, fraction, other) in enumerate(pieces):
        if letters:
            kind = letters.lower().strip("[]")
            following = next((piece[4].lower().strip("[]") for piece in pieces[place + 1 :] if piece[4]), "")
            if letters.startswith("["):  # all the hours, minutes or seconds there are, not those of one day
                written.append(str(int(round(value * 86400, 3) // ELAPSED[kind[0]])).rjust(len(kind), "0"))
                before = kind
                continue
            minutes = kind[0] == "m" and len(kind) <= 2 and (before.startswith("h") or following.startswith("s"))
            written.append(_part(moment, kind, minutes=minutes, half_days=half_days, names=names))
            before = kind
        elif half:
            written.append(moment.strftime("%p"))
        elif fraction:
            written.append(f".{moment.microsecond:06d}"[: len(fraction)])
        else:
            written.append(text or currency or escaped or other)
    return "".join(written)


def _part(moment: datetime, letters: str, *, minutes: bool, half_days: bool, names: Names | None) -> str:
    kind, size = letters[0], len(letters)
    if kind == "y":
        return f"{moment.year:04d}" if size > 2 else f"{moment.year % 100:02d}"
    if kind == "m" and not minutes and size > 2:
        if names:
            month = names[0][moment.month - 1]
            return month[:3] if size == 3 else month
        return moment.strftime("%b" if size == 3 else "%B")
    if kind == "d" and size > 2:
        if names:
            day = names[1][moment.weekday()]
            return day[:3] if size == 3 else day
        return moment.strftime("%a" if size == 3 else "%A")
    hour = (moment.hour % 12 or 12) if half_days else moment.hour
    number = {"m": moment.minute if minutes else moment.month, "d": moment.day, "h": hour, "s": moment.second}[kind]
    return f"{number:02d}" if size > 1 else str(number)
