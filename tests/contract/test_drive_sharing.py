"""Drive: who may do what, what was said about a file, what changed, and drives that are shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .account import SHEET
from .conftest import refused

if TYPE_CHECKING:
    from .account import Account


def _share(account: Account, file: str, address: str, role: str, **more: Any) -> str:
    body = {"type": "user", "role": role, "emailAddress": address}
    request = account.drive.permissions().create(fileId=file, body=body, sendNotificationEmail=False, **more)
    return str(request.execute()["id"])


@pytest.mark.covers(
    "drive.permissions.create", "drive.permissions.get", "drive.permissions.list", "drive.permissions.update",
    "drive.permissions.delete",
)  # fmt: skip
def test_rights_are_given_changed_and_taken_away(account: Account) -> None:
    if account.other is None:
        pytest.skip("no PANITIA_LIVE_OTHER: nobody to share a file with")
    file, permissions = account.file(), account.drive.permissions()
    made = permissions.create(
        fileId=file, sendNotificationEmail=False, body={"type": "user", "role": "reader", "emailAddress": account.other}
    ).execute()
    assert made == {"kind": "drive#permission", "id": made["id"], "type": "user", "role": "reader"}
    at = {"fileId": file, "permissionId": made["id"]}
    assert permissions.update(**at, body={"role": "writer"}).execute()["role"] == "writer"
    shown = permissions.get(**at, fields="role,emailAddress").execute()
    assert shown == {"role": "writer", "emailAddress": account.other}
    listed = permissions.list(fileId=file, fields="permissions(role)").execute()["permissions"]
    assert sorted(each["role"] for each in listed) == ["owner", "writer"]
    assert permissions.delete(**at).execute() == ""
    status, error = refused(permissions.get(**at).execute)
    assert (status, error["errors"][0]["reason"]) == (404, "notFound")


def test_a_link_opens_a_file_to_anyone(account: Account, robot: Account) -> None:
    file = account.file()
    made = account.drive.permissions().create(fileId=file, body={"type": "anyone", "role": "reader"}).execute()
    assert (made["id"], made["type"], made["role"]) == ("anyoneWithLink", "anyone", "reader")
    account.soon(lambda: robot.drive.files().get(fileId=file).execute()["name"], "berkas")


def test_a_hidden_file_is_not_there_and_a_shown_one_is_not_to_be_changed(account: Account, robot: Account) -> None:
    file, book = account.file(), account.book()
    status, error = refused(robot.drive.files().get(fileId=file).execute)
    assert (status, error["message"]) == (404, f"File not found: {file}.")
    status, error = refused(robot.sheets.get(spreadsheetId=book).execute)
    assert (status, error["message"], error["status"]) == (403, "The caller does not have permission", "PERMISSION_DENIED")
    for each in (file, book):
        _share(account, each, robot.key["client_email"], "reader")
    assert robot.drive.files().get(fileId=file).execute()["name"] == "berkas"
    status, error = refused(robot.drive.files().update(fileId=file, body={"name": "x"}).execute)
    assert (status, error["errors"][0]["reason"]) == (403, "insufficientFilePermissions")
    status, error = refused(lambda: robot.type_in(book, "A1", [["x"]]))
    assert (status, error["status"]) == (403, "PERMISSION_DENIED")


@pytest.mark.behaviour(16)
def test_a_service_account_has_no_room_of_its_own(robot: Account) -> None:
    status, error = refused(robot.drive.files().create(body={"name": "x"}).execute)
    assert (status, error["errors"][0]["reason"], error["message"]) == (
        403, "storageQuotaExceeded",
        "Service Accounts do not have storage quota. Leverage shared drives "
        "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation "
        "(http://support.google.com/a/answer/7281227) instead.",
    )  # fmt: skip


@pytest.mark.behaviour(16)
@pytest.mark.covers("drive.drives.create", "drive.drives.get", "drive.drives.list", "drive.drives.update",
                    "drive.drives.hide", "drive.drives.unhide", "drive.drives.delete")  # fmt: skip
def test_what_lies_in_a_shared_drive_is_there_for_those_who_ask(account: Account) -> None:
    if not account.drive.about().get(fields="canCreateDrives").execute().get("canCreateDrives"):
        pytest.skip("this account makes no shared drives")
    drives, word = account.drive.drives(), account.mark()
    made = drives.create(requestId=word, body={"name": word}).execute()
    at, files, all_drives = {"driveId": made["id"]}, account.drive.files(), {"supportsAllDrives": True}
    assert made == {"kind": "drive#drive", "id": made["id"], "name": word}
    assert refused(drives.create(requestId=word, body={"name": word}).execute)[0] == 409
    file = files.create(body={"name": "x", "parents": [made["id"]]}, **all_drives).execute()["id"]
    assert refused(files.get(fileId=file).execute)[0] == 404
    shown = files.get(fileId=file, fields="driveId,owners", **all_drives).execute()
    assert shown == {"driveId": made["id"]}
    within = {"corpora": "drive", **at, "includeItemsFromAllDrives": True, **all_drives}
    account.soon(lambda: [each["id"] for each in files.list(**within).execute()["files"]], [file])
    assert drives.get(**at, fields="name").execute() == {"name": word}
    account.soon(lambda: made["id"] in [each["id"] for each in drives.list(pageSize=100).execute()["drives"]], True)
    assert drives.update(**at, body={"name": f"{word} 2"}).execute()["name"] == f"{word} 2"
    assert drives.hide(**at, fields="hidden").execute() == {"hidden": True}
    assert drives.unhide(**at, fields="hidden").execute() == {"hidden": False}
    files.delete(fileId=file, **all_drives).execute()
    assert drives.delete(**at).execute() == ""


@pytest.mark.covers("drive.about.get")
def test_the_account_tells_about_itself_what_it_is_asked(account: Account) -> None:
    shown = account.drive.about().get(fields="user(emailAddress,me),storageQuota(usage),exportFormats").execute()
    assert shown["user"] == {"emailAddress": account.address, "me": True}
    assert shown["storageQuota"]["usage"].isdigit()
    assert "text/csv" in shown["exportFormats"][SHEET]
    status, error = refused(account.drive.about().get().execute)
    assert (status, error["errors"][0]["reason"], error["errors"][0]["location"]) == (400, "required", "fields")


@pytest.mark.covers("drive.changes.getStartPageToken", "drive.changes.list")
def test_changes_are_told_from_a_token_on(account: Account) -> None:
    token = account.drive.changes().getStartPageToken().execute()["startPageToken"]
    file = account.file("baru")

    def told() -> dict[str, bool]:
        seen, at = {}, token
        while at is not None:
            answer = account.drive.changes().list(pageToken=at, pageSize=100).execute()
            assert ("nextPageToken" in answer) != ("newStartPageToken" in answer)
            seen |= {each["fileId"]: each["removed"] for each in answer["changes"]}
            at = answer.get("nextPageToken")
        return seen

    account.soon(lambda: told().get(file), False)
    account.drive.files().delete(fileId=file).execute()
    account.soon(lambda: told().get(file), True)


@pytest.mark.covers("drive.revisions.list", "drive.revisions.get", "drive.revisions.update", "drive.revisions.delete")
def test_a_file_remembers_its_revisions(account: Account) -> None:
    import io

    from googleapiclient.http import MediaIoBaseUpload

    file, revisions = account.file(content=b"satu"), account.drive.revisions()
    media = MediaIoBaseUpload(io.BytesIO(b"dua"), "text/plain")
    account.drive.files().update(fileId=file, media_body=media).execute()
    listed = revisions.list(fileId=file, fields="revisions(id,size)").execute()["revisions"]
    assert [each["size"] for each in listed] == ["4", "3"]
    at = {"fileId": file, "revisionId": listed[0]["id"]}
    assert revisions.get_media(**at).execute() == b"satu"
    assert revisions.get(**at, fields="mimeType").execute() == {"mimeType": "text/plain"}
    assert revisions.update(**at, body={"keepForever": True}, fields="keepForever").execute() == {"keepForever": True}
    assert revisions.delete(**at).execute() == ""
    assert len(revisions.list(fileId=file).execute()["revisions"]) == 1


@pytest.mark.covers(
    "drive.comments.create", "drive.comments.get", "drive.comments.list", "drive.comments.update",
    "drive.comments.delete", "drive.replies.create", "drive.replies.get", "drive.replies.list",
    "drive.replies.update", "drive.replies.delete",
)  # fmt: skip
def test_comments_are_made_answered_resolved_and_removed(account: Account) -> None:
    comments, replies, file = account.drive.comments(), account.drive.replies(), account.file(content=b"naskah")
    assert refused(comments.list(fileId=file).execute)[0] == 400  # comments tell nothing without a mask
    made = comments.create(fileId=file, body={"content": "Kurang"}, fields="id,content,resolved").execute()
    assert made["content"] == "Kurang"
    at = {"fileId": file, "commentId": made["id"]}
    assert comments.update(**at, body={"content": "Cukup"}, fields="content").execute() == {"content": "Cukup"}
    reply = replies.create(**at, body={"content": "Baik"}, fields="id,content").execute()
    on = {**at, "replyId": reply["id"]}
    assert replies.update(**on, body={"content": "Siap"}, fields="content").execute() == {"content": "Siap"}
    assert replies.get(**on, fields="content").execute() == {"content": "Siap"}
    done = replies.create(**at, body={"action": "resolve"}, fields="action").execute()
    assert done == {"action": "resolve"}
    assert len(replies.list(**at, fields="replies(id)").execute()["replies"]) == 2
    assert comments.get(**at, fields="resolved").execute() == {"resolved": True}
    assert replies.delete(**on).execute() == ""
    assert comments.delete(**at).execute() == ""
    assert comments.list(fileId=file, fields="comments(id)").execute() == {"comments": []}
