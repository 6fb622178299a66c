"""A small season in bad weather: before every pass faults are drawn, and the pass is tried until it ends cleanly."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from competition.letters import Templates
from config.errors import Trouble
from config.templates import load_templates
from flows.passes.season import run_pass
from integrations.google.patience import Patience
from integrations.workspace import open_workspace
from tests.crash.dying import State, differences, state
from tests.crash.test_every_request import season as acted
from tests.season.playing import HTTP, Played
from tests.season.small import small_season

METHODS = (
    "*",
    "*",
    "gmail.users.messages.list",
    "gmail.users.messages.get",
    "gmail.users.drafts.create",
    "gmail.users.drafts.update",
    "gmail.users.drafts.send",
    "drive.files.list",
    "drive.files.create",
    "drive.permissions.create",
    "gmail.users.drafts.get",
    "drive.permissions.delete",
    "sheets.spreadsheets.values.batchGet",
    "sheets.spreadsheets.values.batchUpdate",
    "sheets.spreadsheets.batchUpdate",
)
_LOOKUPS = ("gmail.users.messages.list", "drive.files.list")
_HTML = "<html><title>Error 502 (Server Error)!!1</title><p>That's an error.</html>"
_TRIES = 40
_INTAKE = 8  # scenes in which proposals can be read for the first time


def faults(draw: random.Random) -> list[dict[str, Any]]:
    """A handful of faults of every kind that the workspace knows."""
    found: list[dict[str, Any]] = []
    for _ in range(draw.randint(0, 4)):
        fault: dict[str, Any] = {
            "match": draw.choice(METHODS),
            "after": draw.randint(0, 12),
            "times": draw.choice((1, 1, 2, 4)),
        }
        kind = draw.choice(
            (
                "rate",
                "forbidden",
                "busy",
                "busy",
                "html",
                "reset",
                "reset_after",
                "timeout",
                "truncate",
                "expired",
                "lag",
                "cut",
            )
        )
        fault |= {
            "rate": {"kind": "status", "status": 429, "seconds": 1},
            "forbidden": {"kind": "status", "status": 403, "seconds": 1},
            "busy": {"kind": "status", "status": draw.choice((500, 503))},
            "html": {"kind": "status", "status": 502, "body": _HTML},
            "reset": {"kind": "reset"},
            "reset_after": {"kind": "reset", "after_commit": True},
            "timeout": {"kind": "timeout_after_commit", "seconds": 0.05},
            "truncate": {"kind": "truncate"},
            "expired": {"kind": "expired_token"},
            "cut": {
                "kind": "status",
                "status": 503,
                "times": 99,
            },  # the rest of a run of calls: a part is done, a part not
            "lag": {"kind": "index_lag", "seconds": 3600, "match": draw.choice(_LOOKUPS), "times": 50},
        }[kind]
        found.append(fault)
    return found


@dataclass(slots=True)
class Stormy(Played):
    """Every pass runs in weather of its own; `stops`: how often a pass stopped, by its reason's kind."""

    draw: random.Random = field(default_factory=random.Random)
    stops: dict[str, int] = field(default_factory=dict)

    def run(self, at: datetime) -> str:
        """Passes in weather that clears up, and then once more in fair weather."""
        for attempt in range(_TRIES):
            fair = attempt > 2
            order(self, [] if fair else faults(self.draw))
            try:
                self._pass(at)
            except Trouble as trouble:  # anything else is a crash, and the test's failure
                kind = type(trouble).__name__
                self.stops[kind] = self.stops.get(kind, 0) + 1
                continue
            finally:
                order(self, [])
            if fair:
                return "selesai"
        raise AssertionError("the passes never come to an end")

    def _pass(self, at: datetime) -> dict[str, int]:
        self.passes += 1
        templates = Templates(load_templates(self.play.settings.competition))
        rulebook = self.play.script.rulebook
        patience = Patience(attempts=self.draw.choice((1, 3)), sleep=lambda _seconds: None)
        workspace = open_workspace(self.play.settings, rulebook.mailbox.address, patience)
        return run_pass(workspace, rulebook, templates, at).counts.done


@dataclass(slots=True)
class Late(Played):
    """Fair weather, but for the search of the nth pass, which does not see what has just arrived; the next pass does."""

    late: int = 0
    scenes: int = 0

    def run(self, at: datetime) -> str:
        """One pass, and in the nth scene another before it."""
        if self.scenes == self.late:
            lag = {"match": _LOOKUPS[0], "kind": "index_lag", "seconds": 3600, "times": 50, "after": 0}
            order(self, [lag])
            Played.run(self, at)
            order(self, [])
        self.scenes += 1
        return Played.run(self, at)


def order(done: Played, faults: list[dict[str, Any]]) -> None:
    """These faults lie ahead, and no others."""
    address = f"{done.server.base}/_rehearsal/faults"
    HTTP.post(address, headers={"Authorization": f"Bearer {done.server.token}"}, json=faults).raise_for_status()


@cache
def calm(season: int, late: int = -1) -> State:
    """What a season leaves behind in fair weather; `late`: the scene whose mails are seen a pass later."""
    with tempfile.TemporaryDirectory() as at:
        data = Path(at)
        folder = small_season(data / "season", season)
        with acted(folder, data, lambda play, server: Late(play, server, [], late=late)) as done:
            return state(done)


def numbers(found: State) -> dict[str, int]:
    """Source -> the number of the proposal that it opened."""
    return {s["id"]: s["proposal"] for s in found[1]["sources"] if s["class"] == "proposal"}


def expected(season: int, hurt: State) -> State:
    """The calm season that this one is held against.

    A number is given when a proposal is read and never changes. Where a mail and an answer to the form arrived between
    the same two passes and the search did not see the mail yet, they have each other's number, rightly: then the calm
    season is one in which a search lagged, and everything else must still be the same.
    """
    if numbers(calm(season)) == numbers(hurt):
        return calm(season)
    lagging = (calm(season, late) for late in range(_INTAKE))
    return next((c for c in lagging if numbers(c) == numbers(hurt)), calm(season))


def weathered(seed: int, data: Path) -> tuple[list[str], int, dict[str, int]]:
    """(what differs from the calm season, passes, stops by kind) of one season in the weather of this seed."""
    folder = small_season(data / "season", season_of(seed))
    with acted(folder, data, lambda play, server: Stormy(play, server, [], draw=random.Random(seed))) as done:
        assert isinstance(done, Stormy)
        hurt = state(done)
        return differences(expected(season_of(seed), hurt), hurt), done.passes, done.stops


# In 13 and 15 no judge of the script scores one of the finalists: the program waits for a person, in any weather.
_SEASONS = tuple(n for n in range(22) if n not in {13, 15})


def season_of(seed: int) -> int:
    """Twenty seasons that come to an end, each in many weathers."""
    return _SEASONS[seed % len(_SEASONS)]
