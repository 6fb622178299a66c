"""The clients' exceptions become one refusal, whatever the shape of Google's error."""

from __future__ import annotations

import json
from typing import Any

import httplib2
import pytest
import requests
from google.auth import exceptions as auth_errors
from googleapiclient.errors import HttpError
from gspread.exceptions import APIError

from config.errors import FixData, FixSettings, Trouble, Wait
from integrations.google.clients import read_api_error
from integrations.google.patience import Effect, Gone, Patience, Refusal, Taken

SHEETS_429 = {
    "error": {
        "code": 429,
        "message": "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user'",
        "status": "RESOURCE_EXHAUSTED",
        "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED"}],
    }
}
SHEETS_403 = {"error": {"code": 403, "message": "The caller does not have permission", "status": "PERMISSION_DENIED"}}
SHEETS_400 = {"error": {"code": 400, "message": "Unable to parse range: NOPE!A5:F15", "status": "INVALID_ARGUMENT"}}
DRIVE_404 = {
    "error": {
        "errors": [{"domain": "global", "reason": "notFound", "message": "File not found: ID."}],
        "code": 404,
        "message": "File not found: ID.",
    }
}
DRIVE_409 = {
    "error": {
        "errors": [{"domain": "global", "reason": "fileIdInUse"}],
        "code": 409,
        "message": "A file already exists with the provided ID.",
    }
}
GMAIL_403 = {
    "error": {
        "code": 403,
        "message": "User-rate limit exceeded.  Retry after 2026-01-01T20:00:00.000Z",
        "errors": [{"message": "...", "domain": "usageLimits", "reason": "rateLimitExceeded"}],
        "status": "PERMISSION_DENIED",
    }
}
GMAIL_429 = {
    "error": {
        "errors": [{"domain": "global", "reason": "rateLimitExceeded"}],
        "code": 429,
        "message": "Too many concurrent requests for user.",
        "status": "RESOURCE_EXHAUSTED",
    }
}
GMAIL_409 = {
    "error": {
        "errors": [{"domain": "global", "reason": "duplicate"}],
        "code": 409,
        "message": "Label name exists or conflicts",
        "status": "ALREADY_EXISTS",
    }
}
ANY_401 = {
    "error": {
        "errors": [{"domain": "global", "reason": "authError", "message": "Invalid Credentials"}],
        "code": 401,
        "message": "Invalid Credentials",
    }
}
BODIES = (
    (SHEETS_429, Wait),
    (SHEETS_403, FixSettings),
    (SHEETS_400, FixData),
    (DRIVE_404, Gone),
    (DRIVE_409, Taken),
    (GMAIL_403, Wait),
    (GMAIL_429, Wait),
    (GMAIL_409, Taken),
    (ANY_401, FixSettings),
)


def http_error(status: int, body: bytes, **headers: str) -> HttpError:
    return HttpError(
        httplib2.Response({"status": str(status), **{k.replace("_", "-"): v for k, v in headers.items()}}), body
    )


def api_error(status: int, body: bytes, **headers: str) -> APIError:
    response = requests.Response()
    response.status_code, response._content, response.encoding = status, body, "utf-8"
    response.headers.update({k.replace("_", "-"): v for k, v in headers.items()})
    return APIError(response)


@pytest.mark.parametrize("made", [http_error, api_error])
@pytest.mark.parametrize(("body", "kind"), BODIES)
def test_each_family_of_errors_is_read_by_both_clients_and_judged_the_same(
    made: Any, body: dict[str, Any], kind: type[Trouble]
) -> None:
    text, status = json.dumps(body), body["error"]["code"]
    error = made(status, text.encode())
    assert read_api_error(error) == Refusal(status, text, None)

    def send() -> None:
        raise error

    with pytest.raises(Trouble) as caught:
        Patience(attempts=1).call("x", send, Effect.READ, read_api_error)
    assert type(caught.value) is kind


@pytest.mark.parametrize("made", [http_error, api_error])
@pytest.mark.parametrize(
    ("header", "seconds"), [("17", 17.0), ("0", 0.0), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("", None)]
)
def test_a_retry_after_in_seconds_is_read_whatever_client(made: Any, header: str, seconds: float | None) -> None:
    found = read_api_error(
        made(429, b"{}" if made is http_error else json.dumps(SHEETS_429).encode(), retry_after=header)
    )
    assert found is not None
    assert found.retry_after == seconds


@pytest.mark.parametrize("made", [http_error, api_error])
def test_an_error_page_that_is_no_json_keeps_its_status_and_text(made: Any) -> None:
    assert read_api_error(made(429, b"<html>Too many</html>")) == Refusal(429, "<html>Too many</html>", None)


def test_bytes_that_are_no_utf8_are_read_as_far_as_they_go() -> None:
    assert read_api_error(http_error(500, b"\xff rusak")) == Refusal(500, "\ufffd rusak", None)


def test_without_an_answer_the_status_is_zero_and_a_refused_sign_in_is_401() -> None:
    assert read_api_error(httplib2.ServerNotFoundError("dns")) == Refusal(0, "dns")
    assert read_api_error(auth_errors.TransportError("putus")) == Refusal(0, "putus")
    assert read_api_error(auth_errors.RefreshError("invalid_grant: Token has been expired or revoked.")) == Refusal(
        401, "invalid_grant: Token has been expired or revoked."
    )


def test_any_other_error_is_nobodys_answer() -> None:
    assert [read_api_error(e) for e in (ValueError("x"), ConnectionResetError("x"))] == [None, None]
