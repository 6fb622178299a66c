"""Timetables: nobody is in two places at once, absences and pins are kept, and a change moves as little as can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import combinations, permutations, product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from competition.sittings import (
    Away,
    Guest,
    Pin,
    Presentations,
    Programme,
    Sitting,
    Visits,
    absent,
    slots,
    working_days,
)
from competition.timetable import Question, programme

ZONE = ZoneInfo("Asia/Jakarta")
MONDAY = date(2027, 4, 26)
JUDGES = ("a@x", "b@x", "c@x", "d@x")


def presentations(**more: Any) -> Presentations:
    return Presentations(
        **{"kind": "presentation", "rooms": ("Aula", "Rapat"), "start": "08:00", "end": "10:00", "minutes": 30} | more
    )


def visits(**more: Any) -> Visits:
    return Visits(**{"kind": "visit", "per_day": 2} | more)


def asked(rule: Presentations | Visits, guests: list[Guest], days: int = 1, **more: Any) -> Question:
    return Question(rule, slots(rule, (MONDAY, MONDAY + timedelta(days=days - 1)), ZONE), guests, **more)


def guest(number: int, *judges: str, family: str = "", home: str = "") -> Guest:
    return Guest(number=number, judges=frozenset(judges), family=family, home=home)


def at(text: str, day: date = MONDAY) -> datetime:
    hour, minute = text.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=ZONE)


def away(begins: str, ends: str, day: date = MONDAY) -> Away:
    return Away(starts=at(begins, day).replace(tzinfo=None), ends=at(ends, day).replace(tzinfo=None))


def standing(made: Programme) -> dict[int, Sitting]:
    return {s.number: s for s in made.sittings}


def where(made: Programme) -> dict[int, tuple[str, str]]:
    return {s.number: (f"{s.starts:%a %H:%M}", s.place) for s in made.sittings}


def faults(question: Question, made: Programme) -> Iterator[str]:
    """What is wrong with a timetable, looked at without the solver."""
    numbers = [s.number for s in made.sittings]
    if sorted(numbers) != sorted(g.number for g in question.guests):
        yield f"not everyone once: {numbers}"
    guests = {g.number: g for g in question.guests}
    for i, one in enumerate(made.sittings):
        if not any((s.starts, s.ends) == (one.starts, one.ends) for s in question.slots):
            yield f"{one.number}: no slot"
        if not set(one.judges) <= guests[one.number].judges:
            yield f"{one.number}: a judge who may not come"
        if any(
            a.meets(slot)
            for slot in question.slots
            if slot.starts == one.starts
            for j in one.judges
            for a in question.away.get(j, ())
        ):
            yield f"{one.number}: an absent judge"
        for other in made.sittings[i + 1 :]:
            if other.starts != one.starts:
                continue
            if set(one.judges) & set(other.judges):
                yield f"{one.number}, {other.number}: a judge in two places"
            if isinstance(question.rule, Presentations) and one.place == other.place:
                yield f"{one.number}, {other.number}: in one room"
            if (
                isinstance(question.rule, Presentations)
                and guests[one.number].family
                and guests[one.number].family == guests[other.number].family
            ):
                yield f"{one.number}, {other.number}: one agency tree in parallel"


@st.composite
def questions(draw: st.DrawFn) -> Question:
    rule = presentations(rooms=("Aula", "Rapat")[: draw(st.integers(1, 2))], seed=draw(st.integers(0, 5)))
    guests = [
        guest(
            n,
            *draw(st.sets(st.sampled_from(JUDGES), min_size=1, max_size=2)),
            family=draw(st.sampled_from(("", "", "F", "G"))),
        )
        for n in range(1, draw(st.integers(1, 4)) + 1)
    ]
    gone = draw(
        st.dictionaries(
            st.sampled_from(JUDGES),
            st.sampled_from((away("08:00", "09:00"), away("08:40", "09:10"), away("09:00", "10:00"))),
            max_size=2,
        )
    )
    return asked(rule, guests, away={j: (a,) for j, a in gone.items()})


def missing(question: Question, times: Mapping[int, datetime]) -> int:
    return sum(
        len(absent(question.away, g.judges, next(s for s in question.slots if s.starts == times[g.number])))
        for g in question.guests
    )


def every(question: Question) -> Iterator[dict[int, tuple[datetime, str]]]:
    """Every timetable of a tiny question that keeps the hard rules."""
    assert isinstance(question.rule, Presentations)
    numbers, cells = (
        [g.number for g in question.guests],
        list(product([s.starts for s in question.slots], question.rule.rooms)),
    )
    guests = {g.number: g for g in question.guests}
    for places in product(cells, repeat=len(numbers)):
        found = dict(zip(numbers, places, strict=True))
        pairs = [(n, m) for n in numbers for m in numbers if n < m and found[n][0] == found[m][0]]
        clash = any(
            found[n][1] == found[m][1]
            or guests[n].judges & guests[m].judges
            or (guests[n].family and guests[n].family == guests[m].family)
            for n, m in pairs
        )
        if not clash:
            yield found


@settings(max_examples=15, deadline=None)
@given(questions())
def test_nobody_is_in_two_places_at_once_and_the_order_of_anything_changes_nothing(question: Question) -> None:
    made = programme(question)
    assert made.faults or list(faults(question, made)) == []
    turned = replace(question, guests=list(reversed(question.guests)), away=dict(reversed(question.away.items())))
    assert (programme(turned), turned.mark) == (made, question.mark)


@settings(max_examples=15, deadline=None)
@given(
    questions(), st.sampled_from(JUDGES), st.sampled_from([("08:00", "08:30"), ("08:30", "09:30"), ("08:00", "10:00")])
)
def test_a_repair_moves_as_few_as_any_timetable_with_as_few_absent_judges(
    question: Question, judge: str, hours: tuple[str, str]
) -> None:
    if len(question.guests) > 3:
        question = replace(question, guests=question.guests[:3])
    before = programme(question)
    if before.faults:
        assert list(every(question)) == []
        return
    stands = standing(before)
    now = replace(question, standing=stands, away={**question.away, judge: (away(*hours),)})
    after = programme(now)
    costs = [
        (
            missing(now, {n: t for n, (t, _) in found.items()}),
            sum(place != (stands[n].starts, stands[n].place) for n, place in found.items()),
        )
        for found in every(now)
    ]
    moved = sum((s.starts, s.place) != (stands[s.number].starts, stands[s.number].place) for s in after.sittings)
    assert (missing(now, {s.number: s.starts for s in after.sittings}), moved) == min(costs)
    assert list(faults(now, after)) == []
    assert where(programme(replace(question, standing=stands))) == where(before)


def test_those_of_one_agency_tree_follow_each_other_and_are_never_in_parallel() -> None:
    made = programme(
        asked(presentations(), [guest(n, f"{n}@x", family="DINKES" if n in {1, 4, 6} else "") for n in range(1, 8)])
    )
    times = sorted(s.starts for s in made.sittings if s.number in {1, 4, 6})
    assert [b - a for a, b in zip(times, times[1:], strict=False)] == [timedelta(minutes=30)] * 2
    assert "berurutan dengan usulan nomor" in standing(made)[4].reason


def test_another_seed_draws_another_order() -> None:
    orders = {
        tuple(
            s.number
            for s in programme(
                asked(presentations(rooms=("Aula",), seed=seed), [guest(n, "a@x") for n in range(1, 5)])
            ).sittings
        )
        for seed in range(6)
    }
    assert len(orders) > 1


def test_a_pin_is_kept_and_makes_room_by_moving_the_one_that_stood_there() -> None:
    question = asked(presentations(rooms=("Aula",)), [guest(n, "a@x") for n in (1, 2, 3)])
    before = programme(question)
    first, last = before.sittings[0].number, before.sittings[-1].number
    after = programme(
        replace(question, standing=standing(before), pins={last: Pin(at=time(8), day=MONDAY, place="aula")})
    )
    assert where(after)[last] == ("Mon 08:00", "Aula")
    assert {n for n in where(after) if where(after)[n] != where(before)[n]} == {first, last}
    assert (after.notes, standing(after)[last].reason) == (
        (),
        f"ditetapkan sekretariat, semua juri dapat hadir, sebelumnya {standing(before)[last].starts:%d-%m-%Y %H.%M}, Aula",
    )


def test_pins_that_clash_are_told_and_the_first_of_them_is_kept() -> None:
    pins = {n: Pin(at=time(8), place="Aula") for n in (1, 2)} | {3: Pin(day=date(2027, 5, 1)), 4: Pin(place="Gudang")}
    made = programme(asked(presentations(), [guest(n, f"{n}@x") for n in (1, 2, 3, 4)], pins=pins))
    assert where(made)[1] == ("Mon 08:00", "Aula")
    assert [n[:16] for n in made.notes] == ["Usulan nomor 4: ", "Usulan nomor 2: ", "Usulan nomor 3: "]
    assert "“Gudang” bukan salah satu dari Aula, Rapat" in made.notes[0]


def test_what_has_begun_stays_and_nothing_new_begins_before_now() -> None:
    question = asked(presentations(rooms=("Aula",)), [guest(n, "a@x") for n in (1, 2)])
    before = programme(question)
    late = replace(
        question,
        guests=[*question.guests, guest(3, "a@x")],
        standing=standing(before),
        now=at("08:10"),
        away={"a@x": (away("08:00", "09:00"),)},
    )
    after = where(programme(late))
    first, second = (s.number for s in before.sittings)
    assert after[first] == where(before)[first]
    assert {after[second], after[3]} == {("Mon 09:00", "Aula"), ("Mon 09:30", "Aula")}


def test_a_judge_who_is_away_all_the_time_is_missing_and_named() -> None:
    made = programme(asked(presentations(), [guest(1, "a@x", "b@x")], away={"a@x": (away("00:00", "23:59"),)}))
    (only,) = made.sittings
    assert (only.judges, only.missing, only.reason) == (
        ("b@x",),
        ("a@x",),
        "urutan menurut undian, juri berhalangan: a@x",
    )


@pytest.mark.parametrize(("guests", "rooms", "said"), [
    ([guest(n, f"{n}@x") for n in range(1, 10)], 2, "9 presentasi tidak muat dalam 4 slot × 2 ruang (8 tempat); tambah ruang atau tambah hari"),
    ([guest(n, "a@x") for n in range(1, 6)], 2, "Juri a@x harus menghadiri 5 presentasi, padahal hanya ada 4 slot; kurangi tugasnya"),
    ([guest(n, f"{n}@x", family="F") for n in range(1, 6)], 2, "Usulan nomor 1, 2, 3, 4, 5 dari satu perangkat daerah beserta unitnya tidak boleh bersamaan"),
    ([guest(n, *("a@x", "b@x", "c@x", "a@x")[n % 3 : n % 3 + 2]) for n in range(1, 7)], 2,
     "Juri yang sama dibutuhkan pada beberapa ruang sekaligus"),
])  # fmt: skip
def test_what_cannot_be_says_why_and_what_would_help(guests: list[Guest], rooms: int, said: str) -> None:
    made = programme(asked(presentations(rooms=("Aula", "Rapat")[:rooms]), guests))
    assert (made.sittings, len(made.faults)) == ((), 1)
    assert said in made.faults[0]


def test_visits_of_one_place_are_one_tour_of_one_team_without_conflict_and_the_judges_go_evenly() -> None:
    guests = [
        guest(
            n, *(j for j in JUDGES if (n, j) not in {(1, "a@x"), (4, "d@x")}), home="Kajen" if n in {1, 3} else "Doro"
        )
        for n in (1, 2, 3, 4)
    ]
    question = asked(visits(), guests, days=2)
    made = programme(question)
    assert (list(faults(question, made)), made.notes) == ([], ())
    tours = {
        home: {(s.starts.date(), s.judges) for s in made.sittings if s.place == home} for home in ("Kajen", "Doro")
    }
    assert {home: len(found) for home, found in tours.items()} == {"Kajen": 1, "Doro": 1}
    assert {j: sum(j in s.judges for s in made.sittings) for j in JUDGES} == dict.fromkeys(JUDGES, 2)


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(st.sets(st.sampled_from(JUDGES), min_size=2), st.sampled_from(("Kajen", "Doro"))),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(JUDGES),
)
def test_visits_keep_absences_and_a_repair_changes_no_more_than_those_of_the_absent_judge(
    found: list[tuple[set[str], str]], judge: str
) -> None:
    question = asked(
        visits(teams=2), [guest(n, *judges, home=home) for n, (judges, home) in enumerate(found, 1)], days=2
    )
    before = programme(question)
    assert list(faults(question, before)) == []
    again = replace(question, standing=standing(before))
    assert [(s.number, s.starts, s.judges) for s in programme(again).sittings] == [
        (s.number, s.starts, s.judges) for s in before.sittings
    ]
    hurt = replace(again, away={judge: (away("00:00", "23:59"),)})
    after = programme(hurt)
    assert list(faults(hurt, after)) == []
    changed = {
        s.number
        for s in after.sittings
        if (s.starts, s.judges) != (standing(before)[s.number].starts, standing(before)[s.number].judges)
    }
    touched = {s.number for s in before.sittings if judge in s.judges and s.starts.date() == MONDAY}
    assert touched or not changed


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from(JUDGES[:3]), min_size=1), min_size=2, max_size=2),
    st.sampled_from(JUDGES[:3]),
    st.sampled_from([("00:00", "23:59"), ("08:00", "09:00")]),
)
def test_a_repair_of_visits_changes_as_few_as_any_with_teams_as_full(
    panels: list[set[str]], judge: str, hours: tuple[str, str]
) -> None:
    question = asked(visits(), [guest(n, *judges, home="Kajen") for n, judges in enumerate(panels, 1)], days=2)
    before = standing(programme(question))
    hurt = replace(question, standing=before, away={judge: (away(*hours),)})
    after = programme(hurt).sittings
    teams = [frozenset(t) for size in range(3) for t in combinations(JUDGES[:3], size)]
    costs = []
    for one, two in permutations(hurt.slots, 2):
        for chosen in product(teams, repeat=2):
            team = dict(zip(sorted({s.starts.date() for s in hurt.slots}), chosen, strict=True))
            found = {1: (one, team[one.starts.date()]), 2: (two, team[two.starts.date()])}
            if all(t <= panels[n - 1] and not absent(hurt.away, t, slot) for n, (slot, t) in found.items()):
                short = sum(2 - len(t) for _, t in found.values())
                changed = sum(
                    (slot.starts, t) != (before[n].starts, frozenset(before[n].judges))
                    for n, (slot, t) in found.items()
                )
                costs.append((short, changed))
    changed = sum((s.starts, s.judges) != (before[s.number].starts, before[s.number].judges) for s in after)
    assert (sum(2 - len(s.judges) for s in after), changed) == min(costs)


def test_a_team_that_is_short_is_told() -> None:
    made = programme(asked(visits(), [guest(1, "a@x", home="Kajen")]))
    assert made.sittings[0].judges == ("a@x",)
    assert made.notes[0].startswith(
        "Usulan nomor 1: hanya 1 juri yang dapat berkunjung dari 2 yang diperlukan; tambah juri"
    )


def test_too_many_visits_say_how_many_fit() -> None:
    made = programme(asked(visits(), [guest(n, *JUDGES, home="Kajen") for n in range(1, 6)], days=2))
    assert made.faults == (
        "5 kunjungan tidak muat dalam 4 tempat (4 waktu × 1 tim); tambah hari, tim, atau kunjungan per hari pada aturan edisi (timetables)",
    )


def test_the_day_is_cut_into_slots_around_its_breaks() -> None:
    rule = presentations(start="08.00", end=15 * 60, minutes=45, breaks=[("09:40", "10:00"), ("12:00", "13:00")])
    assert [f"{a:%H:%M}" for a, _ in rule.times()] == ["08:00", "08:45", "10:00", "10:45", "13:00", "13:45"]
    assert [f"{a:%H:%M}-{b:%H:%M}" for a, b in visits(start="09:00", breaks=[]).times()][:2] == [
        "09:00-11:00",
        "11:00-13:00",
    ]
    assert len(asked(visits(per_day=1), [], days=3).slots) == 3


def test_days_are_the_working_days_of_the_stage() -> None:
    assert [d.day for d in working_days((date(2027, 4, 29), date(2027, 5, 4)))] == [29, 30, 3, 4]
    assert [d.day for d in working_days((date(2027, 5, 1), date(2027, 5, 2)))] == [1, 2]


@pytest.mark.parametrize(("change", "said"), [
    ({"rooms": ["Aula", "aula "]}, "rooms: each needs a name of its own"), ({"talk": 31}, "talk: 31 minutes do not fit a slot of 30"),
    ({"start": "10:00"}, "leave no room for a single sitting"), ({"breaks": [["13:00", "12:00"]]}, "breaks: each must begin before it ends"),
    ({"start": "08:00:30"}, "hours and minutes"), ({"days": [MONDAY, MONDAY]}, "the same day stands twice"), ({"colour": "red"}, "Extra inputs"),
])  # fmt: skip
def test_rules_that_make_no_sense_are_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        presentations(**change)
