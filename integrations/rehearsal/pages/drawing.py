"""Charts as SVG inside the page: shapes and presentation attributes only, which the pages' policy allows.

Libraries for SVG charts (pygal, leather) put style sheets and scripts into what they draw; the policy forbids both.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

from integrations.rehearsal.pages.charts import PALETTE, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.pages.charts import Chart, Series

WIDE, TALL = 720.0, 410.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 16.0, 14.0, 52.0
SLANT = 48.0  # more room below for names that are slanted
INK, SOFT, LINE = "#1b2631", "#56636f", "#d5dce2"
LONGEST_LABEL = 17


def drawn(chart: Chart) -> Markup:
    """The chart as an SVG picture with a title; empty where there is nothing to draw."""
    if not chart.kind or not any(value is not None for each in chart.series for value in each.values):
        return Markup()
    root = Element("svg", {
        "viewBox": f"0 0 {WIDE:g} {TALL:g}", "role": "img", "aria-label": chart.about, "class": f"grafik {chart.kind}",
        "font-size": "13", "fill": INK,
    })  # fmt: skip
    {"pie": _pie, "bar": _bars, "number": _score}.get(chart.kind, _upright)(root, chart)
    return Markup(tostring(root, encoding="unicode"))  # noqa: S704 - every text in it went through ElementTree


def _add(parent: Element, tag: str, text: str = "", **given: float | str) -> Element:
    made = SubElement(parent, tag, {
        name.rstrip("_").replace("_", "-"): f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        for name, value in given.items()
    })  # fmt: skip
    made.text = "".join(each for each in text if each.isprintable()) or None
    return made


def _mark(parent: Element, said: str, tag: str, **given: float | str) -> None:
    """A shape that says its value when it is pointed at."""
    _add(_add(parent, tag, "", **given), "title", said)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


def ticks(low: float, high: float, least: float = 0.0) -> list[float]:
    """Round numbers from at most `low` to at least `high`, five to ten of them, no closer together than `least`."""
    if high <= low:
        high = low + 1
    raw = (high - low) / 6
    power = 10.0 ** math.floor(math.log10(raw))
    step = max(next(each * power for each in (1, 2, 5, 10) if each * power >= raw), least)
    first = math.floor(low / step)
    return [round((first + place) * step, 12) for place in range(math.ceil(high / step - 1e-9) - first + 1)]


def _reach(chart: Chart) -> list[float]:
    """The ticks of the axis of values: from zero for columns and areas, from the smallest for lines and points."""
    every = [value for each in chart.series for value in each.values if value is not None]
    if chart.stacked:
        sums = [sum(each.values[place] or 0 for each in chart.series) for place in range(len(chart.categories))]
        every += sums
    low, high = min(every), max(every)
    grounded = any(each.kind in {"column", "bar", "area"} for each in chart.series) or (low > 0 and low < high / 3)
    least = 1.0 if all(value == int(value) for value in every) else 0.0  # there is no half a proposal
    return ticks(min(low, 0.0) if grounded else low, max(high, 0.0) if grounded else high, least)


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    return lambda value: start + (value - low) / ((high - low) or 1) * (end - start)


def _upright(root: Element, chart: Chart) -> None:
    """Columns, lines, areas and points over a horizontal axis."""
    marks = _reach(chart)
    step = (WIDE - LEFT - RIGHT) / max(len(chart.categories), 1)
    slanted = chart.kind != "scatter" and max(len(_short(each)) for each in chart.categories) * 8.5 > step
    bottom = TALL - BOTTOM - (SLANT if slanted else 0)
    y = _scale(marks[0], marks[-1], bottom, TOP)
    for each in marks:
        _add(root, "line", x1=LEFT, x2=WIDE - RIGHT, y1=y(each), y2=y(each), stroke=SOFT if each == 0 else LINE)
        _add(root, "text", shown(each), x=LEFT - 8, y=y(each) + 4, text_anchor="end", fill=SOFT)
    if chart.kind == "scatter":
        across = ticks(min(chart.places), max(chart.places))
        x = _scale(across[0], across[-1], LEFT, WIDE - RIGHT)
        for each in across:
            _add(root, "text", shown(each), x=x(each), y=bottom + 18, text_anchor="middle", fill=SOFT)
        for series in chart.series:
            for place, value in enumerate(series.values):
                if value is not None:
                    said = _said(chart, series, place, value)
                    _mark(root, said, "circle", cx=x(chart.places[place]), cy=y(value), r=4.5, fill=series.color)
    else:
        _labels(root, chart, step, bottom, slanted=slanted)
        _columns(root, chart, step, y)
        for series in chart.series:
            if series.kind in {"line", "area"}:
                _line(root, chart, series, [LEFT + step * (place + 0.5) for place in range(len(chart.categories))], y)
    _titles(root, chart)


def _said(chart: Chart, series: Series, place: int, value: float) -> str:
    name = f", {series.name}" if series.name else ""
    return f"{chart.categories[place]}{name}: {shown(value)}"


def _labels(root: Element, chart: Chart, step: float, bottom: float, *, slanted: bool) -> None:
    """Under each category its name; slanted where they would touch, some left out where they would lie on another."""
    every = max(math.ceil(18 / step), 1) if slanted else 1
    for place, name in enumerate(chart.categories):
        if place % every:
            continue
        x = LEFT + step * (place + 0.5)
        if slanted:
            _add(root, "text", _short(name), x=x, y=bottom + 14, text_anchor="end", fill=SOFT, font_size="11",
                 transform=f"rotate(-28 {x:.1f} {bottom + 14:.1f})")  # fmt: skip
        else:
            _add(root, "text", _short(name), x=x, y=bottom + 18, text_anchor="middle", fill=SOFT)


def _columns(root: Element, chart: Chart, step: float, y: Callable[[float], float]) -> None:
    upright = [each for each in chart.series if each.kind == "column"]
    wide = step * 0.76 / (1 if chart.stacked else max(len(upright), 1))
    above, below = [0.0] * len(chart.categories), [0.0] * len(chart.categories)
    for number, series in enumerate(upright):
        for place, value in enumerate(series.values):
            if value is None:
                continue
            start = 0.0
            if chart.stacked:
                heap = above if value >= 0 else below
                start, heap[place] = heap[place], heap[place] + value
            x = LEFT + step * place + step * 0.12 + (0 if chart.stacked else wide * number)
            top, foot = sorted((y(start + value), y(start)))
            _mark(root, _said(chart, series, place, value), "rect", x=x, y=top, width=max(wide - 1, 0.5),
                  height=max(foot - top, 0.5), fill=series.color)  # fmt: skip


def _line(root: Element, chart: Chart, series: Series, xs: list[float], y: Callable[[float], float]) -> None:
    runs: list[list[tuple[float, float]]] = [[]]
    for x, value in zip(xs, series.values, strict=False):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, y(value)))
    for run in [each for each in runs if each]:
        points = " ".join(f"{x:.1f},{at:.1f}" for x, at in run)
        if series.kind == "area":
            ground = f"{run[-1][0]:.1f},{y(0):.1f} {run[0][0]:.1f},{y(0):.1f}"
            _add(root, "polygon", points=f"{points} {ground}", fill=series.color, fill_opacity="0.25")
        _add(root, "polyline", points=points, fill="none", stroke=series.color, stroke_width="2.5")
    for place, (x, value) in enumerate(zip(xs, series.values, strict=False)):
        if value is not None:
            _mark(root, _said(chart, series, place, value), "circle", cx=x, cy=y(value), r=3.5, fill=series.color)


def _bars(root: Element, chart: Chart) -> None:
    """Bars that lie, the first category on top."""
    marks = _reach(chart)
    left, bottom = 168.0, TALL - 40
    x = _scale(marks[0], marks[-1], left, WIDE - RIGHT)
    for each in marks:
        _add(root, "line", x1=x(each), x2=x(each), y1=TOP, y2=bottom, stroke=SOFT if each == 0 else LINE)
        _add(root, "text", shown(each), x=x(each), y=bottom + 18, text_anchor="middle", fill=SOFT)
    step = (bottom - TOP) / len(chart.categories)
    thick = step * 0.76 / (1 if chart.stacked else max(len(chart.series), 1))
    heaps = [0.0] * len(chart.categories)
    every = max(math.ceil(14 / step), 1)
    for place, name in enumerate(chart.categories):
        if place % every == 0:
            _add(root, "text", _short(name), x=left - 8, y=TOP + step * (place + 0.5) + 4, text_anchor="end", fill=SOFT)
        for number, series in enumerate(chart.series):
            value = series.values[place]
            if value is None:
                continue
            start = heaps[place] if chart.stacked else 0.0
            heaps[place] += value
            begin, end = sorted((x(start), x(start + value)))
            top = TOP + step * place + step * 0.12 + (0 if chart.stacked else thick * number)
            _mark(root, _said(chart, series, place, value), "rect", x=begin, y=top, width=max(end - begin, 0.5),
                  height=max(thick - 1, 0.5), fill=series.color)  # fmt: skip


def _titles(root: Element, chart: Chart) -> None:
    if said := chart.axes.get("BOTTOM_AXIS"):
        _add(root, "text", said, x=(LEFT + WIDE) / 2, y=TALL - 4, text_anchor="middle", fill=SOFT)
    if said := chart.axes.get("LEFT_AXIS"):
        middle = (TALL - BOTTOM) / 2
        _add(root, "text", said, x=14.0, y=middle, text_anchor="middle", fill=SOFT,
             transform=f"rotate(-90 14 {middle:.1f})")  # fmt: skip


def _pie(root: Element, chart: Chart) -> None:
    values = [value or 0.0 for value in chart.series[0].values]
    whole, turned = sum(values) or 1.0, 0.0
    cx, cy, r = WIDE / 2, TALL / 2, TALL / 2 - 16
    for place, (name, value) in enumerate(zip(chart.categories, values, strict=True)):
        part = value / whole
        said = f"{name}: {shown(value)} ({shown(round(part * 100, 1))}%)"
        color = PALETTE[place % len(PALETTE)]
        if part >= 0.9999:
            _mark(root, said, "circle", cx=cx, cy=cy, r=r, fill=color)
        else:
            (x1, y1), (x2, y2) = (_around(cx, cy, r, turned), _around(cx, cy, r, turned + part))
            path = f"M{cx:g} {cy:g}L{x1:.2f} {y1:.2f}A{r:g} {r:g} 0 {int(part > 0.5)} 1 {x2:.2f} {y2:.2f}Z"
            _mark(root, said, "path", d=path, fill=color, stroke="#fff", stroke_width="1.5")
        if part > 0.05:
            x, y = _around(cx, cy, r * (0.55 + chart.hole / 2.4), turned + part / 2)
            _add(root, "text", f"{shown(round(part * 100, 1))}%", x=x, y=y + 4, text_anchor="middle", fill="#fff")
        turned += part
    if chart.hole:
        _add(root, "circle", cx=cx, cy=cy, r=r * chart.hole, fill="#fff")


def _around(cx: float, cy: float, r: float, turn: float) -> tuple[float, float]:
    """The point of the circle after that part of a whole turn, clockwise from the top."""
    return cx + r * math.sin(2 * math.pi * turn), cy - r * math.cos(2 * math.pi * turn)


def _score(root: Element, chart: Chart) -> None:
    value = chart.series[0].values[0]
    _add(root, "text", shown(value or 0.0), x=WIDE / 2, y=TALL / 2 + 24, text_anchor="middle", font_size="72",
         font_weight="600")  # fmt: skip
