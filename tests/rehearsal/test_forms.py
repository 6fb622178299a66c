"""Forms: made, changed, published, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from integrations.rehearsal.forms import responses

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World


@pytest.fixture
def form(forms: Any) -> str:
    """A form with a title."""
    return str(forms.create(body={"info": {"title": "Usulan", "documentTitle": "Formulir"}}).execute()["formId"])


def _batch(forms: Any, form: str, *requests: dict[str, Any], **more: Any) -> dict[str, Any]:
    return dict(forms.batchUpdate(formId=form, body={"requests": list(requests), **more}).execute())


def test_a_new_form_is_not_published(forms: Any, drive: Any, form: str) -> None:
    made = forms.get(formId=form).execute()
    assert (made["info"], made["revisionId"], "items" in made) == (
        {"title": "Usulan", "documentTitle": "Formulir"}, "00000001", False
    )  # fmt: skip
    assert made["publishSettings"] == {"publishState": {"isPublished": False, "isAcceptingResponses": False}}
    assert drive.files().get(fileId=form).execute()["name"] == "Formulir"
    state = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}}}
    published = forms.setPublishSettings(formId=form, body=state).execute()
    assert published == {"formId": form, **state}


def test_a_form_is_created_with_its_title_alone(forms: Any) -> None:
    body = {"info": {"title": "Usulan", "description": "Batas 31 Maret"}}
    assert refused(lambda: forms.create(body=body).execute())[0] == 400


def test_items_are_made_changed_moved_and_removed(forms: Any, form: str) -> None:
    text = {"title": "Judul", "questionItem": {"question": {"required": True, "textQuestion": {}}}}
    upload = {
        "title": "Proposal",
        "questionItem": {"question": {"fileUploadQuestion": {"folderId": "x", "maxFiles": 1}}},
    }
    made = _batch(
        forms, form, {"createItem": {"item": text, "location": {"index": 0}}},
        {"createItem": {"item": upload, "location": {"index": 1}}},
        {"moveItem": {"originalLocation": {"index": 1}, "newLocation": {"index": 0}}},
        {"updateItem": {"item": {"title": "Judul Inovasi"}, "location": {"index": 1}, "updateMask": "title"}},
        {"updateFormInfo": {"info": {"description": "Batas 31 Maret"}, "updateMask": "description"}},
        {"updateSettings": {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}},
        includeFormInResponse=True,
    )  # fmt: skip
    shown = made["form"]
    assert [each["title"] for each in shown["items"]] == ["Proposal", "Judul Inovasi"]
    assert made["replies"][0]["createItem"]["questionId"] == [
        shown["items"][1]["questionItem"]["question"]["questionId"]
    ]
    assert (shown["info"]["description"], shown["settings"]["emailCollectionType"]) == ("Batas 31 Maret", "VERIFIED")
    _batch(forms, form, {"deleteItem": {"location": {"index": 0}}})
    assert [each["title"] for each in forms.get(formId=form).execute()["items"]] == ["Judul Inovasi"]
    status, error = refused(lambda: _batch(forms, form, {"deleteItem": {"location": {"index": 5}}}))
    assert (status, error["message"]) == (400, "Invalid requests[0].deleteItem: Index 5 is out of bounds.")


def test_a_stale_revision_is_refused(forms: Any, form: str) -> None:
    change = {"updateFormInfo": {"info": {"title": "Lain"}, "updateMask": "title"}}
    control = {"writeControl": {"requiredRevisionId": "00000001"}}
    made = _batch(forms, form, change, **control)
    assert made["writeControl"] == {"requiredRevisionId": "00000002"}
    assert refused(lambda: _batch(forms, form, change, **control))[0] == 400


@pytest.fixture
def answered(world: World, form: str) -> str:
    """The form with three responses."""
    with world.server._opened().write() as db:
        for number, moment in enumerate(("01.5", "02.123456789", "03")):
            response = {
                "responseId": f"R{number}", "createTime": "2026-03-01T00:00:00Z",
                "lastSubmittedTime": f"2026-03-01T00:00:{moment}Z", "answers": {},
            }  # fmt: skip
            responses.put(db, form, response)
    return form


def test_a_form_without_responses_answers_nothing_at_all(forms: Any, form: str) -> None:
    assert forms.responses().list(formId=form).execute() == {}


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ("timestamp > 2026-03-01T00:00:02.123456789Z", ["R2"]),
        ("timestamp >= 2026-03-01T00:00:02.123456789Z", ["R1", "R2"]),
        ("timestamp >= 2026-03-01T00:00:01.5Z", ["R0", "R1", "R2"]),
        ("timestamp > 2026-03-02T00:00:00Z", []),
    ],
)
def test_responses_are_filtered_by_their_last_submission(
    forms: Any, answered: str, filter_: str, found: list[str]
) -> None:
    listed = forms.responses().list(formId=answered, filter=filter_).execute()
    assert [each["responseId"] for each in listed.get("responses", [])] == found
    assert all("formId" not in each for each in listed.get("responses", []))


@pytest.mark.parametrize(
    "filter_", ["timestamp < 2026-03-01T00:00:00Z", "timestamp > 2026-03-01", "createTime > 2026-03-01T00:00:00Z"]
)
def test_another_filter_is_refused(forms: Any, answered: str, filter_: str) -> None:
    assert refused(lambda: forms.responses().list(formId=answered, filter=filter_).execute())[0] == 400


def test_pages_go_only_with_their_filter(forms: Any, answered: str) -> None:
    filter_ = "timestamp >= 2026-03-01T00:00:00Z"
    first = forms.responses().list(formId=answered, pageSize=2, filter=filter_).execute()
    token = first["nextPageToken"]
    second = forms.responses().list(formId=answered, pageSize=2, filter=filter_, pageToken=token).execute()
    assert [each["responseId"] for each in first["responses"] + second["responses"]] == ["R0", "R1", "R2"]
    assert refused(lambda: forms.responses().list(formId=answered, pageToken=token).execute())[0] == 400


def test_an_edited_response_keeps_its_id(world: World, forms: Any, answered: str) -> None:
    with world.server._opened().write() as db:
        responses.put(db, answered, {"responseId": "R0", "lastSubmittedTime": "2026-03-09T00:00:00Z", "answers": {}})
    listed = forms.responses().list(formId=answered).execute()["responses"]
    assert [each["responseId"] for each in listed] == ["R1", "R2", "R0"]
    one = forms.responses().get(formId=answered, responseId="R0").execute()
    assert (one["formId"], one["lastSubmittedTime"]) == (answered, "2026-03-09T00:00:00Z")
    assert refused(lambda: forms.responses().get(formId=answered, responseId="R9").execute())[0] == 404
