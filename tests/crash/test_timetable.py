"""A season with a timetable, its people asking for changes, dying at every request: it ends as the undisturbed one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import pytest

from flows.rehearsing.play import Play, all_scenes, open_script
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.tabs import JUDGES, TIMETABLE
from tests.crash.dying import Doomed, differences, state
from tests.season.playing import Played
from tests.season.small import small_season, timetabled
from tests.timetable.desk import TIMETABLES, Schedule


@contextmanager
def changed(folder: Path, data: Path, *, calm: bool) -> Iterator[Played]:
    """Played until the invitations are out; then a judge is away, and one sitting is fixed by hand."""
    script = open_script(folder)
    with RehearsalServer(data / "workspace") as server:
        play = Play(script, server.base, server.token, data)
        done = Played(play, server, []) if calm else Doomed(play, server, [], before=False)
        play.begin()
        first = list(takewhile(lambda s: s.stage in {"", "stage1"}, all_scenes(script)))
        last = replace(first[-1], kind="later")  # nobody scores once more
        for scene in (*first, last, last):
            play.scene(scene, done.run, lambda _scene, _text: None)
        desk = Schedule(play, done)
        numbers = sorted(desk.rows())
        for judge in sorted(desk.look().judges)[:1]:
            desk.types("sekretaris", JUDGES, judge, berhalangan="08-06-2027 08.00-09.00")
        desk.types("sekretaris", TIMETABLE, f"stage2/{numbers[-1]}", tetap_jam="10.00")
        for _ in range(2):
            play.scene(last, done.run, lambda _scene, _text: None)
        yield done


@pytest.mark.crash
def test_a_season_with_a_timetable_survives_a_crash_at_every_request(tmp_path: Path) -> None:
    folder = timetabled(small_season(tmp_path / "season", 5), TIMETABLES)
    with changed(folder, tmp_path / "calm", calm=True) as calm, changed(folder, tmp_path / "hurt", calm=False) as hurt:
        assert isinstance(hurt, Doomed)
        print(f"\n{hurt.kills} crash points")
        assert differences(state(calm), state(hurt)) == []
        kinds = {r["template"] for r in calm.play.report()["letters"] if r["state"] == "sent"}
        assert {"undangan-presentasi", "jadwal-juri", "perubahan-jadwal"} <= kinds
