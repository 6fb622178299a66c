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

    `standing`: pairs already given; they are seated first and kept unless a conflict or a full judge forbids it, or
    another proposal would otherwise stay without a reader. The order of rows and judges changes nothing.
    """
    panel = sorted(judges, key=lambda j: j.email)
    seats: list[Seat] = []
    forbidden: list[Seat] = []
    short: list[str] = []
    free: dict[int, list[Judge]] = {}
    for p in sorted(proposals, key=lambda p: p.number):
        for judge in panel:
            why = conflict(judge, p, register, declared)
            if why:
                forbidden.append(Seat(judge=judge.email, proposal=p.number, reason=why))
            else:
                free.setdefault(p.number, []).append(judge)
    seated = _seat(proposals, free, readers, standing or {})
    load = {j.email: 0 for j in panel}
    by_number = {p.number: p for p in proposals}
    for number, email in sorted((n, e) for n, emails in seated.items() for e in emails):
        load[email] += 1
        judge = next(j for j in panel if j.email == email)
        seats.append(Seat(judge=email, proposal=number, reason=_reason(judge, by_number[number], load[email])))
    for p in sorted(proposals, key=lambda p: (len(free.get(p.number, ())), p.number)):
        got, wanted = len(seated[p.number]), len(free.get(p.number, ())) if readers is None else readers
        if got < max(wanted, 1):
            short.append(f"usulan nomor {p.number} baru mendapat {got} juri; tambah juri atau naikkan beban maksimum")
    return Plan(
        seats=tuple(sorted(seats, key=lambda s: (s.judge, s.proposal))), forbidden=tuple(forbidden), short=tuple(short)
    )


def _seat(
    proposals: Sequence[Proposal],
    free: Mapping[int, Sequence[Judge]],
    readers: int | None,
    standing: Mapping[tuple[str, int], str],
) -> dict[int, set[str]]:
    """Number -> judges. Standing pairs first, then everyone by need; where a judge is full, pairs are moved on."""
    room = {
        j.email: j.max_load if j.max_load is not None else len(proposals) for judges in free.values() for j in judges
    }
    seated: dict[int, set[str]] = {p.number: set() for p in proposals}
    for number in sorted(seated):
        for judge in free.get(number, ()):
            if (judge.email, number) in standing and room[judge.email] > 0:
                seated[number].add(judge.email)
                room[judge.email] -= 1
    for p in sorted(proposals, key=lambda p: (len(free.get(p.number, ())), p.number)):
        wanted = len(free.get(p.number, ())) if readers is None else readers
        while len(seated[p.number]) < wanted and _one_more(p, free, seated, room, set()):
            pass
    return seated


def _one_more(
    p: Proposal, free: Mapping[int, Sequence[Judge]], seated: dict[int, set[str]], room: dict[str, int], tried: set[str]
) -> bool:
    """One more judge reads `p`, if need be by giving one of that judge's other proposals to somebody else."""
    able = [j for j in free.get(p.number, ()) if j.email not in seated[p.number] and j.email not in tried]
    load = {j.email: sum(j.email in s for s in seated.values()) for j in able}
    for judge in sorted(able, key=lambda j: (room[j.email] <= 0, load[j.email], not _expert(j, p), j.email)):
        tried.add(judge.email)
        if room[judge.email] > 0:
            room[judge.email] -= 1
            seated[p.number].add(judge.email)
            return True
        for number in sorted(n for n, s in seated.items() if judge.email in s):
            if _passed_on(number, judge.email, free, seated, room, tried):
                seated[p.number].add(judge.email)
                return True
    return False


def _passed_on(
    number: int,
    email: str,
    free: Mapping[int, Sequence[Judge]],
    seated: dict[int, set[str]],
    room: dict[str, int],
    tried: set[str],
) -> bool:
    """The judge no longer reads this proposal: another one does."""
    seated[number].discard(email)
    for other in free.get(number, ()):
        if other.email in seated[number] or other.email in tried:
            continue
        tried.add(other.email)
        if room[other.email] > 0:
            room[other.email] -= 1
            seated[number].add(other.email)
            return True
        for further in sorted(n for n, s in seated.items() if other.email in s):
            if _passed_on(further, other.email, free, seated, room, tried):
                seated[number].add(other.email)
                return True
    seated[number].add(email)
    return False


def _expert(judge: Judge, p: Proposal) -> bool:
    return plain(p.category) in {plain(e) for e in judge.expertise}


def _reason(judge: Judge, p: Proposal, nth: int) -> str:
    room = f"beban {nth}/{judge.max_load}" if judge.max_load else f"beban {nth}"
    return ", ".join((["bidang cocok"] if _expert(judge, p) else []) + [room, "tanpa konflik"])
