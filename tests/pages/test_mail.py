"""Surat: reading, writing, answering, drafts, and mails that mean harm."""

from __future__ import annotations

import base64
import re
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from .conftest import AGENCY, FIRST, HOSTILE, SECRETARY

if TYPE_CHECKING:
    from .conftest import Place, Visitor


def _raw(message: EmailMessage) -> dict[str, Any]:
    return {"raw": base64.urlsafe_b64encode(message.as_bytes()).decode(), "labelIds": ["INBOX", "UNREAD"]}


def _arrived(place: Place, message: EmailMessage, who: str = FIRST) -> dict[str, Any]:
    return dict(place.api("POST", "/gmail/v1/users/me/messages", _raw(message), who=who))


def _hostile() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f'"{HOSTILE}" <opd@luar.example>', FIRST, f"Usulan {HOSTILE}"
    made.set_content(f"Isi {HOSTILE} javascript:alert(2) https://docs.google.com/forms/d/ABCDEFGHIJK/edit")
    made.add_alternative(
        f"<p>Isi</p>{HOSTILE}<link rel=dns-prefetch href=//luar.example><base href=//luar.example>"
        "<meta http-equiv=refresh content='0;url=//luar.example'><img src='https://luar.example/p.png'>"
        "<iframe src='//luar.example'></iframe><img src='cid:gambar'><form action='//luar.example'></form>",
        subtype="html",
    )
    made.add_attachment(b"<script>1</script>", maintype="text", subtype="html", filename='a"\u202e<script>.html')
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", cid="<gambar>", filename="g.png")
    return made


def _thread(visitor: Visitor, subject: str = "", label: str = "INBOX") -> str:
    page = visitor.text(f"/surat?label={label}")
    assert subject in page
    found = re.search(r"/surat/utas/(\w+)", page)
    assert found is not None
    return found.group(1)


def test_a_proposal_sent_by_an_agency_arrives_at_the_secretariat(place: Place) -> None:
    agency, secretariat = place.visitor(AGENCY), place.visitor(FIRST)
    letter = {"kepada": FIRST, "perihal": "Usulan Perahu Sehat", "isi": "Terlampir.\r\nSalam", "aksi": "kirim"}
    agency.get("/surat/tulis")
    sent = agency.post("/surat/tulis", letter, files=[("berkas", ("Naskah é.pdf", b"%PDF-1.4 isi", "application/pdf"))])
    assert (sent.status_code, sent.headers["location"]) == (303, "/surat?label=SENT")
    assert "Surat terkirim di dalam ruang gladi." in agency.text("/surat?label=SENT")
    thread = _thread(secretariat, "Usulan Perahu Sehat")
    page = secretariat.text(f"/surat/utas/{thread}")
    assert (
        "Dinas Kesehatan &lt;dinkes@kab.example&gt;" in page and "Terlampir.\nSalam" in page and "Naskah é.pdf" in page
    )
    file = secretariat.get(f"/surat/pesan/{thread}/lampiran/0/unduh")
    assert file.content == b"%PDF-1.4 isi"
    assert file.headers["content-disposition"].startswith("attachment;")
    assert (file.headers["content-type"], file.headers["x-content-type-options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    assert secretariat.get(f"/surat/pesan/{thread}/lampiran/1").status_code == 404


def test_a_mail_that_means_harm_stays_text(place: Place) -> None:
    message = _arrived(place, _hostile())["id"]
    visitor = place.visitor(FIRST)
    for path in ("/surat", f"/surat/utas/{message}", "/surat?q=usulan", f"/surat/tulis?balas={message}"):
        page = visitor.text(path)
        assert "<script" not in page and "<img src=x" not in page and "&lt;script&gt;" in page
    page = visitor.text(f"/surat/utas/{message}")
    assert 'href="/formulir/ABCDEFGHIJK"' in page and 'href="javascript' not in page
    assert re.search(r'<iframe class="bingkai" sandbox src="/surat/pesan/\w+/isi"', page)
    answer = visitor.get(f"/surat/pesan/{message}/isi")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    for word in ("<script", "luar.example", "<link", "<base", "<iframe", "<form"):
        assert word not in answer.text
    assert "data:image/png;base64,iVBORw==" in answer.text
    file = visitor.get(f"/surat/pesan/{message}/lampiran/0/unduh")
    assert (
        file.headers["content-type"] == "application/octet-stream" and "\r" not in file.headers["content-disposition"]
    )


def test_a_letter_that_cannot_go_comes_back_as_it_was_written(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    visitor.get("/surat/tulis")
    for to, why in (("", "Isi paling sedikit satu alamat"), ("bukan alamat", "Ada alamat penerima yang tidak sah")):
        answer = visitor.post(
            "/surat/tulis", {"kepada": to, "perihal": HOSTILE, "isi": "Isi", "aksi": "kirim"}, files={}
        )
        assert answer.status_code == 400 and why in answer.text
        assert "&lt;script&gt;" in answer.text and "<script" not in answer.text
    assert "Tidak ada surat di sini." in visitor.text("/surat?label=SENT")


def test_a_header_cannot_be_smuggled_into_a_letter(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    letter = {"kepada": FIRST, "perihal": "Satu\r\nBcc: lain@luar.example", "isi": "", "aksi": "kirim"}
    assert visitor.post("/surat/tulis", letter, at="/surat/tulis").status_code == 303
    message = place.api("GET", "/gmail/v1/users/me/messages")["messages"][0]["id"]
    heads = place.api("GET", f"/gmail/v1/users/me/messages/{message}")["payload"]["headers"]
    assert {each["value"] for each in heads if each["name"] == "Subject"} == {"Satu Bcc: lain@luar.example"}
    assert "Bcc" not in {each["name"] for each in heads}


def test_a_draft_is_kept_sent_and_used_up(place: Place) -> None:
    visitor = place.visitor(FIRST)
    letter = {"kepada": AGENCY, "perihal": "Hasil", "isi": "Lolos.", "aksi": "draf"}
    visitor.post("/surat/tulis", letter, at="/surat/tulis")
    thread = _thread(visitor, "Hasil", "DRAFT")
    found = re.search(r"/surat/draf/(\w+)", visitor.text(f"/surat/utas/{thread}"))
    assert found is not None and "Tidak ada surat" in place.visitor(AGENCY).text("/surat")
    assert visitor.post(f"/surat/draf/{found.group(1)}", {"aksi": "kirim"}).status_code == 303
    assert visitor.post(f"/surat/draf/{found.group(1)}", {"aksi": "kirim"}).status_code == 404
    assert "Hasil" in place.visitor(AGENCY).text("/surat")
    visitor.post("/surat/tulis", letter)
    thread = _thread(visitor, "Hasil", "DRAFT")
    found = re.search(r"/surat/draf/(\w+)", visitor.text(f"/surat/utas/{thread}"))
    assert found is not None
    visitor.post(f"/surat/draf/{found.group(1)}", {"aksi": "buang"})
    assert "Tidak ada surat di sini." in visitor.text("/surat?label=DRAFT")


def test_an_answer_joins_its_conversation(place: Place) -> None:
    agency, secretariat = place.visitor(AGENCY), place.visitor(FIRST)
    agency.post(
        "/surat/tulis", {"kepada": FIRST, "perihal": "Tanya", "isi": "Kapan?", "aksi": "kirim"}, at="/surat/tulis"
    )
    thread = _thread(secretariat, "Tanya")
    page = secretariat.text(f"/surat/tulis?balas={thread}")
    assert 'value="Re: Tanya"' in page and "&gt; Kapan?" in page and AGENCY in page
    letter = {"kepada": AGENCY, "perihal": "Re: Tanya", "isi": "Besok.", "balas": thread, "aksi": "kirim"}
    assert secretariat.post("/surat/tulis", letter).status_code == 303
    assert len(place.api("GET", f"/gmail/v1/users/me/threads/{thread}")["messages"]) == 2


def test_a_conversation_is_read_archived_and_thrown_away(place: Place) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = AGENCY, FIRST, "Usulan"
    message.set_content("Isi")
    thread = _arrived(place, message)["threadId"]
    visitor = place.visitor(FIRST)
    for act, labels in (("dibaca", ["INBOX"]), ("belum", ["INBOX", "UNREAD"]), ("arsip", ["UNREAD"])):
        assert visitor.post(f"/surat/utas/{thread}", {"aksi": act}, at=f"/surat/utas/{thread}").status_code == 303
        now = place.api("GET", f"/gmail/v1/users/me/messages/{thread}")
        assert sorted(now.get("labelIds", [])) == labels
    visitor.post(f"/surat/utas/{thread}", {"aksi": "buang"})
    assert "Usulan" in visitor.text("/surat?label=TRASH")
    assert visitor.post(f"/surat/utas/{thread}", {"aksi": "hapus"}).status_code == 400


def test_nobody_reads_the_mail_of_another(place: Place) -> None:
    message = _arrived(place, _hostile())["id"]
    visitor = place.visitor(AGENCY)
    for path in (f"/surat/utas/{message}", f"/surat/pesan/{message}/isi", f"/surat/pesan/{message}/lampiran/0/unduh"):
        assert visitor.get(path).status_code == 404


def test_a_body_without_end_or_bottom_does_no_harm(place: Place) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = AGENCY, FIRST, "Dalam"
    message.set_content("<div>" * 20_000 + "isi", subtype="html")
    visitor = place.visitor(FIRST)
    found = _arrived(place, message)["id"]
    assert visitor.get(f"/surat/utas/{found}").status_code == 200
    assert visitor.get(f"/surat/pesan/{found}/isi").status_code == 200
