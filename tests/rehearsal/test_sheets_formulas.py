"""Formulas: what they show, how they spill, and how they follow the cells they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from integrations.rehearsal.sheets.calculation import results
from integrations.rehearsal.sheets.calculation.functions import lookups

if TYPE_CHECKING:
    import gspread

    from .conftest import World

TABLE = [
    ["Nama", "Dinas", "Nilai", "Tanggal"],
    ["SIGAP", "Dinkes", 81.5, "2026-01-02"],
    ["BUMIL", "Disdik", 90, "2026-01-03"],
    ["CERDAS", "Dinkes", 70, ""],
    ["PINTAR", "Dinsos", 90, ""],
]


@pytest.fixture
def tab(world: World) -> gspread.Worksheet:
    """A tab with a small table in A1:D5."""
    made = world.gspread().create("Rumus").sheet1
    made.update(TABLE, "A1", raw=False)
    return made


def _shown(tab: gspread.Worksheet, formula: str, at: str = "H1") -> Any:
    tab.update_acell(at, formula)
    return tab.acell(at).value


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=SUM(C2:C5)", "331.5"), ("=SUM(C:C)", "331.5"), ("=SUM(C2:C)", "331.5"), ("=AVERAGE(C2:C5)", "82.875"),
        ("=COUNT(A1:C5)", "4"), ("=COUNTA(A1:D5)", "18"), ("=COUNTBLANK(D2:D5)", "2"), ("=MIN(C2:C5)", "70"),
        ("=MAX(C2:C5,100)", "100"), ("=MEDIAN(C2:C5)", "85.75"), ('=COUNTIF(B2:B5,"Dinkes")', "2"),
        ('=COUNTIF(C2:C5,">=81.5")', "3"), ('=COUNTIF(B2:B5,"Din*")', "3"), ('=COUNTIF(D2:D5,"")', "2"),
        ('=COUNTIFS(B2:B5,"Dinkes",C2:C5,">75")', "1"), ('=SUMIF(B2:B5,"Dinkes",C2:C5)', "151.5"),
        ('=SUMIFS(C2:C5,B2:B5,"<>Dinkes",C2:C5,90)', "180"), ('=AVERAGEIF(B2:B5,"Dinkes",C2:C5)', "75.75"),
        ('=IF(C2>80,"lolos","tidak")', "lolos"), ("=IF(C4>80,1)", "FALSE"), ('=IFERROR(1/0,"kosong")', "kosong"),
        ("=IFERROR(1/0)", None), ('=IFS(C4>80,"A",TRUE,"B")', "B"), ('=SWITCH(B2,"Disdik",1,"Dinkes",2)', "2"),
        ("=AND(C2>80,C3>80)", "TRUE"), ("=OR(C4>80,FALSE)", "FALSE"), ("=NOT(C4>80)", "TRUE"),
        ("=RANK(C2,C$2:C$5)", "3"), ("=RANK(C2,C2:C5,1)", "2"), ("=RANK.AVG(C3,C2:C5)", "1.5"),
        ("=ROUND(2.345,2)", "2.35"), ("=ROUND(-2.5,0)", "-3"), ("=ROUNDUP(2.1)", "3"), ("=ROUND(1234,-2)", "1200"),
        ("=INT(-1.5)", "-2"), ("=MOD(-7,3)", "2"), ('=VLOOKUP("BUMIL",A2:C5,3,FALSE)', "90"),
        ('=VLOOKUP(75,{60,"C";70,"B";80,"A"},2)', "B"), ('=HLOOKUP("Nilai",A1:D5,4,0)', "70"),
        ("=INDEX(A2:A5,MATCH(70,C2:C5,0))", "CERDAS"), ('=XLOOKUP("X",A2:A5,C2:C5,"tidak ada")', "tidak ada"),
        ('=CONCATENATE(A2,"-",C2)', "SIGAP-81.5"), ('="a"&1+1&TRUE', "a2TRUE"), ("=LEN(A2)", "5"),
        ('=TRIM("  a   b ")', "a b"), ('=UPPER("ab")&LOWER("CD")&PROPER("dinas kota")', "ABcdDinas Kota"),
        ("=LEFT(A2,2)&RIGHT(A2,2)&MID(A2,3,1)", "SIAPG"), ('=TEXTJOIN(", ",TRUE,A2:A3,D4)', "SIGAP, BUMIL"),
        ('=SUBSTITUTE("a-b-c","-","+",2)', "a-b+c"), ('=REGEXEXTRACT("no 12","\\d+")', "12"),
        ('=TEXT(0.256,"0.0%")', "25.6%"), ('=TEXT(DATE(2026,3,1),"dd/mm/yyyy")', "01/03/2026"),
        ("=1+2*3^2", "19"), ("=-2^2", "4"), ("=10%", "0.1"), ("=(1+2)*3", "9"), ('="5"+1', "6"), ("=0.1+0.2", "0.3"),
        ('="A"="a"', "TRUE"), ("=A9=0", "TRUE"), ('="b">1', "TRUE"), ('=SUMPRODUCT(C2:C5*(B2:B5="Dinkes"))', "151.5"),
        ("=YEAR(D2)&MONTH(D2)&DAY(D2)", "202612"), ("=A9", "0"), ("=B2", "Dinkes"), ("=COUNTUNIQUE(B2:B5)", "3"),
    ],
)  # fmt: skip
def test_a_formula_shows_its_value(tab: gspread.Worksheet, formula: str, shown: str | None) -> None:
    assert _shown(tab, formula) == shown
    assert tab.acell("H1", value_render_option="FORMULA").value == formula


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=1/0", "#DIV/0!"), ('=VLOOKUP("X",A2:C5,3,FALSE)', "#N/A"), ("=TIDAKADA(1)", "#NAME?"), ("=nama_aneh", "#NAME?"),
        ("=AVERAGE(D4:D5)", "#DIV/0!"), ('="x"+1', "#VALUE!"), ("=Lain!A1", "#REF!"), ("=H1+1", "#REF!"),
        ("=VLOOKUP(1,A1:B2,5)", "#REF!"), ("=SQRT(-1)", "#NUM!"), ("=1+", "#ERROR!"), ("=SUM(H2)", "#REF!"),
        ("=NA()", "#N/A"), ("=IF(1)", "#N/A"),
    ],
)  # fmt: skip
def test_an_error_shows_as_google_shows_it(tab: gspread.Worksheet, formula: str, shown: str) -> None:
    tab.update_acell("H2", "=H1")
    assert _shown(tab, formula) == shown


def test_a_formula_fills_the_cells_beside_and_below_it(tab: gspread.Worksheet) -> None:
    assert _shown(tab, '=FILTER(A2:C5,B2:B5="Dinkes")', "F1") == "SIGAP"
    assert tab.get("F1:H3") == [["SIGAP", "Dinkes", "81.5"], ["CERDAS", "Dinkes", "70"]]
    assert _shown(tab, "=SORT(A2:C5,3,FALSE,1,TRUE)", "F1") == "BUMIL"
    assert tab.get("F1:F4") == [["BUMIL"], ["PINTAR"], ["SIGAP"], ["CERDAS"]]
    assert _shown(tab, "=UNIQUE(B2:B5)", "F1") == "Dinkes"
    assert tab.get("F1:H5") == [["Dinkes"], ["Disdik"], ["Dinsos"]]
    assert _shown(tab, "=ARRAYFORMULA(C2:C5*2)", "G1") == "163"
    assert tab.get("G1:G5") == [["163"], ["180"], ["140"], ["180"]]
    assert _shown(tab, "=SUM(G1:G4)&COUNTA(F1:F)", "I1") == "6633"
    tab.update_acell("F2", "di jalan")
    assert tab.acell("F1").value == "#REF!"
    assert tab.get("F1:F4") == [["#REF!"], ["di jalan"]]
    assert _shown(tab, '=FILTER(A2:A5,B2:B5="x")', "F9") == "#N/A"


def test_a_spilled_cell_has_a_value_and_nothing_entered(tab: gspread.Worksheet) -> None:
    tab.update_acell("F1", "={1,2;3,4}")
    found = tab.spreadsheet.fetch_sheet_metadata({"includeGridData": True, "ranges": "F1:G2"})
    rows = found["sheets"][0]["data"][0]["rowData"]
    assert [[cell["effectiveValue"]["numberValue"] for cell in row["values"]] for row in rows] == [[1, 2], [3, 4]]
    assert rows[0]["values"][0]["userEnteredValue"] == {"formulaValue": "={1,2;3,4}"}
    assert "userEnteredValue" not in rows[1]["values"][1]


def test_a_formula_sees_what_changes_on_another_tab(tab: gspread.Worksheet) -> None:
    other = tab.spreadsheet.add_worksheet("Nilai juri", 10, 5)
    other.update_acell("A1", 7)
    assert _shown(tab, "='Nilai juri'!A1*2") == "14"
    other.update_acell("A1", 8)
    assert tab.acell("H1").value == "16"
    other.update_title("Juri")
    assert tab.acell("H1", value_render_option="FORMULA").value == "=Juri!A1*2"
    other.update_acell("A1", 9)
    assert tab.acell("H1").value == "18"
    tab.spreadsheet.del_worksheet(other)
    assert tab.acell("H1").value == "#REF!"


def test_long_chains_of_formulas_are_worked_out(tab: gspread.Worksheet) -> None:
    tab.update([[f"=J{row + 1}+1"] for row in range(1, 900)], "J1", raw=False)
    assert tab.acell("J1").value == "899"


def _formula(tab: gspread.Worksheet, at: str) -> Any:
    return tab.acell(at, value_render_option="FORMULA").value


def test_references_follow_the_cells_they_name(tab: gspread.Worksheet) -> None:
    tab.update_acell("H1", "=SUM(C2:C5)+$A$3&C$5")
    tab.insert_row(["baru"], 3)
    assert _formula(tab, "H1") == "=SUM(C2:C6)+$A$4&C$6"
    tab.delete_rows(4)
    assert _formula(tab, "H1") == "=SUM(C2:C5)+#REF!&C$5"
    tab.insert_cols([["x"]], 2)
    assert _formula(tab, "I1") == "=SUM(D2:D5)+#REF!&D$5"
    tab.update_acell("I9", "=D2")
    tab.copy_range("I9", "J11")
    assert _formula(tab, "J11") == "=E4"
    tab.cut_range("D2", "D20")
    assert _formula(tab, "I9") == "=D20"


def test_an_indonesian_spreadsheet_reads_formulas_with_semicolons(tab: gspread.Worksheet) -> None:
    tab.spreadsheet.update_locale("id_ID")
    assert _shown(tab, "=ROUND(1,255;1)+SUM(C2;C4)") == "152,8"
    assert _shown(tab, "=ROUND(C2,1)") == "#ERROR!"
    assert tab.acell("H1", value_render_option="UNFORMATTED_VALUE").value == "#ERROR!"


def test_a_formula_takes_over_the_number_format_of_what_it_reads(tab: gspread.Worksheet) -> None:
    tab.format("C2:C5", {"numberFormat": {"type": "CURRENCY", "pattern": '"Rp"#,##0'}})
    assert _shown(tab, "=SUM(C2:C5)") == "Rp332"
    assert _shown(tab, "=D2+1") == "2026-01-03"
    assert _shown(tab, "=D3-D2") == "1"
    assert _shown(tab, "=DATE(2026,3,1)") == "3/1/2026"


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=1E308*10", "#NUM!"), ("=ROUND(1,1E9)", "#NUM!"), ('=REPT("x",1E9)', "#VALUE!"), ("=SEQUENCE(1E6,1E6)", "#NUM!"),
        ('=CODE("")', "#NUM!"), ("=DATE(9999,12,40)", "#NUM!"), ("=WEEKDAY(1,9)", "#NUM!"), ("=(-8)^0.5", "#NUM!"),
    ],
)  # fmt: skip
def test_what_cannot_be_worked_out_is_an_error_in_its_cell(tab: gspread.Worksheet, formula: str, shown: str) -> None:
    assert _shown(tab, formula) == shown


def test_only_what_a_change_touches_is_worked_out_again(tab: gspread.Worksheet) -> None:
    tab.update(
        [["=RAND()*0+C2", "=SUM(F1:F3)", "=IF(C3>80,G1,0)"], ["=F1+C3", '=INDIRECT("C4")'], ["=F2+C4"]], "F1", raw=False
    )
    assert tab.get("F1:H3") == [["81.5", "494.5", "494.5"], ["171.5", "70"], ["241.5"]]
    tab.update_acell("C4", 71)
    assert tab.get("F1:H3") == [["81.5", "495.5", "495.5"], ["171.5", "71"], ["242.5"]]
    tab.update_acell("F1", 0)
    assert tab.get("F1:H3") == [["0", "251", "251"], ["90", "71"], ["161"]]
    tab.update_acell("C3", 10)
    assert tab.get("F1:H3") == [["0", "91", "0"], ["10", "71"], ["81"]]
    tab.update_acell("F2", "=G1")
    assert tab.get("F1:H3") == [["0", "#REF!", "0"], ["#REF!", "71"], ["#REF!"]]
    tab.update_acell("F2", "")
    assert tab.get("F1:H3") == [["0", "71", "0"], ["", "71"], ["71"]]


def test_a_spill_follows_what_it_is_made_of(tab: gspread.Worksheet) -> None:
    tab.update([["=UNIQUE(B2:B5)", "=COUNTA(F1:F9)"]], "F1", raw=False)
    assert tab.get("F1:G4") == [["Dinkes", "3"], ["Disdik"], ["Dinsos"]]
    tab.update_acell("B5", "Dinkes")
    assert tab.get("F1:G4") == [["Dinkes", "2"], ["Disdik"]]
    tab.update_acell("B4", "Bappeda")
    assert tab.get("F1:G4") == [["Dinkes", "3"], ["Disdik"], ["Bappeda"]]
    tab.update_acell("F3", "x")
    assert tab.get("F1:G4") == [["#REF!", "2"], [], ["x"]]
    tab.update_acell("F3", "")
    assert tab.get("F1:G4") == [["Dinkes", "3"], ["Disdik"], ["Bappeda"]]


def test_a_batch_that_shows_what_it_wrote_shows_each_piece_as_it_is_then(tab: gspread.Worksheet, sheets: Any) -> None:
    tab.update_acell("H1", "=SUM(C2:C5)")
    body = {
        "valueInputOption": "RAW", "includeValuesInResponse": True,
        "data": [{"range": "C2", "values": [[1]]}, {"range": "C2:H2", "values": [[2, None, None, None, None, "x"]]}],
    }  # fmt: skip
    sheets.values().batchUpdate(spreadsheetId=tab.spreadsheet.id, body=body).execute()
    assert tab.acell("H1").value == "252"


def test_many_ranks_need_no_square_of_steps(tab: gspread.Worksheet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranks, look-ups and counts over one column ask each of its cells a few times, not once for each formula."""
    steps = 0
    plain = results.order

    def counted(value: results.Scalar) -> tuple[int, float | str]:
        nonlocal steps
        steps += 1
        return plain(value)

    monkeypatch.setattr(lookups, "order", counted)
    size = 600
    tab.resize(rows=size + 1)
    rows = [
        [row % 97, f"=RANK(J{row},J$1:J${size})", f"=MATCH({row % 97},J$1:J${size},0)", f"=COUNTIF(J$1:J${size},J{row})"]
        for row in range(1, size + 1)
    ]
    tab.update(rows, "J1", raw=False)
    assert tab.get("J97:M97") == [["0", "595", "97", "6"]]
    assert 0 < steps < 10 * size
