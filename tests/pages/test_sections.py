"""Forms of several pages: the way through them, what is kept on the way, and the summary of what came in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import AGENCY, FIRST, publish

if TYPE_CHECKING:
    from .conftest import Place, Visitor

PDF = ("naskah.pdf", b"%PDF-1.4 isi", "application/pdf")


def _text(title: str, key: str, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "questionItem": {"question": {"questionId": key, "required": True, "textQuestion": {}, **more}},
    }


@pytest.fixture
def form(place: Place) -> str:
    """Page 1 asks the kind; the old go to page 3, the new to page 2 and then 3; those who stop are done at once."""
    made = str(place.api("POST", "/v1/forms", {"info": {"title": "Usulan"}})["formId"])
    options = [{"value": "Baru"}, {"value": "Lama", "goToSectionId": "0000c003"},
               {"value": "Berhenti", "goToAction": "SUBMIT_FORM"}, {"value": "Ulang", "goToAction": "RESTART_FORM"}]  # fmt: skip
    choice = {"questionId": "0000a001", "required": True, "choiceQuestion": {"type": "RADIO", "options": options}}
    upload = {"questionId": "0000a004", "required": True, "fileUploadQuestion": {"types": ["PDF"], "maxFiles": 1}}
    items = [
        {"title": "Jenis", "questionItem": {"question": choice}},
        {"title": "Naskah", "questionItem": {"question": upload}},
        {"itemId": "0000c002", "title": "Usulan baru", "pageBreakItem": {}}, _text("Alasan", "0000a002"),
        {"itemId": "0000c003", "title": "Penutup", "pageBreakItem": {}}, _text("Nama", "0000a003"),
    ]  # fmt: skip
    requests = [{"createItem": {"location": {"index": place}, "item": item}} for place, item in enumerate(items)]
    place.api("POST", f"/v1/forms/{made}:batchUpdate", {"requests": requests})
    publish(place, made, taking=True)
    return f"/formulir/{made}"


def _send(visitor: Visitor, form: str, page: int, files: Any = None, **texts: str) -> str:
    """Where the browser is led, or the page that says what is wrong."""
    visitor.get(form)
    fields = {
        "bagian": str(page),
        **{f"q-0000{name}" if name != "aksi" else name: value for name, value in texts.items()},
    }
    answer = visitor.post(form, fields, files=[("q-0000a004", files)] if files else [("q-0000a004", ("", b"", ""))])
    return answer.headers.get("location", answer.text)


def _answers(place: Place, form: str) -> list[dict[str, Any]]:
    found = place.api("GET", f"/v1/forms/{form.rpartition('/')[2]}/responses").get("responses", [])
    return [each["answers"] for each in found]


def _heading(visitor: Visitor, form: str) -> str:
    return " ".join(re.findall(r"Bagian \d dari \d", visitor.text(form)))


def test_pages_follow_one_another_and_the_answer_holds_all_of_them(place: Place, form: str) -> None:
    visitor = place.visitor(AGENCY)
    assert _heading(visitor, form) == "Bagian 1 dari 3" and "Alasan" not in visitor.text(form)
    assert _send(visitor, form, 0, PDF, a001="Baru") == form
    assert _heading(visitor, form) == "Bagian 2 dari 3"
    assert "Pertanyaan ini wajib dijawab." in _send(visitor, form, 1, a002="") and _answers(place, form) == []
    _send(visitor, form, 1, a002="Perlu")
    assert _send(visitor, form, 2, a003="Ani") == "/formulir"
    assert [sorted(each) for each in _answers(place, form)] == [["0000a001", "0000a002", "0000a003", "0000a004"]]


def test_an_option_leads_past_a_page_and_its_questions_are_not_asked(place: Place, form: str) -> None:
    visitor = place.visitor(AGENCY)
    _send(visitor, form, 0, PDF, a001="Lama")
    assert _heading(visitor, form) == "Bagian 3 dari 3"
    _send(visitor, form, 2, a003="Ani")
    assert [sorted(each) for each in _answers(place, form)] == [["0000a001", "0000a003", "0000a004"]]


def test_an_option_can_send_the_form_or_begin_it_anew(place: Place, form: str) -> None:
    visitor = place.visitor(AGENCY)
    _send(visitor, form, 0, PDF, a001="Ulang")
    assert _heading(visitor, form) == "Bagian 1 dari 3" and _answers(place, form) == []
    assert _send(visitor, form, 0, a001="Berhenti") == "/formulir"
    assert [sorted(each) for each in _answers(place, form)] == [["0000a001", "0000a004"]]


def test_going_back_keeps_answers_and_files(place: Place, form: str) -> None:
    visitor = place.visitor(AGENCY)
    _send(visitor, form, 0, PDF, a001="Baru")
    _send(visitor, form, 1, a002="Perlu", aksi="kembali")
    page = visitor.text(form)
    assert "Sudah dipilih: naskah.pdf" in page and re.search(r'value="Baru" checked', page)
    _send(visitor, form, 0, a001="Baru")
    assert "Perlu" in visitor.text(form)
    assert "Unggah berkas" not in visitor.text(form)


def test_a_file_that_was_good_need_not_be_chosen_again(place: Place, form: str) -> None:
    visitor = place.visitor(AGENCY)
    assert "Sudah dipilih: naskah.pdf" in _send(visitor, form, 0, PDF, a001="")
    assert _send(visitor, form, 0, a001="Lama") == form
    assert _heading(visitor, form) == "Bagian 3 dari 3"


@pytest.mark.parametrize("page", [2, 7])
def test_a_page_that_was_not_reached_cannot_be_sent(place: Place, form: str, page: int) -> None:
    visitor = place.visitor(AGENCY)
    assert "Bagian 1 dari 3" in _send(visitor, form, page, a003="Ani")
    assert _answers(place, form) == []


def test_what_was_filled_in_is_not_shown_to_the_next_person(place: Place, form: str) -> None:
    visitor = place.visitor(AGENCY)
    _send(visitor, form, 0, PDF, a001="Baru")
    visitor.post("/peran", {"orang": FIRST}, at="/peran")
    assert _heading(visitor, form) == "Bagian 1 dari 3" and "Sudah dipilih" not in visitor.text(form)


def test_the_summary_counts_every_option(place: Place, form: str) -> None:
    for kind in ("Lama", "Lama", "Berhenti"):
        visitor = place.visitor(AGENCY)
        _send(visitor, form, 0, PDF, a001=kind)
        if kind == "Lama":
            _send(visitor, form, 2, a003="Ani")
    page = place.visitor(FIRST).text(f"{form}/jawaban")
    found = re.findall(r"<li><span>(\w+)</span> <meter [^>]*></meter> <strong>(\d+)</strong>", page)
    assert found == [("Baru", "0"), ("Lama", "2"), ("Berhenti", "1"), ("Ulang", "0")] and "3 jawaban." in page


def test_a_form_that_changed_meanwhile_is_asked_again(place: Place, form: str) -> None:
    visitor = place.visitor(AGENCY)
    _send(visitor, form, 0, PDF, a001="Lama")
    more = {"createItem": {"location": {"index": 0}, "item": _text("Baru ditanya", "0000a009")}}
    place.api("POST", f"/v1/forms/{form.rpartition('/')[2]}:batchUpdate", {"requests": [more]})
    assert "Baru ditanya" in _send(visitor, form, 2, a003="Ani") and _answers(place, form) == []
    for gone in (5, 4, 3):
        where = {"deleteItem": {"location": {"index": gone}}}
        place.api("POST", f"/v1/forms/{form.rpartition('/')[2]}:batchUpdate", {"requests": [where]})
    assert visitor.get(form).status_code == 200
