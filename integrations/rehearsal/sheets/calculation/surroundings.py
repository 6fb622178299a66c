"""What a formula sees beyond its workbook: the workspace's clock, and other spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Book


def _no_other(importer: str, wanted: str) -> Book | None:  # noqa: ARG001 - the shape of every opener
    return None


@dataclass(frozen=True)
class Surroundings:
    """The instant (UTC), and the spreadsheet of an id as the owner of another one may read it (None: not at all)."""

    now: datetime | None = None
    other: Callable[[str, str], Book | None] = _no_other
    depth: int = 0  # imports within imports

    def instant(self) -> datetime:
        """The workspace's time; real time where no clock was set."""
        return self.now or datetime.now(UTC)


# Set for each request where its spreadsheet is opened; the calculation itself knows neither requests nor the store.
AROUND: ContextVar[Surroundings] = ContextVar("surroundings", default=Surroundings())  # noqa: B039 - frozen
