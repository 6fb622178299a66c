"""Charts of a tab: what their specs draw, with the values their ranges hold now."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.pages import tints
from integrations.rehearsal.sheets import a1, hiding, rendering
from integrations.rehearsal.sheets.calculation.results import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integrations.rehearsal.sheets.calculation.results import Scalar
    from integrations.rehearsal.sheets.cells import Book

Json = dict[str, Any]

MOST_POINTS, MOST_SERIES, MOST_CHARTS, MOST_BINS = 500, 20, 20, 60
# Those of Google that are too pale to be told from paper are darkened; every one has a contrast of 3 to white.
PALETTE = ("#1e4a7d", "#c2410c", "#15803d", "#7e22ce", "#a16207", "#0e7490", "#be185d", "#4b5563")
KINDS = {"COLUMN": "column", "BAR": "bar", "LINE": "line", "AREA": "area", "STEPPED_AREA": "area",
         "SCATTER": "scatter", "COMBO": "column"}  # fmt: skip


@dataclass(frozen=True)
class Series:
    """One row of marks: its name in the legend, a value for each category (None: nothing there), how it is drawn."""

    name: str
    values: tuple[float | None, ...]
    color: str
    kind: str


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn. `kind`: column, bar, line, area, scatter, pie, number, or "" for what is not drawn."""

    id: int
    title: str
    kind: str
    categories: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    places: tuple[float, ...] = ()  # of a scatter: where the categories lie on the horizontal axis
    stacked: bool = False
    hole: float = 0.0
    legend: bool = True
    axes: dict[str, str] = field(default_factory=dict)  # BOTTOM_AXIS, LEFT_AXIS: what they measure

    @property
    def about(self) -> str:
        """What a person hears who does not see it."""
        words = {"column": "kolom", "bar": "batang", "line": "garis", "area": "area", "scatter": "pencar",
                 "pie": "lingkaran", "number": "angka"}  # fmt: skip
        named = ", ".join(each.name for each in self.series if each.name)
        return f"Grafik {words.get(self.kind, '')}: {self.title}" + (f" ({named})" if named else "")


def of_tab(book: Book, sheet_id: int) -> list[Chart]:
    """The tab's charts in order."""
    sheet = book.find(sheet_id)
    return [chart(book, each) for each in (sheet.extras.get("charts", []) if sheet else [])[:MOST_CHARTS]]


def chart(book: Book, body: Json) -> Chart:
    """The chart of a Google EmbeddedChart; one that this server does not draw has no kind."""
    spec = body.get("spec", {})
    number, title = int(body.get("chartId", 0)), str(spec.get("title") or "Grafik tanpa judul")
    try:
        if basic := spec.get("basicChart"):
            return _basic(book, number, title, basic)
        if pie := spec.get("pieChart"):
            return _pie(book, number, title, pie)
        if histogram := spec.get("histogramChart"):
            return _histogram(book, number, title, histogram)
        if score := spec.get("scorecardChart"):
            found = [each for _, each in _cells(book, score.get("keyValueData", {})) if is_number(each)]
            values = (float(found[0]) if found else None,)  # type: ignore[arg-type]  # is_number said so
            return Chart(number, title, "number", ("",), (Series("", values, PALETTE[0], "number"),))
    except (KeyError, TypeError, ValueError, AttributeError):  # a spec that Google's schema allows and no chart can be
        return Chart(number, title, "")
    return Chart(number, title, "")


def legend(chart: Chart) -> list[tuple[str, str]]:
    """(name, colour) of what the chart tells apart; empty where one row of marks needs no name."""
    if not chart.legend:
        return []
    if chart.kind == "pie":
        return [(name, PALETTE[place % len(PALETTE)]) for place, name in enumerate(chart.categories)]
    return [(each.name, each.color) for each in chart.series if each.name]


def _cells(book: Book, data: Json) -> list[tuple[str, Scalar]]:
    """(as shown, value) of the cells of a ChartData, hidden rows left out as Google does."""
    found: list[tuple[str, Scalar]] = []
    for source in data.get("sourceRange", {}).get("sources", []):
        sheet = book.find(source.get("sheetId", 0))
        if sheet is None:
            continue
        box = a1.box_of(source).within(sheet)
        unseen = hiding.hidden(book, sheet) | {
            int(row) for row, each in sheet.extras.get("rowMeta", {}).items() if each.get("hiddenByUser")
        }
        for row in range(box.r0, min(box.bottom, max(sheet.last_row(), 1), box.r0 + MOST_POINTS + 1)):
            if row in unseen:
                continue
            for column in range(box.c0, min(box.right, box.c0 + MOST_POINTS + 1)):
                value = rendering.result(book, sheet, row, column)
                found.append((rendering.formatted(book, sheet, sheet.get(row, column), value), value))
    return found[: MOST_POINTS + 1]


def _number(value: Scalar) -> float | None:
    return float(value) if is_number(value) and math.isfinite(value) else None  # type: ignore[arg-type]  # it is one


def _series(book: Book, listed: list[Json], heads: int | None, kind: str, key: str = "series") -> Iterator[Series]:
    for place, each in enumerate(listed[:MOST_SERIES]):
        cells = _cells(book, each.get(key, {}))
        headed = _heads(cells, heads)
        color = tints.written(each, "color") or PALETTE[place % len(PALETTE)]
        name = " ".join(shown for shown, _ in cells[:headed]) or f"Seri {place + 1}"
        own = KINDS.get(each.get("type", ""), kind)
        yield Series(name, tuple(_number(value) for _, value in cells[headed:]), color, own)


def _heads(cells: list[tuple[str, Scalar]], heads: int | None) -> int:
    """How many of the first cells name the series: as the spec says, otherwise one where it is a text over numbers."""
    if heads is not None:
        return min(heads, len(cells))
    return int(len(cells) > 1 and bool(cells[0][0]) and not is_number(cells[0][1]))


def _basic(book: Book, number: int, title: str, spec: Json) -> Chart:
    kind = KINDS.get(spec.get("chartType", ""), "column")
    heads = spec.get("headerCount")
    series = tuple(_series(book, spec.get("series", []), heads, kind))
    headed = heads if heads is not None else int(any(not each.name.startswith("Seri ") for each in series))
    domains = spec.get("domains", [])
    cells = _cells(book, domains[0].get("domain", {}))[headed:] if domains else []
    amount = max([len(cells), *(len(each.values) for each in series)], default=0)
    cells = cells[:amount] or [(str(place + 1), float(place + 1)) for place in range(amount)]
    while (
        len(cells) > 1 and not cells[-1][0] and all(each.values[len(cells) - 1 :] in {(), (None,)} for each in series)
    ):
        cells.pop()  # ranges reach to the end of a tab; nothing stands there
    values = tuple(
        Series(s.name, (*s.values, *[None] * len(cells))[: len(cells)], s.color, s.kind) for s in series
    )  # fmt: skip
    axes = {each.get("position", ""): each.get("title", "") for each in spec.get("axis", [])}
    places = [_number(value) for _, value in cells]
    return Chart(
        number, title, kind, tuple(shown for shown, _ in cells), values,
        tuple(float(place) if at is None else at for place, at in enumerate(places, 1)),
        stacked=spec.get("stackedType", "NOT_STACKED") in {"STACKED", "PERCENT_STACKED"},
        legend=spec.get("legendPosition") != "NO_LEGEND", axes=axes,
    )  # fmt: skip


def _pie(book: Book, number: int, title: str, spec: Json) -> Chart:
    names, values = _cells(book, spec.get("domain", {})), _cells(book, spec.get("series", {}))
    if values and not is_number(values[0][1]):
        names, values = names[1:], values[1:]
    slices = [
        (name, amount) for (name, _), (_, value) in zip(names, values, strict=False) if (amount := _number(value) or 0) > 0
    ]  # fmt: skip
    series = Series("", tuple(amount for _, amount in slices), PALETTE[0], "pie")
    return Chart(
        number, title, "pie", tuple(name for name, _ in slices), (series,),
        hole=min(max(float(spec.get("pieHole", 0)), 0.0), 0.9), legend=spec.get("legendPosition") != "NO_LEGEND",
    )  # fmt: skip


def _histogram(book: Book, number: int, title: str, spec: Json) -> Chart:
    drawn = list(_series(book, spec.get("series", []), None, "column", "data"))
    every = [value for each in drawn for value in each.values if value is not None]
    if not every:
        return Chart(number, title, "column")
    low, high = min(every), max(every)
    width = float(spec.get("bucketSize") or 0) or max((high - low) / max(round(math.sqrt(len(every))), 1), 1e-9)
    start = math.floor(low / width) * width
    bins = int((high - start) // width) + 1
    if bins > MOST_BINS:
        bins, width = MOST_BINS, (high - start) / MOST_BINS
    series = []
    for each in drawn:
        counts = [0] * bins
        for value in each.values:
            if value is not None:
                counts[min(int((value - start) // width), bins - 1)] += 1
        series.append(Series(each.name, tuple(float(count) for count in counts), each.color, "column"))
    names = tuple(f"{shown(start + place * width)}–{shown(start + (place + 1) * width)}" for place in range(bins))
    return Chart(number, title, "column", names, tuple(series), legend=spec.get("legendPosition") != "NO_LEGEND")


def shown(value: float) -> str:
    """The number as Indonesians write it, at most six digits of it."""
    text = f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.4g}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
