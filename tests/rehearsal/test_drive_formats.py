"""Drive: documents and tables that come in as files and go out in other formats."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from googleapiclient.http import MediaIoBaseUpload
from pypdf import PdfReader

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

DOC = "application/vnd.google-apps.document"
SHEET = "application/vnd.google-apps.spreadsheet"
SLIDES = "application/vnd.google-apps.presentation"
OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
TEXT = "Berita acara\nSeleksi <tahap> 1 & 2 – selesai"


def _import(drive: Any, mime: str, kind: str, data: bytes, name: str = "Naskah") -> str:
    media = MediaIoBaseUpload(io.BytesIO(data), kind)
    return str(drive.files().create(body={"name": name, "mimeType": mime}, media_body=media).execute()["id"])


def _export(drive: Any, file: str, kind: str) -> bytes:
    return bytes(drive.files().export(fileId=file, mimeType=kind).execute())


def _values(sheets: Any, book: str, area: str = "A1:D3", **how: Any) -> Any:
    return sheets.values().get(spreadsheetId=book, range=area, **how).execute().get("values")


def test_text_becomes_a_document_without_bytes_of_its_own(drive: Any) -> None:
    file = _import(drive, DOC, "text/plain", TEXT.encode())
    shown = drive.files().get(fileId=file, fields="mimeType,size,md5Checksum,exportLinks,webViewLink").execute()
    assert set(shown) == {"mimeType", "size", "exportLinks", "webViewLink"}  # it counts, but has no bytes to sum
    assert {"application/pdf", "text/plain", DOCX, ODT} < set(shown["exportLinks"])
    assert _export(drive, file, "text/plain") == ("\ufeff" + TEXT.replace("\n", "\r\n")).encode()
    status, error = refused(lambda: drive.files().get_media(fileId=file).execute())
    assert (status, error["errors"][0]["reason"]) == (403, "fileNotDownloadable")


@pytest.mark.parametrize("kind", [DOCX, ODT, "text/html", "application/pdf"])
def test_a_document_goes_out_and_comes_back_the_same(drive: Any, kind: str) -> None:
    file = _import(drive, DOC, "text/plain", TEXT.encode())
    again = _import(drive, DOC, kind, _export(drive, file, kind))
    said = _export(drive, again, "text/plain").decode().removeprefix("\ufeff")
    assert [line.strip() for line in said.split("\r\n") if line.strip()][-2:] == TEXT.split("\n")


def test_exports_are_files_their_own_readers_open(drive: Any) -> None:
    file = _import(drive, DOC, "text/plain", TEXT.encode())
    assert [each.text for each in Document(io.BytesIO(_export(drive, file, DOCX))).paragraphs] == TEXT.split("\n")
    assert "Berita acara" in PdfReader(io.BytesIO(_export(drive, file, "application/pdf"))).pages[0].extract_text()
    for kind in (ODT, "application/epub+zip", "application/zip"):
        assert zipfile.ZipFile(io.BytesIO(_export(drive, file, kind))).testzip() is None
    assert _export(drive, file, "application/rtf").endswith(b"\\u8211? selesai}")


def test_a_table_is_read_as_if_it_were_typed(drive: Any, sheets: Any) -> None:
    book = _import(drive, SHEET, "text/csv", b'Nama,Nilai\n"Puskesmas, Kota",87.5\n=1+1,2026-03-01\n')
    raw = {"valueRenderOption": "UNFORMATTED_VALUE"}
    assert _values(sheets, book, **raw) == [["Nama", "Nilai"], ["Puskesmas, Kota", 87.5], [2, 46082]]


@pytest.mark.parametrize("kind", [XLSX, ODS])
def test_a_workbook_goes_out_and_comes_back_the_same(drive: Any, sheets: Any, kind: str) -> None:
    book = _import(drive, SHEET, "text/csv", b"Nama,Lolos\nPanti & Co,TRUE\n")
    sheets.batchUpdate(spreadsheetId=book, body={"requests": [{"addSheet": {"properties": {"title": "Dua"}}}]}).execute()
    body = {"values": [["isi <b>"]]}
    sheets.values().update(spreadsheetId=book, range="Dua!B2", valueInputOption="RAW", body=body).execute()
    again = _import(drive, SHEET, kind, _export(drive, book, kind))
    assert _values(sheets, again) == [["Nama", "Lolos"], ["Panti & Co", "TRUE"]]
    assert _values(sheets, again, "Dua!A1:C3") == [[], ["", "isi <b>"]]


def test_a_spreadsheet_is_printed_with_all_its_tabs(drive: Any) -> None:
    book = _import(drive, SHEET, "text/csv", b"Nama,Nilai\nDinas Kesehatan,90\n")
    said = PdfReader(io.BytesIO(_export(drive, book, "application/pdf"))).pages[0].extract_text()
    assert "Sheet1" in said
    assert "Dinas Kesehatan" in said


@pytest.mark.parametrize(("mime", "kind", "data"), [
    (SHEET, XLSX, b"PK nothing"), (SHEET, "image/png", b"x"), (DOC, DOCX, b"PK nothing"), (DOC, "application/pdf", b"%PDF-"),
    (DOC, "application/msword", b"\xd0\xcf"), (SLIDES, "text/csv", b"a,b"), (SHEET, ODS, b""),
])  # fmt: skip
def test_a_file_that_cannot_be_converted_is_refused(drive: Any, mime: str, kind: str, data: bytes) -> None:
    status, error = refused(lambda: _import(drive, mime, kind, data))
    assert (status, error["errors"][0]["reason"]) == (400, "badRequest")
    assert drive.files().list().execute()["files"] == []


def test_a_long_media_type_is_read_though_its_header_is_folded(drive: Any) -> None:
    media = MediaIoBaseUpload(io.BytesIO(b"PK"), DOCX)
    assert drive.files().create(body={"name": "a"}, media_body=media).execute()["mimeType"] == DOCX


def test_a_copy_can_be_of_another_kind(drive: Any, sheets: Any) -> None:
    media = MediaIoBaseUpload(io.BytesIO(b"a,1\n"), "text/csv")
    table = drive.files().create(body={"name": "t.csv"}, media_body=media).execute()["id"]
    stamp = "2020-01-02T03:04:05.000Z"
    body = {"name": "Tabel", "mimeType": SHEET, "modifiedTime": stamp}
    made = drive.files().copy(fileId=table, body=body, fields="id,mimeType,modifiedTime").execute()
    assert (made["mimeType"], made["modifiedTime"]) == (SHEET, stamp)
    assert _values(sheets, made["id"]) == [["a", "1"]]


def test_a_document_is_copied_and_rewritten_with_its_text(drive: Any) -> None:
    file = _import(drive, DOC, "text/plain", b"satu")
    other = drive.files().copy(fileId=file, body={}).execute()["id"]
    drive.files().update(fileId=file, media_body=MediaIoBaseUpload(io.BytesIO(b"dua"), "text/plain")).execute()
    assert _export(drive, other, "text/plain").endswith(b"satu")
    assert _export(drive, file, "text/plain").endswith(b"dua")


def test_the_addresses_of_exports_and_contents_are_served(world: World, drive: Any) -> None:
    file = _import(drive, DOC, "text/plain", b"isi")
    link = drive.files().get(fileId=file, fields="exportLinks").execute()["exportLinks"]["text/markdown"]
    path = link.removeprefix("https://docs.google.com")
    assert world.http("GET", path, token=world.server.token) == (200, "isi")
    media = MediaIoBaseUpload(io.BytesIO(b"polos"), "text/plain")
    plain = drive.files().create(body={"name": "p"}, media_body=media, fields="webContentLink").execute()
    path = plain["webContentLink"].removeprefix("https://drive.google.com")
    assert world.http("GET", path, token=world.server.token) == (200, "polos")
    assert world.http("GET", path)[0] == 403


def test_a_download_is_an_operation_that_is_done(drive: Any) -> None:
    file = _import(drive, SHEET, "text/csv", b"a,1")
    made = drive.files().download(fileId=file, mimeType="text/csv").execute()
    assert made["done"]
    assert made["response"]["downloadUri"].endswith(f"/files/{file}/export?mimeType=text%2Fcsv")
    assert drive.operations().get(name=made["name"]).execute() == made
    assert refused(lambda: drive.operations().get(name="tidak-ada").execute())[0] == 404
