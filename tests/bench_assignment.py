"""What a plan costs in seconds and how good it is, beside a greedy and a random assigner. `make bench` prints it.

The bar: 24×6, 300×24 and 3,000×75 with three readers and all hard rules in 0.1, 0.5 and 4 s; after 3 % recusals a
repair that changes only the pairs that went. The lower bound is the flow's optimum before panels are linked: no plan
that keeps the hard rules is cheaper. The prices are those of `competition.network`. Beside it the severity model: how
many of the true Top N it finds in simulated seasons, and how many the raw mean finds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from competition.agencies import Agency, Judge, Register
from competition.assignment import Change, Task, changed, plan, repair
from competition.facts import Channel
from competition.model import Proposal
from competition.network import Bools, Instance, objective, solve, weights
from competition.planning import Planning
from competition.severity import ballots, fit
from competition.violations import violations

READERS = 3
RECEIVED = datetime(2026, 3, 5, 1, tzinfo=UTC)
SIZES = ((24, 6, 0.1), (300, 24, 0.5), (3000, 75, 4.0))
FIELDS = tuple(f"bidang {i}" for i in range(11))


def task(n: int, judges: int, seed: int = 1) -> Task:
    """An edition with conflicts of every kind: employed judges, declarations, bans, pins, institutions of three."""
    r = random.Random(seed)
    agencies = [Agency(code=f"D{i}", name=f"Dinas {i}", emails=(f"d{i}@kab.example",)) for i in range(60)]
    agencies += [
        Agency(code=f"U{i}", name=f"Unit {i}", parent=f"D{i % 60}", emails=(f"u{i}@kab.example",)) for i in range(90)
    ]
    proposals = [
        Proposal(
            number=i, opened_by=f"s{i}", channel=Channel.MAIL, received_at=RECEIVED, in_time=True,
            agency=r.choice(agencies).code, category=r.choice(FIELDS), senders=(f"p{i}@surel.example",),
        )
        for i in range(1, n + 1)
    ]  # fmt: skip
    most = -(-n * READERS // judges) + 2
    panel = [
        Judge(
            name=f"Juri {i}", email=f"juri{i}@juri.example", institution=f"Lembaga {i % max(judges // 3, 3)}",
            agency=f"D{i % 60}" if i % 5 == 0 else None, expertise=tuple(r.sample(FIELDS, 3)), max_load=most,
        )
        for i in range(judges)
    ]  # fmt: skip
    some = [(r.choice(panel).email, r.randint(1, n)) for _ in range(n // 10 + 2)]
    third = len(some) // 3
    register = Register(agencies, "Kabupaten Contoh")
    return Task(
        proposals, panel, register, READERS,
        declared=some[:third], bans=some[third : 2 * third], pins=set(some[2 * third :]) - set(some[: 2 * third]),
        shared=("juri.example",),
    )  # fmt: skip


def clocked(work: Callable[[], object]) -> tuple[float, float]:
    """(seconds by the clock, seconds of the processor) of one call."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def by_hand(instance: Instance, *, greedy: bool, seed: int = 1) -> Bools:
    """A plan without a solver, proposal by proposal: the cheapest judge with room, or any. It keeps the hard rules."""
    even, _, _ = weights(instance)
    draw = np.random.default_rng(seed)
    seated = np.zeros_like(instance.free)
    for i in draw.permutation(len(instance.wanted)) if not greedy else range(len(instance.wanted)):
        for _ in range(int(instance.wanted[i])):
            taken = {int(h) for h in instance.house[seated[i]] if h >= 0}
            apart = np.array([int(h) not in taken for h in instance.house])
            load = seated.sum(axis=0)
            able = np.flatnonzero(instance.free[i] & ~seated[i] & apart & (load < instance.room))
            if not len(able):
                break
            price = instance.cost[i, able] + even * (load[able] + instance.load[able] + 1)
            seated[i, able[np.argmin(price)] if greedy else draw.choice(able)] = True
    return seated


def quality(instance: Instance, seated: Bools, held: Bools, best: int) -> str:
    """Objective above the lower bound, what the pairs cost of it, seats lacking or outside the field, the loads."""
    lacking = int((instance.wanted - seated.sum(axis=1)).sum())
    load = (seated | held).sum(axis=0)
    outside = int((instance.cost[seated] >= 1000).sum())
    above = 100 * (objective(instance, seated) - best) / best
    pairs = int(instance.cost[seated].sum())
    return f"objective +{above:.3f} %, pairs {pairs:,}, lacking {lacking}, outside the field {outside}, loads {load.min()}-{load.max()}"


def measured(n: int, judges: int, bar: float) -> None:
    """Prints the lines of one size."""
    given = task(n, judges)
    made = plan(given)
    wall, cpu = clocked(lambda: plan(given))
    print(f"{n} x {judges}, k={READERS}: {wall:.3f} s ({cpu:.3f} s of processor), bar {bar} s, {len(made.seats)} seats")
    print(f"   against all hard rules: {len(violations(made, given))} violations, {len(made.notes)} notes")
    work = Planning(given)
    best = objective(work.instance, solve(work.instance).seated)
    column, row = {j.email: k for k, j in enumerate(work.judges)}, {p.number: i for i, p in enumerate(work.proposals)}
    seated = np.zeros_like(work.held)
    for email, number in made.pairs:
        seated[row[number], column[email]] = True
    plans = {
        "flow": seated & ~work.held,
        "greedy": by_hand(work.instance, greedy=True),
        "random": by_hand(work.instance, greedy=False),
    }
    for name, one in plans.items():
        print(f"   {name:7} {quality(work.instance, one, work.held, best)}")
    recused = random.Random(2).sample(sorted(made.pairs - set(given.pins)), max(1, round(0.03 * len(made.pairs))))
    change = Change(recused=tuple(recused))
    wall, _ = clocked(lambda: repair(made, change, given))
    after = repair(made, change, given)
    gone, new = changed(made, after)
    print(f"   repair after {len(recused)} recusals: {wall:.3f} s, {len(gone)} pairs gone, {len(new)} new, "
          f"{len(violations(after, change.applied(given)))} violations")  # fmt: skip


def recovered(n: int, judges: int, seats: int, seasons: int, severity: float) -> str:
    """Of the true Top N, how many the corrected ranking and the raw mean find, readers assigned by the planner."""
    found = {"corrected": 0, "raw": 0}
    given = replace(task(n, judges), declared=(), bans=(), pins=())
    pairs = sorted(plan(given).pairs)
    for seed in range(seasons):
        draw = np.random.default_rng(seed)
        true = draw.normal(75, 6, n + 1)
        lenient = dict(zip([j.email for j in given.judges], draw.normal(0, severity, judges), strict=True))
        totals: dict[int, dict[str, float]] = {}
        for email, number in pairs:
            totals.setdefault(number, {})[email] = float(true[number] + lenient[email] + draw.normal(0, 3))
        b = ballots(totals)
        best = set(np.argsort(-true[list(b.numbers)])[:seats])
        found["raw"] += len(best & set(np.argsort(-(b.scores.sum(axis=1) / b.given.sum(axis=1)))[:seats]))
        found["corrected"] += len(best & set(np.argsort(-fit(b).quality)[:seats]))
    share = {k: f"{100 * v / (seats * seasons):.1f} %" for k, v in found.items()}
    return f"corrected {share['corrected']}, raw mean {share['raw']}"


def main() -> None:
    """Prints all figures."""
    for n, judges, bar in SIZES:
        measured(n, judges, bar)
    print("True Top N found in simulated seasons (proposals 6, rest 3 points):")
    for n, judges, seats, seasons in ((24, 6, 7, 200), (300, 24, 30, 20)):
        for severity in (0.0, 2.0, 5.0):
            print(
                f"   {n} x {judges}, Top {seats}, judges {severity:g} points: {recovered(n, judges, seats, seasons, severity)}"
            )


if __name__ == "__main__":
    main()
