"""Gmail: messages, their attachments and threads, and the search."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import pytest
from googleapiclient.http import MediaIoBaseUpload

from .account import letter, message, packed
from .conftest import refused

if TYPE_CHECKING:
    from .account import Account


@pytest.mark.behaviour(1)
@pytest.mark.covers("gmail.users.messages.send", "gmail.users.messages.get")
def test_sending_replaces_the_message_id_and_keeps_x_headers(account: Account) -> None:
    own = f"{account.mark()}@panitia.example"
    raw = letter(account.address, Message_ID=f"<{own}>", X_Panitia_Key="k-1")
    sent = account.mail.messages().send(userId="me", body={"raw": raw}).execute()
    account.own(sent)
    assert sorted(sent) == ["id", "labelIds", "threadId"]
    assert "SENT" in sent["labelIds"]
    heads = {name.lower(): value for name, value in account.headers(sent["id"]).items()}
    assert heads["message-id"].endswith("@mail.gmail.com>")
    assert heads["x-panitia-key"] == "k-1"
    account.soon(lambda: sent["id"] in account.found(q=f"rfc822msgid:{heads['message-id']}"), True)
    assert account.found(q=f"rfc822msgid:{own}") == []


@pytest.mark.behaviour(3)
@pytest.mark.covers("gmail.users.messages.list", "gmail.users.threads.list", "gmail.users.drafts.list")
def test_a_search_that_finds_nothing_drops_its_list(account: Account) -> None:
    word = account.mark()
    nothing = {"resultSizeEstimate": 0}
    assert account.mail.messages().list(userId="me", q=word).execute() == nothing
    assert account.mail.threads().list(userId="me", q=word).execute() == nothing
    assert account.mail.drafts().list(userId="me", q=word).execute() == nothing


@pytest.mark.covers("gmail.users.messages.insert", "gmail.users.messages.import")
def test_what_is_inserted_or_imported_keeps_its_message_id(account: Account) -> None:
    body = {"raw": letter(account.address, From="a@opd.example", Message_ID=f"<{account.mark()}@opd.example>")}
    messages = account.mail.messages()
    for call in (messages.insert, messages.import_):
        made = account.own(call(userId="me", body=body).execute())
        heads = {name.lower(): value for name, value in account.headers(made).items()}
        assert heads["message-id"] in base64.urlsafe_b64decode(body["raw"]).decode()


def test_a_message_is_shown_in_four_formats(account: Account) -> None:
    made = account.insert(letter(account.address, "Halo", From="a@opd.example"), "STARRED")
    get = account.mail.messages().get
    always = {"id", "threadId", "labelIds", "snippet", "historyId", "internalDate", "sizeEstimate"}
    minimal = get(userId="me", id=made, format="minimal").execute()
    assert set(minimal) == always
    assert minimal["labelIds"] == ["STARRED"]
    assert minimal["internalDate"].isdigit() and minimal["historyId"].isdigit()
    raw = get(userId="me", id=made, format="raw").execute()
    assert set(raw) == always | {"raw"}
    assert b"Subject: Halo" in base64.urlsafe_b64decode(raw["raw"])
    metadata = get(userId="me", id=made, format="metadata", metadataHeaders=["subject", "From"]).execute()
    heads = {each["name"]: each["value"] for each in metadata["payload"]["headers"]}
    assert heads == {"Subject": "Halo", "From": "a@opd.example"}
    full = get(userId="me", id=made).execute()
    assert base64.urlsafe_b64decode(full["payload"]["body"]["data"]).decode().strip() == "Isi surat."
    assert set(get(userId="me", id=made, fields="id,payload/mimeType").execute()) == {"id", "payload"}


@pytest.mark.behaviour(7)
@pytest.mark.covers("gmail.users.messages.attachments.get")
def test_attachments_come_by_an_id_that_changes_with_every_look(account: Account) -> None:
    made = message(account.address, "Berkas", "Terlampir.", From="a@opd.example")
    content = b"%PDF-1.7 \x00\xff isi" * 20
    made.add_attachment(content, maintype="application", subtype="pdf", filename="Surat é.pdf")
    stored = account.insert(packed(made))
    looks = [account.mail.messages().get(userId="me", id=stored).execute()["payload"]["parts"] for _ in range(2)]
    text, file = looks[0]
    assert base64.urlsafe_b64decode(text["body"]["data"]).decode().strip() == "Terlampir."
    assert (file["partId"], file["filename"], sorted(file["body"])) == ("1", "Surat é.pdf", ["attachmentId", "size"])
    assert file["body"]["size"] == len(content)
    ids = [parts[1]["body"]["attachmentId"] for parts in looks]
    assert ids[0] != ids[1]
    for each in ids:
        got = account.mail.messages().attachments().get(userId="me", messageId=stored, id=each).execute()
        assert base64.urlsafe_b64decode(got["data"]) == content
        assert not set(got["data"]) & set("+/")


@pytest.mark.covers(
    "gmail.users.messages.modify", "gmail.users.messages.batchModify", "gmail.users.messages.trash",
    "gmail.users.messages.untrash", "gmail.users.messages.delete", "gmail.users.messages.batchDelete",
)  # fmt: skip
def test_labels_of_messages_change_alone_and_in_batches(account: Account) -> None:
    messages = account.mail.messages()
    label = account.label(account.mark())
    made = [account.insert(letter(account.address, From="a@opd.example"), "INBOX", "UNREAD") for _ in range(3)]
    body = {"addLabelIds": [label, "STARRED"], "removeLabelIds": ["UNREAD"]}
    changed = messages.modify(userId="me", id=made[0], body=body).execute()
    assert sorted(changed["labelIds"]) == sorted(["INBOX", "STARRED", label])
    assert messages.batchModify(userId="me", body={"ids": made, "addLabelIds": [label]}).execute() == ""
    account.soon(lambda: sorted(account.found(labelIds=[label])), sorted(made))
    too_many = {"ids": ["x"] * 1001, "addLabelIds": [label]}
    assert refused(messages.batchModify(userId="me", body=too_many).execute)[0] == 400
    trashed = messages.trash(userId="me", id=made[1]).execute()
    assert ("TRASH" in trashed["labelIds"], "INBOX" in trashed["labelIds"]) == (True, False)
    assert "TRASH" not in messages.untrash(userId="me", id=made[1]).execute().get("labelIds", [])
    assert messages.delete(userId="me", id=made[1]).execute() == ""
    assert messages.batchDelete(userId="me", body={"ids": made}).execute() == ""
    for each in made:
        status, error = refused(messages.get(userId="me", id=each).execute)
        assert (status, error["message"]) == (404, "Requested entity was not found.")


def test_a_list_comes_in_pages(account: Account) -> None:
    label = account.label(account.mark())
    made = [account.insert(letter(account.address, f"Surat {n}", From="a@opd.example"), label) for n in range(3)]
    account.soon(lambda: sorted(account.found(labelIds=[label])), sorted(made))
    request = account.mail.messages().list(userId="me", labelIds=[label], maxResults=2)
    seen: list[int] = []
    while request is not None:
        answer = request.execute()
        assert all(sorted(each) == ["id", "threadId"] for each in answer["messages"])
        seen.append(len(answer["messages"]))
        request = account.mail.messages().list_next(request, answer)
    assert seen == [2, 1]


@pytest.fixture(scope="module")
def searched(account: Account) -> dict[str, str]:
    """Three messages that share a word, by short names, and that word and their label."""
    word, label = account.mark(), account.mark()
    made = message(account.address, f"Berkas {word}", "Terlampir proposal tangguh bencana.", From="bpbd@bpbd.example")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename=f"{word}.pdf")
    ids = {
        "dinkes": account.insert(letter(account.address, f"Usulan {word}", From="Dinas <dinkes@opd.example>"),
                                 "INBOX", "UNREAD", account.label(label)),
        "bpbd": account.insert(packed(made), "INBOX", "STARRED"),
        "arsip": account.insert(letter("lain@opd.example", f"Arsip {word}", From="x@luar.example", Cc="y@luar.example")),
        "word": word, "label": label,
    }  # fmt: skip
    account.soon(lambda: len(account.found(q=word)), 3)
    return ids


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("{w}", "arsip bpbd dinkes"), ("in:inbox {w}", "bpbd dinkes"), ("-in:inbox {w}", "arsip"),
        ("from:dinkes@opd.example {w}", "dinkes"), ("from:bpbd.example {w}", "bpbd"),
        ("to:lain@opd.example {w}", "arsip"), ("cc:y@luar.example {w}", "arsip"), ("subject:{w}", "arsip bpbd dinkes"),
        ("subject:(usulan {w})", "dinkes"), ("is:unread {w}", "dinkes"), ("is:read {w}", "arsip bpbd"),
        ("is:starred {w}", "bpbd"), ("has:attachment {w}", "bpbd"), ("filename:pdf {w}", "bpbd"),
        ("filename:{w}.pdf", "bpbd"), ('"tangguh bencana" {w}', "bpbd"), ('"bencana tangguh" {w}', ""),
        ("{w} -usulan", "arsip bpbd"), ("{w} (usulan OR arsip)", "arsip dinkes"),
        ("{w} {{from:dinkes from:bpbd}}", "bpbd dinkes"), ("label:{l}", "dinkes"), ("newer_than:1d {w}", "arsip bpbd dinkes"),
        ("older_than:1d {w}", ""), ("after:2020/01/01 {w}", "arsip bpbd dinkes"), ("before:2020/01/01 {w}", ""),
        ("larger:10M {w}", ""), ("in:anywhere {w}", "arsip bpbd dinkes"),
    ],
)  # fmt: skip
def test_the_search_language_finds(account: Account, searched: dict[str, str], query: str, names: str) -> None:
    ids = {value: name for name, value in searched.items()}
    found = account.found(q=query.format(w=searched["word"], l=searched["label"]))
    assert " ".join(sorted(ids[each] for each in found)) == names


@pytest.mark.behaviour(6)
@pytest.mark.covers(
    "gmail.users.threads.get", "gmail.users.threads.modify", "gmail.users.threads.trash",
    "gmail.users.threads.untrash", "gmail.users.threads.delete",
)  # fmt: skip
def test_a_reply_joins_a_thread_by_its_id_a_citation_and_the_subject(account: Account) -> None:
    subject = f"Undangan {account.mark()}"
    first = account.mail.messages().send(userId="me", body={"raw": letter(account.address, subject)}).execute()
    account.own(first)
    heads = {name.lower(): value for name, value in account.headers(first["id"]).items()}
    cited = heads["message-id"]

    def reply(title: str, **heads: str) -> bool:
        body = {"raw": letter(account.address, title, **heads), "threadId": first["threadId"]}
        sent = account.mail.messages().send(userId="me", body=body).execute()
        account.own(sent)
        return bool(sent["threadId"] == first["threadId"])

    assert reply(f"Re: {subject}", In_Reply_To=cited, References=cited)
    assert not reply(f"Lain {account.mark()}", In_Reply_To=cited, References=cited)
    threads, at = account.mail.threads(), {"userId": "me", "id": first["threadId"]}
    assert len(threads.get(**at, format="minimal").execute()["messages"]) == 2
    starred = threads.modify(**at, body={"addLabelIds": ["STARRED"]}).execute()
    assert starred["id"] == first["threadId"]
    labels = threads.get(**at, format="minimal").execute()["messages"]
    assert all("STARRED" in each["labelIds"] for each in labels)
    threads.trash(**at).execute()
    assert all("TRASH" in each["labelIds"] for each in threads.get(**at, format="minimal").execute()["messages"])
    threads.untrash(**at).execute()
    assert threads.delete(**at).execute() == ""
    assert refused(threads.get(**at).execute)[0] == 404


@pytest.mark.behaviour(6)
def test_a_reply_without_a_citation_opens_a_thread(account: Account) -> None:
    subject = f"Undangan {account.mark()}"
    first = account.mail.messages().send(userId="me", body={"raw": letter(account.address, subject)}).execute()
    account.own(first)
    body = {"raw": letter(account.address, f"Lain {account.mark()}"), "threadId": first["threadId"]}
    second = account.mail.messages().send(userId="me", body=body).execute()
    account.own(second)
    assert second["threadId"] != first["threadId"]


def test_a_large_message_is_sent_in_chunks(account: Account) -> None:
    raw = message(account.address, "Besar", ("y" * 70 + "\n") * 8_000, From=account.address).as_bytes()
    media = MediaIoBaseUpload(io.BytesIO(raw), "message/rfc822", chunksize=256 * 1024, resumable=True)
    request = account.mail.messages().send(userId="me", body={}, media_body=media)
    done = None
    while done is None:
        _, done = request.next_chunk()
    account.own(done)
    assert "SENT" in done["labelIds"]
    assert account.mail.messages().get(userId="me", id=done["id"], format="minimal").execute()["sizeEstimate"] > 500_000
