"""What office files are made of: text that XML can hold, and OpenDocument packages."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

UNFIT = dict.fromkeys(set(range(32)) - {9, 10, 13} | {0xFFFE, 0xFFFF} | set(range(0xD800, 0xE000)))
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = {
    "office": f"{OASIS}:office:1.0", "text": f"{OASIS}:text:1.0", "table": f"{OASIS}:table:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}  # fmt: skip
MOST_UNPACKED = 256 * 1024 * 1024
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def fit(text: str) -> str:
    """The text without the characters no XML can hold."""
    return text.translate(UNFIT)


def odf(kind: str, body: str) -> bytes:
    """An OpenDocument file of that media type with this body."""
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())
    manifest = f"{OASIS}:manifest:1.0"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{each}"/>'
        for path, each in (("/", kind), ("content.xml", "text/xml"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)  # first and unpacked, as the standard wants
        archive.writestr(
            "content.xml",
            f'{HEAD}<office:document-content {spaces} office:version="1.2"><office:body>{body}</office:body>'
            "</office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            f'{HEAD}<manifest:manifest xmlns:manifest="{manifest}" manifest:version="1.2">{entries}</manifest:manifest>',
        )
    return out.getvalue()


def member(archive: zipfile.ZipFile, path: str) -> ET.Element:
    """The XML of one part of an office file; ValueError for a file that unpacks to more than anybody writes."""
    if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
        raise ValueError(path)
    return ET.fromstring(archive.read(path))  # noqa: S314 - expat itself bounds entities; nothing outside is fetched


def opened(data: bytes) -> ET.Element:
    """The content of an OpenDocument file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return member(archive, "content.xml")
