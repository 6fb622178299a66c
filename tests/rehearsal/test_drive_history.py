"""Drive: revisions, changes, channels, comments, exports, shortcuts, sorting, the account."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from googleapiclient.http import MediaInMemoryUpload

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

FOLDER = "application/vnd.google-apps.folder"
SHEET = "application/vnd.google-apps.spreadsheet"
SHORTCUT = "application/vnd.google-apps.shortcut"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JURI = "juri@juri.example"


def _create(drive: Any, name: str, **body: Any) -> str:
    return str(drive.files().create(body={"name": name, **body}, fields="id").execute()["id"])


def _text(drive: Any, name: str, text: str) -> str:
    media = MediaInMemoryUpload(text.encode(), "text/plain")
    return str(drive.files().create(body={"name": name}, media_body=media, fields="id").execute()["id"])


def _share(drive: Any, file: str, role: str, email: str = JURI, **more: Any) -> Any:
    body = {"type": "user", "role": role, "emailAddress": email}
    return drive.permissions().create(fileId=file, body=body, sendNotificationEmail=False, **more).execute()


def test_every_state_of_a_files_bytes_is_a_revision(drive: Any) -> None:
    file = _text(drive, "a.txt", "satu")
    drive.files().update(fileId=file, media_body=MediaInMemoryUpload(b"dua!!", "text/plain")).execute()
    listed = drive.revisions().list(fileId=file, fields="kind,revisions(id,size,md5Checksum)").execute()
    assert (listed["kind"], [each["size"] for each in listed["revisions"]]) == ("drive#revisionList", ["4", "5"])
    first, last = (each["id"] for each in listed["revisions"])
    assert drive.files().get(fileId=file, fields="headRevisionId").execute() == {"headRevisionId": last}
    assert drive.revisions().get_media(fileId=file, revisionId=first).execute() == b"satu"
    assert sorted(drive.revisions().get(fileId=file, revisionId=first).execute()) == [
        "id", "kind", "mimeType", "modifiedTime"
    ]  # fmt: skip
    kept = drive.revisions().update(fileId=file, revisionId=first, body={"keepForever": True}, fields="keepForever")
    assert kept.execute() == {"keepForever": True}
    assert drive.revisions().delete(fileId=file, revisionId=last).execute() == ""
    assert drive.files().get_media(fileId=file).execute() == b"satu"
    assert refused(lambda: drive.revisions().delete(fileId=file, revisionId=first).execute())[0] == 400
    assert refused(lambda: drive.revisions().get(fileId=file, revisionId=last).execute())[0] == 404


def test_a_spreadsheet_has_a_revision_without_bytes(drive: Any) -> None:
    book = _create(drive, "Buku", mimeType=SHEET)
    found = drive.revisions().list(fileId=book, fields="*").execute()["revisions"]
    assert [(each["mimeType"], XLSX in each["exportLinks"]) for each in found] == [(SHEET, True)]
    status, error = refused(lambda: drive.revisions().get_media(fileId=book, revisionId=found[0]["id"]).execute())
    assert (status, error["errors"][0]["reason"]) == (403, "fileNotDownloadable")


def _changes(drive: Any, token: str, **query: Any) -> dict[str, Any]:
    return dict(drive.changes().list(pageToken=token, **query).execute())


def test_changes_are_told_from_a_token_on_each_file_once(world: World, drive: Any) -> None:
    world.admin("PUT", "clock", {"now": "2026-03-31T08:00:00Z"})
    _create(drive, "dahulu")
    token = drive.changes().getStartPageToken().execute()["startPageToken"]
    assert _changes(drive, token) == {"kind": "drive#changeList", "changes": [], "newStartPageToken": token}
    one, other = _create(drive, "satu"), _create(drive, "dua")
    drive.files().update(fileId=one, body={"name": "satu lagi"}).execute()
    drive.files().delete(fileId=other).execute()
    found = _changes(drive, token)
    assert found["changes"][0] == {
        "kind": "drive#change", "removed": False, "fileId": one, "time": "2026-03-31T08:00:00.000Z",
        "changeType": "file", "type": "file",
        "file": {"kind": "drive#file", "id": one, "name": "satu lagi", "mimeType": "application/octet-stream"},
    }  # fmt: skip
    assert [(each["fileId"], each["removed"], "file" in each) for each in found["changes"]] == [
        (one, False, True), (other, True, False)
    ]  # fmt: skip
    assert _changes(drive, found["newStartPageToken"])["changes"] == []
    assert len(_changes(drive, token, includeRemoved=False)["changes"]) == 1
    first = _changes(drive, token, pageSize=1)
    second = _changes(drive, first["nextPageToken"], pageSize=1)
    assert [each["fileId"] for each in first["changes"] + second["changes"]] == [one, other]
    assert "newStartPageToken" not in first and "nextPageToken" not in second
    assert refused(lambda: _changes(drive, "salah"))[0] == 400


def test_a_file_no_longer_shared_is_removed_for_that_person(world: World, drive: Any) -> None:
    other = world.service("drive", world.user(JURI))
    file = _create(drive, "rahasia")
    token = other.changes().getStartPageToken().execute()["startPageToken"]
    given = _share(drive, file, "reader")
    assert [each["fileId"] for each in _changes(other, token)["changes"]] == [file]
    assert _changes(other, token, restrictToMyDrive=True)["changes"] == []
    drive.permissions().delete(fileId=file, permissionId=given["id"]).execute()
    assert [each["removed"] for each in _changes(other, token)["changes"]] == [True]


def test_channels_are_opened_and_stopped(drive: Any) -> None:
    file = _create(drive, "a")
    body = {"id": "saluran-1", "type": "web_hook", "address": "https://panitia.example/kabar", "token": "t"}
    made = drive.files().watch(fileId=file, body=body).execute()
    assert (made["kind"], made["id"], made["token"]) == ("api#channel", "saluran-1", "t")
    assert refused(lambda: drive.files().watch(fileId=file, body=body).execute())[0] == 400
    token = drive.changes().getStartPageToken().execute()["startPageToken"]
    assert drive.changes().watch(pageToken=token, body={**body, "id": "saluran-2"}).execute()["id"] == "saluran-2"
    stop = drive.channels().stop(body={"id": "saluran-1", "resourceId": made["resourceId"]})
    assert stop.execute() == ""
    assert refused(stop.execute)[0] == 404


def test_people_comment_reply_and_resolve(world: World, drive: Any) -> None:
    other = world.service("drive", world.user(JURI, "Juri"))
    file = _create(drive, "naskah")
    _share(drive, file, "reader")
    status, error = refused(lambda: other.comments().create(fileId=file, body={"content": "?"}, fields="id").execute())
    assert (status, error["errors"][0]["reason"]) == (403, "insufficientFilePermissions")
    _share(drive, file, "commenter")
    made = other.comments().create(fileId=file, body={"content": "Kurang <jelas>"}, fields="*").execute()
    assert (made["content"], made["htmlContent"], made["author"]["displayName"], made["resolved"], made["replies"]) == (
        "Kurang <jelas>", "Kurang &lt;jelas&gt;", "Juri", False, []
    )  # fmt: skip
    assert refused(lambda: drive.comments().list(fileId=file).execute())[0] == 400
    body = {"content": "Sudah", "action": "resolve"}
    reply = drive.replies().create(fileId=file, commentId=made["id"], body=body, fields="*").execute()
    found = drive.comments().get(fileId=file, commentId=made["id"], fields="resolved,replies(id,action)").execute()
    assert found == {"resolved": True, "replies": [{"id": reply["id"], "action": "resolve"}]}
    listed = drive.replies().list(fileId=file, commentId=made["id"], fields="replies/content").execute()
    assert listed == {"replies": [{"content": "Sudah"}]}
    changed = other.comments().update(fileId=file, commentId=made["id"], body={"content": "Jelas"}, fields="content")
    assert changed.execute() == {"content": "Jelas"}
    drive.replies().delete(fileId=file, commentId=made["id"], replyId=reply["id"]).execute()
    other.comments().delete(fileId=file, commentId=made["id"]).execute()
    assert drive.comments().list(fileId=file, fields="comments(id)").execute() == {"comments": []}
    gone = drive.comments().list(fileId=file, includeDeleted=True, fields="comments(id,deleted)").execute()
    assert gone == {"comments": [{"id": made["id"], "deleted": True}]}


def test_a_spreadsheet_leaves_as_a_workbook_or_a_table(drive: Any, sheets: Any) -> None:
    book = _create(drive, "Nilai", mimeType=SHEET)
    values = {"values": [["Nama", "a<b"], [7, 2.5, True], ["=A2+1"]]}
    sheets.values().update(spreadsheetId=book, range="A1", valueInputOption="USER_ENTERED", body=values).execute()
    packed = zipfile.ZipFile(io.BytesIO(drive.files().export(fileId=book, mimeType=XLSX).execute()))
    assert packed.testzip() is None
    tab = packed.read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="B1" t="inlineStr"><is><t xml:space="preserve">a&lt;b</t></is></c>' in tab
    assert '<c r="B2"><v>2.5</v></c><c r="C2" t="b"><v>1</v></c>' in tab
    assert "<f>A2+1</f>" in tab
    tsv = drive.files().export(fileId=book, mimeType="text/tab-separated-values").execute()
    assert tsv.startswith(b"Nama\ta<b\r\n7\t2.5\tTRUE")
    assert drive.files().export(fileId=book, mimeType="application/pdf").execute().startswith(b"%PDF-")
    status, error = refused(lambda: drive.files().export(fileId=book, mimeType="image/png").execute())
    assert (status, error["message"]) == (400, "The requested conversion is not supported.")
    status, error = refused(lambda: drive.files().export(fileId=_create(drive, "x"), mimeType=XLSX).execute())
    assert (status, error["errors"][0]["reason"]) == (403, "fileNotExportable")


def test_a_shortcut_knows_its_target(drive: Any) -> None:
    target = _create(drive, "Map", mimeType=FOLDER)
    body = {"name": "Pintas", "mimeType": SHORTCUT, "shortcutDetails": {"targetId": target}}
    made = drive.files().create(body=body, fields="id,mimeType,shortcutDetails").execute()
    assert made == {
        "id": made["id"], "mimeType": SHORTCUT, "shortcutDetails": {"targetId": target, "targetMimeType": FOLDER}
    }  # fmt: skip
    found = drive.files().list(q=f"shortcutDetails.targetId = '{target}'").execute()["files"]
    assert [each["id"] for each in found] == [made["id"]]
    status, error = refused(lambda: drive.files().get_media(fileId=made["id"]).execute())
    assert (status, error["errors"][0]["reason"]) == (403, "fileNotDownloadable")
    body = {"mimeType": SHORTCUT, "shortcutDetails": {"targetId": "tidak-ada"}}
    assert refused(lambda: drive.files().create(body=body).execute())[0] == 404


def test_native_documents_take_no_reserved_ids(drive: Any) -> None:
    one, two = drive.files().generateIds(count=2).execute()["ids"]
    status, error = refused(lambda: _create(drive, "Buku", mimeType=SHEET, id=one))
    assert (status, error["message"]) == (400, "Generated IDs are not supported for Docs Editors formats.")
    assert _create(drive, "Map", mimeType=FOLDER, id=two) == two


def test_what_lies_in_a_trashed_folder_is_trashed_with_it(drive: Any) -> None:
    folder = _create(drive, "Map", mimeType=FOLDER)
    file = _create(drive, "isi", parents=[folder])
    drive.files().update(fileId=folder, body={"trashed": True}).execute()
    state = drive.files().get(fileId=file, fields="trashed,explicitlyTrashed").execute()
    assert state == {"trashed": True, "explicitlyTrashed": False}
    assert drive.files().list(q="trashed = false").execute()["files"] == []
    drive.files().emptyTrash().execute()
    assert refused(lambda: drive.files().get(fileId=file).execute())[0] == 404


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("name", ["b10", "b9", "C"]), ("name_natural desc", ["C", "b10", "b9"]), ("name_natural", ["b9", "b10", "C"]),
        ("starred,name", ["b9", "b10", "C"]), ("folder,name", ["C", "b10", "b9"]),
        ("quotaBytesUsed desc,name", ["b9", "b10", "C"]), ("createdTime", ["b9", "b10", "C"]),
    ],
)  # fmt: skip
def test_a_listing_is_sorted_as_asked(world: World, drive: Any, order: str, names: list[str]) -> None:
    for number, name in enumerate(("b9", "b10", "C")):
        world.admin("PUT", "clock", {"now": f"2026-03-0{number + 1}T00:00:00Z"})
        if name == "b9":
            drive.files().update(fileId=_text(drive, name, "isi"), body={"starred": True}).execute()
        else:
            _create(drive, name, **({"mimeType": FOLDER} if name == "C" else {}))
    assert [each["name"] for each in drive.files().list(orderBy=order).execute()["files"]] == names


def test_the_text_of_a_file_is_searched(drive: Any) -> None:
    _text(drive, "a.txt", "Posyandu keliling")
    _create(drive, "b")
    assert [each["name"] for each in drive.files().list(q="fullText contains 'posyandu'").execute()["files"]] == [
        "a.txt"
    ]


def test_the_account_tells_its_room_and_what_it_converts(drive: Any) -> None:
    _text(drive, "a.txt", "12345")
    fields = "storageQuota,canCreateDrives,exportFormats,importFormats,maxImportSizes,folderColorPalette"
    found = drive.about().get(fields=fields).execute()
    assert found["storageQuota"] == {
        "limit": str(15 * 2**30), "usage": "5", "usageInDrive": "5", "usageInDriveTrash": "0"
    }  # fmt: skip
    assert (found["canCreateDrives"], XLSX in found["exportFormats"][SHEET]) == (True, True)
