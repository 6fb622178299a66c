"""Keys of effects: two things never share one, and one thing always has the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from competition import effects
from competition.letters import LetterKind

STAGE = st.from_regex(r"\A[A-Za-z0-9_-]{1,30}\Z").filter(lambda s: s not in {"administrasi", "final"})
DECISION = st.one_of(STAGE, st.sampled_from(["administrasi", "final"]))
NUMBER, NTH = st.integers(1, 9999), st.integers(1, 9)
JUDGE = st.from_regex(r"\A[a-z0-9.+_-]{1,64}@[a-z0-9-]{1,40}(\.[a-z]{2,8}){1,3}\Z")
DOCUMENTS = st.lists(st.from_regex(r"\A[a-z0-9_]{1,20}\Z"), min_size=1, max_size=5, unique=True).map(tuple)
TO_JUDGES = st.sampled_from([LetterKind.ASSIGNMENT, LetterKind.REMINDER, LetterKind.RETURNED])

LETTERS = st.one_of(
    st.tuples(st.just(effects.receipt), NUMBER),
    st.tuples(st.just(effects.lacking), NUMBER, DOCUMENTS),
    st.tuples(st.just(effects.outcome), DECISION, NUMBER, NTH),
    st.tuples(st.just(effects.invitation), STAGE, NUMBER),
    st.tuples(st.just(effects.to_judge), TO_JUDGES, STAGE, JUDGE, st.one_of(st.none(), NTH)),
)
REPEATED = st.tuples(LETTERS, st.integers(0, 3))
DECISIONS = st.one_of(st.tuples(st.just(effects.release), DECISION), st.tuples(st.just(str), DECISION))
RETURNS = st.tuples(st.just(effects.returned), STAGE, NTH, JUDGE, NUMBER, st.one_of(st.none(), st.sampled_from("abc")))


def key_of(made: tuple[Callable[..., str], Any]) -> str:
    return made[0](*made[1:])


@given(st.lists(REPEATED, max_size=30, unique=True))
def test_no_two_letters_share_a_key(letters: list[tuple[Any, int]]) -> None:
    keys = [effects.again(key_of(made), nth) if nth else key_of(made) for made, nth in letters]
    assert len(set(keys)) == len(letters)


@given(st.lists(DECISIONS, max_size=10, unique=True), st.lists(RETURNS, max_size=20, unique=True))
def test_no_two_decisions_and_no_two_returned_cells_share_a_key(decisions: list[Any], returns: list[Any]) -> None:
    assert len({key_of(d) for d in decisions}) == len(decisions)
    assert len({key_of(r) for r in returns}) == len(returns)


@given(st.lists(st.text(min_size=1, max_size=400), min_size=2, max_size=20, unique=True))
def test_a_key_of_any_length_fits_an_app_property_and_stays_its_own(keys: list[str]) -> None:
    short = [effects.in_drive(k) for k in keys]
    assert len(set(short)) == len(keys)
    assert max(len(f"kunci{s}".encode()) for s in short) <= 124
    assert short == [effects.in_drive(k) for k in keys]
