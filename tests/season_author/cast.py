"""The season's agencies and innovations at hand, with how each agency lays its papers out and words its mails."""

from dataclasses import dataclass, replace

from .innovations import Innovation, innovations
from .items import Item, Kit
from .papers import Look
from .plan import Plan, written_date
from .prose import LIMITS, exactly, sections
from .register import Agency, agencies

LOOKS = {
    "B01": Look("table", "angka"),
    "B02": Look("table", "kapital"),
    "B03": Look("table", "huruf"),
    "B04": Look("lines", "romawi", "dash"),
    "B05": Look("lines", "bab", "slash"),
    "B06": Look("table", "huruf", "dash"),
    "B07": Look("table", "angka", limits=False),
    "B08": Look("lines", "kapital", limits=False),
    "B09": Look("table", "romawi", "iso"),
    "B10": Look("table", "bab"),
    "B11": Look("table", "angka"),
    "B12": Look("table", "angka"),
    "B13": Look("lines", "huruf"),
    "B14": Look("table", "kapital", furniture=False),
    "B15": Look("lines", "angka", "slash"),
    "B16": Look("table", "angka"),
    "B17": Look("table", "huruf"),
    "B18": Look("lines", "kapital"),
    "B19": Look("table", "angka"),
    "B20": Look("table", "romawi", furniture=False),
    "B21": Look("table", "angka"),
    "B22": Look("lines", "angka", "dash"),
    "B23": Look("table", "huruf"),
    "B24": Look("lines", "angka"),
}
WORD_FILES = {"B11", "B12", "B18"}
LABELS = {
    "biasa": (
        "Judul Inovasi : ",
        "Perangkat Daerah : ",
        "Unit Kerja : ",
        "Nama Inovator : ",
        "Tanggal Mulai Penerapan : ",
        "Kategori : ",
        "Kontak : ",
    ),
    "kapital": ("JUDUL : ", "OPD : ", "UNIT : ", "INOVATOR : ", "TANGGAL MULAI : ", "KATEGORI : ", "NARAHUBUNG : "),
    "ringkas": (
        "Nama Inovasi: ",
        "Asal OPD: ",
        "Unit Pelaksana: ",
        "Penanggung Jawab: ",
        "Tgl. Implementasi: ",
        "Bidang: ",
        "No. WA: ",
    ),
    "rapat": ("Judul: ", "OPD: ", "Unit: ", "Inovator: ", "Mulai Diterapkan: ", "Kategori: ", "Narahubung: "),
}


@dataclass(frozen=True)
class Cast:
    """Everything the story draws on."""

    plan: Plan
    register: dict[str, Agency]
    innovations: dict[str, Innovation]
    kits: dict[str, Kit]

    def office(self, code: str) -> str:
        """The agency's official address."""
        return self.register[code].office

    def person(self, code: str) -> str:
        """The contact's own registered address."""
        return self.register[code].person

    def rows(self, key: str, style: str = "biasa", date: str = "long") -> tuple[tuple[str, str], ...]:
        """Labels and values as a mail gives them."""
        item = self.innovations[key]
        values = (
            item.title,
            item.agency,
            item.unit,
            item.innovator,
            written_date(item.start, date),
            item.category[0].upper() + item.category[1:],
            f"{item.contact} ({item.phone})",
        )
        return tuple((label, value) for label, value in zip(LABELS[style], values, strict=True) if value)

    def body(self, key: str, *files: str, greeting: str = "Assalamualaikum wr. wb.") -> tuple[tuple[str, ...], ...]:
        """A covering letter; the labelled rows go in after its second paragraph."""
        item = self.innovations[key]
        listed = tuple(f"{n}. {file}" for n, file in enumerate(files, 1))
        return (
            (
                "Yth. Panitia Kompetisi Inovasi Pelayanan Publik",
                f"Bagian Organisasi dan Tata Laksana Setda Kabupaten {self.plan.regency}",
                greeting,
            ),
            (
                f"Bersama surel ini kami sampaikan usulan inovasi {item.offering} untuk mengikuti Kompetisi "
                "Inovasi Pelayanan "
                f"Publik Tahun {self.plan.year}.",
            ),
            *((("Berkas terlampir:", *listed),) if listed else ()),
            ("Mohon berkenan memberikan tanda terima. Terima kasih.",),
            (item.contact, item.offering, f"HP/WA {item.phone}"),
        )

    def note(self, code: str, *paragraphs: str) -> tuple[tuple[str, ...], ...]:
        """A short message signed by the agency's contact."""
        agency = self.register[code]
        return (("Yth. Panitia,",), *((text,) for text in paragraphs), (agency.contact, agency.name))


def cast(plan: Plan) -> Cast:
    """The cast of that plan, with the texts that are empty, too long, or exactly as long as allowed."""
    found = innovations(plan)
    kits = {}
    for key, item in found.items():
        texts = sections(plan, item)
        changes: dict[str, str] = {}
        if key == "B03":
            changes["kebaruan"] = ""
        if key == "B12":
            changes["ringkasan"] = exactly(texts["ringkasan"], LIMITS["ringkasan"])
        if key == "B22":
            changes["signifikansi"] = exactly(texts["signifikansi"], LIMITS["signifikansi"] + 44)
        if key == "B08":
            changes["adaptabilitas"] = exactly(texts["adaptabilitas"], LIMITS["adaptabilitas"] + 31)
        kits[key] = Kit(plan, item, LOOKS[key], key in WORD_FILES, tuple(changes.items()))
    return Cast(plan, agencies(plan), found, kits)


def coded(item: Item, coding: str, **changes: object) -> Item:
    """The same part under another way of writing its name."""
    return replace(item, coding=coding, **changes)  # type: ignore[arg-type]


def resolution(decision: str, treated: str | None, joins: str | None, note: str) -> tuple[tuple[str, str | None], ...]:
    """An officer's decision about a source that needs a human."""
    return (("decision", decision), ("treated_as", treated), ("joins", joins), ("note", note))
