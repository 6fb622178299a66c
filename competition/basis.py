"""Everything a ranking follows from, frozen beside it: from this alone anyone can make the same ranking again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from competition.facts import Fact
from competition.pleno import PlenoDecision, Waiver
from competition.policy import Entry, applied
from competition.rulebook import Rulebook
from competition.scoring import Tally
from competition.selection import Bench, Ranking, final_ranking, stage_ranking

_WORDS_ONLY = {"vocabulary", "passes", "letters"}  # parts of the rulebook that no ranking depends on


class Member(Fact):
    """A judge who sat in a stage, as the minutes name them."""

    email: str
    name: str
    institution: str = ""


class Basis(Fact):
    """What the ranking of `decision` (a stage or the final) was made from.

    `rules`: the edition's rulebook; `listed`: the proposals that were ranked; `scores`: stage -> proposal -> judge ->
    criterion -> exact value as text, of this stage and those before it; `missing`: proposal -> judges who did not
    score it. Whatever else a ranking comes to depend on gets a field of its own here, with a default, so that what was
    frozen before it existed still loads.
    """

    decision: str
    rules: Mapping[str, Any]
    listed: tuple[int, ...]
    scores: Mapping[str, Mapping[int, Mapping[str, Mapping[str, str]]]]
    received: Mapping[int, datetime]
    missing: Mapping[int, tuple[str, ...]] = {}
    waivers: tuple[Waiver, ...] = ()
    pleno: tuple[PlenoDecision, ...] = ()
    policies: tuple[Entry, ...] = ()
    panel: tuple[Member, ...] = ()

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules as they were."""
        return Rulebook.model_validate(self.rules)

    def tally(self, stage: str) -> Tally:
        """The exact scores of a stage; without any where nobody had scored in it."""
        cells = {
            n: {j: {c: Fraction(v) for c, v in row.items()} for j, row in judges.items()}
            for n, judges in self.scores.get(stage, {}).items()
        }
        return Tally(self.rulebook.stage(stage), cells)

    @property
    def unruled(self) -> dict[str, Any]:
        """What was found rather than set: everything but the rulebook and the names."""
        return self.model_dump(mode="json", exclude={"rules", "panel"})


def basis_of(
    decision: str,
    bench: Bench,
    listed: Sequence[int],
    *,
    missing: Mapping[int, tuple[str, ...]] | None = None,
    waivers: Sequence[Waiver] = (),
    panel: Sequence[Member] = (),
    policies: Sequence[Entry] = (),
) -> Basis:
    """The basis of a ranking that is made from this bench."""
    on_list = sorted(listed)
    return Basis(
        decision=decision,
        rules=bench.rulebook.model_dump(mode="json", exclude=_WORDS_ONLY),
        listed=tuple(listed),
        scores={
            stage: {
                n: {j: {c: str(v) for c, v in row.items()} for j, row in tally.cells[n].items()}
                for n in on_list
                if n in tally.cells
            }
            for stage, tally in bench.tallies.items()
        },
        received={n: bench.received[n] for n in on_list if n in bench.received},
        missing={n: j for n, j in (missing or {}).items() if n in on_list},
        waivers=tuple(waivers),
        pleno=tuple(d for d in bench.pleno if d.stage == decision),
        policies=tuple(e for e in policies if e.stage == decision),
        panel=tuple(panel),
    )


def ranking(basis: Basis) -> Ranking:
    """The ranking that follows from a basis, and from nothing else."""
    rulebook = basis.rulebook
    bench = Bench(rulebook, {s: basis.tally(s) for s in basis.scores}, basis.received, basis.pleno)
    stage = {s.id: s for s in rulebook.stages}.get(basis.decision)
    made = (
        final_ranking(basis.listed, bench)
        if stage is None
        else stage_ranking(stage, basis.listed, basis.missing, bench, basis.waivers)
    )
    return applied(made, basis.policies, rulebook.policies).ranking
