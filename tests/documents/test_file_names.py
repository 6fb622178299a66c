"""The names of enclosures, in all the ways mail programs write them."""

from __future__ import annotations

import pytest

from integrations.documents.enclosures import Enclosures
from tests.documents.samples import mail, multi, part, pdf, read, text

PDF = pdf(("PROPOSAL INOVASI", "Judul Inovasi : SIGAP"))
HELLO = text("Yth. Panitia,\nterlampir.")


def _name(header: str) -> bytes:
    return mail(multi(HELLO, part(PDF, "Content-Type: application/pdf", header)))


def _disposition(value: str) -> bytes:
    return _name(f"Content-Disposition: attachment; {value}")


NAMES: dict[str, tuple[bytes, str]] = {
    "a plain quoted name": (_disposition('filename="SK Tim.pdf"'), "SK Tim.pdf"),
    "a name without quotes but with blanks": (_disposition("filename=SK Tim Inovasi.pdf"), "SK Tim Inovasi.pdf"),
    "an encoded word in quotes": (_disposition('filename="=?UTF-8?B?U0sg4oCTIFRpbS5wZGY=?="'), "SK – Tim.pdf"),
    "an encoded word in Windows-1252": (_disposition("filename==?windows-1252?Q?SK_=96_Tim.pdf?="), "SK – Tim.pdf"),
    "encoded words cut inside a letter": (
        _disposition('filename="=?UTF-8?B?U0sg4oA=?=\n =?UTF-8?B?kyBUaW0ucGRm?="'),
        "SK – Tim.pdf",
    ),
    "RFC 2231 in one piece": (_disposition("filename*=UTF-8''SK%20%E2%80%93%20Tim.pdf"), "SK – Tim.pdf"),
    "RFC 2231 pieces out of order": (
        _disposition("filename*1=im.pdf; filename*0*=utf-8''SK%20%E2%80%93%20T"),
        "SK – Tim.pdf",
    ),
    "RFC 2231 pieces that cut a letter": (
        _disposition("filename*0*=utf-8''SK%20%E2; filename*1*=%80%93%20Tim.pdf"),
        "SK – Tim.pdf",
    ),
    "RFC 2231 literal pieces": (_disposition('filename*0="SK "; filename*1="Tim.pdf"'), "SK Tim.pdf"),
    "RFC 2231 with an unknown charset": (_disposition("filename*=klingon''SK%20%E2%80%93.pdf"), "SK –.pdf"),
    "both forms of the name": (
        _disposition("filename=\"SK ? Tim.pdf\"; filename*=UTF-8''SK%20%E2%80%93%20Tim.pdf"),
        "SK – Tim.pdf",
    ),
    "raw 8-bit UTF-8": (_disposition('filename="SK – Tim.pdf"'), "SK – Tim.pdf"),
    "raw 8-bit Windows-1252": (_disposition('filename="SK @ Tim.pdf"').replace(b"@ Tim", b"\x96 Tim"), "SK – Tim.pdf"),
    "a folded name": (_disposition('filename="SK\n Tim.pdf"'), "SK Tim.pdf"),
    "a quote in the name": (_disposition(r'filename="SK \"Tim\".pdf"'), 'SK "Tim".pdf'),
    "a semicolon in the name": (_disposition('filename="SK; Tim.pdf"'), "SK; Tim.pdf"),
    "a quote that never ends": (_disposition('filename="SK Tim.pdf'), "SK Tim.pdf"),
    "only a name in the content type": (
        mail(multi(HELLO, part(PDF, 'Content-Type: application/pdf; name="SK.pdf"'))),
        "SK.pdf",
    ),
    "a path as name": (_disposition('filename="../../etc/passwd.pdf"'), "../../etc/passwd.pdf"),
    "a formula as name": (_disposition('filename="=HYPERLINK(1).pdf"'), "=HYPERLINK(1).pdf"),
    "a line break in an encoded name": (_disposition('filename="=?utf-8?Q?SK=0D=0ATim.pdf?="'), "SK\r\nTim.pdf"),
    "right-to-left marks in the name": (_disposition("filename*=UTF-8''SK%E2%80%AEfdp.exe"), "SK\u202efdp.exe"),
    "half a surrogate in the name": (_disposition("filename*=UTF-8''SK%ED%A0%80.pdf"), "SKí\xa0€.pdf"),
    "no name at all": (mail(multi(HELLO, part(PDF, "Content-Type: application/pdf"))), "tanpa-nama-1.pdf"),
    "an empty name": (_disposition('filename="  "'), "tanpa-nama-1.pdf"),
    "an empty name and one in the content type": (
        mail(
            multi(
                HELLO,
                part(PDF, "Content-Type: application/pdf; name=SK.pdf", 'Content-Disposition: attachment; filename=""'),
            )
        ),
        "SK.pdf",
    ),
}


@pytest.mark.parametrize(("raw", "name"), NAMES.values(), ids=NAMES.keys())
def test_the_name_of_an_enclosure_is_decoded_and_its_bytes_are_whole(raw: bytes, name: str) -> None:
    found = [a for a in read(raw).attachments if a.size == len(PDF)]
    assert [(a.name, a.type) for a in found] == [(name, "pdf")]
    assert Enclosures.in_mail(raw).content(found[0].key) == PDF
