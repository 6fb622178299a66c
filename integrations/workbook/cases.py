"""The rows of Sanggah as cases: what the program found, what people said, what was decided."""

from __future__ import annotations

from competition.agencies import plain
from competition.cases import Case, Ruling, Verdict
from competition.facts import Fact
from integrations.workbook.book import Workbook
from integrations.workbook.records import model_in
from integrations.workbook.table import Row
from integrations.workbook.tabs import OBJECTIONS

_WORDS = {"ya": True, "tidak": False}


class Kept(Fact):
    """What the program remembers of a case. `before`: the result's revision at the moment of the ruling."""

    decision: str = ""
    doubt: str = ""
    ruling: Ruling | None = None
    before: int = 0


def kept(row: Row) -> Kept:
    """What stands in the row's data cell."""
    return model_in(row, "data", Kept, OBJECTIONS.title) if row.text("data") else Kept()


def ruling_in(row: Row) -> tuple[Ruling | None, tuple[str, ...]]:
    """(what people decided, what they have not finished to write). Nothing is lacking where nobody has begun."""
    verdict = next((v for v in Verdict if plain(v.value) == plain(row.text("putusan"))), None)
    read = {"Putusan": verdict, "Alasan Putusan": row.text("alasan"), "Diputuskan Oleh": row.text("oleh")}
    lacking = tuple(heading for heading, value in read.items() if not value)
    if verdict is not None and not lacking:
        return Ruling(verdict=verdict, reason=row.text("alasan"), by=row.text("oleh")), ()
    return None, lacking if len(lacking) < len(read) or row.text("putusan") else ()


def case_in(row: Row, *, final: bool = False) -> Case:
    """The case of this row. `final`: its ruling has been sent, so that what was sent stands whatever is typed."""
    memory, (typed, lacking) = kept(row), ruling_in(row)
    proposal = row.number("k_usulan") or row.number("usulan")
    ruling = memory.ruling if final else typed
    return Case(
        number=row.text("perkara"),
        decision=memory.decision,
        proposal=proposal,
        in_time=row.text("tepat") == "ya",
        doubt=memory.doubt,
        genuine=_WORDS.get(plain(row.text("sah"))),
        ruling=ruling if proposal is not None else None,
        lacking=lacking,
        answer=row.number("revisi"),
    )


def cases_by_source(book: Workbook) -> tuple[dict[str, str], dict[str, str]]:
    """(source -> its case in words, the same of those that only may be objections)."""
    sure: dict[str, str] = {}
    suspected: dict[str, str] = {}
    for row in book[OBJECTIONS]:
        case = case_in(row)
        if case.accepted:
            sure[row.text("sumber")] = f"sanggahan, perkara {case.number}"
        elif case.genuine is None:
            suspected[row.text("sumber")] = f"diduga sanggahan, perkara {case.number}"
    return sure, suspected
