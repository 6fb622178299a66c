"""The questions of a form, and what a person may answer to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.pages.fields import MEGABYTE
from integrations.rehearsal.pages.words import size

if TYPE_CHECKING:
    from integrations.rehearsal.pages.fields import Fields, Sent

Json = dict[str, Any]

LONGEST = 20_000
SUFFIXES = {
    "PDF": (".pdf",), "DOCUMENT": (".doc", ".docx", ".odt", ".rtf", ".txt"),
    "SPREADSHEET": (".xls", ".xlsx", ".ods", ".csv"), "PRESENTATION": (".ppt", ".pptx", ".odp"),
    "IMAGE": (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic"), "DRAWING": (".svg",),
    "VIDEO": (".mp4", ".mov", ".avi", ".webm", ".mkv"), "AUDIO": (".mp3", ".m4a", ".wav", ".ogg"),
}  # fmt: skip
DATE, TIME = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d(:\d\d)?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
OTHER = "__lainnya__"


@dataclass(frozen=True)
class Question:
    """One question. `kind`: text, paragraph, one, many, list, date, moment, time, file."""

    id: str
    title: str
    about: str
    kind: str
    required: bool
    options: tuple[str, ...]
    other: bool
    body: Json

    def leads(self, value: str) -> Json:
        """Where choosing that option leads (goToAction or goToSectionId); empty: to the next section."""
        for each in self.body.get("choiceQuestion", {}).get("options", []):
            if each.get("value") == value or (each.get("isOther") and value and value not in self.options):
                return {name: each[name] for name in ("goToAction", "goToSectionId") if each.get(name)}
        return {}

    @property
    def most_files(self) -> int:
        """How many files it takes."""
        return int(self.body.get("fileUploadQuestion", {}).get("maxFiles", 1) or 1)

    @property
    def most_bytes(self) -> int:
        """How large each may be; ten megabytes where nothing is said."""
        return int(self.body.get("fileUploadQuestion", {}).get("maxFileSize", 0) or 10 * MEGABYTE)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of the file names it takes; none: all."""
        kinds = self.body.get("fileUploadQuestion", {}).get("types", [])
        return () if "ANY" in kinds else tuple(each for kind in kinds for each in SUFFIXES.get(kind, ()))


@dataclass(frozen=True)
class Given:
    """What a person answered to one question, and what is wrong with it."""

    question: Question
    values: tuple[str, ...] = ()
    files: tuple[Sent, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class Part:
    """An item of the form: a heading with text, or the questions it asks."""

    title: str
    about: str
    questions: tuple[Question, ...] = field(default=())


def parts(form: Json) -> list[Part]:
    """The items in order; what the rehearsal cannot show (pictures, films) leaves its title."""
    made = []
    for item in form.get("items", []):
        title, about = item.get("title", ""), item.get("description", "")
        if "questionItem" in item:
            asked: tuple[Question, ...] = (_question(item["questionItem"].get("question", {}), title, about),)
        elif "questionGroupItem" in item:
            group = item["questionGroupItem"]
            columns = group.get("grid", {}).get("columns", {})
            asked = tuple(
                _question(
                    {**each, "choiceQuestion": columns}, f"{title}: {each.get('rowQuestion', {}).get('title', '')}", ""
                )
                for each in group.get("questions", [])
            )
        else:
            asked = ()
        made.append(Part(title, about, asked))
    return made


def _question(body: Json, title: str, about: str) -> Question:
    options: tuple[str, ...] = ()
    other = False
    kind = "paragraph" if body.get("textQuestion", {}).get("paragraph") else "text"
    if choice := body.get("choiceQuestion"):
        kind = {"CHECKBOX": "many", "DROP_DOWN": "list"}.get(choice.get("type", ""), "one")
        options = tuple(each["value"] for each in choice.get("options", []) if each.get("value"))
        other = any(each.get("isOther") for each in choice.get("options", []))
    elif scale := body.get("scaleQuestion"):
        kind, options = "one", tuple(str(each) for each in range(scale.get("low", 0), scale.get("high", 5) + 1))
    elif rating := body.get("ratingQuestion"):
        kind, options = "one", tuple(str(each) for each in range(1, rating.get("ratingScaleLevel", 5) + 1))
    elif "dateQuestion" in body:
        kind = "moment" if body["dateQuestion"].get("includeTime") else "date"
    elif "timeQuestion" in body:
        kind = "time"
    elif "fileUploadQuestion" in body:
        kind = "file"
    return Question(body.get("questionId", ""), title, about, kind, bool(body.get("required")), options, other, body)


def answered(question: Question, fields: Fields, before: Given | None = None) -> Given:
    """What was sent for the question; `trouble` says in a sentence why it cannot be taken.

    A browser cannot send a file twice: where none was chosen now, those that were good `before` stay.
    """
    name = f"q-{question.id}"
    if question.kind == "file":
        sent = fields.sent(name)
        kept = list(before.files) if before and not before.trouble and not fields.text(f"{name}-lepas") else []
        return _files(question, sent or kept)
    values = tuple(each.strip()[:LONGEST] for each in fields.all(name))
    if OTHER in values:
        said = fields.text(f"{name}-lainnya").strip()[:LONGEST]
        values = tuple(each for each in values if each != OTHER) + ((said,) if said and question.other else ())
    values = tuple(each for each in values if each)
    trouble = ""
    if question.required and not values:
        trouble = "Pertanyaan ini wajib dijawab."
    elif question.kind != "many" and len(values) > 1:
        trouble = "Pilih satu saja."
    elif question.options and not question.other and not set(values) <= set(question.options):
        trouble = "Pilihan itu tidak ada pada formulir."
    elif (
        (form := {"date": DATE, "time": TIME, "moment": MOMENT}.get(question.kind))
        and values
        and not form.fullmatch(values[0])
    ):
        trouble = "Tanggal atau jam tidak sah."
    if question.kind == "moment":
        values = tuple(each.replace("T", " ") for each in values)
    return Given(question, values, (), trouble)


def _files(question: Question, files: list[Sent]) -> Given:
    trouble = ""
    if question.required and not files:
        trouble = "Unggah berkas untuk pertanyaan ini."
    elif len(files) > question.most_files:
        trouble = f"Paling banyak {question.most_files} berkas."
    elif any(len(each.data) > question.most_bytes for each in files):
        trouble = f"Setiap berkas paling besar {size(question.most_bytes)}."
    elif question.suffixes and any(PurePosixPath(each.name).suffix.lower() not in question.suffixes for each in files):
        trouble = f"Jenis berkas yang diterima: {', '.join(question.suffixes)}."
    return Given(question, (), tuple(files), trouble)
