"""The administrative checklist: every rule assessed for every proposal, each finding with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from competition.agencies import Register, plain
from competition.calendar import add_months, long_date, long_moment
from competition.checks import Examines
from competition.facts import Fact
from competition.filing import UNREADABLE
from competition.model import Proposal, Verdict
from competition.rulebook import ChecklistItem, Rulebook


class Finding(Fact):
    """The result of one checklist item for one proposal."""

    rule: str
    result: Verdict
    code: str | None = None
    reason: str = ""
    gate: bool = True


class Assessment(Fact):
    """All findings of one proposal. `passed` is None while a gate could not be assessed and none has failed."""

    number: int
    findings: tuple[Finding, ...]
    passed: bool | None

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The gates it did not pass."""
        return tuple(f for f in self.findings if f.gate and f.result is Verdict.FAIL)

    @property
    def open(self) -> tuple[Finding, ...]:
        """The gates that a person must assess."""
        return tuple(f for f in self.findings if f.gate and f.result is Verdict.NOT_ASSESSED)


Judgement = tuple[Verdict, str | None, str]


class _Field:
    """What the rules that compare proposals with each other need: places in the quota, titles seen before."""

    def __init__(self, proposals: Iterable[Proposal], rulebook: Rulebook, register: Register) -> None:
        self.place: dict[int, int] = {}
        self.twin: dict[int, int] = {}
        counts: dict[str, int] = {}
        titles: dict[str, int] = {}
        for p in sorted((p for p in proposals if p.in_time), key=lambda p: (p.received_at, p.number)):
            root = p.agency or ""
            if root and rulebook.rules.quota_counts_units_under_parent:
                root = register.root(root)
            counts[root] = counts.get(root, 0) + 1
            self.place[p.number] = counts[root]
            if (key := plain(p.title)) and titles.setdefault(key, p.number) != p.number:
                self.twin[p.number] = titles[key]


def assess(proposals: Iterable[Proposal], rulebook: Rulebook, register: Register) -> dict[int, Assessment]:
    """Number -> assessment. A proposal after the close is assessed on the deadline only."""
    everyone = list(proposals)
    field = _Field(everyone, rulebook, register)
    return {p.number: _assess(p, field, rulebook, register) for p in everyone}


def _assess(p: Proposal, field: _Field, rulebook: Rulebook, register: Register) -> Assessment:
    findings = []
    for item in rulebook.checklist:
        check = rulebook.check(item)
        if not p.in_time and check.examines is not Examines.DEADLINE:
            found: Judgement = (Verdict.NOT_ASSESSED, None, "tidak dinilai karena diterima setelah penutupan")
        elif check.examines is Examines.DOCUMENT:
            found = _document(p, check.document or "", rulebook)
        else:
            found = _EXAMINERS[check.examines](p, field, rulebook, register)
        findings.append(_finding(item, found, rulebook))
    gates = [f for f in findings if f.gate]
    passed: bool | None = not any(f.result is Verdict.FAIL for f in gates)
    if passed and any(f.result is Verdict.NOT_ASSESSED for f in gates):
        passed = None
    return Assessment(number=p.number, findings=tuple(findings), passed=passed)


def _finding(item: ChecklistItem, found: Judgement, rulebook: Rulebook) -> Finding:
    result, code, detail = found
    said = rulebook.vocabulary.get("fail_codes", {}).get(code or "", "")
    if result is Verdict.FAIL and not item.gate:
        result = Verdict.WARN
    reason = "; ".join(t for t in (said, detail) if t) or ("terpenuhi" if result is Verdict.PASS else "")
    return Finding(rule=item.id, result=result, code=code, reason=reason, gate=item.gate)


def _deadline(p: Proposal, _field: _Field, rulebook: Rulebook, _register: Register) -> Judgement:
    at = long_moment(p.received_at, rulebook.zone)
    if p.in_time:
        return Verdict.PASS, None, f"diterima {at}"
    return Verdict.FAIL, "late", f"diterima {at}, penutupan {long_moment(rulebook.intake.closes_at, rulebook.zone)}"


def _agency(p: Proposal, _field: _Field, _rulebook: Rulebook, register: Register) -> Judgement:
    row = register.rows.get(p.agency or "")
    return (Verdict.PASS, None, row.name) if row else (Verdict.FAIL, "unregistered-opd", "tidak ada pada tab OPD")


def _quota(p: Proposal, field: _Field, rulebook: Rulebook, _register: Register) -> Judgement:
    place, quota = field.place[p.number], rulebook.rules.quota_per_opd
    detail = f"usulan ke-{place} dari paling banyak {quota}"
    return (Verdict.PASS, None, detail) if place <= quota else (Verdict.FAIL, "over-quota", detail)


def _age(p: Proposal, _field: _Field, rulebook: Rulebook, _register: Register) -> Judgement:
    if p.start_date is None:
        return Verdict.NOT_ASSESSED, None, "tanggal mulai tidak terbaca; isi pada tab Proposal"
    counted = rulebook.rules.age_counted_back_from
    detail = (
        f"mulai {long_date(p.start_date)}, minimum {rulebook.rules.min_age_months} bulan sampai {long_date(counted)}"
    )
    old_enough = add_months(p.start_date, rulebook.rules.min_age_months) <= counted
    return (Verdict.PASS, None, detail) if old_enough else (Verdict.FAIL, "too-young", detail)


def _document(p: Proposal, kind: str, rulebook: Rulebook) -> Judgement:
    document = rulebook.document(kind)
    if papers := p.on_file(kind):
        return Verdict.PASS, None, f"{len(papers)} berkas"
    if document and not document.required:
        return Verdict.PASS, None, "tidak diwajibkan"
    bad = [r for r in p.refusals if r.kind == kind and r.in_time and r.reason in UNREADABLE]
    if bad:
        said = rulebook.vocabulary.get("reasons", {}).get(bad[-1].reason, bad[-1].reason)
        return Verdict.FAIL, "unreadable-document", f"{bad[-1].name}: {said}"
    return Verdict.FAIL, "missing-document", document.label if document else kind


def _sections(p: Proposal, _field: _Field, rulebook: Rulebook, _register: Register) -> Judgement:
    words = _words(p, rulebook)
    if words is None:
        return Verdict.NOT_ASSESSED, None, "bagian proposal tidak dapat dibaca program; periksa berkasnya"
    empty = [a.label for a in rulebook.aspects if not words.get(a.id)]
    return (
        (Verdict.FAIL, "empty-section", ", ".join(empty))
        if empty
        else (Verdict.PASS, None, f"{len(rulebook.aspects)} bagian terisi")
    )


def _title(p: Proposal, field: _Field, _rulebook: Rulebook, _register: Register) -> Judgement:
    if not p.title:
        return Verdict.NOT_ASSESSED, None, "judul tidak terbaca; isi pada tab Proposal"
    if twin := field.twin.get(p.number):
        return Verdict.FAIL, "duplicate-title", f"sama dengan usulan nomor {twin}"
    return Verdict.PASS, None, ""


def _limits(p: Proposal, _field: _Field, rulebook: Rulebook, _register: Register) -> Judgement:
    words = _words(p, rulebook)
    if words is None:
        return Verdict.NOT_ASSESSED, None, "bagian proposal tidak dapat dibaca program"
    over = [
        f"{a.label} {words[a.id]} kata (batas {a.max_words})"
        for a in rulebook.aspects
        if a.max_words is not None and words.get(a.id, 0) > a.max_words
    ]
    return (Verdict.WARN, "word-limit", "; ".join(over)) if over else (Verdict.PASS, None, "")


def _words(p: Proposal, rulebook: Rulebook) -> Mapping[str, int] | None:
    """Words per section of the proposal document in force; None where there is none or no heading was found in it."""
    papers = p.on_file(rulebook.documents[0].id)
    return (papers[-1].sections or None) if papers else None


_EXAMINERS: dict[Examines, Callable[[Proposal, _Field, Rulebook, Register], Judgement]] = {
    Examines.DEADLINE: _deadline,
    Examines.AGENCY: _agency,
    Examines.QUOTA: _quota,
    Examines.AGE: _age,
    Examines.SECTIONS: _sections,
    Examines.TITLE: _title,
    Examines.WORDS: _limits,
}
