"""Sheets: values in and out, the tables an append finds, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import refused

if TYPE_CHECKING:
    from .account import Account

PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)


@pytest.mark.covers("sheets.spreadsheets.create", "sheets.spreadsheets.get")
def test_a_fresh_spreadsheet_looks_as_all_do(account: Account) -> None:
    made = account.sheets.create(body={"properties": {"title": "Buku kerja"}}).execute()
    account.drive.files().update(
        fileId=made["spreadsheetId"], addParents=account.folder, removeParents=account.root
    ).execute()
    properties = made["properties"]
    assert (properties["title"], properties["locale"], properties["timeZone"], properties["autoRecalc"]) == (
        "Buku kerja", "en_US", "Etc/GMT", "ON_CHANGE"
    )  # fmt: skip
    assert len(properties["spreadsheetTheme"]["themeColors"]) == 9
    grid = {"rowCount": 1000, "columnCount": 26}
    first = {"sheetId": 0, "title": "Sheet1", "index": 0, "sheetType": "GRID", "gridProperties": grid}
    assert made["sheets"] == [{"properties": first}]
    assert account.sheets.get(spreadsheetId=made["spreadsheetId"]).execute()["sheets"] == made["sheets"]


@pytest.mark.behaviour(3)
@pytest.mark.covers("sheets.spreadsheets.values.get")
def test_an_empty_range_has_no_values_and_its_full_name(account: Account) -> None:
    book = account.book()
    for asked, named in {"'Sheet1'": "Sheet1!A1:Z1000", "A5:B": "Sheet1!A5:B1000", "C:C": "Sheet1!C1:C1000",
                         "3:3": "Sheet1!A3:Z3", "B2": "Sheet1!B2"}.items():  # fmt: skip
        answer = account.sheets.values().get(spreadsheetId=book, range=asked).execute()
        assert answer == {"range": named, "majorDimension": "ROWS"}


@pytest.mark.behaviour(18)
@pytest.mark.covers("sheets.spreadsheets.values.update")
def test_trailing_blanks_are_left_out_null_skips_and_an_empty_text_clears(account: Account) -> None:
    book = account.book()
    written = account.type_in(book, "B2", [["a", ""], ["", ""], ["", "b", ""]], "RAW")
    assert written == {
        "spreadsheetId": book, "updatedRange": "Sheet1!B2:D4", "updatedRows": 3, "updatedColumns": 3, "updatedCells": 7
    }  # fmt: skip
    assert account.read(book, "A1:F9") == [[], ["", "a"], [], ["", "", "b"]]
    assert account.read(book, "A1:F9", majorDimension="COLUMNS") == [[], ["", "a"], ["", "", "", "b"]]
    account.type_in(book, "A9", [["a", "b", "c"]])
    account.type_in(book, "A9", [[None, "", "x"]])
    assert account.read(book, "A9:C9") == [["a", "", "x"]]


TYPED = [
    ("0012", "12", 12), ("'0012", "0012", "0012"), ("1.5", "1.5", 1.5), ("2026-01-02", "2026-01-02", 46024),
    ("1/2/2026", "1/2/2026", 46024), ("12%", "12%", 0.12), ("$1,234.50", "$1,234.50", 1234.5), ("1,234", "1,234", 1234),
    ("true", "TRUE", True), ("SIGAP BUMIL", "SIGAP BUMIL", "SIGAP BUMIL"), ("=1+1", "2", 2), ("'=1+1", "=1+1", "=1+1"),
    ('=HYPERLINK("https://a.example","Berkas")', "Berkas", "Berkas"), ("=TIDAKADA(B1)", "#NAME?", "#NAME?"),
    ("=1/0", "#DIV/0!", "#DIV/0!"), ("+6281234", "6281234", 6281234), ("1e3", "1.00E+03", 1000),
]  # fmt: skip


@pytest.mark.behaviour(18)
def test_what_is_typed_is_read_as_a_person_means_it(account: Account) -> None:
    book = account.book([[typed] for typed, _, _ in TYPED])
    place = f"A1:A{len(TYPED)}"
    assert account.read(book, place) == [[shown] for _, shown, _ in TYPED]
    assert account.read(book, place, "UNFORMATTED_VALUE") == [[bare] for _, _, bare in TYPED]
    assert account.read(book, "A11", "FORMULA") == [["=1+1"]]
    dates = {"dateTimeRenderOption": "FORMATTED_STRING"}
    assert account.read(book, "A4", "UNFORMATTED_VALUE", **dates) == [["2026-01-02"]]


@pytest.mark.behaviour(18)
def test_what_is_sent_raw_stays_what_it_is(account: Account) -> None:
    book, values = account.book(), ["=1+1", "0012", "2026-01-02", "'x", 7, 1.25, True]
    account.type_in(book, "A1", [values], "RAW")
    assert account.read(book, "A1:G1", "UNFORMATTED_VALUE") == [values]
    assert account.read(book, "A1:G1") == [["=1+1", "0012", "2026-01-02", "'x", "7", "1.25", "TRUE"]]


FORMULAS = [
    ("=SUM(A1:A3)", 60), ("=AVERAGE(A1:A3)", 20), ("=COUNTA(A1:B3)", 6), ('=COUNTIF(A1:A3,">10")', 2),
    ('=IF(A1>5,"ya","tidak")', "ya"), ("=RANK(A2,A1:A3)", 2), ("=ROUND(A1/3,2)", 3.33), ("=VLOOKUP(20,A1:B3,2,FALSE)", "b"),
    ("=INDEX(B1:B3,MATCH(30,A1:A3,0))", "c"), ("=MAX(A1:A3)-MIN(A1:A3)", 20), ('=SUMIF(B1:B3,"a",A1:A3)', 10),
    ('=CONCATENATE(B1,"-",B2)', "a-b"), ("=B1&B2", "ab"), ("=LEN(B1)", 1), ("=UPPER(B1)", "A"), ('=IFERROR(1/0,"x")', "x"),
    ("=AND(A1>5,A2>5)", True), ("=MEDIAN(A1:A3)", 20), ("=COUNTBLANK(A1:A4)", 1), ('=TEXT(0.5,"0%")', "50%"),
]  # fmt: skip


def test_formulas_a_secretariat_uses_are_worked_out(account: Account) -> None:
    book = account.book([[10, "a"], [20, "b"], [30, "c"]])
    account.type_in(book, "D1", [[formula] for formula, _ in FORMULAS])
    place = f"D1:D{len(FORMULAS)}"
    assert account.read(book, place, "UNFORMATTED_VALUE") == [[result] for _, result in FORMULAS]
    assert account.read(book, place, "FORMULA") == [[formula] for formula, _ in FORMULAS]
    account.type_in(book, "F1", [["=SORT(A1:B3,1,FALSE)"]])
    account.type_in(book, "I1", [["=FILTER(B1:B3,A1:A3>10)"]])
    account.type_in(book, "K1", [['=UNIQUE({"x";"x";"y"})']])
    assert account.read(book, "F1:G3") == [["30", "c"], ["20", "b"], ["10", "a"]]
    assert account.read(book, "I1:I3") == [["b"], ["c"]]
    assert account.read(book, "K1:K3") == [["x"], ["y"]]
    account.type_in(book, "A1", [[40]])
    assert account.read(book, "D1", "UNFORMATTED_VALUE") == [[90]]


@pytest.mark.behaviour(17)
@pytest.mark.covers("sheets.spreadsheets.values.append")
def test_an_append_goes_below_the_table_it_finds(account: Account) -> None:
    book = account.book()

    def append(place: str, *row: Any, **more: Any) -> tuple[str | None, str]:
        request = account.sheets.values().append(
            spreadsheetId=book, range=place, valueInputOption="RAW", body={"values": [list(row)]}, **more
        )
        answer = request.execute()
        assert answer["spreadsheetId"] == answer["updates"]["spreadsheetId"] == book
        return answer.get("tableRange"), answer["updates"]["updatedRange"]

    assert append("Sheet1", "x", "", "y") == (None, "Sheet1!A1:C1")
    assert append("Sheet1", "a", "b", "c") == ("Sheet1!C1", "Sheet1!C2:E2")
    account.sheets.values().clear(spreadsheetId=book, range="A2:Z2").execute()
    assert append("Sheet1!A1", "a", "b", "c") == ("Sheet1!A1", "Sheet1!A2:C2")
    assert append("A1", "d", insertDataOption="INSERT_ROWS") == ("Sheet1!A1:C2", "Sheet1!A3")


@pytest.mark.behaviour(17)
def test_the_grid_grows_by_an_append_and_not_by_an_update(account: Account) -> None:
    book = account.book([["a", "b"], ["c", "d"]])
    grid = {"rowCount": 2, "columnCount": 2}
    account.change(book, {"updateSheetProperties": {
        "properties": {"sheetId": 0, "gridProperties": grid}, "fields": "gridProperties(rowCount,columnCount)"}})  # fmt: skip
    status, error = refused(lambda: account.type_in(book, "Sheet1!A3", [["x"]]))
    assert (status, error["message"]) == (
        400, "Range (Sheet1!A3) exceeds grid limits. Max rows: 2, max columns: 2"
    )  # fmt: skip
    body = {"values": [[1, 2, 3]]}
    request = account.sheets.values().append(spreadsheetId=book, range="A1", valueInputOption="RAW", body=body)
    assert request.execute()["updates"]["updatedRange"] == "Sheet1!A3:C3"
    properties = account.look(book, "sheets.properties.gridProperties")["sheets"][0]["properties"]
    assert properties["gridProperties"]["columnCount"] == 3


@pytest.mark.covers("sheets.spreadsheets.values.batchUpdate", "sheets.spreadsheets.values.batchGet",
                    "sheets.spreadsheets.values.batchClear", "sheets.spreadsheets.values.clear")  # fmt: skip
def test_many_ranges_are_written_together_or_not_at_all(account: Account) -> None:
    book, values = account.book(), account.sheets.values()
    body: dict[str, Any] = {"valueInputOption": "RAW", "includeValuesInResponse": True, "data": [
        {"range": "A1:B1", "values": [["a", "b"]]}, {"range": "A3", "values": [["c"]]}]}  # fmt: skip
    made = values.batchUpdate(spreadsheetId=book, body=body).execute()
    assert (made["totalUpdatedCells"], made["totalUpdatedRows"], made["totalUpdatedSheets"]) == (3, 2, 1)
    assert made["responses"][1]["updatedData"] == {"range": "Sheet1!A3", "majorDimension": "ROWS", "values": [["c"]]}
    body["data"] = [{"range": "A1", "values": [["lain"]]}, {"range": "A1001", "values": [["x"]]}]
    assert refused(values.batchUpdate(spreadsheetId=book, body=body).execute)[0] == 400
    got = values.batchGet(spreadsheetId=book, ranges=["A1:B1", "A2", "A3:A4"]).execute()["valueRanges"]
    assert [each.get("values") for each in got] == [[["a", "b"]], None, [["c"]]]
    cleared = values.batchClear(spreadsheetId=book, body={"ranges": ["A1", "A3"]}).execute()
    assert cleared == {"spreadsheetId": book, "clearedRanges": ["Sheet1!A1", "Sheet1!A3"]}
    cleared = values.clear(spreadsheetId=book, range="B1:B1").execute()
    assert cleared == {"spreadsheetId": book, "clearedRange": "Sheet1!B1"}
    assert account.read(book, "A1:Z9") is None


@pytest.mark.covers(
    "sheets.spreadsheets.values.batchGetByDataFilter", "sheets.spreadsheets.values.batchUpdateByDataFilter",
    "sheets.spreadsheets.values.batchClearByDataFilter", "sheets.spreadsheets.getByDataFilter",
    "sheets.spreadsheets.developerMetadata.search", "sheets.spreadsheets.developerMetadata.get",
)  # fmt: skip
def test_metadata_moves_with_its_row_and_finds_it(account: Account) -> None:
    book = account.book([["no"], ["1"], ["2"]])
    where = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}}
    tag = {"metadataKey": "usulan", "metadataValue": "2", "visibility": "DOCUMENT", "location": where}
    (made,) = account.change(book, {"createDeveloperMetadata": {"developerMetadata": tag}})
    identity = made["createDeveloperMetadata"]["developerMetadata"]["metadataId"]
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    account.change(book, {"insertDimension": {"range": rows}})
    filters = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "usulan"}}]}
    values = account.sheets.values()
    found = values.batchGetByDataFilter(spreadsheetId=book, body=filters).execute()["valueRanges"]
    assert [each["valueRange"]["values"] for each in found] == [[["2"]]]
    data = [{"dataFilter": filters["dataFilters"][0], "values": [["dua"]]}]
    body = {"valueInputOption": "RAW", "data": data}
    assert values.batchUpdateByDataFilter(spreadsheetId=book, body=body).execute()["totalUpdatedCells"] == 1
    assert account.read(book, "A4") == [["dua"]]
    grid = account.sheets.getByDataFilter(spreadsheetId=book, body={**filters, "includeGridData": True}).execute()
    assert grid["sheets"][0]["data"][0]["startRow"] == 3
    metadata = account.sheets.developerMetadata()
    shown = metadata.get(spreadsheetId=book, metadataId=identity).execute()
    assert (shown["metadataKey"], shown["location"]["dimensionRange"]["startIndex"]) == ("usulan", 3)
    matched = metadata.search(spreadsheetId=book, body=filters).execute()["matchedDeveloperMetadata"]
    assert [each["developerMetadata"]["metadataId"] for each in matched] == [identity]
    cleared = values.batchClearByDataFilter(spreadsheetId=book, body=filters).execute()
    assert len(cleared["clearedRanges"]) == 1
    assert account.read(book, "A4") is None


def test_a_mask_shows_what_is_asked_and_grid_data_what_stands_there(account: Account) -> None:
    book = account.book([["a", 1.5, "=B1*2"]])
    fields = "sheets.data.rowData.values(userEnteredValue,effectiveValue,formattedValue)"
    seen = account.look(book, fields, ranges="A1:C1")["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert seen == [
        {"userEnteredValue": {"stringValue": "a"}, "effectiveValue": {"stringValue": "a"}, "formattedValue": "a"},
        {"userEnteredValue": {"numberValue": 1.5}, "effectiveValue": {"numberValue": 1.5}, "formattedValue": "1.5"},
        {"userEnteredValue": {"formulaValue": "=B1*2"}, "effectiveValue": {"numberValue": 3}, "formattedValue": "3"},
    ]  # fmt: skip
    status, error = refused(lambda: account.look(book, "sheets.colour"))
    assert (status, error["message"], error["status"]) == (
        400, "Request contains an invalid argument.", "INVALID_ARGUMENT"
    )  # fmt: skip
    (violation,) = error["details"][0]["fieldViolations"]
    assert "Error expanding 'fields' parameter. Cannot find matching fields for path" in violation["description"]


def test_an_indonesian_spreadsheet_reads_and_shows_numbers_its_way(account: Account) -> None:
    book = account.book()
    properties = {"properties": {"locale": "id_ID"}, "fields": "locale"}
    account.change(book, {"updateSpreadsheetProperties": properties})
    account.type_in(book, "A1", [["81,25", "31/03/2026"]])
    assert account.read(book, "A1:B1") == [["81,25", "31/03/2026"]]
    assert account.read(book, "A1:B1", "UNFORMATTED_VALUE") == [[81.25, 46112]]


@pytest.mark.parametrize(
    ("place", "message"),
    [("NOPE!A5:F15", "Unable to parse range: NOPE!A5:F15"), ("A1:B2:C3", "Unable to parse range: A1:B2:C3")],
)
def test_a_range_of_nothing_cannot_be_parsed(account: Account, place: str, message: str) -> None:
    status, error = refused(lambda: account.read(account.book(), place))
    assert (status, error) == (400, {"code": 400, "message": message, "status": "INVALID_ARGUMENT"})


@pytest.mark.behaviour(19)
def test_what_does_not_fit_the_schema_is_named_with_its_place(account: Account) -> None:
    book = account.book()
    host = "sheets.googleapis.com"
    base = account.url(host, f"/v4/spreadsheets/{book}")

    def post(verb: str, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        heads = {"Content-Type": "application/json"}
        answer, content = account.http.request(base + path, verb, json.dumps(body), heads)
        return answer.status, json.loads(content)["error"]

    status, error = post("PUT", "/values/A1?valueInputOption=RAW", {"values": "X"})
    assert (status, error["message"]) == (
        400, "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\""
    )  # fmt: skip
    assert error["details"][0]["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    assert error["details"][0]["fieldViolations"][0]["field"] == "data.values"
    status, error = post("POST", ":batchUpdate", {"requests": [{"addSheet": {"properties": {"titel": "x"}}}]})
    text = "Invalid JSON payload received. Unknown name \"titel\" at 'requests[0].add_sheet.properties': Cannot find field."
    assert (status, error["message"]) == (400, text)
    status, error = post("PUT", "/values/A1?valueInputOption=SEMAUNYA", {"values": [["x"]]})
    assert (status, error["status"]) == (400, "INVALID_ARGUMENT")
    status, error = post("PUT", "/values/A1?colour=red&valueInputOption=RAW", {"values": [["x"]]})
    assert (status, 'Unknown name "colour": Cannot bind query parameter.' in error["message"]) == (400, True)


def test_protected_cells_are_refused_to_others_and_nothing_else_is(account: Account, robot: Account) -> None:
    book = account.book([["kunci", "bebas"]])
    body = {"type": "user", "role": "writer", "emailAddress": robot.key["client_email"]}
    account.drive.permissions().create(fileId=book, body=body, sendNotificationEmail=False).execute()
    cell = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    account.change(book, {"addProtectedRange": {"protectedRange": {
        "range": cell, "editors": {"users": [account.address]}}}})  # fmt: skip
    values = {"valueInputOption": "RAW", "data": [{"range": "A1", "values": [["x"]]}]}
    status, error = refused(robot.sheets.values().batchUpdate(spreadsheetId=book, body=values).execute)
    assert (status, error["message"]) == (400, f"Invalid data[0]: {PROTECTED}")
    robot.type_in(book, "B1", [["diisi"]])
    assert account.read(book, "A1:B1") == [["kunci", "diisi"]]
    account.type_in(book, "A1", [["pemilik"]])
