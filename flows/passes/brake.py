"""The stop cell while letters leave: looked at anew every two seconds, so that it holds in the middle of a batch."""

from __future__ import annotations

import time

from flows.passes.context import Pass

SECONDS = 2.0  # at most so long do letters still leave after the stop was typed: Sheets is asked 30 times a minute


class Brake:
    """Tells whether the secretariat has stopped all sending."""

    def __init__(self, this: Pass) -> None:
        self._this, self._on, self._looked = this, False, float("-inf")

    def on(self) -> bool:
        """True once the cell says stop; it is read again where the last look is too long ago."""
        if not self._on and time.monotonic() - self._looked >= SECONDS:
            self._on, self._looked = self._this.stopped_now(), time.monotonic()
        return self._on
