"""Judges to proposals: every hard rule kept, the loads even, what is short told, what changed repaired by the least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from build import judge, proposal, register
from hypothesis import given, settings
from hypothesis import strategies as st

from competition.agencies import Judge
from competition.assignment import Change, Gap, Plan, Seat, Task, changed, plan, repair
from competition.conflicts import Pair, conflict
from competition.model import Proposal
from competition.violations import violations

AGENCIES = register()
CODES = [None, "DINKES", "PKM-KAJEN", "PKM-DORO", "DISHUB"]


def pairs(made: Plan) -> list[Pair]:
    return [(s.judge, s.proposal) for s in made.seats]


def people(*emails: str, **more: Any) -> list[Judge]:
    return [judge(e, **more) for e in emails]


def entries(n: int, **more: Any) -> list[Proposal]:
    return [proposal(i, **more) for i in range(1, n + 1)]


def task(proposals: Sequence[Proposal], judges: Sequence[Judge], **more: Any) -> Task:
    return Task(proposals, judges, AGENCIES, **{"links": 0, **more})


def test_without_a_number_of_readers_every_judge_without_conflict_reads_every_proposal() -> None:
    made = plan(task([proposal(2), proposal(1, agency="DISHUB")], [judge("b@x"), judge("a@x", agency="DISHUB")]))
    assert pairs(made) == [("a@x", 2), ("b@x", 1), ("b@x", 2)]
    assert made.forbidden == (Seat(judge="a@x", proposal=1, reason="bekerja pada Dinas Perhubungan"),)
    assert (made.gaps, made.of("b@x"), made.of("c@x")) == ((), (1, 2), ())


def test_loads_are_even_and_every_pair_has_its_reason() -> None:
    made = plan(task(entries(6), people("a@x", "b@x", "c@x"), readers=1))
    assert {e: len(made.of(e)) for e in ("a@x", "b@x", "c@x")} == {"a@x": 2, "b@x": 2, "c@x": 2}
    assert {s.reason for s in made.seats} == {"beban 2, tanpa konflik"}


def test_an_expert_is_preferred_among_equally_loaded_judges() -> None:
    made = plan(
        task([proposal(1)], [judge("a@x", max_load=3), judge("b@x", expertise=("KESEHATAN",), max_load=3)], readers=1)
    )
    assert made.seats == (Seat(judge="b@x", proposal=1, reason="bidang cocok, beban 1/3, tanpa konflik"),)


def test_who_read_it_in_an_earlier_stage_reads_another_one_now() -> None:
    seen = {("a@x", 1), ("b@x", 2)}
    made = plan(task(entries(2), people("a@x", "b@x"), readers=1, seen=seen))
    assert pairs(made) == [("a@x", 2), ("b@x", 1)]
    again = plan(task(entries(2), people("a@x", "b@x"), readers=1, seen=seen, pins={("a@x", 1)}))
    assert again.seats[0].reason == "disematkan sekretariat, beban 1, tanpa konflik, juga menilai pada tahap sebelumnya"


def test_an_institution_has_one_judge_on_a_proposal() -> None:
    judges = [judge(f"{i}{n}@{i}{n}.example", institution=f"Universitas {i}") for i in "ABC" for n in (1, 2)]
    given_task = task(entries(4), judges, readers=3)
    made = plan(given_task)
    assert all(len({e[0] for e, p in pairs(made) if p == n}) == 3 for n in range(1, 5))
    assert {len(made.of(j.email)) for j in judges} == {2}
    assert violations(made, given_task) == ()
    assert plan(task(entries(1), judges, readers=4, one_per_institution=False)).gaps == ()


def test_two_judges_of_one_agency_tree_are_of_one_institution() -> None:
    judges = [judge("a@x", agency="DINKES"), judge("b@x", agency="PKM-DORO"), judge("c@x")]
    made = plan(task([proposal(1, agency="DISHUB")], judges, readers=2))
    assert ("c@x", 1) in pairs(made) and len(made.seats) == 2


def test_pins_are_seated_and_a_pin_that_breaks_a_rule_is_told() -> None:
    judges = [
        judge("a@x", agency="DISHUB"),
        judge("b@x", max_load=1),
        judge("c@x", institution="U"),
        judge("d@x", institution="U"),
    ]
    pins = {("a@x", 1), ("b@x", 1), ("b@x", 2), ("c@x", 2), ("d@x", 2), ("z@x", 1), ("a@x", 9)}
    made = plan(task([proposal(1, agency="DISHUB"), proposal(2)], judges, readers=2, pins=pins))
    assert {("b@x", 1), ("c@x", 2)} <= made.pairs
    assert made.notes == (
        "a@x tidak dapat disematkan pada usulan nomor 1: bekerja pada Dinas Perhubungan",
        "b@x tidak dapat disematkan pada usulan nomor 2: beban maksimumnya sudah penuh",
        "d@x tidak dapat disematkan pada usulan nomor 2: juri lain dari lembaga yang sama sudah disematkan",
    )
    assert [s.reason for s in made.seats if s.judge == "b@x"] == ["disematkan sekretariat, beban 1/1, tanpa konflik"]


def test_what_could_not_be_filled_is_said_and_what_would_help() -> None:
    made = plan(task(entries(2), people("a@x", "b@x", "c@x", max_load=1), readers=2))
    assert [(g.got, g.wanted) for g in made.gaps] == [(1, 2)]
    assert made.notes == (
        "usulan nomor 1 dan 2 masih memerlukan 4 penilaian, tetapi juri lain yang boleh menilainya sudah penuh: "
        "a@x (beban 1/1), b@x (beban 1/1), c@x (beban 1/1); kurang 1",
    )
    assert len(made.remedies) == 3
    assert made.remedies[0].startswith("naikkan beban maksimum ") and made.remedies[0].endswith(" dari 1 menjadi 2")


def named(email: str, name: str, **more: Any) -> Judge:
    return Judge(name=name, email=email, **more)


def test_the_group_that_blocks_is_named_and_no_other() -> None:
    judges = [
        named("a@x", "Ani", max_load=1),
        named("b@x", "Budi"),
        named("c@x", "Citra"),
        named("d@x", "Didi", max_load=1),
    ]
    bans = {(e, n) for e in ("b@x", "c@x") for n in (1, 2, 3)}
    made = plan(task(entries(6), judges, readers=1, bans=bans))
    assert made.notes == (
        "usulan nomor 1, 2 dan 3 masih memerlukan 3 penilaian, tetapi juri lain yang boleh menilainya sudah penuh: "
        "Ani (beban 1/1), Didi (beban 1/1); kurang 1",
    )
    gap = made.gaps[0].proposal
    assert made.gaps == (Gap(proposal=gap, got=0, wanted=1),)
    assert made.remedies[0].startswith("cabut status “dilarang oleh sekretariat”: ")
    assert made.remedies[1].startswith("naikkan beban maksimum ")
    assert made.remedies[2] == f"tetapkan jumlah juri lebih sedikit untuk usulan nomor {gap} (kurang 1 penilaian)"


def test_where_conflicts_alone_leave_too_few_they_are_named() -> None:
    judges = [
        named("a@x", "Ani", agency="DISHUB"),
        named("b@x", "Budi", institution="U"),
        named("c@x", "Citra", institution="U"),
    ]
    made = plan(task([proposal(1, agency="DISHUB")], judges, readers=2))
    assert made.notes == (
        "usulan nomor 1 masih memerlukan 2 penilaian, tetapi juri yang boleh menilai tidak cukup: "
        "nomor 1: Budi, Citra (satu lembaga hanya satu juri); kurang 1",
    )
    assert made.remedies == (
        "izinkan dua juri dari lembaga yang sama pada usulan nomor 1",
        "tetapkan jumlah juri lebih sedikit untuk usulan nomor 1 (kurang 1 penilaian)",
        "tambah 1 juri tanpa konflik dari lembaga lain untuk 1 penilaian, usulan nomor 1",
    )


def test_nobody_at_all_is_said_too() -> None:
    assert plan(task([proposal(1)], [])).gaps == (Gap(proposal=1, got=0, wanted=1),)
    assert plan(task([proposal(1)], [], readers=2)).remedies != ()
    assert plan(task([], people("a@x"), readers=2)) == Plan(seats=())


def test_pairs_given_before_are_kept_though_others_are_less_loaded() -> None:
    standing = {("a@x", n) for n in (1, 2, 3)}
    made = plan(task(entries(4), people("a@x", "b@x"), readers=1, standing=standing))
    assert pairs(made) == [("a@x", 1), ("a@x", 2), ("a@x", 3), ("b@x", 4)]


def test_a_recusal_changes_that_pair_only() -> None:
    start = task(entries(8), people(*"abcd"), readers=2)
    before = plan(start)
    email, number = pairs(before)[3]
    after = repair(before, Change(recused=((email, number),)), start)
    gone, new = changed(before, after)
    assert (gone, [n for _, n in new]) == (((email, number),), [number])


def test_who_is_away_reads_nothing_and_a_late_entry_is_read() -> None:
    start = task(entries(6), people(*"abcd"), readers=2)
    before = plan(start)
    change = Change(away=("a",), withdrawn=(1,), entered=(proposal(9),), joined=(judge("e"),))
    after = repair(before, change, start)
    gone, new = changed(before, after)
    assert set(gone) == {(e, n) for e, n in before.pairs if e == "a" or n == 1}
    assert len(new) == 2 + len([n for e, n in before.pairs if e == "a" and n != 1])
    assert violations(after, change.applied(start)) == ()


@st.composite
def tasks(draw: st.DrawFn, most: int = 6) -> Task:
    proposals = tuple(
        proposal(n, agency=draw(st.sampled_from(CODES)), senders=draw(st.sampled_from([(), ("j0@x",)])))
        for n in range(1, draw(st.integers(0, most)) + 1)
    )
    judges = tuple(
        judge(
            f"j{i}@{i}.example",
            agency=draw(st.sampled_from(CODES)),
            institution=draw(st.sampled_from(["", "U", "V"])),
            max_load=draw(st.none() | st.integers(0, 4)),
            expertise=draw(st.sampled_from([(), ("kesehatan",)])),
        )
        for i in range(draw(st.integers(0, 5)))
    )
    every = [(j.email, p.number) for j, p in product(judges, proposals)]
    some = st.frozensets(st.sampled_from(every), max_size=6) if every else st.just(frozenset[Pair]())
    return task(
        proposals,
        judges,
        readers=draw(st.none() | st.integers(1, 4)),
        declared=draw(some),
        bans=draw(some),
        pins=draw(some),
        seen=draw(some),
        links=draw(st.integers(0, 3)),
        one_per_institution=draw(st.booleans()),
        seed=draw(st.integers(0, 3)),
    )


@given(tasks())
def test_no_conflict_is_ever_assigned_and_every_conflict_is_told(found: Task) -> None:
    made = plan(found)
    barred = {
        (j.email, p.number)
        for j, p in product(found.judges, found.proposals)
        if conflict(j, p, AGENCIES, found.declared) or (j.email, p.number) in found.bans
    }
    assert made.pairs & barred == set()
    assert {(s.judge, s.proposal) for s in made.forbidden} == barred


@given(tasks())
def test_what_the_independent_check_finds_is_what_the_plan_itself_tells(found: Task) -> None:
    made = plan(found)
    wrong = violations(made, found)
    lacking = {f"usulan nomor {g.proposal} mendapat {g.got} juri, seharusnya {g.wanted}" for g in made.gaps}
    assert {w for w in wrong if w.startswith("usulan nomor")} == lacking
    told = [n for n in made.notes if n.startswith("kelompok juri")]
    assert [w.split(", seh")[0].split()[3] for w in wrong if w.startswith("kelompok")] == [n.split()[4] for n in told]
    assert all("disematkan" in w or "usulan nomor" in w or w.startswith("kelompok") for w in wrong)
    assert len({w for w in wrong if "disematkan" in w}) == len([n for n in made.notes if "disematkan pada" in n])


@given(tasks(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_judges_changes_nothing(found: Task, random: Any) -> None:
    proposals, judges = list(found.proposals), list(found.judges)
    random.shuffle(proposals)
    random.shuffle(judges)
    assert plan(replace(found, proposals=proposals, judges=judges)) == plan(found)


@given(tasks())
def test_planning_again_with_what_was_planned_changes_nothing(found: Task) -> None:
    first = plan(found)
    assert plan(replace(found, standing=first.pairs)).pairs == first.pairs


def every_plan(found: Task) -> Iterator[frozenset[Pair]]:
    """All plans that keep the hard rules (not the links), with whatever gaps, by trying all sets of readers."""
    free = {
        p.number: [
            j.email
            for j in found.judges
            if not conflict(j, p, AGENCIES, found.declared) and (j.email, p.number) not in found.bans
        ]
        for p in found.proposals
    }
    house = {j.email: found.institution(j) for j in found.judges}
    room = {j.email: j.max_load for j in found.judges}

    def fits(readers: Sequence[str]) -> bool:
        known = [house[e] for e in readers if house[e]]
        return found.readers is None or not found.one_per_institution or len(set(known)) == len(known)

    def panels(number: int) -> list[tuple[str, ...]]:
        most = len(free[number]) if found.readers is None else found.readers
        sizes = range(min(most, len(free[number])), -1, -1)
        return [c for n in sizes for c in combinations(free[number], n) if fits(c)]

    for choice in product(*(panels(p.number) for p in found.proposals)):
        made = frozenset((e, p.number) for p, c in zip(found.proposals, choice, strict=True) for e in c)
        if all(most is None or sum(x == e for x, _ in made) <= most for e, most in room.items()):
            yield made


def loads(made: frozenset[Pair], found: Task) -> list[int]:
    return sorted(sum(e == j.email for e, _ in made) for j in found.judges)


@settings(max_examples=60)
@given(tasks(most=3))
def test_as_many_seats_are_filled_as_can_be_and_the_loads_are_as_even_as_can_be(found: Task) -> None:
    found = replace(found, pins=(), links=0, judges=found.judges[:4])
    made = plan(found)
    most = max(len(p) for p in every_plan(found))
    assert len(made.pairs) == most
    full = [p for p in every_plan(found) if len(p) == most]
    gap = {g.proposal: g.wanted - g.got for g in made.gaps}
    same = [
        p
        for p in full
        if all(sum(n == x.number for _, n in p) == sum(n == x.number for _, n in made.pairs) for x in found.proposals)
    ]
    assert sum(n * n for n in loads(made.pairs, found)) == min(sum(n * n for n in loads(p, found)) for p in same)
    if any(max(n) - min(n) <= 1 for p in same if (n := loads(p, found))):
        mine = loads(made.pairs, found)
        assert max(mine) - min(mine) <= 1, gap


@settings(max_examples=60)
@given(tasks(most=3), st.data())
def test_a_repair_changes_the_fewest_pairs_of_all_repairs(found: Task, data: st.DataObject) -> None:
    start = replace(found, pins=(), links=0, judges=found.judges[:4])
    before = plan(start)
    taken = st.lists(st.sampled_from(sorted(before.pairs)), max_size=2, unique=True) if before.pairs else st.just([])
    away = data.draw(st.lists(st.sampled_from([j.email for j in start.judges]), max_size=1)) if start.judges else []
    change = Change(
        recused=tuple(data.draw(taken)), away=tuple(away), entered=(proposal(8),) if data.draw(st.booleans()) else ()
    )
    after = repair(before, change, start)
    now = change.applied(start)
    possible = list(every_plan(now))
    most = max(len(p) for p in possible)
    assert len(after.pairs) == most
    shape = sorted(sum(n == p.number for _, n in after.pairs) for p in now.proposals)
    as_good = [
        p
        for p in possible
        if len(p) == most and sorted(sum(n == x.number for _, n in p) for x in now.proposals) == shape
    ]
    assert len(after.pairs & before.pairs) == max(len(p & before.pairs) for p in as_good)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_seed_parts_equal_plans_and_the_same_seed_gives_the_same(seed: int) -> None:
    start = task(entries(12), people(*"abcdef"), readers=3, seed=seed)
    assert plan(start) == plan(start)
    assert plan(start).pairs != plan(replace(start, seed=seed + 10)).pairs
