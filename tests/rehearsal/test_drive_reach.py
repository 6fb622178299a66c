"""Drive: what a program reaches with narrow scopes, hidden settings, permissions that end, and links without accounts."""

from __future__ import annotations

import urllib.request
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

SCOPE = "https://www.googleapis.com/auth/"
ANI = "ani@panitia.example"


def _create(drive: Any, name: str, **body: Any) -> str:
    return str(drive.files().create(body={"name": name, **body}, fields="id").execute()["id"])


def _from_ani(world: World, name: str, **body: Any) -> str:
    """A file that another person made and lets the first user write in."""
    ani = world.service("drive", world.user(ANI))
    made = _create(ani, name, **body)
    permission = {"type": "user", "role": "writer", "emailAddress": "sekretariat@panitia.example"}
    ani.permissions().create(fileId=made, body=permission).execute()
    return made


def _names(drive: Any, **query: Any) -> list[str]:
    return sorted(each["name"] for each in drive.files().list(**query).execute()["files"])


def _narrow(world: World, *scopes: str) -> str:
    """An access token of the first user for these scopes alone."""
    asked = {"grant_type": "refresh_token", "refresh_token": world.server.token,
             "scope": " ".join(SCOPE + each for each in scopes)}  # fmt: skip
    return str(world.http("POST", "/token", urlencode(asked).encode())[1]["access_token"])


def _ends(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def test_settings_lie_in_a_folder_that_nobody_sees(drive: Any) -> None:
    body = {"name": "atur.json", "parents": ["appDataFolder"]}
    made = drive.files().create(body=body, fields="id,parents,spaces").execute()
    folder = drive.files().get(fileId="appDataFolder", fields="id").execute()["id"]
    assert (made["parents"], made["spaces"]) == ([folder], ["appDataFolder"])
    _create(drive, "biasa")
    assert _names(drive) == ["biasa"]
    assert _names(drive, spaces="appDataFolder") == ["atur.json"]
    assert _names(drive, spaces="drive,appDataFolder", q="'appDataFolder' in parents") == ["atur.json"]
    assert _names(drive, spaces="drive, appDataFolder") == ["atur.json", "biasa"]
    assert refused(lambda: drive.files().list(spaces="bulan").execute())[0] == 400


def test_settings_need_a_scope_of_their_own(world: World, drive: Any) -> None:
    made = _create(drive, "atur", parents=["appDataFolder"])
    wide, own = world.service("drive", _narrow(world, "drive")), world.service("drive", _narrow(world, "drive.appdata"))
    status, error = refused(lambda: wide.files().list(spaces="appDataFolder").execute())
    assert (status, error["errors"][0]["reason"]) == (403, "insufficientScopes")
    assert refused(lambda: wide.files().get(fileId=made).execute())[0] == 404
    assert own.files().get(fileId=made).execute()["name"] == "atur"
    assert _names(own, spaces="appDataFolder") == ["atur"]
    assert refused(lambda: own.files().list().execute())[0] == 403


def test_a_program_with_drive_file_sees_only_what_was_made_through_the_api(world: World, drive: Any) -> None:
    foreign = _from_ani(world, "dari Ani")
    own = _create(drive, "sendiri")
    narrow = world.service("drive", _narrow(world, "drive.file"))
    assert _names(drive) == ["dari Ani", "sendiri"]
    assert _names(narrow) == ["sendiri"]
    assert narrow.files().get(fileId=own).execute()["name"] == "sendiri"
    assert refused(lambda: narrow.files().get(fileId=foreign).execute())[0] == 404
    assert narrow.files().get(fileId="root").execute()["name"] == "My Drive"


def test_with_drive_file_a_program_changes_only_its_own_also_where_it_may_read_all(world: World, drive: Any) -> None:
    foreign = _from_ani(world, "dari Ani")
    own = _create(drive, "sendiri")
    program = world.service("drive", _narrow(world, "drive.readonly", "drive.file"))
    assert _names(program) == ["dari Ani", "sendiri"]
    for change in (
        program.files().update(fileId=foreign, body={"name": "lain"}),
        program.files().delete(fileId=foreign),
        program.permissions().create(fileId=foreign, body={"type": "user", "role": "reader", "emailAddress": ANI}),
    ):
        status, error = refused(change.execute)
        assert (status, error["errors"][0]["reason"]) == (403, "appNotAuthorizedToFile")
    assert program.files().update(fileId=own, body={"name": "punya kita"}).execute()["name"] == "punya kita"
    copied = program.files().copy(fileId=foreign, body={"name": "salinan"}, fields="id").execute()["id"]
    program.files().delete(fileId=copied).execute()
    wide = world.service("drive", _narrow(world, "drive"))
    assert wide.files().update(fileId=foreign, body={"name": "lain"}).execute()["name"] == "lain"


def test_drive_file_opens_no_spreadsheet_and_no_form_that_a_person_made(world: World, drive: Any) -> None:
    kind = "application/vnd.google-apps."
    foreign = {k: _from_ani(world, k, mimeType=kind + k) for k in ("spreadsheet", "form")}
    own = _create(drive, "sendiri", mimeType=kind + "spreadsheet")
    token = _narrow(world, "drive.file")
    sheets, forms = world.service("sheets", token), world.service("forms", token)
    assert sheets.spreadsheets().get(spreadsheetId=own).execute()["properties"]["title"] == "sendiri"
    assert refused(lambda: sheets.spreadsheets().get(spreadsheetId=foreign["spreadsheet"]).execute())[0] == 404
    assert refused(lambda: forms.forms().responses().list(formId=foreign["form"]).execute())[0] == 404
    wide = world.service("sheets", _narrow(world, "spreadsheets"))
    assert wide.spreadsheets().get(spreadsheetId=foreign["spreadsheet"]).execute()["properties"]["title"] == "spreadsheet"


def test_a_permission_ends_when_it_says(world: World, drive: Any) -> None:
    ani = world.service("drive", world.user(ANI))
    file = _create(drive, "sebentar")
    body = {"type": "user", "role": "reader", "emailAddress": ANI, "expirationTime": _ends(10)}
    made = drive.permissions().create(fileId=file, body=body, fields="id,expirationTime").execute()
    assert made["expirationTime"].endswith("Z")
    assert (_names(ani), ani.files().get(fileId=file).execute()["id"]) == (["sebentar"], file)
    world.admin("PUT", "clock", {"now": _ends(11)})
    assert _names(ani) == []
    assert refused(lambda: ani.files().get(fileId=file).execute())[0] == 404
    drive.permissions().update(fileId=file, permissionId=made["id"], body={"role": "reader"}, removeExpiration=True).execute()
    shown = drive.permissions().get(fileId=file, permissionId=made["id"], fields="*").execute()
    assert "expirationTime" not in shown
    assert _names(ani) == ["sebentar"]


@pytest.mark.parametrize("body", [
    {"type": "anyone", "role": "reader", "expirationTime": _ends(1)},
    {"type": "user", "role": "reader", "emailAddress": ANI, "expirationTime": _ends(-1)},
    {"type": "user", "role": "reader", "emailAddress": ANI, "expirationTime": _ends(400)},
])  # fmt: skip
def test_an_end_that_cannot_be_is_refused(drive: Any, body: dict[str, Any]) -> None:
    file = _create(drive, "x")
    assert refused(lambda: drive.permissions().create(fileId=file, body=body).execute())[0] == 403


def test_a_chosen_owner_takes_the_file_over(world: World, drive: Any) -> None:
    ani = world.service("drive", world.user(ANI))
    file = _create(drive, "warisan")
    body = {"type": "user", "role": "writer", "emailAddress": ANI}
    permission = drive.permissions().create(fileId=file, body=body).execute()["id"]
    take = {"fileId": file, "permissionId": permission, "body": {"role": "owner"}, "transferOwnership": True}
    assert refused(lambda: ani.permissions().update(**take).execute())[0] == 403
    body = {"role": "writer", "pendingOwner": True}
    shown = drive.permissions().update(fileId=file, permissionId=permission, body=body, fields="pendingOwner").execute()
    assert shown == {"pendingOwner": True}
    ani.permissions().update(**take, fields="*").execute()
    assert ani.files().get(fileId=file, fields="ownedByMe").execute() == {"ownedByMe": True}
    assert drive.files().get(fileId=file, fields="ownedByMe").execute() == {"ownedByMe": False}


def test_a_link_and_a_key_are_enough_to_read(world: World, drive: Any) -> None:
    folder = _create(drive, "umum", mimeType="application/vnd.google-apps.folder")
    file = _create(drive, "surat.txt", parents=[folder])
    assert world.http("GET", f"/drive/v3/files/{file}?key=kunci")[0] == 404
    drive.permissions().create(fileId=folder, body={"type": "anyone", "role": "reader"}).execute()
    assert world.http("GET", f"/drive/v3/files/{file}?key=kunci")[1]["name"] == "surat.txt"
    listing = f"/drive/v3/files?key=kunci&q=%27{folder}%27+in+parents"
    assert [each["name"] for each in world.http("GET", listing)[1]["files"]] == ["surat.txt"]
    assert world.http("GET", "/drive/v3/files?key=kunci")[1]["files"] == []
    assert world.http("PATCH", f"/drive/v3/files/{file}?key=kunci", {"name": "x"})[0] == 401
    ani = world.service("drive", world.user(ANI))
    assert (_names(ani), _names(ani, q=f"'{folder}' in parents")) == ([], ["surat.txt"])


def test_shared_drives_are_searched(drive: Any) -> None:
    for name in ("Arsip 2025", "Arsip 2026", "Juri"):
        drive.drives().create(requestId=name, body={"name": name}).execute()

    def found(query: str) -> list[str]:
        return [each["name"] for each in drive.drives().list(q=query).execute()["drives"]]

    assert found("name contains 'arsip' and organizerCount = 1") == ["Arsip 2025", "Arsip 2026"]
    assert found("name = 'Juri' and hidden = false") == ["Juri"]
    assert found("organizerCount = 0") == found("createdTime < '2020-01-01T00:00:00'") == []
    assert refused(lambda: found("name like 'x'"))[0] == 400
    old = drive.teamdrives().list().execute()
    assert [each["kind"] for each in old["teamDrives"]] == ["drive#teamDrive"] * 3
    assert drive.teamdrives().get(teamDriveId=old["teamDrives"][0]["id"]).execute() == old["teamDrives"][0]


def test_reviewers_approve_or_decline(world: World, drive: Any) -> None:
    ani, budi = (world.service("drive", world.user(f"{each}@panitia.example")) for each in ("ani", "budi"))
    file = _create(drive, "naskah")
    for each in (ANI, "budi@panitia.example"):
        drive.permissions().create(fileId=file, body={"type": "user", "role": "reader", "emailAddress": each}).execute()
    body = {"reviewerEmails": [ANI, "budi@panitia.example"]}
    made = drive.approvals().start(fileId=file, body=body).execute()
    key = {"fileId": file, "approvalId": made["approvalId"]}
    assert (made["status"], [each["response"] for each in made["reviewerResponses"]]) == ("IN_PROGRESS", ["NO_RESPONSE"] * 2)
    assert refused(lambda: drive.approvals().start(fileId=file, body=body).execute())[0] == 409
    assert refused(lambda: drive.approvals().approve(**key, body={}).execute())[0] == 403
    assert ani.approvals().approve(**key, body={}).execute()["status"] == "IN_PROGRESS"
    done = budi.approvals().approve(**key, body={}).execute()
    assert (done["status"], done["completeTime"]) == ("APPROVED", done["modifyTime"])
    assert refused(lambda: budi.approvals().decline(**key, body={}).execute())[0] == 400
    assert drive.approvals().list(fileId=file).execute()["items"][0]["approvalId"] == made["approvalId"]


def test_what_an_empty_workspace_says_of_labels_and_programs(drive: Any) -> None:
    file = _create(drive, "x")
    assert drive.files().listLabels(fileId=file).execute() == {"kind": "drive#labelList", "labels": []}
    assert drive.accessproposals().list(fileId=file).execute() == {}
    assert drive.apps().list().execute()["items"] == []
    assert refused(lambda: drive.apps().get(appId="1").execute())[0] == 404


def test_an_upload_can_be_given_up(world: World) -> None:
    head = {"X-Upload-Content-Type": "text/plain"}
    request = urllib.request.Request(  # noqa: S310 - loopback
        world.server.base + "/upload/drive/v3/files?uploadType=resumable", b'{"name":"x"}', method="POST",
        headers={"Authorization": f"Bearer {world.server.token}", "Content-Type": "application/json", **head},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - loopback
        path = answer.headers["Location"].removeprefix(world.server.base)
    assert world.http("DELETE", path, token=world.server.token)[0] == 499
    assert world.http("PUT", path, b"isi", world.server.token)[0] == 404


def test_a_folder_can_do_what_folders_can(drive: Any) -> None:
    folder = _create(drive, "Map", mimeType="application/vnd.google-apps.folder")
    shown = drive.files().get(fileId=folder, fields="capabilities,folderColorRgb,owners").execute()
    assert shown["folderColorRgb"] == "#8f8f8f"
    assert {name: shown["capabilities"][name] for name in ("canAddChildren", "canCopy", "canReadRevisions")} == {
        "canAddChildren": True, "canCopy": False, "canReadRevisions": False
    }  # fmt: skip
    assert "canMoveChildrenOutOfDrive" not in shown["capabilities"]
    assert shown["owners"][0]["photoLink"].startswith("https://lh3.googleusercontent.com/")


def test_a_scope_that_does_not_reach_is_named(world: World, drive: Any) -> None:
    readonly = world.service("drive", _narrow(world, "drive.readonly"))
    status, error = refused(lambda: readonly.files().create(body={"name": "x"}).execute())
    assert (status, error["status"], error["errors"][0]["message"]) == (
        403, "PERMISSION_DENIED", "Insufficient Permission"
    )  # fmt: skip
    assert error["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
    assert error["details"][0]["metadata"]["method"] == "google.apps.drive.v3.DriveFiles.Create"
    assert _names(drive) == []
