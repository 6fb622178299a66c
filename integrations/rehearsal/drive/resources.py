"""How a file and a permission look in the API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import identity
from integrations.rehearsal.drive import documents, tables, tree
from integrations.rehearsal.identity import FOLDER, permission_id

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

DEFAULT_FIELDS = ("kind", "id", "name", "mimeType")
VIEWS = {
    FOLDER: "https://drive.google.com/drive/folders/{}",
    tree.SPREADSHEET: "https://docs.google.com/spreadsheets/d/{}/edit?usp=drivesdk",
    tree.DOCUMENT: "https://docs.google.com/document/d/{}/edit?usp=drivesdk",
    tree.PRESENTATION: "https://docs.google.com/presentation/d/{}/edit?usp=drivesdk",
    tree.FORM: "https://docs.google.com/forms/d/{}/edit?usp=drivesdk",
}
VIEW = "https://drive.google.com/file/d/{}/view?usp=drivesdk"
EXPORTS = {
    tree.SPREADSHEET: {
        "application/x-vnd.oasis.opendocument.spreadsheet": "ods", "text/tab-separated-values": "tsv",
        "application/pdf": "pdf", tables.XLSX: "xlsx", "text/csv": "csv", "application/zip": "zip",
        "application/vnd.oasis.opendocument.spreadsheet": "ods",
    },
    tree.DOCUMENT: documents.FORMATS,
}  # fmt: skip
LINKS = {
    tree.SPREADSHEET: "https://docs.google.com/spreadsheets/export?id={}&exportFormat={}",
    tree.DOCUMENT: "https://docs.google.com/feeds/download/documents/export/Export?id={}&exportFormat={}",
}
CAPABILITIES = {
    "canEdit": 3, "canRename": 3, "canModifyContent": 3, "canShare": 3, "canTrash": 4, "canUntrash": 4, "canDelete": 4,
    "canComment": 2, "canCopy": 1, "canDownload": 1, "canReadRevisions": 3, "canMoveItemOutOfDrive": 4,
    "canMoveItemWithinDrive": 3, "canChangeCopyRequiresWriterPermission": 4, "canChangeViewersCanCopyContent": 4,
    "canModifyContentRestriction": 3, "canModifyEditorContentRestriction": 3, "canModifyOwnerContentRestriction": 4,
    "canMoveItemIntoTeamDrive": 4, "canRemoveMyDriveParent": 4, "canAcceptOwnership": 9, "canAddMyDriveParent": 9,
    "canChangeItemDownloadRestriction": 4, "canEnableInheritedPermissions": 4, "canDisableInheritedPermissions": 9,
    "canChangeSecurityUpdateEnabled": 9, "canModifyLabels": 9, "canReadLabels": 9, "canRemoveContentRestriction": 9,
}  # fmt: skip
# What the editors' own documents count for, however little they say.
EDITED = {tree.SPREADSHEET, tree.DOCUMENT, tree.PRESENTATION, tree.FORM}
LEAST_SIZE = "1024"
UNRESTRICTED = {"restrictedForReaders": False, "restrictedForWriters": False}
# What nobody can do with a folder, however much of it is his.
NOT_OF_FOLDERS = (
    "canCopy", "canReadRevisions", "canChangeCopyRequiresWriterPermission", "canChangeViewersCanCopyContent",
    "canModifyContentRestriction", "canModifyEditorContentRestriction", "canModifyOwnerContentRestriction",
    "canChangeItemDownloadRestriction",
)  # fmt: skip
OF_FOLDERS = {
    "canAddChildren": 3, "canRemoveChildren": 3, "canMoveChildrenWithinDrive": 3, "canListChildren": 1,
    "canDisableInheritedPermissions": 4,
}  # fmt: skip
OF_DRIVES = {
    "canReadDrive": 1, "canTrashChildren": 4, "canDeleteChildren": 4, "canMoveItemOutOfTeamDrive": 4,
    "canMoveItemWithinTeamDrive": 3, "canReadTeamDrive": 1, "canAddFolderFromAnotherDrive": 9,
}  # fmt: skip


def person(db: sqlite3.Connection, email: str, asking: str) -> Json:
    """An account as files name it."""
    known = identity.find(db, email)
    made: Json = {
        "kind": "drive#user", "displayName": known.name if known else email.partition("@")[0],
        "me": email.lower() == asking.lower(), "permissionId": permission_id(email), "emailAddress": email,
    }  # fmt: skip
    return made if known is None or known.service else {**made, "photoLink": photo(email)}


def photo(email: str) -> str:
    """Where the account's picture would be; this server has none to show."""
    return f"https://lh3.googleusercontent.com/a/rehearsal-{permission_id(email)}=s64"


def permission(db: sqlite3.Connection, row: sqlite3.Row, file: sqlite3.Row | None = None) -> Json:
    """A permission with all its fields; on an item of a shared drive (`file`) with where it comes from."""
    made: Json = {"kind": "drive#permission", "id": row["id"], "type": row["type"], "role": row["role"]}
    if row["email"]:
        known = identity.find(db, row["email"])
        made |= {
            "emailAddress": row["email"], "displayName": known.name if known else row["email"].partition("@")[0],
            "deleted": False, "pendingOwner": bool(row["pending"]),
        }  # fmt: skip
        if known is not None and not known.service:
            made["photoLink"] = photo(row["email"])
    if row["expires"]:
        made["expirationTime"] = row["expires"]
    if row["domain"]:
        made |= {"domain": row["domain"], "displayName": row["domain"]}
    if row["type"] in {"domain", "anyone"}:
        made["allowFileDiscovery"] = bool(row["discoverable"])
    if file is not None and file["drive"]:
        inherited = row["file"] != file["id"]
        kind = "member" if row["file"] == file["drive"] else "file"
        detail: Json = {"permissionType": kind, "role": row["role"], "inherited": inherited}
        if inherited:
            detail["inheritedFrom"] = row["file"]
        made["permissionDetails"] = [detail]
    return made


def short(row: sqlite3.Row) -> Json:
    """The four fields that are shown when no others are asked for."""
    return {"kind": "drive#file", "id": row["id"], "name": row["name"], "mimeType": row["mime"]}


def export_links(row: sqlite3.Row) -> Json:
    """Where the native document is to be had in other formats."""
    return {kind: LINKS[row["mime"]].format(row["id"], short) for kind, short in EXPORTS[row["mime"]].items()}


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
    permissions = tree.permissions(db, file)
    made: Json = {
        **short(row), "starred": user.email in extra.get("starredBy", []), "trashed": tree.trashed(db, file),
        "explicitlyTrashed": trashed, "spaces": [extra.get("space", "drive")], "version": str(row["version"]),
        "webViewLink": VIEWS.get(mime, VIEW).format(file),
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{mime}", "hasThumbnail": False,
        "thumbnailVersion": "0", "createdTime": row["created"], "modifiedTime": row["modified"],
        "modifiedByMe": row["modified_by"].lower() == user.email.lower(),
        "lastModifyingUser": person(db, row["modified_by"], user.email),
        "shared": len(permissions) > 1 or bool(row["drive"]), "ownedByMe": row["owner"].lower() == user.email.lower(),
        "capabilities": {name: has >= least for name, least in CAPABILITIES.items()},
        "viewersCanCopyContent": True, "copyRequiresWriterPermission": False,
        "writersCanShare": extra.get("writersCanShare", True),
        "quotaBytesUsed": str(row["size"] or 0), "isAppAuthorized": True, "viewedByMe": False,
        "linkShareMetadata": {"securityUpdateEligible": False, "securityUpdateEnabled": True},
        "inheritedPermissionsDisabled": False,
        "downloadRestrictions": {
            "itemDownloadRestriction": UNRESTRICTED, "effectiveDownloadRestrictionWithContext": UNRESTRICTED,
        },
    }  # fmt: skip
    if row["drive"]:
        made |= {"driveId": row["drive"], "teamDriveId": row["drive"], "hasAugmentedPermissions": False}
        made["capabilities"] |= {name: has >= least for name, least in OF_DRIVES.items()}
        made["capabilities"]["canMoveChildrenOutOfDrive"] = mime == FOLDER and has >= tree.RANKS["fileOrganizer"]
    else:
        made["owners"] = [person(db, row["owner"], user.email)]
    if made["modifiedByMe"]:  # and whoever changes a file has seen it
        made |= {"modifiedByMeTime": row["modified"], "viewedByMe": True, "viewedByMeTime": row["modified"]}
    if not made["ownedByMe"] and not row["drive"] and tree.shared_with(db, user, file):
        made |= {"sharedWithMeTime": row["created"], "sharingUser": person(db, row["owner"], user.email)}
    if mime in EDITED:
        made |= {"size": LEAST_SIZE, "quotaBytesUsed": LEAST_SIZE}
    made["capabilities"] |= {name: mime == FOLDER and has >= least for name, least in OF_FOLDERS.items()}
    if mime == FOLDER:
        made["capabilities"] |= dict.fromkeys(NOT_OF_FOLDERS, False)
        made["folderColorRgb"] = "#8f8f8f"
    if trashed:
        made["trashedTime"] = extra.get("trashedTime", row["modified"])
    # A parent that the person cannot see is not shown.
    if row["parent"] and tree.rank(db, user, row["parent"]):
        made["parents"] = [row["parent"]]
    for name in ("description", "properties", "appProperties", "folderColorRgb", "contentHints", "contentRestrictions"):
        if extra.get(name):
            made[name] = extra[name]
    if mime == tree.SHORTCUT:
        made["shortcutDetails"] = extra.get("shortcutDetails", {})
    if has >= tree.RANKS["writer"] and not row["drive"]:
        made["permissions"] = [permission(db, each) for each in permissions]
        made["permissionIds"] = [each["id"] for each in permissions]
    if mime in EXPORTS:
        made["exportLinks"] = export_links(row)
    if row["sha"]:
        made |= _content(db, row, extra)
    if row["sha"] and row["size"] and mime.startswith("image/"):
        # Drive says where a small picture is; this server makes none.
        link = f"https://lh3.googleusercontent.com/drive-storage/{row['sha'][:43]}=s220"
        made |= {"hasThumbnail": True, "thumbnailVersion": "1", "thumbnailLink": link}
    return made


def _content(db: sqlite3.Connection, row: sqlite3.Row, extra: Json) -> Json:
    """The fields of files with bytes of their own: native documents have none of them."""
    md5, sha1 = db.execute("SELECT md5, sha1 FROM blobs WHERE sha = ?", (row["sha"],)).fetchone()
    head = db.execute("SELECT id FROM revisions WHERE file = ? ORDER BY rowid DESC", (row["id"],)).fetchone()
    extension = row["name"].rpartition(".")[2] if "." in row["name"] else ""
    return {
        "size": str(row["size"]), "md5Checksum": md5, "sha1Checksum": sha1, "sha256Checksum": row["sha"],
        "originalFilename": extra.get("originalFilename", row["name"]), "fullFileExtension": extension,
        "fileExtension": extension, "headRevisionId": head[0],
        "webContentLink": f"https://drive.google.com/uc?id={row['id']}&export=download",
    }  # fmt: skip
