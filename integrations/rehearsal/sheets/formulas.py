"""What a formula shows. For now literals and HYPERLINK; everything else shows #NAME?, as an unknown function does."""

from __future__ import annotations

import re
from dataclasses import dataclass

STRING = r'"((?:[^"]|"")*)"'
HYPERLINK = re.compile(
    rf"=\s*HYPERLINK\(\s*{STRING}\s*(?:[,;]\s*(?:{STRING}|(-?\d+(?:\.\d+)?))\s*)?\)\s*$", re.IGNORECASE
)
NUMBER = re.compile(r"=\s*(-?\d+(?:\.\d+)?)\s*$")
TEXT = re.compile(rf"=\s*{STRING}\s*$")


@dataclass(frozen=True)
class CellError:
    """A formula that yields no value."""

    kind: str
    message: str

    @property
    def shown(self) -> str:
        """What stands in the cell."""
        return {"NAME": "#NAME?", "REF": "#REF!", "N_A": "#N/A"}.get(self.kind, "#ERROR!")


def evaluate(formula: str) -> str | float | bool | CellError:
    """The value of a formula."""
    if found := HYPERLINK.match(formula):
        address, label, number = found.groups()
        return _plain(label) if label is not None else (number or _plain(address))
    if found := NUMBER.match(formula):
        value = float(found.group(1))
        return int(value) if value.is_integer() else value
    if found := TEXT.match(formula):
        return _plain(found.group(1))
    if formula.strip("= ").upper() in {"TRUE", "FALSE"}:
        return formula.strip("= ").upper() == "TRUE"
    name = re.match(r"=\s*([A-Za-z_.]+)", formula)
    return CellError("NAME", f"Unknown function: '{name.group(1) if name else formula}'.")


def hyperlink(formula: str) -> str | None:
    """The address a HYPERLINK formula leads to."""
    found = HYPERLINK.match(formula)
    return _plain(found.group(1)) if found else None


def _plain(text: str) -> str:
    return text.replace('""', '"')
