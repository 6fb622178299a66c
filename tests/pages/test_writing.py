"""Surat: drafts taken up again, answers to all, mail passed on, labels and stars, attachments looked at."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import TYPE_CHECKING

from .conftest import AGENCY, CHAIR, FIRST, SECRETARY
from .test_drive_and_forms import _png
from .test_mail import _arrived, _thread

if TYPE_CHECKING:
    from .conftest import Place, Visitor

PDF = b"%PDF-1.4 isi"


def _usulan() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Cc"] = f"Dinas <{AGENCY}>", f"{FIRST}, {SECRETARY}", CHAIR
    made["Subject"], made["Message-ID"] = "Usulan", "<satu@kab.example>"
    made.set_content("Terlampir.\n")
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="naskah.pdf")
    made.add_attachment(_png(), maintype="image", subtype="png", filename="foto.png")
    return made


def _draft(visitor: Visitor, subject: str) -> str:
    page = visitor.text(f"/surat/utas/{_thread(visitor, subject, 'DRAFT')}")
    found = re.search(r'href="/surat/tulis\?draf=(\w+)"', page)
    assert found is not None
    return found.group(1)


def test_a_draft_is_taken_up_changed_and_sent_once(place: Place) -> None:
    visitor = place.visitor(FIRST)
    letter = {"kepada": AGENCY, "perihal": "Hasil", "isi": "Anda lolos.", "aksi": "draf"}
    file = [("berkas", ("naskah.pdf", PDF, "application/pdf"))]
    visitor.post("/surat/tulis", letter, at="/surat/tulis", files=file)
    draft = _draft(visitor, "Hasil")
    page = visitor.text(f"/surat/tulis?draf={draft}")
    assert f'value="{AGENCY}"' in page and "Anda lolos." in page and "naskah.pdf" in page
    carried = re.findall(r'name="bawa" value="([^"]+)"', page)
    change = {**letter, "isi": "Anda tidak lolos.", "draf": draft, "bawa": carried}
    visitor.post("/surat/tulis", change)
    assert _draft(visitor, "Hasil") == draft  # the same draft, other words
    carried = re.findall(r'name="bawa" value="([^"]+)"', visitor.text(f"/surat/tulis?draf={draft}"))
    sent = visitor.post("/surat/tulis", {**change, "bawa": carried, "aksi": "kirim"})
    assert sent.headers["location"] == "/surat?label=SENT"
    assert place.api("GET", "/gmail/v1/users/me/drafts").get("drafts") is None
    arrived = place.api("GET", "/gmail/v1/users/me/messages", who=AGENCY)["messages"]
    text = place.visitor(AGENCY).text(f"/surat/utas/{arrived[0]['threadId']}")
    assert len(arrived) == 1 and "Anda tidak lolos." in text and "naskah.pdf" in text


def test_a_programs_marks_on_a_draft_survive_a_persons_change(place: Place) -> None:
    made = EmailMessage()
    made["To"], made["Subject"], made["X-Kunci"] = AGENCY, "Hasil", "surat/1"
    made.set_content("Isi")
    raw = {"message": {"raw": __import__("base64").urlsafe_b64encode(made.as_bytes()).decode()}}
    draft = place.api("POST", "/gmail/v1/users/me/drafts", raw)["id"]
    visitor = place.visitor(FIRST)
    changed = {"kepada": AGENCY, "perihal": "Hasil", "isi": "Lain", "draf": draft, "aksi": "draf"}
    assert visitor.post("/surat/tulis", changed, at="/surat/tulis").status_code == 303
    heads = place.api("GET", f"/gmail/v1/users/me/drafts/{draft}")["message"]["payload"]["headers"]
    assert {each["name"].lower(): each["value"] for each in heads}["x-kunci"] == "surat/1"


def test_an_answer_to_all_reaches_all_but_oneself(place: Place) -> None:
    thread = _arrived(place, _usulan())["threadId"]
    page = place.visitor(FIRST).text(f"/surat/tulis?balas={thread}&semua=1")
    assert f'name="kepada" value="Dinas &lt;{AGENCY}&gt;"' in page
    assert f'name="tembusan" value="{SECRETARY}, {CHAIR}"' in page


def test_a_mail_is_passed_on_with_the_files_that_are_left_ticked(place: Place) -> None:
    message = _arrived(place, _usulan())["id"]
    visitor = place.visitor(FIRST)
    page = visitor.text(f"/surat/tulis?teruskan={message}")
    assert 'value="Fwd: Usulan"' in page and "Surat yang diteruskan" in page and "Terlampir." in page
    carried = re.findall(r'name="bawa" value="([^"]+)"', page)
    assert carried == [f"{message}.0", f"{message}.1"]
    letter = {"kepada": CHAIR, "perihal": "Fwd: Usulan", "isi": "Mohon arahan", "aksi": "kirim", "bawa": carried[:1]}
    visitor.post("/surat/tulis", letter)
    chair = place.visitor(CHAIR)
    passed = _thread(chair, "Fwd: Usulan")
    page = chair.text(f"/surat/utas/{passed}")
    assert "naskah.pdf" in page and "foto.png" not in page
    assert chair.get(f"/surat/pesan/{passed}/lampiran/0/unduh").content == PDF


def test_files_of_another_persons_mail_cannot_be_carried(place: Place) -> None:
    message = _arrived(place, _usulan())["id"]
    letter = {"kepada": CHAIR, "perihal": "Curi", "isi": "x", "aksi": "kirim", "bawa": f"{message}.0"}
    assert place.visitor(AGENCY).post("/surat/tulis", letter, at="/surat/tulis").status_code == 404


def test_attachments_are_looked_at_as_what_they_are(place: Place) -> None:
    message = _usulan()
    message.add_attachment(b"<script>alert(1)</script>", maintype="image", subtype="png", filename="palsu.png")
    found = _arrived(place, message)["id"]
    visitor = place.visitor(FIRST)
    at = f"/surat/pesan/{found}/lampiran"
    assert f'<iframe class="bingkai tinggi" src="{at}/0/isi"' in visitor.text(f"{at}/0")
    assert visitor.get(f"{at}/0/isi").headers["content-type"] == "application/pdf"
    assert visitor.get(f"{at}/1/isi").headers["content-type"] == "image/png"
    assert "tidak memiliki pratinjau" in visitor.text(f"{at}/2") and visitor.get(f"{at}/2/isi").status_code == 404
    assert visitor.get(f"{at}/2/unduh").headers["content-type"] == "application/octet-stream"


def test_labels_and_stars_are_put_on_and_taken_off(place: Place) -> None:
    thread = _arrived(place, _usulan())["threadId"]
    visitor, here = place.visitor(FIRST), f"/surat/utas/{thread}"

    def labels() -> set[str]:
        return set(place.api("GET", f"/gmail/v1/users/me/messages/{thread}")["labelIds"]) - {"INBOX", "UNREAD"}

    visitor.post(here, {"aksi": "pasang", "baru": "Perlu <b>dicek</b>"}, at=here)
    own = [each for each in place.api("GET", "/gmail/v1/users/me/labels")["labels"] if each["type"] == "user"]
    assert [each["name"] for each in own] == ["Perlu <b>dicek</b>"] and labels() == {own[0]["id"]}
    assert "Perlu &lt;b&gt;dicek" in visitor.text("/surat") and "Usulan" in visitor.text(f"/surat?label={own[0]['id']}")
    visitor.post(here, {"aksi": "bintang"})
    assert labels() == {own[0]["id"], "STARRED"} and "Usulan" in visitor.text("/surat?label=STARRED")
    visitor.post(here, {"lepas": own[0]["id"]})
    visitor.post(here, {"aksi": "tanpa-bintang"})
    assert labels() == set()
    visitor.post(here, {"aksi": "pasang", "label": own[0]["id"]})
    assert labels() == {own[0]["id"]}
    visitor.post(here, {"aksi": "pasang", "label": "Label_999"})
    assert labels() == {own[0]["id"]} and visitor.get(here).status_code == 200
