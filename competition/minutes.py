"""What the minutes of a decision say: the result line by line, the recap of every judge, what had to be decided by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from competition.basis import Basis, Member
from competition.scoring import Tally, total
from competition.selection import Placing, Ranking, comma, show
from competition.snapshot import Entry, Snapshot
from competition.spelling import spelled

_COLUMNS = 8  # judges who get a column of their own; with more, each proposal shows its own judges


def administration_values(found: Snapshot) -> dict[str, Any]:
    """The minutes of the administrative stage."""
    entries = sorted(found.entries, key=lambda e: e.number)
    passed = [e for e in entries if e.passed]
    return {
        "jumlah_usulan": len(entries),
        "jumlah_usulan_terbilang": spelled(len(entries)),
        "jumlah_lolos": len(passed),
        "jumlah_lolos_terbilang": spelled(len(passed)),
        "lolos": [named(i, e) for i, e in enumerate(passed, 1)],
        "tidak_lolos": [
            named(i, e) | {"alasan": "; ".join(e.reasons) or "sesuai putusan panitia"}
            for i, e in enumerate((e for e in entries if not e.passed), 1)
        ],
    }


def ranking_values(found: Snapshot) -> dict[str, Any]:
    """The minutes of a scored stage or of the final: ranking, columns of scores, judges' recap, remarks."""
    basis, ranking = found.basis, Ranking.model_validate(found.content)
    if basis is None:
        raise ValueError(f"{found.decision}: no ranking was frozen")
    headings, cells = _scores(basis)
    entries = {e.number: e for e in found.entries}
    rows = [
        named(p.rank, entries[p.number])
        | {
            "nomor": p.number,
            "peringkat": p.rank,
            "kolom": cells.get(p.number, [""] * len(headings)),
            "jumlah": comma(p.display),
            "hasil": p.award or _result(p, ranking),
        }
        for p in ranking.placings
    ]
    return {
        "akhir": ranking.stage == "final",
        "jumlah_usulan": len(rows),
        "jumlah_usulan_terbilang": spelled(len(rows)),
        "kursi": ranking.seats or 0,
        "jumlah_lolos": sum(p.advances for p in ranking.placings),
        "judul_kolom": headings,
        "peringkat": rows,
        "aspek": _aspects(basis),
        "juri": recap(basis),
        "jumlah_juri": len(basis.panel),
        "jumlah_juri_terbilang": spelled(len(basis.panel)),
        "catatan": list(_remarks(ranking, basis)),
        "pembulatan": basis.rulebook.rounding.display_decimals,
    }


def recap(basis: Basis) -> list[dict[str, Any]]:
    """Every judge of the panel: name, institution, how many proposals they scored, their mean, lowest and highest total."""
    found, tallies = [], _counted(basis)
    for nth, member in enumerate(basis.panel, 1):
        totals = [t for tally in tallies for t in totals_of(tally, member.email).values()]
        found.append(
            {
                "no": nth,
                "sebutan": f"Juri {nth}",
                "nama": member.name,
                "lembaga": member.institution or "-",
                "dinilai": len(totals),
                "rerata": comma(show(sum(totals, Fraction(0)) / len(totals))) if totals else "-",
                "terendah": comma(show(min(totals))) if totals else "-",
                "tertinggi": comma(show(max(totals))) if totals else "-",
            }
        )
    return found


def totals_of(tally: Tally, judge: str) -> dict[int, Fraction]:
    """Proposal -> this judge's total in a stage."""
    return {n: total(row[judge], tally.stage) for n, row in tally.cells.items() if judge in row}


def _counted(basis: Basis) -> list[Tally]:
    ids = [basis.decision] if basis.decision in basis.scores else list(basis.scores)
    return [basis.tally(s) for s in ids]


def named(nth: int, e: Entry) -> dict[str, Any]:
    """Which proposal a line of a paper is about."""
    return {
        "no": nth,
        "registrasi": e.registration,
        "judul": e.title or "(judul belum terbaca)",
        "perangkat_daerah": e.agency_name or "-",
    }


def _result(p: Placing, ranking: Ranking) -> str:
    if ranking.seats is None:
        return "" if ranking.stage == "final" else "dilanjutkan"
    return "lolos" if p.advances else "tidak lolos"


def _scores(basis: Basis) -> tuple[list[str], dict[int, list[str]]]:
    """Headings and proposal -> texts: of a stage the judges' totals, of the final the stages' scores."""
    if basis.decision not in basis.scores:
        return _stage_scores(basis)
    tally, members = basis.tally(basis.decision), basis.panel
    called = {m.email: f"Juri {i}" for i, m in enumerate(members, 1)}
    totals = {m.email: totals_of(tally, m.email) for m in members}
    if len(members) <= _COLUMNS:
        return list(called.values()), {n: [shown(totals[m.email].get(n)) for m in members] for n in basis.listed}
    most = max((len(tally.judges(n)) for n in basis.listed), default=0)
    cells = {n: [f"{called[j]}: {shown(totals[j][n])}" for j in _by_seat(tally, n, members)] for n in basis.listed}
    return [f"Penilaian {i}" for i in range(1, most + 1)], {n: c + [""] * (most - len(c)) for n, c in cells.items()}


def _by_seat(tally: Tally, number: int, members: tuple[Member, ...]) -> list[str]:
    there = set(tally.judges(number))
    return [m.email for m in members if m.email in there]


def _stage_scores(basis: Basis) -> tuple[list[str], dict[int, list[str]]]:
    rulebook = basis.rulebook
    weights = rulebook.final.weights
    stages = [s for s in rulebook.stages if s.id in basis.scores]
    tallies = {s.id: basis.tally(s.id) for s in stages}
    headings = [f"Tahap {i} ({percent(weights.get(s.id, Fraction(0)))})" for i, s in enumerate(stages, 1)]
    return headings, {n: [shown(tallies[s.id].score(n)) for s in stages] for n in basis.listed}


def _aspects(basis: Basis) -> list[dict[str, str]]:
    rulebook = basis.rulebook
    stage = {s.id: s for s in rulebook.stages}.get(basis.decision)
    if stage is None:
        weights = rulebook.final.weights
        return [
            {"nama": f"Tahap {i}: {s.label}", "bobot": percent(weights.get(s.id, Fraction(0)))}
            for i, s in enumerate(rulebook.stages, 1)
        ]
    return [{"nama": c.label, "bobot": percent(stage.weights[c.id] * 100)} for c in stage.columns]


def _remarks(ranking: Ranking, basis: Basis) -> Iterator[str]:
    names = {m.email: m.name for m in basis.panel}
    for p in ranking.placings:
        if p.tie_break:
            yield f"Usulan nomor {p.number}: {p.tie_break}."
        for told in p.waived:
            yield f"Usulan nomor {p.number}: {_named(told, names)}."
        if p.policy:
            yield f"Usulan nomor {p.number}: {p.policy}."
        if p.below:
            yield f"Usulan nomor {p.number} berada di bawah nilai minimum."


def _named(told: str, names: Mapping[str, str]) -> str:
    address, _, rest = told.partition(":")
    return f"{names[address]}:{rest}" if address in names else told


def percent(value: Fraction) -> str:
    """A weight as people write it: "12,5%"."""
    return f"{comma(f'{float(value):g}')}%"


def shown(value: Fraction | None) -> str:
    """A score as people read it; "-" where there is none."""
    return "-" if value is None else comma(show(value))
