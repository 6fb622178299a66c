"""Gspread's documented methods, one group after another, on the workspace."""

from __future__ import annotations

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
    from .conftest import World


@pytest.fixture
def book(world: World) -> gspread.Spreadsheet:
    """A fresh spreadsheet."""
    return world.gspread().create("Buku")


@pytest.fixture
def tab(book: gspread.Spreadsheet) -> gspread.Worksheet:
    """Its first tab."""
    return book.sheet1


def _seen(book: gspread.Spreadsheet, tab: gspread.Worksheet, fields: str = "") -> dict[str, Any]:
    """The tab as the API shows it."""
    found = book.fetch_sheet_metadata({"fields": fields} if fields else {})
    return next(each for each in found["sheets"] if each["properties"].get("sheetId", 0) == tab.id)


def test_single_cells_are_read_and_written(tab: gspread.Worksheet) -> None:
    tab.update_acell("B2", "=1+1")
    tab.update_cell(3, 1, 4.5)
    assert (tab.acell("B2").value, tab.acell("B2", ValueRenderOption.formula).value) == ("2", "=1+1")
    assert tab.cell(3, 1, ValueRenderOption.unformatted).value == 4.5
    assert (tab.acell("Z9").value, tab.cell(2, 2).numeric_value) == (None, 2)
    assert [cell.value for cell in tab.range("A2:B3")] == ["", "2", "4.5", ""]
    assert len(tab.range("C:C")) == 1000
    assert [(cell.row, cell.col) for cell in tab.range("5:5")[:2]] == [(5, 1), (5, 2)]


def test_lists_of_cells_are_written_at_once(tab: gspread.Worksheet) -> None:
    cells = tab.range("A1:B2")
    for number, cell in enumerate(cells):
        cell.value = number
    tab.update_cells(cells)
    tab.update_cells([Cell(4, 4, "=A2*2"), Cell(5, 2, "x")], value_input_option=ValueInputOption.user_entered)
    assert tab.get_values() == [
        ["0", "1", "", ""],
        ["2", "3", "", ""],
        ["", "", "", ""],
        ["", "", "", "4"],
        ["", "x", "", ""],
    ]


def test_ranges_are_read_in_every_way(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    tab.update([["nama", "nilai"], ["SIGAP", "81.5"], ["BUMIL", "2026-01-02"]], "A1", raw=False)
    assert tab.get_all_values() == [["nama", "nilai"], ["SIGAP", "81.5"], ["BUMIL", "2026-01-02"]]
    assert tab.row_values(2) == ["SIGAP", "81.5"]
    assert tab.col_values(1) == ["nama", "SIGAP", "BUMIL"]
    assert tab.get("A2:B3", major_dimension=Dimension.cols) == [["SIGAP", "BUMIL"], ["81.5", "2026-01-02"]]
    assert tab.get("B3", value_render_option=ValueRenderOption.unformatted) == [[46024]]
    assert tab.get("B3", value_render_option=ValueRenderOption.unformatted,
                   date_time_render_option=DateTimeOption.formatted_string) == [["2026-01-02"]]  # fmt: skip
    assert tab.get("B2").first() == "81.5"
    assert [each.range for each in tab.batch_get(["A1", "B2:B3"])] == ["Sheet1!A1", "Sheet1!B2:B3"]
    assert tab.get_all_records() == [{"nama": "SIGAP", "nilai": 81.5}, {"nama": "BUMIL", "nilai": "2026-01-02"}]
    assert [cell.address for cell in tab.get_all_cells()[:3]] == ["A1", "B1", "C1"]
    assert tab.expand("A1")[0] == ["nama", "nilai"]
    tab.define_named_range("A1:B2", "judul")
    assert [cell.value for cell in tab.range("judul")] == ["nama", "nilai", "SIGAP", "81.5"]
    assert tab.get("judul") == [["nama", "nilai"], ["SIGAP", "81.5"]]
    named = book.list_named_ranges()[0]
    assert (named["name"], named["range"]) == (
        "judul", {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    )  # fmt: skip
    tab.delete_named_range(named["namedRangeId"])
    assert book.list_named_ranges() == []


def test_batches_are_written_and_cleared(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    made = tab.batch_update([{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "C3", "values": [["c"]]}],
                            include_values_in_response=True)  # fmt: skip
    assert (made["totalUpdatedCells"], made["responses"][0]["updatedData"]["values"]) == (3, [["a", "b"]])
    tab.batch_clear(["A1", "C3"])
    assert tab.get_all_values() == [["", "b"]]
    book.values_update("Sheet1!A5", {"valueInputOption": "RAW"}, {"values": [["x"]]})
    book.values_append("Sheet1!A5", {"valueInputOption": "RAW"}, {"values": [["y"]]})
    assert book.values_get("Sheet1!A5:A6")["values"] == [["x"], ["y"]]
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
    assert tab.get_all_values() == [["satu", "2"], ["a", "b"], ["c", ""], ["d", "e"]]
    tab.add_rows(5)
    tab.add_cols(2)
    tab.resize(rows=10, cols=3)
    assert (tab.row_count, tab.col_count) == (10, 3)


def test_texts_are_found(tab: gspread.Worksheet) -> None:
    import re

    tab.update([["Dinas", "dinas"], ["x", "Dinas Kota"]], "A1")
    found = tab.find("dinas", case_sensitive=True)
    assert found is not None
    assert (found.row, found.col, found.address) == (1, 2, "B1")
    assert [cell.address for cell in tab.findall(re.compile("^Dinas"))] == ["A1", "B2"]
    assert tab.find("tidak ada") is None
    assert [cell.address for cell in tab.findall("x", in_column=1)] == ["A2"]


def test_a_tab_is_sorted_merged_frozen_and_filtered(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    tab.update([["b", 2], ["a", 3], ["c", 1]], "A1")
    tab.sort((1, "asc"), range="A1:B3")
    assert tab.get_values("A1:B3") == [["a", "3"], ["b", "2"], ["c", "1"]]
    tab.sort((2, "des"), (1, "asc"))
    tab.merge_cells("D1:E2", MergeType.merge_rows)
    assert len(_seen(book, tab)["merges"]) == 2
    tab.unmerge_cells("D1:E2")
    tab.batch_merge([{"range": "D1:E2", "mergeType": MergeType.merge_all}])
    assert _seen(book, tab)["merges"] == [
        {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 3, "endColumnIndex": 5}
    ]
    assert tab.get("D1:E2", combine_merged_cells=True) == [[]]
    tab.freeze(rows=1, cols=1)
    tab.freeze(0, 0)
    assert (tab.frozen_row_count, tab.frozen_col_count) == (0, 0)
    tab.set_basic_filter("A1:B3")
    assert "basicFilter" in _seen(book, tab)
    tab.clear_basic_filter()
    assert "basicFilter" not in _seen(book, tab)
    tab.set_basic_filter()


def test_looks_are_set(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    tab.update([[0.5, 1234.5]], "A1")
    tab.format("A1:B1", {"textFormat": {"bold": True}, "horizontalAlignment": "CENTER"})
    tab.format(["A1", "C1"], {"numberFormat": {"type": "PERCENT"}})
    tab.batch_format([{"range": "B1", "format": {"numberFormat": {"type": "NUMBER", "pattern": "#,##0.0"}}}])
    assert tab.get("A1:B1") == [["50.00%", "1,234.5"]]
    tab.update_tab_color("#ff0000")
    assert tab.get_tab_color() == "#FF0000"
    assert tab.tab_color == "#FF0000"
    tab.clear_tab_color()
    assert book.sheet1.tab_color is None
    tab.columns_auto_resize(0, 2)
    tab.rows_auto_resize(0, 2)
    tab.hide_gridlines()
    assert book.sheet1.is_gridlines_hidden
    tab.show_gridlines()
    assert not book.sheet1.is_gridlines_hidden


def test_rows_and_columns_are_hidden_and_grouped(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    tab.hide_rows(1, 3)
    tab.hide_columns(0, 1)
    data = _seen(book, tab, "sheets(properties,data(rowMetadata.hiddenByUser,columnMetadata.hiddenByUser))")["data"][0]
    assert [each.get("hiddenByUser", False) for each in data["rowMetadata"][:4]] == [False, True, True, False]
    tab.unhide_rows(1, 3)
    tab.unhide_columns(0, 1)
    tab.add_dimension_group_columns(1, 5)
    tab.add_dimension_group_columns(2, 4)
    assert tab.list_dimension_group_columns() == [
        {"range": {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 5}, "depth": 1},
        {"range": {"dimension": "COLUMNS", "startIndex": 2, "endIndex": 4}, "depth": 2},
    ]
    tab.delete_dimension_group_columns(3, 5)
    assert [(each["range"]["startIndex"], each["range"]["endIndex"]) for each in tab.list_dimension_group_columns()] == [
        (1, 4), (2, 3)
    ]  # fmt: skip
    tab.add_dimension_group_rows(0, 2)
    tab.insert_row(["x"], 2)
    assert tab.list_dimension_group_rows()[0]["range"]["endIndex"] == 3
    tab.delete_dimension_group_rows(0, 3)
    assert tab.list_dimension_group_rows() == []


def test_notes_are_kept(tab: gspread.Worksheet) -> None:
    tab.insert_note("A1", "catatan")
    tab.update_notes({"B2": "dua", "C3": "tiga"})
    assert (tab.get_note("A1"), tab.get_note("B1")) == ("catatan", "")
    assert tab.get_notes() == [["catatan"], ["", "dua"], ["", "", "tiga"]]
    tab.clear_note("A1")
    tab.clear_notes(["B2", "C3"])
    assert tab.get_notes() == [[]]


def test_ranges_are_protected_validated_copied_and_cut(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    tab.add_protected_range("A1:B2", editor_users_emails=["juri@juri.example"], description="kunci")
    listed = book.list_protected_ranges(tab.id)
    assert listed[0]["description"] == "kunci"
    tab.delete_protected_range(listed[0]["protectedRangeId"])
    assert book.list_protected_ranges(tab.id) == []
    tab.add_validation("C1:C2", ValidationConditionType.one_of_list, ["ya", "tidak"], showCustomUi=True)
    cells = _seen(book, tab, "sheets(properties,data.rowData.values.dataValidation)")["data"][0]["rowData"]
    assert cells[0]["values"][2]["dataValidation"]["condition"]["type"] == "ONE_OF_LIST"
    tab.update([["a", "=A1"]], "A1", raw=False)
    tab.copy_range("A1:B1", "A5:B5", PasteType.normal, PasteOrientation.normal)
    assert tab.get("B5", value_render_option=ValueRenderOption.formula) == [["=A5"]]
    tab.copy_range("A1:B1", "D5", PasteType.values, PasteOrientation.transpose)
    assert tab.get("D5:D6") == [["a"], ["a"]]
    tab.cut_range("A5:B5", "A9")
    assert (tab.get("A5:B5"), tab.get("A9:B9")) == ([[]], [["a", "a"]])


def test_tabs_are_made_found_moved_and_removed(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    second = book.add_worksheet("Dua", rows=5, cols=4, index=0)
    assert (second.row_count, second.col_count, second.index) == (5, 4, 0)
    assert [each.title for each in book] == ["Dua", "Sheet1"]
    assert book.get_worksheet(1).title == book.get_worksheet_by_id(0).title == "Sheet1"
    with pytest.raises(gspread.exceptions.WorksheetNotFound):
        book.worksheet("Tiga")
    copied = book.duplicate_sheet(second.id, insert_sheet_index=2, new_sheet_name="Salinan")
    assert tab.duplicate().title == "Copy of Sheet1"
    book.reorder_worksheets([tab, copied, second])
    assert [each.title for each in book.worksheets()] == ["Sheet1", "Salinan", "Dua", "Copy of Sheet1"]
    second.update_title("Kedua")
    second.update_index(0)
    second.hide()
    assert [each.title for each in book.worksheets(exclude_hidden=True)] == ["Sheet1", "Salinan", "Copy of Sheet1"]
    second.show()
    book.del_worksheet_by_id(copied.id)
    book.del_worksheet(second)
    assert [each.title for each in book.worksheets()] == ["Sheet1", "Copy of Sheet1"]
    with pytest.raises(gspread.exceptions.APIError) as caught:
        book.add_worksheet("sheet1", 1, 1)
    assert 'A sheet with the name "sheet1" already exists. Please enter another name.' in str(caught.value)


def test_a_spreadsheet_is_named_shared_copied_and_deleted(world: World, book: gspread.Spreadsheet) -> None:
    client = world.gspread()
    book.update_title("Nama baru")
    book.update_timezone("Asia/Jakarta")
    book.update_locale("id_ID")
    again = client.open_by_key(book.id)
    assert (again.title, again.timezone, again.locale) == ("Nama baru", "Asia/Jakarta", "id_ID")
    assert client.open_by_url(book.url).id == client.open("Nama baru").id == book.id
    assert again.creationTime.endswith("Z") and again.get_lastUpdateTime().endswith("Z")
    book.share("juri@juri.example", perm_type="user", role="reader", notify=False)
    assert book.remove_permissions("juri@juri.example") != []
    other = world.gspread().create("Tujuan")
    book.sheet1.update([["isi"]], "A1")
    made = book.sheet1.copy_to(other.id)
    assert other.worksheet(made["title"]).get_all_values() == [["isi"]]
    copied = client.copy(book.id, title="Kembar")
    assert copied.sheet1.get_all_values() == [["isi"]]
    assert sorted(each.title for each in client.openall()) == ["Kembar", "Nama baru", "Tujuan"]
    client.del_spreadsheet(copied.id)
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        client.open("Kembar")
