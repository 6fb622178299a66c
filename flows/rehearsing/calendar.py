"""The instants of a rehearsal: when passes run, from the season's own dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flows.rehearsing.script import Script

_EVENING, _MORNING = time(17, 0), time(9, 0)
STEP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment at which something happens. `kind`: intake, close, remind, wave, final; `nth` counts waves from 0."""

    at: datetime
    kind: str
    title: str
    stage: str = ""
    nth: int = 0


def scenes(script: Script) -> Iterator[Scene]:
    """The scenes in order."""
    book = script.rulebook
    closes = book.intake.closes_at
    days = sorted({a.astimezone(book.zone).date() for a in script.arrivals if a < closes})
    for day in days:
        evening = datetime.combine(day, _EVENING, book.zone)
        if evening < closes:
            yield Scene(evening, "intake", f"Penerimaan {day:%d-%m-%Y}")
    at = _after_intake(script)
    yield Scene(at, "close", "Seleksi administrasi")
    for stage in book.stages:
        waves = script.waves[stage.id]
        for nth, wave in enumerate(waves):
            remind = max(at + timedelta(hours=8), wave.read_at - timedelta(days=1))
            if nth == 0 and remind < min([*wave.submitted_at.values(), wave.read_at]):
                yield Scene(remind, "remind", f"{stage.label}: pengingat juri", stage.id)
            yield Scene(wave.read_at, "wave", f"{stage.label}: nilai dibaca ke-{nth + 1}", stage.id, nth)
            at = wave.read_at
    yield Scene(
        max(
            at + timedelta(hours=12),
            _morning(script, book.schedule["penetapan"][0] if "penetapan" in book.schedule else at.date()),
        ),
        "final",
        "Penetapan",
    )


def _after_intake(script: Script) -> datetime:
    """The evening of the first administrative day, and after everything that arrived late before the first ballots."""
    book = script.rulebook
    first = book.schedule.get("administrasi", (book.intake.closes_at.date(),) * 2)[0]
    ballots = min((t for w in script.waves[book.stages[0].id] for t in w.submitted_at.values()), default=None)
    late = [a for a in script.arrivals if ballots is None or a < ballots - timedelta(days=1)]
    return max([datetime.combine(first, _EVENING, book.zone), book.intake.closes_at + STEP, *(a + STEP for a in late)])


def _morning(script: Script, day: date) -> datetime:
    return datetime.combine(day, _MORNING, script.rulebook.zone)
