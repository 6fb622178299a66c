"""What was approved leaves, and nothing else: an approval or an address that changes on the way, a stop while waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.passes import brake
from flows.passes.context import STOP
from flows.passes.outlook import awaited
from integrations.google.patience import Effect
from integrations.workbook.tabs import AGENCIES, LETTERS, SETTINGS
from tests.hostile.desk import Desk as MailDesk
from tests.trust.desk import Acting
from tests.trust.test_sends import KEYS, one_pass, sent, six, types

ASKED = "kekurangan-berkas/3/proposal+pernyataan+sk"


def reading_drafts(what: str, _effect: Effect) -> bool:
    return what == "Gmail membaca draf"


def state(office: MailDesk) -> tuple[str, bool]:
    row = office.play.look().book[LETTERS].rows[ASKED]
    return row.text("keadaan"), row.ticked("sekretaris")


@pytest.mark.parametrize("change", [{"sekretaris": False}, None], ids=["untick", "stop"])
def test_a_letter_made_ready_does_not_leave_after_an_untick_or_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, bool] | None
) -> None:
    monkeypatch.setattr(brake, "SECONDS", 0.0)
    with six(tmp_path) as office:
        one_pass(office)
        types(office, LETTERS, ASKED, sekretaris=True)

        def act() -> None:
            types(office, LETTERS, ASKED, **change) if change else types(office, SETTINGS, STOP, nilai="ya")

        acting = Acting(when=reading_drafts, act=act)
        one_pass(office, patience=acting)
        assert (acting.done, ASKED in sent(office)) == (True, False)
        types(office, SETTINGS, STOP, nilai="")
        types(office, LETTERS, ASKED, sekretaris=True)
        one_pass(office)
        assert sent(office).count(ASKED) == 1


def test_a_letter_made_anew_is_approved_anew(tmp_path: Path) -> None:
    """Its draft was thrown away after the tick; then the address changes and anybody asks for it again."""
    with six(tmp_path) as office:
        one_pass(office)
        draft = office.play.look().book[LETTERS].rows[ASKED].text("draf")
        office.workspace.gmail._drafts.delete(userId="me", id=draft).execute()
        types(office, LETTERS, ASKED, sekretaris=True)
        one_pass(office)
        one_pass(office, minutes=15)
        assert state(office) == ("gagal", True)
        types(office, AGENCIES, "S3", surel="salah@lain.example; s3@uji.example")
        types(office, LETTERS, ASKED, ulang=True, alasan_ulang="draf hilang")
        one_pass(office)
        one_pass(office)
        assert (state(office), ASKED in sent(office)) == (("draf", False), False)


@pytest.mark.parametrize("typed", ["s3@uji.example\ndua@uji.example", "s3@uji.example, dua@uji.example", "dinas tiga@uji.example; s3@uji.example"])
def test_an_address_cell_holds_up_no_letter_of_another(tmp_path: Path, typed: str) -> None:
    with six(tmp_path) as office:
        types(office, AGENCIES, "S3", surel=typed)
        one_pass(office)
        one_pass(office)
        assert sent(office) == KEYS
        told = [a.what for a in awaited(office.play.look()) if "bukan alamat surel" in a.what]
        assert told == (["Perbaiki tab OPD: bukan alamat surel: dinas tiga@uji.example"] if "dinas" in typed else [])
