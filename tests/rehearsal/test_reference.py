"""docs/rehearsal.md says what is so: what is not built, the kinds of faults, the housekeeping, the limits."""

from __future__ import annotations

import re
from pathlib import Path

from integrations.rehearsal import admin, discovery, faults, tariffs
from integrations.rehearsal.calls import METHODS
from integrations.rehearsal.server import BUILT
from integrations.rehearsal.sheets.requests.register import REQUESTS

TEXT = (Path(__file__).parents[2] / "docs" / "rehearsal.md").read_text(encoding="utf-8")


def _named(start: str, end: str) -> list[str]:
    between = TEXT.partition(f"<!-- {start}")[2].partition("-->")[2].partition(f"<!-- {end}")[0]
    return re.findall(r"`([\w.]+)`", between)


def test_the_methods_said_not_to_be_built_are_those() -> None:
    assert BUILT
    missing = set(discovery.methods()) - set(METHODS)
    named = _named("not built: methods", "not built: requests")
    said = {name for name in missing for each in named if f".{each}." in f".{name}."}
    assert missing - said == set(), "not built, but not said"
    alive = {each for each in named if any(f".{each}." in f".{name}." for name in METHODS)}
    assert alive == set(), "said not to be built, but is"


def test_the_requests_said_not_to_be_built_are_those() -> None:
    kinds = set(discovery.schema("sheets", "Request")["properties"])
    assert set(_named("not built: requests", "end")) == kinds - set(REQUESTS)


def test_every_fault_is_described() -> None:
    told = TEXT.partition("### Faults")[2].partition("## Pages")[0]
    described = set(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE))
    assert described == set(faults.KINDS)


def test_every_piece_of_housekeeping_is_described() -> None:
    told = TEXT.partition("## Housekeeping")[2].partition("### Quotas")[0]
    described = {tuple(each.split()) for row in re.findall(r"^\| (`.+?`) \|", told, re.MULTILINE)
                 for each in re.findall(r"`([A-Z]+ \w+)`", row)}  # fmt: skip
    assert described == {*admin.ACTIONS, ("GET", "health")}


def test_every_limit_can_be_found_in_the_reference() -> None:
    told = TEXT.partition("### Quotas")[2].partition("### Latency")[0]
    for limit in tariffs.NEW:
        api, counted, whose = limit.split(".")
        assert f"{api}." in told and counted in told and f".{whose}" in told
