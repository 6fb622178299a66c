"""Whatever arrives, in whatever order it is read and whenever a person decides, the registry comes out the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from build import at, file, form, mail, register, rulebook
from hypothesis import given
from hypothesis import strategies as st

from competition.facts import Arrival, Dmarc, FileState, Machine
from competition.model import HumanDecision, Registry
from competition.registration import register_all

RULES, AGENCIES = rulebook(), register()
SENDERS = (
    *("dinkes@opd.example", "pkm.kajen@opd.example", "dishub@opd.example") * 3,
    "bersama@opd.example",
    "luar@surel.example",
    "",
)
TITLES = (None, "ALPHA: Layanan Satu", "BETA: Layanan Dua", "GAMMA: Layanan Tiga")


@dataclass(frozen=True)
class Season:
    """What arrived, what was decided in the end, and after how many arrivals each decision was taken."""

    arrivals: tuple[Arrival, ...]
    decisions: dict[str, HumanDecision]
    after: dict[str, int]


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    arrivals = []
    start = at("2026-03-30 12:00:00")
    for i in range(draw(st.integers(3, 10))):
        files = [
            file(
                kind, draw(st.sampled_from("12")), state=draw(st.sampled_from([FileState.OK] * 4 + [FileState.CORRUPT]))
            )
            for kind in draw(st.lists(st.sampled_from(["proposal", "sk", "bukti", None]), max_size=3))
        ]
        title, sender = draw(st.sampled_from(TITLES)), draw(st.sampled_from(SENDERS))
        when = (start + timedelta(hours=draw(st.integers(0, 32)))).strftime("%Y-%m-%d %H:%M:%S")
        more: dict[str, Any] = {"digest": draw(st.sampled_from(["x", "y", *(f"d{i}" for _ in range(6))]))}
        if draw(st.integers(0, 3)) == 0:
            arrivals.append(
                form(
                    f"r{i}",
                    when,
                    *files,
                    title=title,
                    sender=sender,
                    agency=draw(st.sampled_from(["Dinkes", "Dishub", "SMA 1", None])),
                    **more,
                )
            )
        else:
            more |= {
                "message_id": draw(st.sampled_from(["", f"id{i}", "sama"])),
                "machine": draw(st.sampled_from([Machine.PERSON] * 12 + list(Machine))),
                "dmarc": draw(st.sampled_from([Dmarc.PASS] * 5 + [Dmarc.NONE, Dmarc.FAIL])),
                "thread": draw(st.sampled_from(["t1", "t2", ""])),
                "text": draw(st.sampled_from(["", "Susulan ALPHA", "berkas beta", "usulan"])),
                "subject": draw(st.sampled_from(["", "Usulan", "Re: GAMMA"])),
            }
            arrivals.append(mail(f"m{i}", when, *files, title=title, sender=sender, **more))
    decisions = {a.id: HumanDecision(source=a.id, accept=draw(st.booleans()), agency=draw(st.sampled_from(["DINKES", "DISHUB", None])))
                 for a in arrivals if draw(st.integers(0, 2)) == 0}  # fmt: skip
    return Season(tuple(arrivals), decisions, {s: draw(st.integers(0, len(arrivals))) for s in decisions})


def replay(
    season: Season,
    arrivals: tuple[Arrival, ...] | None = None,
    decisions: dict[str, HumanDecision] | None = None,
    numbers: dict[str, int] | None = None,
) -> Registry:
    return register_all(
        season.arrivals if arrivals is None else arrivals,
        RULES,
        AGENCIES,
        decisions=season.decisions if decisions is None else decisions,
        numbers=numbers or {},
    )


def without_numbers(found: Registry) -> dict[str, Any]:
    """The registry with each number replaced by the source that opened the proposal."""
    opener = {p.number: p.opened_by for p in found.proposals}
    dump = found.model_dump()
    for part in ("outcomes", "files"):
        for row in dump[part]:
            row["proposal"] = opener.get(row["proposal"])
    for row in dump["proposals"]:
        row["number"] = opener[row["number"]]
    return dump


@given(seasons(), st.randoms(use_true_random=False))
def test_the_order_in_which_arrivals_are_given_changes_nothing(season: Season, random: Any) -> None:
    shuffled = list(season.arrivals)
    random.shuffle(shuffled)
    assert replay(season, tuple(shuffled)) == replay(season)


@given(seasons())
def test_passes_over_the_season_end_where_one_pass_at_the_end_does_whenever_decisions_were_taken(
    season: Season,
) -> None:
    in_order = sorted(season.arrivals, key=lambda a: (a.received_at, a.id))
    numbers: dict[str, int] = {}
    for seen in range(len(in_order) + 1):
        taken = {s: d for s, d in season.decisions.items() if season.after[s] <= seen}
        found = replay(season, tuple(in_order[:seen]), taken, numbers)
        given_now = {p.opened_by: p.number for p in found.proposals}
        assert {s: n for s, n in given_now.items() if s in numbers} == {
            s: n for s, n in numbers.items() if s in given_now
        }
        numbers |= given_now
        assert len(set(numbers.values())) == len(numbers)
    assert without_numbers(replay(season, numbers=numbers)) == without_numbers(replay(season))


@given(seasons())
def test_every_arrival_has_one_outcome_and_every_proposal_the_time_of_its_first_arrival(season: Season) -> None:
    found, arrived = replay(season), {a.id: a for a in season.arrivals}
    assert sorted(o.source for o in found.outcomes) == sorted(arrived)
    assert [p.received_at for p in found.proposals] == [arrived[p.opened_by].received_at for p in found.proposals]
    assert [min(arrived[s].received_at for s in p.sources) for p in found.proposals] == [
        p.received_at for p in found.proposals
    ]
    assert [p.number for p in found.proposals] == list(range(1, len(found.proposals) + 1))


@given(seasons())
def test_nothing_is_filed_late_from_the_unknown_undecided_or_twice(season: Season) -> None:
    found = replay(season)
    filed = [f for f in found.files if f.action.value == "file"]
    in_time = {o.source: o.in_time for o in found.outcomes}
    assert [in_time[f.source] for f in filed] == [True] * len(filed)
    assert len({(f.proposal, f.sha256) for f in filed}) == len(filed)
    waiting = {o.source for o in found.outcomes if o.wants}
    assert [f for f in found.files if f.source in waiting] == []
    trusted = {a.id for a in season.arrivals if AGENCIES.at(a.sender) and a.dmarc is not Dmarc.FAIL} | set(
        season.decisions
    )
    assert [f.source for f in filed if f.source not in trusted] == []


@given(seasons())
def test_the_papers_of_the_proposals_are_exactly_the_files_kept(season: Season) -> None:
    found = replay(season)
    kept = sorted((f.proposal, f.key) for f in found.files if f.action.value == "file")
    assert sorted((p.number, paper.key) for p in found.proposals for paper in p.papers) == kept
    for p in found.proposals:
        for kind in ("proposal", "sk"):
            assert len(p.on_file(kind)) == min(1, len([x for x in p.papers if x.kind == kind]))
