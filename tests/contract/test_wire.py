"""What all APIs share: many calls in one, tokens and scopes, the discovery documents, three families of errors."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request

from integrations.rehearsal import discovery

from .account import Account, identity, letter
from .conftest import refused

HOSTS = {
    "gmail": "gmail.googleapis.com", "drive": "www.googleapis.com", "sheets": "sheets.googleapis.com",
    "forms": "forms.googleapis.com",
}  # fmt: skip
ABSENT = "tidak-ada-0000000000000000000000000000000000"
INVALID = "Request had invalid authentication credentials. Expected OAuth 2 access token"
GONE = "Requested entity was not found."


@pytest.mark.behaviour(9)
@pytest.mark.parametrize("api", ["gmail", "drive", "sheets", "forms"])
def test_a_batch_is_one_answer_of_many(account: Account, api: str) -> None:
    here = {
        "gmail": lambda: account.mail.labels().get(userId="me", id="INBOX"),
        "drive": lambda: account.drive.about().get(fields="kind"),
        "sheets": lambda: account.sheets.get(spreadsheetId=account.book(), fields="spreadsheetId"),
        "forms": lambda: account.forms.forms().get(formId=account.form(), fields="formId"),
    }  # fmt: skip
    gone = {
        "gmail": account.mail.messages().get(userId="me", id="18f0000000000000"),
        "drive": account.drive.files().get(fileId=ABSENT),
        "sheets": account.sheets.get(spreadsheetId=ABSENT), "forms": account.forms.forms().get(formId=ABSENT),
    }  # fmt: skip
    if account.live and api in {"sheets", "forms"}:
        pytest.skip("Google answers no batches of Sheets and Forms any more")
    seen: dict[str, Any] = {}

    def told(key: str, answer: Any, error: Any) -> None:
        seen[key] = error.resp.status if error else sorted(answer)

    service = {"gmail": account.gmail, "drive": account.drive, "forms": account.forms}
    batch = service[api].new_batch_http_request(told) if api in service else _sheets_batch(account, told)
    batch.add(here[api](), request_id="ada")
    batch.add(gone[api], request_id="tiada")
    batch.execute()
    assert seen["tiada"] == 404
    assert isinstance(seen["ada"], list)


def _sheets_batch(account: Account, told: Any) -> Any:
    from googleapiclient.http import BatchHttpRequest

    return BatchHttpRequest(told, batch_uri=account.url("sheets.googleapis.com", "/batch"))


@pytest.mark.behaviour(9)
@pytest.mark.parametrize("path", ["/batch", "/batch/gmail/v1", "/batch/drive/v3"])
def test_a_batch_of_more_than_a_hundred_is_refused(account: Account, path: str) -> None:
    if account.live and path == "/batch":
        pytest.skip("Google has closed the one path for all APIs")
    call = "--b\r\nContent-Type: application/http\r\n\r\nGET /gmail/v1/users/me/profile HTTP/1.1\r\n\r\n\r\n"
    heads = {"Content-Type": "multipart/mixed; boundary=b"}
    host = "www.googleapis.com" if "drive" in path else "gmail.googleapis.com"
    answer, content = account.http.request(account.url(host, path), "POST", call * 101 + "--b--\r\n", heads)
    assert answer.status == 400
    assert "Inner request count exceeds the limit. Received: 101, Limit: 100" in content.decode()


def _keys(value: dict[str, Any]) -> list[str]:
    return sorted(value)


@pytest.mark.behaviour(10)
def test_there_are_three_families_of_errors(account: Account) -> None:
    status, error = refused(account.mail.messages().get(userId="me", id="18f0000000000000").execute)
    entry = {"message": GONE, "domain": "global", "reason": "notFound"}
    assert (status, error) == (404, {"code": 404, "message": GONE, "errors": [entry], "status": "NOT_FOUND"})
    for call in (account.sheets.get(spreadsheetId=ABSENT), account.forms.forms().get(formId=ABSENT)):
        assert refused(call.execute) == (404, {"code": 404, "message": GONE, "status": "NOT_FOUND"})
    status, error = refused(account.drive.files().get(fileId=ABSENT).execute)
    assert (list(error), list(error["errors"][0])) == (
        ["errors", "code", "message"], ["domain", "reason", "message", "locationType", "location"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("api", "path", "message"),
    [
        ("drive", "/drive/v3/files", "Invalid Credentials"), ("gmail", "/gmail/v1/users/me/profile", "Invalid Credentials"),
        ("sheets", f"/v4/spreadsheets/{ABSENT}", INVALID), ("forms", f"/v1/forms/{ABSENT}", INVALID),
    ],
)  # fmt: skip
def test_a_token_that_is_none_is_refused(account: Account, api: str, path: str, message: str) -> None:
    import httplib2

    heads = {"Authorization": "Bearer ya29.tidak-sah"}
    answer, content = httplib2.Http(timeout=60).request(account.url(HOSTS[api], path), "GET", headers=heads)
    error = json.loads(content)["error"]
    assert (answer.status, error["code"], error["message"].startswith(message)) == (401, 401, True)
    if api == "drive":
        assert error["errors"][0] == {"domain": "global", "reason": "authError", "message": "Invalid Credentials",
                                      "locationType": "header", "location": "Authorization"}  # fmt: skip
    else:
        assert error["status"] == "UNAUTHENTICATED"


def test_a_token_does_what_its_scopes_say_and_no_more(account: Account) -> None:
    if account.key.get("type") != "service_account":
        pytest.skip("an authorized user's key has the scopes it was made with")
    scopes = ("https://www.googleapis.com/auth/drive.metadata.readonly",)
    narrow = identity(account.key, account.subject, account.base, scopes)
    narrow.refresh(Request())
    seer = Account(account.key, account.subject, account.base, live=account.live, token=str(narrow.token))
    assert seer.drive.files().get(fileId="root", fields="id").execute() == {"id": account.root}
    status, error = refused(seer.drive.files().create(body={"name": "x"}).execute)
    assert (status, error["errors"][0]["reason"]) == (403, "insufficientPermissions")
    for call in (seer.mail.getProfile(userId="me"), seer.sheets.get(spreadsheetId=ABSENT)):
        status, error = refused(call.execute)
        assert (status, error["message"], error["status"]) == (
            403, "Request had insufficient authentication scopes.", "PERMISSION_DENIED"
        )  # fmt: skip
        assert "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in {each.get("reason") for each in error.get("details", [])}


def test_the_token_endpoint_refuses_in_its_own_words(account: Account) -> None:
    if account.key.get("type") != "service_account":
        pytest.skip("an authorized user's key signs nothing")
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    forged = identity(account.key | {"private_key": stranger.decode()}, account.subject, account.base)
    with pytest.raises(RefreshError) as caught:
        forged.refresh(Request())
    assert caught.value.args[1] == {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
    nobody = f"tidak-ada-{account.mark()}@{account.address.partition('@')[2]}"
    with pytest.raises(RefreshError) as caught:
        identity(account.key, nobody, account.base).refresh(Request())
    assert caught.value.args[1] == {"error": "invalid_grant", "error_description": "Invalid email or User ID"}


@pytest.mark.parametrize("api", list(discovery.APIS))
def test_the_discovery_document_is_served(account: Account, api: str) -> None:
    version = discovery.APIS[api]
    host = "www.googleapis.com"
    answer, content = account.http.request(account.url(host, f"/discovery/v1/apis/{api}/{version}/rest"))
    document = json.loads(content)
    assert (answer.status, document["id"], document["kind"]) == (200, f"{api}:{version}", "discovery#restDescription")
    if account.base:
        assert document["rootUrl"] == f"{account.base}/"


@pytest.mark.behaviour(19)
def test_unknown_fields_parameters_and_enums_are_refused(account: Account) -> None:
    message = account.insert(letter(account.address, From="a@opd.example"))
    body = {"addLabelIds": ["STARRED"], "addLabels": ["x"]}
    status, error = refused(account.mail.messages().modify(userId="me", id=message, body=body).execute)
    text = 'Invalid JSON payload received. Unknown name "addLabels": Cannot find field.'
    assert (status, error["message"], error["status"]) == (400, text, "INVALID_ARGUMENT")
    for path in ("?colour=red", f"/{message}?format=big"):
        url = account.url(HOSTS["gmail"], f"/gmail/v1/users/me/messages{path}")
        assert account.http.request(url)[0].status == 400
    form = account.form()
    wrong = {"requests": [{"createItem": {"item": {"titel": "x"}, "location": {"index": 0}}}]}
    status, error = refused(account.forms.forms().batchUpdate(formId=form, body=wrong).execute)
    assert (status, 'Unknown name "titel"' in error["message"]) == (400, True)


def test_an_address_too_long_for_a_get_is_sent_as_a_post_that_says_so(account: Account) -> None:
    file = account.file(account.mark())
    query = " or ".join(f"name = '{account.mark() * 6}'" for _ in range(20))
    assert len(query) > 2048  # from here on Google's client overrides the method
    assert account.drive.files().list(q=query).execute()["files"] == []
    assert account.drive.files().list(q=f"'{account.folder}' in parents and not ({query})").execute()["files"] != []
    words = " OR ".join(account.mark() * 4 for _ in range(30))
    assert account.mail.messages().list(userId="me", q=words).execute() == {"resultSizeEstimate": 0}
    assert account.drive.files().get(fileId=file, fields="id").execute() == {"id": file}


def test_an_answer_is_cut_to_its_mask_in_every_api(account: Account) -> None:
    book, form = account.book(), account.form()
    assert account.sheets.get(spreadsheetId=book, fields="spreadsheetId").execute() == {"spreadsheetId": book}
    assert account.forms.forms().get(formId=form, fields="formId").execute() == {"formId": form}
    assert account.mail.getProfile(userId="me", fields="emailAddress").execute() == {"emailAddress": account.address}
    assert sorted(account.drive.files().list(pageSize=1, fields="files/id").execute()) == ["files"]
