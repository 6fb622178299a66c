"""What is told from a formula's words alone."""

from __future__ import annotations

import re

STRING = r'"((?:[^"]|"")*)"'
HYPERLINK = re.compile(
    rf"=\s*HYPERLINK\(\s*{STRING}\s*(?:[,;]\s*(?:{STRING}|(-?\d+(?:\.\d+)?))\s*)?\)\s*$", re.IGNORECASE
)


def hyperlink(formula: str) -> str | None:
    """The address a HYPERLINK formula leads to."""
    found = HYPERLINK.match(formula)
    return found.group(1).replace('""', '"') if found else None
