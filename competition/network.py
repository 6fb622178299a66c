"""The assignment as a minimum-cost flow: proposal -> institution -> judge -> load. NumPy arrays in and out.

What counts more always wins, whatever it costs of what counts less: seats filled, then standing pairs kept, then even
loads, then the soft costs of the pairs. An optimum has no residual cycle of negative cost, and a simple cycle visits
each judge once; so a weight above what one cycle can change in the lower terms makes the order strict.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Instance:
    """One assignment in numbers: P proposals, J judges.

    `wanted` (P) readings still to be given; `room` (J) the most a judge still takes; `load` (J) what each already has
    by hand; `free` (P×J) pairs that may be seated; `cost` (P×J) soft cost >= 0; `kept` (P×J) pairs that stand;
    `house` (J) number of the institution, each at most once on a proposal, -1 for none.
    """

    wanted: Ints
    room: Ints
    load: Ints
    free: Bools
    cost: Ints
    kept: Bools
    house: Ints


@dataclass(frozen=True, slots=True)
class Flow:
    """An optimum: `seated` (P×J), `lacking` (P) readings that could not be given."""

    seated: Bools
    lacking: Ints


def solve(instance: Instance) -> Flow:
    """As many seats as can be filled are, what is lacking is spread evenly, and no plan with as many is cheaper."""
    units = 2 * -(-int(instance.wanted.sum() + instance.load.sum()) // max(len(instance.room), 1)) + 8
    while True:
        flow, exact = _attempt(instance, units)
        if exact:
            return flow
        units *= 2


@dataclass(slots=True)
class _Arcs:
    """Arcs while they are collected, a block at a time."""

    tails: list[Ints] = field(default_factory=list)
    heads: list[Ints] = field(default_factory=list)
    most: list[Ints] = field(default_factory=list)
    costs: list[Ints] = field(default_factory=list)

    def add(self, tails: Ints, heads: Ints | int, most: Ints | int, costs: Ints | int) -> None:
        shape = tails.shape
        self.tails.append(tails)
        self.heads.append(np.broadcast_to(np.asarray(heads, np.int64), shape))
        self.most.append(np.broadcast_to(np.asarray(most, np.int64), shape))
        self.costs.append(np.broadcast_to(np.asarray(costs, np.int64), shape))

    def solved(self, supply: int, source: int, sink: int) -> Ints:
        solver = SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(
            *(np.concatenate(part) for part in (self.tails, self.heads, self.most, self.costs))
        )
        solver.set_nodes_supplies(np.array([source, sink]), np.array([supply, -supply]))
        if (status := solver.solve()) != solver.OPTIMAL:
            raise ArithmeticError(f"the flow of {supply} readings was not solved: {status}")
        return np.asarray(solver.flows(arcs), dtype=np.int64)


def weights(instance: Instance) -> tuple[int, int, int]:
    """(even load, standing pair, seat): each above all that one cycle can change in what counts less."""
    judges, soft = len(instance.room), int(instance.cost.max(initial=0))
    even = 2 * judges * soft + 1
    keep = (even * (len(instance.wanted) + int(instance.load.max(initial=0)) + 1) + even) if instance.kept.any() else 0
    return even, keep, 2 * judges * (keep + soft) + even * (len(instance.wanted) + 1) + even


def _attempt(instance: Instance, units: int) -> tuple[Flow, bool]:
    """The optimum where loads above `units` cost no more than one above; exact unless a load goes further."""
    p, j = instance.free.shape
    source, sink, first_judge = 0, 1, 2 + p
    even, keep, seat = weights(instance)
    arcs = _Arcs()
    rows, columns = np.nonzero(instance.free)
    price = instance.cost[rows, columns] + np.where(instance.kept[rows, columns], 0, keep)
    # An institution's node is needed only where two of its judges are free for the same proposal.
    group = np.where(instance.house[columns] >= 0, rows * j + instance.house[columns], -1)
    names, place, count = np.unique(group, return_inverse=True, return_counts=True)
    shared = (names >= 0) & (count > 1)
    node = np.where(shared, first_judge + j + np.cumsum(shared) - 1, -1)[place]
    arcs.add(np.where(node >= 0, node, 2 + rows), first_judge + columns, 1, price)
    gates = np.flatnonzero(shared)
    arcs.add(2 + names[gates] // j, first_judge + j + np.arange(len(gates)), 1, 0)
    arcs.add(np.full(p, source, np.int64), 2 + np.arange(p), instance.wanted, 0)
    for missing in range(int(instance.wanted.max(initial=0))):
        lacking = np.flatnonzero(instance.wanted > missing)
        arcs.add(2 + lacking, sink, 1, seat * (missing + 1))
    before = sum(len(t) for t in arcs.tails)
    for step in range(units):
        open_to = np.flatnonzero(instance.room > step)
        arcs.add(first_judge + open_to, sink, 1, even * (instance.load[open_to] + step + 1))
    beyond = np.flatnonzero(instance.room > units)
    arcs.add(first_judge + beyond, sink, instance.room[beyond] - units, even * (instance.load[beyond] + units + 1))
    flow = arcs.solved(int(instance.wanted.sum()), source, sink)
    seated = np.zeros((p, j), dtype=np.bool_)
    taken = flow[: len(rows)] > 0
    seated[rows[taken], columns[taken]] = True
    tail = flow[before:][-len(beyond) :] if len(beyond) else flow[:0]
    return Flow(seated, instance.wanted - seated.sum(axis=1)), bool((tail <= 1).all())


def objective(instance: Instance, seated: Bools) -> int:
    """What a plan costs by the flow's own prices; the flow's optimum is the lower bound of all plans."""
    even, keep, seat = weights(instance)
    lacking = instance.wanted - seated.sum(axis=1)
    load, base = seated.sum(axis=0), instance.load
    return int(
        (instance.cost[seated]).sum()
        + keep * (seated & ~instance.kept).sum()
        + even * (load * base + load * (load + 1) // 2).sum()
        + seat * (lacking * (lacking + 1) // 2).sum()
    )


def bottleneck(instance: Instance, flow: Flow) -> tuple[list[int], list[int]]:
    """(proposals, judges) that block each other: the source's side of the minimum cut.

    No judge outside the second list may read a proposal of the first more than now, and all in it are full.
    """
    group = {int(i) for i in np.flatnonzero(flow.lacking)}
    judges: set[int] = set()
    front = sorted(group)
    while front:
        reached: set[int] = set()
        for i in front:
            used = {int(h) for h in instance.house[flow.seated[i]] if h >= 0}
            reached |= {
                int(k) for k in np.flatnonzero(instance.free[i] & ~flow.seated[i]) if instance.house[k] not in used
            }
        found: set[int] = set()
        while reached - judges:
            k = min(reached - judges)
            judges.add(k)
            for i in (int(row) for row in np.flatnonzero(flow.seated[:, k])):
                found.add(i)
                mates = (instance.house == instance.house[k]) & (instance.house[k] >= 0)
                reached |= {int(m) for m in np.flatnonzero(mates & instance.free[i])}
        front = sorted(found - group)
        group |= found
    return sorted(group), sorted(judges)


def without_houses(instance: Instance) -> Instance:
    """The same where an institution may have any number of judges on a proposal."""
    return replace(instance, house=np.full_like(instance.house, -1))
