"""`panitia doctor`: is everything in place, and if not, what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from competition.letters import LetterKind, Templates
from competition.rulebook import Rulebook
from config.edition import load_rulebook
from config.errors import FixData, FixSettings, Trouble, Wait
from config.settings import Settings
from config.templates import load_templates
from flows.now import now_in
from flows.passes.context import FORM, OBJECTION_FORM, Pass
from flows.passes.notification import room
from flows.passes.ticks import all_doubts
from integrations.google.clients import ungranted
from integrations.workbook import records
from integrations.workbook.machine import RUNNING
from integrations.workspace import Workspace, open_workspace

_SLOW_CLOCK = 60  # seconds; Google refuses a service account's signature some minutes off
_LITTLE_SPACE = 2**30  # bytes: a season's files


class Examined(NamedTuple):
    """One line: what was looked at, whether it is in order, and what to do where it is not."""

    what: str
    ok: bool
    todo: str = ""


def examine(settings: Settings) -> list[Examined]:
    """All examinations; one that fails hides those that need it, never the others."""
    found: list[Examined] = []

    def look(what: str, check: Callable[[], object]) -> bool:
        try:
            check()
        except Trouble as trouble:
            found.append(Examined(what, ok=False, todo=str(trouble)))
            return False
        found.append(Examined(what, ok=True))
        return True

    if not look(f"Aturan edisi {settings.competition.name}", lambda: load_rulebook(settings.competition)):
        return found
    rulebook = load_rulebook(settings.competition)
    look("Templat surat lengkap", lambda: _templates(settings))
    if not look("Tanda masuk", lambda: open_workspace(settings, rulebook.mailbox.address)):
        return found
    workspace = open_workspace(settings, rulebook.mailbox.address)
    if not look("Gmail dapat dijangkau sebagai kotak surat kompetisi", lambda: _mailbox(workspace, rulebook)):
        return found
    look("Cakupan (scope) tanda masuk lengkap", lambda: _scopes(settings, rulebook))
    look("Jam mesin ini sama dengan jam Google", lambda: _clock(workspace))
    look("Ruang Drive", lambda: _space(workspace))
    this = Pass(workspace, rulebook, now_in(settings))
    if look("Buku kerja, tab, dan judul kolom", this.open):
        look("Kolom centang hanya untuk pejabatnya", lambda: _ticks(this))
        look("Kuota kirim hari ini", lambda: _letters(this))
        look("Formulir usulan dan sanggah", lambda: _forms(this))
        look("Daftar OPD dan juri terisi", lambda: _people(this))
        running = this.book.notes.get(RUNNING) or "belum ada"
        look(f"Mesin yang menjalankan edisi ini: {running}", lambda: None)
    return found


def _mailbox(workspace: Workspace, rulebook: Rulebook) -> None:
    address = workspace.gmail.address()
    if address.lower() != rulebook.mailbox.address.lower():
        raise FixSettings(
            f"akun yang masuk adalah {address}, sedangkan mailbox › address {rulebook.mailbox.address}; samakan salah satunya"
        )


def _templates(settings: Settings) -> None:
    sources = load_templates(settings.competition)
    if missing := [k.value for k in LetterKind if k.value not in sources]:
        raise FixSettings(f"templat {', '.join(missing)} tidak ada; letakkan di folder letters di samping berkas edisi")
    Templates(sources)


def _scopes(settings: Settings, rulebook: Rulebook) -> None:
    if missing := ungranted(settings, rulebook.mailbox.address):
        raise FixSettings(
            f"belum diberikan: {', '.join(missing)}; delegasikan pada Konsol Admin Google (akun layanan) atau ulangi panitia login --client"
        )


def _clock(workspace: Workspace) -> None:
    apart = (datetime.now(UTC) - workspace.gmail.clock()).total_seconds()
    if abs(apart) > _SLOW_CLOCK:
        raise FixSettings(
            f"jam mesin ini {abs(apart):.0f} detik {'lebih cepat' if apart > 0 else 'lebih lambat'} dari Google; aktifkan penyelaras waktu (NTP)"
        )


def _space(workspace: Workspace) -> None:
    left = workspace.drive.room()
    if left is not None and left < _LITTLE_SPACE:
        raise FixData(f"tinggal {left // 2**20} MB pada akun ini; kosongkan Drive atau tambah ruang sebelum usulan masuk")


def _ticks(this: Pass) -> None:
    if told := all_doubts(this):
        raise FixData("; ".join(text for _, text in told))


def _letters(this: Pass) -> None:
    if not room(this):
        raise Wait(f"batas {this.rulebook.letters.daily_limit} surat per 24 jam tercapai; sisanya dilanjutkan besok")


def _forms(this: Pass) -> None:
    for setting in (FORM, OBJECTION_FORM):
        if form_id := records.setting(this.book, setting):
            this.workspace.forms.form(form_id)


def _people(this: Pass) -> None:
    if not this.register.rows:
        raise FixSettings("tab OPD kosong; isi daftar perangkat daerah beserta alamat surelnya")
    if not this.judges:
        raise FixSettings("tab Juri kosong; isi tim penilai beserta alamat surelnya")
