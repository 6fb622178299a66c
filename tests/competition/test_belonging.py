"""Whose a submission is, and which proposal it speaks of: one test per step of the evidence, in its order."""

from __future__ import annotations

import re

import pytest
from build import agency, file, form, mail, register

from competition.agencies import Register
from competition.belonging import Entry, Whose, named_agency, same_title, spoken_of, whose
from competition.facts import Arrival, Fields

KINDS = ("proposal", "pernyataan", "sk", "bukti")
TAG = re.compile(r"\bkipp-2026-a[-/ ](\d{1,5})\b", re.IGNORECASE)
WHEN = "2026-03-05 08:00:00"


def entry(
    number: int, title: str | None, thread: str = "", sender: str = "dinkes@opd.example", message_id: str = ""
) -> Entry:
    return Entry(
        number=number,
        root="DINKES",
        agency="DINKES",
        titles=[title] if title else [],
        threads={thread} - {""},
        message_ids={message_id} - {""},
        senders={sender},
    )


FAMILY = (
    entry(1, "SIGAP BUMIL: Siaga Ibu Hamil", "t1", "a@opd.example", "m1@x"),
    entry(2, "KELAS NAPAS: Pendampingan", "t2", "b@opd.example", "m2@x"),
)
NOTHING = {"sender": "c@opd.example", "thread": "t9"}


def spoken(arrival: Arrival, family: tuple[Entry, ...] = FAMILY) -> tuple[int | None, str]:
    found, how = spoken_of(arrival, family, TAG)
    return (found.number if found else None), how


def test_the_registration_number_goes_before_everything() -> None:
    arrival = mail(
        "s",
        WHEN,
        text="SK untuk KIPP-2026-A-002, bukan SIGAP BUMIL",
        subject="SIGAP BUMIL",
        thread="t1",
        sender="a@opd.example",
    )
    assert spoken(arrival) == (2, "nomor registrasi")


@pytest.mark.parametrize("written", ["KIPP-2026-A-002", "kipp-2026-a/2", "Nomor Kipp-2026-A 00002."])
def test_a_registration_number_is_read_as_people_write_it(written: str) -> None:
    assert spoken(mail("s", WHEN, subject=written, **NOTHING)) == (2, "nomor registrasi")


def test_a_registration_number_of_no_proposal_of_the_agency_tells_nothing() -> None:
    assert spoken(mail("s", WHEN, text="KIPP-2026-A-77 KELAS NAPAS", **NOTHING)) == (2, "nama inovasi dalam surat")


def test_the_senders_own_words_go_before_file_names() -> None:
    arrival = mail(
        "s",
        WHEN,
        file("sk", name="SK SIGAP BUMIL.pdf"),
        text="Susulan untuk kelas napas",
        subject="SIGAP BUMIL",
        **NOTHING,
    )
    assert spoken(arrival) == (2, "nama inovasi dalam surat")


def test_file_names_go_before_what_the_files_say() -> None:
    arrival = mail(
        "s", WHEN, file("sk", name="SK_Kelas-Napas.pdf", mentions="SIGAP BUMIL"), subject="SIGAP BUMIL", **NOTHING
    )
    assert spoken(arrival) == (2, "nama inovasi pada nama berkas")


def test_what_the_files_say_goes_before_the_subject() -> None:
    arrival = mail("s", WHEN, file("sk", mentions="Keputusan tentang Kelas Napas"), subject="SIGAP BUMIL", **NOTHING)
    assert spoken(arrival) == (2, "nama inovasi dalam berkas")


def test_the_subject_goes_before_the_thread() -> None:
    assert spoken(mail("s", WHEN, subject="Susulan KELAS NAPAS", thread="t1", sender="c@opd.example")) == (
        2,
        "nama inovasi pada perihal",
    )


def test_the_thread_or_the_references_tell_where_no_name_does() -> None:
    assert spoken(mail("s", WHEN, subject="Susulan", thread="t2", sender="a@opd.example")) == (2, "utas surel")
    assert spoken(mail("s", WHEN, subject="Susulan", thread="t9", references=("m2@x",), sender="a@opd.example")) == (
        2,
        "utas surel",
    )


def test_the_senders_only_proposal_is_the_last_evidence() -> None:
    assert spoken(mail("s", WHEN, subject="Susulan", thread="t9", sender="b@opd.example")) == (
        2,
        "satu-satunya usulan dari alamat ini",
    )
    assert spoken(mail("s", WHEN, subject="Susulan", **NOTHING), FAMILY[:1]) == (1, "satu-satunya usulan pengirim")


def test_without_evidence_a_person_is_asked() -> None:
    assert spoken(mail("s", WHEN, subject="Susulan", **NOTHING)) == (
        None,
        "pengirim mempunyai lebih dari satu usulan; tidak disebut yang mana",
    )
    assert spoken(mail("s", WHEN, subject="Susulan", **NOTHING), ()) == (None, "")


@pytest.mark.parametrize(
    ("thread", "expected"),
    [("t1", (1, "utas surel")), ("t3", (None, "pengirim mempunyai lebih dari satu usulan; tidak disebut yang mana"))],
)
def test_a_step_that_names_several_narrows_the_choice_for_the_next(
    thread: str, expected: tuple[int | None, str]
) -> None:
    third = entry(3, "LAIN SENDIRI", "t1", "d@opd.example")
    third.threads.add("t3")
    arrival = mail("s", WHEN, text="SIGAP BUMIL dan KELAS NAPAS", thread=thread, sender="c@opd.example")
    assert spoken(arrival, (*FAMILY, third)) == expected


def test_a_name_of_several_words_is_found_written_together_and_a_short_one_is_no_evidence() -> None:
    assert spoken(mail("s", WHEN, file("sk", name="sk_sigapbumil.pdf"), **NOTHING)) == (
        1,
        "nama inovasi pada nama berkas",
    )
    family = (entry(1, "ABC: Aplikasi"), entry(2, "LAIN SAMA SEKALI"))
    assert spoken(mail("s", WHEN, text="ABC", **NOTHING), family)[0] is None


@pytest.mark.parametrize(("one", "other", "same"), [
    ("SIGAP BUMIL: Siaga Ibu Hamil", "Sigap Bumil – siaga ibu", True), ("SIGAP BUMIL", "sigap-bumil", True),
    ("Pelayanan Akta Kelahiran di Bangsal", "Pelayanan Akta Kelahirn di Bangsal", True), ("SIGAP BUMIL: A", "KELAS NAPAS: A", False),
    ("Layanan Akta", "Layanan Kartu", False), ("", "", False), ("!!!", "!!!", False), ("ABC: Satu dua tiga", "ABC: Empat lima enam", False),
])  # fmt: skip
def test_titles_are_the_same_by_text_short_name_or_typing_slip(one: str, other: str, same: bool) -> None:
    assert same_title(one, other) is same
    assert same_title(other, one) is same


@pytest.mark.parametrize(("one", "other"), [
    ("Rumah Pintar Nelayan Tahap I", "Rumah Pintar Nelayan Tahap II"), ("Layanan Jemput Bola Akta Wilayah 1", "Layanan Jemput Bola Akta Wilayah 2"),
])  # fmt: skip
def test_titles_that_differ_in_a_number_are_two_innovations(one: str, other: str) -> None:
    assert same_title(one, other) is False


def by_mail(sender: str, **fields: str) -> Whose:
    return whose(mail("s", WHEN, sender=sender, fields=fields), register(), KINDS)


def test_a_registered_sender_who_names_nobody_is_the_agency() -> None:
    assert by_mail("dinkes@opd.example") == Whose(agency="DINKES")
    assert by_mail("pkm.kajen@opd.example") == Whose(agency="PKM-KAJEN")


def test_a_sender_who_names_a_unit_of_the_agency_is_the_unit() -> None:
    assert by_mail("dinkes@opd.example", unit="Puskesmas Kajen") == Whose(agency="PKM-KAJEN")
    assert by_mail("dinkes@opd.example", agency="Dinas Kesehatan", unit="Puskesmas Kajen") == Whose(agency="PKM-KAJEN")
    assert by_mail("dinkes@opd.example", agency="Puskesmas Doro") == Whose(agency="PKM-DORO")


def test_a_unit_that_writes_its_agencys_name_still_is_the_unit() -> None:
    assert by_mail("pkm.kajen@opd.example", agency="Dinas Kesehatan") == Whose(agency="PKM-KAJEN")


def test_a_unit_of_another_agency_is_not_believed() -> None:
    assert by_mail("dishub@opd.example", agency="Dinas Perhubungan", unit="Puskesmas Kajen") == Whose(agency="DISHUB")


def test_a_registered_sender_who_names_another_agency_needs_a_person() -> None:
    assert by_mail("dishub@opd.example", agency="Dinkes") == Whose(
        agency="DINKES", doubt="pengirim terdaftar pada Dinas Perhubungan, tetapi berkas menyebut Dinas Kesehatan"
    )


def test_an_unknown_or_missing_sender_needs_a_person_and_the_named_agency_is_kept() -> None:
    assert by_mail("siapa@surel.example", agency="Dinkes") == Whose(
        agency="DINKES", doubt="pengirim tidak terdaftar pada tab OPD"
    )
    assert by_mail("siapa@surel.example", agency="SMA Negeri 1") == Whose(
        doubt="pengirim tidak terdaftar pada tab OPD", unregistered=True
    )
    assert by_mail("") == Whose(doubt="alamat pengirim tidak ada")


def test_an_address_of_two_agencies_needs_a_name_or_a_person() -> None:
    assert by_mail("bersama@opd.example") == Whose(doubt="alamat pengirim dipakai lebih dari satu perangkat daerah")
    assert by_mail("bersama@opd.example", agency="Dishub") == Whose(agency="DISHUB")
    assert by_mail("bersama@opd.example", unit="Puskesmas Doro") == Whose(agency="PKM-DORO")


def test_an_agency_and_its_unit_on_one_address_are_told_apart_by_name() -> None:
    rows = Register(
        [
            agency("A", "Dinas A", emails=("x@o.example",)),
            agency("A1", "UPTD Satu", parent="A", emails=("x@o.example",)),
        ]
    )
    assert whose(mail("s", WHEN, sender="x@o.example", fields={"agency": "Dinas A"}), rows, KINDS) == Whose(agency="A")
    assert whose(mail("s", WHEN, sender="x@o.example", fields={"unit": "UPTD Satu"}), rows, KINDS) == Whose(agency="A1")


def test_two_units_on_one_address_need_a_name_or_a_person() -> None:
    rows = Register([agency("A"), *(agency(c, f"UPTD {c}", parent="A", emails=("x@o.example",)) for c in ("A1", "A2"))])
    assert whose(mail("s", WHEN, sender="x@o.example"), rows, KINDS).agency not in {"A1", "A2"}


def test_the_documents_name_the_agency_where_the_body_does_not() -> None:
    arrival = mail(
        "s", WHEN, file("sk", fields=Fields(agency="Dishub")), file("proposal", fields=Fields(unit="Puskesmas Kajen"))
    )
    found = named_agency(arrival, register(), KINDS)
    assert found and found.code == "PKM-KAJEN"


def test_a_form_needs_both_a_registered_respondent_and_a_registered_agency() -> None:
    assert whose(form("r", WHEN), register(), KINDS) == Whose(agency="DINKES")
    assert whose(form("r", WHEN, sender="siapa@surel.example"), register(), KINDS) == Whose(
        agency="DINKES", doubt="pengisi formulir tidak terdaftar pada tab OPD"
    )
    unknown = Whose(doubt="perangkat daerah yang ditulis tidak terdaftar", unregistered=True)
    assert whose(form("r", WHEN, agency="SMA Negeri 1"), register(), KINDS) == unknown
    assert whose(form("r", WHEN, agency="SMA Negeri 1", sender="siapa@surel.example"), register(), KINDS) == unknown
    assert whose(form("r", WHEN, agency=None), register(), KINDS) == unknown


def test_a_form_that_names_a_registered_unit_only_is_the_units() -> None:
    assert whose(form("r", WHEN, agency=None, fields={"unit": "Puskesmas Doro"}), register(), KINDS) == Whose(
        agency="PKM-DORO"
    )
    assert whose(form("r", WHEN, agency="Puskesmas Doro"), register(), KINDS) == Whose(agency="PKM-DORO")
