"""What a client may send in a body, checked against the discovery documents."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import discovery
from integrations.rehearsal.refusals import Refusal, violations

if TYPE_CHECKING:
    from collections.abc import Iterator

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
ENUMS = {  # what the enumerations behind fields are called where the field's own name does not say it
    "forms.emailCollectionType": "FormSettings.EmailCollectionType", "forms.type": "ChoiceQuestion.ChoiceType",
    "forms.alignment": "MediaProperties.Alignment", "forms.eventType": "Watch.EventType",
    "forms.iconType": "RatingQuestion.RatingIconType", "forms.goToAction": "Option.GoToAction",
}  # fmt: skip
NUMBERED = {"sheets", "forms"}  # whose documents name every value of an enumeration, the one of number 0 first
BOOLEANS = {
    **dict.fromkeys(("true", "t", "yes", "y", "1"), True), **dict.fromkeys(("false", "f", "no", "n", "0"), False),
}  # fmt: skip
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
            self._wrong(path, type_name({"$ref": name}, self.api, path), value)
            return {}
        properties = discovery.schema(self.api, name).get("properties", {})
        taken: Json = {}
        for key, inner in value.items():
            known = key if key in properties else camel(key)
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
        if shape.get("format") == "google-fieldmask" and isinstance(value, dict):  # as Google's own examples write one
            value = ",".join(map(str, value.get("paths", [])))
        if isinstance(value, dict) and kind not in {"object", "any"} and self.strict:
            where = snake(path)
            named = type_name(shape, self.api, path)
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
            self._wrong(path, type_name(shape if shape.get("type") != "any" else LIST, self.api, path), value)
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
        told = truth(str(value)) if isinstance(value, (str, int)) else None
        if told is None:
            self._wrong(path, "TYPE_BOOL", value)
        return bool(told)

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
        if "enum" in shape and isinstance(value, (str, int)) and not isinstance(value, bool):
            chosen = named(str(value), shape["enum"], numbered=self.api in NUMBERED)
            if chosen is None:
                self._wrong(path, type_name(shape, self.api, path), value)
            return chosen or ""
        if not isinstance(value, str):
            self._wrong(path, "TYPE_STRING", value)
            return ""
        return value

    def _wrong(self, path: str, kind: str, value: Any) -> None:
        shown = json.dumps(value, ensure_ascii=False) if not isinstance(value, (dict, list)) else _brief(value)
        where = snake(path)
        self.found.append((where, f"Invalid value at '{where}' ({kind}), {shown}"))

    def _misplaced_list(self, path: str) -> None:
        where, _, name = path.rpartition(".")
        where = snake(where)
        at = f" at '{where}'" if where else ""
        what = f'Invalid JSON payload received. Unknown name "{name}"{at}: Proto field is not repeating, cannot start list.'
        self.found.append((where, what))

    def _unknown(self, key: str, path: str) -> None:
        if self.strict:
            where = snake(path)
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


def truth(text: str) -> bool | None:
    """What the word says as protocol buffers read it, None where it says nothing."""
    return BOOLEANS.get(text.lower()) if text.isascii() else None


def named(text: str, known: list[str], *, numbered: bool) -> str | None:
    """The enumeration's value that is meant: its name in any case, or (where 0 is the first) its number."""
    if numbered and re.fullmatch(r"\+?[0-9]+", text):
        return known[int(text)] if int(text) < len(known) else None
    plain = text.replace("-", "_").lower()
    return next((each for each in known if text.isascii() and each.lower() == plain), None)


def type_name(shape: Json, api: str, path: str) -> str:
    """What Google calls the type of the field at that path."""
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
            last = camel(first.removesuffix("_UNSPECIFIED").lower())
        last = ENUMS.get(f"{api}.{last}", last)
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


def camel(name: str) -> str:
    """The name as JSON writes it: `max_results` is `maxResults`."""
    return re.sub(r"_([a-z0-9])", lambda found: found.group(1).upper(), name)


def snake(path: str) -> str:
    """The path as protocol buffers write it: `maxResults` is `max_results`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found.group(1).lower(), path)
