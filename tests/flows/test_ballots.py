"""Ballots as judges meet them: instructions, rows that lock and open, what is wrong said beside the cell, both channels."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from flows.passes.access import settle_access
from flows.passes.ballots import relay
from flows.passes.context import Pass
from flows.passes.judge_forms import JudgeForms
from integrations.google.sheets import whole
from integrations.workbook.ballot import RETIRED, TAB, Listed, read_typed
from integrations.workbook.ballot_guide import GUIDE
from integrations.workbook.ballot_layout import add_rows, retire_rows
from integrations.workbook.tabs import BALLOTS, HISTORY, JOURNAL, PROPOSALS, RETURNS, SCORES, SEATS
from integrations.workspace import open_workspace
from tests.crash.dying import Killed, Mortal
from tests.flows.judging import DAY, STAGE, Desk, edition, judging

FORMS = "mimeType='application/vnd.google-apps.form' and trashed=false"
FIELDS = ("saluran", "jumlah", "keadaan")


@pytest.fixture(scope="module")
def sheet() -> Iterator[Desk]:
    """A stage by sheet alone."""
    with judging(edition()) as desk:
        yield desk


@pytest.fixture(scope="module")
def field() -> Iterator[Desk]:
    """A stage by sheet and by form, with photos."""
    with judging(edition({"form": True, "photos": True}), judges="ab", proposals=2) as desk:
        yield desk


def state(desk: Desk, judge: str, number: int) -> tuple[str, str]:
    row = desk.row(judge, number)
    return row["Keadaan"], row["Perlu Diperbaiki"] or ""


def score(desk: Desk, judge: str, number: int) -> tuple[str, ...]:
    row = desk.look().book[SCORES].get(f"{STAGE}/{judge}@juri.example/{number}")
    return tuple(row.text(c) for c in FIELDS) if row else ()


def history(desk: Desk, judge: str, number: int) -> list[tuple[str, str]]:
    rows = desk.rows(HISTORY, juri=f"{judge}@juri.example", usulan=str(number))
    return [(r["saluran"], r["jumlah"]) for r in sorted(rows, key=lambda r: r["waktu"])]


def test_a_ballot_begins_with_instructions_in_the_habits_of_the_country(sheet: Desk) -> None:
    judge, ballot = sheet.judges["a"], sheet.ballot("a")
    told = dict((*row, "")[:2] for row in judge.sheets.read(ballot, [whole(GUIDE)])[0])
    assert told["Skala"].startswith("0 sampai 100")
    assert (told["Kebaruan"], told["Signifikansi"]) == ("Bobot 40 %. Seberapa baru gagasannya.", "Bobot 60 %.")
    meta = judge.sheets._client.http_client.fetch_sheet_metadata(ballot)
    assert (meta["properties"]["locale"], [s["properties"]["title"] for s in meta["sheets"]]) == ("id_ID", [GUIDE, TAB])
    for where in (f"'{GUIDE}'!B3", f"'{TAB}'!A4"):
        with pytest.raises(Exception, match="protected cell"):
            judge.edit(ballot, {where: [["lain"]]})


def test_what_is_typed_is_told_as_it_stands_and_blanks_wait(sheet: Desk) -> None:
    sheet.types("a", 1, Kebaruan="78,5")
    sheet.types("a", 2, Kebaruan="delapan", Signifikansi=101)
    sheet.score()
    assert state(sheet, "a", 1) == ("belum lengkap", "")
    assert state(sheet, "a", 2) == ("perlu diperbaiki", "Kebaruan: bukan angka; Signifikansi: nilai di luar rentang")
    assert state(sheet, "a", 3) == ("belum diisi", "")
    assert sheet.rows(RETURNS) == []  # nothing was collected
    sheet.types("a", 2, Kebaruan=80, Signifikansi="90.5")
    sheet.score()
    assert state(sheet, "a", 2) == ("lengkap", "")
    assert score(sheet, "a", 2) == ("lembar nilai", "86,30", "sah")


def test_an_idle_pass_writes_no_ballot(sheet: Desk) -> None:
    sheet.score()
    http = sheet._http
    http.delete("/_rehearsal/requests")
    sheet.score()
    wrote = [r for r in http.get("/_rehearsal/requests").json() if r["method"] != "GET"]
    assert [r for r in wrote if not r["path"].startswith("/_rehearsal")] == []


def test_a_valid_row_that_is_ticked_is_locked_until_the_secretariat_opens_it(sheet: Desk) -> None:
    sheet.types("b", 1, Kebaruan=70, Signifikansi=80, Selesai=True)
    sheet.score()
    assert state(sheet, "b", 1) == ("selesai, terkunci", "")
    for cells in ({"Kebaruan": 90}, {"Selesai": False}, {"Catatan_Juri": "lain"}):
        with pytest.raises(Exception, match="protected cell"):
            sheet.types("b", 1, **cells)
    sheet.types("b", 2, Kebaruan=60)  # the row beside it stays open
    seat = f"{STAGE}/b@juri.example/1"
    sheet.tick(SEATS, seat, "buka")
    sheet.score()
    assert state(sheet, "b", 1) == ("lengkap", "")
    assert (sheet.row("b", 1)["Selesai"], sheet.look().book[SEATS].rows[seat].ticked("buka")) == (False, False)
    assert [r["tentang"] for r in sheet.rows(JOURNAL, peristiwa="baris nilai dibuka kembali")] == [seat]
    sheet.types("b", 1, Kebaruan=90)
    sheet.score()
    assert (score(sheet, "b", 1), history(sheet, "b", 1)) == (
        ("lembar nilai", "84,00", "sah"),
        [("lembar nilai", "76,00")],
    )


def test_a_ticked_row_that_is_not_valid_goes_back_at_once_and_opens(sheet: Desk) -> None:
    sheet.types("b", 2, Kebaruan=60, Signifikansi="", Selesai=True)
    sheet.types("b", 3, Selesai=True)
    this = sheet.score()
    assert this.counts.done["isian dikembalikan"] == 2
    assert state(sheet, "b", 2) == ("perlu diperbaiki", "Signifikansi: belum diisi")
    assert state(sheet, "b", 3) == ("perlu diperbaiki", "baris belum diisi")
    assert [sheet.row("b", n)["Selesai"] for n in (2, 3)] == [False, False]
    told = sheet.rows(RETURNS, juri="b@juri.example")
    assert [(r["usulan"], r["aspek"], r["masalah"]) for r in told] == [("2", "signifikansi", "blank"), ("3", "", "missing-row")]  # fmt: skip
    sheet.score()
    assert sheet.rows(RETURNS, juri="b@juri.example") == told


def test_a_declared_conflict_can_be_called_done_too(sheet: Desk) -> None:
    sheet.types("c", 1, Benturan_Kepentingan=True, Selesai=True)
    sheet.score()
    assert state(sheet, "c", 1) == ("selesai, terkunci", "")
    assert score(sheet, "c", 1) == ("lembar nilai", "", "tidak dihitung: benturan kepentingan dinyatakan")


def test_a_score_that_is_taken_away_is_kept_in_the_history(sheet: Desk) -> None:
    sheet.types("c", 2, Kebaruan=50, Signifikansi=50)
    sheet.score()
    sheet.types("c", 2, Kebaruan="", Signifikansi="")
    sheet.score()
    assert (score(sheet, "c", 2), history(sheet, "c", 2)) == (("", "", "ditarik"), [("lembar nilai", "50,00")])
    sheet.types("c", 2, Kebaruan=50, Signifikansi=50)
    sheet.score()
    assert (score(sheet, "c", 2), history(sheet, "c", 2)) == (("lembar nilai", "50,00", "sah"), [("lembar nilai", "50,00")])  # fmt: skip


def test_rows_are_added_and_withdrawn_once_whatever_is_repeated(sheet: Desk) -> None:
    this, ballot = sheet.look(), sheet.ballot("c")
    stage, sheets = this.rulebook.stage(STAGE), this.workspace.sheets
    late = [Listed(3, "Inovasi 3", "Dinas 3", ""), Listed(9, "Baru", "Dinas 9", "tautan-9")]
    judge = sheet.judges["c"]
    judge.edit(ballot, {f"'{TAB}'!A8:F8": [[7, "titipan", "", "", 10, 10]]})  # typed below the list by the judge
    for added in (1, 0):
        assert add_rows(sheets, ballot, this.rulebook, stage, read_typed(sheets, ballot, stage, "c"), late) == added
    assert [(r["Nomor"], r["Keadaan"]) for r in sheet.grid("c") if r["Nomor"]] == [
        (1, "selesai, terkunci"), (2, "lengkap"), (3, "belum diisi"), (9, "belum diisi"), (7, None)
    ]  # fmt: skip
    sheet.types("c", 9, Kebaruan=1, Selesai=True)
    with pytest.raises(Exception, match="protected cell"):
        sheet.types("c", 1, Kebaruan=1)
    for gone in (1, 0):
        assert retire_rows(sheets, ballot, stage, read_typed(sheets, ballot, stage, "c"), [9, 8]) == gone
    assert state(sheet, "c", 9)[0] == RETIRED
    with pytest.raises(Exception, match="protected cell"):
        sheet.types("c", 9, Kebaruan=2)
    assert add_rows(sheets, ballot, this.rulebook, stage, read_typed(sheets, ballot, stage, "c"), late) == 1
    sheet.types("c", 9, Kebaruan=2)
    assert (sheet.row("c", 9)["Kebaruan"], state(sheet, "c", 9)[0]) == (2, "belum diisi")


def test_a_seat_that_is_gone_is_withdrawn_on_the_ballot(sheet: Desk) -> None:
    this = sheet.look()
    this.book[SEATS].put(f"{STAGE}/a@juri.example/3", keadaan="dicabut")
    this.book.save()
    sheet.score()
    assert state(sheet, "a", 3) == (RETIRED, "")
    with pytest.raises(Exception, match="protected cell"):
        sheet.types("a", 3, Kebaruan=2)


def test_a_ballot_is_relaid_to_the_plan_with_a_row_gone_and_a_row_new(sheet: Desk) -> None:
    this = sheet.look()
    stage, row = this.rulebook.stage(STAGE), this.book[BALLOTS].rows[f"{STAGE}/b@juri.example"]
    this.book[PROPOSALS].put(4, judul="Susulan", opd="Dinas 4")
    this.book[SEATS].put(f"{STAGE}/b@juri.example/3", keadaan="dicabut")
    this.book[SEATS].put(
        f"{STAGE}/b@juri.example/4", tahap=STAGE, juri="b@juri.example", usulan=4, keadaan="ditugaskan"
    )
    this.book.save()
    assert [relay(this, stage, row) for _ in range(2)] == [2, 0]
    assert [(r["Nomor"], r["Judul Inovasi"], r["Keadaan"] == RETIRED) for r in sheet.grid("b") if r["Nomor"]] == [
        (1, "Inovasi 1", False), (2, "Inovasi 2", False), (3, "Inovasi 3", True), (4, "Susulan", False)
    ]  # fmt: skip
    sheet.types("b", 4, Kebaruan=60, Signifikansi=60)
    with pytest.raises(Exception, match="protected cell"):
        sheet.types("b", 3, Kebaruan=60)
    sheet.score()
    assert (state(sheet, "b", 4), score(sheet, "b", 4)) == (("lengkap", ""), ("lembar nilai", "60,00", "sah"))


def test_the_whole_ballot_is_returned_and_finished_as_ever(sheet: Desk) -> None:
    sheet.judges["a"].edit(sheet.ballot("a"), {f"'{TAB}'!D2": [[True]]})
    sheet.score()
    assert sheet.look().book[BALLOTS].rows[f"{STAGE}/a@juri.example"].text("keadaan") == "dikembalikan"
    assert state(sheet, "a", 1) == ("perlu diperbaiki", "Signifikansi: belum diisi")
    sheet.types("a", 1, Signifikansi="80,5")
    sheet.judges["a"].edit(sheet.ballot("a"), {f"'{TAB}'!D2": [[True]]})
    sheet.score()
    assert sheet.look().book[BALLOTS].rows[f"{STAGE}/a@juri.example"].text("keadaan") == "selesai"
    assert state(sheet, "a", 1) == ("lengkap", "")


def test_every_judge_has_a_form_of_their_own_that_asks_about_their_proposals(field: Desk) -> None:
    this = field.look()
    rows = {r.text("juri"): r for r in this.book[BALLOTS]}
    assert len({r.text("id_formulir") for r in rows.values()}) == 2
    form = this.workspace.forms.form(rows["a@juri.example"].text("id_formulir"))
    assert form["settings"]["emailCollectionType"] == "VERIFIED"
    assert form["publishSettings"]["publishState"] == {"isPublished": True, "isAcceptingResponses": True}
    assert [i["title"] for i in form["items"]] == [
        "Usulan yang dinilai", "Kebaruan", "Signifikansi", "Benturan kepentingan", "Catatan"
    ]  # fmt: skip
    options = form["items"][0]["questionItem"]["question"]["choiceQuestion"]["options"]
    assert [o["value"] for o in options] == ["1 - Inovasi 1", "2 - Inovasi 2"]
    photos = field.row("a", 1)["Foto Kunjungan"]
    assert f"Nomor 1: {photos}" in form["info"]["description"].splitlines()
    shared = {i.properties["kunci"]: i.shared for (role, _), i in this.structure.items() if role == "foto"}
    assert {("a@juri.example", "writer"), ("b@juri.example", "writer")} <= shared[f"{STAGE}/1"]
    asked = [i for (role, _), i in this.structure.items() if role == "formulir"]
    assert sorted([e for e, _ in i.shared if e.endswith("juri.example")] for i in asked) == [
        ["a@juri.example"],
        ["b@juri.example"],
    ]


def test_the_newest_valid_ballot_of_both_channels_counts_and_the_others_are_kept(field: Desk) -> None:
    field.types("a", 1, Kebaruan=50, Signifikansi=50)
    field.score()
    assert score(field, "a", 1) == ("lembar nilai", "50,00", "sah")
    field.answers("a", Usulan_yang_dinilai="1 - Inovasi 1", Kebaruan="60", Signifikansi="60,5", Catatan="dari lapangan")
    field.score()
    assert (score(field, "a", 1), history(field, "a", 1)) == (("formulir", "60,30", "sah"), [("lembar nilai", "50,00")])
    assert field.look().book[SCORES].rows[f"{STAGE}/a@juri.example/1"].text("catatan") == "dari lapangan"
    field.score()  # the sheet has not changed: it does not come back
    assert score(field, "a", 1) == ("formulir", "60,30", "sah")
    field.types("a", 1, Kebaruan=70)
    field.score()
    assert score(field, "a", 1) == ("lembar nilai", "58,00", "sah")
    assert history(field, "a", 1) == [("lembar nilai", "50,00"), ("formulir", "60,30")]


def test_a_row_filled_in_by_form_alone_is_not_missing(field: Desk) -> None:
    field.answers("b", Usulan_yang_dinilai="1 - Inovasi 1", Kebaruan="80", Signifikansi="80")
    field.score()
    assert (state(field, "b", 1), score(field, "b", 1)) == (
        ("diisi lewat formulir", ""),
        ("formulir", "80,00", "sah"),
    )
    field.answers("b", Usulan_yang_dinilai="2 - Inovasi 2", Benturan_kepentingan="")
    field.score()
    assert state(field, "b", 2) == ("benturan dinyatakan", "")
    assert score(field, "b", 2)[2] == "tidak dihitung: benturan kepentingan dinyatakan"


def test_a_bad_answer_bounces_once_and_the_valid_one_before_it_still_counts(field: Desk) -> None:
    field.answers("b", Usulan_yang_dinilai="1 - Inovasi 1", Kebaruan="seratus", Signifikansi="101")
    for _ in range(2):
        field.score()
        assert score(field, "b", 1) == ("formulir", "80,00", "sah")
        assert state(field, "b", 1) == (
            "perlu diperbaiki",
            "formulir, Kebaruan: bukan angka; formulir, Signifikansi: nilai di luar rentang",
        )
        told = field.rows(RETURNS, juri="b@juri.example")
        assert [(r["aspek"], r["tertulis"], r["saluran"]) for r in told] == [
            ("kebaruan", "seratus", "formulir"), ("signifikansi", "101", "formulir")
        ]  # fmt: skip
    field.answers("b", Usulan_yang_dinilai="1 - Inovasi 1", Kebaruan="81", Signifikansi="81")
    field.score()
    assert (state(field, "b", 1), score(field, "b", 1)[1]) == (("diisi lewat formulir", ""), "81,00")


def test_only_the_judges_own_address_counts_on_the_own_form(field: Desk) -> None:
    before = score(field, "a", 2)
    given = {"Usulan_yang_dinilai": "2 - Inovasi 2", "Kebaruan": "1", "Signifikansi": "1"}
    field.answers("a", email="b@juri.example", **given)
    field.answers("a", Kebaruan="1")
    field.answers("a", **given | {"Usulan_yang_dinilai": "9 - bukan tugasnya"})
    field.score()
    assert (score(field, "a", 2), score(field, "a", 9)) == (before, ())
    told = field.rows(JOURNAL, peristiwa="jawaban formulir juri diabaikan")
    assert [r["rincian"] for r in told] == ["dikirim dari alamat b@juri.example", "tidak menyebut usulan"]


def test_a_form_asks_no_more_about_a_proposal_that_was_withdrawn(field: Desk) -> None:
    this = field.look()
    this.book[SEATS].put(f"{STAGE}/b@juri.example/2", keadaan="dicabut")
    this.book.save()
    field.score()
    this = field.look()
    form = this.workspace.forms.form(this.book[BALLOTS].rows[f"{STAGE}/b@juri.example"].text("id_formulir"))
    options = form["items"][0]["questionItem"]["question"]["choiceQuestion"]["options"]
    assert [o["value"] for o in options] == ["1 - Inovasi 1"]
    assert score(field, "b", 2)[2] == "ditarik"


def test_progress_is_kept_by_day(sheet: Desk) -> None:
    told = sheet.look().book[BALLOTS].rows[f"{STAGE}/b@juri.example"].text("laju")
    sheet.types("b", 2, Signifikansi=60)
    sheet.score(after=DAY)
    now = sheet.look().book[BALLOTS].rows[f"{STAGE}/b@juri.example"].text("laju")
    assert json.loads(now) == json.loads(told) | {f"{sheet.now:%Y-%m-%d}": max(json.loads(told).values()) + 1}


@pytest.mark.parametrize("before", [False, True], ids=["after", "before"])
def test_forms_and_folders_are_made_once_though_every_request_kills_a_pass(*, before: bool) -> None:
    with judging(edition(), judges="ab", proposals=2) as desk:
        rulebook = edition({"form": True, "photos": True}).model_copy(update={"mailbox": desk.rulebook.mailbox})
        seen: set[str] = set()
        for _ in range(40):
            mortal = Mortal(seen=seen, before=before)
            this = Pass(open_workspace(desk.settings, rulebook.mailbox.address, mortal), rulebook, desk.now)
            try:
                this.open()
                JudgeForms(this, rulebook.stage(STAGE)).run()
                settle_access(this)
                this.book.save()
            except Killed:
                continue
            break
        assert len(seen) > 15
        found = desk.look().workspace.drive._files.list(q=FORMS, pageSize=100).execute()["files"]
        everything = desk.look().workspace.drive.marked("panitia", rulebook.edition.id)
        made = sorted(
            f"{i.properties['peran']}/{i.properties['kunci']}"
            for i in everything
            if i.properties["peran"] in {"formulir", "foto", "album"}
        )
        assert len(found) == 2
        assert made == [
            "album/stage1", "formulir/stage1/a@juri.example", "formulir/stage1/b@juri.example", "foto/stage1/1", "foto/stage1/2"
        ]  # fmt: skip
