"""The files of a season directory, read so that a bad one is named in one line."""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]

LINE = 76


class SeasonError(ValueError):
    """The directory is no season; the one line names the file and the trouble."""


def read_bytes(directory: Path, name: str) -> bytes:
    """The bytes of a file inside the directory."""
    path = directory / name
    if not path.resolve().is_relative_to(directory.resolve()):
        msg = f"{name}: lies outside the season directory"
        raise SeasonError(msg)
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{name}: {error.strerror or 'cannot be read'}"
        raise SeasonError(msg) from None


def read_json(directory: Path, name: str, kind: type = dict) -> Any:
    """The JSON of a file, which must be of that kind."""
    try:
        value = json.loads(read_bytes(directory, name))
    except ValueError as error:
        if isinstance(error, SeasonError):
            raise
        msg = f"{name}: not valid JSON ({error})"
        raise SeasonError(msg) from None
    if not isinstance(value, kind):
        msg = f"{name}: must be {'a list' if kind is list else 'an object'}"
        raise SeasonError(msg)
    return value


def rows(directory: Path, name: str, *columns: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line numbers; the columns must be there."""
    try:
        text = read_bytes(directory, name).decode("utf-8-sig")
    except UnicodeDecodeError:
        msg = f"{name}: not UTF-8"
        raise SeasonError(msg) from None
    reader = csv.DictReader(text.splitlines())
    for column in columns:
        if column not in (reader.fieldnames or []):
            msg = f"{name}: column {column} is missing"
            raise SeasonError(msg)
    return [(reader.line_num, {key: value or "" for key, value in row.items() if key}) for row in reader]


def objects(value: Any, name: str, where: str) -> list[Json]:
    """A list of objects."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        msg = f"{name}: {where or 'it'} must be a list of objects"
        raise SeasonError(msg)
    return value


def text_at(value: Json, where: str, *path: str) -> str:
    """The text that stands at that path."""
    found: Any = value
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, str) or not found:
        msg = f"{where}: {' › '.join(path)} is missing"
        raise SeasonError(msg)
    return found


def inflated(raw: bytes, entry: Json, name: str) -> bytes:
    """The message with the parts that are described instead of stored; their size and sum are checked."""
    described = entry.get("inflate")
    if not described:
        return raw
    for each in described if isinstance(described, list) else [described]:
        try:
            data = b"".join(_part(part) for part in each["parts"])
            placeholder = each["placeholder"].encode()
        except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
            msg = f"{name}: inflate in mailbox/index.json is not as season/README.md says"
            raise SeasonError(msg) from None
        if len(data) != each.get("size", len(data)) or hashlib.sha256(data).hexdigest() != each.get(
            "sha256", hashlib.sha256(data).hexdigest()
        ):
            msg = f"{name}: an inflated part does not have the size and sum mailbox/index.json says"
            raise SeasonError(msg)
        if placeholder not in raw:
            msg = f"{name}: the placeholder {each['placeholder']} is not in the message"
            raise SeasonError(msg)
        text = base64.b64encode(data)
        lines = b"\r\n".join(text[start : start + LINE] for start in range(0, len(text), LINE))
        raw = raw.replace(placeholder, lines, 1)
    return raw


def _part(part: Any) -> bytes:
    """The bytes of one described part: base64 text, so many times."""
    if isinstance(part, dict):
        text = next((value for key, value in part.items() if key != "times" and isinstance(value, str)), "")
        return base64.b64decode(text, validate=True) * int(part.get("times", 1))
    text, times = part
    return base64.b64decode(text, validate=True) * int(times)
