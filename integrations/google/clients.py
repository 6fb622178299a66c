"""The real Google clients, built once: same code for Google and the rehearsal, only address and credentials differ."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import google_auth_httplib2
import gspread
import httplib2
from google.auth import exceptions as auth_errors
from google.auth.credentials import Credentials
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account
from googleapiclient import discovery, discovery_cache
from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest, set_user_agent
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from requests import Response

from config.errors import FixSettings, Wait
from config.settings import Settings
from integrations.google.patience import LOST, Effect, Patience, Refusal

SCOPES = (
    "https://www.googleapis.com/auth/gmail.readonly",  # read what arrived, and look in Sent for a lost answer
    "https://www.googleapis.com/auth/gmail.compose",  # make drafts and send them; nothing is labelled, moved or deleted
    "https://www.googleapis.com/auth/drive.readonly",  # a form's questions, and its uploads in folders we did not make
    "https://www.googleapis.com/auth/drive.file",  # make and share folders, files and spreadsheets: our own, no others
    "https://www.googleapis.com/auth/spreadsheets",  # the workbook and the ballots, also one restored from a copy
    "https://www.googleapis.com/auth/forms.responses.readonly",  # the answers
)
_GOOGLE = ("https://sheets.googleapis.com", "https://www.googleapis.com")
_AGENT = "panitia (gzip)"
_IDLE_SECONDS = 2.0


def credentials(settings: Settings, subject: str) -> Credentials:
    """Credentials of the secretariat's mailbox `subject`: a token, a service account acting for it, or its own sign-in."""
    if settings.token is not None and settings.workspace == "rehearsal":
        return user_credentials.Credentials(token=settings.token.get_secret_value())  # type: ignore[no-untyped-call]
    if settings.credentials is None:
        raise FixSettings("tidak ada tanda masuk: isi PANITIA_CREDENTIALS (Google) atau PANITIA_TOKEN (gladi bersih)")
    info = _read_key(settings.credentials)
    token_uri = (
        f"{settings.base}/token" if settings.base else info.get("token_uri", "https://oauth2.googleapis.com/token")
    )
    try:
        if info.get("type") == "service_account":
            account = service_account.Credentials.from_service_account_info(
                info | {"token_uri": token_uri}, scopes=SCOPES
            )  # type: ignore[no-untyped-call]
            acting: Credentials = account.with_subject(subject)
            return acting
        user = user_credentials.Credentials.from_authorized_user_info(info)  # type: ignore[no-untyped-call]
        own: Credentials = user.with_token_uri(token_uri)
    except (ValueError, KeyError, auth_errors.GoogleAuthError) as error:
        raise FixSettings(f"{settings.credentials}: bukan kunci akun layanan atau akun pengguna yang sah") from error
    return own


def ungranted(settings: Settings, subject: str) -> list[str]:
    """Those of `SCOPES` that the key does not give: not delegated to the service account, or not agreed to at sign-in.

    A service account is asked for each alone, one request each: asked for all, Google does not say which is missing.
    """
    creds = credentials(settings, subject)
    if isinstance(creds, service_account.Credentials):
        return [s for s in SCOPES if not _gives(creds.with_scopes([s]))]
    agreed = getattr(creds, "scopes", None)
    return [s for s in SCOPES if s not in agreed] if agreed else []


def _gives(creds: Credentials) -> bool:
    try:
        creds.refresh(google_auth_httplib2.Request(httplib2.Http()))  # type: ignore[no-untyped-call]
    except auth_errors.RefreshError:
        return False
    except (auth_errors.TransportError, *LOST) as error:
        raise Wait(f"tanda masuk: Google tidak dapat dihubungi ({type(error).__name__})") from error
    return True


def _read_key(path: Path) -> dict[str, Any]:
    try:
        info = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FixSettings(f"{path}: kunci tidak dapat dibaca; periksa PANITIA_CREDENTIALS") from error
    if not isinstance(info, dict):
        raise FixSettings(f"{path}: bukan berkas kunci Google")
    return info


def read_api_error(error: Exception) -> Refusal | None:
    """What Google answered, from any of the clients' exceptions; None where no answer came."""
    if isinstance(error, HttpError):
        text = error.content.decode("utf-8", "replace") if isinstance(error.content, bytes) else str(error.content)
        return Refusal(int(error.resp.status), text, _seconds(error.resp))
    if isinstance(error, APIError):
        return Refusal(error.response.status_code, error.response.text, _seconds(error.response.headers))
    if isinstance(error, (httplib2.HttpLib2Error, auth_errors.TransportError)):
        return Refusal(0, str(error))
    if isinstance(error, auth_errors.RefreshError):
        return Refusal(401, str(error))
    return None


def _seconds(headers: Mapping[str, Any]) -> float | None:
    value = headers.get("retry-after") or headers.get("Retry-After")
    return float(value) if value and str(value).isdigit() else None


class Service:
    """One google-api-python-client service; every call goes through `Patience`. One thread only (httplib2)."""

    def __init__(self, name: str, version: str, settings: Settings, creds: Credentials, patience: Patience) -> None:
        document = json.loads(discovery_cache.get_static_doc(name, version))  # type: ignore[no-untyped-call]
        if settings.base:
            document["rootUrl"] = f"{settings.base}/"  # moves plain calls, uploads and batches alike
            document["baseUrl"] = f"{settings.base}/{document['servicePath']}"
        document.pop("mtlsRootUrl", None)
        http = httplib2.Http(timeout=settings.timeout_seconds)
        http.redirect_codes = http.redirect_codes - {308}  # 308 = resume incomplete, not a redirect
        self._http = google_auth_httplib2.AuthorizedHttp(creds, http=set_user_agent(http, _AGENT))  # type: ignore[no-untyped-call]
        self.api: Any = discovery.build_from_document(document, http=self._http)  # type: ignore[attr-defined]
        self._patience = patience
        self._used = time.monotonic()

    def do(self, what: str, request: HttpRequest, effect: Effect) -> Any:
        """The decoded answer of one request.

        A connection that lay idle is not used again: the server may have closed it, and a write that fails on it
        looks like one whose answer was lost.
        """
        if time.monotonic() - self._used > _IDLE_SECONDS:
            self._http.http.close()
        try:
            return self._patience.call(what, lambda: request.execute(num_retries=0), effect, read_api_error)
        finally:
            self._used = time.monotonic()

    def __del__(self) -> None:
        self._http.http.close()


def sheets_client(settings: Settings, creds: Credentials, patience: Patience) -> gspread.Client:
    """gspread, at the right address, with our timeout and our patience instead of its own endless back-off."""

    class Patient(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Response:
            url = _rebase(endpoint, settings.base)
            effect = Effect.READ if method.lower() == "get" else Effect.KEYED
            what = f"Sheets {method.upper()} {urlsplit(url).path.rsplit('/', 1)[-1][:40]}"
            send: Callable[[], Response] = lambda: super(Patient, self).request(method, url, *args, **kwargs)  # noqa: E731
            return patience.call(what, send, effect, read_api_error)

    client = gspread.Client(auth=creds, http_client=Patient)
    client.http_client.set_timeout(settings.timeout_seconds)
    return client


def _rebase(endpoint: str, base: str | None) -> str:
    for host in _GOOGLE:
        if endpoint.startswith(f"{host}/"):
            return f"{base}{endpoint.removeprefix(host)}" if base else endpoint
    raise ConnectionError(f"not a Google address: {endpoint}")
