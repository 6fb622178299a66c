"""What letters have promised about sittings, and what has changed since. The text stands beside the letter in Surat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from competition.facts import Fact
from competition.sittings import Sitting

_PART = re.compile(r"^(\d+): (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})-(\d{2}:\d{2}), (.*)$")
_MOMENT = "%Y-%m-%d %H:%M"


class Promise(Fact):
    """When and where, in the edition's own time without a zone."""

    starts: datetime
    ends: datetime
    place: str

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d %H:%M}-{self.ends:%H:%M}, {self.place}"


def promise(sitting: Sitting) -> Promise:
    """What a letter says of it."""
    place = " ".join(sitting.place.replace("|", "/").split())
    return Promise(starts=sitting.starts.replace(tzinfo=None), ends=sitting.ends.replace(tzinfo=None), place=place)


def promised(sittings: Iterable[Sitting]) -> str:
    """The sittings a letter tells: "7: 2027-04-27 09:00-09:30, Aula | 9: …"."""
    return " | ".join(f"{s.number}: {promise(s)}" for s in sorted(sittings, key=lambda s: s.number))


def promises_in(text: str) -> dict[int, Promise]:
    """Number -> what a letter told of it; a part that tells nothing is left out."""
    found = {}
    for part in text.split(" | "):
        if match := _PART.match(part):
            number, day, starts, ends, place = match.groups()
            times = (datetime.strptime(f"{day} {at}", _MOMENT) for at in (starts, ends))  # noqa: DTZ007 - see Promise
            found[int(number)] = Promise(starts=next(times), ends=next(times), place=place)
    return found


def changed(before: Mapping[int, Promise], sittings: Iterable[Sitting], now: datetime) -> frozenset[int]:
    """The numbers whose sitting is another one than was promised, is new, or is no more; what is past is past."""
    present = {s.number: promise(s) for s in sittings}
    moment = now.replace(tzinfo=None)
    return frozenset(
        n
        for n in {*before, *present}
        if before.get(n) != present.get(n)
        and any(p.starts > moment for p in (before.get(n), present.get(n)) if p is not None)
    )
