"""The edition's rules as frozen values: unknown keys refused, weights and dates checked against each other.

The shape is that of a season's `edition.json`, so one document serves the YAML file that a secretariat edits and the
rehearsal. Weights are percentages; every derived weight is an exact Fraction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, BeforeValidator, Field, field_validator, model_validator

from competition.checks import Check, check_of
from competition.letterhead import PaperRules
from competition.objections import Objections
from competition.policy import Policies
from competition.quiet import Quiet
from competition.sittings import Timetable
from competition.stages import Exact, Final, Rounding, Rule, Scale, Stage, TieStep


class Edition(Rule):
    """Which competition this is."""

    id: str = Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")
    name: str
    year: int
    timezone: str = "Asia/Jakarta"
    organiser: str
    unit: str = "Bagian Organisasi Sekretariat Daerah"

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"unknown time zone {value!r}; use a name such as Asia/Jakarta") from error
        return value


class Officer(Rule):
    """A person of the organising team and the address they sign in with."""

    role: str
    post: str
    name: str
    email: str


class Mailbox(Rule):
    """Where proposals arrive by mail, and the id our own receiving server writes into Authentication-Results."""

    address: str
    authserv_id: str = "mx.google.com"


class Intake(Rule):
    """The window in which proposals count. Both ends belong to it, to the whole second."""

    opens_at: AwareDatetime
    closes_at: AwareDatetime
    clock: dict[str, str] = Field(default_factory=dict)
    precision: Literal["second"] = "second"
    closing_second_counts: bool = True

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.opens_at >= self.closes_at:
            raise ValueError("opens_at must be before closes_at")
        return self

    def in_time(self, moment: datetime) -> bool:
        """True when `moment`, cut to whole seconds, still counts."""
        second = moment.replace(microsecond=0)
        return second <= self.closes_at if self.closing_second_counts else second < self.closes_at


class Rules(Rule):
    """Limits of the administrative stage. Ages in calendar months, sizes in bytes."""

    min_age_months: int = Field(ge=0)
    age_counted_back_from: date
    quota_per_opd: int = Field(ge=1)
    quota_counts_units_under_parent: bool = True
    max_file_bytes: int = Field(ge=1)
    archives: dict[str, object] = Field(default_factory=dict)


class Document(Rule):
    """A kind of document agencies hand in. `many`: every good one is in force, not only the newest."""

    id: str
    label: str
    accepts: tuple[str, ...]
    required: bool = True
    many: bool | None = None

    @property
    def cumulative(self) -> bool:
        """True where all good files are in force: evidence, told by its accepting pictures unless `many` says so."""
        return bool({"jpg", "png"} & self.types) if self.many is None else self.many

    @property
    def types(self) -> frozenset[str]:
        """The accepted types as files are recognised: lower case, without a dot, jpeg as jpg."""
        plain = (a.lower().strip().lstrip(".") for a in self.accepts)
        return frozenset({"jpeg": "jpg", "tiff": "tif"}.get(a, a) for a in plain)


class ChecklistItem(Rule):
    """One administrative rule. `check` names what is examined; left out, it is read off the label."""

    id: str
    label: str
    gate: bool = True
    check: str | None = None


class Aspect(Rule):
    """A section of the proposal. `max_words` None: no limit."""

    id: str
    label: str
    weight: Exact = Fraction(0)
    max_words: int | None = None
    scored: bool = True


class LetterRules(Rule):
    """Which letters go out without a tick, the most a mailbox may send in 24 hours, and when judges are let sleep."""

    automatic: tuple[str, ...] = ("tanda-terima",)
    daily_limit: int = Field(default=500, ge=1)
    quiet_hours: Quiet | None = None


def _dates(value: object) -> object:
    return (value, value) if isinstance(value, (str, date)) else value


Span = Annotated[tuple[date, date], BeforeValidator(_dates)]


def _once(where: str, ids: Sequence[str]) -> None:
    if len(set(ids)) != len(ids):
        raise ValueError(f"{where}: the same id stands twice")


class Rulebook(Rule):
    """Everything a regulation says about one edition."""

    edition: Edition
    officers: tuple[Officer, ...]
    mailbox: Mailbox
    intake: Intake
    schedule: dict[str, Span]
    rules: Rules
    categories: tuple[str, ...]
    documents: tuple[Document, ...] = Field(min_length=1)
    checklist: tuple[ChecklistItem, ...]
    aspects: tuple[Aspect, ...]
    scale: Scale = Scale()
    stages: tuple[Stage, ...] = Field(min_length=1)
    final: Final
    judge_total: str = "jumlah tertimbang"
    stage_score: str = "rata-rata aritmetik juri yang menilai"
    rounding: Rounding = Rounding()
    tie_break: tuple[TieStep, ...]
    conflict: dict[str, object] = Field(default_factory=dict)
    awards: tuple[str, ...] = ()
    vocabulary: dict[str, dict[str, str]] = Field(default_factory=dict)
    letters: LetterRules = LetterRules()
    papers: PaperRules = PaperRules()
    passes: dict[str, str] = Field(default_factory=dict)
    objections: Objections | None = None
    policies: Policies = Policies()
    timetables: dict[str, Timetable] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = [s.id for s in self.stages]
        _once("stages", ids)
        if taken := {"administrasi", "final"} & set(ids):
            raise ValueError(f"stages: {', '.join(sorted(taken))} names a decision of its own; choose another id")
        if unknown := set(self.final.weights) - set(ids):
            raise ValueError(f"final › weights: no such stage: {', '.join(sorted(unknown))}")
        if (total := sum(self.final.weights.values(), Fraction(0))) != 100:
            raise ValueError(f"final › weights: must total 100 (total {total})")
        for before, after in pairwise(self.scored_spans()):
            if before[0] > after[0]:
                raise ValueError("schedule: the stages are not in the order of their dates")
        for key, timetable in self.timetables.items():
            if key not in ids:
                raise ValueError(f"timetables: no such stage: {key}")
            first, last = self.span(key)
            if outside := [d for d in timetable.days if not first <= d <= last]:
                raise ValueError(f"timetables › {key} › days: {outside[0]} lies outside the stage's dates")
        if not {o.role for o in self.officers} >= {"ketua", "sekretaris"}:
            raise ValueError("officers: needs a ketua and a sekretaris, who approve results and letters")
        ticking = [self.officer(r).email.strip().lower() for r in ("ketua", "sekretaris")]
        if len({*ticking, self.mailbox.address.strip().lower()}) != 3:
            raise ValueError(
                "officers: ketua, sekretaris and mailbox › address must be three addresses: nobody approves alone"
            )
        _once("documents", [d.id for d in self.documents])
        _once("checklist", [i.id for i in self.checklist])
        for item in self.checklist:
            kind = self.check(item).document
            if kind is not None and self.document(kind) is None:
                raise ValueError(f"checklist › {item.id}: no such document: {kind}")
        known = {"received_at", *ids, *(c.id for s in self.stages for c in s.columns)}
        if unknown_steps := [t.step for t in self.tie_break if t.step not in known]:
            raise ValueError(f"tie_break: no such criterion, stage or received_at: {', '.join(unknown_steps)}")
        told = {"administrasi", "final", *(s.id for s in self.stages if s.advance is not None)}
        if self.objections and (unknown := set(self.objections.decisions) - told):
            raise ValueError(f"objections › decisions: no result is told by letter for: {', '.join(sorted(unknown))}")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that dates and hours are meant in."""
        return ZoneInfo(self.edition.timezone)

    def stage(self, stage_id: str) -> Stage:
        """The stage with this id; KeyError where there is none."""
        return {s.id: s for s in self.stages}[stage_id]

    def document(self, kind: str | None) -> Document | None:
        """The document kind with this id, or None."""
        return next((d for d in self.documents if d.id == kind), None)

    def officer(self, role: str) -> Officer:
        """The first officer with this role; KeyError where there is none."""
        return {o.role: o for o in reversed(self.officers)}[role]

    def check(self, item: ChecklistItem) -> Check:
        """What this checklist item examines; ValueError where neither `check` nor the label tells."""
        return check_of(item.id, item.label, item.check, [(d.id, d.label) for d in self.documents])

    def scored_spans(self) -> list[Span]:
        """First and last day of each stage, in stage order: by `stage.schedule`, otherwise by position."""
        free = iter([s for key, s in self.schedule.items() if key not in {"administrasi", "penetapan"}])
        spans: list[Span] = []
        for stage in self.stages:
            positional = next(free, None)
            span = self.schedule.get(stage.schedule or stage.id) or positional
            if span is None:
                raise ValueError(f"schedule: no dates for {stage.id}")
            spans.append(span)
        return spans

    def span(self, stage_id: str) -> Span:
        """First and last day of this stage."""
        return dict(zip([s.id for s in self.stages], self.scored_spans(), strict=True))[stage_id]

    def readings(self, stage_id: str) -> tuple[datetime, ...]:
        """The instants at which ballots of the stage are collected; default: the end of its last day."""
        stage = self.stage(stage_id)
        return stage.readings or (self.end_of_day(self.span(stage_id)[1]),)

    def end_of_day(self, day: date) -> datetime:
        """The first instant after `day` in the edition's zone."""
        return datetime.combine(day + timedelta(days=1), time(0), self.zone)

    def later_stages(self, stage_id: str) -> Iterator[Stage]:
        """The stages that follow this one, in order."""
        seen = False
        for stage in self.stages:
            if seen:
                yield stage
            seen = seen or stage.id == stage_id
