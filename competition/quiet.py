"""Quiet hours: when no letter is sent to a judge."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Annotated

from pydantic import BeforeValidator

from competition.stages import Rule

_SPAN = re.compile(r"^([01]?\d|2[0-3])[:.]([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3])[:.]([0-5]\d)$")


class QuietHours(Rule):
    """From one time of day to another, over midnight where the end comes before the beginning."""

    begins: time
    ends: time

    def covers(self, moment: datetime) -> bool:
        """True while it is quiet; the end itself is not quiet any more. `moment` in the edition's zone."""
        now = moment.time()
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends


def _read(value: object) -> object:
    """A span as people write it, by its two ends."""
    if not isinstance(value, str):
        return value
    found = _SPAN.match(value.strip())
    if found is None:
        raise ValueError('write quiet hours as "20:00-06:00"')
    h1, m1, h2, m2 = map(int, found.groups())
    if (h1, m1) == (h2, m2):
        raise ValueError("quiet hours that begin and end at the same time would never or always be quiet")
    return {"begins": time(h1, m1), "ends": time(h2, m2)}


Quiet = Annotated[QuietHours, BeforeValidator(_read)]
