"""Kinds of batchUpdate requests beyond gspread's, with Google's own client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

TABLE = [["a", 1, "x"], ["b", 2, "y"], ["c", 3, "z"]]


@pytest.fixture
def book(sheets: Any) -> str:
    """A spreadsheet with a small table in A1:C3."""
    made = str(sheets.create(body={}).execute()["spreadsheetId"])
    _put(sheets, made, "A1", TABLE)
    return made


def _put(sheets: Any, book: str, place: str, values: list[list[Any]]) -> None:
    sheets.values().update(
        spreadsheetId=book, range=place, valueInputOption="USER_ENTERED", body={"values": values}
    ).execute()


def _get(sheets: Any, book: str, place: str, option: str = "FORMATTED_VALUE") -> Any:
    request = sheets.values().get(spreadsheetId=book, range=place, valueRenderOption=option)
    return request.execute().get("values")


def _ask(sheets: Any, book: str, **request: Any) -> dict[str, Any]:
    answer = sheets.batchUpdate(spreadsheetId=book, body={"requests": [request]}).execute()
    return dict(answer["replies"][0])


def _box(r0: int, r1: int, c0: int, c1: int) -> dict[str, int]:
    return {"sheetId": 0, "startRowIndex": r0, "endRowIndex": r1, "startColumnIndex": c0, "endColumnIndex": c1}


def test_blocks_of_cells_are_put_in_and_taken_out(sheets: Any, book: str) -> None:
    _put(sheets, book, "E1", [["=B3"]])
    assert _ask(sheets, book, insertRange={"range": _box(1, 2, 0, 2), "shiftDimension": "ROWS"}) == {}
    assert _get(sheets, book, "A1:C4") == [["a", "1", "x"], ["", "", "y"], ["b", "2", "z"], ["c", "3"]]
    assert _get(sheets, book, "E1", "FORMULA") == [["=B4"]]
    _ask(sheets, book, deleteRange={"range": _box(1, 2, 0, 2), "shiftDimension": "ROWS"})
    _ask(sheets, book, deleteRange={"range": _box(0, 1, 0, 1), "shiftDimension": "COLUMNS"})
    assert _get(sheets, book, "A1:C3") == [["1", "x"], ["b", "2", "y"], ["c", "3", "z"]]


def test_series_are_continued(sheets: Any, book: str) -> None:
    _put(sheets, book, "E1", [[1, "=A1"], [3, "=A2"]])
    source = {"source": _box(0, 2, 4, 6), "dimension": "ROWS", "fillLength": 2}
    _ask(sheets, book, autoFill={"sourceAndDestination": source})
    assert _get(sheets, book, "E1:F4", "FORMULA") == [[1, "=A1"], [3, "=A2"], [5, "=A3"], [7, "=A4"]]
    _put(sheets, book, "H1", [["Senin"]])
    _ask(sheets, book, autoFill={"range": _box(0, 1, 7, 10)})
    assert _get(sheets, book, "H1:J1") == [["Senin", "Senin", "Senin"]]


def test_texts_are_trimmed_split_and_pasted(sheets: Any, book: str) -> None:
    _put(sheets, book, "E1", [["  dua   kata "], ["satu,2"]])
    reply = _ask(sheets, book, trimWhitespace={"range": _box(0, 2, 4, 5)})
    assert reply == {"trimWhitespace": {"cellsChangedCount": 1}}
    _ask(sheets, book, textToColumns={"source": _box(1, 2, 4, 5), "delimiterType": "COMMA"})
    assert _get(sheets, book, "E1:F2", "UNFORMATTED_VALUE") == [["dua kata"], ["satu", 2]]
    where = {"sheetId": 0, "rowIndex": 5, "columnIndex": 0}
    _ask(sheets, book, pasteData={"coordinate": where, "data": "a;1\nb;=1+1", "delimiter": ";", "type": "PASTE_NORMAL"})
    assert _get(sheets, book, "A6:B7", "UNFORMATTED_VALUE") == [["a", 1], ["b", 2]]
    html = "<table><tr><td>x</td><td>9</td></tr></table>"
    _ask(sheets, book, pasteData={"coordinate": where, "data": html, "html": True})
    assert _get(sheets, book, "A6:B6", "UNFORMATTED_VALUE") == [["x", 9]]


def test_rows_that_say_the_same_are_removed(sheets: Any, book: str) -> None:
    _put(sheets, book, "E1", [["a", 1], ["A", 2], ["b", 3]])
    column = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 4, "endIndex": 5}
    reply = _ask(sheets, book, deleteDuplicates={"range": _box(0, 3, 4, 6), "comparisonColumns": [column]})
    assert reply == {"deleteDuplicates": {"duplicatesRemovedCount": 1}}
    assert _get(sheets, book, "E1:F3") == [["a", "1"], ["b", "3"]]
    _ask(sheets, book, randomizeRange={"range": _box(0, 2, 4, 6)})
    assert sorted(_get(sheets, book, "E1:F3")) == [["a", "1"], ["b", "3"]]


def test_filter_views_are_kept(sheets: Any, book: str) -> None:
    view = _ask(sheets, book, addFilterView={"filter": {"title": "Lolos", "range": _box(0, 3, 0, 3)}})["addFilterView"]
    copied = _ask(sheets, book, duplicateFilterView={"filterId": view["filter"]["filterViewId"]})
    assert copied["duplicateFilterView"]["filter"]["title"] == "Copy of Lolos"
    change = {"filterViewId": view["filter"]["filterViewId"], "title": "Gugur"}
    assert _ask(sheets, book, updateFilterView={"filter": change, "fields": "title"}) == {}
    _ask(sheets, book, deleteFilterView={"filterId": copied["duplicateFilterView"]["filter"]["filterViewId"]})
    seen = sheets.get(spreadsheetId=book, fields="sheets.filterViews(title,range)").execute()["sheets"]
    where = {"startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 3}
    assert seen == [{"filterViews": [{"title": "Gugur", "range": where}]}]
    status, error = refused(lambda: _ask(sheets, book, deleteFilterView={"filterId": 5}))
    assert (status, error["message"]) == (400, "Invalid requests[0].deleteFilterView: No filter view with id: 5")


def test_a_basic_filter_hides_rows(sheets: Any, book: str) -> None:
    specs = [
        {"columnIndex": 0, "filterCriteria": {"hiddenValues": ["b"]}},
        {"columnIndex": 1, "filterCriteria": {"condition": {"type": "NUMBER_LESS", "values": [{"userEnteredValue": "3"}]}}},
    ]  # fmt: skip
    _ask(sheets, book, setBasicFilter={"filter": {"range": _box(0, 3, 0, 3), "filterSpecs": specs}})
    fields = "sheets.data.rowMetadata.hiddenByFilter"
    data = sheets.get(spreadsheetId=book, ranges="A1:C4", fields=fields).execute()["sheets"][0]["data"][0]
    assert data["rowMetadata"] == [{}, {"hiddenByFilter": True}, {"hiddenByFilter": True}, {}]


def test_groups_are_folded(sheets: Any, book: str) -> None:
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    reply = _ask(sheets, book, addDimensionGroup={"range": rows})
    shown = {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}, "depth": 1}
    assert reply == {"addDimensionGroup": {"dimensionGroups": [shown]}}
    group = {"range": rows, "depth": 1, "collapsed": True}
    _ask(sheets, book, updateDimensionGroup={"dimensionGroup": group, "fields": "collapsed"})
    seen = sheets.get(spreadsheetId=book, fields="sheets(rowGroups,data.rowMetadata.hiddenByUser)", ranges="A1:A3")
    assert seen.execute()["sheets"] == [{
        "rowGroups": [{**shown, "collapsed": True}],
        "data": [{"rowMetadata": [{"hiddenByUser": True}, {"hiddenByUser": True}, {}]}],
    }]  # fmt: skip


def test_charts_are_changed_and_moved(sheets: Any, book: str) -> None:
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1}}}
    chart = _ask(sheets, book, addChart={"chart": {"spec": {"title": "Satu"}, "position": anchor}})["addChart"]["chart"]
    _ask(sheets, book, updateChartSpec={"chartId": chart["chartId"], "spec": {"title": "Dua"}})
    moved = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 9}}}
    reply = _ask(sheets, book, updateEmbeddedObjectPosition={
        "objectId": chart["chartId"], "newPosition": moved, "fields": "anchorCell.rowIndex"})  # fmt: skip
    assert reply["updateEmbeddedObjectPosition"]["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 9
    seen = sheets.get(spreadsheetId=book, fields="sheets.charts.spec.title").execute()
    assert seen == {"sheets": [{"charts": [{"spec": {"title": "Dua"}}]}]}


def test_merges_take_up_those_inside_them(sheets: Any, book: str) -> None:
    _ask(sheets, book, mergeCells={"range": _box(5, 7, 0, 2), "mergeType": "MERGE_ROWS"})
    _ask(sheets, book, mergeCells={"range": _box(5, 7, 0, 2), "mergeType": "MERGE_ALL"})
    merges = sheets.get(spreadsheetId=book, fields="sheets.merges").execute()["sheets"][0]["merges"]
    assert merges == [{"startRowIndex": 5, "endRowIndex": 7, "startColumnIndex": 0, "endColumnIndex": 2}]
    status, error = refused(lambda: _ask(sheets, book, unmergeCells={"range": _box(5, 6, 0, 2)}))
    assert (status, error["message"]) == (
        400, "Invalid requests[0].unmergeCells: You must select all cells in a merged range to merge or unmerge them."
    )  # fmt: skip


def test_kinds_of_a_preview_are_known_by_name_and_are_no_request(sheets: Any, book: str) -> None:
    status, error = refused(lambda: _ask(sheets, book, deleteComment={"commentId": "c"}))
    assert (status, error["message"]) == (400, "Invalid requests[0]: No request set.")


@pytest.mark.parametrize(
    ("typed", "shown", "bare"),
    [
        ("1.234,5", "1.234,50", 1234.5), ("12,5%", "12,50%", 0.125), ("Rp1.500", "Rp1.500", 1500),
        ("2/1/2026", "02/01/2026", 46024), ("0,25", "0,25", 0.25),
    ],
)  # fmt: skip
def test_an_indonesian_spreadsheet_reads_and_shows_numbers_its_way(
    sheets: Any, world: World, typed: str, shown: str, bare: float
) -> None:
    book = sheets.create(body={"properties": {"locale": "id_ID"}}).execute()["spreadsheetId"]
    _put(sheets, book, "A1", [[typed]])
    assert _get(sheets, book, "A1", "UNFORMATTED_VALUE") == [[bare]]
    assert _get(sheets, book, "A1") == [[shown]]
