"""Drive: uploads, folders, sharing, search, the trash; Office files are read as text."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest

from .conftest import AGENCY, CHAIR, FIRST, HOSTILE, SECRETARY
from .test_drive_and_forms import _file

if TYPE_CHECKING:
    from .conftest import Place

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _found(place: Place, name: str, who: str = FIRST) -> list[dict[str, Any]]:
    fields = "files(id,name,mimeType,parents,trashed,size)"
    return list(place.api("GET", "/drive/v3/files", who=who, q=f"name = '{name}'", fields=fields)["files"])


def test_a_folder_is_made_and_files_are_uploaded_into_it(place: Place) -> None:
    visitor = place.visitor(FIRST)
    visitor.post("/berkas", {"aksi": "folder", "nama": "Arsip"}, at="/berkas")
    folder = _found(place, "Arsip")[0]["id"]
    files = [("berkas", ("C:\\x\\a.pdf", b"%PDF-1", "text/html")), ("berkas", ("b.txt", b"halo", "text/plain"))]
    answer = visitor.post("/berkas", {"aksi": "unggah", "di": folder}, at=f"/berkas/{folder}", files=files)
    assert answer.headers["location"] == f"/berkas/{folder}"
    assert [(each["mimeType"], each["parents"], each["size"]) for each in _found(place, "a.pdf")] == [
        ("application/pdf", [folder], "6")
    ]
    page = visitor.text(f"/berkas/{folder}")
    assert "Diunggah: a.pdf, b.txt." in page and ">b.txt</a>" in page


def test_nobody_uploads_into_a_folder_of_another(place: Place) -> None:
    visitor = place.visitor(AGENCY)
    files = [("berkas", ("a.txt", b"halo", "text/plain"))]
    visitor.post("/berkas", {"aksi": "unggah", "di": place.ids["folder"]}, at="/berkas", files=files)
    assert _found(place, "a.txt") == [] and _found(place, "a.txt", AGENCY) == []


def test_a_file_is_shared_with_a_role_and_taken_back(place: Place) -> None:
    file = _file(place, "naskah.txt", "text/plain", b"isi")
    owner, chair, here = place.visitor(FIRST), place.visitor(CHAIR), f"/berkas/{file}"
    assert chair.get(here).status_code == 404
    owner.post(f"{here}/ubah", {"aksi": "bagikan", "surel": CHAIR, "peran": "reader", "beritahu": "1"}, at=here)
    assert f"Dibagikan kepada {CHAIR} sebagai Pelihat." in owner.text(here)
    assert "isi" in chair.text(here) and "naskah.txt" in chair.text("/surat")  # told by mail
    assert 'value="bagikan"' not in chair.text(here)
    chair.post(f"{here}/ubah", {"aksi": "bagikan", "surel": AGENCY, "peran": "writer"})
    assert place.visitor(AGENCY).get(here).status_code == 404
    listed = place.api("GET", f"/drive/v3/files/{file}/permissions", fields="permissions(id,role)")["permissions"]
    right = next(each["id"] for each in listed if each["role"] == "reader")
    owner.post(f"{here}/ubah", {"aksi": "cabut", "izin": right}, at=here)
    assert chair.get(here).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"surel": "bukan alamat", "peran": "reader"},
        {"surel": CHAIR, "peran": "owner"},
        {"surel": CHAIR, "peran": "raja"},
    ],
)
def test_what_cannot_be_shared_so_is_said(place: Place, fields: dict[str, str]) -> None:
    file = _file(place, "naskah.txt", "text/plain", b"isi")
    owner = place.visitor(FIRST)
    owner.post(f"/berkas/{file}/ubah", {"aksi": "bagikan", **fields}, at=f"/berkas/{file}")
    assert 'class="kabar no"' in owner.text(f"/berkas/{file}")
    assert len(place.api("GET", f"/drive/v3/files/{file}/permissions")["permissions"]) == 1


def test_a_link_opens_a_file_to_everybody(place: Place) -> None:
    file = _file(place, "umum.txt", "text/plain", b"isi")
    owner = place.visitor(FIRST)
    owner.post(
        f"/berkas/{file}/ubah", {"aksi": "bagikan", "kepada": "siapa-saja", "peran": "reader"}, at=f"/berkas/{file}"
    )
    assert "Siapa pun yang memiliki tautan" in owner.text(f"/berkas/{file}")
    assert place.visitor(AGENCY).get(f"/berkas/{file}").status_code == 200


def test_files_are_renamed_thrown_away_and_fetched_back(place: Place) -> None:
    file = _file(place, "lama.txt", "text/plain", b"isi")
    visitor, here = place.visitor(FIRST), f"/berkas/{file}"
    visitor.post(f"{here}/ubah", {"aksi": "nama", "nama": HOSTILE}, at=here)
    assert "&lt;script&gt;" in (page := visitor.text(here)) and "<script" not in page
    visitor.post(f"{here}/ubah", {"aksi": "buang"})
    assert "&lt;script&gt;" not in visitor.text("/berkas") and "&lt;script&gt;" in visitor.text("/berkas?bagian=sampah")
    visitor.post(f"{here}/ubah", {"aksi": "pulihkan"}, at=here)
    assert "&lt;script&gt;" in visitor.text("/berkas")


def test_a_search_finds_by_name_and_takes_quotes_as_they_are(place: Place) -> None:
    _file(place, "Perahu Jum'at.txt", "text/plain", b"isi")
    visitor = place.visitor(FIRST)
    assert "Perahu Jum&#39;at.txt" in visitor.text("/berkas?cari=jum'at")
    assert "Tidak ada berkas di sini." in visitor.text("/berkas?cari=' or trashed=true or name contains '")
    assert "Buku Kerja KIPP" in place.visitor(SECRETARY).text("/berkas?cari=buku")


def test_a_word_document_is_read_as_text(place: Place) -> None:
    made, document = io.BytesIO(), docx.Document()
    document.add_paragraph(f"Latar Belakang {HOSTILE}")
    document.save(made)
    page = place.visitor(FIRST).text(f"/berkas/{_file(place, 'naskah.docx', WORD, made.getvalue())}")
    assert "Latar Belakang &lt;script&gt;" in page and "<script" not in page


def _xlsx(sheet: str, texts: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("xl/worksheets/sheet1.xml", sheet)
        package.writestr("xl/sharedStrings.xml", texts or f"<sst {MAIN}/>")
    return made.getvalue()


def test_an_excel_sheet_is_shown_as_a_table(place: Place) -> None:
    sheet = (
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><v>7.5</v></c></row>'
        f'<row r="2"><c r="B2" t="inlineStr"><is><t>&lt;b&gt;dua</t></is></c></row></sheetData></worksheet>'
    )
    data = _xlsx(sheet, f"<sst {MAIN}><si><t>Nama</t></si></sst>")
    page = place.visitor(FIRST).text(f"/berkas/{_file(place, 'nilai.xlsx', EXCEL, data)}")
    assert "<tr><td>Nama</td><td></td><td>7.5</td></tr><tr><td></td><td>&lt;b&gt;dua</td><td></td></tr>" in page


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04rusak", _xlsx("<kosong"), _xlsx(f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet {MAIN}><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>')],
)  # fmt: skip
def test_damaged_and_sly_packages_show_nothing(place: Place, data: bytes) -> None:
    for name, mime in (("x.xlsx", EXCEL), ("x.docx", WORD)):
        assert "tidak memiliki pratinjau" in place.visitor(FIRST).text(f"/berkas/{_file(place, name, mime, data)}")
