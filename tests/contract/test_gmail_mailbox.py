"""Gmail: profile, drafts, labels, history and settings."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import pytest
from googleapiclient.http import MediaIoBaseUpload

from .account import letter
from .conftest import refused

if TYPE_CHECKING:
    from .account import Account


@pytest.mark.covers("gmail.users.getProfile")
def test_the_profile_counts_and_names(account: Account) -> None:
    shown = account.mail.getProfile(userId="me").execute()
    assert sorted(shown) == ["emailAddress", "historyId", "messagesTotal", "threadsTotal"]
    assert account.mail.getProfile(userId=shown["emailAddress"]).execute()["emailAddress"] == shown["emailAddress"]
    assert refused(account.mail.getProfile(userId="orang-lain@panitia.example").execute)[0] == 403


@pytest.mark.behaviour(2)
@pytest.mark.behaviour(5)
@pytest.mark.covers(
    "gmail.users.drafts.create", "gmail.users.drafts.get", "gmail.users.drafts.update", "gmail.users.drafts.list",
    "gmail.users.drafts.send",
)  # fmt: skip
def test_a_draft_is_the_key_of_its_sending(account: Account) -> None:
    drafts, word = account.mail.drafts(), account.mark()
    made = drafts.create(userId="me", body={"message": {"raw": letter(account.address, "Satu")}}).execute()
    body = {"message": {"raw": letter(account.address, word)}}
    changed = drafts.update(userId="me", id=made["id"], body=body).execute()
    assert changed["id"] == made["id"]
    assert changed["message"]["id"] != made["message"]["id"]
    shown = drafts.get(userId="me", id=made["id"]).execute()
    assert (shown["message"]["id"], shown["message"]["labelIds"]) == (changed["message"]["id"], ["DRAFT"])
    account.soon(lambda: made["id"] in [d["id"] for d in drafts.list(userId="me").execute().get("drafts", [])], True)
    sent = drafts.send(userId="me", body={"id": made["id"]}).execute()
    account.own(sent)
    assert sent["id"] != changed["message"]["id"]
    assert ("SENT" in sent["labelIds"], "DRAFT" in sent["labelIds"]) == (True, False)
    status, error = refused(drafts.send(userId="me", body={"id": made["id"]}).execute)
    assert (status, error["message"], error["status"]) == (404, "Requested entity was not found.", "NOT_FOUND")
    account.soon(lambda: account.found(q=f"subject:{word} in:sent"), [sent["id"]])


@pytest.mark.covers("gmail.users.drafts.delete")
def test_a_draft_is_uploaded_as_a_message_and_deleted(account: Account) -> None:
    media = MediaIoBaseUpload(
        io.BytesIO(base64.urlsafe_b64decode(letter(account.address, "Unggahan"))), "message/rfc822"
    )
    made = account.mail.drafts().create(userId="me", body={}, media_body=media).execute()
    assert account.headers(made["message"]["id"])["Subject"] == "Unggahan"
    assert account.mail.drafts().delete(userId="me", id=made["id"]).execute() == ""
    assert refused(account.mail.drafts().get(userId="me", id=made["id"]).execute)[0] == 404
    assert refused(account.mail.messages().get(userId="me", id=made["message"]["id"]).execute)[0] == 404


@pytest.mark.behaviour(8)
@pytest.mark.covers(
    "gmail.users.labels.create", "gmail.users.labels.get", "gmail.users.labels.list", "gmail.users.labels.patch",
    "gmail.users.labels.update", "gmail.users.labels.delete",
)  # fmt: skip
def test_labels_clash_whatever_their_case_and_some_names_are_taken(account: Account) -> None:
    labels, name = account.mail.labels(), account.mark()
    made = account.label(name)
    status, error = refused(labels.create(userId="me", body={"name": name.upper()}).execute)
    assert (status, error["message"], error["errors"][0]["reason"], error["status"]) == (
        409, "Label name exists or conflicts", "duplicate", "ALREADY_EXISTS"
    )  # fmt: skip
    status, error = refused(labels.create(userId="me", body={"name": "inbox"}).execute)
    assert (status, error["message"]) == (400, "Invalid label name")
    assert labels.patch(userId="me", id=made, body={"name": f"{name}/Masuk"}).execute()["name"] == f"{name}/Masuk"
    body = {"name": name, "labelListVisibility": "labelHide", "messageListVisibility": "hide"}
    assert labels.update(userId="me", id=made, body=body).execute()["labelListVisibility"] == "labelHide"
    message = account.insert(letter(account.address, From="a@opd.example"), "UNREAD", made)
    shown = labels.get(userId="me", id=made).execute()
    assert (shown["type"], shown["messagesTotal"], shown["threadsUnread"]) == ("user", 1, 1)
    listed = {each["id"]: each for each in labels.list(userId="me").execute()["labels"]}
    assert (listed["INBOX"]["type"], listed[made]["name"], "messagesTotal" in listed[made]) == ("system", name, False)
    assert labels.delete(userId="me", id=made).execute() == ""
    status, error = refused(labels.get(userId="me", id=made).execute)
    assert (status, error["errors"][0]["reason"]) == (404, "notFound")
    shown = account.mail.messages().get(userId="me", id=message, format="minimal").execute()
    assert shown["labelIds"] == ["UNREAD"]
    unknown = {"addLabelIds": ["Label_99999999"]}
    assert refused(account.mail.messages().modify(userId="me", id=message, body=unknown).execute)[0] == 400


@pytest.mark.behaviour(3)
@pytest.mark.behaviour(4)
@pytest.mark.covers("gmail.users.history.list")
def test_history_tells_what_happened_and_forgets_what_is_too_old(account: Account) -> None:
    label = account.label(account.mark())
    start = account.mail.getProfile(userId="me").execute()["historyId"]
    history = account.mail.history().list
    empty = history(userId="me", startHistoryId=start, labelId=label).execute()
    assert sorted(empty) == ["historyId"]
    made = account.insert(letter(account.address, From="a@opd.example"), "INBOX", label)
    account.mail.messages().trash(userId="me", id=made).execute()
    account.mail.messages().delete(userId="me", id=made).execute()

    def kinds(**more: Any) -> list[str]:
        told = history(userId="me", startHistoryId=start, **more).execute().get("history", [])
        about = [each for each in told if each["messages"][0]["id"] == made]
        return [key for each in about for key in each if key not in {"id", "messages"}]

    assert set(kinds()) == {"messagesAdded", "labelsAdded", "labelsRemoved", "messagesDeleted"}
    assert kinds()[0] == "messagesAdded"
    assert kinds()[-1] == "messagesDeleted"
    assert kinds(historyTypes=["messageAdded"]) == ["messagesAdded"]
    status, error = refused(history(userId="me", startHistoryId="1").execute)
    assert (status, error["message"], error["errors"][0]["reason"], error["status"]) == (
        404, "Requested entity was not found.", "notFound", "NOT_FOUND"
    )  # fmt: skip


@pytest.mark.covers("gmail.users.settings.sendAs.list", "gmail.users.settings.sendAs.get",
                    "gmail.users.settings.sendAs.patch", "gmail.users.settings.sendAs.update")  # fmt: skip
def test_the_account_sends_as_itself(account: Account) -> None:
    send_as = account.mail.settings().sendAs()
    own = next(each for each in send_as.list(userId="me").execute()["sendAs"] if each.get("isPrimary"))
    assert own["sendAsEmail"] == account.address
    at = {"userId": "me", "sendAsEmail": account.address}
    assert send_as.get(**at).execute() == own
    same = {"signature": own.get("signature", "")}  # written back as it was: the account may be in use
    assert send_as.patch(**at, body=same).execute()["sendAsEmail"] == account.address
    kept = {name: own[name] for name in ("displayName", "replyToAddress", "signature") if name in own}
    assert send_as.update(**at, body={**kept, "sendAsEmail": account.address}).execute()["isPrimary"] is True
    assert refused(send_as.get(userId="me", sendAsEmail="x@y.example").execute)[0] == 404


@pytest.mark.covers(
    "gmail.users.settings.getVacation", "gmail.users.settings.updateVacation", "gmail.users.settings.getImap",
    "gmail.users.settings.updateImap", "gmail.users.settings.getPop", "gmail.users.settings.updatePop",
    "gmail.users.settings.getLanguage", "gmail.users.settings.updateLanguage",
    "gmail.users.settings.getAutoForwarding", "gmail.users.settings.forwardingAddresses.list",
)  # fmt: skip
def test_settings_are_read_and_written_back(account: Account) -> None:
    settings, me = account.mail.settings(), {"userId": "me"}
    for get, update in (
        (settings.getVacation, settings.updateVacation), (settings.getImap, settings.updateImap),
        (settings.getPop, settings.updatePop), (settings.getLanguage, settings.updateLanguage),
    ):  # fmt: skip
        before = get(**me).execute()
        update(**me, body=before).execute()
        assert get(**me).execute() == before
    assert "enabled" in settings.getAutoForwarding(**me).execute()
    settings.forwardingAddresses().list(**me).execute()


@pytest.mark.covers("gmail.users.settings.filters.create", "gmail.users.settings.filters.get",
                    "gmail.users.settings.filters.list", "gmail.users.settings.filters.delete")  # fmt: skip
def test_filters_come_and_go(account: Account) -> None:
    filters = account.mail.settings().filters()
    body = {"criteria": {"from": f"{account.mark()}@opd.example"}, "action": {"addLabelIds": ["STARRED"]}}
    made = filters.create(userId="me", body=body).execute()
    at = {"userId": "me", "id": made["id"]}
    assert made == {"id": made["id"], **body}
    assert filters.get(**at).execute() == made
    assert made in filters.list(userId="me").execute()["filter"]
    filters.delete(**at).execute()
    assert made not in filters.list(userId="me").execute().get("filter", [])


@pytest.mark.covers("gmail.users.watch", "gmail.users.stop")
def test_a_mailbox_is_watched_until_told_to_stop(account: Account) -> None:
    if account.topic is None:
        pytest.skip("no PANITIA_LIVE_TOPIC: a watch needs a Pub/Sub topic")
    made = account.mail.watch(userId="me", body={"topicName": account.topic, "labelIds": ["INBOX"]}).execute()
    assert sorted(made) == ["expiration", "historyId"]
    assert made["expiration"].isdigit()
    assert account.mail.stop(userId="me").execute() == ""
