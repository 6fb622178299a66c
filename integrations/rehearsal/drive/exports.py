"""drive.files.export: a document in another format; of a spreadsheet, CSV and TSV are its first tab alone."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from integrations.rehearsal.calls import Raw, method
from integrations.rehearsal.drive import addresses, documents, resources, tables, tree
from integrations.rehearsal.drive.packing import fit, odf
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.refusals import Refusal
from integrations.rehearsal.sheets import books
from integrations.rehearsal.sheets.a1 import column_letters
from integrations.rehearsal.sheets.rendering import rows_of
from integrations.rehearsal.store import get_blob

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from integrations.rehearsal.calls import Call
    from integrations.rehearsal.sheets.cells import Book, Sheet

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
LARGEST = 10 * 1024 * 1024


@method("drive.files.export")
def export(call: Call) -> Raw:
    """The document in another format."""
    row = tree.of_call(call)
    wanted = call.query["mimeType"]
    if not row["mime"].startswith(tree.NATIVE) or row["mime"] in {FOLDER, tree.SHORTCUT}:
        raise Refusal(403, "Export only supports Docs Editors files.", reason="fileNotExportable")
    data = exported(call, row, wanted)
    if len(data) > LARGEST:
        raise Refusal(403, "This file is too large to be exported.", reason="exportSizeLimitExceeded")
    return Raw(wanted, data)


def exported(call: Call, row: sqlite3.Row, wanted: str) -> bytes:
    """The document as a file of that media type; 400 where Drive makes none."""
    form = resources.EXPORTS.get(row["mime"], {}).get(wanted)
    if form is None:
        raise Refusal(400, "The requested conversion is not supported.", reason="badRequest", location="convertTo")
    if row["mime"] != tree.SPREADSHEET:
        source = documents.source_of(call.db, row["id"])
        data = None if source is None else get_blob(call.db, source)
        return documents.written(row["name"], documents.text_of(call.db, row["id"]), form, data)
    return TABLES[form](_arranged(books.load(call.site, call.db, row["id"]), call.headers.get(addresses.TAB)))


def _arranged(book: Book, tab: str | None) -> Book:
    """The workbook with the tab of that id first, where one is named; 400 where there is none."""
    if tab is None:
        return book
    made = book.fork()
    chosen = next((each for each in made.sheets if str(each.id) == tab), None)
    if chosen is None:
        raise Refusal(400, "Bad Request", reason="badRequest")
    made.sheets.sort(key=lambda each: each is not chosen)
    return made


def _table(book: Book, delimiter: str) -> bytes:
    written = io.StringIO()
    rows = rows_of(book, book.sheets[0], "FORMATTED_VALUE")
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return written.getvalue().removesuffix("\r\n").encode()


def workbook(book: Book) -> bytes:
    """Every tab with its values and formulas (no formats, no charts)."""
    numbers = range(1, len(book.sheets) + 1)
    tabs = "".join(
        f'<sheet name={quoteattr(fit(sheet.title))} sheetId="{n}" r:id="rId{n}"/>'
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
        f"<f>{escape(fit(typed[1:]))}</f>" if isinstance(typed, str) and typed[:1] == "=" and typed != value else ""
    )
    if isinstance(value, bool):
        return f'<c r="{where}" t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{where}">{formula}<v>{value!r}</v></c>'
    if not formula:
        said = escape(fit(str(value)))
        return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>' if value else ""
    return f'<c r="{where}" t="str">{formula}<v>{escape(fit(str(value)))}</v></c>'


def _shown(book: Book) -> list[tuple[str, list[list[str]]]]:
    """Every tab with its texts as a person sees them."""
    return [
        (sheet.title, [[fit(str(each)) for each in row] for row in rows_of(book, sheet, "FORMATTED_VALUE")])
        for sheet in book.sheets
    ]


def _ods(book: Book) -> bytes:
    tabs = []
    for title, rows in _shown(book):
        lines = (
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
                for text in row
            )
            + "</table:table-row>"
            for row in rows
        )
        tabs.append(f"<table:table table:name={quoteattr(title)}>{''.join(lines)}</table:table>")
    return odf(tables.ODS, f"<office:spreadsheet>{''.join(tabs)}</office:spreadsheet>")


def _zip(book: Book) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (title, rows) in enumerate(_shown(book), 1):
            lines = ("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
            name = re.sub(r"[^\w -]", "", title) or f"Sheet{number}"
            archive.writestr(f"{name}.html", f"<html><body><table>{''.join(lines)}</table></body></html>")
    return packed.getvalue()


def _printed(book: Book) -> bytes:
    from reportlab.lib.pagesizes import A4, landscape  # noqa: PLC0415 - slow to import, seldom needed
    from reportlab.lib.styles import getSampleStyleSheet  # noqa: PLC0415
    from reportlab.platypus import Paragraph, SimpleDocTemplate  # noqa: PLC0415

    out, styles = io.BytesIO(), getSampleStyleSheet()
    story = []
    for title, rows in _shown(book):
        story.append(Paragraph(escape(fit(title)), styles["Heading2"]))
        # Rows as lines: a cell may be longer than a page, which no table of a printed page can hold.
        story += [
            Paragraph(" &nbsp; ".join(escape(text) for text in row) or "&nbsp;", styles["BodyText"]) for row in rows
        ]
    SimpleDocTemplate(out, pagesize=landscape(A4), invariant=1).build(story)
    return out.getvalue()


TABLES: dict[str, Callable[[Book], bytes]] = {
    "csv": lambda book: _table(book, ","), "tsv": lambda book: _table(book, "\t"), "xlsx": workbook, "ods": _ods,
    "zip": _zip, "pdf": _printed,
}  # fmt: skip
