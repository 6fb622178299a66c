"""What other clients of Sheets rely on: how they write requests, and what they read back of looks, rules and objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import refused

if TYPE_CHECKING:
    from .conftest import World

RED, HALF = {"red": 1}, {"red": 1, "blue": 0.49803922}


@pytest.fixture
def book(sheets: Any) -> str:
    """An empty spreadsheet."""
    return str(sheets.create(body={}).execute()["spreadsheetId"])


def _put(sheets: Any, book: str, place: str, values: list[list[Any]]) -> None:
    sheets.values().update(
        spreadsheetId=book, range=place, valueInputOption="USER_ENTERED", body={"values": values}
    ).execute()


def _get(sheets: Any, book: str, place: str) -> Any:
    return sheets.values().get(spreadsheetId=book, range=place).execute().get("values")


def _ask(sheets: Any, book: str, **request: Any) -> Any:
    answer = sheets.batchUpdate(spreadsheetId=book, body={"requests": [request]}).execute()
    return next(iter(answer["replies"][0].values()), {})


def _box(r0: int, r1: int, c0: int, c1: int) -> dict[str, int]:
    return {"sheetId": 0, "startRowIndex": r0, "endRowIndex": r1, "startColumnIndex": c0, "endColumnIndex": c1}


def _shown(r0: int, r1: int, c0: int, c1: int) -> dict[str, int]:
    """The range of the first tab as it is read: the tab's id, which is 0, is left out."""
    return {key: value for key, value in _box(r0, r1, c0, c1).items() if key != "sheetId"}


def _tab(sheets: Any, book: str, fields: str, place: int = 0) -> Any:
    return sheets.get(spreadsheetId=book, fields=f"sheets({fields})").execute()["sheets"][place]


def _cell(sheets: Any, book: str, place: str) -> Any:
    answer = sheets.get(spreadsheetId=book, ranges=place, includeGridData=True).execute()
    return answer["sheets"][0]["data"][0]["rowData"][0]["values"][0]


# How requests are written


def test_lists_in_lists_and_single_values_are_read_as_lists(world: World, book: str) -> None:
    path, token = f"/v4/spreadsheets/{book}:batchUpdate", world.server.token
    first, second = ({"addSheet": {"properties": {"title": title}}} for title in ("Satu", "Dua"))
    status, answer = world.http("POST", path, {"requests": [[first], [second]]}, token)
    assert (status, len(answer["replies"])) == (200, 2)
    status, answer = world.http("POST", path, {"requests": {"deleteSheet": {"sheetId": 0}}}, token)
    assert (status, answer["replies"]) == (200, [{}])
    status, answer = world.http("POST", path, {"requests": [{"addSheet": {"properties": {"title": ["x"]}}}]}, token)
    assert (status, answer["error"]["message"]) == (
        400,
        "Invalid JSON payload received. Unknown name \"title\" at 'requests[0].add_sheet.properties': "
        "Proto field is not repeating, cannot start list.",
    )
    status, answer = world.http("POST", path, {"requests": [{"addSheet": {"properties": {"title": {}}}}]}, token)
    where = "requests[0].add_sheet.properties.title"
    assert answer["error"]["message"] == f"Invalid value at '{where}' (TYPE_STRING), Starting an object on a scalar field"


def test_addresses_may_have_a_slash_where_clients_join_them(world: World, book: str) -> None:
    assert world.http("GET", f"/v4/spreadsheets/{book}/", token=world.server.token)[0] == 200
    body: dict[str, Any] = {"requests": [{"addSheet": {}}]}
    assert world.http("POST", f"/v4/spreadsheets/{book}/:batchUpdate", body, world.server.token)[0] == 200


def test_an_api_key_in_a_header_opens_what_is_public(world: World, drive: Any, book: str) -> None:
    key = {"X-Goog-Api-Key": "kunci"}
    assert world.http("GET", f"/v4/spreadsheets/{book}", headers=key)[0] == 403
    drive.permissions().create(fileId=book, body={"type": "anyone", "role": "reader"}).execute()
    assert world.http("GET", f"/v4/spreadsheets/{book}", headers=key)[0] == 200
    assert world.http("POST", f"/v4/spreadsheets/{book}:batchUpdate", {"requests": []}, headers=key)[0] == 401


def test_ids_have_the_length_they_have_at_google(drive: Any, book: str) -> None:
    folder = drive.files().create(body={"mimeType": "application/vnd.google-apps.folder"}).execute()["id"]
    assert (len(book), len(folder)) == (44, 33)


def test_ranges_are_read_in_rows_and_columns_too(sheets: Any, book: str) -> None:
    _put(sheets, book, "Sheet1!R2C3:R2C4", [["a", "b"]])
    answer = sheets.values().get(spreadsheetId=book, range="R2C1:R3C4").execute()
    assert (answer["range"], answer["values"]) == ("Sheet1!A2:D3", [["", "", "a", "b"]])
    assert _get(sheets, book, "R2C4") == [["b"]]


def test_a_place_outside_the_grid_is_refused_where_the_spreadsheet_is_read(sheets: Any, book: str) -> None:
    beyond = {"dataFilters": [{"gridRange": {"sheetId": 0, "startRowIndex": 2000}}]}
    assert refused(lambda: sheets.getByDataFilter(spreadsheetId=book, body=beyond).execute())[0] == 400
    status, error = refused(lambda: sheets.get(spreadsheetId=book, ranges="A2000:B2001").execute())
    message = "Range (Sheet1!A2000:B2001) exceeds grid limits. Max rows: 1000, max columns: 26"
    assert (status, error["message"]) == (400, message)


# Values


def test_inserted_rows_are_inserted_even_where_there_is_no_table(sheets: Any, book: str) -> None:
    options = {"range": "Sheet1", "valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"}
    answer = sheets.values().append(spreadsheetId=book, body={"values": [[1], [2]]}, **options).execute()
    assert ("tableRange" in answer, answer["updates"]["updatedRange"]) == (False, "Sheet1!A1:A2")
    assert _tab(sheets, book, "properties")["properties"]["gridProperties"]["rowCount"] == 1002


def test_nothing_is_written_under_a_merge(sheets: Any, book: str) -> None:
    _ask(sheets, book, mergeCells={"range": _box(0, 2, 0, 2), "mergeType": "MERGE_ALL"})
    _put(sheets, book, "A1:B2", [["a", "b"], ["c", "d"]])
    _ask(sheets, book, unmergeCells={"range": _box(0, 2, 0, 2)})
    assert _get(sheets, book, "A1:B2") == [["a"]]


# Looks


def test_a_colour_is_kept_in_8_bits_and_read_plain_and_as_a_style(sheets: Any, book: str) -> None:
    given = {"red": 1, "green": 0, "blue": 0.5, "alpha": 1}
    form = {"backgroundColor": given, "textFormat": {"foregroundColorStyle": {"themeColor": "ACCENT5"}}}
    _ask(sheets, book, repeatCell={"range": _box(0, 1, 0, 1), "cell": {"userEnteredFormat": form}, "fields": "*"})
    assert _cell(sheets, book, "A1")["userEnteredFormat"] == {
        "backgroundColor": HALF, "backgroundColorStyle": {"rgbColor": HALF},
        "textFormat": {
            "foregroundColor": {"red": 1, "green": 0.42745098, "blue": 0.003921569},
            "foregroundColorStyle": {"themeColor": "ACCENT5"},
        },
    }  # fmt: skip
    other = {"userEnteredFormat": {"backgroundColorStyle": {"rgbColor": RED}}}
    mask = "userEnteredFormat.backgroundColorStyle"
    _ask(sheets, book, repeatCell={"range": _box(0, 1, 0, 1), "cell": other, "fields": mask})
    assert _cell(sheets, book, "A1")["userEnteredFormat"]["backgroundColor"] == RED
    _ask(sheets, book, updateSheetProperties={"properties": {"tabColor": given}, "fields": "tabColor"})
    assert _tab(sheets, book, "properties")["properties"]["tabColorStyle"] == {"rgbColor": HALF}
    _ask(sheets, book, updateSheetProperties={"properties": {}, "fields": "tabColorStyle"})
    assert "tabColor" not in _tab(sheets, book, "properties")["properties"]


def test_a_line_is_read_with_its_width_and_colour(sheets: Any, book: str) -> None:
    _ask(sheets, book, updateBorders={"range": _box(0, 1, 0, 1), "bottom": {"style": "SOLID_THICK"}})
    line = {"style": "SOLID_THICK", "width": 3, "color": {}, "colorStyle": {"rgbColor": {}}}
    assert _cell(sheets, book, "A1")["userEnteredFormat"] == {"borders": {"bottom": line}}


def test_what_is_off_is_left_out_of_a_tabs_properties(sheets: Any, book: str) -> None:
    given = {"hidden": False, "rightToLeft": False, "gridProperties": {"frozenRowCount": 0, "hideGridlines": False}}
    _ask(sheets, book, updateSheetProperties={
        "properties": given, "fields": "hidden,rightToLeft,gridProperties(frozenRowCount,hideGridlines)",
    })  # fmt: skip
    assert _tab(sheets, book, "properties")["properties"] == {
        "sheetId": 0, "title": "Sheet1", "index": 0, "sheetType": "GRID",
        "gridProperties": {"rowCount": 1000, "columnCount": 26},
    }  # fmt: skip


def test_links_look_like_links_and_an_empty_text_shows_nothing(sheets: Any, book: str) -> None:
    _put(sheets, book, "A1", [['=HYPERLINK("https://example.com", "klik")'], ['=""']])
    link = _cell(sheets, book, "A1")
    assert (link["hyperlink"], link["effectiveFormat"]["hyperlinkDisplayType"]) == ("https://example.com", "LINKED")
    text = link["effectiveFormat"]["textFormat"]
    assert (text["link"], text["underline"], text["fontFamily"]) == ({"uri": "https://example.com"}, True, "Arial")
    empty = _cell(sheets, book, "A2")
    assert {"effectiveValue", "formattedValue"} & set(empty) == set()


def test_conditional_formats_show_in_the_effective_format(sheets: Any, book: str) -> None:
    _put(sheets, book, "A1", [[1, "=A1*10"], [2, "=A2*10"], [3, "=A3*10"]])
    bold = {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$B1>=20"}]},
            "format": {"textFormat": {"bold": True}}}  # fmt: skip
    shade = {"minpoint": {"type": "MIN", "color": {}}, "maxpoint": {"type": "MAX", "color": RED}}
    for rule in ({"booleanRule": bold}, {"gradientRule": shade}):
        _ask(sheets, book, addConditionalFormatRule={"rule": {"ranges": [_box(0, 3, 0, 1)], **rule}, "index": 0})
    looks = [_cell(sheets, book, f"A{row}")["effectiveFormat"] for row in (1, 2, 3)]
    assert [look["textFormat"]["bold"] for look in looks] == [False, True, True]
    assert [look["backgroundColor"] for look in looks] == [{}, {"red": 0.49803922}, RED]
    assert _cell(sheets, book, "B3")["effectiveFormat"]["textFormat"]["bold"] is False


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("NOT_BLANK", [], "Condition type NOT_BLANK is not supported by data validation."),
        ("NUMBER_BETWEEN", ["1"], "Condition type NUMBER_BETWEEN requires exactly 2 values, but 1 were given."),
        ("TEXT_IS_EMAIL", ["x"], "Condition type TEXT_IS_EMAIL requires exactly 0 values, but 1 were given."),
    ],
)
def test_a_validation_rule_takes_only_its_own_conditions(
    sheets: Any, book: str, kind: str, values: list[str], words: str
) -> None:
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    asked = {"range": _box(0, 1, 0, 1), "rule": {"condition": condition}}
    status, error = refused(lambda: _ask(sheets, book, setDataValidation=asked))
    assert (status, error["message"]) == (400, f"Invalid requests[0].setDataValidation: {words}")


def test_a_filter_says_its_criteria_both_ways(sheets: Any, book: str) -> None:
    criteria = {"hiddenValues": ["x"]}
    specs = [{"columnIndex": 0, "filterCriteria": criteria}]
    given = {"range": _box(0, 5, 0, 3), "filterSpecs": specs, "sortSpecs": []}
    _ask(sheets, book, setBasicFilter={"filter": given})
    expected = {"range": _shown(0, 5, 0, 3), "criteria": {"0": criteria}, "filterSpecs": specs}
    assert _tab(sheets, book, "basicFilter")["basicFilter"] == expected
    view = {"range": _box(0, 5, 0, 3), "title": "Pandangan", "criteria": {"0": criteria}}
    made = _ask(sheets, book, addFilterView={"filter": view})["filter"]
    assert made["filterSpecs"] == specs


def test_columns_and_rows_can_be_as_large_as_what_they_show(sheets: Any, book: str) -> None:
    _put(sheets, book, "A1", [["A" * 100], ["satu\ndua\ntiga"], ["x"]])
    for dimension in ("COLUMNS", "ROWS"):
        wanted = {"sheetId": 0, "dimension": dimension, "startIndex": 0, "endIndex": 3}
        _ask(sheets, book, autoResizeDimensions={"dimensions": wanted})
    data = _tab(sheets, book, "data(rowMetadata,columnMetadata)")["data"][0]
    columns, rows = ([each["pixelSize"] for each in data[name][:3]] for name in ("columnMetadata", "rowMetadata"))
    assert (columns[0] > 500, columns[1:]) == (True, [100, 100])
    assert (rows[0], rows[1] > 2 * rows[0], rows[2]) == (21, True, 21)


# Tables, charts and slicers


def _names(sheets: Any, book: str) -> dict[str, Any]:
    columns = [
        {"columnIndex": 0, "columnName": "Nama", "columnType": "TEXT"},
        {"columnIndex": 1, "columnName": "Lulus", "columnType": "BOOLEAN"},
    ]
    made = _ask(sheets, book, addTable={"table": {
        "name": "Peserta", "tableId": "t1", "range": _box(0, 3, 0, 3), "columnProperties": columns,
    }})  # fmt: skip
    return dict(made["table"])


def test_a_table_has_headings_bands_and_typed_columns(sheets: Any, book: str) -> None:
    table = _names(sheets, book)
    assert [each["columnName"] for each in table["columnProperties"]] == ["Nama", "Lulus", "Column 3"]
    assert _get(sheets, book, "A1:C3") == [["Nama", "Lulus", "Column 3"], ["", "FALSE"], ["", "FALSE"]]
    tab = _tab(sheets, book, "tables,bandedRanges")
    assert (tab["tables"], tab["bandedRanges"][0]["bandedRangeReference"]) == ([table], "t1")
    assert "bandedRanges" not in sheets.get(spreadsheetId=book, excludeTablesInBandedRanges=True).execute()["sheets"][0]
    again = {"table": {"name": "Lain", "range": _box(2, 4, 2, 4)}}
    assert refused(lambda: _ask(sheets, book, addTable=again))[0] == 400


def test_a_table_grows_changes_and_goes(sheets: Any, book: str) -> None:
    _names(sheets, book)
    _put(sheets, book, "A5", [["di bawah"]])
    rows = [{"values": [{"userEnteredValue": {"stringValue": name}}]} for name in ("Ani", "Budi", "Cici", "Dedi")]
    _ask(sheets, book, appendCells={"tableId": "t1", "rows": rows, "fields": "userEnteredValue"})
    assert _get(sheets, book, "A1:A9") == [["Nama"], ["Ani"], ["Budi"], ["Cici"], ["Dedi"], [], ["di bawah"]]
    assert _tab(sheets, book, "tables")["tables"][0]["range"] == _shown(0, 5, 0, 3)
    _ask(sheets, book, updateTable={"table": {"tableId": "t1", "name": "Finalis"}, "fields": "name"})
    assert _tab(sheets, book, "tables")["tables"][0]["name"] == "Finalis"
    _ask(sheets, book, deleteTable={"tableId": "t1"})
    assert _get(sheets, book, "A1:A9") == [[], [], [], [], [], [], ["di bawah"]]
    assert "No table with id: t1" in refused(lambda: _ask(sheets, book, deleteTable={"tableId": "t1"}))[1]["message"]


def _chart(box: dict[str, int]) -> dict[str, Any]:
    series = [{"series": {"sourceRange": {"sources": [box]}}}]
    return {"title": "Nilai", "basicChart": {"chartType": "COLUMN", "series": series}}


def test_a_chart_follows_its_cells_and_can_fill_a_tab_of_its_own(sheets: Any, book: str) -> None:
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 8}}}
    made = _ask(sheets, book, addChart={"chart": {"spec": _chart(_box(2, 6, 0, 1)), "position": anchor}})["chart"]
    assert made["position"]["overlayPosition"] == {"anchorCell": {"rowIndex": 8}, "widthPixels": 600, "heightPixels": 371}
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 3, "endIndex": 5}
    _ask(sheets, book, insertDimension={"range": rows})
    known = _tab(sheets, book, "charts")["charts"][0]
    source = known["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"]
    assert (source, known["position"]["overlayPosition"]["anchorCell"]) == ([_shown(2, 8, 0, 1)], {"rowIndex": 10})
    border = {"colorStyle": {"rgbColor": RED}}
    _ask(sheets, book, updateEmbeddedObjectBorder={"objectId": made["chartId"], "border": border, "fields": "colorStyle"})
    assert _tab(sheets, book, "charts")["charts"][0]["border"] == {**border, "color": RED}
    moved = {"objectId": made["chartId"], "newPosition": {"newSheet": True}, "fields": "newSheet"}
    own = _ask(sheets, book, updateEmbeddedObjectPosition=moved)["position"]["sheetId"]
    tabs = sheets.get(spreadsheetId=book, includeGridData=True).execute()["sheets"]
    assert ("charts" in tabs[0], tabs[1]["properties"]["sheetId"]) == (False, own)
    assert (tabs[1]["properties"]["sheetType"], "gridProperties" in tabs[1]["properties"]) == ("OBJECT", False)
    _ask(sheets, book, deleteEmbeddedObject={"objectId": made["chartId"]})
    assert len(sheets.get(spreadsheetId=book).execute()["sheets"]) == 1


def test_a_copied_tab_has_charts_of_its_own_cells(sheets: Any, book: str) -> None:
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0}}}
    chart = {"spec": _chart(_box(0, 4, 0, 1)), "position": anchor}
    made = _ask(sheets, book, addChart={"chart": chart})["chart"]
    copy = _ask(sheets, book, duplicateSheet={"sourceSheetId": 0})["properties"]["sheetId"]
    chart = _tab(sheets, book, "charts")["charts"][0]
    source = chart["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0]
    assert (source["sheetId"], chart["position"]["overlayPosition"]["anchorCell"]["sheetId"]) == (copy, copy)
    assert chart["chartId"] != made["chartId"]


def test_a_slicer_is_kept_changed_and_removed(sheets: Any, book: str) -> None:
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0, "columnIndex": 5}}}
    spec = {"dataRange": _box(0, 9, 0, 3), "title": "Tahap", "columnIndex": 1}
    made = _ask(sheets, book, addSlicer={"slicer": {"spec": spec, "position": anchor}})["slicer"]
    change = {"slicerId": made["slicerId"], "spec": {"title": "Babak"}, "fields": "title"}
    _ask(sheets, book, updateSlicerSpec=change)
    columns = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    _ask(sheets, book, insertDimension={"range": columns})
    known = _tab(sheets, book, "slicers")["slicers"][0]["spec"]
    assert (known["title"], known["dataRange"]) == ("Babak", _shown(0, 9, 1, 4))
    _ask(sheets, book, deleteEmbeddedObject={"objectId": made["slicerId"]})
    assert _tab(sheets, book, "slicers") == {}


def test_connected_sheets_need_a_right_nobody_has_here(sheets: Any, book: str) -> None:
    source = {"dataSource": {"spec": {"bigQuery": {"projectId": "p"}}}}
    status, error = refused(lambda: _ask(sheets, book, addDataSource=source))
    assert (status, error["message"]) == (403, "Request had insufficient authentication scopes.")
    assert refused(lambda: _ask(sheets, book, deleteDataSource={"dataSourceId": "d"}))[0] == 400


# What follows cells that move


def test_formulas_of_rules_follow_their_cells_and_tabs(sheets: Any, book: str) -> None:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$B3>Sheet1!B5"}]}
    rule = {"ranges": [_box(2, 4, 0, 1)], "booleanRule": {"condition": condition, "format": {}}}
    _ask(sheets, book, addConditionalFormatRule={"rule": rule})
    listed = {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!$D$3:$D$9"}]}}
    _ask(sheets, book, setDataValidation={"range": _box(5, 6, 0, 1), "rule": listed})
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    _ask(sheets, book, insertDimension={"range": rows})
    name = {"properties": {"sheetId": 0, "title": "Nilai akhir"}, "fields": "title"}
    _ask(sheets, book, updateSheetProperties=name)
    known = _tab(sheets, book, "conditionalFormats")["conditionalFormats"][0]
    values = known["booleanRule"]["condition"]["values"]
    assert (known["ranges"], values) == ([_shown(4, 6, 0, 1)], [{"userEnteredValue": "=$B5>'Nilai akhir'!B7"}])
    validation = _cell(sheets, book, "A8")["dataValidation"]["condition"]["values"]
    assert validation == [{"userEnteredValue": "='Nilai akhir'!$D$5:$D$11"}]


def test_what_lies_in_shifted_cells_shifts_with_them(sheets: Any, book: str) -> None:
    _ask(sheets, book, mergeCells={"range": _box(4, 5, 0, 2), "mergeType": "MERGE_ALL"})
    named = _ask(sheets, book, addNamedRange={"namedRange": {"name": "daftar", "range": _box(2, 6, 0, 1)}})
    outside = _ask(sheets, book, addNamedRange={"namedRange": {"name": "lain", "range": _box(4, 6, 3, 4)}})
    _ask(sheets, book, insertRange={"range": _box(3, 5, 0, 2), "shiftDimension": "ROWS"})
    answer = sheets.get(spreadsheetId=book).execute()
    places = {each["namedRangeId"]: each["range"] for each in answer["namedRanges"]}
    assert answer["sheets"][0]["merges"] == [_shown(6, 7, 0, 2)]
    assert places[named["namedRange"]["namedRangeId"]] == _shown(2, 8, 0, 1)
    assert places[outside["namedRange"]["namedRangeId"]] == _shown(4, 6, 3, 4)
    _ask(sheets, book, deleteRange={"range": _box(6, 7, 0, 2), "shiftDimension": "ROWS"})
    answer = sheets.get(spreadsheetId=book).execute()
    assert "merges" not in answer["sheets"][0]
    assert answer["namedRanges"][0]["range"] == _shown(2, 7, 0, 1)
