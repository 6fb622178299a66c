"""The search language of shared drives (`q` of drive.drives.list), read as a test on what is known of each."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TERM = re.compile(r"\s*(\w+)\s*(<=|>=|!=|=|<|>|\bcontains\b)\s*('(?:[^'\\]|\\.)*'|\w+)\s*(?:\band\b|$)", re.IGNORECASE)
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def matcher(text: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a shared drive (name, createdTime, hidden, memberCount, organizerCount) fits; 400 for what is no query."""
    terms: list[Callable[[Mapping[str, Any]], bool]] = []
    position = 0
    while text[position:].strip():
        found = TERM.match(text, position)
        if found is None:
            raise _bad()
        terms.append(_term(*found.groups()))
        position = found.end()
    return lambda known: all(term(known) for term in terms)


def _bad() -> Refusal:
    return Refusal(400, "Invalid Value", reason="invalid", location="q")


def _term(field: str, sign: str, word: str) -> Callable[[Mapping[str, Any]], bool]:
    wanted: Any = re.sub(r"\\(.)", r"\1", word[1:-1]) if word.startswith("'") else word
    if sign.lower() == "contains":
        if field != "name":
            raise _bad()
        return lambda known: wanted.lower() in known["name"].lower()
    compare = SIGNS[sign]
    if field == "name":
        return lambda known: compare(known["name"].lower(), wanted.lower())
    if field == "hidden" and wanted in {"true", "false"}:
        return lambda known: compare(known["hidden"], wanted == "true")
    if field in {"memberCount", "organizerCount"} and wanted.isdigit():
        return lambda known: compare(known[field], int(wanted))
    if field == "createdTime":
        try:
            moment = instants.parse(wanted)
        except ValueError:
            raise _bad() from None
        return lambda known: compare(instants.parse(known["createdTime"]), moment)
    raise _bad()
