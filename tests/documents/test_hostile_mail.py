"""Mails as found in the wild, each with one thing that is strange or hostile."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from competition.facts import FileState, Part
from integrations.documents.enclosures import Enclosures
from tests.documents.samples import (
    attached,
    b64,
    mail,
    multi,
    packed,
    part,
    pdf,
    picture,
    read,
    text,
)

PDF = pdf(("PROPOSAL INOVASI", "Judul Inovasi : SIGAP"))
JPG, PNG = picture(), picture("PNG")
HELLO = text("Yth. Panitia,\nterlampir.")


def _html(body: str) -> str:
    return text(f"<html><body>{body}</body></html>", "text/html")


def _image(name: str, *headers: str, data: bytes = PNG) -> str:
    return part(data, f'Content-Type: image/png; name="{name}"', *headers)


def _inner(*parts: str, subject: str = "Berkas") -> str:
    return mail(multi(*parts, boundary="dalam"), subject=subject).decode().replace("\r\n", "\n")


def _forward(inner: str, *headers: str) -> str:
    return "\n".join(["Content-Type: message/rfc822", *headers, "", inner])


def _nested(depth: int) -> str:
    inner = _inner(HELLO, attached("dalam sekali.pdf", PDF))
    for level in range(depth):
        inner = (
            mail(multi(HELLO, _forward(inner), boundary=f"b{level}"), subject=f"Terusan {level}")
            .decode()
            .replace("\r\n", "\n")
        )
    return inner


ZIP = packed(
    ("Berkas/proposal.pdf", PDF),
    ("Berkas/", b""),
    ("__MACOSX/._proposal.pdf", b"x"),
    ("Berkas/.DS_Store", b"x"),
    ("Berkas/lagi.zip", packed(("a.pdf", PDF))),
    ("Berkas/laporan.rar", b"Rar!\x1a\x07\x00" + b"x" * 50),
)
_F, _C = Part.FILE, Part.CONTAINER
_OK = FileState.OK
# fmt: off
CASES: dict[str, tuple[bytes, list[tuple[Any, ...]]]] = {
    # name of the case: (mail, [(name, part, state, container)])
    "a picture the HTML shows": (
        mail(multi(_html('<img src="cid:logo@1">'), _image("logo.png", "Content-ID: <logo@1>"), kind="related")),
        [("logo.png", Part.INLINE_IMAGE, _OK, None)],
    ),
    "a picture with a Content-ID that nothing shows": (
        mail(multi(_html("halo"), _image("foto.png", "Content-ID: <foto@1>", "Content-Disposition: inline"), kind="related")),
        [("foto.png", _F, _OK, None)],
    ),
    "a picture that is only linked": (mail(multi(_html('<a href="cid:foto@1">foto</a>'), _image("foto.png", "Content-ID: <foto@1>"))), [("foto.png", _F, _OK, None)]),
    "a picture named in the text": (mail(multi(_html("lihat cid:foto@1"), _image("foto.png", "Content-ID: <foto@1>"))), [("foto.png", _F, _OK, None)]),
    "a picture shown by its location": (
        mail(multi(_html('<img src="http://a.example/l.png">'), _image("l.png", "Content-Location: http://a.example/l.png"))),
        [("l.png", Part.INLINE_IMAGE, _OK, None)],
    ),
    "a picture in a style": (
        mail(multi(_html("<div style=\"background:url('cid:bg%401')\">a</div>"), _image("bg.png", "Content-ID: <bg@1>"))),
        [("bg.png", Part.INLINE_IMAGE, _OK, None)],
    ),
    "a background attribute": (
        mail(multi(_html('<table background="cid:bg@1"><tr><td>a</td></tr></table>'), _image("bg.png", "Content-ID: <bg@1>"))),
        [("bg.png", Part.INLINE_IMAGE, _OK, None)],
    ),
    "a picture shown only in a comment": (
        mail(multi(_html('<!-- <img src="cid:foto@1"> -->a'), _image("foto.png", "Content-ID: <foto@1>"))),
        [("foto.png", _F, _OK, None)],
    ),
    "a document cited as if it were a picture": (
        mail(multi(_html('<img src="cid:d@1">'), part(PDF, "Content-Type: image/png; name=p.pdf", "Content-ID: <d@1>"))),
        [("p.pdf", _F, _OK, None)],
    ),
    "the outer HTML shows nothing of the inner message": (
        mail(multi(_html('<img src="cid:foto@1">'), _forward(_inner(HELLO, _image("foto.png", "Content-ID: <foto@1>"))))),
        [("Berkas.eml", _C, _OK, None), ("foto.png", _F, _OK, "Berkas.eml")],
    ),
    "the inner HTML shows a picture of the inner message": (
        mail(multi(HELLO, _forward(_inner(_html('<img src="cid:foto@1">'), _image("foto.png", "Content-ID: <foto@1>"))))),
        [("Berkas.eml", _C, _OK, None), ("foto.png", Part.INLINE_IMAGE, _OK, "Berkas.eml")],
    ),
    "a forwarded message without name or subject": (
        mail(multi(HELLO, _forward(_inner(attached("a.pdf", PDF), subject="")))),
        [("tanpa-nama-1.eml", _C, _OK, None), ("a.pdf", _F, _OK, "tanpa-nama-1.eml")],
    ),
    "a forwarded message encoded in base64": (
        mail(multi(HELLO, _forward(b64(_inner(attached("a.pdf", PDF)).encode()), "Content-Transfer-Encoding: base64"))),
        [("Berkas.eml", _C, _OK, None), ("a.pdf", _F, _OK, "Berkas.eml")],
    ),
    "a saved mail as an ordinary file": (
        mail(multi(HELLO, attached("kiriman lama.eml", _inner(attached("a.pdf", PDF)).encode()))),
        [("kiriman lama.eml", _C, _OK, None), ("a.pdf", _F, _OK, "kiriman lama.eml")],
    ),
    "a saved mail with .pdf behind its name": (
        mail(multi(HELLO, attached("kiriman.pdf", _inner(attached("a.pdf", PDF)).encode()))),
        [("kiriman.pdf", _F, FileState.MISMATCH, None)],
    ),
    "a message in a message in a message": (
        mail(multi(HELLO, _forward(_nested(2)))),
        [
            ("Terusan 1.eml", _C, _OK, None),
            ("Terusan 0.eml", _C, _OK, "Terusan 1.eml"),
            ("Berkas.eml", _C, _OK, "Terusan 0.eml"),
            ("dalam sekali.pdf", _F, _OK, "Berkas.eml"),
        ],
    ),
    "a nameless picture the HTML shows": (
        mail(multi(_html('<img src="cid:l@1">'), part(PNG, "Content-Type: image/png", "Content-ID: <l@1>"), attached("a.pdf", PDF))),
        [("a.pdf", _F, _OK, None)]),
    "a nameless picture nothing shows": (mail(multi(HELLO, part(PNG, "Content-Type: image/png"))), [("tanpa-nama-1.png", _F, _OK, None)]),
    "a forwarded message that is one file": (
        mail(multi(HELLO, _forward(mail(attached("a.pdf", PDF), subject="Berkas").decode().replace("\r\n", "\n")))),
        [("Berkas.eml", _C, _OK, None), ("a.pdf", _F, _OK, "Berkas.eml")]),
    "a digest of messages": (
        mail(multi("\n" + _inner(attached("a.pdf", PDF)), kind="digest")), [("Berkas.eml", _C, _OK, None), ("a.pdf", _F, _OK, "Berkas.eml")]),
    "a zip": (
        mail(multi(HELLO, attached("Berkas.zip", ZIP))),
        [
            ("Berkas.zip", _C, _OK, None),
            ("Berkas/proposal.pdf", _F, _OK, "Berkas.zip"),
            ("Berkas/lagi.zip", _F, FileState.NESTED, "Berkas.zip"),
            ("Berkas/laporan.rar", _F, FileState.NESTED, "Berkas.zip"),
        ],
    ),
    "a zip in a forwarded message": (
        mail(multi(HELLO, _forward(_inner(attached("b.zip", packed(("a.pdf", PDF))))))),
        [("Berkas.eml", _C, _OK, None), ("b.zip", _C, _OK, "Berkas.eml"), ("a.pdf", _F, _OK, "b.zip")],
    ),
    "a zip in a mail in a zip": (
        mail(multi(HELLO, attached("a.zip", packed(("m.eml", _inner(attached("b.zip", packed(("c.pdf", PDF)))).encode()))))),
        [("a.zip", _C, _OK, None), ("m.eml", _C, _OK, "a.zip"), ("b.zip", _F, FileState.NESTED, "m.eml")],
    ),
    "a zip called .pdf": (mail(multi(HELLO, attached("p.pdf", packed(("a.pdf", PDF))))), [("p.pdf", _F, FileState.MISMATCH, None)]),
    "a zip without ending": (mail(multi(HELLO, attached("berkas", packed(("a.pdf", PDF))))), [("berkas", _C, _OK, None), ("a.pdf", _F, _OK, "berkas")]),
    "an empty zip": (mail(multi(HELLO, attached("k.zip", packed()))), [("k.zip", _F, FileState.EMPTY, None)]),
    "a broken zip": (mail(multi(HELLO, attached("k.zip", ZIP[:200]))), [("k.zip", _F, FileState.CORRUPT, None)]),
    "a zip bomb": (mail(multi(HELLO, attached("k.zip", packed(("nol.bin", bytes(60_000_000)))))), [("k.zip", _F, FileState.CORRUPT, None)]),
    "a zip with far too many files": (mail(multi(HELLO, attached("k.zip", packed(*((f"{n}.txt", b"a") for n in range(300)))))), [("k.zip", _F, FileState.CORRUPT, None)]),
    "a rar": (mail(multi(HELLO, attached("b.rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 99))), [("b.rar", _F, _OK, None)]),
    "winmail.dat": (mail(multi(HELLO, part(b"\x78\x9f\x3e\x22" + b"\0" * 99, "Content-Type: application/ms-tnef; name=winmail.dat"))), [("winmail.dat", _F, _OK, None)]),
    "a calendar part with a name": (mail(multi(HELLO, text("BEGIN:VCALENDAR", "text/calendar; name=undangan.ics"))), [("undangan.ics", Part.CALENDAR, _OK, None)]),
    "a calendar file": (mail(multi(HELLO, attached("u.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))), [("u.ics", Part.CALENDAR, _OK, None)]),
    "a digital signature": (
        mail(multi(multi(HELLO, attached("a.pdf", PDF), boundary="s"), attached("smime.p7s", b"0\x80", "application/pkcs7-signature"), kind="signed")),
        [("a.pdf", _F, _OK, None), ("smime.p7s", Part.SIGNATURE, _OK, None)],
    ),
    "a delivery report with the returned original": (
        mail(
            multi(HELLO, text("Action: failed", "message/delivery-status"), _forward(_inner(attached("a.pdf", PDF))), kind="report", more="; report-type=delivery-status")
        ),
        [("a.pdf", Part.REPORT, _OK, None)],
    ),
    "text parts between the enclosures": (
        mail(multi(HELLO, attached("a.pdf", PDF), text("\n"), attached("b.jpg", JPG), text("Dikirim dari iPhone saya"))),
        [("a.pdf", _F, _OK, None), ("b.jpg", _F, _OK, None)],
    ),
    "a text file": (mail(multi(HELLO, attached("catatan.txt", b"halo", "text/plain"))), [("catatan.txt", _F, _OK, None)]),
    "an attached text without name": (mail(multi(HELLO, "Content-Type: text/plain\nContent-Disposition: attachment\n\nhalo")), [("tanpa-nama-1.txt", _F, _OK, None)]),
    "a PDF as the whole mail": (mail(part(PDF, "Content-Type: application/pdf", "Content-Disposition: attachment; filename=a.pdf")), [("a.pdf", _F, _OK, None)]),
    "a multipart without boundary": (mail(multi(HELLO, attached("a.pdf", PDF)).replace('; boundary="batas"', "")), [("a.pdf", _F, _OK, None)]),
    "a multipart with the wrong boundary": (mail(multi(HELLO, attached("a.pdf", PDF)).replace('boundary="batas"', 'boundary="lain"')), [("a.pdf", _F, _OK, None)]),
    "a multipart that never ends": (mail(multi(HELLO, attached("a.pdf", PDF)).replace("--batas--", "")), [("a.pdf", _F, _OK, None)]),
    "a header line that is none": (mail(multi(HELLO, attached("a.pdf", PDF)), "X-Aneh: satu\ndua tiga"), [("a.pdf", _F, _OK, None)]),
    "a byte order mark before the headers": (b"\xef\xbb\xbf" + mail(multi(HELLO, attached("a.pdf", PDF))), [("a.pdf", _F, _OK, None)]),
    "doubled carriage returns": (mail(multi(HELLO, attached("a.pdf", PDF))).replace(b"\r\n", b"\r\r\n"), [("a.pdf", _F, _OK, None)]),
    "line feeds only": (mail(multi(HELLO, attached("a.pdf", PDF))).replace(b"\r\n", b"\n"), [("a.pdf", _F, _OK, None)]),
    "an empty enclosure": (mail(multi(HELLO, attached("SK.pdf", b""))), [("SK.pdf", _F, FileState.EMPTY, None)]),
    "base64 that breaks off": (mail(multi(HELLO, attached("a.pdf", PDF)).replace(b64(PDF)[-40:], "")), [("a.pdf", _F, FileState.CORRUPT, None)]),
    "base64 with a footer of a virus scanner": (mail(multi(HELLO, attached("a.pdf", PDF).rstrip() + "\n\n_____\nThis email was scanned.")), [("a.pdf", _F, _OK, None)]),
    "an unknown transfer encoding": (
        mail(multi(HELLO, "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: rot13\n\n%PDF-aneh")),
        [("a.pdf", _F, FileState.CORRUPT, None)],
    ),
    "a content type that is none": (mail(multi(HELLO, part(PDF, "Content-Type: pdf", "Content-Disposition: attachment; filename=a.pdf"))), [("a.pdf", _F, _OK, None)]),
    "the same name twice": (mail(multi(HELLO, attached("a.jpg", JPG), attached("a.jpg", JPG))), [("a.jpg", _F, _OK, None), ("a.jpg", _F, _OK, None)]),
}
# fmt: on


@pytest.mark.parametrize(("raw", "expected"), CASES.values(), ids=CASES.keys())
def test_every_part_is_found_with_its_role_state_and_container(raw: bytes, expected: list[tuple[Any, ...]]) -> None:
    arrival = read(raw)
    assert [(a.name, a.part, a.state, a.container) for a in arrival.attachments] == expected
    assert len({a.key for a in arrival.attachments}) == len(expected)


def test_a_message_nested_too_deep_is_kept_as_a_file() -> None:
    arrival = read(mail(multi(HELLO, _forward(_nested(80)))))
    assert len(arrival.attachments) == 61  # sixty opened, and the next one as it is
    assert (arrival.attachments[-1].part, arrival.attachments[-1].type) == (Part.FILE, "eml")


def test_forwards_are_opened_side_by_side_and_in_each_other() -> None:
    within = read(mail(multi(HELLO, _forward(_nested(40)))))
    assert (within.attachments[-1].name, within.attachments[-1].state) == ("dalam sekali.pdf", FileState.OK)
    beside = read(mail(multi(HELLO, *(_forward(_inner(HELLO, attached(f"{n}.pdf", PDF))) for n in range(50)))))
    assert sum(a.type == "pdf" for a in beside.attachments) == 50


def test_a_mail_too_deep_for_the_parser_is_not_lost() -> None:
    body = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2000)) + attached(
        "a.pdf", PDF
    )
    arrival = read(mail(body))
    assert (arrival.sender, len(arrival.attachments)) == ("dinkes@opd.example", 1)


def test_the_key_of_a_part_does_not_depend_on_the_run() -> None:
    raw = CASES["a zip"][0]
    assert [a.key for a in read(raw).attachments] == ["m1/2", "m1/2.1", "m1/2.5", "m1/2.6"]
    assert Enclosures.in_mail(raw).content("m1/2.1") == PDF
    with pytest.raises(KeyError):
        Enclosures.in_mail(raw).content("m1/9")


def test_the_same_message_again_has_the_same_digest_and_another_has_another() -> None:
    first, again = (
        mail(multi(HELLO, attached("a.pdf", PDF))),
        mail(multi(HELLO, attached("a.pdf", PDF)), "Received: by other; x"),
    )
    other = mail(multi(HELLO, attached("a.pdf", JPG)))
    assert read(first).digest == read(again).digest != read(other).digest


def test_labelled_lines_of_a_forwarded_message_fill_what_the_own_text_leaves_open() -> None:
    inner = mail(text("Judul: SIGAP\nOPD: Dinkes")).decode().replace("\r\n", "\n")
    fields = read(mail(multi(text("OPD: Dinas Sosial"), _forward(inner)))).fields
    assert (fields.title, fields.agency) == ("SIGAP", "Dinas Sosial")


def test_an_attachment_of_many_megabytes_is_read() -> None:
    data = JPG + bytes(12_000_000)
    arrival = read(mail(multi(HELLO, attached("besar.jpg", data))))
    assert [(a.size, a.type) for a in arrival.attachments] == [(len(data), "jpg")]


def test_an_encrypted_member_of_a_zip_is_named_and_locked() -> None:
    data = bytearray(packed(("proposal.pdf", PDF)))
    data[6] |= 1
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    found = read(mail(multi(HELLO, attached("b.zip", bytes(data))))).attachments
    assert [(a.name, a.state, a.sha256) for a in found][1:] == [("proposal.pdf", FileState.ENCRYPTED, None)]


def test_a_member_name_in_bytes_of_another_code_page_is_decoded() -> None:
    data = packed(("SK x Tim.pdf", PDF)).replace(b"SK x Tim.pdf", "SKé Tim.pdf".encode())
    found = read(mail(multi(HELLO, attached("b.zip", data)))).attachments
    assert found[1].name == "SKé Tim.pdf"


def test_the_time_of_receipt_is_cut_to_the_second_and_the_text_bounded() -> None:
    arrival = read(mail(text("kata " * 5000)))
    assert (arrival.received_at.microsecond, len(arrival.text)) == (0, 2000)


def test_only_links_to_file_shares_in_the_own_text_are_kept() -> None:
    body = "Berkas: https://drive.google.com/x?usp=sharing.\nhttps://dinkes.example/profil\n\nPada 1 Mar 2026 Panitia <k@x.example> menulis:\n> https://bit.ly/lama"
    html = '<p>lihat <a href="https://apc01.safelinks.protection.outlook.com/?url=https%3A%2F%2F1drv.ms%2Ff%2Fabc&data=1">di sini</a></p><blockquote type="cite"><a href="https://s.id/lama">x</a></blockquote>'
    arrival = read(mail(multi(text(body), text(html, "text/html"), kind="alternative")))
    assert arrival.links == ("https://drive.google.com/x?usp=sharing", "https://1drv.ms/f/abc")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0",
        b"\r\n\r\n",
        b"halo",
        b"From: \xff\xfe <\xff@\xff>\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
        b'Content-Type: text/plain; charset="\xff"\r\nContent-Transfer-Encoding: base64\r\n\r\n====',
        b"Content-Type: message/rfc822\r\n\r\n",
        b"Content-Type: text/html; charset=unicode_escape\r\n\r\n\\ud800",
        b"Subject: =?utf-8?b?7aCA?=\r\n\r\n",
        b"Content-Type: text/plain; charset=idna\r\n\r\n" + b"a." * 9000,
        b"From: " + b"a@b.example, " * 5000 + b"\r\n\r\n",
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 20000,
        b"Content-Type: application/x; " + b"name*0*=a;" * 3000 + b"\r\n\r\nx",
        b"(" * 50000 + b": x\r\n\r\n",
        base64.b64encode(PDF),
        PDF,
        ZIP,
    ],
)
def test_nothing_that_arrives_can_stop_the_reading(raw: bytes) -> None:
    assert read(raw).id == "m1"
