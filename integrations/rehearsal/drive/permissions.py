"""drive.permissions: who may read, comment, write and own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import resources, tree
from integrations.rehearsal.identity import permission_id
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

DEFAULT_FIELDS = ("kind", "id", "type", "role")


def _shown(call: Call, row: sqlite3.Row) -> Json:
    """The permission with all fields where a mask was sent, otherwise with Drive's default ones."""
    made = resources.permission(call.db, row)
    return made if resources.wanted(call) else {name: made[name] for name in DEFAULT_FIELDS}


def _row(call: Call, file: str, permission: str) -> sqlite3.Row:
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM permissions WHERE file = ? AND id = ?", (file, permission)
    ).fetchone()
    if row is None:
        raise Refusal(404, f"Permission not found: {permission}.", reason="notFound", location="permissionId")
    return row


@method("drive.permissions.create")
def create(call: Call) -> Json:
    """Somebody may do something with the file; nobody is told, since the workspace writes no mails of its own."""
    body = call.body
    kind, role, email = body.get("type"), body.get("role"), body.get("emailAddress")
    if kind not in {"user", "group", "domain", "anyone"} or role not in tree.RANKS:
        raise Refusal(400, "The specified role or type is invalid or not supported.", reason="invalidSharingRequest")
    if kind in {"user", "group"} and not (email and "@" in email):
        raise Refusal(400, "The specified emailAddress is invalid or not applicable for the given permission type.",
                      reason="invalid", location="permission.emailAddress")  # fmt: skip
    row = tree.need(call.db, call.user, call.path["fileId"], tree.RANKS["writer"])
    if role == "owner":
        if not call.query.get("transferOwnership"):
            raise Refusal(403, "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
                          reason="forbidden", location="transferOwnership")  # fmt: skip
        _transfer(call, row, email or "")
    made = {"domain": f"{body.get('domain', '')}k", "anyone": tree.ANYONE}.get(kind) or permission_id(email or "")
    known = call.db.execute("SELECT role FROM permissions WHERE file = ? AND id = ?", (row["id"], made)).fetchone()
    if known is None or known["role"] != "owner":  # an owner stays one, whatever else is granted
        call.db.execute(
            "INSERT OR REPLACE INTO permissions VALUES(?, ?, ?, ?, ?, ?, ?)",
            (
                row["id"], made, kind, role, email if kind in {"user", "group"} else None, body.get("domain"),
                int(body.get("allowFileDiscovery", kind == "domain")),
            ),
        )  # fmt: skip
    return _shown(call, _row(call, row["id"], made))


def _transfer(call: Call, row: sqlite3.Row, email: str) -> None:
    if row["owner"].lower() != call.user.email.lower():
        raise tree.forbidden()
    call.db.execute("UPDATE permissions SET role = 'writer' WHERE file = ? AND role = 'owner'", (row["id"],))
    call.db.execute("UPDATE files SET owner = ? WHERE id = ?", (email, row["id"]))


@method("drive.permissions.list")
def list_permissions(call: Call) -> Json:
    """Every permission on the file itself; those of the folders it lies in hold too and are listed as theirs."""
    row = tree.need(call.db, call.user, call.path["fileId"])
    if tree.rank(call.db, call.user, row["id"]) < tree.RANKS["writer"]:
        raise Refusal(403, "The user does not have sufficient permissions for this file.",
                      reason="insufficientFilePermissions")  # fmt: skip
    rows = call.db.execute("SELECT * FROM permissions WHERE file = ? ORDER BY rowid", (row["id"],)).fetchall()
    seen = {each["id"] for each in rows}
    parent = row["parent"]
    while parent is not None:
        for each in call.db.execute("SELECT * FROM permissions WHERE file = ? ORDER BY rowid", (parent,)).fetchall():
            if each["id"] not in seen and each["role"] != "owner":
                seen.add(each["id"])
                rows.append(each)
        above = tree.row(call.db, parent)
        parent = None if above is None else above["parent"]
    return {"kind": "drive#permissionList", "permissions": [_shown(call, each) for each in rows]}


@method("drive.permissions.get")
def get(call: Call) -> Json:
    """One permission."""
    row = tree.need(call.db, call.user, call.path["fileId"])
    return _shown(call, _row(call, row["id"], call.path["permissionId"]))


@method("drive.permissions.update")
def update(call: Call) -> Json:
    """The permission has another role."""
    file = tree.need(call.db, call.user, call.path["fileId"], tree.RANKS["writer"])
    row = _row(call, file["id"], call.path["permissionId"])
    role = call.body.get("role", row["role"])
    if role not in tree.RANKS:
        raise Refusal(400, "The specified role is invalid or not supported.", reason="invalidSharingRequest")
    if role == "owner" and row["role"] != "owner":
        if not call.query.get("transferOwnership"):
            raise Refusal(403, "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
                          reason="forbidden", location="transferOwnership")  # fmt: skip
        _transfer(call, file, row["email"])
    elif row["role"] == "owner" and role != "owner":
        raise Refusal(403, "Insufficient permissions to modify the owner.", reason="insufficientFilePermissions")
    call.db.execute("UPDATE permissions SET role = ? WHERE file = ? AND id = ?", (role, file["id"], row["id"]))
    return _shown(call, _row(call, file["id"], row["id"]))


@method("drive.permissions.delete")
def delete(call: Call) -> None:
    """Somebody may no longer do it; anyone may give up what is his own."""
    file = tree.need(call.db, call.user, call.path["fileId"])
    row = _row(call, file["id"], call.path["permissionId"])
    own = (row["email"] or "").lower() == call.user.email.lower()
    if row["role"] == "owner":
        raise Refusal(403, "The owner of a file cannot be removed.", reason="insufficientFilePermissions")
    if not own and tree.rank(call.db, call.user, file["id"]) < tree.RANKS["writer"]:
        raise tree.forbidden()
    call.db.execute("DELETE FROM permissions WHERE file = ? AND id = ?", (file["id"], row["id"]))
