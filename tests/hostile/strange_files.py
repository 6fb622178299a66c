"""Files as agencies, programs and attackers make them, each with what must become of it."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.documents.samples import locked, ole, packed, pdf, picture, word

MOST = 5_242_880  # bytes that one document may have in the season that ships with the program
FILE, REFUSE, IGNORE, UNPACK = "file", "refuse", "ignore", "unpack"


@dataclass(frozen=True)
class StrangeFile:
    """A file, the name it is sent under, and what must become of it as a direct enclosure."""

    what: str
    name: str
    data: bytes
    action: str
    reason: str | None = None
    inside: tuple[tuple[str, str, str | None], ...] = ()  # of a container: what lies in it


GOOD = pdf(("PROPOSAL INOVASI", "Judul Inovasi : UJI", "1. Ringkasan", "satu dua tiga"))
JPG, PNG = picture(), picture("PNG")
WORD = word("PROPOSAL INOVASI", "Judul Inovasi : UJI")


def _of_size(size: int) -> bytes:
    before, _, after = GOOD.rpartition(b"startxref")
    return before + b"%" + b"x" * (size - len(before) - len(after) - 11) + b"\nstartxref" + after


def _scan() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 260), 40).save(out, "PDF")
    return out.getvalue()


def _macro(name: str) -> bytes:
    out = io.BytesIO(WORD)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(f"word/{name}", b"\xd0\xcf\x11\xe0" + b"x" * 64)
    return out.getvalue()


def _owner_locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(GOOD)))
    writer.encrypt("", "pemilik", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _old_lock() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(GOOD)))
    writer.encrypt("rahasia", algorithm="RC4-40")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _image(kind: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((60, 40), 60).convert("RGB").save(out, kind)
    return out.getvalue()


def _locked_member() -> bytes:
    data = bytearray(packed(("proposal.pdf", GOOD)))
    at = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[at + 8] |= 1
    return bytes(data)


def _odf(kind: str) -> bytes:
    return packed(("mimetype", f"application/vnd.oasis.opendocument.{kind}".encode()), ("content.xml", b"<a/>"))


def strange_files() -> Iterator[StrangeFile]:
    """Every file once."""
    yield from (StrangeFile(*f) for f in _documents())
    yield from (StrangeFile(*f) for f in _not_documents())
    yield from (StrangeFile(*f) for f in _archives())


def _documents() -> Iterator[tuple[object, ...]]:
    yield "a PDF", "Proposal.pdf", GOOD, FILE
    yield "a PDF in capitals", "PROPOSAL.PDF", GOOD, FILE
    yield "a PDF without an ending", "Proposal", GOOD, FILE
    yield "a PDF with bytes before it", "Proposal.pdf", b"\r\n\r\n" + GOOD, FILE
    yield "a PDF as large as may be", "Proposal.pdf", _of_size(MOST), FILE
    yield "a PDF one byte too large", "Proposal.pdf", _of_size(MOST + 1), REFUSE, "too-large"
    yield "a scan without text", "SK.pdf", _scan(), FILE
    yield "a PDF only its owner can change", "Proposal.pdf", _owner_locked(), FILE
    yield "a locked PDF", "Proposal.pdf", locked(GOOD, "rahasia"), REFUSE, "encrypted"
    yield "a PDF locked the old way", "Proposal.pdf", _old_lock(), REFUSE, "encrypted"
    yield "a PDF cut in half", "Proposal.pdf", GOOD[: len(GOOD) // 2], REFUSE, "corrupt"
    yield "a PDF of its first line", "Proposal.pdf", b"%PDF-1.4\n", REFUSE, "corrupt"
    yield "an empty PDF", "Proposal.pdf", b"", REFUSE, "empty"
    yield "a DOCX", "Proposal.docx", WORD, FILE
    yield "a DOCX cut in half", "Proposal.docx", WORD[: len(WORD) // 2], REFUSE, "corrupt"
    yield "an empty DOCX", "Proposal.docx", b"", REFUSE, "empty"
    yield "a DOCX with a macro", "Proposal.docx", _macro("vbaProject.bin"), REFUSE, "macro"
    yield "a locked DOCX", "Proposal.docx", ole("EncryptedPackage", "EncryptionInfo"), REFUSE, "encrypted"
    yield "a PDF called DOCX", "Proposal.docx", GOOD, REFUSE, "content-mismatch"
    yield "a DOCX called PDF", "Proposal.pdf", WORD, REFUSE, "content-mismatch"
    yield "a picture called PDF", "Proposal.pdf", JPG, REFUSE, "content-mismatch"
    yield "a program called PDF", "Proposal.pdf", b"MZ\x90\0" + b"\0" * 200, REFUSE, "content-mismatch"
    yield "a page called PDF", "Proposal.pdf", b"<html><body>Masuk dulu</body></html>", REFUSE, "content-mismatch"
    yield "a text called PDF", "Proposal.pdf", b"isi menyusul\n", REFUSE, "content-mismatch"
    yield "noise called PDF", "Proposal.pdf", bytes(range(256)) * 9, REFUSE, "corrupt"
    yield "a JPEG", "Foto kegiatan.jpg", JPG, FILE
    yield "a JPEG called .jpeg", "Foto kegiatan.JPEG", JPG, FILE
    yield "a PNG", "Foto kegiatan.png", PNG, FILE
    yield "a PNG called JPG", "Foto kegiatan.jpg", PNG, REFUSE, "content-mismatch"
    yield "a JPEG cut in half", "Foto kegiatan.jpg", JPG[: len(JPG) // 2], REFUSE, "corrupt"
    yield "a PNG cut in half", "Foto kegiatan.png", PNG[: len(PNG) // 2], REFUSE, "corrupt"
    yield "an empty picture", "Foto kegiatan.jpg", b"", REFUSE, "empty"


def _not_documents() -> Iterator[tuple[object, ...]]:
    wrong = "type-not-accepted"
    yield "an old DOC", "Proposal.doc", ole("WordDocument", "1Table"), REFUSE, wrong
    yield "an old DOC with a macro", "Proposal.doc", ole("WordDocument", "VBA"), REFUSE, "macro"
    yield "an old XLS", "RAB.xls", ole("Workbook"), REFUSE, wrong
    yield "an old PPT", "Paparan.ppt", ole("PowerPoint Document"), REFUSE, wrong
    yield "an Outlook message", "Kiriman.msg", ole("__properties_version1.0"), REFUSE, wrong
    yield "an RTF", "Proposal.rtf", b"{\\rtf1\\ansi halo}", REFUSE, wrong
    yield "an ODT", "Proposal.odt", _odf("text"), REFUSE, wrong
    yield "a GIF", "Foto.gif", _image("GIF"), REFUSE, wrong
    yield "a BMP", "Foto.bmp", _image("BMP"), REFUSE, wrong
    yield "a TIFF", "Foto.tif", _image("TIFF"), REFUSE, wrong
    yield "a WebP", "Foto.webp", _image("WEBP"), REFUSE, wrong
    yield "a HEIC", "Foto.heic", b"\0\0\0\x18ftypheic\0\0\0\0" + b"x" * 99, REFUSE, wrong
    yield "an SVG", "Logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", REFUSE, wrong
    yield "a film", "Video.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0" + b"x" * 99, REFUSE, wrong
    yield "a text", "catatan.txt", b"halo", REFUSE, wrong
    yield "a table", "data.csv", b"a;b\n1;2\n", REFUSE, wrong
    yield "a page", "halaman.html", b"<html><script>alert(1)</script></html>", REFUSE, wrong
    yield "a visiting card", "kontak.vcf", b"BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\n", REFUSE, wrong
    yield "a program", "pasang.exe", b"MZ\x90\0" + b"\0" * 200, REFUSE, wrong
    yield "a script", "jalankan.vbs", b'MsgBox "halo"', REFUSE, wrong
    yield "a shortcut", "Proposal.pdf.lnk", b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + b"\0" * 60, REFUSE, wrong
    yield "winmail.dat", "winmail.dat", b"\x78\x9f\x3e\x22" + b"\0" * 200, REFUSE, wrong
    yield "an encoded text", "berkas.b64", base64.b64encode(GOOD), REFUSE, wrong
    yield "a uuencoded file", "berkas.uue", b"begin 644 a.pdf\n#0V%T\n`\nend\n", REFUSE, wrong
    yield "a yEnc file", "berkas.yenc", b"=ybegin line=128 size=3 name=a.pdf\r\nabc\r\n=yend size=3\r\n", REFUSE, wrong
    yield "an invitation", "undangan.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", IGNORE, "calendar"


def _archives() -> Iterator[tuple[object, ...]]:
    wrong = "type-not-accepted"
    yield "a zip", "Berkas.zip", packed(("Proposal.pdf", GOOD)), UNPACK, None, (("Proposal.pdf", FILE, None),)
    yield (
        "a zip with a folder and clutter", "Berkas.zip",
        packed(("B/", b""), ("B/Proposal.pdf", GOOD), ("__MACOSX/._Proposal.pdf", b"x"), ("B/.DS_Store", b"x")),
        UNPACK, None, (("B/Proposal.pdf", FILE, None),),
    )  # fmt: skip
    yield (
        "a zip in a zip", "Berkas.zip", packed(("Proposal.pdf", GOOD), ("lagi.zip", packed(("a.pdf", GOOD)))),
        UNPACK, None, (("Proposal.pdf", FILE, None), ("lagi.zip", REFUSE, "nested-archive")),
    )  # fmt: skip
    yield (
        "a zip with ways out", "Berkas.zip", packed(("../../etc/Proposal.pdf", GOOD), ("C:\\Foto kegiatan.jpg", JPG)),
        UNPACK, None, (("../../etc/Proposal.pdf", FILE, None), ("C:\\Foto kegiatan.jpg", FILE, None)),
    )  # fmt: skip
    yield (
        "a zip with bad files", "Berkas.zip", packed(("SK.pdf", b""), ("Proposal.pdf", GOOD[:300]), ("x.exe", b"MZ" + b"\0" * 99)),
        UNPACK, None, (("SK.pdf", REFUSE, "empty"), ("Proposal.pdf", REFUSE, "corrupt"), ("x.exe", REFUSE, wrong)),
    )  # fmt: skip
    yield "a zip with a locked file", "Berkas.zip", _locked_member(), UNPACK, None, (("proposal.pdf", REFUSE, "encrypted"),)
    yield "an empty zip", "Berkas.zip", packed(), REFUSE, "empty"
    yield "a zip cut in half", "Berkas.zip", packed(("a.pdf", GOOD))[:300], REFUSE, "corrupt"
    yield "a zip called PDF", "Proposal.pdf", packed(("a.pdf", GOOD)), REFUSE, "content-mismatch"
    yield "a bomb", "Berkas.zip", packed(("nol.bin", bytes(60_000_000))), REFUSE, "corrupt"
    yield "a zip of a thousand files", "Berkas.zip", packed(*((f"{n}.txt", b"a") for n in range(1000))), REFUSE, "corrupt"
    yield "a RAR", "Berkas.rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 99, REFUSE, wrong
    yield "a 7z", "Berkas.7z", b"7z\xbc\xaf\x27\x1c" + b"x" * 99, REFUSE, wrong
    yield "a gzip", "Berkas.gz", b"\x1f\x8b\x08\0" + b"x" * 99, REFUSE, wrong
    yield "an ODS called zip", "Berkas.zip", _odf("spreadsheet"), REFUSE, "content-mismatch"
