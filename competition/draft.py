"""A proposal while it grows: what has come for it so far, and what the next arrival brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from competition.belonging import Entry
from competition.facts import Arrival, Attachment, Channel, Part
from competition.filing import Handling, fate
from competition.model import Action, FileOutcome, Paper, Refusal, SourceClass
from competition.rulebook import Rulebook

OTHER = "lain"  # a file that is kept and is none of the edition's documents


@dataclass(slots=True)
class Draft(Entry):
    """A proposal during the replay. The first arrival opened it."""

    in_time: bool = True
    arrivals: list[Arrival] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def on_file(self) -> dict[str, str]:
        """SHA-256 -> kind of everything kept."""
        return {p.sha256: p.kind for p in self.papers}

    def take(
        self, arrival: Arrival, title: str | None, rulebook: Rulebook, kinds: Mapping[str, str], *, whole: bool
    ) -> tuple[SourceClass, list[FileOutcome]]:
        """What this arrival is for the proposal, and the fate of its files; `whole`: it brings a proposal of its own."""
        opens = not self.arrivals
        other_channel = not opens and self.arrivals[0].channel is not arrival.channel
        before, held = {p.kind for p in self.papers}, set(self.on_file)
        late = not rulebook.intake.in_time(arrival.received_at)
        outcomes = [self._file(i, arrival, rulebook, Handling(late=late, kinds=kinds)) for i in arrival.attachments]
        meant = [
            done.kind
            for item, done in zip(arrival.attachments, outcomes, strict=True)
            if item.part is Part.FILE and done.kind and item.sha256 not in held
        ]
        self._remember(arrival, title)
        if opens:
            return SourceClass.PROPOSAL, outcomes
        brought = [i.sha256 for i in arrival.attachments if i.part is Part.FILE]
        again = bool(brought) and all(sha256 in held for sha256 in brought)
        return self._class(arrival, rulebook, before, meant, copy=other_channel and whole, again=again), outcomes

    def _file(self, item: Attachment, arrival: Arrival, rulebook: Rulebook, how: Handling) -> FileOutcome:
        done = fate(item, arrival, self.number, self.on_file, how, rulebook)
        if done.action is Action.FILE:
            self.papers.append(
                Paper(
                    key=item.key,
                    kind=done.kind or OTHER,
                    name=item.name,
                    sha256=item.sha256 or "",
                    source=arrival.id,
                    received_at=arrival.received_at,
                    sections=item.sections,
                    words=item.words,
                )
            )
        elif done.action is Action.REFUSE:
            self.refusals.append(
                Refusal(kind=done.kind or OTHER, reason=done.reason or "", name=item.name, in_time=not how.late)
            )
        return done

    def _remember(self, arrival: Arrival, title: str | None) -> None:
        self.arrivals.append(arrival)
        self.threads |= {arrival.thread} - {""}
        self.message_ids |= {arrival.message_id} - {""}
        self.senders.add(arrival.sender)
        if title:
            self.titles.append(title)

    def _class(
        self, arrival: Arrival, rulebook: Rulebook, before: set[str], meant: Sequence[str], *, copy: bool, again: bool
    ) -> SourceClass:
        """Replacing a document on file is a resubmission, bringing a missing one a supplement, nothing new a copy.

        `again`: it brings files, and all of them are on file.
        """
        if arrival.channel is Channel.FORM and any(a.channel is Channel.FORM for a in self.arrivals[:-1]):
            return SourceClass.RESUBMISSION
        single = {d.id for d in rulebook.documents if not d.cumulative}
        if any(k in before and k in single for k in meant):
            return SourceClass.RESUBMISSION
        if any(k not in before for k in meant):
            return SourceClass.SUPPLEMENT
        if copy:
            return SourceClass.DUPLICATE_CHANNEL
        if arrival.channel is Channel.FORM:
            return SourceClass.RESUBMISSION
        return SourceClass.DUPLICATE_DELIVERY if again else SourceClass.SUPPLEMENT
