"""Drive: shared drives, groups, domains, links, and the mail that tells of a share."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

FOLDER = "application/vnd.google-apps.folder"
JURI = "juri@juri.example"
ALL = {"supportsAllDrives": True}


@pytest.fixture
def shared(drive: Any) -> str:
    """A shared drive."""
    return str(drive.drives().create(requestId="r-1", body={"name": "Arsip"}).execute()["id"])


def _create(drive: Any, name: str, **body: Any) -> str:
    return str(drive.files().create(body={"name": name, **body}, fields="id", **ALL).execute()["id"])


def _names(drive: Any, **query: Any) -> list[str]:
    return [each["name"] for each in drive.files().list(**query).execute()["files"]]


def test_a_shared_drive_is_made_once_per_request(drive: Any, shared: str) -> None:
    assert drive.drives().list().execute() == {
        "kind": "drive#driveList", "drives": [{"kind": "drive#drive", "id": shared, "name": "Arsip"}]
    }  # fmt: skip
    status, error = refused(lambda: drive.drives().create(requestId="r-1", body={"name": "Arsip"}).execute())
    assert (status, error["errors"][0]["reason"]) == (409, "duplicate")
    drive.drives().update(
        driveId=shared, body={"name": "Arsip 2026", "restrictions": {"domainUsersOnly": True}}
    ).execute()
    shown = drive.drives().get(driveId=shared, fields="name,restrictions/domainUsersOnly").execute()
    assert shown == {"name": "Arsip 2026", "restrictions": {"domainUsersOnly": True}}
    assert drive.drives().hide(driveId=shared, fields="hidden").execute() == {"hidden": True}
    assert drive.drives().unhide(driveId=shared, fields="hidden").execute() == {"hidden": False}


def test_items_of_a_shared_drive_are_there_for_those_who_ask(drive: Any, shared: str) -> None:
    file = _create(drive, "Naskah", parents=[shared])
    shown = drive.files().get(fileId=file, fields="driveId,parents,ownedByMe,owners,shared", **ALL).execute()
    assert shown == {"driveId": shared, "parents": [shared], "ownedByMe": False, "shared": True}
    assert refused(lambda: drive.files().get(fileId=file).execute())[0] == 404
    assert refused(lambda: drive.files().create(body={"parents": [shared]}).execute())[0] == 404
    assert _names(drive) == []
    assert _names(drive, includeItemsFromAllDrives=True, **ALL) == ["Naskah"]
    wanted = {"corpora": "drive", "driveId": shared, "includeItemsFromAllDrives": True}
    assert _names(drive, **wanted, **ALL) == ["Naskah"]
    assert refused(lambda: drive.files().list(corpora="drive", driveId=shared).execute())[0] == 403
    status, error = refused(lambda: drive.drives().delete(driveId=shared).execute())
    assert (status, error["message"]) == (403, "A shared drive with items in it cannot be deleted.")
    drive.files().delete(fileId=file, **ALL).execute()
    drive.drives().delete(driveId=shared).execute()
    assert refused(lambda: drive.drives().get(driveId=shared).execute())[0] == 404


def test_a_members_role_holds_all_the_way_down(world: World, drive: Any, shared: str) -> None:
    other = world.service("drive", world.user(JURI))
    folder = _create(drive, "Map", mimeType=FOLDER, parents=[shared])
    file = _create(drive, "Naskah", parents=[folder])
    assert refused(lambda: other.files().get(fileId=file, **ALL).execute())[0] == 404
    body = {"type": "user", "role": "fileOrganizer", "emailAddress": JURI}
    drive.permissions().create(fileId=shared, body=body, sendNotificationEmail=False, **ALL).execute()
    listed = drive.permissions().list(fileId=file, fields="permissions(role,permissionDetails)", **ALL).execute()
    assert listed["permissions"][1] == {"role": "fileOrganizer", "permissionDetails": [
        {"permissionType": "member", "role": "fileOrganizer", "inherited": True, "inheritedFrom": shared}
    ]}  # fmt: skip
    assert other.files().update(fileId=file, body={"trashed": True}, **ALL).execute()["name"] == "Naskah"
    assert refused(lambda: other.drives().update(driveId=shared, body={"name": "x"}).execute())[0] == 403
    status, error = refused(
        lambda: drive.permissions().create(fileId=shared, body={**body, "role": "owner"}, **ALL).execute()
    )
    assert (status, error["errors"][0]["reason"]) == (400, "invalidSharingRequest")


def test_a_file_moved_into_a_shared_drive_belongs_to_nobody(drive: Any, shared: str) -> None:
    file = _create(drive, "Naskah")
    root = drive.files().get(fileId="root", fields="id").execute()["id"]
    moved = drive.files().update(fileId=file, addParents=shared, removeParents=root, fields="driveId,owners", **ALL)
    assert moved.execute() == {"driveId": shared}
    back = drive.files().update(fileId=file, addParents=root, removeParents=shared, fields="driveId,ownedByMe", **ALL)
    assert back.execute() == {"ownedByMe": True}


def test_a_service_account_may_fill_a_shared_drive(world: World, drive: Any, shared: str) -> None:
    _, made = world.admin("POST", "users", {"service_account": "robot@p.iam.gserviceaccount.com"})
    robot = world.service("drive", made["token"])
    body = {"type": "user", "role": "writer", "emailAddress": made["email"]}
    drive.permissions().create(fileId=shared, body=body, **ALL).execute()
    assert refused(lambda: robot.files().create(body={"name": "x"}).execute())[0] == 403
    assert robot.files().create(body={"name": "x", "parents": [shared]}, **ALL).execute()["name"] == "x"


def test_what_is_shared_with_a_group_is_shared_with_its_members(world: World, drive: Any) -> None:
    other = world.service("drive", world.user(JURI))
    group = {"email": "tim@panitia.example", "members": ["inti@panitia.example"]}
    assert world.admin("POST", "groups", group)[0] == 200
    assert world.admin("POST", "groups", {"email": "inti@panitia.example", "members": [JURI]})[0] == 200
    file = _create(drive, "Naskah")
    body = {"type": "group", "role": "commenter", "emailAddress": "tim@panitia.example"}
    drive.permissions().create(fileId=file, body=body, sendNotificationEmail=False).execute()
    assert other.files().get(fileId=file, fields="capabilities(canComment,canEdit)").execute() == {
        "capabilities": {"canComment": True, "canEdit": False}
    }
    assert _names(other, q="sharedWithMe") == ["Naskah"]
    world.admin("POST", "groups", {"email": "inti@panitia.example", "members": []})
    assert refused(lambda: other.files().get(fileId=file).execute())[0] == 404
    assert world.admin("POST", "groups", {"email": "x", "members": []})[0] == 400


def test_a_link_opens_a_file_but_does_not_list_it(world: World, drive: Any) -> None:
    other = world.service("drive", world.user(JURI))
    file = _create(drive, "Naskah")
    made = drive.permissions().create(fileId=file, body={"type": "anyone", "role": "reader"}).execute()
    assert (made["id"], made["type"], made["role"]) == ("anyoneWithLink", "anyone", "reader")
    assert other.files().get(fileId=file).execute()["name"] == "Naskah"
    assert _names(other) == []
    assert refused(lambda: other.files().update(fileId=file, body={"name": "x"}).execute())[0] == 403


def test_a_domain_finds_what_is_shared_with_it(world: World, drive: Any) -> None:
    inside, outside = (world.service("drive", world.user(who)) for who in ("a@opd.example", JURI))
    file = _create(drive, "Naskah")
    body = {"type": "domain", "role": "reader", "domain": "opd.example", "allowFileDiscovery": True}
    drive.permissions().create(fileId=file, body=body).execute()
    assert (_names(inside), _names(outside)) == (["Naskah"], [])


def test_a_share_is_told_by_mail_unless_that_is_declined(world: World, drive: Any) -> None:
    other = world.service("gmail", world.user(JURI))
    folder = _create(drive, "Usulan 7", mimeType=FOLDER)
    body = {"type": "user", "role": "writer", "emailAddress": JURI}
    drive.permissions().create(fileId=folder, body=body, sendNotificationEmail=False).execute()
    assert other.users().messages().list(userId="me").execute() == {"resultSizeEstimate": 0}
    drive.permissions().create(fileId=folder, body=body, emailMessage="Mohon dinilai.").execute()
    (found,) = other.users().messages().list(userId="me", q="from:drive-shares-dm-noreply").execute()["messages"]
    shown = other.users().messages().get(userId="me", id=found["id"]).execute()
    heads = {each["name"]: each["value"] for each in shown["payload"]["headers"]}
    assert heads["Subject"] == 'Folder shared with you: "Usulan 7"'
    text = base64.urlsafe_b64decode(shown["payload"]["body"]["data"]).decode()
    assert ("Mohon dinilai." in text, f"folders/{folder}" in text) == (True, True)


def test_a_commenter_reads_a_spreadsheet_and_a_form_but_changes_neither(world: World, drive: Any, forms: Any) -> None:
    token = world.user(JURI)
    book = _create(drive, "Buku", mimeType="application/vnd.google-apps.spreadsheet")
    form = forms.create(body={"info": {"title": "Usulan"}}).execute()["formId"]
    for file in (book, form):
        body = {"type": "user", "role": "commenter", "emailAddress": JURI}
        drive.permissions().create(fileId=file, body=body, sendNotificationEmail=False).execute()
    values = world.service("sheets", token).spreadsheets().values()
    assert values.get(spreadsheetId=book, range="A1").execute()["majorDimension"] == "ROWS"
    update = values.update(spreadsheetId=book, range="A1", valueInputOption="RAW", body={"values": [["x"]]})
    status, error = refused(update.execute)
    assert (status, error["status"]) == (403, "PERMISSION_DENIED")
    other = world.service("forms", token).forms()
    change = {"requests": [{"updateFormInfo": {"info": {"title": "x"}, "updateMask": "title"}}]}
    assert refused(lambda: other.batchUpdate(formId=form, body=change).execute())[0] == 403


@pytest.mark.parametrize("mime", ["text/plain", FOLDER, "application/vnd.google-apps.spreadsheet"])
def test_every_field_of_a_file_is_one_of_googles(drive: Any, shared: str, mime: str) -> None:
    own, common = _create(drive, "a", mimeType=mime), _create(drive, "b", mimeType=mime, parents=[shared])
    mine = drive.files().get(fileId=own, fields="*").execute()
    theirs = drive.files().get(fileId=common, fields="*", **ALL).execute()
    assert ("owners" in mine, "driveId" in mine, "owners" in theirs, theirs["driveId"]) == (True, False, False, shared)
    listed = drive.files().list(fields="*", corpora="allDrives", includeItemsFromAllDrives=True, **ALL).execute()
    assert {each["id"] for each in listed["files"]} == {own, common}
