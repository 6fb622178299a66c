"""Objections: until when one may object, which arrivals do, and what becomes of a case."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from build import ZONE, at, form, mail, register, registry, rulebook
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from competition.belonging import Entry
from competition.cases import Case, Ruling, Verdict, answered
from competition.facts import Arrival, Dmarc, Machine
from competition.objections import Objection, Objections, Told, recognised, summary_of, window

TAG = re.compile(r"\bkipp-2026-a[-/ ](\d{1,5})\b", re.IGNORECASE)
SENT = "2026-04-17 16:00:00"  # a Friday
IN_TIME = "2026-04-19 10:00:00"
RULES = Objections(days=3)


def entry(number: int, root: str, title: str) -> Entry:
    return Entry(number=number, root=root, agency=root, titles=[title], threads=set(), message_ids=set(), senders=set())


ENTRIES = [entry(1, "DINKES", "ALPHA: Layanan Satu"), entry(2, "DINKES", "BRAVO: Layanan Dua"), entry(3, "DISHUB", "CAKRA: Layanan Tiga")]


def told(number: int, *, decision: str = "stage1", when: str = SENT, corrects: bool = False) -> Told:
    return Told(key=f"hasil/{decision}/{number}{'/ralat/1' if corrects else ''}", decision=decision, proposal=number, sent_at=at(when), corrects=corrects)


LETTERS = [told(1), told(2), told(3)]


def found(arrival: Arrival, letters: list[Told] = LETTERS, rules: Objections = RULES, said: int | None = None) -> Objection | None:
    return recognised(arrival, letters, ENTRIES, register(), rules, ZONE, TAG, said)


def wrote(text: str = "Kami mengajukan sanggahan.", when: str = IN_TIME, **more: Any) -> Arrival:
    more.setdefault("sender", "dishub@opd.example")
    return mail("m1", when, text=text, **more)


@pytest.mark.parametrize(
    ("rules", "ends"),
    [
        (Objections(days=1), "2026-04-19 00:00:00"),
        (Objections(days=3), "2026-04-21 00:00:00"),
        (Objections(days=3, counted="working"), "2026-04-23 00:00:00"),
        (Objections(days=3, counted="working", holidays=(date(2026, 4, 21),)), "2026-04-24 00:00:00"),
        (Objections(days=3, holidays=(date(2026, 4, 18),)), "2026-04-21 00:00:00"),
    ],
)
def test_a_window_ends_with_its_last_day(rules: Objections, ends: str) -> None:
    assert rules.ends(at(SENT), ZONE) == at(ends)


def test_the_last_second_of_the_window_counts_and_the_next_does_not() -> None:
    last, late = found(wrote(when="2026-04-20 23:59:59")), found(wrote(when="2026-04-21 00:00:00"))
    assert (last and last.in_time, late and late.in_time) == (True, False)


def test_a_registered_sender_who_speaks_of_an_objection_makes_a_case_of_the_only_proposal_told_to_them() -> None:
    assert found(wrote()) == Objection(
        source="m1", channel="mail", received_at=at(IN_TIME), sender="dishub@opd.example", decision="stage1", proposal=3,
        deadline=at("2026-04-21 00:00:00"), how="menyebut sanggahan", summary=": Kami mengajukan sanggahan.", doubt="",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["Kami menyanggah hasil itu", "SANGGAHAN atas nilai", "Kami keberatan.", "hasil ini kami sanggah", "Keberatan kami:"])
def test_the_words_of_an_objection(text: str) -> None:
    assert (f := found(wrote(text))) is not None and f.doubt == ""
    assert (f := found(wrote("Terlampir.", subject=text))) is not None and f.doubt == ""


@pytest.mark.parametrize(
    "text",
    ["Terima kasih.", "Kami tidak keberatan.", "Kami tidak mengajukan sanggahan.", "tanpa keberatan", "tidak ada sanggahan dari kami", "sanggahanku palsu",
     "\n".join(["baris biasa"] * 8 + ["keberatan"])],
)  # fmt: skip
def test_other_words_are_none_unless_they_answer_the_letter(text: str) -> None:
    assert found(wrote(text)) is None
    reply = found(wrote(text, answers=("hasil/stage1/3",)))
    assert reply is not None
    assert (reply.proposal, reply.doubt) == (3, "membalas surat hasil tanpa menyebut sanggahan")


def test_the_answered_letter_tells_the_proposal_whatever_the_words_say() -> None:
    reply = found(wrote("Sanggahan mengenai BRAVO", sender="dinkes@opd.example", answers=("hasil/stage1/1",)))
    assert (reply and reply.proposal, reply and reply.how) == (1, "membalas surat hasil")


@pytest.mark.parametrize(
    ("text", "number"),
    [("Sanggahan BRAVO", 2), ("Sanggahan atas KIPP-2026-A-001", 1), ("Sanggahan", None), ("Sanggahan atas CAKRA", None)],
)
def test_of_several_proposals_the_words_tell_which_and_otherwise_a_person_does(text: str, number: int | None) -> None:
    assert (f := found(wrote(text, sender="dinkes@opd.example"))) is not None
    assert (f.proposal, f.decision) == (number, "stage1")
    named = found(wrote(text, sender="dinkes@opd.example"), said=2)
    assert named is not None and named.proposal == 2


def test_before_any_letter_and_for_results_outside_the_rule_there_is_no_objection() -> None:
    assert found(wrote(when="2026-04-17 15:59:59")) is None
    assert found(wrote(), letters=[]) is None
    assert found(wrote(), rules=Objections(days=3, decisions=("final",))) is None
    assert found(wrote(), letters=[told(1), told(2)]) is None  # nothing was told to this house


@pytest.mark.parametrize("machine", [Machine.AUTO_REPLY, Machine.BOUNCE, Machine.BULK])
def test_a_machine_does_not_object(machine: Machine) -> None:
    assert found(wrote(machine=machine, answers=("hasil/stage1/3",))) is None


@pytest.mark.parametrize(
    ("more", "doubt"),
    [
        ({"sender": "warga@surel.example"}, "pengirim tidak terdaftar pada tab OPD"),
        ({"dmarc": Dmarc.FAIL}, "alamat terdaftar, tetapi surel gagal pemeriksaan DMARC"),
        ({"answers": ("hasil/stage1/1",)}, "membalas surat hasil perangkat daerah lain"),
    ],
)
def test_who_cannot_be_told_to_object_is_put_before_a_person(more: dict[str, Any], doubt: str) -> None:
    assert (f := found(wrote(**more))) is not None
    assert f.doubt == doubt


def test_an_answer_to_a_letter_about_a_case_is_put_before_a_person() -> None:
    for key in ("tanda-terima-sanggah/SGH-001", "putusan-sanggah/SGH-001"):
        assert (f := found(wrote(subject="Re: Tanda terima sanggahan", answers=(key,)))) is not None
        assert f.doubt == "membalas surat tentang sanggah"


def test_a_second_mail_about_the_same_result_is_put_before_a_person() -> None:
    known = {("dishub@opd.example", "stage1", 3): "SGH-001"}

    def again(arrival: Arrival) -> str:
        result = recognised(arrival, LETTERS, ENTRIES, register(), RULES, ZONE, TAG, None, known)
        assert result is not None
        return result.doubt

    assert again(wrote()) == "SGH-001 sudah mencatat sanggahan pengirim ini atas hasil yang sama"
    assert again(wrote(objects=True)) == ""  # a form is filled in by a person
    assert again(wrote("Sanggahan BRAVO", sender="dinkes@opd.example")) == ""


def test_a_correction_opens_the_days_anew_unless_the_rule_says_otherwise() -> None:
    letters = [*LETTERS, told(3, when="2026-04-27 09:00:00", corrects=True)]
    late = wrote(when="2026-04-29 09:00:00")
    again, once = found(late, letters), found(late, letters, Objections(days=3, renewed=False))
    assert (again and again.in_time, once and once.in_time) == (True, False)
    assert window(RULES, letters, ZONE) == at("2026-05-01 00:00:00")
    assert window(Objections(days=3, renewed=False), letters, ZONE) == at("2026-04-21 00:00:00")
    assert window(RULES, [], ZONE) is None


def test_an_answer_to_the_form_is_a_case_even_before_any_letter_but_then_a_person_looks() -> None:
    answer = form("f1", IN_TIME, title=None, sender="dishub@opd.example", text="Isi: nilai keliru", objects=True)
    assert (f := found(answer)) is not None and (f.how, f.doubt, f.proposal) == ("formulir sanggah", "", 3)
    assert (f := found(answer, letters=[])) is not None
    assert (f.doubt, f.deadline, f.in_time) == ("belum ada surat hasil kepada perangkat daerahnya", None, False)


@given(st.text(max_size=3000), st.text(max_size=400))
def test_a_summary_is_one_bounded_line(text: str, subject: str) -> None:
    made = summary_of(wrote(text, subject=subject))
    assert len(made) <= 300
    assert made.split() == made.split(" ") or made in {"", ":"}


def test_the_class_of_an_objection_is_not_a_submission_also_with_files_and_a_title() -> None:
    opens = form("a", "2026-03-05 08:00:00", title="ALPHA: Layanan Satu")
    objects = mail("m", IN_TIME, title="ALPHA: Layanan Satu", text="Sanggahan atas usulan kami")
    plain = registry(opens, objects)
    asked = registry(opens, objects, objections={"m": "sanggahan, perkara SGH-001"})
    other = registry(opens, objects, suspected={"m": "diduga sanggahan, perkara SGH-001"})
    assert [(o.source_class.value, o.reason) for o in asked.outcomes[1:]] == [("not-a-submission", "sanggahan, perkara SGH-001")]
    assert plain.outcomes == other.outcomes  # who only may object is classed as before
    assert plain.outcomes[1].source_class.value == "duplicate-channel"


def test_an_answer_to_the_form_for_objections_never_opens_a_proposal() -> None:
    answer = form("f", IN_TIME, title="ALPHA: Layanan Satu", objects=True)
    assert [(o.source_class.value, o.reason) for o in registry(answer).outcomes] == [("not-a-submission", "jawaban formulir sanggah")]
    assert registry(answer).proposals == ()


def test_the_rulebook_has_no_objections_unless_it_names_them() -> None:
    assert rulebook().objections is None
    assert rulebook(objections={"days": 3}).objections == Objections(days=3)
    assert Objections(days=3).covers("final") and not Objections(days=3, decisions=("stage1",)).covers("final")
    for wrong in ({"days": 0}, {"days": 3, "counted": "weeks"}, {"days": 3, "decisions": ["stage2"]}, {"days": 3, "extra": 1}):
        with pytest.raises(ValidationError):
            rulebook(objections=wrong)


UPHELD = Ruling(verdict=Verdict.UPHELD, reason="nilai tertukar", by="Ketua")
REJECTED = Ruling(verdict=Verdict.REJECTED, reason="nilai benar", by="Ketua")
LATE = Ruling(verdict=Verdict.INADMISSIBLE, reason="lewat waktu", by="Ketua")


def case(**more: Any) -> Case:
    return Case(**{"number": "SGH-001", "decision": "stage1", "proposal": 3, "in_time": True} | more)


@pytest.mark.parametrize(
    ("found", "state", "settled", "holds"),
    [
        (case(), "menunggu putusan", False, True),
        (case(proposal=None), "menunggu putusan; lengkapi Koreksi Nomor Usulan", False, True),
        (case(lacking=("Alasan Putusan",)), "menunggu putusan; lengkapi Alasan Putusan", False, True),
        (case(doubt="x"), "diduga sanggahan: x", False, True),
        (case(doubt="x", in_time=False), "diduga sanggahan: x", False, False),
        (case(doubt="x", genuine=True), "menunggu putusan", False, True),
        (case(genuine=False), "bukan sanggahan", True, False),
        (case(doubt="x", ruling=REJECTED), "diduga sanggahan: x", False, True),
        (case(ruling=REJECTED), "selesai: ditolak", True, False),
        (case(ruling=LATE, in_time=False), "selesai: tidak dapat diterima", True, False),
        (case(in_time=False), "menunggu putusan", False, False),
        (case(ruling=UPHELD), "diterima: menunggu revisi hasil", False, True),
        (case(ruling=UPHELD, in_time=False), "diterima: menunggu revisi hasil", False, True),
        (case(ruling=UPHELD, answer=2), "selesai: diterima, dijawab revisi 2", True, False),
    ],
)
def test_how_a_case_stands(found: Case, state: str, settled: bool, holds: bool) -> None:
    assert (found.state, found.settled, found.holds) == (state, settled, holds)


@pytest.mark.parametrize(
    ("revision", "reason", "before", "answer"),
    [
        (1, "", 1, None),
        (2, "nilai diperbaiki", 1, 2),
        (2, "nilai diperbaiki", 2, None),  # the revision stood already when the case was decided
        (2, "Sanggah sgh-001 diterima", 2, 2),  # unless it was made for this very case
        (1, "SGH-001", 1, None),
        (2, "SGH-0012", 2, None),
    ],
)
def test_a_revision_made_after_the_ruling_answers_an_upheld_case(revision: int, reason: str, before: int, answer: int | None) -> None:
    assert answered(case(ruling=UPHELD), revision, reason, before) == answer
    assert answered(case(ruling=REJECTED), revision, reason, before) is None
    assert answered(case(ruling=UPHELD, answer=2), 3, "SGH-001", 1) == 2


def test_moments_are_compared_in_the_editions_zone() -> None:
    assert RULES.ends(datetime.fromisoformat("2026-04-17T23:30:00+00:00"), ZONE) == at("2026-04-22 00:00:00")
