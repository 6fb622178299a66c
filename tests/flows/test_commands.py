"""The `panitia` command as people meet it: one clear line for what they can cause, and nothing written."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import SecretStr

from config.edition import load_rulebook
from config.settings import SHIPPED_RULEBOOK, SHIPPED_SEASON, Settings
from flows.passes.context import Pass
from flows.passes.setup import lay_out
from integrations.google.sheets import cell_range
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.tabs import PROPOSALS, REVIEW
from integrations.workspace import open_workspace

ROOT = Path(__file__).parents[2]


def panitia(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PANITIA_", "PREFECT_"))}
    return subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=clean | {"PYTHONPATH": str(ROOT)} | environment,
    )


@pytest.fixture
def server():
    with RehearsalServer(empty=True) as running:
        yield running


@pytest.fixture
def this(server) -> Pass:
    settings = Settings(google_base=server.base, token=SecretStr(server.token))
    rulebook = load_rulebook(SHIPPED_RULEBOOK)
    made = Pass(open_workspace(settings, rulebook.mailbox.address), rulebook, datetime.now(UTC))
    lay_out(made)
    return made


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def requests_that_write(server: RehearsalServer) -> list[str]:
    import httpx

    got = httpx.get(f"{server.base}/_rehearsal/requests", headers={"Authorization": f"Bearer {server.token}"}).json()
    return [r["id"] for r in got if r["method"] != "GET"]


def forget(server: RehearsalServer) -> None:
    import httpx

    httpx.delete(f"{server.base}/_rehearsal/requests", headers={"Authorization": f"Bearer {server.token}"})


def test_an_unreachable_workspace_is_named(tmp_path):
    line = one_line(
        panitia(
            "run", cwd=tmp_path, PANITIA_TOKEN="x", PANITIA_GOOGLE_BASE="http://127.0.0.1:9", PANITIA_RETRY_ATTEMPTS="1"
        )
    )
    assert "tidak dapat dihubungi" in line
    assert "PANITIA_GOOGLE_BASE" in line


def test_a_wrong_token_is_named_and_nothing_is_written(tmp_path, server, this):
    forget(server)
    line = one_line(panitia("run", cwd=tmp_path, PANITIA_TOKEN="wrong", PANITIA_GOOGLE_BASE=server.base))
    assert "PANITIA_TOKEN" in line
    assert requests_that_write(server) == []


def test_a_missing_heading_is_named_and_nothing_is_written(tmp_path, server, this):
    place = this.book[PROPOSALS].places["judul"]
    this.workspace.sheets.write(this.book.id, {cell_range(PROPOSALS.title, 1, place): [["Nama Lain"]]})
    forget(server)
    line = one_line(panitia("run", cwd=tmp_path, PANITIA_TOKEN=server.token, PANITIA_GOOGLE_BASE=server.base))
    assert (PROPOSALS.title in line, "Judul Inovasi" in line, "kembalikan" in line) == (True, True, True)
    assert requests_that_write(server) == []


def test_a_renamed_tab_is_named_and_nothing_is_written(tmp_path, server, this):
    tab = this.workspace.sheets.tabs(this.book.id)[REVIEW.title]
    this.workspace.sheets.change(
        this.book.id,
        [{"updateSheetProperties": {"properties": {"sheetId": tab.id, "title": "Tinjauan"}, "fields": "title"}}],
    )
    forget(server)
    line = one_line(panitia("run", cwd=tmp_path, PANITIA_TOKEN=server.token, PANITIA_GOOGLE_BASE=server.base))
    assert (REVIEW.title in line, "kembalikan" in line) == (True, True)
    assert requests_that_write(server) == []


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda s: (s / "edition.json").write_text("{"), "edition.json"),
        (lambda s: (s / "opd.csv").unlink(), "opd.csv"),
        (lambda s: (s / "mailbox" / "index.json").write_text("[]"), "index.json"),
        (lambda s: (s / "ballots" / "stage2.json").unlink(), "stage2.json"),
        (lambda s: (s / "people.json").write_bytes(b"\xff\xfe"), "people.json"),
    ],
)
def test_an_unreadable_season_is_named(tmp_path, damage, named):
    import shutil

    shutil.copytree(SHIPPED_SEASON, tmp_path / "season")
    damage(tmp_path / "season")
    assert named in one_line(panitia("rehearse", "--season", "season", cwd=tmp_path))


def test_wrong_usage_ends_with_two(tmp_path):
    assert [
        panitia(*words, cwd=tmp_path).returncode
        for words in (["run", "nosuch"], ["nosuch"], ["run", "--at", "yesterday"])
    ] == [2, 2, 2]


def test_an_address_others_can_reach_is_refused(tmp_path):
    assert "--i-know" in one_line(panitia("workspace", "--host", "0.0.0.0", cwd=tmp_path))


def test_setup_can_be_repeated_and_a_dry_run_writes_nothing(tmp_path, server):
    environment = {"PANITIA_TOKEN": server.token, "PANITIA_GOOGLE_BASE": server.base}
    assert [panitia("setup", cwd=tmp_path, **environment).returncode for _ in range(2)] == [0, 0]
    forget(server)
    assert (
        panitia("run", "--dry-run", cwd=tmp_path, **environment).stdout.strip() == "- menulis 7 baris pada tab Beranda"
    )
    assert requests_that_write(server) == []
    report = json.loads(panitia("report", "--json", cwd=tmp_path, **environment).stdout)
    documented = {"agencies", "ballots", "edition", "files", "letters", "proposals", "sources", "waiting"}
    assert set(report) == documented | {"objections"}


def test_every_command_of_the_readme_is_in_the_help(tmp_path):
    named = {
        line.split("`")[1].split()[1]
        for line in (ROOT / "README.md").read_text().splitlines()
        if line.startswith("| `panitia ")
    }
    shown = panitia("--help", cwd=tmp_path).stdout
    assert {name for name in named if name not in shown} == set()


def test_two_passes_never_overlap(tmp_path, server, this):
    from flows.lock import only_one

    environment = {
        "PANITIA_TOKEN": server.token,
        "PANITIA_GOOGLE_BASE": server.base,
        "PANITIA_DATA": str(tmp_path / "data"),
    }
    with only_one(tmp_path / "data", this.rulebook.edition.id):
        assert "sedang berjalan" in one_line(panitia("run", cwd=tmp_path, **environment))
    assert panitia("run", cwd=tmp_path, **environment).returncode == 0


def test_recompute_prints_the_ranking_alone_and_refuses_what_is_no_frozen_copy(tmp_path: Path) -> None:
    from competition.basis import basis_of
    from competition.scoring import Tally
    from competition.selection import Bench, stage_ranking
    from competition.snapshot import Snapshot, frozen_ranking

    rules = load_rulebook(SHIPPED_RULEBOOK)
    stage = rules.stages[0]
    cells = {n: {"a@x": {c.id: Fraction(70 + n) for c in stage.columns}} for n in (1, 2)}
    bench = Bench(rules, {stage.id: Tally(stage, cells)}, dict.fromkeys(cells, datetime(2027, 3, 1, tzinfo=UTC)))
    found = Snapshot(
        edition="e", decision=stage.id, label="L", revision=1, reason="", approved_at=datetime(2027, 5, 1, tzinfo=UTC), seats=7,
        entries=(), templates={}, letters={}, content=stage_ranking(stage, [1, 2], {}, bench).model_dump(),
        basis=basis_of(stage.id, bench, [1, 2]),
    )  # fmt: skip
    (tmp_path / "beku.json").write_bytes(found.canonical)
    done = panitia("recompute", "beku.json", "--sha256", found.sha256, cwd=tmp_path)
    assert (done.returncode, done.stdout.encode()) == (0, frozen_ranking(found) + b"\n"), done.stderr
    assert "SHA-256" in one_line(panitia("recompute", "beku.json", "--sha256", "0" * 64, cwd=tmp_path))
    (tmp_path / "lain.json").write_text("{}")
    assert one_line(panitia("recompute", "lain.json", cwd=tmp_path)).startswith("lain.json: bukan salinan beku")
    assert "tidak dapat dibaca" in one_line(panitia("recompute", "tidak-ada.json", cwd=tmp_path))


def test_a_stage_that_the_edition_no_longer_has_is_named_and_nothing_is_written(tmp_path, server, this):
    from integrations.workbook.tabs import SEATS

    this.book[SEATS].put("lama/juri@panel.example/1", tahap="lama", juri="juri@panel.example", usulan=1)
    this.book.save()
    forget(server)
    line = one_line(panitia("run", cwd=tmp_path, PANITIA_TOKEN=server.token, PANITIA_GOOGLE_BASE=server.base))
    assert ("tahap lama" in line, "kembalikan id tahap" in line) == (True, True)
    assert requests_that_write(server) == []
