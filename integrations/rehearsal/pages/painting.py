"""How cells look after everything that colours them: alternating colours, their own format, conditional formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.highlights import Highlights

Json = dict[str, Any]


@dataclass(frozen=True)
class Painter:
    """What colours the cells of one tab."""

    rules: Highlights

    def look(self, row: int, column: int, entered: Json) -> Json:
        """The cell's format as it is seen: `entered` over alternating colours, under conditional formats."""
        return self.rules.over(row, column, {**self._band(row, column), **entered})

    def _band(self, row: int, column: int) -> Json:
        for each in self.rules.sheet.extras.get("bandedRanges", []):
            box = a1.box_of(each["range"]).within(self.rules.sheet)
            if not _holds(box, row, column):
                continue
            bands, place = (each["rowProperties"], row - box.r0) if "rowProperties" in each else (
                each.get("columnProperties", {}), column - box.c0)  # fmt: skip
            last = (box.bottom - 1 == row) if "rowProperties" in each else (box.right - 1 == column)
            headed = "headerColor" in bands or "headerColorStyle" in bands
            if headed and place == 0:
                return _ground(bands, "headerColor")
            if last and ("footerColor" in bands or "footerColorStyle" in bands):
                return _ground(bands, "footerColor")
            return _ground(bands, "secondBandColor" if (place - headed) % 2 else "firstBandColor")
        return {}


def _holds(box: a1.Box, row: int, column: int) -> bool:
    return box.r0 <= row < (box.r1 if box.r1 is not None else row + 1) and box.c0 <= column < (
        box.c1 if box.c1 is not None else column + 1
    )


def _ground(bands: Json, name: str) -> Json:
    style = bands.get(f"{name}Style", {}).get("rgbColor") or bands.get(name)
    return {"backgroundColor": style} if style else {}
