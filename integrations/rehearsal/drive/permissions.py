"""drive.permissions: who may read, comment, write and own."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import identity, instants
from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import notices, pages, resources, tree
from integrations.rehearsal.identity import permission_id
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

LONGEST = timedelta(days=365)  # how long a permission with an end may last
DEFAULT_FIELDS = ("kind", "id", "type", "role")


def _shown(call: Call, row: sqlite3.Row) -> Json:
    """The permission with all fields where a mask was sent, otherwise with Drive's default ones."""
    made = resources.permission(call.db, row, tree.row(call.db, call.path["fileId"]))
    return made if resources.wanted(call) else {name: made[name] for name in DEFAULT_FIELDS}


def _row(call: Call, file: str, permission: str) -> sqlite3.Row:
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM permissions WHERE file = ? AND id = ?", (file, permission)
    ).fetchone()
    if row is None:
        raise Refusal(404, f"Permission not found: {permission}.", reason="notFound", location="permissionId")
    return row


def _check_role(role: str | None, file: sqlite3.Row) -> str:
    """The role as it can be given on that file: owners are for files of somebody's own, organizers for shared drives."""
    wrong = {"owner"} if file["drive"] else {"organizer", "fileOrganizer"}
    if role == "organizer" and file["drive"] not in {None, file["id"]}:
        wrong = {"organizer"}
    if role is None or role not in tree.RANKS or role in wrong:
        raise Refusal(400, "The specified role or type is invalid or not supported.", reason="invalidSharingRequest")
    return role


def _shareable(call: Call) -> sqlite3.Row:
    """The file of the call, which the person may share: a writer may, unless its owner keeps that to himself."""
    row = tree.of_call(call, tree.RANKS["writer"])
    mine = row["drive"] or row["owner"].lower() == call.user.email.lower()
    if not mine and json.loads(row["body"]).get("writersCanShare") is False:
        raise tree.forbidden()
    return row


@method("drive.permissions.create")
def create(call: Call) -> Json:
    """Somebody may do something with the file, and is told so by mail unless that is declined."""
    body = call.body
    kind, role, email = body.get("type"), body.get("role"), body.get("emailAddress")
    for name in ("type", "role"):
        if not body.get(name):
            raise Refusal(400, f"The permission {name} field is required.", reason="required",
                          location=f"permission.{name}", location_type="other")  # fmt: skip
    if kind not in {"user", "group", "domain", "anyone"}:
        raise Refusal(400, "The specified role or type is invalid or not supported.", reason="invalidSharingRequest")
    if kind in {"user", "group"} and not (email and "@" in email):
        raise Refusal(400, "The specified emailAddress is invalid or not applicable for the given permission type.",
                      reason="invalid", location="permission.emailAddress")  # fmt: skip
    if kind == "domain" and not body.get("domain"):
        raise Refusal(400, "The specified domain is invalid or not applicable for the given permission type.",
                      reason="invalid", location="permission.domain")  # fmt: skip
    row = _shareable(call)
    role = _check_role(role, row)
    if kind in {"domain", "anyone"} and role not in {"reader", "commenter", "writer"}:
        raise Refusal(400, "The specified role or type is invalid or not supported.", reason="invalidSharingRequest")
    if role == "owner":
        if not call.query.get("transferOwnership"):
            raise Refusal(403, "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
                          reason="forbidden", location="transferOwnership")  # fmt: skip
        _transfer(call, row, email or "")
    anyone = "anyone" if body.get("allowFileDiscovery") else tree.ANYONE
    made = {"domain": f"{permission_id(body.get('domain', ''))}k", "anyone": anyone}.get(kind)
    made = made or permission_id(email or "")
    known = call.db.execute("SELECT role FROM permissions WHERE file = ? AND id = ?", (row["id"], made)).fetchone()
    if known is None or known["role"] != "owner":  # an owner stays one, whatever else is granted
        call.db.execute(
            "INSERT OR REPLACE INTO permissions(file, id, type, role, email, domain, discoverable, expires, pending) "
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row["id"], made, kind, role, email if kind in {"user", "group"} else None, body.get("domain"),
                int(body.get("allowFileDiscovery", kind == "domain")), _end(call, kind, role),
                int(_pending(body, kind, role)),
            ),
        )  # fmt: skip
    if email and kind in {"user", "group"} and call.query.get("sendNotificationEmail", True):
        notices.shared(call, row, email, role)
    return _shown(call, _row(call, row["id"], made))


def _end(call: Call, kind: str, role: str) -> str | None:
    """When the permission ends, None for never; 403 where it cannot end, or not then."""
    asked = call.body.get("expirationTime")
    if asked is None:
        return None
    if kind not in {"user", "group"} or role not in {"reader", "commenter", "writer"}:
        raise Refusal(403, "Expiration dates can only be set on user and group permissions.",
                      reason="cannotSetExpiration", location="permission.expirationTime")  # fmt: skip
    try:
        end = instants.parse(asked)
    except ValueError:
        raise Refusal(400, f'Invalid value for: Invalid format: "{asked}"', reason="invalid") from None
    if not call.now < end <= call.now + LONGEST:
        raise Refusal(403, "The expiration time must be in the future and not more than one year from now.",
                      reason="invalidExpirationTime", location="permission.expirationTime")  # fmt: skip
    return instants.stamp(end)


def _pending(body: Json, kind: str, role: str) -> bool:
    """Whether the person is to become the owner once he accepts; only somebody who may write can be."""
    if body.get("pendingOwner") and (kind != "user" or role != "writer"):
        raise Refusal(403, "A pending owner must be a user with the writer role.", reason="invalidSharingRequest")
    return bool(body.get("pendingOwner"))


def _transfer(call: Call, row: sqlite3.Row, email: str) -> None:
    """The file is that person's: given away by its owner, or taken by the one he chose."""
    asked = call.db.execute("SELECT 1 FROM permissions WHERE file = ? AND email = ? AND pending = 1",
                            (row["id"], call.user.email)).fetchone()  # fmt: skip
    accepts = asked is not None and email.lower() == call.user.email.lower()
    if row["owner"].lower() != call.user.email.lower() and not accepts:
        raise tree.forbidden()
    call.db.execute("UPDATE permissions SET role = 'writer' WHERE file = ? AND role = 'owner'", (row["id"],))
    call.db.execute("UPDATE permissions SET pending = 0 WHERE file = ?", (row["id"],))
    call.db.execute("UPDATE files SET owner = ? WHERE id = ?", (email, row["id"]))
    known = identity.find(call.db, email)
    if call.query.get("moveToNewOwnersRoot") and known is not None:
        call.db.execute("UPDATE files SET parent = ? WHERE id = ?", (known.root, row["id"]))


@method("drive.permissions.list")
def list_permissions(call: Call) -> Json:
    """Every permission on the file itself; those of the folders it lies in hold too and are listed as theirs."""
    row = tree.of_call(call)
    if tree.rank(call.db, call.user, row["id"]) < tree.RANKS["writer"]:
        raise Refusal(403, "The user does not have sufficient permissions for this file.",
                      reason="insufficientFilePermissions")  # fmt: skip
    rows = tree.permissions(call.db, row["id"])
    most = 100 if row["drive"] else max(len(rows), 100)  # outside shared drives everything comes at once
    return pages.listing(call, "permissionList", "permissions", [_shown(call, each) for each in rows], most)


@method("drive.permissions.get")
def get(call: Call) -> Json:
    """One permission."""
    row, asked = tree.of_call(call), call.path["permissionId"]
    held = next((each for each in tree.permissions(call.db, row["id"]) if each["id"] == asked), None)
    return _shown(call, held or _row(call, row["id"], asked))


@method("drive.permissions.update")
def update(call: Call) -> Json:
    """The permission has another role."""
    file = _shareable(call)
    row = _row(call, file["id"], call.path["permissionId"])
    role = _check_role(call.body.get("role", row["role"]), file)
    if role == "owner" and row["role"] != "owner":
        if not call.query.get("transferOwnership"):
            raise Refusal(403, "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
                          reason="forbidden", location="transferOwnership")  # fmt: skip
        _transfer(call, file, row["email"])
    elif row["role"] == "owner" and role != "owner":
        raise Refusal(403, "Insufficient permissions to modify the owner.", reason="insufficientFilePermissions")
    end = None if call.query.get("removeExpiration") else _end(call, row["type"], role) or row["expires"]
    pending = _pending(call.body, row["type"], role) if "pendingOwner" in call.body else bool(row["pending"])
    call.db.execute(
        "UPDATE permissions SET role = ?, expires = ?, pending = ? WHERE file = ? AND id = ?",
        (role, None if role == "owner" else end, int(pending and role == "writer"), file["id"], row["id"]),
    )
    return _shown(call, _row(call, file["id"], row["id"]))


@method("drive.permissions.delete")
def delete(call: Call) -> None:
    """Somebody may no longer do it; anyone may give up what is his own."""
    file = tree.of_call(call)
    row = _row(call, file["id"], call.path["permissionId"])
    own = (row["email"] or "").lower() == call.user.email.lower()
    if row["role"] == "owner":
        raise Refusal(403, "The owner of a file cannot be removed.", reason="insufficientFilePermissions")
    if not own:
        _shareable(call)
    last = "SELECT count(*) FROM permissions WHERE file = ? AND role = 'organizer'"
    if row["role"] == "organizer" and call.db.execute(last, (file["id"],)).fetchone()[0] == 1:
        raise Refusal(403, "A shared drive must have at least one organizer.", reason="cannotRemoveLastOrganizer")
    call.db.execute("DELETE FROM permissions WHERE file = ? AND id = ?", (file["id"], row["id"]))
    if row["email"]:  # for that person the file is gone
        call.db.execute(
            "INSERT INTO changes(file, removed, drive, who) VALUES(?, 1, ?, json_array(lower(?)))",
            (file["id"], file["drive"], row["email"]),
        )
