"""The release of real letters: each thing that changes after freezing is changed, one by one, and the release refuses."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from googleapiclient.http import MediaIoBaseUpload

from competition.letters import Templates
from config.templates import load_templates
from integrations.google.sheets import cell_range
from integrations.workbook.tabs import (
    AGENCIES,
    BALLOTS,
    DECISIONS,
    JOURNAL,
    JUDGES,
    LETTERS,
    PROPOSALS,
    SCORES,
    SEATS,
    SETTINGS,
)
from tests.trust.desk import RELEASE, Acting, Desk

FIRST_SCORE = cell_range("Penilaian", 4, 5)


@pytest.fixture(autouse=True)
def nothing_leaves(at: Desk) -> Iterator[None]:
    """Before and after each test: the release is whole, unticked, and no outcome has been sent."""
    at.run()
    assert at.release()[0] == "menunggu persetujuan", at.release()
    yield
    assert at.sent() == []


def refused(at: Desk, reason: str, **how: object) -> None:
    at.tick("sekretaris", "ketua")
    at.run(**how)  # type: ignore[arg-type]
    state, text = at.release()
    assert (state, reason in text) == ("tertahan", True), text
    assert at.sent() == []
    at.tick("sekretaris", "ketua", value=False)


def test_one_tick_is_not_enough(at: Desk) -> None:
    at.tick("sekretaris")
    at.run()
    assert at.release()[0] == "menunggu persetujuan"
    at.tick("sekretaris", value=False)


def test_an_untick_while_the_drafts_are_read(at: Desk) -> None:
    at.tick("sekretaris", "ketua")
    acting = Acting(when=lambda what, _effect: what == "Gmail membaca draf", act=lambda: at.tick("ketua", value=False))
    at.run(patience=acting)
    assert (acting.done, at.sent(), at.release()[0]) == (True, [], "menunggu persetujuan")
    at.tick("sekretaris", "ketua", value=False)


def test_an_address_changed_in_the_register(at: Desk) -> None:
    code = at.look().book[PROPOSALS].rows["1"].text("kode")
    before = at.look().book[AGENCIES].rows[code].text("surel")
    at.types("sekretaris", AGENCIES, code, surel="lain@opd.example")
    refused(at, "usulan nomor 1: alamat surat berubah")
    at.types("sekretaris", AGENCIES, code, surel=before)


def test_a_score_changed_in_a_ballot(at: Desk) -> None:
    ballot = next(r.text("id") for r in at.look().book[BALLOTS] if r.text("tahap") == "stage1")
    sheets = at.look().workspace.sheets
    before = sheets.read(ballot, [FIRST_SCORE])[0][0][0]
    sheets.write(ballot, {FIRST_SCORE: [[1]]})
    refused(at, "nilai berubah dari")
    sheets.write(ballot, {FIRST_SCORE: [[before]]})


def test_a_score_taken_away_from_a_ballot(at: Desk) -> None:
    ballot = next(r.text("id") for r in at.look().book[BALLOTS] if r.text("tahap") == "stage1")
    sheets = at.look().workspace.sheets
    before = sheets.read(ballot, [FIRST_SCORE])[0][0][0]
    sheets.write(ballot, {FIRST_SCORE: [[""]]})
    refused(at, "juri yang belum menilai berubah")
    sheets.write(ballot, {FIRST_SCORE: [[before]]})


def test_a_corrected_title(at: Desk) -> None:
    at.types("sekretaris", PROPOSALS, 1, k_judul="Judul Lain")
    refused(at, "usulan nomor 1: judul berubah")
    at.types("sekretaris", PROPOSALS, 1, k_judul="")


def test_a_name_changed_in_the_register(at: Desk) -> None:
    code = at.look().book[PROPOSALS].rows["1"].text("kode")
    before = at.look().book[AGENCIES].rows[code].text("nama")
    at.types("sekretaris", AGENCIES, code, nama="Dinas Lain")
    refused(at, f"usulan nomor 1: perangkat daerah berubah dari {before} menjadi Dinas Lain")
    at.types("sekretaris", AGENCIES, code, nama=before)


@pytest.mark.parametrize(
    ("placeholder", "instead", "reason"),
    [
        ("{{ registrasi }}", "KIPP", "nomor registrasi"),
        ("{{ judul }}", "Inovasi", "judul “"),
        ("{{ perangkat_daerah }}|{{ kepada }}", "Dinas", "nama perangkat daerah"),
        ("{{ nilai }}", "99,99", "nilai "),
        ("{{ peringkat }}", "{{ peringkat + 1 }}", "peringkat "),
        ("{{ peringkat }} dari {{ peserta }}", "1 dari 1; Peringkat {{ peringkat }} dari {{ peserta }}", "menyebut peringkat lain (1 dari 1)"),
    ],
)  # fmt: skip
def test_a_letter_that_would_say_something_else(at: Desk, placeholder: str, instead: str, reason: str) -> None:
    sources = dict(load_templates(at.play.settings.competition))
    for place in placeholder.split("|"):
        assert place in sources["tidak-lolos-tahap"]
        sources["tidak-lolos-tahap"] = sources["tidak-lolos-tahap"].replace(place, instead)
    refused(at, reason, templates=Templates(sources))


def test_a_changed_template(at: Desk) -> None:
    sources = dict(load_templates(at.play.settings.competition))
    sources["lolos-tahap"] += "\nTambahan.\n"
    refused(at, "templat surat lolos-tahap berubah", templates=Templates(sources))


def test_a_template_that_says_the_wrong_verdict(at: Desk) -> None:
    sources = dict(load_templates(at.play.settings.competition))
    sources["tidak-lolos-tahap"] = sources["tidak-lolos-tahap"].replace("TIDAK LOLOS", "LOLOS")
    refused(at, "putusan pada surat bukan hanya TIDAK LOLOS", templates=Templates(sources))


def test_another_number_of_seats(at: Desk) -> None:
    book = at.play.script.rulebook
    stages = tuple(s.model_copy(update={"advance": 3}) if s.id == "stage1" else s for s in book.stages)
    refused(at, "jumlah kursi berubah dari 2 menjadi 3", rulebook=book.model_copy(update={"stages": stages}))


def test_a_batch_that_does_not_fit_today_waits_as_a_whole(at: Desk) -> None:
    book = at.play.script.rulebook
    limit = len(at.letters())
    letters = book.letters.model_copy(update={"daily_limit": limit})
    refused(at, "melebihi sisa kuota kirim hari ini", rulebook=book.model_copy(update={"letters": letters}))


def test_a_frozen_copy_in_drive_that_was_replaced_or_deleted(at: Desk) -> None:
    drive, archive = at.look().workspace.drive, at.look().book[DECISIONS].rows["stage1"].text("arsip")
    assert drive._files.update(fileId=archive, body={"trashed": True}).execute()["id"] == archive
    drive._files.update(fileId=archive, body={"trashed": False}).execute()
    before = drive.download(archive, 10**6)
    assert isinstance(before, bytes)
    for content, reason in ((b"{}", "salinan beku di Drive tidak sesuai"), (before, "")):
        media = MediaIoBaseUpload(io.BytesIO(content), mimetype="application/json")
        drive._files.update(fileId=archive, media_body=media).execute()
        if reason:
            refused(at, reason)


def test_the_stop_cell_holds_a_ticked_release(at: Desk) -> None:
    at.types("sekretaris", SETTINGS, "Hentikan semua pengiriman", nilai="jangan dulu")
    at.tick("sekretaris", "ketua")
    at.run()
    assert (at.release()[0], at.sent()) == ("menunggu persetujuan", [])
    at.tick("sekretaris", "ketua", value=False)
    at.types("sekretaris", SETTINGS, "Hentikan semua pengiriman", nilai="")


def test_scores_edited_in_the_workbook_are_put_back_and_told(at: Desk) -> None:
    key = next(r.text("kunci") for r in at.look().book[SCORES] if r.text("keadaan") == "sah")
    before = at.look().book[SCORES].rows[key].text("tepat")
    at.types("pemilik", SCORES, key, tepat='{"latar": "1"}', jumlah="1,00")
    at.run()
    row = at.look().book[SCORES].rows[key]
    assert (row.text("tepat"), row.text("jumlah") != "1,00") == (before, True)
    told = [r.text("rincian") for r in at.look().book[JOURNAL] if r.text("tentang") == f"Nilai: {key}"]
    assert [t for t in told if "1,00" in t]
    assert at.release()[0] == "menunggu persetujuan"


def test_a_frozen_result_edited_in_the_workbook_is_put_back(at: Desk) -> None:
    before = at.look().book[DECISIONS].rows["stage1"].text("beku")
    at.types("pemilik", DECISIONS, "stage1", beku="{}", sha256="0")
    at.run()
    assert at.look().book[DECISIONS].rows["stage1"].text("beku") == before


def test_a_judge_cannot_open_the_ballot_any_more_once_the_stage_is_decided(at: Desk) -> None:
    row = next(r for r in at.look().book[BALLOTS] if r.text("tahap") == "stage1")
    judge = at.play.panel.judges[row.text("juri")]
    with pytest.raises(Exception, match="tidak berhak"):
        judge.sheets.read(row.text("id"), ["Penilaian"])
    following = next(
        r for r in at.look().book[BALLOTS] if r.text("tahap") == "stage2" and r.text("juri") == row.text("juri")
    )
    assert judge.sheets.read(following.text("id"), ["Penilaian"])[0]


def test_no_invitation_is_due_before_the_outcome_is_released(at: Desk) -> None:
    assert not [r.text("kunci") for r in at.look().book[LETTERS] if r.text("kunci").startswith("undangan/stage2")]
    assert at.look().book[DECISIONS].rows[RELEASE].text("keadaan") != "dilepas"


def test_a_conflict_that_comes_to_light_after_the_result_was_frozen(at: Desk) -> None:
    seat = next(r for r in at.look().book[SEATS] if r.text("tahap") == "stage1" and r.text("keadaan") == "ditugaskan")
    at.types("sekretaris", JUDGES, seat.text("juri"), larang=seat.text("usulan"))
    refused(at, f"usulan nomor {seat.text('usulan')}: nilai berubah dari")
    at.types("sekretaris", JUDGES, seat.text("juri"), larang="")
    at.run()
    assert at.look().book[DECISIONS].rows["stage1"].text("berubah") == ""
