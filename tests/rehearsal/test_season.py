"""A season directory brought into the workspace."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import SEASON, refused

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import World

MAILBOX = "kipp2026@setda.opd.example"

needs_season = pytest.mark.skipif(not SEASON.exists(), reason="the sample season is not here")


def _import(world: World, path: Path, **more: Any) -> tuple[int, Any]:
    return world.admin("POST", "import", {"path": str(path), **more})


@needs_season
def test_a_season_arrives_with_its_ids_times_and_people(world: World, gmail: Any, forms: Any, drive: Any) -> None:
    status, answer = _import(world, SEASON)
    assert (status, answer["first_user"], answer["mails"], answer["responses"]) == (200, MAILBOX, 29, 12)
    assert [each["email"] for each in answer["users"]][:2] == [MAILBOX, "asisten.umum@setda.opd.example"]
    assert len(answer["users"]) == 10
    assert answer["users"][0]["token"] == world.server.token
    index = json.loads((SEASON / "mailbox" / "index.json").read_text())["messages"]
    for entry in index:
        shown = gmail.users().messages().get(userId=MAILBOX, id=entry["id"], format="raw").execute()
        assert (shown["threadId"], shown["internalDate"], sorted(shown["labelIds"])) == (
            entry["threadId"], entry["internalDate"], sorted(entry["labelIds"])
        )  # fmt: skip
        raw = base64.urlsafe_b64decode(shown["raw"])
        assert hashlib.sha256(raw).hexdigest() == entry["sha256"]
    listed = forms.responses().list(formId=answer["form_id"]).execute()["responses"]
    stored = json.loads((SEASON / "forms" / "responses.json").read_text())
    assert sorted(listed, key=lambda each: each["responseId"]) == sorted(stored, key=lambda each: each["responseId"])
    upload = stored[0]["answers"]["fda80a35"]["fileUploadAnswers"]["answers"][0]
    got = drive.files().get(fileId=upload["fileId"], fields="name,parents,owners/emailAddress,createdTime").execute()
    assert got == {
        "name": upload["fileName"], "parents": ["1Pc0dYfHQyKHBlPFsuks6j9UKSRKFeyIf"],
        "owners": [{"emailAddress": MAILBOX}], "createdTime": "2026-03-06T03:02:33.088Z",
    }  # fmt: skip
    file = next((SEASON / "forms" / "uploads").glob(f"{upload['fileId']}__*"))
    assert drive.files().get_media(fileId=upload["fileId"]).execute() == file.read_bytes()
    assert gmail.users().messages().list(userId="me", q="in:spam").execute()["resultSizeEstimate"] == 1
    judge = next(each for each in answer["users"] if each["email"] == "gunarto.salim@juri.example")
    profile = world.service("gmail", judge["token"]).users().getProfile(userId="me").execute()
    assert profile["messagesTotal"] == 0


@needs_season
def test_a_season_arrives_as_the_clock_goes(world: World, gmail: Any, forms: Any, drive: Any) -> None:
    world.admin("PUT", "clock", {"now": "2026-03-01T00:00:00+07:00"})
    form = _import(world, SEASON)[1]["form_id"]

    def seen() -> tuple[int, int]:
        mails = gmail.users().messages().list(userId="me", includeSpamTrash=True).execute()["resultSizeEstimate"]
        return mails, len(forms.responses().list(formId=form).execute().get("responses", []))

    assert seen() == (0, 0)
    start = gmail.users().getProfile(userId="me").execute()["historyId"]
    assert world.admin("PUT", "clock", {"now": "2026-03-06T12:00:00+07:00"})[1]["delivered"] == 4
    assert seen() == (3, 1)
    history = gmail.users().history().list(userId="me", startHistoryId=start).execute()["history"]
    assert len(history) == 3
    stored = json.loads((SEASON / "forms" / "responses.json").read_text())
    late = stored[-1]["answers"]["fda80a35"]["fileUploadAnswers"]["answers"][0]["fileId"]
    assert refused(lambda: drive.files().get(fileId=late).execute())[0] == 404
    world.admin("PUT", "clock", {"now": "2026-05-01T00:00:00Z"})
    assert seen() == (29, 12)
    assert drive.files().get(fileId=late).execute()["id"] == late


@needs_season
def test_all_can_be_delivered_at_once_whatever_the_clock_says(world: World, gmail: Any) -> None:
    world.admin("PUT", "clock", {"now": "2026-03-01T00:00:00+07:00"})
    assert _import(world, SEASON, deliver="all")[0] == 200
    assert gmail.users().messages().list(userId="me", includeSpamTrash=True).execute()["resultSizeEstimate"] == 29


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The smallest season there is."""
    (tmp_path / "mailbox").mkdir()
    (tmp_path / "edition.json").write_text(json.dumps({"mailbox": {"address": "kotak@opd.example"}, "officers": []}))
    (tmp_path / "judges.csv").write_text("name,email\nJuri,juri@juri.example\n")
    part = b"0123456789" * 20
    described = {
        "placeholder": "@@ISI@@", "parts": [{"base64": base64.b64encode(part).decode(), "times": 3}],
        "size": 600, "sha256": hashlib.sha256(part * 3).hexdigest(),
    }  # fmt: skip
    message = {"file": "1.eml", "id": "m1", "threadId": "m1", "internalDate": "1772417560000", "labelIds": ["INBOX"],
               "inflate": [described]}  # fmt: skip
    (tmp_path / "mailbox" / "index.json").write_text(json.dumps({"messages": [message]}))
    (tmp_path / "mailbox" / "1.eml").write_bytes(
        b"Subject: besar\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename=a.pdf\r\n\r\n@@ISI@@\r\n"
    )
    return tmp_path


def test_described_parts_are_filled_in(world: World, gmail: Any, small: Path) -> None:
    status, answer = _import(world, small)
    assert (status, answer["mails"], answer["responses"], answer["form_id"]) == (200, 1, 0, None)
    raw = gmail.users().messages().get(userId="me", id="m1", format="raw").execute()["raw"]
    body = base64.urlsafe_b64decode(raw).split(b"\r\n\r\n")[1]
    assert base64.b64decode(body) == b"0123456789" * 60
    assert max(map(len, body.splitlines())) == 76


@pytest.mark.parametrize(
    ("file", "content", "line"),
    [
        ("edition.json", None, "edition.json: No such file or directory"),
        ("edition.json", "{", "edition.json: not valid JSON"),
        ("edition.json", "{}", "edition.json: mailbox › address is missing"),
        ("judges.csv", "nama,email\n", "judges.csv: column name is missing"),
        ("judges.csv", "name,email\nJuri,\n", "judges.csv: line 2: email is missing"),
        ("mailbox/index.json", '{"messages": [{}]}', "mailbox/index.json: messages[0]: file is missing"),
        ("mailbox/1.eml", None, "mailbox/1.eml: No such file or directory"),
        ("mailbox/1.eml", "x", "mailbox/1.eml: the placeholder @@ISI@@ is not in the message"),
        (
            "mailbox/index.json",
            '{"messages": [{"file": "../../x"}]}',
            "mailbox/../../x: lies outside the season directory",
        ),
    ],
)
def test_a_bad_season_is_named_in_one_line(
    world: World, small: Path, file: str, content: str | None, line: str
) -> None:
    (small / file).unlink()
    if content is not None:
        (small / file).write_text(content)
    status, answer = _import(world, small)
    assert (status, answer["error"].startswith(line), "\n" in answer["error"]) == (400, True, False)
    assert [each["email"] for each in world.admin("GET", "users")[1]["users"]] == ["sekretariat@panitia.example"]


def test_only_directories_of_this_machine_are_brought_in(world: World, small: Path) -> None:
    assert _import(world, small / "nothing")[0] == 400
    assert world.admin("POST", "import", {"path": "relative"})[0] == 400
    assert world.admin("POST", "import", {"path": str(small), "deliver": "soon"})[0] == 400
    shutil.rmtree(small)
