"""drive.files: making, reading, changing, copying and removing files; and what Drive says about the account."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.calls import Raw, method
from integrations.rehearsal.drive import content, resources, scopes, tree
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

PROPERTY_BYTES = 124
MOST_PROPERTIES = {"appProperties": 30, "properties": 100}
KEPT = ("description", "folderColorRgb", "contentHints", "contentRestrictions", "originalFilename", "writersCanShare")
STORAGE = "Service Accounts do not have storage quota. Leverage shared drives (https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation (http://support.google.com/a/answer/7281227) instead."


def answer(call: Call, file: str) -> Json:
    """The file as it was asked for."""
    row = tree.row(call.db, file)
    assert row is not None  # noqa: S101 - callers have just made or checked it
    return resources.full(call, row) if resources.wanted(call) else resources.short(row)


def _merged(old: Json, body: Json) -> Json:
    """Stored extras with those of a body: properties are merged key by key, null removes one."""
    made = {**old, **{name: body[name] for name in KEPT if name in body}}
    for name, most in MOST_PROPERTIES.items():
        if name not in body:
            continue
        merged = {**old.get(name, {}), **body[name]}
        made[name] = {key: value for key, value in merged.items() if value is not None}
        for key, value in made[name].items():
            if len(f"{key}{value}".encode()) > PROPERTY_BYTES:
                raise Refusal(
                    403, f"The size of the property is over the limit of {PROPERTY_BYTES} bytes.",
                    reason="propertySizeLimitExceeded",
                )  # fmt: skip
        if len(made[name]) > most:
            raise Refusal(403, "Too many properties.", reason="tooManyProperties")
    return made


def _starred(extra: Json, body: Json, email: str) -> Json:
    if "starred" not in body:
        return extra
    others = [each for each in extra.get("starredBy", []) if each != email]
    return {**extra, "starredBy": [*others, email] if body["starred"] else others}


@method("drive.files.create")
def create(call: Call) -> Json:
    """A new file: metadata alone, or with its bytes; a spreadsheet can be opened in Sheets at once."""
    body = call.body
    mime = body.get("mimeType") or (call.media.content_type if call.media else "application/octet-stream")
    parents = body.get("parents", [])
    if len(parents) > 1:
        raise Refusal(403, "A file cannot have more than one parent.", reason="multipleParentsNotSupported")
    parent = _folder(call, parents[0] if parents else "root")
    _check_room(call, mime, parent)
    extra = _starred(_merged({}, body), body, call.user.email)
    name = body.get("name") or "Untitled"
    if mime == tree.SHORTCUT:
        extra["shortcutDetails"], aimed = _aim(call)
        name = body.get("name") or aimed
    file = tree.add(
        call.db, call.user, call.now, name=name, mime=mime, parent=parent, file=_asked_id(call, mime),
        body=extra, created=_time(body, "createdTime"), modified=_time(body, "modifiedTime"), by_program=True,
    )  # fmt: skip
    content.place(call, file, mime, name)
    return answer(call, file)


def _check_room(call: Call, mime: str, parent: str) -> None:
    # A service account has no room of its own; only --empty lets it have files, for suites written before that rule.
    if call.user.service and mime != FOLDER and tree.drive_of(call.db, parent) is None:
        raise Refusal(403, STORAGE, reason="storageQuotaExceeded")


def _folder(call: Call, parent: str) -> str:
    """The real id of a folder the caller may put something into; one in a shared drive only where those are known."""
    found = tree.check_parent(call.db, call.user, parent)
    row = tree.row(call.db, found)
    if row is None or (row["drive"] and not tree.knows_drives(call)) or not scopes.covers(call, row):
        raise tree.missing(parent)
    return found


def _asked_id(call: Call, mime: str) -> str | None:
    """The id the caller reserved for the file; 400 for a bad one or for a native document, 409 for one in use."""
    asked = call.body.get("id")
    if asked is None:
        return None
    if mime.startswith(tree.NATIVE) and mime not in {FOLDER, tree.SHORTCUT}:
        raise Refusal(400, "Generated IDs are not supported for Docs Editors formats.", reason="invalid",
                      location="file.id")  # fmt: skip
    if not re.fullmatch(r"[A-Za-z0-9_-]{19,60}", asked):
        raise Refusal(400, "The provided file ID is not usable.", reason="invalid", location="file.id")
    if tree.row(call.db, asked) is not None:
        raise Refusal(409, "A file already exists with the provided ID.", reason="fileIdInUse")
    return str(asked)


def _aim(call: Call) -> tuple[Json, str]:
    """What a new shortcut stores of its target, and the target's name."""
    target = call.body.get("shortcutDetails", {}).get("targetId")
    if not target:
        raise Refusal(400, "The shortcut target is required.", reason="required", location="shortcutDetails.targetId")
    row = tree.need(call.db, call.user, target)
    if row["mime"] == tree.SHORTCUT:
        raise Refusal(403, "The shortcut target is invalid.", reason="shortcutTargetInvalid")
    return {"targetId": row["id"], "targetMimeType": row["mime"]}, row["name"]


def _time(body: Json, name: str) -> str | None:
    if name not in body:
        return None
    try:
        return instants.stamp(instants.parse(body[name]))
    except ValueError:
        raise Refusal(400, f'Invalid value for: Invalid format: "{body[name]}"', reason="invalid") from None


@method("drive.files.get")
def get(call: Call) -> Json | Raw:
    """The file's metadata, or with alt=media its bytes."""
    row = tree.of_call(call)
    if call.query.get("alt") == "media":
        return content.download(call, row)
    return answer(call, row["id"])


@method("drive.files.update")
def update(call: Call) -> Json:
    """The file has other metadata or bytes, or lies elsewhere (addParents, removeParents)."""
    body = call.body
    row = tree.of_call(call, tree.RANKS["writer"])
    if "parents" in body:
        raise Refusal(
            403, "The parents field is not directly writable in update requests. "
            "Use the addParents and removeParents parameters instead.", reason="fieldNotWritable",
        )  # fmt: skip
    if "id" in body and body["id"] != row["id"]:
        raise Refusal(403, "The resource body includes fields which are not directly writable.",
                      reason="fieldNotWritable")  # fmt: skip
    _move(call, row)
    if "trashed" in body:
        _trash(call, row, trashed=body["trashed"])
    extra = json.loads(call.db.execute("SELECT body FROM files WHERE id = ?", (row["id"],)).fetchone()[0])
    changed = _starred(_merged(extra, body), body, call.user.email)
    call.db.execute(
        "UPDATE files SET name = ?, mime = ?, body = ? WHERE id = ?",
        (body.get("name") or row["name"], body.get("mimeType") or row["mime"], json.dumps(changed), row["id"]),
    )
    # Trash and star leave modifiedTime alone; so does a move.
    if call.media is not None or set(body) - {"trashed", "starred", "modifiedTime"}:
        tree.touch(call.db, row["id"], call.user, call.now)
    if "modifiedTime" in body:
        call.db.execute("UPDATE files SET modified = ? WHERE id = ?", (_time(body, "modifiedTime"), row["id"]))
    content.replace(call, row)
    if body.get("name") and body["name"] != row["name"]:
        content.rename(call, row, body["name"])
    return answer(call, row["id"])


def _move(call: Call, row: sqlite3.Row) -> None:
    added = [each for each in call.query.get("addParents", "").split(",") if each]
    removed = [each for each in call.query.get("removeParents", "").split(",") if each]
    removed = [tree.named(call.user, each) for each in removed]
    if not added:
        if row["parent"] in removed:  # nothing lies nowhere: it goes back to its owner's root
            call.db.execute(
                "UPDATE files SET parent = (SELECT root FROM users WHERE email = files.owner) WHERE id = ?",
                (row["id"],),
            )
        return
    if len(added) > 1:
        raise Refusal(403, "A file cannot have more than one parent.", reason="cannotAddParent")
    parent = _folder(call, added[0])
    if parent in tree.below(call.db, row["id"]):
        raise Refusal(403, "A folder cannot be moved into itself.", reason="teamDriveHierarchyTooDeep")
    if row["parent"] not in {*removed, parent, None} and row["parent"] is not None:
        raise Refusal(403, "Increasing the number of parents is not allowed", reason="cannotAddParent")
    call.db.execute("UPDATE files SET parent = ? WHERE id = ?", (parent, row["id"]))
    tree.settle(call.db, call.user, row["id"], tree.drive_of(call.db, parent))


def _trash(call: Call, row: sqlite3.Row, *, trashed: bool) -> None:
    if tree.rank(call.db, call.user, row["id"]) < tree.RANKS["owner"]:
        raise tree.forbidden()
    extra = json.loads(row["body"])
    extra["trashedTime"] = instants.stamp(call.now)
    call.db.execute("UPDATE files SET trashed = ?, body = ? WHERE id = ?", (int(trashed), json.dumps(extra), row["id"]))


@method("drive.files.copy")
def copy(call: Call) -> Json:
    """A copy of the file in the caller's name; a spreadsheet's content and protections are copied along."""
    row = tree.of_call(call)
    if row["mime"] == FOLDER:
        raise Refusal(403, "This file cannot be copied by the user.", reason="cannotCopyFile")
    parents = call.body.get("parents") or ([row["parent"]] if row["parent"] else [])
    try:
        parent = _folder(call, parents[0] if parents else "root")
    except Refusal:
        if call.body.get("parents"):
            raise
        parent = call.user.root  # the copy of a file in a folder one may only read lies in one's own root
    _check_room(call, row["mime"], parent)
    extra = json.loads(row["body"])
    kept = {name: extra[name] for name in ("description", "properties", "appProperties") if name in extra}
    mime = call.body.get("mimeType") or row["mime"]
    converted = mime != row["mime"] and tree.NATIVE in mime and row["sha"]
    name = call.body.get("name") or f"Copy of {row['name']}"
    file = tree.add(
        call.db, call.user, call.now, name=name, mime=mime if converted else row["mime"], parent=parent,
        body=_starred(_merged(kept, call.body), call.body, call.user.email), sha=None if converted else row["sha"],
        created=_time(call.body, "createdTime"), modified=_time(call.body, "modifiedTime"), by_program=True,
        file=_asked_id(call, mime),
    )  # fmt: skip
    if converted:
        content.place_converted(call, file, mime, name, row)
    else:
        content.duplicate(call, row, file)
    return answer(call, file)


@method("drive.files.delete")
def delete(call: Call) -> None:
    """The file is gone for good, with everything in it."""
    row = tree.of_call(call)
    if row["parent"] is None or tree.rank(call.db, call.user, row["id"]) < tree.RANKS["owner"]:
        raise tree.forbidden()
    tree.remove(call.db, row["id"])


@method("drive.files.emptyTrash")
def empty_trash(call: Call) -> None:
    """Everything the caller owns (or a shared drive holds) and has thrown away is gone for good."""
    drive = call.query.get("driveId")
    if drive and tree.rank(call.db, call.user, drive) < tree.RANKS["organizer"]:
        raise tree.missing(drive)
    column = "drive" if drive else "owner"
    sql = f"SELECT id FROM files WHERE {column} = ? AND trashed = 1"  # noqa: S608 - one of two names
    for row in call.db.execute(sql, (drive or call.user.email,)).fetchall():
        tree.remove(call.db, row["id"])


@method("drive.files.generateIds")
def generate_ids(call: Call) -> Json:
    """Ids for files still to be made: creating one twice with the same id is refused the second time."""
    count = int(call.query.get("count", 10))
    if not 1 <= count <= 1000:
        raise Refusal(400, f"Invalid value '{count}'. Values must be within the range: [1, 1000]",
                      reason="invalidParameter", location="count")  # fmt: skip
    space = call.query.get("space", "drive")
    return {"kind": "drive#generatedIds", "space": space, "ids": [tree.new_id() for _ in range(count)]}
