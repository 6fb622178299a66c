"""Mail that machines write: automatic replies, delivery reports, lists."""

from __future__ import annotations

import pytest

from competition.facts import Machine
from tests.documents.samples import MAILBOX, attached, mail, multi, pdf, read, text

PDF = pdf()
HELLO = text("Yth. Panitia,\nterlampir.")


@pytest.mark.parametrize(
    ("headers", "subject", "rest", "machine"),
    [
        ((), "Usulan", HELLO, Machine.PERSON),
        (("Auto-Submitted: auto-replied",), "Re: Usulan", HELLO, Machine.AUTO_REPLY),
        (("Auto-Submitted: no",), "Usulan", HELLO, Machine.PERSON),
        (("Auto-Submitted: auto-generated",), "Scan", multi(HELLO, attached("SK.pdf", PDF)), Machine.PERSON),
        (("X-Autoreply: yes",), "Re: Usulan", HELLO, Machine.AUTO_REPLY),
        (("Precedence: auto_reply",), "Re: Usulan", HELLO, Machine.AUTO_REPLY),
        ((), "Balasan otomatis: Pengumuman", HELLO, Machine.AUTO_REPLY),
        ((), "Out of Office: KIPP", HELLO, Machine.AUTO_REPLY),
        ((), "Dibaca: Pengumuman", HELLO, Machine.AUTO_REPLY),
        ((), "Read: Pengumuman", HELLO, Machine.AUTO_REPLY),
        ((), "Reading Corner: usulan inovasi", HELLO, Machine.PERSON),
        (
            ("Auto-Submitted: auto-replied",),
            "Re: Usulan",
            multi(HELLO, attached("kartu nama.pdf", PDF)),
            Machine.AUTO_REPLY,
        ),
        (
            ("Precedence: list", "List-Id: <opd.example>"),
            "Usulan",
            multi(HELLO, attached("Proposal.pdf", PDF)),
            Machine.BULK,
        ),
        ((), "x", multi(HELLO, text("", "message/disposition-notification"), kind="report"), Machine.AUTO_REPLY),
        ((), "x", multi(HELLO, text("Action: failed", "message/delivery-status"), kind="report"), Machine.BOUNCE),
        ((), "Dibaca: berkas usulan", multi(HELLO, attached("Proposal.pdf", PDF)), Machine.PERSON),
        (
            (),
            "x",
            multi(
                HELLO,
                text("", "message/disposition-notification"),
                kind="report",
                more="; report-type=disposition-notification",
            ),
            Machine.AUTO_REPLY,
        ),
        (("List-Unsubscribe: <https://a.example>",), "Buletin", HELLO, Machine.BULK),
        (("Precedence: bulk",), "Buletin", HELLO, Machine.BULK),
        (
            ("Return-Path: <>", "X-Failed-Recipients: a@b.example"),
            "Delivery Status Notification (Failure)",
            HELLO,
            Machine.BOUNCE,
        ),
        (("Return-Path: <>",), "Undeliverable: Pengumuman", HELLO, Machine.BOUNCE),
    ],
)
def test_the_headers_tell_whether_a_person_or_a_machine_wrote_it(
    headers: tuple[str, ...], subject: str, rest: str, machine: Machine
) -> None:
    assert read(mail(rest, *headers, subject=subject)).machine is machine


def test_a_bounce_names_who_could_not_be_reached_but_not_who_is_only_late() -> None:
    status = (
        "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; Satu@B.example\nAction: failed\n\n"
        "Final-Recipient: rfc822; dua@b.example\nAction: delayed\n\nFinal-Recipient: rfc822; "
        + MAILBOX
        + "\nAction: failed\n"
    )
    raw = mail(
        multi(
            HELLO,
            f"Content-Type: message/delivery-status\n\n{status}",
            kind="report",
            more="; report-type=delivery-status",
        )
    )
    assert read(raw).failed_recipients == ("satu@b.example",)


@pytest.mark.parametrize(
    ("subject", "words", "failed"),
    [
        ("failure notice", "Hi. This is the qmail-send program.\n<a@b.example>:\n550 no such user", ("a@b.example",)),
        ("Undeliverable", "was not delivered to:\n  a@b.example\n  c@d.example", ("a@b.example", "c@d.example")),
        ("Undelivered", f"ask <postmaster@b.example>, not {MAILBOX}\n<a@b.example>: unknown user", ("a@b.example",)),
        ("Undelivered", "a@b.example: unknown\n--- Below this line is a copy of the message.\nTo: c@d.example", ("a@b.example",)),
        ("Warning: message delayed 24 hours", "not yet been delivered to a@b.example", ()),
    ],
)  # fmt: skip
def test_a_bounce_that_is_no_report_names_who_could_not_be_reached_in_words(subject: str, words: str, failed: tuple[str, ...]) -> None:
    found = read(mail(text(words), sender="MAILER-DAEMON@mx.example", subject=subject))
    assert (found.machine, found.failed_recipients) == (Machine.BOUNCE, failed)


@pytest.mark.parametrize(
    ("subject", "words", "machine"),
    [
        ("Gagal kirim surel", "Surel kami gagal terkirim, mailbox full. Mohon solusi.", Machine.PERSON),
        ("Gagal dikirim: KIPP", "Tidak dapat dikirim: a@b.example", Machine.BOUNCE),
        ("Re: Balasan otomatis: KIPP", "Baik.", Machine.PERSON),
        ("Re: KIPP (balasan otomatis)", "Saya cuti.", Machine.AUTO_REPLY),
        ("[#12] AutoReply: KIPP", "Kami terima.", Machine.AUTO_REPLY),
        ("Cuti bersama dan jadwal", "Apakah mundur?", Machine.PERSON),
    ],
)
def test_a_person_who_speaks_of_such_mail_is_still_a_person(subject: str, words: str, machine: Machine) -> None:
    assert read(mail(text(words), subject=subject)).machine is machine


def test_a_report_that_reports_nothing_is_a_mail_with_files() -> None:
    found = read(mail(multi(HELLO, attached("Proposal.pdf", PDF), kind="report")))
    assert (found.machine, [(a.name, a.part.value) for a in found.attachments]) == (Machine.PERSON, [("Proposal.pdf", "file")])
