"""The workbook while people work in it: every row is found by its key, every column by its heading."""

from __future__ import annotations

import pytest
from office import Office

from config.errors import FixData
from integrations.google.sheets import cell_range, whole
from integrations.workbook.book import Workbook
from integrations.workbook.layout import ROWS
from integrations.workbook.tabs import AGENCIES, DECISIONS, FILES, INBOX, LETTERS, PROPOSALS, REVIEW, TABS, TabSpec


def filled(office: Office, *sources: str) -> Workbook:
    """A workbook with these sources in Masuk, loaded after they were written."""
    book = office.load()
    for source in sources:
        book[INBOX].put(source, perihal=f"surat {source}", kelas="proposal")
    book.save()
    return office.load()


def rows(office: Office, spec: TabSpec, *columns: str) -> list[tuple[object, ...]]:
    """The rows of a tab that have a key; None where a cell is empty."""
    found = zip(*(office.column(spec, c) for c in columns), strict=True)
    return [tuple(None if c == "" else c for c in r) for r in found if r[0] not in {None, ""}]


def test_a_new_workbook_has_every_tab_with_its_headings_and_nothing_pending(office: Office) -> None:
    book = office.load()
    assert [office.grid(spec)[0] for spec in TABS] == [[c.heading for c in spec.columns] for spec in TABS]
    assert ([book[spec].rows for spec in TABS], book.save()) == ([{}] * len(TABS), 0)


def test_new_rows_stand_below_each_other_in_the_order_they_were_made(office: Office) -> None:
    book = office.load()
    for source in "cab":
        book[INBOX].put(source, perihal=source.upper())
    assert (book.save(), book.save()) == (6, 0)
    assert rows(office, INBOX, "id", "perihal") == [("c", "C"), ("a", "A"), ("b", "B")]
    assert {k: r.place for k, r in book[INBOX].rows.items()} == {"c": 2, "a": 3, "b": 4}


def test_only_changed_cells_are_written_so_people_may_type_beside_them(office: Office) -> None:
    book = office.load()
    book[PROPOSALS].put(1, judul="Lama", status="baru", temuan="x")
    book.save()
    book = office.load()
    office.types(f"'Proposal'!{column_of(PROPOSALS, 'putusan')}2", ["lolos"])
    office.types(f"'Proposal'!{column_of(PROPOSALS, 'status')}2", ["diubah orang"])
    book[PROPOSALS].put(1, judul="Baru", temuan=None)
    assert book.save() == 2
    assert rows(office, PROPOSALS, "nomor", "judul", "status", "temuan", "putusan") == [
        (1, "Baru", "diubah orang", None, "lolos")
    ]


def column_of(spec: TabSpec, column: str) -> str:
    """The letter of a column as laid out."""
    return cell_range("x", 1, [c.id for c in spec.columns].index(column) + 1).partition("!")[2].rstrip("1")


def test_rows_sorted_by_a_person_meanwhile_are_found_by_key(office: Office) -> None:
    book = filled(office, "a", "b", "c")
    office.sorts(INBOX, 0)
    book[INBOX].put("a", kelas="supplement")
    book[INBOX].put("c", kelas="bounce")
    book[INBOX].put("d", kelas="baru")
    book.save()
    assert rows(office, INBOX, "id", "perihal", "kelas") == [
        ("c", "surat c", "bounce"),
        ("b", "surat b", "proposal"),
        ("a", "surat a", "supplement"),
        ("d", None, "baru"),
    ]


def test_rows_inserted_above_meanwhile_move_no_value_into_another_row(office: Office) -> None:
    book = filled(office, "a", "b", "c")
    office.inserts(INBOX, 1, 4)
    office.types("'Masuk'!A3", ["tamu"])
    book[INBOX].put("b", kelas="supplement")
    book[INBOX].put("d", kelas="baru")
    book.save()
    assert rows(office, INBOX, "id", "kelas") == [
        ("tamu", None),
        ("a", "proposal"),
        ("b", "supplement"),
        ("c", "proposal"),
        ("d", "baru"),
    ]


def test_a_row_deleted_meanwhile_comes_back_whole_and_no_other_is_touched(office: Office) -> None:
    book = filled(office, "a", "b", "c")
    office.deletes(INBOX, 2, 3)
    book[INBOX].put("b", kelas="supplement")
    book[INBOX].put("c", kelas="bounce")
    book.save()
    assert rows(office, INBOX, "id", "perihal", "kelas") == [
        ("a", "surat a", "proposal"),
        ("c", "surat c", "bounce"),
        ("b", "surat b", "supplement"),
    ]


def test_a_deleted_row_that_did_not_change_stays_deleted(office: Office) -> None:
    book = filled(office, "a", "b", "c")
    office.deletes(INBOX, 1, 2)
    book[INBOX].put("c", kelas="bounce")
    book.save()
    assert rows(office, INBOX, "id", "kelas") == [("b", "proposal"), ("c", "bounce")]


def test_a_deleted_row_that_changes_only_in_a_later_save_comes_back_whole_too(office: Office) -> None:
    book = filled(office, "a", "b", "c")
    office.deletes(INBOX, 1, 2)
    book[INBOX].put("c", kelas="bounce")
    book.save()
    book[INBOX].put("a", kelas="supplement")
    book.save()
    assert rows(office, INBOX, "id", "perihal", "kelas") == [
        ("b", "surat b", "proposal"),
        ("c", "surat c", "bounce"),
        ("a", "surat a", "supplement"),
    ]
    assert [r for r in office.grid(INBOX)[1:] if r and not r[0]] == []


def test_rows_typed_by_a_person_below_are_not_overwritten(office: Office) -> None:
    book = filled(office, "a")
    office.types("'OPD'!A2", ["DINKES", "Dinas Kesehatan"])
    office.types("'Masuk'!A3", ["tamu", "", "", "", "tulisan orang"])
    book[INBOX].put("a", kelas="supplement")
    book[INBOX].put("b", kelas="baru")
    book.save()
    assert rows(office, INBOX, "id", "perihal", "kelas") == [
        ("a", "surat a", "supplement"),
        ("tamu", "tulisan orang", None),
        ("b", None, "baru"),
    ]
    assert rows(office, AGENCIES, "kode", "nama") == [("DINKES", "Dinas Kesehatan")]


def test_rows_typed_by_a_person_below_are_not_overwritten_by_new_rows_alone(office: Office) -> None:
    book = filled(office, "a")
    office.types("'Masuk'!A3", ["tamu", "", "", "", "tulisan orang"])
    book[INBOX].put("b", kelas="baru")
    book.save()
    assert rows(office, INBOX, "id", "perihal", "kelas") == [
        ("a", "surat a", "proposal"),
        ("tamu", "tulisan orang", None),
        ("b", None, "baru"),
    ]


def test_many_rows_inserted_meanwhile_double_no_row(office: Office) -> None:
    book = filled(office, "a", "b")
    office.inserts(INBOX, 1, 61)
    book[INBOX].put("b", kelas="supplement")
    book.save()
    assert rows(office, INBOX, "id", "kelas") == [("a", "proposal"), ("b", "supplement")]


def test_many_rows_inserted_meanwhile_overwrite_no_row(office: Office) -> None:
    sources = [f"s{i}" for i in range(60)]
    book = filled(office, *sources)
    office.inserts(INBOX, 1, 61)
    book[INBOX].put("s59", kelas="supplement")
    book.save()
    assert [s for s in sources if s not in office.column(INBOX, "id")] == []


@pytest.mark.parametrize("key_too", [False, True])
def test_columns_moved_before_the_reading_are_written_where_they_stand(office: Office, key_too: bool) -> None:
    filled(office, "a")
    office.moves(INBOX, 4, 1)
    if key_too:
        office.moves(INBOX, 0, 4)
    office.inserts(INBOX, 2, 3, "COLUMNS")
    book = office.load()
    office.types("'Masuk'!C2", ["milik orang"])
    book[INBOX].put("a", perihal="perihal baru", kelas="bounce")
    book[INBOX].put("b", perihal="surat b")
    book.save()
    assert rows(office, INBOX, "id", "perihal", "kelas") == [("a", "perihal baru", "bounce"), ("b", "surat b", None)]
    assert [r[2] for r in office.grid(INBOX)[1:2]] == ["milik orang"]


def test_columns_moved_meanwhile_are_written_where_they_stand(office: Office) -> None:
    book = filled(office, "a")
    office.moves(INBOX, 4, 2)
    book[INBOX].put("a", kelas="bounce", perihal="perihal baru")
    book.save()
    assert rows(office, INBOX, "id", "perihal", "kelas") == [("a", "perihal baru", "bounce")]


def test_a_full_tab_grows_and_goes_on_growing(office: Office) -> None:
    book = office.load()
    keys = [f"k{i}" for i in range(ROWS + 525)]
    for key in keys[: ROWS + 25]:
        book[INBOX].put(key, kelas="proposal")
    book.save()
    assert office.sheets.tabs(office.id)["Masuk"].rows == ROWS + 26 + 200
    for key in keys[ROWS + 25 :]:
        book[INBOX].put(key, kelas="proposal")
    book[INBOX].put("k0", kelas="bounce")
    book.save()
    assert rows(office, INBOX, "id", "kelas") == [("k0", "bounce"), *((k, "proposal") for k in keys[1:])]


def test_the_rows_a_tab_grows_by_have_its_tick_boxes(office: Office) -> None:
    book = office.load()
    for i in range(ROWS + 25):
        book[LETTERS].put(f"k{i}", jenis="tanda-terima")
    book.save()
    place = office.load()[LETTERS].rows[f"k{ROWS + 24}"].place
    found = office.sheets._client.http_client.fetch_sheet_metadata(
        office.id,
        params={
            "ranges": f"'Surat'!{column_of(LETTERS, 'ketua')}{place}",
            "fields": "sheets.data.rowData.values.dataValidation.condition.type",
        },
    )
    assert found["sheets"][0]["data"][0]["rowData"][0]["values"][0]["dataValidation"]["condition"]["type"] == "BOOLEAN"


@pytest.mark.parametrize("spec", [LETTERS, DECISIONS])
def test_the_first_row_of_a_tab_with_tick_boxes_stands_under_the_headings(office: Office, spec: TabSpec) -> None:
    book = office.load()
    book[spec].put("k", keadaan="draf")
    book.save()
    assert office.grid(spec)[1][0] == "k"


FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x.example")',
    "+62812",
    "-",
    "@SUM(A1)",
    "'kutip",
    "0012",
    "2026-01-02",
    "1/2",
    "TRUE",
    "1e5",
    "#N/A",
    "\t=1",
    "a\nb",
)


def test_text_that_looks_like_a_formula_number_or_date_stays_text(office: Office) -> None:
    book = office.load()
    for i, text in enumerate(FORMULAS):
        book[FILES].put(f"s/{i}", nama=text)
    book.save()
    assert office.column(FILES, "nama") == list(FORMULAS)
    assert [r.cells["nama"] for r in office.load()[FILES]] == list(FORMULAS)
    shown = office.sheets._client.http_client.values_get(
        office.id,
        f"'Berkas'!{column_of(FILES, 'nama')}2:{column_of(FILES, 'nama')}{len(FORMULAS) + 1}",
        params={"valueRenderOption": "FORMULA"},
    )
    assert [r[0] for r in shown["values"]] == list(FORMULAS)


def test_people_s_ticks_survive_whatever_the_program_writes(office: Office) -> None:
    book = office.load()
    book[LETTERS].put("k", jenis="hasil-akhir", sekretaris=False, ketua=False)
    book.save()
    book = office.load()
    place = book[LETTERS].rows["k"].place
    office.types(
        f"'Surat'!{column_of(LETTERS, 'sekretaris')}{place}:{column_of(LETTERS, 'ketua')}{place}", [True, True]
    )
    book = office.load()
    book[LETTERS].put("k", keadaan="disetujui", sekretaris=False, ketua=False)
    book.save()
    row = office.load()[LETTERS].rows["k"]
    assert (row.ticked("sekretaris"), row.ticked("ketua"), row.text("keadaan")) == (True, True, "disetujui")


def test_numbers_as_keys_are_found_again(office: Office) -> None:
    book = office.load()
    book[PROPOSALS].put(3, judul="Tiga")
    book.save()
    office.types("'Proposal'!A2", [3.0])
    book = office.load()
    book[PROPOSALS].put(3, judul="Tiga lagi")
    book.save()
    assert rows(office, PROPOSALS, "nomor", "judul") == [(3, "Tiga lagi")]


def test_a_link_opens_the_row_of_a_key(office: Office) -> None:
    book = filled(office, "a", "b")
    gid = office.sheets.tabs(office.id)["Masuk"].id
    assert [book.cell_link(INBOX, k) for k in ("b", "tidak ada", None)] == [
        f"https://docs.example/d/x/edit#gid={gid}&range=A3",
        f"https://docs.example/d/x/edit#gid={gid}",
        f"https://docs.example/d/x/edit#gid={gid}",
    ]


def test_a_tab_renamed_or_deleted_is_named_and_nothing_written(office: Office) -> None:
    sheet = office.sheets.tabs(office.id)["Perlu Ditinjau"].id
    office.sheets.change(
        office.id,
        [{"updateSheetProperties": {"properties": {"sheetId": sheet, "title": "Tinjauan"}, "fields": "title"}}],
    )
    with pytest.raises(FixData, match="^Buku kerja: tab “Perlu Ditinjau” tidak ada; kembalikan nama tab itu$"):
        office.load()


def test_a_heading_changed_by_a_person_is_named(office: Office) -> None:
    office.types("'Perlu Ditinjau'!I1", ["Putusan"])
    with pytest.raises(
        FixData,
        match="^Buku kerja, tab Perlu Ditinjau: judul kolom “Keputusan” tidak ada; kembalikan judulnya pada baris 1$",
    ):
        office.load()
    office.types("'Perlu Ditinjau'!I1:J1", ["Keputusan", "keputusan"])
    with pytest.raises(FixData, match="judul kolom “Keputusan” ada dua; hapus salah satu$"):
        office.load()
    office.types("'Perlu Ditinjau'!J1", [REVIEW.column("gabung").heading])
    assert office.load()[REVIEW].rows == {}


def test_a_workbook_that_is_not_there_is_named(office: Office) -> None:
    with pytest.raises(FixData, match="^Buku kerja tidak dapat dibuka; jalankan panitia setup"):
        Workbook(office.sheets, "1TidakAda").load()


def test_ranges_are_quoted_for_any_tab() -> None:
    assert (cell_range("Perlu Ditinjau", 2, 2, 3, 2), cell_range("OPD", 1, 1), whole("Jum'at")) == (
        "'Perlu Ditinjau'!B2:C4",
        "'OPD'!A1",
        "'Jum''at'",
    )
