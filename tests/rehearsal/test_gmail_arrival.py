"""Gmail: what happens to mail as it arrives, and the addresses an account writes as."""

from __future__ import annotations

import base64
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from .conftest import mail, refused

if TYPE_CHECKING:
    from .conftest import World

FIRST = "sekretariat@panitia.example"
ANI, BUDI = "ani@panitia.example", "budi@panitia.example"


@pytest.fixture
def ani(world: World) -> Any:
    """Gmail of a colleague."""
    return world.service("gmail", world.user(ANI, "Ani"))


def _send(gmail: Any, to: str, **fields: str) -> str:
    body = {"raw": mail(to, **fields)}
    return str(gmail.users().messages().send(userId="me", body=body).execute()["id"])


def _found(gmail: Any, query: str = "") -> list[dict[str, Any]]:
    listed = gmail.users().messages().list(userId="me", q=query, includeSpamTrash=True).execute().get("messages", [])
    return [gmail.users().messages().get(userId="me", id=each["id"], format="metadata").execute() for each in listed]


def _headers(message: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["value"] for each in message["payload"]["headers"]}


def test_a_filter_sorts_mail_as_it_arrives(gmail: Any, ani: Any) -> None:
    label = ani.users().labels().create(userId="me", body={"name": "Usulan"}).execute()["id"]
    action = {"addLabelIds": [label, "STARRED"], "removeLabelIds": ["INBOX", "UNREAD"]}
    rules = ani.users().settings().filters()
    made = rules.create(userId="me", body={"criteria": {"from": FIRST, "subject": "usulan"}, "action": action}).execute()
    assert rules.get(userId="me", id=made["id"]).execute() == made
    _send(gmail, ANI, subject="Usulan inovasi")
    _send(gmail, ANI, subject="Lain")
    assert sorted(_found(ani, "subject:usulan")[0]["labelIds"]) == sorted([label, "STARRED"])
    assert sorted(_found(ani, "subject:lain")[0]["labelIds"]) == ["INBOX", "UNREAD"]
    rules.delete(userId="me", id=made["id"]).execute()
    _send(gmail, ANI, subject="Usulan kedua")
    assert "INBOX" in _found(ani, "subject:kedua")[0]["labelIds"]


@pytest.mark.parametrize(("criteria", "fits"), [
    ({"query": "subject:(rapat OR sidang)"}, True), ({"negatedQuery": "rapat"}, False), ({"hasAttachment": True}, False),
    ({"size": 10, "sizeComparison": "larger"}, True), ({"to": "budi"}, False), ({"to": "ani"}, True),
])  # fmt: skip
def test_a_filter_fits_by_all_it_says(gmail: Any, ani: Any, criteria: dict[str, Any], fits: bool) -> None:
    body = {"criteria": criteria, "action": {"addLabelIds": ["STARRED"]}}
    ani.users().settings().filters().create(userId="me", body=body).execute()
    _send(gmail, ANI, subject="Rapat")
    assert ("STARRED" in _found(ani)[0]["labelIds"]) is fits


@pytest.mark.parametrize("body", [
    {"action": {"addLabelIds": ["STARRED"]}}, {"criteria": {"from": "x"}},
    {"criteria": {"from": "x"}, "action": {"addLabelIds": ["Label_99"]}},
    {"criteria": {"from": "x"}, "action": {"forward": BUDI}},
])  # fmt: skip
def test_a_filter_that_cannot_work_is_refused(gmail: Any, body: dict[str, Any]) -> None:
    rules = gmail.users().settings().filters()
    assert refused(lambda: rules.create(userId="me", body=body).execute())[0] == 400


def test_mail_is_forwarded_to_a_verified_address(world: World, gmail: Any, ani: Any) -> None:
    budi = world.service("gmail", world.user(BUDI))
    settings = ani.users().settings()
    forward = {"enabled": True, "emailAddress": BUDI, "disposition": "archive"}
    status, error = refused(lambda: settings.updateAutoForwarding(userId="me", body=forward).execute())
    assert (status, error["message"]) == (400, "Unrecognized forwarding address")
    made = settings.forwardingAddresses().create(userId="me", body={"forwardingEmail": BUDI}).execute()
    assert made == {"forwardingEmail": BUDI, "verificationStatus": "accepted"}
    outside = settings.forwardingAddresses().create(userId="me", body={"forwardingEmail": "a@luar.example"}).execute()
    assert outside["verificationStatus"] == "pending"
    assert settings.updateAutoForwarding(userId="me", body=forward).execute() == forward
    _send(gmail, ANI, subject="Teruskan")
    assert _found(ani)[0]["labelIds"] == ["UNREAD"]
    assert _headers(_found(budi)[0])["X-Forwarded-To"] == BUDI


def test_forwarding_in_a_circle_ends(world: World, gmail: Any, ani: Any) -> None:
    budi = world.service("gmail", world.user(BUDI))
    for one, other in ((ani, BUDI), (budi, ANI)):
        one.users().settings().forwardingAddresses().create(userId="me", body={"forwardingEmail": other}).execute()
        body = {"enabled": True, "emailAddress": other, "disposition": "leaveInInbox"}
        one.users().settings().updateAutoForwarding(userId="me", body=body).execute()
    _send(gmail, ANI)
    assert (len(_found(ani)), len(_found(budi))) == (1, 1)


def test_who_is_away_says_so_once(gmail: Any, ani: Any) -> None:
    away = {"enableAutoReply": True, "responseSubject": "Cuti", "responseBodyPlainText": "Sampai Senin."}
    ani.users().settings().updateVacation(userId="me", body=away).execute()
    _send(gmail, ANI, subject="Halo")
    _send(gmail, ANI, subject="Halo lagi")
    answers = _found(gmail, "from:ani")
    assert [_headers(each)["Subject"] for each in answers] == ["Cuti"]
    assert _headers(answers[0])["Auto-Submitted"] == "auto-replied"
    late = {**away, "startTime": "20", "endTime": "10"}
    assert refused(lambda: ani.users().settings().updateVacation(userId="me", body=late).execute())[0] == 400


def test_an_account_writes_as_its_alias(gmail: Any, ani: Any) -> None:
    senders = gmail.users().settings().sendAs()
    body = {"sendAsEmail": "kipp@panitia.example", "displayName": "Panitia KIPP", "treatAsAlias": True}
    made = senders.create(userId="me", body=body).execute()
    assert made == {**body, "replyToAddress": "", "signature": "", "verificationStatus": "accepted"}
    assert refused(lambda: senders.create(userId="me", body=body).execute())[0] == 409
    _send(gmail, ANI, From="kipp@panitia.example")
    _send(gmail, ANI, From="ketua@negara.example")
    assert [_headers(each)["From"] for each in _found(ani)] == [
        FIRST, "Panitia KIPP <kipp@panitia.example>"
    ]  # fmt: skip
    _send(ani, "kipp@panitia.example", subject="Ke alias")
    assert len(_found(gmail, "in:inbox subject:alias")) == 1
    changed = senders.patch(userId="me", sendAsEmail="kipp@panitia.example", body={"isDefault": True}).execute()
    assert changed["isDefault"]
    assert [each["isDefault"] for each in senders.list(userId="me").execute()["sendAs"]] == [False, True]
    senders.delete(userId="me", sendAsEmail="kipp@panitia.example").execute()
    assert [each["isDefault"] for each in senders.list(userId="me").execute()["sendAs"]] == [True]
    assert refused(lambda: senders.delete(userId="me", sendAsEmail=FIRST).execute())[0] == 400


def test_an_alias_from_outside_waits_to_be_verified(gmail: Any) -> None:
    senders = gmail.users().settings().sendAs()
    body = {"sendAsEmail": "a@luar.example", "smtpMsa": {"host": "smtp.luar.example", "port": 587, "username": "a",
            "password": "rahasia", "securityMode": "starttls"}}  # fmt: skip
    made = senders.create(userId="me", body=body).execute()
    assert made["verificationStatus"] == "pending"
    assert "smtpMsa" not in made or "password" not in made["smtpMsa"]
    assert senders.verify(userId="me", sendAsEmail="a@luar.example").execute() == ""
    assert refused(lambda: senders.verify(userId="me", sendAsEmail=FIRST).execute())[0] == 400


def test_a_delegate_is_a_colleague(gmail: Any, ani: Any) -> None:
    delegates = gmail.users().settings().delegates()
    assert delegates.list(userId="me").execute() == {}
    made = delegates.create(userId="me", body={"delegateEmail": ANI}).execute()
    assert made == {"delegateEmail": ANI, "verificationStatus": "accepted"}
    assert delegates.list(userId="me").execute() == {"delegates": [made]}
    assert refused(lambda: delegates.create(userId="me", body={"delegateEmail": "x@luar.example"}).execute())[0] == 400
    delegates.delete(userId="me", delegateEmail=ANI).execute()
    assert refused(lambda: delegates.get(userId="me", delegateEmail=ANI).execute())[0] == 404


def _package(password: bytes) -> str:
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Balai Sertifikat")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now).not_valid_after(now + dt.timedelta(days=9)).sign(key, hashes.SHA256())
    )  # fmt: skip
    packed = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, BestAvailableEncryption(password))
    return base64.urlsafe_b64encode(packed).decode()


def test_certificates_are_kept_for_an_address(gmail: Any) -> None:
    certificates = gmail.users().settings().sendAs().smimeInfo()
    of = {"userId": "me", "sendAsEmail": FIRST}
    assert certificates.list(**of).execute() == {}
    body = {"pkcs12": _package(b"kunci"), "encryptedKeyPassword": "kunci"}
    first = certificates.insert(**of, body=body).execute()
    second = certificates.insert(**of, body=body).execute()
    assert (first["issuerCn"], first["isDefault"], "isDefault" in second) == ("Balai Sertifikat", True, False)
    certificates.setDefault(**of, id=second["id"]).execute()
    assert [each.get("isDefault") for each in certificates.list(**of).execute()["smimeInfo"]] == [None, True]
    wrong = {**body, "encryptedKeyPassword": "salah"}
    assert refused(lambda: certificates.insert(**of, body=wrong).execute())[0] == 400
    certificates.delete(**of, id=first["id"]).execute()
    assert refused(lambda: certificates.get(**of, id=first["id"]).execute())[0] == 404


@pytest.mark.parametrize(("query", "found"), [
    ("to:me", True), ("from:me", False), ("has:spreadsheet", True), ("has:drive", True), ("has:youtube", False),
    ("nilai AROUND 5 akhir", True), ("nilai AROUND 5 bulan", False), ("has:yellow-star", False),
])  # fmt: skip
def test_more_of_the_search_language(world: World, gmail: Any, ani: Any, query: str, found: bool) -> None:
    _send(gmail, ANI, text="Nilai akhir: https://docs.google.com/spreadsheets/d/1")
    assert bool(_found(ani, query)) is found


def test_a_deleted_import_is_answered_and_not_kept(gmail: Any) -> None:
    body = {"raw": mail(FIRST)}
    made = gmail.users().messages().import_(userId="me", body=body, deleted=True).execute()
    assert refused(lambda: gmail.users().messages().get(userId="me", id=made["id"]).execute())[0] == 404


def test_messages_of_one_instant_never_share_an_id(world: World, gmail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.admin("PUT", "clock", {"now": "2026-03-01T08:00:00+07:00"})
    drawn = iter(["1a0000000000000a", "1a0000000000000a", "1a0000000000000b"])  # chance repeats itself
    monkeypatch.setattr("integrations.rehearsal.gmail.mailbox.fresh_id", lambda _moment: next(drawn))
    body = {"message": {"raw": mail(ANI)}}
    made = [gmail.users().drafts().create(userId="me", body=body).execute()["message"]["id"] for _ in range(2)]
    assert made == ["1a0000000000000a", "1a0000000000000b"]
