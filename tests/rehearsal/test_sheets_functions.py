"""Functions by family: what each shows for a small table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import gspread

    from .conftest import World

TABLE = [
    ["Nama", "Dinas", "Nilai", "Tanggal"],
    ["SIGAP", "Dinkes", 81.5, "2026-01-02"],
    ["BUMIL", "Disdik", 90, "2026-01-03"],
    ["CERDAS", "Dinkes", 70, "2026-02-10"],
    ["PINTAR", "Dinsos", 90, ""],
]


@pytest.fixture
def tab(world: World) -> gspread.Worksheet:
    """A tab with a small table in A1:D5, in a workspace whose clock stands at the evening of a second of January."""
    assert world.admin("PUT", "clock", {"now": "2026-01-02T20:00:00Z"})[0] == 200
    made = world.gspread().create("Rumus").sheet1
    made.update(TABLE, "A1", raw=False)
    return made


def shown(tab: gspread.Worksheet, formula: str) -> Any:
    """What the formula and the cells it fills show."""
    tab.update_acell("H1", formula)
    found = tab.get("H1:M12")
    return found[0][0] if len(found) == 1 and len(found[0]) == 1 else found


def error(tab: gspread.Worksheet, at: str = "H1") -> dict[str, str]:
    """The error of a cell, as the API tells it."""
    found = tab.spreadsheet.fetch_sheet_metadata({"includeGridData": True, "ranges": f"{tab.title}!{at}"})
    return dict(found["sheets"][0]["data"][0]["rowData"][0]["values"][0]["effectiveValue"]["errorValue"])


SINGLE = [
    # chance and the clock
    ("=TODAY()", "1/2/2026"), ("=NOW()", "1/2/2026 20:00:00"), ("=YEAR(TODAY())", "2026"),
    ("=AND(RAND()>=0,RAND()<1)", "TRUE"), ("=RANDBETWEEN(3,3)", "3"), ("=ROWS(RANDARRAY(4,2))", "4"),
    # places
    ('=INDIRECT("C"&3)', "90"), ('=SUM(INDIRECT("C2:C5"))', "331.5"), ("=OFFSET(A1,2,1)", "Disdik"),
    ("=SUM(OFFSET(C1,1,0,4,1))", "331.5"), ("=ADDRESS(2,3)", "$C$2"), ('=ADDRESS(2,3,4,TRUE,"Nilai juri")', "'Nilai juri'!C2"),
    ("=ROW()&COLUMN()", "18"), ("=ROW(C5)&COLUMN(C5)", "53"), ("=ROWS(A1:C5)&COLUMNS(A1:C5)", "53"),
    ('=CELL("address",C5)', "$C$5"), ("=ISFORMULA(H1)", "TRUE"), ("=ISFORMULA(A1)", "FALSE"), ("=SHEET()", "1"),
    # finding
    ('=XLOOKUP("CERDAS",A2:A5,C2:C5)', "70"), ("=XLOOKUP(85,C2:C5,A2:A5,,-1)", "SIGAP"), ("=XLOOKUP(85,C2:C5,A2:A5,,1)", "BUMIL"),
    ('=XLOOKUP("P*",A2:A5,C2:C5,,2)', "90"), ("=XLOOKUP(90,C2:C5,A2:A5,,0,-1)", "PINTAR"), ("=XMATCH(90,C2:C5)", "2"),
    ("=XMATCH(90,C2:C5,0,-1)", "4"), ("=SUBTOTAL(9,C2:C5)", "331.5"), ("=SUBTOTAL(101,C2:C5)", "82.875"),
    # numbers that lie together
    ("=PERCENTILE(C2:C5,0.5)", "85.75"), ("=QUARTILE(C2:C5,1)", "78.625"), ("=MODE(C2:C5)", "90"),
    ("=ROUND(STDEV(C2:C5),4)", "9.4725"), ("=ROUND(VAR.P(C2:C5),4)", "67.2969"), ("=CORREL({1;2;3},{2;4;7})", "0.9933992678"),
    ("=SLOPE({2;4;6},{1;2;3})", "2"), ("=FORECAST(4,{2;4;6},{1;2;3})", "8"), ("=LARGE(C2:C5,3)", "81.5"),
    ("=RANK.EQ(C2,C2:C5)", "3"), ("=RANK.AVG(C5,C2:C5)", "1.5"), ("=PERCENTRANK(C2:C5,90)", "0.666"),
    ("=AVERAGE.WEIGHTED({80;90},{1;3})", "87.5"), ("=COUNTUNIQUEIFS(A2:A5,C2:C5,90)", "2"), ("=AVERAGEA(C1:C5)", "66.3"),
    ("=GCD(12,18)&LCM(4,6)", "612"), ("=FACT(5)&COMBIN(5,2)", "12010"), ("=ROMAN(2026)", "MMXXVI"), ("=EVEN(3)&ODD(4)", "45"),
    ("=CEILING(7,5)&FLOOR(7,5)", "105"), ("=BASE(10,2)", "1010"), ('=DECIMAL("FF",16)', "255"), ("=ISBETWEEN(5,1,5)", "TRUE"),
    ("=ROUND(SIN(PI()/2),6)", "1"), ("=ADD(2,3)", "5"), ("=EQ(A2,A2)", "TRUE"),
    # dates
    ("=EDATE(D2,1)", "2/2/2026"), ("=EOMONTH(D2,1)", "2/28/2026"), ("=NETWORKDAYS(D2,D4)", "28"),
    ("=NETWORKDAYS(D2,D4,D4)", "27"), ('=NETWORKDAYS.INTL(D2,D4,"0000001")', "34"), ("=WORKDAY(D2,1)", "1/5/2026"),
    ('=DATEDIF(D2,D4,"M")&DATEDIF(D2,D4,"MD")&DATEDIF(D2,D4,"D")', "1839"), ("=WEEKNUM(D4)", "7"), ("=ISOWEEKNUM(D4)", "7"),
    ('=DATEVALUE("2026-01-02")', "46024"), ('=TIMEVALUE("12:00")', "0.5"), ("=YEARFRAC(D2,D4)", "0.1055555556"),
    ("=DAYS(D4,D2)", "39"), ("=WEEKDAY(D2,2)", "5"), ('=TEXT(D2,"dd-mm-yyyy")', "02-01-2026"), ("=TO_DATE(46024)", "1/2/2026"),
    # texts
    ('=JOIN("-",A2:A3)', "SIGAP-BUMIL"), ('=TEXTJOIN("; ",TRUE,A2:A3,"",B2)', "SIGAP; BUMIL; Dinkes"),
    ('=REGEXMATCH(A2,"^SI")', "TRUE"), ('=REGEXREPLACE("a1b2","[0-9]","#")', "a#b#"), ('=REGEXEXTRACT("no 12","[0-9]+")', "12"),
    ('=HYPERLINK("https://a.id","buka")', "buka"), ("=TO_PERCENT(0.5)", "50.00%"), ("=TO_TEXT(D2)", "2026-01-02"),
    ('=ISEMAIL("a@b.go.id")', "TRUE"), ("=ISDATE(D2)", "TRUE"), ("=ISDATE(C2)", "FALSE"), ("=FIXED(1234.567,1)", "1,234.6"),
    ('=ENCODEURL("a b/c")', "a%20b%2Fc"), ('=IF(SPARKLINE(C2:C5)="","gambar","")', "gambar"), ("=ERROR.TYPE(NA())", "7"),
    # money
    ("=ROUND(PMT(0.01,12,1000),2)", "-$88.85"), ("=NPV(0.1,100,200)", "$256.20"), ("=ROUND(FV(0.01,12,-100),2)", "$1,268.25"),
    ("=ROUND(IRR({-100;60;60})*1000,1)", "130.7"), ("=ROUND(PV(0.01,12,-100),2)", "$1,125.51"), ("=ROUND(NPER(0.01,-100,1000),4)", "10.5886"),
    ("=ROUND(RATE(12,-88.85,1000)*1000,2)", "10"), ("=ROUND(IPMT(0.01,1,12,1000),2)", "-$10.00"), ("=ROUND(PPMT(0.01,1,12,1000),2)", "-$78.85"),
    # names and functions
    ("=LET(nilai,C2,tambah,5,nilai+tambah)", "86.5"), ("=LAMBDA(x,y,x*y)(6,7)", "42"), ("=REDUCE(0,C2:C5,LAMBDA(a,x,a+x))", "331.5"),
    ("=LET(f,LAMBDA(x,x*2),f(21))", "42"), ("=SUM(MAP(C2:C5,LAMBDA(x,IF(x>80,1,0))))", "3"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "wanted"), SINGLE)
def test_a_function_shows_its_value(tab: gspread.Worksheet, formula: str, wanted: str) -> None:
    assert shown(tab, formula) == wanted


SPREAD = [
    ("=HSTACK(A2:A3,C2:C3)", [["SIGAP", "81.5"], ["BUMIL", "90"]]), ("=VSTACK(A2,B2:B3)", [["SIGAP"], ["Dinkes"], ["Disdik"]]),
    ("=VSTACK(A2:B2,A3)", [["SIGAP", "Dinkes"], ["BUMIL", "#N/A"]]), ("=TOCOL(A2:B3)", [["SIGAP"], ["Dinkes"], ["BUMIL"], ["Disdik"]]),
    ("=TOROW(A2:B3,0,TRUE)", [["SIGAP", "BUMIL", "Dinkes", "Disdik"]]), ("=WRAPROWS({1,2,3},2,0)", [["1", "2"], ["3", "0"]]),
    ("=CHOOSECOLS(A2:C3,-1,1)", [["81.5", "SIGAP"], ["90", "BUMIL"]]), ("=CHOOSEROWS(A2:B5,4,1)", [["PINTAR", "Dinsos"], ["SIGAP", "Dinkes"]]),
    ("=TAKE(A2:B5,2,-1)", [["Dinkes"], ["Disdik"]]), ("=DROP(A2:B5,3)", [["PINTAR", "Dinsos"]]),
    ("=SORTN(A2:C5,1,1,3,FALSE)", [["BUMIL", "Disdik", "90"], ["PINTAR", "Dinsos", "90"]]), ("=SORTN(B2:B5,2,2,1,TRUE)", [["Dinkes"], ["Dinsos"]]),
    ('=SPLIT("a,b;3",",;")', [["a", "b", "3"]]), ("=TRANSPOSE(A2:A4)", [["SIGAP", "BUMIL", "CERDAS"]]),
    ("=MMULT({1,2;3,4},{5;6})", [["17"], ["39"]]), ("=FREQUENCY(C2:C5,{75;85})", [["1"], ["1"], ["2"]]),
    ("=UNIQUE(B2:B5,FALSE,TRUE)", [["Disdik"], ["Dinsos"]]), ("=SORT(D2:D4,1,FALSE)", [["2026-02-10"], ["2026-01-03"], ["2026-01-02"]]),
    ("=FILTER(A2:D5,D2:D5>DATE(2026,1,31))", [["CERDAS", "Dinkes", "70", "2026-02-10"]]),
    ('=ARRAYFORMULA(IF(C2:C5>80,A2:A5,"-"))', [["SIGAP"], ["BUMIL"], ["-"], ["PINTAR"]]),
    ('=ARRAYFORMULA(C2:C3&"/"&B2:B3)', [["81.5/Dinkes"], ["90/Disdik"]]),
    ("=MAP(C2:C3,LAMBDA(x,x+1))", [["82.5"], ["91"]]), ("=BYROW(A2:C3,LAMBDA(r,COUNTA(r)))", [["3"], ["3"]]),
    ('=BYCOL(C2:C5,LAMBDA(k,MAX(k)))&""', "90"), ("=SCAN(0,{1;2;3},LAMBDA(a,x,a+x))", [["1"], ["3"], ["6"]]),
    ("=MAKEARRAY(2,2,LAMBDA(b,k,b*10+k))", [["11", "12"], ["21", "22"]]), ("=SEQUENCE(2,2,5,5)", [["5", "10"], ["15", "20"]]),
    ('=REGEXEXTRACT("2026-01","(\\d+)-(\\d+)")', [["2026", "01"]]), ("=OFFSET(A2,0,0,2,2)", [["SIGAP", "Dinkes"], ["BUMIL", "Disdik"]]),
    ('=XLOOKUP("BUMIL",A2:A5,B2:D5)', [["Disdik", "90", "2026-01-03"]]),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "wanted"), SPREAD)
def test_a_function_fills_its_cells(tab: gspread.Worksheet, formula: str, wanted: Any) -> None:
    assert shown(tab, formula) == wanted


QUERIES = [
    ("select A, C where C > 80 order by C desc, A limit 2", [["Nama", "Nilai"], ["BUMIL", "90"], ["PINTAR", "90"]]),
    ("select Col1 where Col2 = 'Dinkes'", [["Nama"], ["SIGAP"], ["CERDAS"]]),
    ("select B, count(A), avg(C) group by B", [["Dinas", "count Nama", "avg Nilai"], ["Dinkes", "2", "75.75"], ["Dinsos", "1", "90"], ["Disdik", "1", "90"]]),
    ("select B, max(C) group by B order by max(C) label B 'OPD', max(C) 'tertinggi'", [["OPD", "tertinggi"], ["Dinkes", "81.5"], ["Dinsos", "90"], ["Disdik", "90"]]),
    ("select A where B starts with 'Din' and not C < 80 offset 1", [["Nama"], ["PINTAR"]]),
    ("select A where D is null", [["Nama"], ["PINTAR"]]),
    ("select A where D >= date '2026-01-03'", [["Nama"], ["BUMIL"], ["CERDAS"]]),
    ("select A, D where month(D) = 0 format D 'dd/mm'", [["Nama", "Tanggal"], ["SIGAP", "02/01"], ["BUMIL", "03/01"]]),
    ("select upper(A), C*2 where A matches '.*L'", [["upper(Nama)", "product(Nilai2)"], ["BUMIL", "180"]]),
    ("select sum(C) pivot B", [["Dinkes", "Dinsos", "Disdik"], ["151.5", "90", "90"]]),
    ("select count(A) label count(A) ''", "4"),
    ("where C < 75", [["Nama", "Dinas", "Nilai", "Tanggal"], ["CERDAS", "Dinkes", "70", "2026-02-10"]]),
    ("select A where (C > 85 or B contains 'kes') and A <> 'SIGAP' and A like '%R%'", [["Nama"], ["CERDAS"], ["PINTAR"]]),
]  # fmt: skip


@pytest.mark.parametrize(("query", "wanted"), QUERIES)
def test_a_query_is_answered(tab: gspread.Worksheet, query: str, wanted: Any) -> None:
    assert shown(tab, f'=QUERY(A1:D5,"{query}",1)') == wanted


@pytest.mark.parametrize("query", ["selct A", "select Z", "select A group by B", "select A where", "select avg(A)", "limit x"])
def test_a_query_that_cannot_be_read_says_so(tab: gspread.Worksheet, query: str) -> None:
    assert shown(tab, f'=QUERY(A1:D5,"{query}",1)') == "#VALUE!"
    assert error(tab)["message"].startswith("Unable to parse query string for Function QUERY parameter 2: ")


ERRORS = [
    ("=1/0", "DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero."),
    ("=TIDAKADA(1)", "NAME", "Unknown function: 'TIDAKADA'."),
    ("=nama_aneh", "NAME", "Unknown range name: 'NAMA_ANEH'."),
    ('=VLOOKUP("X",A2:C5,3,FALSE)', "N_A", "Did not find value 'X' in VLOOKUP evaluation."),
    ('="x"+1', "VALUE", "Function ADD parameter 1 expects number values. But 'x' is a text and cannot be coerced to a number."),
    ("=SQRT(-1)", "NUM", "Function SQRT parameter 1 value is negative. It should be positive or zero. But it is -1."),
    ("=Lain!A1", "REF", "Unresolved sheet name 'Lain'."),
    ("=H1", "REF", "Circular dependency detected. To resolve with iterative calculation, see File > Settings."),
    ("=1+", "ERROR", "Formula parse error."),
    ("={1;2;3}", "REF", "Array result was not expanded because it would overwrite data in H3."),
    ('=INDIRECT("bukan sel")', "REF", "Function INDIRECT parameter 1 value is 'bukan sel'. It is not a valid cell/range reference."),
    ("=IF(1)", "N_A", "Wrong number of arguments to IF. Expected between 2 and 3 arguments, but got 1 arguments."),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "kind", "message"), ERRORS)
def test_an_error_has_googles_type_and_words(tab: gspread.Worksheet, formula: str, kind: str, message: str) -> None:
    tab.update_acell("H3", "di jalan")
    tab.update_acell("H1", formula)
    assert error(tab) == {"type": kind, "message": message}


@pytest.mark.parametrize(
    "formula",
    [
        "=MAKEARRAY(1E5,1E5,LAMBDA(a,b,1))", "=RANDARRAY(1E5,1E5)", "=LET(f,LAMBDA(x,x(x)),f(f))", "=FACT(1E9)",
        '=REGEXMATCH("a","(")', '=DATEDIF(1E9,2E9,"D")', "=OFFSET(A1,-5,0)", "=OFFSET(A1,1E9,0)", "=INDIRECT(A1:C3)",
        "=MAP(C2:C5,5)", "=LAMBDA(x,x)", "=CHAR(55296)", "=WORKDAY(1,1E15)", "=IRR({1;2})", "=ADDRESS(0,0)", "=SORTN(A1:A3,-1)",
        "=QUERY(A1:D5,5)", '=SPLIT(A1,"")', "=TAKE(A1:B2,0)", '=CELL("warna",A1)',
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_an_error_in_its_cell(tab: gspread.Worksheet, formula: str) -> None:
    made = shown(tab, formula)
    assert isinstance(made, str) and made.startswith("#")
    assert error(tab)["message"]


def test_today_follows_the_workspaces_clock_and_the_spreadsheets_zone(tab: gspread.Worksheet, world: World) -> None:
    tab.update_acell("H1", "=TODAY()")
    tab.update_acell("I1", "=H1+1")
    assert tab.get("H1:I1") == [["1/2/2026", "1/3/2026"]]
    assert world.admin("PUT", "clock", {"now": "2026-01-05T01:00:00Z"})[0] == 200
    assert tab.get("H1:I1") == [["1/5/2026", "1/6/2026"]]
    assert world.admin("PUT", "clock", {"now": "2026-01-05T20:00:00Z"})[0] == 200
    tab.spreadsheet.update_timezone("Asia/Jakarta")
    assert tab.get("H1:I1") == [["1/6/2026", "1/7/2026"]]


def test_chance_stays_until_something_changes(tab: gspread.Worksheet) -> None:
    tab.update_acell("H1", "=RAND()")
    tab.update_acell("I1", "=H1*2")
    first = tab.get("H1:I1")
    assert tab.get("H1:I1") == first
    tab.update_acell("A9", "lain")
    assert tab.get("H1:I1") != first


def test_a_range_of_another_spreadsheet_is_imported_for_one_who_may_read_it(tab: gspread.Worksheet, world: World) -> None:
    other = world.gspread().create("Sumber")
    other.sheet1.update([["a", 1], ["b", "=B1+1"]], "A1", raw=False)
    formula = f'=IMPORTRANGE("https://docs.google.com/spreadsheets/d/{other.id}/edit","Sheet1!A1:B5")'
    assert shown(tab, formula) == [["a", "1"], ["b", "2"]]
    other.sheet1.update_acell("B1", 5)
    assert tab.get("H1:I2") == [["a", "5"], ["b", "6"]]
    stranger = world.gspread(world.user("lain@banten.test")).create("Milik lain")
    stranger.sheet1.update_acell("A1", formula)
    assert stranger.sheet1.acell("A1").value == "#REF!"
    assert error(stranger.sheet1, "A1")["message"] == "You don't have permissions to access that sheet."
    other.share("lain@banten.test", perm_type="user", role="reader", notify=False)
    assert stranger.sheet1.get("A1:B2") == [["a", "5"], ["b", "6"]]


def test_spreadsheets_that_import_from_each_other_come_to_an_end(tab: gspread.Worksheet, world: World) -> None:
    other = world.gspread().create("Cermin")
    other.sheet1.update_acell("A1", f'=IMPORTRANGE("{tab.spreadsheet.id}","{tab.title}!H1")')
    assert shown(tab, f'=IMPORTRANGE("{other.id}","Sheet1!A1")') == "#REF!"


def test_subtotals_do_not_count_subtotals(tab: gspread.Worksheet) -> None:
    tab.update_acell("C6", "=SUBTOTAL(9,C2:C5)")
    assert shown(tab, "=SUBTOTAL(9,C2:C6)") == "331.5"
    assert shown(tab, "=FORMULATEXT(C6)") == "=SUBTOTAL(9,C2:C5)"


def test_an_indonesian_spreadsheet_writes_functions_its_way(tab: gspread.Worksheet) -> None:
    tab.spreadsheet.update_locale("id_ID")
    assert shown(tab, "=LET(x;1,5;y;{1\\2};SUM(y)*x)") == "4,5"
    assert shown(tab, '=QUERY(A1:C5;"select A where C > 81.5 limit 1";1)') == [["Nama"], ["BUMIL"]]
    assert shown(tab, '=TEXT(1234,5;"#.##0,00")') == "1.234,50"
    assert tab.acell("H1", value_render_option="FORMULA").value == '=TEXT(1234,5;"#.##0,00")'
    assert shown(tab, '=TEXT(D2;"dddd, d mmmm yyyy")') == "Jumat, 2 Januari 2026"
