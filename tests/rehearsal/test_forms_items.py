"""Forms: which items a form takes, and how it shows them."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import refused


def _form(forms: Any) -> str:
    return str(forms.create(body={"info": {"title": "Penilaian"}}).execute()["formId"])


def _add(forms: Any, form: str, item: dict[str, Any]) -> Any:
    request = {"createItem": {"item": item, "location": {"index": 0}}}
    return forms.batchUpdate(formId=form, body={"requests": [request]}).execute()


def _question(**question: Any) -> dict[str, Any]:
    return {"title": "T", "questionItem": {"question": question}}


def _quiz(forms: Any, form: str, *, on: bool) -> None:
    change = {"settings": {"quizSettings": {"isQuiz": on}}, "updateMask": "quizSettings.isQuiz"}
    forms.batchUpdate(formId=form, body={"requests": [{"updateSettings": change}]}).execute()


@pytest.mark.parametrize("item", [
    _question(textQuestion={"paragraph": True}), _question(dateQuestion={"includeYear": True}), _question(timeQuestion={}),
    _question(scaleQuestion={"low": 1, "high": 5, "lowLabel": "a"}),
    _question(ratingQuestion={"ratingScaleLevel": 5, "iconType": "STAR"}),
    _question(choiceQuestion={"type": "RADIO", "options": [{"value": "a", "goToAction": "SUBMIT_FORM"}, {"isOther": True}]}),
    {"title": "G", "questionGroupItem": {"questions": [{"rowQuestion": {"title": "baris"}}],
     "grid": {"columns": {"type": "RADIO", "options": [{"value": "1"}]}}}},
    {"title": "H", "pageBreakItem": {}}, {"title": "T", "textItem": {}},
    {"videoItem": {"caption": "c", "video": {"youtubeUri": "https://www.youtube.com/watch?v=1"}}},
])  # fmt: skip
def test_every_kind_of_item_is_kept_as_it_was_sent(forms: Any, item: dict[str, Any]) -> None:
    form = _form(forms)
    _add(forms, form, item)
    kept = forms.get(formId=form).execute()["items"][0]
    assert {**kept, **item}.keys() == {*item, "itemId"}
    kind = next(name for name in item if name.endswith("Item"))
    if kind not in {"questionItem", "questionGroupItem"}:
        assert kept[kind] == item[kind]


@pytest.mark.parametrize(("item", "words"), [
    ({"title": "kosong"}, "Exactly one item type"), ({"title": "a\nb", "textItem": {}}, "cannot contain newlines"),
    (_question(), "Exactly one question type"), (_question(rowQuestion={"title": "x"}), "Row questions"),
    (_question(choiceQuestion={"type": "RADIO", "options": []}), "at least one option"),
    (_question(choiceQuestion={"options": [{"value": "a"}]}), "must have a type"),
    (_question(choiceQuestion={"type": "RADIO", "options": [{"value": "a"}, {"value": "a"}]}), "Duplicate options"),
    (_question(choiceQuestion={"type": "DROP_DOWN", "options": [{"isOther": True}]}), "'other' option"),
    (_question(choiceQuestion={"type": "CHECKBOX", "options": [{"value": "a", "goToAction": "NEXT_SECTION"}]}), "Navigation"),
    (_question(scaleQuestion={"low": 3, "high": 5}), "A scale goes"),
    (_question(textQuestion={}, grading={"pointValue": 1}), "of a quiz"),
])  # fmt: skip
def test_an_item_that_no_form_has_is_refused_with_its_place(forms: Any, item: dict[str, Any], words: str) -> None:
    form = _form(forms)
    status, error = refused(lambda: _add(forms, form, item))
    assert status == 400
    assert error["message"].startswith("Invalid requests[0].createItem: ")
    assert words in error["message"]
    assert "items" not in forms.get(formId=form).execute()


def test_grading_lives_and_dies_with_the_quiz(forms: Any) -> None:
    form = _form(forms)
    _quiz(forms, form, on=True)
    grading = {"pointValue": 2, "correctAnswers": {"answers": [{"value": "a"}]}}
    _add(forms, form, _question(textQuestion={}, grading=grading))
    assert forms.get(formId=form).execute()["items"][0]["questionItem"]["question"]["grading"] == grading
    _quiz(forms, form, on=False)
    assert "grading" not in forms.get(formId=form).execute()["items"][0]["questionItem"]["question"]


def test_a_picture_is_shown_from_googles_own_copy(forms: Any) -> None:
    form = _form(forms)
    _add(forms, form, {"imageItem": {"image": {"sourceUri": "https://example.com/a.png", "altText": "Logo"}}})
    shown = forms.get(formId=form).execute()["items"][0]["imageItem"]["image"]
    assert set(shown) == {"altText", "contentUri"}
    assert shown["contentUri"].startswith("https://lh7-rt.googleusercontent.com/")


def test_what_is_false_is_not_there(forms: Any) -> None:
    form = _form(forms)
    _add(forms, form, _question(required=False, textQuestion={"paragraph": False}))
    question = forms.get(formId=form).execute()["items"][0]["questionItem"]["question"]
    assert set(question) == {"questionId", "textQuestion"}
    assert question["textQuestion"] == {}
