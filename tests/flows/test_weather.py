"""`panitia workspace --quota --latency`: what the options name is what the workspace keeps to."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from config.errors import FixSettings
from flows.weather import read_latency, read_quota

ROOT = Path(__file__).parents[2]


def test_quotas_are_named_by_a_table_or_a_file(tmp_path):
    file = tmp_path / "quota.json"
    file.write_text('{"table": "legacy", "sheets.read.user": 5}')
    assert [read_quota(each) for each in (None, "new", "legacy", str(file))] == [
        None, "new", "legacy", {"table": "legacy", "sheets.read.user": 5}
    ]  # fmt: skip


def test_latency_is_named_by_milliseconds_or_a_file(tmp_path):
    file = tmp_path / "latency.json"
    file.write_text('{"gmail.users.messages.send": {"median": 0.4, "sigma": 0.5}}')
    assert [read_latency(each) for each in (None, "250", str(file))] == [
        None, {"*": 0.25}, {"gmail.users.messages.send": {"median": 0.4, "sigma": 0.5}}
    ]  # fmt: skip


@pytest.mark.parametrize(("read", "text"), [
    (read_quota, "[]"), (read_quota, '{"gmail": 1}'), (read_quota, "{"), (read_latency, '{"*": "slow"}'),
    (read_latency, "[1]"),
])  # fmt: skip
def test_a_file_that_holds_none_is_named(tmp_path, read, text):
    file = tmp_path / "weather.json"
    file.write_text(text)
    with pytest.raises(FixSettings, match="weather.json"):
        read(str(file))


def test_a_negative_latency_is_refused():
    with pytest.raises(FixSettings):
        read_latency("-5")


def test_a_workspace_keeps_to_the_weather_of_its_options(tmp_path):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PANITIA_")}
    command = [sys.executable, "-c", "from flows.cli import main; main()", "workspace", "--empty", "--port", "0"]
    serving = subprocess.Popen(
        [*command, "--quota", "new", "--latency", "1"], stdout=subprocess.PIPE, text=True, cwd=tmp_path,
        env=clean | {"PYTHONPATH": str(ROOT), "PANITIA_TOKEN": "kunci"},
    )  # fmt: skip
    try:
        line = serving.stdout.readline()
        base = re.match(r"http://[\d.:]+", line).group()
        told = httpx.get(f"{base}/_rehearsal/quota", headers={"Authorization": "Bearer kunci"}).json()
        assert (told["legacy"], told["limits"]["sheets.read.user"]) == (False, 60)
    finally:
        serving.terminate()
        serving.wait(10)


def test_a_table_that_is_neither_word_nor_file_is_wrong_usage(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", "workspace", "--quota", "old"],
        capture_output=True, text=True, check=False, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr, json.dumps("old")[1:-1] in done.stderr) == (2, False, True)
