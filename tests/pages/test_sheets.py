"""Spreadsheet: what a person sees of the workbook, ticks and types in it, and is refused."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest

from integrations.rehearsal.pages.words import LOCKED, STALE

from .conftest import AGENCY, CHAIR, FIRST, HOSTILE, SECRETARY

if TYPE_CHECKING:
    from .conftest import Place, Visitor

SECRETARY_COLUMN, CHAIR_COLUMN = 7, 8  # of the tab Surat
DECISION = 15  # of the tab Proposal


def _letters(place: Place) -> str:
    return f"/lembar/{place.ids['book']}/12"


def _proposals(place: Place) -> str:
    return f"/lembar/{place.ids['book']}/11"


def _box(page: str, row: int, column: int) -> str:
    """The value a tick box sends."""
    found = re.search(rf'value="({row}\.{column}\.[01]\.[0-9a-f]{{16}})" role="checkbox"', page)
    assert found is not None
    return found.group(1)


def _value(place: Place, range_: str) -> Any:
    made = place.api("GET", f"/v4/spreadsheets/{place.ids['book']}/values/{range_}")
    return made.get("values", [[""]])[0][0]


def _mark(visitor: Visitor, path: str, row: int) -> dict[str, str]:
    """What the page of one row sends beside its cells."""
    found = re.search(r'name="tanda" value="([^"]+)"', visitor.text(f"{path}?baris={row}"))
    assert found is not None
    return {"baris": str(row), "tanda": found.group(1)}


def test_the_grid_shows_headings_notes_colours_and_no_hidden_columns(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    page = visitor.text(_letters(place))
    assert [each in page for each in ("Buku Kerja KIPP", ">Proposal</a>", "Setuju Sekretaris")] == [True] * 3
    note = r'<summary aria-label="Catatan sel H1"></summary><p>Hanya Sekretaris yang dapat mencentang.</p>'
    assert note in page  # opened by the keyboard too
    assert "Data Mesin" not in visitor.text(_proposals(place))
    sheet = re.search(r'href="(/warna\.css\?[^"]+)"', page)
    assert sheet is not None
    assert "background:#1e497c;color:#ffffff" in visitor.text(html.unescape(sheet.group(1)))


def test_a_script_in_a_cell_stays_text_and_only_real_links_lead_somewhere(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    for path in (_letters(place), _letters(place) + "?baris=2"):
        page = visitor.text(path)
        assert HOSTILE not in page and "&lt;script&gt;alert(&#39;gladi&#39;)&lt;/script&gt;" in page
        assert f'href="/lembar/{place.ids["book"]}/11"' in page and 'href="javascript' not in page


def test_the_secretary_ticks_and_unticks_the_own_box(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    for expected in ("TRUE", "FALSE"):
        box = _box(visitor.text(_letters(place)), 2, SECRETARY_COLUMN)
        answer = visitor.post(_letters(place) + "/centang", {"kotak": box})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{_letters(place)}?halaman=1#baris-2")
        assert _value(place, "Surat!H2") == expected
    who = place.api("GET", f"/drive/v3/files/{place.ids['book']}", fields="lastModifyingUser(emailAddress)")
    assert who == {"lastModifyingUser": {"emailAddress": SECRETARY}}


def test_the_chair_is_refused_the_secretarys_box_in_googles_words(place: Place) -> None:
    visitor = place.visitor(CHAIR)
    page = visitor.text(_letters(place))
    assert 'aria-label="H2 Setuju Sekretaris (terkunci)"' in page and 'aria-label="I2 Setuju Ketua"' in page
    visitor.post(_letters(place) + "/centang", {"kotak": _box(page, 2, SECRETARY_COLUMN)})
    assert LOCKED in visitor.text(_letters(place))
    assert _value(place, "Surat!H2") == "FALSE"
    visitor.post(_letters(place) + "/centang", {"kotak": _box(page, 2, CHAIR_COLUMN)})
    assert _value(place, "Surat!I2") == "TRUE"


def test_a_tick_meant_for_another_content_is_not_set(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    box = _box(visitor.text(_letters(place)), 2, SECRETARY_COLUMN)
    changed = {"values": [["surat-9", "lain"]]}
    place.api("PUT", f"/v4/spreadsheets/{place.ids['book']}/values/Surat!A2:B2", changed, valueInputOption="RAW")
    visitor.post(_letters(place) + "/centang", {"kotak": box})
    assert STALE in visitor.text(_letters(place))
    assert _value(place, "Surat!H2") == "FALSE"


@pytest.mark.parametrize("box", ["", "2.7.1.zz", "2.0.1.{}", "999999.7.1.0123456789abcdef", "2.999.1.{}"])
def test_what_is_no_tick_box_cannot_be_ticked(place: Place, box: str) -> None:
    visitor = place.visitor(SECRETARY)
    mark = _box(visitor.text(_letters(place)), 2, SECRETARY_COLUMN)[-16:]
    answer = visitor.post(_letters(place) + "/centang", {"kotak": box.format(mark)})
    assert answer.status_code in {400, 404}
    assert _value(place, "Surat!A2") == "surat-1"


def test_a_row_is_edited_as_typed_by_that_person(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    page = visitor.text(_proposals(place) + "?baris=2")
    assert re.search(rf'<select id="k{DECISION}"', page) and "Kosongkan untuk mengikuti" in page
    assert 'name="k1"' not in page and 'name="k25"' not in page and "Judul Inovasi" in page
    sent = _mark(visitor, _proposals(place), 2) | {
        f"k{DECISION}": "lolos",
        "k16": "Berkas\r\nlengkap",
        "k20": "3/4/2024",
    }
    answer = visitor.post(_proposals(place) + "/baris", sent)
    assert (answer.status_code, answer.headers["location"]) == (303, _proposals(place) + "?baris=2")
    assert "Tersimpan: P2, Q2, U2." in visitor.text(_proposals(place) + "?baris=2")
    assert (_value(place, "Proposal!P2"), _value(place, "Proposal!Q2")) == ("lolos", "Berkas\nlengkap")
    typed = place.api(
        "GET", f"/v4/spreadsheets/{place.ids['book']}/values/Proposal!U2", valueRenderOption="UNFORMATTED_VALUE"
    )
    assert isinstance(typed["values"][0][0], int)  # a date, because a person typed it


def test_what_was_not_changed_is_not_written(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    sent = _mark(visitor, _proposals(place), 2) | {f"k{DECISION}": "", "k16": ""}
    assert visitor.post(_proposals(place) + "/baris", sent).status_code == 303
    assert "Tidak ada yang diubah." in visitor.text(_proposals(place) + "?baris=2")


def test_a_protected_cell_in_a_row_refuses_the_whole_row(place: Place) -> None:
    visitor = place.visitor(CHAIR)
    sent = _mark(visitor, _proposals(place), 2) | {"k1": "Judul lain", "k16": "Alasan"}
    answer = visitor.post(_proposals(place) + "/baris", sent)
    assert answer.status_code == 400 and LOCKED in answer.text
    assert (_value(place, "Proposal!B2"), _value(place, "Proposal!Q2")) == ("Perahu Sehat", "")


def test_a_choice_that_is_not_on_the_list_is_refused(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    sent = _mark(visitor, _proposals(place), 2) | {f"k{DECISION}": "mungkin"}
    answer = visitor.post(_proposals(place) + "/baris", sent)
    assert answer.status_code == 400 and "melanggar aturan validasi data yang ditetapkan pada sel P2" in answer.text
    assert "<option selected>mungkin</option>" in answer.text  # what was typed is not lost
    assert _value(place, "Proposal!P2") == ""


def test_a_row_that_changed_meanwhile_is_not_overwritten(place: Place) -> None:
    visitor = place.visitor(SECRETARY)
    sent = _mark(visitor, _proposals(place), 2) | {"k16": "Alasan"}
    changed = {"values": [["Judul baru"]]}
    place.api("PUT", f"/v4/spreadsheets/{place.ids['book']}/values/Proposal!B2", changed, valueInputOption="RAW")
    answer = visitor.post(_proposals(place) + "/baris", sent)
    assert answer.status_code == 409 and STALE in answer.text and "Judul baru" in answer.text


def test_a_reader_sees_and_changes_nothing(place: Place) -> None:
    share = {"type": "user", "role": "reader", "emailAddress": AGENCY}
    place.api("POST", f"/drive/v3/files/{place.ids['book']}/permissions", share)
    visitor = place.visitor(AGENCY)
    page = visitor.text(_letters(place))
    assert "Anda hanya dapat melihat spreadsheet ini." in page
    visitor.post(_letters(place) + "/centang", {"kotak": _box(page, 2, SECRETARY_COLUMN)})
    assert "Anda tidak memiliki izin untuk melakukan ini." in visitor.text(_letters(place))
    assert 'name="k16"' not in visitor.text(_proposals(place) + "?baris=2")


def test_a_stranger_finds_nothing(place: Place) -> None:
    visitor = place.visitor(AGENCY)
    for path in (_letters(place), f"/lembar/{place.ids['book']}", _letters(place) + "?baris=2"):
        answer = visitor.get(path)
        assert answer.status_code in {403, 404} and "Surat" not in answer.text.partition("<main")[2]
    assert visitor.post(_letters(place) + "/centang", {"kotak": "2.7.1." + "0" * 16}).status_code in {403, 404}


def test_long_tabs_come_in_pages_of_a_hundred(place: Place) -> None:
    rows = [[number, f"Judul {number}"] for number in range(1, 251)]
    place.api(
        "PUT", f"/v4/spreadsheets/{place.ids['book']}/values/Proposal!A2:B251", {"values": rows}, valueInputOption="RAW"
    )
    visitor = place.visitor(FIRST)
    for page, first, last in ((1, 1, 100), (2, 101, 200), (3, 201, 250)):
        text = visitor.text(f"{_proposals(place)}?halaman={page}")
        assert f"Judul {first}<" in text and f"Judul {last}<" in text and f"Judul {last + 1}<" not in text
        assert f"Halaman {page} dari 3" in text and "Judul Inovasi" in text
    assert "Halaman 3 dari 3" in visitor.text(f"{_proposals(place)}?halaman=99")
    assert visitor.get(f"{_proposals(place)}?baris=301").status_code == 404
    assert f'href="/lembar/{place.ids["book"]}/11?halaman=2#baris-150"' in visitor.text(
        f"{_proposals(place)}?baris=150"
    )
