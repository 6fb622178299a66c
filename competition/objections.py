"""Objections (sanggah): how long one may object to a result, which arrivals do, and what becomes of a case.

Recognising is a pure function of what arrived and which letters went out. What becomes of a case is in
`competition.cases`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from competition.agencies import Register
from competition.belonging import Entry, spoken_of
from competition.facts import Arrival, Channel, Dmarc, Fact, Machine
from competition.letters import LetterKind
from competition.stages import Rule

_FIRST_LINES = 6
_SUMMARY = 300  # characters
_WORD = r"(?:(?:di)?sanggah(?:an|kan|nya)?|menyanggah(?:kan)?|keberatan)\b"
_SPEAKS = re.compile(rf"\b{_WORD}", re.IGNORECASE)
_ABOUT_CASES = (f"{LetterKind.OBJECTION_RECEIPT.value}/", f"{LetterKind.OBJECTION_RULING.value}/")
_DENIES = re.compile(
    rf"\b(?:tidak|tanpa|tak|bukan)\s+(?:(?:ada|akan|mengajukan|menyampaikan|merasa|memiliki)\s+)*{_WORD}", re.IGNORECASE
)

Objected = tuple[str, str, int | None]  # who objected, to which decision, about which proposal


class Objections(Rule):
    """Within how many days of its letter a result may be objected to.

    `counted`: all days, or only Monday to Friday without `holidays`. `decisions`: "administrasi", ids of stages, "final";
    left out, every result that letters tell. `holds`: what follows a result waits until its window is over and its cases
    are settled. `renewed`: who gets a corrected result has the same days again.
    """

    days: int = Field(ge=1, le=90)
    counted: Literal["calendar", "working"] = "calendar"
    holidays: tuple[date, ...] = ()
    decisions: tuple[str, ...] = ()
    holds: bool = True
    renewed: bool = True

    def covers(self, decision: str) -> bool:
        """True where this decision may be objected to."""
        return not self.decisions or decision in self.decisions

    def ends(self, told_at: datetime, zone: ZoneInfo) -> datetime:
        """The first instant at which an objection to a result told at `told_at` is late: the end of the last day."""
        day, left = told_at.astimezone(zone).date(), self.days
        while left:
            day += timedelta(days=1)
            if self.counted == "calendar" or (day.weekday() < 5 and day not in self.holidays):
                left -= 1
        return datetime.combine(day + timedelta(days=1), time(0), zone)


class Told(Fact):
    """An outcome letter that went out. `corrects`: it corrects an earlier one."""

    key: str
    decision: str
    proposal: int
    sent_at: datetime
    corrects: bool = False


class Objection(Fact):
    """An arrival that objects, or may: with a `doubt`, a person says whether it does.

    `deadline` None: no result has been told yet. `proposal` None: a person says which.
    """

    source: str
    channel: Channel
    received_at: datetime
    sender: str
    decision: str
    proposal: int | None
    deadline: datetime | None
    how: str
    summary: str
    doubt: str = ""

    @property
    def in_time(self) -> bool:
        """True where it arrived before its window closed."""
        return self.deadline is not None and self.received_at < self.deadline


def recognised(
    arrival: Arrival,
    letters: Iterable[Told],
    entries: Iterable[Entry],
    register: Register,
    rules: Objections,
    zone: ZoneInfo,
    tag: re.Pattern[str],
    said: int | None = None,
    earlier: Mapping[Objected, str] | None = None,
) -> Objection | None:
    """The objection that this arrival is or may be; None where it is none.

    A mail is one when a result was told to its sender's house before, and it answers that letter or speaks of an
    objection at its beginning. From a stranger, or failing DMARC, or an answer without such a word, it is put before a
    person; so is a second mail about the same, and an answer to a letter about a case: a machine that does not say it is
    one would otherwise be sent receipts without end. `entries`: the proposals; `tag`: how registration numbers look;
    `said`: the proposal an officer named; `earlier`: the cases that were recorded before this arrival.
    """
    before = [t for t in letters if t.sent_at <= arrival.received_at and rules.covers(t.decision)]
    answered = [t for t in before if t.key in arrival.answers]
    speaks = arrival.objects or _speaks(arrival)
    if arrival.machine is not Machine.PERSON or not (speaks or answered) or not (before or arrival.objects):
        return None
    house = {register.root(a.code) for a in register.at(arrival.sender)}
    family = [e for e in entries if e.root in house] if house else []
    theirs = [t for t in before if t.proposal in {e.number for e in family}]
    forged = bool(house) and arrival.dmarc is Dmarc.FAIL
    if house and not (theirs or answered or arrival.objects):
        return None  # no result was told to them that they could object to
    number = said or _meant(arrival, answered, [e for e in family if e.number in {t.proposal for t in theirs}], tag)
    letter = _letter(before, answered, theirs, number, rules)
    known = (earlier or {}).get((arrival.sender, letter.decision if letter else "", number))
    doubts = (
        ("pengirim tidak terdaftar pada tab OPD", not house),
        ("alamat terdaftar, tetapi surel gagal pemeriksaan DMARC", forged),
        ("membalas surat hasil tanpa menyebut sanggahan", not speaks),
        ("belum ada surat hasil kepada perangkat daerahnya", bool(house) and not theirs),
        ("membalas surat hasil perangkat daerah lain", bool(house and answered) and not any(t in theirs for t in answered)),
        ("membalas surat tentang sanggah", any(k.startswith(_ABOUT_CASES) for k in arrival.answers)),
        (f"{known} sudah mencatat sanggahan pengirim ini atas hasil yang sama", known is not None and not arrival.objects),
    )
    return Objection(
        source=arrival.id,
        channel=arrival.channel,
        received_at=arrival.received_at,
        sender=arrival.sender,
        decision=letter.decision if letter else "",
        proposal=number,
        deadline=rules.ends(letter.sent_at, zone) if letter else None,
        how="formulir sanggah" if arrival.objects else "membalas surat hasil" if answered else "menyebut sanggahan",
        summary=summary_of(arrival),
        doubt="; ".join(words for words, holds in doubts if holds),
    )


def summary_of(arrival: Arrival) -> str:
    """What it says, in one bounded line."""
    text = " ".join(f"{arrival.subject}: {arrival.text}".split())
    return text if len(text) <= _SUMMARY else f"{text[: _SUMMARY - 1]}…"


def window(rules: Objections, letters: Iterable[Told], zone: ZoneInfo) -> datetime | None:
    """When the last window of a decision closes, by its letters; None where none went out."""
    counting = [t for t in letters if rules.renewed or not t.corrects]
    return max((rules.ends(t.sent_at, zone) for t in counting), default=None)


def _speaks(arrival: Arrival) -> bool:
    lines = [line for line in arrival.text.splitlines() if line.strip()][:_FIRST_LINES]
    return bool(_SPEAKS.search(_DENIES.sub(" ", "\n".join([arrival.subject, *lines]))))


def _meant(arrival: Arrival, answered: Sequence[Told], entries: Sequence[Entry], tag: re.Pattern[str]) -> int | None:
    """The proposal it speaks of: the answered letter's, else what its words tell among those told to the sender."""
    replied = {t.proposal for t in answered}
    if len(replied) == 1:
        return replied.pop()
    found, _ = spoken_of(arrival, entries, tag)
    return found.number if found else None


def _letter(
    before: Sequence[Told], answered: Sequence[Told], theirs: Sequence[Told], number: int | None, rules: Objections
) -> Told | None:
    """The letter objected to: the answered one, else the last about this proposal, to this house, or at all.

    Where corrections open no new window, the first letter of the same result counts.
    """
    about = [t for t in before if t.proposal == number]
    last = max(answered or about or theirs or before, key=lambda t: t.sent_at, default=None)
    if last is None:
        return None
    same = [t for t in before if (t.decision, t.proposal) == (last.decision, last.proposal)]
    return max(same, key=lambda t: t.sent_at) if rules.renewed else min(same, key=lambda t: t.sent_at)
