"""The addresses of the pages, and the door in front of each: session, person, origin, token, size."""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from integrations.rehearsal import identity
from integrations.rehearsal.pages import (
    consent,
    drive,
    edits,
    entry,
    events,
    fields,
    filing,
    form_pages,
    mail,
    sheet,
    tints,
    write,
)
from integrations.rehearsal.pages.sessions import Session, Sessions
from integrations.rehearsal.pages.visit import HEADERS, Visit, render
from integrations.rehearsal.pages.words import said
from integrations.rehearsal.refusals import Refusal, not_found

if TYPE_CHECKING:
    from starlette.requests import Request

    from integrations.rehearsal.calls import Site
    from integrations.rehearsal.identity import User

LOG = logging.getLogger(__name__)

Page = Callable[[Visit], Response]
End = Callable[["Request"], Awaitable[Response]]
SHOWN: dict[str, Page] = {
    "/peran": entry.roles, "/warna.css": tints.style,
    "/surat": mail.threads, "/surat/tulis": write.compose, "/surat/utas/{id}": mail.thread,
    "/surat/pesan/{id}/isi": mail.body, "/surat/pesan/{id}/lampiran/{n}": mail.opened,
    "/surat/pesan/{id}/lampiran/{n}/unduh": mail.attachment, "/surat/pesan/{id}/lampiran/{n}/isi": mail.framed,
    "/berkas": drive.top, "/berkas/{id}": drive.show, "/berkas/{id}/isi": drive.content, "/berkas/{id}/lihat": drive.view,
    "/lembar": sheet.books, "/lembar/{id}": sheet.book, "/lembar/{id}/{gid}": sheet.tab,
    "/formulir": form_pages.listed, "/formulir/e/{id}": form_pages.by_address, "/formulir/{id}": form_pages.show,
    "/formulir/{id}/jawaban": form_pages.results, "/kejadian": events.listed,
    "/o/oauth2/auth": consent.ask, "/o/oauth2/v2/auth": consent.ask,
}  # fmt: skip
DONE: dict[str, Page] = {
    "/o/oauth2/auth": consent.answer,
    "/peran": entry.act_as, "/peran/orang": entry.add_person,
    "/surat/tulis": write.send, "/surat/utas/{id}": mail.change, "/surat/draf/{id}": write.draft,
    "/berkas": filing.add, "/berkas/{id}/ubah": filing.change,
    "/lembar/{id}/{gid}/centang": edits.tick, "/lembar/{id}/{gid}/baris": edits.row, "/formulir/{id}": form_pages.submit,
}  # fmt: skip
WITHOUT_PERSON = {"/peran", "/peran/orang"}
WITH_FILES = {"/surat/tulis", "/formulir/{id}", "/berkas"}
PLAIN = re.compile(r"[A-Za-z0-9_-]{1,160}")
SMALL = 4096  # a key


def routes(site: Site) -> list[Route]:
    """Every address of the pages of that workspace."""
    house = House(site)
    made = [
        Route("/", house.front, methods=["GET"]), Route("/masuk", house.enter, methods=["POST"]),
        Route("/keluar", house.leave, methods=["POST"]), Route("/gaya.css", house.style, methods=["GET"]),
    ]  # fmt: skip
    made += [Route(path, house.shows(path, page), methods=["GET"]) for path, page in SHOWN.items()]
    return made + [Route(path, house.does(path, page), methods=["POST"]) for path, page in DONE.items()]


class House:
    """The pages of one workspace, with the sessions that are open."""

    def __init__(self, site: Site) -> None:
        """Nobody is in yet."""
        self.site = site
        self.sessions = Sessions(site.store)

    async def style(self, _: Request) -> Response:
        """The stylesheet, for everybody."""
        return entry.style()

    async def front(self, request: Request) -> Response:
        """The first page, the choice of a person, or the door; a good key in the address opens it and is gone from there."""
        key = request.query_params.get("kunci")
        if key is not None:
            if not entry.opens(self.site, key):
                return render("enter.html", None, 403, title="Masuk", trouble="Kunci itu tidak cocok.")
            return self._admitted(request)
        if self._session(request) is None:
            return render("enter.html", None, title="Masuk", trouble="")
        return await self.shows("/", entry.home)(request)

    async def enter(self, request: Request) -> Response:
        """The browser has a session if the key is right."""
        try:
            _check_origin(request)
            given = fields.read(request.headers.get("content-type", ""), await _body(request, SMALL))
        except Refusal as no:
            return _refused(None, no)
        if not entry.opens(self.site, given.text("kunci")):
            return render("enter.html", None, 403, title="Masuk", trouble="Kunci itu tidak cocok.")
        return self._admitted(request)

    async def leave(self, request: Request) -> Response:
        """The session is over."""
        session = self._session(request)
        try:
            _check_origin(request)
            given = fields.read(request.headers.get("content-type", ""), await _body(request, SMALL))
            if session is not None:
                _check_token(session, given)
        except Refusal as no:
            return _refused(None, no)
        if session is not None:
            self.sessions.end(session)
        answer = RedirectResponse("/", 303, headers=HEADERS)
        answer.delete_cookie(_cookie(request), httponly=True, samesite="strict")
        return answer

    def _admitted(self, request: Request) -> Response:
        answer = RedirectResponse("/peran", 303, headers={**HEADERS, "Referrer-Policy": "no-referrer"})
        answer.set_cookie(_cookie(request), self.sessions.begin().id, httponly=True, samesite="strict")
        return answer

    def _session(self, request: Request) -> Session | None:
        return self.sessions.find(request.cookies.get(_cookie(request)))

    def shows(self, path: str, page: Page) -> End:
        """The page for a browser that is in and acts as somebody; to the door or to the choice for any other."""

        async def end(request: Request) -> Response:
            return await run_in_threadpool(self._shown, request, path, page, fields.Fields())

        return end

    def does(self, path: str, page: Page) -> End:
        """The same for a form that was sent, once its origin, size and token are found good."""

        async def end(request: Request) -> Response:
            session = self._session(request)
            if session is None:
                return RedirectResponse("/", 303, headers=HEADERS)
            try:
                _check_origin(request)
                limit = fields.FILES_LIMIT if path in WITH_FILES else fields.PLAIN_LIMIT
                body = await _body(request, limit)
                given = await run_in_threadpool(fields.read, request.headers.get("content-type", ""), body)
                _check_token(session, given)
            except Refusal as no:
                return _refused(None, no)
            return await run_in_threadpool(self._shown, request, path, page, given)

        return end

    def _shown(self, request: Request, path: str, page: Page, given: fields.Fields) -> Response:
        session = self._session(request)
        if session is None:
            return RedirectResponse("/", 303, headers=HEADERS)
        user = self._user(session)
        if user is None and path not in WITHOUT_PERSON:
            return RedirectResponse("/peran", 303, headers=HEADERS)
        with self.site.store.read() as db:
            acting = user or identity.first(db)
        visit = Visit(self.site, session, acting, path, request.path_params, request.query_params, given)
        if not all(PLAIN.fullmatch(str(each)) for each in request.path_params.values()):
            return _refused(visit, not_found())
        try:
            return page(visit)
        except Refusal as no:
            return _refused(visit, no)
        except Exception:  # one page that cannot be made must not show a stranger's words, nor end the session
            LOG.exception("the page %s could not be made", path)
            return _refused(visit, Refusal(500, "Internal error encountered."))

    def _user(self, session: Session) -> User | None:
        if session.email is None:
            return None
        with self.site.store.read() as db:
            return identity.find(db, session.email)


def _cookie(request: Request) -> str:
    """The cookie's name; browsers keep the cookies of all ports of a host together."""
    return f"gladi_{request.url.port or 80}"


def _check_origin(request: Request) -> None:
    if request.headers.get("origin") != f"{request.url.scheme}://{request.headers.get('host', '')}":
        raise Refusal(403, "Requests from other sites are not taken.")


def _check_token(session: Session, given: fields.Fields) -> None:
    if not hmac.compare_digest(given.text("csrf").encode(), session.csrf.encode()):
        raise Refusal(403, "The form's token is not this session's.")


async def _body(request: Request, limit: int) -> bytes:
    """The request's body; 413 as soon as it is larger than that."""
    pieces, size = list[bytes](), 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise Refusal(413, "Request Entity Too Large")
        pieces.append(piece)
    return b"".join(pieces)


def _refused(visit: Visit | None, no: Refusal) -> Response:
    return render("message.html", visit, no.code, title="Tidak dapat dipenuhi", text=said(no))
