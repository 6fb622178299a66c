"""Numbers and days in words, as minutes write them ("tanggal dua puluh tujuh bulan April tahun dua ribu dua puluh tujuh")."""

from __future__ import annotations

from datetime import date

from competition.calendar import DAYS, MONTHS

_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def spelled(number: int) -> str:
    """A whole number from 0 to 999,999 in Indonesian words; ValueError beyond."""
    if not 0 <= number < 1_000_000:
        raise ValueError(f"{number} is not between 0 and 999,999")
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    for size, name in ((1000, "ribu"), (100, "ratus"), (10, "puluh")):
        if number >= size:
            head, rest = divmod(number, size)
            first = f"se{name}" if head == 1 else f"{spelled(head)} {name}"
            return f"{first} {spelled(rest)}" if rest else first
    raise AssertionError(number)


def spelled_day(day: date) -> str:
    """The day as minutes begin: "Senin tanggal dua puluh tujuh bulan April tahun dua ribu dua puluh tujuh"."""
    return f"{DAYS[day.weekday()]} tanggal {spelled(day.day)} bulan {MONTHS[day.month - 1]} tahun {spelled(day.year)}"
