"""Answers of the live APIs as others measured and recorded them in 2026, from clients this project has not written."""

from __future__ import annotations

import base64
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from .conftest import mail, refused

if TYPE_CHECKING:
    from .conftest import World

ANN = "ann@panitia.example"
SHEET, FOLDER = "application/vnd.google-apps.spreadsheet", "application/vnd.google-apps.folder"
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
FILES, MAILBOX = "/drive/v3/files", "/gmail/v1/users/me"


def _error(world: World, path: str) -> dict[str, Any]:
    status, answer = world.http("GET", path, token=world.server.token)
    error: dict[str, Any] = answer["error"]
    assert status == error["code"]
    return error


@pytest.mark.parametrize(
    ("name", "code"),
    [("1", 404), ("DEADBEEF", 404), ("7fffffffffffffff", 404), ("8000000000000000", 400), ("-1", 400), ("tidak", 400)],
)
@pytest.mark.parametrize("kind", ["messages", "threads"])
def test_an_id_is_a_number_in_base_16_below_two_to_the_63rd(world: World, kind: str, name: str, code: int) -> None:
    error = _error(world, f"{MAILBOX}/{kind}/{name}")
    expected = {
        404: ("Requested entity was not found.", "NOT_FOUND"), 400: ("Invalid id value", "INVALID_ARGUMENT")
    }  # fmt: skip
    assert (error["code"], (error["message"], error["status"])) == (code, expected[code])


def test_an_id_is_the_same_in_any_spelling(gmail: Any) -> None:
    made = gmail.users().messages().insert(userId="me", body={"raw": mail("a@opd.example")}).execute()["id"]
    for spelling in (made.upper(), f"00{made}"):
        assert gmail.users().messages().get(userId="me", id=spelling, format="minimal").execute()["id"] == made
        assert gmail.users().threads().get(userId="me", id=spelling, format="minimal").execute()["id"] == made


def test_an_attachment_is_refused_by_its_token_before_its_message_is_looked_for(world: World) -> None:
    assert _error(world, f"{MAILBOX}/messages/tidak/attachments/x")["message"] == "Invalid attachment token"


@pytest.mark.parametrize("sent", ["-1", "abc", "", "1.5"])
def test_a_number_that_is_none_is_named_with_its_type(world: World, sent: str) -> None:
    message = f"Invalid value at 'max_results' (TYPE_UINT32), \"{sent}\""
    assert _error(world, f"{MAILBOX}/messages?maxResults={sent}") == {
        "code": 400, "message": message, "errors": [{"message": message, "reason": "invalid"}],
        "status": "INVALID_ARGUMENT",
        "details": [{"@type": BAD_REQUEST, "fieldViolations": [{"field": "max_results", "description": message}]}],
    }  # fmt: skip


def test_no_results_at_all_cannot_be_asked_for_and_more_than_the_most_is_the_most(world: World) -> None:
    assert _error(world, f"{MAILBOX}/threads?maxResults=0")["message"] == "Invalid maxResults"
    assert world.http("GET", f"{MAILBOX}/messages?maxResults=100000", token=world.server.token)[0] == 200


@pytest.mark.parametrize("sent", ["0", "1001", "-1"])
def test_a_page_of_files_has_one_to_a_thousand(world: World, sent: str) -> None:
    message = f"Invalid value '{sent}'. Values must be within the range: [value: 1\n, value: 1000\n]"
    entry = {"domain": "global", "reason": "invalidParameter", "message": message, "locationType": "parameter",
             "location": "page_size"}  # fmt: skip
    assert _error(world, f"{FILES}?pageSize={sent}") == {"errors": [entry], "code": 400, "message": message}


@pytest.mark.parametrize(("sent", "taken"), [("y", True), ("No", True), ("1", True), ("on", False), ("", False)])
def test_a_flag_takes_the_spellings_of_protocol_buffers(world: World, sent: str, taken: bool) -> None:
    status, answer = world.http("GET", f"{FILES}?supportsAllDrives={sent}", token=world.server.token)
    assert status == (200 if taken else 400)
    if not taken:
        assert answer["error"]["message"] == f"Invalid value at 'supports_all_drives' (TYPE_BOOL), \"{sent}\""


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ("fields=bogus&pageSize=0", "page_size"), ("q=bogus&orderBy=bogus", "orderBy"), ("pageToken=x&q=bogus", "q"),
        ("fields=bogus&pageToken=x", "pageToken"), ("fields=bogus", "fields"), ("corpora=bogus", "corpora"),
    ],
)  # fmt: skip
def test_of_two_faults_in_a_listing_drive_names_the_same_one_every_time(
    world: World, query: str, location: str
) -> None:
    assert _error(world, f"{FILES}?{query}")["errors"][0]["location"] == location


def test_a_sort_key_named_twice_is_forbidden(world: World) -> None:
    for twice in ("name,name desc", "name,name_natural"):
        error = _error(world, f"{FILES}?orderBy={quote(twice)}")
        assert (error["code"], error["errors"][0]["reason"]) == (403, "orderByContainsDuplicateSortKeys")


def test_a_blank_mask_selects_nothing(world: World, drive: Any) -> None:
    file = drive.files().create(body={"name": "a"}).execute()["id"]
    for path in (FILES, f"{FILES}/{file}"):
        assert world.http("GET", f"{path}?fields=", token=world.server.token) == (200, {})
    assert _error(world, "/drive/v3/about?fields=")["errors"][0]["reason"] == "required"


def test_of_a_repeated_parameter_drive_reads_the_first(world: World, drive: Any) -> None:
    drive.files().create(body={"name": "a"}).execute()
    for query, count in (("q=name='a'&q=name='b'", 1), ("q=name='b'&q=name='a'", 0)):
        assert len(world.http("GET", f"{FILES}?{query}", token=world.server.token)[1]["files"]) == count


@pytest.mark.parametrize(
    ("method", "path", "code", "status"),
    [
        ("GET", FILES, 403, "PERMISSION_DENIED"), ("GET", "/v4/spreadsheets/x", 403, "PERMISSION_DENIED"),
        ("POST", FILES, 401, "UNAUTHENTICATED"), ("GET", f"{MAILBOX}/profile", 401, "UNAUTHENTICATED"),
        ("GET", "/v1/forms/x", 401, "UNAUTHENTICATED"),
    ],
)  # fmt: skip
def test_who_says_nothing_of_himself_is_told_what_the_api_would_take(
    world: World, method: str, path: str, code: int, status: str
) -> None:
    answered, answer = world.http(method, path, {} if method == "POST" else None)
    assert (answered, answer["error"]["status"]) == (code, status)
    if code == 401 and "errors" in answer["error"]:
        assert answer["error"]["errors"][0]["message"] == "Login Required."


def test_the_client_chooses_in_which_format_errors_come(world: World) -> None:
    def keys(path: str, form: str) -> set[str]:
        return set(_error(world, f"{path}?{quote('$.xgafv')}={form}"))

    assert keys(f"{MAILBOX}/messages/1", "1") == {"code", "message", "errors", "status"}
    assert keys(f"{MAILBOX}/messages/1", "2") == {"code", "message", "status"}
    assert keys("/v1/forms/x", "1") == {"code", "message", "errors", "status"}
    assert keys("/v1/forms/x", "2") == {"code", "message", "status"}
    message = "Invalid query parameters. Invalid value '3' for system query parameter : $.xgafv"
    assert _error(world, f"{FILES}?$.xgafv=3")["message"] == message


def test_an_answer_in_a_format_the_method_has_not_is_refused(world: World) -> None:
    assert _error(world, f"{FILES}?alt=zzz")["message"] == "Invalid value \"zzz\" for query parameter 'alt'"
    assert _error(world, f"{FILES}?alt=Media")["message"] == 'Unsupported alt type "media" for non byte stream request.'
    assert world.http("GET", f"{FILES}?alt=JSON", token=world.server.token)[0] == 200


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("name contains 'élan'", ["Élan Vital.txt"]), ("name = 'élan vital.txt'", []), ("name contains 'vital'", ["Élan Vital.txt"]),
        ("name contains 'lan'", []), ("name contains '.txt'", ["Élan Vital.txt"]), ("name contains 'finance'", ["ﬁnance (a)"]),
        ("name contains 'a'", ["ﬁnance (a)"]), ("name contains 'istanbul'", ["İstanbul"]),
        ("mimeType contains 'stream' and name contains 'istanbul'", ["İstanbul"]),
        ("viewedByMeTime > '2020-01-01T00:00:00' and name = 'İstanbul'", ["İstanbul"]),
    ],
)  # fmt: skip
def test_names_are_searched_by_the_beginnings_of_words(drive: Any, sought: str, found: list[str]) -> None:
    for name in ("Élan Vital.txt", "ﬁnance (a)", "İstanbul"):
        drive.files().create(body={"name": name}).execute()
    assert [each["name"] for each in drive.files().list(q=sought).execute()["files"]] == found


def test_a_query_of_endless_brackets_is_no_query(world: World) -> None:
    deep = "(" * 3000 + "name='a'" + ")" * 3000
    assert _error(world, f"{FILES}?q={quote(deep)}")["errors"][0]["location"] == "q"


def test_a_native_document_counts_though_it_has_no_bytes(drive: Any) -> None:
    fields = "size,quotaBytesUsed,md5Checksum,inheritedPermissionsDisabled,viewedByMe,capabilities/canDisableInheritedPermissions"
    shown = drive.files().create(body={"name": "b", "mimeType": SHEET}, fields=fields).execute()
    assert shown == {
        "size": "1024", "quotaBytesUsed": "1024", "inheritedPermissionsDisabled": False, "viewedByMe": True,
        "capabilities": {"canDisableInheritedPermissions": False},
    }  # fmt: skip
    assert drive.files().create(body={"name": "f", "mimeType": FOLDER}, fields="size").execute() == {}


def test_what_is_sent_as_the_content_of_a_folder_is_forgotten(world: World, drive: Any) -> None:
    folder = drive.files().create(body={"name": "f", "mimeType": FOLDER}).execute()["id"]
    path = f"/upload/drive/v3/files/{folder}?uploadType=media&fields=mimeType,md5Checksum"
    headers = {"Content-Type": "text/plain"}
    assert world.http("PATCH", path, b"isi", world.server.token, headers) == (200, {"mimeType": FOLDER})


def test_what_holds_for_a_folder_stands_on_what_lies_in_it(world: World, drive: Any) -> None:
    ann = world.service("drive", world.user(ANN))
    folder = drive.files().create(body={"name": "f", "mimeType": FOLDER}).execute()["id"]
    drive.permissions().create(fileId=folder, body={"type": "user", "role": "writer", "emailAddress": ANN}).execute()
    file = drive.files().create(body={"name": "a", "parents": [folder]}).execute()["id"]
    shown = drive.files().get(fileId=file, fields="shared,permissions(emailAddress,role)").execute()
    assert shown["shared"] is True
    assert [each["role"] for each in shown["permissions"] if each["emailAddress"] == ANN] == ["writer"]
    held = drive.permissions().list(fileId=file).execute()["permissions"]
    inherited = next(each["id"] for each in held if each["role"] == "writer")
    assert drive.permissions().get(fileId=file, permissionId=inherited).execute()["role"] == "writer"
    theirs = (
        ann.files().create(body={"name": "b", "parents": [folder]}, fields="permissions(role,emailAddress)").execute()
    )
    assert [each["role"] for each in theirs["permissions"]] == ["owner", "writer"]


def test_a_shared_file_says_since_when_and_by_whom(world: World, drive: Any) -> None:
    ann = world.service("drive", world.user(ANN))
    file = drive.files().create(body={"name": "a"}).execute()["id"]
    drive.permissions().create(fileId=file, body={"type": "user", "role": "reader", "emailAddress": ANN}).execute()
    fields = "sharedWithMeTime,sharingUser(me)"
    assert ann.files().get(fileId=file, fields=fields).execute()["sharingUser"] == {"me": False}
    assert drive.files().get(fileId=file, fields=fields).execute() == {}


def test_a_permission_says_whose_and_what_it_is(drive: Any) -> None:
    file = drive.files().create(body={"name": "a"}).execute()["id"]
    for body, field in (({"role": "reader"}, "type"), ({"type": "anyone"}, "role")):
        status, error = refused(drive.permissions().create(fileId=file, body=body).execute)
        assert (status, error["message"]) == (400, f"The permission {field} field is required.")


def test_who_has_the_address_of_an_upload_needs_no_token(world: World) -> None:
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{world.server.base}/upload/drive/v3/files?uploadType=resumable&fields=name,size,mimeType", b'{"name": "r"}',
        {"Authorization": f"Bearer {world.server.token}", "Content-Type": "application/json"}, method="POST",
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - loopback
        path = answer.headers["Location"].removeprefix(world.server.base)
    sent = world.http("PUT", path, b"a,b", headers={"Content-Type": "text/csv", "Content-Range": "bytes 0-2/3"})
    assert sent == (200, {"name": "r", "mimeType": "text/csv", "size": "3"})


@pytest.mark.parametrize("body", [b"", b"--b--", b"kosong"])
def test_a_batch_of_nothing_is_refused(world: World, body: bytes) -> None:
    headers = {"Content-Type": "multipart/mixed; boundary=b"}
    status, answer = world.http("POST", "/batch/gmail/v1", body, world.server.token, headers)
    assert (status, "no calls in the batch" in answer["error"]["message"]) == (400, True)


def test_a_draft_has_the_head_gmail_gives_it_and_keeps_it_when_it_is_sent(gmail: Any) -> None:
    raw = base64.urlsafe_b64encode(b"To: a@opd.example\r\nSubject: s\r\nX-Key: k\r\n\r\nisi").decode()
    draft = gmail.users().drafts().create(userId="me", body={"message": {"raw": raw}}).execute()

    def names(message: str) -> list[str]:
        shown = gmail.users().messages().get(userId="me", id=message, format="metadata").execute()
        return [each["name"] for each in shown["payload"]["headers"]]

    assert names(draft["message"]["id"]) == [
        "Received", "From", "Date", "Message-ID", "MIME-Version", "To", "Subject", "X-Key"
    ]  # fmt: skip
    sent = gmail.users().drafts().send(userId="me", body={"id": draft["id"]}).execute()
    assert names(sent["id"]).count("Received") == 2


@pytest.mark.parametrize(("head", "message"), [
    ("To: bukan alamat", "Invalid To header"), ("To: a@opd.example\r\nCc: bukan", "Invalid Cc header"),
    ("Subject: s", "Recipient address required"),
])  # fmt: skip
def test_a_line_of_recipients_that_names_none_is_invalid(gmail: Any, head: str, message: str) -> None:
    raw = base64.urlsafe_b64encode(f"{head}\r\n\r\nisi".encode()).decode()
    assert refused(gmail.users().messages().send(userId="me", body={"raw": raw}).execute)[1]["message"] == message


def test_labels_and_threads_that_are_none_are_named(gmail: Any) -> None:
    messages, raw = gmail.users().messages(), mail("a@opd.example")
    for call, message in (
        (messages.list(userId="me", labelIds=["TIDAK"]), "Invalid label: TIDAK"),
        (messages.send(userId="me", body={"raw": raw, "threadId": "tidak"}), "Invalid thread_id value"),
        (messages.insert(userId="me", body={"raw": raw, "labelIds": ["CHAT"]}), "Invalid label: CHAT"),
    ):
        assert refused(call.execute)[1]["message"] == message


def test_the_number_of_a_label_is_used_once(gmail: Any) -> None:
    labels = gmail.users().labels()
    first = labels.create(userId="me", body={"name": "A"}).execute()["id"]
    labels.delete(userId="me", id=first).execute()
    assert labels.create(userId="me", body={"name": "A"}).execute()["id"] != first


def test_the_size_of_a_part_is_that_of_what_is_shown(gmail: Any) -> None:
    raw = b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xe9\xe8"
    body = {"raw": base64.urlsafe_b64encode(raw).decode()}
    made = gmail.users().messages().insert(userId="me", body=body).execute()["id"]
    shown = gmail.users().messages().get(userId="me", id=made).execute()["payload"]["body"]
    assert shown == {"size": 4, "data": base64.urlsafe_b64encode("éè".encode()).decode()}


def test_a_mask_of_a_form_names_fields_of_what_it_changes(forms: Any) -> None:
    made = forms.create(body={"info": {"title": "F"}}).execute()["formId"]

    def update(kind: str, body: dict[str, Any]) -> Any:
        return forms.batchUpdate(formId=made, body={"requests": [{kind: body}], "includeFormInResponse": True})

    question = {"title": "Q", "questionItem": {"question": {"textQuestion": {}}}}
    update("createItem", {"item": question, "location": {"index": 0}}).execute()
    asked = {"item": {"questionItem": {"question": {"required": True}}}, "location": {"index": 0}}
    changed = update("updateItem", {**asked, "updateMask": "question_item.question.required"}).execute()
    assert changed["form"]["items"][0]["questionItem"]["question"]["required"] is True
    assert refused(update("updateItem", {**asked, "updateMask": "tidak"}).execute)[0] == 400
    settings = {"settings": {"emailCollectionType": "tidak"}, "updateMask": "emailCollectionType"}
    _, error = refused(update("updateSettings", settings).execute)
    assert "(type.googleapis.com/google.apps.forms.v1.FormSettings.EmailCollectionType)" in error["message"]


def test_the_token_endpoint_reads_json_and_knows_no_codes(world: World) -> None:
    body = {"grant_type": "refresh_token", "refresh_token": world.server.token}
    assert world.http("POST", "/token", body)[0] == 200
    answer = world.http("POST", "/token", {"grant_type": "authorization_code", "code": "4/x"})
    assert answer == (400, {"error": "invalid_grant", "error_description": "Malformed auth code."})
    status, told = world.http("POST", "/tokeninfo", b"", world.server.token)
    assert (status, "https://www.googleapis.com/auth/drive" in told["scope"].split()) == (200, True)
