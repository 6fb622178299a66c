"""The token endpoint: signed assertions of service accounts and refresh tokens become access tokens."""

from __future__ import annotations

import base64
import binascii
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_pem_x509_certificate

from integrations.rehearsal import consent, discovery, identity
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Site

Json = dict[str, Any]

JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CLIENT = "000000000000.apps.googleusercontent.com"  # the one program this workspace knows
LIFETIME = 3599
GRANTING = "oauth2.token"  # the name the token endpoint goes by when faults are ordered
LONGEST_ASSERTION = 3600 + 300
# google-auth writes the first of these whatever token_uri says.
AUDIENCES = {"https://oauth2.googleapis.com/token", "https://accounts.google.com/o/oauth2/token"}


@dataclass
class OAuthRefusal(Exception):
    """The token endpoint's own way of saying no."""

    error: str
    description: str
    status: int = 400


def load_key(pem: str) -> rsa.RSAPublicKey:
    """The RSA key of a PEM public key or certificate; ValueError for anything else."""
    data = pem.encode()
    if b"CERTIFICATE" in data:
        key: Any = load_pem_x509_certificate(data).public_key()
    else:
        key = serialization.load_pem_public_key(data)
    if not isinstance(key, rsa.RSAPublicKey):
        msg = "public_key must be an RSA key"
        raise ValueError(msg)  # noqa: TRY004 - the caller treats every misfit alike
    return key


def token(site: Site, form: bytes, own_url: str) -> tuple[int, Json]:
    """Status and JSON of the token endpoint for a posted form."""
    fault = site.faults.due(GRANTING)
    if fault is not None and fault.kind == "status":
        troubled = {"error": "internal_failure", "error_description": "Backend Error"}
        return fault.status, fault.body if isinstance(fault.body, dict) else troubled
    fields = _fields(form)
    try:
        with site.store.write() as db:
            if fields.get("grant_type") == JWT_GRANT:
                return 200, _assertion(db, site, fields.get("assertion", ""), own_url)
            if fields.get("grant_type") == "refresh_token":
                return 200, _refresh(db, fields)
            if fields.get("grant_type") == consent.CODE_GRANT:
                return 200, _redeemed(db, fields)
    except OAuthRefusal as no:
        return no.status, {"error": no.error, "error_description": no.description}
    return 400, {
        "error": "unsupported_grant_type",
        "error_description": f"Invalid grant_type: {fields.get('grant_type', '')}",
    }


def _fields(form: bytes) -> dict[str, str]:
    """What was posted, as a form or as JSON."""
    text = form.decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        try:
            return {key: value for key, value in json.loads(text).items() if isinstance(value, str)}
        except (ValueError, RecursionError):
            return {}
    return {key: values[0] for key, values in parse_qs(text).items()}


def revoke(site: Site, form: bytes) -> tuple[int, Json]:
    """Status and JSON of the revocation endpoint: the token is void; a refresh token takes its access tokens along."""
    fields = {key: values[0] for key, values in parse_qs(form.decode("utf-8", "replace")).items()}
    with site.store.write() as db:
        row = db.execute("SELECT * FROM tokens WHERE token = ? AND kind != 'admin'", (fields.get("token", ""),))
        found = row.fetchone()
        if found is None:
            return 400, {"error": "invalid_token", "error_description": "Token expired or revoked"}
        identity.withdraw(db, found["token"], found["email"], revoked=found["kind"] != "access")
    return 200, {}


def token_info(site: Site, query: str, authorization: str) -> tuple[int, Json]:
    """Status and JSON of the endpoint that says whose an access token is (in the form or the header), what it may."""
    fields = {key: values[0] for key, values in parse_qs(query).items()}
    asked = fields.get("access_token") or authorization.partition(" ")[2].strip()
    try:
        with site.store.read() as db:
            user, scopes = identity.bearer(db, asked)
            row = db.execute("SELECT expires FROM tokens WHERE token = ?", (asked,)).fetchone()
    except Refusal:
        return 400, {"error": "invalid_token", "error_description": "Invalid Value"}
    end = time.time() + LIFETIME if row["expires"] is None else row["expires"]
    return 200, {
        "azp": CLIENT, "aud": CLIENT, "sub": user.permission_id, "scope": " ".join(sorted(_every_scope() if scopes is None else scopes)),
        "exp": str(int(end)), "expires_in": str(max(int(end - time.time()), 0)), "email": user.email,
        "email_verified": "true", "access_type": "offline",
    }  # fmt: skip


def _every_scope() -> frozenset[str]:
    return frozenset[str]().union(*(each.scopes for each in discovery.methods().values()))


def user_info(site: Site, authorization: str) -> tuple[int, Json]:
    """Status and JSON of the endpoint that says who the bearer of a token is."""
    try:
        with site.store.read() as db:
            user, _ = identity.bearer(db, authorization.partition(" ")[2].strip())
    except Refusal:
        return 401, {"error": "invalid_request", "error_description": "Invalid Credentials"}
    domain = user.email.rpartition("@")[2]
    return 200, {
        "sub": user.permission_id, "id": user.permission_id, "name": user.name, "given_name": user.name,
        "email": user.email, "email_verified": True, "verified_email": True, "hd": domain,
    }  # fmt: skip


def _refresh(db: sqlite3.Connection, fields: dict[str, str]) -> Json:
    row = db.execute(
        "SELECT email, scopes FROM tokens WHERE token = ? AND kind IN ('fixed', 'admin', 'refresh')",
        (fields.get("refresh_token", ""),),
    ).fetchone()
    if row is None:
        raise OAuthRefusal("invalid_grant", "Token has been expired or revoked.")
    allowed = None if row["scopes"] is None else json.loads(row["scopes"])
    scopes = fields["scope"].split() if fields.get("scope") else allowed
    if allowed is not None and not set(scopes or ()) <= set(allowed):
        raise OAuthRefusal("invalid_scope", "Some requested scopes were invalid.")
    return _granted(db, row["email"], scopes)


def _redeemed(db: sqlite3.Connection, fields: dict[str, str]) -> Json:
    found = consent.redeem(db, fields)
    if found is None:
        raise OAuthRefusal("invalid_grant", "Malformed auth code.")
    return {**_granted(db, *found), "refresh_token": consent.refresh_token(db, *found)}


def _granted(db: sqlite3.Connection, email: str, scopes: list[str] | None) -> Json:
    answer: Json = {"access_token": identity.grant(db, email, scopes, LIFETIME), "expires_in": LIFETIME}
    if scopes is not None:
        answer["scope"] = " ".join(scopes)
    return {**answer, "token_type": "Bearer"}


def _assertion(db: sqlite3.Connection, site: Site, assertion: str, own_url: str) -> Json:
    signed, claims, signature = _split(assertion)
    issuer = str(claims.get("iss", ""))
    account = _account(db, site, issuer)
    if account["public_key"] is not None:
        try:
            load_key(account["public_key"]).verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise OAuthRefusal("invalid_grant", "Invalid JWT Signature.") from None
    _check_claims(claims, own_url)
    scopes = str(claims.get("scope", "")).split()
    if not scopes:
        raise OAuthRefusal("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return _granted(db, _subject(db, site, str(claims.get("sub") or issuer), issuer), scopes)


def _account(db: sqlite3.Connection, site: Site, issuer: str) -> sqlite3.Row:
    """The service account's row; at first sight it becomes a user where the workspace takes anyone."""
    if site.empty and "@" in issuer:
        identity.add(db, issuer)
    row = db.execute("SELECT * FROM users WHERE email = ?", (issuer,)).fetchone()
    if row is None or (row["public_key"] is None and not site.empty):
        raise OAuthRefusal("invalid_grant", "Invalid grant: account not found")
    return row  # type: ignore[no-any-return]


def _subject(db: sqlite3.Connection, site: Site, subject: str, issuer: str) -> str:
    if site.empty and "@" in subject:
        return identity.add(db, subject).email
    user = identity.find(db, subject)
    if user is None or (user.service and user.email.lower() != issuer.lower()):
        raise OAuthRefusal("invalid_grant", "Invalid email or User ID")
    return user.email


def _check_claims(claims: Json, own_url: str) -> None:
    if claims.get("aud") not in AUDIENCES | {own_url}:
        raise OAuthRefusal("invalid_grant", "Invalid JWT: Failed audience check. The right audience is "
                           "https://oauth2.googleapis.com/token")  # fmt: skip
    issued, expires, real = claims.get("iat"), claims.get("exp"), time.time()
    if (
        not isinstance(issued, (int, float))
        or not isinstance(expires, (int, float))
        or not (real - 300 < expires <= real + LONGEST_ASSERTION and issued <= real + 300)
    ):
        raise OAuthRefusal(
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
        )


def _split(assertion: str) -> tuple[bytes, Json, bytes]:
    """The signed bytes, the claims and the signature of an RS256 assertion."""
    try:
        head, payload, signature = assertion.split(".")
        header, claims = json.loads(_decode(head)), json.loads(_decode(payload))
        signed = _decode(signature)
    except (ValueError, binascii.Error):
        raise OAuthRefusal("invalid_grant", "Bad Request") from None
    if not isinstance(header, dict) or not isinstance(claims, dict) or header.get("alg") != "RS256":
        raise OAuthRefusal("invalid_grant", "Bad Request")
    return f"{head}.{payload}".encode(), claims, signed


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
