"""Pages of a mailbox: which messages a listing means, and where its next page begins."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.gmail import mailbox
from integrations.rehearsal.gmail.search import Query
from integrations.rehearsal.refusals import Refusal, invalid

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

LARGEST_PAGE = 500
ESTIMATED = 500  # messages beyond a page that are still counted
MOST_MESSAGES = 2**31
MIX = 0x9E3779B97F4A7C15  # odd, so that multiplying by it can be undone
UNMIX = pow(MIX, -1, 2**64)
METADATA_SCOPE = "https://www.googleapis.com/auth/gmail.metadata"


def page_size(call: Call) -> int:
    """The page size that was asked for, at most Gmail's largest."""
    asked = int(call.query.get("maxResults", 100))
    if asked == 0:
        raise invalid("Invalid maxResults")
    return min(asked, LARGEST_PAGE)


def offset(call: Call) -> int:
    """Where the page begins: the number inside its token; 400 for a token that was never given."""
    token = call.query.get("pageToken")
    if not token:
        return 0
    place = int(token) * UNMIX % 2**64 if re.fullmatch(r"\d{20}", token) else MOST_MESSAGES
    if place >= MOST_MESSAGES:
        raise invalid("Invalid pageToken")
    return place


def token(start: int) -> str:
    """The token of the page that begins there."""
    return f"{start * MIX % 2**64:020d}"  # twenty digits that say nothing, as Gmail's do


def estimate(call: Call, total: int) -> int:
    """How many there are as far as Gmail counts: a little past the page, at least past two hundred."""
    return min(total, max(page_size(call), 200) + 1)


def metadata_only(call: Call) -> bool:
    """Whether the caller may see headers but neither search nor read."""
    if call.scopes is None or METADATA_SCOPE not in call.scopes:
        return False
    return not any(scope in call.scopes for scope in call.method.scopes - {METADATA_SCOPE})


def found(call: Call, *, only: str = "", cut: str = "") -> list[sqlite3.Row]:
    """The rows (id, thread) of every message the listing means, the newest first; `cut` is an SQL limit."""
    user = mailbox.owner(call)
    text = call.query.get("q", "")
    if text and metadata_only(call):
        raise Refusal(403, "Metadata scope does not support 'q' parameter", reason="forbidden")
    conditions, values = ["m.user = ?"], list[object]([user])
    if only:
        conditions.append(only)
    wanted = call.query.get("labelIds", [])
    for label in wanted:
        if mailbox.unknown_label(call.db, user, label):
            raise invalid(f"Invalid label: {label}")
        conditions.append(
            "EXISTS(SELECT 1 FROM mail_labels l WHERE l.user = m.user AND l.message = m.id AND l.label = ?)"
        )
        values.append(label)
    everywhere = call.query.get("includeSpamTrash", False) or bool({"SPAM", "TRASH"} & set(wanted))
    if text:
        query = Query(call.db, user, text, call.now)
        conditions.append(query.condition[0])
        values += query.condition[1]
        everywhere = everywhere or query.everywhere
        if call.lag:
            # What was made a moment ago is there but not found yet: reading by id is exact, searching is not.
            conditions.append("m.made < ?")
            values.append(time.time() - call.lag)
    if not everywhere:
        conditions.append(
            "NOT EXISTS(SELECT 1 FROM mail_labels l WHERE l.user = m.user AND l.message = m.id AND l.label IN ('SPAM', 'TRASH'))"
        )
    searched = "JOIN mail_index x ON x.sha = m.sha " if text else ""
    sql = (
        f"SELECT m.id, m.thread FROM mail m {searched}WHERE "  # noqa: S608 - conditions are ours
        + " AND ".join(conditions)
        + f" ORDER BY m.internal_date DESC, m.rowid DESC{cut}"
    )
    return call.db.execute(sql, values).fetchall()


def page(call: Call) -> tuple[list[sqlite3.Row], str | None, int]:
    """The rows of the page that was asked for, the token of the next one, and about how many there are in all.

    No more is read than the page and some beyond it: what a page costs does not grow with the mailbox.
    """
    start, size = offset(call), page_size(call)
    rows = found(call, cut=f" LIMIT {size + ESTIMATED} OFFSET {max(start, 0)}")
    return rows[:size], token(start + size) if len(rows) > size else None, start + len(rows)


def paged(call: Call, rows: list[Any]) -> tuple[list[Any], str | None]:
    """The rows of the page that was asked for, and the token of the next one."""
    start, size = offset(call), page_size(call)
    following = start + size
    return rows[start:following], token(following) if following < len(rows) else None
