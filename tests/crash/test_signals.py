"""SIGKILL at random instants: whatever instant it is, the season goes on from an empty disk and ends the same."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from flows.rehearsing.play import Play
from integrations.rehearsal.server import RehearsalServer
from tests.crash.dying import differences, state
from tests.crash.signals import Struck
from tests.crash.test_every_request import SEASONS, season
from tests.season.small import small_season

KILLS = int(os.environ.get("PANITIA_KILLS", "40"))
SEED = int(os.environ.get("PANITIA_KILL_SEED", "0"))


def struck(folder: Path, data: Path, kills: int, until: str = "") -> tuple[int, int, list[str]]:
    """(kills, seasons, what differs in the end): seasons are killed at random instants until there were so many kills."""
    draw, done, nth = random.Random(SEED), 0, 0
    with season(folder, data / "calm", lambda p, s: Struck(p, s, []), until) as calm:
        assert isinstance(calm, Struck)
        while done < kills:
            instants = sorted(draw.uniform(0, calm.spent) for _ in range(kills - done))

            def hurt(play: Play, server: RehearsalServer, at: list[float] = instants) -> Struck:
                return Struck(play, server, [], instants=at)

            nth += 1
            with season(folder, data / f"hurt{nth}", hurt, until) as other:
                assert isinstance(other, Struck)
                done += other.kills
                if differs := differences(state(calm), state(other)):
                    return done, nth, differs
    return done, nth, []


@pytest.mark.crash
@pytest.mark.parametrize("folder", SEASONS, ids=lambda f: f.parent.name)
def test_a_season_killed_by_signals_ends_as_the_undisturbed_one(folder: Path, tmp_path: Path) -> None:
    kills, seasons, differs = struck(folder, tmp_path, KILLS)
    print(
        f"\n{folder.name} of {folder.parent.name}: {kills} kills by SIGKILL in {seasons} seasons, {len(differs)} differences"
    )
    assert differs == []
    assert kills >= KILLS


@pytest.mark.slow
def test_a_small_season_killed_by_signals_ends_as_the_undisturbed_one(tmp_path: Path) -> None:
    kills, _, differs = struck(small_season(tmp_path / "season", 5), tmp_path, 5, "close")
    assert (kills >= 5, differs) == (True, [])
