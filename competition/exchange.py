"""Exchanges after the flow: the cheapest swaps of readers that make a plan linked, loads unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from competition.linking import Panels, components, cuts, lacking
from competition.network import Bools, Instance, weights

_TRIES = 200  # exchanges looked at per group; the first cheap one nearly always helps
_CUTS = 8  # cuts and groups looked at per step, where pairs by hand or conflicts block the first


@dataclass(frozen=True, slots=True)
class _Exchange:
    """Judge `a` leaves proposal `p` to judge `b` and, unless None, takes `q` from them."""

    price: int
    p: int
    a: int
    b: int
    q: int | None

    def applied(self, seated: Bools) -> Bools:
        made = seated.copy()
        made[self.p, self.a], made[self.p, self.b] = False, True
        if self.q is not None:
            made[self.q, self.b], made[self.q, self.a] = False, True
        return made


def link(instance: Instance, seated: Bools, held: Bools, links: int) -> Bools:
    """`seated` with the fewest and cheapest exchanges found that let `links` judges link every pair of panels.

    `held`: pairs by hand, never exchanged. What cannot be linked stays; the caller counts again.
    """
    short = lacking(_panels(seated | held), links)
    while short:
        better = next(_better(instance, seated, held, links, short), None)
        if better is None:
            return seated
        seated, short = better
    return seated


def _better(instance: Instance, seated: Bools, held: Bools, links: int, short: int) -> Iterator[tuple[Bools, int]]:
    """Plans an exchange away that lack less, at each cut and for each group that it leaves the cheapest first."""
    panels = _panels(seated | held)
    for left_out, _ in islice(cuts(panels, links), _CUTS):
        for group in components(panels, left_out)[:_CUTS]:
            inside = np.zeros(len(seated), dtype=np.bool_)
            inside[sorted(group)] = True
            options = _exchanges(instance, seated, held, inside)
            for option in sorted(options, key=lambda e: (e.price, e.p, e.a, e.b, e.q or -1))[:_TRIES]:
                made = option.applied(seated)
                if (left := lacking(_panels(made | held), links)) < short:
                    yield made, left


def _panels(pairs: Bools) -> Panels:
    return {i: frozenset(int(j) for j in np.flatnonzero(row)) for i, row in enumerate(pairs) if row.any()}


def _exchanges(instance: Instance, seated: Bools, held: Bools, inside: Bools) -> Iterator[_Exchange]:
    """Between the proposals inside and the others: for each two judges who read there the cheapest exchange."""
    even, keep, _ = weights(instance)
    price = instance.cost + np.where(instance.kept, 0, keep)
    load, all_seats = seated.sum(axis=0), seated | held
    here = np.flatnonzero((all_seats & inside[:, None]).any(axis=0))
    there = np.flatnonzero((all_seats & ~inside[:, None]).any(axis=0))
    for a in (int(x) for x in here):
        for b in (int(x) for x in there if x != a):
            p = _cheapest(instance, seated, all_seats, price, inside, a, b)
            if p is None:
                continue
            gain = int(price[p, b] - price[p, a])
            q = _cheapest(instance, seated, all_seats, price, ~inside, b, a)
            if q is not None:
                yield _Exchange(gain + int(price[q, a] - price[q, b]), p, a, b, q)
            if load[b] < instance.room[b]:
                steps = int(load[b] + instance.load[b] + 1 - load[a] - instance.load[a])
                yield _Exchange(gain + even * steps, p, a, b, None)


def _cheapest(
    instance: Instance, seated: Bools, all_seats: Bools, price: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    side: Bools, a: int, b: int,
) -> int | None:  # fmt: skip
    """The proposal on this side that `a` most cheaply leaves to `b`; None where there is none."""
    fits = seated[:, a] & side & instance.free[:, b] & ~all_seats[:, b]
    if instance.house[b] >= 0:
        mates = instance.house == instance.house[b]
        mates[a] = False
        fits &= ~all_seats[:, mates].any(axis=1)
    rows = np.flatnonzero(fits)
    return int(rows[np.argmin(price[rows, b] - price[rows, a])]) if len(rows) else None
