"""A form response becomes an arrival: answers by the title of their question, uploads by the document they are asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from competition.facts import Arrival, Attachment, Channel, Fields, FileState, Part
from integrations.documents.bounds import bounded
from integrations.documents.encoding import whole
from integrations.documents.files import attachment_of
from integrations.documents.labelled import contact_name
from integrations.documents.labels import field_of, likely_field_of
from integrations.documents.mail import MAX_TEXT, digest_of
from integrations.documents.pieces import Piece
from integrations.documents.vocabulary import Vocabulary
from integrations.documents.walk import enclosed_in

Json = Mapping[str, Any]
Fetch = Callable[[str], bytes | int | None]  # Drive id -> the file; only its size where it is too large; None: gone


def read_response(response: Json, form: Json, fetch: Fetch, vocabulary: Vocabulary) -> Arrival:
    """Everything a response says, as facts. Uploads are fetched one at a time; one that is gone is kept as CORRUPT.

    Both are as the Forms API v1 gives them. The time that counts is the last submit, cut to the second. Never raises on
    what respondents can type; raises KeyError or ValueError where id or time are missing.
    """
    answers = _mapping(response.get("answers"))
    values: dict[str, str] = {}
    texts: list[str] = []
    attachments: list[Attachment] = []
    seen: set[str] = set()
    source, uploaded = str(response["responseId"]), 0
    questions = list(_questions(form))
    asked = _asked(questions)
    for question_id, title in questions:
        answer = _mapping(answers.get(question_id))
        seen.add(question_id)
        typed = _typed(answer)
        if typed and (name := asked.get(question_id)):
            values[name] = contact_name(typed) if name == "contact" else typed
        elif typed:
            texts.append(f"{title}: {typed}")
        attachments.extend(_uploads(source, answer, uploaded, vocabulary.kind_of_label(title), fetch, vocabulary))
        uploaded += _count(answer)
    for question_id in (q for q in answers if q not in seen):  # the question was deleted after it had been answered
        answer = _mapping(answers[question_id])
        attachments.extend(_uploads(source, answer, uploaded, None, fetch, vocabulary))
        uploaded += _count(answer)
    submitted = str(response["lastSubmittedTime"])
    title = values.get("title", "")
    text = "\n".join(texts)
    return bounded(
        Arrival(
            id=source,
            channel=Channel.FORM,
            received_at=_instant(submitted),
            revision=submitted,
            sender=str(response.get("respondentEmail") or "").strip().lower(),
            subject=title,
            digest=digest_of(title, repr(sorted(values.items())) + text, attachments),
            text=text[:MAX_TEXT],
            fields=Fields(**values),
            attachments=tuple(attachments),
        )
    )


def _questions(form: Json) -> Iterator[tuple[str, str]]:
    """Question id and title in the order of the form, questions in groups and grids too."""
    for item in form.get("items") or ():
        title = str(item.get("title") or "")
        single = _mapping(_mapping(item.get("questionItem")).get("question"))
        if single.get("questionId"):
            yield str(single["questionId"]), title
        for question in _mapping(item.get("questionGroupItem")).get("questions") or ():
            if question.get("questionId"):
                yield str(question["questionId"]), str(_mapping(question.get("rowQuestion")).get("title") or title)


def _asked(questions: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Question id -> field, each field once: what a title names outright goes before what it only seems to ask for."""
    asked: dict[str, str] = {}
    for read in (field_of, likely_field_of):
        for question_id, title in questions:
            name = read(title)
            if name and question_id not in asked and name not in asked.values():
                asked[question_id] = name
    return asked


def _typed(answer: Json) -> str:
    """The typed or chosen values of an answer, several joined by a comma."""
    values = (
        whole(str(v.get("value") or "")).strip() for v in _mapping(answer.get("textAnswers")).get("answers") or ()
    )
    return ", ".join(v for v in values if v)


def _uploads(
    source: str, answer: Json, position: int, question: str | None, fetch: Fetch, vocabulary: Vocabulary
) -> Iterator[Attachment]:
    for upload in _mapping(answer.get("fileUploadAnswers")).get("answers") or ():
        position += 1
        file_id, name = (
            str(upload.get("fileId") or ""),
            whole(str(upload.get("fileName") or f"tanpa-nama-{position}.bin")),
        )
        data = fetch(file_id)
        unread = Piece(
            str(position), name, Part.FILE, None, state=FileState.CORRUPT, size=data if isinstance(data, int) else None
        )
        for piece in enclosed_in(str(position), name, data) if isinstance(data, bytes) else [unread]:
            asked = question if piece.container is None else None
            yield attachment_of(source, piece, vocabulary, question=asked, upload_id=file_id)


def _count(answer: Json) -> int:
    return len(_mapping(answer.get("fileUploadAnswers")).get("answers") or ())


def _mapping(value: Any) -> Json:
    return value if isinstance(value, Mapping) else {}


def _instant(value: str) -> datetime:
    """An RFC 3339 time, aware, fractions of a second cut off."""
    whole = datetime.fromisoformat(value.strip().split(".")[0].removesuffix("Z").removesuffix("z"))
    found = whole if whole.tzinfo else whole.replace(tzinfo=_zone(value))
    return found.astimezone(UTC).replace(microsecond=0)


def _zone(value: str) -> tzinfo:
    """The zone behind the fraction of a second; UTC where none is given."""
    match = re.search(r"([+-]\d{2}:?\d{2})$", value.strip())
    return (datetime.strptime(match[1], "%z").tzinfo or UTC) if match else UTC
