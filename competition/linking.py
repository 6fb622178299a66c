"""A connected plan: how many judges link the panels, and the exchanges that link them.

A panel is the readers of one proposal. Two panels are linked by a chain of judges who read on both sides; `links`
judges link every pair of panels when no smaller number of judges, left out, cuts the plan in two (Menger). Only then
can a harsh judge be told from a weak proposal wherever both stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

Panels = Mapping[int, frozenset[int]]  # proposal -> its judges


def components(panels: Panels, without: frozenset[int] = frozenset()) -> list[set[int]]:
    """The proposals in groups that no judge links when these judges are left out; smallest group first."""
    groups: list[set[int]] = []
    masks: list[int] = []
    skip = sum(1 << j for j in without)
    joined = _joined(panels, skip)
    for p in sorted(panels):
        mask = sum(1 << j for j in panels[p]) & ~skip
        whole = next((m for m in joined if m & mask), 0)
        if whole and whole in masks:
            groups[masks.index(whole)].add(p)
        else:
            groups.append({p})
            masks.append(whole)
    return sorted(groups, key=lambda g: (len(g), min(g)))


def _joined(panels: Panels, skip: int) -> list[int]:
    """Sets of judges (as bits) that read together, directly or through others."""
    joined: list[int] = []
    for mask in {sum(1 << j for j in judges) & ~skip for judges in panels.values()} - {0}:
        apart = [m for m in joined if not m & mask]
        joined = [*apart, sum({m for m in joined if m & mask}, 0) | mask]
    return joined


def cuts(panels: Panels, links: int) -> Iterator[tuple[frozenset[int], int]]:
    """(judges, groups too many) of every set of `links` - 1 judges without whom the plan falls apart."""
    if links < 1 or len(panels) < 2:
        return
    sets = {frozenset(p) for p in panels.values()}
    judges = sorted({j for p in sets for j in p})
    masks = [sum(1 << j for j in p) for p in sets]
    beside: dict[int, int] = dict.fromkeys(judges, 0)
    for s, mask in zip(sets, masks, strict=True):
        for j in s:
            beside[j] |= mask
    small = [sum(1 << j for j in p) for p in panels.values() if len(p) < links]
    for left_out in combinations(judges, min(links - 1, len(judges))):
        skip = sum(1 << j for j in left_out)
        alone = sum(1 for mask in small if not mask & ~skip)
        groups = alone + _groups(sum(1 << j for j in judges) & ~skip, beside)
        if groups > 1:
            yield frozenset(left_out), groups - 1


def _groups(judges: int, beside: Mapping[int, int]) -> int:
    """In how many groups these judges (as bits) read together; a judge is `beside` who reads a proposal with them."""
    count = 0
    while judges:
        count += 1
        front = judges & -judges
        judges &= ~front
        while front:
            j = front & -front
            front &= ~j
            reached = beside[j.bit_length() - 1] & judges
            front |= reached
            judges &= ~reached
    return count


def linked(panels: Panels, links: int) -> bool:
    """True when `links` judges link every pair of panels."""
    return next(cuts(panels, links), None) is None


def lacking(panels: Panels, links: int) -> int:
    """How far the plan is from being linked: groups too many, over all sets of judges that may be left out."""
    return sum(extra for _, extra in cuts(panels, links))


def strength(panels: Panels, most: int) -> int:
    """By how many judges every pair of panels is linked, up to `most`."""
    return max((n for n in range(1, most + 1) if linked(panels, n)), default=0)


def readers_of(pairs: Sequence[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """(proposal, judge) pairs as panels."""
    found: dict[int, set[int]] = {}
    for p, j in pairs:
        found.setdefault(p, set()).add(j)
    return {p: frozenset(js) for p, js in found.items()}
