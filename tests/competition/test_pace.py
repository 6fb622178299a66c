"""The outlook of a stage: who will be late by how much, what could be moved, and silence where all is well."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.pace import Progress, advice, forecast

OPENED, LAST = date(2026, 4, 8), date(2026, 4, 17)
NAMES = {"a": "Juri A", "b": "Juri B", "c": "Juri C"}


def progress(judge: str, assigned: int, *done: int) -> Progress:
    """`done`: rows done by the end of the day of opening, and of each day after it."""
    days = {day(i): n for i, n in enumerate(done)}
    return Progress(judge=judge, name=NAMES[judge], assigned=assigned, opened=OPENED, done=days)


def day(n: int) -> date:
    return OPENED + timedelta(days=n)


STEADY = (0, 1, 2, 3, 4, 5, 6)  # one a day


@pytest.mark.parametrize(("assigned", "done", "late"), [
    (6, STEADY, 0), (9, STEADY, 0), (10, STEADY, 1), (12, STEADY, 3), (12, (0,), None), (12, (0, 0, 0), None), (12, (0, 3, 6), 0), (12, (0, 0, 0, 0, 0, 1), 29),
])  # fmt: skip
def test_days_late_are_counted_at_the_pace_so_far(assigned: int, done: tuple[int, ...], late: int | None) -> None:
    assert forecast(progress("a", assigned, *done), day(len(done) - 1), LAST).late == late


def test_the_better_of_the_last_days_and_all_days_is_believed() -> None:
    assert forecast(progress("a", 12, 0, 0, 0, 0, 0, 2, 4, 6), day(7), LAST).late == 1  # two a day, not six in seven
    assert forecast(progress("a", 12, 2, 4, 6, 8, 8, 8, 8, 8), day(7), LAST).late == 2  # eight in seven, not none


def test_the_advice_names_who_is_late_by_how_much_and_who_could_take_over() -> None:
    slow, quick = [progress("a", 12, *STEADY), progress("b", 12, *STEADY)], progress("c", 6, *STEADY)
    assert advice([*slow, quick], day(6), LAST, movable=True) == (
        "dengan laju ini 2 juri terlambat 3 hari (Juri A, Juri B); pindahkan 3 berkas kepada Juri C?"
    )
    assert advice([*slow, quick], day(6), LAST, movable=False) == (
        "dengan laju ini 2 juri terlambat 3 hari (Juri A, Juri B); ingatkan, atau tambah waktu baca pada tab Pengaturan"
    )


def test_who_has_not_begun_is_said_apart() -> None:
    known = [progress("a", 4, 0), progress("b", 12, *STEADY), progress("c", 3, 1, 2, 3)]
    assert advice(known, day(6), LAST, movable=False).startswith(
        "dengan laju ini 1 juri terlambat 3 hari (Juri B) dan 1 juri belum mulai (Juri A); "
    )


@pytest.mark.parametrize(("today", "done"), [(0, 0), (6, 12), (10, 1)])
def test_nothing_is_said_on_the_first_day_where_all_is_well_or_when_it_is_over(today: int, done: int) -> None:
    assert advice([progress("a", 12, done)], day(today), LAST, movable=True) == ""
    assert advice([], day(3), LAST, movable=True) == ""


@given(st.integers(0, 60), st.lists(st.integers(0, 60), min_size=1, max_size=12), st.integers(1, 30))
def test_more_done_is_never_later(assigned: int, done: list[int], today: int) -> None:
    counts = [min(assigned, n) for n in sorted(done)]
    before = progress("a", assigned, *counts)
    more = progress("a", assigned, *(min(assigned, n + 1) for n in counts))
    one, other = (forecast(p, day(today), LAST) for p in (before, more))
    far = 10_000
    assert (other.late if other.late is not None else far) <= (one.late if one.late is not None else far)
    assert other.left <= one.left


@given(st.permutations([progress("a", 12, *STEADY), progress("b", 9, 0, 2), progress("c", 6, *STEADY)]))
def test_the_order_of_judges_changes_nothing(known: list[Progress]) -> None:
    assert advice(known, day(6), LAST, movable=True) == advice(sorted(known, key=lambda p: p.judge), day(6), LAST, movable=True)  # fmt: skip
