"""Files and mails made by hand for the tests of `integrations.documents`."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

import docx
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from competition.facts import Arrival
from integrations.documents.mail import read_mail
from integrations.documents.vocabulary import DEFAULT

WHEN = datetime(2026, 3, 10, 3, 4, 5, 678_000, tzinfo=UTC)
SERVER = "mx.google.com"
MAILBOX = "kipp2026@setda.opd.example"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF with these lines on its pages, each line as (x, text) or text at the margin."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for lines in pages or (("isi",),):
        y = 780
        for line in lines:
            for x, text in line if isinstance(line, list) else [(90, line)]:
                canvas.drawString(x, y, text)
            y -= 16
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked(data: bytes, user: str, owner: str = "pemilik") -> bytes:
    """The PDF with these passwords."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user, owner, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(*blocks: str | list[tuple[str, ...]]) -> bytes:
    """A DOCX of paragraphs and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            table = document.add_table(rows=0, cols=len(block[0]))
            for row in block:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def picture(kind: str = "JPEG") -> bytes:
    """A small picture with some noise in it."""
    out = io.BytesIO()
    Image.effect_noise((120, 90), 60).convert("RGB").save(out, kind)
    return out.getvalue()


def packed(*members: tuple[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def ole(*names: str) -> bytes:
    """The look of an OLE compound file with these streams."""
    entries = b"".join(
        n.encode("utf-16-le").ljust(64, b"\0") + (2 * len(n) + 2).to_bytes(2, "little") + b"\x02" + b"\0" * 61
        for n in names
    )
    return OLE.ljust(512, b"\0") + entries.ljust(512, b"\0")


def b64(data: bytes) -> str:
    """Base64 in lines."""
    return base64.encodebytes(data).decode()


def part(data: bytes, *headers: str) -> str:
    """One base64 part of a multipart."""
    return "\n".join([*headers, "Content-Transfer-Encoding: base64", "", b64(data)])


def attached(name: str, data: bytes, kind: str = "application/octet-stream") -> str:
    """One ordinary enclosure."""
    return part(data, f"Content-Type: {kind}", f'Content-Disposition: attachment; filename="{name}"')


def text(body: str, kind: str = "text/plain", charset: str = "utf-8") -> str:
    """One text part."""
    return f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n{body}"


def multi(*parts: str, kind: str = "mixed", more: str = "", boundary: str = "batas") -> str:
    """The content type and body of a multipart; for use as the end of the headers."""
    inner = "".join(f"--{boundary}\n{p}\n" for p in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}\n\n{inner}--{boundary}--\n'


def mail(
    rest: str, *headers: str, sender: str = "Dinas Kesehatan <dinkes@opd.example>", subject: str = "Usulan inovasi"
) -> bytes:
    """A raw mail: standard headers, `headers`, then `rest` (which begins with the content type)."""
    top = [
        f"From: {sender}",
        f"To: {MAILBOX}",
        f"Subject: {subject}",
        "Message-ID: <a1@opd.example>",
        "MIME-Version: 1.0",
        *headers,
    ]
    return ("\n".join(top) + "\n" + rest).replace("\n", "\r\n").encode("utf-8", "surrogateescape")


def read(raw: bytes) -> Arrival:
    """The mail as the program reads it."""
    return read_mail(
        raw, id="m1", thread="t1", received_at=WHEN, authserv_id=SERVER, own_address=MAILBOX, vocabulary=DEFAULT
    )
