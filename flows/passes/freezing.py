"""What a decision would be if it were frozen now: every proposal's outcome with its letter's facts; and its copy in Drive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from competition import effects
from competition.basis import Basis
from competition.letters import OUTCOMES
from competition.model import Proposal
from competition.selection import Ranking, comma
from competition.snapshot import Entry, Snapshot
from flows.passes.context import Pass
from flows.passes.decisions import ADMINISTRATION, FINAL, FROZEN, Freeze, went_out
from flows.passes.decisions import snapshot as approved
from flows.passes.release import HELD, LARGEST, SENT
from integrations.google.drive import FOLDER
from integrations.workbook.tabs import DECISIONS, LETTERS


def administration_freeze(this: Pass) -> Freeze:
    """How the administrative result is frozen."""
    labels = {i.id: i.label for i in this.rulebook.checklist}

    def entry(item: Mapping[str, Any]) -> Entry:
        failed = tuple(f"{labels.get(rule, rule)} ({reason})" for rule, _code, reason in item["failed"])
        return _entry(this, item["number"], passed=item["passed"], reasons=() if item["passed"] else failed)

    def freeze(content: Any, revision: int, reason: str) -> Snapshot:
        return _snapshot(
            this, ADMINISTRATION, "Seleksi Administrasi", (revision, reason), None, content, map(entry, content), None
        )

    return freeze


def ranking_freeze(this: Pass, key: str, label: str, basis: Callable[[], Basis]) -> Freeze:
    """How a stage's ranking, or the final one, is frozen. `basis` tells what it was made from."""
    return partial(_ranking, this, key, label, basis)


def _ranking(
    this: Pass, key: str, label: str, basis: Callable[[], Basis], content: Any, revision: int, reason: str
) -> Snapshot:
    ranking = Ranking.model_validate(content)
    entries = (
        _entry(
            this,
            p.number,
            passed=p.advances,
            rank=p.rank,
            display=comma(p.display),
            award=p.award or "",
            missing=p.missing,
            open_tie=p.open_tie and _at_the_line(ranking, p.rank),
            policy=p.policy or "",
        )
        for p in ranking.placings
    )
    return _snapshot(this, key, label, (revision, reason), ranking.seats, content, entries, basis())


def _at_the_line(ranking: Ranking, rank: int) -> bool:
    """An open tie matters where it crosses the line, and everywhere in the final, where each rank is a prize."""
    if ranking.seats is None:
        return ranking.stage == FINAL
    same = sum(p.rank == rank for p in ranking.placings)
    return rank <= ranking.seats < rank + same - 1


def _snapshot(
    this: Pass,
    key: str,
    label: str,
    version: tuple[int, str],
    seats: int | None,
    content: Any,
    entries: Iterable[Entry],
    basis: Basis | None,
) -> Snapshot:
    rows = tuple(entries)
    return Snapshot(
        edition=this.rulebook.edition.id,
        decision=key,
        label=label,
        revision=version[0],
        reason=version[1],
        approved_at=this.now,
        seats=seats,
        entries=rows,
        letters=_letters(this, key, rows),
        templates={k.value: this.templates.seal(k) for k in sorted(OUTCOMES)} if this.templates else {},
        content=content,
        basis=basis,
    )


def _letters(this: Pass, key: str, entries: Iterable[Entry]) -> dict[int, int]:
    """Proposal -> which letter of this decision tells it: the first, the one it has if that still says so, or the next.

    What counts is what was sent, and not what was approved in between.
    """
    before = approved(this, key)
    found = {}
    for entry in entries:
        nth = _told(this, before, entry.number) if before else 0
        same = before is not None and nth > 0 and _as_told(this, before, entry.number, nth) == entry
        found[entry.number] = max(1, nth if same else nth + 1)
    return found


def _told(this: Pass, before: Snapshot, number: int) -> int:
    """The last letter about a proposal that was sent, or handed over for want of an address; 0 where none was."""
    by_hand = went_out(this, before.decision, before.revision)
    keys = {effects.outcome(before.decision, number, nth): nth for nth in range(1, before.revision + 1)}
    told = [
        nth
        for key, nth in keys.items()
        if (row := this.book[LETTERS].get(key)) is not None
        and (row.text("keadaan") == SENT or (by_hand and row.text("keadaan") == HELD and not row.text("kepada")))
    ]
    return max(told, default=0)


def _as_told(this: Pass, before: Snapshot, number: int, nth: int) -> Entry | None:
    """The frozen line that this letter told; None where its copy is not in Drive any more."""
    for revision in range(before.revision, 0, -1):
        found = before if revision == before.revision else _earlier(this, before.decision, revision)
        if found is not None and found.letters.get(number, 1) == nth:
            return next((e for e in found.entries if e.number == number), None)
    return None


def _earlier(this: Pass, decision: str, revision: int) -> Snapshot | None:
    """An earlier revision, from its copy in Drive. One request."""
    item = this.structure.get(("beku", effects.in_drive(effects.snapshot(decision, revision))))
    content = this.workspace.drive.download(item.id, LARGEST) if item else 0
    return Snapshot.model_validate_json(content) if isinstance(content, bytes) else None


def _entry(this: Pass, number: int, *, passed: bool, **more: Any) -> Entry:
    p = {p.number: p for p in this.registry.proposals}.get(number)
    if p is None:  # an officer has taken back what opened it: the difference is said, nothing breaks
        empty = Entry(
            number=number,
            registration=registration(this, number),
            title="",
            agency="",
            agency_name="",
            to=(),
            passed=False,
        )
        return empty.model_copy(update=more)
    row = this.register.rows.get(p.agency or "")
    return Entry(
        number=number,
        registration=registration(this, number),
        title=p.title,
        agency=p.agency or "",
        agency_name=row.name if row else p.unit,
        to=recipients(this, p),
        passed=passed,
        **more,
    )


def recipients(this: Pass, p: Proposal) -> tuple[str, ...]:
    """Where letters about a proposal go: its agency's first address, and the registered one that wrote for it."""
    row = this.register.rows.get(p.agency or "")
    known = [a for a in (row.emails if row else ()) if a]
    return tuple(dict.fromkeys([*known[:1], *(s for s in p.senders if s in known)]))


def registration(this: Pass, number: int) -> str:
    """The registration number as letters show it: "KIPP-2026-A-007"."""
    return f"{this.rulebook.edition.id.upper()}-{number:03d}"


def archive(this: Pass) -> None:
    """Every approved decision lies in Drive as well, under the id that was reserved when it was frozen."""
    for row in this.book[DECISIONS]:
        if row.text("keadaan") == FROZEN and row.text("arsip"):
            found = approved(this, row.text("kunci"))
            key = effects.snapshot(row.text("kunci"), row.number("revisi") or 1)
            place = ("beku", effects.in_drive(key))
            if found is None or place in this.structure or place in this.trashed:
                continue
            this.book.save()  # the id stands in the row before it is used
            folder = this.made("salinan", "", "Salinan Keputusan", FOLDER, this.place("induk"))
            name = f"Salinan Beku {found.label} revisi {found.revision}.json"
            this.stored(
                "beku", effects.in_drive(key), row.text("arsip"), name, folder.id, found.canonical, "application/json"
            )
            this.counts.add("salinan beku disimpan")
