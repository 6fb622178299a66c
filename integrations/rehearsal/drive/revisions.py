"""drive.revisions: every state a file's bytes were in, until somebody removes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import Raw, method
from integrations.rehearsal.drive import content, pages, resources, tree
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.refusals import Refusal
from integrations.rehearsal.store import get_blob

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

WRITABLE = ("keepForever", "published", "publishAuto", "publishedOutsideDomain")
SHORT = ("kind", "id", "mimeType", "modifiedTime")


def _of(call: Call, least: str = "writer") -> sqlite3.Row:
    row = tree.of_call(call)
    if tree.rank(call.db, call.user, row["id"]) < tree.RANKS[least]:
        raise tree.forbidden("The user does not have sufficient permissions for this file.")
    if row["mime"] in {FOLDER, tree.SHORTCUT}:
        raise Refusal(403, "The file does not support revisions.", reason="revisionsNotSupported")
    return row


def _native(call: Call, row: sqlite3.Row) -> Json:
    """The one revision shown of a document made here: as it is now."""
    made: Json = {
        "kind": "drive#revision", "id": str(row["version"]), "mimeType": row["mime"], "modifiedTime": row["modified"],
        "published": False, "keepForever": False,
        "lastModifyingUser": resources.person(call.db, row["modified_by"], call.user.email),
    }  # fmt: skip
    if row["mime"] in resources.EXPORTS:
        made["exportLinks"] = resources.export_links(row)
    return made


def _resource(call: Call, file: sqlite3.Row, row: sqlite3.Row) -> Json:
    blob = call.db.execute("SELECT size, md5 FROM blobs WHERE sha = ?", (row["sha"],)).fetchone()
    extra = json.loads(file["body"])
    return {
        "kind": "drive#revision", "id": row["id"], "mimeType": row["mime"], "modifiedTime": row["modified"],
        "keepForever": False, "published": False,
        "lastModifyingUser": resources.person(call.db, row["modified_by"], call.user.email),
        "originalFilename": extra.get("originalFilename", file["name"]), "md5Checksum": blob["md5"],
        "size": str(blob["size"]), **json.loads(row["body"]),
    }  # fmt: skip


def _rows(call: Call, file: str) -> list[sqlite3.Row]:
    return call.db.execute("SELECT * FROM revisions WHERE file = ? ORDER BY rowid", (file,)).fetchall()


def _find(call: Call, file: sqlite3.Row) -> sqlite3.Row:
    asked = call.path["revisionId"]
    rows = _rows(call, file["id"])
    for row in rows:
        if row["id"] == asked or (asked == "head" and row is rows[-1]):
            return row
    raise Refusal(404, f"Revision not found: {asked}.", reason="notFound", location="revisionId")


@method("drive.revisions.list")
def list_revisions(call: Call) -> Json:
    """The file's revisions, the first one first."""
    file = _of(call)
    if file["mime"].startswith(tree.NATIVE):
        found = [_native(call, file)]
    else:
        found = [_resource(call, file, row) for row in _rows(call, file["id"])]
    return pages.listing(
        call, "revisionList", "revisions", [pages.shown(call, each, *SHORT) for each in found], most=1000
    )


@method("drive.revisions.get")
def get(call: Call) -> Json | Raw:
    """One revision, or with alt=media its bytes."""
    file = _of(call)
    if file["mime"].startswith(tree.NATIVE):
        if call.query.get("alt") == "media":
            raise content.not_binary()
        return pages.shown(call, _native(call, file), *SHORT)
    row = _find(call, file)
    if call.query.get("alt") == "media":
        return content.span(call, row["mime"], get_blob(call.db, row["sha"]))
    return pages.shown(call, _resource(call, file, row), *SHORT)


@method("drive.revisions.update")
def update(call: Call) -> Json:
    """The revision is kept for good or not, published or not."""
    file = _of(call)
    if file["mime"].startswith(tree.NATIVE):
        return pages.shown(call, {**_native(call, file), **_given(call)}, *SHORT)
    row = _find(call, file)
    kept = {**json.loads(row["body"]), **_given(call)}
    call.db.execute("UPDATE revisions SET body = ? WHERE id = ?", (json.dumps(kept), row["id"]))
    return pages.shown(call, _resource(call, file, _find(call, file)), *SHORT)


def _given(call: Call) -> Json:
    return {name: call.body[name] for name in WRITABLE if name in call.body}


@method("drive.revisions.delete")
def delete(call: Call) -> None:
    """The revision is gone; the file shows the one before it if it was the last. The only one cannot go."""
    file = _of(call)
    if file["mime"].startswith(tree.NATIVE):
        raise Refusal(403, "The file does not support revision deletion.", reason="revisionDeletionNotSupported")
    row = _find(call, file)
    rest = [each for each in _rows(call, file["id"]) if each["id"] != row["id"]]
    if not rest:
        raise Refusal(
            400, "The last remaining revision of a file cannot be deleted.", reason="cannotDeleteOnlyRevision"
        )
    call.db.execute("DELETE FROM revisions WHERE id = ?", (row["id"],))
    call.db.execute(
        "UPDATE files SET sha = ?, size = (SELECT size FROM blobs WHERE sha = ?) WHERE id = ?",
        (rest[-1]["sha"], rest[-1]["sha"], file["id"]),
    )
