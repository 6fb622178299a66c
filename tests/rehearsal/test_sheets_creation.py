"""Spreadsheets created whole, and what foreign clients read, write and fetch of them."""

from __future__ import annotations

import io
import urllib.request
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from integrations.rehearsal.sheets import parsing, patterns

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

ROW = {"sheetId": 4, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}


@pytest.fixture
def book(sheets: Any) -> str:
    """An empty spreadsheet."""
    return str(sheets.create(body={}).execute()["spreadsheetId"])


def _batch(sheets: Any, book: str, *requests: Any) -> list[Any]:
    replies = sheets.batchUpdate(spreadsheetId=book, body={"requests": list(requests)}).execute()["replies"]
    return list(replies)


# Created whole


def test_everything_a_spreadsheet_is_created_with_has_its_id_and_is_there(sheets: Any) -> None:
    source = {"sourceRange": {"sources": [{**ROW, "endColumnIndex": 1}]}}
    tab = {
        "properties": {"sheetId": 4, "title": "Satu", "gridProperties": {"rowCount": 0, "columnCount": 5}},
        "data": [{"startRow": 1, "rowMetadata": [{"pixelSize": 50}], "columnMetadata": [{"pixelSize": 33}],
                  "rowData": [{"values": [{"userEnteredValue": {"formulaValue": "=1+1"}, "note": "n"}]}]}],
        "merges": [ROW], "protectedRanges": [{"range": ROW}], "filterViews": [{"range": ROW}],
        "bandedRanges": [{"range": ROW, "rowProperties": {"firstBandColor": {"red": 1}}}],
        "charts": [{"spec": {"basicChart": {"chartType": "LINE", "series": [{"series": source}]}},
                    "position": {"overlayPosition": {"anchorCell": {"sheetId": 4}}}}],
        "rowGroups": [{"range": {"sheetId": 4, "dimension": "ROWS", "startIndex": 2, "endIndex": 4}, "depth": 1}],
        "basicFilter": {"range": ROW},
        "developerMetadata": [{"metadataKey": "k", "visibility": "DOCUMENT", "location": {"sheetId": 4}}],
    }  # fmt: skip
    made = sheets.create(body={"sheets": [tab], "namedRanges": [{"name": "Nama", "range": ROW}]}).execute()
    shown = made["sheets"][0]
    assert shown["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 5}
    assert (shown["merges"], shown["basicFilter"]["range"]) == ([ROW], ROW)
    ids = {"protectedRanges": "protectedRangeId", "filterViews": "filterViewId", "bandedRanges": "bandedRangeId",
           "charts": "chartId", "developerMetadata": "metadataId"}  # fmt: skip
    assert {name: isinstance(shown[name][0][key], int) for name, key in ids.items()} == dict.fromkeys(ids, True)
    assert (shown["rowGroups"][0]["depth"], made["namedRanges"][0]["namedRangeId"].isdigit()) == (1, True)
    data = sheets.get(spreadsheetId=made["spreadsheetId"], includeGridData=True).execute()["sheets"][0]["data"][0]
    cell = data["rowData"][1]["values"][0]
    assert (cell["formattedValue"], cell["note"]) == ("2", "n")
    assert (data["rowMetadata"][1], data["columnMetadata"][0]) == ({"pixelSize": 50}, {"pixelSize": 33})


def test_a_part_that_cannot_be_made_is_named_and_nothing_is_created(sheets: Any, drive: Any) -> None:
    body = {"properties": {"title": "Gagal"}, "namedRanges": [{"name": "1x", "range": {"sheetId": 0}}]}
    status, error = refused(lambda: sheets.create(body=body).execute())
    assert (status, error["message"]) == (400, "Invalid namedRanges[0]: Invalid name: 1x")
    assert drive.files().list(q="name = 'Gagal'").execute()["files"] == []


# Written and read


def test_a_batch_update_counts_every_row_and_column_once(sheets: Any, book: str) -> None:
    data = [{"range": f"A{row}:D{row}", "values": [["a", "b", "", "d"]]} for row in (1, 4)]
    made = sheets.values().batchUpdate(spreadsheetId=book, body={"valueInputOption": "RAW", "data": data}).execute()
    assert [made[f"totalUpdated{what}"] for what in ("Rows", "Columns", "Cells", "Sheets")] == [2, 4, 8, 1]


def test_empty_lists_are_left_out(sheets: Any, book: str) -> None:
    assert sheets.values().batchGet(spreadsheetId=book).execute() == {"spreadsheetId": book}
    assert sheets.values().batchClear(spreadsheetId=book, body={"ranges": []}).execute() == {"spreadsheetId": book}
    none = {"developerMetadataLookup": {"metadataKey": "tidak ada"}}
    assert _batch(sheets, book, {"deleteDeveloperMetadata": {"dataFilter": none}}) == [{"deleteDeveloperMetadata": {}}]
    assert "sheets" not in sheets.getByDataFilter(spreadsheetId=book, body={"dataFilters": [none]}).execute()
    assert _batch(sheets, book, {"findReplace": {"find": "x", "replacement": "y", "allSheets": True}}) == [
        {"findReplace": {}}
    ]


def test_masks_may_be_written_with_underscores_or_as_lists_of_paths(sheets: Any, world: World, book: str) -> None:
    frozen = {"properties": {"gridProperties": {"frozenRowCount": 1}}, "fields": "grid_properties.frozen_row_count"}
    _batch(sheets, book, {"updateSheetProperties": frozen})
    title = {"properties": {"title": "Rekap"}, "fields": {"paths": ["title"]}}
    body = {"requests": [{"updateSheetProperties": title}]}
    assert world.http("POST", f"/v4/spreadsheets/{book}:batchUpdate", body, world.server.token)[0] == 200
    shown = sheets.get(
        spreadsheetId=book, fields="sheets(properties(title,grid_properties/frozen_row_count))"
    ).execute()
    assert shown == {"sheets": [{"properties": {"title": "Rekap", "gridProperties": {"frozenRowCount": 1}}}]}


def test_a_text_is_turned_or_stands_upright(sheets: Any, book: str) -> None:
    for rotation, name in (({"angle": 30}, "angle"), ({"vertical": True}, "vertical")):
        cell = {"userEnteredFormat": {"textRotation": rotation}}
        fields = f"userEnteredFormat.textRotation.{name}"
        _batch(sheets, book, {"repeatCell": {"range": {**ROW, "sheetId": 0}, "cell": cell, "fields": fields}})
    shown = sheets.get(spreadsheetId=book, ranges="A1", fields="sheets.data.rowData.values.userEnteredFormat").execute()
    look = shown["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"]
    assert look == {"textRotation": {"vertical": True}}


def test_a_pivot_table_is_kept_as_it_was_written(sheets: Any, book: str) -> None:
    pivot = {
        "source": {"sheetId": 0, "endRowIndex": 9},
        "values": [{"summarizeFunction": "COUNTA", "sourceColumnOffset": 1}],
    }
    rows = [{"values": [{"pivotTable": pivot}]}]
    _batch(sheets, book, {"updateCells": {"rows": rows, "start": {"sheetId": 0}, "fields": "pivotTable"}})
    shown = sheets.get(spreadsheetId=book, ranges="A1", fields="sheets.data.rowData.values.pivotTable").execute()
    assert shown["sheets"][0]["data"][0]["rowData"] == rows


def test_frozen_rows_that_are_deleted_are_frozen_no_longer(sheets: Any, book: str) -> None:
    grid = {"rowCount": 10, "columnCount": 3, "frozenRowCount": 2}
    _batch(sheets, book,
           {"updateSheetProperties": {"properties": {"gridProperties": grid}, "fields": "gridProperties"}},
           {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 4}}})  # fmt: skip
    shown = sheets.get(spreadsheetId=book).execute()["sheets"][0]["properties"]["gridProperties"]
    assert shown == {"rowCount": 7, "columnCount": 3, "frozenRowCount": 1}


def test_metadata_stands_beside_its_row_and_is_found_by_place(sheets: Any, book: str) -> None:
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    given = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"dimensionRange": row}}
    made = _batch(sheets, book, {"createDeveloperMetadata": {"developerMetadata": given}})[0]
    made = made["createDeveloperMetadata"]["developerMetadata"]
    data = sheets.get(spreadsheetId=book, ranges="A2:A3", includeGridData=True).execute()["sheets"][0]["data"][0]
    assert data["rowMetadata"] == [{"pixelSize": 21, "developerMetadata": [made]}, {"pixelSize": 21}]
    for place, known in (("B1:B3", [made]), ("A3", [])):
        found = (
            sheets.developerMetadata().search(spreadsheetId=book, body={"dataFilters": [{"a1Range": place}]}).execute()
        )
        assert [each["developerMetadata"] for each in found.get("matchedDeveloperMetadata", [])] == known


# Typed


@pytest.mark.parametrize(
    ("typed", "value", "pattern"),
    [
        ("Jan 5, 2024", 45296, "mmm d, yyyy"), ("5-Jan-2024", 45296, "d-mmm-yyyy"), ("January 2024", 45292, "mmmm yyyy"),
        ("5 January 2024 10:30", 45296.4375, "d mmmm yyyy hh:mm"), ("Juri 5", "Juri 5", None), ("58/1", "58/1", None),
        ("Feb 30, 2024", "Feb 30, 2024", None), ("(5)", -5, None), ("١", "١", None),
    ],
)  # fmt: skip
def test_days_are_read_with_the_names_of_months(typed: str, value: Any, pattern: str | None) -> None:
    habits = parsing.locale("en_US")
    read, form = parsing.entered(typed, habits)
    assert (read, (form or {}).get("pattern")) == (value, pattern)
    assert form is None or patterns.shown(float(value), form, habits) == typed


def test_indonesian_months_are_read_where_indonesian_is_written() -> None:
    typed = "17 Agustus 2026"
    assert parsing.entered(typed, parsing.locale("en_US")) == (typed, None)
    read, form = parsing.entered(typed, parsing.locale("id_ID"))
    assert patterns.shown(float(str(read)), form or {}, parsing.locale("id_ID")) == typed


def test_a_day_without_a_year_is_one_of_this_year(world: World, sheets: Any, book: str) -> None:
    world.admin("PUT", "clock", {"now": "2026-03-01T00:00:00Z"})
    sheets.values().update(
        spreadsheetId=book, range="A1", valueInputOption="USER_ENTERED", body={"values": [["8/10", "=YEAR(A1)"]]}
    ).execute()
    assert sheets.values().get(spreadsheetId=book, range="A1:B1").execute()["values"] == [["8/10", "2026"]]


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (1.5, "[hh]:mm", "36:00"), (0.05, "[m]", "72"), (1234567.891, '0.0,,"M"', "1.2M"), (1234567, "#,##0,", "1,235"),
        (0.75, "?/?", "3/4"), (2.5, "# ?/2", "2 1/2"), (2.999, "# ?/?", "3"), (5, "[red]-0", "-5"),
    ],
)  # fmt: skip
def test_numbers_are_shown_as_hours_thousands_and_fractions(value: float, pattern: str, shown: str) -> None:
    assert patterns.shown(value, {"type": "NUMBER", "pattern": pattern}, parsing.locale("en_US")) == shown


def test_an_attribute_is_unset_without_its_neighbours(sheets: Any, book: str) -> None:
    box = {**ROW, "sheetId": 0}
    cell = {"userEnteredFormat": {"textFormat": {"bold": True, "italic": True}, "wrapStrategy": "WRAP"}}
    bold = "userEnteredFormat.textFormat.bold"
    _batch(sheets, book, {"repeatCell": {"range": box, "cell": cell, "fields": "userEnteredFormat"}},
           {"repeatCell": {"range": box, "cell": {}, "fields": bold}})  # fmt: skip
    shown = sheets.get(spreadsheetId=book, ranges="A1", fields="sheets.data.rowData.values.userEnteredFormat").execute()
    look = shown["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"]
    assert look == {"textFormat": {"italic": True}, "wrapStrategy": "WRAP"}


@pytest.mark.parametrize(("name", "value"), [("locale", "bukan locale"), ("timeZone", "Mars/Base")])
def test_a_place_that_is_none_is_refused(sheets: Any, book: str, name: str, value: str) -> None:
    asked = {"requests": [{"updateSpreadsheetProperties": {"properties": {name: value}, "fields": name}}]}
    assert refused(lambda: sheets.batchUpdate(spreadsheetId=book, body=asked).execute())[0] == 400
    assert refused(lambda: sheets.create(body={"properties": {name: value}}).execute())[0] == 400


# Fetched


def test_a_tab_is_fetched_from_the_address_clients_know(world: World, sheets: Any, book: str) -> None:
    made = _batch(sheets, book, {"addSheet": {"properties": {"title": "Dua"}}})[0]["addSheet"]["properties"]["sheetId"]
    sheets.values().update(
        spreadsheetId=book, range="Dua!A1", valueInputOption="RAW", body={"values": [["a", "b"]]}
    ).execute()
    path = f"/spreadsheets/d/{book}/export"
    assert world.http("GET", f"{path}?format=csv&gid={made}", token=world.server.token) == (200, "a,b")
    assert world.http("GET", f"{path}?format=csv&gid=999", token=world.server.token)[0] == 400
    asked = urllib.request.Request(  # noqa: S310 - loopback
        world.server.base + path, headers={"Authorization": f"Bearer {world.server.token}"}
    )
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 - loopback
        assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(answer.read())).namelist()


def test_the_document_of_an_api_is_found_by_a_version_only_it_has(world: World) -> None:
    status, found = world.http("GET", "/$discovery/rest?version=v4")
    assert (status, found["name"], found["rootUrl"]) == (200, "sheets", world.server.base + "/")
    assert world.http("GET", "/$discovery/rest?version=v1")[0] == 404


@pytest.mark.parametrize("title", ["Página1", "シート1", "a b", "2024", "R1C1"])
def test_the_names_of_tabs_that_are_no_plain_words_stand_in_quotation_marks(sheets: Any, book: str, title: str) -> None:
    _batch(sheets, book, {"addSheet": {"properties": {"title": title}}})
    found = sheets.values().get(spreadsheetId=book, range=f"'{title}'!A1:B2").execute()
    assert found["range"] == f"'{title}'!A1:B2"


def test_query_parameters_are_known_by_their_inner_names_too(world: World, book: str) -> None:
    path = f"/v4/spreadsheets/{book}/values/A1?major_dimension=COLUMNS&value_render_option=FORMULA"
    assert world.http("GET", path, token=world.server.token)[1]["majorDimension"] == "COLUMNS"
    status, answer = world.http("GET", f"/v4/spreadsheets/{book}?not_known=1", token=world.server.token)
    assert (status, 'Unknown name "not_known"' in answer["error"]["message"]) == (400, True)
