"""Charts on the sheet page: drawn from what their ranges hold, named for those who do not see them, inert."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from integrations.rehearsal.pages.charts import shown
from integrations.rehearsal.pages.drawing import ticks

from .conftest import FIRST, HOSTILE

if TYPE_CHECKING:
    from .conftest import Place

ROWS = [["Kecamatan", "Usulan", "Lolos"], ["Utara", 12, 5], ["Raya", 9, 4], ["Teluk", 15, 9], ["Burung", 4, 1]]


@pytest.fixture
def book(place: Place) -> str:
    made = str(place.api("POST", "/v4/spreadsheets", {"properties": {"title": "Rekap"}})["spreadsheetId"])
    place.api("PUT", f"/v4/spreadsheets/{made}/values/A1:C5", {"values": ROWS}, valueInputOption="RAW")
    return made


def _range(column: int, first: int = 0, last: int = 5) -> dict[str, Any]:
    source = {"sheetId": 0, "startRowIndex": first, "endRowIndex": last, "startColumnIndex": column,
              "endColumnIndex": column + 1}  # fmt: skip
    return {"sourceRange": {"sources": [source]}}


def _basic(kind: str, **more: Any) -> dict[str, Any]:
    series = [{"series": _range(1)}, {"series": _range(2)}]
    return {
        "basicChart": {
            "chartType": kind,
            "headerCount": 1,
            "domains": [{"domain": _range(0)}],
            "series": series,
            **more,
        }
    }


def _page(place: Place, book: str, spec: dict[str, Any], *before: dict[str, Any]) -> str:
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 7}}}
    chart = {"addChart": {"chart": {"spec": {"title": "Usulan", **spec}, "position": position}}}
    place.api("POST", f"/v4/spreadsheets/{book}:batchUpdate", {"requests": [*before, chart]})
    return place.visitor(FIRST).text(f"/lembar/{book}/0")


def _said(page: str, shape: str) -> list[str]:
    """What the marks of that shape say when they are pointed at."""
    return re.findall(rf"<{shape} [^>]*><title>([^<]*)</title>", page)


EIGHT = ["Utara, Usulan: 12", "Raya, Usulan: 9", "Teluk, Usulan: 15", "Burung, Usulan: 4",
         "Utara, Lolos: 5", "Raya, Lolos: 4", "Teluk, Lolos: 9", "Burung, Lolos: 1"]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "shape", "word"), [("COLUMN", "rect", "kolom"), ("BAR", "rect", "batang"), ("LINE", "circle", "garis")]
)
def test_columns_bars_and_lines_show_every_value(place: Place, book: str, kind: str, shape: str, word: str) -> None:
    page = _page(place, book, _basic(kind))
    assert f'role="img" aria-label="Grafik {word}: Usulan (Usulan, Lolos)"' in page
    assert sorted(_said(page, shape)) == sorted(EIGHT)
    assert re.findall(r"<li><svg [^>]*>.*?</svg> (\w+)</li>", page) == ["Usulan", "Lolos"]  # the legend
    assert page.count('<th scope="row">Teluk</th>') == 1  # the same numbers as a table


def test_columns_are_as_high_as_their_values(place: Place, book: str) -> None:
    heights = [
        float(each)
        for each in re.findall(r'<rect [^>]*height="([\d.]+)"[^>]*><title>', _page(place, book, _basic("COLUMN")))
    ]
    assert [round(each / heights[0] * 12, 1) for each in heights] == [12, 9, 15, 4, 5, 4, 9, 1]


def test_a_pie_shows_shares(place: Place, book: str) -> None:
    page = _page(place, book, {"pieChart": {"domain": _range(0, 1), "series": _range(1, 1)}})
    assert _said(page, "path") == ["Utara: 12 (30%)", "Raya: 9 (22,5%)", "Teluk: 15 (37,5%)", "Burung: 4 (10%)"]


def test_points_lie_where_both_values_say(place: Place, book: str) -> None:
    page = _page(place, book, _basic("SCATTER", domains=[{"domain": _range(1)}], series=[{"series": _range(2)}]))
    across = [float(each) for each in re.findall(r'<circle cx="([\d.]+)"', page)]
    assert len(across) == 4 and sorted(across, reverse=True) == [across[2], across[0], across[1], across[3]]


def test_a_histogram_counts(place: Place, book: str) -> None:
    page = _page(place, book, {"histogramChart": {"series": [{"data": _range(1)}], "bucketSize": 5}})
    assert _said(page, "rect") == ["0–5, Usulan: 1", "5–10, Usulan: 1", "10–15, Usulan: 1", "15–20, Usulan: 1"]


def test_hidden_rows_are_left_out_and_new_values_are_drawn(place: Place, book: str) -> None:
    where = {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    hide = {
        "updateDimensionProperties": {"range": where, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    }
    page = _page(place, book, _basic("COLUMN"), hide)
    assert "Raya, Usulan: 9" not in page and len(_said(page, "rect")) == 6
    place.api("PUT", f"/v4/spreadsheets/{book}/values/B2", {"values": [[13]]}, valueInputOption="RAW")
    assert "Utara, Usulan: 13" in _said(place.visitor(FIRST).text(f"/lembar/{book}/0"), "rect")


def test_titles_and_names_from_outside_stay_text(place: Place, book: str) -> None:
    place.api("PUT", f"/v4/spreadsheets/{book}/values/A2", {"values": [[HOSTILE]]}, valueInputOption="RAW")
    page = _page(place, book, {**_basic("COLUMN"), "title": HOSTILE})
    assert "<script" not in page and "<img src=x" not in page and "onerror=alert(1)&gt;" in page
    assert " style=" not in page and "<style" not in page


@pytest.mark.parametrize(
    ("spec", "words"),
    [({"treemapChart": {}}, "tidak digambar"), ({"basicChart": {"chartType": "LINE"}}, "Belum ada angka"), (_basic("LINE", series=[]), "Belum ada angka"),
     ({"pieChart": {"domain": _range(0, 900, 950), "series": _range(1, 900, 950)}}, "Belum ada angka")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said(place: Place, book: str, spec: dict[str, Any], words: str) -> None:
    assert words in _page(place, book, spec)


@pytest.mark.parametrize(
    ("low", "high", "made"),
    [(0, 15, [0, 5, 10, 15]), (64.75, 88.1, [60, 65, 70, 75, 80, 85, 90]), (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1])],
)
def test_axes_have_round_numbers(low: float, high: float, made: list[float]) -> None:
    assert ticks(low, high) == made


@pytest.mark.parametrize(
    ("value", "text"), [(1234567, "1.234.567"), (1234.5, "1.234"), (78.52, "78,52"), (-3, "-3"), (0.1 + 0.2, "0,3")]
)
def test_numbers_are_written_as_indonesians_do(value: float, text: str) -> None:
    assert shown(value) == text
