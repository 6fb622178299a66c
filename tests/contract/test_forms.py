"""Forms: made, changed, published, answered, watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import refused

if TYPE_CHECKING:
    from .account import Account


def _question(title: str, **kind: Any) -> dict[str, Any]:
    return {"title": title, "questionItem": {"question": {"required": True, **kind}}}


ITEMS = [
    _question("Judul", textQuestion={"paragraph": True}),
    _question("Tahap", choiceQuestion={"type": "RADIO", "options": [{"value": "Satu"}, {"value": "Dua"}]}),
    _question("Kriteria", choiceQuestion={"type": "CHECKBOX", "options": [{"value": "A"}], "shuffle": True}),
    _question("Nilai", scaleQuestion={"low": 1, "high": 5, "lowLabel": "kurang"}),
    _question("Tanggal", dateQuestion={"includeYear": True}), _question("Jam", timeQuestion={"duration": True}),
    {"title": "Batas", "pageBreakItem": {}}, {"title": "Pengantar", "description": "Baca dulu", "textItem": {}},
    {"title": "Tabel", "questionGroupItem": {
        "questions": [{"rowQuestion": {"title": "Baris"}}],
        "grid": {"columns": {"type": "RADIO", "options": [{"value": "ya"}, {"value": "tidak"}]}}}},
]  # fmt: skip


def _batch(account: Account, form: str, *requests: dict[str, Any], **more: Any) -> dict[str, Any]:
    return dict(account.forms.forms().batchUpdate(formId=form, body={"requests": list(requests), **more}).execute())


@pytest.mark.behaviour(20)
@pytest.mark.covers("forms.forms.create", "forms.forms.get", "forms.forms.setPublishSettings")
def test_a_new_form_has_a_title_alone_and_is_not_published(account: Account) -> None:
    forms = account.forms.forms()
    form = account.form("Usulan")
    made = forms.get(formId=form).execute()
    assert (made["formId"], made["info"]["title"], "items" in made) == (form, "Usulan", False)
    assert made["responderUri"].endswith("/viewform")
    assert not made.get("publishSettings", {}).get("publishState", {}).get("isPublished", False)
    state = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}}}
    assert forms.setPublishSettings(formId=form, body=state).execute() == {"formId": form, **state}
    wrong = {"publishSettings": {"publishState": {"isPublished": False, "isAcceptingResponses": True}}}
    assert refused(forms.setPublishSettings(formId=form, body=wrong).execute)[0] == 400
    status, error = refused(forms.create(body={"info": {"title": "Usulan", "description": "Batas"}}).execute)
    assert (status, error["status"]) == (400, "INVALID_ARGUMENT")
    status, error = refused(forms.get(formId="tidak-ada").execute)
    assert (status, error) == (
        404, {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}
    )  # fmt: skip


@pytest.mark.covers("forms.forms.batchUpdate")
def test_items_are_made_changed_moved_and_removed(account: Account) -> None:
    form = account.form()
    made = _batch(
        account, form,
        *({"createItem": {"item": item, "location": {"index": n}}} for n, item in enumerate(ITEMS)),
        {"moveItem": {"originalLocation": {"index": 1}, "newLocation": {"index": 0}}},
        {"updateItem": {"item": {"title": "Judul Inovasi"}, "location": {"index": 1}, "updateMask": "title"}},
        {"deleteItem": {"location": {"index": 2}}},
        {"updateFormInfo": {"info": {"description": "Batas 31 Maret"}, "updateMask": "description"}},
        {"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}},
        includeFormInResponse=True,
    )  # fmt: skip
    shown = made["form"]
    titles = [item["title"] for item in shown["items"]]
    assert titles == ["Tahap", "Judul Inovasi", "Nilai", "Tanggal", "Jam", "Batas", "Pengantar", "Tabel"]
    assert (shown["info"]["description"], shown["settings"]["quizSettings"]) == ("Batas 31 Maret", {"isQuiz": True})
    first, replies = shown["items"][1], made["replies"]
    assert replies[0]["createItem"] == {
        "itemId": first["itemId"], "questionId": [first["questionItem"]["question"]["questionId"]]
    }  # fmt: skip
    assert replies[len(ITEMS) :] == [{}] * 5
    assert len(shown["items"][7]["questionGroupItem"]["questions"]) == 1
    assert refused(lambda: _batch(account, form, {"deleteItem": {"location": {"index": 50}}}))[0] == 400


def test_a_batch_of_form_changes_happens_whole_or_not_at_all(account: Account) -> None:
    form = account.form()
    good = {"updateFormInfo": {"info": {"title": "Lain"}, "updateMask": "title"}}
    bad = {"deleteItem": {"location": {"index": 9}}}
    assert refused(lambda: _batch(account, form, good, bad))[0] == 400
    assert account.forms.forms().get(formId=form).execute()["info"]["title"] == "Formulir"


@pytest.mark.behaviour(20)
def test_a_stale_revision_is_refused(account: Account) -> None:
    form = account.form()
    control = {"requiredRevisionId": account.forms.forms().get(formId=form).execute()["revisionId"]}
    change = {"updateFormInfo": {"info": {"title": "Lain"}, "updateMask": "title"}}
    made = _batch(account, form, change, writeControl=control)
    assert made["writeControl"]["requiredRevisionId"] != control["requiredRevisionId"]
    status, error = refused(lambda: _batch(account, form, change, writeControl=control))
    assert (status, error["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.behaviour(3)
@pytest.mark.behaviour(20)
@pytest.mark.covers("forms.forms.responses.list")
def test_a_form_that_nobody_answered_says_nothing(account: Account) -> None:
    form = account.form()
    assert account.forms.forms().responses().list(formId=form).execute() == {}
    for wrong in ("timestamp < 2026-03-01T00:00:00Z", "timestamp > 2026-03-01", "createTime > 2026-03-01T00:00:00Z"):
        status, error = refused(account.forms.forms().responses().list(formId=form, filter=wrong).execute)
        assert (status, error["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.behaviour(20)
@pytest.mark.covers("forms.forms.responses.list", "forms.forms.responses.get")
def test_responses_are_filtered_by_their_last_submission_and_come_in_pages(account: Account) -> None:
    if account.answered is None:
        pytest.skip("no PANITIA_LIVE_FORM: no API answers a form, so one with responses must be named")
    responses, form = account.forms.forms().responses(), account.answered
    everything = responses.list(formId=form).execute()["responses"]
    assert all("formId" not in each for each in everything)
    last = everything[-1]
    one = responses.get(formId=form, responseId=last["responseId"]).execute()
    assert one["lastSubmittedTime"] == last["lastSubmittedTime"]

    def since(sign: str) -> set[str]:
        filter_ = f"timestamp {sign} {last['lastSubmittedTime']}"
        return {each["responseId"] for each in responses.list(formId=form, filter=filter_).execute().get("responses", [])}

    assert (last["responseId"] in since(">="), last["responseId"] in since(">")) == (True, False)
    filter_ = "timestamp >= 2000-01-01T00:00:00Z"
    page = responses.list(formId=form, pageSize=1, filter=filter_).execute()
    assert len(page["responses"]) == 1
    if len(everything) > 1:
        assert refused(responses.list(formId=form, pageToken=page["nextPageToken"]).execute)[0] == 400
        again = responses.list(formId=form, pageSize=1, filter=filter_, pageToken=page["nextPageToken"]).execute()
        assert again["responses"] != page["responses"]
    assert refused(responses.get(formId=form, responseId="tidak-ada").execute)[0] in {400, 404}


@pytest.mark.covers(
    "forms.forms.watches.create", "forms.forms.watches.list", "forms.forms.watches.renew", "forms.forms.watches.delete"
)
def test_a_form_is_watched(account: Account) -> None:
    if account.topic is None:
        pytest.skip("no PANITIA_LIVE_TOPIC: a watch needs a Pub/Sub topic")
    watches, form = account.forms.forms().watches(), account.form()
    watch = {"target": {"topic": {"topicName": account.topic}}, "eventType": "RESPONSES"}
    assert watches.list(formId=form).execute() == {}
    made = watches.create(formId=form, body={"watch": watch}).execute()
    assert (made["state"], made["eventType"]) == ("ACTIVE", "RESPONSES")
    at = {"formId": form, "watchId": made["id"]}
    assert watches.renew(**at, body={}).execute()["expireTime"] >= made["expireTime"]
    assert [each["id"] for each in watches.list(formId=form).execute()["watches"]] == [made["id"]]
    assert watches.delete(**at).execute() == {}
