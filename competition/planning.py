"""A task in numbers and its plan in words: the arrays the flow needs, and the reason of every seat."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np

from competition.agencies import Judge, plain
from competition.assignment import Gap, Plan, Seat, Task
from competition.exchange import link
from competition.linking import readers_of, strength
from competition.network import Bools, Flow, Instance, Ints, solve
from competition.shortage import Shortage

_OTHER_FIELD, _SEEN, _JITTER = 1000, 300, 16  # what a pair costs that is not of the field, was seen before, by lot


class Planning:
    """One task on its way to a plan; rows and judges in order of number and address."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.proposals = sorted({p.number: p for p in task.proposals}.values(), key=lambda p: p.number)
        self.judges = sorted({j.email: j for j in task.judges}.values(), key=lambda j: j.email)
        self._row = {p.number: i for i, p in enumerate(self.proposals)}
        self._column = {j.email: i for i, j in enumerate(self.judges)}
        self.notes: list[str] = []
        conflicts = replace(task, judges=self.judges).conflicts()
        self.forbidden = [
            Seat(judge=email, proposal=p.number, reason=why)
            for p in self.proposals
            for email, why in sorted(conflicts.of(p).items())
        ]
        self.held = np.zeros((len(self.proposals), len(self.judges)), dtype=np.bool_)
        self.instance = self._pinned(self._unpinned())

    def plan(self) -> Plan:
        """The best plan, linked where it can be, in words."""
        flow = solve(self.instance)
        seated = flow.seated
        if self._limited:
            seated = link(self.instance, seated, self.held, self.task.links)
            self._note_links(seated)
        remedies: tuple[str, ...] = ()
        if flow.lacking.any():
            shortage = Shortage(self.task, self.proposals, self.judges, self.instance, flow)
            self.notes.append(shortage.cause())
            remedies = shortage.remedies()
        return Plan(
            seats=self._seats(seated, linked=seated & ~flow.seated),
            forbidden=tuple(self.forbidden),
            gaps=self._gaps(flow),
            notes=tuple(self.notes),
            remedies=remedies,
        )

    @property
    def _limited(self) -> bool:
        return self.task.readers is not None and self.task.readers > 1

    def _unpinned(self) -> Instance:
        p, j = self.held.shape
        free = np.ones((p, j), dtype=np.bool_)
        for seat in self.forbidden:
            free[self._row[seat.proposal], self._column[seat.judge]] = False
        able = free.sum(axis=1)
        wanted = np.array(
            [self.task.wanted(x.number, int(n)) for x, n in zip(self.proposals, able, strict=True)], np.int64
        )
        cost = np.where(self._fields(), 0, _OTHER_FIELD) + np.where(self._marked(self.task.seen), _SEEN, 0)
        return Instance(
            wanted=wanted.reshape(p),
            room=np.array([p if x.max_load is None else x.max_load for x in self.judges], np.int64).reshape(j),
            load=np.zeros(j, np.int64),
            free=free,
            cost=(cost + self._lots()).astype(np.int64),
            kept=self._marked(self.task.standing),
            house=self._houses(),
        )

    def _fields(self) -> Bools:
        """Which judges are at home in which proposal's category."""
        homes = [{plain(e) for e in judge.expertise} for judge in self.judges]
        rows = {c: [c in home for home in homes] for c in {plain(p.category) for p in self.proposals}}
        return np.array([rows[plain(p.category)] for p in self.proposals], np.bool_).reshape(self.held.shape)

    def _lots(self) -> Ints:
        """A small cost drawn for each pair by the seed, the same wherever the pair stands."""
        rows = _draws(self.task.seed, [str(p.number) for p in self.proposals])
        columns = _draws(self.task.seed + 1, [j.email for j in self.judges])
        mixed = (rows[:, None] ^ columns[None, :]) * np.uint64(0x9E3779B97F4A7C15)
        return ((mixed >> np.uint64(33)) % np.uint64(_JITTER)).astype(np.int64)

    def _marked(self, pairs: object) -> Bools:
        found = np.zeros(self.held.shape, dtype=np.bool_)
        for email, number in pairs:  # type: ignore[attr-defined]
            if number in self._row and email in self._column:
                found[self._row[number], self._column[email]] = True
        return found

    def _houses(self) -> Ints:
        if self.task.readers is None or not self.task.one_per_institution:
            return np.full(len(self.judges), -1, np.int64)
        names = [self.task.institution(j) for j in self.judges]
        known = sorted({n for n in names if n})
        return np.array([known.index(n) if n else -1 for n in names], np.int64).reshape(len(names))

    def _pinned(self, open_task: Instance) -> Instance:
        """Pairs by hand are seated and taken out of what the flow decides; one that breaks a rule is told."""
        made = replace(open_task, **{n: getattr(open_task, n).copy() for n in ("wanted", "room", "load", "free")})
        for email, number in sorted(set(self.task.pins)):
            i, k = self._row.get(number), self._column.get(email)
            if i is None or k is None:
                continue
            if why := self._refused(made, i, k):
                self.notes.append(f"{self.judges[k].name} tidak dapat disematkan pada usulan nomor {number}: {why}")
                continue
            self.held[i, k] = True
            made.free[i, k] = False
            if made.house[k] >= 0:
                made.free[i, made.house == made.house[k]] = False
            made.wanted[i] -= 1
            made.room[k] -= 1
            made.load[k] += 1
        return made

    def _refused(self, made: Instance, i: int, k: int) -> str | None:
        number, email = self.proposals[i].number, self.judges[k].email
        why = next((s.reason for s in self.forbidden if (s.judge, s.proposal) == (email, number)), None)
        if why:
            return why
        if made.wanted[i] <= 0:
            return "jumlah jurinya sudah penuh"
        if made.room[k] <= 0:
            return "beban maksimumnya sudah penuh"
        return None if made.free[i, k] else "juri lain dari lembaga yang sama sudah disematkan"

    def _gaps(self, flow: Flow) -> tuple[Gap, ...]:
        rows = zip(self.proposals, flow.lacking, self.instance.wanted, self.held.sum(axis=1), strict=True)
        return tuple(
            Gap(proposal=p.number, got=int(wanted - lacking + held), wanted=int(wanted + held))
            for p, lacking, wanted, held in rows
            if lacking
        )

    def _note_links(self, seated: Bools) -> None:
        links = min(self.task.links, self.task.readers or 0)
        panels = readers_of([(int(i), int(k)) for i, k in np.argwhere(seated | self.held)])
        if (found := strength(panels, links)) < links:
            self.notes.append(
                f"kelompok juri baru dihubungkan oleh {found} juri, seharusnya {links}; keras-lunaknya juri tidak dapat "
                "dibandingkan dengan andal; kurangi sematan dan larangan atau tambah juri"
            )

    def _seats(self, seated: Bools, linked: Bools) -> tuple[Seat, ...]:
        pairs = seated | self.held
        load = pairs.sum(axis=0)
        fields, seen = self._fields(), self._marked(self.task.seen)
        made = []
        for k, i in np.argwhere(pairs.T):
            words = [self._how(int(i), int(k), fields, linked), _burden(self.judges[k], int(load[k])), "tanpa konflik"]
            if seen[i, k]:
                words.append("juga menilai pada tahap sebelumnya")
            made.append(
                Seat(
                    judge=self.judges[k].email,
                    proposal=self.proposals[i].number,
                    reason=", ".join(w for w in words if w),
                )
            )
        return tuple(made)

    def _how(self, i: int, k: int, fields: Bools, linked: Bools) -> str:
        told = ["disematkan sekretariat"] if self.held[i, k] else ["penghubung antarpanel"] if linked[i, k] else []
        return ", ".join([*told, *(["bidang cocok"] if fields[i, k] else [])])


def _burden(judge: Judge, load: int) -> str:
    return f"beban {load}" if judge.max_load is None else f"beban {load}/{judge.max_load}"


def _draws(seed: int, names: list[str]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """64 random bits for each name."""
    digests = [hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=8).digest() for name in names]
    return np.frombuffer(b"".join(digests), np.uint64)
