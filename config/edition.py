"""The rulebook from the edition's YAML, and a season's edition laid over it."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.reader import ReaderError

from competition.rulebook import Rulebook
from config.errors import FixSettings


def load_rulebook(path: Path) -> Rulebook:
    """The rulebook in this file (YAML or JSON); FixSettings names file, place and what is wrong."""
    return rulebook_of(_read(path), path.name)


def season_rulebook(edition: Path, defaults: Path) -> tuple[Rulebook, dict[str, Any]]:
    """A season's `edition.json` over the defaults, and the merged document.

    A top-level key the program does not know describes the season, not the rules; it is left out.
    """
    known = set(Rulebook.model_fields)
    merged = _read(defaults) | {k: v for k, v in _read(edition).items() if k in known}
    return rulebook_of(merged, edition.name), merged


def rulebook_of(document: Mapping[str, Any], name: str) -> Rulebook:
    """The rulebook a document describes; errors read `competition.yaml › stages › 1 › seats: …`."""
    try:
        return Rulebook.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = " › ".join([name, *(str(p) for p in first["loc"])])
        given = (
            ""
            if isinstance(first["input"], (dict, list, tuple)) or first["type"] == "missing"
            else f" (tertulis {first['input']!r})"
        )
        raise FixSettings(f"{where}: {first['msg'].removeprefix('Value error, ')}{given}") from error


def write_rulebook(document: Mapping[str, Any], path: Path) -> None:
    """The document as YAML at `path`, readable by `load_rulebook`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(dict(document), allow_unicode=True, sort_keys=False), encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FixSettings(
            f"{path}: tidak dapat dibaca ({error.__class__.__name__}); periksa PANITIA_COMPETITION"
        ) from error
    try:
        document = json.loads(text) if path.suffix == ".json" else yaml.load(text, _Once)  # noqa: S506 - a safe loader
    except (ValueError, yaml.YAMLError) as error:
        kind = path.suffix.lstrip(".").upper()
        raise FixSettings(f"{path.name}: bukan {kind} yang sah pada baris {_line(error, text)}") from error
    if not isinstance(document, dict):
        raise FixSettings(f"{path.name}: isinya bukan daftar kunci dan nilai")
    return document


def _line(error: Exception, text: str) -> int | str:
    """Where the reader stumbled, counted from 1; "?" where it does not say."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return int(error.problem_mark.line) + 1
    if isinstance(error, ReaderError):
        return text.count("\n", 0, error.position) + 1
    return int(getattr(error, "lineno", 0)) or "?"


class _Once(yaml.SafeLoader):
    """A safe loader that refuses a key that stands twice, and a day that does not exist with its line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping; every key stands once."""
        keys = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if keys.count(key.value) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands twice", key.start_mark)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """The value of a node; what cannot be one is an error with its line."""
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error
