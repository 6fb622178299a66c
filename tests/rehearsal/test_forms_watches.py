"""Forms: watches, revisions, publishing, quizzes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

WATCH = {"watch": {"target": {"topic": {"topicName": "projects/p/topics/t"}}, "eventType": "RESPONSES"}}


@pytest.fixture
def form(forms: Any) -> str:
    """A form with a title."""
    return str(forms.create(body={"info": {"title": "Usulan"}}).execute()["formId"])


def _batch(forms: Any, form: str, *requests: dict[str, Any], **more: Any) -> dict[str, Any]:
    return dict(forms.batchUpdate(formId=form, body={"requests": list(requests), **more}).execute())


def test_a_watch_is_made_renewed_and_removed(world: World, forms: Any, form: str) -> None:
    world.admin("PUT", "clock", {"now": "2026-03-01T00:00:00Z"})
    watches = forms.watches()
    assert watches.list(formId=form).execute() == {}
    made = watches.create(formId=form, body=WATCH).execute()
    assert made == {
        "id": made["id"], **WATCH["watch"], "createTime": "2026-03-01T00:00:00.000Z",
        "expireTime": "2026-03-08T00:00:00.000Z", "state": "ACTIVE",
    }  # fmt: skip
    assert refused(lambda: watches.create(formId=form, body=WATCH).execute())[0] == 409
    world.admin("PUT", "clock", {"now": "2026-03-02T00:00:00Z"})
    renewed = watches.renew(formId=form, watchId=made["id"], body={}).execute()
    assert renewed == {**made, "expireTime": "2026-03-09T00:00:00.000Z"}
    assert watches.list(formId=form).execute() == {"watches": [renewed]}
    assert watches.delete(formId=form, watchId=made["id"]).execute() == {}
    assert refused(lambda: watches.delete(formId=form, watchId=made["id"]).execute())[0] == 404


def test_a_watch_runs_out(world: World, forms: Any, form: str) -> None:
    world.admin("PUT", "clock", {"now": "2026-03-01T00:00:00Z"})
    forms.watches().create(formId=form, body={**WATCH, "watchId": "usulan-1"}).execute()
    world.admin("PUT", "clock", {"now": "2026-03-08T00:00:01Z"})
    assert forms.watches().list(formId=form).execute() == {}


def test_a_target_revision_may_be_an_older_one(forms: Any, form: str) -> None:
    change = {"updateFormInfo": {"info": {"title": "Lain"}, "updateMask": "title"}}
    _batch(forms, form, change)
    made = _batch(forms, form, change, writeControl={"targetRevisionId": "00000001"})
    assert made["writeControl"] == {"requiredRevisionId": "00000003"}
    control = {"targetRevisionId": "99999999"}
    assert refused(lambda: _batch(forms, form, change, writeControl=control))[0] == 400
    both = {"targetRevisionId": "00000001", "requiredRevisionId": "00000003"}
    assert refused(lambda: _batch(forms, form, change, writeControl=both))[0] == 400


def test_publishing_obeys_its_mask(forms: Any, form: str) -> None:
    state = {"publishState": {"isPublished": True, "isAcceptingResponses": False}}
    body = {"publishSettings": state, "updateMask": "publishState"}
    assert forms.setPublishSettings(formId=form, body=body).execute() == {"formId": form, "publishSettings": state}
    bad = {"publishSettings": {"publishState": {"isPublished": False, "isAcceptingResponses": True}}}
    assert refused(lambda: forms.setPublishSettings(formId=form, body=bad).execute())[0] == 400


def test_a_quiz_keeps_its_points_and_answers(forms: Any, form: str) -> None:
    grading = {
        "pointValue": 5, "correctAnswers": {"answers": [{"value": "Ya"}]}, "whenRight": {"text": "Benar"},
        "whenWrong": {"text": "Salah"},
    }  # fmt: skip
    choice = {"type": "RADIO", "options": [{"value": "Ya"}, {"value": "Tidak"}]}
    item = {"title": "Siap?", "questionItem": {"question": {"grading": grading, "choiceQuestion": choice}}}
    _batch(
        forms, form,
        {"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}},
        {"createItem": {"item": item, "location": {"index": 0}}},
    )  # fmt: skip
    shown = forms.get(formId=form).execute()
    assert shown["settings"]["quizSettings"] == {"isQuiz": True}
    assert shown["items"][0]["questionItem"]["question"]["grading"] == grading
