"""What the program writes back into a ballot: states, what is wrong, hints, and which rows the judge may still edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from competition.scoring import PROBLEM_WORDS, Slip
from competition.stages import Stage
from integrations.google.sheets import Sheets
from integrations.workbook.ballot import DONE, FIRST, RETIRED, ROW_DONE, SHUT, STATE, Mark, Typed, headings
from integrations.workbook.ballot_layout import guard


def slip_words(stage: Stage, slips: Sequence[Slip], prefix: str = "") -> dict[int, list[str]]:
    """Proposal -> what is wrong in its row, aspect by aspect."""
    labels = {c.id: c.label for c in stage.columns}
    said: dict[int, list[str]] = {}
    for slip in slips:
        aspect = f"{labels[slip.criterion]}: " if slip.criterion else ""
        said.setdefault(slip.proposal, []).append(f"{prefix}{aspect}{PROBLEM_WORDS[slip.problem]}")
    return said


def write_back(
    sheets: Sheets,
    spreadsheet: str,
    stage: Stage,
    typed: Typed,
    marks: Mapping[int, Mark],
    unticked: Collection[int] = (),
    *,
    reopen: bool = False,
) -> bool:
    """The ballot shows these marks, rows that are shut cannot be edited, the others can. One request, or none.

    `unticked`: rows whose “Selesai” is taken back; `reopen`: the tick for the whole ballot is taken back. True where
    anything was written.
    """
    names = headings(stage)
    requests: list[dict[str, Any]] = []
    for number, place in typed.places.items():
        old = typed.marks[number]
        if not old.state or old.state == RETIRED:
            continue  # a row the judge added, or one that is withdrawn
        new = marks.get(number, old)
        if new != old:
            told = (new.state, new.wrong, new.hints)
            cells = [{"userEnteredValue": {"stringValue": text}} if text else {} for text in told]
            requests.append(_cells(place, names.index(STATE), cells))
        if number in unticked and number in typed.ticked:
            requests.append(_cells(place, names.index(ROW_DONE), [_UNTICKED]))
    if reopen and typed.done:
        requests.append(_cells(DONE[0], DONE[1] - 1, [_UNTICKED]))
    shut = {n: marks.get(n, mark).state in SHUT for n, mark in typed.marks.items()}
    if any(shut[n] != (mark.state in SHUT) for n, mark in typed.marks.items()):
        closed = {typed.places[n] for n, is_shut in shut.items() if is_shut}
        rows = (r for r in range(FIRST, typed.end + 1) if r not in closed)
        requests.append(guard(stage, rows, typed.end))
    sheets.change(spreadsheet, requests)
    return bool(requests)


_UNTICKED: dict[str, Any] = {"userEnteredValue": {"boolValue": False}}


def _cells(place: int, column: int, cells: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "updateCells": {
            "start": {"sheetId": 0, "rowIndex": place - 1, "columnIndex": column},
            "rows": [{"values": cells}],
            "fields": "userEnteredValue",
        }
    }
