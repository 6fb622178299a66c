"""The rehearsal workspace as a running server: in this process (a thread) or as a command of its own."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import shutil
import socket
import struct
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from integrations.rehearsal import identity, methods, season
from integrations.rehearsal.app import build
from integrations.rehearsal.calls import Site
from integrations.rehearsal.faults import Faults
from integrations.rehearsal.journal import Journal
from integrations.rehearsal.latency import Latency
from integrations.rehearsal.quotas import Quotas
from integrations.rehearsal.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

DATABASE = "workspace.sqlite3"
START_SECONDS = 15.0
KEEP_ALIVE_SECONDS = 240  # as long as Google: clients come back to a connection long after they used it
BUILT = methods.MODULES  # importing them registered their methods


class Cuttable(H11Protocol):
    """A connection that a request can cut without a word, as a network does."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Every request of the connection finds `abort` in its state."""
        super().connection_made(transport)

        def abort(*, gently: bool = False) -> None:
            if gently:  # what was written still arrives, then the connection ends
                transport.close()
                return
            raw = transport.get_extra_info("socket")
            if raw is not None:  # no lingering: the peer sees a reset, not an end
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()

        self.app_state = {**self.app_state, "abort": abort}


class RehearsalServer:
    """A Google Workspace on loopback; the state lies in `data`, or in a directory that is removed at the end."""

    def __init__(
        self, data: Path | None = None, *, host: str = "127.0.0.1", port: int = 0, token: str | None = None,
        empty: bool = False, quota: Any = None, latency: Any = None, seed: int = 0, check_answers: bool = False,
    ) -> None:  # fmt: skip
        """Prepare the server; nothing listens before `start`.

        `quota` and `latency` as in `PUT /_rehearsal/quota` and `/latency`, off by default; with `check_answers` an
        answer that Google's schema does not allow is a 500 that says what is wrong with it.
        """
        self._quotas = Quotas(quota)
        self._latency = Latency(latency, seed)
        self._checked = check_answers
        self.token = token or secrets.token_urlsafe(24)
        self.host = host
        self.port = port
        self.empty = empty
        self._data = data
        self._temporary: Path | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._store: Store | None = None

    @property
    def base(self) -> str:
        """The address all Google APIs of this workspace are reached at."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> Self:
        """The server listens; `base` is its address."""
        listening = self._prepare()
        started = threading.Event()
        self._server = self._configured(started.set)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, name="rehearsal", daemon=True
        )
        self._thread.start()
        if not started.wait(START_SECONDS):
            msg = f"the rehearsal workspace did not start on {self.base}"
            raise RuntimeError(msg)
        return self

    def stop(self) -> None:
        """Nothing listens any more; a temporary directory is gone."""
        if self._server is not None:
            self._server.should_exit = True
            self._server.force_exit = True
        if self._thread is not None:
            self._thread.join(10)
        self._close()

    def run(self, announce: Callable[[RehearsalServer], None]) -> None:
        """Serve in this thread until the process is told to stop; `announce` is called when the server listens."""
        listening = self._prepare()
        try:
            with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again after a clean end
                self._configured(lambda: announce(self)).run(sockets=[listening])
        finally:
            self._close()

    def import_season(self, directory: Path, deliver: str = "clock") -> dict[str, object]:
        """The season lies in the workspace (before or after start); SeasonError where it cannot be read."""
        store = self._opened()
        with store.write() as db:
            return season.bring_in(db, directory, deliver=deliver)

    def _opened(self) -> Store:
        if self._store is None:
            if self._data is None:
                self._temporary = Path(tempfile.mkdtemp(prefix="panitia-rehearsal-"))
            directory = self._data or self._temporary
            assert directory is not None  # noqa: S101 - one of the two was set above
            directory.mkdir(parents=True, exist_ok=True)
            self._store = Store(directory / DATABASE, durable=self._data is not None)
            with self._store.write() as db:
                identity.set_first_token(db, self.token)
        return self._store

    def _prepare(self) -> socket.socket:
        self._opened()
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        # asyncio turns off the delay of small packets only where the protocol is named.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((self.host, self.port))
        except OSError:
            listening.close()
            self._close()
            raise
        self.port = listening.getsockname()[1]
        return listening

    def _configured(self, started: Callable[[], None]) -> uvicorn.Server:
        site = Site(
            self._opened(), Journal(), Faults(), self.token, self.empty, quotas=self._quotas, latency=self._latency,
            checked=self._checked,
        )  # fmt: skip
        config = uvicorn.Config(
            build(site, [self.host]), http=Cuttable, ws="none", lifespan="off", log_level="warning", access_log=False,
            timeout_graceful_shutdown=2, timeout_keep_alive=KEEP_ALIVE_SECONDS, backlog=256,
        )  # fmt: skip
        return Announcing(config, started)

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary = None

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()


class Announcing(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        """`started` is called once, when requests are taken."""
        super().__init__(config)
        self._announce = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._announce()


def serve(
    *, data: Path | None = None, host: str = "127.0.0.1", port: int = 8765, token: str | None = None,
    empty: bool = False, season_dir: Path | None = None, quota: Any = None, latency: Any = None,
    announce: Callable[[RehearsalServer], None] | None = None,
) -> None:  # fmt: skip
    """Serve the workspace until the process is told to stop; a season is brought in first where one is named."""
    server = RehearsalServer(data, host=host, port=port, token=token, empty=empty, quota=quota, latency=latency)
    if season_dir is not None:
        server.import_season(season_dir)
    server.run(announce or _say)


def _say(server: RehearsalServer) -> None:
    """The operator knows the address, the token and the door to the pages."""
    sys.stdout.write(f"{server.base}  token: {server.token}\nPages: {server.base}/?kunci={server.token}\n")
    sys.stdout.flush()
