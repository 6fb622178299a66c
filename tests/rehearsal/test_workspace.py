"""The workspace around the APIs: identities, tokens, batches, faults, clock, door, persistence."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials
from googleapiclient import discovery
from googleapiclient.errors import HttpError

from integrations.rehearsal.server import RehearsalServer

from .conftest import mail, refused

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import World

GMAIL = "https://www.googleapis.com/auth/gmail.readonly"
DRIVE = "https://www.googleapis.com/auth/drive"
ROBOT = "robot@panitia.iam.gserviceaccount.com"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    """A key pair."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _account(key: rsa.RSAPrivateKey, base: str, scopes: list[str], subject: str | None = None) -> Any:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    info = {"type": "service_account", "client_email": ROBOT, "private_key": pem, "token_uri": f"{base}/token"}
    return service_account.Credentials.from_service_account_info(info, scopes=scopes, subject=subject)


def _public(key: rsa.RSAPrivateKey) -> str:
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()  # fmt: skip


def test_a_registered_service_account_gets_a_token_with_its_scopes(world: World, key: rsa.RSAPrivateKey) -> None:
    world.admin("POST", "users", {"email": ROBOT, "public_key": _public(key)})
    credentials = _account(key, world.server.base, [DRIVE])
    credentials.refresh(Request())
    robot = world.service("drive", credentials.token)
    assert robot.files().list().execute()["files"] == []
    status, error = refused(lambda: robot.files().create(body={"name": "x"}).execute())
    assert (status, error["errors"][0]["reason"]) == (403, "storageQuotaExceeded")
    gmail = world.service("gmail", credentials.token)
    status, error = refused(lambda: gmail.users().getProfile(userId="me").execute())
    assert (status, error["status"], error["errors"][0]["reason"]) == (
        403, "PERMISSION_DENIED", "insufficientPermissions"
    )  # fmt: skip


def test_a_service_account_acts_for_a_person(world: World, key: rsa.RSAPrivateKey) -> None:
    world.admin("POST", "users", {"email": ROBOT, "public_key": _public(key)})
    world.user("ketua@panitia.example")
    credentials = _account(key, world.server.base, [GMAIL], "ketua@panitia.example")
    credentials.refresh(Request())
    profile = world.service("gmail", credentials.token).users().getProfile(userId="me").execute()
    assert profile["emailAddress"] == "ketua@panitia.example"
    with pytest.raises(RefreshError, match="invalid_grant: Invalid email or User ID"):
        _account(key, world.server.base, [GMAIL], "tidak@ada.example").refresh(Request())


def test_a_foreign_key_is_refused(world: World, key: rsa.RSAPrivateKey) -> None:
    with pytest.raises(RefreshError, match="account not found"):
        _account(key, world.server.base, [GMAIL]).refresh(Request())
    world.admin("POST", "users", {"email": ROBOT, "public_key": _public(key)})
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with pytest.raises(RefreshError, match=r"invalid_grant: Invalid JWT Signature\."):
        _account(other, world.server.base, [GMAIL]).refresh(Request())


def test_an_authorized_user_refreshes(world: World) -> None:
    token = world.user("ketua@panitia.example")
    uri = f"{world.server.base}/token"
    person = Credentials(None, refresh_token=token, token_uri=uri, client_id="x", client_secret="y")
    person.refresh(Request())
    profile = world.service("gmail", person.token).users().getProfile(userId="me").execute()
    assert profile["emailAddress"] == "ketua@panitia.example"
    stale = Credentials(None, refresh_token="tua", token_uri=uri, client_id="x", client_secret="y")
    with pytest.raises(RefreshError, match="Token has been expired or revoked"):
        stale.refresh(Request())


def test_an_empty_workspace_takes_any_service_account(key: rsa.RSAPrivateKey) -> None:
    with RehearsalServer(empty=True) as server:
        credentials = _account(key, server.base, [DRIVE])
        credentials.refresh(Request())
        url = f"{server.base}/discovery/v1/apis/{{api}}/{{apiVersion}}/rest"
        service = discovery.build(
            "drive", "v3", credentials=Credentials(token=credentials.token), discoveryServiceUrl=url,
            static_discovery=False,
        )  # fmt: skip
        assert service.files().create(body={"name": "Berkas"}).execute()["name"] == "Berkas"
        assert service.about().get(fields="user/emailAddress").execute() == {"user": {"emailAddress": ROBOT}}


def test_a_bad_token_is_refused_in_each_apis_words(world: World) -> None:
    status, answer = world.http("GET", "/drive/v3/files", token="salah")
    entry = answer["error"]["errors"][0]
    assert (status, entry["reason"], entry["location"]) == (401, "authError", "Authorization")
    status, answer = world.http("GET", "/v4/spreadsheets/x", token="salah")
    assert (status, answer["error"]["status"], "errors" in answer["error"]) == (401, "UNAUTHENTICATED", False)
    assert world.http("GET", "/gmail/v1/users/me/profile")[0] == 401


def test_who_comes_without_a_token_learns_what_is_needed(world: World) -> None:
    status, answer = world.http("GET", "/v4/spreadsheets/x")
    assert (status, answer["error"]["message"][:42]) == (403, "Method doesn't allow unregistered callers ")
    status, answer = world.http("POST", "/v4/spreadsheets?key=k", b"{}")
    assert (status, answer["error"]["message"][:39]) == (401, "API keys are not supported by this API.")
    status, answer = world.http("POST", "/v4/spreadsheets", b"{}")
    assert (status, answer["error"]["message"][:19]) == (401, "Request is missing ")
    assert answer["error"]["details"][0]["reason"] == "CREDENTIALS_MISSING"
    assert answer["error"]["details"][0]["metadata"]["service"] == "sheets.googleapis.com"


@pytest.mark.parametrize(
    ("client", "listed"),
    [
        ("google-api-nodejs-client/7.2.0 (gzip)", True),
        ("Panitia Google-API-Java-Client/2.7.0 Google-HTTP-Java-Client/1.45.0 (gzip)", True),
        ("google-api-go-client/0.5", True),
        ("google-api-python-client/1.7 (gzip)", False),
        ("python-requests/2.32.3", False),
    ],
)
def test_the_older_clients_of_google_find_the_list_of_errors_they_expect(
    world: World, client: str, listed: bool
) -> None:
    connection = http.client.HTTPConnection(world.server.base.removeprefix("http://"), timeout=30)
    headers = {"Authorization": f"Bearer {world.server.token}", "User-Agent": client}
    connection.request("GET", "/v4/spreadsheets/x?fields=nothing", headers=headers)
    error = json.loads(connection.getresponse().read())["error"]
    assert error.pop("errors", None) == (
        [
            {
                "message": error["message"],
                "domain": "global",
                "reason": {400: "badRequest", 404: "notFound"}[error["code"]],
            }
        ]
        if listed
        else None
    )


def test_the_allowed_locations_of_a_service_account_are_nobodys_business(world: World) -> None:
    assert world.http("GET", f"/v1/projects/-/serviceAccounts/{ROBOT}/allowedLocations") == (200, {})


def test_a_batch_answers_each_part_for_itself(world: World, gmail: Any) -> None:
    made = gmail.users().messages().insert(userId="me", body={"raw": mail("a@opd.example")}).execute()
    answers: dict[str, Any] = {}
    batch = gmail.new_batch_http_request(callback=lambda name, answer, error: answers.update({name: error or answer}))
    world.admin("DELETE", "requests")
    batch.add(gmail.users().messages().get(userId="me", id=made["id"], format="minimal"), request_id="ada")
    batch.add(gmail.users().messages().get(userId="me", id="1a2b3c"), request_id="tidak")
    batch.add(
        gmail.users().messages().modify(userId="me", id=made["id"], body={"addLabelIds": ["STARRED"]}),
        request_id="ubah",
    )
    batch.execute()
    assert answers["ada"]["id"] == made["id"]
    assert (answers["tidak"].resp.status, isinstance(answers["tidak"], HttpError)) == (404, True)
    assert answers["ubah"]["labelIds"] == ["STARRED"]
    noted = [(each["id"], each["status"], each["units"]) for each in world.requests()]
    assert noted == [
        ("gmail.users.messages.get", 200, 20), ("gmail.users.messages.get", 404, 20),
        ("gmail.users.messages.modify", 200, 5),
    ]  # fmt: skip


def test_a_batch_of_more_than_a_hundred_is_refused_whole(world: World) -> None:
    part = "--b\r\nContent-Type: application/http\r\n\r\nGET /gmail/v1/users/me/profile HTTP/1.1\r\n\r\n\r\n"
    body = (part * 101 + "--b--").encode()
    kind = {"Content-Type": "multipart/mixed; boundary=b"}
    status, answer = world.http("POST", "/batch/gmail/v1", body, world.server.token, kind)
    assert (status, answer["error"]["message"]) == (
        400, "Inner request count exceeds the limit. Received: 101, Limit: 100"
    )  # fmt: skip
    assert world.http("POST", "/batch", (part * 100 + "--b--").encode(), world.server.token, kind)[0] == 200


def test_a_drive_batch_goes_through(drive: Any) -> None:
    names = []
    batch = drive.new_batch_http_request(callback=lambda _, answer, __: names.append(answer["name"]))
    for name in ("satu", "dua"):
        batch.add(drive.files().create(body={"name": name}))
    batch.execute()
    assert names == ["satu", "dua"]


def _fault(world: World, **fault: Any) -> None:
    assert world.admin("POST", "faults", [fault])[0] == 200


def test_quota_refusals_speak_each_apis_language(world: World, gmail: Any, sheets: Any) -> None:
    _fault(world, match="gmail.users.getProfile", kind="status", status=403)
    status, error = refused(lambda: gmail.users().getProfile(userId="me").execute())
    assert (status, error["errors"][0]["domain"], error["errors"][0]["reason"]) == (
        403,
        "usageLimits",
        "rateLimitExceeded",
    )
    assert error["message"].startswith("User-rate limit exceeded.  Retry after ")
    _fault(world, match="*", kind="status", status=429)
    status, error = refused(lambda: sheets.get(spreadsheetId="x").execute())
    assert (status, error["status"], error["details"][0]["reason"]) == (
        429,
        "RESOURCE_EXHAUSTED",
        "RATE_LIMIT_EXCEEDED",
    )


def test_a_fault_waits_and_counts(world: World, gmail: Any) -> None:
    _fault(world, match="gmail.users.getProfile", kind="status", status=503, after=1, times=1)
    get = gmail.users().getProfile(userId="me")
    assert get.execute()["messagesTotal"] == 0
    assert refused(get.execute)[0] == 503
    assert get.execute(num_retries=0)["messagesTotal"] == 0
    _fault(world, match="gmail.users.getProfile", kind="status", status=503)
    assert get.execute(num_retries=1)["messagesTotal"] == 0
    assert world.admin("POST", "faults", []) == (200, {"faults": 0})


def _raw(world: World, body: bytes, timeout: float) -> Any:
    connection = http.client.HTTPConnection(world.server.base.removeprefix("http://"), timeout=timeout)
    headers = {"Authorization": f"Bearer {world.server.token}", "Content-Type": "application/json"}
    connection.request("POST", "/gmail/v1/users/me/messages/send", body, headers)
    return connection.getresponse()


def test_a_reset_connection_has_done_nothing_unless_it_is_told_to(world: World, gmail: Any) -> None:
    body = json.dumps({"raw": mail("a@opd.example")}).encode()
    _fault(world, match="gmail.users.messages.send", kind="reset")
    with pytest.raises((ConnectionError, http.client.BadStatusLine)):
        _raw(world, body, 5)
    assert gmail.users().getProfile(userId="me").execute()["messagesTotal"] == 0
    _fault(world, match="gmail.users.messages.send", kind="reset", after_commit=True)
    with pytest.raises((ConnectionError, http.client.BadStatusLine)):
        _raw(world, body, 5)
    assert gmail.users().getProfile(userId="me").execute()["messagesTotal"] == 1


def test_an_answer_that_never_comes_has_done_its_work(world: World, gmail: Any) -> None:
    _fault(world, match="gmail.users.messages.send", kind="timeout_after_commit", seconds=30)
    with pytest.raises(socket.timeout):
        _raw(world, json.dumps({"raw": mail("a@opd.example")}).encode(), 0.3)
    assert gmail.users().getProfile(userId="me").execute()["messagesTotal"] == 1


def test_a_delay_delays(world: World, gmail: Any) -> None:
    _fault(world, match="*", kind="delay", seconds=0.2)
    started = time.perf_counter()
    gmail.users().getProfile(userId="me").execute()
    assert time.perf_counter() - started > 0.2


def test_a_search_can_lag_while_reading_by_id_does_not(world: World, drive: Any) -> None:
    made = drive.files().create(body={"name": "baru"}).execute()
    _fault(world, match="drive.files.list", kind="index_lag", seconds=60, times=2)
    assert drive.files().list(q="name = 'baru'").execute()["files"] == []
    assert drive.files().list(q="'root' in parents").execute()["files"] == [made]
    assert drive.files().get(fileId=made["id"]).execute() == made


@pytest.mark.parametrize("fault", [{"kind": "flood"}, {"kind": "status", "status": "x"}, {"kind": "delay", "speed": 1}])
def test_a_fault_that_is_none_is_refused(world: World, fault: dict[str, Any]) -> None:
    status, answer = world.admin("POST", "faults", [fault])
    assert (status, answer["error"].startswith("faults[0]: ")) == (400, True)


def test_the_clock_governs_what_is_made_but_no_tokens(world: World, gmail: Any, drive: Any) -> None:
    status, answer = world.admin("PUT", "clock", {"now": "2026-03-31T15:00:00+07:00"})
    assert (status, answer["now"]) == (200, "2026-03-31T08:00:00+00:00")
    sent = gmail.users().messages().send(userId="me", body={"raw": mail("a@opd.example")}).execute()
    shown = gmail.users().messages().get(userId="me", id=sent["id"], format="minimal").execute()
    assert shown["internalDate"] == "1774944000000"
    made = drive.files().create(body={"name": "x"}, fields="createdTime,modifiedTime").execute()
    assert set(made.values()) == {"2026-03-31T08:00:00.000Z"}
    assert world.admin("PUT", "clock", {"now": "kemarin"})[0] == 400
    assert world.admin("PUT", "clock", {"now": None}) == (200, {"now": None, "delivered": 0})


def test_housekeeping_needs_the_admin_token(world: World) -> None:
    assert world.http("GET", "/_rehearsal/health") == (200, {"status": "ok"})
    assert world.http("GET", "/_rehearsal/requests")[0] == 401
    assert world.admin("GET", "requests", token=world.user("juri@juri.example"))[0] == 401
    assert world.admin("GET", "nothing")[0] == 404
    assert world.admin("PATCH", "clock")[0] == 405


def test_a_user_made_twice_keeps_the_token(world: World) -> None:
    assert world.user("juri@juri.example") == world.user("JURI@juri.example")
    assert world.admin("POST", "users", {"email": "bukan alamat"})[0] == 400
    assert world.admin("POST", "users", {"email": "a@b.example", "public_key": "x"})[0] == 400


def test_the_door_is_open_to_this_machine_alone(world: World) -> None:
    assert world.http("GET", "/_rehearsal/health", headers={"Host": "evil.example"})[0] == 421
    origin = {"Origin": "http://evil.example"}
    assert world.http("POST", "/gmail/v1/users/me/messages/send", {}, world.server.token, origin)[0] == 403
    assert world.http("POST", "/_rehearsal/reset", {}, world.server.token, {"Origin": world.server.base})[0] == 200
    status, page = world.http("GET", "/")
    assert (status, "Ruang gladi" in page) == (200, True)


def test_requests_are_noted_in_order(world: World, drive: Any) -> None:
    world.admin("DELETE", "requests")
    made = drive.files().create(body={"name": "x"}).execute()
    drive.files().list().execute()
    first, second = world.requests()
    assert (first["method"], first["path"], first["id"], first["user"], first["status"], first["units"]) == (
        "POST", "/drive/v3/files", "drive.files.create", "sekretariat@panitia.example", 200, 50
    )  # fmt: skip
    assert first["bytes"] == len(json.dumps(made, separators=(",", ":")))
    assert (second["id"], second["units"]) == ("drive.files.list", 100)


@pytest.mark.parametrize("body", [b"{", b'{"values": [[NaN]]}', b'{"values": [["\\ud800"]]}', b"[" * 100_000])
def test_what_is_no_json_is_refused_and_named(world: World, sheets: Any, body: bytes) -> None:
    book = sheets.create(body={}).execute()["spreadsheetId"]
    path = f"/v4/spreadsheets/{book}/values/A1?valueInputOption=RAW"
    status, answer = world.http("PUT", path, body, world.server.token)
    assert (status, answer["error"]["message"]) == (400, "Invalid JSON payload received. Unexpected token.")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (gzip.compress(b'{"properties": {"title": "Dikemas"}}', mtime=0), 200),
        (b"", 200),
        (b"not packed at all", 400),
        (gzip.compress(b"{}", mtime=0)[:-9], 400),
        (gzip.compress(bytes(161 * 1024 * 1024), 1, mtime=0), 413),
    ],
    ids=["whole", "empty", "not packed", "broken off", "too large"],
)
def test_a_body_may_come_gzipped(world: World, body: bytes, status: int) -> None:
    connection = http.client.HTTPConnection(world.server.base.removeprefix("http://"), timeout=30)
    headers = {"Authorization": f"Bearer {world.server.token}", "Content-Encoding": "gzip"}
    connection.request("POST", "/v4/spreadsheets", body, headers)
    answer = connection.getresponse()
    assert answer.status == status
    if status == 200 and body:
        assert json.loads(answer.read())["properties"]["title"] == "Dikemas"


def test_a_path_of_no_method_is_not_found(world: World) -> None:
    assert world.http("GET", "/gmail/v1/users/me/nothing", token=world.server.token)[0] == 404
    assert world.http("GET", "/gmail/v1/users/me/../../../etc/passwd", token=world.server.token)[0] == 404


def test_concurrent_appends_are_all_kept(world: World, sheets: Any) -> None:
    book = sheets.create(body={}).execute()["spreadsheetId"]
    path = f"/v4/spreadsheets/{book}/values/A1:append?valueInputOption=RAW"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: world.http("POST", path, {"values": [[n]]}, world.server.token), range(40)))
    assert {status for status, _ in answers} == {200}
    rows = sheets.values().get(spreadsheetId=book, range="A:A").execute()["values"]
    assert sorted(int(row[0]) for row in rows) == list(range(40))


def test_a_long_search_comes_as_a_post(drive: Any) -> None:
    query = " or ".join(f"name = 'berkas-{number:04d}'" for number in range(200))
    assert drive.files().list(q=query).execute()["files"] == []


def test_a_workspace_is_found_again_after_a_restart(tmp_path: Path) -> None:
    with RehearsalServer(tmp_path, token="satu") as server:
        client = _gmail(server, "satu")
        client.users().messages().insert(userId="me", body={"raw": mail("a@opd.example")}).execute()
    with RehearsalServer(tmp_path, token="dua") as server:
        assert _gmail(server, "dua").users().getProfile(userId="me").execute()["messagesTotal"] == 1
        with pytest.raises(RefreshError):
            _gmail(server, "satu").users().getProfile(userId="me").execute()


def test_two_processes_see_the_same_spreadsheet(tmp_path: Path) -> None:
    with RehearsalServer(tmp_path, token="t") as one, RehearsalServer(tmp_path, token="t") as other:
        first, second = _service(one, "sheets", "t").spreadsheets(), _service(other, "sheets", "t").spreadsheets()
        book = first.create(body={}).execute()["spreadsheetId"]
        for number, sheets in enumerate((first, second, first)):
            body = {"values": [[number]]}
            sheets.values().update(spreadsheetId=book, range="A1", valueInputOption="RAW", body=body).execute()
            for reader in (first, second):
                assert reader.values().get(spreadsheetId=book, range="A1").execute()["values"] == [[str(number)]]


def _service(server: RehearsalServer, api: str, token: str) -> Any:
    from .conftest import _document

    return discovery.build_from_document(_document(api, server.base), credentials=Credentials(token=token))


def _gmail(server: RehearsalServer, token: str) -> Any:
    return _service(server, "gmail", token)


def test_a_workspace_kept_from_an_earlier_version_goes_on(tmp_path: Path) -> None:
    import sqlite3

    with RehearsalServer(tmp_path, token="t") as server:
        _service(server, "drive", "t").files().create(body={"name": "lama"}).execute()
    with sqlite3.connect(tmp_path / "workspace.sqlite3") as old:
        old.execute("DROP TRIGGER file_made")
        old.execute("DROP TRIGGER file_changed")
        old.execute("ALTER TABLE files DROP COLUMN drive")
    old.close()
    with RehearsalServer(tmp_path, token="t") as server:
        assert _service(server, "drive", "t").files().list().execute()["files"][0]["name"] == "lama"
