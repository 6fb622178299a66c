"""What two officers approved, frozen: the only source of the letters that tell a decision's outcome."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from competition.basis import Basis, ranking
from competition.facts import Fact


class Entry(Fact):
    """One proposal's outcome, with everything its letter says and to whom. `rank`, `display`: None before any score."""

    number: int
    registration: str
    title: str
    agency: str  # code of the register's row, "" where none is known
    agency_name: str
    to: tuple[str, ...]
    passed: bool
    rank: int | None = None
    display: str | None = None  # as the letter shows it: "81,23"
    award: str = ""
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # judges whose ballot is missing and was not waived
    open_tie: bool = False
    policy: str = ""  # the named decision by which `passed` differs from what rank alone would say


class Snapshot(Fact):
    """A decision as it was approved. `content` is the decision itself, as every later step uses it.

    `templates`: template -> hash of its text at that moment; `seats`: how many may pass, None = no limit; `letters`:
    proposal -> which letter tells its outcome (1 = the first; 2 = the first correction, because an earlier one went out).
    `basis`: all that a ranking follows from; None where no ranking was approved.
    """

    edition: str
    decision: str
    label: str
    revision: int
    reason: str
    approved_at: datetime
    seats: int | None
    entries: tuple[Entry, ...]
    templates: Mapping[str, str]
    letters: Mapping[int, int]
    content: Any
    basis: Basis | None = None

    @property
    def canonical(self) -> bytes:
        """The same bytes for the same decision, everywhere and always: JSON with sorted keys, UTF-8."""
        told = self.model_dump(mode="json", exclude={"basis"})
        if self.basis is not None:  # defaults are left out: a field added later does not change what was hashed before
            told["basis"] = self.basis.model_dump(mode="json", exclude_defaults=True)
        return canonical_json(told).encode()

    @property
    def sha256(self) -> str:
        """Of `canonical`."""
        return hashlib.sha256(self.canonical).hexdigest()


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and no spaces: one text for one value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def frozen_ranking(found: Snapshot) -> bytes:
    """The ranking as it was approved, as canonical JSON."""
    return canonical_json(found.model_dump(mode="json", include={"content"})["content"]).encode()


def recomputed_ranking(found: Snapshot) -> bytes | None:
    """The ranking made once more from the frozen basis, as canonical JSON; None where no ranking was frozen."""
    if found.basis is None:
        return None
    return canonical_json(ranking(found.basis).model_dump(mode="json")).encode()


def differences(before: Snapshot, now: Snapshot) -> list[str]:
    """What would be different if the decision were frozen now, in words; [] where nothing would."""
    told: list[str] = []
    old, new = {e.number: e for e in before.entries}, {e.number: e for e in now.entries}
    told += [f"usulan nomor {n} tidak ada lagi pada hasil" for n in sorted(old.keys() - new.keys())]
    told += [f"usulan nomor {n} baru ada pada hasil" for n in sorted(new.keys() - old.keys())]
    for n in sorted(old.keys() & new.keys()):
        for name, words in _TOLD.items():
            one, other = getattr(old[n], name), getattr(new[n], name)
            if one != other:
                told.append(f"usulan nomor {n}: {words} berubah dari {_said(one)} menjadi {_said(other)}")
    if before.seats != now.seats:
        told.append(f"jumlah kursi berubah dari {_said(before.seats)} menjadi {_said(now.seats)}")
    if not told and canonical_json(before.content) != canonical_json(now.content):
        told.append("rincian nilai berubah")
    if not told and before.basis and now.basis and before.basis.unruled != now.basis.unruled:
        told.append("isian juri berubah, peringkat tetap sama")
    told += [
        f"templat surat {t} berubah"
        for t in sorted(before.templates.keys() | now.templates.keys())
        if before.templates.get(t) != now.templates.get(t)
    ]
    return told


_TOLD = {
    "passed": "hasil",
    "rank": "peringkat",
    "display": "nilai",
    "award": "penghargaan",
    "title": "judul",
    "registration": "nomor registrasi",
    "agency_name": "perangkat daerah",
    "to": "alamat surat",
    "reasons": "alasan",
    "missing": "juri yang belum menilai",
    "open_tie": "nilai sama yang belum diputus",
    "policy": "kebijakan",
}


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "lolos" if value else "tidak lolos"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "(kosong)"
    return "(kosong)" if value in {None, ""} else str(value)
