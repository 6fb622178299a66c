"""Dates as officials write them, and months by the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from build import at
from hypothesis import given
from hypothesis import strategies as st

from competition.calendar import add_months, long_date, long_day, long_moment, read_date

SIXTH = date(2023, 2, 6)


@pytest.mark.parametrize("text", [
    "6 Februari 2023", "06 Februari 2023", "6 februari 2023", "6 FEBRUARI 2023", "  6   Februari\t2023 ", "6 Februari 2023.", "6 Pebruari 2023", "6 Feb 2023",
    "6 Feb. 2023", "6-Feb-2023", "6/Februari/2023", "06/02/2023", "6/2/2023", "06-02-2023", "6.2.2023", "06 02 2023", "2023-02-06", "2023-2-6",
    "2023-02-06T00:00:00+07:00", "Senin, 6 Februari 2023", "senin 6 Februari 2023", "6 February 2023", "6 Februari, 2023",
])  # fmt: skip
def test_the_sixth_of_february_is_read_in_every_form(text: str) -> None:
    assert read_date(text) == SIXTH


@pytest.mark.parametrize(("text", "month"), [
    ("1 Januari 2024", 1), ("1 Maret 2024", 3), ("1 April 2024", 4), ("1 Mei 2024", 5), ("1 May 2024", 5), ("1 Juni 2024", 6), ("1 Juli 2024", 7),
    ("1 Agustus 2024", 8), ("1 Agt 2024", 8), ("1 August 2024", 8), ("1 September 2024", 9), ("1 Oktober 2024", 10), ("1 October 2024", 10),
    ("1 November 2024", 11), ("1 Nopember 2024", 11), ("1 Desember 2024", 12), ("1 December 2024", 12),
])  # fmt: skip
def test_every_month_is_read_in_indonesian_and_english(text: str, month: int) -> None:
    assert read_date(text) == date(2024, month, 1)


@pytest.mark.parametrize("text", [
    None, "", "   ", ".", "Maret 2023", "awal 2024", "2024", "31 Februari 2024", "29 Februari 2023", "0 Januari 2024", "32 Januari 2024", "12 Foo 2024", "13/13/2024",
    "00/00/0000", "6 Februari 23", "6/2/23", "6 Februari 20233", "segera", "sejak 6 Februari 2023", "6 Februari 2023 sampai sekarang", "45748", "6 Februari 0000",
    "Jumat", "2023-02-30", "2023-13-01", "=TODAY()", "6" * 5000,
])  # fmt: skip
def test_what_is_not_one_certain_day_is_no_date(text: str | None) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize("text", ["12 Mayat 2024", "12 Marathon 2024", "12 Desa 2024", "12 Junior 2024"])
def test_a_word_that_only_begins_like_a_month_is_no_date(text: str) -> None:
    assert read_date(text) is None


@given(st.text(max_size=40))
def test_no_text_stops_the_reader(text: str) -> None:
    found = read_date(text)
    assert found is None or isinstance(found, date)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_written_out_is_read_back(day: date) -> None:
    assert read_date(long_date(day)) == day
    assert read_date(long_day(day)) == day
    assert read_date(day.isoformat()) == day


@pytest.mark.parametrize(("day", "months", "expected"), [
    (date(2025, 3, 31), 12, date(2026, 3, 31)), (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2025, 12, 1), 1, date(2026, 1, 1)), (date(2025, 12, 31), 2, date(2026, 2, 28)), (date(2025, 5, 5), 0, date(2025, 5, 5)),
    (date(2025, 1, 15), -1, date(2024, 12, 15)), (date(2024, 8, 31), 18, date(2026, 2, 28)),
])  # fmt: skip
def test_months_are_counted_by_the_calendar(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 600))
def test_months_later_is_that_month_and_the_same_day_or_its_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (
        later.day < day.day and add_months(later.replace(day=1), 1).toordinal() - later.toordinal() == 1
    )


def test_a_moment_is_written_in_the_editions_zone_with_its_name() -> None:
    moment = datetime(2026, 3, 31, 8, 0, 4, tzinfo=UTC)
    assert long_moment(moment, ZoneInfo("Asia/Jakarta")) == "31 Maret 2026 pukul 15.00.04 WIB"
    assert long_moment(moment, ZoneInfo("Asia/Makassar")) == "31 Maret 2026 pukul 16.00.04 WITA"
    assert long_moment(at("2026-12-31 23:30:00"), ZoneInfo("Asia/Jayapura")) == "1 Januari 2027 pukul 01.30.00 WIT"


def test_a_day_is_written_with_its_name() -> None:
    assert long_day(date(2026, 3, 31)) == "Selasa, 31 Maret 2026"
