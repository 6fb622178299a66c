"""What the season must come to before the judging: actions, documents in force, the checklist. Worked out by rule."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .cast import Cast
from .edition import ASPECTS, CHECKLIST, DOCUMENTS, QUOTA, REQUIRED, VOCABULARY
from .items import Item
from .plan import Plan, stamp
from .register import root

UNREADABLE = {"encrypted", "corrupt", "empty", "content-mismatch"}
RULE_OF_KIND = {"ADM-05": "proposal", "ADM-06": "pernyataan", "ADM-07": "sk", "ADM-08": "bukti"}


@dataclass
class Arrival:
    """A mail or response in the order in which they came."""

    ref: str
    id: str
    channel: str
    at: datetime
    cls: str
    key: str | None
    items: list[tuple[Item, str, str | None, dict[str, Any]]]
    treated: str
    rejected: str | None = None
    attachments: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Dossier:
    """What is on file for one proposal."""

    key: str
    opened: Arrival
    arrivals: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def has(self, kind: str) -> bool:
        """Whether a usable file of the kind is on file."""
        return any(file["kind"] == kind for file in self.files)


def in_time(plan: Plan, moment: datetime) -> bool:
    """Whole seconds; the closing second still counts."""
    return moment.replace(microsecond=0) <= plan.closes_at


def _act(plan: Plan, arrival: Arrival, item: Item, dossier: Dossier | None) -> tuple[str, str | None]:
    if item.aside:
        return "ignore", item.aside
    if arrival.rejected:
        return "refuse", arrival.rejected
    if not in_time(plan, arrival.at):
        return "refuse", "late"
    if item.fault:
        return "refuse", item.fault
    if item.members:
        return "unpack", None
    assert dossier is not None, arrival.ref
    if any(file["sha256"] == item.sha256 for file in dossier.files):
        return "duplicate", None
    return "file", None


def receive(plan: Plan, arrivals: Iterable[Arrival]) -> dict[str, Dossier]:
    """Dossiers by key; fills in the attachments of every arrival and checks the declared classes."""
    dossiers: dict[str, Dossier] = {}
    for arrival in arrivals:
        if arrival.treated == "proposal" and arrival.key:
            assert arrival.key not in dossiers, arrival.key
            dossiers[arrival.key] = Dossier(arrival.key, arrival)
        dossier = dossiers[arrival.key] if arrival.key else None
        before = {kind for kind in REQUIRED if dossier and dossier.has(kind)}
        results = []
        for item, shown, container, more in arrival.items:
            action, reason = _act(plan, arrival, item, dossier)
            row: dict[str, Any] = {
                "name": shown,
                "size": len(item.bytes) if item.own else None,
                "sha256": item.sha256 if item.own else None,
                "kind": item.kind,
                "action": action,
            }
            if reason:
                row["reason"] = reason
            if container:
                row["container"] = container
            if item.person:
                row["kind_needs_human"] = True
            if item.note:
                row["note"] = item.note
            arrival.attachments.append(row | more)
            results.append((action, item.kind))
            if dossier and action == "file":
                dossier.files.append(
                    {
                        "name": item.name,
                        "sha256": item.sha256,
                        "size": len(item.bytes),
                        "kind": item.kind,
                        "channel": arrival.channel,
                        "received_at": stamp(arrival.at),
                    }
                )
            elif dossier and action == "refuse" and item.kind and reason != "late":
                dossier.refused.append((item.kind, str(reason)))
        _check_class(plan, arrival, before, results)
        if dossier:
            lacking = [kind for kind in REQUIRED if not dossier.has(kind)]
            dossier.arrivals.append(
                {
                    "channel": arrival.channel,
                    "ref": arrival.ref,
                    "class": arrival.treated if arrival.cls == "needs-human" else arrival.cls,
                    "received_at": stamp(arrival.at),
                    "in_time": in_time(plan, arrival.at),
                    "lacking_after": lacking,
                }
            )
    return dossiers


def _check_class(plan: Plan, arrival: Arrival, before: set[str], results: list[tuple[str, str | None]]) -> None:
    """The declared class must follow from what the arrival did."""
    if not in_time(plan, arrival.at) or not arrival.key:
        return
    filed = {kind for action, kind in results if action == "file"}
    if arrival.treated == "supplement":
        assert filed and not filed & before, arrival.ref
    elif arrival.treated == "resubmission":
        assert filed and filed <= before, arrival.ref
    elif arrival.treated in ("duplicate-channel", "duplicate-delivery"):
        assert {action for action, _ in results} == {"duplicate"}, arrival.ref


def _add_months(iso: str, months: int) -> str:
    year, month, day = (int(part) for part in iso.split("-"))
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    assert day <= 28 or (month != 2 and day <= 30), "a day that not every month has would leave the rule open"
    return f"{year:04d}-{month:02d}-{day:02d}"


def _same_title(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip().casefold()


def checklist(cast: Cast, dossiers: dict[str, Dossier]) -> dict[str, dict[str, Any]]:
    """The administration of every proposal."""
    plan = cast.plan
    punctual = [d for d in sorted(dossiers.values(), key=lambda d: d.opened.at) if in_time(plan, d.opened.at)]
    numbers: dict[str, int] = {}
    taken: dict[str | None, int] = {}
    titles: set[str] = set()
    repeated = set()
    for dossier in punctual:
        item = cast.innovations[dossier.key]
        above = root(cast.register, item.code)
        taken[above] = taken.get(above, 0) + 1
        numbers[dossier.key] = taken[above]
        title = _same_title(item.title)
        if title in titles:
            repeated.add(dossier.key)
        titles.add(title)
    return {key: _assess(cast, dossier, numbers.get(key), key in repeated) for key, dossier in dossiers.items()}


def _finding(
    rule: str, code: str | None = None, detail: str | None = None, result: str | None = None
) -> dict[str, Any]:
    """One line of the checklist; with a code it fails unless `result` says otherwise."""
    row: dict[str, Any] = {"rule": rule, "result": result or ("fail" if code else "pass")}
    if code:
        row |= {"code": code, "reason": VOCABULARY["fail_codes"][code]}
    if detail:
        row["detail"] = detail
    return row


def _assess(cast: Cast, dossier: Dossier, number: int | None, repeated: bool) -> dict[str, Any]:
    """`number`: the proposal's number under its root agency, None if it came late."""
    if number is None:
        late = f"{stamp(dossier.opened.at)} > {stamp(cast.plan.closes_at)}"
        findings = [_finding("ADM-01", "late", late)]
        findings += [_finding(rule, result="not-assessed") for rule, _, _ in CHECKLIST[1:]]
    else:
        findings = _agency(cast, dossier, number)
        findings += [_document(dossier, rule, kind) for rule, kind in RULE_OF_KIND.items()]
        findings += _content(cast, dossier, repeated)
    gates = {rule: gate for rule, _, gate in CHECKLIST}
    failed = [row for row in findings if row["result"] == "fail" and gates[row["rule"]]]
    return {"passed": not failed, "fail_codes": [row["code"] for row in failed], "findings": findings}


def _agency(cast: Cast, dossier: Dossier, number: int) -> list[dict[str, Any]]:
    plan, item = cast.plan, cast.innovations[dossier.key]
    young = _add_months(item.start, plan.min_age_months) > plan.closes[:10]
    age = f"mulai {item.start}, minimum {plan.min_age_months} bulan sampai {plan.closes[:10]}"
    if item.code is None:
        quota = _finding("ADM-03")
    else:
        quota = _finding("ADM-03", "over-quota" if number > QUOTA else None, f"{number} dari {QUOTA}")
    return [
        _finding("ADM-01"),
        _finding("ADM-02", None if item.code else "unregistered-opd"),
        quota,
        _finding("ADM-04", "too-young" if young else None, age),
    ]


def _document(dossier: Dossier, rule: str, kind: str) -> dict[str, Any]:
    broken = [reason for refused, reason in dossier.refused if refused == kind and reason in UNREADABLE]
    if dossier.has(kind):
        return _finding(rule)
    if broken:
        return _finding(rule, "unreadable-document", ", ".join(dict.fromkeys(broken)))
    return _finding(rule, "missing-document")


def _content(cast: Cast, dossier: Dossier, repeated: bool) -> list[dict[str, Any]]:
    words = cast.kits[dossier.key].words()
    title = _finding("ADM-10", "duplicate-title" if repeated else None)
    if not dossier.has("proposal"):
        return [_finding("ADM-09", result="not-assessed"), title, _finding("ADM-11", result="not-assessed")]
    empty = [label for id_, label, _, _ in ASPECTS if not words[id_]]
    long = [f"{label}: {words[id_]} dari {limit}" for id_, label, _, limit in ASPECTS if words[id_] > limit]
    sections = _finding("ADM-09", "empty-section" if empty else None, ", ".join(empty))
    length = _finding("ADM-11", "word-limit" if long else None, ", ".join(long), "warn" if long else None)
    return [sections, title, length]


def documents(dossier: Dossier) -> dict[str, list[dict[str, Any]]]:
    """Files per kind; the newest is in force, of evidence all are."""
    result: dict[str, list[dict[str, Any]]] = {}
    for kind, _, _, _ in DOCUMENTS:
        rows = [file for file in dossier.files if file["kind"] == kind]
        result[kind] = [
            {
                **{name: value for name, value in file.items() if name != "kind"},
                "in_force": kind == "bukti" or number == len(rows),
            }
            for number, file in enumerate(rows, 1)
        ]
    return result
