"""Feedback: where the way of a proposal ended, its agency learns how it stood, aspect by aspect, and what judges wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from competition import effects
from competition.letters import Letter, LetterKind, one_line
from competition.profile import StageProfile
from competition.snapshot import Entry, Snapshot
from competition.stages import Stage
from flows.passes.context import Pass
from flows.passes.decisions import FINAL, released, snapshot
from flows.passes.holding import open_windows
from flows.passes.objections import cases
from integrations.workbook.tabs import COMMENTS, LETTERS, PROPOSALS

_LONGEST = 1000  # characters of a comment


def note_comments(this: Pass, stage: Stage, judge: str, typed: Mapping[int, str], scored: Collection[int]) -> None:
    """Catatan Juri says what this judge wrote. A comment that changed after its tick has lost the tick."""
    table = this.book[COMMENTS]
    keys = {effects.seat(stage.id, judge, n): n for n in typed if n in scored}
    gone = [
        r.text("kunci")
        for r in table
        if r.text("tahap") == stage.id and r.text("juri") == judge and r.text("catatan") and r.text("kunci") not in keys
    ]
    for key in gone:
        _note(this, key, "")
    for key, number in keys.items():
        text, row = one_line(typed[number])[:_LONGEST], table.get(key)
        if row is None and text:
            known = this.book[PROPOSALS].get(number)
            table.put(
                key, tahap=stage.id, usulan=number, judul=known.text("judul") if known else "", juri=judge, catatan=text
            )
        elif row is not None and row.text("catatan") != text:
            _note(this, key, text)


def _note(this: Pass, key: str, text: str) -> None:
    table = this.book[COMMENTS]
    if table.rows[key].ticked("setuju"):
        mark = hashlib.sha256(text.encode()).hexdigest()[:12]
        this.journal(f"catatan/{key}/{mark}", "catatan juri berubah", key, "mohon diperiksa dan dicentang kembali")
        table.force(key, "setuju", False)
    table.put(key, catatan=text)


class Feedback:
    """The feedback letters of one pass."""

    def __init__(self, this: Pass, base: Mapping[str, object]) -> None:
        """`base`: what every letter says."""
        self.this, self._base = this, base

    def letters(self) -> Iterator[Letter]:
        """One for each proposal whose way ended with a released outcome that nobody may or does object to any more."""
        this = self.this
        if not this.rulebook.papers.feedback:
            return
        lines = [s.id for s in this.rulebook.stages if s.advance is not None]
        disputed = {d for d, _ in open_windows(this)} | {c.decision for c in cases(this) if c.holds}
        for key in (*lines, FINAL):
            found = snapshot(this, key)
            if found is not None and released(this, key) and key not in disputed:
                yield from (
                    letter
                    for entry in found.entries
                    if (key == FINAL or not entry.passed) and (letter := self._letter(found, entry))
                )

    @cached_property
    def _profiles(self) -> dict[str, StageProfile]:
        frozen = {s.id: snapshot(self.this, s.id) for s in self.this.rulebook.stages}
        return {s: StageProfile(found) for s, found in frozen.items() if found is not None and found.basis is not None}

    def _letter(self, found: Snapshot, entry: Entry) -> Letter | None:
        key = effects.feedback(found.decision, entry.number)
        if _settled(self.this, key):
            return None
        stages = {s: p for s, p in self._profiles.items() if entry.number in p.placings}
        if not stages:
            return None
        told = [p.values(entry.number) | {"catatan": _said(self.this, s, entry.number)} for s, p in stages.items()]
        return Letter(
            key=key,
            kind=LetterKind.FEEDBACK,
            stage=found.decision,
            proposal=entry.number,
            to=entry.to,
            values=dict(self._base)
            | {
                "kepada": f"Kepala {entry.agency_name or '-'}",
                "registrasi": entry.registration,
                "judul": entry.title or "(judul belum terbaca)",
                "perangkat_daerah": entry.agency_name or "-",
                "tahapan": told,
            },
        )


def _settled(this: Pass, key: str) -> bool:
    """True where nothing is left to be said: the letter went out and nobody asks for it again."""
    row = this.book[LETTERS].get(key)
    again = this.book[LETTERS].get(effects.again(key, 1)) is not None
    return row is not None and row.text("keadaan") == "terkirim" and not row.ticked("ulang") and not again


def _said(this: Pass, stage: str, number: int) -> list[Any]:
    """The comments that a person let through, as that person wants them read; in order of their keys, without names."""
    rows = [r for r in this.book[COMMENTS] if r.text("tahap") == stage and r.number("usulan") == number]
    told = sorted((r.text("kunci"), r.text("bunyi") or r.text("catatan")) for r in rows if r.ticked("setuju"))
    return [text for _, text in told if text]
