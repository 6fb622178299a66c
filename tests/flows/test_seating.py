"""What happens to a plan while a stage is judged: a recusal, a judge who stops, a third reader, equals for the pleno."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from flows.passes.context import Pass
from flows.passes.outlook import awaited
from flows.rehearsing.play import Play, all_scenes, open_script
from integrations.google.sheets import Grid, cell_range, whole
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.ballot import TAB
from integrations.workbook.tabs import BALLOTS, DECISIONS, JUDGES, LETTERS, PLENO, SEATS, TabSpec
from tests.season.playing import Played
from tests.season.small import small_season

STAGE = "stage1"


class Stage:
    """The first stage of a small season, two readers for each proposal, judged by hand."""

    def __init__(self, play: Play, done: Played) -> None:
        self.play, self.done = play, done
        self.at = play.clock or play.script.rulebook.intake.opens_at
        self.seen: dict[str, Any] = {}

    def look(self) -> Pass:
        return self.play.look()

    def run(self, at: datetime | None = None) -> None:
        self.at = at or self.at + timedelta(minutes=30)
        self.play.set_clock(self.at)
        self.done.run(self.at)

    def seats(self, state: str = "ditugaskan") -> set[tuple[str, int]]:
        rows = self.look().book[SEATS]
        return {
            (r.text("juri"), r.number("usulan") or 0)
            for r in rows
            if r.text("keadaan") == state and r.text("tahap") == STAGE
        }

    def ballot(self, judge: str) -> Grid:
        return self.play.panel.judges[judge].sheets.read(self._ballot(judge), [whole(TAB)])[0]

    def _ballot(self, judge: str) -> str:
        return self.look().book[BALLOTS].rows[f"{STAGE}/{judge}"].text("id")

    def row(self, judge: str, number: int) -> int:
        return next(i for i, r in enumerate(self.ballot(judge), 1) if i > 3 and r and r[0] == number)

    def types(self, judge: str, number: int, **cells: Any) -> None:
        """Cells of a row by heading; `nilai` fills every aspect."""
        grid, place = self.ballot(judge), self.row(judge, number)
        heads = [str(h) for h in grid[2]]
        aspects = [c.label for c in self.play.script.rulebook.stage(STAGE).columns]
        wanted = dict.fromkeys(aspects, cells["nilai"]) if "nilai" in cells else {"Benturan Kepentingan": True}
        self.play.panel.judges[judge].edit(
            self._ballot(judge), {cell_range(TAB, place, heads.index(h) + 1): [[v]] for h, v in wanted.items()}
        )

    def writes(self, spec: TabSpec, key: str, **cells: Any) -> None:
        """The secretary types in the workbook."""
        this = self.look()
        table = this.book[spec]
        place = table.rows[key].place or 0
        self.play.office.officers["sekretaris"].edit(
            this.book.id, {cell_range(spec.title, place, table.places[c]): [[v]] for c, v in cells.items()}
        )


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The stage after all that happened in it; `seen` holds what was seen on the way."""
    data = tmp_path_factory.mktemp("judged")
    folder = small_season(data / "season", 5)
    edition = json.loads((folder / "edition.json").read_text())
    edition["stages"][0] |= {"judges_per_proposal": 2, "third_reader_gap": 15, "linking_judges": 0}
    edition["tie_break"] = [{"step": "signifikansi"}]
    (folder / "edition.json").write_text(json.dumps(edition))
    script = open_script(folder)
    with RehearsalServer(data / "workspace") as server:
        play = Play(script, server.base, server.token, data)
        done = Played(play, server, [])
        play.begin()
        for scene in all_scenes(script):
            play.scene(scene, done.run, lambda _scene, _text: None)
            if scene.kind == "close":
                break
        stage = Stage(play, done)
        _happens(stage)
        yield stage


def _happens(stage: Stage) -> None:
    seen, judges = stage.seen, sorted(stage.play.panel.judges)
    barred = stage.seats("benturan")
    seen["first"] = stage.seats()
    # Somebody recuses whose place a third judge can take.
    judge, number = next((j, n) for j, n in sorted(seen["first"]) if all((o, n) not in barred for o in judges))
    third = next(o for o in judges if (o, number) not in seen["first"])
    seen["recusal"] = (judge, third, number)
    stage.types(judge, number)
    stage.run()
    seen["after recusal"] = (stage.seats(), stage.seats("mundur"))
    seen["row"] = stage.ballot(third)[stage.row(third, number) - 1]
    seen["retired"] = stage.ballot(judge)[stage.row(judge, number) - 1][-1]
    stage.run()  # counts the new row as not filled in
    stage.done.forget()
    stage.run()
    seen["idle"] = [r for r in stage.done.requests() if r["method"] != "GET" and ":batchGet" not in r["path"]]
    # A judge stops, a second one too, and both come back.
    stage.writes(JUDGES, judges[0], berhenti="sakit")
    stage.run()
    seen["alone"] = stage.seats()
    stage.writes(JUDGES, judges[1], berhenti="dinas luar")
    stage.run()
    seen["stopped"] = (judges[0], stage.seats(), [w.what for w in awaited(stage.look()) if "baru mempunyai" in w.what])
    for judge in judges[:2]:
        stage.writes(JUDGES, judge, berhenti="")
    stage.run()
    seen["back"] = stage.seats()
    # Everybody scores: two equals across the line, one proposal with a wide gap.
    numbers = sorted({n for _, n in stage.seats()})
    wide = next(n for n in numbers if n != number)
    values = dict.fromkeys(numbers, 70)
    for j, n in sorted(stage.seats()):
        value = values[n] + (15 if n == wide and j == max(x for x, m in stage.seats() if m == n) else 0)
        stage.types(j, n, nilai=value if n != wide else (55 if value == 70 else 95))
    stage.run(stage.look().readings(STAGE)[-1] + timedelta(minutes=1))
    seen["wide"], seen["called"] = wide, stage.seats() - seen["back"]
    seen["decisions"] = [r.text("kunci") for r in stage.look().book[DECISIONS]]
    seen["waits"] = [w.what for w in awaited(stage.look()) if "Pleno" in w.what]
    for j, n in seen["called"]:
        stage.types(j, n, nilai=70)
    stage.run()
    tie = next(r for r in stage.look().book[PLENO] if r.text("keadaan").startswith("menunggu"))
    seen["tie"] = tie.text("usulan")
    order = list(reversed(tie.text("usulan").split("; ")))
    stage.writes(PLENO, tie.text("kunci"), urutan="; ".join(order), oleh="Ketua")
    stage.run()
    seen["half"] = stage.look().book[PLENO].rows[tie.text("kunci")].text("keadaan")
    stage.writes(PLENO, tie.text("kunci"), alasan="dampak lebih luas", berita="7/BA/2026")
    stage.run()
    seen["used"] = stage.look().book[PLENO].rows[tie.text("kunci")].text("keadaan")
    seen["order"] = [int(n) for n in order]
    seen["summary"] = stage.look().book[DECISIONS].rows[STAGE].text("isi")


def test_a_recusal_is_taken_over_by_who_is_free_and_nobody_else_changes(judged: Stage) -> None:
    judge, third, number = judged.seen["recusal"]
    seats, recused = judged.seen["after recusal"]
    assert seats == (judged.seen["first"] - {(judge, number)}) | {(third, number)}
    assert recused == {(judge, number)}


def test_the_ballots_show_what_was_given_and_what_was_taken(judged: Stage) -> None:
    _, _, number = judged.seen["recusal"]
    assert judged.seen["row"][0] == number and judged.seen["row"][1] != ""
    assert judged.seen["retired"] == "dicabut: tidak lagi dinilai oleh Anda"


def test_after_a_change_a_pass_with_nothing_new_writes_nothing(judged: Stage) -> None:
    assert judged.seen["idle"] == []


def test_both_judges_are_told_of_the_change(judged: Stage) -> None:
    judge, third, _ = judged.seen["recusal"]
    letters = judged.look().book[LETTERS]
    keys = {r.text("kunci") for r in letters if r.text("jenis") == "perubahan-tugas"}
    assert {f"perubahan-tugas/{STAGE}/1/{j}" for j in (judge, third)} <= keys


def test_two_far_apart_across_the_line_call_a_third_reader_before_anything_is_proposed(judged: Stage) -> None:
    assert {n for _, n in judged.seen["called"]} == {judged.seen["wide"]}
    assert STAGE not in judged.seen["decisions"]
    assert any("penilai ketiga" in w for w in judged.seen["waits"])


def test_equals_across_the_line_wait_for_the_pleno_with_name_and_reason(judged: Stage) -> None:
    assert judged.seen["half"] == "menunggu pleno: isi Diputuskan Oleh dan Alasan"
    assert judged.seen["used"] == "dipakai"


def test_the_order_of_the_pleno_stands_in_what_the_officers_approve(judged: Stage) -> None:
    told = judged.seen["summary"]
    places = [told.index(f"nomor {n} ") for n in judged.seen["order"]]
    assert places == sorted(places)


def test_a_judge_who_stops_leaves_what_is_not_scored_and_beranda_says_what_is_lacking(judged: Stage) -> None:
    judge, seats, told = judged.seen["stopped"]
    given, alone = judged.seen["after recusal"][0], judged.seen["alone"]
    assert {j for j, _ in alone} == set(judged.play.panel.judges) - {judge}
    assert alone >= {(j, n) for j, n in given if j != judge}
    assert len(alone) == len(given)
    assert len({j for j, _ in seats}) == 1
    assert len(told) == len({n for _, n in given}) and all("baru mempunyai 1 dari 2 juri" in w for w in told)
    assert len(judged.seen["back"]) == len(given)


def test_a_judge_who_stops_later_keeps_what_was_scored(judged: Stage) -> None:
    before, judge = judged.seats(), min(judged.play.panel.judges)
    judged.writes(JUDGES, judge, berhenti="sakit")
    judged.run()
    assert judged.seats() == before
