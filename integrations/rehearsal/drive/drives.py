"""drive.drives: shared drives, whose items belong to nobody and whose members' roles hold all the way down."""

from __future__ import annotations

import json
import secrets
import time
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import drive_query, pages, tree
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

SHORT = ("kind", "id", "name")
WRITABLE = ("themeId", "colorRgb", "restrictions", "backgroundImageFile")
CAPABILITIES = {
    "canAddChildren": 3, "canComment": 2, "canCopy": 1, "canDownload": 1, "canEdit": 3, "canListChildren": 1,
    "canReadRevisions": 1, "canRename": 3, "canDeleteChildren": 4, "canTrashChildren": 4, "canManageMembers": 5,
    "canRenameDrive": 5, "canDeleteDrive": 5, "canChangeDriveBackground": 5, "canShare": 5,
}  # fmt: skip


def _missing(drive: str) -> Refusal:
    return Refusal(404, f"Shared drive not found: {drive}", reason="notFound", location="driveId")


def _row(call: Call, least: str = "reader") -> sqlite3.Row:
    drive = call.path["driveId"]
    row: sqlite3.Row | None = call.db.execute(
        "SELECT d.*, f.name FROM shared_drives d JOIN files f USING(id) WHERE d.id = ?", (drive,)
    ).fetchone()
    has = 0 if row is None else tree.rank(call.db, call.user, drive)
    if row is None or not has:
        raise _missing(drive)
    if has < tree.RANKS[least]:
        raise Refusal(403, "The user does not have sufficient permissions for this shared drive.",
                      reason="insufficientFilePermissions")  # fmt: skip
    return row


def _resource(call: Call, row: sqlite3.Row) -> Json:
    has, extra = tree.rank(call.db, call.user, row["id"]), json.loads(row["body"])
    made: Json = {
        "kind": "drive#drive", "id": row["id"], "name": row["name"], "createdTime": row["created"],
        "colorRgb": "#4285f4", "hidden": call.user.email.lower() in extra.get("hiddenBy", []),
        "capabilities": {name: has >= least for name, least in CAPABILITIES.items()},
    }  # fmt: skip
    restrictions = {
        "adminManagedRestrictions": False, "copyRequiresWriterPermission": False, "domainUsersOnly": False,
        "driveMembersOnly": False, **extra.get("restrictions", {}),
    }  # fmt: skip
    return {**made, **{name: extra[name] for name in WRITABLE if name in extra}, "restrictions": restrictions}


def _shown(call: Call, row: sqlite3.Row) -> Json:
    return pages.shown(call, _resource(call, row), *SHORT)


@method("drive.drives.create")
def create(call: Call) -> Json:
    """A shared drive whose organizer is the caller; the same requestId again is a 409, not a second one."""
    name, request = call.body.get("name"), call.query["requestId"]
    if not name:
        raise Refusal(400, "The shared drive name is required.", reason="required", location="name")
    known = call.db.execute(
        "SELECT 1 FROM shared_drives WHERE request = ? AND maker = ?", (request, call.user.email)
    ).fetchone()
    if known is not None:
        raise Refusal(409, "A shared drive already exists with the provided request ID.", reason="duplicate")
    made, stamp = "0A" + secrets.token_urlsafe(9)[:11] + "Uk9PVA", instants.stamp(call.now)
    call.db.execute(
        "INSERT INTO files(id, name, mime, parent, owner, created, modified, modified_by, made, body, drive) "
        "VALUES(?, ?, ?, NULL, '', ?, ?, ?, ?, '{}', ?)",
        (made, name, FOLDER, stamp, stamp, call.user.email, time.time(), made),
    )
    call.db.execute(
        "INSERT INTO permissions(file, id, type, role, email) VALUES(?, ?, 'user', 'organizer', ?)",
        (made, call.user.permission_id, call.user.email),
    )
    body = {key: call.body[key] for key in WRITABLE if key in call.body}
    call.db.execute(
        "INSERT INTO shared_drives(id, request, maker, created, body) VALUES(?, ?, ?, ?, ?)",
        (made, request, call.user.email, stamp, json.dumps(body)),
    )
    call.path = {"driveId": made}
    return _shown(call, _row(call))


def _facts(call: Call, row: sqlite3.Row) -> Json:
    """What a query may ask of a shared drive."""
    roles = [each[0] for each in call.db.execute("SELECT role FROM permissions WHERE file = ?", (row["id"],))]
    hidden = call.user.email.lower() in json.loads(row["body"]).get("hiddenBy", [])
    return {
        "name": row["name"], "createdTime": row["created"], "hidden": hidden, "memberCount": len(roles),
        "organizerCount": roles.count("organizer"),
    }  # fmt: skip


@method("drive.drives.list")
def list_drives(call: Call) -> Json:
    """The shared drives the caller is a member of."""
    rows = call.db.execute("SELECT d.*, f.name FROM shared_drives d JOIN files f USING(id) ORDER BY d.rowid").fetchall()
    fits = drive_query.matcher(call.query.get("q") or "")
    mine = [row for row in rows if tree.rank(call.db, call.user, row["id"])]
    found = [_shown(call, row) for row in mine if fits(_facts(call, row))]
    return pages.listing(call, "driveList", "drives", found)


@method("drive.drives.get")
def get(call: Call) -> Json:
    """One shared drive."""
    return _shown(call, _row(call))


@method("drive.drives.update")
def update(call: Call) -> Json:
    """The shared drive has another name, colour or other restrictions."""
    row = _row(call, "organizer")
    if call.body.get("name"):
        call.db.execute("UPDATE files SET name = ? WHERE id = ?", (call.body["name"], row["id"]))
    return _changed(call, {key: call.body[key] for key in WRITABLE if key in call.body})


def _changed(call: Call, changes: Json) -> Json:
    row = _row(call)
    body = {**json.loads(row["body"]), **changes}
    call.db.execute("UPDATE shared_drives SET body = ? WHERE id = ?", (json.dumps(body), row["id"]))
    return _shown(call, _row(call))


@method("drive.drives.delete")
def delete(call: Call) -> None:
    """The shared drive is gone; only an empty one can go, unless an administrator says otherwise."""
    row = _row(call, "organizer")
    rest = call.db.execute("SELECT 1 FROM files WHERE parent = ? AND trashed = 0", (row["id"],)).fetchone()
    if rest is not None and not (call.query.get("allowItemDeletion") and call.query.get("useDomainAdminAccess")):
        raise Refusal(
            403, "A shared drive with items in it cannot be deleted.", reason="cannotDeleteResourceWithChildren"
        )
    tree.remove(call.db, row["id"])
    call.db.execute("DELETE FROM shared_drives WHERE id = ?", (row["id"],))


def _hidden(call: Call, *, hidden: bool) -> Json:
    email = call.user.email.lower()
    others = [each for each in json.loads(_row(call)["body"]).get("hiddenBy", []) if each != email]
    return _changed(call, {"hiddenBy": [*others, email] if hidden else others})


@method("drive.drives.hide")
def hide(call: Call) -> Json:
    """The caller does not see the shared drive in the default view."""
    return _hidden(call, hidden=True)


@method("drive.drives.unhide")
def unhide(call: Call) -> Json:
    """The caller sees the shared drive in the default view."""
    return _hidden(call, hidden=False)
