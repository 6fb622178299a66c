"""The sample season, from the first mail to the last letter, compared with its independent oracle."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.season.playing import Played, played
from tests.season.recomputing import recomputed

SHARED = Path(__file__).parents[3] / "shared"

pytestmark = pytest.mark.skipif(
    not (SHARED / "season").is_dir(), reason="the sample season is not beside this checkout"
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    with played(SHARED / "season", tmp_path_factory.mktemp("sample")) as done:
        yield done


def test_every_statement_of_the_oracle_agrees(sample: Played, tmp_path: Path):
    (tmp_path / "report.json").write_text(json.dumps(sample.play.report()))
    compared = subprocess.run(
        [sys.executable, SHARED / "tools" / "compare.py", SHARED / "season", tmp_path / "report.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (compared.returncode, compared.stdout.splitlines()[-1].split(":")[0]) == (
        0,
        "946 of 946 statements agree",
    ), compared.stdout


def test_a_further_pass_only_reads_and_little(sample: Played):
    sample.forget()
    assert sample.run(sample.play.clock) == "tidak ada yang perlu dikerjakan"
    methods = [r["method"] for r in sample.requests()]
    assert set(methods) == {"GET"}
    assert len(methods) <= 8


def test_every_letter_went_out_once_and_nothing_waits(sample: Played):
    report = sample.play.report()
    assert {letter["state"] for letter in report["letters"]} <= {"sent", "held"}
    assert len({letter["message_id"] for letter in report["letters"] if letter["state"] == "sent"}) == sum(
        letter["state"] == "sent" for letter in report["letters"]
    )
    assert report["waiting"] == []


def test_every_frozen_ranking_is_recomputed_byte_for_byte(sample: Played, tmp_path: Path):
    assert recomputed(sample, tmp_path) == dict.fromkeys(("stage1", "stage2", "stage3", "final"), True)
