"""What a client may send in an address: query parameters, checked against the discovery documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.refusals import Refusal, violations
from integrations.rehearsal.shapes import INTEGERS, NUMBERED, named, snake, truth, type_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from integrations.rehearsal.discovery import Json, Method

ERROR_FORMAT = "$.xgafv"


def check_path(method: Method, path: Mapping[str, str]) -> None:
    """400 where a number is wanted in the address and something else stands there."""
    found: list[tuple[str, str]] = []
    for name, text in path.items():
        if method.parameters.get(name, {}).get("type") == "integer":
            _parameter(method, name, text, method.parameters[name], found)
    if found:
        raise violations(found)


def query(method: Method, pairs: list[tuple[str, str]]) -> Json:
    """The query parameters with their types and defaults; unknown ones refused (Drive passes over them).

    Of a parameter sent twice Drive takes the first value and the others the last; every value is looked at.
    """
    taken: Json = {}
    found: list[tuple[str, str]] = []
    for given, text in pairs:
        name = given if method.api == "drive" or given in method.parameters else _camel(given)
        shape = method.parameters.get(name)
        if shape is None:
            if method.api != "drive":
                known = f'Invalid JSON payload received. Unknown name "{given}": Cannot bind query parameter.'
                found.append(("", f"{known} Field '{given}' could not be found in request message."))
            continue
        value = SYSTEM[name](method, text) if name in SYSTEM else _parameter(method, name, text, shape, found)
        if shape.get("repeated"):
            taken.setdefault(name, []).append(value)
        elif method.api == "drive" or name in {"fields", "alt"}:
            taken.setdefault(name, value)
        else:
            taken[name] = value
    if found:
        raise violations(found)
    for name, shape in method.parameters.items():
        if shape.get("location") == "query" and name not in taken:
            if shape.get("required"):
                raise _missing(method, name)
            if "default" in shape:
                taken[name] = _parameter(method, name, shape["default"], shape, [])
    return taken


def _camel(name: str) -> str:
    """The name as the discovery document has it: the newer front ends know `value_render_option` too."""
    return re.sub(r"_([a-z])", lambda found: found.group(1).upper(), name)


def error_format(pairs: list[tuple[str, str]]) -> str:
    """In which of its two formats the client wants errors: `1`, `2`, or nothing said."""
    return next((text for name, text in reversed(pairs) if name == ERROR_FORMAT), "")


def _parameter(method: Method, name: str, text: str, shape: Json, found: list[tuple[str, str]]) -> Any:
    kind, form = shape.get("type"), shape.get("format", "int32")
    if kind == "boolean":
        if (told := truth(text)) is not None:
            return told
        problem = "TYPE_BOOL"
    elif kind == "integer" or form in {"int64", "uint64"}:
        low, high = INTEGERS[form]
        if re.fullmatch(r"[-+]?[0-9]+", text) and low <= int(text) < high:
            return int(text) if kind == "integer" else str(int(text))
        problem = f"TYPE_{form.upper()}"
    elif "enum" not in shape:
        return text
    elif (chosen := named(text, shape["enum"], numbered=method.api in NUMBERED)) is not None:
        return chosen
    else:
        problem = type_name(shape, method.api, name)
    found.append((snake(name), f"Invalid value at '{snake(name)}' ({problem}), \"{text}\""))
    return None


def _missing(method: Method, name: str) -> Refusal:
    if method.api == "drive":
        return Refusal(400, f"Required parameter: {name}", reason="required", location=name)
    return Refusal(400, f"Missing required parameter: {name}", reason="required")


def _alt(method: Method, text: str) -> str:
    """The format of the answer: JSON, or the bytes of a file where the method has some."""
    wanted = text.lower() or "json"
    if wanted not in method.parameters["alt"]["enum"]:
        raise _unusable(f"Invalid value \"{text}\" for query parameter 'alt'")
    if wanted == "media" and not method.download:
        raise _unusable(f'Unsupported alt type "{wanted}" for non byte stream request.')
    return wanted


def _errors(_method: Method, text: str) -> str:
    if text not in {"1", "2"}:
        raise _unusable(f"Invalid query parameters. Invalid value '{text}' for system query parameter : {ERROR_FORMAT}")
    return text


def _unusable(message: str) -> Refusal:
    return Refusal(400, message, reason="badRequest", status="INVALID_ARGUMENT")


def _pretty(_method: Method, text: str) -> bool:
    return truth(text) is not False


# What every method takes, whatever it is.
SYSTEM = {"alt": _alt, ERROR_FORMAT: _errors, "prettyPrint": _pretty}
