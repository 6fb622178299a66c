"""Which of a judge's entries counts, whichever channel it came by, and that none is lost."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from build import at
from hypothesis import given
from hypothesis import strategies as st

from competition.entries import By, Entry, first_seen, newest, overtaken

START = at("2026-04-08 09:00:00")


def entry(number: int, by: By, minutes: int, score: int | None = 80) -> Entry:
    values = {} if score is None else {"latar": Fraction(score)}
    return Entry(proposal=number, by=by, at=START + timedelta(minutes=minutes), values=values)


ENTRIES = st.lists(
    st.builds(entry, st.integers(1, 3), st.sampled_from(By), st.integers(0, 5), st.sampled_from([None, 1, 2])),
    unique_by=repr,
    max_size=12,
)


@given(ENTRIES, st.randoms())
def test_the_newest_counts_and_every_other_is_kept_whatever_the_order(entries: list[Entry], random: object) -> None:
    counting = newest(entries)
    assert set(counting) == {e.proposal for e in entries}
    for number, chosen in counting.items():
        assert chosen.at == max(e.at for e in entries if e.proposal == number)
    kept = overtaken(entries, counting)
    assert sorted(map(repr, [*counting.values(), *kept])) == sorted(map(repr, entries))
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert {n: (e.at, e.by) for n, e in newest(shuffled).items()} == {n: (e.at, e.by) for n, e in counting.items()}


def test_of_two_at_one_instant_the_sheet_counts() -> None:
    sheet, form = entry(1, By.SHEET, 3, 70), entry(1, By.FORM, 3, 90)
    assert (newest([sheet, form]), newest([form, sheet])) == ({1: sheet}, {1: sheet})


def test_a_declared_conflict_is_an_entry_like_any_other() -> None:
    scored, conflict = entry(1, By.FORM, 1), entry(1, By.SHEET, 2, None)
    assert newest([conflict, scored])[1].conflict
    assert not newest([conflict.model_copy(update={"at": START}), scored])[1].conflict


def test_a_sheet_that_says_the_same_keeps_the_time_it_was_first_seen() -> None:
    known = [entry(1, By.SHEET, 0, 70), entry(1, By.FORM, 2, 90), entry(2, By.SHEET, 4, 70)]
    assert first_seen(entry(1, By.SHEET, 9, 70), known) == known[0]
    assert first_seen(entry(1, By.SHEET, 9, 71), known) == entry(1, By.SHEET, 9, 71)
    assert first_seen(entry(3, By.SHEET, 9, 70), known) == entry(3, By.SHEET, 9, 70)


def test_a_sheet_that_was_changed_and_changed_back_is_new_again() -> None:
    known = [entry(1, By.SHEET, 0, 70), entry(1, By.SHEET, 5, 71)]
    assert first_seen(entry(1, By.SHEET, 9, 70), known).at == START + timedelta(minutes=9)
