"""The weather of a rehearsal as the command line names it: Google's quotas, and the time Google takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from config.errors import FixSettings
from integrations.rehearsal.latency import Latency
from integrations.rehearsal.quotas import Quotas


def read_quota(text: str | None) -> Any:
    """The limits `text` names, as `PUT /_rehearsal/quota` takes them: `new`, `legacy`, a JSON file, or None for none.

    Wrong usage where there is no such file; FixSettings, in one line, where it holds no limits.
    """
    wanted = text if text in {None, "new", "legacy"} else _read("--quota", str(text))
    try:
        Quotas(wanted)
    except ValueError as error:
        raise FixSettings(f"--quota {text}: {error}") from error
    return wanted


def read_latency(text: str | None) -> Any:
    """The times `text` names, as `PUT /_rehearsal/latency` takes them: milliseconds for all methods or a JSON file."""
    try:
        wanted = None if text is None else {"*": float(text) / 1000}
    except ValueError:
        wanted = _read("--latency", str(text))
    try:
        Latency(wanted)
    except ValueError as error:
        raise FixSettings(f"--latency {text}: {error}") from error
    return wanted


def _read(option: str, name: str) -> Any:
    path = Path(name)
    if not path.is_file():
        raise typer.BadParameter(f"{name!r} is neither a known word nor a file", param_hint=option)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise FixSettings(f"{option} {name}: bukan berkas JSON yang sah ({error})") from error
