"""How cells look on the sheet page, and what typing against a cell's rule does."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import FIRST

if TYPE_CHECKING:
    from .conftest import Place

RED, GREEN, GREY = {"red": 1}, {"green": 1}, {"red": 0.8, "green": 0.8, "blue": 0.8}


@pytest.fixture
def book(place: Place) -> str:
    made = str(place.api("POST", "/v4/spreadsheets", {"properties": {"title": "Rekap"}})["spreadsheetId"])
    rows = [["Nama", "Nilai"], ["Ani", 80], ["Budi", 60], ["Citra", 40]]
    place.api("PUT", f"/v4/spreadsheets/{made}/values/A1:B4", {"values": rows}, valueInputOption="RAW")
    return made


def _box(r0: int, r1: int, c0: int, c1: int) -> dict[str, int]:
    return {"sheetId": 0, "startRowIndex": r0, "endRowIndex": r1, "startColumnIndex": c0, "endColumnIndex": c1}


def _asked(place: Place, book: str, *requests: dict[str, Any]) -> str:
    place.api("POST", f"/v4/spreadsheets/{book}:batchUpdate", {"requests": list(requests)})
    return place.visitor(FIRST).text(f"/lembar/{book}/0")


def _cell(page: str, text: str) -> str:
    """The classes of the cell that says so."""
    found = re.search(rf'<t[dh][^>]*class="([^"]*)"><div class="teks">{text}</div>', re.sub(r">\s+<", "><", page))
    assert found is not None, text
    return found.group(1)


def _rule(kind: str, *values: str, ranges: Any = None, **look: Any) -> dict[str, Any]:
    condition = {"type": kind, "values": [{"userEnteredValue": each} for each in values]}
    rule = {"ranges": [ranges or _box(1, 4, 1, 2)], "booleanRule": {"condition": condition, "format": look}}
    return {"addConditionalFormatRule": {"index": 0, "rule": rule}}


def test_a_condition_colours_the_cells_that_meet_it(place: Place, book: str) -> None:
    bold = {"textFormat": {"bold": True}}
    page = _asked(place, book, _rule("NUMBER_GREATER_THAN_EQ", "60", backgroundColor=GREEN, **bold))
    assert ["w00ff00-000000" in _cell(page, each) for each in ("80", "60", "40")] == [True, True, False]
    assert "tebal" in _cell(page, "80") and "tebal" not in _cell(page, "40")
    sheet = html.unescape(re.search(r'href="(/warna\.css\?[^"]+)"', page).group(1))  # type: ignore[union-attr]
    assert "background:#00ff00;color:#000000" in place.visitor(FIRST).text(sheet)


def test_a_formula_of_a_condition_moves_with_the_row(place: Place, book: str) -> None:
    page = _asked(place, book, _rule("CUSTOM_FORMULA", "=$B2<50", ranges=_box(1, 4, 0, 2), backgroundColor=RED))
    assert "wff0000" in _cell(page, "Citra") and "wff0000" in _cell(page, "40")
    assert "wff0000" not in _cell(page, "Ani")


def test_the_first_rule_that_is_met_wins(place: Place, book: str) -> None:
    page = _asked(
        place, book, _rule("NUMBER_GREATER", "10", backgroundColor=RED), _rule("NUMBER_EQ", "60", backgroundColor=GREEN)
    )
    assert "w00ff00" in _cell(page, "60") and "wff0000" in _cell(page, "80")


@pytest.mark.parametrize(
    "rule",
    [("CUSTOM_FORMULA", "=TIDAKADA("), ("CUSTOM_FORMULA", "=1/0"), ("DATE_AFTER", "x"), ("NUMBER_BETWEEN", "x", "y")],
)
def test_a_rule_that_cannot_be_worked_out_paints_nothing(place: Place, book: str, rule: tuple[str, ...]) -> None:
    assert "wff0000" not in _cell(_asked(place, book, _rule(*rule, backgroundColor=RED)), "80")


def test_a_colour_scale_goes_from_end_to_end(place: Place, book: str) -> None:
    ends = {"minpoint": {"type": "MIN", "color": RED}, "maxpoint": {"type": "MAX", "color": GREEN}}
    scale = {"addConditionalFormatRule": {"rule": {"ranges": [_box(1, 4, 1, 2)], "gradientRule": ends}}}
    page = _asked(place, book, scale)
    assert [re.search(r"w(\w{6})-", _cell(page, each)).group(1) for each in ("40", "60", "80")] == [
        "ff0000",
        "7f7f00",  # 8 bits, as the API says it
        "00ff00",
    ]  # type: ignore[union-attr]


def test_rows_alternate_under_their_own_colours(place: Place, book: str) -> None:
    bands = {"headerColor": GREY, "firstBandColor": {"red": 1, "green": 1, "blue": 1}, "secondBandColor": GREEN}
    own = {
        "repeatCell": {
            "range": _box(2, 3, 1, 2),
            "cell": {"userEnteredFormat": {"backgroundColor": RED}},
            "fields": "userEnteredFormat",
        }
    }
    page = _asked(
        place, book, {"addBanding": {"bandedRange": {"range": _box(0, 4, 0, 2), "rowProperties": bands}}}, own
    )
    assert "wcccccc" in _cell(page, "Nama") and "w00ff00" in _cell(page, "Budi") and "wff0000" in _cell(page, "60")
    assert " w" not in _cell(page, "Ani")


def test_merged_cells_are_one(place: Place, book: str) -> None:
    page = _asked(place, book, {"mergeCells": {"range": _box(1, 3, 0, 2), "mergeType": "MERGE_ALL"}})
    assert page.count('rowspan="2" colspan="2"') == 1
    assert "Ani" in page and ">60<" not in page


def test_a_long_text_runs_over_the_empty_cells_beside_it(place: Place, book: str) -> None:
    place.api(
        "PUT",
        f"/v4/spreadsheets/{book}/values/C2:D3",
        {"values": [["Catatan yang panjang sekali untuk satu kolom"], ["Catatan yang panjang", "ada"]]},
        valueInputOption="RAW",
    )
    page = re.sub(r">\s+<", "><", place.visitor(FIRST).text(f"/lembar/{book}/0"))
    assert re.search(r'<td colspan="\d" class="[^"]*"><div class="teks">Catatan yang panjang sekali', page)
    assert re.search(r'<td class="[^"]*"><div class="teks">Catatan yang panjang</div>', page)


def test_a_filter_hides_rows_and_says_so(place: Place, book: str) -> None:
    hidden = {"filterSpecs": [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["Budi"]}}]}
    page = _asked(place, book, {"setBasicFilter": {"filter": {"range": _box(0, 4, 0, 2), **hidden}}})
    assert "Budi" not in page and "1 baris di halaman ini tersembunyi oleh saringan" in page
    assert "saring" in _cell(page, "Nama").split()


def test_hidden_columns_are_named(place: Place, book: str) -> None:
    where = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 3}
    hide = {
        "updateDimensionProperties": {"range": where, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    }
    page = _asked(place, book, hide)
    assert "Kolom tersembunyi: B, C." in page and ">80<" not in page


def _validate(kind: str, *values: str, strict: bool = True) -> dict[str, Any]:
    condition = {"type": kind, "values": [{"userEnteredValue": each} for each in values]}
    return {"setDataValidation": {"range": _box(1, 4, 1, 2), "rule": {"condition": condition, "strict": strict}}}


def _type(place: Place, book: str, value: str) -> tuple[int, str]:
    """Status and words after the person typed that into B2."""
    visitor = place.visitor(FIRST)
    path = f"/lembar/{book}/0"
    mark = re.search(r'name="tanda" value="([^"]+)"', visitor.text(f"{path}?baris=2"))
    answer = visitor.post(path + "/baris", {"baris": "2", "tanda": mark.group(1), "k1": value})  # type: ignore[union-attr]
    return answer.status_code, answer.text or visitor.text(f"{path}?baris=2")


@pytest.mark.parametrize(
    ("rule", "bad", "good", "words"),
    [
        (("NUMBER_BETWEEN", "0", "100"), "101", "99,5", "bilangan dari 0 sampai 100"),
        (("DATE_IS_VALID",), "kemarin", "2027-05-04", "tanggal yang sah"),
        (("TEXT_IS_EMAIL",), "bukan surel", "opd@kab.example", "alamat surel yang sah"),
        (("NUMBER_GREATER", "=B4"), "39", "41", "bilangan lebih dari"),
    ],
)
def test_typing_against_a_strict_rule_is_refused_with_what_it_wants(
    place: Place, book: str, rule: tuple[str, ...], bad: str, good: str, words: str
) -> None:
    if "," in good:
        place.api(
            "POST",
            f"/v4/spreadsheets/{book}:batchUpdate",
            {"requests": [{"updateSpreadsheetProperties": {"properties": {"locale": "id_ID"}, "fields": "locale"}}]},
        )
    _asked(place, book, _validate(*rule))
    status, page = _type(place, book, bad)
    assert status == 400 and "melanggar aturan validasi" in page and words in page
    assert place.api("GET", f"/v4/spreadsheets/{book}/values/B2")["values"] == [["80"]]
    assert _type(place, book, good)[0] == 303


def test_a_lenient_rule_warns_and_marks_the_cell(place: Place, book: str) -> None:
    _asked(place, book, _validate("NUMBER_BETWEEN", "0", "100", strict=False))
    status, page = _type(place, book, "250")
    assert status == 303 and "Perhatian: " in page and "Tersimpan: B2." in page
    page = place.visitor(FIRST).text(f"/lembar/{book}/0")
    assert page.count("Tidak sesuai aturan") == 1 and page.count(" keliru") == 1


def test_choices_come_from_a_range(place: Place, book: str) -> None:
    _asked(place, book, _validate("ONE_OF_RANGE", "=$A$2:$A$4"))
    page = place.visitor(FIRST).text(f"/lembar/{book}/0?baris=3")
    assert [f"<option>{each}</option>" in page for each in ("Ani", "Budi", "Citra", "Nama")] == [
        True,
        True,
        True,
        False,
    ]
