"""A crash after and before every request that changes something: the season ends as the undisturbed one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.settings import SHIPPED_SEASON
from flows.rehearsing.play import Play, all_scenes, open_script
from integrations.rehearsal.server import RehearsalServer
from tests.crash.dying import Doomed, differences
from tests.season.playing import Played
from tests.season.small import small_season

SAMPLE = Path(__file__).parents[3] / "shared" / "season"


@contextmanager
def season(folder: Path, data: Path, *, calm: bool, before: bool = False, until: str = "") -> Iterator[Played]:
    """The season played, calmly or dying; `until`: the kind of scene after which it stops."""
    script = open_script(folder)
    with RehearsalServer(data / "workspace") as server:
        play = Play(script, server.base, server.token, data)
        done = Played(play, server, []) if calm else Doomed(play, server, [], before=before)
        play.begin()
        for scene in all_scenes(script):
            play.scene(scene, done.run, lambda _scene, _text: None)
            if scene.kind == until:
                break
        yield done


def test_the_first_letters_of_a_small_season_survive_a_crash_at_every_request(tmp_path: Path) -> None:
    folder = small_season(tmp_path / "season", 5)
    with (
        season(folder, tmp_path / "calm", calm=True, until="close") as calm,
        season(folder, tmp_path / "hurt", calm=False, until="close") as hurt,
    ):
        assert differences(calm, hurt) == []
        assert isinstance(hurt, Doomed)
        assert hurt.kills > 40


@pytest.mark.crash
@pytest.mark.parametrize("before", [False, True], ids=["after", "before"])
@pytest.mark.parametrize("folder", [SHIPPED_SEASON, SAMPLE], ids=["shipped", "sample"])
def test_a_whole_season_survives_a_crash_at_every_request(folder: Path, tmp_path: Path, *, before: bool) -> None:
    if not folder.exists():
        pytest.skip("the sample season is not on this machine")
    with (
        season(folder, tmp_path / "calm", calm=True) as calm,
        season(folder, tmp_path / "hurt", calm=False, before=before) as hurt,
    ):
        assert isinstance(hurt, Doomed)
        print(f"\n{hurt.kills} crash points {'before' if before else 'after'} a request")
        assert differences(calm, hurt) == []
        assert hurt.kills > 400


@pytest.mark.crash
@pytest.mark.parametrize("before", [False, True], ids=["after", "before"])
def test_forms_and_folders_for_photos_are_made_once_whatever_kills_the_pass(tmp_path: Path, *, before: bool) -> None:
    folder = small_season(tmp_path / "season", 0, frozenset({"stage1"}))
    with (
        season(folder, tmp_path / "calm", calm=True, until="close") as calm,
        season(folder, tmp_path / "hurt", calm=False, before=before, until="close") as hurt,
    ):
        assert differences(calm, hurt) == []
        forms = "mimeType='application/vnd.google-apps.form' and trashed=false"
        counts = [
            len(d.play.look().workspace.drive._files.list(q=forms, pageSize=100).execute()["files"])
            for d in (calm, hurt)
        ]
        assert counts == [1 + 3] * 2  # the agencies' form, and three judges'
