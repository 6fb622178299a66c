"""`panitia doctor`: is everything in place, and if not, what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from competition.letters import LetterKind, Templates
from competition.rulebook import Rulebook
from config.edition import load_rulebook
from config.errors import FixSettings, Trouble
from config.settings import Settings
from config.templates import load_templates
from flows.passes.context import FORM, OBJECTION_FORM, Pass
from integrations.workbook import records
from integrations.workspace import Workspace, open_workspace


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
    this = Pass(workspace, rulebook, datetime.now(UTC))
    if look("Buku kerja, tab, dan judul kolom", this.open):
        look("Formulir usulan", lambda: _form(this))
        look("Daftar OPD dan juri terisi", lambda: _people(this))
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


def _form(this: Pass) -> None:
    for setting in (FORM, OBJECTION_FORM):
        if form_id := records.setting(this.book, setting):
            this.workspace.forms.form(form_id)


def _people(this: Pass) -> None:
    if not this.register.rows:
        raise FixSettings("tab OPD kosong; isi daftar perangkat daerah beserta alamat surelnya")
    if not this.judges:
        raise FixSettings("tab Juri kosong; isi tim penilai beserta alamat surelnya")
