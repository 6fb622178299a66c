"""Mails and form responses become proposals: each class, the clock, the numbers, and that a replay always says the same."""

from __future__ import annotations

import pytest
from build import (
    CLOSE,
    accept,
    agency,
    at,
    classes,
    complete,
    fates,
    file,
    form,
    in_force,
    mail,
    owners,
    register,
    registry,
    reject,
    rulebook,
    wants,
)

from competition.facts import Arrival, Channel, Dmarc, Fields, FileState, Machine, Part
from competition.model import Correction, Registry
from integrations.documents.mail import read_mail
from integrations.documents.vocabulary import DEFAULT

ALPHA, BETA = "ALPHA: Layanan Satu", "BETA: Layanan Dua"
FIRST, SECOND, THIRD = "2026-03-05 08:00:00", "2026-03-06 08:00:00", "2026-03-07 08:00:00"


def told(*arrivals: Arrival, **more: object) -> dict[str, str]:
    return classes(registry(*arrivals, **more))


OPENING = mail("m1", FIRST, *complete(), title=ALPHA)


def test_a_submission_from_a_registered_sender_opens_a_proposal_with_all_its_files() -> None:
    found = registry(OPENING)
    assert (classes(found), owners(found)) == ({"m1": "proposal"}, {"m1": 1})
    assert fates(found, "m1") == [(k, "file", None) for k in ("proposal", "pernyataan", "sk", "bukti")]
    made = found.proposal(1)
    assert (made.title, made.agency, made.channel, made.received_at, made.in_time, made.opened_by) == (
        ALPHA,
        "DINKES",
        Channel.MAIL,
        at(FIRST),
        True,
        "m1",
    )


def test_a_proposal_may_open_with_a_title_alone_and_documents_follow() -> None:
    found = registry(
        mail("m1", FIRST, title=ALPHA, links=("https://drive.example/x",)), mail("m2", SECOND, *complete(), title=ALPHA)
    )
    assert (classes(found), owners(found)) == ({"m1": "proposal", "m2": "supplement"}, {"m1": 1, "m2": 1})
    assert found.proposal(1).links == ("https://drive.example/x",)


def test_a_missing_kind_that_comes_is_a_supplement() -> None:
    found = registry(mail("m1", FIRST, *complete()[:2], title=ALPHA), mail("m2", SECOND, file("sk"), title=ALPHA))
    assert classes(found) == {"m1": "proposal", "m2": "supplement"}
    assert in_force(found.proposal(1), "sk") == ["sk 1.pdf"]


def test_a_kind_that_was_refused_before_and_comes_good_is_a_supplement() -> None:
    locked = file("proposal", state=FileState.ENCRYPTED)
    found = registry(
        mail("m1", FIRST, locked, *complete()[1:], title=ALPHA), mail("m2", SECOND, file("proposal", "2"), title=ALPHA)
    )
    assert classes(found) == {"m1": "proposal", "m2": "supplement"}
    assert [(r.kind, r.reason) for r in found.proposal(1).refusals] == [("proposal", "encrypted")]


def test_a_newer_document_of_a_kind_on_file_is_a_resubmission_and_only_the_newest_is_in_force() -> None:
    found = registry(OPENING, mail("m2", SECOND, file("proposal", "2"), file("pernyataan"), title=ALPHA))
    assert classes(found) == {"m1": "proposal", "m2": "resubmission"}
    assert fates(found, "m2") == [("proposal", "file", None), ("pernyataan", "duplicate", None)]
    assert in_force(found.proposal(1), "proposal") == ["proposal 2.pdf"]
    assert len(found.proposal(1).papers) == 5


def test_more_evidence_replaces_nothing_so_it_is_a_supplement() -> None:
    assert told(OPENING, mail("m2", SECOND, file("bukti", "2"), title=ALPHA)) == {"m1": "proposal", "m2": "supplement"}


def test_all_evidence_stays_in_force() -> None:
    found = registry(OPENING, mail("m2", SECOND, file("bukti", "2"), file("proposal", "2"), title=ALPHA))
    assert in_force(found.proposal(1), "bukti") == ["bukti 1.jpg", "bukti 2.jpg"]


def test_the_fields_are_those_of_the_newest_proposal_document() -> None:
    def paper(mark: str, title: str, start: str) -> Arrival:
        doc = file(
            "proposal",
            mark,
            fields=Fields(title=title, start_date=start, innovator=f"Penulis {mark}", category="Kesehatan"),
        )
        return mail(
            f"m{mark}",
            f"2026-03-0{mark} 08:00:00",
            doc,
            title="ALPHA: judul surat",
            fields={"contact": f"Narahubung {mark}", "category": "PENDIDIKAN"},
        )

    made = registry(paper("3", ALPHA, "1 Maret 2024"), paper("4", "ALPHA: Layanan Satu Baru", "2 Maret 2024")).proposal(
        1
    )
    assert (made.title, str(made.start_date), made.innovator, made.contact, made.category) == (
        "ALPHA: Layanan Satu Baru",
        "2024-03-02",
        "Penulis 4",
        "Narahubung 4",
        "kesehatan",
    )


def test_what_an_officer_corrected_goes_before_everything_read() -> None:
    correction = Correction(title="Judul Benar", agency="DISHUB", category="pendidikan", innovator="A", contact="B")
    made = registry(OPENING, corrections={1: correction}).proposal(1)
    assert (made.title, made.agency, made.category, made.innovator, made.contact) == (
        "Judul Benar",
        "DISHUB",
        "pendidikan",
        "A",
        "B",
    )


def test_a_category_the_edition_does_not_have_is_left_for_a_person() -> None:
    made = registry(
        mail("m1", FIRST, title=ALPHA, fields={"category": "olahraga", "start_date": "kira-kira 2024"})
    ).proposal(1)
    assert (made.category, made.start_date) == ("", None)
    assert made.unclear == ("kategori", "tanggal mulai", "inovator", "narahubung")


# --- the clock ---------------------------------------------------------------------------------------------------------


def test_the_closing_second_still_counts_and_one_second_later_does_not() -> None:
    found = registry(
        mail("m1", CLOSE, *complete(), title=ALPHA), mail("m2", "2026-03-31 15:00:01", *complete("2"), title=BETA)
    )
    assert [(p.number, p.in_time) for p in found.proposals] == [(1, True), (2, False)]
    assert fates(found, "m2") == [(k, "refuse", "late") for k in ("proposal", "pernyataan", "sk", "bukti")]


def test_the_receipt_time_is_that_of_the_first_arrival_and_never_changes() -> None:
    late = "2026-04-01 08:00:00"
    found = registry(
        mail("m1", FIRST, file("proposal"), title=ALPHA),
        mail("m2", SECOND, file("sk"), title=ALPHA),
        mail("m3", THIRD, file("proposal", "2"), title=ALPHA),
        form("r1", "2026-03-08 08:00:00", file("proposal")),
        mail("m4", late, file("bukti"), title=ALPHA),
    )
    assert classes(found) == {
        "m1": "proposal",
        "m2": "supplement",
        "m3": "resubmission",
        "r1": "duplicate-channel",
        "m4": "supplement",
    }
    assert [(p.received_at, p.in_time, p.sources) for p in found.proposals] == [
        (at(FIRST), True, ("m1", "m2", "m3", "r1", "m4"))
    ]


def test_files_that_come_late_for_a_proposal_in_time_are_refused_and_change_nothing() -> None:
    found = registry(OPENING, mail("m2", "2026-03-31 15:00:01", file("proposal", "2"), file("sk"), title=ALPHA))
    assert classes(found)["m2"] == "resubmission"
    assert fates(found, "m2") == [("proposal", "refuse", "late"), ("sk", "refuse", "late")]
    assert in_force(found.proposal(1), "proposal") == ["proposal 1.pdf"]
    assert [r.in_time for r in found.proposal(1).refusals] == [False, False]


def test_a_decision_taken_later_leaves_the_receipt_time_of_the_message() -> None:
    found = registry(
        mail("m1", CLOSE, *complete(), title=ALPHA, sender="kadin@surel.example"),
        decided=[accept("m1", agency="DINKES")],
    )
    assert (classes(found), found.proposal(1).received_at, found.proposal(1).in_time) == (
        {"m1": "needs-human"},
        at(CLOSE),
        True,
    )


# --- what is no submission ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arrival", "expected"), [
    (mail("m1", FIRST, file(None, name="x.pdf"), machine=Machine.BOUNCE), "bounce"),
    (mail("m1", FIRST, *complete(), title=ALPHA, machine=Machine.AUTO_REPLY), "auto-reply"),
    (mail("m1", FIRST, subject="Tanya", text="Bagaimana cara mengirim usulan?"), "not-a-submission"),
    (mail("m1", FIRST, file(None, name="brosur.pdf"), subject="Buletin", sender="buletin@kabar.example", machine=Machine.BULK), "not-a-submission"),
    (mail("m1", FIRST, file(None, part=Part.CALENDAR), subject="Undangan rapat"), "not-a-submission"),
    (mail("m1", FIRST, subject="", text="", sender=""), "not-a-submission"),
])  # fmt: skip
def test_what_is_no_submission_is_set_aside_and_nothing_of_it_filed(arrival: Arrival, expected: str) -> None:
    found = registry(arrival)
    assert (classes(found), owners(found), found.proposals, wants(found)) == (
        {"m1": expected},
        {"m1": None},
        (),
        {"m1": ""},
    )
    assert {f.action.value for f in found.files} <= {"ignore"}


# --- who needs a person ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrival", [
    mail("s", FIRST, *complete(), title=ALPHA, sender="kadin@surel.example"), mail("s", FIRST, *complete(), title=ALPHA, sender=""),
    mail("s", FIRST, *complete(), title=ALPHA, dmarc=Dmarc.FAIL), mail("s", FIRST, text="tolong ganti", dmarc=Dmarc.FAIL),
    mail("s", FIRST, *complete(), title=ALPHA, sender="bersama@opd.example"), mail("s", FIRST, *complete(), title=ALPHA, fields={"agency": "Dishub"}),
    form("s", FIRST, *complete(), sender="sma@sekolah.example"), form("s", FIRST, *complete(), agency="SMA Negeri 1"),
])  # fmt: skip
def test_what_is_in_doubt_is_not_processed_before_a_person_decides(arrival: Arrival) -> None:
    found = registry(arrival)
    assert (classes(found), owners(found), found.proposals, found.files) == ({"s": "needs-human"}, {"s": None}, (), ())
    assert wants(found)["s"] != ""


def test_no_verdict_on_the_sender_is_no_failure_and_an_unregistered_failure_is_only_unknown() -> None:
    assert told(mail("s", FIRST, *complete(), title=ALPHA, dmarc=Dmarc.NONE)) == {"s": "proposal"}
    assert told(mail("s", FIRST, text="halo", sender="x@surel.example", dmarc=Dmarc.FAIL)) == {"s": "not-a-submission"}


def test_a_message_in_doubt_replaces_nothing_before_and_after_its_refusal() -> None:
    spoof = mail("m2", SECOND, file("proposal", "2"), title=ALPHA, dmarc=Dmarc.FAIL)
    waiting, refused = registry(OPENING, spoof), registry(OPENING, spoof, decided=[reject("m2")])
    assert in_force(waiting.proposal(1), "proposal") == in_force(refused.proposal(1), "proposal") == ["proposal 1.pdf"]
    assert fates(refused, "m2") == [("proposal", "refuse", "untrusted-sender")]
    assert (classes(refused)["m2"], owners(refused)["m2"], wants(refused)["m2"]) == ("needs-human", None, "")


@pytest.mark.parametrize(("arrival", "reason"), [
    (mail("s", FIRST, file("proposal"), title=ALPHA, sender="kadin@surel.example", fields={"agency": "Dinkes"}), "untrusted-sender"),
    (mail("s", FIRST, file("proposal"), title=ALPHA, sender="sma@sekolah.example", fields={"agency": "SMA Negeri 1"}), "unregistered-opd"),
    (form("s", FIRST, file("proposal"), sender="x@surel.example"), "untrusted-sender"),
    (form("s", FIRST, file("proposal"), agency="SMA Negeri 1"), "unregistered-opd"),
])  # fmt: skip
def test_a_refused_submission_has_each_file_refused_with_why(arrival: Arrival, reason: str) -> None:
    found = registry(arrival, decided=[reject("s", note="bukan dari kami")])
    assert (fates(found, "s"), found.proposals) == ([("proposal", "refuse", reason)], ())
    assert found.outcomes[0].reason == "ditolak oleh sekretaris: bukan dari kami"


def test_a_refusal_after_the_close_is_told_as_late() -> None:
    found = registry(
        mail("s", "2026-04-02 08:00:00", file("proposal"), title=ALPHA, sender="x@surel.example"), decided=[reject("s")]
    )
    assert fates(found, "s") == [("proposal", "refuse", "late")]


def test_an_accepted_submission_opens_a_proposal_of_the_agency_the_officer_typed() -> None:
    arrival = mail("s", FIRST, *complete(), title=ALPHA, sender="x@surel.example")
    found = registry(arrival, decided=[accept("s", agency="PKM-DORO", note="lewat telepon")])
    assert (classes(found), found.proposal(1).agency, found.outcomes[0].reason) == (
        {"s": "needs-human"},
        "PKM-DORO",
        "diterima oleh sekretaris: lewat telepon",
    )
    assert fates(found, "s") == [(k, "file", None) for k in ("proposal", "pernyataan", "sk", "bukti")]


def test_an_accepted_submission_joins_the_proposal_the_officer_named() -> None:
    extra = mail("s", SECOND, file("sk", "2"), sender="x@surel.example", subject="Usulan")
    found = registry(OPENING, extra, decided=[accept("s", joins=1)])
    assert (owners(found), len(found.proposals)) == ({"m1": 1, "s": 1}, 1)
    assert in_force(found.proposal(1), "sk") == ["sk 2.pdf"]


def test_a_decision_that_names_no_proposal_keeps_the_message_waiting() -> None:
    found = registry(
        OPENING, mail("s", SECOND, file("sk", "2"), sender="x@surel.example"), decided=[accept("s", joins=9)]
    )
    assert (owners(found)["s"], wants(found)["s"], len(found.proposals)) == (None, "usulan nomor 9 tidak ada", 1)


@pytest.mark.parametrize("decision", [reject("s"), accept("s", joins=1)])
def test_a_decision_on_a_suspicious_mail_without_files_is_carried_out(decision: object) -> None:
    found = registry(OPENING, mail("s", SECOND, text="tolong ganti narahubung", dmarc=Dmarc.FAIL), decided=[decision])
    assert wants(found)["s"] == ""


def test_a_decision_on_a_suspicious_mail_that_names_no_proposal_keeps_it_waiting() -> None:
    spoof = mail("s", SECOND, text="tolong ganti narahubung", dmarc=Dmarc.FAIL)
    found = registry(OPENING, spoof, decided=[accept("s", joins=9)])
    assert (owners(found)["s"], wants(found)["s"]) == (None, "usulan nomor 9 tidak ada")


# --- the same again ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("message_id", ["abc@opd.example", ""])
def test_the_same_mail_delivered_twice_is_told_with_and_without_a_message_id(message_id: str) -> None:
    same = {"message_id": message_id, "digest": "d", "subject": "Usulan", "title": ALPHA}
    found = registry(mail("m1", FIRST, *complete(), **same), mail("m2", SECOND, *complete(), **same))
    assert (classes(found), owners(found)) == ({"m1": "proposal", "m2": "duplicate-delivery"}, {"m1": 1, "m2": 1})
    assert [f[1] for f in fates(found, "m2")] == ["duplicate"] * 4
    assert len(found.proposal(1).papers) == 4


def test_a_genuine_mail_is_no_copy_of_one_that_failed_dmarc() -> None:
    same = {"message_id": "x@y", "digest": "d", "title": ALPHA}
    forged, genuine = (mail(k, at, *complete(), dmarc=d, **same) for k, at, d in (("m1", FIRST, Dmarc.FAIL), ("m2", SECOND, Dmarc.PASS)))
    assert told(forged, genuine) == {"m1": "needs-human", "m2": "proposal"}
    refused = registry(forged, genuine, decided=[reject("m1")])
    assert (owners(refused)["m2"], len(refused.proposals)) == (1, 1)


def test_the_same_words_under_another_message_id_are_no_second_delivery() -> None:
    same = {"digest": "d", "title": ALPHA}
    assert (
        told(mail("m1", FIRST, *complete()[:2], **same), mail("m2", SECOND, *complete()[:2], file("sk"), **same))["m2"]
        == "supplement"
    )


@pytest.mark.parametrize("name", ["image001.png", "ATT00001.txt", "footer.txt"])
def test_what_mail_programs_add_to_thanks_hands_nothing_in(name: str) -> None:
    thanks = mail("t", SECOND, file("", name=name), text="Terima kasih atas informasinya.", subject="Re: Hasil")
    assert told(OPENING, thanks)["t"] == "not-a-submission"
    assert told(OPENING, mail("t", SECOND, file("", name="foto.jpg"), text="Terlampir.", subject="Re: Hasil"))["t"] != "not-a-submission"


def test_a_proposal_through_a_list_by_somebody_unknown_is_put_before_a_person() -> None:
    through = mail("l", FIRST, file("proposal"), sender="opd@milis.example", machine=Machine.BULK, text="Terlampir.")
    assert told(through)["l"] == "needs-human"
    news = mail("l", FIRST, file("", name="buletin.pdf"), sender="opd@milis.example", machine=Machine.BULK, text="Buletin.")
    assert told(news)["l"] == "not-a-submission"


def test_a_second_delivery_repeats_what_was_refused_the_first_time() -> None:
    same = {"message_id": "x@y", "digest": "d", "title": ALPHA}
    files = [file("proposal", state=FileState.CORRUPT), file("sk")]
    found = registry(mail("m1", FIRST, *files, **same), mail("m2", SECOND, *files, **same))
    assert fates(found, "m2") == [("proposal", "refuse", "corrupt"), ("sk", "duplicate", None)]


def test_a_second_delivery_of_what_waits_for_a_person_waits_for_nothing_itself() -> None:
    same = {"message_id": "x@y", "digest": "d", "title": ALPHA, "sender": "x@surel.example"}
    found = registry(mail("m1", FIRST, *complete(), **same), mail("m2", SECOND, *complete(), **same))
    assert (classes(found), owners(found)) == (
        {"m1": "needs-human", "m2": "duplicate-delivery"},
        {"m1": None, "m2": None},
    )
    assert wants(found)["m2"] == ""


def test_a_second_delivery_of_what_is_no_submission_has_no_duplicates() -> None:
    same = {"message_id": "x@y", "digest": "d", "machine": Machine.AUTO_REPLY}
    found = registry(mail("m1", FIRST, file("sk"), **same), mail("m2", SECOND, file("sk"), **same))
    assert fates(found, "m2") == [("sk", "ignore", "report")]


def test_a_second_delivery_after_the_close_is_refused_as_late() -> None:
    same = {"message_id": "x@y", "digest": "d", "title": ALPHA}
    found = registry(mail("m1", FIRST, file("sk"), **same), mail("m2", "2026-04-01 08:00:00", file("sk"), **same))
    assert fates(found, "m2") == [("sk", "refuse", "late")]


def test_a_form_response_after_the_mail_is_the_other_channel_and_the_other_way_round() -> None:
    by_form, by_mail = form("r", SECOND, *complete()), mail("m", SECOND, *complete(), title=ALPHA)
    assert told(OPENING, by_form) == {"m1": "proposal", "r": "duplicate-channel"}
    assert told(form("r1", FIRST, *complete()), by_mail) == {"r1": "proposal", "m": "duplicate-channel"}
    found = registry(OPENING, by_form)
    assert (fates(found, "r"), found.proposal(1).channel) == (
        [(k, "duplicate", None) for k in ("proposal", "pernyataan", "sk", "bukti")],
        Channel.MAIL,
    )


def test_a_second_form_response_is_a_resubmission_also_when_nothing_is_new() -> None:
    assert told(form("r1", FIRST, *complete()), form("r2", SECOND, *complete("2"))) == {
        "r1": "proposal",
        "r2": "resubmission",
    }
    assert told(form("r1", FIRST, *complete(), digest="d"), form("r2", SECOND, *complete(), digest="d")) == {
        "r1": "proposal",
        "r2": "resubmission",
    }


def test_a_second_form_response_that_adds_what_was_missing_is_a_resubmission() -> None:
    assert told(form("r1", FIRST, *complete()[:2]), form("r2", SECOND, *complete()[:3])) == {
        "r1": "proposal",
        "r2": "resubmission",
    }


# --- several proposals of one agency -----------------------------------------------------------------------------------


TWO = (OPENING, mail("m2", SECOND, *complete("2"), title=BETA))


def test_another_title_opens_another_proposal_of_the_agency() -> None:
    assert owners(registry(*TWO)) == {"m1": 1, "m2": 2}


def test_a_supplement_goes_to_the_proposal_it_names_and_to_no_other() -> None:
    found = registry(
        *TWO, mail("m3", THIRD, file("sk", "3"), subject="Susulan SK BETA", text="Terlampir SK.", thread="m1")
    )
    assert (owners(found)["m3"], classes(found)["m3"]) == (2, "resubmission")
    assert [in_force(found.proposal(n), "sk") for n in (1, 2)] == [["sk 1.pdf"], ["sk 3.pdf"]]


def test_a_supplement_that_names_none_and_stands_in_no_thread_needs_a_person() -> None:
    found = registry(*TWO, mail("m3", THIRD, file("sk", "3"), subject="Susulan", thread="m9"))
    assert (classes(found)["m3"], owners(found)["m3"]) == ("needs-human", None)
    assert (
        owners(
            registry(
                *TWO,
                mail("m3", THIRD, file("sk", "3"), subject="Susulan", thread="m9"),
                decided=[accept("m3", joins=2)],
            )
        )["m3"]
        == 2
    )


def test_proposals_of_other_agencies_are_never_joined_by_title() -> None:
    found = registry(OPENING, mail("m2", SECOND, *complete(), title=ALPHA, sender="dishub@opd.example"))
    assert [(p.number, p.agency) for p in found.proposals] == [(1, "DINKES"), (2, "DISHUB")]


def test_a_unit_and_its_agency_send_for_the_same_proposal() -> None:
    found = registry(OPENING, mail("m2", SECOND, file("sk", "2"), subject="ALPHA", sender="pkm.kajen@opd.example"))
    assert (owners(found), found.proposal(1).agency) == ({"m1": 1, "m2": 1}, "DINKES")


def test_quoted_text_never_decides_which_proposal_a_mail_belongs_to() -> None:
    raw = (
        b"From: Dinkes <dinkes@opd.example>\r\nTo: kipp@setda.example\r\nSubject: Re: Usulan\r\nMessage-ID: <q@opd.example>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nTerlampir SK untuk usulan ALPHA.\r\n\r\n'
        b"Pada Sel, 10 Mar 2026 pukul 08.00 Panitia <kipp@setda.example> menulis:\r\n> Nomor KIPP-2026-A-002, inovasi BETA: Layanan Dua, kami terima.\r\n"
        b"> Judul: BETA: Layanan Dua\r\n\r\n"
        b'--b\r\nContent-Type: text/plain; name="sk.txt"\r\nContent-Disposition: attachment; filename="SK.txt"\r\n\r\nx\r\n--b--\r\n'
    )
    arrival = read_mail(
        raw,
        id="q",
        thread="",
        received_at=at(THIRD),
        authserv_id="mx.google.com",
        own_address="kipp@setda.example",
        vocabulary=DEFAULT,
    )
    assert "BETA" not in arrival.text
    assert owners(registry(*TWO, arrival))["q"] == 1


# --- numbers -----------------------------------------------------------------------------------------------------------


def test_numbers_are_given_in_order_of_receipt_and_a_given_one_is_kept() -> None:
    third = mail("m3", "2026-03-01 08:00:00", *complete("3"), title="GAMMA: Layanan Tiga", sender="dishub@opd.example")
    assert owners(registry(*TWO, third)) == {"m3": 1, "m1": 2, "m2": 3}
    assert owners(registry(*TWO, third, numbers={"m1": 1, "m2": 5})) == {"m3": 6, "m1": 1, "m2": 5}


def test_a_number_given_to_a_source_that_no_longer_opens_anything_is_not_given_again() -> None:
    earlier = mail("s", "2026-03-04 08:00:00", file("proposal", "9"), title=ALPHA, sender="x@surel.example")
    found = registry(earlier, *TWO, decided=[accept("s", agency="DINKES")], numbers={"m1": 1, "m2": 2})
    assert owners(found) == {"s": 3, "m1": 3, "m2": 2}


def test_mails_of_the_same_second_are_taken_in_order_of_their_id() -> None:
    twins = [
        mail(s, FIRST, *complete(s), title=f"{s}: judul", sender=f"{x}@opd.example")
        for s, x in (("b", "dinkes"), ("a", "dishub"))
    ]
    assert owners(registry(*twins)) == owners(registry(*reversed(twins))) == {"a": 1, "b": 2}


def test_an_empty_season_is_an_empty_registry() -> None:
    assert registry() == Registry(outcomes=(), files=(), proposals=())


def test_an_agency_that_is_all_alone_in_the_register_needs_no_region() -> None:
    made = registry(
        mail("m1", FIRST, *complete(), title=ALPHA, sender="x@opd.example"),
        agencies=register(agency("X")),
        rules=rulebook(),
    )
    assert made.proposal(1).agency == "X"


def test_a_file_of_no_known_kind_or_a_link_beside_a_logo_is_no_second_delivery() -> None:
    logo = file(None, "logo", part=Part.INLINE_IMAGE)
    assert told(OPENING, mail("m2", SECOND, file(None, "x"), text="berkas ALPHA")) == {"m1": "proposal", "m2": "supplement"}
    assert told(OPENING, mail("m2", SECOND, logo, title=ALPHA, links=("https://drive.example/x",)))["m2"] == "supplement"
    assert told(OPENING, mail("m2", SECOND, *complete(), text="berkas ALPHA"))["m2"] == "duplicate-delivery"


def test_a_visiting_card_makes_no_submission() -> None:
    assert told(OPENING, mail("m2", SECOND, file(None, "kartu", type="vcf"), text="Terima kasih."))["m2"] == "not-a-submission"


def test_of_two_mails_with_nothing_in_them_neither_is_the_other_again() -> None:
    empty = [mail(i, FIRST, message_id="", digest="x", subject="", text="") for i in ("m1", "m2")]
    assert set(told(*empty).values()) == {"not-a-submission"}
