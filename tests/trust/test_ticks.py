"""Two people tick, each in a cell only they may edit: where that does not hold, ticks tell nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.passes.outlook import awaited
from flows.passes.setup import lay_out
from integrations.google.sheets import cell_range
from integrations.workbook.tabs import DECISIONS, SETTINGS
from tests.trust.desk import RELEASE, Desk


@pytest.fixture(autouse=True)
def nothing_leaves(at: Desk) -> Iterator[None]:
    at.run()
    assert at.release()[0] == "menunggu persetujuan", at.release()
    yield
    at.tick("sekretaris", "ketua", value=False)
    at.run()
    assert at.sent() == []


def lock_of(at: Desk, column: str) -> tuple[int, int]:
    """(id of the protection of a column for ticks, place of the column)."""
    this = at.look()
    tab, table = this.workspace.sheets.tabs(this.book.id)[DECISIONS.title], this.book[DECISIONS]
    place = table.places[column]
    return next(k.id for k in tab.locks if k.covers(table.rows[RELEASE].place or 0, place)), place


def refused(at: Desk) -> None:
    at.tick("sekretaris", "ketua")
    at.run()
    state, text = at.release()
    said = "kolom Setuju Ketua pada tab Keputusan dapat diubah orang lain; jalankan panitia setup"
    assert (state, said in text) == ("tertahan", True), text
    assert [a.role for a in awaited(at.look()) if a.what == said] == ["admin"]
    lay_out(at.look())
    at.tick("sekretaris", "ketua", value=False)
    at.run()
    assert at.release()[0] == "menunggu persetujuan"


def test_a_column_whose_protection_was_taken_away(at: Desk) -> None:
    lock, _ = lock_of(at, "ketua")
    at.requests(DECISIONS, "deleteProtectedRange", protectedRangeId=lock)
    refused(at)


def test_a_column_that_another_person_may_edit_too(at: Desk) -> None:
    lock, _ = lock_of(at, "ketua")
    both = [at.play.office.officers[r].email for r in ("sekretaris", "ketua")]
    this = at.look()
    change = {"protectedRange": {"protectedRangeId": lock, "editors": {"users": both}}, "fields": "editors"}
    this.workspace.sheets.change(this.book.id, [{"updateProtectedRange": change}])
    refused(at)


def test_a_column_that_only_warns(at: Desk) -> None:
    lock, place = lock_of(at, "ketua")
    at.requests(DECISIONS, "deleteProtectedRange", protectedRangeId=lock)
    where = {"startRowIndex": 1, "startColumnIndex": place - 1, "endColumnIndex": place}
    this = at.look()
    sheet = this.workspace.sheets.tabs(this.book.id)[DECISIONS.title].id
    warning = {"range": {"sheetId": sheet} | where, "warningOnly": True}
    this.workspace.sheets.change(this.book.id, [{"addProtectedRange": {"protectedRange": warning}}])
    refused(at)


@pytest.mark.parametrize(("role", "column"), [("sekretaris", "ketua"), ("ketua", "sekretaris"), ("petugas", "ketua")])
def test_nobody_ticks_for_another(at: Desk, role: str, column: str) -> None:
    with pytest.raises(Exception, match="protected cell"):
        at.types(role, DECISIONS, RELEASE, **{column: True})


def test_ticks_copied_onto_the_row_by_another_person_are_refused_by_sheets(at: Desk) -> None:
    this = at.look()
    table, sheet = this.book[DECISIONS], this.workspace.sheets.tabs(this.book.id)[DECISIONS.title].id
    left = table.places["sekretaris"] - 1

    def box(key: str) -> dict[str, int]:
        row = table.rows[key].place or 0
        return {
            "sheetId": sheet,
            "startRowIndex": row - 1,
            "endRowIndex": row,
            "startColumnIndex": left,
            "endColumnIndex": left + 2,
        }

    paste = {"copyPaste": {"source": box("stage1"), "destination": box(RELEASE), "pasteType": "PASTE_NORMAL"}}
    with pytest.raises(Exception, match="protected cell"):
        at.play.office.officers["sekretaris"].sheets.change(this.book.id, [paste])


def test_a_row_that_stands_twice_releases_nothing(at: Desk) -> None:
    this = at.look()
    table = this.book[DECISIONS]
    row, width = table.rows[RELEASE].place or 0, max(table.places.values())
    copy = this.workspace.sheets.read(this.book.id, [cell_range(DECISIONS.title, row, 1, 1, width)])[0][0]
    copy = [*copy, *[""] * (width - len(copy))]
    for officer in ("sekretaris", "ketua"):
        copy[table.places[officer] - 1] = True
    this.workspace.sheets.write(this.book.id, {cell_range(DECISIONS.title, table.last + 1, 1, 1, width): [copy]})
    at.tick("sekretaris", "ketua")
    at.run()
    state, text = at.release()
    assert (state, f"baris {RELEASE} tertulis lebih dari sekali" in text) == ("tertahan", True)
    blank = [[""] * width]
    this.workspace.sheets.write(this.book.id, {cell_range(DECISIONS.title, table.last + 1, 1, 1, width): blank})


def test_a_person_without_a_part_in_it_cannot_even_stop_or_read(at: Desk) -> None:
    judge = next(iter(at.play.panel.judges.values()))
    with pytest.raises(Exception, match="tidak berhak|tidak ditemukan"):
        judge.sheets.read(at.look().book.id, [SETTINGS.title])
