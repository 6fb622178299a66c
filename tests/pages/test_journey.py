"""One competition by browser and by command: setup, a form with a file, approvals, a refusal, the letter in the mailbox."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml

from config.settings import SHIPPED_RULEBOOK
from integrations.rehearsal.pages.words import LOCKED
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.tabs import AGENCIES, DECISIONS, PROPOSALS, SETTINGS

from .browser import NEEDS_CHROMIUM, Sitting
from .conftest import AGENCY, CHAIR, FIRST, KEY, SECRETARY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = NEEDS_CHROMIUM
ROOT = Path(__file__).parents[2]
OFFICER = "petugas@setda.example"
PEOPLE = {SECRETARY: "Hj. Rosmini", CHAIR: "Drs. Muhlis", OFFICER: "Ilham", AGENCY: "Dinas Kesehatan"}
TITLE = "Perahu Sehat <script>alert('gladi')</script>"
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("Judul Inovasi", {"required": True, "textQuestion": {}}),
    ("Perangkat Daerah Pengusul", {"required": True, "textQuestion": {}}),
    ("Tanggal Mulai Penerapan", {"required": True, "dateQuestion": {"includeYear": True}}),
    (
        "Kategori",
        {"choiceQuestion": {"type": "DROP_DOWN", "options": [{"value": "Kesehatan"}, {"value": "Pendidikan"}]}},
    ),
    ("Naskah Proposal Inovasi", {"required": True, "fileUploadQuestion": {"types": ["PDF"], "maxFiles": 1}}),
]


class House:
    """A workspace in which the competition was laid out by the product's own command."""

    def __init__(self, server: RehearsalServer, folder: Path) -> None:
        self.base, self.folder = server.base, folder
        self._api = httpx.Client(base_url=server.base, headers={"Authorization": f"Bearer {KEY}"}, timeout=60)
        for email, name in PEOPLE.items():
            self.api("POST", "/_rehearsal/users", {"email": email, "name": name})
        self.clock("2027-03-20T09:00:00+07:00")
        book = yaml.safe_load(SHIPPED_RULEBOOK.read_text(encoding="utf-8"))
        book["mailbox"]["address"] = FIRST
        for officer, email in zip(book["officers"], (CHAIR, SECRETARY, OFFICER), strict=True):
            officer |= {"email": email, "name": PEOPLE[email]}
        (folder / "competition.yaml").write_text(yaml.safe_dump(book, allow_unicode=True), encoding="utf-8")

    def api(self, verb: str, path: str, body: Any = None) -> Any:
        answer = self._api.request(verb, path, json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def clock(self, now: str) -> None:
        self.api("PUT", "/_rehearsal/clock", {"now": now})

    def panitia(self, *arguments: str) -> str:
        """What the command says; it must end well."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PANITIA_", "PREFECT_"))}
        settings = {"PANITIA_GOOGLE_BASE": self.base, "PANITIA_TOKEN": KEY, "PANITIA_DATA": str(self.folder),
                    "PANITIA_COMPETITION": str(self.folder / "competition.yaml"), "PYTHONPATH": str(ROOT)}  # fmt: skip
        command = [sys.executable, "-c", "from flows.cli import main; main()", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self.folder, env=clean | settings
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def form(self) -> str:
        """A form for proposals that takes answers; its id."""
        made = self.api("POST", "/v1/forms", {"info": {"title": "Formulir Usulan Inovasi"}})["formId"]
        items = [
            {"createItem": {"location": {"index": place}, "item": {"title": title, "questionItem": {"question": body}}}}
            for place, (title, body) in enumerate(QUESTIONS)
        ]
        collect = {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}
        self.api("POST", f"/v1/forms/{made}:batchUpdate", {"requests": [*items, {"updateSettings": collect}]})
        state = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
        self.api("POST", f"/v1/forms/{made}:setPublishSettings", {"publishSettings": state})
        return str(made)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with RehearsalServer(tmp_path / "workspace", token=KEY) as server:
        yield House(server, tmp_path)


def _open(sitting: Sitting, tab: str) -> None:
    """The tab of the workbook, by the pages' own links."""
    sitting.page.goto("/lembar")
    sitting.page.get_by_role("link", name="Buku Kerja").click()
    sitting.page.get_by_role("navigation", name="Tab").get_by_role("link", name=tab, exact=True).click()


def _write(sitting: Sitting, tab: str, row: str, values: dict[str, str]) -> None:
    """The row of the tab says so."""
    _open(sitting, tab)
    sitting.page.get_by_role("link", name=f"Buka baris {row}", exact=True).click()
    for label, value in values.items():
        sitting.page.get_by_label(label, exact=True).fill(value)
    sitting.page.get_by_role("button", name="Simpan").click()
    assert "Tersimpan" in sitting.page.get_by_role("status").inner_text()


def _row(sitting: Sitting, tab: str, words: str) -> str:
    """The number of the row that holds the words."""
    _open(sitting, tab)
    return sitting.page.get_by_role("row").filter(has_text=words).first.get_by_role("link").first.inner_text()


def _tick(sitting: Sitting, tab: str, words: str, whose: str) -> str:
    """What the page says after the box of that heading is pressed in the row that holds the words."""
    row = _row(sitting, tab, words)
    box = sitting.page.get_by_role("row").filter(has_text=words).first.get_by_role("checkbox", name=f"Setuju {whose}")
    assert f"{row} Setuju" in (box.get_attribute("aria-label") or "")
    box.click()
    return sitting.page.locator("p.kabar").first.inner_text()


def _approve(secretary: Sitting, chair: Sitting, tab: str, words: str) -> None:
    """Each officer ticks the own box, and is refused the other's."""
    assert LOCKED in _tick(secretary, tab, words, "Ketua")
    assert "dicentang" in _tick(secretary, tab, words, "Sekretaris")
    assert LOCKED in _tick(chair, tab, words, "Sekretaris")
    assert "dicentang" in _tick(chair, tab, words, "Ketua")


def _pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    page = Canvas(made)
    page.drawString(72, 720, "Proposal Inovasi Perahu Sehat")
    page.save()
    return made.getvalue()


def test_a_competition_from_setup_to_the_letter_in_the_agencys_mailbox(chromium: Browser, house: House) -> None:
    assert "Buku kerja siap" in house.panitia("setup")
    form = house.form()
    secretary = Sitting(chromium, house.base, SECRETARY)
    agency_row = {
        "Kode": "DINKES",
        "Nama Perangkat Daerah": "Dinas Kesehatan",
        "Alamat Surel (pisahkan dengan ;)": AGENCY,
    }
    _write(secretary, AGENCIES.title, "2", agency_row)
    _write(secretary, SETTINGS.title, _row(secretary, SETTINGS.title, "ID Formulir"), {"Nilai": form})

    agency = Sitting(chromium, house.base, AGENCY, 390)
    page = agency.page
    page.goto(f"/formulir/{form}")
    page.get_by_label("Judul Inovasi").fill(TITLE)
    page.get_by_label("Perangkat Daerah Pengusul").fill("Dinas Kesehatan")
    page.get_by_label("Tanggal Mulai Penerapan").fill("2025-02-03")
    page.get_by_label("Kategori").select_option("Kesehatan")
    naskah = {"name": "proposal.pdf", "mimeType": "application/pdf", "buffer": _pdf()}
    page.get_by_label("Naskah Proposal Inovasi").set_input_files(naskah)
    page.get_by_role("button", name="Kirim jawaban").click()
    assert "Jawaban Anda telah dicatat." in page.get_by_role("status").inner_text()

    assert "1 jawaban formulir dibaca" in house.panitia("run")
    _open(secretary, PROPOSALS.title)
    arrived = secretary.page.get_by_role("row").filter(has_text="Perahu Sehat")
    assert arrived.count() == 1 and TITLE in arrived.inner_text() and "Dinas Kesehatan" in arrived.inner_text()
    secretary.page.get_by_role("link", name="drive.google.com").first.click()  # the folder, here and not at Google
    secretary.page.get_by_role("rowheader").get_by_role("link").first.click()
    assert secretary.page.get_by_title("Pratinjau").get_attribute("src") is not None

    house.clock("2027-04-02T09:00:00+07:00")
    house.panitia("run")
    chair = Sitting(chromium, house.base, CHAIR)
    _approve(secretary, chair, DECISIONS.title, "Hasil seleksi administrasi")
    assert "draf surat" in house.panitia("run")
    _approve(secretary, chair, DECISIONS.title, "Pelepasan surat")
    page.goto("/surat")
    assert page.get_by_role("link", name="tidak lolos").count() == 0
    assert "surat terkirim" in house.panitia("run")

    page.goto("/surat")
    subject = page.get_by_role("link").filter(has_text="hasil").or_(page.get_by_role("link").filter(has_text="Hasil"))
    subject.first.click()
    letter = page.get_by_role("article").inner_text()
    assert "tidak lolos" in letter.lower() and "Perahu Sehat" in letter and "<script>" in letter
    assert "tidak ada yang perlu dikerjakan" in house.panitia("run")
    assert agency.quiet() and secretary.quiet() and chair.quiet()
