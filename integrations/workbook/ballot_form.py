"""A judge's ballot as a Google Form: its questions, and its answers as rows of a ballot.

Ids of questions are made from what they ask, so that answers are read without remembering anything. The API knows no
check of a typed number, so answers are checked like cells; and it is not to be relied on for questions that take
files, so photos go into a folder that the form links to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from competition.letters import one_line
from competition.rulebook import Rulebook
from competition.scoring import BallotRow, Cell
from competition.stages import Stage
from integrations.workbook.ballot import Listed
from integrations.workbook.ballot_guide import scale_words

_PROPOSAL, _CONFLICT, _NOTE = "?usulan", "?benturan", "?catatan"  # no aspect is called so
_YES = "Ya, saya mempunyai hubungan dengan pengusul; usulan ini tidak saya nilai"
_LONGEST = 150  # characters of an option


@dataclass(frozen=True, slots=True)
class Answer:
    """One response in its present state. `row` None: it names no proposal; `at` in whole seconds."""

    id: str
    email: str
    at: datetime
    row: BallotRow | None
    note: str = ""


def form_requests(rulebook: Rulebook, stage: Stage, listed: Sequence[Listed]) -> list[dict[str, Any]]:
    """The whole form as one `batchUpdate` on a fresh one."""
    scale = scale_words(rulebook)
    items = [
        _proposals(listed),
        *(
            _item(
                c.id,
                c.label,
                f"Nilai {scale}; desimal dengan koma atau titik. {c.rubric}".strip(),
                {"textQuestion": {}},
            )
            for c in stage.columns
        ),
        _item(
            _CONFLICT,
            "Benturan kepentingan",
            "Kosongkan bila tidak ada.",
            {"choiceQuestion": {"type": "CHECKBOX", "options": [{"value": _YES}]}},
        ),
        _item(_NOTE, "Catatan", "", {"textQuestion": {"paragraph": True}}),
    ]
    return [
        {
            "updateSettings": {
                "settings": {"emailCollectionType": "VERIFIED"},
                "updateMask": "emailCollectionType",
            }
        },
        _about(stage, listed),
        *({"createItem": {"item": item, "location": {"index": i}}} for i, item in enumerate(items)),
    ]


def list_requests(form: Mapping[str, Any], stage: Stage, listed: Sequence[Listed]) -> list[dict[str, Any]]:
    """Requests after which the form asks about just these proposals; none where it does. `form` as it stands."""
    wanted, about = _proposals(listed), _about(stage, listed)
    items = list(form.get("items", ()))
    place = next((i for i, item in enumerate(items) if item.get("itemId") == wanted["itemId"]), None)
    same = place is not None and _offered(items[place]) == _offered(wanted)
    if place is None or (
        same and form.get("info", {}).get("description") == about["updateFormInfo"]["info"]["description"]
    ):
        return []
    mask = "questionItem.question.choiceQuestion"
    return [about, {"updateItem": {"item": wanted, "location": {"index": place}, "updateMask": mask}}]


def is_accepting(form: Mapping[str, Any]) -> bool:
    """True where the form takes answers."""
    return bool(form.get("publishSettings", {}).get("publishState", {}).get("isAcceptingResponses"))


def is_laid_out(form: Mapping[str, Any]) -> bool:
    """True where the form has its questions: they are made in one request."""
    return any(item.get("itemId") == _item_id(_PROPOSAL) for item in form.get("items", ()))


def read_answers(responses: Iterable[Mapping[str, Any]], stage: Stage) -> list[Answer]:
    """Every response as a ballot row, oldest first. What is no answer to our questions is not looked at."""
    found = []
    for response in responses:
        given = {key: _values(answer) for key, answer in (response.get("answers") or {}).items()}
        number = _number(given.get(_id(_PROPOSAL), []))
        cells: dict[str, Cell] = {c.id: next(iter(given.get(_id(c.id), ())), None) for c in stage.columns}
        row = BallotRow(proposal=number, cells=cells, conflict=bool(given.get(_id(_CONFLICT)))) if number else None
        found.append(
            Answer(
                id=str(response["responseId"]),
                email=str(response.get("respondentEmail", "")).lower(),
                at=datetime.fromisoformat(str(response["lastSubmittedTime"])).replace(microsecond=0),
                row=row,
                note=one_line(" ".join(given.get(_id(_NOTE), [])))[:1000],
            )
        )
    return sorted(found, key=lambda a: (a.at, a.id))


def _about(stage: Stage, listed: Sequence[Listed]) -> dict[str, Any]:
    lines = [
        f"Formulir pribadi untuk tahap {stage.label}. Satu kiriman untuk satu usulan; kirim lagi untuk memperbaiki.",
        "Nilai sah terbaru dari formulir atau lembar nilai yang dihitung.",
    ]
    if stage.photos:
        lines += ["Foto kunjungan diunggah ke folder berikut:"]
        lines += [f"Nomor {p.number}: {p.photos}" for p in listed if p.photos]
    return {"updateFormInfo": {"info": {"description": "\n".join(lines)}, "updateMask": "description"}}


def _proposals(listed: Sequence[Listed]) -> dict[str, Any]:
    options = [{"value": one_line(f"{p.number} - {p.title}")[:_LONGEST].strip()} for p in listed]
    options = options or [{"value": "tidak ada usulan"}]  # a list must offer something
    return _item(
        _PROPOSAL,
        "Usulan yang dinilai",
        "",
        {"required": True, "choiceQuestion": {"type": "DROP_DOWN", "options": options}},
    )


def _offered(item: Mapping[str, Any]) -> list[str]:
    options = item.get("questionItem", {}).get("question", {}).get("choiceQuestion", {}).get("options", ())
    return [str(o.get("value", "")) for o in options]


def _item(name: str, title: str, about: str, question: Mapping[str, Any]) -> dict[str, Any]:
    made = {"questionId": _id(name), **question}
    shown: dict[str, Any] = {
        "itemId": _item_id(name),
        "title": one_line(title),
        "questionItem": {"question": made},
    }
    return shown | ({"description": one_line(about)} if about else {})


def _id(name: str) -> str:
    """Eight hexadecimal digits, the first below 8, as Google's own ids are."""
    return f"{int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) & 0x7FFFFFFF:08x}"


def _item_id(name: str) -> str:
    return _id(f"butir {name}")


def _values(answer: Mapping[str, Any]) -> list[str]:
    return [str(a.get("value", "")) for a in (answer.get("textAnswers") or {}).get("answers", ())]


def _number(values: Sequence[str]) -> int | None:
    text = values[0].partition(" ")[0] if values else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
