"""Who may not judge what: employment both ways up the tree, addresses and their domains, what was declared or barred."""

from __future__ import annotations

import pytest
from build import agency, judge, proposal, register

from competition.conflicts import Conflicts, conflict

AGENCIES = register()


@pytest.mark.parametrize(("works_at", "sent_by", "why"), [
    ("DINKES", "DINKES", "bekerja pada Dinas Kesehatan"), ("DINKES", "PKM-KAJEN", "bekerja pada Dinas Kesehatan"),
    ("PKM-KAJEN", "DINKES", "bekerja pada Puskesmas Kajen"), ("PKM-KAJEN", "PKM-DORO", None), ("DISHUB", "DINKES", None), (None, "DINKES", None),
    ("DINKES", None, None), ("HILANG", "HILANG", "bekerja pada HILANG"),
])  # fmt: skip
def test_a_judge_does_not_judge_the_own_agency_its_parent_or_its_units(
    works_at: str | None, sent_by: str | None, why: str | None
) -> None:
    assert conflict(judge("j@x", agency=works_at), proposal(agency=sent_by), AGENCIES) == why


def test_an_institution_that_is_an_agency_by_name_employs_the_judge() -> None:
    assert [
        conflict(judge("j@x", institution=name), proposal(agency="PKM-DORO"), AGENCIES)
        for name in ("Dinas Kesehatan Kabupaten Pekalongan", "Universitas Kesehatan")
    ] == ["bekerja pada Dinas Kesehatan", None]


def test_a_judge_does_not_judge_what_the_own_address_sent() -> None:
    found = conflict(judge("Juri@X.example"), proposal(senders=("juri@x.EXAMPLE",)), AGENCIES)
    assert found == "alamatnya mengirim usulan ini"


def test_a_declared_conflict_holds_for_that_judge_and_that_proposal_only() -> None:
    declared = {("j@x", 1)}
    assert [conflict(judge(e), proposal(n), AGENCIES, declared) for e, n in (("j@x", 1), ("j@x", 2), ("k@x", 1))] == [
        "menyatakan benturan kepentingan",
        None,
        None,
    ]


def test_a_ban_of_the_secretariat_holds_whatever_the_case_of_the_address() -> None:
    barred = Conflicts([judge("J@x"), judge("k@x")], AGENCIES, bans={("j@X", 1)})
    assert [dict(barred.of(proposal(n))) for n in (1, 2)] == [{"J@x": "dilarang oleh sekretariat"}, {}]


DOMAINS = register(
    agency("DINKES", emails=("info@dinkes.kab.go.id", "dinkes@kab.go.id")),
    agency("PKM", parent="DINKES", emails=("pkm@kajen.dinkes.kab.go.id",)),
    agency("DISHUB", emails=("dishub@kab.go.id", "dishub@gmail.com")),
    agency("RSUD", emails=("rsud@rsud.example",)),
)


@pytest.mark.parametrize(("address", "sent_by", "sender", "barred"), [
    ("ani@dinkes.kab.go.id", "DINKES", "info@dinkes.kab.go.id", "dinkes.kab.go.id"),   # the agency's own domain
    ("ani@kajen.dinkes.kab.go.id", "DINKES", "dinkes@kab.go.id", "dinkes.kab.go.id"),  # below the agency's domain
    ("ani@dinkes.kab.go.id", "PKM", "x@y.example", "kajen.dinkes.kab.go.id"),          # above the unit's
    ("ani@kab.go.id", "DINKES", "dinkes@kab.go.id", None),                             # the regency's: many agencies
    ("ani@kab.go.id", "RSUD", "rsud@kab.go.id", None),
    ("ani@gmail.com", "DISHUB", "dishub@gmail.com", None),                             # everybody's, though one agency's only here
    ("ani@univ.example", "RSUD", "budi@univ.example", "univ.example"),                 # nobody's in the register, yet the same
    ("ani@mail.univ.example", "RSUD", "budi@univ.example", None),                      # not known to be one employer
    ("ani@example", "RSUD", "budi@univ.example", None),
    ("ani", "RSUD", "budi", None),
])  # fmt: skip
def test_a_domain_bars_where_it_tells_one_employer(address: str, sent_by: str, sender: str, barred: str | None) -> None:
    found = conflict(judge(address), proposal(agency=sent_by, senders=(sender,)), DOMAINS)
    assert found == (barred and f"alamatnya satu domain dengan pengusul ({barred})")


def test_a_domain_that_the_rules_call_shared_bars_nobody() -> None:
    senders = proposal(agency="RSUD", senders=("budi@univ.example",))
    assert dict(Conflicts([judge("ani@univ.example")], DOMAINS, shared=["Univ.Example"]).of(senders)) == {}
