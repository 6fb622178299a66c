"""DOCX proposals, small and with fixed bytes; also the macro-carrying kind."""

import io
import zipfile
from xml.sax.saxutils import escape

from .edition import ASPECTS
from .innovations import Innovation
from .papers import Look, front_rows, heading
from .plan import Plan

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MACRO = "application/vnd.ms-word"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MOMENT = (2027, 1, 4, 8, 0, 0)


def archive(members: list[tuple[str, bytes]], stored: bool = False) -> bytes:
    """A zip with fixed times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in members:
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            file.writestr(info, data, compresslevel=9)
    return buffer.getvalue()


def _paragraph(text: str, style: str = "") -> str:
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{mark}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _styles() -> str:
    def style(id_: str, name: str, size: int, bold: str = "") -> str:
        default = ' w:default="1"' if id_ == "Normal" else ""
        return (
            f'<w:style w:type="paragraph" w:styleId="{id_}"{default}>'
            f'<w:name w:val="{name}"/><w:qFormat/><w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr></w:style>'
        )

    rows = style("Normal", "Normal", 22) + style("Heading2", "heading 2", 26, "<w:b/>")
    return f"{HEAD}<w:styles {W}>{rows}</w:styles>"


def package(body: str, macro: bytes | None = None) -> bytes:
    """A word-processing package around `body`; with `macro` it declares and carries a VBA project."""
    main = f"{MACRO}.document.macroEnabled.main+xml" if macro else f"{WORD}.document.main+xml"
    extra = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>' if macro else ""
    types = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{extra}<Override PartName="/word/document.xml" ContentType="{main}"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/></Types>'
    )

    def rels(rows: list[tuple[str, str]]) -> bytes:
        inner = "".join(
            f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(rows, 1)
        )
        return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'.encode()

    inner = [(f"{OFFICE}/styles", "styles.xml")]
    if macro:
        inner.append(("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"))
    document = f"{HEAD}<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>"
    members = [
        ("[Content_Types].xml", types.encode()),
        ("_rels/.rels", rels([(f"{OFFICE}/officeDocument", "word/document.xml")])),
        ("word/document.xml", document.encode()),
        ("word/_rels/document.xml.rels", rels(inner)),
        ("word/styles.xml", _styles().encode()),
    ]
    if macro:
        members.append(("word/vbaProject.bin", macro))
    return archive(members)


def proposal_docx(plan: Plan, item: Innovation, texts: dict[str, str], look: Look, macro: bytes | None = None) -> bytes:
    """The proposal as DOCX: front page rows in a table or in lines, sections under headings."""
    body = [_paragraph("PROPOSAL INOVASI PELAYANAN PUBLIK"), _paragraph(plan.name.upper())]
    rows = front_rows(item, look)
    if look.front == "table":
        cells = "".join(
            f"<w:tr><w:tc><w:tcPr/>{_paragraph(label)}</w:tc><w:tc><w:tcPr/>{_paragraph(value)}</w:tc></w:tr>"
            for label, value in rows
        )
        body.append(f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{cells}</w:tbl>")
    else:
        body += [_paragraph(f"{label} : {value}") for label, value in rows]
    body.append(_paragraph(""))
    for index, (id_, *_) in enumerate(ASPECTS):
        body += [_paragraph(line, "Heading2") for line in heading(index, look)]
        if texts[id_]:
            body.append(_paragraph(texts[id_]))
    return package("".join(body), macro)


def template_docx(plan: Plan) -> bytes:
    """The empty form that the secretariat sends out."""
    lines = [
        f"Format Proposal KIPP {plan.year}",
        "Judul Inovasi : ....................",
        "Perangkat Daerah : ....................",
        *(" ".join(heading(index, Look())) for index in range(len(ASPECTS))),
    ]
    return package("".join(map(_paragraph, lines)))
