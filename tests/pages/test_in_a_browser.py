"""The pages in a real browser: a form with a file, an approval, a refusal, a letter, and scripts that do not run."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from integrations.rehearsal.pages.words import LOCKED

from .browser import NEEDS_CHROMIUM, Sitting
from .conftest import AGENCY, CHAIR, FIRST, HOSTILE, SECRETARY, Place
from .test_mail import _arrived, _hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = NEEDS_CHROMIUM


def _overflow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_an_agency_fills_in_the_form_and_the_answer_appears(chromium: Browser, place: Place) -> None:
    agency = Sitting(chromium, place.server.base, AGENCY, 390)
    page = agency.page
    page.get_by_role("link", name="Formulir", exact=True).first.click()
    page.get_by_role("link", name="Formulir Usulan Inovasi").click()
    page.get_by_role("button", name="Kirim jawaban").click()
    assert page.get_by_role("alert").get_by_role("link").count() == 3  # what is missing, each leading to its field
    page.get_by_label("Judul Inovasi").fill("Perahu Sehat")
    page.get_by_label("Kategori").select_option("Kesehatan")
    page.get_by_label("Mulai").fill("2025-02-03")
    page.get_by_label("Naskah").set_input_files(
        {"name": "naskah.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    page.get_by_role("button", name="Kirim jawaban").click()
    assert "Jawaban Anda telah dicatat." in page.get_by_role("status").inner_text()
    owner = Sitting(chromium, place.server.base, FIRST)
    owner.page.goto(f"/formulir/{place.ids['form']}/jawaban")
    row = owner.page.get_by_role("row", name="Perahu Sehat")
    assert AGENCY in row.inner_text()
    row.get_by_role("link", name="naskah - Dinas Kesehatan.pdf").click()
    assert owner.page.get_by_role("heading", level=1).inner_text() == "naskah - Dinas Kesehatan.pdf"
    assert agency.quiet() and owner.quiet()


def test_the_secretary_approves_by_keyboard_and_the_chair_is_refused_that_box(chromium: Browser, place: Place) -> None:
    letters = f"/lembar/{place.ids['book']}/12"
    secretary = Sitting(chromium, place.server.base, SECRETARY)
    secretary.page.goto(letters)
    box = secretary.page.get_by_role("checkbox", name="H2 Setuju Sekretaris", exact=True)
    box.focus()
    secretary.page.keyboard.press("Space")
    secretary.page.get_by_role("status").wait_for()
    assert (
        secretary.page.get_by_role("checkbox", name="H2 Setuju Sekretaris", exact=True).get_attribute("aria-checked")
        == "true"
    )
    chair = Sitting(chromium, place.server.base, CHAIR)
    chair.page.goto(letters)
    chair.page.get_by_role("checkbox", name="H2").click()
    assert LOCKED in chair.page.get_by_role("alert").inner_text()
    assert chair.page.get_by_role("checkbox", name="H2").get_attribute("aria-checked") == "true"
    found = place.api("GET", f"/v4/spreadsheets/{place.ids['book']}/values/Surat!H2:I2")["values"]
    assert found == [["TRUE", "FALSE"]]


def test_a_row_is_edited_on_a_phone(chromium: Browser, place: Place) -> None:
    sitting = Sitting(chromium, place.server.base, SECRETARY, 390)
    sitting.page.goto(f"/lembar/{place.ids['book']}/11")
    sitting.page.get_by_role("link", name="Buka baris 2").click()
    sitting.page.get_by_label("Putusan Petugas", exact=True).select_option("lolos")
    sitting.page.get_by_label("Alasan Putusan").fill("Berkas lengkap")
    sitting.page.get_by_role("button", name="Simpan").click()
    assert "Tersimpan: P2, Q2." in sitting.page.get_by_role("status").inner_text()


def test_headings_stay_in_sight_and_colours_are_shown(chromium: Browser, place: Place) -> None:
    rows = [[number, f"Judul {number}"] for number in range(1, 100)]
    path = f"/v4/spreadsheets/{place.ids['book']}/values/Proposal!A2:B100"
    place.api("PUT", path, {"values": rows}, valueInputOption="RAW")
    page = Sitting(chromium, place.server.base, SECRETARY).page
    page.goto(f"/lembar/{place.ids['book']}/11")
    heading = page.get_by_role("columnheader", name="Judul Inovasi", exact=True)
    assert heading.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(30, 73, 124)"
    region = page.get_by_role("region", name="Tabel Proposal")
    region.evaluate("each => each.scrollTo(0, 1500)")
    top = region.bounding_box()
    assert top is not None and (here := heading.bounding_box()) is not None
    assert 0 < here["y"] - top["y"] < 40 and heading.is_visible()  # below the letters of the columns


def test_frozen_columns_stay_in_sight_where_there_is_room(chromium: Browser, place: Place) -> None:
    grid = {"sheetId": 11, "gridProperties": {"frozenColumnCount": 2}}
    update = {"updateSheetProperties": {"properties": grid, "fields": "gridProperties.frozenColumnCount"}}
    place.api("POST", f"/v4/spreadsheets/{place.ids['book']}:batchUpdate", {"requests": [update]})
    page = Sitting(chromium, place.server.base, SECRETARY).page
    page.goto(f"/lembar/{place.ids['book']}/11")
    cell = page.get_by_role("cell", name="Perahu Sehat")
    before = cell.bounding_box()
    page.get_by_role("region", name="Tabel Proposal").evaluate("each => each.scrollTo(900, 0)")
    assert before is not None and cell.bounding_box() == before


def test_a_sent_letter_is_read(chromium: Browser, place: Place) -> None:
    secretariat = Sitting(chromium, place.server.base, FIRST)
    page = secretariat.page
    page.goto("/surat/tulis")
    page.get_by_label("Kepada").fill(AGENCY)
    page.get_by_label("Perihal").fill("Pemberitahuan hasil")
    page.get_by_label("Isi", exact=True).fill("Usulan Anda lolos.")
    lampiran = {"name": "berita acara.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    page.get_by_label("Lampiran").set_input_files(lampiran)
    page.get_by_role("button", name="Kirim").click()
    page.get_by_role("link", name="Pemberitahuan hasil").click()
    agency = Sitting(chromium, place.server.base, AGENCY, 390)
    agency.page.goto("/surat")
    agency.page.get_by_role("link", name="Pemberitahuan hasil").click()
    assert "Usulan Anda lolos." in agency.page.get_by_role("article").inner_text()
    with agency.page.expect_download() as waiting:
        agency.page.get_by_role("link", name="Unduh berita acara.pdf").click()
    assert waiting.value.suggested_filename == "berita acara.pdf"
    assert secretariat.quiet() and agency.quiet()


def test_scripts_in_titles_mails_and_files_stay_text(chromium: Browser, place: Place) -> None:
    message = _arrived(place, _hostile())["id"]
    sitting = Sitting(chromium, place.server.base, FIRST)
    page = sitting.page
    page.goto(f"/lembar/{place.ids['book']}/12")
    assert page.get_by_role("cell", name=HOSTILE).is_visible()
    page.goto(f"/surat/utas/{message}")
    assert page.get_by_role("heading", level=1).inner_text() == f"Usulan {HOSTILE}"
    page.get_by_text("Tampilan asli (HTML)").click()
    frame = page.frame_locator("iframe")
    assert "Isi" in frame.locator("body").inner_text()
    for script in ("alert(3)", "parent.document.title = 'lain'"):
        only = EmailMessage()
        only["From"], only["To"], only["Subject"] = AGENCY, FIRST, "Hanya HTML"
        only.set_content(f"<b>Tebal</b><a href='javascript:{script}' onclick='{script}'>tekan</a>", subtype="html")
        page.goto(f"/surat/utas/{_arrived(place, only)['id']}")
        link = page.frame_locator("iframe").get_by_text("tekan")
        link.click()
        assert page.title() == "Hanya HTML – Ruang gladi"
    assert sitting.quiet()


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_fits_its_window(chromium: Browser, place: Place, width: int) -> None:
    _arrived(place, _hostile())
    sitting = Sitting(chromium, place.server.base, FIRST, width)
    book, form = place.ids["book"], place.ids["form"]
    paths = [
        "/", "/peran", "/surat", "/surat/tulis", "/berkas", f"/berkas/{book}", "/lembar", f"/lembar/{book}/12",
        f"/lembar/{book}/11?baris=2", "/formulir", f"/formulir/{form}", f"/formulir/{form}/jawaban", "/kejadian",
        "/berkas?bagian=sampah", "/berkas?cari=buku", f"/berkas/{place.ids['folder']}", "/surat?label=DRAFT",
    ]  # fmt: skip
    wide = []
    for path in paths:
        sitting.page.goto(path)
        if _overflow(sitting.page):
            wide.append(path)
        sitting.page.keyboard.press("Tab")
        assert sitting.page.evaluate("document.activeElement.className") == "lompat"
    assert wide == [] and sitting.quiet()


def test_a_note_is_opened_by_keyboard_and_stays_inside_the_window(chromium: Browser, place: Place) -> None:
    page = Sitting(chromium, place.server.base, SECRETARY, 390).page
    page.goto(f"/lembar/{place.ids['book']}/11")
    mark = page.get_by_label("Catatan sel A1")
    mark.focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("Satu baris per usulan.").is_visible() and not _overflow(page)


def test_a_chart_is_drawn_under_the_pages_policy(chromium: Browser, place: Place) -> None:
    spread = place.api("POST", "/v4/spreadsheets", {"properties": {"title": "Rekap"}})["spreadsheetId"]
    rows = [["Nama", "Nilai"], ["Ani", 80], ["Budi", 60]]
    place.api("PUT", f"/v4/spreadsheets/{spread}/values/A1:B3", {"values": rows}, valueInputOption="RAW")
    ranges = [
        {
            "sourceRange": {
                "sources": [
                    {
                        "sheetId": 0,
                        "startRowIndex": 0,
                        "endRowIndex": 3,
                        "startColumnIndex": each,
                        "endColumnIndex": each + 1,
                    }
                ]
            }
        }
        for each in (0, 1)
    ]
    spec = {
        "title": HOSTILE,
        "basicChart": {
            "chartType": "COLUMN",
            "headerCount": 1,
            "domains": [{"domain": ranges[0]}],
            "series": [{"series": ranges[1]}],
        },
    }
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0}}}
    place.api(
        "POST",
        f"/v4/spreadsheets/{spread}:batchUpdate",
        {"requests": [{"addChart": {"chart": {"spec": spec, "position": position}}}]},
    )
    for width in (390, 1280):
        sitting = Sitting(chromium, place.server.base, FIRST, width)
        told: list[str] = []
        sitting.page.on("console", lambda message, told=told: told.append(message.text))
        sitting.page.goto(f"/lembar/{spread}/0")
        bar = sitting.page.locator("svg.grafik rect").first
        assert bar.bounding_box() and bar.evaluate("each => getComputedStyle(each).fill") == "rgb(30, 74, 125)"
        assert sitting.page.get_by_role("img", name=HOSTILE).is_visible()
        assert not _overflow(sitting.page) and told == [] and sitting.quiet()  # the policy had nothing to refuse


@pytest.mark.parametrize("width", [390, 1280])
def test_text_can_be_told_from_its_ground(chromium: Browser, place: Place, width: int) -> None:
    """Every visible text has a contrast of 4.5 to 1 (3 to 1 where it is large), as WCAG AA asks."""
    _arrived(place, _hostile())
    sitting = Sitting(chromium, place.server.base, FIRST, width)
    poor: list[str] = []
    for path in ("/", "/surat", "/surat/tulis", "/berkas", f"/lembar/{place.ids['book']}/12", "/formulir",
                 f"/formulir/{place.ids['form']}", "/kejadian", "/peran"):  # fmt: skip
        sitting.page.goto(path)
        poor += [f"{path}: {each}" for each in sitting.page.evaluate(POOR)]
    assert poor == []


POOR = """() => {
  const rgb = text => { const n = (text.match(/[\\d.]+/g) || []).map(Number); return n.length < 3 ? null : n; };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = el => { for (; el; el = el.parentElement) { const c = rgb(getComputedStyle(el).backgroundColor);
    if (c && (c.length < 4 || c[3] > 0)) return c; } return [255, 255, 255]; };
  const found = [];
  for (const el of document.querySelectorAll('body *')) {
    const own = [...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !el.checkVisibility() || el.classList.contains('luput') || el.classList.contains('lompat')) continue;
    const style = getComputedStyle(el), fore = rgb(style.color), back = ground(el);
    const [high, low] = [light(fore), light(back)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    if ((high + 0.05) / (low + 0.05) < (large ? 3 : 4.5)) found.push(el.className + ' ' + el.textContent.trim().slice(0, 30));
  }
  return found;
}"""
