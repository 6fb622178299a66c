"""A form response is read by the titles of its questions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from competition.facts import Arrival, Channel, Fields, FileState, Part
from integrations.documents.enclosures import Enclosures
from integrations.documents.forms import read_response
from integrations.documents.vocabulary import DEFAULT
from tests.documents.samples import packed, pdf

PDF = pdf()
TITLES = [
    "Judul Inovasi",
    "Nama Perangkat Daerah",
    "Narahubung",
    "Nomor WhatsApp Narahubung",
    "Proposal Inovasi (PDF)",
    "Bukti Implementasi",
]
FORM = {
    "items": [{"title": t, "questionItem": {"question": {"questionId": f"q{n}"}}} for n, t in enumerate(TITLES)]
    + [{"title": "x", "pageBreakItem": {}}]
}


def _response(answers: dict[str, Any], **more: str) -> dict[str, Any]:
    return {"responseId": "r1", "lastSubmittedTime": "2026-03-31T08:00:00.999999999Z", "answers": answers, **more}


def _typed(value: str) -> dict[str, Any]:
    return {"textAnswers": {"answers": [{"value": value}]}}


def _files(*names: str) -> dict[str, Any]:
    return {"fileUploadAnswers": {"answers": [{"fileId": f"id-{n}", "fileName": n} for n in names]}}


def _read(answers: dict[str, Any], uploads: dict[str, bytes], **more: str) -> Arrival:
    return read_response(_response(answers, **more), FORM, uploads.get, DEFAULT)


def test_answers_become_fields_and_the_rest_is_kept_as_text() -> None:
    arrival = _read(
        {"q0": _typed("SIGAP"), "q1": _typed("Dinkes "), "q2": _typed("Kartini"), "q3": _typed("0812-0000-1111")},
        {},
        respondentEmail="A@B.example",
    )
    assert arrival.fields == Fields(title="SIGAP", agency="Dinkes", contact="Kartini")
    assert (arrival.channel, arrival.sender, arrival.subject, arrival.text) == (
        Channel.FORM, "a@b.example", "SIGAP", "Nomor WhatsApp Narahubung: 0812-0000-1111")  # fmt: skip


def test_uploads_come_in_the_order_of_the_questions_and_a_missing_one_is_not_forgotten() -> None:
    arrival = _read({"q5": _files("b.pdf", "c.pdf"), "q4": _files("a.pdf")}, {"id-a.pdf": PDF, "id-c.pdf": b""})
    assert [(a.key, a.name, a.question, a.upload_id, a.state, a.size) for a in arrival.attachments] == [
        ("r1/1", "a.pdf", "proposal", "id-a.pdf", FileState.OK, len(PDF)),
        ("r1/2", "b.pdf", "bukti", "id-b.pdf", FileState.CORRUPT, None),
        ("r1/3", "c.pdf", "bukti", "id-c.pdf", FileState.EMPTY, 0),
    ]


def test_an_uploaded_zip_is_opened_as_in_a_mail() -> None:
    data = packed(("dalam/SK.pdf", PDF), ("lagi.zip", packed(("a", b"b"))))
    found = _read({"q4": _files("b.zip"), "q5": _files("c.pdf")}, {"id-b.zip": data, "id-c.pdf": PDF}).attachments
    assert [(a.key, a.name, a.part, a.container, a.question, a.state) for a in found] == [
        ("r1/1", "b.zip", Part.CONTAINER, None, "proposal", FileState.OK),
        ("r1/1.1", "dalam/SK.pdf", Part.FILE, "b.zip", None, FileState.OK),
        ("r1/1.2", "lagi.zip", Part.FILE, "b.zip", None, FileState.NESTED),
        ("r1/2", "c.pdf", Part.FILE, None, "bukti", FileState.OK),
    ]
    assert Enclosures.in_upload("1", "b.zip", data).content("r1/1.1") == PDF
    with pytest.raises(KeyError):
        Enclosures.in_upload("1", "b.zip", data).content("r1/1.9")


def test_questions_worded_otherwise_are_understood_and_long_answers_are_not_taken_for_fields() -> None:
    titles = ["Judul inovasi yang diusulkan", "Nama Inovator atau Ketua Tim", "Unit Pelaksana (bila ada)", "Sejak kapan inovasi diterapkan?",
              "Nomor WhatsApp Narahubung", "Ringkasan (maksimum 200 kata)", "OPD Anda"]  # fmt: skip
    form = {"items": [{"title": t, "questionItem": {"question": {"questionId": str(n)}}} for n, t in enumerate(titles)]}
    arrival = read_response(_response({str(n): _typed(f"jawaban {n}") for n in range(7)}), form, {}.get, DEFAULT)
    assert arrival.fields == Fields(
        title="jawaban 0", innovator="jawaban 1", unit="jawaban 2", start_date="jawaban 3", agency="jawaban 6"
    )


def test_the_answer_to_a_deleted_question_is_kept() -> None:
    assert [(a.name, a.question) for a in _read({"lama": _files("a.pdf")}, {}).attachments] == [("a.pdf", None)]


@pytest.mark.parametrize(("submitted", "second"), [
    ("2026-03-31T08:00:00.999999999Z", 0), ("2026-03-31T08:00:04Z", 4), ("2026-03-31T15:00:04.5+07:00", 4), ("2026-03-31T15:00:04+07:00", 4),
])  # fmt: skip
def test_the_last_submit_counts_cut_to_the_second(submitted: str, second: int) -> None:
    arrival = read_response(_response({}) | {"lastSubmittedTime": submitted}, FORM, {}.get, DEFAULT)
    assert (arrival.received_at, arrival.revision) == (datetime(2026, 3, 31, 8, 0, second, tzinfo=UTC), submitted)


def test_an_arrival_can_be_written_as_json_and_read_back_unchanged() -> None:
    arrival = _read({"q0": _typed("=SIGAP\u202e\0"), "q4": _files("a\r\nb.pdf")}, {"id-a\r\nb.pdf": PDF})
    assert Arrival.model_validate(json.loads(arrival.model_dump_json())) == arrival
