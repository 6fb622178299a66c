"""The administrative stage: every proposal assessed on every checklist item; after the close the result is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from competition.agencies import plain
from competition.eligibility import Assessment, assess
from competition.model import Proposal, Verdict
from flows.passes.context import Pass
from flows.passes.decisions import ADMINISTRATION, asked, frozen, propose, released
from flows.passes.freezing import administration_freeze
from integrations.workbook import packing
from integrations.workbook.tabs import PROPOSALS, REVIEW

_WORDS = {True: "lolos", False: "tidak lolos", None: "perlu diperiksa"}


class Administration:
    """The step."""

    def __init__(self, this: Pass) -> None:
        self.this = this

    def run(self) -> None:
        """Findings stand beside every proposal; once nothing is open after the close, the result waits for approval."""
        this = self.this
        proposals = this.registry.proposals
        found = assess(proposals, this.rulebook, this.register)
        approved = frozen(this, ADMINISTRATION)
        settled = {c["number"]: c["passed"] for c in approved or ()}
        for p in proposals:
            if p.number in settled:  # what was approved stands as it was approved
                this.book[PROPOSALS].put(p.number, hasil=_WORDS[settled[p.number]])
            else:
                self._row(p, found[p.number])
        if approved is not None and not asked(this, ADMINISTRATION):
            if released(this, ADMINISTRATION):
                return
            proposals = tuple(p for p in proposals if p.number in settled)  # what came later asks for a revision
        elif this.now <= this.rulebook.intake.closes_at or self.open_questions(found):
            return
        if proposals:
            self._propose(proposals, found)

    def _propose(self, proposals: Sequence[Proposal], found: Mapping[int, Assessment]) -> None:
        verdicts = {p.number: self.verdict(found[p.number]) is True for p in proposals}
        lines = [f"{sum(verdicts.values())} dari {len(proposals)} usulan lolos administrasi."]
        lines += [
            f"Tidak lolos: nomor {p.number} {p.title} ({self._why(found[p.number])})"
            for p in proposals
            if not verdicts[p.number]
        ]
        content = [
            {
                "number": p.number,
                "passed": verdicts[p.number],
                "title": p.title,
                "agency": p.agency,
                "failed": [[f.rule, f.code, f.reason] for f in found[p.number].failed],
            }
            for p in proposals
        ]
        freeze = administration_freeze(self.this)
        propose(self.this, ADMINISTRATION, "Hasil seleksi administrasi", "\n".join(lines), content, freeze)

    def verdict(self, assessment: Assessment) -> bool | None:
        """Passed, by the checklist or by what an officer put in its place (with a reason)."""
        said = self._said(assessment.number)
        return assessment.passed if said is None else said

    def _said(self, number: int) -> bool | None:
        row = self.this.book[PROPOSALS].get(number)
        said, why = (plain(row.text("putusan")), row.text("alasan_putusan")) if row else ("", "")
        return {"lolos": True, "tidak lolos": False}.get(said) if why else None

    def open_questions(self, found: dict[int, Assessment]) -> bool:
        """True while a source waits in quarantine or a proposal cannot be told to have passed or failed."""
        waiting = any(not r.text("keadaan").startswith("dijalankan") for r in self.this.book[REVIEW])
        return waiting or any(self.verdict(a) is None for a in found.values())

    def _why(self, assessment: Assessment) -> str:
        said = self.this.book[PROPOSALS].rows[str(assessment.number)].text("alasan_putusan")
        return "; ".join(f"{f.rule}: {f.reason}" for f in assessment.failed) or said

    def _row(self, p: Proposal, assessment: Assessment) -> None:
        row = self.this.book[PROPOSALS].rows[str(p.number)]
        shown = [
            f"{f.rule} {f.result.value}{': ' + f.reason if f.reason else ''}"
            for f in assessment.findings
            if f.result is not Verdict.PASS
        ]
        if row.text("putusan") and self._said(p.number) is None:
            shown.insert(0, "Putusan Petugas belum dipakai: isi “lolos” atau “tidak lolos” beserta Alasan Putusan")
        verdict = self.verdict(assessment)
        findings = [[f.rule, f.result.value, f.code, f.reason] for f in assessment.findings]
        self.this.book[PROPOSALS].put(
            p.number,
            hasil=_WORDS[verdict],
            temuan="\n".join(shown)[:4000] if p.in_time else shown[0][:4000],
            data=packing.packed(findings),
        )


def passed_numbers(this: Pass) -> list[int] | None:
    """The proposals that passed, by the approved decision; None while it is not approved."""
    content = frozen(this, ADMINISTRATION)
    return None if content is None else [c["number"] for c in content if c["passed"]]
