"""A crash after and before every request that changes something: the season ends as the undisturbed one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.settings import SHIPPED_SEASON
from flows.rehearsing.play import Play, all_scenes, open_script
from integrations.rehearsal.server import RehearsalServer
from tests.crash.dying import Doomed, differences, state
from tests.season.playing import Played, played
from tests.season.small import small_season

SAMPLE = Path(__file__).parents[3] / "shared" / "season"
SEASONS = [f for f in (SAMPLE, SHIPPED_SEASON) if f.exists()]


@contextmanager
def season(
    folder: Path, data: Path, make: Callable[[Play, RehearsalServer], Played], until: str = ""
) -> Iterator[Played]:
    """The season played as `make` says; `until`: the kind of scene after which it stops."""
    script = open_script(folder)
    with RehearsalServer(data / "workspace") as server:
        play = Play(script, server.base, server.token, data)
        done = make(play, server)
        play.begin()
        for scene in all_scenes(script):
            play.scene(scene, done.run, lambda _scene, _text: None)
            if scene.kind == until:
                break
        yield done


@pytest.mark.parametrize("before", [False, pytest.param(True, marks=pytest.mark.crash)], ids=["after", "before"])
def test_the_first_letters_of_a_small_season_survive_a_crash_at_every_request(tmp_path: Path, *, before: bool) -> None:
    folder = small_season(tmp_path / "season", 5)
    with (
        season(folder, tmp_path / "calm", lambda p, s: Played(p, s, []), "close") as calm,
        season(folder, tmp_path / "hurt", lambda p, s: Doomed(p, s, [], before=before), "close") as hurt,
    ):
        assert differences(state(calm), state(hurt)) == []
        assert isinstance(hurt, Doomed)
        assert hurt.kills > 40


def killed(given: tuple[Path, bool]) -> tuple[int, list[str]]:
    """(crash points, what differs in the end) of one season killed at every request."""
    folder, before = given
    with tempfile.TemporaryDirectory() as at:
        data = Path(at)
        with (
            played(folder, data / "calm") as calm,
            season(folder, data / "hurt", lambda p, s: Doomed(p, s, [], before=before)) as hurt,
        ):
            assert isinstance(hurt, Doomed)
            return hurt.kills, differences(state(calm), state(hurt))


@pytest.mark.crash
def test_whole_seasons_survive_a_crash_before_and_after_every_request() -> None:
    cases = [(folder, before) for folder in SEASONS for before in (False, True)]
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        for (folder, before), (kills, differs) in zip(cases, pool.map(killed, cases), strict=True):
            side = "before" if before else "after"
            print(
                f"\n{folder.name} of {folder.parent.name}: {kills} crash points {side} a request, {len(differs)} differences"
            )
            assert differs == []
            assert kills > 400


@pytest.mark.crash
@pytest.mark.parametrize("before", [False, pytest.param(True, marks=pytest.mark.crash)], ids=["after", "before"])
def test_forms_and_folders_for_photos_are_made_once_whatever_kills_the_pass(tmp_path: Path, *, before: bool) -> None:
    folder = small_season(tmp_path / "season", 0, frozenset({"stage1"}))
    with (
        season(folder, tmp_path / "calm", lambda p, s: Played(p, s, []), "close") as calm,
        season(folder, tmp_path / "hurt", lambda p, s: Doomed(p, s, [], before=before), "close") as hurt,
    ):
        assert differences(state(calm), state(hurt)) == []
        forms = "mimeType='application/vnd.google-apps.form' and trashed=false"
        counts = [
            len(d.play.look().workspace.drive._files.list(q=forms, pageSize=100).execute()["files"])
            for d in (calm, hurt)
        ]
        assert counts == [1 + 3] * 2  # the agencies' form, and three judges'
