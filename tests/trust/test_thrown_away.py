"""What people throw away in Drive is told and never made anew; what goes with it waits until it is taken out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.errors import FixData
from flows.passes.context import Pass
from flows.passes.outlook import awaited
from flows.passes.setup import lay_out
from integrations.workbook.tabs import BALLOTS, FILES, SCORES
from integrations.workspace import open_workspace
from tests.documents.samples import attached, picture
from tests.hostile.desk import desk as mail_desk
from tests.hostile.strange_mails import Maker
from tests.trust.desk import Desk, desk


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("thrown")) as found:
        yield found


def throw(at: Desk, file: str, *, away: bool = True) -> None:
    at.look().workspace.drive._files.update(fileId=file, body={"trashed": away}).execute()


def told(at: Desk, words: str) -> bool:
    return any(words in a.what for a in awaited(at.look()))


def writes(at: Desk) -> list[str]:
    """What another pass changes, once the first one has told what it saw."""
    at.run()
    at.done.forget()
    at.run()
    return [r["id"] for r in at.done.requests() if r["method"] != "GET"]


def everything_sent(at: Desk) -> int:
    return len(at.look().workspace.gmail.sent(at.play.script.rulebook.intake.opens_at))


def new_pass(at: Desk) -> Pass:
    rules = at.play.script.rulebook
    return Pass(open_workspace(at.play.settings, rules.mailbox.address), rules, datetime.now(UTC))


def test_a_workbook_in_the_trash_stops_all_and_setup_makes_no_other(mine: Desk) -> None:
    book, letters = mine.look().book.id, everything_sent(mine)
    drive = mine.look().workspace.drive
    drive._files.update(fileId=book, body={"trashed": True}).execute()
    for act in (mine.run, lambda: lay_out(new_pass(mine))):
        with pytest.raises(FixData, match="tempat sampah"):
            act()
    drive._files.update(fileId=book, body={"trashed": False}).execute()
    assert writes(mine) == []
    assert everything_sent(mine) == letters


def test_a_folder_in_the_trash_takes_everything_in_it_along_and_is_told_alone(mine: Desk) -> None:
    folder = mine.look().structure[("nilai", "")].id
    throw(mine, folder)
    assert writes(mine) == []
    assert [a.what for a in awaited(mine.look()) if "tempat sampah" in a.what] == [
        "“Lembar Nilai Juri” ada di tempat sampah Google Drive: pulihkan dari sana"
    ]
    throw(mine, folder, away=False)
    assert writes(mine) == []
    assert not told(mine, "tempat sampah")


def test_a_frozen_copy_in_the_trash_is_told_and_not_stored_again_and_again(mine: Desk) -> None:
    copy = mine.look().structure[("beku", "administrasi/1")].id
    throw(mine, copy)
    assert writes(mine) == []
    assert told(mine, "Salinan Beku Seleksi Administrasi revisi 1.json")
    throw(mine, copy, away=False)


def test_a_ballot_that_is_gone_stops_nothing_and_its_scores_stand(mine: Desk) -> None:
    this = mine.look()
    ballot = next(r for r in this.book[BALLOTS] if r.text("tahap") == "stage1")
    scores = {r.text("kunci"): r.text("tepat") for r in this.book[SCORES]}
    throw(mine, ballot.text("id"))
    assert writes(mine) == []
    assert told(mine, "tempat sampah")
    this.workspace.drive._files.delete(fileId=ballot.text("id")).execute()
    assert writes(mine) == []
    assert told(mine, f"Lembar nilai {ballot.text('nama')} (stage1) tidak terbaca: tidak ada lagi di Google Drive")
    assert {r.text("kunci"): r.text("tepat") for r in mine.look().book[SCORES]} == scores


def test_a_ballot_of_the_open_stage_that_is_gone_is_not_shared_or_relaid(mine: Desk) -> None:
    ballot = next(r for r in mine.look().book[BALLOTS] if r.text("tahap") == "stage2")
    mine.look().workspace.drive._files.delete(fileId=ballot.text("id")).execute()
    assert writes(mine) == []
    assert told(mine, f"Lembar nilai {ballot.text('nama')} (stage2) tidak terbaca")


def test_a_workbook_that_is_gone_is_not_replaced_by_an_empty_one(mine: Desk) -> None:
    letters, this = everything_sent(mine), mine.look()
    this.workspace.drive._files.delete(fileId=this.book.id).execute()
    for act in (mine.run, lambda: lay_out(new_pass(mine))):
        with pytest.raises(FixData, match="tidak ada lagi, tetapi berkas edisi ini ada"):
            act()
    gmail = this.workspace.gmail
    assert len(gmail.sent(mine.play.script.rulebook.intake.opens_at)) == letters


def test_files_of_a_proposal_whose_folder_was_thrown_away_wait_for_it(tmp_path: Path) -> None:
    me = Maker("S1")
    with mail_desk(tmp_path, [me.code]) as office:
        office.deliver([me.with_file(attached("satu.jpg", picture(), "image/jpeg"))])
        office.run()
        drive, this = office.workspace.drive, office.play.look()
        folder = this.structure[("folder", "1")].id
        drive._files.update(fileId=folder, body={"trashed": True}).execute()
        office.deliver([me.with_file(attached("dua.jpg", picture() + b"2", "image/jpeg"), subject="Re: Usulan inovasi S1")])
        report = office.run()
        kept = {r.text("nama"): r.text("simpan") for r in office.play.look().book[FILES]}
        assert (kept["satu.jpg"], kept["dua.jpg"]) == ("tersimpan", "menunggu")
        assert any("tempat sampah" in w["what"] for w in report["waiting"])
        drive._files.update(fileId=folder, body={"trashed": False}).execute()
        office.run()
        kept = {r.text("nama"): r.text("simpan") for r in office.play.look().book[FILES]}
        assert kept["dua.jpg"] == "tersimpan"
