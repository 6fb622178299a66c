"""Google's own clients, listening to what they are answered: which method it was and whether its schema allows it."""

from __future__ import annotations

import json
import time
import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import google_auth_httplib2
import gspread
import httplib2
from googleapiclient import discovery as clients
from googleapiclient.http import HttpRequest
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from integrations.rehearsal import answers, discovery

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")
TIMEOUT = 90
IDLE = 60  # a connection unused for longer may have been closed at the other end
PAUSES = (5, 15, 30, 30, 30)  # together longer than the minute a spent quota lasts
SPENT = ("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "Too many concurrent requests")


def _spent(status: int, text: str) -> bool:
    """The refusal speaks of a quota that fills up again within a minute."""
    return status in {403, 429} and any(word in text for word in SPENT)


class Ear:
    """What the clients of one account were answered."""

    def __init__(self, *, strict: bool) -> None:
        """An answer outside Google's schema fails the test where this is strict, and is a warning where it is not.

        Google itself may be newer than the bundled document.
        """
        self.strict = strict
        self.heard: set[str] = set()

    def hear(self, method_id: str | None, answer: Any) -> None:
        """The method answered that; the answer fits the schema of the method."""
        if method_id is None:
            return
        self.heard.add(method_id)
        if not isinstance(answer, dict):  # media and empty answers have no schema
            return
        try:
            answers.check(discovery.methods()[method_id], answer)
        except answers.Misshapen as misfit:
            if self.strict:
                raise
            warnings.warn(f"Google answers what the bundled document does not know: {misfit}", stacklevel=2)


class Patient(google_auth_httplib2.AuthorizedHttp):
    """A transport that waits while a quota per minute is spent; a stream is not sent a second time."""

    _used = 0.0

    def request(self, uri: str, method: str = "GET", body: Any = None, *args: Any, **more: Any) -> Any:
        """The answer, the first that does not speak of a spent quota."""
        if time.monotonic() - self._used > IDLE:
            self.http.close()
        try:
            return self._patiently(uri, method, body, *args, **more)
        finally:
            self._used = time.monotonic()

    def _patiently(self, uri: str, method: str, body: Any, *args: Any, **more: Any) -> Any:
        for pause in PAUSES if isinstance(body, (str, bytes, type(None))) else ():
            answer, content = super().request(uri, method, body, *args, **more)
            if not _spent(answer.status, content.decode("utf-8", "replace")[:2000]):
                return answer, content
            time.sleep(pause)
        return super().request(uri, method, body, *args, **more)


def service(api: str, credentials: Credentials, base: str | None, ear: Ear) -> Any:
    """Google's client for one API, at Google or at `base`."""
    document = json.loads(json.dumps(discovery.document(api)))
    document.pop("mtlsRootUrl", None)
    if base is not None:
        document["rootUrl"] = f"{base}/"
        document["baseUrl"] = f"{base}/{document['servicePath']}"
    http = httplib2.Http(timeout=TIMEOUT)
    http.redirect_codes = http.redirect_codes - {308}

    def listened(http: Any, postproc: Any, uri: str, **more: Any) -> HttpRequest:
        def told(answer: Any, content: Any) -> Any:
            value = postproc(answer, content)
            ear.hear(more.get("methodId"), value)
            return value

        return HttpRequest(http, told, uri, **more)

    return clients.build_from_document(document, http=Patient(credentials, http=http), requestBuilder=listened)


def table_client(credentials: Credentials, base: str | None, ear: Ear) -> gspread.Client:
    """gspread, at Google or at `base`."""

    class Listening(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **more: Any) -> Any:
            for host in HOSTS:
                if base is not None and endpoint.startswith(f"{host}/"):
                    endpoint = base + endpoint.removeprefix(host)
            for pause in PAUSES:
                try:
                    return self._heard(method, endpoint, super().request(method, endpoint, *args, **more))
                except APIError as error:
                    if not _spent(error.response.status_code, error.response.text):
                        raise
                time.sleep(pause)
            return self._heard(method, endpoint, super().request(method, endpoint, *args, **more))

        @staticmethod
        def _heard(verb: str, endpoint: str, response: Any) -> Any:
            route = discovery.find(verb.upper(), urlsplit(endpoint).path)
            if route is not None:
                typed = response.headers.get("content-type", "").startswith("application/json")
                ear.hear(route.method.id, response.json() if typed and response.content else None)
            return response

    return gspread.Client(auth=credentials, http_client=Listening)
