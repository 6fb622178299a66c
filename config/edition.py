"""The rulebook from the edition's YAML, and a season's edition laid over it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

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
        document = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (json.JSONDecodeError, yaml.YAMLError) as error:
        place = getattr(error, "problem_mark", None)
        line = place.line + 1 if place else getattr(error, "lineno", "?")
        raise FixSettings(f"{path.name}: bukan {path.suffix.lstrip('.').upper()} yang sah pada baris {line}") from error
    if not isinstance(document, dict):
        raise FixSettings(f"{path.name}: isinya bukan daftar kunci dan nilai")
    return document
