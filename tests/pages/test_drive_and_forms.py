"""Drive: looking at files without being harmed; Formulir: answering, being refused, reading what came in."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image

from integrations.rehearsal.pages import fields, links

from .conftest import AGENCY, CHAIR, FIRST, HOSTILE, SECRETARY, publish

if TYPE_CHECKING:
    from .conftest import Place, Visitor

PDF = ("naskah.pdf", b"%PDF-1.4 isi", "application/pdf")
GOOD = {"q-a1": "Perahu Sehat", "q-a2": "Kesehatan", "q-a3": "2025-02-03"}


def _file(place: Place, name: str, mime: str, data: bytes) -> str:
    boundary = b"batas-xyz"
    meta = b'{"name": ' + (b'"%s"' % name.replace('"', '\\"').encode()) + b"}"
    body = b"--%s\r\nContent-Type: application/json\r\n\r\n%s\r\n--%s\r\nContent-Type: %s\r\n\r\n%s\r\n--%s--" % (
        boundary, meta, boundary, mime.encode(), data, boundary,
    )  # fmt: skip
    headers = {"Authorization": f"Bearer {place.server.token}", "Content-Type": "multipart/related; boundary=batas-xyz"}
    made = httpx.post(f"{place.server.base}/upload/drive/v3/files?uploadType=multipart", content=body, headers=headers)
    assert made.status_code == 200, made.text
    return str(made.json()["id"])


def _png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 3), "navy").save(made, "PNG")
    return made.getvalue()


def test_folders_files_and_who_has_access_are_shown(place: Place) -> None:
    visitor = place.visitor(FIRST)
    page = visitor.text("/berkas")
    assert f'href="/lembar/{place.ids["book"]}"' in page and f'href="/berkas/{place.ids["folder"]}"' in page
    access = visitor.text(f"/berkas/{place.ids['book']}")
    assert all(each in access for each in (SECRETARY, CHAIR, "Editor", "Pemilik"))
    assert "Buku Kerja KIPP" in place.visitor(CHAIR).text("/berkas?bagian=dibagikan")


def test_text_is_previewed_as_text_whatever_it_holds(place: Place) -> None:
    file = _file(place, f"{HOSTILE}.html", "text/html", HOSTILE.encode())
    visitor = place.visitor(FIRST)
    for path in ("/berkas", f"/berkas/{file}"):
        assert HOSTILE not in (page := visitor.text(path)) and "&lt;script&gt;" in page
    assert visitor.get(f"/berkas/{file}/lihat").status_code == 404
    kept = visitor.get(f"/berkas/{file}/isi")
    assert kept.content == HOSTILE.encode() and kept.headers["content-type"] == "application/octet-stream"
    assert (
        kept.headers["content-disposition"].startswith("attachment;")
        and "sandbox" in kept.headers["content-security-policy"]
    )


def test_pictures_and_pdfs_are_shown_as_what_their_bytes_are(place: Place) -> None:
    visitor = place.visitor(FIRST)
    picture = _file(place, "foto.jpg", "image/jpeg", _png())
    assert f'<img class="gambar" src="/berkas/{picture}/lihat"' in visitor.text(f"/berkas/{picture}")
    shown = visitor.get(f"/berkas/{picture}/lihat")
    assert (shown.headers["content-type"], shown.headers["x-content-type-options"]) == ("image/png", "nosniff")
    assert shown.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    false = _file(place, "palsu.png", "image/png", b"<script>alert(1)</script>")
    assert "tidak memiliki pratinjau" in visitor.text(f"/berkas/{false}")
    assert visitor.get(f"/berkas/{false}/lihat").status_code == 404
    pdf = _file(place, *PDF[:1], PDF[2], PDF[1])
    assert f'src="/berkas/{pdf}/lihat"' in visitor.text(f"/berkas/{pdf}")
    assert visitor.get(f"/berkas/{pdf}/lihat").headers["content-type"] == "application/pdf"


def test_what_is_not_shared_is_not_there(place: Place) -> None:
    visitor = place.visitor(AGENCY)
    for file in (place.ids["folder"], place.ids["book"], "tidak-ada-sama-sekali"):
        for end in ("", "/isi", "/lihat"):
            assert visitor.get(f"/berkas/{file}{end}").status_code == 404


def _submit(visitor: Visitor, place: Place, texts: dict[str, Any], *files: Any) -> httpx.Response:
    path = f"/formulir/{place.ids['form']}"
    visitor.get(path)
    return visitor.post(path, texts, files=[("q-a4", each) for each in files] or [("q-a4", ("", b"", ""))])


def test_a_form_is_filled_in_with_a_file_and_the_answer_appears(place: Place) -> None:
    place.api("PUT", "/_rehearsal/clock", {"now": "2027-05-07T08:00:00Z"})
    agency = place.visitor(AGENCY)
    assert place.ids["form"] in agency.text("/formulir") and "/jawaban" not in agency.text("/formulir")
    answer = _submit(agency, place, GOOD, PDF)
    assert (answer.status_code, answer.headers["location"]) == (303, "/formulir")
    assert "Jawaban Anda telah dicatat." in agency.text("/formulir")
    found = place.api("GET", f"/v1/forms/{place.ids['form']}/responses")["responses"]
    file = found[0]["answers"]["a4"]["fileUploadAnswers"]["answers"][0]
    assert len(found) == 1 and found[0]["respondentEmail"] == AGENCY
    assert found[0]["lastSubmittedTime"] == "2027-05-07T08:00:00.000Z"
    assert found[0]["answers"]["a3"]["textAnswers"] == {"answers": [{"value": "2025-02-03"}]}
    assert (file["fileName"], file["mimeType"]) == ("naskah - Dinas Kesehatan.pdf", "application/pdf")
    stored = place.api("GET", f"/drive/v3/files/{file['fileId']}", fields="parents,ownedByMe,size")
    assert stored == {"parents": [place.ids["folder"]], "ownedByMe": True, "size": str(len(PDF[1]))}
    page = place.visitor(FIRST).text(f"/formulir/{place.ids['form']}/jawaban")
    assert "Perahu Sehat" in page and f'href="/berkas/{file["fileId"]}"' in page and AGENCY in page


@pytest.mark.parametrize(
    ("texts", "files", "why"),
    [
        ({"q-a1": ""}, [PDF], "Pertanyaan ini wajib dijawab."),
        ({"q-a2": "Lain"}, [PDF], "Pilihan itu tidak ada pada formulir."),
        ({"q-a3": "kemarin"}, [PDF], "Tanggal atau jam tidak sah."),
        ({}, [], "Unggah berkas untuk pertanyaan ini."),
        ({}, [PDF, PDF], "Paling banyak 1 berkas."),
        ({}, [("besar.pdf", b"x" * 5001, "application/pdf")], "Setiap berkas paling besar"),
        ({}, [("jahat.exe", b"MZ", "application/pdf")], "Jenis berkas yang diterima: .pdf."),
    ],
)
def test_an_answer_that_does_not_fit_comes_back_with_the_reason(
    place: Place, texts: dict[str, str], files: list[Any], why: str
) -> None:
    answer = _submit(place.visitor(AGENCY), place, GOOD | texts, *files)
    assert answer.status_code == 400 and why in answer.text
    assert place.api("GET", f"/v1/forms/{place.ids['form']}/responses") == {}
    assert place.api("GET", "/drive/v3/files", q=f"'{place.ids['folder']}' in parents")["files"] == []


def test_hostile_answers_and_file_names_stay_text(place: Place) -> None:
    name = "../../<script>alert(1)</script>.pdf"
    assert (
        _submit(place.visitor(AGENCY), place, GOOD | {"q-a1": HOSTILE}, (name, b"%PDF-", "text/html")).status_code
        == 303
    )
    page = place.visitor(FIRST).text(f"/formulir/{place.ids['form']}/jawaban")
    assert "<script" not in page and "<img" not in page and "&lt;script&gt;" in page
    file = place.api("GET", "/drive/v3/files", q=f"'{place.ids['folder']}' in parents")["files"][0]
    assert "/" not in file["name"] and ".." not in file["name"] and file["mimeType"] == "application/pdf"


def test_a_closed_form_takes_nothing(place: Place) -> None:
    publish(place, place.ids["form"], taking=False)
    visitor = place.visitor(AGENCY)
    visitor.get("/surat/tulis")
    assert place.ids["form"] not in visitor.text("/formulir")
    assert "tidak lagi menerima jawaban" in visitor.text(f"/formulir/{place.ids['form']}")
    visitor.get("/surat/tulis")
    answer = visitor.post(f"/formulir/{place.ids['form']}", GOOD, files=[("q-a4", PDF)])
    assert answer.status_code == 403 and "tidak lagi menerima jawaban" in answer.text
    assert place.api("GET", f"/v1/forms/{place.ids['form']}/responses") == {}


def test_only_its_owner_reads_what_came_in(place: Place) -> None:
    assert place.visitor(AGENCY).get(f"/formulir/{place.ids['form']}/jawaban").status_code == 403


def test_the_forms_public_address_leads_here(place: Place) -> None:
    here = links.target(place.ids["responder"])
    answer = place.visitor(AGENCY).get(here)
    assert answer.headers["location"] == f"/formulir/{place.ids['form']}"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://docs.google.com/spreadsheets/d/1abcdefghij/edit#gid=7", "/lembar/1abcdefghij/7"),
        ("https://docs.google.com/spreadsheets/d/1abcdefghij", "/lembar/1abcdefghij"),
        ("https://drive.google.com/drive/folders/1abcdefghij?usp=sharing", "/berkas/1abcdefghij"),
        ("https://drive.google.com/file/d/1abcdefghij/view", "/berkas/1abcdefghij"),
        ("https://drive.google.com/open?id=1abcdefghij", "/berkas/1abcdefghij"),
        ("https://docs.google.com/forms/d/1abcdefghij/edit", "/formulir/1abcdefghij"),
        ("https://opd.example/x", "https://opd.example/x"),
        ("https://docs.google.com.jahat.example/spreadsheets/d/1abcdefghij", "https://docs.google.com.jahat.example/spreadsheets/d/1abcdefghij"),
        ("javascript:alert(1)", None), ("data:text/html,x", None), ("//jahat.example", None), ("http://[x", None),
    ],
)  # fmt: skip
def test_an_address_leads_to_a_page_of_this_server_or_stays_what_it_is(address: str, page: str | None) -> None:
    assert links.target(address) == page


def test_addresses_inside_a_text_are_found() -> None:
    assert links.pieces("lihat https://opd.example/a. Lalu") == [
        ("lihat ", None), ("https://opd.example/a", "https://opd.example/a"), (". Lalu", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "kept"),
    [("C:\\data\\a.pdf", "a.pdf"), ("../../etc/passwd", "passwd"), ("a\x00\u202eb.pdf", "ab.pdf"), ("/", "tanpa nama")],
)
def test_a_file_name_is_bare(given: str, kept: str) -> None:
    assert fields.bare(given) == kept


def test_a_page_of_a_form_lists_every_question_once(place: Place) -> None:
    page = place.visitor(AGENCY).text(f"/formulir/{place.ids['form']}")
    assert re.findall(r'name="q-(\w+)"', page) == ["a1", "a2", "a3", "a4"]
    assert 'accept=".pdf"' in page and AGENCY in page
