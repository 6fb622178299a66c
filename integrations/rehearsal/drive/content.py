"""The bytes of files: placed, replaced, copied and fetched (whole or a range)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from integrations.rehearsal import instants
from integrations.rehearsal.calls import Raw
from integrations.rehearsal.drive import documents, tables, tree
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.refusals import Refusal
from integrations.rehearsal.sheets import books
from integrations.rehearsal.store import get_blob, put_blob

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

OFFICE = "application/vnd.openxmlformats-officedocument"
ATTACHED = {"Content-Disposition": "attachment", "Accept-Ranges": "bytes"}
PRESENTATIONS = {f"{OFFICE}.presentationml.presentation", "application/vnd.ms-powerpoint"}


def place(call: Call, file: str, mime: str, name: str) -> None:
    """A file just made has its content: a workbook for a spreadsheet, otherwise the bytes that came along."""
    if mime == tree.SPREADSHEET:
        books.create(call, file, name)
    if mime.startswith(tree.NATIVE):
        if call.media is not None:
            _convert(call, file, mime)
    else:
        _bytes(call, file, b"" if call.media is None else call.media.data)


def place_converted(call: Call, file: str, mime: str, name: str, source: sqlite3.Row) -> None:
    """A native document just made says what the source's bytes say, as a copy with another media type does."""
    if mime == tree.SPREADSHEET:
        books.create(call, file, name)
    convert(call, file, mime, source["mime"], get_blob(call.db, source["sha"]))


def _convert(call: Call, file: str, mime: str) -> None:
    """The native document says what the bytes that came along say; 400 where Drive knows no such conversion."""
    assert call.media is not None  # noqa: S101 - only called with one
    convert(call, file, mime, call.media.content_type, call.media.data)


def convert(call: Call, file: str, mime: str, kind: str, data: bytes) -> None:
    """The native document of type `mime` says what these bytes of type `kind` say; 400 where that cannot be."""
    kind = kind.partition(";")[0].strip().lower()
    if mime == tree.SPREADSHEET:
        tables.fill(call, file, kind, data)
    elif mime == tree.DOCUMENT:
        said = documents.read(kind, data)
        documents.put(call.db, file, said, put_blob(call.db, data) if kind == documents.DOCX else None)
    elif mime != tree.PRESENTATION or kind not in PRESENTATIONS:  # slides are taken and stay blank
        raise documents.unconvertible()


def replace(call: Call, row: sqlite3.Row) -> None:
    """The file has the bytes that came with an update, if some came."""
    if call.media is None or row["mime"] == FOLDER:  # what is sent for a folder is taken and forgotten
        return
    if row["mime"] in {tree.SPREADSHEET, tree.DOCUMENT}:
        _convert(call, row["id"], row["mime"])
        return
    if row["mime"].startswith(tree.NATIVE):
        raise Refusal(403, "The file's content cannot be replaced.", reason="fileNotDownloadable")
    _bytes(call, row["id"], call.media.data)
    if not call.body.get("mimeType") and call.media.content_type != "application/octet-stream":
        call.db.execute("UPDATE files SET mime = ? WHERE id = ?", (call.media.content_type, row["id"]))


def rename(call: Call, row: sqlite3.Row, name: str) -> None:
    """A native document calls itself what its file is called."""
    if row["mime"] == tree.SPREADSHEET:
        book = books.load(call.site, call.db, row["id"]).fork()
        book.properties["title"] = name
        books.save(call, book)
    elif row["mime"] == tree.FORM:
        call.db.execute(
            "UPDATE forms SET body = json_set(body, '$.info.documentTitle', ?) WHERE id = ?", (name, row["id"])
        )


def duplicate(call: Call, row: sqlite3.Row, file: str) -> None:
    """What lies outside the file's row is copied too."""
    if row["mime"] == tree.SPREADSHEET:
        title = call.db.execute("SELECT name FROM files WHERE id = ?", (file,)).fetchone()[0]
        books.copy(call, row["id"], file, title)
    elif row["mime"] == tree.DOCUMENT:
        documents.put(call.db, file, documents.text_of(call.db, row["id"]), documents.source_of(call.db, row["id"]))
    elif row["mime"] == tree.FORM:
        call.db.execute(
            "INSERT INTO forms(id, revision, body) SELECT ?, 1, replace(body, ?, ?) FROM forms WHERE id = ?",
            (file, row["id"], file, row["id"]),
        )


def _bytes(call: Call, file: str, data: bytes) -> None:
    sha = put_blob(call.db, data)
    call.db.execute("UPDATE files SET sha = ?, size = ? WHERE id = ?", (sha, len(data), file))
    sent = call.media.content_type if call.media is not None else "application/octet-stream"
    tree.keep(call.db, file, sha, sent, call.user, instants.stamp(call.now),
              forever=bool(call.query.get("keepRevisionForever")))  # fmt: skip


def not_binary() -> Refusal:
    """403 for a document that has no bytes of its own."""
    return Refusal(403, "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
                   reason="fileNotDownloadable", location="alt")  # fmt: skip


def download(call: Call, row: sqlite3.Row) -> Raw:
    """The bytes of the file, or the range the client asked for; native documents have none."""
    if row["mime"].startswith(tree.NATIVE) or row["sha"] is None:
        raise not_binary()
    return span(call, row["mime"], get_blob(call.db, row["sha"]))


def span(call: Call, mime: str, data: bytes) -> Raw:
    """These bytes, or the range of them the client asked for."""
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", call.headers.get("range", "").strip())
    if asked is None or not any(asked.groups()):
        return Raw(mime, data, headers=ATTACHED)
    if asked.group(1):
        start, end = int(asked.group(1)), int(asked.group(2)) if asked.group(2) else len(data) - 1
    else:
        start, end = max(len(data) - int(asked.group(2)), 0), len(data) - 1
    end = min(end, len(data) - 1)
    if start > end:
        return Raw(mime, b"", 416, {"Content-Range": f"bytes */{len(data)}"})
    return Raw(mime, data[start : end + 1], 206, {"Content-Range": f"bytes {start}-{end}/{len(data)}", **ATTACHED})
