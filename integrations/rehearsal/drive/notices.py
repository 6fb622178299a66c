"""The mail Drive writes to people with whom something is shared."""

from __future__ import annotations

import secrets
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING

from integrations.rehearsal import identity
from integrations.rehearsal.drive import resources
from integrations.rehearsal.gmail import arrival

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

SENDER = "drive-shares-dm-noreply@google.com"
MAY = {
    "reader": "view", "commenter": "comment on", "writer": "edit", "owner": "own", "fileOrganizer": "manage",
    "organizer": "manage",
}  # fmt: skip
KINDS = {"application/vnd.google-apps.folder": "Folder", "application/vnd.google-apps.spreadsheet": "Spreadsheet",
         "application/vnd.google-apps.form": "Form"}  # fmt: skip


def shared(call: Call, file: sqlite3.Row, email: str, role: str) -> None:
    """Whoever has a mailbox here (each member, for a group) has a mail that says what was shared."""
    for address in identity.members(call.db, [email]):
        known = identity.find(call.db, address)
        if known is not None and known.email.lower() != call.user.email.lower():
            data = _written(call, file, known.email, role)
            arrival.deliver(call.db, known.email, data, call.now)


def _written(call: Call, file: sqlite3.Row, email: str, role: str) -> bytes:
    kind = KINDS.get(file["mime"], "Item")
    link = resources.VIEWS.get(file["mime"], resources.VIEW).format(file["id"])
    said = call.query.get("emailMessage") or ""
    message = EmailMessage()
    message["From"] = formataddr((f"{call.user.name} (via Google Drive)", SENDER))
    message["Reply-To"] = formataddr((call.user.name, call.user.email))
    message["To"] = email
    message["Subject"] = f'{kind} shared with you: "{" ".join(file["name"].split())}"'
    message["Date"] = format_datetime(call.now)
    message["Message-ID"] = f"<{secrets.token_urlsafe(24)}@docs-share.google.com>"
    message.set_content(
        f"{call.user.name} ({call.user.email}) has invited you to {MAY[role]} the following "
        f"{kind.lower()}:\n\n{file['name']}\n{link}\n" + (f"\n{said}\n" if said else "")
    )
    return message.as_bytes().replace(b"\n", b"\r\n")
