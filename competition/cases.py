"""What becomes of an objection: whether it is one, what was decided, and which revision answered it."""

from __future__ import annotations

import re
from enum import StrEnum

from competition.facts import Fact


class Verdict(StrEnum):
    """What may be decided about a case; the value is what people choose and letters say."""

    UPHELD = "diterima"
    REJECTED = "ditolak"
    INADMISSIBLE = "tidak dapat diterima"


class Ruling(Fact):
    """What was decided about a case. It counts only with why and by whom."""

    verdict: Verdict
    reason: str
    by: str


class Case(Fact):
    """An objection on record. `genuine`: what a person said, or None while only the program did.

    `doubt`: why the program cannot tell; `lacking`: what a person began to write and has not finished; `answer`: the
    revision of the result that answered an upheld case.
    """

    number: str
    decision: str
    proposal: int | None
    in_time: bool
    doubt: str = ""
    genuine: bool | None = None
    ruling: Ruling | None = None
    lacking: tuple[str, ...] = ()
    answer: int | None = None

    @property
    def accepted(self) -> bool:
        """True where it is an objection, by a person's word or beyond doubt."""
        return self.genuine is True or (self.genuine is None and not self.doubt)

    @property
    def upheld(self) -> bool:
        """True where the result must be corrected, or has been."""
        return self.accepted and self.ruling is not None and self.ruling.verdict is Verdict.UPHELD

    @property
    def settled(self) -> bool:
        """True where nothing is left to do: not an objection, turned down, or answered by a revision."""
        if self.genuine is False:
            return True
        return self.accepted and self.ruling is not None and (not self.upheld or self.answer is not None)

    @property
    def holds(self) -> bool:
        """True where what follows the result must wait for it. A late one does not hold, unless it was upheld."""
        return not self.settled and (self.in_time or self.upheld)

    @property
    def state(self) -> str:
        """How the case stands, in Indonesian."""
        if self.genuine is False:
            return "bukan sanggahan"
        if not self.accepted:
            return f"diduga sanggahan: {self.doubt}"
        if self.ruling is None:
            wanted = (*self.lacking, *(("Koreksi Nomor Usulan",) if self.proposal is None else ()))
            return "menunggu putusan" + (f"; lengkapi {', '.join(wanted)}" if wanted else "")
        if self.upheld:
            return (
                f"selesai: diterima, dijawab revisi {self.answer}" if self.answer else "diterima: menunggu revisi hasil"
            )
        return f"selesai: {self.ruling.verdict.value}"


def answered(case: Case, revision: int, reason: str, before: int) -> int | None:
    """The revision that answers an upheld case: one made after the ruling, or whose reason names the case.

    `revision`, `reason`: of the result as now released; `before`: its revision when the case was decided.
    """
    if not case.upheld or case.answer is not None:
        return case.answer
    named = revision > 1 and re.search(rf"\b{re.escape(case.number)}\b", reason, re.IGNORECASE)
    return revision if named or revision > before else None
