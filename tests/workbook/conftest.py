"""The secretariat's workbook on the rehearsal workspace, through the same adapter as on Google."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings as hypothesis_settings
from office import Office

from config.settings import Settings
from integrations.google.patience import Patience
from integrations.google.sheets import Sheets
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.layout import dressed, new_tabs
from integrations.workbook.tabs import TABS, Owner
from integrations.workspace import open_workspace

hypothesis_settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis_settings.load_profile("house")
TOKEN = "admin-token"


@pytest.fixture(scope="session")
def workspace_sheets() -> Iterator[Sheets]:
    """The Sheets of the secretariat's account on a rehearsal workspace."""
    with RehearsalServer(token=TOKEN) as server:
        settings = Settings(workspace="rehearsal", google_base=server.base, token=TOKEN, _env_file=None)  # type: ignore[call-arg]
        yield open_workspace(settings, "kipp@setda.example", Patience(attempts=1)).sheets


@pytest.fixture(scope="session")
def make_office(workspace_sheets: Sheets) -> Callable[[], Office]:
    """A new workbook, laid out as setup does."""

    def make() -> Office:
        client = workspace_sheets._client.http_client
        made = client.request(
            "post", "https://sheets.googleapis.com/v4/spreadsheets", json={"properties": {"title": "Buku kerja"}}
        ).json()["spreadsheetId"]
        workspace_sheets.change(made, new_tabs(workspace_sheets.tabs(made), 100))
        tabs = workspace_sheets.tabs(made)
        editors = {owner: ["kipp@setda.example"] for owner in Owner}
        workspace_sheets.change(made, [r for spec in TABS for r in dressed(spec, tabs[spec.title].id, editors)])
        return Office(workspace_sheets, made)

    return make


@pytest.fixture
def office(make_office: Callable[[], Office]) -> Office:
    return make_office()
