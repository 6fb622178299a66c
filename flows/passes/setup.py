"""The workbook, the folders and the settings are laid out; what stands already is left as it is."""

from __future__ import annotations

from collections.abc import Iterable

from competition.agencies import Agency, Judge
from flows.passes.context import FORM, KEY, MARK, OBJECTION_FORM, READINGS, ROLE, STOP, Pass
from flows.passes.policy import blank_rows
from integrations.google.drive import FOLDER, SPREADSHEET, Item
from integrations.workbook.layout import dressed, new_tabs
from integrations.workbook.records import local
from integrations.workbook.tabs import AGENCIES, JUDGES, SETTINGS, TABS, Owner


def lay_out(this: Pass) -> str:
    """The link of the workbook. Folder, workbook, tabs, protections and settings stand; safe to repeat."""
    edition = this.rulebook.edition
    this.find()
    root = _made(this, "induk", "", f"{edition.name}", FOLDER, None)
    _made(this, "usulan", "", "Berkas Usulan", FOLDER, root.id)
    _made(this, "nilai", "", "Lembar Nilai Juri", FOLDER, root.id)
    book = _made(this, "buku", "", f"Buku Kerja {edition.id}", SPREADSHEET, root.id)
    _dress(this, book)
    this.book.load()
    this.book.lock(_editors(this))
    _settings(this)
    blank_rows(this)
    this.book.save()
    return this.book.link


def _made(this: Pass, role: str, key: str, name: str, mime: str, parent: str | None) -> Item:
    if (role, key) not in this.structure:
        properties = {MARK: this.rulebook.edition.id, ROLE: role, KEY: key}
        this.structure[(role, key)] = this.workspace.drive.make(name, mime, parent, properties)
    return this.structure[(role, key)]


def _dress(this: Pass, book: Item) -> None:
    sheets = this.workspace.sheets
    present = sheets.tabs(book.id)
    missing = [s for s in TABS if s.title not in present]
    if not missing:
        return
    free = max([t.id for t in present.values()], default=0) + 101
    requests = new_tabs(present, free)
    editors = _editors(this)
    ids = {spec.title: free + i for i, spec in enumerate(TABS)}
    if len(present) == 1 and TABS[0] in missing:
        ids[TABS[0].title] = next(iter(present.values())).id
    for spec in missing:
        requests.extend(dressed(spec, ids[spec.title], editors))
    sheets.change(book.id, requests)
    root = this.structure[("induk", "")].id  # the officers open every file; they write in the workbook alone
    officers = [o.email for o in this.rulebook.officers]
    this.workspace.drive.share([*((root, o, "reader") for o in officers), *((book.id, o, "writer") for o in officers)])


def _editors(this: Pass) -> dict[Owner, list[str]]:
    return {
        Owner.PROGRAM: [this.rulebook.mailbox.address],
        Owner.SECRETARY: [this.rulebook.officer("sekretaris").email],
        Owner.CHAIR: [this.rulebook.officer("ketua").email],
    }


def _settings(this: Pass) -> None:
    table = this.book[SETTINGS]
    table.put(
        FORM,
        nilai="",
        arti="ID Google Formulir usulan (bagian alamatnya antara /d/ dan /edit). Kosong: hanya lewat surel.",
    )
    if this.rulebook.objections is not None:
        table.put(OBJECTION_FORM, nilai="", arti="ID Google Formulir sanggah. Kosong: sanggahan hanya lewat surel.")
    table.put(
        STOP, nilai="", arti="Isi “ya” untuk menghentikan semua pengiriman surat seketika. Kosongkan untuk melanjutkan."
    )
    for stage in this.rulebook.stages:
        moments = "; ".join(local(m, this.rulebook.zone)[:16] for m in this.rulebook.readings(stage.id))
        table.put(
            f"{READINGS} {stage.id}",
            nilai=moments,
            arti=f"Kapan lembar nilai tahap {stage.label} dibaca dan yang keliru dikembalikan; beberapa waktu dipisahkan ;",
        )


def enter(this: Pass, agencies: Iterable[Agency], judges: Iterable[Judge]) -> None:
    """Agencies and judges that are not listed yet are added to their tabs."""
    for a in agencies:
        if this.book[AGENCIES].get(a.code) is None:
            this.book[AGENCIES].put(
                a.code,
                nama=a.name,
                alias="; ".join(a.aliases),
                induk=a.parent or "",
                surel="; ".join(a.emails),
                narahubung=a.contact,
                telepon=a.phone,
            )
    for j in judges:
        if this.book[JUDGES].get(j.email) is None:
            this.book[JUDGES].put(
                j.email,
                nama=j.name,
                lembaga=j.institution,
                kode=j.agency or "",
                bidang="; ".join(j.expertise),
                beban=j.max_load,
            )
    this.book.save()
