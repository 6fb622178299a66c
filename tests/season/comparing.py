"""A report beside a season's oracle: what differs, in words. Independent of the rules under test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any

Json = dict[str, Any]


def differences(truth: Json, report: Json) -> list[str]:
    """Every statement of the oracle that the report does not make."""
    return [
        *_sources(truth, report),
        *_files(truth, report),
        *_proposals(truth, report),
        *_rankings(truth, report),
        *_returns(truth, report),
    ]


def _arrivals(truth: Json) -> list[tuple[str, Json]]:
    return [(t["id"], t) for t in truth["mails"]] + [(t["responseId"], t) for t in truth["responses"]]


def _numbers(truth: Json, report: Json) -> dict[str, int]:
    """Key of the oracle -> number of the program, by the source that opens the proposal."""
    found: dict[str, int] = {}
    by_id = {s["id"]: s["proposal"] for s in report["sources"]}
    for source, t in _arrivals(truth):
        if t["proposal"] and (t["class"] == "proposal" or (t.get("resolution") or {}).get("treated_as") == "proposal"):
            found.setdefault(t["proposal"], by_id[source])
    return found


def _sources(truth: Json, report: Json) -> Iterator[str]:
    numbers, got = _numbers(truth, report), {s["id"]: s for s in report["sources"]}
    for source, t in _arrivals(truth):
        s = got[source]
        expected = (
            t["class"],
            numbers.get(t["proposal"]),
            datetime.fromisoformat(t["received_at"]).replace(microsecond=0),
        )
        if (s["class"], s["proposal"], datetime.fromisoformat(s["received_at"])) != expected:
            yield f"{source}: expected {expected}, got {s}"


def _files(truth: Json, report: Json) -> Iterator[str]:
    def fate(source: str, file: Json) -> tuple[Any, ...]:
        return (
            source,
            file["name"],
            file["sha256"],
            file["action"],
            file.get("reason") if file["action"] == "refuse" else None,
        )

    expected = Counter(fate(source, a) for source, t in _arrivals(truth) for a in t["attachments"] if a["sha256"])
    got = Counter(fate(f["source"], f) for f in report["files"] if f["sha256"])
    yield from (f"file missing: {k}" for k in (expected - got).elements())
    yield from (f"file too many: {k}" for k in (got - expected).elements())


def _proposals(truth: Json, report: Json) -> Iterator[str]:
    numbers, got = _numbers(truth, report), {p["number"]: p for p in report["proposals"]}
    if len(truth["proposals"]) != len(got):
        yield f"{len(got)} proposals instead of {len(truth['proposals'])}"
    for t in truth["proposals"]:
        p = got[numbers[t["key"]]]
        expected = (t["title"], t["opd_code"], t["channel"], t["admin"]["passed"])
        if (p["title"], p["agency"], p["channel"], p["administration"]["passed"]) != expected:
            yield f"{t['key']}: expected {expected}, got {p}"
        findings = {f["rule"]: (f["result"], f["code"]) for f in p["administration"]["findings"]}
        yield from (
            f"{t['key']} {f['rule']}: expected {f}, got {findings.get(f['rule'])}"
            for f in t["admin"]["findings"]
            if findings.get(f["rule"]) != (f["result"], f.get("code"))
        )


def _rankings(truth: Json, report: Json) -> Iterator[str]:
    numbers, got = _numbers(truth, report), {p["number"]: p for p in report["proposals"]}
    line = {"stage1": set(next(v for k, v in truth["stage1"].items() if k.startswith("top")))}
    awards = {w["key"]: w["award"] for w in truth["final"]["winners"]}
    for stage in ("stage1", "stage2", "stage3", "final"):
        for t in truth[stage]["ranking"]:
            p = got[numbers[t["key"]]]
            s = p["final"] if stage == "final" else p["stages"].get(stage)
            if s is None or (Fraction(s["score"]), s["display"], s["rank"]) != (
                Fraction(t["exact"]),
                t["display"],
                t["rank"],
            ):
                yield f"{stage} {t['key']}: expected {t['rank']} {t['exact']}, got {s}"
            elif stage in line and s["advances"] != (t["key"] in line[stage]):
                yield f"{stage} {t['key']}: advances {s['advances']}"
            elif stage == "final" and s["award"] != awards.get(t["key"]):
                yield f"final {t['key']}: award {s['award']}"


def _returns(truth: Json, report: Json) -> Iterator[str]:
    numbers = _numbers(truth, report)
    expected = Counter(
        (stage, b["judge"], numbers[i["proposal"]], i["criterion"], i["reason"])
        for stage, bounced in truth["ballots"]["bounced"].items()
        for b in bounced
        for i in b["items"]
    )
    got = Counter((b["stage"], b["judge"], b["proposal"], b["criterion"], b["problem"]) for b in report["ballots"])
    yield from (f"returned: {k}" for k in ((expected - got) + (got - expected)).elements())
