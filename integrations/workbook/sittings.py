"""What people typed about the timetable, and the timetable as it stands. A cell that tells nothing becomes a remark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from zoneinfo import ZoneInfo

from competition import effects
from competition.absences import read_absences, read_clock, whole_day
from competition.sittings import Away, Pin, Sitting
from integrations.workbook.book import Workbook
from integrations.workbook.records import day_in, model_in
from integrations.workbook.table import Row
from integrations.workbook.tabs import AGENCIES, JUDGES, TIMETABLE, TabSpec

_HINT = "tulis misalnya 27-04-2027, atau 27-04-2027 08.00-12.00, dipisahkan ;"


def absences(book: Workbook) -> dict[str, tuple[Away, ...]]:
    """Judge's address -> when they cannot come, as far as that can be read."""
    found = {r.text("surel").lower(): _absences(r)[0] for r in book[JUDGES]}
    return {judge: away for judge, away in found.items() if away}


def _absences(row: Row) -> tuple[tuple[Away, ...], tuple[str, ...]]:
    if isinstance(row.cells.get("berhalangan"), (int, float)):
        day = day_in(row, "berhalangan")  # Sheets made a date of it
        return ((whole_day(day),), ()) if day else ((), (row.text("berhalangan"),))
    return read_absences(row.text("berhalangan"))


def homes(book: Workbook) -> dict[str, str]:
    """Agency's code -> where it is, of those that say so."""
    return {r.text("kode"): place for r in book[AGENCIES] if (place := r.text("lokasi"))}


def rows_of(book: Workbook, stage: str) -> Iterator[tuple[int, Row]]:
    """(number, row) of every proposal that has a line in the stage's timetable."""
    for row in book[TIMETABLE]:
        number = row.number("usulan")
        if number is not None and row.text("kunci") == effects.timetable(stage, number):
            yield number, row


def standing(book: Workbook, stage: str, zone: ZoneInfo) -> dict[int, Sitting]:
    """Number -> its sitting, of those that have one; times in the edition's zone."""
    found = {n: model_in(r, "mesin", Sitting, TIMETABLE.title) for n, r in rows_of(book, stage) if r.text("mesin")}
    return {
        n: s.model_copy(update={"starts": s.starts.astimezone(zone), "ends": s.ends.astimezone(zone)})
        for n, s in found.items()
    }


def pins(book: Workbook, stage: str) -> dict[int, Pin]:
    """Number -> what was fixed by hand, as far as that can be read."""
    typed = {n: Pin(day=day_in(r, "tetap_hari"), at=_clock(r), place=_place(r)) for n, r in rows_of(book, stage)}
    return {n: pin for n, pin in typed.items() if pin != Pin()}


def _place(row: Row) -> str | None:
    return " ".join(row.text("tetap_tempat").split()) or None


def _clock(row: Row) -> time | None:
    value = row.cells.get("tetap_jam")
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1:
        minutes = round(value * 24 * 60) % (24 * 60)  # Sheets made a time of it
        return time(minutes // 60, minutes % 60)
    return read_clock(row.text("tetap_jam"))


def remarks(book: Workbook, stages: Mapping[str, object]) -> Iterator[tuple[TabSpec, str, str]]:
    """(tab, key, what is wrong) of what people typed about these stages' timetables and nobody can use."""
    for row in book[JUDGES]:
        for part in _absences(row)[1]:
            yield JUDGES, row.text("surel"), f"Berhalangan “{part[:80]}” tidak terbaca; {_HINT}"
    for stage in stages:
        for _, row in rows_of(book, stage):
            if row.text("tetap_hari") and day_in(row, "tetap_hari") is None:
                yield TIMETABLE, row.text("kunci"), f"Hari Tetap “{row.text('tetap_hari')[:80]}” bukan tanggal"
            if row.text("tetap_jam") and _clock(row) is None:
                yield (
                    TIMETABLE,
                    row.text("kunci"),
                    f"Jam Tetap “{row.text('tetap_jam')[:80]}” bukan jam, misalnya 09.00",
                )
