"""A Word document as Drive prints it: pages, margins, paragraphs, tables and pictures, near enough to be judged by eye."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    Image,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from integrations.rehearsal.drive.packing import fit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.section import Section
    from docx.table import _Cell

ALIGNED = {0: TA_LEFT, 1: TA_CENTER, 2: TA_RIGHT, 3: TA_JUSTIFY}
FACES = {(False, False): "Helvetica", (True, False): "Helvetica-Bold", (False, True): "Helvetica-Oblique",
         (True, True): "Helvetica-BoldOblique"}  # fmt: skip
LARGEST_PICTURE = 20_000_000  # pixels


def printed(title: str, data: bytes) -> bytes:
    """The document as PDF. Raises whatever a broken document makes its reader raise."""
    document, out = Document(io.BytesIO(data)), io.BytesIO()
    sections = list(document.sections)
    pages = BaseDocTemplate(out, title=title, invariant=1)
    pages.addPageTemplates([_page(i, section) for i, section in enumerate(sections)])
    pages.build(list(_story(document, sections)))
    return out.getvalue()


def _points(length: Any, otherwise: float = 0) -> float:
    return otherwise if length is None else float(length.pt)


def _width(section: Section) -> float:
    return _points(section.page_width, 595) - _points(section.left_margin) - _points(section.right_margin)


def _page(place: int, section: Section) -> PageTemplate:
    width, height = _points(section.page_width, 595), _points(section.page_height, 842)
    left, bottom, inner = _points(section.left_margin), _points(section.bottom_margin), _width(section)
    frame = Frame(left, bottom, inner, height - bottom - _points(section.top_margin), 0, 0, 0, 0)

    def furniture(canvas: Any, _document: Any) -> None:
        foot = [f for p in section.footer.paragraphs for f in _paragraph(p)]
        at = _points(section.footer_distance, 36)
        for flowable in reversed(foot):
            _, tall = flowable.wrapOn(canvas, inner, bottom)
            flowable.drawOn(canvas, left, at)
            at += tall
        at = height - _points(section.header_distance, 36)
        for flowable in (f for p in section.header.paragraphs for f in _paragraph(p)):
            _, tall = flowable.wrapOn(canvas, inner, height)
            at -= tall
            flowable.drawOn(canvas, left, at)

    return PageTemplate(id=str(place), frames=[frame], onPage=furniture, pagesize=(width, height))


def _story(document: Any, sections: list[Section]) -> Iterator[Flowable]:
    place, begun = 0, False
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:tbl"):
            yield from _table(WordTable(element, document), _width(sections[place]))
            begun = True
        elif element.tag == qn("w:p"):
            paragraph = WordParagraph(element, document)
            if begun and _breaks(paragraph):
                yield PageBreak()
            yield from _paragraph(paragraph)
            begun = True
            if element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None and place + 1 < len(sections):
                place += 1
                yield NextPageTemplate(str(place))
                if sections[place].start_type is not WD_SECTION.CONTINUOUS:
                    yield PageBreak()
    yield Spacer(1, 1)


def _breaks(paragraph: WordParagraph) -> bool:
    pages = (b for b in paragraph._p.iter(qn("w:br")) if b.get(qn("w:type")) == "page")  # noqa: SLF001 - no public way
    return bool(paragraph.paragraph_format.page_break_before) or any(True for _ in pages)


def _paragraph(paragraph: WordParagraph, *, tight: bool = False) -> Iterator[Flowable]:
    form, base = paragraph.paragraph_format, paragraph.style
    size = _size(paragraph)
    align = paragraph.alignment if paragraph.alignment is not None else (base.paragraph_format.alignment if base else None)
    after = form.space_after if form.space_after is not None else (base.paragraph_format.space_after if base else None)
    left, first = _points(form.left_indent), _points(form.first_line_indent)
    text, (mark, tab, rest) = _marked(paragraph), ("", "", "")
    if first < 0:
        mark, tab, rest = text.partition("\t")
    yield from _pictures(paragraph)
    style = ParagraphStyle(
        "p", fontName="Helvetica", fontSize=size, leading=size * 1.2, alignment=ALIGNED.get(int(align or 0), TA_LEFT),
        spaceAfter=_points(after, 0 if tight else 6), spaceBefore=_points(form.space_before), leftIndent=left,
        firstLineIndent=0 if tab else first, bulletIndent=left + first, bulletFontName="Helvetica", bulletFontSize=size,
        keepWithNext=int(bool(form.keep_with_next)), splitLongWords=1,
    )  # fmt: skip
    said = (rest if tab else text).replace("\t", " &nbsp; ")
    rules = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")  # noqa: SLF001
    if rules is not None and rules.find(qn("w:top")) is not None:
        yield HRFlowable(width="100%", thickness=0.5, color=colors.black, spaceAfter=2)
    if said.strip() or tab:
        yield Paragraph(said, style, bulletText=mark if tab else None)
    else:
        yield Spacer(1, style.leading + style.spaceBefore + style.spaceAfter)
    if rules is not None and (line := rules.find(qn("w:bottom"))) is not None:
        thick = float(line.get(qn("w:sz"), "4")) / 8
        yield HRFlowable(width="100%", thickness=thick, color=colors.black, spaceBefore=2, spaceAfter=_points(after, 6))


def _size(paragraph: WordParagraph) -> float:
    sizes = [r.font.size.pt for r in paragraph.runs if r.font.size is not None]
    style = paragraph.style
    while not sizes and style is not None:
        sizes = [style.font.size.pt] if style.font.size is not None else []
        style = style.base_style
    return float(max(sizes, default=11))


def _marked(paragraph: WordParagraph) -> str:
    """The paragraph's text with its runs' looks, as reportlab reads them."""
    usual, told = _size(paragraph), ""
    for run in paragraph.runs:
        text = escape(fit(run.text)).replace("\n", "<br/>")
        if not text:
            continue
        look = f'face="{FACES[bool(run.bold), bool(run.italic)]}" size="{run.font.size.pt if run.font.size else usual}"'
        if run.font.color is not None and run.font.color.rgb is not None:
            look += f' color="#{run.font.color.rgb}"'
        told += f"<font {look}>{text}</font>" if "\t" not in text else text
    return told


def _pictures(paragraph: WordParagraph) -> Iterator[Flowable]:
    for picture in paragraph._p.iter(qn("a:blip")):  # noqa: SLF001
        part = paragraph.part.related_parts.get(picture.get(qn("r:embed")))
        extent = next(paragraph._p.iter(qn("wp:extent")), None)  # noqa: SLF001
        if part is not None and extent is not None:
            width, height = (min(int(extent.get(side, "0")) / 12700, 700) for side in ("cx", "cy"))
            yield Image(io.BytesIO(part.blob), width, height, lazy=0)


def _table(table: WordTable, room: float) -> Iterator[Flowable]:
    grid = [_points(c.width) for c in table.columns]
    widths = [w or room / max(len(grid), 1) for w in grid]
    scale = min(1.0, room / sum(widths)) if sum(widths) else 1.0
    lined = (table.style is not None and table.style.name == "Table Grid") or next(
        table._tbl.iter(qn("w:tblBorders")), None  # noqa: SLF001
    ) is not None  # fmt: skip
    rows: list[list[Any]] = []
    looks: list[tuple[Any, ...]] = []
    headings = 0
    for y, row in enumerate(table.rows):
        cells = row.cells
        rows.append([_cell(c) for c in cells] + [""] * (len(widths) - len(cells)))
        looks += [("BACKGROUND", (x, y), (x, y), colors.HexColor(f"#{c}")) for x, c in enumerate(map(_shade, cells)) if c]
        if cells and all(c.paragraphs[0].paragraph_format.keep_with_next for c in cells):
            looks.append(("NOSPLIT", (0, y), (-1, y + 1)))
        if next(row._tr.iter(qn("w:tblHeader")), None) is not None and headings == y:  # noqa: SLF001
            headings = y + 1
    if not rows or not widths:
        return
    heights = [max(_points(r.height), 0) or None for r in table.rows]
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5), *looks,
    ]  # fmt: skip
    if lined:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    rows = [[row[x] for x in range(len(widths))] for row in rows]
    fixed = heights if any(heights) and all(h is None or h > 20 for h in heights) else None
    yield Table(
        rows, [w * scale for w in widths], rowHeights=fixed, repeatRows=headings, style=style, hAlign="CENTER",
        splitInRow=int(lined and fixed is None),
    )  # fmt: skip
    yield Spacer(1, 4)


def _cell(cell: _Cell) -> list[Flowable]:
    above = _points(cell.paragraphs[0].paragraph_format.space_before)  # a cell forgets the space before its first line
    return [Spacer(1, above), *(f for p in cell.paragraphs for f in _paragraph(p, tight=True))]


def _shade(cell: _Cell) -> str:
    fill = cell._tc.find(f"{qn('w:tcPr')}/{qn('w:shd')}")  # noqa: SLF001
    colour = "" if fill is None else str(fill.get(qn("w:fill"), ""))
    return colour if len(colour) == 6 and colour.upper() != "FFFFFF" else ""
