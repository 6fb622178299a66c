"""A plan checked against every hard rule, without the solver: at every stage and again before anything is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from competition.assignment import Plan, Task
from competition.linking import readers_of, strength

Pairs = list[tuple[str, int]]


def violations(made: Plan, task: Task) -> tuple[str, ...]:
    """What is wrong with the plan, in Indonesian, one sentence each; empty = it may stand.

    Gaps that the plan itself tells are wrong too: a proposal with too few readers is not judged as the rules say.
    """
    pairs = [(s.judge, s.proposal) for s in made.seats]
    return tuple(text for rule in (_forbidden, _loads, _readers, _houses, _links) for text in rule(pairs, task))


def _forbidden(pairs: Pairs, task: Task) -> Iterator[str]:
    conflicts, proposals = task.conflicts(), {p.number: p for p in task.proposals}
    names = {j.email: j.name for j in task.judges}
    for (email, number), times in sorted(Counter(pairs).items()):
        if email not in names:
            yield f"{email} bukan anggota tim penilai, tetapi ditugaskan pada usulan nomor {number}"
        elif number not in proposals:
            yield f"usulan nomor {number} tidak ada pada daftar, tetapi ditugaskan kepada {names[email]}"
        elif why := conflicts.of(proposals[number]).get(email):
            yield f"{names[email]} tidak boleh menilai usulan nomor {number}: {why}"
        if times > 1:
            yield f"{names.get(email, email)} ditugaskan {times} kali pada usulan nomor {number}"


def _loads(pairs: Pairs, task: Task) -> Iterator[str]:
    load = Counter(email for email, _ in pairs)
    for judge in sorted(task.judges, key=lambda j: j.email):
        if judge.max_load is not None and load[judge.email] > judge.max_load:
            yield f"{judge.name} mendapat {load[judge.email]} usulan, paling banyak {judge.max_load}"


def _readers(pairs: Pairs, task: Task) -> Iterator[str]:
    got, conflicts = Counter(number for _, number in pairs), task.conflicts()
    for p in sorted(task.proposals, key=lambda p: p.number):
        barred = conflicts.of(p)
        free = sum(j.email not in barred for j in task.judges)
        wanted = max(free, 1) if task.readers is None else task.readers
        if got[p.number] != wanted:
            yield f"usulan nomor {p.number} mendapat {got[p.number]} juri, seharusnya {wanted}"
    held = set(pairs)
    judges, numbers = {j.email: j.name for j in task.judges}, {p.number for p in task.proposals}
    for email, number in sorted(set(task.pins) - held):
        if email in judges and number in numbers:
            yield f"{judges[email]} disematkan pada usulan nomor {number}, tetapi tidak ditugaskan"


def _houses(pairs: Pairs, task: Task) -> Iterator[str]:
    if task.readers is None or not task.one_per_institution:
        return
    of = {j.email: task.institution(j) for j in task.judges}
    seen = Counter((number, of[email]) for email, number in set(pairs) if of.get(email))
    for (number, house), count in sorted(seen.items()):
        if count > 1:
            yield f"usulan nomor {number} dinilai {count} juri dari lembaga yang sama ({house})"


def _links(pairs: Pairs, task: Task) -> Iterator[str]:
    links = min(task.links, task.readers or 0)
    if task.readers is None or task.readers < 2:
        return
    places = {email: i for i, email in enumerate(sorted({e for e, _ in pairs}))}
    if (found := strength(readers_of([(n, places[e]) for e, n in pairs]), links)) < links:
        yield f"kelompok juri dihubungkan oleh {found} juri, seharusnya {links}"
