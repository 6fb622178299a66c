"""File names that are safe to store: no path, no control characters, bounded, the extension kept."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 150
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


def shortened(name: str, longest: int) -> str:
    """`name` with at most `longest` characters; where it is cut, it says so and keeps its extension."""
    if len(name) <= longest:
        return name
    _, dot, extension = name.rpartition(".")
    ending = f"….{extension}" if dot and 0 < len(extension) <= 8 and extension.isalnum() else "…"
    return name[: longest - len(ending)] + ending


def safe_name(name: str) -> str:
    """`name` without separators, control, format and bidirectional characters; at most 150 characters; never empty."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] if name.strip("./\\ ") else ""
    shown = "".join(
        " "
        if unicodedata.category(c) in {"Cc", "Zl", "Zp"}
        else ""
        if unicodedata.category(c) in {"Cf", "Cs", "Co", "Cn"}
        else c
        for c in last
    )
    clean = " ".join(_FORBIDDEN.sub("_", shown).split()).rstrip(". ")
    if clean.startswith("."):
        clean = f"berkas.{clean.strip('. ')}" if clean.count(".") == 1 else clean.lstrip(". ")
    stem, dot, extension = clean.rpartition(".")
    if dot and 0 < len(extension) <= 10 and extension.isalnum():
        clean = f"{stem[: _LONGEST - len(extension) - 1].rstrip('. ') or 'berkas'}.{extension}"
    return clean[:_LONGEST].rstrip(". ") or "berkas"
