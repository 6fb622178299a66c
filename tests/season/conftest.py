"""The season that ships, played once for every test that looks at its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from config.settings import SHIPPED_SEASON
from tests.season.playing import Played, played


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with played(SHIPPED_SEASON, tmp_path_factory.mktemp("shipped")) as done:
        yield done
