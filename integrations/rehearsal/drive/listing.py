"""drive.files.list: searching, sorting, paging."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import pages, resources, scopes, tree
from integrations.rehearsal.drive.query import Reader
from integrations.rehearsal.identity import ANYBODY
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

LARGEST_PAGE = 1000
CORPORA = {"user", "domain", "drive", "allDrives", "teamDrive", "allTeamDrives"}
STARRED = "NOT EXISTS(SELECT 1 FROM json_each(f.body, '$.starredBy') s WHERE s.value = :email)"
ORDERS = {
    "createdTime": "f.created", "folder": "(f.mime != 'application/vnd.google-apps.folder')",
    "modifiedByMeTime": "f.modified", "modifiedTime": "f.modified", "name": "f.name COLLATE NOCASE",
    "name_natural": "f.name COLLATE NUMBERED", "quotaBytesUsed": "coalesce(f.size, 0)", "recency": "f.modified",
    "sharedWithMeTime": "f.created", "starred": STARRED, "viewedByMeTime": "f.modified",
}  # fmt: skip


def _invalid(name: str, message: str = "Invalid Value") -> Refusal:
    return Refusal(400, message, reason="invalid", location=name)


def _order(text: str) -> str:
    keys: dict[str, str] = {}
    for each in text.split(","):
        found = re.fullmatch(r"\s*(\w+)(\s+desc)?\s*", each)
        if found is None or found.group(1) not in ORDERS:
            raise _invalid("orderBy")
        name = found.group(1).removesuffix("_natural")
        if name in keys:
            raise Refusal(403, "The orderBy parameter cannot contain duplicate sort keys.",
                          reason="orderByContainsDuplicateSortKeys", location="orderBy")  # fmt: skip
        keys[name] = ORDERS[found.group(1)] + (" DESC" if found.group(2) else "")
    return ", ".join(keys.values())


def _corpus(call: Call) -> tuple[str, list[object]]:
    """Which files are searched: one's own and those shared with one, shared drives only where they are asked for."""
    query = call.query
    drive = query.get("driveId") or query.get("teamDriveId")
    corpora = query.get("corpora") or ("drive" if drive else "user")
    wide = query.get("includeItemsFromAllDrives") or query.get("includeTeamDriveItems")
    if corpora not in CORPORA:
        raise _invalid("corpora")
    if corpora in {"drive", "teamDrive"}:
        if not drive:
            raise Refusal(400, "The driveId parameter must be specified if and only if corpora is set to drive.",
                          reason="teamDriveIdRequired", location="driveId")  # fmt: skip
        if not wide or not tree.knows_drives(call):
            raise Refusal(403, "The includeItemsFromAllDrives and supportsAllDrives parameters must be set to true "
                          "when driveId is specified.", reason="teamDrivesParametersRequired")  # fmt: skip
        if not tree.rank(call.db, call.user, drive):
            raise Refusal(404, f"Shared drive not found: {drive}", reason="notFound", location="driveId")
        return "f.drive = ?", [drive]
    return ("1" if wide and tree.knows_drives(call) else "f.drive IS NULL"), []


@method("drive.files.list")
def list_files(call: Call) -> Json:
    """A page of the files the caller can reach; what lies in the trash is among them unless the query says no."""
    size = pages.size(call, LARGEST_PAGE) if "pageSize" in call.query else 100
    order = _order(call.query["orderBy"]) if call.query.get("orderBy") else "f.modified DESC"
    corpus, values = _corpus(call)
    spaces, own = scopes.condition(call)
    values += own
    sql, reached = "1", "f.id IN (SELECT id FROM reach)"
    if text := call.query.get("q", "").strip():
        reader = Reader(text, call.user, call.lag)
        sql, found = reader.condition
        # A folder behind a link is nobody's until somebody who has the link names it.
        shared = [each for each in reader.folders if tree.rank(call.db, ANYBODY, each)]
        reached = f"({reached} OR f.parent IN ({', '.join('?' * len(shared))}))" if shared else reached
        values = [*shared, *values, *found]
    start = pages.start(call)
    domain = call.user.email.partition("@")[2]
    numbered = {":email": "?1", ":domain": "?2"}
    reach = re.sub(r":email|:domain", lambda name: numbered[name.group()], tree.REACH)
    order = order.replace(":email", "?1")
    rows = call.db.execute(
        f"{reach} SELECT f.* FROM files f WHERE {reached} "  # noqa: S608 - built from constants
        f"AND f.parent IS NOT NULL AND {corpus} AND {spaces} AND {sql} ORDER BY {order}, f.made DESC, f.rowid DESC LIMIT ? OFFSET ?",
        [call.user.email, domain, *values, size + 1, start],
    ).fetchall()
    answer: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    if len(rows) > size:
        answer["nextPageToken"] = pages.token(start + size)
    shown = resources.full if _detailed(call) else lambda _call, row: resources.short(row)
    answer["files"] = [shown(call, row) for row in rows[:size]]
    return answer


def _detailed(call: Call) -> bool:
    """Whether more than the default fields are asked for (working them out costs time)."""
    return not re.fullmatch(r"[\s,()]*(?:(?:files|id|name|mimeType|kind|nextPageToken|incompleteSearch)[\s,()/]*)*",
                            call.query.get("fields") or "")  # fmt: skip
