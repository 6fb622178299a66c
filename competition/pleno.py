"""What people decide about a ranking, by name and with a reason: waived ballots, equals that no stated step parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from competition.facts import Fact


class Waiver(Fact):
    """A ballot that the ranking does without. It counts only with the name of who waived it and why."""

    stage: str
    proposal: int
    judge: str
    by: str
    reason: str

    @property
    def valid(self) -> bool:
        """True where a person and a reason are named."""
        return bool(self.by.strip() and self.reason.strip())

    def words(self) -> str:
        """As it stands beside the proposal."""
        return f"{self.judge}: dikecualikan oleh {self.by.strip()}, {self.reason.strip()}"


class PlenoDecision(Fact):
    """The order in which the pleno put equals, best first. `minutes`: number of the minutes, "" = none.

    It counts only for equals that are all in it, and only with the name of who signed it and why.
    """

    stage: str
    order: tuple[int, ...]
    by: str
    reason: str
    minutes: str = ""

    @property
    def valid(self) -> bool:
        """True where a person and a reason are named and nobody stands twice."""
        return bool(self.by.strip() and self.reason.strip()) and len(set(self.order)) == len(self.order)

    def words(self) -> str:
        """As it stands in the trace of a tie."""
        minutes = f", berita acara {self.minutes.strip()}" if self.minutes.strip() else ""
        return f"diputuskan pleno ({self.by.strip()}: {self.reason.strip()}{minutes})"


def settled(decisions: Iterable[PlenoDecision], stage: str, twins: Sequence[int]) -> PlenoDecision | None:
    """The last valid decision of this stage that orders all these equals; None where there is none."""
    found = [d for d in decisions if d.stage == stage and d.valid and set(twins) <= set(d.order)]
    return found[-1] if found else None


def waived(
    missing: Mapping[int, Sequence[str]], waivers: Iterable[Waiver], stage: str
) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]]:
    """(proposal -> judges still lacking, proposal -> waivers in words). A waiver of a ballot that is there is nothing."""
    given = {(w.proposal, w.judge): w for w in waivers if w.stage == stage and w.valid}
    lacking = {n: tuple(j for j in judges if (n, j) not in given) for n, judges in missing.items()}
    excused = {n: tuple(given[n, j].words() for j in judges if (n, j) in given) for n, judges in missing.items()}
    return {n: j for n, j in lacking.items() if j}, {n: w for n, w in excused.items() if w}
