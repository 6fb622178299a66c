"""drive.changes: what happened to the files a person can reach, since a page token."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import pages, resources, tree
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

LARGEST_PAGE = 1000
SHORT = ("kind", "removed", "fileId", "file", "time", "changeType", "type")


def _next(call: Call) -> int:
    last = call.db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").fetchone()
    return 1 if last is None else int(last[0]) + 1


@method("drive.changes.getStartPageToken")
def start_page_token(call: Call) -> Json:
    """The token for what happens from now on."""
    return {"kind": "drive#startPageToken", "startPageToken": str(_next(call))}


@method("drive.changes.list")
def list_changes(call: Call) -> Json:
    """Each changed file once, in the order of its last change; the last page carries the token to go on with later."""
    token = call.query["pageToken"]
    if not token.isdigit():
        raise Refusal(400, "Invalid Value", reason="invalid", location="pageToken")
    size = pages.size(call, LARGEST_PAGE)
    following = _next(call)
    rows = call.db.execute("SELECT * FROM changes WHERE id >= ? ORDER BY id", (int(token),))
    shown: list[Json] = []
    answer: Json = {"kind": "drive#changeList", "changes": shown}
    for row in rows:
        made = _change(call, row)
        if made is None:
            continue
        if len(shown) == size:
            answer["nextPageToken"] = str(row["id"])
            return answer
        shown.append(made)
    return {**answer, "newStartPageToken": str(following)}


def _change(call: Call, row: sqlite3.Row) -> Json | None:
    """The change as this person sees it; None where it is none of theirs, or was not asked for."""
    query = call.query
    if query.get("driveId") and row["drive"] != query["driveId"]:
        return None
    file = tree.row(call.db, row["file"])
    reached = file is not None and tree.rank(call.db, call.user, row["file"]) > 0
    drive = row["drive"] or (None if file is None else file["drive"])
    if drive and (query.get("restrictToMyDrive") or not _drives_too(call)):
        return None
    made: Json = {
        "kind": "drive#change", "removed": bool(row["removed"]), "fileId": row["file"], "changeType": "file",
        "type": "file", "time": instants.stamp(instants.parse(row["time"])),
    }  # fmt: skip
    if row["removed"]:
        known = call.user.email.lower() in json.loads(row["who"] or "[]")
        return made if known and not reached and query.get("includeRemoved", True) else None
    if file is None or not reached or (query.get("restrictToMyDrive") and not _mine(call, file)):
        return None
    made["file"] = resources.full(call, file) if resources.wanted(call) else resources.short(file)
    if drive:
        made["driveId"] = drive
    return made if resources.wanted(call) else {name: made[name] for name in SHORT}


def _drives_too(call: Call) -> bool:
    return bool(call.query.get("includeItemsFromAllDrives") or call.query.get("includeTeamDriveItems"))


def _mine(call: Call, file: sqlite3.Row) -> bool:
    """Whether the file lies somewhere below the person's own root."""
    above: sqlite3.Row | None = file
    while above is not None and above["parent"] is not None:
        above = tree.row(call.db, above["parent"])
    return above is not None and above["id"] == call.user.root
