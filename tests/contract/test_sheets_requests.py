"""Sheets: every kind of request a batchUpdate may hold, one case each, and that all of them happen or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import refused

if TYPE_CHECKING:
    from .account import Account

TABLE = [["a", 3, "x"], ["b", 1, "y"], ["c", 2, "x"]]
RED = {"red": 1}
PLACE = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
NAMED = {"namedRangeId": "nr1", "name": "nilai", "range": {"sheetId": 0, **PLACE}}
CHART = {
    "chartId": 5, "spec": {"title": "Satu", "basicChart": {"chartType": "COLUMN", "series": []}},
    "position": {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1}}},
}  # fmt: skip
YES = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "ya"}]}, "strict": True}


def box(r0: int, r1: int, c0: int, c1: int, **more: Any) -> dict[str, Any]:
    """A grid range of the first tab."""
    return {"sheetId": 0, "startRowIndex": r0, "endRowIndex": r1, "startColumnIndex": c0, "endColumnIndex": c1, **more}


def rows(start: int, end: int, dimension: str = "ROWS") -> dict[str, Any]:
    """Rows or columns of the first tab."""
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def seen(place: dict[str, Any]) -> dict[str, Any]:
    """The range as the API shows it: the zeroes of proto3 that are ids are left out."""
    return {name: value for name, value in place.items() if name != "sheetId"}


def said(value: Any) -> Any:
    """The answer without the cells and rows at the end of which it says nothing."""
    if isinstance(value, dict):
        inner = {name: said(each) for name, each in value.items()}
        return {name: each for name, each in inner.items() if each not in ([], None)}
    if isinstance(value, list):
        listed = [said(each) for each in value]
        while listed and listed[-1] == {}:
            listed.pop()
        return listed
    return value


@dataclass
class Case:
    """What is asked on TABLE in A1:C3 (after `before`), and what is then to be seen."""

    kind: str
    request: dict[str, Any]
    before: list[dict[str, Any]] = field(default_factory=list)
    reply: dict[str, Any] | None = None  # what the reply holds under the kind's name; None: it is {}
    values: dict[str, Any] = field(default_factory=dict)  # range -> unformatted values
    mask: str = ""
    shown: Any = None  # the first tab through the mask, or the spreadsheet where the mask does not begin with sheets


VIEW = {"filterViewId": 9, "title": "Lolos", "range": box(0, 3, 0, 3)}
BAND = {"bandedRangeId": 8, "range": box(0, 3, 0, 2), "rowProperties": {"headerColor": RED, "firstBandColor": RED}}
RULE = {"ranges": [box(0, 3, 1, 2)], "booleanRule": {"condition": {"type": "BLANK"}, "format": {"textFormat": {"bold": True}}}}
LOCK = {"protectedRangeId": 7, "range": box(0, 1, 0, 1), "description": "kunci"}
TAG = {"metadataId": 6, "metadataKey": "k", "metadataValue": "v", "visibility": "DOCUMENT", "location": {"spreadsheet": True}}
TWO = {"addSheet": {"properties": {"sheetId": 2, "title": "Dua"}}}
GROUP = {"addDimensionGroup": {"range": rows(0, 2)}}
BOLD = "sheets.data.rowData.values.userEnteredFormat.textFormat.bold"

CASES = [
    Case("updateSpreadsheetProperties", {"properties": {"title": "Baru", "timeZone": "Asia/Jakarta"}, "fields": "title,timeZone"},
         mask="properties(title,timeZone)", shown={"properties": {"title": "Baru", "timeZone": "Asia/Jakarta"}}),
    Case("updateSheetProperties", {"properties": {"sheetId": 0, "title": "Register", "gridProperties": {"frozenRowCount": 1}},
                                   "fields": "title,gridProperties.frozenRowCount"},
         mask="sheets.properties(title,gridProperties.frozenRowCount)",
         shown={"properties": {"title": "Register", "gridProperties": {"frozenRowCount": 1}}}),
    Case("updateDimensionProperties", {"range": rows(0, 2), "properties": {"hiddenByUser": True, "pixelSize": 40},
                                       "fields": "hiddenByUser,pixelSize"},
         mask="sheets.data.rowMetadata(hiddenByUser,pixelSize)",
         shown={"data": [{"rowMetadata": [{"hiddenByUser": True, "pixelSize": 40}] * 2 + [{"pixelSize": 21}]}]}),
    Case("updateNamedRange", {"namedRange": {"namedRangeId": "nr1", "name": "skor"}, "fields": "name"},
         [{"addNamedRange": {"namedRange": NAMED}}], mask="namedRanges.name", shown={"namedRanges": [{"name": "skor"}]}),
    Case("repeatCell", {"range": box(0, 2, 0, 1), "cell": {"userEnteredFormat": {"textFormat": {"bold": True}}},
                        "fields": "userEnteredFormat.textFormat.bold"},
         mask=BOLD, shown={"data": [{"rowData": [{"values": [{"userEnteredFormat": {"textFormat": {"bold": True}}}]}] * 2}]}),
    Case("addNamedRange", {"namedRange": NAMED}, reply={"namedRange": {**NAMED, "range": seen(NAMED["range"])}}),
    Case("deleteNamedRange", {"namedRangeId": "nr1"}, [{"addNamedRange": {"namedRange": NAMED}}], mask="namedRanges", shown={}),
    Case("addSheet", {"properties": {"sheetId": 2, "title": "Dua", "gridProperties": {"rowCount": 5, "columnCount": 4}}},
         reply={"properties": {"sheetId": 2, "title": "Dua", "index": 1, "sheetType": "GRID",
                               "gridProperties": {"rowCount": 5, "columnCount": 4}}}),
    Case("deleteSheet", {"sheetId": 2}, [TWO], mask="sheets.properties.title", shown={"properties": {"title": "Sheet1"}}),
    Case("autoFill", {"sourceAndDestination": {"source": box(4, 5, 0, 2), "dimension": "COLUMNS", "fillLength": 2}},
         [{"pasteData": {"coordinate": {"sheetId": 0, "rowIndex": 4}, "data": "1;3", "delimiter": ";"}}],
         values={"A5:D5": [[1, 3, 5, 7]]}),
    Case("cutPaste", {"source": box(0, 1, 0, 2), "destination": {"sheetId": 0, "rowIndex": 4}, "pasteType": "PASTE_NORMAL"},
         values={"A1:B1": None, "A5:B5": [["a", 3]]}),
    Case("copyPaste", {"source": box(0, 1, 0, 2), "destination": box(4, 6, 0, 2), "pasteType": "PASTE_VALUES"},
         values={"A5:B6": [["a", 3], ["a", 3]]}),
    Case("mergeCells", {"range": box(4, 6, 0, 2), "mergeType": "MERGE_ALL"}, mask="sheets.merges",
         shown={"merges": [seen(box(4, 6, 0, 2))]}),
    Case("unmergeCells", {"range": box(4, 6, 0, 2)}, [{"mergeCells": {"range": box(4, 6, 0, 2), "mergeType": "MERGE_ALL"}}],
         mask="sheets.merges", shown={}),
    Case("updateBorders", {"range": box(0, 1, 0, 1), "bottom": {"style": "SOLID", "color": RED}},
         mask="sheets.data.rowData.values.userEnteredFormat.borders.bottom.style",
         shown={"data": [{"rowData": [{"values": [{"userEnteredFormat": {"borders": {"bottom": {"style": "SOLID"}}}}]}]}]}),
    Case("updateCells", {"range": box(0, 1, 3, 5), "fields": "userEnteredValue,note",
                         "rows": [{"values": [{"userEnteredValue": {"formulaValue": "=B1*2"}, "note": "hitung"}]}]},
         values={"D1": [[6]]}, mask="sheets.data.rowData.values.note",
         shown={"data": [{"rowData": [{"values": [{}, {}, {}, {"note": "hitung"}]}]}]}),
    Case("addFilterView", {"filter": VIEW}, reply={"filter": {**VIEW, "range": seen(VIEW["range"])}}),
    Case("appendCells", {"sheetId": 0, "fields": "userEnteredValue",
                         "rows": [{"values": [{"userEnteredValue": {"stringValue": "d"}}]}]}, values={"A4": [["d"]]}),
    Case("clearBasicFilter", {"sheetId": 0}, [{"setBasicFilter": {"filter": {"range": box(0, 3, 0, 3)}}}],
         mask="sheets.basicFilter", shown={}),
    Case("deleteDimension", {"range": rows(0, 2)}, values={"A1:C3": [["c", 2, "x"]]}),
    Case("deleteEmbeddedObject", {"objectId": 5}, [{"addChart": {"chart": CHART}}], mask="sheets.charts", shown={}),
    Case("deleteFilterView", {"filterId": 9}, [{"addFilterView": {"filter": VIEW}}], mask="sheets.filterViews", shown={}),
    Case("duplicateFilterView", {"filterId": 9}, [{"addFilterView": {"filter": VIEW}}], mask="sheets.filterViews.title",
         reply=..., shown={"filterViews": [{"title": "Lolos"}, {"title": "Copy of Lolos"}]}),
    Case("duplicateSheet", {"sourceSheetId": 0, "newSheetId": 4, "newSheetName": "Kembar", "insertSheetIndex": 1},
         reply={"properties": {"sheetId": 4, "title": "Kembar", "index": 1, "sheetType": "GRID",
                               "gridProperties": {"rowCount": 1000, "columnCount": 26}}}, values={"Kembar!A1:B1": [["a", 3]]}),
    Case("findReplace", {"find": "x", "replacement": "z", "allSheets": True},
         reply={"valuesChanged": 2, "rowsChanged": 2, "sheetsChanged": 1, "occurrencesChanged": 2},
         values={"C1:C3": [["z"], ["y"], ["z"]]}),
    Case("insertDimension", {"range": rows(1, 2)}, values={"A1:A3": [["a"], [], ["b"]]}),
    Case("insertRange", {"range": box(1, 2, 0, 1), "shiftDimension": "ROWS"}, values={"A1:B3": [["a", 3], ["", 1], ["b", 2]]}),
    Case("moveDimension", {"source": rows(2, 3), "destinationIndex": 0}, values={"A1:A3": [["c"], ["a"], ["b"]]}),
    Case("updateEmbeddedObjectPosition", {"objectId": 5, "fields": "anchorCell.rowIndex",
                                          "newPosition": {"overlayPosition": {"anchorCell": {"rowIndex": 9}}}},
         [{"addChart": {"chart": CHART}}], reply=..., mask="sheets.charts.position.overlayPosition.anchorCell.rowIndex",
         shown={"charts": [{"position": {"overlayPosition": {"anchorCell": {"rowIndex": 9}}}}]}),
    Case("pasteData", {"coordinate": {"sheetId": 0, "rowIndex": 4}, "data": "p;7\nq;=1+1", "delimiter": ";"},
         values={"A5:B6": [["p", 7], ["q", 2]]}),
    Case("textToColumns", {"source": box(4, 5, 0, 1), "delimiterType": "COMMA"},
         [{"pasteData": {"coordinate": {"sheetId": 0, "rowIndex": 4}, "data": "satu,2", "delimiter": ";"}}],
         values={"A5:B5": [["satu", 2]]}),
    Case("updateFilterView", {"filter": {"filterViewId": 9, "title": "Gugur"}, "fields": "title"},
         [{"addFilterView": {"filter": VIEW}}], mask="sheets.filterViews.title", shown={"filterViews": [{"title": "Gugur"}]}),
    Case("deleteRange", {"range": box(0, 1, 0, 1), "shiftDimension": "ROWS"}, values={"A1:B3": [["b", 3], ["c", 1], ["", 2]]}),
    Case("appendDimension", {"sheetId": 0, "dimension": "ROWS", "length": 7},
         mask="sheets.properties.gridProperties.rowCount", shown={"properties": {"gridProperties": {"rowCount": 1007}}}),
    Case("addConditionalFormatRule", {"rule": RULE, "index": 0}, mask="sheets.conditionalFormats.ranges",
         shown={"conditionalFormats": [{"ranges": [seen(box(0, 3, 1, 2))]}]}),
    Case("updateConditionalFormatRule", {"index": 0, "rule": {**RULE, "ranges": [box(0, 1, 0, 1)]}},
         [{"addConditionalFormatRule": {"rule": RULE, "index": 0}}], reply=..., mask="sheets.conditionalFormats.ranges",
         shown={"conditionalFormats": [{"ranges": [seen(box(0, 1, 0, 1))]}]}),
    Case("deleteConditionalFormatRule", {"index": 0, "sheetId": 0}, [{"addConditionalFormatRule": {"rule": RULE, "index": 0}}],
         reply=..., mask="sheets.conditionalFormats", shown={}),
    Case("sortRange", {"range": box(0, 3, 0, 3), "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]},
         values={"A1:B3": [["b", 1], ["c", 2], ["a", 3]]}),
    Case("setDataValidation", {"range": box(0, 1, 0, 1), "rule": YES},
         mask="sheets.data.rowData.values.dataValidation.condition.type",
         shown={"data": [{"rowData": [{"values": [{"dataValidation": {"condition": {"type": "ONE_OF_LIST"}}}]}]}]}),
    Case("setBasicFilter", {"filter": {"range": box(0, 3, 0, 3)}}, mask="sheets.basicFilter.range",
         shown={"basicFilter": {"range": seen(box(0, 3, 0, 3))}}),
    Case("addProtectedRange", {"protectedRange": {**LOCK, "warningOnly": True}}, reply=...,
         mask="sheets.protectedRanges(protectedRangeId,description,warningOnly)",
         shown={"protectedRanges": [{"protectedRangeId": 7, "description": "kunci", "warningOnly": True}]}),
    Case("updateProtectedRange", {"protectedRange": {"protectedRangeId": 7, "description": "lain"}, "fields": "description"},
         [{"addProtectedRange": {"protectedRange": LOCK}}], mask="sheets.protectedRanges.description",
         shown={"protectedRanges": [{"description": "lain"}]}),
    Case("deleteProtectedRange", {"protectedRangeId": 7}, [{"addProtectedRange": {"protectedRange": LOCK}}],
         mask="sheets.protectedRanges", shown={}),
    Case("autoResizeDimensions", {"dimensions": rows(0, 1, "COLUMNS")}, values={"A1": [["a"]]}),
    Case("addChart", {"chart": CHART}, reply=..., mask="sheets.charts(chartId,spec.title)",
         shown={"charts": [{"chartId": 5, "spec": {"title": "Satu"}}]}),
    Case("updateChartSpec", {"chartId": 5, "spec": {**CHART["spec"], "title": "Dua"}}, [{"addChart": {"chart": CHART}}],
         mask="sheets.charts.spec.title", shown={"charts": [{"spec": {"title": "Dua"}}]}),
    Case("updateBanding", {"bandedRange": {"bandedRangeId": 8, "range": box(0, 2, 0, 2)}, "fields": "range"},
         [{"addBanding": {"bandedRange": BAND}}], mask="sheets.bandedRanges.range",
         shown={"bandedRanges": [{"range": seen(box(0, 2, 0, 2))}]}),
    Case("addBanding", {"bandedRange": BAND}, reply=..., mask="sheets.bandedRanges(bandedRangeId,range)",
         shown={"bandedRanges": [{"bandedRangeId": 8, "range": seen(box(0, 3, 0, 2))}]}),
    Case("deleteBanding", {"bandedRangeId": 8}, [{"addBanding": {"bandedRange": BAND}}], mask="sheets.bandedRanges", shown={}),
    Case("createDeveloperMetadata", {"developerMetadata": TAG}, reply=..., mask="developerMetadata(metadataId,metadataKey)",
         shown={"developerMetadata": [{"metadataId": 6, "metadataKey": "k"}]}),
    Case("updateDeveloperMetadata", {"dataFilters": [{"developerMetadataLookup": {"metadataId": 6}}],
                                     "developerMetadata": {"metadataValue": "w"}, "fields": "metadataValue"},
         [{"createDeveloperMetadata": {"developerMetadata": TAG}}], reply=..., mask="developerMetadata.metadataValue",
         shown={"developerMetadata": [{"metadataValue": "w"}]}),
    Case("deleteDeveloperMetadata", {"dataFilter": {"developerMetadataLookup": {"metadataId": 6}}},
         [{"createDeveloperMetadata": {"developerMetadata": TAG}}], reply=..., mask="developerMetadata", shown={}),
    Case("randomizeRange", {"range": box(0, 1, 0, 3)}, values={"A1:C3": TABLE}),
    Case("addDimensionGroup", {"range": rows(0, 2)}, mask="sheets.rowGroups",
         reply={"dimensionGroups": [{"range": seen(rows(0, 2)), "depth": 1}]},
         shown={"rowGroups": [{"range": seen(rows(0, 2)), "depth": 1}]}),
    Case("deleteDimensionGroup", {"range": rows(0, 2)}, [GROUP], reply=..., mask="sheets.rowGroups", shown={}),
    Case("updateDimensionGroup", {"dimensionGroup": {"range": rows(0, 2), "depth": 1, "collapsed": True}, "fields": "collapsed"},
         [GROUP], mask="sheets.rowGroups.collapsed", shown={"rowGroups": [{"collapsed": True}]}),
    Case("trimWhitespace", {"range": box(4, 5, 0, 1)},
         [{"pasteData": {"coordinate": {"sheetId": 0, "rowIndex": 4}, "data": "  dua   kata ", "delimiter": ";"}}],
         reply={"cellsChangedCount": 1}, values={"A5": [["dua kata"]]}),
    Case("deleteDuplicates", {"range": box(0, 3, 0, 3), "comparisonColumns": [rows(2, 3, "COLUMNS")]},
         reply={"duplicatesRemovedCount": 1}, values={"A1:C3": [["a", 3, "x"], ["b", 1, "y"]]}),
]  # fmt: skip


@pytest.mark.behaviour(19)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_a_request_does_what_it_says(account: Account, case: Case) -> None:
    book = account.book(TABLE)
    if case.before:
        account.change(book, *case.before)
    (reply,) = account.change(book, {case.kind: case.request})
    if case.reply is None:
        assert reply == {}
    elif case.reply is not ...:
        assert reply == {case.kind: case.reply}
    for place, values in case.values.items():
        assert account.read(book, place, "UNFORMATTED_VALUE") == values
    if case.mask:
        grid = {"ranges": "A1:D3"} if case.mask.startswith("sheets.data") else {}
        found = account.look(book, case.mask, **grid)
        assert said(found.get("sheets", [{}])[0] if case.mask.startswith("sheets") else found) == case.shown


@pytest.mark.behaviour(19)
@pytest.mark.covers("sheets.spreadsheets.batchUpdate")
def test_all_requests_of_a_batch_happen_or_none(account: Account) -> None:
    book = account.book()
    rename = {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "Lain"}, "fields": "title"}}
    clash = {"addSheet": {"properties": {"title": "LAIN"}}}
    status, error = refused(lambda: account.change(book, rename, clash))
    text = 'Invalid requests[1].addSheet: A sheet with the name "LAIN" already exists. Please enter another name.'
    assert (status, error["message"], error["status"]) == (400, text, "INVALID_ARGUMENT")
    assert account.look(book, "sheets.properties.title") == {"sheets": [{"properties": {"title": "Sheet1"}}]}
    hide = {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}}
    status, error = refused(lambda: account.change(book, hide))
    text = "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."
    assert (status, error["message"]) == (400, text)
    body = {"requests": [TWO], "includeSpreadsheetInResponse": True}
    answer = account.sheets.batchUpdate(spreadsheetId=book, body=body).execute()
    assert [each["properties"]["title"] for each in answer["updatedSpreadsheet"]["sheets"]] == ["Sheet1", "Dua"]
    assert answer["replies"][0]["addSheet"]["properties"]["sheetId"] == 2


@pytest.mark.covers("sheets.spreadsheets.sheets.copyTo")
def test_a_tab_is_copied_to_another_spreadsheet(account: Account) -> None:
    source, target = account.book([["isi"]]), account.book()
    body = {"destinationSpreadsheetId": target}
    made = account.sheets.sheets().copyTo(spreadsheetId=source, sheetId=0, body=body).execute()
    assert made["title"] == "Copy of Sheet1"
    assert account.read(target, "'Copy of Sheet1'!A1") == [["isi"]]
