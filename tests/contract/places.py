"""Where the contracts are kept: in a rehearsal workspace of their own, or at Google with credentials of ours."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.transport.requests import Request

from integrations.rehearsal.forms import responses
from integrations.rehearsal.server import RehearsalServer

from .account import SCOPES, Account, identity

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNER = "kontrak@panitia.example"
OTHER = "juri@juri.example"
ROBOT = "robot@kontrak.iam.gserviceaccount.com"


@contextmanager
def rehearsal() -> Iterator[Account]:
    """An account of an in-process workspace, entered through its token endpoint as one enters Google."""
    pair = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = pair.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = pair.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()
    with RehearsalServer(check_answers=True) as server:
        for user in ({"email": OWNER}, {"email": OTHER}, {"service_account": ROBOT, "public_key": public}):
            bearer = {"Authorization": f"Bearer {server.token}"}
            httpx.post(f"{server.base}/_rehearsal/users", json=user, headers=bearer).raise_for_status()
        key = {
            "type": "service_account", "client_email": ROBOT, "private_key": private, "private_key_id": "1",
            "client_id": "1", "token_uri": f"{server.base}/token",
        }  # fmt: skip
        account = Account(key, OWNER, server.base, other=OTHER, topic="projects/p/topics/t")
        account.answered = account.form("Terjawab")
        _answer(server, account.answered)
        yield account


def _answer(server: RehearsalServer, form: str) -> None:
    """The form has three responses: no API of Google's answers a form, and people are not in this suite."""
    with server._opened().write() as db:
        for number, moment in enumerate(("01.5", "02.123456789", "03")):
            submitted = f"2026-03-01T00:00:{moment}Z"
            response = {"responseId": f"R{number}", "createTime": submitted, "lastSubmittedTime": submitted}
            responses.put(db, form, {**response, "answers": {}})


@contextmanager
def google() -> Iterator[Account]:
    """The account that PANITIA_CREDENTIALS opens; skipped where there is none.

    PANITIA_GOOGLE_BASE points elsewhere than at Google, to try this very path on a rehearsal workspace.
    """
    path = os.environ.get("PANITIA_CREDENTIALS")
    if not path:
        pytest.skip("no PANITIA_CREDENTIALS: the contracts need a key file to be kept with Google (CONTRIBUTING.md)")
    key: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    subject = os.environ.get("PANITIA_LIVE_SUBJECT")
    if key.get("type") == "service_account" and not subject:
        pytest.skip("no PANITIA_LIVE_SUBJECT: a service account has no mailbox; name the one it acts for")
    base = os.environ.get("PANITIA_GOOGLE_BASE") or None
    account = Account(
        key, subject, base, live=True, within=os.environ.get("PANITIA_LIVE_FOLDER") or "root",
        other=os.environ.get("PANITIA_LIVE_OTHER"), topic=os.environ.get("PANITIA_LIVE_TOPIC"),
        answered=os.environ.get("PANITIA_LIVE_FORM"),
    )  # fmt: skip
    try:
        yield account
    finally:
        account.leave()


def robot(account: Account) -> Account:
    """The service account acting for itself; skipped where the key is a person's.

    It acts with a token alone: credentials without a subject ask Google for regions behind our back.
    """
    if account.key.get("type") != "service_account":
        pytest.skip("an authorized user's key has no service account of its own")
    alone = identity(account.key, None, account.base, SCOPES[2:4])
    alone.refresh(Request())
    return Account(account.key, None, account.base, live=account.live, token=str(alone.token))
