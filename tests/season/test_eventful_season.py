"""The sample season as it goes when everything happens: recusals, third readers, an open tie, forms, an upheld objection."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest

from competition import effects
from competition.selection import Ranking
from competition.stages import Stage
from config.settings import SHIPPED_SEASON
from flows.passes.decisions import frozen
from flows.passes.pleno import ASKED, SEATED
from flows.passes.seating import RECUSED
from flows.rehearsing.people import Office
from flows.rehearsing.play import Play, all_scenes, open_script
from flows.rehearsing.script import Wave
from integrations.google.sheets import Grid, cell_range
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.ballot import TAB, fixed
from integrations.workbook.book import Workbook
from integrations.workbook.tabs import BALLOTS, DECISIONS, LETTERS, OBJECTIONS, PAPERS, PLENO, RANKING, SCORES, SEATS
from tests.disputes.counter import RELEASE, STAGE, Counter, Hesitant
from tests.season.playing import Played
from tests.season.test_form_stage import FIELD, Phones

SAMPLE = Path(__file__).parents[3] / "shared" / "season"
pytestmark = pytest.mark.slow
FIRST: list[Ranking] = []  # the first stage's ranking as it was first approved


class Pleno:
    """Officers who also write the order of equals, the higher number first."""

    officers: dict[str, Any]
    book: str

    def _parts(self, book: Workbook) -> None:
        for row in book[PLENO]:
            if row.text("keadaan").startswith(ASKED) and "/ketiga/" not in row.text("kunci") and not row.text("urutan"):
                order = "; ".join(sorted(row.text("usulan").split("; "), key=int, reverse=True))
                told = {"urutan": order, "oleh": "Ketua", "alasan": "rapat pleno juri", "berita": "3/BA/2026"}
                places = book[PLENO].places
                cells: dict[str, Grid] = {
                    cell_range(PLENO.title, row.place or 0, places[c]): [[v]] for c, v in told.items()
                }
                self.officers["sekretaris"].edit(self.book, cells)


class Careful(Hesitant, Pleno):  # type: ignore[misc]
    def _approve(self, book: Workbook, typed: dict[str, dict[str, Grid]]) -> None:
        self._parts(book)
        super()._approve(book, typed)


class Swift(Office, Pleno):  # type: ignore[misc]
    def _approve(self, book: Workbook, typed: dict[str, dict[str, Grid]]) -> None:
        self._parts(book)
        super()._approve(book, typed)


class Seated(Phones):
    """Judges who type only what is theirs; whoever is called later scores by what the script says of them, or 70."""

    def type_ballot(self, stage: Stage, wave: Wave, judge: str, ballot: str, numbers: Mapping[str, int]) -> None:
        seats = self.play.look().book[SEATS]
        mine = {
            r.number("usulan")
            for r in seats
            if r.text("tahap") == stage.id and r.text("juri") == judge and r.text("keadaan") == SEATED
        }
        unknown = {c.id: 70 for c in stage.columns}
        rows = {k: wave.ballots[judge].get(k, unknown) for k, n in numbers.items() if n in mine}
        super().type_ballot(
            stage, Wave(wave.read_at, wave.submitted_at, {**wave.ballots, judge: rows}), judge, ballot, numbers
        )

    def catch_up(self, stage: str) -> None:
        """Every seat of the stage that has no score yet gets one: who got there by our events is not in the script."""
        book = self.play.look().book
        scored = {r.text("kunci") for r in book[SCORES]}
        open_to: dict[str, set[int]] = {}
        for row in book[SEATS]:
            if row.text("tahap") == stage and row.text("keadaan") == SEATED and row.text("kunci") not in scored:
                open_to.setdefault(row.text("juri"), set()).add(row.number("usulan") or 0)
        rules = self.script.rulebook.stage(stage)
        first, columns = len(fixed(rules)) + 1, len(rules.columns)
        for judge, numbers in open_to.items():
            ballot = book[BALLOTS].rows[f"{stage}/{judge}"].text("id")
            grid = self.judges[judge].sheets.read(ballot, [f"'{TAB}'"])[0]
            cells: dict[str, Grid] = {
                cell_range(TAB, place, first, 1, columns): [[70] * columns]
                for place, row in enumerate(grid, 1)
                if row and row[0] in numbers
            }
            self.judges[judge].edit(ballot, cells)


def eventful(target: Path) -> Path:
    """The sample season (or the shipped one) under rules by which much can happen."""
    shutil.copytree(SAMPLE if SAMPLE.exists() else SHIPPED_SEASON, target, copy_function=shutil.copyfile)
    target.chmod(0o755)
    (target / "edition.json").chmod(0o644)
    edition = json.loads((target / "edition.json").read_text())
    edition["stages"][0] |= {"judges_per_proposal": 2, "third_reader_gap": 6}
    edition["stages"][2] |= {"form": True}
    edition["tie_break"] = [t for t in edition["tie_break"] if t["step"] != "received_at"]
    edition["objections"] = {"days": 2, "decisions": [STAGE]}
    (target / "edition.json").write_text(json.dumps(edition))
    return target


def equal(at: Counter, one: int, other: int) -> None:
    """Both proposals have the value of the first in every ballot that counts for them."""
    value = float(at.row(RANKING, effects.placing(STAGE, one)).text("nilai").replace(",", "."))
    for number in (one, other):
        at.rescores(number, value)


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    data = tmp_path_factory.mktemp("eventful")
    script = open_script(eventful(data / "season"))
    with RehearsalServer(data / "workspace") as server:
        play = Play(script, server.base, server.token, data)
        done = Played(play, server, [])
        play.begin()
        play.office.__class__ = Careful
        panel = Seated(script, play.panel.judges)
        panel.play, panel.server = play, server
        play.panel = panel
        scenes = all_scenes(script)
        found = Counter(play, done)
        for scene in scenes:
            if scene.stage in {"", STAGE} and scene.kind in {"close", "wave"}:
                play.scene(scene, done.run, lambda _scene, _text: None)
        _first_stage(found)
        play.office.__class__ = Swift
        for scene in scenes:
            if scene.stage not in {"", STAGE} or scene.kind == "final":
                play.scene(scene, done.run, lambda _scene, _text: None)
                for _ in range(4):
                    _settled(found, scene.stage or STAGE)
        yield found


def _settled(at: Counter, stage: str) -> None:
    """A pass, and what judges and officers then do."""
    panel = at.play.panel
    assert isinstance(panel, Seated)
    at.goes()
    panel.catch_up(stage)
    at.play.office.act(at_close=True)
    at.seen = None


def _first_stage(at: Counter) -> None:
    """A tie across the line is parted by the pleno, third readers read, one objection is upheld and answered."""
    seats = at.play.script.rulebook.stage(STAGE).advance or 0
    for _ in range(3):
        _settled(at, STAGE)
    order = at.ranks()
    equal(at, order[seats - 1], order[seats])
    for _ in range(4):
        _settled(at, STAGE)
    at.goes()
    at.ticks(DECISIONS, STAGE)
    at.goes()
    FIRST.append(Ranking.model_validate(frozen(at.look(), STAGE)))
    at.ticks(DECISIONS, RELEASE)
    for _ in range(2):
        at.goes()
    loser = at.ranks()[-1]
    at.writes(at.address(loser), "Sanggahan atas hasil", "Kami menyanggah nilai usulan kami.", to=loser)
    at.goes()
    at.types(OBJECTIONS, "SGH-001", putusan="diterima", alasan="Nilai tertukar.", oleh="Ketua Tim")
    at.types(DECISIONS, STAGE, ulang="Sanggah SGH-001: nilai tertukar")
    at.rescores(loser, 99)
    for _ in range(4):
        _settled(at, STAGE)
    at.goes()
    at.ticks(DECISIONS, STAGE)
    at.goes()
    at.ticks(DECISIONS, RELEASE)
    for _ in range(3):
        _settled(at, STAGE)
    at.goes(days=3)


def test_judges_who_recused_were_replaced_and_everybody_has_two_readers_or_three(at: Counter) -> None:
    rows = [r for r in at.look().book[SEATS] if r.text("tahap") == STAGE]
    assert [r for r in rows if r.text("keadaan") == RECUSED] != []
    readers: dict[int, int] = {}
    for row in rows:
        if row.text("keadaan") == "ditugaskan":
            readers[row.number("usulan") or 0] = readers.get(row.number("usulan") or 0, 0) + 1
    assert set(readers.values()) == {2, 3}


def test_an_open_tie_was_parted_by_the_pleno_and_the_trace_says_so(at: Counter) -> None:
    (ranking,) = FIRST
    parted = [p for p in ranking.placings if "diputuskan pleno (Ketua: rapat pleno juri" in (p.tie_break or "")]
    assert {p.advances for p in parted} == {True, False}


def test_the_upheld_objection_is_answered_by_a_second_revision_and_the_winner_of_it_goes_on(at: Counter) -> None:
    assert at.cases()["SGH-001"].startswith("selesai: diterima, dijawab revisi 2")
    raised = at.row(OBJECTIONS, "SGH-001").number("usulan")
    assert raised in at.seated("stage2")


def test_the_field_stage_was_scored_by_sheet_and_by_form(at: Counter) -> None:
    rows = [r for r in at.look().book[SCORES] if r.text("tahap") == FIELD and r.text("keadaan") == "sah"]
    assert {r.text("saluran") for r in rows} == {"lembar nilai", "formulir"}


def test_the_season_ends_with_winners_and_nothing_waits(at: Counter) -> None:
    report = at.play.report()
    awards = [p["final"]["award"] for p in report["proposals"] if p["final"] and p["final"]["award"]]
    assert sorted(awards) == sorted(at.play.script.rulebook.awards)
    assert [w for w in report["waiting"] if w["for"] in {"sekretaris", "ketua"}] == []
    keys = [r.text("kunci") for r in at.look().book[LETTERS] if r.text("keadaan") == "terkirim"]
    gmail = at.look().workspace.gmail
    sent = [gmail.key(m)[0] for m in gmail.sent(at.play.script.rulebook.intake.opens_at)]
    assert sorted(k for k in sent if k) == sorted(keys)
    assert effects.outcome(STAGE, report["proposals"][0]["number"]) in keys


def test_every_paper_opens_in_word_and_in_libreoffice(at: Counter, tmp_path: Path) -> None:
    this = at.look()
    papers = [r for r in this.book[PAPERS] if r.text("id_docx")]
    assert len(papers) > 10
    for nth, row in enumerate(papers):
        data = this.workspace.drive.download(row.text("id_docx"), 10_000_000)
        assert isinstance(data, bytes)
        assert docx.Document(io.BytesIO(data)).paragraphs
        (tmp_path / f"{nth}.docx").write_bytes(data)
        pdf = this.workspace.drive.download(row.text("id_pdf"), 10_000_000)
        assert isinstance(pdf, bytes) and pdf.startswith(b"%PDF-")
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is missing: apt-get install libreoffice-writer-nogui")
    files = sorted(str(f) for f in tmp_path.glob("*.docx"))
    subprocess.run(
        [office, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True,
        capture_output=True,
        timeout=600,
    )
    assert len(list(tmp_path.glob("*.pdf"))) == len(papers)
