"""Two machines that run one edition at once: no letter leaves twice, and the season ends as with one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from integrations.workbook.tabs import JOURNAL
from tests.crash.dying import differences, state
from tests.crash.rivals import Rivalled
from tests.crash.test_every_request import season
from tests.season.playing import Played
from tests.season.small import small_season


def test_the_first_letters_leave_once_where_two_machines_run(tmp_path: Path) -> None:
    folder = small_season(tmp_path / "season", 5)
    with (
        season(folder, tmp_path / "calm", lambda p, s: Played(p, s, []), "close") as calm,
        season(folder, tmp_path / "hurt", lambda p, s: Rivalled(p, s, [], draw=random.Random(2)), "close") as hurt,
    ):
        assert isinstance(hurt, Rivalled)
        assert differences(state(calm), state(hurt)) == []
        assert hurt.stopped > 2
        told = [r for r in hurt.play.look().book[JOURNAL] if r.text("peristiwa") == "mesin berganti"]
        assert len(told) > 2


@pytest.mark.crash
@pytest.mark.parametrize("in_flight", [False, True], ids=["noticed", "in-flight"])
def test_a_whole_season_on_two_machines(tmp_path: Path, *, in_flight: bool) -> None:
    """In flight: what was on its way when the other took over may leave a draft or a folder behind, never a letter."""
    folder = small_season(tmp_path / "season", 5)
    with season(folder, tmp_path / "calm", lambda p, s: Played(p, s, [])) as calm:
        for seed in range(5):
            draw = random.Random(seed)
            with season(
                folder,
                tmp_path / f"hurt{seed}",
                lambda p, s, d=draw: Rivalled(p, s, [], draw=d, in_flight=in_flight),  # type: ignore[misc]
            ) as hurt:
                assert isinstance(hurt, Rivalled)
                found = differences(state(calm), state(hurt))
                left = [d for d in found if not (in_flight and "too many" in d and not d.startswith("sent"))]
                assert left == []
                assert hurt.stopped > 10
