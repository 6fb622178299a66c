"""The sample season through the rules alone, without Google: everything comes out as its oracle says."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from competition.agencies import Agency, Judge, Register
from competition.assignment import Task, plan
from competition.eligibility import Assessment, assess
from competition.facts import Arrival
from competition.model import HumanDecision, Registry
from competition.registration import register_all
from competition.rulebook import Rulebook
from competition.scoring import BallotRow, Reading, missing, read_ballot, read_cell, tally, total
from competition.selection import Bench, Ranking, final_ranking, receipts, show, stage_ranking
from integrations.documents.forms import read_response
from integrations.documents.mail import read_mail
from integrations.documents.vocabulary import Vocabulary

SEASON = Path(__file__).parents[3] / "shared" / "season"
pytestmark = pytest.mark.skipif(not (SEASON / "truth.json").exists(), reason="the sample season is not here")
STAGES = ("stage1", "stage2", "stage3")


def load(name: str) -> Any:
    return json.loads((SEASON / name).read_text(encoding="utf-8"))


def listed(text: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in text.split(";") if p.strip())


def rows(name: str) -> list[dict[str, str]]:
    with (SEASON / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def stored(entry: Mapping[str, Any]) -> bytes:
    """The raw message, with the parts filled in that are described instead of stored."""
    raw = (SEASON / "mailbox" / entry["file"]).read_bytes()
    told = entry.get("inflate") or []
    for part in told if isinstance(told, list) else [told]:
        body = base64.b64encode(b"".join(base64.b64decode(p["base64"]) * p["times"] for p in part["parts"]))
        raw = raw.replace(part["placeholder"].encode(), b"\r\n".join(body[i : i + 76] for i in range(0, len(body), 76)))
    return raw


@dataclass(frozen=True)
class Played:
    """The season, replayed. `number`: key of the truth -> number given; `wave`: stage, wave -> judge -> what was read."""

    truth: Any
    rules: Rulebook
    register: Register
    judges: list[Judge]
    arrivals: list[Arrival]
    registry: Registry
    assessed: Mapping[int, Assessment]
    number: Mapping[str, int]
    waves: Mapping[tuple[str, int], Mapping[str, Reading]]
    seats: Mapping[str, Mapping[str, tuple[int, ...]]]
    rankings: Mapping[str, Ranking]

    @property
    def sources(self) -> list[dict[str, Any]]:
        return [{**s, "source": s.get("id") or s["responseId"]} for s in self.truth["mails"] + self.truth["responses"]]

    def key(self, number: int | None) -> str | None:
        return {n: k for k, n in self.number.items()}.get(number or 0)


def read_season(rules: Rulebook) -> list[Arrival]:
    vocabulary = Vocabulary.from_edition(
        [(d.id, d.label) for d in rules.documents], [(a.id, a.label) for a in rules.aspects]
    )
    form, uploads = (
        load("forms/form.json"),
        {p.name.split("__")[0]: p.read_bytes() for p in (SEASON / "forms" / "uploads").iterdir()},
    )
    mails = [
        read_mail(
            stored(m),
            id=m["id"],
            thread=m["threadId"],
            received_at=datetime.fromtimestamp(int(m["internalDate"]) / 1000, UTC),
            authserv_id=rules.mailbox.authserv_id,
            own_address=rules.mailbox.address,
            vocabulary=vocabulary,
        )
        for m in load("mailbox/index.json")["messages"]
    ]
    return mails + [read_response(r, form, uploads.get, vocabulary) for r in load("forms/responses.json")]


def intake(arrivals: list[Arrival], rules: Rulebook, register: Register) -> tuple[Registry, dict[str, int]]:
    """The registry after the officers decided, and the number of each proposal by its key in people.json."""
    people = load("people.json")
    kinds = {
        a.key: k["kind"]
        for k in people["kinds"]
        for s in arrivals
        if s.id == k["source"]
        for a in s.attachments
        if a.name == k["attachment"]
    }
    numbers: dict[str, int] = {}
    for _ in range(2):  # `joins` names a source; its number is known after the first round
        decisions = {
            d["source"]: HumanDecision(
                source=d["source"],
                accept=d["decision"] == "accept",
                joins=numbers.get(d["joins"] or ""),
                by=d["by"],
                note=d["note"],
            )
            for d in people["decisions"]
        }
        registry = register_all(arrivals, rules, register, decisions=decisions, kinds=kinds, numbers=numbers)
        numbers = {p.opened_by: p.number for p in registry.proposals}
    return registry, {key: numbers[source] for key, source in people["proposals"].items() if source in numbers}


def read_wave(
    wave: Mapping[str, Any],
    stage_id: str,
    rules: Rulebook,
    number: Mapping[str, int],
    seats: Mapping[str, tuple[int, ...]],
    own: Mapping[str, tuple[int, ...]],
) -> dict[str, Reading]:
    stage = rules.stage(stage_id)
    found = {}
    for judge, ballot in wave["ballots"].items():
        typed = [
            BallotRow(
                proposal=number[k],
                conflict=cells.get("benturan_kepentingan") is True,
                cells={c.id: cells.get(c.id) for c in stage.columns},
            )
            for k, cells in ballot.items()
        ]
        found[judge] = read_ballot(typed, stage, rules.scale, seats[judge], own[judge])
    return found


@pytest.fixture(scope="module")
def played() -> Played:
    edition = load("edition.json")
    rules = Rulebook.model_validate({k: v for k, v in edition.items() if k in Rulebook.model_fields})
    register = Register(
        [
            Agency(
                code=r["code"],
                name=r["name"],
                aliases=listed(r["aliases"]),
                parent=r["parent_code"] or None,
                emails=listed(r["emails"]),
            )
            for r in rows("opd.csv")
        ],
        rules.edition.organiser,
    )
    judges = [
        Judge(
            name=r["name"],
            email=r["email"],
            agency=r["opd_code"] or None,
            expertise=listed(r["expertise"]),
            max_load=int(r["max_load"]),
        )
        for r in rows("judges.csv")
    ]
    arrivals = read_season(rules)
    registry, number = intake(arrivals, rules, register)
    assessed = assess(registry.proposals, rules, register)
    on_list = [p.number for p in registry.proposals if assessed[p.number].passed]
    waves, seats, rankings, tallies = {}, {}, {}, {}
    for stage_id in STAGES:
        entries = [p for p in registry.proposals if p.number in on_list]
        made = plan(Task(entries, judges, register))
        seats[stage_id] = {j.email: made.of(j.email) for j in judges}
        own = {j.email: tuple(s.proposal for s in made.forbidden if s.judge == j.email) for j in judges}
        for wave in load(f"ballots/{stage_id}.json")["waves"]:
            waves[stage_id, wave["wave"]] = read_wave(wave, stage_id, rules, number, seats[stage_id], own)
        last = waves[stage_id, wave["wave"]]
        tallies[stage_id] = tally(rules.stage(stage_id), last, on_list)
        bench = Bench(rules, tallies, receipts(registry.proposals))
        rankings[stage_id] = stage_ranking(rules.stage(stage_id), on_list, missing(last, seats[stage_id]), bench)
        on_list = [n for n in on_list if n in rankings[stage_id].advancing]
    rankings["final"] = final_ranking(on_list, bench)
    return Played(
        load("truth.json"), rules, register, judges, arrivals, registry, assessed, number, waves, seats, rankings
    )


def test_every_proposal_of_the_truth_has_a_number_and_there_are_no_others(played: Played) -> None:
    assert sorted(played.number) == sorted(p["key"] for p in played.truth["proposals"])
    assert sorted(played.number.values()) == [p.number for p in played.registry.proposals]


def test_every_source_has_its_class_its_proposal_and_its_time(played: Played) -> None:
    expected = {
        s["source"]: (s["class"], s["proposal"], datetime.fromisoformat(s["received_at"]), s["in_time"])
        for s in played.sources
    }
    assert {
        o.source: (o.source_class.value, played.key(o.proposal), o.received_at, o.in_time)
        for o in played.registry.outcomes
    } == expected
    assert {o.source: o.wants for o in played.registry.outcomes} == dict.fromkeys(expected, "")


def test_every_file_is_kept_refused_or_ignored_as_it_should_be(played: Played) -> None:
    def line(name: str, sha: str, action: str, reason: str | None, kind: str | None) -> tuple[str, ...]:
        return (
            name,
            sha,
            action,
            (reason or "") if action == "refuse" else "",
            (kind or "") if action in {"file", "duplicate", "refuse"} else "",
        )

    expected = {
        s["source"]: sorted(
            line(a["name"], a["sha256"], a["action"], a.get("reason"), a["kind"])
            for a in s["attachments"]
            if a["sha256"]
        )
        for s in played.sources
    }
    found = {
        s: sorted(
            line(f.name, f.sha256, f.action.value, f.reason, f.kind)
            for f in played.registry.files
            if f.source == s and f.sha256
        )
        for s in expected
    }
    assert found == expected


def test_containers_without_bytes_of_their_own_are_unpacked_and_the_rest_ignored(played: Played) -> None:
    expected = {
        s["source"]: sorted((a["name"], a["action"], a.get("reason")) for a in s["attachments"] if not a["sha256"])
        for s in played.sources
    }
    found = {
        s: sorted((f.name, f.action.value, f.reason) for f in played.registry.files if f.source == s and not f.sha256)
        for s in expected
    }
    assert found == expected


def test_every_proposal_has_the_fields_of_its_document(played: Played) -> None:
    expected = {
        p["key"]: tuple(
            p[f]
            for f in (
                "title",
                "opd_code",
                "root_opd_code",
                "channel",
                "category",
                "start_date",
                "innovator",
                "contact",
                "received_at",
            )
        )
        for p in played.truth["proposals"]
    }
    zone = played.rules.zone
    found = {
        played.key(p.number): (
            p.title,
            p.agency,
            played.register.root(p.agency or ""),
            p.channel.value,
            p.category,
            str(p.start_date),
            p.innovator,
            p.contact,
            p.received_at.astimezone(zone).isoformat(),
        )
        for p in played.registry.proposals
    }
    assert found == expected


def test_every_proposal_has_its_documents_on_file_and_the_newest_in_force(played: Played) -> None:
    expected = {
        p["key"]: {
            kind: sorted((d["sha256"], d["in_force"]) for d in papers)
            for kind, papers in p["documents"].items()
            if papers
        }
        for p in played.truth["proposals"]
    }
    found: dict[str | None, dict[str, Any]] = {played.key(p.number): {} for p in played.registry.proposals}
    for p in played.registry.proposals:
        for paper in p.papers:
            found[played.key(p.number)].setdefault(paper.kind, []).append((paper.sha256, paper.in_force))
    kinds = {d.id for d in played.rules.documents}
    assert {k: {kind: sorted(v) for kind, v in d.items() if kind in kinds} for k, d in found.items()} == {
        k: {i: v for i, v in d.items() if i in kinds} for k, d in expected.items()
    }


def test_every_rule_of_the_checklist_has_its_result(played: Played) -> None:
    expected = {
        p["key"]: (p["admin"]["passed"], [(f["rule"], f["result"], f.get("code")) for f in p["admin"]["findings"]])
        for p in played.truth["proposals"]
    }
    found = {
        played.key(n): (a.passed, [(f.rule, f.result.value, f.code) for f in a.findings])
        for n, a in played.assessed.items()
    }
    assert found == expected


def test_what_lacks_after_each_arrival_is_what_the_truth_says(played: Played) -> None:
    name = {s["source"]: s.get("file") or s["responseId"] for s in played.sources}
    for p in played.truth["proposals"]:
        number, held, found = played.number[p["key"]], set(), []
        for outcome in sorted(
            (o for o in played.registry.outcomes if o.proposal == number), key=lambda o: o.received_at
        ):
            held |= {f.kind for f in played.registry.files if f.source == outcome.source and f.action.value == "file"}
            found.append((name[outcome.source], [d.id for d in played.rules.documents if d.id not in held]))
        assert found == [(a["ref"], a["lacking_after"]) for a in p["arrivals"]], p["key"]


@pytest.mark.parametrize("stage_id", STAGES)
def test_every_bad_cell_goes_back_in_its_wave(played: Played, stage_id: str) -> None:
    expected = [
        (b["wave"], b["judge"], i["proposal"], i["criterion"], i["raw"], i["reason"])
        for b in played.truth["ballots"]["bounced"][stage_id]
        for i in b["items"]
    ]
    found = [
        (wave, judge, played.key(s.proposal), s.criterion, s.raw, s.problem.value)
        for (stage, wave), read in played.waves.items()
        if stage == stage_id
        for judge, reading in read.items()
        for s in reading.slips
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("stage_id", STAGES)
def test_rows_are_left_out_without_asking_the_judge(played: Played, stage_id: str) -> None:
    expected = [
        (b["wave"], b["judge"], b["proposal"], b["reason"]) for b in played.truth["ballots"]["left_out"][stage_id]
    ]
    found = [
        (wave, judge, played.key(n), why.value)
        for (stage, wave), read in played.waves.items()
        if stage == stage_id
        for judge, reading in read.items()
        for n, why in reading.left_out.items()
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("stage_id", STAGES)
def test_text_cells_that_count_have_their_exact_value(played: Played, stage_id: str) -> None:
    accepted = played.truth["ballots"]["accepted_as_typed"][stage_id]
    assert [read_cell(c["raw"], played.rules.scale) for c in accepted] == [Fraction(c["value"]) for c in accepted]


def exact(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


@pytest.mark.parametrize("stage_id", STAGES)
def test_scores_ranks_totals_and_means_are_exact(played: Played, stage_id: str) -> None:
    stage, last = played.rules.stage(stage_id), max(w for s, w in played.waves if s == stage_id)
    read = played.waves[stage_id, last]
    counted = tally(stage, read, list(played.number.values()))
    expected = [
        (
            r["rank"],
            r["key"],
            r["exact"],
            r["display"],
            r["judges"],
            {j: (t["exact"], t["display"]) for j, t in r["totals"].items()},
            r["means"],
        )
        for r in played.truth[stage_id]["ranking"]
    ]
    found = []
    for p in played.rankings[stage_id].placings:
        totals = {j: total(r.scores[p.number], stage) for j, r in read.items() if p.number in r.scores}
        means = {c.id: counted.mean(p.number, c.id) or Fraction(0) for c in stage.columns}
        found.append(
            (
                p.rank,
                played.key(p.number),
                exact(Fraction(p.score)),
                p.display,
                p.ballots,
                {j: (exact(t), show(t)) for j, t in totals.items()},
                {c: exact(m) for c, m in means.items()},
            )
        )
    assert found == expected
    assert [p.missing for p in played.rankings[stage_id].placings] == [()] * len(found)


def test_seven_advance_and_only_equal_scores_have_a_trace(played: Played) -> None:
    first = played.rankings["stage1"]
    assert [played.key(n) for n in first.advancing] == played.truth["stage1"]["top7"]
    for stage_id in STAGES:
        tied = {k for t in played.truth[stage_id]["tie_breaks"] for k in t["order"]}
        assert {played.key(p.number) for p in played.rankings[stage_id].placings if p.tie_break} == tied
    labels = {"signifikansi": "Signifikansi", "kebaruan": "Kebaruan/Nilai Tambah", "received_at": "waktu terima"}
    for tie in played.truth["stage1"]["tie_breaks"]:
        traces = [p.tie_break for p in first.placings if played.key(p.number) in tie["order"]]
        assert [labels[tie["decided_by"]] in (t or "") for t in traces] == [True] * len(tie["order"])
    for same in played.truth["stage1"]["same_display_not_tied"]:
        shown = [(p.display, p.tie_break) for p in first.placings if played.key(p.number) in same["keys"]]
        assert shown == [(same["display"], None)] * len(same["keys"])


def test_the_final_ranking_and_its_awards(played: Played) -> None:
    final = played.rankings["final"]
    assert [(p.rank, played.key(p.number), exact(Fraction(p.score)), p.display) for p in final.placings] == [
        (r["rank"], r["key"], r["exact"], r["display"]) for r in played.truth["final"]["ranking"]
    ]
    assert [(p.award, played.key(p.number)) for p in final.placings if p.award] == [
        (w["award"], w["key"]) for w in played.truth["final"]["winners"]
    ]
    assert final.open_ties == ()


def test_the_season_read_backwards_is_the_same_registry(played: Played) -> None:
    backwards, number = intake(played.arrivals[::-1], played.rules, played.register)
    assert (backwards, number) == (played.registry, played.number)
