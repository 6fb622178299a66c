"""The passes as Prefect flows: one server for all of these tests, because starting one takes most of a minute."""

import asyncio
import os
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from config.edition import load_rulebook
from config.settings import SHIPPED_RULEBOOK, Settings
from flows.passes.context import Pass
from flows.passes.season import FLOWS
from flows.passes.setup import lay_out
from flows.prefect_home import at_home
from integrations.rehearsal.server import RehearsalServer
from integrations.workspace import open_workspace

AT = "2027-03-02T09:00:00+07:00"
STEPS = sorted([*FLOWS, "open", "timetable", "confirmation", "papers", "home"])


@pytest.fixture(scope="module")
def prefect(tmp_path_factory):
    data = tmp_path_factory.mktemp("prefect")
    before = dict(os.environ)
    for name in [n for n in os.environ if n.startswith(("PANITIA_", "PREFECT_"))]:
        del os.environ[name]
    with RehearsalServer(empty=True) as server:
        os.environ |= {
            "PANITIA_GOOGLE_BASE": server.base,
            "PANITIA_TOKEN": server.token,
            "PANITIA_DATA": str(data),
            "PANITIA_RETRY_ATTEMPTS": "1",
        }
        rulebook = load_rulebook(SHIPPED_RULEBOOK)
        this = Pass(
            open_workspace(Settings(google_base=server.base, token=SecretStr(server.token)), rulebook.mailbox.address),
            rulebook,
            datetime.now(UTC),
        )
        lay_out(this)
        at_home(data, ephemeral=True)
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            yield server
    os.environ.clear()
    os.environ.update(before)


def test_a_season_run_has_its_name_its_tag_and_one_task_per_step(prefect):
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter

    from flows.season import season

    state = season(AT, return_state=True)
    assert state.is_completed()

    async def look():
        async with get_client() as client:
            run = await client.read_flow_run(state.state_details.flow_run_id)
            for _ in range(60):  # task runs are told by events, a moment later
                tasks = await client.read_task_runs(flow_run_filter=FlowRunFilter(id={"any_": [run.id]}))
                if len(tasks) == len(STEPS):
                    break
                await asyncio.sleep(0.5)
            return run, sorted(t.name for t in tasks)

    run, tasks = asyncio.run(look())
    assert run.name == f"season {AT}"
    assert tasks == STEPS


def test_the_summary_of_a_run_is_an_artifact(prefect):
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

    from flows.intake import intake

    intake(AT)

    async def look():
        async with get_client() as client:
            return await client.read_artifacts(
                artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["panitia-kipp-2027-intake"]))
            )

    (found,) = asyncio.run(look())
    assert found.type == "markdown"
    assert "tidak ada yang perlu dikerjakan" in str(found.data)


def test_trouble_fails_the_run_with_its_reason(prefect, monkeypatch):
    from flows.intake import intake

    monkeypatch.setenv("PANITIA_TOKEN", "wrong")
    state = intake(AT, return_state=True)
    assert state.is_failed()
    assert "PANITIA_TOKEN" in str(state.message)


def test_every_flow_can_be_served_by_its_module_path(prefect):
    from flows.catalogue import CATALOGUE
    from flows.deployments import deployment

    made = {name: deployment(name, "0 7 * * *", "kipp-2027", "Asia/Jakarta", flow) for name, flow in CATALOGUE.items()}
    assert {name: (d.entrypoint, str(d.schedules[0].schedule.timezone)) for name, d in made.items()} == {
        name: (f"flows.{name}.{name}", "Asia/Jakarta") for name in CATALOGUE
    }


def test_deploy_registers_the_passes_for_workers_of_a_pool_and_can_be_repeated(prefect, monkeypatch):
    from prefect.client.orchestration import get_client

    from config.settings import load_settings
    from flows.deployments import deploy

    with get_client(sync_client=True) as client:
        monkeypatch.setenv("PREFECT_API_URL", str(client.api_url))
        for _ in range(2):
            assert deploy(load_settings(), "kantor") == ["season/kipp-2027-season"]
        found = client.read_deployment_by_name("season/kipp-2027-season")
        pool = client.read_work_pool("kantor")
    assert (pool.type, found.work_pool_name, found.entrypoint) == ("process", "kantor", "flows.season.season")
    assert [(s.schedule.cron, s.schedule.timezone) for s in found.schedules] == [("*/15 6-21 * * *", "Asia/Jakarta")]


def test_deploy_without_a_server_says_what_to_set(prefect, monkeypatch):
    from config.errors import FixSettings
    from config.settings import load_settings
    from flows.deployments import deploy

    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with pytest.raises(FixSettings, match="PREFECT_API_URL"):
        deploy(load_settings(), "kantor")


@pytest.mark.slow
def test_a_served_season_gets_runs_ahead_and_keeps_them_after_a_kill(tmp_path):
    import signal
    import subprocess
    import sys
    import time

    import httpx

    from flows.deployments import future_runs

    with RehearsalServer(empty=True) as server:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | {
            "PANITIA_GOOGLE_BASE": server.base,
            "PANITIA_TOKEN": server.token,
            "PANITIA_DATA": str(tmp_path),
            "PREFECT_SERVER_API_PORT": "4391",
        }
        subprocess.run(
            [sys.executable, "-c", "from flows.cli import main; main()", "setup"],
            env=environment,
            check=True,
            capture_output=True,
        )
        for _ in range(2):  # the second time after a kill of everything
            serving = subprocess.Popen(
                [sys.executable, "-c", "from flows.cli import main; main()", "serve"],
                env=environment,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            ahead, until = 0, time.monotonic() + 240
            while ahead < 3 and time.monotonic() < until:
                time.sleep(2)
                try:
                    ahead = future_runs("http://127.0.0.1:4391/api", "season/kipp-2027-season")
                except httpx.HTTPError:
                    continue
            os.killpg(serving.pid, signal.SIGKILL)
            assert ahead >= 3
