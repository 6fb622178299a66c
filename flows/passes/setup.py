"""The workbook, the folders and the settings are laid out; what stands already is left as it is."""

from __future__ import annotations

from collections.abc import Iterable

from competition.agencies import Agency, Judge
from config.templates import paper_templates
from flows.passes.context import FORM, OBJECTION_FORM, READINGS, STOP, TEMPLATE, Pass
from flows.passes.policy import blank_rows
from flows.passes.ticks import accounts
from integrations.google.drive import DOCX, FOLDER, SPREADSHEET, Item
from integrations.workbook.layout import dressed, new_tabs
from integrations.workbook.records import local
from integrations.workbook.tabs import AGENCIES, JUDGES, SETTINGS, TABS, Owner


def lay_out(this: Pass) -> str:
    """The link of the workbook. Folder, workbook, tabs, protections and settings stand; safe to repeat."""
    edition = this.rulebook.edition
    this.find()
    this.may_set_up()
    root = this.made("induk", "", f"{edition.name}", FOLDER, None)
    this.made("usulan", "", "Berkas Usulan", FOLDER, root.id)
    this.made("nilai", "", "Lembar Nilai Juri", FOLDER, root.id)
    _templates(this, this.made(TEMPLATE, "", "Templat", FOLDER, root.id))
    book = this.made("buku", "", f"Buku Kerja {edition.id}", SPREADSHEET, root.id)
    _dress(this, book)
    _share(this, root, book)
    this.book.load()
    this.book.lock(_editors(this))
    _settings(this)
    blank_rows(this)
    this.book.save()
    return this.book.link


def _templates(this: Pass, folder: Item) -> None:
    """The papers' templates lie in Drive, to be edited there. The secretary may; what lies there already is theirs."""
    missing = {n: content for n, content in paper_templates().items() if (TEMPLATE, n) not in this.structure}
    ids = this.workspace.drive.ids(len(missing)) if missing else []
    for file_id, (name, content) in zip(ids, missing.items(), strict=True):
        this.stored(TEMPLATE, name, file_id, f"{name}.docx", folder.id, content, DOCX)
    secretary = this.rulebook.officer("sekretaris").email
    if (secretary.lower(), "writer") not in folder.shared:
        this.workspace.drive.share([(folder.id, secretary, "writer")])


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


def _share(this: Pass, root: Item, book: Item) -> None:
    """The officers open every file of the competition; they write in the workbook alone."""
    officers = [o.email.lower() for o in this.rulebook.officers]
    wanted = [(item, o, role) for item, role in ((root, "reader"), (book, "writer")) for o in dict.fromkeys(officers)]
    this.workspace.drive.share([(item.id, o, role) for item, o, role in wanted if (o, role) not in item.shared])


def _editors(this: Pass) -> dict[Owner, list[str]]:
    return {
        Owner.PROGRAM: accounts(this),
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
