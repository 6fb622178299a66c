"""What a file is, by its content; the name is never asked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import puremagic

ARCHIVES = frozenset({"zip", "rar", "7z", "tar", "gz", "bz2", "xz"})
PICTURES = frozenset({"jpg", "png", "gif", "bmp", "tif", "webp", "heic", "avif", "svg", "ico"})
OOXML = frozenset({"docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xlsb", "pptx", "pptm", "ppsx"})

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"\x7fELF", "elf"),
    (b"MZ", "exe"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "ps"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"\x00\x00\x01\x00", "ico"),
    (b"fLaC", "flac"),
    (b"\x1aE\xdf\xa3", "mkv"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"AT&TFORM", "djvu"),
)
_MAIN_PARTS = (
    ("wordprocessingml.document.main", "docx"),
    ("document.macroenabled.main", "docm"),
    ("wordprocessingml.template.main", "dotx"),
    ("template.macroenabledtemplate.main", "dotm"),
    ("spreadsheetml.sheet.main", "xlsx"),
    ("sheet.macroenabled.main", "xlsm"),
    ("sheet.binary.macroenabled.main", "xlsb"),
    ("presentationml.presentation.main", "pptx"),
    ("presentation.macroenabled.main", "pptm"),
    ("presentationml.slideshow.main", "ppsx"),
)
_ISO_BRANDS = {
    b"heic": "heic",
    b"heix": "heic",
    b"mif1": "heic",
    b"msf1": "heic",
    b"heif": "heic",
    b"avif": "avif",
    b"qt  ": "mov",
}
_MAIL_FIELD = re.compile(
    rb"^(from|to|subject|date|received|mime-version|message-id|return-path|delivered-to|reply-to|cc):",
    re.IGNORECASE | re.MULTILINE,
)
_BY_MEMBER = {  # programs' own files that are zips
    "Index/Document.iwa": "iwork",
    "Index.zip": "iwork",
    "index.apxl": "iwork",
    "QuickLook/Preview.pdf": "iwork",
    "QuickLook/Thumbnail.jpg": "iwork",
    "AndroidManifest.xml": "apk",
    "META-INF/MANIFEST.MF": "jar",
    "doc.kml": "kmz",
}
_RARE = frozenset(
    [
        "mp3",
        "wmv",
        "wma",
        "asf",
        "flv",
        "psd",
        "swf",
        "chm",
        "lnk",
        "iso",
        "dwg",
        "class",
        "wasm",
        "pst",
        "mdb",
        "accdb",
        "one",
        "mpg",
        "mpeg",
        "3gp",
        "m4a",
        "aac",
        "amr",
        "cdr",
        "jp2",
        "dcm",
        "ttf",
        "woff",
        "woff2",
        "indd",
    ]
)
_SIGNED_DATA = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def type_of(data: bytes) -> str:
    """The type by content, as a short lower-case word ("pdf", "docx", "jpg"); "" where it cannot be recognised."""
    if not data:
        return ""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    for look in _LOOKS:
        if found := look(data):
            return found
    return ""


def _pdf(data: bytes) -> str:
    return "pdf" if b"%PDF-" in data[:1024] or data[:4] == b"%PDF" else ""


def _iso(data: bytes) -> str:
    return _ISO_BRANDS.get(data[8:12], "mp4") if data[4:8] == b"ftyp" else ""


def _riff(data: bytes) -> str:
    return {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}.get(data[8:12], "") if data[:4] == b"RIFF" else ""


def _bitmap(data: bytes) -> str:
    return "bmp" if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" and len(data) > 26 else ""


def _tar(data: bytes) -> str:
    return "tar" if data[257:262] == b"ustar" else ""


def _cms(data: bytes) -> str:
    der = data[:1] == b"\x30" and _SIGNED_DATA in data[:64]
    return "p7m" if der or data[:30].startswith((b"-----BEGIN PKCS7", b"-----BEGIN CMS")) else ""


def _zip(data: bytes) -> str:
    if data[:4] not in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _package(archive)
    except Exception:  # zipfile raises many things on damaged archives; what remains is told by the first names
        return "docx" if b"word/" in data[:8192] or b"[Content_Types].xml" in data[:4096] else "zip"


def _package(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        with archive.open("[Content_Types].xml") as stream:
            told = stream.read(1_000_000).decode("utf-8", "replace").lower()
        for part, name in _MAIN_PARTS:
            if part in told:
                return name
        by_folder = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
        return next((t for n, t in by_folder.items() if n in names), "opc")  # XPS, Visio and the like
    if "mimetype" in names:
        with archive.open("mimetype") as stream:
            kind = stream.read(200).decode("ascii", "replace").strip()
        known = {"text": "odt", "spreadsheet": "ods", "presentation": "odp", "graphics": "odg"}
        return "epub" if "epub" in kind else known.get(kind.rpartition(".")[2], "package")
    return next((t for n, t in _BY_MEMBER.items() if n in names), "zip")


def ole_names(data: bytes) -> frozenset[str]:
    """Names of the streams and storages in an OLE compound file, found by their directory entries."""
    names = set()
    for at in range(512, min(len(data), 50_000_000) - 127, 128):
        length, kind = data[at + 64] | data[at + 65] << 8, data[at + 66]
        if 4 <= length <= 64 and not length % 2 and kind in (1, 2, 5) and data[at : at + 2] != b"\0\0":
            names.add(data[at : at + length - 2].decode("utf-16-le", "replace"))
    return frozenset(names)


def _ole(data: bytes) -> str:
    if not data.startswith(_OLE):
        return ""
    names = ole_names(data)
    if "EncryptedPackage" in names:
        return "docx"
    known = {
        "WordDocument": "doc",
        "Workbook": "xls",
        "Book": "xls",
        "PowerPoint Document": "ppt",
        "__properties_version1.0": "msg",
    }
    return next((t for n, t in known.items() if n in names), "ole")


def _text(data: bytes) -> str:
    head = data[:8192]
    block = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\r\n\r\n", 1)[0].split(b"\n\n", 1)[0]
    if re.match(rb"[!-9;-~]{1,200}[ \t]*:|From ", block) and len(_MAIL_FIELD.findall(block)) >= 2:
        return "eml"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "txt"
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if any(c < 9 or 13 < c < 27 or 27 < c < 32 for c in head):
        return ""
    low = body[:2048].lower()
    if body[:15] == b"BEGIN:VCALENDAR":
        return "ics"
    if low.startswith(b"begin:vcard"):
        return "vcf"
    if low.startswith((b"<!doctype html", b"<html")) or b"<html" in low or b"<body" in low:
        return "html"
    if b"<svg" in low:
        return "svg"
    if low.startswith(b"<?xml"):
        return "xml"
    if len(_MAIL_FIELD.findall(head.split(b"\r\n\r\n", 1)[0].split(b"\n\n", 1)[0])) >= 2:
        return "eml"
    try:
        head.decode("utf-8") if len(data) <= 8192 else head[:-4].decode("utf-8", "ignore")
    except UnicodeDecodeError:
        return "txt" if sum(c > 126 for c in head) * 5 < len(head) else ""
    return "txt" if sum(c > 126 for c in head) * 2 < len(head) else ""


def _others(data: bytes) -> str:
    try:
        found = puremagic.magic_string(data[:65536])
    except Exception:  # puremagic raises on what it does not know
        return ""
    endings = [m.extension.lstrip(".").lower() for m in found if m.confidence >= 0.8]
    return next((e for e in endings if e in _RARE), "")


_LOOKS: tuple[Callable[[bytes], str], ...] = (_zip, _ole, _iso, _riff, _tar, _cms, _bitmap, _pdf, _text, _others)
