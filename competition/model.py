"""What the rules make of the facts: proposals, outcomes of arrivals and files, what officers decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from competition.facts import Channel, Fact


class SourceClass(StrEnum):
    """What a mail or form response turned out to be."""

    PROPOSAL = "proposal"
    SUPPLEMENT = "supplement"
    RESUBMISSION = "resubmission"
    DUPLICATE_CHANNEL = "duplicate-channel"
    DUPLICATE_DELIVERY = "duplicate-delivery"
    NEEDS_HUMAN = "needs-human"
    NOT_A_SUBMISSION = "not-a-submission"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"


class Action(StrEnum):
    """What becomes of one part of an arrival."""

    FILE = "file"
    DUPLICATE = "duplicate"
    UNPACK = "unpack"
    REFUSE = "refuse"
    IGNORE = "ignore"


class Verdict(StrEnum):
    """Result of one checklist item."""

    PASS = "pass"  # noqa: S105 - a verdict, not a secret
    FAIL = "fail"
    WARN = "warn"
    NOT_ASSESSED = "not-assessed"


class HumanDecision(Fact):
    """What an officer decided about a source in quarantine.

    `accept` False: refused. `joins`: number of the proposal it belongs to; None with `accept` opens a new one.
    `agency`: code typed by the officer where the program could not tell.
    """

    source: str
    accept: bool
    joins: int | None = None
    agency: str | None = None
    by: str = ""
    note: str = ""


class FileOutcome(Fact):
    """The fate of one attachment, with its reason."""

    key: str
    source: str
    proposal: int | None
    name: str
    sha256: str | None
    size: int | None
    action: Action
    kind: str | None = None
    reason: str | None = None
    sure: bool = True  # False: no program can tell the kind; a person is asked


class Outcome(Fact):
    """What one arrival turned out to be. `wants`: what a person must decide before it is processed, "" = nothing."""

    source: str
    source_class: SourceClass
    proposal: int | None
    reason: str
    in_time: bool
    received_at: datetime
    wants: str = ""


class Paper(Fact):
    """A document on file. `in_force`: it is the one that counts (newest of its kind, or all of a cumulative kind)."""

    key: str
    kind: str
    name: str
    sha256: str
    source: str
    received_at: datetime
    in_force: bool = True
    sections: Mapping[str, int] = Field(default_factory=dict)
    words: int | None = None


class Refusal(Fact):
    """A file of a kind that came but could not be taken, with its reason and whether it came in time."""

    kind: str
    reason: str
    name: str
    in_time: bool


class Proposal(Fact):
    """One entry of the competition, as all its arrivals together make it."""

    number: int
    opened_by: str
    channel: Channel
    received_at: datetime
    in_time: bool
    agency: str | None
    unit: str = ""
    title: str = ""
    category: str = ""
    start_date: date | None = None
    innovator: str = ""
    contact: str = ""
    senders: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    links: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()  # fields nobody could read: left for a person

    def on_file(self, kind: str) -> tuple[Paper, ...]:
        """The documents of this kind that count."""
        return tuple(p for p in self.papers if p.kind == kind and p.in_force)


class Registry(Fact):
    """The whole intake, replayed: every arrival with its outcome, every file with its fate, every proposal."""

    outcomes: tuple[Outcome, ...]
    files: tuple[FileOutcome, ...]
    proposals: tuple[Proposal, ...]

    def proposal(self, number: int) -> Proposal:
        """The proposal with this number; KeyError where there is none."""
        return {p.number: p for p in self.proposals}[number]


class Correction(Fact):
    """Values an officer typed over what was read for a proposal; None or "" leaves what was read."""

    title: str = ""
    agency: str = ""
    category: str = ""
    start_date: date | None = None
    innovator: str = ""
    contact: str = ""
