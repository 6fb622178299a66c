"""Who we are for Google: the same adapters with a service account acting for the mailbox, and with its own sign-in."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from config.errors import FixSettings
from config.settings import Settings
from integrations.google.drive import FOLDER
from integrations.rehearsal.server import RehearsalServer
from integrations.workspace import open_workspace

MAILBOX = "kipp@setda.example"


@pytest.fixture(scope="module")
def server():
    with RehearsalServer(empty=True) as running:
        yield running


def key_file(path, **info):
    path.write_text(json.dumps(info))
    return path


def service_account(path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    return key_file(
        path,
        type="service_account",
        project_id="p",
        private_key_id="k",
        private_key=pem,
        client_email="panitia@p.iam.gserviceaccount.com",
        client_id="1",
        token_uri="https://oauth2.googleapis.com/token",
    )


def test_a_service_account_acts_as_the_mailbox_in_every_api(server, tmp_path):
    workspace = open_workspace(
        Settings(workspace="google", google_base=server.base, credentials=service_account(tmp_path / "key.json")),
        MAILBOX,
    )
    assert workspace.gmail.address() == MAILBOX
    assert workspace.gmail.arrived(datetime(2026, 1, 1, tzinfo=UTC)) == []
    folder = workspace.drive.make("Induk", FOLDER, None, {"panitia": "uji"})
    assert [i.id for i in workspace.drive.marked("panitia", "uji")] == [folder.id]
    book = workspace.drive.make("Buku", "application/vnd.google-apps.spreadsheet", folder.id, {"panitia": "uji"})
    assert list(workspace.sheets.tabs(book.id)) == ["Sheet1"]


def test_an_authorized_user_signs_in_with_the_refresh_token(server, tmp_path):
    path = key_file(
        tmp_path / "user.json", type="authorized_user", client_id="c", client_secret="s", refresh_token=server.token
    )
    workspace = open_workspace(Settings(workspace="google", google_base=server.base, credentials=path), MAILBOX)
    assert workspace.gmail.address() == "sekretariat@panitia.example"


@pytest.mark.parametrize("content", ["", "[]", '{"type": "service_account"}', '{"type": "authorized_user"}'])
def test_a_key_that_is_none_is_named(server, tmp_path, content):
    path = tmp_path / "key.json"
    path.write_text(content)
    with pytest.raises(FixSettings, match=r"key\.json|kunci"):
        open_workspace(Settings(workspace="google", google_base=server.base, credentials=path), MAILBOX)
