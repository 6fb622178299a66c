"""gspread's documented methods: Client, Spreadsheet, Worksheet and Cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import gspread
import pytest
from gspread.cell import Cell
from gspread.utils import (
    DateTimeOption,
    Dimension,
    InsertDataOption,
    MergeType,
    PasteOrientation,
    PasteType,
    ValidationConditionType,
    ValueInputOption,
    ValueRenderOption,
)

if TYPE_CHECKING:
    from .account import Account


@pytest.fixture
def book(account: Account) -> gspread.Spreadsheet:
    """A fresh spreadsheet in the contracts' folder."""
    return account.gspread.open_by_key(account.book())


@pytest.fixture
def tab(book: gspread.Spreadsheet) -> gspread.Worksheet:
    """Its first tab."""
    return book.sheet1


def _shown(book: gspread.Spreadsheet, fields: str) -> Any:
    return book.fetch_sheet_metadata({"fields": f"sheets.{fields}"})["sheets"][0]


def test_the_client_makes_opens_lists_copies_and_removes(account: Account) -> None:
    client, name = account.gspread, account.mark()
    client.set_timeout(90)
    assert client.expiry is None or client.expiry
    made = client.create(name, folder_id=account.folder)
    made.sheet1.update([["isi"]], "A1")
    assert client.open_by_key(made.id).title == client.open_by_url(made.url).title == name
    account.soon(lambda: [each["id"] for each in client.list_spreadsheet_files(name)], [made.id])
    assert client.open(name, folder_id=account.folder).id == made.id
    assert [each.id for each in client.openall(name)] == [made.id]
    copied = client.copy(made.id, title=f"{name} 2", folder_id=account.folder)
    assert copied.sheet1.acell("A1").value == "isi"
    assert client.get_file_drive_metadata(made.id)["name"] == name
    client.import_csv(copied.id, "a,b\n1,2")
    assert client.open_by_key(copied.id).sheet1.get_values() == [["a", "b"], ["1", "2"]]
    assert client.export(copied.id, gspread.utils.ExportFormat.CSV) == b"a,b\r\n1,2"
    client.del_spreadsheet(copied.id)
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        client.open(account.mark())
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        client.open_by_key(copied.id)
    with pytest.raises(gspread.exceptions.APIError) as caught:
        made.sheet1.update([["x"]], "A1001")
    assert (caught.value.response.status_code, "exceeds grid limits" in caught.value.error["message"]) == (400, True)


def test_a_client_shares_a_spreadsheet(account: Account, book: gspread.Spreadsheet) -> None:
    if account.other is None:
        pytest.skip("no PANITIA_LIVE_OTHER: nobody to share a spreadsheet with")
    client = account.gspread
    made = client.insert_permission(book.id, account.other, perm_type="user", role="reader", notify=False).json()
    assert made["role"] == "reader"
    client.remove_permission(book.id, made["id"])
    assert [each["role"] for each in client.list_permissions(book.id)] == ["owner"]
    book.share(account.other, perm_type="user", role="writer", notify=False)
    assert sorted(each["role"] for each in book.list_permissions()) == ["owner", "writer"]
    assert book.remove_permissions(account.other) != []


def test_a_spreadsheet_tells_and_changes_its_name_zone_and_locale(book: gspread.Spreadsheet) -> None:
    book.update_title("Nama baru")
    book.update_timezone("Asia/Jakarta")
    book.update_locale("id_ID")
    assert (book.title, book.timezone, book.locale) == ("Nama baru", "Asia/Jakarta", "id_ID")
    assert book.url == f"https://docs.google.com/spreadsheets/d/{book.id}"
    book.update_drive_metadata()
    assert book.creationTime.endswith("Z") and book.get_lastUpdateTime().endswith("Z")
    assert book.export(gspread.utils.ExportFormat.EXCEL)[:2] == b"PK"


def test_tabs_are_made_found_moved_and_removed(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    second = book.add_worksheet("Dua", rows=5, cols=4, index=0)
    assert (second.row_count, second.col_count, second.column_count, second.index) == (5, 4, 4, 0)
    assert book.get_worksheet(1).title == book.get_worksheet_by_id(0).title == book.worksheet("Sheet1").title
    with pytest.raises(gspread.exceptions.WorksheetNotFound):
        book.worksheet("Tiga")
    copied = book.duplicate_sheet(second.id, insert_sheet_index=2, new_sheet_name="Salinan")
    assert tab.duplicate().title == "Copy of Sheet1"
    book.reorder_worksheets([tab, copied, second])
    assert [each.title for each in book.worksheets()] == ["Sheet1", "Salinan", "Dua", "Copy of Sheet1"]
    second.update_title("Kedua")
    second.update_index(0)
    second.hide()
    assert second.isSheetHidden
    assert [each.title for each in book.worksheets(exclude_hidden=True)] == ["Sheet1", "Salinan", "Copy of Sheet1"]
    second.show()
    assert (second.title, second.spreadsheet.id, second.id) == ("Kedua", book.id, book.worksheet("Kedua").id)
    assert second.url.endswith(f"#gid={second.id}")
    made = tab.copy_to(book.id)
    book.del_worksheet_by_id(made["sheetId"])
    book.del_worksheet_by_id(copied.id)
    book.del_worksheet(second)
    assert [each.title for each in book.worksheets()] == ["Sheet1", "Copy of Sheet1"]
    book.batch_update({"requests": [{"updateSpreadsheetProperties": {"properties": {"title": "x"}, "fields": "title"}}]})


def test_cells_are_read_and_written(tab: gspread.Worksheet) -> None:
    tab.update_acell("B2", "=1+1")
    tab.update_cell(3, 1, 4.5)
    assert (tab.acell("B2").value, tab.acell("B2", ValueRenderOption.formula).value) == ("2", "=1+1")
    assert tab.cell(3, 1, ValueRenderOption.unformatted).value == 4.5
    seen = tab.cell(2, 2)
    assert (seen.row, seen.col, seen.address, seen.numeric_value) == (2, 2, "B2", 2)
    assert (Cell.from_address("C4").row, Cell.from_address("C4").col) == (4, 3)
    assert [cell.value for cell in tab.range("A2:B3")] == ["", "2", "4.5", ""]
    tab.update_cells([Cell(4, 4, "=A3*2"), Cell(5, 2, "x")], value_input_option=ValueInputOption.user_entered)
    assert tab.get_values("A4:D5") == [["", "", "", "9"], ["", "x", "", ""]]
    assert (tab.row_count, tab.id) == (1000, 0)


def test_ranges_are_read_in_every_way(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    tab.update([["nama", "nilai"], ["SIGAP", "81.5"], ["BUMIL", "2026-01-02"]], "A1", raw=False)
    assert tab.get_all_values() == [["nama", "nilai"], ["SIGAP", "81.5"], ["BUMIL", "2026-01-02"]]
    assert (tab.row_values(2), tab.col_values(1)) == (["SIGAP", "81.5"], ["nama", "SIGAP", "BUMIL"])
    assert tab.get("A2:B3", major_dimension=Dimension.cols) == [["SIGAP", "BUMIL"], ["81.5", "2026-01-02"]]
    bare = ValueRenderOption.unformatted
    assert tab.get("B3", value_render_option=bare) == [[46024]]
    dates = DateTimeOption.formatted_string
    assert tab.get("B3", value_render_option=bare, date_time_render_option=dates) == [["2026-01-02"]]
    assert [each.range for each in tab.batch_get(["A1", "B2:B3"])] == ["Sheet1!A1", "Sheet1!B2:B3"]
    assert tab.get_all_records() == [{"nama": "SIGAP", "nilai": 81.5}, {"nama": "BUMIL", "nilai": "2026-01-02"}]
    assert [cell.address for cell in tab.get_all_cells()[:3]] == ["A1", "B1", "C1"]
    assert tab.expand("A1")[0] == ["nama", "nilai"]
    found = tab.find("sigap", case_sensitive=False)
    assert found is not None and found.address == "A2"
    assert [cell.address for cell in tab.findall(re.compile("^(na|BU)"))] == ["A1", "A3"]
    tab.define_named_range("A1:B2", "judul")
    assert [cell.value for cell in book.named_range("judul")] == ["nama", "nilai", "SIGAP", "81.5"]
    named = book.list_named_ranges()[0]
    assert (named["name"], sorted(named["range"])) == (
        "judul", ["endColumnIndex", "endRowIndex", "startColumnIndex", "startRowIndex"]
    )  # fmt: skip
    tab.delete_named_range(named["namedRangeId"])
    assert book.list_named_ranges() == []


def test_ranges_are_written_and_cleared_in_batches(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    data = [{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "C3", "values": [["c"]]}]
    made = tab.batch_update(data, include_values_in_response=True)
    assert (made["totalUpdatedCells"], made["responses"][0]["updatedData"]["values"]) == (3, [["a", "b"]])
    tab.batch_clear(["A1", "C3"])
    assert tab.get_all_values() == [["", "b"]]
    raw = {"valueInputOption": "RAW"}
    book.values_update("Sheet1!A5", raw, {"values": [["x"]]})
    book.values_append("Sheet1!A5", raw, {"values": [["y"]]})
    book.values_batch_update({**raw, "data": [{"range": "Sheet1!A7", "values": [["z"]]}]})
    assert book.values_get("Sheet1!A5:A7")["values"] == [["x"], ["y"], ["z"]]
    assert [each.get("values") for each in book.values_batch_get(["Sheet1!A5", "Sheet1!A8"])["valueRanges"]] == [
        [["x"]], None
    ]  # fmt: skip
    book.values_clear("Sheet1!A5")
    book.values_batch_clear(body={"ranges": ["Sheet1!A6"]})
    tab.clear()
    assert tab.get_all_values() == [[]]


def test_rows_and_columns_come_and_go(tab: gspread.Worksheet) -> None:
    tab.append_row(["a", "b"])
    made = tab.append_rows([["c"], ["d", "e"]], insert_data_option=InsertDataOption.insert_rows, table_range="A1:B1")
    assert made["updates"]["updatedRange"] == "Sheet1!A2:B3"
    tab.insert_row(["satu", "=1+1"], 1, value_input_option=ValueInputOption.user_entered)
    tab.insert_rows([["dua"], ["tiga"]], 2, inherit_from_before=True)
    tab.insert_cols([["x", "y"]], 2)
    assert tab.get_all_values() == [
        ["satu", "x", "2"], ["dua", "y", ""], ["tiga", "", ""], ["a", "", "b"], ["c", "", ""], ["d", "", "e"]
    ]  # fmt: skip
    tab.delete_rows(2, 3)
    tab.delete_columns(2)
    tab.delete_dimension(Dimension.rows, 4, 4)
    assert tab.get_all_values() == [["satu", "2"], ["a", "b"], ["c", ""]]
    tab.add_rows(5)
    tab.add_cols(2)
    tab.resize(rows=10, cols=3)
    assert (tab.row_count, tab.col_count) == (10, 3)
    tab.sort((1, "des"), range="A1:B3")
    assert tab.col_values(1) == ["satu", "c", "a"]


def test_tabs_are_merged_frozen_filtered_hidden_and_grouped(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    tab.merge_cells("D1:E2", MergeType.merge_rows)
    tab.unmerge_cells("D1:E2")
    tab.batch_merge([{"range": "D1:E2", "mergeType": MergeType.merge_all}])
    assert len(_shown(book, "merges")["merges"]) == 1
    tab.freeze(rows=1, cols=1)
    assert (tab.frozen_row_count, tab.frozen_col_count) == (1, 1)
    tab.freeze(0, 0)
    tab.set_basic_filter("A1:B3")
    assert "basicFilter" in _shown(book, "basicFilter")
    tab.clear_basic_filter()
    assert _shown(book, "basicFilter") == {}
    tab.hide_rows(1, 3)
    tab.hide_columns(0, 1)
    data = _shown(book, "data(rowMetadata.hiddenByUser,columnMetadata.hiddenByUser)")["data"][0]
    assert [each.get("hiddenByUser", False) for each in data["rowMetadata"][:4]] == [False, True, True, False]
    assert data["columnMetadata"][0] == {"hiddenByUser": True}
    tab.unhide_rows(1, 3)
    tab.unhide_columns(0, 1)
    tab.add_dimension_group_columns(1, 5)
    tab.add_dimension_group_columns(2, 4)
    assert [each["depth"] for each in tab.list_dimension_group_columns()] == [1, 2]
    tab.delete_dimension_group_columns(2, 4)
    tab.add_dimension_group_rows(0, 2)
    assert tab.list_dimension_group_rows()[0]["range"]["endIndex"] == 2
    tab.delete_dimension_group_rows(0, 2)
    assert tab.list_dimension_group_rows() == []


def test_looks_are_set(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    tab.update([[0.5, 1234.5]], "A1")
    tab.format("A1", {"numberFormat": {"type": "PERCENT"}, "textFormat": {"bold": True}})
    tab.batch_format([{"range": "B1", "format": {"numberFormat": {"type": "NUMBER", "pattern": "#,##0.0"}}}])
    assert tab.get("A1:B1") == [["50.00%", "1,234.5"]]
    tab.update_tab_color("#ff0000")
    assert (tab.get_tab_color(), tab.tab_color) == ("#FF0000", "#FF0000")
    tab.clear_tab_color()
    tab.columns_auto_resize(0, 2)
    tab.rows_auto_resize(0, 2)
    tab.hide_gridlines()
    assert book.sheet1.is_gridlines_hidden
    tab.show_gridlines()
    assert not book.sheet1.is_gridlines_hidden


def test_notes_are_kept(tab: gspread.Worksheet) -> None:
    tab.insert_note("A1", "catatan")
    tab.update_note("A1", "lain")
    tab.insert_notes({"B2": "dua"})
    tab.update_notes({"C3": "tiga"})
    assert (tab.get_note("A1"), tab.get_notes()) == ("lain", [["lain"], ["", "dua"], ["", "", "tiga"]])
    tab.clear_note("A1")
    tab.clear_notes(["B2", "C3"])
    assert tab.get_notes() == [[]]


def test_ranges_are_protected_validated_copied_and_cut(
    account: Account, book: gspread.Spreadsheet, tab: gspread.Worksheet
) -> None:
    tab.add_protected_range("A1:B2", editor_users_emails=[account.address], description="kunci")
    listed = book.list_protected_ranges(tab.id)
    assert listed[0]["description"] == "kunci"
    tab.delete_protected_range(listed[0]["protectedRangeId"])
    assert book.list_protected_ranges(tab.id) == []
    tab.add_validation("C1:C2", ValidationConditionType.one_of_list, ["ya", "tidak"], showCustomUi=True)
    cells = _shown(book, "data.rowData.values.dataValidation")["data"][0]["rowData"][0]["values"]
    assert cells[2]["dataValidation"]["condition"]["type"] == "ONE_OF_LIST"
    tab.update([["a", "=A1"]], "A1", raw=False)
    tab.copy_range("A1:B1", "A5:B5", PasteType.normal, PasteOrientation.normal)
    assert tab.get("B5", value_render_option=ValueRenderOption.formula) == [["=A5"]]
    tab.copy_range("A1:B1", "D5", PasteType.values, PasteOrientation.transpose)
    assert tab.get("D5:D6") == [["a"], ["a"]]
    tab.cut_range("A5:B5", "A9")
    assert (tab.get("A5:B5"), tab.get("A9:B9")) == ([[]], [["a", "a"]])
