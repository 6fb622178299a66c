"""Coming in: the key, the person to act as, and the first page."""

from __future__ import annotations

import hmac
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.responses import Response

from integrations.rehearsal import identity
from integrations.rehearsal.pages.sessions import ZONES
from integrations.rehearsal.pages.visit import HEADERS, Visit, pairs

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Site

ADDRESS = re.compile(r"[^\s@<>\"',;]{1,64}@[^\s@<>\"',;]{1,190}")
SHEETS = "mimeType='application/vnd.google-apps.spreadsheet' and trashed=false"


def opens(site: Site, key: str) -> bool:
    """Whether that is the key of the workspace."""
    return hmac.compare_digest(key.strip().encode(), site.token.encode())


def home(visit: Visit) -> Response:
    """What waits for this person: unread mail and the spreadsheets last changed."""
    inbox = visit.ask("gmail.users.labels.get", userId="me", id="INBOX")
    listed = visit.ask(
        "drive.files.list",
        *pairs(q=SHEETS, pageSize="8", orderBy="modifiedTime desc", fields="files(id,name,modifiedTime)"),
    )
    return visit.page("home.html", title="Beranda", unread=inbox["threadsUnread"], sheets=listed.get("files", []))


def roles(visit: Visit) -> Response:
    """Everybody one can act as."""
    with visit.site.store.read() as db:
        people = [each for each in identity.everyone(db) if not each.service]
    return visit.page("roles.html", title="Pilih peran", people=people, zones=ZONES)


def act_as(visit: Visit) -> Response:
    """From now on this browser acts as the chosen person, in the chosen hours."""
    with visit.site.store.read() as db:
        chosen = identity.find(db, visit.fields.text("orang"))
    if chosen is None or chosen.service:
        return visit.back("/peran", "Orang itu tidak ada di ruang gladi.", ok=False)
    visit.session.email, visit.session.filling = chosen.email, None
    if visit.fields.text("zona") in ZONES:
        visit.session.zone = visit.fields.text("zona")
    with visit.site.store.write() as db:
        visit.session.keep(db)
    return visit.back("/", f"Anda sekarang bertindak sebagai {chosen.name}.")


def add_person(visit: Visit) -> Response:
    """A person with an empty mailbox and Drive is in the workspace."""
    email, name = visit.fields.text("surel").strip(), visit.fields.text("nama").strip()[:120]
    if not ADDRESS.fullmatch(email):
        return visit.back("/peran", "Alamat surel tidak sah.", ok=False)
    with visit.site.store.write() as db:
        made = identity.add(db, email, name)
    return visit.back("/peran", f"{made.name} ({made.email}) ada di ruang gladi.")


@cache
def _style() -> bytes:
    return files("integrations.rehearsal.pages.templates").joinpath("style.css").read_bytes()


def style() -> Response:
    """The stylesheet of all pages."""
    return Response(_style(), 200, HEADERS, media_type="text/css; charset=utf-8")
