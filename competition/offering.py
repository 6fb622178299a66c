"""What an arrival brings: its title, its documents, whether it is a submission at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from competition.belonging import document_fields
from competition.facts import Arrival, Attachment, Machine, Part
from competition.filing import kind_of
from competition.rulebook import Rulebook

_SPEAKS_OF_IT = re.compile(
    r"\b(usulan|proposal|inovasi|susulan|menyusulkan|kelengkapan|berkas kipp|perbaikan)\b", re.IGNORECASE
)
_BESIDE = re.compile(r"(?:image\d{3}\.(?:png|jpe?g|gif)|ATT\d{5}\.(?:txt|html?)|footer\.txt)", re.IGNORECASE)
_CARD = "vcf"  # an address card goes with every mail of some senders


@dataclass(frozen=True, slots=True)
class Offering:
    """How offerings of one edition are read. `named`: attachment key -> kind an officer named."""

    rulebook: Rulebook
    named: Mapping[str, str]

    @property
    def kinds(self) -> list[str]:
        """The kinds of document there are, the proposal first."""
        return [d.id for d in self.rulebook.documents]

    def title(self, arrival: Arrival) -> str | None:
        """The innovation's title, from the proposal document before anything else."""
        return next((f.title for f in (*document_fields(arrival, self.kinds), arrival.fields) if f.title), None)

    def whole(self, arrival: Arrival) -> bool:
        """True where it could open a proposal: it tells a title or carries the proposal document."""
        return arrival.fields.title is not None or any(
            kind_of(a, self.rulebook, self.named)[0] == self.kinds[0]
            for a in arrival.attachments
            if a.part is Part.FILE
        )

    def documents(self, arrival: Arrival) -> list[Attachment]:
        """Its files of a known kind."""
        return [a for a in arrival.attachments if a.part is Part.FILE and kind_of(a, self.rulebook, self.named)[0]]

    def submits(self, arrival: Arrival, *, registered: bool, known: bool) -> bool:
        """True for a mail that hands something in. `registered`: its sender is; `known`: with proposals already."""
        files = [a for a in arrival.attachments if a.part in {Part.FILE, Part.CONTAINER} and a.type != _CARD]
        titled = arrival.fields.title is not None
        told = any((a.kind or a.name_kind) in self.kinds for a in files) or any(a.fields.title for a in files)
        speaks = bool(_SPEAKS_OF_IT.search(f"{arrival.subject}\n{arrival.text}"))
        if arrival.machine is Machine.BULK and not registered:
            return bool(files) and (titled or any(self.kinds[0] in (a.kind, a.name_kind) for a in files))
        if files:
            handed = any(not _BESIDE.fullmatch(a.name) for a in files)  # not what mail programs add to every answer
            return told or titled or speaks or (registered and known and handed)
        return titled or (bool(arrival.links) and registered and speaks)
