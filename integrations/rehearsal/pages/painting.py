"""How cells look after everything that colours them: alternating colours, their own format, conditional formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.pages import conditions
from integrations.rehearsal.sheets import a1, rendering
from integrations.rehearsal.sheets.calculation.results import is_number

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.calculation.results import Scalar
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

STEPS = 12  # shades of a colour scale
MOST_CELLS = 5_000  # over which a colour scale looks for its smallest and largest value


@dataclass(frozen=True)
class Painter:
    """What colours the cells of one tab."""

    book: Book
    sheet: Sheet
    scales: dict[int, list[float]] = field(default_factory=dict)  # of each colour scale the values it spans

    def look(self, row: int, column: int, entered: Json) -> Json:
        """The cell's format as it is seen: `entered` over alternating colours, under conditional formats."""
        made = {**self._band(row, column), **entered}
        for rule in self.sheet.extras.get("conditionalFormats", []):
            boxes = [a1.box_of(each) for each in rule["ranges"]]
            if not any(_holds(box, row, column) for box in boxes):
                continue
            painted = self._boolean(rule, boxes[0], row, column) or self._gradient(rule, boxes, row, column)
            if painted:
                text = {**made.get("textFormat", {}), **painted.get("textFormat", {})}
                return {**made, **painted, "textFormat": text}  # the first rule that is met wins
        return made

    def _band(self, row: int, column: int) -> Json:
        for each in self.sheet.extras.get("bandedRanges", []):
            box = a1.box_of(each["range"]).within(self.sheet)
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

    def _value(self, row: int, column: int) -> Scalar:
        return rendering.result(self.book, self.sheet, row, column)

    def _boolean(self, rule: Json, box: a1.Box, row: int, column: int) -> Json:
        met = rule.get("booleanRule")
        if not met:
            return {}
        here = conditions.meets(
            self.book, self.sheet, (row, column), (box.r0, box.c0), self._value(row, column), met.get("condition", {})
        )
        return dict(met.get("format", {})) if here else {}

    def _gradient(self, rule: Json, boxes: list[a1.Box], row: int, column: int) -> Json:
        scale, value = rule.get("gradientRule"), self._value(row, column)
        if not scale or not is_number(value):
            return {}
        if id(rule) not in self.scales:
            self.scales[id(rule)] = sorted(float(each) for box in boxes for each in self._numbers(box))
        numbers = self.scales[id(rule)]
        points = [
            (at, _color(scale[name])) for name in ("minpoint", "midpoint", "maxpoint")
            if name in scale and (at := _point(scale[name], numbers)) is not None
        ]  # fmt: skip
        return {"backgroundColor": _between(points, float(value))} if points else {}  # type: ignore[arg-type]  # a number

    def _numbers(self, box: a1.Box) -> list[float]:
        inside = box.within(self.sheet)
        places = [
            (row, column) for row in range(inside.r0, min(inside.bottom, self.sheet.last_row()))
            for column in range(inside.c0, inside.right)
        ][:MOST_CELLS]  # fmt: skip
        return [value for at in places if is_number(value := self._value(*at))]  # type: ignore[misc]  # a number


def _holds(box: a1.Box, row: int, column: int) -> bool:
    return box.r0 <= row < (box.r1 if box.r1 is not None else row + 1) and box.c0 <= column < (
        box.c1 if box.c1 is not None else column + 1
    )


def _ground(bands: Json, name: str) -> Json:
    style = bands.get(f"{name}Style", {}).get("rgbColor") or bands.get(name)
    return {"backgroundColor": style} if style else {}


def _color(point: Json) -> Json:
    return dict(point.get("colorStyle", {}).get("rgbColor") or point.get("color") or {})


def _point(point: Json, numbers: list[float]) -> float | None:
    """The value a point of a colour scale lies at."""
    kind = point.get("type", "")
    if not numbers:
        return None
    if kind in {"MIN", "MAX"}:
        return numbers[0] if kind == "MIN" else numbers[-1]
    try:
        given = float(str(point.get("value", "")).replace(",", "."))
    except ValueError:
        return None
    if kind == "NUMBER":
        return given
    share = min(max(given / 100, 0.0), 1.0)
    if kind == "PERCENT":
        return numbers[0] + (numbers[-1] - numbers[0]) * share
    return numbers[round((len(numbers) - 1) * share)]


def _between(points: list[tuple[float, Json]], value: float) -> Json:
    """The colour of the scale at that value, in steps, so that a page needs few of them."""
    if value <= points[0][0]:
        return points[0][1]
    for (low, start), (high, end) in pairwise(points):
        if value <= high:
            share = round((value - low) / ((high - low) or 1) * STEPS) / STEPS
            return {
                name: start.get(name, 0) + (end.get(name, 0) - start.get(name, 0)) * share
                for name in ("red", "green", "blue")
            }
    return points[-1][1]
