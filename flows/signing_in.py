"""`panitia login`: the secretariat's own account signs in through the browser, or a key that is there is checked."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError
from oauthlib.oauth2 import OAuth2Error

from config.edition import load_rulebook
from config.errors import FixSettings
from config.settings import Settings
from integrations.google.clients import SCOPES
from integrations.workspace import open_workspace

_DONE = "Sudah masuk. Jendela ini boleh ditutup."
_WAIT_SECONDS = 600


def sign_in(settings: Settings, client: Path | None, *, browser: bool, say: Callable[[str], object]) -> str:
    """One line that says who is signed in. With `client` the key stands in PANITIA_CREDENTIALS, for its owner only.

    FixSettings says what is wrong with the client, the key, or the account that signed in.
    """
    target = settings.credentials
    if target is None:
        raise FixSettings("isi PANITIA_CREDENTIALS: berkas kunci yang diperiksa, atau tempat kunci baru disimpan")
    if client is not None:
        _keep(target, _asked(client, browser=browser, say=say))
    wanted = load_rulebook(settings.competition).mailbox.address
    address = open_workspace(settings, wanted).gmail.address()
    if address.lower() != wanted.lower():
        raise FixSettings(
            f"yang masuk adalah {address}, sedangkan mailbox › address {wanted}; masuklah dengan akun itu"
        )
    return f"masuk sebagai {address}; kunci: {target}"


def _asked(client: Path, *, browser: bool, say: Callable[[str], object]) -> str:
    """The key of the account that gave its consent in the browser."""
    try:
        config = json.loads(client.read_text(encoding="utf-8"))
        flow: Any = InstalledAppFlow.from_client_config(config, list(SCOPES))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FixSettings(f"{client}: bukan klien OAuth jenis aplikasi desktop; unduh dari Google Cloud") from error
    if str(flow.client_config.get("auth_uri", "")).startswith("http://127.0.0.1"):
        os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # the rehearsal workspace has no certificate
    say("Masuk dengan akun kotak surat kompetisi pada peramban.")
    try:
        with redirect_stdout(_Told(say)):  # the library prints the address
            given = flow.run_local_server(
                host="127.0.0.1", port=0, open_browser=browser, timeout_seconds=_WAIT_SECONDS, success_message=_DONE,
                authorization_prompt_message="Alamatnya: {url}", access_type="offline", prompt="consent",
            )  # fmt: skip
    except OAuth2Error as error:
        raise FixSettings(f"Google menolak: {error.description or error.error}; ulangi panitia login") from error
    except (AttributeError, WSGITimeoutError, Warning) as error:  # no answer came in time, or not every scope was given
        raise FixSettings("izin belum diberikan seluruhnya; ulangi panitia login dan setujui semuanya") from error
    return str(given.to_json())


def _keep(target: Path, key: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f"{target.name}.baru")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(key)
    new.replace(target)


class _Told(io.TextIOBase):
    """What is printed is said instead, line by line."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self._say = say

    def write(self, text: str) -> int:
        """Blank lines are nothing to say."""
        if text.strip():
            self._say(text.strip())
        return len(text)
