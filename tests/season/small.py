"""A small season cut out of the one that ships: a few proposals, three judges, Top 2. Made for playing often.

It has no oracle: it is compared with itself, played undisturbed.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
from pathlib import Path
from typing import Any

from config.settings import SHIPPED_SEASON

SEATS = 2
_NO_PAPERS = 3_000  # bytes: a mail this small carries no document that could open a proposal
_OTHERS = 3  # mails that open nothing: machines, questions, forgeries


def small_season(target: Path, seed: int = 0, forms: frozenset[str] = frozenset()) -> Path:
    """`target` holds a season of four proposals. Another seed draws other proposals, judges and other mails.

    `forms`: stages in which judges have a form of their own, and folders for photos.
    """
    draw = random.Random(seed)
    shutil.copytree(SHIPPED_SEASON, target)
    people = _read(target / "people.json")
    ballots = {s: _read(target / "ballots" / f"{s}.json") for s in ("stage1", "stage2", "stage3")}
    finalists = sorted({k for rows in ballots["stage2"]["waves"][-1]["ballots"].values() for k in rows})
    judged = sorted({k for rows in ballots["stage1"]["waves"][-1]["ballots"].values() for k in rows} - set(finalists))
    keys = {*draw.sample(finalists, 3), *draw.sample(judged, 1)}
    judges = _judges(target, draw)
    opened = {people["proposals"][k] for k in keys}
    openers = set(people["proposals"].values())
    people["proposals"] = {k: s for k, s in people["proposals"].items() if k in keys}
    kept = opened | _mail(target, opened, openers, draw) | _answers(target, opened)
    people["decisions"] = [d for d in people["decisions"] if d["source"] in kept and d.get("joins") in {None, *kept}]
    people["kinds"] = [k for k in people["kinds"] if k["source"] in kept]
    _write(target / "people.json", people)
    for stage, ballot in ballots.items():
        for wave in ballot["waves"]:
            wave["ballots"] = {
                j: {k: row for k, row in rows.items() if k in keys}
                for j, rows in wave["ballots"].items()
                if j in judges
            }
            wave["submitted_at"] = {j: t for j, t in wave["submitted_at"].items() if j in judges}
        _write(target / "ballots" / f"{stage}.json", ballot)
    edition = _read(target / "edition.json")
    for stage in edition["stages"]:
        if stage.get("advance"):
            stage["advance"] = SEATS
        if stage["id"] in forms:
            stage |= {"form": True, "photos": True}
    _write(target / "edition.json", edition)
    return target


def timetabled(folder: Path, timetables: dict[str, Any], *, seats: int = 3, readers: int | None = 1) -> Path:
    """The season in `folder` with these timetables: `seats` go on, and stages with a timetable have `readers` judges each."""
    edition = _read(folder / "edition.json") | {"timetables": timetables}
    for stage in edition["stages"]:
        if stage.get("advance"):
            stage["advance"] = seats
        if stage["id"] in timetables and readers:
            stage["judges_per_proposal"] = readers
    _write(folder / "edition.json", edition)
    return folder


def _judges(target: Path, draw: random.Random) -> set[str]:
    path = target / "judges.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    chosen = sorted(draw.sample(range(len(rows)), 3))
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(rows[i] for i in chosen)
    return {rows[i]["email"] for i in chosen}


def _mail(target: Path, opened: set[str], openers: set[str], draw: random.Random) -> set[str]:
    index = _read(target / "mailbox" / "index.json")
    rest = [m["id"] for m in index["messages"] if m["id"] not in openers and m["sizeEstimate"] < _NO_PAPERS]
    wanted = opened | set(draw.sample(rest, _OTHERS))
    for message in index["messages"]:
        if message["id"] not in wanted:
            (target / "mailbox" / message["file"]).unlink()
    index["messages"] = [m for m in index["messages"] if m["id"] in wanted]
    _write(target / "mailbox" / "index.json", index)
    return {m["id"] for m in index["messages"]}


def _answers(target: Path, opened: set[str]) -> set[str]:
    path = target / "forms" / "responses.json"
    answers = [r for r in _read(path) if r["responseId"] in opened]
    _write(path, answers)
    return {r["responseId"] for r in answers}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
