"""forms.forms.responses: what people answered, each response in its last state."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.forms.forms import access
from integrations.rehearsal.refusals import invalid, not_found

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

LARGEST_PAGE = 5000
FILTER = re.compile(r"timestamp (>=|>) (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$")


def instant_key(text: str) -> str:
    """An RFC 3339 instant in UTC with all nine digits, so that texts compare as the instants do."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    return f"{whole}.{fraction.ljust(9, '0')}Z"


def put(db: sqlite3.Connection, form: str, response: Json) -> None:
    """The response stands under its id; an edited one replaces what it was."""
    kept = {key: value for key, value in response.items() if key != "formId"}
    db.execute(
        "INSERT OR REPLACE INTO responses(form, id, submitted, body) VALUES(?, ?, ?, ?)",
        (form, response["responseId"], instant_key(response["lastSubmittedTime"]), json.dumps(kept)),
    )


@method("forms.forms.responses.list")
def list_responses(call: Call) -> Json:
    """A page of responses, the earliest submitted first, without `formId`; none at all is an empty answer.

    Which time the filter compares is not documented; it is the last submission here.
    """
    form = access(call, "writer")
    sql, values = "form = ?", [form]
    asked = call.query.get("filter", "")
    if asked:
        found = FILTER.match(asked)
        if found is None:
            raise invalid("Invalid filter.")
        sign, whole, fraction = found.groups()
        sql += f" AND submitted {sign} ?"
        values.append(instant_key(f"{whole}.{fraction or ''}Z"))
    size = min(int(call.query.get("pageSize", 0)) or LARGEST_PAGE, LARGEST_PAGE)
    if size < 0:
        raise invalid("Invalid page size.")
    start = _start(call.query.get("pageToken", ""), asked)
    rows = call.db.execute(
        f"SELECT body FROM responses WHERE {sql} ORDER BY submitted, id LIMIT ? OFFSET ?",  # noqa: S608 - built from constants
        [*values, size + 1, start],
    ).fetchall()
    answer: Json = {}
    if rows:
        answer["responses"] = [json.loads(row["body"]) for row in rows[:size]]
    if len(rows) > size:
        answer["nextPageToken"] = base64.urlsafe_b64encode(json.dumps([start + size, asked]).encode()).decode()
    return answer


def _start(token: str, asked: str) -> int:
    """Where the page begins; a token goes only with the filter it was given for."""
    if not token:
        return 0
    try:
        start, filter_then = json.loads(base64.urlsafe_b64decode(token))
    except (binascii.Error, ValueError, TypeError):
        raise invalid("Invalid page token.") from None
    if filter_then != asked:
        raise invalid("The filter must be the same as in the request that gave the page token.")
    return int(start)


@method("forms.forms.responses.get")
def get(call: Call) -> Json:
    """One response."""
    form = access(call, "writer")
    row = call.db.execute(
        "SELECT body FROM responses WHERE form = ? AND id = ?", (form, call.path["responseId"])
    ).fetchone()
    if row is None:
        raise not_found()
    return {"formId": form, **json.loads(row["body"])}
