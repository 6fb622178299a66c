"""Rankings, cut-offs and awards: computed from the valid scores, proposed, and frozen by two ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from functools import partial

from competition import effects
from competition.agencies import Judge
from competition.basis import Member, basis_of
from competition.policy import Entry
from competition.scoring import Tally
from competition.selection import Bench, Placing, Ranking, comma, final_ranking, show, stage_ranking
from competition.stages import Stage
from competition.third_reader import ThirdReader, third_readers
from flows.passes.assignment import on_list
from flows.passes.context import Pass
from flows.passes.decisions import FINAL, asked, frozen, propose, released
from flows.passes.freezing import ranking_freeze
from flows.passes.holding import waits
from flows.passes.pleno import SEATED, ask, decided, missing_judges, waivers, without_third
from flows.passes.policy import ruled
from integrations.workbook import records
from integrations.workbook.policies import policies
from integrations.workbook.table import Row
from integrations.workbook.tabs import BOARD, PROPOSALS, RANKING, SEATS


class Selection:
    """The step."""

    def __init__(self, this: Pass) -> None:
        self.this = this

    def run(self) -> None:
        """Peringkat shows every stage that has scores; a stage is proposed after its last reading, once no ballot is missing that was not waived."""
        this = self.this
        if released(this, FINAL) and not any(asked(this, k) for k in (*(s.id for s in this.rulebook.stages), FINAL)):
            return
        tallies: dict[str, Tally] = {}
        lists: dict[str, list[int]] = {}
        for stage in this.rulebook.stages:
            numbers = on_list(this, stage)
            if numbers is None:
                break
            lists[stage.id] = numbers
            tallies[stage.id] = Tally(stage, exact_scores(this, stage))
        bench = Bench(this.rulebook, tallies, self._received(), decided(this))
        for stage_id, numbers in lists.items():
            if not settled(this, this.rulebook.stage(stage_id)):
                self._stage(this.rulebook.stage(stage_id), numbers, bench.until(stage_id))
        last = this.rulebook.stages[-1].id
        if (content := frozen(this, last)) is not None and not waits(this, FINAL):
            self._final([p["number"] for p in content["placings"]], bench)

    def _final(self, numbers: Sequence[int], bench: Bench) -> None:
        this = self.this
        ranking, approved = ruled(this, final_ranking(numbers, bench)), ranking_of(this, FINAL)
        self._show(approved or ranking, "Akhir")
        if not approved or asked(this, FINAL):
            ask(this, ranking)
        if not ranking.open_ties or approved:
            basis = partial(
                basis_of, FINAL, bench, numbers, panel=panel(this, FINAL, bench), policies=policies_of(this)
            )
            freeze = ranking_freeze(this, FINAL, "Penetapan Pemenang", basis)
            propose(this, FINAL, "Penetapan pemenang", self._summary(ranking), ranking.model_dump(), freeze)

    def _received(self) -> dict[int, datetime]:
        facts = records.arrivals(self.this.book)
        return {
            n: facts[source].received_at for source, n in records.numbers(self.this.book).items() if source in facts
        }

    def _stage(self, stage: Stage, numbers: Sequence[int], bench: Bench) -> None:
        this = self.this
        lacking, freed = missing_judges(this, stage.id), waivers(this, stage.id)
        ranking = ruled(this, stage_ranking(stage, numbers, lacking, bench, freed))
        if not ranking.placings:
            return
        approved = ranking_of(this, stage.id)
        self._show(approved or ranking, stage.label)  # what was approved stands as it was approved
        past = this.now >= this.readings(stage.id)[-1]  # until then a judge may still correct a ballot
        thirds = wanting_third(this, stage, bench.tallies[stage.id], ranking) if past else ()
        if not approved:
            self._board(stage, ranking, bench)
        if past and (not approved or asked(this, stage.id)):
            ask(this, ranking, thirds)
        if approved or (past and not ranking.blocks and not thirds):
            basis = partial(
                basis_of, stage.id, bench, numbers,
                missing=lacking, waivers=freed, panel=panel(this, stage.id, bench), policies=policies_of(this),
            )  # fmt: skip
            freeze = ranking_freeze(this, stage.id, stage.label, basis)
            propose(this, stage.id, f"Hasil tahap {stage.label}", self._summary(ranking), ranking.model_dump(), freeze)

    def _show(self, ranking: Ranking, label: str) -> None:
        this = self.this
        for p in ranking.placings:
            row: Row | None = this.book[PROPOSALS].get(p.number)
            result = p.award or (
                "lolos" if p.advances and ranking.seats else "" if ranking.seats is None else "tidak lolos"
            )
            if p.undecided:
                result = "menunggu pleno"
            this.book[RANKING].put(
                effects.placing(ranking.stage, p.number),
                tahap=label,
                peringkat=p.rank,
                usulan=p.number,
                judul=row.text("judul") if row else "",
                opd=row.text("opd") if row else "",
                nilai=comma(p.display),
                lolos=result,
                kebijakan=p.policy or "",
                juri=p.ballots,
                belum="; ".join(p.missing),
                penentu=p.tie_break or "",
                tepat=p.score,
            )

    def _board(self, stage: Stage, ranking: Ranking, bench: Bench) -> None:
        """Papan Batas tells how sure the stage's line is; nothing else reads it."""
        from competition.board import board  # noqa: PLC0415 - brings NumPy, which only a stage with scores is worth

        table = self.this.book[BOARD]
        made = board(stage, bench.tallies[stage.id], ranking)
        if made is None:
            return
        for row in made.rows:
            known: Row | None = self.this.book[PROPOSALS].get(row.number)
            margin = comma(show(Fraction(row.margin)))
            table.put(
                f"{stage.id}/{row.number}",
                tahap=stage.label,
                peringkat=row.rank,
                usulan=row.number,
                judul=known.text("judul") if known else "",
                nilai=comma(row.score),
                jarak=margin if margin.startswith("-") else f"+{margin}",
                peluang=round(100 * row.chance),
                warna=row.colour.value,
                bayangan=row.shadow_rank,
                koreksi=comma(f"{row.corrected:.2f}"),
                penentu="; ".join(row.turned),
            )
        table.put(f"{stage.id}/keterangan", tahap=stage.label, keterangan=" ".join(made.remarks))

    def _summary(self, ranking: Ranking) -> str:
        lines = [self._line(p) for p in ranking.placings]
        lines += [f"Perhatian: nomor {p.number} tanpa nilai {freed}" for p in ranking.placings for freed in p.waived]
        return "\n".join(lines)

    def _line(self, p: Placing) -> str:
        row = self.this.book[PROPOSALS].get(p.number)
        mark = f" [{p.award}]" if p.award else " [lolos]" if p.advances else ""
        policy = f" ({p.policy})" if p.policy else ""
        return f"{p.rank}. nomor {p.number} {row.text('judul') if row else ''} - {comma(p.display)}{mark}{policy}"


def wanting_third(this: Pass, stage: Stage, tally: Tally, ranking: Ranking) -> tuple[ThirdReader, ...]:
    """The proposals that must have a third reader before anybody is in or out, those the pleno spared left aside."""
    spared = without_third(this, stage.id)
    return tuple(t for t in third_readers(stage, tally, ranking) if t.proposal not in spared)


def panel(this: Pass, decision: str, bench: Bench) -> list[Member]:
    """The judges who were to score in a stage, or scored in one (in the final: in any), in order of address."""
    seated = {r.text("juri") for r in this.book[SEATS] if r.text("tahap") == decision and r.text("keadaan") == SEATED}
    tallies = [t for s, t in bench.tallies.items() if decision in {s, FINAL}]
    scored = {judge for tally in tallies for number in tally.cells for judge in tally.judges(number)}
    known = [this.judges.get(j) or Judge(name=j, email=j) for j in sorted(seated | scored)]
    return [Member(email=j.email, name=j.name, institution=j.institution) for j in known]


def policies_of(this: Pass) -> list[Entry]:
    """The named decisions beside the rankings, as Kebijakan tells them."""
    return policies(this.book, this.rulebook)[0]


def settled(this: Pass, stage: Stage) -> bool:
    """True where a stage's ballots are no longer looked at: approved and, where it has a line, released."""
    if frozen(this, stage.id) is None or asked(this, stage.id):
        return False
    return stage.advance is None or released(this, stage.id)


def ranking_of(this: Pass, stage_id: str) -> Ranking | None:
    """The approved ranking of a stage or of the final; None while it is not approved."""
    content = frozen(this, stage_id)
    return None if content is None else Ranking.model_validate(content)


def exact_scores(this: Pass, stage: Stage) -> Mapping[int, Mapping[str, Mapping[str, Fraction]]]:
    """Proposal -> judge -> criterion -> value, of the valid rows in Nilai."""
    found: dict[int, dict[str, dict[str, Fraction]]] = {}
    for judge, rows in records.scores(this.book, stage.id).items():
        for number, values in rows.items():
            found.setdefault(number, {})[judge] = values
    return found
