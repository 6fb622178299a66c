"""Many requests in one: a multipart body whose parts are HTTP requests, answered by one of HTTP answers."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from integrations.rehearsal import uploads
from integrations.rehearsal.dispatch import serve
from integrations.rehearsal.exchange import Answer, Inbound, as_json
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Site

LIMIT = 100
PHRASES = {status.value: status.phrase for status in HTTPStatus}


def answer(site: Site, inbound: Inbound) -> Answer:
    """One 200 with an answer for every part, in order; a refused part is refused inside. More than 100 parts: 400."""
    try:
        found = uploads.parts(inbound.headers.get("content-type", ""), inbound.body)
        if len(found) > LIMIT:
            message = f"Inner request count exceeds the limit. Received: {len(found)}, Limit: {LIMIT}"
            raise Refusal(400, message)  # noqa: TRY301 - one place writes the envelope
    except Refusal as no:
        return as_json(no.envelope("gmail"), no.code)
    boundary = f"batch_{secrets.token_urlsafe(16)}"
    written: list[bytes] = []
    for number, part in enumerate(found):
        inner = _answered(site, inbound, part, number)
        if inner.after != "send":  # a dead connection is dead for the whole batch
            return inner
        written.append(_part(boundary, part.headers.get("content-id", ""), inner))
    written.append(f"--{boundary}--\r\n".encode())
    return Answer(200, b"".join(written), f"multipart/mixed; boundary={boundary}")


def _answered(site: Site, outer: Inbound, part: uploads.Part, number: int) -> Answer:
    head, data = uploads.split(part.data)
    line, _, rest = head.decode("utf-8", "replace").partition("\n")
    verb, _, target = line.strip().partition(" ")
    split = urlsplit(target.split(" ")[0])
    headers = uploads.headers(rest)
    if "authorization" in outer.headers:
        headers.setdefault("authorization", outer.headers["authorization"])
    if split.path.startswith(("/upload/", "/resumable/")):
        return as_json(Refusal(400, "Media requests are not supported in a batch.").envelope("gmail"), 400)
    return serve(site, Inbound(verb.upper(), split.path, parse_qsl(split.query, keep_blank_values=True), headers, data,
                               outer.base, number))  # fmt: skip


def _part(boundary: str, content_id: str, inner: Answer) -> bytes:
    reason = PHRASES.get(inner.status, "Unknown")
    lines = [f"--{boundary}", "Content-Type: application/http"]
    if content_id:
        lines.append(f"Content-ID: <response-{content_id.strip('<>')}>")
    lines += ["", f"HTTP/1.1 {inner.status} {reason}", f"Content-Type: {inner.content_type}"]
    lines += [f"{name}: {value}" for name, value in inner.headers.items()]
    lines += [f"Content-Length: {len(inner.body)}", "", ""]
    return "\r\n".join(lines).encode() + inner.body + b"\r\n"
