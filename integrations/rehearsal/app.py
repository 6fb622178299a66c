"""The HTTP application: the door every request comes through, and who answers it."""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.rehearsal import admin, batch, discovery, oauth
from integrations.rehearsal.dispatch import Answer, Inbound, serve
from integrations.rehearsal.pages import routes as pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from integrations.rehearsal.calls import Site

MAX_BODY = 160 * 1024 * 1024  # Gmail's import, the largest of all, takes 150 MB
VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
# The same endpoints under the addresses Google gave them over the years; clients know one each.
TOKENS = ("/token", "/oauth2/v3/token", "/oauth2/v4/token", "/o/oauth2/token")
TOKEN_INFOS = ("/tokeninfo", "/oauth2/v1/tokeninfo", "/oauth2/v3/tokeninfo")
USER_INFOS = ("/v1/userinfo", "/oauth2/v1/userinfo", "/oauth2/v2/userinfo", "/oauth2/v3/userinfo")
ALWAYS = {
    "Vary": "Origin, X-Origin, Referer", "Cache-Control": "private", "X-Content-Type-Options": "nosniff",
}  # fmt: skip
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class TooLarge(Exception):
    """The body of a request is larger than anything the workspace takes."""


class Garbled(Exception):
    """The body of a request is not packed the way its headers say."""


class Door:
    """Only requests that name this machine come in, and none that a foreign web page sends."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        """Stand before the application; `hosts` are the names this server goes by."""
        self.app = app
        self.hosts = LOOPBACK | {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 421 (another host's name) or 403 (another site's page)."""
        if scope["type"] == "http":
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
            if self._name(f"//{headers.get('host', '')}") not in self.hosts:
                await Response("This server does not go by that name.", 421)(scope, receive, send)
                return
            origin = headers.get("origin")
            if scope["method"] not in {"GET", "HEAD"} and origin and not self._same(origin, headers["host"]):
                await Response("Requests from other sites are not taken.", 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    @staticmethod
    def _name(address: str) -> str:
        try:
            return (urlsplit(address).hostname or "").lower()
        except ValueError:
            return ""

    @staticmethod
    def _same(origin: str, host: str) -> bool:
        return urlsplit(origin).netloc.lower() == host.lower()


def build(site: Site, hosts: Iterable[str]) -> ASGIApp:
    """The application for that site."""

    async def api(request: Request) -> Response:
        return await _respond(request, await run_in_threadpool(serve, site, await _inbound(request)))

    async def batched(request: Request) -> Response:
        return await _respond(request, await run_in_threadpool(batch.answer, site, await _inbound(request)))

    async def token(request: Request) -> Response:
        form = await _body(request)
        status, answer = await run_in_threadpool(oauth.token, site, form, f"{_base(request)}/token")
        return JSONResponse(answer, status, headers={"Cache-Control": "no-store"})

    async def revocation(request: Request) -> Response:
        form = await _body(request) or request.url.query.encode()
        status, answer = await run_in_threadpool(oauth.revoke, site, form)
        return JSONResponse(answer, status)

    async def token_info(request: Request) -> Response:
        asked = request.url.query or (await _body(request)).decode("latin-1")
        bearer = request.headers.get("authorization", "")
        status, answer = await run_in_threadpool(oauth.token_info, site, asked, bearer)
        return JSONResponse(answer, status)

    async def user_info(request: Request) -> Response:
        status, answer = await run_in_threadpool(oauth.user_info, site, request.headers.get("authorization", ""))
        return JSONResponse(answer, status)

    async def directory(request: Request) -> Response:
        return JSONResponse(discovery.directory(_base(request), request.query_params.get("name")))

    async def document(request: Request) -> Response:
        version = request.path_params.get("version") or request.query_params.get("version", "")
        api_name = request.path_params.get("api") or discovery.only(version) or ""
        if discovery.APIS.get(api_name) != version:
            return JSONResponse({"error": {"code": 404, "message": "Not Found"}}, 404)
        return JSONResponse(discovery.rewritten(api_name, _base(request)))

    async def locations(_: Request) -> Response:
        # google-auth asks this behind the back of service accounts; an empty answer ends the matter.
        return JSONResponse({})

    async def housekeeping(request: Request) -> Response:
        inbound = await _inbound(request)
        status, answer = await run_in_threadpool(admin.answer, site, inbound)
        return JSONResponse(answer, status)

    routes = [
        *pages.routes(site),
        *(Route(path, token, methods=["POST"]) for path in TOKENS),
        *(Route(path, revocation, methods=["GET", "POST"]) for path in ("/revoke", "/o/oauth2/revoke")),
        *(Route(path, token_info, methods=["GET", "POST"]) for path in TOKEN_INFOS),
        *(Route(path, user_info, methods=["GET"]) for path in USER_INFOS),
        Route("/discovery/v1/apis", directory, methods=["GET"]),
        Route("/_rehearsal/{name:path}", housekeeping, methods=VERBS),
        Route("/discovery/v1/apis/{api}/{version}/rest", document, methods=["GET"]),
        Route("/$discovery/rest", document, methods=["GET"]),
        Route("/v1/projects/-/serviceAccounts/{email}/allowedLocations", locations, methods=["GET"]),
        Route("/batch", batched, methods=["POST"]),
        Route("/batch/{api}/{version}", batched, methods=["POST"]),
        Route("/{path:path}", api, methods=VERBS),
    ]
    inner = Starlette(routes=routes, exception_handlers=HANDLERS)
    return Door(inner, hosts)


async def _too_large(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": {"code": 413, "message": "Request Entity Too Large"}}, 413)


async def _garbled(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": {"code": 400, "message": "Bad Request"}}, 400)


async def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # nobody is there any more to read it


HANDLERS: dict[Any, Any] = {TooLarge: _too_large, Garbled: _garbled, ClientDisconnect: _gone}


def _base(request: Request) -> str:
    return f"http://{request.headers['host']}"


async def _body(request: Request) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > MAX_BODY:
            raise TooLarge
        pieces.append(piece)
    body = b"".join(pieces)
    packed = body and request.headers.get("content-encoding", "").lower() in {"gzip", "x-gzip"}
    return await run_in_threadpool(_unpacked, body) if packed else body


def _unpacked(body: bytes) -> bytes:
    """What was gzipped, as Google's Java client does with all it sends."""
    try:
        plain = gzip.GzipFile(fileobj=io.BytesIO(body)).read(MAX_BODY + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Garbled from error
    if len(plain) > MAX_BODY:
        raise TooLarge
    return plain


async def _inbound(request: Request) -> Inbound:
    path = request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Inbound(request.method, path or request.url.path, pairs, headers, await _body(request), _base(request))


async def _respond(request: Request, answer: Answer) -> Response:
    if answer.after == "hang":
        await _until_gone(request.receive, answer.seconds)
    if answer.after == "truncate":
        return Half(answer, request)
    if answer.after != "send":
        request.state.abort()
        return Silence()
    headers = {**ALWAYS, **answer.headers}
    if answer.status in {204, 308} and not answer.body:
        headers["Content-Length"] = "0"
        return Response(status_code=answer.status, headers=headers if answer.status == 308 else answer.headers)
    return Response(answer.body, answer.status, headers, media_type=answer.content_type)


async def _until_gone(receive: Receive, seconds: float) -> None:
    """Return when the client has gone away, at the latest after so many seconds."""
    with contextlib.suppress(TimeoutError):
        with anyio.fail_after(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass


class Silence(Response):
    """Nothing is answered: the connection is already cut."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send to nobody what HTTP wants to have been sent."""
        start: Message = {"type": "http.response.start", "status": 503, "headers": []}
        await send(start)
        await send({"type": "http.response.body", "body": b""})


class Half(Response):
    """Half of the answer is sent, then the connection ends."""

    def __init__(self, answer: Answer, request: Request) -> None:
        """The headers promise the whole."""
        super().__init__(answer.body, answer.status, answer.headers, media_type=answer.content_type)
        self._end = request.state.abort

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send the beginning, then wait until the connection is gone."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        half = bytes(self.body[: len(self.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})
        self._end(gently=True)
        await _until_gone(receive, 5.0)
