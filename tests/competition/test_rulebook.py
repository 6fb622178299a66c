"""The edition's rules: what is refused, what follows from what is given."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from build import ZONE, at, criteria, document, rulebook
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from competition.checks import Check, Examines, check_of
from competition.rulebook import Rulebook

DOCUMENTS = [
    ("proposal", "Proposal Inovasi"),
    ("pernyataan", "Surat Pernyataan Implementasi"),
    ("sk", "SK Tim Inovasi atau Surat Usulan Perangkat Daerah"),
    ("bukti", "Bukti Implementasi"),
]


def refusals(**changes: Any) -> list[tuple[tuple[int | str, ...], str]]:
    """(place, what is wrong) of each error in a changed edition."""
    with pytest.raises(ValidationError) as caught:
        rulebook(**changes)
    return [(e["loc"], e["msg"].removeprefix("Value error, ")) for e in caught.value.errors()]


def stages(*changes: tuple[int, dict[str, Any]]) -> list[dict[str, Any]]:
    made = document()["stages"]
    for position, change in changes:
        made[position] = {**made[position], **change}
    return made


def test_an_unknown_key_is_refused_with_its_place() -> None:
    assert refusals(kuota=3) == [(("kuota",), "Extra inputs are not permitted")]
    assert refusals(rules={**document()["rules"], "quota_per_odp": 3}) == [
        (("rules", "quota_per_odp"), "Extra inputs are not permitted")
    ]
    assert refusals(stages=stages((1, {"seats": 0}))) == [(("stages", 1, "seats"), "Extra inputs are not permitted")]


@pytest.mark.parametrize(("changed", "place", "said"), [
    (stages((0, {"criteria": criteria(latar=20, kebaruan=70)})), ("stages", 0), "criteria: weights must total 100 (total 90)"),
    (stages((2, {"criteria": criteria(lapangan="99.9")})), ("stages", 2), "criteria: weights must total 100 (total 999/10)"),
    (stages((1, {"groups": [{"id": "a", "weight": 70, "criteria": criteria(x=100)}]})), ("stages", 1), "groups: weights must total 100 (total 70)"),
    (stages((1, {"groups": [{"id": "a", "weight": 100, "criteria": criteria(x=99)}]})), ("stages", 1), "groups › a: weights must total 100 (total 99)"),
    (stages((1, {"criteria": criteria(x=100)})), ("stages", 1), "give either criteria or groups"),
    (stages((0, {"criteria": []})), ("stages", 0), "give either criteria or groups"),
    (stages((0, {"criteria": [*criteria(latar=50), *criteria(latar=50)]})), ("stages", 0), "the same criterion id stands twice"),
    (stages((1, {"id": "stage1"})), (), "stages: the same id stands twice"),
    (stages((0, {"advance": 0})), ("stages", 0, "advance"), "Input should be greater than or equal to 1"),
])  # fmt: skip
def test_stages_that_do_not_add_up_are_refused_with_their_place(
    changed: list[dict[str, Any]], place: tuple[int | str, ...], said: str
) -> None:
    assert refusals(stages=changed) == [(place, said)]


@pytest.mark.parametrize(("changes", "said"), [
    ({"final": {"weights": {"stage1": 60, "stage2": 30}}}, "final › weights: must total 100 (total 90)"),
    ({"final": {"weights": {"stage1": 60, "stage9": 40}}}, "final › weights: no such stage: stage9"),
    ({"officers": []}, "officers: needs a ketua and a sekretaris, who approve results and letters"),
    ({"schedule": {"a": ["2026-04-08", "2026-04-09"], "b": ["2026-04-01", "2026-04-02"], "c": "2026-04-10"}}, "schedule: the stages are not in the order of their dates"),
    ({"schedule": {"a": ["2026-04-08", "2026-04-09"]}}, "schedule: no dates for stage2"),
])  # fmt: skip
def test_rules_that_contradict_each_other_are_refused(changes: dict[str, Any], said: str) -> None:
    assert refusals(**changes) == [((), said)]


def test_two_ticks_of_one_person_are_refused() -> None:
    officers, mailbox = document()["officers"], document()["mailbox"]["address"]
    emails = {o["role"]: o["email"] for o in officers}
    for role, email in (("ketua", emails["sekretaris"].upper()), ("sekretaris", mailbox)):
        same = [o | {"email": email} if o["role"] == role else o for o in officers]
        assert [said for _, said in refusals(officers=same)] == [
            "officers: ketua, sekretaris and mailbox › address must be three addresses: nobody approves alone"
        ]


@pytest.mark.parametrize("taken", ["administrasi", "final"])
def test_a_stage_does_not_take_the_name_of_another_decision(taken: str) -> None:
    assert refusals(stages=stages((1, {"id": taken})))[0][1].startswith(f"stages: {taken} names a decision of its own")


def test_an_intake_that_closes_before_it_opens_is_refused() -> None:
    window = {"opens_at": "2026-03-31T15:00:00+07:00", "closes_at": "2026-03-02T00:00:00+07:00"}
    assert refusals(intake=window) == [(("intake",), "opens_at must be before closes_at")]


def test_an_intake_without_a_zone_and_an_unknown_zone_are_refused() -> None:
    assert [
        place
        for place, _ in refusals(intake={"opens_at": "2026-03-02T00:00:00", "closes_at": "2026-03-31T15:00:00+07:00"})
    ] == [("intake", "opens_at")]
    assert [place for place, _ in refusals(edition={**document()["edition"], "timezone": "Asia/Pekalongan"})] == [
        ("edition", "timezone")
    ]


@pytest.mark.parametrize("weight", ["sepuluh", None, [1]])
def test_a_weight_that_is_no_number_is_refused(weight: object) -> None:
    assert [place for place, _ in refusals(stages=stages((2, {"criteria": criteria(lapangan=weight)})))] == [
        ("stages", 2, "criteria", 0, "weight")
    ]


def test_a_weight_divided_by_zero_is_refused() -> None:
    assert [place for place, _ in refusals(stages=stages((2, {"criteria": criteria(lapangan="1/0")})))] == [
        ("stages", 2, "criteria", 0, "weight")
    ]


def test_a_negative_weight_is_refused() -> None:
    assert len(refusals(stages=stages((2, {"criteria": criteria(lapangan=130, lain=-30)})))) > 0


def test_a_checklist_item_that_names_an_unknown_document_is_refused() -> None:
    assert len(refusals(checklist=[{"id": "ADM-01", "label": "Video ada", "check": "document:video"}])) > 0


@pytest.mark.parametrize("changes", [
    {"tie_break": [{"step": "signifkansi"}]},
    {"checklist": [{"id": "ADM-01", "label": "Judul tidak ganda"}, {"id": "ADM-01", "label": "Batas kata"}]},
    {"documents": [{"id": "sk", "label": "SK", "accepts": ["pdf"]}, {"id": "sk", "label": "SK", "accepts": ["pdf"]}], "checklist": []},
    {"scale": {"min": 100, "max": 0}},
])  # fmt: skip
def test_ids_and_scales_that_cannot_work_are_refused(changes: dict[str, Any]) -> None:
    assert len(refusals(**changes)) > 0


def test_a_day_in_the_schedule_may_stand_for_a_span() -> None:
    assert rulebook().schedule["penetapan"] == (date(2026, 5, 13), date(2026, 5, 13))


def test_stages_take_the_dates_of_the_schedule_in_its_order_or_by_name() -> None:
    assert rulebook().span("stage2") == (date(2026, 4, 28), date(2026, 4, 29))
    named = rulebook(
        stages=stages((0, {"schedule": "penilaian"}), (1, {"schedule": "survei"}), (2, {"schedule": "survei"}))
    )
    assert [span[0] for span in named.scored_spans()] == [date(2026, 4, 8), date(2026, 5, 5), date(2026, 5, 5)]


def test_ballots_are_read_at_the_end_of_the_last_day_unless_readings_are_given() -> None:
    assert rulebook().readings("stage1") == (datetime(2026, 4, 18, tzinfo=ZONE),)
    given_moment = "2026-04-15T16:00:00+07:00"
    assert rulebook(stages=stages((0, {"readings": [given_moment]}))).readings("stage1") == (at("2026-04-15 16:00:00"),)


def test_the_stages_after_one_are_told_in_order() -> None:
    assert {s: [later.id for later in rulebook().later_stages(s)] for s in ("stage1", "stage2", "stage3")} == {
        "stage1": ["stage2", "stage3"],
        "stage2": ["stage3"],
        "stage3": [],
    }


def test_the_closing_second_counts_and_fractions_are_cut_off() -> None:
    intake = rulebook().intake
    moments = ["2026-03-31 14:59:59", "2026-03-31 15:00:00", "2026-03-31 15:00:00.999999", "2026-03-31 15:00:01"]
    assert [intake.in_time(at(m)) for m in moments] == [True, True, True, False]
    open_end = intake.model_copy(update={"closing_second_counts": False})
    assert [open_end.in_time(at(m)) for m in moments] == [True, False, False, False]


def test_the_share_of_a_criterion_in_a_group_is_the_product_of_both_weights() -> None:
    assert rulebook().stage("stage2").weights == {
        "latar": Fraction(28, 100),
        "signifikansi": Fraction(42, 100),
        "penyajian": Fraction(30, 100),
    }


def _hundred(cuts: list[int]) -> list[Decimal]:
    """Parts of 100 in thousandths."""
    edges = [0, *sorted(cuts), 100_000]
    return [Decimal(b - a) / 1000 for a, b in zip(edges, edges[1:], strict=False)]


PARTS = st.lists(st.integers(0, 100_000), max_size=6).map(_hundred)


@given(PARTS, st.lists(PARTS, min_size=7, max_size=7), st.sampled_from([str, float]))
def test_derived_weights_sum_to_exactly_one(groups: list[Decimal], inside: list[list[Decimal]], written: type) -> None:
    made = [
        {
            "id": f"g{i}",
            "weight": written(w),
            "criteria": criteria(**{f"c{i}_{j}": written(v) for j, v in enumerate(inside[i])}),
        }
        for i, w in enumerate(groups)
    ]
    stage = rulebook(stages=stages((1, {"groups": made}))).stage("stage2")
    assert sum(stage.weights.values(), Fraction(0)) == 1
    assert len(stage.weights) == len(stage.columns)


def test_evidence_is_cumulative_because_it_may_be_a_picture_unless_the_edition_says_otherwise() -> None:
    assert {d.id: d.cumulative for d in rulebook().documents} == {
        "proposal": False,
        "pernyataan": False,
        "sk": False,
        "bukti": True,
    }
    one = [{"id": "bukti", "label": "Bukti", "accepts": ["jpg"], "many": False}]
    assert rulebook(documents=one, checklist=[]).documents[0].cumulative is False


@pytest.mark.parametrize("written", ["JPG", ".png", "JPEG"])
def test_evidence_is_cumulative_however_the_edition_writes_its_types(written: str) -> None:
    evidence = [{"id": "bukti", "label": "Bukti", "accepts": ["pdf", written]}]
    assert rulebook(documents=evidence, checklist=[]).documents[0].cumulative is True


def test_a_rulebook_is_frozen() -> None:
    with pytest.raises(ValidationError):
        rulebook().awards = ()  # type: ignore[misc]
    assert Rulebook.model_validate(document()) == rulebook()


SAMPLE = {
    "ADM-01": Check(Examines.DEADLINE),
    "ADM-02": Check(Examines.AGENCY),
    "ADM-03": Check(Examines.QUOTA),
    "ADM-04": Check(Examines.AGE),
    "ADM-05": Check(Examines.DOCUMENT, "proposal"),
    "ADM-06": Check(Examines.DOCUMENT, "pernyataan"),
    "ADM-07": Check(Examines.DOCUMENT, "sk"),
    "ADM-08": Check(Examines.DOCUMENT, "bukti"),
    "ADM-09": Check(Examines.SECTIONS),
    "ADM-10": Check(Examines.TITLE),
    "ADM-11": Check(Examines.WORDS),
}


def test_the_eleven_labels_of_the_sample_tell_what_they_examine() -> None:
    rules = rulebook()
    assert {item.id: rules.check(item) for item in rules.checklist} == SAMPLE


@pytest.mark.parametrize(("label", "expected"), [
    ("Tepat waktu", Check(Examines.DEADLINE)), ("Diterima sebelum penutupan", Check(Examines.DEADLINE)),
    ("Instansi pengusul terdaftar", Check(Examines.AGENCY)), ("Terdaftar sebagai OPD", Check(Examines.AGENCY)),
    ("Jumlah usulan per OPD paling banyak tiga", Check(Examines.QUOTA)), ("Umur inovasi minimal satu tahun", Check(Examines.AGE)),
    ("Lama penerapan minimal satu tahun", Check(Examines.AGE)), ("Semua bagian lengkap", Check(Examines.SECTIONS)),
    ("Judul unik", Check(Examines.TITLE)), ("Jumlah kata sesuai ketentuan", Check(Examines.WORDS)),
    ("Bukti pelaksanaan dilampirkan", Check(Examines.DOCUMENT, "bukti")), ("Ada Surat Usulan", Check(Examines.DOCUMENT, "sk")),
    ("Pernyataan pimpinan", Check(Examines.DOCUMENT, "pernyataan")), ("BERKAS PROPOSAL DAPAT DIBUKA", Check(Examines.DOCUMENT, "proposal")),
])  # fmt: skip
def test_a_reworded_label_tells_the_same_whatever_its_number(label: str, expected: Check) -> None:
    assert check_of("Z-99", label, None, DOCUMENTS) == expected


def test_what_an_item_names_goes_before_its_label() -> None:
    assert check_of("ADM-01", "Judul tidak ganda", "document:sk", DOCUMENTS) == Check(Examines.DOCUMENT, "sk")
    assert check_of("Z-1", "Sesuai ketentuan", "age", DOCUMENTS) == Check(Examines.AGE)


def test_a_label_that_tells_nothing_leaves_the_usual_meaning_of_its_id() -> None:
    assert check_of("ADM-04", "Memenuhi syarat", None, DOCUMENTS) == Check(Examines.AGE)


def test_an_undecidable_label_is_refused_with_what_to_add() -> None:
    assert refusals(checklist=[{"id": "Z-7", "label": "Memenuhi syarat"}]) == [
        (
            (),
            "checklist › Z-7: cannot tell what “Memenuhi syarat” examines; add check: deadline|agency|quota|age|document|sections|title|words",
        )
    ]


def test_a_label_that_two_documents_answer_equally_well_is_undecidable() -> None:
    with pytest.raises(ValueError, match="cannot tell"):
        check_of("Z-7", "Surat ada", None, DOCUMENTS)
