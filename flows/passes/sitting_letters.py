"""The letters a timetable calls for: an invitation for each agency, a list for each judge, and news for those it changed for.

What was really told is read beside the letters that were sent (column Pokok Isi of Surat); a sitting that differs from
it is due as a letter of its own. Everybody else gets nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from competition import effects
from competition.calendar import hours, long_day, long_minute
from competition.invitations import Calendar, Entry, Method
from competition.letters import Letter, LetterKind, one_line
from competition.model import Proposal
from competition.promises import Promise, changed, promise, promised, promises_in
from competition.sittings import Presentations, Sitting, Visits
from competition.stages import Stage
from flows.passes.context import Pass
from flows.passes.decisions import ADMINISTRATION, frozen, released
from flows.passes.freezing import registration
from flows.passes.holding import waits
from flows.passes.release import SENT
from integrations.workbook import sittings
from integrations.workbook.table import Row
from integrations.workbook.tabs import LETTERS


@dataclass(frozen=True, slots=True)
class Course:
    """How a letter that may be followed by others stands. `nth`: which of them would be due now; `sent`: the last that was sent."""

    nth: int
    sent: Row | None = None
    sent_nth: int = 0
    waiting: Row | None = None

    @property
    def told(self) -> dict[int, Promise]:
        """Number -> what the addressee was told last."""
        return promises_in(self.sent.text("pokok")) if self.sent is not None else {}


def course(this: Pass, key: Callable[[int], str]) -> Course:
    """How the letter with these keys stands."""
    nth, sent, sent_nth = 1, None, 0
    while (row := this.book[LETTERS].get(key(nth))) is not None:
        if row.text("keadaan") == SENT:
            sent, sent_nth = row, nth
        else:
            return Course(nth, sent, sent_nth, row)
        nth += 1
    return Course(nth, sent, sent_nth)


def remembers(this: Pass) -> bool:
    """True where Surat can keep what was told; without it every letter would look as if it had told nothing."""
    return "pokok" in this.book[LETTERS].places


class SittingLetters:
    """The letters about sittings that are due."""

    def __init__(
        self,
        this: Pass,
        proposals: Mapping[int, Proposal],
        to_agency: Callable[..., Letter],
        to_judge: Callable[..., Letter],
    ) -> None:
        """`to_agency` (kind, key, number, stage, **values) and `to_judge` (kind, key, judge, stage, **values) address a letter."""
        self.this, self.proposals, self._agency_letter, self._judge_letter = this, proposals, to_agency, to_judge

    def all(self) -> Iterator[Letter]:
        """Agencies are invited once the outcome that admits them has been released: an invitation tells it too."""
        this, before = self.this, ADMINISTRATION
        if not remembers(this):
            return
        for stage in this.rulebook.stages:
            rule = this.rulebook.timetables.get(stage.id)
            if rule is not None and frozen(this, stage.id) is None:
                standing = sittings.standing(this.book, stage.id, this.rulebook.zone)
                if released(this, before) and not waits(this, stage.id):
                    yield from self._agencies(stage, rule, standing)
                yield from self._judges(stage, rule, standing)
            before = stage.id if stage.advance is not None else before

    def _agencies(
        self, stage: Stage, rule: Presentations | Visits, standing: Mapping[int, Sitting]
    ) -> Iterator[Letter]:
        for number, _ in sittings.rows_of(self.this.book, stage.id):
            if number not in self.proposals:
                continue
            at = course(self.this, partial(effects.sitting, stage.id, number))
            sitting = standing.get(number)
            before, mine = at.told.get(number), [sitting] if sitting else []
            if changed(at.told, mine, self.this.now):
                yield self._to_agency(stage, rule, number, at.nth, before, sitting)
            elif at.sent is not None and sitting is not None:
                yield self._to_agency(
                    stage, rule, number, at.sent_nth, None, sitting, LetterKind(at.sent.text("jenis"))
                )

    def _to_agency(
        self,
        stage: Stage,
        rule: Presentations | Visits,
        number: int,
        nth: int,
        before: Promise | None,
        sitting: Sitting | None,
        kind: LetterKind | None = None,
    ) -> Letter:
        first = LetterKind.PRESENTATION if isinstance(rule, Presentations) else LetterKind.FIELD_VISIT
        letter = self._agency_letter(
            kind or (LetterKind.MOVED if before else first),
            effects.sitting(stage.id, number, nth),
            number,
            stage.id,
            tahap=stage.label,
            sebelumnya=self._words(before) if before else "",
            batal=sitting is None,
            **self._asked(rule, sitting),
        )
        at = promise(sitting) if sitting else before
        if at is None:
            return letter
        entry = self._entry(stage, number, at, str(letter.values["judul"]))
        made = self._calendar(f"{stage.id}-{number}", "REQUEST" if sitting else "CANCEL", nth, (entry,), letter.to)
        return letter.model_copy(update={"enclosed": (made,), "told": promised([sitting] if sitting else [])})

    def _asked(self, rule: Presentations | Visits, sitting: Sitting | None) -> dict[str, object]:
        """What the letter says of time, place and what is to be brought."""
        if sitting is None:
            return {}
        zone = self.this.rulebook.zone
        said: dict[str, object] = {
            "hari": long_day(sitting.starts.date()),
            "waktu": hours(sitting.starts, sitting.ends, zone),
            "tempat": sitting.place,
            "batas_konfirmasi": long_minute(sitting.starts - timedelta(hours=rule.confirm_hours), zone),
            "lebih_awal": 0,
        }
        if isinstance(rule, Presentations):
            materials = sitting.starts.date() - timedelta(days=rule.materials_days)
            talk = {"paparan": rule.talk, "tanya_jawab": rule.minutes - rule.talk}
            return said | talk | {"lebih_awal": rule.early, "batas_bahan": long_day(materials)}
        return said | {"tim": [self.this.judges[j].name for j in sitting.judges if j in self.this.judges]}

    def _judges(self, stage: Stage, rule: Presentations | Visits, standing: Mapping[int, Sitting]) -> Iterator[Letter]:
        for judge in sorted(self.this.judges):
            at = course(self.this, partial(effects.sittings, stage.id, judge))
            mine = sorted((s for s in standing.values() if judge in s.judges), key=lambda s: (s.starts, s.number))
            news = changed(at.told, mine, self.this.now)
            if news:
                yield self._to_judge(stage, rule, judge, at, mine, news)
            elif at.sent is not None:
                yield self._to_judge(stage, rule, judge, Course(at.sent_nth), mine, frozenset())

    def _to_judge(
        self,
        stage: Stage,
        rule: Presentations | Visits,
        judge: str,
        at: Course,
        mine: list[Sitting],
        news: frozenset[int],
    ) -> Letter:
        before = at.told
        gone = {n: before[n] for n in sorted(news) if n in before and n not in {s.number for s in mine}}
        kind = LetterKind.TIMETABLE if isinstance(rule, Presentations) else LetterKind.TRAVEL_ORDER
        entries = [self._entry(stage, s.number, promise(s), self._title(s.number), "-juri") for s in mine]
        entries += [
            self._entry(stage, n, p, self._title(n), "-juri").model_copy(update={"cancelled": True})
            for n, p in gone.items()
        ]
        letter = self._judge_letter(
            kind,
            effects.sittings(stage.id, judge, at.nth),
            judge,
            stage.id,
            tahap=stage.label,
            berubah=bool(before),
            daftar=[self._line(s, judge, before, news) for s in mine],
            batal=[{"nomor": n, "judul": self._title(n), "semula": self._words(p)} for n, p in gone.items()],
        )
        made = self._calendar(f"{stage.id}-juri", "PUBLISH", at.nth, tuple(entries))
        return letter.model_copy(update={"enclosed": (made,), "told": promised(mine)})

    def _line(
        self, sitting: Sitting, judge: str, before: Mapping[int, Promise], news: frozenset[int]
    ) -> dict[str, object]:
        n, others = (
            sitting.number,
            [self.this.judges[j].name for j in sitting.judges if j in self.this.judges and j != judge],
        )
        mark = "" if not before or n not in news else "berubah" if n in before else "baru"
        return {
            "nomor": n,
            "judul": self._title(n),
            "perangkat_daerah": self._agency(n),
            "hari": long_day(sitting.starts.date()),
            "waktu": hours(sitting.starts, sitting.ends, self.this.rulebook.zone),
            "tempat": sitting.place,
            "bersama": others,
            "tanda": mark,
        }

    def _title(self, number: int) -> str:
        p = self.proposals.get(number)
        return p.title if p else ""

    def _agency(self, number: int) -> str:
        p = self.proposals.get(number)
        row = self.this.register.rows.get(p.agency or "") if p else None
        return row.name if row else p.unit if p else ""

    def _words(self, p: Promise) -> str:
        zone = self.this.rulebook.zone
        return f"{long_day(p.starts.date())}, {hours(p.starts.replace(tzinfo=zone), p.ends.replace(tzinfo=zone), zone)}, {p.place}"

    def _entry(self, stage: Stage, number: int, at: Promise, title: str, whose: str = "") -> Entry:
        book = self.this.rulebook
        domain = book.mailbox.address.rpartition("@")[2]
        return Entry(
            uid=f"{stage.id}-{number}{whose}@{book.edition.id}.{domain}",
            starts=at.starts.replace(tzinfo=book.zone),
            ends=at.ends.replace(tzinfo=book.zone),
            summary=one_line(f"{stage.label}: {registration(self.this, number)} {title}")[:300],
            place=one_line(at.place)[:300],
        )

    def _calendar(
        self, name: str, method: Method, nth: int, entries: tuple[Entry, ...], attendees: tuple[str, ...] = ()
    ) -> Calendar:
        book = self.this.rulebook
        return Calendar(
            name=f"jadwal-{name}.ics",
            method=method,
            organiser=one_line(book.edition.unit),
            address=book.mailbox.address,
            attendees=attendees,
            entries=entries,
            revision=nth - 1,
            stamp=_stamp(book.intake.closes_at),
        )


def _stamp(moment: datetime) -> datetime:
    """A fixed instant of the edition: letters that say the same are the same."""
    return moment.replace(microsecond=0)
