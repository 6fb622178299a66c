"""Field masks: `a,b(c,d),e/f` picks from an answer; the same grammar with points says what an update touches."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from integrations.rehearsal import discovery
from integrations.rehearsal.refusals import BAD_REQUEST, Refusal

Json = dict[str, Any]
Mask = dict[str, Any]  # name -> Mask of what lies below; an empty Mask takes everything below

TOKEN = re.compile(r"\s*([(),/.]|[^\s(),/.]+)")
MAPS = {"any", "object"}


class BadMask(ValueError):
    """The text is no field mask."""


@lru_cache(maxsize=512)
def parse(text: str) -> Mask:
    """The mask that the text writes; BadMask where brackets or names are missing."""
    tokens = TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s+", "", text):
        raise BadMask(text)
    mask, rest = _list(tokens)
    if rest or not mask:
        raise BadMask(text)
    return mask


def _list(tokens: list[str]) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while True:
        tokens = _path(tokens, mask)
        if not tokens or tokens[0] != ",":
            return mask, tokens
        tokens = tokens[1:]


def _path(tokens: list[str], into: Mask) -> list[str]:
    if not tokens or tokens[0] in "(),/.":
        raise BadMask("".join(tokens))
    fresh = tokens[0] not in into
    below: Mask = into.setdefault(tokens[0], {})
    whole = not fresh and not below
    tokens = tokens[1:]
    if tokens and tokens[0] in "/.":
        tokens = _path(tokens[1:], below)
    elif tokens and tokens[0] == "(":
        inner, tokens = _list(tokens[1:])
        if not tokens or tokens[0] != ")":
            raise BadMask("".join(tokens))
        tokens = tokens[1:]
        below.update(inner)
    else:
        below.clear()
    if whole:  # `a,a/b` still takes all of a
        below.clear()
    return tokens


def camel(mask: Mask) -> Mask:
    """The mask with its names as JSON has them: the newer front ends read `grid_properties` too."""
    return {re.sub(r"_([a-z])", lambda found: found.group(1).upper(), name): camel(below) for name, below in mask.items()}


def pick(value: Any, mask: Mask) -> Any:
    """What the mask leaves of the value; lists are gone through item by item."""
    if not mask or ("*" in mask and not mask["*"]):
        return value
    if isinstance(value, list):
        return [pick(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    everywhere = mask.get("*")
    taken: Json = {}
    for name, inner in value.items():
        below = mask.get(name, everywhere)
        if below is not None:
            taken[name] = pick(inner, below)
    return taken


def merge(target: Json, given: Json, wanted: Mask) -> Json:
    """The target with the masked fields as given; a masked field that is not given is unset."""
    if not wanted or "*" in wanted:
        return {**given}
    made = dict(target)
    for name, below in wanted.items():
        new, old = given.get(name, {}), made.get(name, {})
        if below and isinstance(new, dict) and isinstance(old, dict):  # what lies below is unset alone
            made[name] = merge(old, new, below)
            if name not in given and not made[name]:
                del made[name]
        elif name in given:
            made[name] = given[name]
        else:
            made.pop(name, None)
    return made


def unknown(mask: Mask, api: str, shape: Json, path: str = "") -> str | None:
    """The first path of the mask that the shape has no field for; None when all fit."""
    while "items" in shape:
        shape = shape["items"]
    if "$ref" in shape:
        shape = discovery.schema(api, shape["$ref"])
    if shape.get("type") == "any" or "additionalProperties" in shape:
        return None
    properties: Json = shape.get("properties", {})
    for name, below in mask.items():
        where = f"{path}.{name}" if path else name
        if name == "*":
            continue
        if name not in properties:
            return where
        if below and (found := unknown(below, api, properties[name], where)):
            return found
    return None


def for_answer(text: str, api: str, response: str | None) -> Mask:
    """The mask of a `fields` parameter, refused as that API refuses a bad one."""
    try:
        mask = parse(text) if api == "drive" else camel(parse(text))
    except BadMask:
        raise _refusal(api, text) from None
    if response is not None and (wrong := unknown(mask, api, {"$ref": response})):
        raise _refusal(api, wrong)
    return mask


def _refusal(api: str, path: str) -> Refusal:
    if api == "drive":
        message = f"Invalid field selection {path.rpartition('.')[2]}"
        return Refusal(400, message, reason="invalidParameter", location="fields")
    description = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    return Refusal(
        400,
        "Request contains an invalid argument.",
        reason="invalidArgument",
        details=[{"@type": BAD_REQUEST, "fieldViolations": [{"field": path, "description": description}]}],
    )
