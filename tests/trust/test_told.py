"""Nothing is lost without a line about it, and no line tells what is nobody's business."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from config.errors import Trouble
from flows.passes.context import FORM
from flows.passes.outlook import awaited
from integrations.google.patience import Patience
from integrations.workbook.tabs import FILES, SETTINGS
from tests.documents.samples import attached
from tests.hostile.desk import desk as mail_desk
from tests.trust.test_sends import JPG, KEYS, MAKERS, one_pass, sent, six, types, weather

ME = MAKERS[0]


@pytest.mark.parametrize("typed", ["1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcd", "bukan formulir"])
def test_a_wrong_form_holds_up_no_mail_and_is_told(tmp_path: Path, typed: str) -> None:
    with six(tmp_path) as office:
        types(office, SETTINGS, FORM, nilai=typed)
        one_pass(office)
        assert sent(office) == KEYS
        home = office.play.look().workspace.sheets.read(office.play.look().book.id, ["Beranda!A1:D60"])[0]
        assert any("tidak ditemukan; periksa ID Formulir" in str(cell) for row in home for cell in row)


def test_the_whole_address_of_a_form_is_as_good_as_its_id(tmp_path: Path) -> None:
    with six(tmp_path) as office:
        form = office.play.look().workspace.forms._api.create(body={"info": {"title": "Usulan"}}).execute()["formId"]
        types(office, SETTINGS, FORM, nilai=f"https://docs.google.com/forms/d/{form}/edit#responses")
        one_pass(office)
        home = office.play.look().workspace.sheets.read(office.play.look().book.id, ["Beranda!A1:D60"])[0]
        assert not any("periksa ID Formulir" in str(cell) for row in home for cell in row)


def test_who_writes_before_the_opening_is_not_lost(tmp_path: Path) -> None:
    with mail_desk(tmp_path, [ME.code]) as office:
        office.now = office.rulebook.intake.opens_at - timedelta(days=2)
        office.play.clock = None
        office.deliver([ME.with_file(attached("foto.jpg", JPG, "image/jpeg"))])
        office.now = office.rulebook.intake.opens_at + timedelta(hours=1)
        assert [(s["class"], s["proposal"]) for s in office.run()["sources"]] == [("proposal", 1)]


def test_a_file_lost_before_it_was_stored_is_told_and_no_line_names_it(tmp_path: Path) -> None:
    name = "KTP 3326011201900001 Budi 081234567890.jpg"
    with mail_desk(tmp_path, [ME.code]) as office:
        (mail,) = office.deliver([ME.with_file(attached(name, JPG, "image/jpeg"))])
        weather(office, {"match": "drive.files.create", "kind": "status", "status": 503, "after": 1, "times": 99})
        with pytest.raises(Trouble) as stopped:
            one_pass(office, patience=Patience(attempts=1))
        assert not any(word in str(stopped.value) for word in ("3326011201900001", "Budi", "0812"))
        weather(office)
        office.workspace.gmail._messages.delete(userId="me", id=mail).execute()
        one_pass(office)
        assert [r.text("simpan").split(":")[0] for r in office.play.look().book[FILES] if r.text("nama") == name] == ["hilang"]
        assert any(f"Berkas {name} usulan nomor 1 hilang" in a.what for a in awaited(office.play.look()))
