"""The items of a form: which may be put into one, and how they look once they are there."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

KINDS = ("questionItem", "questionGroupItem", "pageBreakItem", "textItem", "imageItem", "videoItem")
QUESTIONS = (
    "choiceQuestion", "textQuestion", "scaleQuestion", "dateQuestion", "timeQuestion", "fileUploadQuestion",
    "rowQuestion", "ratingQuestion",
)  # fmt: skip
PICTURES = "https://lh7-rt.googleusercontent.com/formsz/"
HIGHEST_SCALE = 10


def questions(item: Json) -> list[Json]:
    """The questions an item asks: one, one for each row of a grid, or none."""
    if "questionItem" in item:
        return [item["questionItem"].setdefault("question", {})]
    return list(item.get("questionGroupItem", {}).get("questions", []))


def identified(form: Json, item: Json) -> Json:
    """The item and its questions have ids, none of them used twice; ValueError for one that is."""
    taken = {each["itemId"] for each in form.get("items", [])}
    item["itemId"] = item.get("itemId") or secrets.token_hex(4)
    if item["itemId"] in taken:
        msg = f"Duplicate item id: {item['itemId']}"
        raise ValueError(msg)
    used = {question["questionId"] for each in form.get("items", []) for question in questions(each)}
    for question in questions(item):
        question["questionId"] = question.get("questionId") or secrets.token_hex(4)
        if question["questionId"] in used:
            msg = f"Duplicate question id: {question['questionId']}"
            raise ValueError(msg)
        used.add(question["questionId"])
    return item


def settled(form: Json, item: Json) -> Json:
    """The item as the form keeps it: checked, its pictures taken over, what says nothing left out."""
    for fault in _faults(form, item):
        raise ValueError(fault)
    for picture in _pictures(item):
        if picture.pop("sourceUri", None):  # Google fetches it once and shows its own copy from then on
            picture["contentUri"] = PICTURES + secrets.token_urlsafe(40)
    made: Json = _told(item)
    return made


def _faults(form: Json, item: Json) -> Iterator[str]:
    found = [kind for kind in KINDS if kind in item]
    if len(found) != 1:
        yield "Exactly one item type must be set."
    if any("\n" in text for text in _displayed(item)):
        yield "Displayed text cannot contain newlines"
    quiz = form.get("settings", {}).get("quizSettings", {}).get("isQuiz", False)
    for question in questions(item):
        kinds = [kind for kind in QUESTIONS if kind in question]
        if len(kinds) != 1:
            yield "Exactly one question type must be set."
        if ("rowQuestion" in question) != ("questionGroupItem" in item):
            yield "Row questions belong in a question group, and nothing else does."
        if "grading" in question and not quiz:
            yield "Grading can only be set on questions of a quiz."
        if question.get("grading", {}).get("pointValue", 0) < 0:
            yield "Point value must not be negative."
        yield from _choices(question.get("choiceQuestion"))
        yield from _scale(question.get("scaleQuestion"))
    grid = item.get("questionGroupItem", {}).get("grid")
    if grid is not None and grid.get("columns", {}).get("type") not in {"RADIO", "CHECKBOX"}:
        yield "A grid's columns must be of type RADIO or CHECKBOX."


def _choices(choice: Json | None) -> Iterator[str]:
    if choice is None:
        return
    kind, options = choice.get("type", "CHOICE_TYPE_UNSPECIFIED"), choice.get("options", [])
    if kind == "CHOICE_TYPE_UNSPECIFIED":
        yield "A choice question must have a type."
    if not options:
        yield "A choice question must have at least one option."
    values = [option["value"] for option in options if not option.get("isOther") and option.get("value")]
    if len(set(values)) != len(values):
        yield "Duplicate options are not allowed."
    for option in options:
        if not option.get("isOther") and not option.get("value"):
            yield "An option must have a value."
        if option.get("isOther") and kind == "DROP_DOWN":
            yield "An 'other' option is not supported for drop-down questions."
        if ("goToAction" in option or "goToSectionId" in option) and kind == "CHECKBOX":
            yield "Navigation is not supported for checkbox questions."


def _scale(scale: Json | None) -> Iterator[str]:
    if scale is None:
        return
    low, high = scale.get("low", 0), scale.get("high", 0)
    if low not in {0, 1} or not 2 <= high <= HIGHEST_SCALE:
        yield "A scale goes from 0 or 1 to a number between 2 and 10."


def _displayed(item: Json) -> Iterator[str]:
    yield item.get("title", "")
    for question in questions(item):
        for option in question.get("choiceQuestion", {}).get("options", []):
            yield option.get("value", "")
        yield question.get("rowQuestion", {}).get("title", "")


def _pictures(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for each in value:
            yield from _pictures(each)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "image" and isinstance(inner, dict):
                yield inner
            else:
                yield from _pictures(inner)


def _told(value: Any) -> Any:
    """False, 0 and empty texts are what a field says by not being there."""
    if isinstance(value, list):
        return [_told(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _told(inner) for name, inner in value.items() if inner not in (False, 0, "", [])}


def ungraded(form: Json) -> None:
    """No question of the form is graded any more: it is no quiz."""
    for item in form.get("items", []):
        for question in questions(item):
            question.pop("grading", None)
