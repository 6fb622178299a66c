"""drive.files.list: searching, sorting, paging."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import resources, tree
from integrations.rehearsal.drive.query import Reader
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

LARGEST_PAGE = 1000
ORDERS = {
    "createdTime": "f.created", "folder": "(f.mime != 'application/vnd.google-apps.folder')",
    "modifiedByMeTime": "f.modified", "modifiedTime": "f.modified", "name": "f.name COLLATE NOCASE",
    "name_natural": "f.name COLLATE NOCASE", "quotaBytesUsed": "coalesce(f.size, 0)", "recency": "f.modified",
    "sharedWithMeTime": "f.made", "starred": "f.name", "viewedByMeTime": "f.modified",
}  # fmt: skip


def _invalid(name: str, message: str = "Invalid Value") -> Refusal:
    return Refusal(400, message, reason="invalid", location=name)


def _order(text: str) -> str:
    keys = []
    for each in text.split(","):
        found = re.fullmatch(r"\s*(\w+)(\s+desc)?\s*", each)
        if found is None or found.group(1) not in ORDERS:
            raise _invalid("orderBy")
        keys.append(ORDERS[found.group(1)] + (" DESC" if found.group(2) else ""))
    return ", ".join(keys)


def _start(call: Call) -> int:
    token = call.query.get("pageToken")
    if not token:
        return 0
    try:
        return int(base64.urlsafe_b64decode(token).decode().removeprefix("~!!~"))
    except (binascii.Error, ValueError):
        raise _invalid("pageToken") from None


@method("drive.files.list")
def list_files(call: Call) -> Json:
    """A page of the files the caller can reach; what lies in the trash is among them unless the query says no."""
    size = int(call.query.get("pageSize", 100))
    if size < 1:
        raise Refusal(400, f"Invalid value '{size}'. Values must be within the range: [1, 1000]",
                      reason="invalidParameter", location="pageSize")  # fmt: skip
    size, start = min(size, LARGEST_PAGE), _start(call)
    sql, values = "1", list[object]()
    if text := call.query.get("q", "").strip():
        sql, values = Reader(text, call.user, call.lag).condition
    order = _order(call.query["orderBy"]) if call.query.get("orderBy") else "f.modified DESC"
    domain = call.user.email.partition("@")[2]
    reach = tree.REACH.replace(":email", "?1").replace(":domain", "?2")
    rows = call.db.execute(
        f"{reach} SELECT f.* FROM files f WHERE f.id IN (SELECT id FROM reach) "  # noqa: S608 - built from constants
        f"AND f.parent IS NOT NULL AND {sql} ORDER BY {order}, f.made DESC, f.rowid DESC LIMIT ? OFFSET ?",
        [call.user.email, domain, *values, size + 1, start],
    ).fetchall()
    answer: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    if len(rows) > size:
        answer["nextPageToken"] = base64.urlsafe_b64encode(f"~!!~{start + size}".encode()).decode()
    shown = resources.full if _detailed(call) else lambda _call, row: resources.short(row)
    answer["files"] = [shown(call, row) for row in rows[:size]]
    return answer


def _detailed(call: Call) -> bool:
    """Whether more than the default fields are asked for (working them out costs time)."""
    return not re.fullmatch(r"[\s,()]*(?:(?:files|id|name|mimeType|kind|nextPageToken|incompleteSearch)[\s,()/]*)*",
                            call.query.get("fields") or "")  # fmt: skip
