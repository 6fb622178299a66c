"""What opening one file gave."""

from __future__ import annotations

from dataclasses import dataclass

from competition.facts import FileState
from integrations.documents.lines import Line


@dataclass(frozen=True)
class Reading:
    """Whether a file opens, and its text as lines; `pages` None where the format does not tell."""

    state: FileState
    lines: tuple[Line, ...] = ()
    pages: int | None = None
    has_text: bool = True  # False for formats whose text is not read (pictures, spreadsheets)
