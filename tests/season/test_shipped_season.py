"""The season that ships, from the first mail to the last letter, without Prefect."""

import json
from pathlib import Path

import pytest

from config.settings import SHIPPED_SEASON
from flows.passes.context import STOP
from flows.passes.notification import RELEASE
from flows.passes.report import report as report_of
from integrations.google.gmail import KEY_HEADER
from integrations.google.sheets import cell_range
from integrations.workbook.tabs import BALLOTS, DECISIONS, LETTERS, SETTINGS
from tests.season.comparing import differences
from tests.season.playing import Played, played
from tests.season.recomputing import recomputed

TRUTH = Path(__file__).parents[1] / "season_author" / "truth" / "shipped.json"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    with played(SHIPPED_SEASON, tmp_path_factory.mktemp("shipped")) as done:
        yield done


def test_the_report_says_what_the_oracle_says(shipped: Played):
    assert differences(json.loads(TRUTH.read_text()), shipped.play.report()) == []


def test_a_further_pass_only_reads_and_at_most_eight_times(shipped: Played):
    shipped.forget()
    assert shipped.run(shipped.play.clock) == "tidak ada yang perlu dikerjakan"
    assert [r["method"] for r in shipped.requests()] == ["GET"] * 5


def test_every_letter_lies_in_sent_once_under_its_key(shipped: Played):
    gmail = shipped.play.look().workspace.gmail
    keys = sorted(k for m in gmail.sent(shipped.play.script.rulebook.intake.opens_at) if (k := gmail.key(m)[0]))
    assert keys == sorted(x["key"] for x in shipped.play.report()["letters"] if x["state"] == "sent")
    assert len(keys) == len(set(keys))
    assert KEY_HEADER.startswith("X-")


def test_no_letter_was_sent_without_the_ticks_it_needs(shipped: Played):
    this = shipped.play.look()
    rows = list(this.book[LETTERS])
    gates = [r for r in this.book[DECISIONS] if r.text("kunci").startswith("pelepasan/")]
    assert [(r.text("kunci"), r.text("keadaan"), r.ticked("sekretaris"), r.ticked("ketua")) for r in gates] == [
        (f"pelepasan/{d}", "dilepas", True, True) for d in ("administrasi", "stage1", "final")
    ]
    assert [
        r.text("kunci")
        for r in rows
        if r.text("keadaan") == "terkirim"
        and r.text("perlu") not in {"otomatis", RELEASE}
        and not all(r.ticked(o) for o in r.text("perlu").split(" dan "))
    ] == []
    assert {r.text("perlu") for r in rows} == {"otomatis", "sekretaris", RELEASE}


def test_letters_go_only_to_registered_addresses_of_the_agency_or_to_the_judge(shipped: Played):
    this = shipped.play.look()
    proposals = {p["number"]: p["agency"] for p in report_of(this)["proposals"]}
    for letter in report_of(this)["letters"]:
        if letter["state"] != "sent":
            continue
        allowed = (
            set(this.judges)
            if letter["proposal"] is None
            else set(this.register.rows[proposals[letter["proposal"]]].emails)
        )
        assert set(letter["to"]) <= allowed, letter


def test_a_judge_opens_no_ballot_once_the_season_is_over(shipped: Played):
    ballots = {r.text("kunci"): r for r in shipped.play.look().book[BALLOTS]}
    one, other = [r for k, r in ballots.items() if k.startswith("stage1/")][:2]
    judge = shipped.play.panel.judges[one.text("juri")]
    for ballot in (one, other):  # the stage is over: not even the own one
        with pytest.raises(Exception, match="tidak berhak"):
            judge.sheets.read(ballot.text("id"), ["Penilaian"])


def test_the_chair_cannot_tick_for_the_secretary_nor_edit_the_programs_columns(shipped: Played):
    table = shipped.play.look().book[DECISIONS]
    chair, book = shipped.play.office.officers["ketua"], shipped.play.office.book
    row = next(iter(table)).place
    chair.edit(book, {cell_range(DECISIONS.title, row, table.places["ketua"]): [[True]]})
    for column in ("sekretaris", "isi"):
        with pytest.raises(Exception, match="protected cell"):
            chair.edit(book, {cell_range(DECISIONS.title, row, table.places[column]): [[True]]})


def test_the_stop_cell_halts_all_sending(shipped: Played):
    secretary, book = shipped.play.office.officers["sekretaris"], shipped.play.office.book
    table = shipped.play.look().book[SETTINGS]
    where = cell_range(SETTINGS.title, table.rows[STOP].place, table.places["nilai"])
    secretary.edit(book, {where: [["ya"]]})
    try:
        assert shipped.play.look().stopped
    finally:
        secretary.edit(book, {where: [[""]]})


def test_every_frozen_ranking_is_recomputed_byte_for_byte(shipped: Played, tmp_path: Path):
    assert recomputed(shipped, tmp_path) == dict.fromkeys(("stage1", "stage2", "stage3", "final"), True)
