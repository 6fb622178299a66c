"""Who sent a mail, and whether our own server trusts it."""

from __future__ import annotations

import pytest

from competition.facts import Dmarc
from tests.documents.samples import mail, read, text

HELLO = text("halo")
OURS = "Authentication-Results: mx.google.com;"


@pytest.mark.parametrize(("headers", "verdict"), [
    ((), Dmarc.NONE),
    ((f"{OURS} dmarc=pass header.from=x.example",), Dmarc.PASS),
    ((f"{OURS} dmarc=fail (p=NONE) header.from=x.example",), Dmarc.FAIL),
    ((f"{OURS} dmarc=bestguesspass header.from=x.example",), Dmarc.PASS),
    ((f"{OURS} dmarc=temperror header.from=x.example",), Dmarc.NONE),
    ((f"{OURS} spf=pass smtp.mailfrom=x.example",), Dmarc.NONE),
    ((f"{OURS}\n dkim=pass;\n\tDMARC = Fail (p=NONE)",), Dmarc.FAIL),
    (("Authentication-Results: MX.Google.COM 1; dmarc=pass",), Dmarc.PASS),
    (("Authentication-Results: (ours) mx.google.com; dmarc=pass",), Dmarc.PASS),
    (("Authentication-Results: mx.google.com.evil.example; dmarc=pass",), Dmarc.NONE),
    (("Authentication-Results: evil.example; dmarc=pass", f"{OURS} dmarc=fail"), Dmarc.FAIL),
    ((f"{OURS} dmarc=fail", f"{OURS} dmarc=pass"), Dmarc.FAIL),
    ((f"{OURS} spf=pass (x; dmarc=pass) smtp.mailfrom=a; dmarc=fail",), Dmarc.FAIL),
    ((f"{OURS} spf=pass (x (y); dmarc=pass ;) smtp.mailfrom=a",), Dmarc.NONE),
    ((f'{OURS} spf=pass reason="; dmarc=pass" smtp.mailfrom=a; dmarc=fail',), Dmarc.FAIL),
    ((f"{OURS} spf=pass (domain of a( b@x.example) smtp.mailfrom=a; dmarc=fail",), Dmarc.FAIL),
    (("ARC-Authentication-Results: i=1; mx.google.com; dmarc=pass",), Dmarc.NONE),
])  # fmt: skip
def test_only_the_topmost_verdict_of_our_own_server_counts(headers: tuple[str, ...], verdict: Dmarc) -> None:
    assert read(mail(HELLO, *headers)).dmarc is verdict


@pytest.mark.parametrize(("typed", "address", "name"), [
    ("Dinas Kesehatan <Dinkes@OPD.example>", "dinkes@opd.example", "Dinas Kesehatan"),
    ("dinkes@opd.example", "dinkes@opd.example", ""),
    ("<dinkes@opd.example>", "dinkes@opd.example", ""),
    ('"Dinas Perumahan, Permukiman" <p@opd.example>', "p@opd.example", "Dinas Perumahan, Permukiman"),
    ('"dinkes@opd.example" <jahat@x.example>', "jahat@x.example", "dinkes@opd.example"),
    ("dinkes@opd.example <jahat@x.example>", "jahat@x.example", "dinkes@opd.example"),
    ("=?utf-8?Q?dinkes=40opd.example?= <jahat@x.example>", "jahat@x.example", "dinkes@opd.example"),
    ("=?utf-8?B?RGluYXMg4oCTIEtlc2VoYXRhbg==?= <d@opd.example>", "d@opd.example", "Dinas – Kesehatan"),
    ("dinkes@opd.example (Dinas Kesehatan)", "dinkes@opd.example", "Dinas Kesehatan"),
    ("Dinas (lama <x@y.example>) <d@opd.example>", "d@opd.example", None),
    ("Kelompok: d@opd.example;", "d@opd.example", None),
    ("a@x.example, b@y.example", "", None),
    ("A <a@x.example>, B <b@y.example>", "", None),
    ("=?utf-8?Q?dinkes@opd.example?=", "", None),
    ("tanpa alamat", "", "tanpa alamat"),
    ("", "", ""),
    ("Dinas <d@opd.example", "d@opd.example", None),
    ("d@opd.example\n <jahat@x.example>", "jahat@x.example", None),
])  # fmt: skip
def test_the_sender_is_the_one_address_in_from_or_nobody(typed: str, address: str, name: str | None) -> None:
    arrival = read(mail(HELLO, sender=typed))
    assert arrival.sender == address
    assert name is None or arrival.sender_name == name


def test_two_from_headers_that_differ_name_nobody() -> None:
    assert read(mail(HELLO, "From: jahat@x.example")).sender == ""
    assert read(mail(HELLO, "From: DINKES@opd.example")).sender == "dinkes@opd.example"


def test_subject_ids_and_references_are_decoded_and_kept_in_order() -> None:
    arrival = read(
        mail(
            HELLO,
            "In-Reply-To: <b@x>",
            "References: <a@x>\n <b@x>",
            subject="=?utf-8?Q?Re=3A_Usulan_=E2=80=9CSIGAP?=\n =?utf-8?Q?=E2=80=9D?=",
        )
    )
    assert (arrival.subject, arrival.message_id, arrival.references) == (
        "Re: Usulan “SIGAP”",
        "<a1@opd.example>",
        ("<b@x>", "<a@x>"),
    )
