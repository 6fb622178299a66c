"""What more mail programs make of a mail, and what is written to make reading it slow: each with what must come of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from competition.facts import FileState, Machine, Part
from integrations.documents import bodies
from integrations.documents import pdf as pdf_module
from integrations.documents.encoding import base64_bytes
from integrations.documents.filetype import type_of
from integrations.documents.machine import failed_recipients_of
from integrations.documents.mime import parse
from integrations.documents.pdf import read_pdf
from integrations.documents.word import read_docx
from tests.documents.samples import attached, b64, mail, multi, packed, part, pdf, picture, read, text, word

PDF = pdf(["PROPOSAL INOVASI", "Judul Inovasi : SIGAP"])
HELLO = text("Terlampir.\n\nJudul Inovasi : SIGAP\n")
LONG = 60_000
SLOW: dict[str, Callable[[], bytes]] = {
    "spaces in an address": lambda: mail(text("x"), sender="a <" + " " * LONG + "x"),
    "spaces after an address": lambda: mail(text("x"), sender="<a@b.c>" + " " * LONG + "x"),
    "a word in From": lambda: mail(text("x"), sender="a" * LONG),
    "quotes in From": lambda: mail(text("x"), sender='"' + '\\"' * LONG),
    "a word in X-Failed-Recipients": lambda: mail(text("x"), "X-Failed-Recipients: " + "a" * LONG, sender="mailer-daemon@x.example"),
    "quotes in a verdict": lambda: mail(text("x"), "Authentication-Results: mx.google.com; " + '"' + '\\"' * LONG),
    "a recipient of a report": lambda: mail(
        multi(text("x"), "Content-Type: message/delivery-status\n\nReporting-MTA: x\n\nFinal-Recipient: rfc822; " + "@" * LONG + " x\nAction: failed\n", kind="report", more="; report-type=delivery-status")
    ),
    "a name in yEnc": lambda: mail(text("begin x\n=ybegin " + "name=" * 40 + " " * LONG + "x")),
    "addresses in style": lambda: mail(text("<img>" + "url( " * (LONG // 5) + " " * LONG, "text/html")),
    "an attribution": lambda: mail(text("Pada " + "<@" * LONG)),
}  # fmt: skip


@pytest.mark.parametrize("make", SLOW.values(), ids=SLOW.keys())
def test_no_header_or_line_takes_for_ever(make: Callable[[], bytes]) -> None:
    assert read(make()).id == "m1"  # each took minutes or hours before


def test_of_many_parts_of_html_no_more_is_read_than_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    real = bodies.own_html
    monkeypatch.setattr(bodies, "own_html", lambda page: seen.append(len(page)) or real(page))
    read(mail(multi(*(text("<p>a</p>" * 20_000, "text/html") for _ in range(20)))))
    assert sum(seen) == bodies.HTML_LONGEST


def _drawn(times: int) -> bytes:
    """A page that draws a large form again and again."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    form = DecodedStreamObject()
    form.set_data(b"BT /F1 1 Tf (a) Tj ET\n" * 40_000)
    form.update({NameObject(k): v for k, v in {"/Type": NameObject("/XObject"), "/Subtype": NameObject("/Form")}.items()})
    held = writer._add_object(form.flate_encode())
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/X"): held})})
    content = DecodedStreamObject()
    content.set_data(b"/X Do\n" * times)
    page[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_page_drawn_again_and_again_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_SECONDS", 1.0)
    found = read_pdf(_drawn(200))  # a quarter of an hour, if it were drawn to the end
    assert (found.state, found.pages) == (FileState.OK, 1)


def test_a_pdf_that_claims_more_pages_than_anybody_prints_is_not_walked() -> None:
    data = PDF.replace(b"/Count 1", b"/Count 9000")
    assert len(PdfReader(io.BytesIO(PDF)).pages) == 1
    assert (read_pdf(data).state, read_pdf(data).pages, read_pdf(data).lines) == (FileState.OK, 9000, ())


@pytest.mark.parametrize(
    "line",
    [
        "Pada Sen, 3 Mar 2026 pada 10.00, Panitia<panitia@setda.example> menulis:   Yth. usulan KIPP-2026-A-002",
        "-----Panitia wrote: -----",
        "-------- Pesan Orisinal --------",
        "Dari: Panitia\nKepada: Dinas\nTerkirim: Senin, 3 Maret 2026 10:00:00\nPerihal: usulan",
    ],
)
def test_quoted_text_of_more_programs_is_no_text_of_the_sender(line: str) -> None:
    assert read(mail(text(f"Terlampir SK.\n\n{line}\nJudul Inovasi : YANG LAIN\n"))).text == "Terlampir SK."


def test_a_mail_saved_from_the_sent_folder_is_opened_whatever_it_is_called() -> None:
    saved = b"X-Mozilla-Status: 0001\r\n" + mail(multi(text("<html><body>x</body></html>", "text/html"), attached("dalam.pdf", PDF)))
    found = read(mail(multi(HELLO, attached("terkirim.eml", saved)))).attachments
    assert [(a.name, a.part) for a in found] == [("terkirim.eml", Part.CONTAINER), ("dalam.pdf", Part.FILE)]


def _without(data: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """A package with some of its members changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            change = parts.get(name.rpartition("/")[2].replace(".", "_"), lambda b: b)
            new.writestr(name, change(old.read(name)))
    return out.getvalue()


def test_a_docx_that_word_opens_is_read_where_python_docx_gives_up() -> None:
    good = word("Judul Inovasi : SIGAP")
    strict = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    loose = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lost = b'<Relationship Id="rId99" Type="' + loose + b'/image" Target="NULL"/></Relationships>'
    for broken in (
        _without(good, _rels=lambda b: b.replace(loose, strict)),
        _without(good, document_xml_rels=lambda b: b.replace(b"</Relationships>", lost)),
    ):
        found = read_docx(broken)
        assert (found.state, [line.text for line in found.lines if line.text]) == (FileState.OK, ["Judul Inovasi : SIGAP"])
    assert read_docx(_without(good, document_xml=lambda _b: b"<w:document")).state is FileState.CORRUPT


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ([("mimetype", b"application/vnd.oasis.opendocument.graphics"), ("Thumbnails/thumbnail.png", picture("PNG"))], "odg"),
        ([("Index/Document.iwa", b"x"), ("preview.jpg", picture())], "iwork"),
        ([("AndroidManifest.xml", b"x"), ("res/icon.png", picture("PNG"))], "apk"),
        ([("doc.kml", b"<kml/>"), ("files/a.jpg", picture())], "kmz"),
        ([("[Content_Types].xml", b"<Types/>"), ("Documents/1/Pages/1.fpage", b"x")], "opc"),
        ([("berkas/proposal.pdf", PDF)], "zip"),
    ],
)
def test_documents_of_other_programs_are_no_archives(members: list[tuple[str, bytes]], kind: str) -> None:
    assert type_of(packed(*members)) == kind


def test_a_mac_archive_with_many_photos_is_opened_without_what_the_mac_adds() -> None:
    members = [(f"f{n}.jpg", picture() + bytes([n])) for n in range(120)] + [(f"__MACOSX/._f{n}.jpg", b"x") for n in range(120)]
    found = read(mail(multi(HELLO, attached("foto.zip", packed(*members))))).attachments
    assert (len(found), {a.part for a in found[1:]}) == (121, {Part.FILE})


def test_what_has_no_name_and_is_only_text_is_no_attachment() -> None:
    reaction = part(b'{"version": 1, "emoji": "x"}', "Content-Type: text/vnd.google.email-reaction+json")
    assert read(mail(multi(text("Terima kasih"), reaction, kind="alternative"))).attachments == ()
    double = part(b"\x00\x05\x16\x07" + b"\0" * 80, "Content-Type: application/applefile; name=Proposal.pdf")
    inside = multi(double, attached("Proposal.pdf", PDF), kind="appledouble", boundary="dua")
    assert [a.state for a in read(mail(multi(HELLO, inside))).attachments] == [FileState.OK]


@pytest.mark.parametrize("kind", ["text/calendar", "application/pkcs7-signature"])
def test_a_document_under_a_wrong_type_is_a_document(kind: str) -> None:
    found = read(mail(multi(HELLO, attached("Proposal.pdf", PDF, kind)))).attachments
    assert [(a.part, a.type) for a in found] == [(Part.FILE, "pdf")]


def test_an_encoding_with_something_behind_it_and_a_second_disposition_are_read() -> None:
    odd = f"Content-Type: application/pdf\nContent-Disposition: attachment\nContent-Disposition: attachment; filename=Proposal.pdf\nContent-Transfer-Encoding: base64;\n\n{b64(PDF)}"
    found = read(mail(multi(HELLO, odd))).attachments
    assert [(a.name, a.state) for a in found] == [("Proposal.pdf", FileState.OK)]


def test_base64_in_padded_pieces_is_joined_and_a_footer_is_not() -> None:
    pieces = b64(b"satu") + "\n" + b64(b"dua d") + "\n"
    assert base64_bytes(pieces) == b"satudua d"
    assert base64_bytes(b64(b"satu") + "\n____\nmilis opd, berhenti\n") == b"satu"


def test_a_member_packed_in_a_way_not_known_is_broken_and_not_locked() -> None:
    whole = bytearray(packed(("a.pdf", PDF)))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = whole.find(mark) + at
        whole[place : place + 2] = (93).to_bytes(2, "little")  # Zstandard
    found = read(mail(multi(HELLO, attached("a.zip", bytes(whole))))).attachments
    assert [a.state for a in found if a.name == "a.pdf"] == [FileState.CORRUPT]


def test_a_proposal_about_automatic_answers_is_no_automatic_answer() -> None:
    titled = "Yth. Panitia\nJudul Inovasi : BALAS CEPAT\nhttps://drive.google.com/x"
    assert read(mail(text(titled), subject="Usulan Inovasi Balasan Otomatis WhatsApp")).machine is Machine.PERSON
    assert read(mail(text("Saya cuti."), subject="Balasan Otomatis: Hasil")).machine is Machine.AUTO_REPLY


def test_a_delayed_letter_has_not_failed_whatever_a_header_says() -> None:
    def report(action: str) -> tuple[str, ...]:
        told = f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: {action}\n"
        body = multi(text("x"), told, kind="report", more="; report-type=delivery-status")
        return failed_recipients_of(parse(mail(body, "X-Failed-Recipients: a@b.example", sender="mailer-daemon@x.example")), "x", "x")

    assert (report("delayed"), report("failed")) == ((), ("a@b.example",))
