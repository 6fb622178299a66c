"""A small workspace with its people, a workbook, a form and mail; and a browser of few words that opens its pages."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from integrations.rehearsal.server import RehearsalServer
from integrations.workbook import layout, tabs
from integrations.workbook.tabs import Owner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

KEY = "kunci-gladi"
FIRST = "sekretariat@panitia.example"
SECRETARY, CHAIR, AGENCY = "sekretaris@setda.example", "ketua@setda.example", "dinkes@kab.example"
HOSTILE = "<script>alert('gladi')</script><img src=x onerror=alert(1)>"
SHEET, FORM = "application/vnd.google-apps.spreadsheet", "application/vnd.google-apps.form"


@dataclass
class Place:
    """The running workspace and the ids of what lies in it."""

    server: RehearsalServer
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def api(self, verb: str, path: str, body: Any = None, who: str = FIRST, **query: Any) -> Any:
        """The JSON of an API request in somebody's name."""
        headers = {"Authorization": f"Bearer {self.tokens.get(who, KEY)}"}
        answer = httpx.request(verb, self.server.base + path, json=body, params=query, headers=headers, timeout=30)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def visitor(self, who: str | None = None) -> Visitor:
        """A browser that is in and acts as that person."""
        made = Visitor(self.server.base)
        made.get("/?kunci=" + KEY)
        if who is not None:
            assert made.post("/peran", {"orang": who, "zona": "Asia/Makassar"}, at="/peran").status_code == 303
        return made


class Visitor(httpx.Client):
    """A browser without scripts: it keeps its cookie, and sends the token of the page it last saw."""

    def __init__(self, base: str) -> None:
        """Not in yet."""
        super().__init__(base_url=base, timeout=30)
        self.csrf = ""

    def get(self, url: Any, **more: Any) -> httpx.Response:
        answer = super().get(url, **more)
        if found := re.search(r'name="csrf" value="([^"]+)"', answer.text):
            self.csrf = found.group(1)
        return answer

    def post(
        self, url: Any, data: dict[str, Any] | None = None, *, at: str | None = None, **more: Any
    ) -> httpx.Response:  # type: ignore[override]
        """The answer to a form; the page `at` is opened first for its token."""
        if at is not None:
            self.get(at)
        headers = {"Origin": str(self.base_url).rstrip("/"), **more.pop("headers", {})}
        return super().post(url, data={"csrf": self.csrf, **(data or {})}, headers=headers, **more)

    def text(self, url: str) -> str:
        """The page, which must be there."""
        answer = self.get(url, follow_redirects=True)
        assert answer.status_code == 200, (url, answer.status_code, answer.text[-600:])
        return answer.text


@pytest.fixture(scope="session")
def _running() -> Iterator[RehearsalServer]:
    with RehearsalServer(token=KEY, check_answers=True) as server:
        yield server


@pytest.fixture(scope="session")
def _laid_out(_running: RehearsalServer) -> tuple[Place, sqlite3.Connection]:
    """The workspace with everything in it, and a copy of all its tables."""
    made = Place(_running)
    for email, name in ((SECRETARY, "Hj. Rosmini"), (CHAIR, "Drs. Muhlis"), (AGENCY, "Dinas Kesehatan")):
        made.tokens[email] = made.api("POST", "/_rehearsal/users", {"email": email, "name": name})["token"]
    _workbook(made)
    _form(made)
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with closing(sqlite3.connect(_running._opened().path)) as source:
        source.backup(kept)
    return made, kept


@pytest.fixture
def place(_laid_out: tuple[Place, sqlite3.Connection]) -> Place:
    """The workspace as it was laid out."""
    made, kept = _laid_out
    made.api("POST", "/_rehearsal/reset")
    tables = [row[0] for row in kept.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    with made.server._opened().write() as db:
        for table in sorted(tables, key=lambda name: name == "changes"):  # last: other tables write into it
            rows = kept.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - names come from the schema itself
            db.execute(f'DELETE FROM "{table}"')  # noqa: S608 - as above
            if rows:
                db.executemany(f'INSERT INTO "{table}" VALUES({",".join("?" * len(rows[0]))})', rows)
    return made


def _workbook(place: Place) -> None:
    made = place.api("POST", "/v4/spreadsheets", {"properties": {"title": "Buku Kerja KIPP"}})["spreadsheetId"]
    editors = {Owner.PROGRAM: [FIRST], Owner.PEOPLE: [], Owner.SECRETARY: [SECRETARY], Owner.CHAIR: [CHAIR]}
    specs = (tabs.PROPOSALS, tabs.LETTERS)
    requests: list[dict[str, Any]] = []
    for number, spec in enumerate(specs):
        properties = {
            "sheetId": 11 + number, "title": spec.title,
            "gridProperties": {"rowCount": 300, "columnCount": len(spec.columns) + 1, "frozenRowCount": 1},
        }  # fmt: skip
        requests += [{"addSheet": {"properties": properties}}, *layout.dressed(spec, 11 + number, editors)]
    requests.append({"deleteSheet": {"sheetId": 0}})
    place.api("POST", f"/v4/spreadsheets/{made}:batchUpdate", {"requests": requests})
    row = ["surat-1", "hasil", 7, "dinkes@kab.example", HOSTILE, "menunggu"]
    link = f"https://docs.google.com/spreadsheets/d/{made}/edit#gid=11"
    data = [
        {"range": "Surat!A2:F2", "values": [row]}, {"range": "Surat!A3:F3", "values": [["surat-2", "undangan"]]},
        {"range": "Surat!K2", "values": [[f"lihat {link} dan javascript:alert(1)"]]},
        {"range": "Proposal!A2:B2", "values": [[1, "Perahu Sehat"]]},
        {"range": "Proposal!A3:B3", "values": [[2, "Rumah Baca"]]},
    ]  # fmt: skip
    place.api("POST", f"/v4/spreadsheets/{made}/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    for email in (SECRETARY, CHAIR):
        share = {"type": "user", "role": "writer", "emailAddress": email}
        place.api("POST", f"/drive/v3/files/{made}/permissions", share, sendNotificationEmail="false")
    place.ids["book"] = made


def _form(place: Place) -> None:
    made = place.api("POST", "/v1/forms", {"info": {"title": "Formulir Usulan Inovasi", "documentTitle": "Formulir"}})
    form = made["formId"]
    folder = place.api("POST", "/drive/v3/files", {"name": "Naskah", "mimeType": "application/vnd.google-apps.folder"})
    upload = {"folderId": folder["id"], "types": ["PDF"], "maxFiles": 1, "maxFileSize": "5000"}
    options = [{"value": "Kesehatan"}, {"value": "Pendidikan"}]
    items = [
        ("a1", "Judul Inovasi", {"required": True, "textQuestion": {}}),
        ("a2", "Kategori", {"required": True, "choiceQuestion": {"type": "DROP_DOWN", "options": options}}),
        ("a3", "Mulai", {"dateQuestion": {"includeYear": True}}),
        ("a4", "Naskah", {"required": True, "fileUploadQuestion": upload}),
    ]
    requests: list[dict[str, Any]] = [
        {"createItem": {"location": {"index": number}, "item": {
            "title": title, "questionItem": {"question": {"questionId": key, **question}}}}}
        for number, (key, title, question) in enumerate(items)
    ]  # fmt: skip
    collect = {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}
    requests.append({"updateSettings": collect})
    place.api("POST", f"/v1/forms/{form}:batchUpdate", {"requests": requests})
    publish(place, form, taking=True)
    place.ids |= {"form": form, "folder": folder["id"], "responder": made["responderUri"]}


def publish(place: Place, form: str, *, taking: bool) -> None:
    state = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": taking}}}
    place.api("POST", f"/v1/forms/{form}:setPublishSettings", state)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser, for as long as these tests run."""
    from playwright.sync_api import sync_playwright

    from .browser import CHROMIUM, SWITCHES

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(SWITCHES))
        yield browser
        browser.close()
