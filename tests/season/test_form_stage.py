"""A small season whose last stage is scored on phones: by form alone, by both channels, and by sheet, side by side."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from fractions import Fraction
from typing import Any

import pytest

from competition.scoring import read_cell
from competition.stages import Stage
from flows.passes.decisions import frozen
from flows.rehearsing.people import Panel
from flows.rehearsing.play import Play, all_scenes, open_script
from flows.rehearsing.script import Wave
from integrations.rehearsal.forms import responses
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.tabs import BALLOTS, HISTORY, LETTERS, SCORES
from tests.season.playing import Played
from tests.season.small import SEATS, small_season

FIELD = "stage3"
pytestmark = pytest.mark.slow  # tests/flows/test_ballots.py holds the same by the piece
_IDS = itertools.count(1)


class Phones(Panel):
    """The first judge answers the form alone, the second the sheet and then, corrected, the form, the others the sheet."""

    play: Play
    server: RehearsalServer

    def type_ballot(self, stage: Stage, wave: Wave, judge: str, ballot: str, numbers: Mapping[str, int]) -> None:
        on_phone = sorted(wave.ballots)[:2]
        if stage.id != FIELD or judge not in on_phone:
            super().type_ballot(stage, wave, judge, ballot, numbers)
            return
        if judge == on_phone[1]:
            untrue = {self.script.conflict[stage.id]: False}
            wrong = {k: dict.fromkeys(row, 50) | untrue for k, row in wave.ballots[judge].items()}
            super().type_ballot(stage, Wave(wave.read_at, wave.submitted_at, {judge: wrong}), judge, ballot, numbers)
            self.look()  # the program sees the sheet before the form is sent
        for key, row in wave.ballots[judge].items():
            if key in numbers:
                self._answer(stage, judge, numbers[key], row)

    def look(self) -> None:
        """A pass in between."""
        assert self.play.clock is not None
        Played(self.play, self.server, []).run(self.play.clock)
        self.play.set_clock(self.play.clock.replace(second=self.play.clock.second + 1))

    def _answer(self, stage: Stage, judge: str, number: int, row: Mapping[str, Any]) -> None:
        this = self.play.look()
        form = this.book[BALLOTS].rows[f"{stage.id}/{judge}"].text("id_formulir")
        titles = {c.label: row.get(c.id) for c in stage.columns} | {"Catatan": "dari lapangan"}
        if row.get(self.script.conflict[stage.id]):
            titles["Benturan kepentingan"] = True
        told = {}
        for item in this.workspace.forms.form(form)["items"]:
            question = item["questionItem"]["question"]
            options = [o["value"] for o in question.get("choiceQuestion", {}).get("options", ())]
            value = titles.get(item["title"])
            if item["title"] == "Usulan yang dinilai":
                value = next((o for o in options if o.startswith(f"{number} - ")), None)
                if value is None:
                    return  # the script has rows that are not on the judge's list; a form does not offer them
            elif options:
                value = options[0] if value else None
            if value is not None:
                answer = {"textAnswers": {"answers": [{"value": str(value)}]}, "questionId": question["questionId"]}
                told[question["questionId"]] = answer
        assert self.play.clock is not None
        stamp = f"{self.play.clock.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
        response = {"responseId": f"R{next(_IDS)}", "createTime": stamp, "lastSubmittedTime": stamp, "respondentEmail": judge, "answers": told}  # fmt: skip
        store = self.server._store
        assert store is not None
        with store.write() as db:
            responses.put(db, form, json.loads(json.dumps(response)))


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    data = tmp_path_factory.mktemp("formulir")
    script = open_script(small_season(data / "season", 0, frozenset({FIELD})))
    with RehearsalServer(data / "workspace") as server:
        play = Play(script, server.base, server.token, data)
        play.begin()
        panel = Phones(script, play.panel.judges)
        panel.play, panel.server = play, server
        play.panel = panel
        done = Played(play, server, [])
        for scene in all_scenes(script):
            play.scene(scene, done.run, lambda _scene, _text: None)
        yield done


def typed(season: Played) -> dict[tuple[str, int], str]:
    """(judge, proposal) -> weighted total of what the judges meant, of complete rows without a conflict."""
    script = season.play.script
    stage, wave = script.rulebook.stage(FIELD), script.waves[FIELD][-1]
    report = season.play.report()
    numbers = {s["id"]: s["proposal"] for s in report["sources"]}
    found: dict[tuple[str, int], str] = {}
    for judge, rows in wave.ballots.items():
        for key, row in rows.items():
            cells = {c.id: read_cell(row.get(c.id), script.rulebook.scale) for c in stage.columns}
            if all(isinstance(v, Fraction) for v in cells.values()) and not row.get(script.conflict[FIELD]):
                value = sum((stage.weights[c] * v for c, v in cells.items() if isinstance(v, Fraction)), Fraction(0))
                found[judge, numbers[script.proposals[key]]] = f"{float(value):.2f}".replace(".", ",")
    return found


def test_what_was_meant_counts_whichever_channel_it_came_by(season: Played) -> None:
    this = season.play.look()
    rows = [r for r in this.book[SCORES] if r.text("tahap") == FIELD and r.text("keadaan") == "sah"]
    judged = {r.number("usulan") for r in rows}
    meant = {k: v for k, v in typed(season).items() if k[1] in judged}
    assert {(r.text("juri"), r.number("usulan")): r.text("jumlah") for r in rows} == meant
    assert len(judged) == SEATS
    phones = sorted(season.play.script.waves[FIELD][-1].ballots)[:2]
    assert {r.text("juri") for r in rows if r.text("saluran") == "formulir"} == set(phones)
    assert {r.text("saluran") for r in rows if r.text("juri") not in phones} == {"lembar nilai"}


def test_the_sheet_that_was_overtaken_by_the_form_is_kept(season: Played) -> None:
    second = sorted(season.play.script.waves[FIELD][-1].ballots)[1]
    kept = [r for r in season.play.look().book[HISTORY] if r.text("tahap") == FIELD and r.text("juri") == second]
    assert {(r.text("saluran"), r.text("jumlah")) for r in kept} >= {("lembar nilai", "50,00")}


def test_the_season_comes_to_its_end_with_receipts_for_every_judge_who_scored(season: Played) -> None:
    this = season.play.look()
    assert frozen(this, "final") is not None
    assert season.play.report()["waiting"] == []
    scored = {(r.text("tahap"), r.text("juri")) for r in this.book[SCORES] if r.text("keadaan") == "sah"}
    receipts = [r for r in this.book[LETTERS] if r.text("jenis") == "tanda-terima-nilai"]
    assert {(r.text("tahap"), r.text("kepada")) for r in receipts} >= scored
    assert {r.text("keadaan") for r in receipts} == {"terkirim"}


def test_nothing_of_the_stage_is_open_to_judges_any_more(season: Played) -> None:
    this = season.play.look()
    judges = {j.email for j in season.play.script.judges}
    ours = [i for (role, _), i in this.structure.items() if role in {"lembar", "folder", "formulir", "foto"}]
    assert {role for role, _ in this.structure} >= {"formulir", "foto"}
    assert [e for i in ours for e, _ in i.shared if e in judges] == []
    for row in this.book[BALLOTS]:
        if row.text("id_formulir"):
            state = this.workspace.forms.form(row.text("id_formulir"))["publishSettings"]["publishState"]
            assert state == {"isPublished": True, "isAcceptingResponses": False}


def test_a_further_pass_only_reads(season: Played) -> None:
    season.forget()
    assert season.play.clock is not None
    assert season.run(season.play.clock) == "tidak ada yang perlu dikerjakan"
    assert {r["method"] for r in season.requests()} == {"GET"}
