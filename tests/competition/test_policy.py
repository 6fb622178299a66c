"""Policy stands beside the ranking: it says by name who goes on, and never touches a score, a rank or a number of seats."""

from __future__ import annotations

from typing import Any

import pytest
from build import rulebook
from pydantic import ValidationError

from competition.policy import Entry, Kind, Policies, applied
from competition.selection import Placing, Ranking


def placing(number: int, rank: int, **more: Any) -> Placing:
    return Placing(number=number, rank=rank, score=str(100 - rank), display=f"{100 - rank}.00", **more)


def ranking(**changes: Any) -> Ranking:
    """Five proposals, numbers 11 to 15 in order of rank, two seats."""
    given = {"stage": "stage1", "seats": 2, "placings": tuple(placing(10 + r, r, advances=r <= 2) for r in range(1, 6))}
    return Ranking(**given | changes)


def entry(number: int, *, passes: bool, **more: Any) -> Entry:
    given = {"key": f"K-{number}", "stage": "stage1", "kind": Kind.ONE_PER_AGENCY, "reason": "dua usulan satu dinas", "by": "Ketua", "minutes": "7/BA"}
    return Entry(proposal=number, passes=passes, **given | more)


PAIR = (entry(12, passes=False), entry(13, passes=True))


def untouched(found: Ranking) -> list[tuple[object, ...]]:
    return [(p.number, p.rank, p.score, p.display, p.tie_break) for p in found.placings]


def test_a_named_pair_changes_who_goes_on_and_nothing_else() -> None:
    done = applied(ranking(), PAIR)
    assert done.ranking.advancing == (11, 13)
    assert untouched(done.ranking) == untouched(ranking())
    assert (done.used, done.refused) == (("K-12", "K-13"), ())
    assert {p.number: p.policy for p in done.ranking.placings if p.policy} == {
        12: "kebijakan satu per perangkat daerah: tidak diloloskan, alasan dua usulan satu dinas, diputuskan oleh Ketua, berita acara nomor 7/BA",
        13: "kebijakan satu per perangkat daerah: diloloskan, alasan dua usulan satu dinas, diputuskan oleh Ketua, berita acara nomor 7/BA",
    }


def test_without_entries_the_ranking_is_the_same() -> None:
    assert applied(ranking(), ()).ranking == ranking()
    assert applied(ranking(), (entry(12, passes=False, stage="stage2"),)).ranking == ranking()


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ((entry(13, passes=True),), "kebijakan: 3 diloloskan untuk 2 kursi; sebutkan pula usulan yang tidak diloloskan"),
        ((entry(12, passes=False),), "kebijakan: 1 diloloskan untuk 2 kursi; sebutkan pula usulan penggantinya"),
        ((*PAIR, entry(14, passes=True)), "kebijakan: 3 diloloskan untuk 2 kursi; sebutkan pula usulan yang tidak diloloskan"),
    ],
)
def test_entries_that_would_change_the_number_of_seats_do_not_count_at_all(entries: tuple[Entry, ...], why: str) -> None:
    done = applied(ranking(), entries)
    assert done.ranking == ranking()
    assert dict(done.refused) == {e.key: why for e in entries}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (entry(13, passes=True, reason=" "), "belum lengkap: Alasan"),
        (entry(13, passes=True, by="", minutes=""), "belum lengkap: Diputuskan Oleh, Nomor Berita Acara"),
        (entry(99, passes=True), "usulan nomor 99 tidak ada pada peringkat tahap ini"),
        (entry(11, passes=True), "tidak mengubah apa pun: usulan nomor 11 sudah lolos menurut nilai"),
        (entry(15, passes=False), "tidak mengubah apa pun: usulan nomor 15 memang tidak lolos menurut nilai"),
    ],
)
def test_an_entry_that_is_not_whole_does_not_count_and_says_why(wrong: Entry, why: str) -> None:
    done = applied(ranking(), (wrong,))
    assert (done.ranking, done.refused) == (ranking(), ((wrong.key, why),))


def test_a_proposal_written_twice_counts_for_neither() -> None:
    done = applied(ranking(), (entry(12, passes=False), entry(12, passes=True, key="K-x")))
    assert done.ranking == ranking()
    assert {k for k, why in done.refused if "lebih dari satu baris" in why} == {"K-12", "K-x"}


def test_a_redundant_entry_does_not_stop_a_good_pair() -> None:
    done = applied(ranking(), (*PAIR, entry(11, passes=True)))
    assert (done.ranking.advancing, done.used) == ((11, 13), ("K-12", "K-13"))


def test_nothing_counts_while_the_pleno_has_to_part_equals_at_the_line() -> None:
    tied = tuple(p.model_copy(update={"advances": p.rank == 1, "undecided": p.rank in {2, 3}}) for p in ranking().placings)
    done = applied(ranking(placings=tied), (entry(11, passes=False), entry(15, passes=True)))
    assert done.ranking == ranking(placings=tied)
    assert {why for _, why in done.refused} == {"nilai sama pada batas lolos diputus pleno lebih dahulu"}


def test_policy_may_fill_a_seat_that_a_minimum_left_empty_but_no_more() -> None:
    low = tuple(p.model_copy(update={"advances": p.rank == 1, "below": p.rank > 1}) for p in ranking().placings)
    assert applied(ranking(placings=low), (entry(12, passes=True),)).ranking.advancing == (11, 12)
    assert applied(ranking(placings=low), (entry(12, passes=True), entry(13, passes=True))).used == ()


def test_a_stage_without_a_line_has_nothing_to_decide() -> None:
    assert applied(ranking(seats=None), (entry(12, passes=False),)).refused == (("K-12", "tahap ini tidak mempunyai batas lolos"),)


def final() -> Ranking:
    awards = {1: "Terbaik I", 2: "Terbaik II", 3: "Terbaik III"}
    rows = tuple(placing(10 + r, r, advances=r <= 3, award=awards.get(r)) for r in range(1, 6))
    return Ranking(stage="final", seats=None, placings=rows)


def test_awards_are_never_changed_by_a_policy_that_is_not_listed_for_them() -> None:
    pair = (entry(12, passes=False, stage="final"), entry(14, passes=True, stage="final"))
    done = applied(final(), pair)
    assert done.ranking == final()
    assert {why for _, why in done.refused} == {
        "kebijakan “satu per perangkat daerah” tidak berlaku untuk penghargaan akhir menurut aturan edisi ini"
    }


def test_a_policy_listed_for_the_final_deals_the_awards_anew_in_order_of_rank() -> None:
    pair = (entry(12, passes=False, stage="final"), entry(14, passes=True, stage="final"))
    done = applied(final(), pair, Policies(final=(Kind.ONE_PER_AGENCY,)))
    assert [(p.number, p.rank, p.award) for p in done.ranking.placings] == [
        (11, 1, "Terbaik I"), (12, 2, None), (13, 3, "Terbaik II"), (14, 4, "Terbaik III"), (15, 5, None),
    ]  # fmt: skip


def test_an_edition_may_allow_only_some_policies() -> None:
    done = applied(ranking(), PAIR, Policies(allowed=(Kind.REGIONS,)))
    assert {why for _, why in done.refused} == {"kebijakan “satu per perangkat daerah” tidak dibolehkan aturan edisi ini"}
    assert rulebook(policies={"allowed": ["pemerataan wilayah"]}).policies == Policies(allowed=(Kind.REGIONS,))
    assert rulebook().policies == Policies()
    with pytest.raises(ValidationError, match="final: not among allowed: wajah baru"):
        Policies(allowed=(Kind.OTHER,), final=(Kind.NEW_FACES,))


def test_the_order_of_the_rows_changes_nothing() -> None:
    assert applied(ranking(), PAIR) == applied(ranking(), PAIR[::-1])


def test_long_and_broken_reasons_become_one_bounded_line() -> None:
    words = entry(12, passes=False, reason="a\n\nb " + "x" * 9000).words()
    assert ("\n" in words, len(words) < 1000, "alasan a b x" in words) == (False, True, True)
