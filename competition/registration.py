"""Mails and form responses become proposals: one registry for both channels, replayed over the whole season.

The replay is a pure function of everything that arrived and everything officers decided, so that a decision taken
late gives the same registry as one taken at once. Numbers once given are arguments and never change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from competition.agencies import Register
from competition.belonging import Whose, same_title, spoken_of, whose
from competition.draft import Draft
from competition.facts import Arrival, Channel, Dmarc, Machine
from competition.filing import Handling, fate, filed_again, nothing_filed
from competition.model import (
    Correction,
    FileOutcome,
    HumanDecision,
    Outcome,
    Proposal,
    Registry,
    SourceClass,
)
from competition.offering import Offering
from competition.portrait import portrait
from competition.rulebook import Rulebook

SEALED = "surel terenkripsi atau terbungkus tanda tangan digital; isinya tidak dapat dibaca"
SPOOFED = "alamat terdaftar, tetapi surel gagal pemeriksaan DMARC"


class Replay:
    """The season so far, arrival by arrival."""

    def __init__(
        self,
        rulebook: Rulebook,
        register: Register,
        *,
        decisions: Mapping[str, HumanDecision],
        kinds: Mapping[str, str],
        numbers: Mapping[str, int],
        corrections: Mapping[int, Correction],
        recognised: Mapping[str, tuple[str, ...]],
        objections: Mapping[str, str],
        suspected: Mapping[str, str],
    ) -> None:
        """`numbers`: opening source -> number already given; `kinds`: attachment key -> kind an officer named.

        `recognised`: source -> agencies that its sender's address belonged to when it was first read. `objections`:
        source -> its case, in words; `suspected`: the same where nobody has said yet that it is one.
        """
        self.rulebook, self.register, self._listed = rulebook, register, register
        self._recognised, self._objections, self._suspected = recognised, objections, suspected
        self.decisions, self.kinds, self.numbers, self.corrections = decisions, kinds, numbers, corrections
        self.drafts: list[Draft] = []
        self.outcomes: dict[str, Outcome] = {}
        self.files: list[FileOutcome] = []
        self._seen: dict[tuple[str, str], str] = {}
        self._forged: set[str] = set()  # failed DMARC: the same mail by a way that does not fail is no copy of it
        self._given = set(numbers.values())
        self._offering = Offering(rulebook, kinds)
        self._tag = re.compile(rf"\b{re.escape(rulebook.edition.id)}[-/ ](\d{{1,5}})\b", re.IGNORECASE)

    def take(self, arrival: Arrival) -> None:
        """Records what this arrival is; arrivals come in order of receipt.

        An address taken out of the register later does not undo what came from it before.
        """
        self.register = self._listed.remembering(arrival.sender, self._recognised.get(arrival.id, ()))
        twin = self._twin(arrival)
        if twin:
            self._duplicate(arrival, self.outcomes[twin])
        elif arrival.machine is Machine.BOUNCE:
            self._aside(arrival, SourceClass.BOUNCE, "laporan gagal kirim", "report")
        elif arrival.machine is Machine.AUTO_REPLY:
            self._aside(arrival, SourceClass.AUTO_REPLY, "balasan otomatis atau tanda baca", "report")
        elif arrival.objects or arrival.id in self._objections:
            reason = self._objections.get(arrival.id) or self._suspected.get(arrival.id, "jawaban formulir sanggah")
            self._aside(arrival, SourceClass.NOT_A_SUBMISSION, reason, "not-a-submission")
        elif arrival.channel is Channel.FORM or arrival.sealed or self._submits(arrival):
            self._submission(arrival)
        elif self._spoofed(arrival):
            self._suspicious(arrival)
        else:
            reason = self._suspected.get(arrival.id, "tidak memuat usulan atau berkas usulan")
            self._aside(arrival, SourceClass.NOT_A_SUBMISSION, reason, "not-a-submission")

    def result(self) -> Registry:
        """The registry as it stands."""
        return Registry(
            outcomes=tuple(self.outcomes.values()),
            files=tuple(self.files),
            proposals=tuple(self._proposal(d) for d in self.drafts),
        )

    def _twin(self, arrival: Arrival) -> str | None:
        if arrival.channel is Channel.FORM or not (arrival.message_id or arrival.text or arrival.attachments):
            return None  # of two mails with nothing in them nobody can say that they are one
        key = (arrival.message_id or f"{arrival.sender} {arrival.subject}", arrival.digest)
        if arrival.digest and key in self._seen and not (self._seen[key] in self._forged and not self._spoofed(arrival)):
            return self._seen[key]
        self._seen[key] = arrival.id
        if self._spoofed(arrival):
            self._forged.add(arrival.id)
        return None

    def _submits(self, arrival: Arrival) -> bool:
        registered = bool(self.register.at(arrival.sender))
        return self._offering.submits(arrival, registered=registered, known=bool(self._family(arrival)))

    def _spoofed(self, arrival: Arrival) -> bool:
        return arrival.dmarc is Dmarc.FAIL and bool(self.register.at(arrival.sender))

    def _family(self, arrival: Arrival) -> list[Draft]:
        roots = {self.register.root(a.code) for a in self.register.at(arrival.sender)}
        return [d for d in self.drafts if d.root in roots]

    def _submission(self, arrival: Arrival) -> None:
        owner = whose(arrival, self.register, self._offering.kinds)
        if self._spoofed(arrival):
            owner = Whose(agency=owner.agency, doubt=SPOOFED)
        elif arrival.sealed:
            owner = Whose(agency=owner.agency, doubt=SEALED)
        decision = self.decisions.get(arrival.id)
        if decision is None and owner.doubt:
            self._quarantine(arrival, owner, SourceClass.NEEDS_HUMAN)
            return
        if decision and not decision.accept:
            self._refused(arrival, owner, decision)
            return
        agency = (decision.agency if decision else None) or owner.agency
        target, how, doubt = self._target(arrival, agency, decision)
        if doubt:
            self._quarantine(arrival, Whose(agency=agency, doubt=doubt), SourceClass.NEEDS_HUMAN)
            return
        opens = target is None
        draft = target or self._open(arrival, agency)
        source_class, files = draft.take(
            arrival, self._offering.title(arrival), self.rulebook, self.kinds, whole=self._offering.whole(arrival)
        )
        if decision:
            source_class = SourceClass.NEEDS_HUMAN
            how = f"diterima oleh {decision.by or 'petugas'}{': ' + decision.note if decision.note else ''}"
        self._note(
            arrival, source_class, draft.number, how or ("usulan baru" if opens else "berkas untuk usulan yang ada")
        )
        self.files.extend(files)

    def _target(
        self, arrival: Arrival, agency: str | None, decision: HumanDecision | None
    ) -> tuple[Draft | None, str, str]:
        """The proposal it belongs to (None = a new one), how that was told, and the doubt that a person must settle."""
        if decision:
            if decision.joins is None:
                return None, "", ""
            found = next((d for d in self.drafts if d.number == decision.joins), None)
            return found, "ditetapkan petugas", "" if found else f"usulan nomor {decision.joins} tidak ada"
        root = self.register.root(agency) if agency else None
        family = [d for d in self.drafts if d.root == root]
        title = self._offering.title(arrival)
        if title:
            same = [d for d in family if any(same_title(title, t) for t in d.titles)]
            if len(same) == 1:
                return same[0], "judul sama", ""
            if not same and self._offering.whole(arrival):
                untitled = [d for d in family if not d.titles and d.agency == agency]
                return (
                    (untitled[0], "melengkapi usulan yang belum berjudul", "") if len(untitled) == 1 else (None, "", "")
                )
        if not family:
            return (
                None,
                "",
                "" if title or self._offering.documents(arrival) else "tidak memuat berkas maupun judul usulan",
            )
        entry, how = spoken_of(arrival, family, self._tag)
        return (next((d for d in family if d is entry), None), how, "" if entry else how)

    def _open(self, arrival: Arrival, agency: str | None) -> Draft:
        number = self.numbers.get(arrival.id)
        if number is None:
            number = max(self._given, default=0) + 1
            self._given.add(number)
        draft = Draft(
            number=number,
            root=self.register.root(agency) if agency else None,
            agency=agency,
            titles=[],
            threads=set(),
            message_ids=set(),
            senders=set(),
            in_time=self.rulebook.intake.in_time(arrival.received_at),
        )
        self.drafts.append(draft)
        return draft

    def _suspicious(self, arrival: Arrival) -> None:
        """A mail in a registered name that failed the check of its origin and brings nothing: a person is told."""
        decision = self.decisions.get(arrival.id)
        if decision is None:
            self._quarantine(arrival, Whose(doubt=SPOOFED), SourceClass.NEEDS_HUMAN)
            return
        if decision.accept and decision.joins not in {None, *(d.number for d in self.drafts)}:
            doubt = f"usulan nomor {decision.joins} tidak ada"
            self._quarantine(arrival, Whose(doubt=doubt), SourceClass.NEEDS_HUMAN)
            return
        verb = "diterima" if decision.accept else "ditolak"
        self.files.extend(nothing_filed(arrival, "not-a-submission"))
        self._note(
            arrival,
            SourceClass.NEEDS_HUMAN,
            decision.joins if decision.accept else None,
            f"{verb} oleh {decision.by or 'petugas'}: {decision.note or 'tidak memuat berkas'}",
        )

    def _duplicate(self, arrival: Arrival, first: Outcome) -> None:
        """The same mail again."""
        how = Handling(late=not self.rulebook.intake.in_time(arrival.received_at), kinds=self.kinds)
        earlier = [f for f in self.files if f.source == first.source]
        self.files.extend(filed_again(arrival, first.proposal, earlier, how, self.rulebook))
        reason = f"surel yang sama dengan {first.source}"
        self._note(arrival, SourceClass.DUPLICATE_DELIVERY, first.proposal, reason)

    def _aside(self, arrival: Arrival, source_class: SourceClass, reason: str, file_reason: str) -> None:
        self.files.extend(nothing_filed(arrival, file_reason))
        self._note(arrival, source_class, None, reason)

    def _quarantine(self, arrival: Arrival, owner: Whose, source_class: SourceClass) -> None:
        self._note(arrival, source_class, None, owner.doubt, wants=owner.doubt)

    def _refused(self, arrival: Arrival, owner: Whose, decision: HumanDecision) -> None:
        reason = "unregistered-opd" if owner.unregistered else "untrusted-sender"
        how = Handling(late=not self.rulebook.intake.in_time(arrival.received_at), refused=reason, kinds=self.kinds)
        self.files.extend(fate(i, arrival, None, {}, how, self.rulebook) for i in arrival.attachments)
        self._note(
            arrival,
            SourceClass.NEEDS_HUMAN,
            None,
            f"ditolak oleh {decision.by or 'petugas'}: {decision.note or owner.doubt}",
        )

    def _note(
        self, arrival: Arrival, source_class: SourceClass, number: int | None, reason: str, wants: str = ""
    ) -> None:
        self.outcomes[arrival.id] = Outcome(
            source=arrival.id,
            source_class=source_class,
            proposal=number,
            reason=reason,
            in_time=self.rulebook.intake.in_time(arrival.received_at),
            received_at=arrival.received_at,
            wants=wants,
        )

    def _proposal(self, draft: Draft) -> Proposal:
        return portrait(
            self.rulebook,
            self.register,
            number=draft.number,
            agency=draft.agency,
            arrivals=draft.arrivals,
            papers=draft.papers,
            refusals=draft.refusals,
            correction=self.corrections.get(draft.number, Correction()),
        )


def register_all(
    arrivals: Iterable[Arrival],
    rulebook: Rulebook,
    register: Register,
    *,
    decisions: Mapping[str, HumanDecision] | None = None,
    kinds: Mapping[str, str] | None = None,
    numbers: Mapping[str, int] | None = None,
    corrections: Mapping[int, Correction] | None = None,
    recognised: Mapping[str, tuple[str, ...]] | None = None,
    objections: Mapping[str, str] | None = None,
    suspected: Mapping[str, str] | None = None,
) -> Registry:
    """The registry that these arrivals and decisions make; their order in the argument does not matter."""
    replay = Replay(
        rulebook,
        register,
        decisions=decisions or {},
        kinds=kinds or {},
        numbers=numbers or {},
        corrections=corrections or {},
        recognised=recognised or {},
        objections=objections or {},
        suspected=suspected or {},
    )
    for arrival in sorted(arrivals, key=lambda a: (a.received_at, a.id)):
        replay.take(arrival)
    return replay.result()
