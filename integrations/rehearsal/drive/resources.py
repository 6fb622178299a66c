"""How a file and a permission look in the API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import identity
from integrations.rehearsal.drive import tree
from integrations.rehearsal.identity import FOLDER, permission_id

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

DEFAULT_FIELDS = ("kind", "id", "name", "mimeType")
VIEWS = {
    FOLDER: "https://drive.google.com/drive/folders/{}",
    tree.SPREADSHEET: "https://docs.google.com/spreadsheets/d/{}/edit?usp=drivesdk",
    tree.FORM: "https://docs.google.com/forms/d/{}/edit?usp=drivesdk",
}
EXPORTS = {
    tree.SPREADSHEET: {
        kind: f"https://docs.google.com/spreadsheets/export?id={{}}&exportFormat={short}"
        for kind, short in (
            ("text/csv", "csv"),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        )
    }
}
CAPABILITIES = {
    "canEdit": 3, "canRename": 3, "canModifyContent": 3, "canShare": 3, "canTrash": 4, "canUntrash": 4, "canDelete": 4,
    "canComment": 2, "canCopy": 1, "canDownload": 1, "canReadRevisions": 3, "canMoveItemOutOfDrive": 4,
    "canMoveItemWithinDrive": 3, "canChangeCopyRequiresWriterPermission": 4,
}  # fmt: skip


def person(db: sqlite3.Connection, email: str, asking: str) -> Json:
    """An account as files name it."""
    known = identity.find(db, email)
    return {
        "kind": "drive#user", "displayName": known.name if known else email.partition("@")[0],
        "me": email.lower() == asking.lower(), "permissionId": permission_id(email), "emailAddress": email,
    }  # fmt: skip


def permission(db: sqlite3.Connection, row: sqlite3.Row) -> Json:
    """A permission with all its fields."""
    made: Json = {"kind": "drive#permission", "id": row["id"], "type": row["type"], "role": row["role"]}
    if row["email"]:
        known = identity.find(db, row["email"])
        made |= {
            "emailAddress": row["email"], "displayName": known.name if known else row["email"].partition("@")[0],
            "deleted": False, "pendingOwner": False,
        }  # fmt: skip
    if row["domain"]:
        made |= {"domain": row["domain"], "displayName": row["domain"]}
    if row["type"] in {"domain", "anyone"}:
        made["allowFileDiscovery"] = bool(row["discoverable"])
    return made


def short(row: sqlite3.Row) -> Json:
    """The four fields that are shown when no others are asked for."""
    return {"kind": "drive#file", "id": row["id"], "name": row["name"], "mimeType": row["mime"]}


def wanted(call: Call) -> str | None:
    """The fields asked for, None where the default ones will do."""
    return call.query.get("fields") or None


def full(call: Call, row: sqlite3.Row) -> Json:
    """The file with all its fields (the mask picks from them later)."""
    db, user = call.db, call.user
    extra = json.loads(row["body"])
    has = tree.rank(db, user, row["id"])
    trashed = bool(row["trashed"])
    mime, file = row["mime"], row["id"]
    permissions = db.execute("SELECT * FROM permissions WHERE file = ? ORDER BY rowid", (file,)).fetchall()
    made: Json = {
        **short(row), "starred": user.email in extra.get("starredBy", []), "trashed": tree.trashed(db, file),
        "explicitlyTrashed": trashed, "spaces": ["drive"], "version": str(row["version"]),
        "webViewLink": VIEWS.get(mime, "https://drive.google.com/file/d/{}/view?usp=drivesdk").format(file),
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{mime}", "hasThumbnail": False,
        "thumbnailVersion": "0", "createdTime": row["created"], "modifiedTime": row["modified"],
        "modifiedByMe": row["modified_by"].lower() == user.email.lower(),
        "owners": [person(db, row["owner"], user.email)],
        "lastModifyingUser": person(db, row["modified_by"], user.email),
        "shared": len(permissions) > 1, "ownedByMe": row["owner"].lower() == user.email.lower(),
        "capabilities": {name: has >= least for name, least in CAPABILITIES.items()},
        "viewersCanCopyContent": True, "copyRequiresWriterPermission": False, "writersCanShare": True,
        "quotaBytesUsed": str(row["size"] or 0), "isAppAuthorized": True, "viewedByMe": False,
        "linkShareMetadata": {"securityUpdateEligible": False, "securityUpdateEnabled": True},
    }  # fmt: skip
    if made["modifiedByMe"]:
        made["modifiedByMeTime"] = row["modified"]
    made["capabilities"]["canAddChildren"] = mime == FOLDER and has >= tree.RANKS["writer"]
    made["capabilities"]["canListChildren"] = mime == FOLDER
    if trashed:
        made["trashedTime"] = extra.get("trashedTime", row["modified"])
    # A parent that the person cannot see is not shown.
    if row["parent"] and tree.rank(db, user, row["parent"]):
        made["parents"] = [row["parent"]]
    for name in ("description", "properties", "appProperties", "folderColorRgb", "contentHints", "shortcutDetails"):
        if extra.get(name):
            made[name] = extra[name]
    if has >= tree.RANKS["writer"]:
        made["permissions"] = [permission(db, each) for each in permissions]
        made["permissionIds"] = [each["id"] for each in permissions]
    if mime in EXPORTS:
        made["exportLinks"] = {kind: link.format(file) for kind, link in EXPORTS[mime].items()}
    if row["sha"]:
        made |= _content(db, row, extra)
    return made


def _content(db: sqlite3.Connection, row: sqlite3.Row, extra: Json) -> Json:
    """The fields of files with bytes of their own: native documents have none of them."""
    md5 = db.execute("SELECT md5 FROM blobs WHERE sha = ?", (row["sha"],)).fetchone()[0]
    extension = row["name"].rpartition(".")[2] if "." in row["name"] else ""
    return {
        "size": str(row["size"]), "md5Checksum": md5, "sha256Checksum": row["sha"],
        "originalFilename": extra.get("originalFilename", row["name"]), "fullFileExtension": extension,
        "fileExtension": extension, "headRevisionId": f"0B{row['sha'][:30]}",
        "webContentLink": f"https://drive.google.com/uc?id={row['id']}&export=download",
    }  # fmt: skip
