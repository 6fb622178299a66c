"""Gmail: settings, watches, groups, and what the search language can say."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import pytest
from googleapiclient.http import MediaIoBaseUpload

from .conftest import mail, refused

if TYPE_CHECKING:
    from .conftest import World

FIRST = "sekretariat@panitia.example"


def _insert(gmail: Any, raw: str, *labels: str) -> str:
    body = {"raw": raw, "labelIds": list(labels)}
    return str(gmail.users().messages().insert(userId="me", body=body).execute()["id"])


def _list(gmail: Any, query: str) -> list[str]:
    found = gmail.users().messages().list(userId="me", q=query).execute()
    return [each["id"] for each in found.get("messages", [])]


def test_an_account_sends_as_itself(gmail: Any) -> None:
    settings = gmail.users().settings()
    own = {
        "sendAsEmail": FIRST, "displayName": "Sekretariat", "replyToAddress": "", "signature": "", "isPrimary": True,
        "isDefault": True,
    }  # fmt: skip
    assert settings.sendAs().list(userId="me").execute() == {"sendAs": [own]}
    changed = settings.sendAs().patch(userId="me", sendAsEmail=FIRST, body={"signature": "Panitia"}).execute()
    assert changed == {**own, "signature": "Panitia"}
    assert settings.sendAs().get(userId="me", sendAsEmail=FIRST).execute() == changed
    assert refused(lambda: settings.sendAs().get(userId="me", sendAsEmail="x@y.example").execute())[0] == 404


def test_settings_are_kept(gmail: Any) -> None:
    settings = gmail.users().settings()
    assert settings.getVacation(userId="me").execute()["enableAutoReply"] is False
    settings.updateVacation(userId="me", body={"enableAutoReply": True, "responseSubject": "Cuti"}).execute()
    shown = settings.getVacation(userId="me").execute()
    assert (shown["enableAutoReply"], shown["responseSubject"]) == (True, "Cuti")
    assert settings.getAutoForwarding(userId="me").execute() == {"enabled": False}
    assert settings.getImap(userId="me").execute()["enabled"] is True
    assert settings.getPop(userId="me").execute()["accessWindow"] == "disabled"
    assert settings.getLanguage(userId="me").execute() == {"displayLanguage": "en"}
    assert settings.delegates().list(userId="me").execute() == {}
    assert settings.forwardingAddresses().list(userId="me").execute() == {}


def test_a_mailbox_without_filters_answers_nothing_at_all(gmail: Any) -> None:
    filters = gmail.users().settings().filters()
    assert filters.list(userId="me").execute() == {}
    body = {"criteria": {"from": "opd.example"}, "action": {"addLabelIds": ["STARRED"]}}
    made = filters.create(userId="me", body=body).execute()
    assert made == {"id": made["id"], **body}
    assert filters.get(userId="me", id=made["id"]).execute() == made
    filters.delete(userId="me", id=made["id"]).execute()
    assert filters.list(userId="me").execute() == {}


def test_a_watch_lasts_a_week(world: World, gmail: Any) -> None:
    world.admin("PUT", "clock", {"now": "2026-03-31T08:00:00Z"})
    made = gmail.users().watch(userId="me", body={"topicName": "projects/p/topics/t"}).execute()
    assert made == {"historyId": "1000", "expiration": "1775548800000"}
    assert gmail.users().stop(userId="me").execute() == ""
    assert refused(lambda: gmail.users().watch(userId="me", body={"topicName": "t"}).execute())[0] == 400


def test_mail_to_a_group_arrives_with_its_members(world: World, gmail: Any) -> None:
    other = world.service("gmail", world.user("juri@juri.example"))
    world.admin("POST", "groups", {"email": "tim@panitia.example", "members": ["juri@juri.example"]})
    gmail.users().messages().send(userId="me", body={"raw": mail("tim@panitia.example")}).execute()
    assert len(_list(other, "to:tim@panitia.example deliveredto:juri@juri.example")) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("list:kabar.opd.example", ["kabar"]), ("deliveredto:sekretariat@panitia.example", ["kabar"]),
        ("is:starred", ["bintang"]), ("is:important", ["kabar"]), ("has:userlabels", ["label"]),
        ("has:nouserlabels is:starred", ["bintang"]), ("larger:3K", ["label"]), ("smaller:1K", ["bintang", "kabar"]),
        ("size:3000", ["label"]), ("older:2026/03/02 subject:kabar", ["kabar"]), ("newer:2026/03/02", ["label"]),
        ("newer_than:5d", ["label"]), ("older_than:5d is:starred", ["bintang"]),
    ],
)  # fmt: skip
def test_a_search_finds_what_it_says(world: World, gmail: Any, query: str, found: list[str]) -> None:
    label = gmail.users().labels().create(userId="me", body={"name": "Usulan"}).execute()["id"]
    heads = {"List_ID": "<kabar.opd.example>", "Delivered_To": FIRST}
    ids = {}
    for day, name, text, labels, more in (
        (1, "kabar", "a", ["IMPORTANT"], heads), (1, "bintang", "b", ["STARRED"], {}),
        (10, "label", "c" * 4000, [label], {}),
    ):  # fmt: skip
        world.admin("PUT", "clock", {"now": f"2026-03-{day:02d}T12:00:00Z"})
        ids[_insert(gmail, mail("a@opd.example", name, text, **more), *labels)] = name
    assert sorted(ids[each] for each in _list(gmail, query)) == found


def test_a_label_takes_only_gmails_colours(gmail: Any) -> None:
    labels = gmail.users().labels()
    colour = {"textColor": "#ffffff", "backgroundColor": "#16a766"}
    made = labels.create(userId="me", body={"name": "Hijau", "color": colour}).execute()
    assert labels.get(userId="me", id=made["id"]).execute()["color"] == colour
    body = {"name": "Lain", "color": {**colour, "backgroundColor": "#123456"}}
    status, error = refused(lambda: labels.create(userId="me", body=body).execute())
    assert (status, error["message"]) == (400, "Label color #123456 is not on the allowed color palette")


def test_a_large_message_is_sent_in_chunks(gmail: Any) -> None:
    raw = base64.urlsafe_b64decode(mail("a@opd.example", "Besar", "x" * 70 + "\n" + "y" * 600_000))
    media = MediaIoBaseUpload(io.BytesIO(raw), "message/rfc822", chunksize=256 * 1024, resumable=True)
    request = gmail.users().messages().send(userId="me", body={}, media_body=media)
    done = None
    while done is None:
        _, done = request.next_chunk()
    assert done["labelIds"] == ["SENT"]
    assert _list(gmail, "subject:besar") == [done["id"]]


def test_deleting_a_drafts_message_deletes_the_draft(gmail: Any) -> None:
    made = gmail.users().drafts().create(userId="me", body={"message": {"raw": mail("a@opd.example")}}).execute()
    gmail.users().messages().batchDelete(userId="me", body={"ids": [made["message"]["id"]]}).execute()
    assert gmail.users().drafts().list(userId="me").execute() == {"resultSizeEstimate": 0}
    assert refused(lambda: gmail.users().drafts().get(userId="me", id=made["id"]).execute())[0] == 404


def test_the_date_of_an_inserted_message_comes_from_where_it_is_asked(world: World, gmail: Any) -> None:
    world.admin("PUT", "clock", {"now": "2026-03-31T08:00:00Z"})
    body = {"raw": mail("a@opd.example", Date="Mon, 02 Mar 2026 08:00:00 +0000")}
    messages = gmail.users().messages()
    dates = []
    for made in (
        messages.insert(userId="me", body=body), messages.insert(userId="me", body=body, internalDateSource="dateHeader"),
        messages.import_(userId="me", body=body),
        messages.import_(userId="me", body=body, internalDateSource="receivedTime"),
    ):  # fmt: skip
        dates.append(messages.get(userId="me", id=made.execute()["id"], format="minimal").execute()["internalDate"])
    assert dates == ["1774944000000", "1772438400000", "1772438400000", "1774944000000"]


def test_a_listing_counts_and_turns_pages_as_gmail_does(gmail: Any) -> None:
    made = [_insert(gmail, mail(FIRST, f"Surat {number}", "Panitia's \"A&B\""), "INBOX") for number in range(3)]
    messages = gmail.users().messages()
    page = messages.list(userId="me", maxResults=2).execute()
    assert len(page["nextPageToken"]) == 20
    assert page["nextPageToken"].isdigit()
    assert page["resultSizeEstimate"] == 3
    rest = messages.list(userId="me", maxResults=2, pageToken=page["nextPageToken"]).execute()["messages"]
    assert {each["id"] for each in [*page["messages"], *rest]} == set(made)
    assert refused(lambda: messages.list(userId="me", pageToken="9" * 20).execute())[0] == 400
    shown = messages.get(userId="me", id=made[0], format="minimal").execute()
    assert shown["snippet"] == "Panitia&#39;s &quot;A&amp;B&quot;"
