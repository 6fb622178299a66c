"""Gmail: sending, drafts, labels, search, history, threads."""

from __future__ import annotations

import base64
import io
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest
from googleapiclient.http import MediaIoBaseUpload

from integrations.rehearsal import discovery
from integrations.rehearsal.calls import METHODS

from .conftest import mail, refused

if TYPE_CHECKING:
    from .conftest import World

FIRST = "sekretariat@panitia.example"


def _headers(message: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["value"] for each in message["payload"]["headers"]}


def _list(gmail: Any, **query: Any) -> list[str]:
    found = gmail.users().messages().list(userId="me", **query).execute()
    return [each["id"] for each in found.get("messages", [])]


def _insert(gmail: Any, raw: str, *labels: str, **more: Any) -> dict[str, Any]:
    body = {"raw": raw, "labelIds": list(labels or ("INBOX",)), **more}
    return dict(gmail.users().messages().insert(userId="me", body=body).execute())


def test_an_empty_mailbox_lists_no_messages_key(gmail: Any) -> None:
    assert gmail.users().messages().list(userId="me").execute() == {"resultSizeEstimate": 0}


def test_a_new_mailbox_has_a_profile(gmail: Any) -> None:
    assert gmail.users().getProfile(userId=FIRST).execute() == {
        "emailAddress": FIRST, "messagesTotal": 0, "threadsTotal": 0, "historyId": "1000"
    }  # fmt: skip


def test_sending_replaces_the_message_id_and_keeps_x_headers_and_date(gmail: Any) -> None:
    date = "Mon, 02 Mar 2026 08:00:00 +0700"
    raw = mail("dinkes@opd.example", Message_ID="<own@panitia.example>", X_Panitia_Key="k-1", Date=date)
    sent = gmail.users().messages().send(userId="me", body={"raw": raw}).execute()
    assert sorted(sent) == ["id", "labelIds", "threadId"]
    assert sent["labelIds"] == ["SENT"]
    headers = _headers(gmail.users().messages().get(userId="me", id=sent["id"]).execute())
    assert headers["Message-ID"].endswith("@mail.gmail.com>")
    assert (headers["X-Panitia-Key"], headers["Date"], headers["From"]) == ("k-1", date, FIRST)
    assert _list(gmail, q="rfc822msgid:own@panitia.example") == []
    assert _list(gmail, q=f"rfc822msgid:{headers['Message-ID']}") == [sent["id"]]


def test_a_message_sent_arrives_with_every_user_named_and_bcc_is_not_told(world: World, gmail: Any) -> None:
    token = world.user("Juri@juri.example")
    raw = mail("opd@opd.example", Bcc="juri@juri.example", subject="Rahasia")
    gmail.users().messages().send(userId="me", body={"raw": raw}).execute()
    inbox = world.service("gmail", token)
    found = _list(inbox, q="in:inbox is:unread")
    assert len(found) == 1
    headers = _headers(inbox.users().messages().get(userId="me", id=found[0]).execute())
    assert "Bcc" not in headers
    assert "dmarc=pass" in headers["Authentication-Results"]


def test_a_draft_is_the_key_of_its_sending(gmail: Any) -> None:
    drafts = gmail.users().drafts()
    made = drafts.create(userId="me", body={"message": {"raw": mail("a@opd.example")}}).execute()
    changed = drafts.update(
        userId="me", id=made["id"], body={"message": {"raw": mail("a@opd.example", "Lain")}}
    ).execute()
    assert changed["id"] == made["id"]
    assert changed["message"]["id"] != made["message"]["id"]
    assert drafts.get(userId="me", id=made["id"]).execute()["message"]["labelIds"] == ["DRAFT"]
    sent = drafts.send(userId="me", body={"id": made["id"]}).execute()
    assert sent["id"] != changed["message"]["id"]
    assert sent["labelIds"] == ["SENT"]
    status, error = refused(lambda: drafts.send(userId="me", body={"id": made["id"]}).execute())
    assert (status, error["message"], error["status"]) == (404, "Requested entity was not found.", "NOT_FOUND")
    assert drafts.list(userId="me").execute() == {"resultSizeEstimate": 0}
    assert len(_list(gmail, labelIds=["SENT"])) == 1


def test_a_draft_can_be_uploaded_as_a_message(gmail: Any) -> None:
    raw = base64.urlsafe_b64decode(mail("a@opd.example", "Unggahan"))
    media = MediaIoBaseUpload(io.BytesIO(raw), "message/rfc822")
    made = gmail.users().drafts().create(userId="me", body={}, media_body=media).execute()
    shown = gmail.users().drafts().get(userId="me", id=made["id"]).execute()
    assert _headers(shown["message"])["Subject"] == "Unggahan"


def test_a_reply_joins_the_thread_only_with_citation_and_subject(gmail: Any) -> None:
    sent = gmail.users().messages().send(userId="me", body={"raw": mail("a@opd.example", "Undangan")}).execute()
    message_id = _headers(gmail.users().messages().get(userId="me", id=sent["id"]).execute())["Message-ID"]

    def reply(subject: str, **headers: str) -> str:
        body = {"raw": mail("a@opd.example", subject, **headers), "threadId": sent["threadId"]}
        return str(gmail.users().messages().send(userId="me", body=body).execute()["threadId"])

    assert reply("Re: Undangan", In_Reply_To=message_id, References=message_id) == sent["threadId"]
    assert reply("Re: Undangan") != sent["threadId"]
    assert reply("Lain", In_Reply_To=message_id) != sent["threadId"]
    thread = gmail.users().threads().get(userId="me", id=sent["threadId"], format="minimal").execute()
    assert len(thread["messages"]) == 2


def test_attachments_come_by_an_id_that_changes_with_every_look(gmail: Any) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@opd.example", FIRST, "Berkas"
    message.set_content("Terlampir.")
    message.add_attachment(b"%PDF-1.7 isi", maintype="application", subtype="pdf", filename="Surat é.pdf")
    made = _insert(gmail, base64.urlsafe_b64encode(message.as_bytes()).decode())
    looks = [gmail.users().messages().get(userId="me", id=made["id"]).execute() for _ in range(2)]
    text, file = looks[0]["payload"]["parts"]
    assert base64.urlsafe_b64decode(text["body"]["data"]).decode().strip() == "Terlampir."
    assert (file["partId"], file["filename"], sorted(file["body"])) == ("1", "Surat é.pdf", ["attachmentId", "size"])
    ids = [look["payload"]["parts"][1]["body"]["attachmentId"] for look in looks]
    assert ids[0] != ids[1]
    attachments = gmail.users().messages().attachments()
    for each in ids:
        got = attachments.get(userId="me", messageId=made["id"], id=each).execute()
        assert base64.urlsafe_b64decode(got["data"]) == b"%PDF-1.7 isi"
    assert refused(lambda: attachments.get(userId="me", messageId=made["id"], id="xyz").execute())[0] == 400


def test_formats_show_what_they_say(gmail: Any) -> None:
    made = _insert(gmail, mail(FIRST, "Halo", From="a@opd.example"))
    get = gmail.users().messages().get
    assert "payload" not in get(userId="me", id=made["id"], format="minimal").execute()
    raw = get(userId="me", id=made["id"], format="raw").execute()["raw"]
    assert b"Subject: Halo" in base64.urlsafe_b64decode(raw)
    metadata = get(userId="me", id=made["id"], format="metadata", metadataHeaders=["subject", "From"]).execute()
    assert _headers(metadata) == {"Subject": "Halo", "From": "a@opd.example"}
    assert sorted(metadata["payload"]) == ["headers", "mimeType"]
    assert get(userId="me", id=made["id"], fields="id,payload/headers").execute().keys() == {"id", "payload"}


def test_insert_keeps_the_message_id(gmail: Any) -> None:
    made = _insert(gmail, mail(FIRST, Message_ID="<asli@opd.example>"))
    assert _list(gmail, q="rfc822msgid:<asli@opd.example>") == [made["id"]]


@pytest.fixture
def searched(world: World, gmail: Any) -> dict[str, str]:
    """Five messages to search in, by a short name."""
    ids = {}
    world.admin("PUT", "clock", {"now": "2026-03-10T03:00:00Z"})
    ids["dinkes"] = _insert(
        gmail, mail(FIRST, "Usulan inovasi SIGAP", From="Dinas <dinkes@opd.example>"), "INBOX", "UNREAD"
    )["id"]
    world.admin("PUT", "clock", {"now": "2026-03-12T03:00:00Z"})
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "bpbd@opd.example", FIRST, "Berkas usulan"
    message.set_content("Terlampir proposal tangguh bencana.")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="proposal.pdf")
    ids["bpbd"] = _insert(gmail, base64.urlsafe_b64encode(message.as_bytes()).decode())["id"]
    world.admin("PUT", "clock", {"now": "2026-03-14T03:00:00Z"})
    ids["spam"] = _insert(gmail, mail(FIRST, "Usulan hadiah", From="x@luar.example"), "SPAM")["id"]
    ids["trash"] = _insert(gmail, mail(FIRST, "Usulan lama", From="x@luar.example"), "TRASH")["id"]
    ids["sent"] = (
        gmail.users().messages().send(userId="me", body={"raw": mail("dinkes@opd.example", "Balasan")}).execute()["id"]
    )
    return ids


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "sent bpbd dinkes"),
        ("usulan", "bpbd dinkes"),
        ("in:spam", "spam"),
        ("in:anywhere usulan", "trash spam bpbd dinkes"),
        ("from:dinkes@opd.example", "dinkes"),
        ("from:opd.example", "bpbd dinkes"),
        ("to:dinkes@opd.example", "sent"),
        ("is:unread", "dinkes"),
        ("is:read in:inbox", "bpbd"),
        ("has:attachment", "bpbd"),
        ("filename:pdf", "bpbd"),
        ("filename:proposal.pdf", "bpbd"),
        ('"tangguh bencana"', "bpbd"),
        ('"bencana tangguh"', ""),
        ("usulan -sigap", "bpbd"),
        ("subject:(usulan sigap)", "dinkes"),
        ("from:dinkes OR from:bpbd", "bpbd dinkes"),
        ("{from:dinkes from:bpbd}", "bpbd dinkes"),
        ("(sigap OR bencana) has:attachment", "bpbd"),
        ("after:1773198000", "sent bpbd"),
        ("before:2026/03/11", "dinkes"),
        ("newer_than:3d", "sent bpbd"),
        ("older_than:3d", "dinkes"),
        ("label:sent", "sent"),
        ("-in:sent -from:bpbd", "dinkes"),
    ],
)
def test_search_finds(gmail: Any, searched: dict[str, str], query: str, found: str) -> None:
    names = {value: key for key, value in searched.items()}
    assert " ".join(names[each] for each in _list(gmail, q=query)) == found


def test_pages_of_a_search_follow_each_other(gmail: Any) -> None:
    made = [_insert(gmail, mail(FIRST, f"Surat {number}"))["id"] for number in range(5)]
    request = gmail.users().messages().list(userId="me", maxResults=2)
    seen: list[str] = []
    pages = 0
    while request is not None:
        answer = request.execute()
        seen += [each["id"] for each in answer["messages"]]
        pages += 1
        request = gmail.users().messages().list_next(request, answer)
    assert (pages, sorted(seen)) == (3, sorted(made))


def test_labels_clash_whatever_their_case_and_reserved_names_are_refused(gmail: Any) -> None:
    labels = gmail.users().labels()
    made = labels.create(userId="me", body={"name": "Usulan/Diterima"}).execute()
    status, error = refused(lambda: labels.create(userId="me", body={"name": "usulan/DITERIMA"}).execute())
    assert (status, error["message"], error["errors"][0]["reason"]) == (
        409,
        "Label name exists or conflicts",
        "duplicate",
    )
    status, error = refused(lambda: labels.create(userId="me", body={"name": "inbox"}).execute())
    assert (status, error["message"]) == (400, "Invalid label name")
    changed = labels.patch(userId="me", id=made["id"], body={"name": "Usulan/Masuk"}).execute()
    assert (changed["id"], changed["name"]) == (made["id"], "Usulan/Masuk")
    message = _insert(gmail, mail(FIRST), "INBOX", "UNREAD", made["id"])
    counted = labels.get(userId="me", id=made["id"]).execute()
    assert (counted["messagesTotal"], counted["threadsUnread"]) == (1, 1)
    assert _list(gmail, q="label:usulan-masuk") == [message["id"]]
    labels.delete(userId="me", id=made["id"]).execute()
    assert gmail.users().messages().get(userId="me", id=message["id"]).execute()["labelIds"] == ["INBOX", "UNREAD"]


def test_labels_of_messages_are_modified_alone_and_in_batches(gmail: Any) -> None:
    messages = gmail.users().messages()
    made = [_insert(gmail, mail(FIRST), "INBOX", "UNREAD")["id"] for _ in range(3)]
    changed = messages.modify(userId="me", id=made[0], body={"removeLabelIds": ["UNREAD"], "addLabelIds": ["STARRED"]})
    assert changed.execute()["labelIds"] == ["INBOX", "STARRED"]
    assert messages.batchModify(userId="me", body={"ids": made, "addLabelIds": ["IMPORTANT"]}).execute() == ""
    assert len(_list(gmail, labelIds=["IMPORTANT"])) == 3
    assert (
        refused(lambda: messages.modify(userId="me", id=made[0], body={"addLabelIds": ["Label_9"]}).execute())[0] == 400
    )
    assert (
        refused(
            lambda: messages.batchModify(userId="me", body={"ids": ["x"] * 1001, "addLabelIds": ["STARRED"]}).execute()
        )[0]
        == 400
    )
    assert messages.trash(userId="me", id=made[1]).execute()["labelIds"] == ["IMPORTANT", "TRASH", "UNREAD"]
    assert sorted(_list(gmail)) == sorted([made[0], made[2]])
    messages.untrash(userId="me", id=made[1]).execute()
    messages.delete(userId="me", id=made[1]).execute()
    assert refused(lambda: messages.get(userId="me", id=made[1]).execute())[0] == 404


def test_history_tells_what_happened_and_forgets_what_is_too_old(gmail: Any) -> None:
    start = gmail.users().getProfile(userId="me").execute()["historyId"]
    listed = gmail.users().history().list
    empty = listed(userId="me", startHistoryId=start).execute()
    assert empty == {"historyId": start}
    made = _insert(gmail, mail(FIRST), "INBOX", "UNREAD")
    gmail.users().messages().trash(userId="me", id=made["id"]).execute()
    gmail.users().messages().delete(userId="me", id=made["id"]).execute()
    told = listed(userId="me", startHistoryId=start).execute()
    kinds = [next(key for key in each if key not in {"id", "messages"}) for each in told["history"]]
    assert kinds == ["messagesAdded", "labelsAdded", "labelsRemoved", "messagesDeleted"]
    assert told["history"][1]["labelsAdded"][0]["labelIds"] == ["TRASH"]
    only = listed(userId="me", startHistoryId=start, historyTypes=["messageAdded"]).execute()
    assert len(only["history"]) == 1
    status, error = refused(lambda: listed(userId="me", startHistoryId="1").execute())
    assert (status, error["errors"][0]["reason"], error["status"]) == (404, "notFound", "NOT_FOUND")


def test_unknown_fields_parameters_and_enums_are_refused(world: World, gmail: Any) -> None:
    made = _insert(gmail, mail(FIRST))
    body = {"addLabelIds": ["STARRED"], "addLabels": ["x"]}
    status, error = refused(lambda: gmail.users().messages().modify(userId="me", id=made["id"], body=body).execute())
    text = 'Invalid JSON payload received. Unknown name "addLabels": Cannot find field.'
    assert (status, error["message"], error["status"]) == (400, text, "INVALID_ARGUMENT")
    token = world.server.token
    status, answer = world.http("GET", "/gmail/v1/users/me/messages?colour=red", token=token)
    assert status == 400
    assert 'Unknown name "colour": Cannot bind query parameter.' in answer["error"]["message"]
    assert world.http("GET", f"/gmail/v1/users/me/messages/{made['id']}?format=big", token=token)[0] == 400


def test_another_mailbox_is_refused(world: World) -> None:
    token = world.user("juri@juri.example")
    service = world.service("gmail", token)
    assert refused(lambda: service.users().messages().list(userId=FIRST).execute())[0] == 403


def test_a_message_without_recipients_is_refused(gmail: Any) -> None:
    raw = base64.urlsafe_b64encode(b"Subject: tanpa\r\n\r\nisi").decode()
    status, error = refused(lambda: gmail.users().messages().send(userId="me", body={"raw": raw}).execute())
    assert (status, error["message"]) == (400, "Recipient address required")


def test_every_documented_method_is_built() -> None:
    assert sorted(set(discovery.methods()) - set(METHODS)) == []


def test_client_side_encryption_is_not_for_this_workspace(gmail: Any) -> None:
    status, error = refused(lambda: gmail.users().settings().cse().keypairs().list(userId="me").execute())
    assert (status, error["status"]) == (403, "PERMISSION_DENIED")
