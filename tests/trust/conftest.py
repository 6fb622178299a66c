"""One desk before its release for all tests that let nothing out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.trust.desk import Desk, desk


@pytest.fixture(scope="package")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("desk")) as found:
        yield found
