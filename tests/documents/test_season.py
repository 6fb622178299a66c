"""The whole sample season is read as its oracle says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from competition.facts import Arrival, FileState, Machine, Part
from integrations.documents.enclosures import Enclosures
from tests.documents import season

pytestmark = season.present
TRUTH = season.load("truth.json")
MAILS = TRUTH.get("mails", [])
RESPONSES = TRUTH.get("responses", [])
PROPOSALS = {p["key"]: p for p in TRUTH.get("proposals", [])}
_PARTS = {
    "inline-image": Part.INLINE_IMAGE,
    "calendar": Part.CALENDAR,
    "report": Part.REPORT,
    "signature": Part.SIGNATURE,
}
_STATES = {s.value for s in FileState}
_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def _expected(attachment: dict[str, Any]) -> tuple[Any, ...]:
    part = Part.CONTAINER if attachment["action"] == "unpack" else _PARTS.get(attachment.get("reason", ""), Part.FILE)
    reason = attachment.get("reason")
    return (
        attachment["name"],
        attachment["size"],
        attachment["sha256"],
        attachment.get("container"),
        part,
        FileState(reason) if reason in _STATES else FileState.OK,
    )


def _read(arrival: Arrival) -> list[tuple[Any, ...]]:
    return [(a.name, a.size, a.sha256, a.container, a.part, a.state) for a in arrival.attachments]


def _in_one_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=lambda r: (r[4] is not Part.FILE, str(r)))


@pytest.mark.parametrize("truth", MAILS, ids=lambda m: m["file"])
def test_every_attachment_of_a_mail_has_its_name_size_hash_container_part_and_state(truth: dict[str, Any]) -> None:
    read = _read(season.mail(truth["file"]))
    assert _in_one_order(read) == _in_one_order([_expected(a) for a in truth.get("attachments", [])])


@pytest.mark.parametrize("truth", RESPONSES, ids=lambda r: r["responseId"][-8:])
def test_every_upload_of_a_response_comes_in_order_with_the_document_it_was_asked_for(truth: dict[str, Any]) -> None:
    read = [
        (a.name, a.size, a.sha256, a.question, a.upload_id) for a in season.response(truth["responseId"]).attachments
    ]
    assert read == [(a["name"], a["size"], a["sha256"], a["question"], a["fileId"]) for a in truth["attachments"]]


@pytest.mark.parametrize("truth", RESPONSES, ids=lambda r: r["responseId"][-8:])
def test_a_response_is_received_when_it_was_last_submitted_by_its_respondent(truth: dict[str, Any]) -> None:
    arrival = season.response(truth["responseId"])
    assert (arrival.received_at, arrival.sender, arrival.fields.agency) == (
        datetime.fromisoformat(truth["received_at"]),
        truth["respondent"],
        truth["opd_typed"],
    )


@pytest.mark.parametrize("truth", MAILS, ids=lambda m: m["file"])
def test_sender_time_links_and_the_machine_that_wrote_it_are_those_of_the_oracle(truth: dict[str, Any]) -> None:
    arrival = season.mail(truth["file"])
    machine = {"auto-reply": Machine.AUTO_REPLY, "bounce": Machine.BOUNCE}.get(truth["class"], Machine.PERSON)
    assert arrival.sender == truth["sender"]
    assert arrival.received_at == datetime.fromisoformat(truth["received_at"])
    assert arrival.links == tuple(link["url"] for link in truth.get("links", []))
    assert (Machine.PERSON if arrival.machine is Machine.BULK else arrival.machine) == machine
    assert f"dmarc-{arrival.dmarc.value}".replace("dmarc-none", "no-dmarc") == truth["authentication"]


@pytest.mark.parametrize("truth", MAILS, ids=lambda m: m["file"])
def test_the_bytes_of_every_part_are_found_again_by_its_key(truth: dict[str, Any]) -> None:
    raw = (season.FOLDER / "mailbox" / truth["file"]).read_bytes()
    for attachment in season.mail(truth["file"]).attachments:
        assert len(Enclosures.in_mail(raw).content(attachment.key)) == attachment.size or attachment.size is None


def _proposals() -> list[tuple[str, str, str]]:
    found = [("mail", m["file"], m["proposal"]) for m in MAILS if m.get("proposal")]
    return found + [("form", r["responseId"], r["proposal"]) for r in RESPONSES if r.get("proposal")]


@pytest.mark.parametrize(("channel", "ref", "key"), _proposals())
def test_every_proposal_document_tells_its_own_fields_and_words_per_section(channel: str, ref: str, key: str) -> None:
    arrival = season.mail(ref) if channel == "mail" else season.response(ref)
    truth = PROPOSALS[key]
    year, month, day = truth["start_date"].split("-")
    for document in (a for a in arrival.attachments if a.kind == "proposal" and a.part is Part.FILE):
        fields = document.fields
        assert (fields.title, fields.unit, fields.innovator, fields.contact) == (
            truth["title"],
            truth["unit"],
            truth["innovator"],
            truth["contact"],
        )
        assert (fields.category or "").lower() == truth["category"]
        assert fields.start_date == f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
        assert document.sections == truth["section_words"]


@pytest.mark.parametrize("truth", MAILS + RESPONSES, ids=lambda t: t.get("file", t.get("responseId", ""))[-12:])
def test_the_kind_of_every_file_is_told_by_its_text_or_its_name_or_left_to_a_person(truth: dict[str, Any]) -> None:
    arrival = season.mail(truth["file"]) if "file" in truth else season.response(truth["responseId"])
    told = {a.sha256: a.kind or a.name_kind for a in arrival.attachments if a.part is Part.FILE}
    for attachment in truth.get("attachments", []):
        if attachment["sha256"] in told and not attachment.get("kind_needs_human"):
            assert told[attachment["sha256"]] in (attachment["kind"], None)
