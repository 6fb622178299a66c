"""What a client may send: bodies and query parameters, checked against the discovery documents."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import discovery
from integrations.rehearsal.refusals import Refusal, violations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from integrations.rehearsal.discovery import Json, Method

# The name under which a body hangs in the request message; Google's words for a fault in the body begin with it.
BODY_FIELDS = {
    "sheets.spreadsheets.values.update": "data", "sheets.spreadsheets.values.append": "data",
    "sheets.spreadsheets.create": "spreadsheet", "forms.forms.create": "form",
    "gmail.users.messages.send": "message", "gmail.users.messages.insert": "message",
    "gmail.users.messages.import": "message", "gmail.users.drafts.create": "draft",
    "gmail.users.drafts.update": "draft", "gmail.users.drafts.send": "draft", "gmail.users.labels.create": "label",
    "gmail.users.labels.update": "label", "gmail.users.labels.patch": "label",
}  # fmt: skip
PACKAGES = {"sheets": "google.apps.sheets.v4", "forms": "google.apps.forms.v1", "gmail": "gmail.api.v1"}
NESTED = {"Request": "BatchUpdateSpreadsheetRequest.Request"}  # messages inside others; the documents do not say so
LIST = {"type": "array"}
# Marked as output only in the documents, and yet the way to say it: whom a permission is for, what a new form is
# called in Drive.
TAKEN_ALL_THE_SAME = frozenset({("Permission", "emailAddress"), ("Permission", "domain"), ("Info", "documentTitle")})
INTEGERS = {"int32": (-(2**31), 2**31), "uint32": (0, 2**32), "int64": (-(2**63), 2**63), "uint64": (0, 2**64)}


@dataclass
class Reading:
    """One pass over one body: what was taken, and every field that does not fit."""

    api: str
    strict: bool
    found: list[tuple[str, str]] = field(default_factory=list)

    def message(self, value: Any, name: str, path: str) -> Json:
        """The fields of a message of that shape; unknown ones are noted (or passed over where the API does)."""
        if not isinstance(value, dict):
            self._wrong(path, _type_name({"$ref": name}, self.api, path), value)
            return {}
        properties = discovery.schema(self.api, name).get("properties", {})
        taken: Json = {}
        for key, inner in value.items():
            known = key if key in properties else _camel(key)
            shape = properties.get(known)
            if shape is None:
                self._unknown(key, path)
            elif inner is not None and (not shape.get("readOnly") or (name, known) in TAKEN_ALL_THE_SAME):
                value_taken = self.value(inner, shape, _join(path, known))
                if value_taken != [] or not self.strict:  # an empty list says no more than none at all
                    taken[known] = value_taken
        return taken

    def value(self, value: Any, shape: Json, path: str) -> Any:
        """The value as the field of that shape holds it; a misfit is noted."""
        kind = shape.get("type")
        if kind == "array":
            return self._array(value, shape["items"], path)
        if isinstance(value, list) and kind != "any" and self.strict:
            self._misplaced_list(path)
            return {} if "$ref" in shape else None
        if "$ref" in shape:
            return self.message(value, shape["$ref"], path)
        if isinstance(value, dict) and kind not in {"object", "any"} and self.strict:
            where = _snake(path)
            named = _type_name(shape, self.api, path)
            self.found.append((where, f"Invalid value at '{where}' ({named}), Starting an object on a scalar field"))
            return None
        if kind == "object":
            return self._map(value, shape, path)
        if kind == "boolean":
            return self._boolean(value, path)
        if kind == "integer" or shape.get("format") in {"int64", "uint64"}:
            return self._integer(value, shape, path)
        if kind == "number":
            return self._number(value, path)
        if kind == "string":
            return self._string(value, shape, path)
        return value

    def _array(self, value: Any, shape: Json, path: str) -> list[Any]:
        loose = self.strict and shape.get("type") not in {"any", "array"}
        if not isinstance(value, list):
            if loose:  # the newer front ends take one value for a list of one
                return [self.value(value, shape, path)]
            self._wrong(path, _type_name(shape if shape.get("type") != "any" else LIST, self.api, path), value)
            return []
        if loose and any(isinstance(inner, list) for inner in value):  # and read lists in lists as one list
            value = list(_flat(value))
        return [
            None if inner is None and shape.get("type") == "any" else self.value(inner, shape, f"{path}[{n}]")
            for n, inner in enumerate(value)
        ]

    def _map(self, value: Any, shape: Json, path: str) -> Json:
        if not isinstance(value, dict):
            self._wrong(path, "type.googleapis.com/google.protobuf.Struct", value)
            return {}
        inner = shape.get("additionalProperties", {})
        return {key: None if each is None else self.value(each, inner, path) for key, each in value.items()}

    def _boolean(self, value: Any, path: str) -> bool:
        if isinstance(value, bool):
            return value
        if value in {"true", "false"}:
            return bool(value == "true")
        self._wrong(path, "TYPE_BOOL", value)
        return False

    def _integer(self, value: Any, shape: Json, path: str) -> Any:
        form = shape.get("format", "int32")
        low, high = INTEGERS[form]
        try:
            number = _whole(value)
        except ValueError:
            number = high
        if not low <= number < high:
            self._wrong(path, f"TYPE_{form.upper()}", value)
        return str(number) if shape.get("type") == "string" else number

    def _number(self, value: Any, path: str) -> float:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        try:
            return float(value) if isinstance(value, str) else math.nan
        except ValueError:
            return math.nan
        finally:
            if not isinstance(value, str) or not re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", value):
                self._wrong(path, "TYPE_DOUBLE", value)

    def _string(self, value: Any, shape: Json, path: str) -> str:
        if not isinstance(value, str):
            self._wrong(path, "TYPE_STRING", value)
            return ""
        if "enum" in shape and value not in shape["enum"]:
            self._wrong(path, _type_name(shape, self.api, path), value)
        return value

    def _wrong(self, path: str, kind: str, value: Any) -> None:
        shown = json.dumps(value, ensure_ascii=False) if not isinstance(value, (dict, list)) else _brief(value)
        where = _snake(path)
        self.found.append((where, f"Invalid value at '{where}' ({kind}), {shown}"))

    def _misplaced_list(self, path: str) -> None:
        where, _, name = path.rpartition(".")
        where = _snake(where)
        at = f" at '{where}'" if where else ""
        what = f'Invalid JSON payload received. Unknown name "{name}"{at}: Proto field is not repeating, cannot start list.'
        self.found.append((where, what))

    def _unknown(self, key: str, path: str) -> None:
        if self.strict:
            where = _snake(path)
            at = f" at '{where}'" if where else ""
            self.found.append((where, f'Invalid JSON payload received. Unknown name "{key}"{at}: Cannot find field.'))


def body(method: Method, value: Any) -> Json:
    """The request body with unknown or misshapen fields refused as that API refuses them, read-only ones dropped."""
    if method.request is None:
        return {}
    # Drive's older front end passes over names it does not know; the other three refuse them.
    reading = Reading(method.api, strict=method.api != "drive")
    taken = reading.message(value, method.request, BODY_FIELDS.get(method.id, ""))
    if reading.found and method.api == "drive":
        raise Refusal(400, reading.found[0][1], reason="invalid")
    if reading.found:
        raise violations(reading.found)
    return taken


def check_path(method: Method, path: Mapping[str, str]) -> None:
    """400 where a number is wanted in the address and something else stands there."""
    found: list[tuple[str, str]] = []
    for name, text in path.items():
        if method.parameters.get(name, {}).get("type") == "integer":
            _parameter(method, name, text, method.parameters[name], found)
    if found:
        raise violations(found)


def query(method: Method, pairs: list[tuple[str, str]]) -> Json:
    """The query parameters with their types and defaults; unknown ones refused (Drive passes over them)."""
    taken: Json = {}
    found: list[tuple[str, str]] = []
    for name, text in pairs:
        shape = method.parameters.get(name)
        if shape is None:
            if method.api != "drive":
                known = f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter.'
                found.append(("", f"{known} Field '{name}' could not be found in request message."))
            continue
        value = _parameter(method, name, text, shape, found)
        if shape.get("repeated"):
            taken.setdefault(name, []).append(value)
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


def _parameter(method: Method, name: str, text: str, shape: Json, found: list[tuple[str, str]]) -> Any:
    kind = shape.get("type")
    if kind == "boolean":
        if text.lower() in {"true", "false", "1", "0", ""}:
            return text.lower() in {"true", "1", ""}
        problem = "TYPE_BOOL"
    elif kind == "integer":
        if re.fullmatch(r"[-+]?\d+", text):
            return int(text)
        problem = f"TYPE_{shape.get('format', 'int32').upper()}"
    elif "enum" not in shape or text in shape["enum"]:
        return text
    else:
        problem = _type_name(shape, method.api, name)
    if method.api == "drive":
        raise Refusal(400, f"Invalid value '{text}'.", reason="invalidParameter", location=name)
    found.append((_snake(name), f"Invalid value at '{_snake(name)}' ({problem}), \"{text}\""))
    return None


def _missing(method: Method, name: str) -> Refusal:
    if method.api == "drive":
        return Refusal(400, f"Required parameter: {name}", reason="required", location=name)
    return Refusal(400, f"Missing required parameter: {name}", reason="required")


def _type_name(shape: Json, api: str, path: str) -> str:
    if shape.get("type") == "array":
        return "type.googleapis.com/google.protobuf.ListValue"
    package = PACKAGES.get(api, api)
    if "$ref" in shape:
        return f"type.googleapis.com/{package}.{NESTED.get(shape['$ref'], shape['$ref'])}"
    if "enum" in shape:
        # An enum is called as its first value says where it does; the field is often called otherwise.
        first = str(shape["enum"][0])
        last = re.sub(r"\[\d+\]$", "", path).rpartition(".")[2].removeprefix("response")
        if api == "sheets" and first.endswith("_UNSPECIFIED") and not first.startswith("INPUT_"):
            last = _camel(first.removesuffix("_UNSPECIFIED").lower())
        return f"type.googleapis.com/{package}.{last[:1].upper()}{last[1:]}"
    return f"TYPE_{str(shape.get('type', 'any')).upper()}"


def _flat(value: list[Any]) -> Iterator[Any]:
    for inner in value:
        if isinstance(inner, list):
            yield from _flat(inner)
        else:
            yield inner


def _whole(value: Any) -> int:
    number = math.nan if isinstance(value, bool) or not isinstance(value, (int, float, str)) else float(value)
    if not number.is_integer():
        raise ValueError
    return int(value)


def _brief(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:200]


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda found: found.group(1).upper(), name)


def _snake(path: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found.group(1).lower(), path)
