"""From an HTTP request to its answer: route, caller, fault, scopes, shape, method, mask, journal."""

from __future__ import annotations

import json
import logging
import math
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from integrations.rehearsal import answers, discovery, identity, instants, masks, parameters, shapes, uploads, weather
from integrations.rehearsal.calls import METHODS, Call, Media, Raw, Result, Site
from integrations.rehearsal.drive import addresses
from integrations.rehearsal.drive import scopes as drive_scopes
from integrations.rehearsal.exchange import JSON_TYPE, Answer, Caller, Inbound, as_json
from integrations.rehearsal.refusals import BAD_REQUEST, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from integrations.rehearsal.discovery import Method
    from integrations.rehearsal.faults import Fault

Json = dict[str, Any]
LOG = logging.getLogger(__name__)
HUGE = re.compile(rb"\d[eE]\+?\d{3}|\d{300}")
# Google's own clients, but the one for Python, are told errors in the list they were written for as well.
OLDER_CLIENT = re.compile(r"google-api-(java|nodejs|go|php|ruby|dotnet)-client|google-apis-core", re.IGNORECASE)
OPEN_TO_KEYS = {
    "drive.files.get", "drive.files.list", "drive.files.export", "sheets.spreadsheets.get",
    "sheets.spreadsheets.values.get", "sheets.spreadsheets.values.batchGet",
}  # fmt: skip

__all__ = ["JSON_TYPE", "Answer", "Caller", "Inbound", "as_json", "serve"]


def serve(site: Site, inbound: Inbound) -> Answer:
    """The answer to one API request; it is noted in the journal."""
    inbound = addresses.as_call(_overridden(inbound))
    upload = dict(inbound.pairs).get("upload_id")
    method, route = _routed(site, inbound, upload)
    if method is None:
        return as_json(Refusal(404, "Not Found", reason="notFound").envelope("drive"), 404)
    caller: Caller | None = None
    cost = site.quotas.cost(method, download=dict(inbound.pairs).get("alt") == "media")
    try:
        weather.wait(site, method, inbound)
        caller = _caller(site, inbound, method, upload)
        fault = site.faults.due(method.id)
        answer = weather.befall(site, method, caller, fault)
        if answer is None:
            with site.quotas.under_way(method, caller.user.email, inbound.part):
                if upload is None:  # an upload is paid for when it is begun
                    weather.charge(site, method, caller, inbound, cost)
                _check_scopes(method, caller)
                resumed = None if upload is None else _resume(site, inbound, caller, upload)
                answer = resumed or _direct(site, inbound, caller, method, route, fault)
            answer = weather.linger(answer, fault)
    except Refusal as no:
        answer = _refused(method, no, inbound)
    except answers.Misshapen as wrong:
        answer = _refused(method, Refusal(500, str(wrong)), inbound)
    except Exception:  # one request that cannot be served must not take the answer's shape from the next
        LOG.exception("%s could not be served", method.id)
        answer = _refused(method, Refusal(500, "Internal error encountered."), inbound)
    site.journal.note({
        "method": inbound.verb, "path": inbound.path, "id": method.id,
        "user": None if caller is None else caller.user.email, "status": answer.status,
        "units": cost, "bytes": len(answer.body), "at": datetime.now(UTC).isoformat(),
    })  # fmt: skip
    return answer


def _refused(method: Method, no: Refusal, inbound: Inbound) -> Answer:
    form = parameters.error_format(inbound.pairs)
    if not form and OLDER_CLIENT.search(inbound.headers.get("user-agent", "")):
        form = "1"
    answer = as_json(no.envelope(method.api, form), no.code)
    if no.code == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/"'
    return answer


def _overridden(inbound: Inbound) -> Inbound:
    """A GET too long for an address comes as a POST that says so; Google's clients do this from 2,048 characters."""
    verb = inbound.headers.get("x-http-method-override")
    if verb is None or inbound.verb != "POST":
        return inbound
    pairs, body = inbound.pairs, inbound.body
    if inbound.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        pairs, body = [*pairs, *parse_qsl(body.decode(), keep_blank_values=True)], b""
    return Inbound(verb.upper(), inbound.path, pairs, inbound.headers, body, inbound.base, inbound.part)


def _routed(site: Site, inbound: Inbound, upload: str | None) -> tuple[Method | None, discovery.Route | None]:
    if upload is not None:
        with site.store.read() as db:
            row = db.execute("SELECT method FROM uploads WHERE id = ?", (upload,)).fetchone()
        return (None if row is None else discovery.methods()[row[0]]), None
    route = discovery.find(inbound.verb, inbound.path)
    return (None if route is None else route.method), route


def _caller(site: Site, inbound: Inbound, method: Method, upload: str | None) -> Caller:
    scheme, _, token = inbound.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        token = next((text for name, text in inbound.pairs if name in {"access_token", "oauth_token"}), "")
    if not token and upload is not None:  # who knows the address of an upload that was begun may go on with it
        with site.store.read() as db:
            begun = identity.find(db, uploads.session(db, upload).email)
        if begun is not None:
            return Caller(begun, method.scopes)
    if not token:
        keyed = bool(inbound.headers.get("x-goog-api-key") or dict(inbound.pairs).get("key"))
        if method.id in OPEN_TO_KEYS and keyed:
            return Caller(identity.ANYBODY, method.scopes)  # a program without an account sees what is public
        raise _unknown_caller(method, keyed=keyed)
    with site.store.read() as db:
        return Caller(*identity.bearer(db, token.strip()), token.strip())


def _unknown_caller(method: Method, *, keyed: bool) -> Refusal:
    """What a request without any token is told: APIs that also take keys miss a known caller, the others a sign-in."""
    if method.verb == "GET" and method.api in {"drive", "sheets"}:
        return Refusal(
            403, "Method doesn't allow unregistered callers (callers without established identity). Please use "
            "API Key or other form of API consumer identity to call this API.", status="PERMISSION_DENIED",
        )  # fmt: skip
    no = identity.unauthenticated(missing=True)
    if keyed:
        no.message = ("API keys are not supported by this API. Expected OAuth2 access token or other authentication "
                      "credentials that assert a principal. See https://cloud.google.com/docs/authentication")  # fmt: skip
    no.details = [_why(method, "CREDENTIALS_MISSING")]
    return no


def _check_scopes(method: Method, caller: Caller) -> None:
    if caller.scopes is None or not method.scopes or caller.scopes & method.scopes:
        return
    info = _why(method, "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
    raise Refusal(403, "Request had insufficient authentication scopes.", reason="insufficientPermissions",
                  status="PERMISSION_DENIED", details=[info], brief="Insufficient Permission")  # fmt: skip


def _why(method: Method, reason: str) -> Json:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com",
        "metadata": {"service": f"{method.api}.googleapis.com", "method": _rpc(method)},
    }  # fmt: skip


def _rpc(method: Method) -> str:
    """The name the method has inside Google, as its refusals tell it."""
    *_, resource, verb = method.id.split(".")
    if method.api == "drive":
        return f"google.apps.drive.v3.Drive{resource[:1].upper()}{resource[1:]}.{verb[:1].upper()}{verb[1:]}"
    if method.api == "gmail":
        return f"caribou.api.proto.MailboxService.{verb[:1].upper()}{verb[1:]}{resource[:1].upper()}{resource[1:]}"
    if method.api == "sheets":
        what = "Values" if resource == "values" else "Spreadsheet"
        return f"google.apps.sheets.v4.SpreadsheetsService.{verb[:1].upper()}{verb[1:]}{what}"
    return method.id


def _direct(
    site: Site, inbound: Inbound, caller: Caller, method: Method, route: discovery.Route | None, fault: Fault | None
) -> Answer:
    """The answer to a request that is complete in itself (a resumable upload is only begun here)."""
    path = route.params if route is not None else {}
    kind = dict(inbound.pairs).get("uploadType")
    content_type = inbound.headers.get("content-type", "")
    media: Media | None = None
    sent = inbound.body
    resumable = False
    if route is not None and route.upload:
        if kind == "resumable":
            resumable = True
        elif kind == "multipart" or content_type.startswith("multipart/related"):
            sent, media = uploads.related(content_type, inbound.body)
        else:
            sent, media = b"", Media(content_type or "application/octet-stream", inbound.body)
        _check_media(method, media)
    body = shapes.body(method, _parsed(method, sent))
    lag = (fault.seconds or 0.0) if fault is not None and fault.kind == "index_lag" else 0.0
    if resumable:
        with site.store.write() as db:
            made = uploads.begin(db, caller.user.email, method.id, path, inbound.pairs, body, inbound.headers)
        location = f"{inbound.base}{inbound.path}?uploadType=resumable&upload_id={made}"
        return Answer(200, headers={"Location": location, "X-GUploader-UploadID": made})
    return run(site, caller, method, path, inbound.pairs, body, inbound.headers, media, lag)


def _check_media(method: Method, media: Media | None) -> None:
    if media is not None and method.media_max is not None and len(media.data) > method.media_max:
        raise Refusal(413, "Request Entity Too Large", reason="uploadTooLarge")


def _parsed(method: Method, sent: bytes) -> Any:
    if method.request is None or not sent.strip():
        return {}
    try:
        value = json.loads(sent, parse_constant=_no_constant)
        if HUGE.search(sent):
            json.loads(sent, parse_float=_finite, parse_int=_finite)
        if b"\\ud" in sent.lower():  # half a character, which no store and no answer can hold
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        if method.api == "drive":
            raise Refusal(400, "Parse Error", reason="parseError") from None
        message = "Invalid JSON payload received. Unexpected token."
        details = [{"@type": BAD_REQUEST, "fieldViolations": [{"description": message}]}]
        raise Refusal(400, message, reason="parseError", details=details) from None
    return value


def _finite(digits: str) -> float:
    """A number too large for a double is no number to Google, and infinite to Python."""
    value = float(digits)
    if math.isinf(value):
        raise ValueError(digits)
    return value


def _no_constant(name: str) -> Any:
    """NaN and Infinity are Python's, not JSON."""
    raise ValueError(name)


def _resume(site: Site, inbound: Inbound, caller: Caller, upload: str) -> Answer:
    """The answer to a chunk of a resumable upload, or to the question how far it has come."""
    with site.store.write() as db:
        begun = uploads.session(db, upload)
        if begun.email.lower() != caller.user.email.lower():
            raise Refusal(404, "Upload not found.", reason="notFound")
        if inbound.verb == "DELETE" and begun.answer is None:
            uploads.cancel(db, upload)
            return Answer(499)
        if begun.answer is not None:
            return Answer(200, begun.answer.encode())
        received, complete = uploads.receive(db, begun, inbound.headers.get("content-range", ""), inbound.body)
        media = uploads.whole(db, begun, inbound.headers.get("content-type", "")) if complete else None
    if media is None:
        return Answer(308, headers={"Range": f"bytes=0-{received - 1}"} if received else {})
    method = discovery.methods()[begun.method]
    _check_media(method, media)
    answer = run(site, caller, method, begun.path, begun.query, begun.body, inbound.headers, media, 0.0)
    with site.store.write() as db:
        uploads.finish(db, upload, answer.body.decode())
    return answer


def run(
    site: Site, caller: Caller, method: Method, path: Mapping[str, str], pairs: list[tuple[str, str]], body: Json,
    headers: Mapping[str, str], media: Media | None, lag: float,
) -> Answer:  # fmt: skip
    """The method's answer in its own transaction: kept when it answers, undone when it refuses."""
    parameters.check_path(method, path)
    query = parameters.query(method, pairs)
    mask = _mask(method, query) if method.api != "drive" else {}
    handler = METHODS.get(method.id)
    if handler is None:
        raise Refusal(501, f"{method.id} is not built in the rehearsal workspace.", status="UNIMPLEMENTED")
    with site.store.read() if method.verb == "GET" else site.store.write() as db:
        call = Call(site, method, caller.user, caller.scopes, db, instants.now(db), path, query, body, headers, media,
                    lag)  # fmt: skip
        drive_scopes.check_own(call)
        result = handler(call)
        if method.api == "drive":  # which looks at everything else first
            mask = _mask(method, query)
    for effect in call.after_commit:
        effect()
    if site.checked and not isinstance(result, Raw):
        answers.check(method, result)
    if method.api == "drive" and query.get("fields", "*").strip() == "" and not isinstance(result, Raw):
        result = {}
    return _written(result, mask)


def _mask(method: Method, query: Json) -> masks.Mask:
    return masks.for_answer(query["fields"], method.api, method.response) if query.get("fields", "").strip() else {}


def _written(result: Result, mask: masks.Mask) -> Answer:
    if result is None:
        return Answer(204)
    if isinstance(result, Raw):
        return Answer(result.status, result.data, result.content_type, dict(result.headers))
    return as_json(masks.pick(result, mask))
