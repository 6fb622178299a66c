"""Official papers: every frozen decision has its own in Drive, as DOCX and as PDF, once for each revision and printing.

row in Dokumen with reserved ids → DOCX → a Google document made of it → its PDF → that document removed. Each file
carries its key, so a pass that was killed anywhere finds what lies there and goes on behind it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

from competition import effects
from competition.papers import OfficialPaper, PaperKind, papers_of, values_of
from competition.snapshot import Snapshot
from config.errors import FixData, Report
from config.templates import paper_templates
from flows.passes.context import KEY, MARK, ROLE, TEMPLATE, Pass
from flows.passes.decisions import ADMINISTRATION, FINAL, snapshot
from flows.passes.dossier import dossier, dossier_values
from integrations.documents.filling import LARGEST, TemplateBroken, filled
from integrations.google.drive import DOCUMENT, DOCX, FOLDER, PDF, file_link
from integrations.google.patience import Gone
from integrations.workbook.table import Row
from integrations.workbook.tabs import PAPERS, PROPOSALS

WAITING, STORED, BROKEN, FAILED = "menunggu", "tersimpan", "templat rusak", "gagal"
_FILE, _BETWEEN = "dokumen", "sementara"
_CHUNK = 10  # papers between two records of what was done

Values = Callable[[], dict[str, Any]]


class Papers:
    """The step."""

    def __init__(self, this: Pass) -> None:
        self.this = this
        self._templates: dict[str, tuple[bytes, str]] = {}
        self._values: dict[str, tuple[str, Values]] = {}  # key -> name of the file and what it says

    def run(self) -> None:
        """Every paper that is due has its row, every row its two files; a broken template waits for a person."""
        this = self.this
        for key in (ADMINISTRATION, *(s.id for s in this.rulebook.stages), FINAL):
            if (found := snapshot(this, key)) is not None:
                for paper in papers_of(found):
                    self._decided(paper, found)
        self._asked()
        todo = [
            r for r in this.book[PAPERS] if r.text("keadaan") in {WAITING, BROKEN} and r.text("kunci") in self._values
        ]
        if not todo:
            return
        self._reserve(todo)
        this.book.save()  # the ids stand in the rows before they are used
        for start in range(0, len(todo), _CHUNK):
            for row in todo[start : start + _CHUNK]:
                self._make(row)
            this.book.save()

    def _decided(self, paper: OfficialPaper, found: Snapshot) -> None:
        key, table = effects.paper(paper.decision, paper.kind, paper.part, paper.revision), self.this.book[PAPERS]
        revised = f" revisi {paper.revision}" if paper.revision > 1 else ""
        self._values[key] = (paper.title + revised, partial(values_of, paper, found, self.this.rulebook))
        if table.get(key) is None:
            table.put(
                key, tahap=found.label, jenis=paper.kind.value, revisi=paper.revision, cetakan=1, keadaan=WAITING, keterangan=paper.part
            )  # fmt: skip

    def _asked(self) -> None:
        """What people ask for with a tick: a dossier on Proposal, another printing on Dokumen."""
        this, table = self.this, self.this.book[PAPERS]
        for row in [r for r in this.book[PROPOSALS] if r.ticked("perkara")]:
            if (number := row.number("nomor")) is not None:
                dossier(this, number)
            this.book[PROPOSALS].force(row.text("nomor"), "perkara", False)
        for row in table:
            if row.text("jenis") == PaperKind.DOSSIER and (number := row.number("usulan")) is not None:
                name = f"Berkas Perkara Usulan {number:03d}"
                self._values[row.text("kunci")] = (name, partial(dossier_values, this, number))
            if row.ticked("ulang"):
                if row.text("keadaan") in {STORED, FAILED}:
                    again = (row.number("cetakan") or 1) + 1
                    table.put(row.text("kunci"), cetakan=again, keadaan=WAITING, docx="", pdf="", id_docx="", id_pdf="")
                table.force(row.text("kunci"), "ulang", False)

    def _reserve(self, rows: list[Row]) -> None:
        lacking = [r for r in rows if not r.text("id_docx") or not r.text("id_pdf")]
        ids = iter(self.this.workspace.drive.ids(2 * len(lacking)) if lacking else [])
        for row in lacking:
            self.this.book[PAPERS].put(row.text("kunci"), id_docx=next(ids), id_pdf=next(ids))

    def _make(self, row: Row) -> None:
        this, key, table = self.this, row.text("kunci"), self.this.book[PAPERS]
        name, values = self._values[key]
        nth = row.number("cetakan") or 1
        title = name if nth == 1 else f"{name} (cetakan {nth})"
        try:
            template, origin = self._template(row.text("jenis"))
            folder = self._folder(row.text("tahap"))
            docx = effects.in_drive(effects.printing(key, nth, "docx"))
            if (_FILE, docx) not in this.structure:
                content = filled(template, values())
                this.stored(_FILE, docx, row.text("id_docx"), f"{title}.docx", folder, content, DOCX)
            self._pdf(row, title, folder, effects.in_drive(effects.printing(key, nth, "pdf")))
        except TemplateBroken as error:
            table.put(key, keadaan=BROKEN, keterangan=f"{row.text('jenis')}.docx: {error}")
            return
        except (FixData, Gone, Report) as error:
            table.put(key, keadaan=FAILED, keterangan=f"{error}; centang Buat Ulang"[:500])
            return
        table.put(
            key,
            keadaan=STORED,
            keterangan=origin,
            docx=file_link(row.text("id_docx")),
            pdf=file_link(row.text("id_pdf")),
        )
        this.counts.add("dokumen disimpan")

    def _pdf(self, row: Row, title: str, folder: str, key: str) -> None:
        """The PDF as Google prints the DOCX. The Google document between the two is found again and removed at last."""
        this, drive = self.this, self.this.workspace.drive
        between = this.structure.get((_BETWEEN, key))
        if (_FILE, key) not in this.structure:
            if between is None:
                properties = {MARK: this.rulebook.edition.id, ROLE: _BETWEEN, KEY: key}
                between = drive.converted(row.text("id_docx"), title, folder, properties)
                this.structure[(_BETWEEN, key)] = between
            this.stored(_FILE, key, row.text("id_pdf"), f"{title}.pdf", folder, drive.export(between.id, PDF), PDF)
        if between is not None:
            drive.remove(between.id)
            del this.structure[(_BETWEEN, key)]

    def _folder(self, stage: str) -> str:
        this = self.this
        root = this.made("dokumen-induk", "", "Dokumen", FOLDER, this.place("induk"))
        key = effects.in_drive(stage)
        return this.made("dokumen-tahap", key, stage, FOLDER, root.id).id

    def _template(self, kind: str) -> tuple[bytes, str]:
        """The template and whose it is. What lies in Drive is used or refused, never quietly replaced by the shipped one."""
        if kind not in self._templates:
            shipped, item = paper_templates()[kind], self.this.structure.get((TEMPLATE, kind))
            content: bytes | int = shipped
            if item is not None and item.mime == DOCUMENT:  # opened and kept as a Google document
                content = self.this.workspace.drive.export(item.id, DOCX)
            elif item is not None:
                content = self.this.workspace.drive.download(item.id, LARGEST)
            if isinstance(content, int):
                raise TemplateBroken(f"lebih besar dari {LARGEST // 1024 // 1024} MB; perkecil gambarnya")
            mark = hashlib.sha256(content).hexdigest()[:12]
            origin = "templat bawaan" if content == shipped else f"templat sekretariat {mark}"
            self._templates[kind] = (content, origin)
        return self._templates[kind]
