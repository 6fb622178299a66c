"""`panitia login` with the real library: the browser asks, a person allows, the key is kept and good for work."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from config.errors import FixSettings
from config.settings import Settings
from flows.signing_in import sign_in
from integrations.rehearsal.server import RehearsalServer
from tests.pages.conftest import Visitor

EDITION_MAILBOX = "kipp2027@setda.opd.example"


@pytest.fixture(scope="module")
def server() -> Iterator[RehearsalServer]:
    with RehearsalServer(empty=True, token="kunci-gladi") as running:
        http = httpx.Client(headers={"Authorization": "Bearer kunci-gladi"})
        for email in (EDITION_MAILBOX, "orang.lain@setda.example"):
            http.post(f"{running.base}/_rehearsal/users", json={"email": email, "name": email}).raise_for_status()
        yield running


def client_file(server: RehearsalServer, folder: Path) -> Path:
    installed = {
        "client_id": "panitia.apps.googleusercontent.com", "client_secret": "x", "redirect_uris": ["http://localhost"],
        "auth_uri": f"{server.base}/o/oauth2/auth", "token_uri": f"{server.base}/token",
    }  # fmt: skip
    (folder / "klien.json").write_text(json.dumps({"installed": installed}))
    return folder / "klien.json"


def person(server: RehearsalServer, email: str, address: str, action: str) -> httpx.Response:
    """Somebody opens the address in a browser and presses a button; the answer of the program's own page."""
    browser = Visitor(server.base)
    browser.get("/?kunci=kunci-gladi")
    browser.post("/peran", {"orang": email, "zona": "Asia/Jakarta"}, at="/peran")
    asked = browser.text(address)
    assert email in asked
    fields = dict(re.findall(r'name="(client_id|redirect_uri|scope|state|code_challenge)" value="([^"]*)"', asked))
    answer = browser.post("/o/oauth2/auth", fields | {"aksi": action})
    return httpx.get(answer.headers["location"])


def signed_in(server: RehearsalServer, folder: Path, email: str, action: str = "izinkan") -> list[str]:
    """What login said; the last line is its result or its trouble."""
    settings = Settings(google_base=server.base, credentials=folder / "kunci.json")
    said: list[str] = []
    browsing: list[Thread] = []

    def say(text: str) -> None:
        said.append(text)
        if found := re.search(r"http\S+/o/oauth2/auth\S+", text):
            browsing.append(Thread(target=person, args=(server, email, found.group(), action)))
            browsing[0].start()

    try:
        said.append(sign_in(settings, client_file(server, folder), browser=False, say=say))
    except FixSettings as trouble:
        said.append(str(trouble))
    for each in browsing:
        each.join(20)
    return said


def test_the_account_signs_in_and_its_key_is_kept_for_its_owner_only(server: RehearsalServer, tmp_path: Path) -> None:
    assert (
        signed_in(server, tmp_path, EDITION_MAILBOX)[-1]
        == f"masuk sebagai {EDITION_MAILBOX}; kunci: {tmp_path / 'kunci.json'}"
    )
    assert (tmp_path / "kunci.json").stat().st_mode & 0o777 == 0o600
    key = json.loads((tmp_path / "kunci.json").read_text())
    assert key["refresh_token"].startswith("1//")
    again = sign_in(
        Settings(google_base=server.base, credentials=tmp_path / "kunci.json"), None, browser=False, say=print
    )
    assert again.startswith(f"masuk sebagai {EDITION_MAILBOX}")


def test_another_account_is_named_and_refused(server: RehearsalServer, tmp_path: Path) -> None:
    said = signed_in(server, tmp_path, "orang.lain@setda.example")[-1]
    assert (
        said
        == f"yang masuk adalah orang.lain@setda.example, sedangkan mailbox › address {EDITION_MAILBOX}; masuklah dengan akun itu"
    )


def test_who_refuses_leaves_no_key(server: RehearsalServer, tmp_path: Path) -> None:
    assert signed_in(server, tmp_path, EDITION_MAILBOX, "tolak")[-1].startswith("Google menolak")
    assert not (tmp_path / "kunci.json").exists()


def test_a_code_is_good_once_and_for_its_own_program(server: RehearsalServer) -> None:
    query = {
        "client_id": "a",
        "redirect_uri": "http://127.0.0.1:9/",
        "scope": "https://www.googleapis.com/auth/drive",
        "state": "s",
    }
    browser = Visitor(server.base)
    browser.get("/?kunci=kunci-gladi")
    browser.post("/peran", {"orang": EDITION_MAILBOX, "zona": "Asia/Jakarta"}, at="/peran")
    browser.get(f"/o/oauth2/auth?{httpx.QueryParams(query)}")
    answer = browser.post("/o/oauth2/auth", query | {"aksi": "izinkan"})
    code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]

    def redeem(redirect: str) -> int:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
        return httpx.post(f"{server.base}/token", data=form).status_code

    assert [redeem("http://127.0.0.1:9/"), redeem("http://127.0.0.1:9/")] == [200, 400]


@pytest.mark.parametrize(
    "redirect", ["https://jahat.example/", "http://127.0.0.1.jahat.example/", "http://127.0.0.1:9/@x"]
)
def test_a_code_goes_to_this_machine_only(server: RehearsalServer, redirect: str) -> None:
    browser = Visitor(server.base)
    browser.get("/?kunci=kunci-gladi")
    browser.post("/peran", {"orang": EDITION_MAILBOX, "zona": "Asia/Jakarta"}, at="/peran")
    query = httpx.QueryParams({"client_id": "a", "redirect_uri": redirect, "scope": "s"})
    assert browser.get(f"/o/oauth2/auth?{query}").status_code == 400


def test_a_client_of_another_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "klien.json").write_text("{}")
    settings = Settings(credentials=tmp_path / "kunci.json")
    with pytest.raises(FixSettings, match="bukan klien OAuth"):
        sign_in(settings, tmp_path / "klien.json", browser=False, say=print)
