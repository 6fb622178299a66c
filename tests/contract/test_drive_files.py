"""Drive: files, folders, shortcuts, listings, content up and down."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from googleapiclient.http import MediaIoBaseDownload, MediaIoBaseUpload

from .account import FOLDER, SHEET, SHORTCUT
from .conftest import refused

if TYPE_CHECKING:
    from .account import Account

CHUNK = 256 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.behaviour(11)
@pytest.mark.covers("drive.files.create", "drive.files.get")
def test_a_file_shows_four_fields_unless_asked_for_more(account: Account) -> None:
    body = {"name": "berkas", "parents": [account.folder], "mimeType": "text/plain"}
    made = account.drive.files().create(body=body).execute()
    assert made == {"kind": "drive#file", "id": made["id"], "name": "berkas", "mimeType": "text/plain"}
    file = account.file(content=b"12345")
    shown = account.drive.files().get(fileId=file, fields="size,version,md5Checksum,parents,trashed").execute()
    assert (shown["size"], shown["version"].isdigit(), shown["parents"], shown["trashed"]) == (
        "5", True, [account.folder], False
    )  # fmt: skip
    assert shown["md5Checksum"] == "827ccb0eea8a706c4c34a16891f84e7b"
    assert account.drive.files().get(fileId=file, fields="owners/me,capabilities(canEdit)").execute() == {
        "owners": [{"me": True}], "capabilities": {"canEdit": True}
    }  # fmt: skip
    everything = account.drive.files().get(fileId=file, fields="*").execute()
    assert {"createdTime", "modifiedTime", "permissions", "lastModifyingUser", "webViewLink"} <= set(everything)
    status, error = refused(account.drive.files().get(fileId=file, fields="id,colour").execute)
    assert (status, error["errors"][0]["reason"], error["errors"][0]["location"]) == (
        400, "invalidParameter", "fields"
    )  # fmt: skip
    assert error["message"] == "Invalid field selection colour"


@pytest.mark.behaviour(12)
@pytest.mark.covers("drive.files.list", "drive.files.update", "drive.files.delete")
def test_a_listing_has_trashed_files_and_files_of_one_name(account: Account) -> None:
    folder = account.file("map", mime=FOLDER)
    here = f"'{folder}' in parents"

    def listed(query: str) -> list[str]:
        return sorted(each["id"] for each in account.drive.files().list(q=query).execute()["files"])

    assert account.drive.files().list(q=here).execute() == {
        "kind": "drive#fileList", "incompleteSearch": False, "files": []
    }  # fmt: skip
    first, second = account.file("sama", parents=[folder]), account.file("sama", parents=[folder])
    account.soon(lambda: listed(here), sorted([first, second]))
    account.soon(lambda: listed(f"{here} and name = 'sama'"), sorted([first, second]))
    before = account.drive.files().get(fileId=first, fields="modifiedTime").execute()
    after = account.drive.files().update(fileId=first, body={"trashed": True}, fields="trashed,modifiedTime").execute()
    assert after == {"trashed": True, **before}
    assert listed(here) == sorted([first, second])
    account.soon(lambda: listed(f"{here} and trashed = false"), [second])
    account.drive.files().update(fileId=first, body={"trashed": False}).execute()
    assert account.drive.files().delete(fileId=first).execute() == ""
    status, error = refused(account.drive.files().get(fileId=first).execute)
    text = f"File not found: {first}."
    assert (status, json.dumps(error)) == (404, json.dumps({
        "errors": [{"domain": "global", "reason": "notFound", "message": text, "locationType": "parameter", "location": "fileId"}],
        "code": 404, "message": text,
    }))  # fmt: skip


@pytest.mark.behaviour(13)
@pytest.mark.covers("drive.files.generateIds")
def test_a_reserved_id_makes_one_file(account: Account) -> None:
    made = account.drive.files().generateIds(count=2).execute()
    assert (made["kind"], made["space"], len(made["ids"])) == ("drive#generatedIds", "drive", 2)
    one = made["ids"][0]
    assert account.file("sekali", b"a", id=one) == one
    status, error = refused(lambda: account.file("sekali", b"a", id=one))
    assert (status, error["message"], error["errors"][0]["reason"]) == (
        409, "A file already exists with the provided ID.", "fileIdInUse"
    )  # fmt: skip
    status, error = refused(lambda: account.file("buku", mime=SHEET, id=made["ids"][1]))
    assert status == 400


@pytest.mark.behaviour(14)
def test_a_file_moves_by_adding_and_removing_parents(account: Account) -> None:
    one, two, file = account.file("satu", mime=FOLDER), account.file("dua", mime=FOLDER), account.file()
    assert account.root != "root"
    status, error = refused(account.drive.files().update(fileId=file, body={"parents": [one]}).execute)
    assert (status, error["errors"][0]["reason"]) == (403, "fieldNotWritable")
    update = account.drive.files().update
    moved = update(fileId=file, addParents=one, removeParents=account.folder, fields="parents").execute()
    assert moved == {"parents": [one]}
    assert update(fileId=file, addParents=two, removeParents=one, fields="parents").execute() == {"parents": [two]}
    renamed = update(fileId=file, body={"name": "baru", "description": "x", "starred": True}).execute()
    assert renamed["name"] == "baru"


@pytest.fixture(scope="module")
def shelf(account: Account) -> str:
    """A folder with files to list."""
    folder = account.file("rak", mime=FOLDER)
    account.file("laporan akhir", b"a", parents=[folder], appProperties={"usulan": "7"}, properties={"tahap": "1"})
    account.file("laporan b'ku", b"bb", "application/pdf", parents=[folder], starred=True)
    account.file("gambar", b"ccc", "image/png", parents=[folder], appProperties={"usulan": "8"})
    account.file("anak", mime=FOLDER, parents=[folder])
    account.soon(lambda: len(account.drive.files().list(q=f"'{folder}' in parents").execute()["files"]), 4)
    return folder


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("name = 'gambar'", ["gambar"]), ("name != 'gambar'", ["anak", "laporan akhir", "laporan b'ku"]),
        ("name contains 'lapor'", ["laporan akhir", "laporan b'ku"]), ("name contains 'poran'", []),
        ("name = 'laporan b\\'ku'", ["laporan b'ku"]), (f"mimeType = '{FOLDER}'", ["anak"]),
        (f"mimeType != '{FOLDER}'", ["gambar", "laporan akhir", "laporan b'ku"]), ("mimeType contains 'image/'", ["gambar"]),
        ("appProperties has { key='usulan' and value='7' }", ["laporan akhir"]),
        ("properties has { key='tahap' and value='1' }", ["laporan akhir"]), ("starred = true", ["laporan b'ku"]),
        ("(name = 'anak' or name = 'gambar')", ["anak", "gambar"]), ("not name contains 'laporan'", ["anak", "gambar"]),
        ("modifiedTime > '2020-01-01T00:00:00'", ["anak", "gambar", "laporan akhir", "laporan b'ku"]),
        ("createdTime < '2020-01-01T00:00:00Z'", []), ("'me' in owners", ["anak", "gambar", "laporan akhir", "laporan b'ku"]),
        ("trashed = true", []), ("visibility = 'anyoneWithLink'", []),
    ],
)  # fmt: skip
def test_a_query_finds(account: Account, shelf: str, query: str, names: list[str]) -> None:
    def listed() -> list[str]:
        found = account.drive.files().list(q=f"'{shelf}' in parents and {query}", orderBy="name").execute()["files"]
        return [each["name"] for each in found]

    account.soon(listed, names)


def test_a_query_that_says_nothing_is_refused(account: Account) -> None:
    for query in ("name == 'x'", "colour = 'red'", "name ="):
        status, error = refused(account.drive.files().list(q=query).execute)
        assert (status, error["errors"][0]["reason"], error["message"]) == (400, "invalid", "Invalid Value")


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("name", ["anak", "gambar", "laporan akhir", "laporan b'ku"]),
        ("name desc", ["laporan b'ku", "laporan akhir", "gambar", "anak"]),
        ("folder,name desc", ["anak", "laporan b'ku", "laporan akhir", "gambar"]),
        ("createdTime", ["laporan akhir", "laporan b'ku", "gambar", "anak"]),
        ("quotaBytesUsed desc", ["gambar", "laporan b'ku", "laporan akhir", "anak"]),
    ],
)  # fmt: skip
def test_a_listing_is_sorted_and_comes_in_pages(account: Account, shelf: str, order: str, names: list[str]) -> None:
    request = account.drive.files().list(q=f"'{shelf}' in parents", orderBy=order, pageSize=3)
    seen, pages = [], 0
    while request is not None:
        answer = request.execute()
        seen += [each["name"] for each in answer["files"]]
        pages += 1
        request = account.drive.files().list_next(request, answer)
    assert (seen, pages) == (names, 2)
    assert refused(account.drive.files().list(pageToken="x").execute)[0] == 400


def test_properties_of_an_app_are_few_and_short(account: Account) -> None:
    file = account.file(appProperties={"kunci": "1"})
    update = account.drive.files().update
    shown = update(fileId=file, body={"appProperties": {"lain": "2", "kunci": None}}, fields="appProperties").execute()
    assert shown == {"appProperties": {"lain": "2"}}
    assert refused(update(fileId=file, body={"appProperties": {"k": "x" * 124}}).execute)[0] == 403


def test_a_shortcut_knows_its_target(account: Account) -> None:
    target = account.file("Map", mime=FOLDER)
    made = account.file("Pintas", mime=SHORTCUT, shortcutDetails={"targetId": target})
    assert account.drive.files().get(fileId=made, fields="mimeType,shortcutDetails").execute() == {
        "mimeType": SHORTCUT, "shortcutDetails": {"targetId": target, "targetMimeType": FOLDER}
    }  # fmt: skip


@pytest.mark.covers("drive.files.copy")
def test_a_file_is_copied_with_its_content(account: Account) -> None:
    file = account.file("asli", b"isi", appProperties={"kunci": "1"})
    body = {"name": "salinan", "parents": [account.folder]}
    made = account.drive.files().copy(fileId=file, body=body, fields="id,name,appProperties").execute()
    assert made == {"id": made["id"], "name": "salinan", "appProperties": {"kunci": "1"}}
    assert account.drive.files().get_media(fileId=made["id"]).execute() == b"isi"


@pytest.mark.parametrize("resumable", [False, True])
@pytest.mark.behaviour(15)
def test_content_goes_up_and_down(account: Account, resumable: bool) -> None:
    data = bytes(range(256)) * 2_100  # three chunks
    body = {"name": "naskah.bin", "parents": [account.folder]}
    media = MediaIoBaseUpload(io.BytesIO(data), "application/octet-stream", CHUNK, resumable=resumable)
    request = account.drive.files().create(body=body, media_body=media, fields="id,size")
    made = None
    if resumable:
        progress = []
        while made is None:
            status, made = request.next_chunk()
            progress.append(status.resumable_progress if status else None)
        assert progress == [CHUNK, 2 * CHUNK, None]
    else:
        made = request.execute()
    assert made == {"id": made["id"], "size": str(len(data))}
    assert account.drive.files().get_media(fileId=made["id"]).execute() == data
    target = io.BytesIO()
    download, done = MediaIoBaseDownload(target, account.drive.files().get_media(fileId=made["id"]), CHUNK), False
    while not done:
        _, done = download.next_chunk()
    assert target.getvalue() == data
    again = MediaIoBaseUpload(io.BytesIO(b""), "text/plain", resumable=resumable)
    shown = account.drive.files().update(fileId=made["id"], media_body=again, fields="size,mimeType").execute()
    assert shown == {"size": "0", "mimeType": "text/plain"}


def _head(account: Account, verb: str, url: str, body: bytes | None = None, **heads: str) -> tuple[Any, bytes]:
    headers = {name.replace("_", "-"): value for name, value in heads.items()}
    answer, content = account.http.request(url, verb, body, headers)
    return answer, content


@pytest.mark.behaviour(15)
def test_an_interrupted_upload_is_asked_how_far_it_came(account: Account) -> None:
    start = account.url("www.googleapis.com", "/upload/drive/v3/files?uploadType=resumable&fields=id,size")
    body = json.dumps({"name": "putus", "parents": [account.folder]}).encode()
    answer, _ = _head(account, "POST", start, body, Content_Type="application/json", X_Upload_Content_Type="text/plain",
                      X_Upload_Content_Length=str(CHUNK + 4))  # fmt: skip
    assert answer.status == 200
    place, total = answer["location"], CHUNK + 4
    answer, _ = _head(account, "PUT", place, b"", Content_Range=f"bytes */{total}")
    assert (answer.status, "range" in answer) == (308, False)
    answer, _ = _head(account, "PUT", place, b"x" * CHUNK, Content_Range=f"bytes 0-{CHUNK - 1}/{total}")
    assert (answer.status, answer["range"]) == (308, f"bytes=0-{CHUNK - 1}")
    answer, _ = _head(account, "PUT", place, b"", Content_Range=f"bytes */{total}")
    assert (answer.status, answer["range"]) == (308, f"bytes=0-{CHUNK - 1}")
    answer, content = _head(account, "PUT", place, b"akhr", Content_Range=f"bytes {CHUNK}-{total - 1}/{total}")
    made = json.loads(content)
    assert (answer.status, made) == (200, {"id": made["id"], "size": str(total)})
    url = account.url("www.googleapis.com", f"/drive/v3/files/{made['id']}?alt=media")
    answer, content = _head(account, "GET", url, None, Range=f"bytes={CHUNK}-")
    assert (answer.status, answer["content-range"], content) == (206, f"bytes {CHUNK}-{total - 1}/{total}", b"akhr")
    assert _head(account, "GET", url, None, Range=f"bytes={total}-")[0].status == 416


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.behaviour(15)
def test_a_multipart_upload_ends_its_lines_either_way(account: Account, end: str) -> None:
    meta = json.dumps({"name": "dua bagian", "parents": [account.folder]})
    lines = ["--batas", "Content-Type: application/json; charset=UTF-8", "", meta, "--batas",
             "Content-Type: text/plain", "", "isi\nberkas", "--batas--", ""]  # fmt: skip
    url = account.url("www.googleapis.com", "/upload/drive/v3/files?uploadType=multipart")
    kind = "multipart/related; boundary=batas"
    answer, content = _head(account, "POST", url, end.join(lines).encode(), Content_Type=kind)
    assert answer.status == 200
    assert account.drive.files().get_media(fileId=json.loads(content)["id"]).execute() == b"isi\nberkas"


@pytest.mark.covers("drive.files.export")
def test_a_spreadsheet_is_exported_not_downloaded(account: Account) -> None:
    book = account.book([["nama", "nilai"], ["SIGAP", 81.5]])
    shown = account.drive.files().get(fileId=book, fields="mimeType,md5Checksum").execute()
    assert shown == {"mimeType": SHEET}
    status, error = refused(account.drive.files().get_media(fileId=book).execute)
    assert (status, error["errors"][0]["reason"]) == (403, "fileNotDownloadable")
    csv = account.drive.files().export(fileId=book, mimeType="text/csv").execute()
    assert csv.decode() == "nama,nilai\r\nSIGAP,81.5"
    assert account.drive.files().export(fileId=book, mimeType=XLSX).execute()[:4] == b"PK\x03\x04"
    status, error = refused(account.drive.files().export(fileId=account.file(), mimeType=XLSX).execute)
    assert (status, error["errors"][0]["reason"]) == (403, "fileNotExportable")


def test_a_csv_becomes_a_spreadsheet_where_that_is_asked(account: Account) -> None:
    body = {"name": "Impor", "mimeType": SHEET, "parents": [account.folder]}
    media = MediaIoBaseUpload(io.BytesIO(b"a,1\nb,2\n"), "text/csv")
    made = account.drive.files().create(body=body, media_body=media).execute()
    assert made["mimeType"] == SHEET
    assert account.read(made["id"], "A1:B2", "UNFORMATTED_VALUE") == [["a", 1], ["b", 2]]
