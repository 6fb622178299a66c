"""What people decide about a stage by name and with a reason: waived ballots, equals put in order, a third reader done without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from competition import effects
from competition.pleno import PlenoDecision, Waiver, waived
from competition.selection import Placing, Ranking
from competition.third_reader import ThirdReader
from flows.passes.context import Pass
from flows.passes.decisions import FINAL
from integrations.workbook.table import Row
from integrations.workbook.tabs import PLENO, SCORES, SEATS

SEATED = "ditugaskan"
DECLARED_SCORE = "tidak dihitung: benturan kepentingan dinyatakan"
COUNTED = frozenset({"sah", DECLARED_SCORE})  # a judge who spoke
ASKED, USED, IDLE = "menunggu pleno", "dipakai", "tidak diperlukan lagi"


def missing_judges(this: Pass, stage_id: str) -> dict[int, tuple[str, ...]]:
    """Proposal -> judges assigned to it in a stage who have not spoken, waived or not; proposals with none are left out."""
    counted = {r.text("kunci") for r in this.book[SCORES] if r.text("keadaan") in COUNTED}
    found: dict[int, list[str]] = {}
    for row in this.book[SEATS]:
        silent = row.text("keadaan") == SEATED and row.text("kunci") not in counted
        if row.text("tahap") == stage_id and silent:
            found.setdefault(row.number("usulan") or 0, []).append(row.text("juri"))
    return {n: tuple(sorted(j)) for n, j in found.items()}


def waivers(this: Pass, stage_id: str) -> tuple[Waiver, ...]:
    """The ballots of a stage that a named person has freed a judge from, with the reason."""
    found = (
        Waiver(
            stage=stage_id,
            proposal=row.number("usulan") or 0,
            judge=row.text("juri"),
            by=row.text("bebas_oleh"),
            reason=row.text("bebas_alasan"),
        )
        for row in this.book[SEATS]
        if row.text("tahap") == stage_id and row.text("keadaan") == SEATED
    )
    return tuple(w for w in found if w.valid)


def open_ballots(this: Pass, stage_id: str) -> dict[int, tuple[str, ...]]:
    """Proposal -> judges who have not spoken and whom nobody has freed; proposals without any are left out."""
    lacking, _ = waived(missing_judges(this, stage_id), waivers(this, stage_id), stage_id)
    return {n: judges for n, judges in lacking.items() if judges}


def decided(this: Pass) -> tuple[PlenoDecision, ...]:
    """Every order of equals that the pleno wrote on its tab, complete or not; an incomplete one counts for nothing."""
    return tuple(
        PlenoDecision(
            stage=row.text("tahap"),
            order=_order(row),
            by=row.text("oleh"),
            reason=row.text("alasan"),
            minutes=row.text("berita"),
        )
        for row in this.book[PLENO]
        if _order(row)
    )


def without_third(this: Pass, stage_id: str) -> frozenset[int]:
    """The proposals whose third reader the pleno does without, by name and with a reason."""
    rows = (r for r in this.book[PLENO] if r.text("kunci").startswith(effects.third(stage_id, "")))
    return frozenset(n for r in rows if r.text("oleh") and r.text("alasan") and (n := r.number("usulan")) is not None)


def thirds_asked(this: Pass, stage_id: str) -> frozenset[int]:
    """The proposals of a stage that wait for a third reader."""
    rows = (r for r in this.book[PLENO] if r.text("kunci").startswith(effects.third(stage_id, "")))
    return frozenset(n for r in rows if r.text("keadaan") == ASKED and (n := r.number("usulan")) is not None)


def ask(this: Pass, ranking: Ranking, thirds: Sequence[ThirdReader] = ()) -> None:
    """Pleno has a row for every group of equals that must be parted and for every third reader; others rest."""
    wanted = dict(_ties(ranking))
    for key, equals in wanted.items():
        row = this.book[PLENO].get(key)
        told = "; ".join(f"nomor {p.number}: {p.tie_break or p.display}" for p in equals)
        numbers = "; ".join(str(p.number) for p in equals)
        this.book[PLENO].put(
            key, tahap=ranking.stage, usulan=numbers, isi=told[:4000], keadaan=_state(row, {p.number for p in equals})
        )
    for third in thirds:
        key = effects.third(ranking.stage, third.proposal)
        said = f"penilai ketiga ditugaskan; pleno dapat meniadakannya dengan nama dan alasan. {third.reason}"
        this.book[PLENO].put(key, tahap=ranking.stage, usulan=third.proposal, isi=said[:4000], keadaan=ASKED)
    asked = {*wanted, *(effects.third(ranking.stage, t.proposal) for t in thirds)}
    used = {d.order for d in decided(this) if d.stage == ranking.stage and _counts(d, ranking)}
    spared = {effects.third(ranking.stage, n) for n in without_third(this, ranking.stage)}
    for row in this.book[PLENO]:
        if row.text("tahap") == ranking.stage and row.text("kunci") not in asked:
            counts = _order(row) in used or row.text("kunci") in spared
            this.book[PLENO].put(row.text("kunci"), keadaan=USED if counts else IDLE)


def _ties(ranking: Ranking) -> dict[str, list[Placing]]:
    """Equals that must be parted: across the line, and in the final wherever they stand."""
    groups: dict[int, list[Placing]] = {}
    for p in ranking.placings:
        if p.undecided or (p.open_tie and ranking.stage == FINAL):
            groups.setdefault(p.rank, []).append(p)
    return {effects.tie(ranking.stage, [p.number for p in group]): group for group in groups.values()}


def _counts(decision: PlenoDecision, ranking: Ranking) -> bool:
    traces: Mapping[int, str] = {p.number: p.tie_break or "" for p in ranking.placings}
    return decision.valid and all(decision.words() in traces.get(n, "") for n in decision.order)


def _state(row: Row | None, equals: set[int]) -> str:
    if row is None or not any(row.text(c) for c in ("urutan", "oleh", "alasan")):
        return ASKED
    order = _order(row)
    if len(set(order)) != len(order) or not equals <= set(order):
        return f"{ASKED}: Urutan harus memuat nomor {', '.join(map(str, sorted(equals)))}, masing-masing sekali"
    return f"{ASKED}: isi Diputuskan Oleh dan Alasan"


def _order(row: Row) -> tuple[int, ...]:
    parts = row.text("urutan").replace(",", ";").replace(" ", ";").split(";")
    numbers = [p for p in parts if p]
    return tuple(int(p) for p in numbers) if all(p.isascii() and p.isdigit() for p in numbers) else ()
