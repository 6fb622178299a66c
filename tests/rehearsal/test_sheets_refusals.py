"""What Sheets refuses, in the words that users of other clients reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

ROWS = {"sheetId": 0, "dimension": "ROWS"}
CELL = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
BLOCK = {**CELL, "endRowIndex": 4, "endColumnIndex": 2}
LINE = {"basicChart": {"chartType": "LINE", "series": [{"series": {"sourceRange": {"sources": [BLOCK]}}}]}}


@pytest.fixture
def book(sheets: Any) -> str:
    """An empty spreadsheet."""
    return str(sheets.create(body={}).execute()["spreadsheetId"])


def _words(world: World, verb: str, path: str, body: Any = None) -> tuple[int, str]:
    status, answer = world.http(verb, f"/v4/spreadsheets/{path}", body, world.server.token)
    return status, answer["error"]["message"]


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("updateSheetProperties", {"properties": {"sheetId": 9, "title": "x"}, "fields": "title"}, "No sheet with id: 9"),
        ("deleteSheet", {"sheetId": 9}, "No sheet with id: 9"),
        ("repeatCell", {"range": {"sheetId": 9}, "fields": "note"}, "No grid with id: 9"),
        ("repeatCell", {"range": CELL, "cell": {}, "fields": "cell.note"}, "Invalid field: cell"),
        ("updateSheetProperties", {"properties": {"gridProperties": {"frozenRowCount": 1}}, "fields": "gridProperties"},
         "You can't delete all the rows on the sheet."),
        ("updateSheetProperties",
         {"properties": {"gridProperties": {"frozenColumnCount": 26}}, "fields": "gridProperties.frozenColumnCount"},
         "You can't freeze all visible columns on the sheet."),
        ("deleteDimension", {"range": {**ROWS, "startIndex": 1000, "endIndex": 1001}},
         "Cannot delete a row that doesn't exist. Tried to delete row index 1000 but there are only 1000 rows."),
        ("insertDimension", {"range": {**ROWS, "startIndex": -1, "endIndex": 1}}, "DimensionRange indexes must be >= 0"),
        ("appendDimension", {"sheetId": 0, "dimension": "ROWS", "length": 1_000_000},
         "This action would increase the number of cells in the workbook above the limit of 10000000 cells."),
        ("updateCells", {"rows": [{"values": [{}, {}]}], "start": {"columnIndex": 25}, "fields": "note"},
         "Attempting to write column: 26, beyond the last requested column of: 25"),
        ("updateCells", {"rows": [{}], "start": {"rowIndex": 1000}, "fields": "note"},
         "GridCoordinate.rowIndex[1000] is after last row in grid[1000]"),
        ("deleteProtectedRange", {"protectedRangeId": 9}, "No protected range with id: 9"),
        ("addProtectedRange", {"protectedRange": {"range": CELL, "warningOnly": True, "editors": {"users": ["a@b.test"]}}},
         "ProtectedRange is warningOnly. Editors cannot be set on it."),
        ("addChart", {"chart": {"spec": LINE}},
         "ChartSourceRange ranges require all rows or all columns to have length of 1"),
    ],
)  # fmt: skip
def test_a_request_is_refused_in_googles_words(sheets: Any, book: str, kind: str, body: Any, words: str) -> None:
    asked = {"requests": [{kind: body}]}
    status, error = refused(lambda: sheets.batchUpdate(spreadsheetId=book, body=asked).execute())
    assert (status, error["message"]) == (400, f"Invalid requests[0].{kind}: {words}")


def test_a_tab_is_protected_as_a_whole_once(sheets: Any, book: str) -> None:
    asked = {"requests": [{"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}}] * 2}
    _, error = refused(lambda: sheets.batchUpdate(spreadsheetId=book, body=asked).execute())
    assert error["message"] == 'Invalid requests[1].addProtectedRange: Sheet "Sheet1" already has sheet protection.'


def test_a_request_is_one_kind_of_request(world: World, book: str) -> None:
    path = f"{book}:batchUpdate"
    assert _words(world, "POST", path, {"requests": [{}]}) == (400, "Invalid requests[0]: No request set.")
    both = {"requests": [{"addSheet": {}, "deleteSheet": {}}]}
    words = "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'"
    assert _words(world, "POST", path, both) == (400, words)
    message = "type.googleapis.com/google.apps.sheets.v4.BatchUpdateSpreadsheetRequest.Request"
    assert _words(world, "POST", path, {"requests": ["x"]}) == (
        400,
        f"Invalid value at 'requests[0]' ({message}), \"x\"",
    )


@pytest.mark.parametrize(
    ("place", "values", "words"),
    [
        ("A1:B1", [[1], [2]], "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]"),
        ("B3:C", [[1, 2, 3]], "Requested writing within range [Sheet1!B3:C], but tried writing to column [D]"),
        ("2:3", [[1], [2], [3]], "Requested writing within range [Sheet1!2:3], but tried writing to row [4]"),
        ("AA1", [[1]], "Range (Sheet1!AA1) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("A1:", [[1]], "Unable to parse range: A1:"),
        ("A1", [["a", [1, {"b": True}]]],
         "Invalid values[0][1]: list_value {\n  values {\n    number_value: 1\n  }\n  values {\n    struct_value {\n"
         '      fields {\n        key: "b"\n        value {\n          bool_value: true\n        }\n      }\n    }\n  }\n}\n'),
        ("A1", ["x"], "Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), \"x\""),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused(world: World, book: str, place: str, values: Any, words: str) -> None:
    path = f"{book}/values/{place}?valueInputOption=RAW"
    assert _words(world, "PUT", path, {"values": values}) == (400, words)


def test_the_range_in_the_body_is_the_one_in_the_address(world: World, book: str) -> None:
    words = "Request range[A1] does not match value's range[Sheet1!A1]"
    body = {"range": "Sheet1!A1", "values": [[1]]}
    assert _words(world, "PUT", f"{book}/values/A1?valueInputOption=RAW", body) == (400, words)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"range": "Nope!A1", "values": [[1]]}, "Invalid data[1]: Unable to parse range: Nope!A1"),
        ({"range": "A1001", "values": [[1]]},
         "Invalid data[1]: Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ({"range": "A1:A2", "values": [[1, 2]]},
         "Invalid data[1]: Requested writing within range [Sheet1!A1:A2], but tried writing to column [B]"),
        ({"range": "A1", "values": [[{}]]}, "Invalid data[1].values[0][0]: struct_value {\n}\n"),
    ],
)  # fmt: skip
def test_a_piece_of_many_says_which_it_is(world: World, book: str, data: Any, words: str) -> None:
    body = {"valueInputOption": "RAW", "data": [{"range": "C1", "values": [[1]]}, data]}
    assert _words(world, "POST", f"{book}/values:batchUpdate", body) == (400, words)


def test_a_number_beyond_a_double_is_none(world: World, sheets: Any, book: str) -> None:
    for number in (b"1e400", b"9" * 400):
        body = b'{"values": [[' + number + b"]]}"
        status, _ = world.http(
            "PUT", f"/v4/spreadsheets/{book}/values/A1?valueInputOption=RAW", body, world.server.token
        )
        assert status == 400
    body = {"values": [["1e400"]]}
    sheets.values().update(spreadsheetId=book, range="A1", valueInputOption="USER_ENTERED", body=body).execute()
    assert sheets.values().get(spreadsheetId=book, range="A1").execute()["values"] == [["1e400"]]


def test_words_where_numbers_stand_in_addresses_are_refused(world: World, book: str) -> None:
    assert _words(world, "GET", f"{book}/developerMetadata/x") == (
        400, "Invalid value at 'metadata_id' (TYPE_INT32), \"x\""
    )  # fmt: skip
    assert _words(world, "POST", f"{book}/sheets/0:copyTo", {"destinationSpreadsheetId": "x"})[0] == 404


def test_an_enum_bears_its_own_name(world: World, book: str) -> None:
    assert _words(world, "GET", f"{book}/values/A1?majorDimension=X") == (
        400, "Invalid value at 'major_dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension), \"X\""
    )  # fmt: skip
