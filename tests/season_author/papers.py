"""The PDF documents of a proposal: the proposal itself, statement, decree, letter, evidence, service standard."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from .edition import ASPECTS
from .innovations import Innovation
from .pictures import page
from .plan import Plan, long_date, written_date
from .register import people

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10.5, leading=14, spaceAfter=5)
BOLD = ParagraphStyle("bold", parent=BODY, fontName="Helvetica-Bold", spaceBefore=7)
CENTRE = ParagraphStyle("centre", parent=BOLD, alignment=1)
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]


@dataclass(frozen=True)
class Look:
    """How an agency lays its proposal out. `front`: table or lines; `heads`: angka, kapital, huruf, romawi, bab."""

    front: str = "table"
    heads: str = "angka"
    date: str = "long"
    furniture: bool = True
    limits: bool = True


def _build(flow: Sequence[Flowable], furniture: str = "", password: str = "") -> bytes:
    buffer = io.BytesIO()
    lock = StandardEncryption(password, ownerPassword=password + "-pemilik", strength=128) if password else None
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=2.4 * cm,
        rightMargin=2.2 * cm,
        topMargin=2 * cm,
        bottomMargin=1.8 * cm,
        invariant=1,
        pageCompression=1,
        encrypt=lock,
        title="",
        author="",
    )

    def later(canvas: Canvas, _: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(2.4 * cm, 28.4 * cm, furniture)
        canvas.drawString(17 * cm, 1 * cm, f"Halaman {canvas.getPageNumber()}")

    if furniture:
        document.build(list(flow), onLaterPages=later)
    else:
        document.build(list(flow))
    return buffer.getvalue()


def _p(text: str, style: ParagraphStyle = BODY) -> Paragraph:
    return Paragraph(escape(text), style)


def front_rows(item: Innovation, look: Look) -> list[tuple[str, str]]:
    """Labels and values of the first page."""
    labels = {
        "table": (
            "Judul Inovasi",
            "Perangkat Daerah",
            "Unit",
            "Inovator",
            "Tanggal Mulai Implementasi",
            "Kategori",
            "Narahubung",
        ),
        "lines": (
            "Nama Inovasi",
            "Perangkat Daerah",
            "Unit Pelaksana",
            "Nama Inovator",
            "Mulai Diterapkan",
            "Kategori",
            "Narahubung",
        ),
    }[look.front]
    values = (
        item.title,
        item.agency,
        item.unit or "-",
        f"{item.innovator} dan tim",
        written_date(item.start, look.date),
        item.category[0].upper() + item.category[1:],
        f"{item.contact} ({item.phone}; {item.email})",
    )
    return list(zip(labels, values, strict=True))


def heading(index: int, look: Look) -> list[str]:
    """The line or lines above a section."""
    _, label, _, limit = ASPECTS[index]
    tail = f" (maksimum {limit} kata)" if look.limits else ""
    if look.heads == "bab":
        return [f"BAB {ROMAN[index]}", label.upper()]
    start = {
        "angka": f"{index + 1}. {label}",
        "kapital": f"{index + 1}. {label.upper()}",
        "huruf": f"{'ABCDEFGH'[index]}. {label}",
        "romawi": f"{ROMAN[index]}. {label}",
    }[look.heads]
    return [start + tail]


def proposal_pdf(plan: Plan, item: Innovation, texts: dict[str, str], look: Look, password: str = "") -> bytes:
    """The proposal with a labelled first page and eight headed sections."""
    flow: list[Flowable] = [
        _p(f"PEMERINTAH KABUPATEN {plan.regency.upper()}", CENTRE),
        _p("PROPOSAL INOVASI PELAYANAN PUBLIK", CENTRE),
        _p(plan.name.upper(), CENTRE),
        Spacer(1, 16),
    ]
    rows = front_rows(item, look)
    if look.front == "table":
        flow.append(Table([[_p(label), _p(value)] for label, value in rows], colWidths=[5.2 * cm, 10.6 * cm]))
    else:
        flow += [_p(f"{label} : {value}") for label, value in rows]
    flow += [Spacer(1, 16), _p(item.offering.upper(), CENTRE), _p(f"TAHUN {plan.year}", CENTRE), PageBreak()]
    for index, (id_, *_) in enumerate(ASPECTS):
        flow += [_p(line, BOLD) for line in heading(index, look)]
        if texts[id_]:
            flow.append(_p(texts[id_]))
    return _build(flow, f"Proposal Inovasi - {item.short}" if look.furniture else "", password)


def _head(item: Innovation, plan: Plan) -> list[Flowable]:
    return [_p(f"PEMERINTAH KABUPATEN {plan.regency.upper()}", CENTRE), _p(item.offering.upper(), CENTRE), Spacer(1, 8)]


def _sign(plan: Plan, item: Innovation, day: str) -> list[Flowable]:
    chief = people(plan, 40, "chiefs")[int(item.key[1:])]
    return [
        Spacer(1, 10),
        _p(f"{plan.capital}, {long_date(day)}"),
        _p(f"Kepala {item.offering},"),
        Spacer(1, 24),
        _p(chief),
        _p(f"NIP. 197{int(item.key[1:]) % 10}0{int(item.key[1:]) % 9 + 1}12 200003 1 0{item.key[1:]}"),
    ]


def statement(plan: Plan, item: Innovation, password: str = "") -> bytes:
    """The signed statement that the innovation runs."""
    flow = [
        *_head(item, plan),
        _p("SURAT PERNYATAAN PENERAPAN INOVASI", CENTRE),
        _p(f"Nomor: 000.8/{item.key[1:]}7/{plan.year}", CENTRE),
        _p("Yang bertanda tangan di bawah ini menyatakan dengan sesungguhnya bahwa inovasi:"),
        _p(f"Judul Inovasi : {item.title}"),
        _p(f"Perangkat Daerah : {item.agency}"),
        _p(f"Unit : {item.unit or '-'}"),
        _p(
            f"benar telah diimplementasikan secara nyata sejak {long_date(item.start)} di {item.place} dan "
            "sampai surat "
            "pernyataan ini dibuat masih berjalan. Kami bersedia menerima kunjungan lapangan serta pembatalan "
            "keikutsertaan apabila pernyataan ini tidak benar."
        ),
    ]
    return _build(flow + _sign(plan, item, f"{plan.year}-{plan.opens[5:7]}-02"), password=password)


def decree(plan: Plan, item: Innovation, password: str = "") -> bytes:
    """The head's decree that forms the team."""
    flow = [
        *_head(item, plan),
        _p(f"KEPUTUSAN KEPALA {item.offering.upper()}", CENTRE),
        _p(f"NOMOR 800/{item.key[1:]}4/{item.start[:4]}", CENTRE),
        _p("TENTANG PEMBENTUKAN TIM INOVASI", CENTRE),
        _p(item.short, CENTRE),
        _p(f"Menimbang: bahwa untuk memperbaiki {item.service} perlu dibentuk tim inovasi {item.short};"),
        _p(
            "Mengingat: Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik; Peraturan Pemerintah Nomor "
            "38 Tahun 2017 "
            "tentang Inovasi Daerah;"
        ),
        _p("MEMUTUSKAN:", CENTRE),
        _p(f"KESATU: Membentuk Tim Inovasi {item.short} dengan ketua {item.innovator}"),
        _p("KEDUA: Keputusan ini mulai berlaku pada tanggal ditetapkan."),
    ]
    return _build(flow + _sign(plan, item, item.start), password=password)


def cover_letter(plan: Plan, item: Innovation) -> bytes:
    """A letter that proposes the innovation; it stands in for the decree."""
    flow = [
        *_head(item, plan),
        _p(f"Nomor : 000.8.3/{item.key[1:]}9/{plan.year}"),
        _p("Hal : Surat Pengantar Usulan Inovasi Pelayanan Publik"),
        _p("Yth. Sekretaris Daerah c.q. Kepala Bagian Organisasi dan Tata Laksana"),
        _p(
            f"Dengan ini kami mengusulkan inovasi {item.title} untuk mengikuti {plan.name}. Inovasi tersebut "
            "digagas dan "
            "dilaksanakan oleh tim pada unit kami."
        ),
    ]
    return _build(flow + _sign(plan, item, f"{plan.year}-{plan.opens[5:7]}-05"))


def scanned_decree(plan: Plan, item: Innovation) -> bytes:
    """The decree as a picture without any text."""
    lines = [
        f"KEPUTUSAN KEPALA {item.offering.upper()}"[:52],
        f"NOMOR 800/{item.key[1:]}4/{item.start[:4]}",
        "TENTANG",
        "PEMBENTUKAN TIM INOVASI",
        item.short,
        "",
        "MEMUTUSKAN:",
        f"Membentuk Tim Inovasi {item.short}",
    ]
    picture = Image(io.BytesIO(page(plan, lines)), width=15 * cm, height=20 * cm)
    return _build([picture])


def evidence(plan: Plan, item: Innovation, pictures: list[bytes]) -> bytes:
    """Pictures with captions."""
    flow: list[Flowable] = [_p("DOKUMENTASI DAN BUKTI PENERAPAN INOVASI", CENTRE), _p(item.title, CENTRE)]
    for number, data in enumerate(pictures, 1):
        width, height = ImageReader(io.BytesIO(data)).getSize()
        flow += [
            Image(io.BytesIO(data), width=8 * cm, height=8 * cm * height / width),
            _p(f"Gambar {number}. Kegiatan {item.service} di {item.place}."),
        ]
    return _build(flow)


def service_standard(plan: Plan, item: Innovation) -> bytes:
    """The optional service standard."""
    flow = [
        *_head(item, plan),
        _p("STANDAR PELAYANAN", CENTRE),
        _p(f"Jenis layanan: {item.service}"),
        _p("Persyaratan: tanda pengenal. Waktu: satu hari kerja. Biaya: tidak dipungut biaya."),
        _p("Pengaduan: melalui petugas jaga atau nomor telepon layanan."),
    ]
    return _build(flow)
