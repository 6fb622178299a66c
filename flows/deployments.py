"""`panitia serve`: all flows on the edition's schedules on this machine, kept after a crash, a stop and a power cut.

A tick carries no meaning: whatever was missed is done by the next one, and one pass runs at once when serving begins.
Prefect's own record is kept in the data folder; losing it loses nothing but the history of runs.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, cast

import httpx

from config.edition import load_rulebook
from config.errors import FixSettings, Trouble, Wait
from config.settings import Settings
from flows.now import now_in
from flows.prefect_home import at_home
from flows.running import run_once

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment
    from prefect.flows import Flow

log = logging.getLogger("panitia")
_READY_SECONDS = 180
_CHECK_SECONDS = 300
DEFAULT_PASSES = {"season": "*/15 6-21 * * *"}


def serve_here(settings: Settings) -> None:
    """Serves until stopped. A server named by PREFECT_API_URL is used; otherwise one is started on loopback."""
    at_home(settings.data, ephemeral=False)
    with _server(settings):
        _catch_up(settings)
        from prefect import serve  # noqa: PLC0415 - reads PREFECT_API_URL, set just now

        made = _deployments(settings)
        threading.Thread(target=_watch, args=([f"{d.flow_name}/{d.name}" for d in made],), daemon=True).start()
        serve(*made, pause_on_shutdown=False, limit=1, print_starting_message=True)


def deploy(settings: Settings, pool: str) -> list[str]:
    """The names ("flow/deployment") of what stands on the server of PREFECT_API_URL for workers of this pool.

    A pool that is not there is made, for processes. A worker needs this program installed and its environment.
    """
    if not os.environ.get("PREFECT_API_URL"):
        raise FixSettings("PREFECT_API_URL kosong; isi alamat server Prefect tempat pekerja mengambil tugas")
    at_home(settings.data, ephemeral=False)
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - reads PREFECT_API_URL
    from prefect.client.schemas.actions import WorkPoolCreate  # noqa: PLC0415
    from prefect.exceptions import ObjectNotFound  # noqa: PLC0415

    made = _deployments(settings)
    try:
        with get_client(sync_client=True) as client:
            try:
                client.read_work_pool(pool)
            except ObjectNotFound:
                client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
        for each in made:
            each.apply(work_pool_name=pool)
    except httpx.HTTPError as error:
        said = f"{type(error).__name__} dari {os.environ['PREFECT_API_URL']}"
        raise FixSettings(f"server Prefect tidak menjawab sebagaimana mestinya ({said}); periksa PREFECT_API_URL") from error
    return [f"{d.flow_name}/{d.name}" for d in made]


def _deployments(settings: Settings) -> list[RunnerDeployment]:
    """The deployments of the edition's passes; FixSettings names a pass that no flow carries out."""
    from flows.catalogue import CATALOGUE  # noqa: PLC0415 - imports Prefect

    rulebook = load_rulebook(settings.competition)
    passes = rulebook.passes or DEFAULT_PASSES
    if unknown := set(passes) - set(CATALOGUE):
        raise FixSettings(f"{settings.competition.name} › passes: tidak ada flow bernama {', '.join(sorted(unknown))}")
    return [
        deployment(name, cron, rulebook.edition.id, rulebook.edition.timezone, CATALOGUE[name])
        for name, cron in passes.items()
    ]


def deployment(
    name: str, cron: str, edition: str, timezone: str, flow: Flow[[str | None], dict[str, int]]
) -> RunnerDeployment:
    """The deployment of one flow: its cron in the edition's zone, no two runs at once, a later one cancelled."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy  # noqa: PLC0415
    from prefect.schedules import Cron  # noqa: PLC0415
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415

    limit = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    made = flow.to_deployment(
        name=f"{edition}-{name}",
        schedules=[Cron(cron, timezone=timezone, slug=f"{edition}-{name}")],
        tags=[edition],
        concurrency_limit=limit,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast("RunnerDeployment", made)


def _catch_up(settings: Settings) -> None:
    """What was missed while nothing ran is done before the first tick."""
    url = os.environ.pop("PREFECT_API_URL")  # this pass needs no Prefect
    try:
        done = run_once(settings, "season", now_in(settings))
        log.warning("putaran awal: %s", done or "tidak ada yang perlu dikerjakan")
    except Wait as trouble:
        log.warning("putaran awal dilewati: %s", trouble)
    except Trouble as trouble:
        log.error("putaran awal gagal: %s", trouble)
    finally:
        os.environ["PREFECT_API_URL"] = url


@contextmanager
def _server(settings: Settings) -> Iterator[None]:
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    port = int(os.environ.get("PREFECT_SERVER_API_PORT", "4200"))
    url = f"http://127.0.0.1:{port}/api"
    with (settings.data / "prefect" / "server.log").open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        previous = signal.signal(signal.SIGTERM, _stop)
        try:
            _await(url, process, str(settings.data / "prefect" / "server.log"))
            os.environ["PREFECT_API_URL"] = url
            yield
        finally:
            signal.signal(signal.SIGTERM, previous)
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _await(url: str, process: subprocess.Popen[bytes], logs: str) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise FixSettings(f"server Prefect berhenti saat mulai; lihat {logs}")
        try:
            if httpx.get(f"{url}/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise FixSettings(f"server Prefect belum siap setelah {_READY_SECONDS} detik; lihat {logs}")


def _watch(names: list[str]) -> None:
    """Says so in the log when a deployment has no run ahead of it: schedules can be lost without any error."""
    while True:
        time.sleep(_CHECK_SECONDS)
        for name in names:
            try:
                if not future_runs(os.environ["PREFECT_API_URL"], name):
                    log.error("tidak ada putaran terjadwal untuk %s; mulai ulang panitia serve", name)
            except httpx.HTTPError as error:
                log.error("server Prefect tidak menjawab (%s); mulai ulang panitia serve", type(error).__name__)


def future_runs(url: str, name: str) -> int:
    """How many runs of a deployment ("flow/deployment") are scheduled."""
    flow, _, deployed = name.partition("/")
    body = {
        "deployments": {"name": {"any_": [deployed]}},
        "flows": {"name": {"any_": [flow]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    }
    answer = httpx.post(f"{url}/flow_runs/count", json=body, timeout=30)
    answer.raise_for_status()
    return int(answer.json())
