"""A paper: a Word template that people edit, filled with values. Templates and values are both taken as hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from docx.table import Table
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from competition.letters import one_line

LARGEST = 5 * 1024 * 1024  # bytes of a template; a coat of arms and a letterhead need a tenth of it
_UNPACKED = 60 * 1024 * 1024
_MEMBERS = 400
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that an archive can tell


class TemplateBroken(ValueError):
    """A template that cannot be filled; the text says why, in Indonesian."""


def filled(template: bytes, values: Mapping[str, Any]) -> bytes:
    """The template as a DOCX with every placeholder filled; TemplateBroken where it cannot be.

    A template runs in Jinja's sandbox: it sees the values and nothing else. Values from outside stay text.
    """
    _bounded(template)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    out = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(_clean(values), environment, autoescape=True)
        for table in document.docx.tables:
            _fit(table)
        document.save(out)
    except TemplateError as error:
        raise TemplateBroken(f"isian pada templat tidak dikenal atau rusak: {one_line(str(error))[:200]}") from error
    except Exception as error:  # a document typed by people may be broken in any way
        raise TemplateBroken(
            f"templat tidak dapat diisi: {type(error).__name__}: {one_line(str(error))[:200]}"
        ) from error
    return steady(out.getvalue())


def steady(docx: bytes) -> bytes:
    """The same archive with one date on every member: a paper made twice is the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _DATE), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fit(table: Table) -> None:
    """The table's grid has the columns that its first row has now; together they are as wide as they were made.

    Columns that a template repeats are unknown to the grid it was drawn with.
    """
    widths = [cell.width for cell in table.rows[0].cells] if table.rows else []
    grid = table._tbl.tblGrid  # noqa: SLF001 - python-docx has no public way to the grid
    if len(grid.gridCol_lst) == len(widths) and all(c.w == w for c, w in zip(grid.gridCol_lst, widths, strict=True)):
        return
    if any(w is None for w in widths):
        return
    for column in list(grid.gridCol_lst):
        grid.remove(column)
    for width in widths:
        grid.add_gridCol().w = width


def _bounded(template: bytes) -> None:
    if len(template) > LARGEST:
        raise TemplateBroken(f"templat lebih besar dari {LARGEST // 1024 // 1024} MB; perkecil gambarnya")
    try:
        members = zipfile.ZipFile(io.BytesIO(template)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TemplateBroken("bukan berkas DOCX") from error
    if len(members) > _MEMBERS or sum(m.file_size for m in members) > _UNPACKED:
        raise TemplateBroken("templat terlalu besar setelah dibuka; buat ulang dari templat asli")
    if any(m.filename.lower().endswith("vbaproject.bin") for m in members):
        raise TemplateBroken("templat mengandung makro; simpan sebagai DOCX biasa")


def _clean(value: Any) -> Any:
    """Texts as one line that XML can hold; everything else as it is."""
    if isinstance(value, str):
        return "".join(c for c in one_line(value) if c.isprintable())
    if isinstance(value, Mapping):
        return {str(k): _clean(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(v) for v in value]
    return value
