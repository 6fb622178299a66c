"""A workbook that knows less than it did: a copy, an earlier version, lost copies of its rows. Nothing is sent again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from config.errors import FixData
from integrations.google.sheets import cell_range, whole
from integrations.workbook.tabs import INBOX, LETTERS, MIRROR, PROPOSALS, TABS
from tests.documents.samples import attached
from tests.hostile.desk import Desk
from tests.hostile.desk import desk as mail_desk
from tests.trust.test_sends import JPG, KEYS, MAKERS, one_pass, sent, six


def delivered(office: Desk, first: int, last: int) -> None:
    office.deliver(m.with_file(attached("foto.jpg", JPG + m.code.encode(), "image/jpeg")) for m in MAKERS[first:last])


@pytest.mark.parametrize("rows", [None, "Surat|tanda-terima/3", f"Masuk|{INBOX.title}"], ids=["all", "a letter's", "none"])
def test_lost_copies_of_rows_lose_no_row(tmp_path: Path, rows: str | None) -> None:
    with six(tmp_path) as office:
        one_pass(office)
        one_pass(office)
        book, sheets = office.play.look().book, office.play.look().workspace.sheets
        mirror = book[MIRROR]
        places = [r.place or 0 for r in mirror if rows is None or r.text("kunci") == rows]
        for place in places if rows else ():
            sheets.write(book.id, {cell_range(MIRROR.title, place, 1, 1, 2): [["", ""]]})
        if rows is None:
            sheets.write(book.id, {cell_range(MIRROR.title, 2, 1, len(places), 2): [["", ""]] * len(places)})
        one_pass(office)
        office.deliver([MAKERS[0].with_file(attached("lain.jpg", JPG + b"lain", "image/jpeg"))])
        for _ in range(3):
            one_pass(office)
        assert [k for k, n in Counter(sent(office)).items() if n > 1] == []
        after = office.play.look().book
        assert [after[s].doubles for s in (LETTERS, INBOX, PROPOSALS)] == [[], [], []]
        assert len(after[PROPOSALS].rows) == 6
        assert "Surat|tanda-terima/3" in after[MIRROR].rows


def test_an_earlier_version_of_the_workbook_stops_everything(tmp_path: Path) -> None:
    with mail_desk(tmp_path, [m.code for m in MAKERS]) as office:
        delivered(office, 0, 3)
        one_pass(office)
        one_pass(office)
        look = office.play.look()
        titles = [s.title for s in TABS]
        old = dict(zip(titles, look.workspace.sheets.read(look.book.id, [whole(t) for t in titles]), strict=True))
        delivered(office, 3, 6)
        one_pass(office)
        one_pass(office)
        now = dict(zip(titles, look.workspace.sheets.read(look.book.id, [whole(t) for t in titles]), strict=True))
        cells = {}
        for spec in TABS:
            before, height, width = old[spec.title], len(now[spec.title]), len(spec.columns) + 1
            rows = [before[i] if i < len(before) else [] for i in range(height)]
            blank = [["" if v is None else v for v in (*row, *[""] * (width - len(row)))] for row in rows]
            cells[cell_range(spec.title, 1, 1, height, width)] = blank
        look.workspace.sheets.write(look.book.id, cells)
        with pytest.raises(FixData, match="lebih lama daripada keadaan terakhir"):
            one_pass(office)
        assert sorted(sent(office)) == KEYS


def test_a_copy_is_not_taken_for_the_workbook_in_the_trash(tmp_path: Path) -> None:
    with six(tmp_path) as office:
        one_pass(office)
        this = office.play.look()
        files = this.workspace.drive._files
        properties = files.get(fileId=this.book.id, fields="appProperties").execute()["appProperties"]
        files.copy(fileId=this.book.id, body={"name": "Salinan dari Buku Kerja", "appProperties": properties}).execute()
        files.update(fileId=this.book.id, body={"trashed": True}).execute()
        with pytest.raises(FixData, match="adalah salinan"):
            one_pass(office)
        files.update(fileId=this.book.id, body={"trashed": False}).execute()
        one_pass(office)
        assert sorted(sent(office)) == KEYS
