"""The frozen rankings of a played season, made once more from the copies that lie in its Drive."""

from __future__ import annotations

from pathlib import Path

from competition.snapshot import frozen_ranking
from flows.passes.decisions import snapshot
from flows.recomputing import recompute
from integrations.workbook.tabs import DECISIONS
from tests.season.playing import Played

_LARGEST = 50_000_000


def recomputed(done: Played, folder: Path) -> dict[str, bool]:
    """Decision -> is what `panitia recompute` prints just what was approved, byte for byte; FixData where it refuses."""
    this, found = done.play.look(), {}
    for key in (*(s.id for s in this.rulebook.stages), "final"):
        decision, approved = this.book[DECISIONS].rows[key], snapshot(this, key)
        archived = this.workspace.drive.download(decision.text("arsip"), _LARGEST)
        assert isinstance(archived, bytes) and approved is not None
        (folder / f"{key}.json").write_bytes(archived)
        ranking, mark = recompute(str(folder / f"{key}.json"), decision.text("sha256"))
        found[key] = (ranking, mark) == (frozen_ranking(approved), decision.text("sha256"))
    return found
