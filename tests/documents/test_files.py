"""The type of a file by its content, whether it opens, and what its text says."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from competition.facts import FileState
from integrations.documents.files import inspect
from integrations.documents.pictures import MAX_PIXELS
from integrations.documents.vocabulary import DEFAULT
from integrations.documents.word import MAX_XML
from tests.documents.samples import OLE, locked, ole, packed, pdf, picture, word

PDF, DOCX, JPG, PNG = pdf(), word("halo"), picture(), picture("PNG")
_O, _E, _C, _X, _M, _L = (
    FileState.OK,
    FileState.EMPTY,
    FileState.CORRUPT,
    FileState.ENCRYPTED,
    FileState.MACRO,
    FileState.MISMATCH,
)


def _with(data: bytes, name: str, content: bytes) -> bytes:
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, content)
    return out.getvalue()


FILES: dict[str, tuple[str, bytes, str, FileState]] = {
    "a PDF": ("a.pdf", PDF, "pdf", _O),
    "a PDF after some rubbish": ("a.pdf", b"\n\nHTTP/1.1 200\n" + PDF, "pdf", _O),
    "a PDF without ending": ("a", PDF, "pdf", _O),
    "a PDF in capitals": ("A.PDF", PDF, "pdf", _O),
    "nothing": ("a.pdf", b"", "", _E),
    "a PDF that broke off": ("a.pdf", PDF[: len(PDF) // 2], "pdf", _C),
    "only the first line of a PDF": ("a.pdf", b"%PDF-1.7\n", "pdf", _C),
    "a PDF that needs a password": ("a.pdf", locked(PDF, "rahasia"), "pdf", _X),
    "a PDF with only an owner's password": ("a.pdf", locked(PDF, ""), "pdf", _O),
    "zeros called PDF": ("a.pdf", bytes(5000), "", _C),
    "noise called PDF": ("a.pdf", bytes(range(128, 256)) * 20 + b"\x00\x01", "", _C),
    "a program called PDF": ("a.pdf", b"MZ\x90\x00" + b"\0" * 99, "exe", _L),
    "HTML called PDF": ("a.pdf", b"<!DOCTYPE html><html><body>login</body></html>", "html", _L),
    "text called PDF": ("a.pdf", b"ini bukan pdf", "txt", _L),
    "a picture called PDF": ("a.pdf", JPG, "jpg", _L),
    "a DOCX called PDF": ("a.pdf", DOCX, "docx", _L),
    "a PDF called DOCX": ("a.docx", PDF, "pdf", _L),
    "a DOCX": ("a.docx", DOCX, "docx", _O),
    "a DOCX that broke off": ("a.docx", DOCX[:9000], "docx", _C),
    "a DOCX whose text is no XML": ("a.docx", packed(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x")), "docx", _C),
    "a zip called DOCX": ("a.docx", packed(("a.txt", b"halo")), "zip", _L),
    "a DOCX with a macro": ("a.docx", _with(DOCX, "word/vbaProject.bin", b"x"), "docx", _M),
    "a DOCX with a macro called PDF": ("a.pdf", _with(DOCX, "word/vbaProject.bin", b"x"), "docx", _M),
    "a locked DOCX": ("a.docx", ole("EncryptionInfo", "EncryptedPackage"), "docx", _X),
    "a DOC": ("a.doc", ole("WordDocument", "1Table"), "doc", _O),
    "a DOC with a macro": ("a.doc", ole("WordDocument", "_VBA_PROJECT"), "doc", _M),
    "a DOC called DOCX": ("a.docx", ole("WordDocument"), "doc", _L),
    "a DOC that broke off": ("a.doc", OLE, "ole", _C),
    "a JPEG": ("a.jpeg", JPG, "jpg", _O),
    "a JPEG that broke off": ("a.jpg", JPG[: len(JPG) // 2], "jpg", _C),
    "a PNG": ("a.png", PNG, "png", _O),
    "a PNG that broke off": ("a.png", PNG[: len(PNG) // 2], "png", _C),
    "a PNG called JPG": ("a.jpg", PNG, "png", _L),
    "a GIF": ("a.gif", picture("GIF"), "gif", _O),
    "a WEBP": ("a.webp", picture("WEBP"), "webp", _O),
    "a TIFF": ("a.tiff", picture("TIFF"), "tif", _O),
    "a BMP": ("a.bmp", picture("BMP"), "bmp", _O),
    "a HEIC": ("a.heic", b"\0\0\0\x18ftypheic" + bytes(60), "heic", _O),
    "a film": ("a.mp4", b"\0\0\0\x18ftypisom" + bytes(60), "mp4", _O),
    "a film of Apple": ("a.mp4", b"\0\0\0\x14ftypqt  " + bytes(60), "mov", _O),
    "rich text": ("a.rtf", rb"{\rtf1 halo}", "rtf", _O),
    "a RAR": ("a.rar", b"Rar!\x1a\x07\x01\x00", "rar", _O),
    "a 7z": ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(30), "7z", _O),
    "a gzip": ("a.gz", b"\x1f\x8b\x08" + bytes(30), "gz", _O),
    "a Linux program": ("a.bin", b"\x7fELF" + bytes(60), "elf", _O),
    "a TNEF": ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(60), "tnef", _O),
    "signed mail": ("smime.p7m", b"\x30\x82\x10\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(60), "p7m", _O),
    "an unknown ending": ("a.xyz", PDF, "pdf", _O),
    "an XLSX that is none": ("a.xlsx", b"PK\x03\x04" + bytes(500), "zip", _C),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "kind", "state"), FILES.values(), ids=FILES.keys())
def test_a_file_has_the_type_and_state_of_its_content(name: str, data: bytes, kind: str, state: FileState) -> None:
    found = inspect("k", name, data, DEFAULT)
    assert (found.type, found.state, found.size) == (kind, state, len(data))


def test_a_scan_has_pages_but_no_words() -> None:
    found = inspect("k", "sk.pdf", pdf((), ()), DEFAULT)
    assert (found.pages, found.words, found.kind, found.name_kind) == (2, 0, None, "sk")


@pytest.mark.parametrize(("lines", "kind"), [
    (("PEMERINTAH KABUPATEN", "PROPOSAL INOVASI PELAYANAN PUBLIK"), "proposal"),
    (("SURAT PERNYATAAN IMPLEMENTASI INOVASI", "Nomor: 1"), "pernyataan"),
    (("KEPUTUSAN KEPALA DINAS KESEHATAN", "NOMOR 1"), "sk"),
    (("SURAT USULAN",), "sk"),
    (("Nomor : 1", "Hal : Usulan Inovasi Pelayanan Publik", "Yth. Sekretaris Daerah"), "sk"),
    (("SURAT TUGAS TIM INOVASI",), "sk"),
    (("BUKTI IMPLEMENTASI INOVASI",), "bukti"),
    (("DOKUMENTASI KEGIATAN",), "bukti"),
    (("Proposal ini disusun untuk memenuhi permintaan, dan seterusnya.",), None),
    (("INOVASI SIGAP", "1. Ringkasan", "kata", "2. Latar Belakang dan Tujuan", "3. Kebaruan/Nilai Tambah", "kata"), "proposal"),
])  # fmt: skip
def test_the_text_says_what_kind_of_document_it_is(lines: tuple[str, ...], kind: str | None) -> None:
    assert inspect("k", "berkas.pdf", pdf(lines), DEFAULT).kind == kind


@pytest.mark.parametrize(("name", "kind"), [
    ("1. PROPOSAL INOVASI SIGAP.pdf", "proposal"), ("Dinkominfo_SK.pdf", "sk"), ("usulan bpbd.pdf", "sk"), ("Kec.Kajen_SuratPernyataan.pdf", "pernyataan"),
    ("Surat Usulan – DKPP.pdf", "sk"), ("Surat Tugas Tim.pdf", "sk"), ("MAPAN TUGAS.pdf", None), ("Bukti Implementasi.pdf", "bukti"),
    ("4. FOTO KEGIATAN.jpg", "bukti"), ("Tangkapan Layar.png", "bukti"), ("IMG_2034.jpg", "bukti"), ("IMG_2034.pdf", None), ("Proposal dan SK.pdf", "proposal"),
    ("resiko.pdf", None), ("Bukti/IMG.pdf", "bukti"), ("Proposal/lampiran.pdf", None), ("berkas.pdf", None), ("2. SURAT PERNYATAAN IMPLEMENTASI.pdf", "pernyataan"),
])  # fmt: skip
def test_the_name_says_what_kind_of_document_it_is(name: str, kind: str | None) -> None:
    assert inspect("k", name, JPG if name.endswith("jpg") else PDF, DEFAULT).name_kind == kind


def test_a_front_page_table_of_a_pdf_is_read_across_wrapped_lines() -> None:
    page: tuple[str | list[tuple[int, str]], ...] = (
        "PROPOSAL INOVASI", [(90, "Judul Inovasi"), (230, "SIGAP BUMIL: Siaga Penjemputan")], [(230, "Ibu Hamil")],
        [(90, "Perangkat Daerah"), (230, "Dinas Kesehatan")], [(90, "Unit"), (230, "-")], [(90, "Inovator"), (230, "Kusnadi, S.E. dan tim")],
        [(90, "Narahubung"), (230, "Kartini (0812-0000-4925;")], [(230, "dinkes@opd.example)")], "TAHUN 2026",
    )  # fmt: skip
    fields = inspect("k", "a.pdf", pdf(page), DEFAULT).fields  # type: ignore[arg-type]
    assert (fields.title, fields.agency, fields.unit, fields.innovator, fields.contact) == (
        "SIGAP BUMIL: Siaga Penjemputan Ibu Hamil", "Dinas Kesehatan", None, "Kusnadi, S.E.", "Kartini")  # fmt: skip


def test_tables_captions_and_page_margins_are_not_words_of_a_section() -> None:
    found = inspect("k", "p.docx", word(
        "PROPOSAL INOVASI", [("Judul Inovasi", "SIGAP"), ("Unit", "-")], "1. Ringkasan (maksimum 200 kata)", "satu dua tiga",
        "BAB II", "LATAR BELAKANG DAN TUJUAN", "satu dua", [("Ukuran", "Sebelum"), ("a", "b")], "Tabel 1. Capaian", "3. Kebaruan/Nilai Tambah",
        "4. Implementasi", [("Langkah", "satu dua")], "Lampiran", "banyak kata lain",
    ), DEFAULT)  # fmt: skip
    assert found.sections == {"ringkasan": 3, "latar": 2, "kebaruan": 0, "implementasi": 3}
    assert found.fields.title == "SIGAP"


def test_a_proposal_typed_into_the_table_of_a_form_has_sections_too() -> None:
    rows = [
        ("1", "Ringkasan", "satu dua"),
        ("2", "Latar Belakang dan Tujuan", "satu"),
        ("3", "Kebaruan/Nilai Tambah", ""),
        ("4", "Sumber Daya", "a b c"),
    ]
    found = inspect("k", "p.docx", word("PROPOSAL INOVASI", rows), DEFAULT)
    assert found.sections == {"ringkasan": 2, "latar": 1, "kebaruan": 0, "sumberdaya": 3}


def test_text_behind_a_heading_on_its_own_line_belongs_to_the_section() -> None:
    found = inspect(
        "k", "p.docx", word("PROPOSAL INOVASI", "Ringkasan: satu dua", "A. Signifikansi : tiga", "empat"), DEFAULT
    )
    assert found.sections == {"ringkasan": 2, "signifikansi": 2}


def test_a_table_of_contents_does_not_hide_the_sections() -> None:
    found = inspect("k", "p.docx", word("PROPOSAL INOVASI", "DAFTAR ISI", "1. Ringkasan", "2. Signifikansi", "Kata pengantar", "1. Ringkasan", "a b c",
                                        "2. Signifikansi", "a b c d"), DEFAULT)  # fmt: skip
    assert found.sections == {"ringkasan": 3, "signifikansi": 4}


def test_tracked_insertions_and_content_controls_of_word_are_text_and_deletions_are_not() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = ("<w:sdt><w:sdtContent><w:p><w:r><w:t>Judul Inovasi: </w:t></w:r><w:ins><w:r><w:t>SIGAP</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>LAMA</w:delText></w:r></w:del></w:p></w:sdtContent></w:sdt>")  # fmt: skip
    package = zipfile.ZipFile(BytesIO(DOCX))
    parts = [(n, package.read(n)) for n in package.namelist() if n != "word/document.xml"]
    data = packed(
        *parts, ("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode())
    )
    assert inspect("k", "p.docx", data, DEFAULT).fields.title == "SIGAP"


def test_a_heading_that_is_only_the_end_of_a_sentence_opens_no_section() -> None:
    found = inspect("k", "p.pdf", pdf(("PROPOSAL INOVASI", "1. Ringkasan", "Kami memiliki banyak", "Sumber Daya", "yang baik."),
                                      ("2. Adaptabilitas", "satu")), DEFAULT)  # fmt: skip
    assert found.sections == {"ringkasan": 7, "adaptabilitas": 1}


def test_a_word_file_that_would_unpack_to_too_much_is_not_opened() -> None:
    base = _with(DOCX, "word/besar.xml", b"<a/>" * (MAX_XML // 4))
    assert inspect("k", "a.docx", base, DEFAULT).state is FileState.CORRUPT
    assert inspect("k", "a.docx", _with(DOCX, "word/kecil.xml", b"<a/>" * 9), DEFAULT).state is FileState.OK


def test_a_picture_of_too_many_points_is_judged_by_its_end_and_never_decoded() -> None:
    out = BytesIO()
    Image.new("1", (8000, MAX_PIXELS // 8000 + 1)).save(out, "PNG")
    huge = out.getvalue()
    damaged = huge.replace(b"IDAT", b"IDAT" + b"\xff" * 8, 1)
    found = [inspect("k", "a.png", data, DEFAULT).state for data in (huge, damaged, huge[:-20])]
    assert found == [FileState.OK, FileState.OK, FileState.CORRUPT]


@pytest.mark.parametrize(("name", "kind"), [("image001.png", None), ("Image012.PNG", None), ("image.png", "bukti"), ("IMG_1.png", "bukti")])
def test_the_names_outlook_gives_to_pictures_of_a_signature_say_nothing(name: str, kind: str | None) -> None:
    assert inspect("k", name, PNG, DEFAULT).name_kind == kind
