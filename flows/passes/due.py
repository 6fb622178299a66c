"""Which letters are due, from what has been received, decided, assigned and returned. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from competition.calendar import long_date, long_day, long_moment
from competition.draft import OTHER
from competition.letters import Letter, LetterKind
from competition.model import Proposal
from competition.naming import safe_name
from competition.scoring import PROBLEM_WORDS, Problem
from competition.selection import Ranking, comma
from competition.stages import Stage
from flows.passes.assignment import on_list
from flows.passes.context import Pass
from flows.passes.decisions import ADMINISTRATION, FINAL, frozen
from flows.passes.registry import registry_of
from flows.passes.selection import ranking_of
from integrations.workbook.table import Row
from integrations.workbook.tabs import BALLOTS, RETURNS, SEATS

_REMIND = timedelta(days=2)


class Due:
    """The letters that the present state calls for."""

    def __init__(self, this: Pass) -> None:
        self.this = this
        self.proposals: dict[int, Proposal] = {p.number: p for p in registry_of(this).proposals}

    def all(self) -> list[Letter]:
        """Every letter that is due, each with its own key; the same state gives the same letters."""
        return [*self._intake(), *self._administration(), *self._stages(), *self._final(), *self._judges()]

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
        known = [a for a in (row.emails if row else ()) if a]
        writers = [s for s in p.senders if s in known]
        to = tuple(dict.fromkeys([*known[:1], *writers]))
        name = row.name if row else p.unit or "-"
        return Letter(
            key=key,
            kind=kind,
            stage=stage,
            proposal=number,
            to=to,
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
                f"{LetterKind.RECEIPT}/{n}",
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
                    f"{LetterKind.LACKING}/{n}/{'+'.join(d.id for d in lacking)}",
                    n,
                    "penerimaan",
                    kurang=[d.label for d in lacking],
                    ditolak=refused,
                    tautan=bool(p.links),
                )

    def _administration(self) -> Iterator[Letter]:
        labels = {i.id: i.label for i in self.this.rulebook.checklist}
        for item in frozen(self.this, ADMINISTRATION) or ():
            kind = LetterKind.PASSED if item["passed"] else LetterKind.FAILED
            failed = [f"{labels.get(rule, rule)} ({reason})" for rule, _code, reason in item["failed"]]
            yield self._to_agency(
                kind,
                f"{ADMINISTRATION}/{item['number']}",
                item["number"],
                ADMINISTRATION,
                gagal=failed or ["sesuai putusan panitia"],
            )

    def _stages(self) -> Iterator[Letter]:
        this, stages = self.this, self.this.rulebook.stages
        for i, stage in enumerate(stages):
            if i and (numbers := on_list(this, stage)) is not None:
                for n in numbers:
                    yield self._to_agency(
                        _invitation(stage),
                        f"undangan/{stage.id}/{n}",
                        n,
                        stage.id,
                        tahap=stage.label,
                        tanggal=self._dates(stage),
                    )
            ranking = ranking_of(this, stage.id)
            if ranking is not None and stage.advance is not None:
                yield from self._results(stage, ranking, stages[i + 1] if i + 1 < len(stages) else None)

    def _results(self, stage: Stage, ranking: Ranking, following: Stage | None) -> Iterator[Letter]:
        for p in ranking.placings:
            kind = LetterKind.ADVANCED if p.advances else LetterKind.STOPPED
            yield self._to_agency(
                kind,
                f"hasil/{stage.id}/{p.number}",
                p.number,
                stage.id,
                tahap=stage.label,
                kursi=ranking.seats,
                nilai=comma(p.display),
                peringkat=p.rank,
                peserta=len(ranking.placings),
                tahap_berikut=following.label if following else "",
            )

    def _final(self) -> Iterator[Letter]:
        ranking = ranking_of(self.this, FINAL)
        for p in ranking.placings if ranking else ():
            yield self._to_agency(
                LetterKind.FINAL,
                f"{FINAL}/{p.number}",
                p.number,
                FINAL,
                nilai=comma(p.display),
                peringkat=p.rank,
                peserta=len(ranking.placings) if ranking else 0,
                penghargaan=p.award or "",
            )

    def _judges(self) -> Iterator[Letter]:
        this = self.this
        for row in this.book[BALLOTS]:
            stage_id, judge = row.text("tahap"), row.text("juri")
            if judge not in this.judges or not row.text("id"):
                continue
            stage, moments = this.rulebook.stage(stage_id), this.readings(stage_id)
            base = {
                "tahap": stage.label,
                "lembar": row.text("tautan"),
                "batas": long_moment(moments[-1], this.rulebook.zone),
            }
            seats = [
                s
                for s in this.book[SEATS]
                if s.text("tahap") == stage_id and s.text("juri") == judge and s.text("keadaan") == "ditugaskan"
            ]
            yield self._to_judge(
                LetterKind.ASSIGNMENT,
                f"{LetterKind.ASSIGNMENT}/{stage_id}/{judge}",
                judge,
                stage_id,
                jumlah=len(seats),
                tanggal=self._dates(stage),
                daftar=[{"nomor": s.number("usulan"), "judul": s.text("judul")} for s in seats],
                **base,
            )
            yield from self._reminders(row, stage, base, len(seats))
            yield from self._returns(row, stage, base)

    def _reminders(self, row: Row, stage: Stage, base: dict[str, str], assigned: int) -> Iterator[Letter]:
        """One before each reading, while rows are still to be filled in."""
        this, judge = self.this, row.text("juri")
        if frozen(this, stage.id) is not None:
            return
        for nth, moment in enumerate(this.readings(stage.id), 1):
            filled = row.number("terisi") or 0
            if (
                moment - _REMIND <= this.now < moment
                and filled < assigned
                and row.text("keadaan") not in {"selesai", "dikembalikan"}
            ):
                yield self._to_judge(
                    LetterKind.REMINDER,
                    f"{LetterKind.REMINDER}/{stage.id}/{nth}/{judge}",
                    judge,
                    stage.id,
                    belum=assigned - filled,
                    **base | {"batas": long_moment(moment, this.rulebook.zone)},
                )

    def _returns(self, row: Row, stage: Stage, base: dict[str, str]) -> Iterator[Letter]:
        this, judge, labels = self.this, row.text("juri"), {c.id: c.label for c in stage.columns}
        by_reading: dict[int, list[dict[str, object]]] = {}
        for item in this.book[RETURNS]:
            if item.text("tahap") == stage.id and item.text("juri") == judge:
                by_reading.setdefault(item.number("pembacaan") or 0, []).append(
                    {
                        "nomor": item.number("usulan"),
                        "aspek": labels.get(item.text("aspek"), ""),
                        "tertulis": item.text("tertulis"),
                        "masalah": PROBLEM_WORDS[Problem(item.text("masalah"))],
                    }
                )
        for nth, items in by_reading.items():
            yield self._to_judge(
                LetterKind.RETURNED,
                f"{LetterKind.RETURNED}/{stage.id}/{nth}/{judge}",
                judge,
                stage.id,
                daftar=items,
                **base,
            )

    def _to_judge(self, kind: LetterKind, key: str, judge: str, stage: str, **values: object) -> Letter:
        return Letter(
            key=key,
            kind=kind,
            stage=stage,
            proposal=None,
            to=(judge,),
            values=self._base() | {"kepada": self.this.judges[judge].name} | values,
        )

    def _dates(self, stage: Stage) -> str:
        first, last = self.this.rulebook.span(stage.id)
        return long_day(first) if first == last else f"{long_date(first)} sampai {long_date(last)}"


def registration(this: Pass, number: int) -> str:
    """The registration number as letters show it: "KIPP-2026-A-007"."""
    return f"{this.rulebook.edition.id.upper()}-{number:03d}"


def _invitation(stage: Stage) -> LetterKind:
    words = stage.label.lower()
    if "presentasi" in words or "wawancara" in words or "paparan" in words:
        return LetterKind.PRESENTATION
    if any(w in words for w in ("lapangan", "survei", "verifikasi", "observasi", "kunjungan")):
        return LetterKind.FIELD_VISIT
    return LetterKind.NEXT_STAGE
