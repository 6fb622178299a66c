"""A season directory as the script of a rehearsal: who is who, what arrives, what officers decide, what judges type.

It is read whole before anything starts; FixData names the file that cannot be read and what is wrong with it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from competition.agencies import Agency, Judge
from competition.rulebook import Rulebook
from competition.scoring import Cell
from config.edition import season_rulebook
from config.errors import FixData
from integrations.workbook.records import listed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wave:
    """One collection of ballots: who submitted when, and what each had typed (proposal key -> column -> cell)."""

    read_at: datetime
    submitted_at: Mapping[str, datetime]
    ballots: Mapping[str, Mapping[str, Mapping[str, Cell]]]


@dataclass(frozen=True, slots=True)
class Script:
    """Everything a rehearsal needs of a season directory. `proposals`: key -> opening source."""

    folder: Path
    rulebook: Rulebook
    document: Mapping[str, Any]
    agencies: tuple[Agency, ...]
    judges: tuple[Judge, ...]
    arrivals: tuple[datetime, ...]
    proposals: Mapping[str, str]
    decisions: Mapping[str, Mapping[str, Any]]
    kinds: Mapping[tuple[str, str], str]
    waves: Mapping[str, tuple[Wave, ...]]
    conflict: Mapping[str, str]


def load_script(folder: Path, defaults: Path) -> Script:
    """The season in `folder` over the default rulebook."""
    if not folder.is_dir():
        raise FixData(f"Musim {folder}: folder tidak ada; periksa --season")
    rulebook, document = season_rulebook(folder / "edition.json", defaults)
    index = _part(folder / "mailbox" / "index.json", lambda d: [_epoch(m["internalDate"]) for m in d["messages"]])
    answers = _part(folder / "forms" / "responses.json", lambda d: [_iso(r["lastSubmittedTime"]) for r in d])
    people = _part(
        folder / "people.json",
        lambda d: (
            {str(k): str(v) for k, v in d["proposals"].items()},
            {str(x["source"]): dict(x) for x in d.get("decisions", ())},
            {(str(k["source"]), str(k["attachment"])): str(k["kind"]) for k in d.get("kinds", ())},
        ),
    )
    ballots = {s.id: _part(folder / "ballots" / f"{s.id}.json", _waves) for s in rulebook.stages}
    return Script(
        folder=folder,
        rulebook=rulebook,
        document=document,
        agencies=_rows(folder / "opd.csv", _agency),
        judges=_rows(folder / "judges.csv", _judge),
        arrivals=tuple(sorted([*index, *answers])),
        proposals=people[0],
        decisions=people[1],
        kinds=people[2],
        waves={s: w for s, (w, _) in ballots.items()},
        conflict={s: c for s, (_, c) in ballots.items()},
    )


def _part(path: Path, shape: Callable[[Any], T]) -> T:
    try:
        return shape(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise FixData(f"Musim: {path} tidak dapat dibaca; lengkapi folder musim") from error
    except json.JSONDecodeError as error:
        raise FixData(f"Musim: {path} bukan JSON yang sah (baris {error.lineno})") from error
    except UnicodeDecodeError as error:
        raise FixData(f"Musim: {path} bukan UTF-8") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FixData(f"Musim: {path} tidak seperti yang diharapkan ({type(error).__name__}: {error})") from error


def _rows(path: Path, shape: Callable[[Mapping[str, str]], T]) -> tuple[T, ...]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tuple(shape(row) for row in csv.DictReader(io.StringIO(text)))
    except OSError as error:
        raise FixData(f"Musim: {path} tidak dapat dibaca; lengkapi folder musim") from error
    except (KeyError, ValueError, AttributeError) as error:
        raise FixData(f"Musim: {path} tidak seperti yang diharapkan ({type(error).__name__}: {error})") from error


def _agency(row: Mapping[str, str]) -> Agency:
    return Agency(
        code=row["code"].strip(),
        name=row["name"].strip(),
        aliases=listed(row["aliases"]),
        parent=row["parent_code"].strip() or None,
        emails=tuple(e.lower() for e in listed(row["emails"])),
        contact=row["contact_person"].strip(),
        phone=row["phone"].strip(),
    )


def _judge(row: Mapping[str, str]) -> Judge:
    return Judge(
        name=row["name"].strip(),
        email=row["email"].strip().lower(),
        institution=row["institution"].strip(),
        agency=row["opd_code"].strip() or None,
        expertise=listed(row["expertise"]),
        max_load=int(row["max_load"]) if row["max_load"].strip() else None,
    )


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _epoch(milliseconds: str) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000).astimezone()


def _waves(document: Any) -> tuple[tuple[Wave, ...], str]:
    waves = tuple(
        Wave(
            read_at=_iso(w["read_at"]),
            submitted_at={j.lower(): _iso(t) for j, t in w.get("submitted_at", {}).items()},
            ballots={j.lower(): rows for j, rows in w["ballots"].items()},
        )
        for w in document["waves"]
    )
    return tuple(sorted(waves, key=lambda w: w.read_at)), str(document.get("conflict_column", "benturan_kepentingan"))
