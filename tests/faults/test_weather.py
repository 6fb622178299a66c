"""Seasons in bad weather end as the calm ones: nothing lost, nothing doubled, no other letter, every stop with a reason."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from config.errors import Trouble
from tests.faults.storm import season_of, weathered

SEASONS = int(os.environ.get("PANITIA_SEASONS", "200"))


def one(seed: int) -> tuple[int, list[str], int, dict[str, int]]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return (seed, *weathered(seed, Path(folder)))
        except Trouble as trouble:  # the season came to no end: its seed is told with the others'
            return seed, [f"stopped: {trouble}"], 0, {}


@pytest.mark.faults
def test_seasons_in_mixed_weather_end_as_the_calm_ones() -> None:
    wrong: dict[int, list[str]] = {}
    stops: Counter[str] = Counter()
    passes = 0
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        seeds = sorted(range(SEASONS), key=season_of)  # so that a season's calm end is found once by each worker
        for seed, differs, tried, stopped in pool.map(one, seeds, chunksize=max(1, SEASONS // 20)):
            passes += tried
            stops.update(stopped)
            if differs:
                wrong[seed] = differs
    print(f"\n{SEASONS} seasons, {passes} passes, stops by reason: {dict(stops)}")
    assert wrong == {}
    assert stops.total() > SEASONS
