"""Which files a program reaches with the scopes it was given: all, only those it made, or only its own settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

BASE = "https://www.googleapis.com/auth/"
# Scopes that open the whole Drive; with others (drive.file) a program sees what it made itself. One workspace stands
# for one program: what a person makes through the API was made by it.
WIDE = {
    BASE + name
    for name in ("drive", "drive.readonly", "drive.metadata", "drive.metadata.readonly", "drive.meet.readonly")
}
SETTINGS = {BASE + "drive.appdata", BASE + "drive.appfolder"}
PROGRAM = "000000000000"  # the project of the one program, as its sign-in names it
OWN = BASE + "drive.file"
ALL = BASE + "drive"
READING = {"drive.files.copy", "drive.files.watch"}  # sent with POST, and yet the file is only read
SPACES = ("drive", "appDataFolder", "photos")


def narrow(call: Call) -> bool:
    """Whether the program sees only files of its own making."""
    return call.scopes is not None and not call.scopes & WIDE


def covers(call: Call, row: sqlite3.Row) -> bool:
    """Whether the call's scopes reach that file."""
    if call.scopes is None:
        return True
    body: dict[str, Any] = json.loads(row["body"])
    if body.get("space"):
        return bool(call.scopes & SETTINGS)
    if not narrow(call):
        return True
    return OWN in call.scopes and (row["parent"] is None or body.get("byProgram") == call.user.email)


def check_write(call: Call, row: sqlite3.Row) -> None:
    """Refused where the call would change a file that the program may only read: with drive.file it changes its own."""
    if call.scopes is None or ALL in call.scopes or call.method.verb == "GET" or call.method.id in READING:
        return
    body: dict[str, Any] = json.loads(row["body"])
    if not body.get("space") and body.get("byProgram") != call.user.email:
        raise Refusal(403, f"The user has not granted the app {PROGRAM} write access to the file {row['id']}.",
                      reason="appNotAuthorizedToFile")  # fmt: skip


def check_own(call: Call) -> None:
    """404 for a spreadsheet or form that was not made by the program, where nothing but drive.file lets it in."""
    file = call.path.get("spreadsheetId") or call.path.get("formId")
    if file is None or call.scopes is None or call.scopes & (call.method.scopes - {OWN}):
        return
    row = call.db.execute("SELECT body FROM files WHERE id = ?", (file,)).fetchone()
    if row is not None and json.loads(row["body"]).get("byProgram") != call.user.email:
        raise Refusal(404, "Requested entity was not found.", status="NOT_FOUND")


def condition(call: Call) -> tuple[str, list[object]]:
    """The files `f` of the spaces asked for that the scopes reach, as SQL; refused where a space is closed to them."""
    asked = [each.strip() for each in (call.query.get("spaces") or "drive").split(",") if each.strip()]
    if not asked or set(asked) - set(SPACES):
        raise Refusal(400, "Invalid Value", reason="invalid", location="spaces")
    closed = call.scopes is not None and "appDataFolder" in asked and not call.scopes & SETTINGS
    if closed or (call.scopes is not None and "drive" in asked and not call.scopes & (WIDE | {OWN})):
        raise Refusal(403, "The granted scopes do not give access to all of the requested spaces.",
                      reason="insufficientScopes", location="spaces")  # fmt: skip
    space = "json_extract(f.body, '$.space')"
    drive, values = f"{space} IS NULL", list[object]()
    if narrow(call):
        drive, values = f"({drive} AND json_extract(f.body, '$.byProgram') = ?)", [call.user.email]
    parts = {"drive": drive, "appDataFolder": f"{space} IS NOT NULL"}
    wanted = [parts[each] for each in dict.fromkeys(asked) if each in parts]
    return f"({' OR '.join(wanted) or '0'})", values if "drive" in asked else []
