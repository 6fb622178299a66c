"""Linked panels: against leaving judges out one set after the other, and the exchanges that link a plan."""

from __future__ import annotations

from itertools import combinations

import pytest
from build import judge, proposal, register
from hypothesis import given
from hypothesis import strategies as st

from competition.assignment import Task, plan
from competition.linking import Panels, components, linked, strength
from competition.violations import violations

AGENCIES = register()
panels = st.dictionaries(
    st.integers(1, 7), st.frozensets(st.integers(0, 6), min_size=1, max_size=3), min_size=1, max_size=7
)


def apart(found: Panels, without: frozenset[int]) -> int:
    """In how many groups the proposals fall, by joining them one after the other."""
    groups = [({p}, set(j) - without) for p, j in found.items()]
    while pair := next(((a, b) for a, b in combinations(groups, 2) if a[1] & b[1]), None):
        groups = [g for g in groups if g not in pair] + [(pair[0][0] | pair[1][0], pair[0][1] | pair[1][1])]
    return len(groups)


@given(panels, st.integers(1, 4))
def test_linked_means_that_no_fewer_judges_left_out_cut_the_plan(found: Panels, links: int) -> None:
    judges = sorted({j for p in found.values() for j in p})
    cut = any(
        apart(found, frozenset(s)) > 1 for n in range(min(links, len(judges) + 1)) for s in combinations(judges, n)
    )
    assert linked(found, links) is not cut


@given(panels, st.frozensets(st.integers(0, 6), max_size=2))
def test_the_components_are_the_groups_that_nothing_links(found: Panels, without: frozenset[int]) -> None:
    groups = components(found, without)
    assert len(groups) == apart(found, without)
    assert sorted(p for g in groups for p in g) == sorted(found)


@pytest.mark.parametrize(("readers", "expected"), [
    ([{0, 1}, {2, 3}], 0), ([{0, 1}, {1, 2}], 1), ([{0, 1}, {1, 2}, {2, 0}], 2), ([{0, 1, 2}, {0, 1, 2}], 3), ([{0}], 3), ([], 3),
])  # fmt: skip
def test_strength_is_the_number_of_judges_that_link(readers: list[set[int]], expected: int) -> None:
    assert strength({i: frozenset(r) for i, r in enumerate(readers)}, 3) == expected


def two_camps(links: int, n: int = 12) -> Task:
    """Two fields with their own experts: without the rule nobody would read across."""
    fields = ("kesehatan", "pendidikan")
    return Task(
        [proposal(i, agency=None, category=fields[i % 2]) for i in range(1, n + 1)],
        [judge(f"{f}{i}@{f}{i}.example", expertise=(f,), max_load=n // 2) for f in fields for i in range(4)],
        AGENCIES,
        readers=2,
        links=links,
    )


def across(task: Task) -> int:
    """Seats outside the judge's field."""
    return sum("bidang cocok" not in s.reason for s in plan(task).seats)


def test_experts_who_only_read_their_own_are_linked_by_the_fewest_seats_outside_their_field() -> None:
    assert across(two_camps(0)) == 0
    for links in (1, 2, 3):
        task = two_camps(links) if links < 3 else two_camps(2)
        made = plan(task)
        assert violations(made, task) == ()
        assert {len(made.of(j.email)) for j in task.judges} == {3}
    assert across(two_camps(1)) == across(two_camps(2)) == 2
    assert [s.reason for s in plan(two_camps(2)).seats if "bidang cocok" not in s.reason] == [
        "penghubung antarpanel, beban 3/6, tanpa konflik"
    ] * 2


def test_a_pinned_pair_is_not_exchanged_for_a_link() -> None:
    task = two_camps(2)
    pins = {s for s in plan(two_camps(0)).pairs if s[1] <= 6}
    made = plan(Task(task.proposals, task.judges, AGENCIES, readers=2, links=1, pins=pins))
    assert made.pairs >= pins
    assert made.notes == ()


def test_what_cannot_be_linked_is_told() -> None:
    barred = {
        (j.email, p.number)
        for p in two_camps(1).proposals
        for j in two_camps(1).judges
        if p.category not in j.expertise
    }
    task = two_camps(1)
    made = plan(Task(task.proposals, task.judges, AGENCIES, readers=2, links=1, bans=barred))
    assert [n.split(";")[0] for n in made.notes] == ["kelompok juri baru dihubungkan oleh 0 juri, seharusnya 1"]
    assert made.gaps == ()
