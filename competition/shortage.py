"""A plan that cannot be filled: which group blocks, from the minimum cut, and what would help at the least cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from competition.agencies import Judge
from competition.assignment import Task
from competition.conflicts import BANNED, Conflicts
from competition.model import Proposal
from competition.network import Bools, Flow, Instance, bottleneck, solve, without_houses

# What a remedy asks of the secretariat, for each reading or person it takes; the cheapest are offered.
_UNBAN, _MORE_LOAD, _SAME_HOUSE, _FEWER, _NEW_JUDGE = 1, 2, 3, 4, 6
_OFFERED = 3


class Shortage:
    """What one unfilled plan lacks. `flow`: the optimum of `instance`, so its residual shows the minimum cut."""

    def __init__(
        self, task: Task, proposals: Sequence[Proposal], judges: Sequence[Judge], instance: Instance, flow: Flow
    ) -> None:
        self.task, self.proposals, self.judges = task, proposals, judges
        self.instance, self.flow = instance, flow
        self.missing = int(flow.lacking.sum())

    def cause(self) -> str:
        """The group that blocks: proposals that only these judges could still read, and all of them are full."""
        rows, columns = bottleneck(self.instance, self.flow)
        wanted = int(self.instance.wanted[rows].sum())
        needed = f"usulan {numbered(self.proposals, rows)} masih memerlukan {wanted} penilaian"
        if not columns:
            # Nobody else is free: conflicts, bans or institutions leave too few judges, whatever the loads.
            able = "; ".join(self._able(i) for i in rows[:6])
            return f"{needed}, tetapi juri yang boleh menilai tidak cukup: {able}; kurang {self.missing}"
        full = ", ".join(self._full(k) for k in columns)
        return f"{needed}, tetapi juri lain yang boleh menilainya sudah penuh: {full}; kurang {self.missing}"

    def _able(self, i: int) -> str:
        free = [self.judges[int(k)].name for k in np.flatnonzero(self.instance.free[i])]
        house = " (satu lembaga hanya satu juri)" if self._crowded(i) else ""
        return f"nomor {self.proposals[i].number}: {', '.join(free) or 'tidak ada'}{house}"

    def _crowded(self, i: int) -> bool:
        houses = self.instance.house[self.instance.free[i]]
        known = houses[houses >= 0]
        return len(set(known.tolist())) < len(known)

    def _full(self, k: int) -> str:
        judge, load = self.judges[k], int(self.flow.seated[:, k].sum() + self.instance.load[k])
        return f"{judge.name} (beban {load}/{judge.max_load if judge.max_load is not None else load})"

    def remedies(self) -> tuple[str, ...]:
        """The cheapest that would fill the plan, each by itself, the cheapest first."""
        found = [self._fewer(), self._new_judges(), self._unban(), self._more_load(), self._same_house()]
        return tuple(text for _, text in sorted(f for f in found if f)[:_OFFERED])

    def _fewer(self) -> tuple[int, str]:
        rows = [int(i) for i in np.flatnonzero(self.flow.lacking)]
        return _FEWER * self.missing, (
            f"tetapkan jumlah juri lebih sedikit untuk usulan {numbered(self.proposals, rows)} "
            f"(kurang {self.missing} penilaian)"
        )

    def _new_judges(self) -> tuple[int, str]:
        rows = [int(i) for i in np.flatnonzero(self.flow.lacking)]
        people = int(self.flow.lacking.max())
        return _NEW_JUDGE * people + self.missing, (
            f"tambah {people} juri tanpa konflik dari lembaga lain untuk {self.missing} penilaian, "
            f"usulan {numbered(self.proposals, rows)}"
        )

    def _unban(self) -> tuple[int, str] | None:
        """Bans by hand that are in the way; a pair in conflict besides stays forbidden."""
        if not self.task.bans:
            return None
        without = Conflicts(self.judges, self.task.register, declared=self.task.declared, shared=self.task.shared)
        lifted = np.zeros_like(self.instance.free)
        by_hand = {(e.lower(), n) for e, n in self.task.bans}
        for i, p in enumerate(self.proposals):
            barred = without.of(p)
            for k, judge in enumerate(self.judges):
                lifted[i, k] = (judge.email.lower(), p.number) in by_hand and judge.email not in barred
        flow = self._least(replace(self.instance, free=self.instance.free | lifted), self.instance.free)
        if flow is None:
            return None
        pairs = [f"{self.judges[k].name} pada nomor {self.proposals[i].number}" for i, k in np.argwhere(flow & lifted)]
        return _UNBAN * len(pairs), f"cabut status “{BANNED}”: {'; '.join(pairs)}"

    def _more_load(self) -> tuple[int, str] | None:
        """Every judge stands a second time, without a limit; the fewest readings there are what a raise must hold."""
        made, j = self.instance, len(self.judges)
        apart = np.where(made.house >= 0, made.house, made.house.max(initial=0) + 1 + np.arange(j))
        doubled = replace(
            made,
            room=np.concatenate([made.room, np.full(j, len(self.proposals), np.int64)]),
            load=np.concatenate([made.load, made.load]),
            free=np.hstack([made.free, made.free]),
            cost=np.hstack([made.cost, made.cost]),
            house=np.concatenate([apart, apart]),
        )
        flow = self._least(doubled, np.hstack([made.free, np.zeros_like(made.free)]))
        if flow is None:
            return None
        extra = flow[:, j:].sum(axis=0)
        raised = [
            f"{x.name} dari {x.max_load} menjadi {(x.max_load or 0) + int(n)}"
            for x, n in zip(self.judges, extra, strict=True)
            if n
        ]
        return _MORE_LOAD * int(extra.sum()), f"naikkan beban maksimum {', '.join(raised)}"

    def _same_house(self) -> tuple[int, str] | None:
        """Two judges of one institution on a proposal, as rarely as will do."""
        if (self.instance.house < 0).all():
            return None
        flow = self._least(without_houses(self.instance), self.flow.seated)
        if flow is None:
            return None
        houses = self.instance.house
        rows = [
            i for i, row in enumerate(flow) if len(set((known := houses[row][houses[row] >= 0]).tolist())) < len(known)
        ]
        return _SAME_HOUSE * len(rows), (
            f"izinkan dua juri dari lembaga yang sama pada usulan {numbered(self.proposals, rows)}"
        )

    def _least(self, eased: Instance, usual: Bools) -> Bools | None:
        """The seats of a full plan with the fewest pairs that are not `usual`; None where that still lacks some."""
        flow = solve(replace(eased, kept=usual))
        return None if flow.lacking.any() else flow.seated


def numbered(proposals: Sequence[Proposal], rows: Sequence[int], most: int = 12) -> str:
    """The proposals as "nomor 3, 5 dan 9"; of a long list the first and how many more."""
    numbers = [str(proposals[i].number) for i in rows]
    if len(numbers) > most:
        return f"nomor {', '.join(numbers[:most])} dan {len(numbers) - most} lainnya"
    return f"nomor {', '.join(numbers[:-1])}{' dan ' if len(numbers) > 1 else ''}{numbers[-1]}"
