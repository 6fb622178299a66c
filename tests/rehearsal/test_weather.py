"""Quotas, latency and faults, as Google's own clients meet them."""

from __future__ import annotations

import http.client
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials
from googleapiclient import discovery
from googleapiclient.errors import HttpError

from integrations.rehearsal.server import RehearsalServer

from .conftest import _document, mail, refused

if TYPE_CHECKING:
    from .conftest import World

NOON = "2026-03-02T12:00:30+00:00"
FIRST = "sekretariat@panitia.example"


def _quota(world: World, quota: Any) -> None:
    assert world.admin("PUT", "clock", {"now": NOON})[0] == 200
    assert world.admin("PUT", "quota", {"quota": quota})[0] == 200


def _fault(world: World, **fault: Any) -> None:
    assert world.admin("POST", "faults", [fault])[0] == 200


def test_no_quota_holds_unless_one_is_wanted(world: World) -> None:
    assert world.admin("GET", "quota") == (200, {"legacy": False, "limits": {}})


def test_the_sixty_first_read_of_a_minute_is_refused_as_sheets_refuses(world: World, sheets: Any) -> None:
    book = sheets.create(body={}).execute()["spreadsheetId"]
    _quota(world, "new")
    read = sheets.get(spreadsheetId=book, fields="spreadsheetId")
    assert [read.execute()["spreadsheetId"] for _ in range(60)] == [book] * 60
    status, error = refused(read.execute)
    assert (status, error["status"], error["message"]) == (
        429, "RESOURCE_EXHAUSTED",
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service "
        "'sheets.googleapis.com' for consumer 'project_number:000000000000'.",
    )  # fmt: skip
    assert error["details"][0] == {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "quota_limit_value": "60", "service": "sheets.googleapis.com", "consumer": "projects/000000000000",
            "quota_unit": "1/min/{project}/{user}", "quota_location": "global",
            "quota_metric": "sheets.googleapis.com/read_requests", "quota_limit": "ReadRequestsPerMinutePerUser",
        },
    }  # fmt: skip
    write = sheets.values().update(spreadsheetId=book, range="A1", valueInputOption="RAW", body={"values": [["x"]]})
    assert write.execute()["updatedCells"] == 1
    world.admin("PUT", "clock", {"now": "2026-03-02T12:01:00+00:00"})
    assert read.execute()["spreadsheetId"] == book


def test_the_project_pays_for_all_its_people(world: World) -> None:
    other = world.service("forms", world.user("ketua@panitia.example")).forms()
    _quota(world, {"forms.write.project": 1})
    world.service("forms").forms().create(body={"info": {"title": "Satu"}}).execute()
    status, error = refused(lambda: other.create(body={"info": {"title": "Dua"}}).execute())
    assert (status, error["details"][0]["metadata"]["quota_limit"]) == (429, "WriteRequestsPerMinutePerProject")


def test_gmail_names_the_moment_it_opens_again(world: World, gmail: Any) -> None:
    _quota(world, {"gmail.units.user": 10})
    listing = gmail.users().messages().list(userId="me")
    assert [listing.execute()["resultSizeEstimate"] for _ in range(2)] == [0, 0]
    status, error = refused(listing.execute)
    message = "User-rate limit exceeded.  Retry after 2026-03-02T12:01:00.000Z"
    assert (status, error) == (403, {
        "code": 403, "message": message, "status": "PERMISSION_DENIED",
        "errors": [{"message": message, "domain": "usageLimits", "reason": "rateLimitExceeded"}],
    })  # fmt: skip


def test_drive_tells_the_users_limit_from_the_projects(world: World, drive: Any) -> None:
    _quota(world, {"drive.units.user": 100})
    drive.files().list().execute()
    assert refused(drive.files().list().execute)[1]["errors"][0]["reason"] == "userRateLimitExceeded"
    _quota(world, {"drive.units.project": 50, "drive.units.user": None})
    assert refused(drive.files().list().execute)[1]["errors"][0]["reason"] == "rateLimitExceeded"
    _quota(world, {"drive.units.day": 50})
    assert refused(drive.files().list().execute)[1]["errors"][0]["reason"] == "dailyLimitExceeded"


def test_an_older_project_pays_older_prices(world: World, gmail: Any) -> None:
    made = gmail.users().messages().insert(userId="me", body={"raw": mail("a@opd.example")}).execute()
    _quota(world, "legacy")
    world.admin("DELETE", "requests")
    gmail.users().messages().get(userId="me", id=made["id"]).execute()
    assert [each["units"] for each in world.requests()] == [5]
    assert world.admin("GET", "quota")[1]["limits"]["drive.units.user"] == 12_000


def test_each_part_of_a_batch_is_paid_for(world: World, gmail: Any) -> None:
    _quota(world, {"gmail.units.user": 2})
    answers = []
    batch = gmail.new_batch_http_request(callback=lambda _, answer, error: answers.append(error or answer))
    for _ in range(3):
        batch.add(gmail.users().getProfile(userId="me"))
    batch.execute()
    assert [each["emailAddress"] for each in answers[:2]] == [FIRST] * 2
    assert isinstance(answers[2], HttpError) and answers[2].resp.status == 403


def test_too_many_parts_at_once_are_too_many_for_a_mailbox(world: World, gmail: Any) -> None:
    _quota(world, {"gmail.calls.parallel": 25})
    answers = []
    batch = gmail.new_batch_http_request(callback=lambda _, answer, error: answers.append(error or answer))
    for _ in range(30):
        batch.add(gmail.users().getProfile(userId="me"))
    batch.execute()
    late = [json.loads(each.content)["error"] for each in answers if isinstance(each, HttpError)]
    assert [(each["code"], each["message"]) for each in late] == [(429, "Too many concurrent requests for user.")] * 5


def test_a_mailbox_sends_so_many_a_day(world: World, gmail: Any) -> None:
    _quota(world, {"gmail.sent.rolling": 2})
    send = gmail.users().messages().send(userId="me", body={"raw": mail("a@opd.example")})
    assert [send.execute()["labelIds"] for _ in range(2)] == [["SENT"]] * 2
    status, error = refused(send.execute)
    assert (status, error["message"]) == (
        429, "User-rate limit exceeded.  Retry after 2026-03-03T12:00:30.000Z (Mail sending)"
    )  # fmt: skip
    world.admin("PUT", "clock", {"now": "2026-03-03T12:00:30+00:00"})
    assert send.execute()["labelIds"] == ["SENT"]


@pytest.mark.parametrize("quota", ["old", 5, {"gmail.units.week": 1}, {"gmail.units.user": "many"}])
def test_a_quota_that_is_none_is_refused(world: World, quota: Any) -> None:
    assert world.admin("PUT", "quota", {"quota": quota})[0] == 400


def test_a_server_starts_with_the_quota_and_the_latency_it_is_given() -> None:
    with RehearsalServer(token="t", quota={"forms.write.user": 0}, latency={"*": 0.1}) as server:
        credentials = Credentials(token="t")
        forms = discovery.build_from_document(_document("forms", server.base), credentials=credentials).forms()
        started = time.perf_counter()
        assert refused(lambda: forms.create(body={"info": {"title": "x"}}).execute())[0] == 429
        assert time.perf_counter() - started > 0.1


def test_latency_is_drawn_from_a_seeded_distribution(world: World, gmail: Any) -> None:
    times = {"gmail.users.getProfile": {"low": 0.05, "high": 0.06}, "*": {"median": 0.001, "sigma": 0.1}}
    assert world.admin("PUT", "latency", {"latency": times, "seed": 7}) == (200, {"latency": times})
    started = time.perf_counter()
    gmail.users().getProfile(userId="me").execute()
    assert 0.05 < time.perf_counter() - started < 1
    assert world.admin("PUT", "latency", {"latency": {"*": -1}})[0] == 400


def test_a_page_of_html_is_an_error_too(world: World, drive: Any) -> None:
    _fault(world, match="drive.files.list", kind="status", status=429, body="<html>Sorry...</html>")
    with pytest.raises(HttpError) as caught:
        drive.files().list().execute()
    assert (caught.value.resp.status, caught.value.content) == (429, b"<html>Sorry...</html>")


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_error_speaks_the_apis_language(world: World, forms: Any, drive: Any, status: int) -> None:
    _fault(world, match="*", kind="status", status=status, times=2)
    assert refused(lambda: forms.get(formId="x").execute())[1]["status"] in {"INTERNAL", "UNAVAILABLE"}
    assert refused(lambda: drive.files().list().execute())[1]["errors"][0]["reason"] == "backendError"


def test_an_answer_can_break_off_in_the_middle(world: World, drive: Any) -> None:
    _fault(world, match="drive.files.create", kind="truncate")
    with pytest.raises((http.client.IncompleteRead, json.JSONDecodeError)):
        drive.files().create(body={"name": "setengah"}).execute()
    assert [each["name"] for each in drive.files().list().execute()["files"]] == ["setengah"]


def test_a_fault_hits_one_part_of_a_batch(world: World, gmail: Any) -> None:
    _fault(world, match="gmail.users.getProfile", kind="status", status=429, after=1)
    answers = []
    batch = gmail.new_batch_http_request(callback=lambda _, answer, error: answers.append(error or answer))
    for _ in range(3):
        batch.add(gmail.users().getProfile(userId="me"))
    batch.execute()
    assert [isinstance(each, HttpError) for each in answers] == [False, True, False]


def _person(world: World, refresh: str) -> Any:
    return Credentials(
        None, refresh_token=refresh, token_uri=f"{world.server.base}/token", client_id="x", client_secret="y"
    )


def test_an_expired_token_is_refreshed_and_a_revoked_one_is_not(world: World) -> None:
    person = _person(world, world.user("ketua@panitia.example"))
    gmail = discovery.build_from_document(_document("gmail", world.server.base), credentials=person)
    profile = gmail.users().getProfile(userId="me")
    assert profile.execute()["emailAddress"] == "ketua@panitia.example"
    first = person.token
    _fault(world, match="*", kind="expired_token")
    assert profile.execute()["emailAddress"] == "ketua@panitia.example"
    assert person.token != first
    _fault(world, match="*", kind="revoked_token")
    with pytest.raises(RefreshError, match="Token has been expired or revoked"):
        profile.execute()
    assert world.service("gmail").users().getProfile(userId="me").execute()["emailAddress"] == FIRST


def test_a_search_of_mail_can_lag_while_reading_by_id_does_not(world: World, gmail: Any) -> None:
    made = gmail.users().messages().insert(userId="me", body={"raw": mail("a@opd.example", "Segera")}).execute()
    _fault(world, match="gmail.users.messages.list", kind="index_lag", seconds=60, times=2)
    assert gmail.users().messages().list(userId="me", q="subject:segera").execute() == {"resultSizeEstimate": 0}
    assert gmail.users().messages().get(userId="me", id=made["id"], format="minimal").execute()["id"] == made["id"]


def test_the_token_endpoint_can_fail_for_a_while(world: World) -> None:
    person = _person(world, world.user("ketua@panitia.example"))
    _fault(world, match="oauth2.token", kind="status", status=503)
    gmail = discovery.build_from_document(_document("gmail", world.server.base), credentials=person)
    assert gmail.users().getProfile(userId="me").execute()["emailAddress"] == "ketua@panitia.example"


def test_a_person_takes_a_token_back(world: World) -> None:
    refresh = world.user("ketua@panitia.example")
    person = _person(world, refresh)
    drive = discovery.build_from_document(_document("drive", world.server.base), credentials=person)
    assert drive.files().list().execute()["files"] == []
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert world.http("POST", "/revoke", f"token={refresh}".encode(), headers=form) == (200, {})
    assert world.http("POST", "/revoke", f"token={refresh}".encode(), headers=form)[0] == 400
    with pytest.raises(RefreshError):
        drive.files().list().execute()


SCOPE = "https://www.googleapis.com/auth/"


@pytest.mark.parametrize(
    ("api", "scope", "allowed", "refused_path"),
    [
        ("gmail", "gmail.labels", "/gmail/v1/users/me/labels", "/gmail/v1/users/me/messages"),
        ("drive", "drive.metadata.readonly", "/drive/v3/files", "/drive/v3/files/generateIds"),
        ("sheets", "spreadsheets.readonly", "/v4/spreadsheets/{book}", ""),
        ("forms", "forms.responses.readonly", "/v1/forms/{form}/responses", "/v1/forms/{form}"),
    ],
)
def test_a_scope_opens_what_it_names_and_nothing_else(
    world: World, sheets: Any, forms: Any, api: str, scope: str, allowed: str, refused_path: str
) -> None:
    named = {
        "book": sheets.create(body={}).execute()["spreadsheetId"],
        "form": forms.create(body={"info": {"title": "x"}}).execute()["formId"],
    }
    body = f"grant_type=refresh_token&refresh_token={world.server.token}&scope={SCOPE}{scope}".encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    token = world.http("POST", "/token", body, headers=form)[1]["access_token"]
    assert world.http("GET", allowed.format(**named), token=token)[0] == 200
    verb, path = ("GET", refused_path.format(**named)) if refused_path else ("POST", "/v4/spreadsheets")
    status, answer = world.http(verb, path, None if refused_path else {}, token=token)
    assert (status, "insufficient authentication scopes" in answer["error"]["message"]) == (403, True)


def test_a_bad_token_is_named_in_the_newer_words_by_sheets_and_forms(world: World) -> None:
    for path in ("/v4/spreadsheets/x", "/v1/forms/x"):
        error = world.http("GET", path, token="salah")[1]["error"]
        assert error["message"].startswith("Request had invalid authentication credentials. Expected OAuth 2")
    error = world.http("GET", "/gmail/v1/users/me/profile", token="salah")[1]["error"]
    assert (error["message"], error["errors"][0]["location"]) == ("Invalid Credentials", "Authorization")
