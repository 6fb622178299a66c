"""Whether an answer is one that Google's schema for its method allows: known fields, their types, no nulls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import discovery
from integrations.rehearsal.shapes import INTEGERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integrations.rehearsal.discovery import Json, Method

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$")
BASE64 = re.compile(r"[A-Za-z0-9_-]*={0,2}$")


class Misshapen(RuntimeError):
    """The workspace was about to answer what Google never would."""


def check(method: Method, value: Any) -> None:
    """The answer fits the method's schema; Misshapen names everything in it that does not."""
    if method.response is None:
        found = [] if value in (None, {}) else [f"{method.id} answers nothing"]
    else:
        found = list(_misfits(method.api, {"$ref": method.response}, value, ""))
    if found:
        raise Misshapen(f"{method.id}: " + "; ".join(found))


def _misfits(api: str, shape: Json, value: Any, path: str) -> Iterator[str]:
    if "$ref" in shape:
        shape = discovery.schema(api, shape["$ref"])
    kind = shape.get("type")
    if kind == "any":
        return
    if kind == "object":
        yield from _object(api, shape, value, path)
    elif kind == "array":
        if not isinstance(value, list):
            yield f"{path} is no list"
            return
        for number, inner in enumerate(value):
            yield from _misfits(api, shape["items"], inner, f"{path}[{number}]")
    elif not _scalar(shape, value):
        yield f"{path} is {value!r}, not {shape.get('format', kind)}"


def _object(api: str, shape: Json, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path or 'the answer'} is no object"
        return
    properties, others = shape.get("properties", {}), shape.get("additionalProperties")
    for name, inner in value.items():
        where = f"{path}.{name}" if path else name
        known = properties.get(name, others)
        if known is None:
            yield f"{where} is unknown"
        else:
            yield from _misfits(api, known, inner, where)


def _scalar(shape: Json, value: Any) -> bool:
    kind, form = shape.get("type"), shape.get("format", "")
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "integer":
        low, high = INTEGERS.get(form, INTEGERS["int32"])
        return isinstance(value, int) and not isinstance(value, bool) and low <= value < high
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if form in {"int64", "uint64"}:
        return bool(re.fullmatch(r"-?\d+", value))
    if form in {"date-time", "google-datetime"}:
        return INSTANT.match(value) is not None
    if form == "byte":
        return BASE64.match(value) is not None
    return "enum" not in shape or value in shape["enum"]
