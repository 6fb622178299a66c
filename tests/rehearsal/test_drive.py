"""Drive: files, uploads, search, permissions."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from googleapiclient.http import MediaInMemoryUpload, MediaIoBaseDownload, MediaIoBaseUpload

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

FOLDER = "application/vnd.google-apps.folder"
CHUNK = 256 * 1024


def _create(drive: Any, name: str, **body: Any) -> str:
    return str(drive.files().create(body={"name": name, **body}, fields="id").execute()["id"])


def _names(drive: Any, query: str = "", **more: Any) -> list[str]:
    return [each["name"] for each in drive.files().list(q=query, **more).execute()["files"]]


def test_an_answer_without_a_mask_has_four_fields(drive: Any) -> None:
    made = drive.files().create(body={"name": "Berkas"}).execute()
    assert made == {"kind": "drive#file", "id": made["id"], "name": "Berkas", "mimeType": "application/octet-stream"}
    assert drive.files().get(fileId=made["id"]).execute() == made
    assert drive.files().list().execute() == {"kind": "drive#fileList", "incompleteSearch": False, "files": [made]}


def test_a_listing_of_nothing_keeps_its_files_key(drive: Any) -> None:
    assert drive.files().list(fields="files(id)").execute() == {"files": []}


def test_numbers_are_texts_and_bad_masks_are_refused(drive: Any) -> None:
    media = MediaInMemoryUpload(b"isi", "text/plain")
    made = drive.files().create(body={"name": "a.txt"}, media_body=media, fields="size,version,md5Checksum").execute()
    assert made == {"size": "3", "version": "1", "md5Checksum": "a7a1b335247554be6612f583e32b64cb"}
    status, error = refused(lambda: drive.files().list(fields="files(id,colour)").execute())
    assert (status, error["errors"][0]["message"], error["errors"][0]["location"]) == (
        400, "Invalid field selection colour", "fields"
    )  # fmt: skip
    assert "status" not in error


def test_a_missing_file_is_named_in_drives_own_envelope(drive: Any) -> None:
    status, error = refused(lambda: drive.files().get(fileId="tidak-ada").execute())
    assert (status, error) == (404, {
        "errors": [{
            "domain": "global", "reason": "notFound", "message": "File not found: tidak-ada.",
            "locationType": "parameter", "location": "fileId",
        }],
        "code": 404, "message": "File not found: tidak-ada.",
    })  # fmt: skip


def test_root_is_an_alias_of_a_folder_with_a_real_id(drive: Any) -> None:
    root = drive.files().get(fileId="root").execute()
    assert (root["name"], root["mimeType"]) == ("My Drive", FOLDER)
    assert root["id"] != "root"
    made = _create(drive, "Arsip", mimeType=FOLDER, parents=["root"])
    assert drive.files().get(fileId=made, fields="parents").execute() == {"parents": [root["id"]]}


def test_parents_are_moved_not_written(drive: Any) -> None:
    one, other = _create(drive, "Satu", mimeType=FOLDER), _create(drive, "Dua", mimeType=FOLDER)
    file = _create(drive, "Berkas", parents=[one])
    status, error = refused(lambda: drive.files().update(fileId=file, body={"parents": [other]}).execute())
    assert (status, error["errors"][0]["reason"]) == (403, "fieldNotWritable")
    moved = drive.files().update(fileId=file, addParents=other, removeParents=one, fields="parents").execute()
    assert moved == {"parents": [other]}
    assert _names(drive, f"'{other}' in parents") == ["Berkas"]


def test_a_reserved_id_makes_one_file(drive: Any) -> None:
    made = drive.files().generateIds(count=2, space="drive").execute()
    assert (made["kind"], len(made["ids"])) == ("drive#generatedIds", 2)
    _create(drive, "Sekali", id=made["ids"][0])
    status, error = refused(lambda: _create(drive, "Sekali", id=made["ids"][0]))
    assert (status, error["errors"][0]["reason"], error["message"]) == (
        409, "fileIdInUse", "A file already exists with the provided ID."
    )  # fmt: skip
    assert _names(drive) == ["Sekali"]


@pytest.mark.parametrize(("size", "chunk"), [(0, CHUNK), (10, CHUNK), (3 * CHUNK - 7, CHUNK), (2 * CHUNK, 2 * CHUNK)])
def test_a_resumable_upload_arrives_whole(drive: Any, size: int, chunk: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    data = data[:size]
    media = MediaIoBaseUpload(io.BytesIO(data), "application/pdf", chunksize=chunk, resumable=True)
    request = drive.files().create(body={"name": "besar.pdf"}, media_body=media, fields="id,size,mimeType")
    done = None
    while done is None:
        _, done = request.next_chunk()
    assert (sorted(done), done["size"], done["mimeType"]) == (["id", "mimeType", "size"], str(size), "application/pdf")
    if not size:
        return
    got = io.BytesIO()
    download = MediaIoBaseDownload(got, drive.files().get_media(fileId=done["id"]), chunksize=CHUNK)
    finished = False
    while not finished:
        _, finished = download.next_chunk()
    assert got.getvalue() == data


def test_an_upload_says_how_far_it_has_come(world: World) -> None:
    token = world.server.token
    import http.client

    host = world.server.base.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=10)

    def send(verb: str, path: str, body: bytes, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(verb, path, body, {"Authorization": f"Bearer {token}", **named})
        answer = connection.getresponse()
        answer.read()
        return answer

    begun = send("POST", "/upload/drive/v3/files?uploadType=resumable&fields=id", b'{"name":"a"}',
                 Content_Type="application/json", X_Upload_Content_Type="text/plain")  # fmt: skip
    path = begun.headers["Location"].removeprefix(world.server.base)
    data = b"x" * (CHUNK + 5)
    part = send("PUT", path, data[:CHUNK], Content_Range=f"bytes 0-{CHUNK - 1}/*")
    assert (part.status, part.headers["Range"]) == (308, f"bytes=0-{CHUNK - 1}")
    asked = send("PUT", path, b"", Content_Range=f"bytes */{len(data)}")
    assert (asked.status, asked.headers["Range"]) == (308, f"bytes=0-{CHUNK - 1}")
    last = send("PUT", path, data[CHUNK:], Content_Range=f"bytes {CHUNK}-{len(data) - 1}/{len(data)}")
    again = send("PUT", path, b"", Content_Range=f"bytes */{len(data)}")
    assert (last.status, again.status) == (200, 200)
    connection.close()


def test_a_multipart_upload_may_end_its_lines_either_way(world: World, drive: Any) -> None:
    for end in (b"\n", b"\r\n"):
        body = end.join([
            b"--batas", b"Content-Type: application/json", b"", b'{"name":"baris"}', b"--batas",
            b"Content-Type: text/plain", b"", b"satu\r\ndua\n", b"--batas--", b"",
        ])  # fmt: skip
        status, made = world.http(
            "POST", "/upload/drive/v3/files?uploadType=multipart", body, world.server.token,
            {"Content-Type": "multipart/related; boundary=batas"},
        )  # fmt: skip
        assert (status, made["mimeType"]) == (200, "text/plain")
        assert drive.files().get_media(fileId=made["id"]).execute() == b"satu\r\ndua\n"


def test_a_range_of_a_file_can_be_fetched_and_native_files_cannot(drive: Any) -> None:
    media = MediaInMemoryUpload(b"0123456789", "text/plain")
    file = drive.files().create(body={"name": "a"}, media_body=media).execute()["id"]
    request = drive.files().get_media(fileId=file)
    request.headers["Range"] = "bytes=2-4"
    assert request.execute() == b"234"
    folder = _create(drive, "Map", mimeType=FOLDER)
    status, error = refused(lambda: drive.files().get_media(fileId=folder).execute())
    assert (status, error["errors"][0]["reason"]) == (403, "fileNotDownloadable")


def test_a_file_has_other_bytes_after_an_update(drive: Any) -> None:
    file = _create(drive, "a.txt")
    media = MediaInMemoryUpload(b"baru", "text/plain")
    changed = drive.files().update(fileId=file, media_body=media, fields="size,version,mimeType").execute()
    assert changed == {"size": "4", "version": "2", "mimeType": "text/plain"}


@pytest.fixture
def searched(world: World, drive: Any) -> dict[str, str]:
    """A folder with a few files to search for."""
    ids = {"map": _create(drive, "Usulan", mimeType=FOLDER)}
    world.admin("PUT", "clock", {"now": "2026-03-05T00:00:00Z"})
    ids["satu"] = _create(drive, "usulan_A01.pdf", mimeType="application/pdf", parents=[ids["map"]],
                          appProperties={"proposal": "1", "jenis": "sk"})  # fmt: skip
    world.admin("PUT", "clock", {"now": "2026-03-06T00:00:00Z"})
    ids["dua"] = _create(drive, "Surat O'Neil.pdf", mimeType="application/pdf", parents=[ids["map"]],
                         properties={"proposal": "2"})  # fmt: skip
    ids["tiga"] = _create(drive, "Dibuang.txt", mimeType="text/plain")
    drive.files().update(fileId=ids["tiga"], body={"trashed": True}).execute()
    world.admin("PUT", "clock", {"now": None})
    return ids


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name = 'usulan'", "map"),
        ("name contains 'usu'", "map satu"),
        ("name contains 'A01'", "satu"),
        ("name contains 'lan'", ""),
        ("name = 'Surat O\\'Neil.pdf'", "dua"),
        ('name = "Surat O\'Neil.pdf"', "dua"),
        ("mimeType = 'application/pdf'", "satu dua"),
        ("mimeType contains 'application/vnd.google'", "map"),
        ("mimeType != 'application/pdf' and trashed = false", "map"),
        ("trashed = true", "tiga"),
        ("not trashed = true", "map satu dua"),
        ("'{map}' in parents", "satu dua"),
        ("'{map}' in parents and (name contains 'Surat' or name contains 'usulan')", "satu dua"),
        ("'root' in parents and trashed = false", "map"),
        ("appProperties has {{ key='proposal' and value='1' }}", "satu"),
        ("properties has {{ key='proposal' and value='1' }}", ""),
        ("modifiedTime > '2026-03-05T12:00:00' and modifiedTime < '2026-03-07T00:00:00Z'", "dua tiga"),
        ("createdTime <= '2026-03-05T00:00:00+00:00'", "satu"),
        ("'me' in owners", "map satu dua tiga"),
        ("'juri@juri.example' in writers", ""),
    ],
)
def test_search_finds(drive: Any, searched: dict[str, str], query: str, found: str) -> None:
    names = {value: key for key, value in searched.items()}
    files = drive.files().list(q=query.format(**searched), orderBy="createdTime", fields="files(id)").execute()["files"]
    order = list(searched)
    assert " ".join(sorted((names[each["id"]] for each in files), key=order.index)) == found


@pytest.mark.parametrize("query", ["name", "name like 'x'", "name = 'x' and", "colour = 'red'", "(name = 'x'"])
def test_a_query_that_is_none_is_refused(drive: Any, query: str) -> None:
    status, error = refused(lambda: drive.files().list(q=query).execute())
    assert (status, error["errors"][0]["location"]) == (400, "q")


def test_what_is_thrown_away_is_listed_unless_the_query_says_no(drive: Any, searched: dict[str, str]) -> None:
    assert len(_names(drive)) == len(searched)
    drive.files().emptyTrash().execute()
    assert len(_names(drive)) == len(searched) - 1


def test_listings_are_sorted_and_paged(drive: Any) -> None:
    for name in ("b", "a", "c", "a"):
        _create(drive, name)
    request = drive.files().list(pageSize=3, orderBy="name")
    first = request.execute()
    second = drive.files().list_next(request, first).execute()
    assert [each["name"] for each in first["files"] + second["files"]] == ["a", "a", "b", "c"]
    assert "nextPageToken" not in second
    assert _names(drive, orderBy="name desc") == ["c", "b", "a", "a"]


def test_properties_are_merged_and_bounded(drive: Any) -> None:
    file = _create(drive, "a", appProperties={"satu": "1", "dua": "2"})
    changed = drive.files().update(
        fileId=file, body={"appProperties": {"dua": None, "tiga": "3"}}, fields="appProperties"
    )
    assert changed.execute() == {"appProperties": {"satu": "1", "tiga": "3"}}
    status, error = refused(lambda: _create(drive, "b", appProperties={"kunci": "é" * 60}))
    assert (status, error["errors"][0]["reason"]) == (403, "propertySizeLimitExceeded")


def test_a_copy_is_a_file_of_its_own(drive: Any) -> None:
    media = MediaInMemoryUpload(b"isi", "text/plain")
    file = drive.files().create(body={"name": "asli"}, media_body=media).execute()["id"]
    copied = drive.files().copy(fileId=file, body={}).execute()
    drive.files().delete(fileId=file).execute()
    assert copied["name"] == "Copy of asli"
    assert drive.files().get_media(fileId=copied["id"]).execute() == b"isi"


def test_permissions_decide_who_sees_reads_and_writes(world: World, drive: Any) -> None:
    token = world.user("juri@juri.example", "Juri Satu")
    other = world.service("drive", token)
    folder = _create(drive, "Penilaian", mimeType=FOLDER)
    file = _create(drive, "Lembar", parents=[folder])
    assert refused(lambda: other.files().get(fileId=file).execute())[0] == 404
    body = {"type": "user", "role": "reader", "emailAddress": "juri@juri.example"}
    made = drive.permissions().create(fileId=folder, body=body, sendNotificationEmail=False).execute()
    assert (made["type"], made["role"]) == ("user", "reader")
    assert other.files().get(fileId=file).execute()["name"] == "Lembar"
    assert sorted(_names(other)) == ["Lembar", "Penilaian"]
    status, error = refused(lambda: other.files().update(fileId=file, body={"name": "Baru"}).execute())
    assert (status, error["errors"][0]["reason"]) == (403, "insufficientFilePermissions")
    drive.permissions().update(fileId=folder, permissionId=made["id"], body={"role": "writer"}).execute()
    assert other.files().update(fileId=file, body={"name": "Baru"}).execute()["name"] == "Baru"
    own = other.files().create(body={"name": "Dari juri", "parents": [folder]}, fields="owners,parents").execute()
    assert own["owners"][0]["emailAddress"] == "juri@juri.example"
    assert "Dari juri" in _names(drive)
    assert refused(lambda: other.files().delete(fileId=file).execute())[0] == 403
    listed = drive.permissions().list(fileId=folder, fields="permissions(emailAddress,role,displayName)").execute()
    assert listed["permissions"][1] == {
        "emailAddress": "juri@juri.example",
        "role": "writer",
        "displayName": "Juri Satu",
    }
    drive.permissions().delete(fileId=folder, permissionId=made["id"]).execute()
    assert refused(lambda: other.files().get(fileId=file).execute())[0] == 404


def test_about_must_be_told_what_it_is_asked(drive: Any) -> None:
    assert refused(lambda: drive.about().get().execute())[0] == 400
    about = drive.about().get(fields="user/emailAddress").execute()
    assert about == {"user": {"emailAddress": "sekretariat@panitia.example"}}


def test_a_fresh_spreadsheet_and_its_copy_can_be_opened_in_sheets(drive: Any, sheets: Any) -> None:
    file = _create(drive, "Register", mimeType="application/vnd.google-apps.spreadsheet")
    values = sheets.values()
    body = {"values": [["Nomor", "Judul"], [1, "SIGAP"]]}
    values.update(spreadsheetId=file, range="A1", valueInputOption="RAW", body=body).execute()
    copied = drive.files().copy(fileId=file, body={"name": "Salinan"}).execute()["id"]
    assert sheets.get(spreadsheetId=copied, fields="properties.title").execute() == {"properties": {"title": "Salinan"}}
    assert values.get(spreadsheetId=copied, range="Sheet1").execute()["values"] == [["Nomor", "Judul"], ["1", "SIGAP"]]
    export = drive.files().export(fileId=file, mimeType="text/csv").execute()
    assert export == b"Nomor,Judul\r\n1,SIGAP"


def test_a_table_sent_as_text_becomes_a_spreadsheet(drive: Any, sheets: Any) -> None:
    media = MediaInMemoryUpload(b'a,b\n"c,d",2\n', "text/csv")
    body = {"name": "Tabel", "mimeType": "application/vnd.google-apps.spreadsheet"}
    file = drive.files().create(body=body, media_body=media).execute()["id"]
    assert sheets.values().get(spreadsheetId=file, range="Sheet1").execute()["values"] == [["a", "b"], ["c,d", "2"]]


def test_a_document_is_called_what_its_file_is_called(drive: Any, sheets: Any, forms: Any) -> None:
    book = _create(drive, "Lama", mimeType="application/vnd.google-apps.spreadsheet")
    drive.files().update(fileId=book, body={"name": "Baru"}).execute()
    assert sheets.get(spreadsheetId=book, fields="properties.title").execute() == {"properties": {"title": "Baru"}}
    change = {"updateSpreadsheetProperties": {"properties": {"title": "Terbaru"}, "fields": "title"}}
    sheets.batchUpdate(spreadsheetId=book, body={"requests": [change]}).execute()
    assert drive.files().get(fileId=book).execute()["name"] == "Terbaru"
    form = forms.create(body={"info": {"title": "Usulan"}}).execute()["formId"]
    drive.files().update(fileId=form, body={"name": "Formulir 2026"}).execute()
    assert forms.get(formId=form).execute()["info"] == {"title": "Usulan", "documentTitle": "Formulir 2026"}
