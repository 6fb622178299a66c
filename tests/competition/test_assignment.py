"""Conflicts, and judges to proposals: never a pair that conflicts, no order that matters, what is short is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from build import judge, proposal, register
from hypothesis import given
from hypothesis import strategies as st

from competition.agencies import Judge
from competition.assignment import Plan, Seat, plan
from competition.conflicts import conflict
from competition.model import Proposal

AGENCIES = register()
CODES = [None, "DINKES", "PKM-KAJEN", "PKM-DORO", "DISHUB"]


@pytest.mark.parametrize(("works_at", "sent_by", "why"), [
    ("DINKES", "DINKES", "bekerja pada Dinas Kesehatan"), ("DINKES", "PKM-KAJEN", "bekerja pada Dinas Kesehatan"),
    ("PKM-KAJEN", "DINKES", "bekerja pada Puskesmas Kajen"), ("PKM-KAJEN", "PKM-DORO", None), ("DISHUB", "DINKES", None), (None, "DINKES", None),
    ("DINKES", None, None), ("HILANG", "HILANG", "bekerja pada HILANG"),
])  # fmt: skip
def test_a_judge_does_not_judge_the_own_agency_its_parent_or_its_units(
    works_at: str | None, sent_by: str | None, why: str | None
) -> None:
    assert conflict(judge("j@x", agency=works_at), proposal(agency=sent_by), AGENCIES) == why


def test_a_judge_does_not_judge_what_the_own_address_sent() -> None:
    assert (
        conflict(judge("Juri@X.example"), proposal(senders=("juri@x.EXAMPLE",)), AGENCIES)
        == "alamatnya mengirim usulan ini"
    )


def test_a_declared_conflict_holds_for_that_judge_and_that_proposal_only() -> None:
    declared = {("j@x", 1)}
    assert [conflict(judge(e), proposal(n), AGENCIES, declared) for e, n in (("j@x", 1), ("j@x", 2), ("k@x", 1))] == [
        "menyatakan benturan kepentingan",
        None,
        None,
    ]


def pairs(made: Plan) -> list[tuple[str, int]]:
    return [(s.judge, s.proposal) for s in made.seats]


def test_without_a_number_of_readers_every_judge_without_conflict_reads_every_proposal() -> None:
    made = plan([proposal(2), proposal(1, agency="DISHUB")], [judge("b@x"), judge("a@x", agency="DISHUB")], AGENCIES)
    assert pairs(made) == [("a@x", 2), ("b@x", 1), ("b@x", 2)]
    assert made.forbidden == (Seat(judge="a@x", proposal=1, reason="bekerja pada Dinas Perhubungan"),)
    assert (made.short, made.of("b@x"), made.of("c@x")) == ((), (1, 2), ())


def test_loads_are_even_and_every_pair_has_its_reason() -> None:
    made = plan([proposal(n) for n in range(1, 7)], [judge(e) for e in ("a@x", "b@x", "c@x")], AGENCIES, readers=1)
    assert {e: len(made.of(e)) for e in ("a@x", "b@x", "c@x")} == {"a@x": 2, "b@x": 2, "c@x": 2}
    assert {s.reason for s in made.seats} == {"beban 1, tanpa konflik", "beban 2, tanpa konflik"}


def test_an_expert_is_preferred_among_equally_loaded_judges() -> None:
    made = plan(
        [proposal(1)],
        [judge("a@x", max_load=3), judge("b@x", expertise=("KESEHATAN",), max_load=3)],
        AGENCIES,
        readers=1,
    )
    assert made.seats == (Seat(judge="b@x", proposal=1, reason="bidang cocok, beban 1/3, tanpa konflik"),)


def test_pairs_given_before_are_kept_though_others_are_less_loaded() -> None:
    standing = {("a@x", n): "" for n in (1, 2, 3)}
    made = plan(
        [proposal(n) for n in (1, 2, 3, 4)], [judge("a@x"), judge("b@x")], AGENCIES, readers=1, standing=standing
    )
    assert pairs(made) == [("a@x", 1), ("a@x", 2), ("a@x", 3), ("b@x", 4)]


def test_a_pair_given_before_goes_when_a_conflict_forbids_it_now() -> None:
    made = plan(
        [proposal(1)],
        [judge("a@x"), judge("b@x")],
        AGENCIES,
        readers=1,
        standing={("a@x", 1): ""},
        declared={("a@x", 1)},
    )
    assert pairs(made) == [("b@x", 1)]


def test_a_pair_given_before_is_kept_also_where_the_judge_is_nearly_full() -> None:
    made = plan(
        [proposal(1), proposal(2)],
        [judge("a@x", max_load=1), judge("b@x")],
        AGENCIES,
        readers=1,
        standing={("a@x", 2): ""},
    )
    assert ("a@x", 2) in pairs(made)


def test_what_could_not_be_filled_is_said() -> None:
    made = plan(
        [proposal(1), proposal(2, agency="DISHUB")],
        [judge("a@x", agency="DISHUB"), judge("b@x", max_load=1)],
        AGENCIES,
        readers=2,
    )
    assert made.short == (
        "usulan nomor 2 baru mendapat 1 juri; tambah juri atau naikkan beban maksimum",
        "usulan nomor 1 baru mendapat 1 juri; tambah juri atau naikkan beban maksimum",
    )
    assert plan([proposal(1)], [], AGENCIES).short == (
        "usulan nomor 1 baru mendapat 0 juri; tambah juri atau naikkan beban maksimum",
    )
    assert plan([], [judge("a@x")], AGENCIES, readers=2) == Plan(seats=(), forbidden=())


def test_a_judge_who_cannot_read_all_because_of_the_load_is_said() -> None:
    made = plan([proposal(n) for n in (1, 2, 3)], [judge("a@x", max_load=2), judge("b@x")], AGENCIES)
    assert (len(made.seats), len(made.short)) == (5, 1)


@dataclass(frozen=True)
class Task:
    """An assignment to be planned."""

    proposals: tuple[Proposal, ...]
    judges: tuple[Judge, ...]
    more: dict[str, Any]


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    proposals = tuple(
        proposal(n, agency=draw(st.sampled_from(CODES)), senders=draw(st.sampled_from([(), ("j0@x",)])))
        for n in range(1, draw(st.integers(0, 6)) + 1)
    )
    judges = tuple(
        judge(
            f"j{i}@x",
            agency=draw(st.sampled_from(CODES)),
            max_load=draw(st.none() | st.integers(0, 4)),
            expertise=draw(st.sampled_from([(), ("kesehatan",)])),
        )
        for i in range(draw(st.integers(0, 5)))
    )
    every = [(j.email, p.number) for j, p in product(judges, proposals)]
    some = st.sets(st.sampled_from(every)) if every else st.just(set())
    return Task(
        proposals,
        judges,
        {
            "readers": draw(st.none() | st.integers(1, 4)),
            "declared": draw(some),
            "standing": dict.fromkeys(sorted(draw(some)), ""),
        },
    )


def planned(task: Task, proposals: Sequence[Proposal] | None = None, judges: Sequence[Judge] | None = None) -> Plan:
    return plan(
        task.proposals if proposals is None else proposals,
        task.judges if judges is None else judges,
        AGENCIES,
        **task.more,
    )


@given(tasks())
def test_no_conflict_is_ever_assigned_and_every_conflict_is_told(task: Task) -> None:
    made = planned(task)
    barred = {
        (j.email, p.number)
        for j, p in product(task.judges, task.proposals)
        if conflict(j, p, AGENCIES, task.more["declared"])
    }
    assert set(pairs(made)) & barred == set()
    assert {(s.judge, s.proposal) for s in made.forbidden} == barred


@given(tasks())
def test_no_judge_has_too_many_no_proposal_too_many_readers_and_none_twice(task: Task) -> None:
    made, readers = planned(task), task.more["readers"]
    assert len(set(pairs(made))) == len(made.seats)
    assert [j.email for j in task.judges if j.max_load is not None and len(made.of(j.email)) > j.max_load] == []
    if readers is not None:
        counts = {p.number: [s.proposal for s in made.seats].count(p.number) for p in task.proposals}
        kept = [n for email, n in task.more["standing"] if (email, n) in pairs(made)]
        assert [n for n, c in counts.items() if c > max(readers, kept.count(n))] == []
        assert sorted(int(t.split()[2]) for t in made.short) == [n for n, c in counts.items() if c < readers]


@given(tasks(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_judges_changes_nothing(task: Task, random: Any) -> None:
    proposals, judges = list(task.proposals), list(task.judges)
    random.shuffle(proposals)
    random.shuffle(judges)
    assert planned(task, proposals, judges) == planned(task)


@given(tasks())
def test_planning_again_with_what_was_planned_changes_nothing_where_loads_are_free(task: Task) -> None:
    free = Task(task.proposals, tuple(j.model_copy(update={"max_load": None}) for j in task.judges), task.more)
    first = planned(free)
    again = Task(
        free.proposals, free.judges, {**free.more, "standing": {(s.judge, s.proposal): s.reason for s in first.seats}}
    )
    assert pairs(planned(again)) == pairs(first)


def test_a_plan_that_can_be_filled_is_filled() -> None:
    judges = [judge(e, max_load=1) for e in ("a@x", "b@x", "c@x")]
    declared = {("c@x", 1), ("a@x", 2), ("c@x", 3)}  # free: 1 a b, 2 b c, 3 a b
    assert plan([proposal(n) for n in (1, 2, 3)], judges, AGENCIES, readers=1, declared=declared).short == ()


def most_seats(task: Task) -> int:
    """How many seats can be filled at all: the greatest flow from proposals to judges, found path by path."""
    readers, declared = task.more["readers"], task.more["declared"]
    free = {
        (j.email, p.number) for j, p in product(task.judges, task.proposals) if not conflict(j, p, AGENCIES, declared)
    }
    room = {j.email: len(task.proposals) if j.max_load is None else j.max_load for j in task.judges}
    held: set[tuple[str, int]] = set()

    def one_more(number: int, seen: set[str]) -> bool:
        for email, most in room.items():
            if (email, number) in free - held and email not in seen:
                seen.add(email)
                others = [n for e, n in held if e == email]
                if len(others) < most:
                    held.add((email, number))
                    return True
                for other in others:
                    held.discard((email, other))
                    if one_more(other, seen):
                        held.add((email, number))
                        return True
                    held.add((email, other))
        return False

    for p in task.proposals:
        for _ in range(len(task.judges) if readers is None else readers):
            one_more(p.number, set())
    return len(held)


@given(tasks())
def test_as_many_seats_are_filled_as_can_be(task: Task) -> None:
    assert len(planned(Task(task.proposals, task.judges, {**task.more, "standing": {}})).seats) == most_seats(task)
