"""One rehearsal workspace for all tests of this directory, emptied before each, and Google's own clients on it."""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gspread
import gspread.http_client
import pytest
from google.oauth2.credentials import Credentials
from googleapiclient import discovery, discovery_cache
from googleapiclient.errors import HttpError

from integrations.rehearsal.server import RehearsalServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEASON = Path(__file__).parents[3] / "shared" / "season"
VERSIONS = {"gmail": "v1", "drive": "v3", "sheets": "v4", "forms": "v1"}
IDLE_SECONDS = 60.0
HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")


@cache
def _document(api: str, base: str) -> str:
    loaded = json.loads(discovery_cache.get_static_doc(api, VERSIONS[api]))
    loaded["rootUrl"] = base + "/"
    loaded["baseUrl"] = loaded["rootUrl"] + loaded["servicePath"]
    loaded.pop("mtlsRootUrl", None)
    return json.dumps(loaded)


@dataclass
class World:
    """The workspace as a client sees it."""

    server: RehearsalServer
    known: dict[tuple[str, str], Any] = field(default_factory=dict)
    used: float = 0.0

    def wake(self) -> None:
        """Clients that lay idle for long are forgotten: the server has closed their connections, as Google does."""
        if time.monotonic() - self.used > IDLE_SECONDS:
            self.known.clear()
        self.used = time.monotonic()

    def admin(self, verb: str, name: str, body: Any = None, token: str | None = None) -> tuple[int, Any]:
        """Status and JSON of a housekeeping request."""
        return self.http(verb, f"/_rehearsal/{name}", body, token or self.server.token)

    def http(
        self, verb: str, path: str, body: Any = None, token: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Status and JSON of any request."""
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.server.base + path, data, method=verb)  # noqa: S310 - loopback
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - loopback
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        try:
            return status, json.loads(text) if text else None
        except ValueError:
            return status, text.decode()

    def user(self, email: str, name: str = "") -> str:
        """The bearer token of a user."""
        status, answer = self.admin("POST", "users", {"email": email, "name": name})
        assert status == 200, answer
        return str(answer["token"])

    def service(self, api: str, token: str | None = None) -> Any:
        """Google's client for that API, built from the rewritten document, in the name of a token."""
        token = token or self.server.token
        if (api, token) not in self.known:
            credentials = Credentials(token=token)
            document = _document(api, self.server.base)
            self.known[api, token] = discovery.build_from_document(document, credentials=credentials)
        return self.known[api, token]

    def gspread(self, token: str | None = None) -> gspread.Client:
        """Gspread on the workspace."""
        base = self.server.base

        class Loopback(gspread.http_client.HTTPClient):
            def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
                for host in HOSTS:
                    endpoint = endpoint.replace(host, base, 1) if endpoint.startswith(host + "/") else endpoint
                return super().request(method, endpoint, *args, **kwargs)

        return gspread.Client(auth=Credentials(token=token or self.server.token), http_client=Loopback)

    def requests(self) -> list[dict[str, Any]]:
        """What was asked of the workspace."""
        return list(self.admin("GET", "requests")[1])


@pytest.fixture(scope="session")
def running() -> Iterator[RehearsalServer]:
    """The server, for as long as the tests run."""
    with RehearsalServer(token="admin-token", check_answers=True) as server:
        yield server


@pytest.fixture(scope="session")
def _clients(running: RehearsalServer) -> World:
    return World(running)


@pytest.fixture
def world(_clients: World) -> World:
    """The workspace with its first user and nothing else."""
    assert _clients.admin("POST", "reset") == (200, {"status": "ok"})
    _clients.wake()
    return _clients


@pytest.fixture
def gmail(world: World) -> Any:
    """Gmail of the first user."""
    return world.service("gmail")


@pytest.fixture
def drive(world: World) -> Any:
    """Drive of the first user."""
    return world.service("drive")


@pytest.fixture
def sheets(world: World) -> Any:
    """Sheets of the first user."""
    return world.service("sheets").spreadsheets()


@pytest.fixture
def forms(world: World) -> Any:
    """Forms of the first user."""
    return world.service("forms").forms()


def refused(call: Callable[[], Any]) -> tuple[int, dict[str, Any]]:
    """Status and error of a request that must be refused."""
    with pytest.raises(HttpError) as caught:
        call()
    return int(caught.value.resp.status), json.loads(caught.value.content)["error"]


def mail(to: str, subject: str = "Perihal", text: str = "Isi surat.", **headers: str) -> str:
    """A message in base64url."""
    message = EmailMessage()
    message["To"] = to
    message["Subject"] = subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return base64.urlsafe_b64encode(message.as_bytes()).decode()
