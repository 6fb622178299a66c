"""drive.files.export: a spreadsheet as CSV or TSV (its first tab) or as an Excel workbook (all of them)."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from integrations.rehearsal.calls import Raw, method
from integrations.rehearsal.drive import resources, tree
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.refusals import Refusal
from integrations.rehearsal.sheets import books
from integrations.rehearsal.sheets.a1 import column_letters
from integrations.rehearsal.sheets.rendering import rows_of

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call
    from integrations.rehearsal.sheets.cells import Book, Sheet

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
UNFIT = dict.fromkeys(set(range(32)) - {9, 10, 13} | {0xFFFE, 0xFFFF})  # characters no XML can hold


@method("drive.files.export")
def export(call: Call) -> Raw:
    """The document in another format."""
    row = tree.of_call(call)
    wanted = call.query["mimeType"]
    if not row["mime"].startswith(tree.NATIVE) or row["mime"] in {FOLDER, tree.SHORTCUT}:
        raise Refusal(403, "Export only supports Docs Editors files.", reason="fileNotExportable")
    kind = resources.EXPORTS.get(row["mime"], {}).get(wanted)
    if kind is None:
        raise Refusal(501, f"drive.files.export of {row['mime']} to {wanted} is not built in the rehearsal workspace.",
                      reason="notImplemented")  # fmt: skip
    book = books.load(call.site, call.db, row["id"])
    return Raw(wanted, workbook(book) if kind == "xlsx" else _table(book, "\t" if kind == "tsv" else ","))


def _table(book: Book, delimiter: str) -> bytes:
    written = io.StringIO()
    rows = rows_of(book, book.sheets[0], "FORMATTED_VALUE")
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return written.getvalue().removesuffix("\r\n").encode()


def workbook(book: Book) -> bytes:
    """Every tab with its values and formulas (no formats, no charts)."""
    numbers = range(1, len(book.sheets) + 1)
    tabs = "".join(
        f'<sheet name={quoteattr(_text(sheet.title))} sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in zip(numbers, book.sheets, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/>' for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{tabs}</sheets></workbook>',
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": _tab(book, sheet) for n, sheet in zip(numbers, book.sheets, strict=True)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, HEAD + text)
    return packed.getvalue()


def _tab(book: Book, sheet: Sheet) -> str:
    values, typed = rows_of(book, sheet, "UNFORMATTED_VALUE"), rows_of(book, sheet, "FORMULA")
    rows = []
    for number, (row, formulas) in enumerate(zip(values, typed, strict=True), 1):
        cells = "".join(
            _cell(f"{column_letters(place)}{number}", value, formula)
            for place, (value, formula) in enumerate(zip(row, formulas, strict=False))
        )
        rows.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _cell(where: str, value: Any, typed: Any) -> str:
    formula = (
        f"<f>{escape(_text(typed[1:]))}</f>" if isinstance(typed, str) and typed[:1] == "=" and typed != value else ""
    )
    if isinstance(value, bool):
        return f'<c r="{where}" t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{where}">{formula}<v>{value!r}</v></c>'
    if not formula:
        said = escape(_text(str(value)))
        return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>' if value else ""
    return f'<c r="{where}" t="str">{formula}<v>{escape(_text(str(value)))}</v></c>'


def _text(text: str) -> str:
    return text.translate(UNFIT)
