"""Files on their way in: one part, two parts, or in chunks that can be taken up again."""

from __future__ import annotations

import base64
import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import Media
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

Json = dict[str, Any]

NO_PARTS = (
    "The batch request could not be processed because there were no calls in the batch "
    "(or the batch request was malformed)."
)
CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)$")


@dataclass(frozen=True)
class Part:
    """One part of a multipart body: its headers (lower-case names) and its bytes."""

    headers: Mapping[str, str]
    data: bytes


def parts(content_type: str, body: bytes) -> list[Part]:
    """The parts of a multipart body whose lines may end in LF or in CRLF; 400 if it is none."""
    found = re.search(r'boundary="?([^";]+)"?', content_type)
    if found is None:
        raise Refusal(400, "Multipart body has no boundary.")
    marker = b"--" + found.group(1).encode()
    # The marker comes first in the expression: a megabyte is then searched for it, not tried at every byte.
    found_at = re.finditer(re.escape(marker) + rb"(?=[ \t]*\r?\n|--|$)", body)
    cuts = [cut for cut in found_at if cut.start() == 0 or body[cut.start() - 1 : cut.start()] == b"\n"]
    if not cuts:
        raise Refusal(400, NO_PARTS)
    ends = [cut.start() for cut in cuts[1:]] + [len(body)]
    taken: list[Part] = []
    for cut, end in zip(cuts, ends, strict=True):
        piece = body[cut.end() : end]
        if end < len(body):
            piece = piece.removesuffix(b"\n").removesuffix(b"\r")
        if piece.startswith(b"--"):
            break
        head, data = split(re.sub(rb"^[ \t]*\r?\n", b"", piece, count=1))
        taken.append(Part(headers(head.decode("utf-8", "replace")), data))
    if not taken:
        raise Refusal(400, NO_PARTS)
    return taken


def split(piece: bytes) -> tuple[bytes, bytes]:
    """What stands before and after the first empty line."""
    if piece.startswith((b"\n", b"\r\n")):
        return b"", piece.partition(b"\n")[2]
    found = re.search(rb"\r?\n\r?\n", piece)
    return (piece, b"") if found is None else (piece[: found.start()], piece[found.end() :])


def headers(text: str) -> dict[str, str]:
    """Header lines as a mapping with lower-case names; a long one may go on in the next line, as Python's do."""
    unfolded = re.sub(r"\r?\n(?=[ \t])", "", text)
    pairs = (line.partition(":") for line in unfolded.splitlines() if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def related(content_type: str, body: bytes) -> tuple[bytes, Media]:
    """The JSON and the file of a multipart/related upload; 400 unless there are exactly these two."""
    both = parts(content_type, body)
    if len(both) != 2:
        raise Refusal(400, "Multipart upload must have exactly two parts.")
    media = both[1]
    data = media.data
    if media.headers.get("content-transfer-encoding", "").lower() == "base64":
        data = base64.b64decode(data)
    return both[0].data, Media(media.headers.get("content-type", "application/octet-stream"), data)


@dataclass(frozen=True)
class Session:
    """A resumable upload that was begun."""

    id: str
    email: str
    method: str
    path: Json
    query: list[tuple[str, str]]
    body: Json
    content_type: str
    total: int | None
    received: int
    answer: str | None


def begin(
    db: sqlite3.Connection, email: str, method: str, path: Mapping[str, str], query: list[tuple[str, str]],
    body: Json, head: Mapping[str, str],
) -> str:  # fmt: skip
    """A resumable upload is open; its id goes into the Location the client sends chunks to."""
    made = secrets.token_urlsafe(30)
    length = head.get("x-upload-content-length", "")
    db.execute(
        "INSERT INTO uploads(id, email, method, path, query, body, content_type, total) VALUES(?,?,?,?,?,?,?,?)",
        (
            made, email, method, json.dumps(dict(path)), json.dumps(query), json.dumps(body),
            head.get("x-upload-content-type", ""), int(length) if length.isdigit() else None,
        ),
    )  # fmt: skip
    return made


def session(db: sqlite3.Connection, upload: str) -> Session:
    """The open upload of that id; 404 where there is none."""
    row = db.execute("SELECT * FROM uploads WHERE id = ?", (upload,)).fetchone()
    if row is None:
        raise Refusal(404, "Upload not found.", reason="notFound")
    return Session(
        id=row["id"],
        email=row["email"],
        method=row["method"],
        path=json.loads(row["path"]),
        query=[(name, text) for name, text in json.loads(row["query"])],
        body=json.loads(row["body"]),
        content_type=row["content_type"],
        total=row["total"],
        received=row["received"],
        answer=row["answer"],
    )


def receive(db: sqlite3.Connection, begun: Session, content_range: str, data: bytes) -> tuple[int, bool]:
    """How many bytes have arrived now, and whether that is the whole file; a chunk sent twice counts once."""
    if not content_range:
        start, total = 0, len(data)
    else:
        matched = CONTENT_RANGE.match(content_range)
        if matched is None:
            raise Refusal(400, "Failed to parse Content-Range header.", reason="invalidContentRange")
        start = int(matched.group(1)) if matched.group(1) else begun.received
        total = int(matched.group(3)) if matched.group(3) != "*" else -1
    if start > begun.received:
        raise Refusal(400, "Chunk does not begin where the last one ended.", reason="invalidContentRange")
    fresh = data[begun.received - start :]
    received = begun.received + len(fresh)
    if fresh:
        db.execute("INSERT INTO upload_chunks(upload, start, data) VALUES(?, ?, ?)", (begun.id, begun.received, fresh))
        db.execute("UPDATE uploads SET received = ? WHERE id = ?", (received, begun.id))
    if total < 0 and begun.total is not None and not content_range.startswith("bytes *"):
        total = begun.total
    return received, received == total


def whole(db: sqlite3.Connection, begun: Session, sent: str) -> Media:
    """The file put together from its chunks; of the type named at the beginning, otherwise of the last chunk's."""
    rows = db.execute("SELECT data FROM upload_chunks WHERE upload = ? ORDER BY start", (begun.id,))
    sent = "" if sent.startswith("application/x-www-form-urlencoded") else sent  # what libraries say of nothing
    kind = begun.content_type or sent or "application/octet-stream"
    return Media(kind, b"".join(bytes(row[0]) for row in rows))


def cancel(db: sqlite3.Connection, upload: str) -> None:
    """The upload is given up; its id means nothing any more."""
    db.execute("DELETE FROM upload_chunks WHERE upload = ?", (upload,))
    db.execute("DELETE FROM uploads WHERE id = ?", (upload,))


def finish(db: sqlite3.Connection, upload: str, answer: str) -> None:
    """The upload is done; asked again it gives the same answer, as when the first one was lost on the way."""
    db.execute("DELETE FROM upload_chunks WHERE upload = ?", (upload,))
    db.execute("UPDATE uploads SET answer = ? WHERE id = ?", (answer, upload))
