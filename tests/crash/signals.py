"""Seasons whose passes run in processes of their own, killed by SIGKILL at random instants, each time with an empty disk."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from config.settings import Settings
from flows.running import run_once
from tests.season.playing import Played

_PROCESSES = multiprocessing.get_context("forkserver")  # a process each, forked from one that has imported everything
_PROCESSES.set_forkserver_preload([__name__, "integrations.workspace", "flows.passes.season"])


def one_pass(base: str, token: str, competition: str, data: str, at: datetime) -> None:
    """One pass, as `panitia run` makes it."""
    settings = Settings(
        workspace="rehearsal",
        google_base=base,
        token=SecretStr(token),
        competition=Path(competition),
        data=Path(data),
        retry_base_seconds=0.2,
        takeover_seconds=0,  # every pass is another machine, and the one before is dead
    )
    run_once(settings, "season", at)


@dataclass(slots=True)
class Struck(Played):
    """Plays a season in which a signal kills the pass at these instants: seconds, of the time that passes run."""

    instants: list[float] = field(default_factory=list)
    spent: float = 0.0
    kills: int = 0

    def run(self, at: datetime) -> str:
        """A pass, killed and begun anew on an empty disk, until one ends by itself."""
        while not self._one(at):
            self.kills += 1
        self.passes += 1
        return "selesai"

    def _one(self, at: datetime) -> bool:
        with tempfile.TemporaryDirectory() as disk:
            play = self.play
            given = (play.base, self.server.token, str(play.competition), disk, at)
            process = _PROCESSES.Process(target=one_pass, args=given)
            begun = time.monotonic()
            process.start()
            process.join(max(0.0, self.instants[0] - self.spent) if self.instants else None)
            killed = process.is_alive()
            if killed:
                process.kill()
                process.join()
                self.instants.pop(0)
            self.spent += time.monotonic() - begun
        assert killed or process.exitcode == 0, f"a pass at {at} ended with {process.exitcode}"
        return not killed
