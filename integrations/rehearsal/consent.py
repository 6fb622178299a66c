"""Consent: a person lets a program act for them; the code it gets for that becomes tokens, once and within minutes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.store import get_meta, put_meta

if TYPE_CHECKING:
    import sqlite3

Json = dict[str, Any]

CODE_GRANT = "authorization_code"
CODE_SECONDS = 600
LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?(/[\w./-]*)?")
PREFIX = "izin:"


def give(db: sqlite3.Connection, email: str, scopes: list[str], redirect: str, challenge: str) -> str:
    """A code for what that person allowed. `challenge`: of PKCE (S256), "" where the program sent none."""
    code = "4/" + secrets.token_urlsafe(32)
    kept = {"email": email, "scopes": scopes, "redirect": redirect, "challenge": challenge, "until": time.time() + CODE_SECONDS}
    put_meta(db, _key(code), json.dumps(kept))
    return code


def redeem(db: sqlite3.Connection, fields: dict[str, str]) -> tuple[str, list[str]] | None:
    """(whose consent it was, the scopes) of a code; None for one that is used, old, or shown by another program."""
    text = get_meta(db, _key(fields.get("code", "")))
    if text is None:
        return None
    put_meta(db, _key(fields["code"]), None)
    kept = json.loads(text)
    if kept["until"] < time.time() or kept["redirect"] != fields.get("redirect_uri"):
        return None
    if kept["challenge"] and not hmac.compare_digest(kept["challenge"], _challenge(fields.get("code_verifier", ""))):
        return None
    return kept["email"], kept["scopes"]


def refresh_token(db: sqlite3.Connection, email: str, scopes: list[str]) -> str:
    """A token that gives access tokens for these scopes until it is revoked."""
    token = "1//" + secrets.token_urlsafe(40)
    db.execute(
        "INSERT INTO tokens(token, email, scopes, expires, kind) VALUES(?, ?, ?, NULL, 'refresh')",
        (token, email, json.dumps(scopes)),
    )
    return token


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _key(code: str) -> str:
    return PREFIX + hashlib.sha256(code.encode()).hexdigest()
