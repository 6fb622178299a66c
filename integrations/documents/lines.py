"""A document as lines: what stands on each, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of a document. `x`, `y` and `size` in points where the layout is known; `cells` of a table row."""

    text: str
    page: int = 0
    x: float | None = None
    y: float | None = None
    size: float = 0.0
    cells: tuple[str, ...] = ()
    tabular: bool = False  # part of a table: not counted as words of a section
    whole: bool = False  # a paragraph as typed, not one of several printed lines
