"""A correction replaces a letter that was sent, and says something else; what was approved in between counts for nothing."""

from __future__ import annotations

from pathlib import Path

from integrations.google.sheets import Cell, cell_range
from integrations.workbook.tabs import BALLOTS, DECISIONS, LETTERS, RANKING
from tests.trust.desk import Desk, desk

STAGE = "stage1"


def rescored(at: Desk, number: int, value: float) -> list[tuple[str, str, Cell]]:
    """Every judge's first aspect for a proposal is `value`; (ballot, cell, what stood there) before."""
    sheets, before = at.look().workspace.sheets, []
    for ballot in [r.text("id") for r in at.look().book[BALLOTS] if r.text("tahap") == STAGE]:
        grid = sheets.read(ballot, ["'Penilaian'"])[0]
        place = next((i for i, row in enumerate(grid, 1) if i > 3 and row and row[0] == number), 0)
        if place:
            cell = cell_range("Penilaian", place, 5)
            before.append((ballot, cell, grid[place - 1][4]))
            sheets.write(ballot, {cell: [[value]]})
    return before


def revised(at: Desk, why: str) -> None:
    at.types("sekretaris", DECISIONS, STAGE, ulang=why)
    at.run()
    at.run()
    at.tick("sekretaris", "ketua", key=STAGE)
    at.run()
    at.run()


def last(at: Desk) -> int:
    rows = [r for r in at.look().book[RANKING] if r.text("kunci").startswith(f"{STAGE}/")]
    return max(rows, key=lambda r: r.number("peringkat") or 0).number("usulan") or 0


def test_a_change_that_was_undone_before_it_was_told_is_no_correction(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.run()
        at.tick("sekretaris", "ketua")
        at.run()
        at.run()
        first, number = at.sent(), last(at)
        before = rescored(at, number, 1)
        revised(at, "Nilai salah ketik")
        for ballot, cell, value in before:
            at.look().workspace.sheets.write(ballot, {cell: [[value]]})
        revised(at, "Ternyata nilai semula benar")
        at.tick("sekretaris", "ketua")
        for _ in range(3):
            at.run()
        assert at.sent() == first


def test_who_was_told_nothing_yet_gets_a_first_letter(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        rules = at.play.script.rulebook
        few = rules.model_copy(update={"letters": rules.letters.model_copy(update={"daily_limit": 2})})
        at.run(minutes=60 * 25)
        at.tick("sekretaris", "ketua")
        at.run(rulebook=few)
        told = at.sent()
        waiting = next(int(k.rpartition("/")[2]) for k in at.letters() if k not in told)
        rescored(at, waiting, 1)
        for minutes in (2, 2):
            at.types("sekretaris", DECISIONS, STAGE, ulang="Nilai salah ketik")
            at.run(rulebook=few, minutes=minutes)
        at.tick("sekretaris", "ketua", key=STAGE)
        at.run(rulebook=few)
        at.run(rulebook=few, minutes=60 * 25)
        at.tick("sekretaris", "ketua")
        for minutes in (2, 60 * 25, 60 * 25, 60 * 25):
            at.run(rulebook=few, minutes=minutes)
        mine = [k for k in at.sent() if k.startswith(f"hasil/{STAGE}/{waiting}")]
        assert (len(told), mine) == (2, [f"hasil/{STAGE}/{waiting}"])
        assert not [r for r in at.look().book[LETTERS] if r.text("kunci") == f"hasil/{STAGE}/{waiting}/ralat/1"]
