"""The pages of a form, and which follows which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.pages.questions import Given, Part, Question, parts

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """What is asked on one page of the form."""

    id: str
    title: str
    about: str
    parts: list[Part]

    @property
    def questions(self) -> list[Question]:
        """Its questions in order."""
        return [each for part in self.parts for each in part.questions]


def pages(form: Json) -> list[Section]:
    """The pages of the form; one that is not divided has one."""
    made = [Section("", "", "", [])]
    for item in form.get("items", []):
        if "pageBreakItem" in item:
            made.append(Section(item.get("itemId", ""), item.get("title", ""), item.get("description", ""), []))
        else:
            made[-1].parts.extend(parts({"items": [item]}))
    return made


def after(place: int, listed: list[Section], given: Mapping[str, Given]) -> int | None:
    """The page that follows once that one is answered, as the chosen options lead; None: the form is complete."""
    led: Json = {}
    for question in listed[place].questions:
        answer = given.get(question.id)
        if question.kind in {"one", "list"} and answer and answer.values:
            led = question.leads(answer.values[0]) or led
    if section := led.get("goToSectionId"):
        return next((at for at, each in enumerate(listed) if each.id == section), None)
    if led.get("goToAction") in {"SUBMIT_FORM", "RESTART_FORM"}:
        return None if led["goToAction"] == "SUBMIT_FORM" else 0
    return place + 1 if place + 1 < len(listed) else None
