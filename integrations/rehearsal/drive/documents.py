"""Google Docs as far as Drive knows them: plain paragraphs, read from a file and written out in other formats."""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING

from integrations.rehearsal.drive.packing import NAMESPACES, fit, odf, opened
from integrations.rehearsal.gmail.mime import TAGS
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
FORMATS = {
    "application/rtf": "rtf", ODT: "odt", "text/html": "html", "application/pdf": "pdf", "text/markdown": "md",
    "text/x-markdown": "md", "application/epub+zip": "epub", "application/zip": "zip", DOCX: "docx",
    "text/plain": "txt",
}  # fmt: skip
BREAKS = re.compile(r"<br\s*/?>|</(p|div|h\d|li|tr|title)>", re.IGNORECASE)


def put(db: sqlite3.Connection, file: str, text: str, source: str | None = None) -> None:
    """The document says that; `source`: name of the bytes of the Word file it was made of, by which it is printed."""
    db.execute("INSERT OR REPLACE INTO documents(id, text, source) VALUES(?, ?, ?)", (file, text, source))


def source_of(db: sqlite3.Connection, file: str) -> str | None:
    """The name of the bytes of the Word file the document was made of; None where it was made of none."""
    row = db.execute("SELECT source FROM documents WHERE id = ?", (file,)).fetchone()
    return None if row is None else row["source"]


def text_of(db: sqlite3.Connection, file: str) -> str:
    """What the document says; nothing for one that was made empty."""
    row = db.execute("SELECT text FROM documents WHERE id = ?", (file,)).fetchone()
    return "" if row is None else str(row[0])


def read(kind: str, data: bytes) -> str:
    """The text of a file of that media type; 400 for a file Drive cannot turn into a document."""
    reader = READERS.get(kind)
    if reader is None:
        raise unconvertible()
    try:
        return reader(data)
    except Refusal:
        raise
    except Exception:  # a file from outside may break its reader in any way
        raise unconvertible() from None


def unconvertible() -> Refusal:
    """400 for a file that cannot become what was asked for."""
    return Refusal(400, "Bad Request", reason="badRequest")


def _plain(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _page(data: bytes) -> str:
    return re.sub(r"[ \t]*\n\s*", "\n", html.unescape(TAGS.sub("", BREAKS.sub("\n", _plain(data))))).strip()


def _docx(data: bytes) -> str:
    from docx import Document  # noqa: PLC0415 - slow to import, seldom needed

    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def _pdf(data: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - slow to import, seldom needed

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _doc(data: bytes) -> str:
    """The text of an old Word file: it lies in one piece, where the file's information block says it begins."""
    block = data.index(b"\xec\xa5", 512)
    start, length = struct.unpack_from("<I", data, block + 0x18)[0], struct.unpack_from("<I", data, block + 0x4C)[0]
    narrow = data[block + start : block + start + length]
    wide = data[block + start : block + start + 2 * length]
    text = (
        wide.decode("utf-16-le", "replace") if wide[1::2].count(0) > length // 2 else narrow.decode("cp1252", "replace")
    )
    return re.sub(r"[^\n\t\x20-\ud7ff]", "", text.replace("\r", "\n"))


def _odt(data: bytes) -> str:
    root, space = opened(data), f"{{{NAMESPACES['text']}}}"
    return "\n".join("".join(each.itertext()) for each in root.iter() if each.tag in {f"{space}p", f"{space}h"})


READERS: dict[str, Callable[[bytes], str]] = {
    "text/plain": _plain, "text/markdown": _plain, "text/html": _page, DOCX: _docx, "application/pdf": _pdf, ODT: _odt,
    "application/msword": _doc,
}  # fmt: skip


def written(title: str, text: str, form: str, source: bytes | None = None) -> bytes:
    """The document in one of the formats of `FORMATS`; made of a Word file it keeps that file's look as DOCX and PDF."""
    if source is not None and form == "docx":
        return source
    if source is not None and form == "pdf":
        from integrations.rehearsal.drive.printing import printed  # noqa: PLC0415 - slow to import, seldom needed

        try:
            return printed(title, source)
        except Exception: # a file from outside may break its reader in any way
            return _printed(title, text.split("\n"))
    return WRITERS[form](title, text.split("\n"))


def _txt(_title: str, lines: list[str]) -> bytes:
    return ("\ufeff" + "\r\n".join(lines)).encode()  # Docs writes a byte order mark


def _md(_title: str, lines: list[str]) -> bytes:
    return "\n\n".join(lines).encode()


def _html(title: str, lines: list[str]) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    head = f'<meta content="text/html; charset=UTF-8" http-equiv="content-type"><title>{html.escape(title)}</title>'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def _rtf(_title: str, lines: list[str]) -> bytes:
    def coded(text: str) -> str:
        plain = re.sub(r"([\\{}])", r"\\\1", text).encode("utf-16-le")
        units = [int.from_bytes(plain[at : at + 2], "little") for at in range(0, len(plain), 2)]
        return "".join(chr(unit) if unit < 128 else f"\\u{unit - 65536 if unit > 32767 else unit}?" for unit in units)

    return ("{\\rtf1\\ansi " + "\\par\n".join(coded(line) for line in lines) + "}").encode("ascii")


def _word(title: str, lines: list[str]) -> bytes:
    from docx import Document  # noqa: PLC0415 - slow to import, seldom needed

    document, out = Document(), io.BytesIO()
    document.core_properties.title = fit(title)[:255]
    for line in lines:
        document.add_paragraph(fit(line))
    document.save(out)
    return out.getvalue()


def _printed(title: str, lines: list[str]) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet  # noqa: PLC0415 - slow to import, seldom needed
    from reportlab.platypus import Paragraph, SimpleDocTemplate  # noqa: PLC0415

    out, style = io.BytesIO(), getSampleStyleSheet()["BodyText"]
    story = [Paragraph(html.escape(fit(line)) or "&nbsp;", style) for line in lines]
    SimpleDocTemplate(out, title=title, invariant=1).build(story)
    return out.getvalue()


def _open_document(_title: str, lines: list[str]) -> bytes:
    body = "".join(f"<text:p>{html.escape(fit(line))}</text:p>" for line in lines)
    return odf(ODT, f"<office:text>{body}</office:text>")


def _epub(title: str, lines: list[str]) -> bytes:
    name = html.escape(fit(title))
    body = "".join(f"<p>{html.escape(fit(line))}</p>" for line in lines)
    parts = {
        "META-INF/container.xml": '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="GoogleDoc/package.opf" media-type="application/oebps-package+xml"/>'
        "</rootfiles></container>",
        "GoogleDoc/package.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        f'<metadata xmlns:dc="{NAMESPACES["dc"]}"><dc:identifier id="id">doc</dc:identifier>'
        f"<dc:title>{name}</dc:title><dc:language>id</dc:language></metadata><manifest>"
        '<item id="main" href="main.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="main"/></spine></package>',
        "GoogleDoc/main.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{name}</title></head>'
        f"<body>{body}</body></html>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for path, text in parts.items():
            archive.writestr(path, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()


def _zip(title: str, lines: list[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(re.sub(r"[^\w-]", "", title) + ".html", _html(title, lines))
    return out.getvalue()


WRITERS: dict[str, Callable[[str, list[str]], bytes]] = {
    "txt": _txt, "md": _md, "html": _html, "rtf": _rtf, "docx": _word, "pdf": _printed, "odt": _open_document, "epub": _epub,
    "zip": _zip,
}  # fmt: skip
