"""Who acts: the users of the workspace and the bearer tokens they act with."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from integrations.rehearsal import instants
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3

FIRST_ADDRESS = "sekretariat@panitia.example"
FOLDER = "application/vnd.google-apps.folder"
SIGN_IN = "https://developers.google.com/identity/sign-in/web/devconsole-project"
IN_APPDATA = '{"space": "appDataFolder"}'  # what marks the folder of settings and all that lies in it
HISTORY_START = 1000  # history ids below belong to a time that is forgotten: asking for them is a 404
EMAIL_TABLES = {  # where an address stands, for the one renaming there is
    "users": "email", "tokens": "email", "files": "owner", "permissions": "email", "mail": "user",
    "mail_labels": "user", "labels": "user", "drafts": "user", "history": "user", "history_marks": "user",
    "mail_settings": "user", "watches": "owner", "revisions": "modified_by", "group_members": "member",
}  # fmt: skip


@dataclass(frozen=True)
class User:
    """One account: a person, or a service account acting for itself."""

    email: str
    name: str
    root: str
    first: bool
    service: bool

    @property
    def appdata(self) -> str:
        """The id of the hidden folder programs keep their settings in (`appDataFolder`)."""
        return "1" + base64.urlsafe_b64encode(hashlib.sha256(self.root.encode()).digest()).decode()[:32]

    @property
    def permission_id(self) -> str:
        """The number Drive knows the account by."""
        return permission_id(self.email)


ANYBODY = User("", "Anonymous", "", first=False, service=False)  # who comes with an API key and no token


def permission_id(address: str) -> str:
    """The number Drive gives an account, the same for the same address."""
    digest = hashlib.sha256(address.lower().encode()).digest()
    return str(int.from_bytes(digest[:8]) % 10**20).zfill(20)


def _user(row: sqlite3.Row) -> User:
    return User(row["email"], row["name"], row["root"], bool(row["first"]), bool(row["service"]))


def find(db: sqlite3.Connection, email: str) -> User | None:
    """The user of that address, None where there is none."""
    row = db.execute("SELECT * FROM users WHERE email = ?", (email,)).fetchone()
    return None if row is None else _user(row)


def first(db: sqlite3.Connection) -> User:
    """The workspace's first user, the secretariat's account."""
    return _user(db.execute("SELECT * FROM users WHERE first = 1").fetchone())


def everyone(db: sqlite3.Connection) -> list[User]:
    """All users in the order they came."""
    return [_user(row) for row in db.execute("SELECT * FROM users ORDER BY rowid")]


def add(db: sqlite3.Connection, email: str, name: str = "", *, first: bool = False, service: bool = False) -> User:
    """The user of that address, made with an empty mailbox and Drive if it did not exist."""
    known = find(db, email)
    if known is not None:
        return known
    created = instants.stamp(instants.now(db))
    user = User(email, name or email.partition("@")[0], "0A" + secrets.token_urlsafe(9)[:11] + "Uk9PVA", first, service)
    db.execute(
        "INSERT INTO users(email, name, first, service, root, created) VALUES(?, ?, ?, ?, ?, ?)",
        (user.email, user.name, int(first), int(service), user.root, created),
    )
    _furnish(db, user, created)
    db.execute("INSERT INTO history_marks(user, first, last) VALUES(?, ?, ?)", (email, HISTORY_START, HISTORY_START))
    return user


def _furnish(db: sqlite3.Connection, user: User, created: str) -> None:
    """The user has the two folders everybody has, which lie in no other."""
    for folder, called, body in ((user.root, "My Drive", "{}"), (user.appdata, "appDataFolder", IN_APPDATA)):
        db.execute(
            "INSERT OR IGNORE INTO files(id, name, mime, parent, owner, created, modified, modified_by, made, body) "
            "VALUES(?, ?, ?, NULL, ?, ?, ?, ?, ?, ?)",
            (folder, called, FOLDER, user.email, created, created, user.email, time.time(), body),
        )
        db.execute(
            "INSERT OR IGNORE INTO permissions(file, id, type, role, email) VALUES(?, ?, 'user', 'owner', ?)",
            (folder, user.permission_id, user.email),
        )


def form_group(db: sqlite3.Connection, email: str, name: str, members: list[str]) -> dict[str, object]:
    """The group has exactly these members (people or groups): what is shared with it is shared with them."""
    db.execute("INSERT OR REPLACE INTO groups(email, name) VALUES(?, ?)", (email, name))
    db.execute("DELETE FROM group_members WHERE team = ?", (email,))
    db.executemany(
        "INSERT OR IGNORE INTO group_members(member, team) VALUES(?, ?)", [(each, email) for each in members]
    )
    return {"email": email, "name": name, "members": list(dict.fromkeys(members))}


def members(db: sqlite3.Connection, addresses: list[str]) -> list[str]:
    """The addresses with the members of those that are groups, each once."""
    found = list(addresses)
    for address in addresses:
        found += [row[0] for row in db.execute("SELECT member FROM memberships WHERE team = ?", (address,))]
    return list(dict.fromkeys(each.lower() for each in found))


def fixed_token(db: sqlite3.Connection, email: str) -> str:
    """The user's standing bearer token with every scope, made if there is none."""
    row = db.execute(
        "SELECT token FROM tokens WHERE email = ? AND kind IN ('fixed', 'admin') ORDER BY kind", (email,)
    ).fetchone()
    if row is not None:
        return str(row[0])
    token = "rehearsal-" + secrets.token_urlsafe(24)
    db.execute("INSERT INTO tokens(token, email, kind) VALUES(?, ?, 'fixed')", (token, email))
    return token


def grant(db: sqlite3.Connection, email: str, scopes: list[str] | None, seconds: float) -> str:
    """A fresh access token for these scopes (None: every scope); its life is real time, whatever the clock says."""
    token = "ya29." + secrets.token_urlsafe(40)
    stored = None if scopes is None else json.dumps(scopes)
    db.execute(
        "INSERT INTO tokens(token, email, scopes, expires, kind) VALUES(?, ?, ?, ?, 'access')",
        (token, email, stored, time.time() + seconds),
    )
    return token


def bearer(db: sqlite3.Connection, token: str) -> tuple[User, frozenset[str] | None]:
    """The user of an access token and its scopes (None: all); 401 for a token that is unknown or has expired."""
    row = db.execute(
        "SELECT users.*, tokens.scopes, tokens.expires FROM tokens JOIN users USING(email) "
        "WHERE tokens.token = ? AND kind != 'refresh'",
        (token,),
    ).fetchone()
    if row is None or (row["expires"] is not None and row["expires"] < time.time()):
        raise unauthenticated()
    scopes = None if row["scopes"] is None else frozenset(json.loads(row["scopes"]))
    return _user(row), scopes


def withdraw(db: sqlite3.Connection, token: str, email: str, *, revoked: bool) -> None:
    """An access token has expired; revoked, all tokens of its user are void, those for refreshing too.

    The admin token always stays: it is the key of the workspace itself.
    """
    db.execute("DELETE FROM tokens WHERE kind = 'access' AND token = ?", (token,))
    if revoked:
        db.execute("DELETE FROM tokens WHERE kind != 'admin' AND email = ?", (email,))


def unauthenticated(*, missing: bool = False) -> Refusal:
    """401 for a request without a token, or with one that is not good."""
    needed = "Expected OAuth 2 access token, login cookie or other valid authentication credential."
    if missing:
        message = f"Request is missing required authentication credential. {needed} See {SIGN_IN}."
        return Refusal(401, message, reason="required", location="Authorization", location_type="header",
                       brief="Login Required.", status="UNAUTHENTICATED")  # fmt: skip
    newer = f"Request had invalid authentication credentials. {needed} See {SIGN_IN}."
    return Refusal(401, "Invalid Credentials", reason="authError", location="Authorization", location_type="header",
                   newer=newer)  # fmt: skip


def set_first_token(db: sqlite3.Connection, token: str) -> None:
    """The first user exists and the admin token is its bearer, and no earlier admin token is."""
    row = db.execute("SELECT email FROM users WHERE first = 1").fetchone()
    email = row[0] if row else add(db, FIRST_ADDRESS, "Sekretariat", first=True).email
    for user in everyone(db):  # a workspace kept from an earlier version lacks the folder for settings
        _furnish(db, user, instants.stamp(instants.now(db)))
    db.execute("DELETE FROM tokens WHERE kind = 'admin' OR token = ?", (token,))
    db.execute("INSERT INTO tokens(token, email, kind) VALUES(?, ?, 'admin')", (token, email))


def rename_first(db: sqlite3.Connection, email: str, name: str = "") -> User:
    """The first user has that address from now on, with everything that was its own; ValueError if another has it."""
    old = first(db)
    other = find(db, email)
    if other is not None and not other.first:
        msg = f"{email} is already another user's address"
        raise ValueError(msg)
    for table, column in EMAIL_TABLES.items():
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (email, old.email))  # noqa: S608 - constants
    db.execute("UPDATE files SET modified_by = ? WHERE modified_by = ?", (email, old.email))
    db.execute("UPDATE permissions SET id = ? WHERE id = ?", (permission_id(email), old.permission_id))
    # Protections and the like carry addresses inside their JSON.
    db.execute(
        "UPDATE spreadsheets SET version = version + 1, body = replace(body, ?, ?)",
        (json.dumps(old.email), json.dumps(email)),
    )
    if name:
        db.execute("UPDATE users SET name = ? WHERE first = 1", (name,))
    return first(db)
