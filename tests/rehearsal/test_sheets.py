"""Sheets: values, tables, batch updates, formats, protections, metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gspread
import pytest

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

PROTECTED = "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit."


@pytest.fixture
def book(sheets: Any) -> str:
    """A fresh spreadsheet."""
    return str(sheets.create(body={"properties": {"title": "Buku kerja"}}).execute()["spreadsheetId"])


def _put(
    sheets: Any, book: str, place: str, values: list[list[Any]], option: str = "RAW", **more: Any
) -> dict[str, Any]:
    request = sheets.values().update(
        spreadsheetId=book, range=place, valueInputOption=option, body={"values": values}, **more
    )
    return dict(request.execute())


def _get(sheets: Any, book: str, place: str, **more: Any) -> list[list[Any]] | None:
    found = sheets.values().get(spreadsheetId=book, range=place, **more).execute()
    return found.get("values")  # type: ignore[no-any-return]


def _batch(sheets: Any, book: str, *requests: dict[str, Any]) -> list[dict[str, Any]]:
    return list(sheets.batchUpdate(spreadsheetId=book, body={"requests": list(requests)}).execute()["replies"])


def test_a_fresh_spreadsheet_looks_as_googles_do(sheets: Any, book: str) -> None:
    made = sheets.get(spreadsheetId=book).execute()
    properties = made["properties"]
    assert (properties["title"], properties["locale"], properties["timeZone"], properties["autoRecalc"]) == (
        "Buku kerja", "en_US", "Etc/GMT", "ON_CHANGE"
    )  # fmt: skip
    assert len(properties["spreadsheetTheme"]["themeColors"]) == 9
    assert made["sheets"] == [{
        "properties": {
            "sheetId": 0, "title": "Sheet1", "index": 0, "sheetType": "GRID",
            "gridProperties": {"rowCount": 1000, "columnCount": 26},
        }
    }]  # fmt: skip
    assert made["spreadsheetUrl"] == f"https://docs.google.com/spreadsheets/d/{book}/edit"


def test_an_empty_range_has_no_values_key_and_its_name_is_completed(sheets: Any, book: str) -> None:
    assert sheets.values().get(spreadsheetId=book, range="'Sheet1'").execute() == {
        "range": "Sheet1!A1:Z1000", "majorDimension": "ROWS"
    }  # fmt: skip


def test_trailing_empty_rows_and_cells_are_left_out(sheets: Any, book: str) -> None:
    written = _put(sheets, book, "B2", [["a", ""], ["", ""], ["", "b", ""]])
    assert (written["updatedRange"], written["updatedCells"]) == ("Sheet1!B2:D4", 7)
    assert _get(sheets, book, "A1:F9") == [[], ["", "a"], [], ["", "", "b"]]
    assert _get(sheets, book, "A1:F9", majorDimension="COLUMNS") == [[], ["", "a"], ["", "", "", "b"]]


@pytest.mark.parametrize(
    ("typed", "shown", "bare"),
    [
        ("0012", "12", 12),
        ("'0012", "0012", "0012"),
        ("1.5", "1.5", 1.5),
        ("2026-01-02", "2026-01-02", 46024),
        ("1/2/2026", "1/2/2026", 46024),
        ("12%", "12%", 0.12),
        ("$1,234.50", "$1,234.50", 1234.5),
        ("1,234", "1,234", 1234),
        ("true", "TRUE", True),
        ("2026-01-02 12:00", "2026-01-02 12:00", 46024.5),
        ("12:30", "12:30", 0.5208333333333334),
        ("SIGAP BUMIL", "SIGAP BUMIL", "SIGAP BUMIL"),
        ('=HYPERLINK("https://a.example","Berkas")', "Berkas", "Berkas"),
        ("=SUM(B1:B2)", "0", 0),
        ("=TIDAKADA(B1:B2)", "#NAME?", "#NAME?"),
    ],
)
def test_typing_is_read_as_a_person_means_it(sheets: Any, book: str, typed: str, shown: str, bare: Any) -> None:
    _put(sheets, book, "A1", [[typed]], "USER_ENTERED")
    assert _get(sheets, book, "A1") == [[shown]]
    assert _get(sheets, book, "A1", valueRenderOption="UNFORMATTED_VALUE") == [[bare]]


def test_raw_values_stay_what_they_are(sheets: Any, book: str) -> None:
    values = ["=1+1", "0012", "2026-01-02", 7, 1.25, True]
    _put(sheets, book, "A1", [values])
    assert _get(sheets, book, "A1:F1") == [["=1+1", "0012", "2026-01-02", "7", "1.25", "TRUE"]]
    assert _get(sheets, book, "A1:F1", valueRenderOption="UNFORMATTED_VALUE") == [values]


def test_a_locale_with_commas_reads_commas(sheets: Any, book: str) -> None:
    _batch(sheets, book, {"updateSpreadsheetProperties": {"properties": {"locale": "id_ID"}, "fields": "locale"}})
    _put(sheets, book, "A1", [["81,25", "31/03/2026"]], "USER_ENTERED")
    assert _get(sheets, book, "A1:B1") == [["81,25", "31/03/2026"]]
    assert _get(sheets, book, "A1:B1", valueRenderOption="UNFORMATTED_VALUE") == [[81.25, 46112]]


def test_dates_come_as_numbers_or_as_text(sheets: Any, book: str) -> None:
    _put(sheets, book, "A1", [["2026-01-02", "5"]], "USER_ENTERED")
    options = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert _get(sheets, book, "A1:B1", **options) == [["2026-01-02", 5]]


def test_null_leaves_a_cell_alone_and_an_empty_text_clears_it(sheets: Any, book: str) -> None:
    _put(sheets, book, "A1", [["a", "b", "c"]])
    _put(sheets, book, "A1", [[None, "", "x"]])
    assert _get(sheets, book, "A1:C1") == [["a", "", "x"]]


def test_an_update_does_not_grow_the_grid(sheets: Any, book: str) -> None:
    status, error = refused(lambda: _put(sheets, book, "Sheet1!A1001", [["x"]]))
    assert (status, error["message"]) == (
        400, "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"
    )  # fmt: skip
    status, error = refused(lambda: _put(sheets, book, "A1:B1", [["a", "b", "c"]]))
    assert (status, error["message"]) == (
        400, "Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]"
    )  # fmt: skip


def test_a_range_of_no_sheet_cannot_be_parsed(sheets: Any, book: str) -> None:
    status, error = refused(lambda: _get(sheets, book, "NOPE!A5:F15"))
    assert (status, error["message"], error["status"]) == (
        400, "Unable to parse range: NOPE!A5:F15", "INVALID_ARGUMENT"
    )  # fmt: skip


def test_values_that_are_no_lists_are_named_with_their_place(world: World, book: str) -> None:
    path = f"/v4/spreadsheets/{book}/values/A1?valueInputOption=RAW"
    status, answer = world.http("PUT", path, {"values": "X"}, world.server.token)
    assert (status, answer["error"]["message"]) == (
        400, "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\""
    )  # fmt: skip
    assert answer["error"]["details"][0]["fieldViolations"][0]["field"] == "data.values"


def _append(sheets: Any, book: str, place: str, values: list[list[Any]], **more: Any) -> dict[str, Any]:
    request = sheets.values().append(
        spreadsheetId=book, range=place, valueInputOption="RAW", body={"values": values}, **more
    )
    return dict(request.execute())


def test_an_append_finds_the_last_table(sheets: Any, book: str) -> None:
    first = _append(sheets, book, "Sheet1", [["x", "", "y"]])
    assert "tableRange" not in first
    assert first["updates"]["updatedRange"] == "Sheet1!A1:C1"
    gap = _append(sheets, book, "Sheet1", [["a", "b", "c"]])
    assert (gap["tableRange"], gap["updates"]["updatedRange"]) == ("Sheet1!C1", "Sheet1!C2:E2")
    sheets.values().clear(spreadsheetId=book, range="A2:Z2").execute()
    anchored = _append(sheets, book, "Sheet1!A1", [["a", "b", "c"]])
    assert (anchored["tableRange"], anchored["updates"]["updatedRange"]) == ("Sheet1!A1", "Sheet1!A2:C2")


def test_an_append_follows_the_guides_example(sheets: Any, book: str) -> None:
    _put(sheets, book, "A1", [[1, 2, 3], [1, 2, 3], [], ["", 1, 2, 3], ["", 1, 2, 3], ["", 1, 2, 3]])
    wanted = {"Sheet1": "B7", "C5:D5": "B7", "B2:D4": "B7", "A3:G10": "B7", "A1": "A3", "E4": "E4", "A4": "A4"}
    found = {}
    for place in wanted:
        answer = _append(sheets, book, place, [["x"]])
        found[place] = answer["updates"]["updatedRange"].removeprefix("Sheet1!")
        sheets.values().clear(spreadsheetId=book, range=found[place]).execute()
    assert found == wanted


def test_an_append_grows_the_grid(sheets: Any, book: str) -> None:
    shrink = {"properties": {"gridProperties": {"rowCount": 2, "columnCount": 2}},
              "fields": "gridProperties(rowCount,columnCount)"}  # fmt: skip
    _batch(sheets, book, {"updateSheetProperties": shrink})
    _put(sheets, book, "A1", [["a", "b"], ["c", "d"]])
    assert (
        _append(sheets, book, "A1", [[1, 2, 3]], insertDataOption="INSERT_ROWS")["updates"]["updatedRange"]
        == "Sheet1!A3:C3"
    )
    grid = sheets.get(spreadsheetId=book, fields="sheets.properties.gridProperties").execute()
    assert grid["sheets"][0]["properties"]["gridProperties"] == {"rowCount": 3, "columnCount": 3}


def test_many_ranges_are_written_together_or_not_at_all(sheets: Any, book: str) -> None:
    body = {"valueInputOption": "RAW", "data": [
        {"range": "A1:B1", "values": [["a", "b"]]}, {"range": "A3", "values": [["c"]]}]}  # fmt: skip
    made = sheets.values().batchUpdate(spreadsheetId=book, body=body).execute()
    assert (made["totalUpdatedCells"], made["totalUpdatedSheets"], len(made["responses"])) == (3, 1, 2)
    body["data"] = [{"range": "A1", "values": [["lain"]]}, {"range": "A1001", "values": [["x"]]}]  # type: ignore[assignment]
    assert refused(lambda: sheets.values().batchUpdate(spreadsheetId=book, body=body).execute())[0] == 400
    ranges = sheets.values().batchGet(spreadsheetId=book, ranges=["A1:B1", "A3:A4"]).execute()["valueRanges"]
    assert [each.get("values") for each in ranges] == [[["a", "b"]], [["c"]]]
    cleared = sheets.values().batchClear(spreadsheetId=book, body={"ranges": ["A1:B1", "A3"]}).execute()
    assert cleared["clearedRanges"] == ["Sheet1!A1:B1", "Sheet1!A3"]


def test_a_batch_update_is_carried_out_whole_or_not_at_all(sheets: Any, book: str) -> None:
    replies = _batch(
        sheets, book, {"addSheet": {"properties": {"title": "Register", "sheetId": 7}}},
        {"updateSheetProperties": {"properties": {"sheetId": 7, "gridProperties": {"frozenRowCount": 1}},
                                   "fields": "gridProperties.frozenRowCount"}},
    )  # fmt: skip
    assert replies[0]["addSheet"]["properties"]["title"] == "Register"
    assert replies[1] == {}
    hide = {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}}
    clash = {"addSheet": {"properties": {"title": "register"}}}
    status, error = refused(lambda: _batch(sheets, book, hide, clash))
    assert (status, error["message"]) == (
        400,
        'Invalid requests[1].addSheet: A sheet with the name "register" already exists. Please enter another name.',
    )
    shown = sheets.get(spreadsheetId=book, fields="sheets.properties(title,hidden)").execute()["sheets"]
    assert [each["properties"] for each in shown] == [{"title": "Sheet1"}, {"title": "Register"}]
    both = {"updateSheetProperties": {"properties": {"sheetId": 7, "hidden": True}, "fields": "hidden"}}
    assert refused(lambda: _batch(sheets, book, hide, both))[1]["message"] == (
        "Invalid requests[1].updateSheetProperties: You can't hide all the sheets in a document."
    )


def test_unknown_fields_and_kinds_are_refused(sheets: Any, world: World, book: str) -> None:
    path = f"/v4/spreadsheets/{book}:batchUpdate"
    body = {"requests": [{"addSheet": {"properties": {"titel": "x"}}}]}
    status, answer = world.http("POST", path, body, world.server.token)
    message = "Invalid JSON payload received. Unknown name \"titel\" at 'requests[0].add_sheet.properties': Cannot find field."
    assert (status, answer["error"]["message"]) == (400, message)
    status, error = refused(lambda: _batch(sheets, book, {"deleteComment": {"commentId": "c"}}))
    assert (status, error["message"]) == (400, "Invalid requests[0]: No request set.")
    status, answer = world.http("GET", f"/v4/spreadsheets/{book}?fields=sheets.colour", token=world.server.token)
    assert (status, answer["error"]["message"]) == (400, "Request contains an invalid argument.")


def test_rows_move_with_everything_that_hangs_on_them(sheets: Any, book: str) -> None:
    _put(sheets, book, "A1", [["no", "judul"], [1, "satu"], [2, "dua"], [3, "tiga"]])
    lookup = {"developerMetadataLookup": {"metadataKey": "proposal", "metadataValue": "2"}}
    _batch(
        sheets, book,
        {"createDeveloperMetadata": {"developerMetadata": {
            "metadataKey": "proposal", "metadataValue": "2", "visibility": "DOCUMENT",
            "location": {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}}}}},
        {"addNamedRange": {"namedRange": {"name": "baris_dua", "range": {
            "sheetId": 0, "startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}}}},
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}}},
    )  # fmt: skip
    assert _get(sheets, book, "A1:B7") == [["no", "judul"], [], [], ["1", "satu"], ["2", "dua"], ["3", "tiga"]]
    assert _get(sheets, book, "baris_dua") == [["2", "dua"]]
    found = sheets.values().batchGetByDataFilter(spreadsheetId=book, body={"dataFilters": [lookup]}).execute()
    assert found["valueRanges"][0]["valueRange"]["values"] == [["2", "dua"]]
    _batch(
        sheets, book,
        {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}}},
        {"moveDimension": {"source": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}, "destinationIndex": 1}},
    )  # fmt: skip
    assert _get(sheets, book, "A1:B4") == [["no", "judul"], ["2", "dua"], ["1", "satu"], ["3", "tiga"]]
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": lookup, "values": [["2", "DUA"]]}]}
    made = sheets.values().batchUpdateByDataFilter(spreadsheetId=book, body=body).execute()
    assert made["responses"][0]["updatedRange"] == "Sheet1!A2:B2"
    searched = sheets.developerMetadata().search(spreadsheetId=book, body={"dataFilters": [lookup]}).execute()
    located = searched["matchedDeveloperMetadata"][0]["developerMetadata"]["location"]
    assert located["dimensionRange"]["startIndex"] == 1
    _batch(
        sheets,
        book,
        {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}},
    )
    assert sheets.developerMetadata().search(spreadsheetId=book, body={"dataFilters": [lookup]}).execute() == {}


def test_cells_have_formats_notes_and_validation(sheets: Any, book: str) -> None:
    box = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True}
    _put(sheets, book, "B1", [[81.256]])
    _batch(
        sheets, book,
        {"setDataValidation": {"range": box, "rule": rule}},
        {"repeatCell": {"range": {**box, "endRowIndex": 1}, "fields": "userEnteredFormat.textFormat.bold,note",
                        "cell": {"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "centang"}}},
        {"updateCells": {"start": {"sheetId": 0, "rowIndex": 0, "columnIndex": 1}, "fields": "userEnteredFormat",
                         "rows": [{"values": [{"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}}}]}]}},
    )  # fmt: skip
    assert _get(sheets, book, "A1:B2") == [["FALSE", "81.26"], ["FALSE"]]
    data = sheets.get(spreadsheetId=book, ranges=["A1:B1"], includeGridData=True).execute()["sheets"][0]["data"][0]
    ticked, scored = data["rowData"][0]["values"]
    assert (ticked["note"], ticked["dataValidation"], ticked["userEnteredFormat"]) == (
        "centang", rule, {"textFormat": {"bold": True}}
    )  # fmt: skip
    assert (scored["effectiveValue"], scored["formattedValue"]) == ({"numberValue": 81.256}, "81.26")
    assert ("startRow" in data, len(data["columnMetadata"])) == (False, 2)
    _batch(sheets, book, {"setDataValidation": {"range": box}})
    assert _get(sheets, book, "A1:A2") == [["FALSE"], ["FALSE"]]


def test_cells_are_sorted_found_copied_merged_and_cut(sheets: Any, book: str) -> None:
    _put(sheets, book, "A1", [["b", 2], ["a", 10], ["", 5], ["c", 1]])
    box = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    _batch(sheets, book, {"sortRange": {"range": box, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]}})
    assert _get(sheets, book, "A1:B4") == [["c", "1"], ["b", "2"], ["a", "10"], ["", "5"]]
    replies = _batch(sheets, book, {"findReplace": {"find": "a", "replacement": "z", "allSheets": True}})
    assert replies[0]["findReplace"] == {
        "valuesChanged": 1, "rowsChanged": 1, "sheetsChanged": 1, "occurrencesChanged": 1
    }  # fmt: skip
    _batch(
        sheets, book,
        {"copyPaste": {"source": {**box, "endRowIndex": 1}, "destination": {**box, "startColumnIndex": 3, "endColumnIndex": 5, "endRowIndex": 2}}},
        {"cutPaste": {"source": {**box, "startRowIndex": 3}, "destination": {"sheetId": 0, "rowIndex": 5, "columnIndex": 0}}},
        {"mergeCells": {"range": {**box, "endRowIndex": 1}, "mergeType": "MERGE_ALL"}},
    )  # fmt: skip
    assert _get(sheets, book, "A1:E6") == [
        ["c", "", "", "c", "1"],
        ["b", "2", "", "c", "1"],
        ["z", "10"],
        [],
        [],
        ["", "5"],
    ]
    merges = sheets.get(spreadsheetId=book, fields="sheets.merges").execute()["sheets"][0]["merges"]
    assert merges == [{"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}]


def test_filters_banding_rules_and_charts_are_kept(sheets: Any, book: str) -> None:
    box = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 3}
    rule = {
        "ranges": [box],
        "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}},
    }
    replies = _batch(
        sheets, book, {"setBasicFilter": {"filter": {"range": box}}}, {"addBanding": {"bandedRange": {"range": box}}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"addChart": {"chart": {"spec": {"title": "Peserta"}, "position": {"newSheet": False, "overlayPosition": {"anchorCell": {"sheetId": 0}}}}}},
    )  # fmt: skip
    sheet = sheets.get(spreadsheetId=book).execute()["sheets"][0]
    assert sorted(sheet) == ["bandedRanges", "basicFilter", "charts", "conditionalFormats", "properties"]
    _batch(
        sheets, book, {"clearBasicFilter": {"sheetId": 0}}, {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
        {"deleteBanding": {"bandedRangeId": replies[1]["addBanding"]["bandedRange"]["bandedRangeId"]}},
        {"deleteEmbeddedObject": {"objectId": replies[3]["addChart"]["chart"]["chartId"]}},
    )  # fmt: skip
    assert list(sheets.get(spreadsheetId=book).execute()["sheets"][0]) == ["properties"]


@pytest.fixture
def judge(world: World, drive: Any, sheets: Any, book: str) -> Any:
    """Sheets of a person who may write in the spreadsheet, where only column C is free of protection."""
    token = world.user("juri@juri.example")
    body = {"type": "user", "role": "writer", "emailAddress": "juri@juri.example"}
    drive.permissions().create(fileId=book, body=body).execute()
    _put(sheets, book, "A1", [["no", "judul", "nilai"], [1, "satu"], [2, "dua"]])
    hole = {"sheetId": 0, "startColumnIndex": 2, "endColumnIndex": 3}
    _batch(
        sheets, book, {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}, "unprotectedRanges": [hole]}}}
    )
    return world.service("sheets", token).spreadsheets()


def test_a_protected_cell_is_changed_only_by_its_editors(sheets: Any, book: str, judge: Any) -> None:
    assert _put(judge, book, "C2", [[81.5]])["updatedCells"] == 1
    status, error = refused(lambda: _put(judge, book, "B2", [["lain"]]))
    assert (status, error["message"]) == (400, PROTECTED)
    body = {
        "valueInputOption": "RAW",
        "data": [{"range": "C3", "values": [[70]]}, {"range": "A2:C2", "values": [[9, 9, 9]]}],
    }
    status, error = refused(lambda: judge.values().batchUpdate(spreadsheetId=book, body=body).execute())
    assert (status, error["message"]) == (400, f"Invalid data[1]: {PROTECTED}")
    assert _get(judge, book, "A2:C3") == [["1", "satu", "81.5"], ["2", "dua"]]
    status, error = refused(lambda: judge.values().clear(spreadsheetId=book, range="A1:C3").execute())
    assert (status, PROTECTED in error["message"]) == (400, True)
    status, error = refused(lambda: _append(judge, book, "A1", [[3, "tiga"]]))
    assert (status, PROTECTED in error["message"]) == (400, True)
    assert _put(sheets, book, "B2", [["pemilik boleh"]])["updatedCells"] == 1


def test_a_protected_range_stops_every_kind_of_request(sheets: Any, book: str, judge: Any) -> None:
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    box = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 3}
    requests: list[dict[str, Any]] = [
        {"deleteDimension": {"range": row}},
        {"sortRange": {"range": box, "sortSpecs": [{"dimensionIndex": 0}]}},
        {"repeatCell": {"range": box, "cell": {}, "fields": "userEnteredValue"}},
        {"updateCells": {"range": box, "rows": [], "fields": "userEnteredValue"}},
        {"findReplace": {"find": "satu", "replacement": "x", "allSheets": True}},
        {"deleteSheet": {"sheetId": 0}},
    ]
    _batch(sheets, book, {"addSheet": {}})
    for request in requests:
        status, error = refused(lambda request=request: _batch(judge, book, request))  # type: ignore[misc]
        kind = next(iter(request))
        assert (status, error["message"]) == (400, f"Invalid requests[0].{kind}: {PROTECTED}")


def test_protections_name_their_editors_only_to_them(sheets: Any, book: str, judge: Any) -> None:
    own = sheets.get(spreadsheetId=book).execute()["sheets"][0]["protectedRanges"][0]
    assert (own["editors"]["users"], own["requestingUserCanEdit"]) == (["sekretariat@panitia.example"], True)
    seen = judge.get(spreadsheetId=book).execute()["sheets"][0]["protectedRanges"][0]
    assert ("editors" in seen, "requestingUserCanEdit" in seen) == (False, False)
    delete = {"deleteProtectedRange": {"protectedRangeId": own["protectedRangeId"]}}
    assert refused(lambda: _batch(judge, book, delete))[0] == 400
    change = {"protectedRangeId": own["protectedRangeId"], "editors": {"users": ["juri@juri.example"]}}
    _batch(sheets, book, {"updateProtectedRange": {"protectedRange": change, "fields": "editors"}})
    assert _put(judge, book, "B2", [["sekarang boleh"]])["updatedCells"] == 1


def test_a_warning_lets_through(sheets: Any, book: str, judge: Any) -> None:
    _batch(sheets, book, {"addSheet": {"properties": {"title": "Hati", "sheetId": 5}}},
           {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 5}, "warningOnly": True}}})  # fmt: skip
    assert _put(judge, book, "Hati!A1", [["x"]])["updatedCells"] == 1


def test_a_copy_keeps_its_protections(drive: Any, sheets: Any, book: str, judge: Any) -> None:
    copied = drive.files().copy(fileId=book, body={}).execute()["id"]
    drive.permissions().create(
        fileId=copied, body={"type": "user", "role": "writer", "emailAddress": "juri@juri.example"}
    ).execute()
    assert PROTECTED in refused(lambda: _put(judge, copied, "A1", [["x"]]))[1]["message"]
    assert _put(judge, copied, "C1", [["x"]])["updatedCells"] == 1


def test_strangers_are_refused_and_unknown_spreadsheets_not_found(world: World, drive: Any, book: str) -> None:
    other = world.service("sheets", world.user("orang@luar.example")).spreadsheets()
    status, error = refused(lambda: other.get(spreadsheetId=book).execute())
    assert (status, error) == (
        403, {"code": 403, "message": "The caller does not have permission", "status": "PERMISSION_DENIED"}
    )  # fmt: skip
    status, error = refused(lambda: other.get(spreadsheetId="tidak-ada").execute())
    assert (status, error) == (404, {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"})
    body = {"type": "user", "role": "reader", "emailAddress": "orang@luar.example"}
    drive.permissions().create(fileId=book, body=body).execute()
    assert _get(other, book, "A1") is None
    assert refused(lambda: _put(other, book, "A1", [["x"]]))[0] == 403


def test_gspread_runs_unchanged(world: World) -> None:
    client = world.gspread()
    made = client.create("Buku kerja")
    sheet = made.add_worksheet("Register peserta", rows=20, cols=5)
    sheet.update([["no", "judul"], [1, "SIGAP"]], "A1")
    sheet.append_row([2, "=1+1"], value_input_option=gspread.utils.ValueInputOption.raw)
    assert sheet.get_all_records() == [{"no": 1, "judul": "SIGAP"}, {"no": 2, "judul": "=1+1"}]
    sheet.format("A1:B1", {"textFormat": {"bold": True}})
    sheet.freeze(rows=1)
    sheet.insert_row(["x", "y"], 2)
    sheet.delete_rows(2)
    found = sheet.find("SIGAP")
    assert found is not None
    assert (found.row, found.col) == (2, 2)
    sheet.add_protected_range("A1:B1", ["juri@juri.example"])
    made.share("juri@juri.example", perm_type="user", role="writer", notify=False)
    assert [each["emailAddress"] for each in made.list_permissions()] == [
        "sekretariat@panitia.example", "juri@juri.example"
    ]  # fmt: skip
    assert client.open("Buku kerja").worksheet("Register peserta").title == "Register peserta"
    assert [each.title for each in made.worksheets()] == ["Sheet1", "Register peserta"]
    made.del_worksheet(made.sheet1)
    sheet.duplicate(new_sheet_name="Salinan")
    assert made.fetch_sheet_metadata()["properties"]["title"] == "Buku kerja"
    assert made.values_batch_get(["'Salinan'!A1:B1"])["valueRanges"][0]["values"] == [["no", "judul"]]


def test_gspread_brings_a_table_in(world: World) -> None:
    client = world.gspread()
    made = client.create("Tabel")
    client.import_csv(made.id, "no,judul\n1,SIGAP\n")
    assert made.sheet1.get_all_values() == [["no", "judul"], ["1", "SIGAP"]]


def test_a_tab_can_be_copied_to_another_spreadsheet(sheets: Any, book: str) -> None:
    _put(sheets, book, "A1", [["isi"]])
    other = sheets.create(body={"sheets": [{"properties": {"title": "Depan"}}]}).execute()["spreadsheetId"]
    body = {"destinationSpreadsheetId": other}
    made = sheets.sheets().copyTo(spreadsheetId=book, sheetId=0, body=body).execute()
    assert (made["title"], made["index"]) == ("Copy of Sheet1", 1)
    assert _get(sheets, other, "'Copy of Sheet1'!A1") == [["isi"]]


def test_large_spreadsheets_are_read_whole(sheets: Any, book: str) -> None:
    titles = [f"Tab {number}" for number in range(15)]
    _batch(sheets, book, *[
        {"addSheet": {"properties": {"title": title, "gridProperties": {"rowCount": 3000, "columnCount": 8}}}} for title in titles
    ])  # fmt: skip
    rows = [
        [number, f"Usulan {number}", number / 4, "ya", "", "dinkes@opd.example", True, "2026-03-01"]
        for number in range(3000)
    ]
    data = [{"range": f"'{title}'!A1", "values": rows} for title in titles]
    sheets.values().batchUpdate(spreadsheetId=book, body={"valueInputOption": "RAW", "data": data}).execute()
    sheets.values().batchGet(spreadsheetId=book, ranges=titles).execute()
    _put(sheets, book, "'Tab 3'!B2", [["ubah"]])
    found = sheets.values().batchGet(spreadsheetId=book, ranges=titles).execute()["valueRanges"]
    assert [len(each["values"]) for each in found] == [3000] * 15
