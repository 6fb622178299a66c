"""A season played without Prefect: the same passes, the same people, the same workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from competition.letters import Templates
from config.templates import load_templates
from flows.passes.season import run_pass
from flows.rehearsing.play import Play, all_scenes, open_script
from integrations.rehearsal.server import RehearsalServer
from integrations.workspace import open_workspace

HTTP = httpx.Client(timeout=60, verify=False)  # noqa: S501 - loopback only; loading certificates for each call is slow


@dataclass(slots=True)
class Played:
    """A season at its end, its workspace still open."""

    play: Play
    server: RehearsalServer
    log: list[str]
    passes: int = 0

    def run(self, at: datetime) -> str:
        """One pass, without Prefect."""
        settings = self.play.settings
        workspace = open_workspace(settings, self.play.script.rulebook.mailbox.address)
        this = run_pass(workspace, self.play.script.rulebook, Templates(load_templates(settings.competition)), at)
        self.passes += 1
        return this.counts.words()

    def requests(self) -> list[dict[str, Any]]:
        """Every API request served since the last `forget`."""
        answer = HTTP.get(f"{self.server.base}/_rehearsal/requests", headers=self._admin())
        answer.raise_for_status()
        got = answer.json()
        return list(got["requests"] if isinstance(got, dict) else got)

    def forget(self) -> None:
        """The list of requests is empty."""
        HTTP.delete(f"{self.server.base}/_rehearsal/requests", headers=self._admin()).raise_for_status()

    def _admin(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.server.token}"}


@contextmanager
def played(folder: Path, data: Path) -> Iterator[Played]:
    """The season in `folder`, played to its end."""
    script = open_script(folder)
    with RehearsalServer(data / "workspace") as server:
        play = Play(script, server.base, server.token, data)
        done = Played(play, server, [])
        play.begin()
        for scene in all_scenes(script):
            play.scene(
                scene, done.run, lambda scene, text: done.log.append(f"{scene.at:%Y-%m-%d %H:%M} {scene.title}: {text}")
            )
        yield done
