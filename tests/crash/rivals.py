"""Seasons that two machines run at once: in the middle of a pass of one the other makes a pass of its own."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from competition.letters import Templates
from config.templates import load_templates
from flows.passes.season import run_pass
from integrations.google.patience import Effect, Patience
from integrations.workbook.machine import Replaced
from integrations.workspace import open_workspace
from tests.season.playing import Played

_PASSES = 50


@dataclass(slots=True)
class Interrupted(Patience):
    """Before a change, drawn, another machine makes its pass: before ours looks who runs, or when ours is on its way."""

    draw: random.Random = field(default_factory=random.Random)
    often: float = 0.1
    in_flight: bool = False
    rival: Any = None

    def call(self, what: str, send: Any, effect: Effect, read: Any) -> Any:
        """The answer, after the other machine's pass where that was drawn."""
        if effect is not Effect.READ and self.rival and self.draw.random() < self.often:
            rival, self.rival = self.rival, None
            if self.in_flight and not what.startswith("Sheets"):  # a cell on its way for six seconds is not played
                return Patience.call(self, what, lambda: (rival(), send())[1], effect, read)
            rival()
        return Patience.call(self, what, send, effect, read)


@dataclass(slots=True)
class Rivalled(Played):
    """Plays a season on two machines; `stopped`: how often one noticed that the other runs."""

    draw: random.Random = field(default_factory=random.Random)
    in_flight: bool = False
    stopped: int = 0
    met: int = 0

    def run(self, at: datetime) -> str:
        """Passes of one machine, the other's in the middle of them, until one is not disturbed."""
        for _ in range(_PASSES):
            patience = Interrupted(sleep=lambda _s: None, draw=self.draw, in_flight=self.in_flight)
            patience.rival = lambda: self._pass(at, "lain", Patience(sleep=lambda _s: None))
            try:
                self._pass(at, "satu", patience)
            except Replaced:
                self.stopped += 1
            if patience.rival is not None:
                return "selesai"
            self.met += 1
        raise AssertionError("the passes never come to an end")

    def _pass(self, at: datetime, machine: str, patience: Patience) -> None:
        settings = self.play.settings.model_copy(update={"data": Path(self.play.settings.data) / machine})
        workspace = open_workspace(settings, self.play.script.rulebook.mailbox.address, patience)
        workspace.machine.look = 0
        run_pass(workspace, self.play.script.rulebook, Templates(load_templates(settings.competition)), at)
