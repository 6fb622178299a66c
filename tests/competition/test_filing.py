"""What becomes of each file: every reason, and which reason wins."""

from __future__ import annotations

from typing import Any

import pytest
from build import digest, file, mail, rulebook

from competition.facts import Attachment, FileState, Part
from competition.filing import Handling, fate, kind_of, nothing_filed, refusal
from competition.model import FileOutcome

RULES = rulebook()
LIMIT = RULES.rules.max_file_bytes
WHEN = "2026-03-05 08:00:00"


def one(item: Attachment, how: Handling | None = None, on_file: dict[str, str] | None = None) -> FileOutcome:
    arrival = mail("s", WHEN, item)
    return fate(arrival.attachments[0], arrival, 7, on_file or {}, how or Handling(), RULES)


def told(
    item: Attachment, how: Handling | None = None, on_file: dict[str, str] | None = None
) -> tuple[str, str | None]:
    found = one(item, how, on_file)
    return found.action.value, found.reason


def test_a_good_file_is_filed_with_everything_that_is_known_of_it() -> None:
    assert one(file("sk", name="=SK\n.pdf")) == FileOutcome.model_validate(
        {
            "key": "s/1",
            "source": "s",
            "proposal": 7,
            "name": "=SK\n.pdf",
            "sha256": digest("sk/1"),
            "size": 1000,
            "action": "file",
            "kind": "sk",
            "reason": None,
            "sure": True,
        }
    )


@pytest.mark.parametrize(("state", "reason"), [
    (FileState.EMPTY, "empty"), (FileState.CORRUPT, "corrupt"), (FileState.ENCRYPTED, "encrypted"), (FileState.MACRO, "macro"),
    (FileState.MISMATCH, "content-mismatch"), (FileState.NESTED, "nested-archive"),
])  # fmt: skip
def test_a_file_that_cannot_be_opened_is_refused_with_its_state(state: FileState, reason: str) -> None:
    assert told(file("sk", state=state)) == ("refuse", reason)


@pytest.mark.parametrize(("kind", "kind_type", "reason"), [
    ("proposal", "pdf", None), ("proposal", "docx", None), ("proposal", "jpg", "type-not-accepted"), ("pernyataan", "docx", "type-not-accepted"),
    ("sk", "png", "type-not-accepted"), ("bukti", "png", None), ("bukti", "gif", "type-not-accepted"), ("sk", "tnef", "type-not-accepted"),
    ("sk", "", "type-not-accepted"), (None, "pdf", None), (None, "xlsx", "type-not-accepted"), ("lain", "docx", None),
])  # fmt: skip
def test_each_kind_takes_only_its_own_types(kind: str | None, kind_type: str, reason: str | None) -> None:
    assert refusal(file(kind, type=kind_type), kind, RULES) == reason


def taken(*accepts: str) -> list[str | None]:
    rules = rulebook(documents=[{"id": "bukti", "label": "Bukti", "accepts": list(accepts)}], checklist=[])
    return [refusal(file("bukti", type=t), "bukti", rules) for t in ("jpg", "pdf", "png")]


def test_types_are_compared_without_case_and_dots() -> None:
    assert taken("jpeg", ".PDF") == [None, None, "type-not-accepted"]


@pytest.mark.parametrize("written", ["JPEG", ".jpeg"])
def test_jpeg_means_jpg_however_it_is_written(written: str) -> None:
    assert taken(written) == [None, "type-not-accepted", "type-not-accepted"]


def test_a_file_of_the_greatest_size_is_taken_and_one_byte_more_is_not() -> None:
    assert [told(file("sk", size=s)) for s in (LIMIT, LIMIT + 1)] == [("file", None), ("refuse", "too-large")]


def test_the_first_reason_that_applies_is_told() -> None:
    bad = {"size": LIMIT + 1, "type": "exe"}
    late, no = Handling(late=True, refused="untrusted-sender"), Handling(refused="untrusted-sender")
    held = {digest("sk/1"): "sk"}
    assert told(file("sk", state=FileState.EMPTY, **bad), late) == ("refuse", "late")
    assert told(file("sk", state=FileState.EMPTY, **bad), no) == ("refuse", "untrusted-sender")
    assert told(file("sk", state=FileState.EMPTY, **bad)) == ("refuse", "empty")
    assert told(file("sk", state=FileState.ENCRYPTED, **bad)) == ("refuse", "too-large")
    assert told(file("sk", state=FileState.ENCRYPTED, type="exe")) == ("refuse", "encrypted")
    assert told(file("sk", type="exe"), on_file=held) == ("refuse", "type-not-accepted")
    assert told(file("sk"), on_file=held) == ("duplicate", None)
    assert told(file("sk"), late, held) == ("refuse", "late")


@pytest.mark.parametrize(("part", "expected"), [
    (Part.INLINE_IMAGE, ("ignore", "inline-image")), (Part.CALENDAR, ("ignore", "calendar")), (Part.SIGNATURE, ("ignore", "signature")),
    (Part.REPORT, ("ignore", "report")), (Part.CONTAINER, ("unpack", None)),
])  # fmt: skip
def test_parts_that_are_no_enclosures_are_ignored_and_containers_unpacked_even_late(
    part: Part, expected: tuple[str, str | None]
) -> None:
    assert (
        told(file(None, part=part, state=FileState.EMPTY), Handling(late=True, refused="untrusted-sender")) == expected
    )


def kind(**more: Any) -> tuple[str | None, bool]:
    item = mail("s", WHEN, file(more.pop("own", None), **more)).attachments[0]
    return kind_of(item, RULES, more.get("kinds", {}))


def test_an_officers_word_goes_before_the_question_the_text_and_the_name() -> None:
    item = mail("s", WHEN, file("proposal", question="pernyataan", name_kind="bukti")).attachments[0]
    assert kind_of(item, RULES, {"s/1": "sk"}) == ("sk", True)
    assert kind_of(item, RULES, {"other/1": "sk"}) == ("pernyataan", True)


def test_the_form_question_goes_before_the_text_and_the_text_before_the_name() -> None:
    assert kind(own="proposal", question="pernyataan", name_kind="bukti") == ("pernyataan", True)
    assert kind(own="proposal", name_kind="bukti") == ("proposal", True)
    assert kind(name_kind="bukti") == ("bukti", True)


def test_a_kind_the_edition_does_not_have_tells_nothing() -> None:
    assert kind(own="video", name_kind="sk") == ("sk", True)


def test_a_picture_without_a_kind_is_taken_for_evidence_but_a_person_is_asked() -> None:
    assert kind(type="jpg") == ("bukti", False)
    assert one(file(None, type="png")).sure is False
    assert one(file("bukti", type="png")).sure is True


def test_a_picture_no_kind_takes_and_a_paper_without_a_kind_have_none() -> None:
    assert kind(type="gif") == (None, False)
    assert kind(type="pdf") == (None, False)


def test_nothing_of_a_mail_that_is_no_submission_is_filed() -> None:
    arrival = mail("s", WHEN, file("sk"), file(None, part=Part.CONTAINER), file(None, part=Part.CALENDAR))
    assert [(f.proposal, f.action.value, f.reason) for f in nothing_filed(arrival, "report")] == [
        (None, "ignore", "report"),
        (None, "unpack", None),
        (None, "ignore", "calendar"),
    ]
