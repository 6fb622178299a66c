"""Rights: the program asks for the least, a judge sees the own ballots and proposals while the stage lasts, an agency nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from googleapiclient import discovery_cache
from pydantic import SecretStr

from flows.rehearsing.play import Play, all_scenes, open_script
from integrations.google.clients import SCOPES
from integrations.google.patience import Gone
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.tabs import AGENCIES, BALLOTS, PROPOSALS, SEATS
from integrations.workspace import Workspace, open_workspace
from tests.season.playing import HTTP, Played
from tests.season.small import small_season
from tests.trust.desk import Desk

ROOT = Path(__file__).parents[2]
AUTH = "https://www.googleapis.com/auth/"


def test_the_scopes_in_the_guide_are_those_that_are_asked_for_each_with_its_reason() -> None:
    guide = (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^ +\| `([a-z.]+)` \| (.+?) \|$", guide, re.MULTILINE))
    assert list(listed) == [s.removeprefix(AUTH) for s in SCOPES]
    assert all(listed.values())


def test_no_scope_opens_more_than_another_that_would_do() -> None:
    wide = {"gmail.modify", "mail.google.com", "drive", "forms.body"}
    assert not {s.removeprefix(AUTH) for s in SCOPES} & wide


def as_person(at: Desk, email: str) -> Workspace:
    """Google as somebody sees it who has a token of the own account."""
    admin = {"Authorization": f"Bearer {at.play._admin}"}
    made = HTTP.post(f"{at.play.base}/_rehearsal/users", headers=admin, json={"email": email, "name": email})
    made.raise_for_status()
    token = made.json().get("token") or made.json()["users"][0]["token"]
    return open_workspace(at.play.settings.model_copy(update={"token": SecretStr(token)}), email)


def as_judge(at: Desk, email: str) -> Workspace:
    token = at.play.panel.judges[email].sheets._client.http_client.auth.token
    return open_workspace(at.play.settings.model_copy(update={"token": SecretStr(token)}), email)


def seen(workspace: Workspace) -> set[str]:
    """Ids of everything in Drive that this person can find."""
    return {f["id"] for f in workspace.drive._files.list(pageSize=1000, fields="files(id)").execute().get("files", ())}


def test_a_judge_finds_the_ballot_of_the_open_stage_and_the_assigned_proposals_and_nothing_else(at: Desk) -> None:
    this = at.look()
    ballots = [r for r in this.book[BALLOTS] if r.text("tahap") == "stage2"]
    assert len(ballots) > 1
    for ballot in ballots:
        judge = ballot.text("juri")
        numbers = {
            r.text("usulan")
            for r in this.book[SEATS]
            if (r.text("tahap"), r.text("juri"), r.text("keadaan")) == ("stage2", judge, "ditugaskan")
        }
        folders = {r.text("folder") for r in this.book[PROPOSALS] if r.text("nomor") in numbers}
        inside = {
            i.id
            for i in this.workspace.drive.marked("panitia-berkas", this.rulebook.edition.id)
            if set(i.parents) & folders
        }
        assert numbers
        assert inside
        assert seen(as_judge(at, judge)) == {ballot.text("id")} | folders | inside


def test_a_judge_opens_neither_the_workbook_nor_anothers_ballot_nor_a_ballot_of_a_stage_that_is_over(at: Desk) -> None:
    this = at.look()
    one, other = [r for r in this.book[BALLOTS] if r.text("tahap") == "stage2"][:2]
    over = next(r for r in this.book[BALLOTS] if (r.text("tahap"), r.text("juri")) == ("stage1", one.text("juri")))
    me = as_judge(at, one.text("juri"))
    assert me.sheets.tabs(one.text("id"))
    for closed in (this.book.id, other.text("id"), over.text("id")):
        with pytest.raises(Exception, match="tidak berhak|tidak ditemukan"):
            me.sheets.tabs(closed)


def test_a_judge_shares_the_own_ballot_with_nobody(at: Desk) -> None:
    ballot = next(r for r in at.look().book[BALLOTS] if r.text("tahap") == "stage2")
    with pytest.raises(Exception, match="tidak berhak"):
        as_judge(at, ballot.text("juri")).drive.share([(ballot.text("id"), "wartawan@surel.example", "reader")])


def test_an_officer_shares_the_workbook_with_nobody(at: Desk) -> None:
    officer = at.play.office.officers["sekretaris"]
    token = officer.sheets._client.http_client.auth.token
    mine = open_workspace(at.play.settings.model_copy(update={"token": SecretStr(token)}), officer.email)
    with pytest.raises(Exception, match="tidak berhak"):
        mine.drive.share([(at.look().book.id, "wartawan@surel.example", "writer")])


def test_an_agency_finds_and_opens_nothing(at: Desk) -> None:
    this = at.look()
    code = this.book[PROPOSALS].rows["1"].text("kode")
    agency = as_person(at, this.book[AGENCIES].rows[code].text("surel").split(";")[0])
    assert seen(agency) == set()
    assert agency.gmail.arrived(this.rulebook.intake.opens_at) == []
    places = [this.book.id, this.book[PROPOSALS].rows["1"].text("folder"), *(r.text("id") for r in this.book[BALLOTS])]
    for place in places:
        with pytest.raises(Gone):
            agency.drive.download(place, 10)


def test_every_scope_is_one_that_a_method_we_call_accepts() -> None:
    documents = "".join(
        discovery_cache.get_static_doc(n, v) or ""
        for n, v in (("gmail", "v1"), ("drive", "v3"), ("sheets", "v4"), ("forms", "v1"))
    )  # type: ignore[no-untyped-call]
    assert [s for s in SCOPES if s not in documents] == []


@pytest.mark.slow
def test_a_whole_season_needs_no_scope_but_those_that_are_asked_for(tmp_path: Path) -> None:
    """Forms for judges, folders for photos, papers and letters included; with drive.file only own files are changed."""
    script = open_script(small_season(tmp_path / "season", 0, frozenset({"stage1"})))
    with RehearsalServer(tmp_path / "workspace") as server:
        asked = {"grant_type": "refresh_token", "refresh_token": server.token, "scope": " ".join(SCOPES)}
        token = HTTP.post(f"{server.base}/token", data=asked).json()["access_token"]
        play = Play(script, server.base, server.token, tmp_path)
        done = Played(play, server, [])
        play.begin()
        play.settings = play.settings.model_copy(update={"token": SecretStr(token)})
        for scene in all_scenes(script):
            play.scene(scene, done.run, lambda _scene, _text: None)
        report = play.report()
    assert [p["final"]["award"] for p in report["proposals"] if p["final"] and p["final"]["award"]] != []
    assert {letter["state"] for letter in report["letters"]} <= {"sent", "held"}  # held: no longer needed
