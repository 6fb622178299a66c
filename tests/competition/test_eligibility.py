"""The checklist: each rule with each result it can have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from build import SECTIONS, TYPES, document, paper, proposal, refused, register, rulebook

from competition.eligibility import Assessment, assess
from competition.model import Proposal, Verdict

RULES, AGENCIES = rulebook(), register()
ALL = {f"ADM-{i:02}": ("pass", None) for i in range(1, 12)}


def assessed(*proposals: Proposal, **changes: Any) -> dict[int, Assessment]:
    return assess(proposals, rulebook(**changes) if changes else RULES, AGENCIES)


def results(found: Assessment) -> dict[str, tuple[str, str | None]]:
    return {f.rule: (f.result.value, f.code) for f in found.findings}


def of(**more: Any) -> Assessment:
    return assessed(proposal(**more))[1]


def codes(found: dict[int, Assessment], rule: str) -> dict[int, str | None]:
    return {n: f.code for n, a in found.items() for f in a.findings if f.rule == rule}


def test_a_good_proposal_passes_every_rule() -> None:
    found = of()
    assert (results(found), found.passed, found.failed, found.open) == (ALL, True, (), ())


def test_a_late_proposal_is_assessed_on_the_deadline_only() -> None:
    found = of(when="2026-03-31 15:00:04", agency=None, papers=(), start_date=None)
    assert results(found) == {"ADM-01": ("fail", "late")} | dict.fromkeys(list(ALL)[1:], ("not-assessed", None))
    assert (found.passed, [f.rule for f in found.failed]) == (False, ["ADM-01"])
    assert (
        found.findings[0].reason
        == "diterima 31 Maret 2026 pukul 15.00.04 WIB, penutupan 31 Maret 2026 pukul 15.00.00 WIB"
    )


@pytest.mark.parametrize("code", [None, "", "SMA1"])
def test_an_agency_that_is_not_in_the_register_fails(code: str | None) -> None:
    assert results(of(agency=code)) == ALL | {"ADM-02": ("fail", "unregistered-opd")}


def test_the_reason_begins_with_the_editions_words() -> None:
    found = assessed(
        proposal(agency=None), vocabulary={"fail_codes": {"unregistered-opd": "perangkat daerah tidak terdaftar"}}
    )[1]
    assert found.failed[0].reason == "perangkat daerah tidak terdaftar; tidak ada pada tab OPD"


def numbered(*rows: tuple[int, str, str | None]) -> tuple[Proposal, ...]:
    return tuple(proposal(n, f"2026-03-{day} 08:00:00", agency=code) for n, day, code in rows)


def test_the_quota_counts_per_root_agency_in_order_of_receipt() -> None:
    entries = numbered(
        (1, "09", "DINKES"), (2, "06", "PKM-KAJEN"), (3, "07", "DINKES"), (4, "08", "PKM-DORO"), (5, "05", "DISHUB")
    )
    assert codes(assessed(*entries), "ADM-03") == {1: "over-quota", 2: None, 3: None, 4: None, 5: None}


def test_the_quota_counts_whatever_else_is_wrong_but_not_what_came_late() -> None:
    bad, late = proposal(1, "2026-03-05 08:00:00", papers=()), proposal(2, "2026-03-31 15:00:01")
    rest = [proposal(n, f"2026-03-1{n} 08:00:00") for n in (3, 4, 5)]
    assert codes(assessed(bad, late, *rest), "ADM-03") == {1: None, 2: None, 3: None, 4: None, 5: "over-quota"}


def test_units_may_have_a_quota_of_their_own() -> None:
    rules = {**document()["rules"], "quota_per_opd": 1, "quota_counts_units_under_parent": False}
    entries = numbered((1, "05", "DINKES"), (2, "06", "PKM-KAJEN"), (3, "07", "DINKES"))
    assert codes(assessed(*entries, rules=rules), "ADM-03") == {1: None, 2: None, 3: "over-quota"}


def test_the_order_of_rows_changes_no_place_in_the_quota() -> None:
    entries = numbered(*((n, "05", "DINKES") for n in (1, 2, 3, 4)))
    assert codes(assessed(*reversed(entries)), "ADM-03") == {4: "over-quota", 3: None, 2: None, 1: None}


@pytest.mark.parametrize(("start", "expected"), [
    (date(2025, 3, 31), ("pass", None)), (date(2025, 4, 1), ("fail", "too-young")), (date(2025, 3, 30), ("pass", None)), (date(2030, 1, 1), ("fail", "too-young")),
    (None, ("not-assessed", None)),
])  # fmt: skip
def test_twelve_months_to_the_day_are_old_enough_and_a_day_less_is_not(
    start: date | None, expected: tuple[str, str | None]
) -> None:
    assert results(of(start_date=start))["ADM-04"] == expected


def test_a_leap_day_is_a_year_old_on_the_last_of_february() -> None:
    rules = {**document()["rules"], "age_counted_back_from": "2025-02-28"}
    assert codes(assessed(proposal(start_date=date(2024, 2, 29)), rules=rules), "ADM-04") == {1: None}


def test_a_start_date_at_the_end_of_time_fails_that_proposal_and_stops_no_other() -> None:
    found = assessed(proposal(1, start_date=date(9999, 12, 31)), proposal(2))
    assert codes(found, "ADM-04") == {1: "too-young", 2: None}


RULE_OF = dict(zip(TYPES, ("ADM-05", "ADM-06", "ADM-07", "ADM-08"), strict=True))


@pytest.mark.parametrize("kind", list(TYPES))
def test_a_document_that_never_came_is_missing(kind: str) -> None:
    assert results(of(lacking=(kind,)))[RULE_OF[kind]] == ("fail", "missing-document")


@pytest.mark.parametrize("reason", ["empty", "corrupt", "encrypted", "content-mismatch", "macro"])
def test_a_document_that_came_but_could_not_be_opened_is_unreadable(reason: str) -> None:
    found = of(lacking=("sk",), refusals=(refused("sk", reason),))
    assert results(found)["ADM-07"] == ("fail", "unreadable-document")
    assert found.failed[0].reason == f"sk.pdf: {reason}"


@pytest.mark.parametrize("refusal", [
    refused("sk", "late", in_time=False), refused("sk", "corrupt", in_time=False), refused("bukti", "corrupt"), refused("sk", "type-not-accepted"),
    refused("sk", "too-large"), refused("sk", "untrusted-sender"),
])  # fmt: skip
def test_what_was_refused_late_or_for_another_reason_or_kind_leaves_it_missing(refusal: Any) -> None:
    assert results(of(lacking=("sk",), refusals=(refusal,)))["ADM-07"] == ("fail", "missing-document")


def test_another_good_file_of_the_kind_satisfies_the_checklist() -> None:
    found = of(refusals=(refused("sk", "corrupt"), refused("proposal", "encrypted")))
    assert (results(found), found.passed) == (ALL, True)


def test_the_last_unreadable_file_is_the_one_told() -> None:
    found = of(
        lacking=("sk",), refusals=(refused("sk", "corrupt"), refused("sk", "encrypted"), refused("sk", "too-large"))
    )
    assert found.failed[0].reason == "sk.pdf: encrypted"


def test_an_optional_document_may_be_missing_or_unreadable() -> None:
    papers = [{**d, "required": d["id"] != "bukti"} for d in document()["documents"]]
    for refusals in ((), (refused("bukti", "corrupt"),)):
        assert codes(assessed(proposal(lacking=("bukti",), refusals=refusals), documents=papers), "ADM-08") == {1: None}


def with_sections(sections: dict[str, int]) -> Assessment:
    others = tuple(paper(k) for k in TYPES if k != "proposal")
    return of(papers=(paper("proposal", sections=sections), *others))


@pytest.mark.parametrize(("sections", "expected"), [
    (SECTIONS, ("pass", None)), ({**SECTIONS, "kebaruan": 0}, ("fail", "empty-section")), ({"latar": 3}, ("fail", "empty-section")),
    ({}, ("not-assessed", None)), ({**SECTIONS, "lain": 0}, ("pass", None)),
])  # fmt: skip
def test_every_section_must_be_filled(sections: dict[str, int], expected: tuple[str, str | None]) -> None:
    assert results(with_sections(sections))["ADM-09"] == expected


def test_an_empty_section_is_named() -> None:
    assert with_sections({"latar": 1, "kebaruan": 0, "signifikansi": 0}).failed[0].reason == "Kebaruan, Signifikansi"


@pytest.mark.parametrize(("words", "expected"), [(300, ("pass", None)), (301, ("warn", "word-limit"))])
def test_too_many_words_only_warn(words: int, expected: tuple[str, str | None]) -> None:
    found = with_sections({**SECTIONS, "latar": words})
    assert (results(found)["ADM-11"], found.passed) == (expected, True)


def test_a_section_without_a_limit_may_be_of_any_length() -> None:
    aspects = [{"id": "latar", "label": "Latar"}]
    assert codes(
        assessed(proposal(papers=(paper("proposal", sections={"latar": 10**6}),)), aspects=aspects), "ADM-11"
    ) == {1: None}


def test_without_a_readable_proposal_the_sections_are_a_persons_work() -> None:
    found = of(lacking=("proposal",))
    assert {r: v for r, v in results(found).items() if r in {"ADM-05", "ADM-09", "ADM-11"}} == {
        "ADM-05": ("fail", "missing-document"),
        "ADM-09": ("not-assessed", None),
        "ADM-11": ("not-assessed", None),
    }
    assert found.passed is False


def test_the_same_title_fails_the_later_proposal_whatever_its_case_and_agency() -> None:
    found = assessed(
        proposal(1, "2026-03-06 08:00:00", title="Sigap  Bumil!"),
        proposal(2, "2026-03-05 08:00:00", title="SIGAP BUMIL", agency="DISHUB"),
        proposal(3),
    )
    assert codes(found, "ADM-10") == {1: "duplicate-title", 2: None, 3: None}
    assert found[1].failed[0].reason == "sama dengan usulan nomor 2"


def test_a_late_twin_takes_no_title_away() -> None:
    found = assessed(proposal(1, "2026-03-05 08:00:00", title="A"), proposal(2, "2026-03-31 15:00:01", title="A"))
    assert codes(found, "ADM-10") == {1: None, 2: None}


def test_a_gate_that_could_not_be_assessed_leaves_the_result_open_unless_another_failed() -> None:
    found = of(title="")
    assert (results(found)["ADM-10"], found.passed, [f.rule for f in found.open]) == (
        ("not-assessed", None),
        None,
        ["ADM-10"],
    )
    assert of(title="", lacking=("sk",)).passed is False


def test_a_failed_item_that_is_no_gate_only_warns() -> None:
    soft = [{**c, "gate": c["id"] != "ADM-07"} for c in document()["checklist"]]
    found = assessed(proposal(lacking=("sk",)), checklist=soft)[1]
    assert ([f.result for f in found.findings if f.rule == "ADM-07"], found.passed) == ([Verdict.WARN], True)


def test_an_open_item_that_is_no_gate_leaves_the_result_alone() -> None:
    soft = [{**c, "gate": c["id"] != "ADM-04"} for c in document()["checklist"]]
    assert assessed(proposal(start_date=None), checklist=soft)[1].passed is True


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
def test_the_order_of_proposals_changes_no_assessment(order: Sequence[int]) -> None:
    entries = {n: proposal(n, f"2026-03-0{n} 08:00:00", title="Sama" if n > 1 else "Lain") for n in (1, 2, 3)}
    assert assessed(*(entries[n] for n in order)) == assessed(*entries.values())
