"""The parts that every paper is built of: A4, letterhead, title, paragraphs, tables, signatures, foot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from integrations.documents.filling import steady

CENTER, LEFT, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
FONT = "Arial"
MOMENT = datetime(2027, 1, 4, 8, 0, 0)  # noqa: DTZ001 - the file's own date, so that its bytes never change


class Builder:
    """A template while it is built."""

    def __init__(self, margins: tuple[float, float, float, float] = (2.0, 2.0, 2.0, 2.5)) -> None:
        """`margins`: top, right, bottom, left in centimetres."""
        self.document: DocumentType = Document()
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(11)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.line_spacing = 1.15
        self.margins = margins
        self._page(landscape=False)

    def _page(self, *, landscape: bool) -> None:
        section = self.document.sections[-1]
        width, height = (Cm(29.7), Cm(21.0)) if landscape else (Cm(21.0), Cm(29.7))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Cm, self.margins)
        section.footer_distance = Cm(1.0)

    @property
    def width(self) -> float:
        """Centimetres between the margins."""
        section = self.document.sections[-1]
        return (section.page_width - section.left_margin - section.right_margin) / 360000

    def section(self, *, landscape: bool) -> None:
        """A new page, upright or across."""
        self.document.add_section(WD_SECTION.NEW_PAGE)
        self._page(landscape=landscape)

    def letterhead(self) -> None:
        """Kop surat: three lines and a double rule below."""
        self.text("{{ kop.pemerintah }}", CENTER, size=14, after=0)
        self.text("{{ kop.perangkat }}", CENTER, size=15, bold=True, after=0)
        rule(self.text("{{ kop.alamat }}", CENTER, size=9, after=10), "double", 12)

    def title(self, *lines: str) -> None:
        """The paper's name in capitals, bold, in the middle."""
        for line in lines:
            self.text(line, CENTER, bold=True, size=12, after=0, keep=True)
        self.text("", after=2)

    def text(
        self, text: str, align: WD_ALIGN_PARAGRAPH = JUSTIFY, *, bold: bool = False, italic: bool = False, size: float | None = None,
        after: float | None = None, indent: float = 0, hanging: float = 0, keep: bool = False, new_page: bool = False,
    ) -> Paragraph:  # fmt: skip
        """A paragraph; `hanging`: centimetres by which its first line stands out."""
        return write(
            self.document.add_paragraph(), text, align, bold=bold, italic=italic, size=size, after=after,
            indent=indent, hanging=hanging, keep=keep, new_page=new_page,
        )  # fmt: skip

    def tag(self, tag: str) -> None:
        """A line that is only a command of the template: {%p … %}; it leaves nothing in the paper."""
        write(self.document.add_paragraph(), "{%p " + tag + " %}", LEFT, after=0)

    def pairs(self, rows: Sequence[tuple[str, str]], label: float = 4.5) -> Table:
        """Label, colon, value, without lines."""
        table = self.document.add_table(rows=0, cols=3)
        for name, value in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, (name, ":", value), strict=True):
                write(cell.paragraphs[0], text, LEFT, after=1)
        widths(table, (label, 0.4, self.width - label - 0.4))
        return table

    def table(
        self, columns: Sequence[tuple[str, str, float]], loop: str, *, size: float = 9.5, repeated: tuple[str, str, str] | None = None,
        height: float | None = None, each: float = 1.6,
    ) -> Table:  # fmt: skip
        """A lined table: heading row, then one row for each turn of `loop`. Columns: heading, value, centimetres.

        `repeated`: (loop, heading, value) of columns of which there may be any number, before the last two, each `each` wide.
        """
        before = len(columns) - 2 if repeated else len(columns)
        spread = [(c[0], c[1], c[2]) for c in columns[:before]]
        if repeated:
            inner, heading, value = repeated
            spread += [
                (f"{{%tc for {inner} %}}", f"{{%tc for {value.split('|')[0]} %}}", 0.0),
                (heading, value.split("|")[1], each),
                ("{%tc endfor %}", "{%tc endfor %}", 0.0),
                *columns[before:],
            ]
        table = self.document.add_table(rows=4, cols=len(spread))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for place, (heading, value, wide) in enumerate(spread):
            write(table.cell(0, place).paragraphs[0], heading, CENTER, bold=True, size=size, after=0)
            shade(table.cell(0, place), "E7ECF4")
            middle = not wide or wide <= 2.0
            write(table.cell(2, place).paragraphs[0], value, CENTER if middle else LEFT, size=size, after=0)
        write(table.cell(1, 0).paragraphs[0], f"{{%tr for {loop} %}}", LEFT, size=size, after=0)
        write(table.cell(3, 0).paragraphs[0], "{%tr endfor %}", LEFT, size=size, after=0)
        repeat_heading(table)
        whole_rows(table)
        if height:
            table.rows[2].height = Cm(height)
        widths(table, [c[2] for c in spread])
        return table

    def signatures(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Two blocks side by side, with room to sign before the last line of each."""
        table = self.document.add_table(rows=2, cols=2)
        for place, lines in enumerate((left, right)):
            top, name = table.cell(0, place), table.cell(1, place)
            for i, line in enumerate(lines[:-1]):
                write(top.paragraphs[0] if i == 0 else top.add_paragraph(), line, CENTER, after=0, keep=True)
            write(name.paragraphs[0], lines[-1], CENTER, bold=True, after=0).paragraph_format.space_before = Pt(52)
        whole_rows(table)
        widths(table, (self.width / 2, self.width / 2))

    def foot(self, text: str) -> None:
        """The foot of every page."""
        footer = self.document.sections[0].footer
        paragraph = write(footer.paragraphs[0], text, LEFT, size=7.5, after=0)
        rule(paragraph, "single", 4, side="top")
        for run in paragraph.runs:
            run.font.color.rgb = RGBColor(0x55, 0x55, 0x55)

    def save(self) -> bytes:
        """The template's bytes; the same every time."""
        core = self.document.core_properties
        core.author, core.title, core.created, core.modified = "Panitia", "", MOMENT, MOMENT
        core.last_modified_by, core.comments = "Panitia", ""
        out = io.BytesIO()
        self.document.save(out)
        return steady(out.getvalue())


def write(
    paragraph: Paragraph, text: str, align: WD_ALIGN_PARAGRAPH = JUSTIFY, *, bold: bool = False, italic: bool = False,
    size: float | None = None, after: float | None = None, indent: float = 0, hanging: float = 0, keep: bool = False,
    new_page: bool = False,
) -> Paragraph:  # fmt: skip
    """The paragraph says this, looking so."""
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)
    paragraph.alignment = align
    form = paragraph.paragraph_format
    if after is not None:
        form.space_after = Pt(after)
    if indent or hanging:
        form.left_indent, form.first_line_indent = Cm(indent + hanging), Cm(-hanging)
    form.keep_with_next = keep or None
    form.page_break_before = new_page or None
    return paragraph


def rule(paragraph: Paragraph, kind: str, size: int, side: str = "bottom") -> None:
    """A line above or below the paragraph; `size` in eighths of a point."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", str(size)), ("space", "4"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def shade(cell: _Cell, colour: str) -> None:
    """The cell's background."""
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def widths(table: Table, centimetres: Sequence[float]) -> None:
    """Fixed column widths."""
    table.autofit = False
    for column, width in zip(table.columns, centimetres, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def repeat_heading(table: Table) -> None:
    """The first row stands again on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def whole_rows(table: Table) -> None:
    """No row is torn between two pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
