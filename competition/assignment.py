"""Judges to proposals: everyone without conflict, or k readers each, evenly loaded, every pair with its reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from competition.agencies import Judge, Register, plain
from competition.conflicts import conflict
from competition.facts import Fact
from competition.model import Proposal


class Seat(Fact):
    """One judge reads one proposal, and why."""

    judge: str
    proposal: int
    reason: str


class Plan(Fact):
    """The readings of a stage, the pairs that conflict forbids, and what could not be filled."""

    seats: tuple[Seat, ...]
    forbidden: tuple[Seat, ...]
    short: tuple[str, ...] = ()

    def of(self, judge: str) -> tuple[int, ...]:
        """The proposals this judge reads, in number order."""
        return tuple(s.proposal for s in self.seats if s.judge == judge)


def plan(
    proposals: Sequence[Proposal],
    judges: Sequence[Judge],
    register: Register,
    *,
    readers: int | None = None,
    declared: Collection[tuple[str, int]] = (),
    standing: Mapping[tuple[str, int], str] | None = None,
) -> Plan:
    """A plan in which no pair conflicts. `readers` None: every judge without conflict reads every proposal.

    `standing`: pairs already given, with their reason; they are kept unless a conflict forbids them now, so that a
    repair changes as little as possible. The order of rows and judges changes nothing.
    """
    panel = sorted(judges, key=lambda j: j.email)
    seats: list[Seat] = []
    forbidden: list[Seat] = []
    short: list[str] = []
    load = {j.email: 0 for j in panel}
    free: dict[int, list[Judge]] = {}
    for p in sorted(proposals, key=lambda p: p.number):
        for judge in panel:
            why = conflict(judge, p, register, declared)
            if why:
                forbidden.append(Seat(judge=judge.email, proposal=p.number, reason=why))
            else:
                free.setdefault(p.number, []).append(judge)
    hardest = sorted(proposals, key=lambda p: (len(free.get(p.number, ())), p.number))
    for p in hardest:
        wanted = len(free.get(p.number, ())) if readers is None else readers
        chosen = _readers(p, free.get(p.number, []), wanted, load, standing or {})
        for judge in chosen:
            load[judge.email] += 1
            seats.append(Seat(judge=judge.email, proposal=p.number, reason=_reason(judge, p, load[judge.email])))
        if len(chosen) < (wanted if readers is not None else 1):
            short.append(
                f"usulan nomor {p.number} baru mendapat {len(chosen)} juri; tambah juri atau naikkan beban maksimum"
            )
    return Plan(
        seats=tuple(sorted(seats, key=lambda s: (s.judge, s.proposal))), forbidden=tuple(forbidden), short=tuple(short)
    )


def _readers(
    p: Proposal, free: Sequence[Judge], wanted: int, load: Mapping[str, int], standing: Mapping[tuple[str, int], str]
) -> list[Judge]:
    room = [j for j in free if j.max_load is None or load[j.email] < j.max_load]
    order = sorted(room, key=lambda j: ((j.email, p.number) not in standing, load[j.email], not _expert(j, p), j.email))
    return order[:wanted]


def _expert(judge: Judge, p: Proposal) -> bool:
    return plain(p.category) in {plain(e) for e in judge.expertise}


def _reason(judge: Judge, p: Proposal, nth: int) -> str:
    room = f"beban {nth}/{judge.max_load}" if judge.max_load else f"beban {nth}"
    return ", ".join((["bidang cocok"] if _expert(judge, p) else []) + [room, "tanpa konflik"])
