"""Sign-in of a program: the person who acts sees who asks for what, and allows or refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from starlette.responses import RedirectResponse

from integrations.rehearsal import consent
from integrations.rehearsal.pages.visit import HEADERS, POLICY, Visit
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

ASKED = ("client_id", "redirect_uri", "scope", "state", "code_challenge")


def ask(visit: Visit) -> Response:
    """The page that asks; 400 for a program that asks in another way than an installed one does."""
    asked = _asked(lambda name: visit.query.get(name, ""))
    made = visit.page("consent.html", title="Masuk", asked=asked, scopes=asked["scope"].split(), who=visit.user.email)
    back = urlsplit(asked["redirect_uri"])
    made.headers["Content-Security-Policy"] = POLICY.replace(
        "form-action 'self'", f"form-action 'self' {back.scheme}://{back.netloc}"
    )
    return made


def answer(visit: Visit) -> Response:
    """Back to the program with a code, or with the refusal."""
    asked = _asked(visit.fields.text)
    told: dict[str, Any] = {"state": asked["state"]} if asked["state"] else {}
    if visit.fields.text("aksi") != "izinkan":
        told |= {"error": "access_denied"}
    else:
        with visit.site.store.write() as db:
            told |= {
                "code": consent.give(
                    db, visit.user.email, asked["scope"].split(), asked["redirect_uri"], asked["code_challenge"]
                ),
                "scope": asked["scope"],
            }
    return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(told)}", 303, headers=HEADERS)


def _asked(read: Callable[[str], str]) -> dict[str, str]:
    asked = {name: read(name) for name in ASKED}
    if not asked["client_id"] or not asked["scope"].split() or not consent.LOOPBACK.fullmatch(asked["redirect_uri"]):
        raise Refusal(400, "The request is missing client_id or scope, or its redirect_uri is not on loopback.")
    return asked
