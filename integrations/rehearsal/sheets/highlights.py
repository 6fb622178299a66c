"""What conditional formats make of a cell's look."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1, colours, rendering
from integrations.rehearsal.sheets.calculation.results import Scalar, is_number
from integrations.rehearsal.sheets.conditions import Place, corner, meets

if TYPE_CHECKING:
    from datetime import datetime

    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]


@dataclass(frozen=True)
class Highlights:
    """The rules of one tab at one instant.

    `shades`: how many colours a scale has between two of its points, None for as many as there are values; `spans` keeps
    the numbers that each colour scale goes over.
    """

    book: Book
    sheet: Sheet
    now: datetime
    shades: int | None = None
    spans: dict[int, list[float]] = field(default_factory=dict)

    def over(self, row: int, column: int, look: Json) -> Json:
        """The cell's look under the tab's rules: of two that say the same thing of it, the first counts."""
        rules = self.sheet.extras.get("conditionalFormats", [])
        for nth, rule in reversed(list(enumerate(rules))):
            boxes = [a1.box_of(each) for each in rule.get("ranges", [])]
            if not any(box.meets(a1.Box(row, column, row + 1, column + 1)) for box in boxes):
                continue
            place = Place(self.book, self.sheet, row, column, corner(rule["ranges"][0]), self.now)
            if "booleanRule" in rule and meets(place, rule["booleanRule"].get("condition", {})):
                look = _over(look, rule["booleanRule"].get("format", {}))
            elif "gradientRule" in rule and (shade := self._shade(place, nth, rule)) is not None:
                look = _over(look, {"backgroundColor": shade, "backgroundColorStyle": {"rgbColor": shade}})
        return look

    def _shade(self, place: Place, nth: int, rule: Json) -> Json | None:
        """The colour between a gradient's points; None for a cell that holds no number."""
        value = place.value
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return None
        gradient, numbers = rule["gradientRule"], self._span(nth, rule)
        points = sorted(
            (at, _color(gradient[name])) for name in ("minpoint", "midpoint", "maxpoint")
            if name in gradient and (at := _at(place, gradient[name], numbers)) is not None
        )  # fmt: skip
        if not points:
            return None
        if value <= points[0][0]:
            return _written(points[0][1])
        for (low, first), (high, second) in pairwise(points):
            if value <= high:
                share = (value - low) / (high - low) if high > low else 1
                if self.shades:
                    share = round(share * self.shades) / self.shades
                return _written(tuple(one + (other - one) * share for one, other in zip(first, second, strict=True)))
        return _written(points[-1][1])

    def _span(self, nth: int, rule: Json) -> list[float]:
        if nth not in self.spans:
            self.spans[nth] = _numbers(self.book, self.sheet, rule["ranges"])
        return self.spans[nth]


def _over(look: Json, form: Json) -> Json:
    made = {**look, **form}
    if "textFormat" in form:
        made["textFormat"] = {**look.get("textFormat", {}), **form["textFormat"]}
    return made


def _numbers(book: Book, sheet: Sheet, ranges: list[Json]) -> list[float]:
    found: list[Scalar] = []
    for box in (a1.box_of(each).within(sheet) for each in ranges):
        for row in range(box.r0, min(box.bottom, sheet.last_row())):
            found += [rendering.result(book, sheet, row, column) for column in range(box.c0, box.right)]
    return sorted(each for each in found if isinstance(each, (int, float)) and is_number(each))


def _at(place: Place, point: Json, numbers: list[float]) -> float | None:
    kind = point.get("type")
    if kind in {"MIN", "MAX"}:
        return (numbers[0] if kind == "MIN" else numbers[-1]) if numbers else None
    meant = place.meant(point.get("value", ""))
    if not isinstance(meant, (int, float)) or isinstance(meant, bool):
        return None
    if kind == "PERCENT" and numbers:
        return numbers[0] + (numbers[-1] - numbers[0]) * meant / 100
    if kind == "PERCENTILE" and numbers:
        at = (len(numbers) - 1) * min(max(meant, 0), 100) / 100
        low = int(at)
        return numbers[low] + (numbers[min(low + 1, len(numbers) - 1)] - numbers[low]) * (at - low)
    return meant


def _color(point: Json) -> tuple[float, ...]:
    given = point.get("colorStyle", {}).get("rgbColor") or point.get("color", {})
    return tuple(given.get(part, 0) for part in colours.PARTS)


def _written(parts: tuple[float, ...]) -> Json:
    return colours.settled("Color", dict(zip(colours.PARTS, parts, strict=True)))
