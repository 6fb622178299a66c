"""The files of the workspace: one row each, one parent each, and who may do what with them."""

from __future__ import annotations

import json
import secrets
import time
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.drive import scopes
from integrations.rehearsal.identity import FOLDER, User, permission_id
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
DOCUMENT = "application/vnd.google-apps.document"
PRESENTATION = "application/vnd.google-apps.presentation"
FORM = "application/vnd.google-apps.form"
NATIVE = "application/vnd.google-apps."
SHORTCUT = "application/vnd.google-apps.shortcut"
RANKS = {"reader": 1, "commenter": 2, "writer": 3, "owner": 4, "fileOrganizer": 4, "organizer": 5}
ANYONE = "anyoneWithLink"

# A permission with an end is void after it, by the workspace's own clock.
LIVING = (
    "(p.expires IS NULL OR p.expires > coalesce((SELECT value FROM meta WHERE key = 'clock'), "
    "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"
)
# Who reaches which file, and how: everything shared with the person, and all that lies below it. What lies in a
# folder someone owns can be edited by that owner; ownership itself is not inherited.
# In a shared drive nobody owns anything and its members' roles hold all the way down.
REACH = f"""
WITH RECURSIVE reach(id, rank) AS (
    SELECT p.file, CASE p.role WHEN 'organizer' THEN 5 WHEN 'owner' THEN 4 WHEN 'fileOrganizer' THEN 4
        WHEN 'writer' THEN 3 WHEN 'commenter' THEN 2 ELSE 1 END
    FROM permissions p WHERE {LIVING} AND ((p.type IN ('user', 'group')
            AND p.email IN (SELECT :email UNION ALL SELECT team FROM memberships WHERE member = :email))
        OR (p.type = 'domain' AND p.domain = :domain AND p.discoverable = 1))
    UNION SELECT f.id, CASE WHEN f.drive IS NULL THEN min(reach.rank, 3) ELSE reach.rank END
        FROM files f JOIN reach ON f.parent = reach.id)
"""  # noqa: S608 - built from constants
UPWARD = f"""
WITH RECURSIVE up(id, depth, drive) AS (
    SELECT id, 0, drive FROM files WHERE id = :file
    UNION SELECT f.parent, up.depth + 1, f.drive FROM files f JOIN up ON f.id = up.id
    WHERE f.parent IS NOT NULL AND up.depth < 100)
SELECT p.role, up.depth, up.drive FROM permissions p JOIN up ON p.file = up.id
WHERE {LIVING} AND (p.type = 'anyone' OR (p.type = 'domain' AND p.domain = :domain)
    OR (p.type IN ('user', 'group')
        AND p.email IN (SELECT :email UNION ALL SELECT team FROM memberships WHERE member = :email)))
"""  # noqa: S608 - built from constants


# Everybody named on a file or on a folder above it; who owns such a folder may write in it.
SHARED = """
WITH RECURSIVE up(id, depth) AS (
    SELECT :file, 0 UNION SELECT f.parent, up.depth + 1 FROM files f JOIN up ON f.id = up.id
    WHERE f.parent IS NOT NULL AND up.depth < 100)
SELECT p.file, p.id, p.type, CASE WHEN p.role = 'owner' AND up.depth > 0 THEN 'writer' ELSE p.role END AS role,
    p.email, p.domain, p.discoverable, p.expires, p.pending
FROM permissions p JOIN up ON p.file = up.id ORDER BY up.depth, p.rowid
"""


BELONGINGS = (
    ("files", "id"), ("permissions", "file"), ("revisions", "file"), ("comments", "file"), ("spreadsheets", "id"),
    ("sheet_blocks", "spreadsheet"), ("forms", "id"), ("responses", "form"),
    ("documents", "id"), ("approvals", "file"),
)  # fmt: skip


def new_id(mime: str = FOLDER) -> str:
    """An id as Drive makes them: 44 characters for what is edited in Google's own editors, 33 for the rest."""
    edited = mime.startswith(NATIVE) and mime not in {FOLDER, SHORTCUT}
    return "1" + secrets.token_urlsafe(33)[: 43 if edited else 32]


def missing(file: str) -> Refusal:
    """404 for a file that is not there, or not for this person."""
    return Refusal(404, f"File not found: {file}.", reason="notFound", location="fileId")


def forbidden(message: str = "The user does not have sufficient permissions for this file.") -> Refusal:
    """403 for a file that is there but not to be touched."""
    return Refusal(403, message, reason="insufficientFilePermissions")


def row(db: sqlite3.Connection, file: str) -> sqlite3.Row | None:
    """The file's row."""
    found: sqlite3.Row | None = db.execute("SELECT * FROM files WHERE id = ?", (file,)).fetchone()
    return found


def rank(db: sqlite3.Connection, user: User, file: str) -> int:
    """What the person may do with the file: 0 nothing, 1 read, 2 comment, 3 write, 4 own."""
    domain = user.email.partition("@")[2]
    rows = db.execute(UPWARD, {"file": file, "email": user.email, "domain": domain}).fetchall()
    return max(
        (RANKS[each["role"]] if each["depth"] == 0 or each["drive"] else min(RANKS[each["role"]], 3) for each in rows),
        default=0,
    )


def permissions(db: sqlite3.Connection, file: str) -> list[sqlite3.Row]:
    """The permissions that hold for the file, its own first; of several for one person the one that allows most."""
    best: dict[str, sqlite3.Row] = {}
    for each in db.execute(SHARED, {"file": file}):
        if each["id"] not in best or RANKS[each["role"]] > RANKS[best[each["id"]]["role"]]:
            best[each["id"]] = each
    return list(best.values())


def shared_with(db: sqlite3.Connection, user: User, file: str) -> bool:
    """Whether the file itself (not only a folder above it) was shared with the person or a group of theirs."""
    sql = (
        "SELECT 1 FROM permissions WHERE file = ? AND role != 'owner' "
        "AND email IN (SELECT ? UNION ALL SELECT team FROM memberships WHERE member = ?)"
    )
    return db.execute(sql, (file, user.email, user.email)).fetchone() is not None


def named(user: User, file: str) -> str:
    """The real id behind the two names a person's own folders have."""
    return {"root": user.root, "appDataFolder": user.appdata}.get(file, file)


def need(db: sqlite3.Connection, user: User, file: str, least: int = 1) -> sqlite3.Row:
    """The file's row for a person who may do at least that; 404 for one who may not see it, 403 for one who may."""
    asked = named(user, file)
    found = row(db, asked)
    has = 0 if found is None else rank(db, user, asked)
    if found is None or has == 0:
        raise missing(file)
    if has < least:
        raise forbidden()
    return found


def of_call(call: Call, least: int = 1, name: str = "fileId") -> sqlite3.Row:
    """The row of the file a Drive call is about; a shared drive's item is there only for calls that know of them."""
    found = need(call.db, call.user, call.path[name], least)
    if (found["drive"] and not knows_drives(call)) or not scopes.covers(call, found):
        raise missing(call.path[name])
    scopes.check_write(call, found)
    return found


def knows_drives(call: Call) -> bool:
    """Whether the caller says that it can handle shared drives."""
    return bool(call.query.get("supportsAllDrives") or call.query.get("supportsTeamDrives"))


def check_parent(db: sqlite3.Connection, user: User, parent: str) -> str:
    """The real id of a folder the person may put something into; refused otherwise."""
    asked = named(user, parent)
    found = row(db, asked)
    has = 0 if found is None else rank(db, user, asked)
    if found is None or has == 0:
        raise missing(parent)
    if found["mime"] != FOLDER:
        raise Refusal(403, "The specified parent is not a folder.", reason="parentNotAFolder")
    if has < RANKS["writer"]:
        raise Refusal(403, "Insufficient permissions for the specified parent.", reason="insufficientParentPermissions")
    return asked


def add(
    db: sqlite3.Connection, owner: User, now: datetime, *, name: str, mime: str, parent: str | None,
    file: str | None = None, body: Json | None = None, sha: str | None = None, created: str | None = None,
    modified: str | None = None, by_program: bool = False,
) -> str:  # fmt: skip
    """The file lies in the folder (the owner's root without one); its id.

    `by_program`: it was made through the API, and a program that may see only its own files sees it.
    """
    made = file or new_id(mime)
    above = row(db, parent or owner.root)
    kept = {**(body or {}), **({"byProgram": owner.email} if by_program else {})}
    if above is not None and (space := json.loads(above["body"]).get("space")):
        kept["space"] = space
    stamp = instants.stamp(now)
    drive = drive_of(db, parent)
    size = None
    if sha is not None:
        size = db.execute("SELECT size FROM blobs WHERE sha = ?", (sha,)).fetchone()[0]
    db.execute(
        "INSERT INTO files(id, name, mime, parent, owner, created, modified, modified_by, sha, size, made, body, drive) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            made, name, mime, parent or owner.root, "" if drive else owner.email, created or stamp,
            modified or created or stamp, owner.email, sha, size, time.time(), json.dumps(kept), drive,
        ),
    )  # fmt: skip
    if not drive:
        db.execute(
            "INSERT INTO permissions(file, id, type, role, email) VALUES(?, ?, 'user', 'owner', ?)",
            (made, permission_id(owner.email), owner.email),
        )
    if sha is not None:
        keep(db, made, sha, mime, owner, modified or created or stamp)
    return made


def drive_of(db: sqlite3.Connection, folder: str | None) -> str | None:
    """The shared drive the folder lies in, None for somebody's own."""
    found = db.execute("SELECT drive FROM files WHERE id = ?", (folder,)).fetchone()
    return None if found is None else found[0]


def keep(
    db: sqlite3.Connection, file: str, sha: str, mime: str, user: User, stamp: str, *, forever: bool = False,
) -> None:  # fmt: skip
    """The file has one more revision, these bytes."""
    made = "0B" + secrets.token_urlsafe(36)[:45]
    db.execute(
        "INSERT INTO revisions(id, file, sha, mime, modified, modified_by, body) VALUES(?, ?, ?, ?, ?, ?, ?)",
        (made, file, sha, mime, stamp, user.email, '{"keepForever": true}' if forever else "{}"),
    )


def touch(db: sqlite3.Connection, file: str, user: User, now: datetime) -> None:
    """The file was changed by that person just now."""
    db.execute(
        "UPDATE files SET version = version + 1, modified = ?, modified_by = ? WHERE id = ?",
        (instants.stamp(now), user.email, file),
    )


def below(db: sqlite3.Connection, file: str) -> list[str]:
    """The file and everything that lies in it, however deep."""
    rows = db.execute(
        "WITH RECURSIVE down(id) AS (SELECT ? UNION SELECT f.id FROM files f JOIN down ON f.parent = down.id) SELECT id FROM down",
        (file,),
    )
    return [each[0] for each in rows]


def remove(db: sqlite3.Connection, file: str) -> None:
    """The file is gone for good, and everything in it; those who knew it can see that it went."""
    for each in reversed(below(db, file)):
        db.execute("DELETE FROM changes WHERE file = ? AND removed = 0", (each,))
        db.execute(
            "WITH RECURSIVE up(id) AS (SELECT ?1 UNION SELECT f.parent FROM files f JOIN up ON f.id = up.id) "
            "INSERT INTO changes(file, removed, drive, who) SELECT ?1, 1, (SELECT drive FROM files WHERE id = ?1), "
            "json_group_array(lower(p.email)) FROM permissions p JOIN up ON p.file = up.id WHERE p.email IS NOT NULL",
            (each,),
        )
        for table, column in BELONGINGS:
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (each,))  # noqa: S608 - constants


def settle(db: sqlite3.Connection, user: User, file: str, drive: str | None) -> None:
    """The file and all in it belong where they lie now: to a shared drive, or (taken out of one) to that person."""
    for each in below(db, file):
        before = row(db, each)
        if before is None or before["drive"] == drive:
            continue
        db.execute("UPDATE files SET drive = ?, owner = ? WHERE id = ?", (drive, "" if drive else user.email, each))
        db.execute("DELETE FROM permissions WHERE file = ? AND role = 'owner'", (each,))
        if drive is None:
            db.execute(
                "INSERT OR REPLACE INTO permissions(file, id, type, role, email) VALUES(?, ?, 'user', 'owner', ?)",
                (each, permission_id(user.email), user.email),
            )


def trashed(db: sqlite3.Connection, file: str) -> bool:
    """Whether the file, or a folder it lies in, is in the trash."""
    found = db.execute(
        "WITH RECURSIVE up(id, trashed) AS (SELECT id, trashed FROM files WHERE id = :file "
        "UNION SELECT f.parent, p.trashed FROM files f JOIN up ON f.id = up.id JOIN files p ON p.id = f.parent) "
        "SELECT max(trashed) FROM up",
        {"file": file},
    ).fetchone()
    return bool(found[0])
