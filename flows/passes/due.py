"""Which letters are due, from what has been received, decided, assigned and returned. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from competition import effects
from competition.calendar import long_moment
from competition.draft import OTHER
from competition.letters import Letter, LetterKind
from competition.model import Proposal
from competition.naming import safe_name
from competition.snapshot import Entry, Snapshot
from competition.stages import Stage
from flows.passes.assignment import on_list
from flows.passes.case_letters import case_letters
from flows.passes.context import Pass
from flows.passes.decisions import ADMINISTRATION, FINAL, frozen, released, snapshot
from flows.passes.feedback import Feedback
from flows.passes.freezing import recipients, registration
from flows.passes.holding import waits
from flows.passes.judge_letters import JudgeLetters, days
from flows.passes.sitting_letters import SittingLetters

_VERDICTS = {
    ADMINISTRATION: (LetterKind.PASSED, LetterKind.FAILED),
    FINAL: (LetterKind.FINAL, LetterKind.FINAL),
}


class Due:
    """The letters that the present state calls for."""

    def __init__(self, this: Pass) -> None:
        self.this = this
        self.proposals: dict[int, Proposal] = {p.number: p for p in this.registry.proposals}

    def all(self) -> list[Letter]:
        """Every letter that is due, each with its own key; the same state gives the same letters."""
        cases = case_letters(self.this, frozenset(self.proposals), self._to_agency)
        judges = JudgeLetters(self.this, self._base())
        sittings = SittingLetters(self.this, self.proposals, self._to_agency, judges.to_judge).all()
        feedback = Feedback(self.this, self._base()).letters()
        told = [*self._intake(), *self._outcomes(), *cases, *self._invitations(), *judges.all()]
        return [*told, *sittings, *feedback]

    def _base(self) -> dict[str, object]:
        book, signer = self.this.rulebook, self.this.rulebook.officer("ketua")
        return {
            "kompetisi": book.edition.name,
            "penyelenggara": book.edition.organiser,
            "unit": book.edition.unit,
            "alamat": book.mailbox.address,
            "penutupan": long_moment(book.intake.closes_at, book.zone),
            "penandatangan": {"nama": signer.name, "jabatan": signer.post},
        }

    def _to_agency(self, kind: LetterKind, key: str, number: int, stage: str, **values: object) -> Letter:
        p = self.proposals[number]
        row = self.this.register.rows.get(p.agency or "")
        name = row.name if row else p.unit or "-"
        return Letter(
            key=key,
            kind=kind,
            stage=stage,
            proposal=number,
            to=recipients(self.this, p),
            values=self._base()
            | {
                "kepada": f"Kepala {name}",
                "registrasi": registration(self.this, number),
                "judul": p.title or "(judul belum terbaca)",
                "perangkat_daerah": name,
            }
            | values,
        )

    def _intake(self) -> Iterator[Letter]:
        this = self.this
        for n, p in self.proposals.items():
            yield self._to_agency(
                LetterKind.RECEIPT,
                effects.receipt(n),
                n,
                "penerimaan",
                diterima=long_moment(p.received_at, this.rulebook.zone),
                saluran="surel" if p.channel == "mail" else "formulir",
                terlambat=not p.in_time,
            )
            lacking = [d for d in this.rulebook.documents if d.required and not p.on_file(d.id)]
            if (
                lacking
                and p.in_time
                and this.now <= this.rulebook.intake.closes_at
                and frozen(this, ADMINISTRATION) is None
            ):
                said = this.rulebook.vocabulary.get("reasons", {})
                refused = [
                    f"{safe_name(r.name)}: {said.get(r.reason, r.reason)}"
                    for r in p.refusals
                    if r.kind in {OTHER, *(d.id for d in lacking)}
                ]
                yield self._to_agency(
                    LetterKind.LACKING,
                    effects.lacking(n, [d.id for d in lacking]),
                    n,
                    "penerimaan",
                    kurang=[d.label for d in lacking],
                    ditolak=refused,
                    tautan=bool(p.links),
                )

    def _outcomes(self) -> Iterator[Letter]:
        """From the frozen copy alone: what was approved is what the letters say."""
        for key in (ADMINISTRATION, *(s.id for s in self.this.rulebook.stages if s.advance is not None), FINAL):
            if (found := snapshot(self.this, key)) is not None:
                yield from (self._outcome(found, entry) for entry in found.entries)

    def _outcome(self, found: Snapshot, entry: Entry) -> Letter:
        kinds = _VERDICTS.get(found.decision, (LetterKind.ADVANCED, LetterKind.STOPPED))
        ids = [s.id for s in self.this.rulebook.stages]
        after = ids.index(found.decision) + 1 if found.decision in ids else len(ids)
        return Letter(
            key=effects.outcome(found.decision, entry.number, found.letters.get(entry.number, 1)),
            kind=kinds[0] if entry.passed else kinds[1],
            stage=found.decision,
            proposal=entry.number,
            to=entry.to,
            values=self._base()
            | {
                "kepada": f"Kepala {entry.agency_name or '-'}",
                "registrasi": entry.registration,
                "judul": entry.title or "(judul belum terbaca)",
                "perangkat_daerah": entry.agency_name or "-",
                "tahap": found.label,
                "kursi": found.seats or 0,
                "nilai": entry.display or "",
                "peringkat": entry.rank or 0,
                "peserta": len(found.entries),
                "kebijakan": entry.policy,
                "penghargaan": entry.award,
                "gagal": entry.reasons or ("sesuai putusan panitia",),
                "tahap_berikut": self.this.rulebook.stages[after].label if after < len(ids) else "",
                "revisi": found.letters.get(entry.number, 1),
                "alasan_revisi": found.reason,
            },
        )

    def _invitations(self) -> Iterator[Letter]:
        """Only once the outcome itself has been released: an invitation tells it too."""
        this = self.this
        for before, stage in pairwise(this.rulebook.stages):
            if (before.advance is not None and not released(this, before.id)) or waits(this, stage.id):
                continue
            if stage.id in this.rulebook.timetables:
                continue  # an invitation with its time waits for the timetable (sitting_letters)
            for n in on_list(this, stage) or ():
                if n not in self.proposals:
                    continue  # taken back by an officer; the release of its outcome says so
                kind, key = _invitation(stage), effects.invitation(stage.id, n)
                yield self._to_agency(kind, key, n, stage.id, tahap=stage.label, tanggal=days(this, stage))


def _invitation(stage: Stage) -> LetterKind:
    words = stage.label.lower()
    if "presentasi" in words or "wawancara" in words or "paparan" in words:
        return LetterKind.PRESENTATION
    if any(w in words for w in ("lapangan", "survei", "verifikasi", "observasi", "kunjungan")):
        return LetterKind.FIELD_VISIT
    return LetterKind.NEXT_STAGE
