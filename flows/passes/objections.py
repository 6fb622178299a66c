"""Objections: what arrives against a result becomes a case on Sanggah; what officers say of it is carried out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from competition import effects
from competition.belonging import Entry
from competition.cases import Case, answered
from competition.facts import Arrival, Channel, Machine
from competition.letters import LetterKind
from competition.model import Outcome, SourceClass
from competition.objections import Objected, Objection, Objections, Told, recognised
from competition.papers import PaperKind
from flows.passes.context import OBJECTION_FORM, Pass
from flows.passes.decisions import released, snapshot
from flows.passes.dossier import dossier
from flows.passes.release import SENT
from flows.passes.told import AGAIN, label, telling, told
from integrations.google.drive import file_link
from integrations.workbook import packing, records
from integrations.workbook.cases import case_in, kept
from integrations.workbook.table import Row
from integrations.workbook.tabs import DECISIONS, INBOX, LETTERS, OBJECTIONS, PAPERS, PROPOSALS

_NEVER = frozenset({SourceClass.DUPLICATE_DELIVERY, SourceClass.BOUNCE, SourceClass.AUTO_REPLY})


def replied(this: Pass, arrival: Arrival) -> tuple[str, ...]:
    """Keys of our letters that a mail replies to; asked of Gmail only where results have been told."""
    if this.rulebook.objections is None or arrival.machine is not Machine.PERSON or not telling(this):
        return ()
    found = this.workspace.gmail.answered(arrival.thread, arrival.references)
    return tuple(dict.fromkeys(key.partition(AGAIN)[0] for key in found))


def recognise(this: Pass, facts: Mapping[str, Arrival]) -> bool:
    """Every objection among these arrivals has its row on Sanggah; True where a new one was added."""
    if this.rulebook.objections is None:
        return False
    ground, known = _Ground.of(this, this.rulebook.objections), {r.text("sumber") for r in this.book[OBJECTIONS]}
    first = ground.first
    outcomes = {o.source: o for o in this.registry.outcomes}
    new = [
        found
        for a in sorted(facts.values(), key=lambda a: (a.received_at, a.id))
        if a.id not in known
        and (a.objects or (first is not None and a.received_at >= first))
        and _open(outcomes[a.id])
        and (found := ground.found(a))
    ]
    for objection in new:
        case = effects.objection(len(this.book[OBJECTIONS].rows) + 1)
        this.book[OBJECTIONS].put(case, sumber=objection.source)
        _row(this, case, objection)
        this.journal(
            f"sanggah/{case}", "sanggah dicatat", case, f"{objection.how}: {objection.summary}", objection.sender
        )
        this.counts.add("sanggah dicatat")
    return bool(new)


def settle(this: Pass) -> None:
    """Every case says how it stands: where it belongs, what was decided, which revision answered it."""
    if this.rulebook.objections is None or not this.book[OBJECTIONS].rows:
        return
    ground = _Ground.of(this, this.rulebook.objections)
    for row in this.book[OBJECTIONS]:
        source = this.book[INBOX].get(row.text("sumber"))
        sent = ruling_sent(this, row)
        if source is not None and not sent:
            arrival = records.model_in(source, "fakta", Arrival, INBOX.title)
            if (found := ground.found(arrival, row.number("k_usulan"))) is not None:
                _row(this, row.text("perkara"), found)
        _ruling(this, row, sent=sent)
        _dossier(this, row)


def cases(this: Pass) -> list[Case]:
    """All cases as they stand."""
    return [case_in(row, final=ruling_sent(this, row)) for row in this.book[OBJECTIONS]]


def ruling_sent(this: Pass, row: Row) -> bool:
    """True once the letter that tells the ruling has left: then it stands, whatever is typed."""
    letter = this.book[LETTERS].get(effects.about_case(LetterKind.OBJECTION_RULING.value, row.text("perkara")))
    return letter is not None and letter.text("keadaan") == SENT


def _open(outcome: Outcome) -> bool:
    """True where nobody has to decide first what this arrival is, and it was neither a copy nor turned away."""
    refused = outcome.source_class is SourceClass.NEEDS_HUMAN and outcome.proposal is None
    return not outcome.wants and not refused and outcome.source_class not in _NEVER


@dataclass(frozen=True, slots=True)
class _Ground:
    """What objections are recognised by, gathered once for all arrivals of a pass."""

    this: Pass
    rules: Objections
    letters: list[Told]
    entries: list[Entry]
    tag: re.Pattern[str]

    @classmethod
    def of(cls, this: Pass, rules: Objections) -> _Ground:
        """As things stand in this pass."""
        entries = [
            Entry(
                number=p.number,
                root=this.register.root(p.agency) if p.agency else None,
                agency=p.agency,
                titles=[p.title],
                threads=set(),
                message_ids=set(),
                senders=set(p.senders),
            )
            for p in this.registry.proposals
        ]
        tag = re.compile(rf"\b{re.escape(this.rulebook.edition.id)}[-/ ](\d{{1,5}})\b", re.IGNORECASE)
        return cls(this, rules, told(this), entries, tag)

    @property
    def first(self) -> datetime | None:
        """When the first result was told; None before."""
        return min((t.sent_at for t in self.letters), default=None)

    def found(self, arrival: Arrival, said: int | None = None) -> Objection | None:
        """The objection that this arrival is or may be."""
        row = self.this.book[INBOX].get(arrival.id)
        known = records.listed(row.text("dikenal")) if row else ()
        register = self.this.register.remembering(arrival.sender, known)
        zone = self.this.rulebook.zone
        return recognised(
            arrival, self.letters, self.entries, register, self.rules, zone, self.tag, said, self._earlier(arrival)
        )

    def _earlier(self, arrival: Arrival) -> dict[Objected, str]:
        """The open cases of this sender that were recorded before the arrival's own, if it has one."""
        rows = {r.text("perkara"): r for r in self.this.book[OBJECTIONS] if r.text("pengirim") == arrival.sender}
        own = next((k for k, r in rows.items() if r.text("sumber") == arrival.id), None)
        return {
            (arrival.sender, kept(r).decision, r.number("usulan")): k
            for k, r in rows.items()
            if (own is None or k < own) and (case := case_in(r)).accepted and not case.settled
        }


def _row(this: Pass, case: str, found: Objection) -> None:
    """The row says what was recognised; what is remembered of a ruling stays."""
    row = this.book[OBJECTIONS].rows[case]
    proposal = this.book[PROPOSALS].get(found.proposal) if found.proposal else None
    memory = kept(row).model_copy(update={"decision": found.decision, "doubt": found.doubt})
    this.book[OBJECTIONS].put(
        case,
        usulan=found.proposal,
        tahap=label(this, found.decision),
        diterima=this.at(found.received_at),
        tepat="" if found.deadline is None else "ya" if found.in_time else "terlambat",
        batas="" if found.deadline is None else this.at(found.deadline),
        pengirim=found.sender or "(tidak ada)",
        saluran="surel" if found.channel is Channel.MAIL else "formulir",
        ringkasan=found.summary,
        sebab=f"{found.how}; {found.doubt}" if found.doubt else found.how,
        tautan=_link(this, found),
        berkas=proposal.text("tautan") if proposal else "",
        data=packing.packed(memory),
    )
    this.book[OBJECTIONS].put(case, keadaan=case_in(row).state)


def _ruling(this: Pass, row: Row, *, sent: bool) -> None:
    """What was decided is remembered with the result's revision of that moment, and told in Jejak."""
    key, memory, case = row.text("perkara"), kept(row), case_in(row, final=sent)
    decision = this.book[DECISIONS].get(memory.decision)
    if case.ruling != memory.ruling:
        before = (decision.number("revisi") or 1) if decision else 1
        changed = case.ruling is None or memory.ruling is None or case.ruling.verdict != memory.ruling.verdict
        memory = memory.model_copy(update={"ruling": case.ruling, "before": before if changed else memory.before})
        moment = this.at() if case.ruling else ""
        this.book[OBJECTIONS].put(key, diputus=moment, revisi="", data=packing.packed(memory))
        if case.ruling is not None:
            seal = hashlib.sha256(case.ruling.model_dump_json().encode()).hexdigest()[:12]
            text = f"{case.ruling.verdict.value}: {case.ruling.reason}"
            this.journal(f"sanggah/{key}/{seal}", "sanggah diputus", key, text, case.ruling.by[:100])
        case = case_in(row, final=sent)
    found = snapshot(this, memory.decision)
    if found is not None and released(this, memory.decision):
        answer = answered(case, found.revision, found.reason, memory.before)
        if answer != case.answer:
            this.book[OBJECTIONS].put(key, revisi=answer)
            this.journal(f"sanggah/{key}/revisi/{answer}", "sanggah dijawab revisi", key, found.reason)
            case = case_in(row, final=sent)
    this.book[OBJECTIONS].put(key, keadaan=case.state)


def _link(this: Pass, found: Objection) -> str:
    if found.channel is Channel.MAIL:
        return f"https://mail.google.com/mail/u/0/#all/{found.source}"
    return f"https://docs.google.com/forms/d/{records.setting(this.book, OBJECTION_FORM)}/edit#response={found.source}"


def _dossier(this: Pass, row: Row) -> None:
    """An accepted case links to the newest dossier of its proposal; the papers' step makes one where there is none."""
    case = case_in(row)
    if not case.accepted or case.proposal is None or this.book[PROPOSALS].get(case.proposal) is None:
        return
    about = [
        r for r in this.book[PAPERS] if r.text("jenis") == PaperKind.DOSSIER and r.number("usulan") == case.proposal
    ]
    paper = about[-1] if about else this.book[PAPERS].rows[dossier(this, case.proposal)]
    if place := paper.text("id_docx"):
        this.book[OBJECTIONS].put(case.number, dosir=file_link(place))
