"""One request to a page, and the pages it is answered with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import RedirectResponse, Response

from integrations.rehearsal import instants
from integrations.rehearsal.pages import desk, links, words
from integrations.rehearsal.pages.fields import Fields
from integrations.rehearsal.pages.sessions import ZONES, Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from integrations.rehearsal.calls import Media, Site
    from integrations.rehearsal.exchange import Answer
    from integrations.rehearsal.identity import User

Json = dict[str, Any]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# Under no-referrer browsers send `Origin: null` with forms, and then nothing could be checked.
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
HTML = Environment(
    loader=PackageLoader("integrations.rehearsal.pages"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
HTML.filters |= {"ukuran": lambda amount: words.size(int(amount)), "jenis": words.kind, "pecah": links.pieces}
MENU = (("surat", "Surat"), ("berkas", "Drive"), ("lembar", "Spreadsheet"), ("formulir", "Formulir"),
        ("kejadian", "Kejadian"))  # fmt: skip


@dataclass
class Visit:
    """Who asks for a page, and with what."""

    site: Site
    session: Session
    user: User
    place: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    fields: Fields = field(default_factory=Fields)

    def answer(self, name: str, *pairs: tuple[str, str], body: Json | None = None, **path: str) -> Answer:
        """The API method's whole answer to this person."""
        return desk.answer(self.site, self.user, name, path, pairs, body)

    def ask(
        self, name: str, *pairs: tuple[str, str], body: Json | None = None, media: Media | None = None, **path: str
    ) -> Json:
        """The API method's JSON to this person; Refusal where it refuses."""
        return desk.ask(self.site, self.user, name, path, pairs, body, media)

    def number(self, name: str, default: int = 0) -> int:
        """The query's number of that name; the default where it is none of up to seven digits."""
        text = self.query.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """The page, with the bar that says who acts and when."""
        return render(template, self, status, **values)

    def back(self, path: str, said: str = "", *, ok: bool = True) -> Response:
        """To that page of this server, where the words are shown."""
        if said:
            self.session.say(said, ok=ok)
        return RedirectResponse(path, 303, headers=HEADERS)


def moment(when: datetime | str | int | None, zone: str) -> str:
    """An instant (milliseconds or RFC 3339 too) as a person reads it, in the zone's hours."""
    if when is None or when == "":
        return ""
    try:
        if isinstance(when, datetime):
            instant = when
        elif isinstance(when, str) and not when.isdigit():
            instant = instants.parse(when)
        else:
            instant = datetime.fromtimestamp(int(when) / 1000, UTC)
        here = instant.astimezone(ZoneInfo(zone))
    except (ValueError, OverflowError, OSError):  # a date no calendar has is shown as it was written
        return str(when)
    return f"{here.day} {words.MONTHS[here.month - 1]} {here.year} {here:%H.%M} {ZONES[zone]}"


def render(template: str, visit: Visit | None = None, status: int = 200, **values: Any) -> Response:
    """The page of that template; without a visit it is one for strangers."""
    zone = visit.session.zone if visit else "Asia/Jakarta"
    common: Json = {
        "visit": visit, "menu": MENU, "notices": [], "csrf": "", "clock": "", "clock_set": False,
        "waktu": lambda when: moment(when, zone),
    }  # fmt: skip
    if visit is not None:
        with visit.site.store.read() as db:
            common["clock"] = moment(instants.now(db), zone)
            common["clock_set"] = instants.clock(db) is not None
        common |= {"notices": visit.session.said(), "csrf": visit.session.csrf}
    text = HTML.get_template(template).render(common | values)
    return Response(text, status, HEADERS, media_type="text/html; charset=utf-8")


def download(data: bytes, name: str) -> Response:
    """The bytes as a file to keep: never shown, whatever they are."""
    plain = "".join(each if each.isascii() and (each.isalnum() or each in "._- ") else "_" for each in name)
    shown = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
    policy = "sandbox; default-src 'none'; frame-ancestors 'none'"
    headers = {**HEADERS, "Content-Disposition": shown, "Content-Security-Policy": policy}
    return Response(data, 200, headers, media_type="application/octet-stream")


def inline(data: bytes, media_type: str, policy: str) -> Response:
    """The bytes to be shown inside a page of this server, under a policy of their own."""
    headers = {**HEADERS, "Content-Security-Policy": policy, "Content-Disposition": "inline",
               "Referrer-Policy": "no-referrer"}  # fmt: skip
    return Response(data, 200, headers, media_type=media_type)


def pairs(**values: str | Sequence[str]) -> list[tuple[str, str]]:
    """Query parameters, those with many values repeated and those without one left out."""
    made: list[tuple[str, str]] = []
    for name, value in values.items():
        made += [(name, each) for each in ([value] if isinstance(value, str) else value) if each]
    return made
