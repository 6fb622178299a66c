"""Judges to proposals: the best plan that keeps every hard rule, every pair with its reason; and its repair.

The numbers are worked out in `network` (minimum-cost flow) and `exchange` (linking); both are loaded only when a plan
is made, because they bring NumPy and OR-Tools with them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from competition.agencies import Judge, Register, plain
from competition.conflicts import Conflicts, Pair
from competition.facts import Fact
from competition.model import Proposal


class Seat(Fact):
    """One judge reads one proposal, and why."""

    judge: str
    proposal: int
    reason: str


class Gap(Fact):
    """A proposal that has fewer readers than it needs."""

    proposal: int
    got: int
    wanted: int


class Plan(Fact):
    """The readings of a stage and the pairs that conflict forbids; what could not be kept, and what would help.

    `notes` and `remedies` are Indonesian sentences for the secretariat; the cheapest remedy stands first.
    """

    seats: tuple[Seat, ...]
    forbidden: tuple[Seat, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()

    def of(self, judge: str) -> tuple[int, ...]:
        """The proposals this judge reads, in number order."""
        return tuple(s.proposal for s in self.seats if s.judge == judge)

    @property
    def pairs(self) -> frozenset[Pair]:
        """(judge, proposal) of every seat."""
        return frozenset((s.judge, s.proposal) for s in self.seats)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be planned. Pairs are (judge's address, proposal's number); the order of anything changes nothing.

    `readers` None: every judge without conflict reads every proposal; then neither institutions nor links limit.
    `more`: proposals that need so many readers beyond that. `declared`, `bans`: never together. `pins`: by hand, together unless another hard rule forbids it. `seen`: read
    together in an earlier stage; others are preferred. `standing`: given already; as few as possible are changed.
    `links`: judges that link every pair of panels at the least. `shared`: address domains of many employers.
    `seed`: parts plans that are equally good.
    """

    proposals: Sequence[Proposal]
    judges: Sequence[Judge]
    register: Register
    readers: int | None = None
    more: Mapping[int, int] = field(default_factory=dict)
    declared: Collection[Pair] = ()
    bans: Collection[Pair] = ()
    pins: Collection[Pair] = ()
    seen: Collection[Pair] = ()
    standing: Collection[Pair] = ()
    links: int = 2
    one_per_institution: bool = True
    shared: Collection[str] = ()
    seed: int = 0

    def conflicts(self) -> Conflicts:
        """Who may not judge what."""
        return Conflicts(self.judges, self.register, declared=self.declared, bans=self.bans, shared=self.shared)

    def wanted(self, number: int, free: int) -> int:
        """How many readers a proposal needs; `free`: how many may read it."""
        return max(free, 1) if self.readers is None else self.readers + self.more.get(number, 0)

    def institution(self, judge: Judge) -> str:
        """Whom the judge belongs to: the agency tree that employs them, otherwise the institution; "" unknown."""
        return self.register.root(judge.agency) if judge.agency else plain(judge.institution)


class Change(Fact):
    """What happened after a plan was made. Late entries and new judges are those the task did not have."""

    recused: tuple[Pair, ...] = ()
    away: tuple[str, ...] = ()
    withdrawn: tuple[int, ...] = ()
    entered: tuple[Proposal, ...] = ()
    joined: tuple[Judge, ...] = ()

    def applied(self, task: Task) -> Task:
        """The task as it is now."""
        gone = set(self.withdrawn)
        return replace(
            task,
            proposals=(*(p for p in task.proposals if p.number not in gone), *self.entered),
            judges=(*(j for j in task.judges if j.email not in self.away), *self.joined),
            declared={*task.declared, *self.recused},
        )


def plan(task: Task) -> Plan:
    """No pair conflicts, no hard rule is broken, and no plan that fills as many seats is better.

    What could not be filled or linked is told in `gaps` and `notes`; it is never filled by breaking a rule.
    """
    from competition.planning import Planning  # noqa: PLC0415 - brings OR-Tools, 0.2 s that only a plan is worth

    return Planning(task).plan()


def repair(made: Plan, change: Change, task: Task) -> Plan:
    """The plan after the change, with as few pairs other than before as any plan that fills as many seats.

    Only a plan that a change has unlinked is changed further, by the exchanges that link it again.
    """
    return plan(replace(change.applied(task), standing=made.pairs))


def changed(before: Plan, after: Plan) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """(pairs that are no more, pairs that are new)."""
    return tuple(sorted(before.pairs - after.pairs)), tuple(sorted(after.pairs - before.pairs))
