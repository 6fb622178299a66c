"""The responses to the form: who sent which proposal, and what is special about each."""

from dataclasses import dataclass, replace
from datetime import datetime

from .cast import Cast
from .innovations import OUTSIDER, OUTSIDER_MAIL
from .items import Item, Kit
from .papers import Look


@dataclass(frozen=True)
class Response:
    """One response. Files are listed per question in the order of the form."""

    slug: str
    at: datetime
    respondent: str
    opd: str
    unit: str
    files: tuple[Item, ...]
    kit: Kit
    cls: str = "proposal"
    key: str | None = None
    created: datetime | None = None
    title: str | None = None
    resolution: tuple[tuple[str, str | None], ...] = ()
    why: str = ""


def _files(
    kit: Kit, *extra: Item, short: str = "", revision: int = 0, letter: bool = False, lock: str = ""
) -> tuple[Item, ...]:
    name = short or kit.item.short
    suffix = "docx" if kit.docx else "pdf"
    paper = kit.letter(f"Surat Pengantar {name}.pdf") if letter else kit.decree(f"SK {name}.pdf", lock)
    photo = kit.photo(f"Foto {name.split(' ')[0]}.jpg")
    return (
        kit.proposal(f"Proposal {name}.{suffix}", revision),
        kit.statement(f"Pernyataan {name}.pdf"),
        paper,
        photo,
        *extra,
    )


def responses(cast: Cast) -> list[Response]:
    """All responses in order of their last submit."""
    plan, kits, office, person = cast.plan, cast.kits, cast.office, cast.person
    k04, k07, k08, k09, k10, k15, k17, k21, k23 = (kits[f"B{n:02d}"] for n in (4, 7, 8, 9, 10, 15, 17, 21, 23))
    reef = _files(k07, short="KELAS KARANG")
    school = replace(
        k23.item,
        title="KANTIN KEJUJURAN: Belajar Jujur dari Kantin Sekolah",
        agency="SMK Swasta Bina Laut",
        contact="Bendahara Sekolah",
    )
    outside = Kit(plan, school, Look("table", "angka"))
    rice = (
        k09.proposal("Proposal KIPP Lumbung Rukun.pdf"),
        k09.statement("Pernyataan.pdf"),
        k09.letter("Surat Pengantar.pdf"),
        k09.photo("Foto lumbung.jpg"),
    )
    bus = (
        k08.proposal("Proposal PETE-PETE SEKOLAH.pdf"),
        k08.statement("Pernyataan PETE-PETE SEKOLAH.pdf"),
        k08.decree("SK PETE-PETE SEKOLAH.pdf"),
        k08.photo("Foto PETE-PETE.jpg"),
    )
    rejected = (
        ("decision", "reject"),
        ("treated_as", None),
        ("joins", None),
        ("note", "a private school is no agency of the regency"),
    )
    formal = (
        ("decision", "accept"),
        ("treated_as", "proposal"),
        ("joins", None),
        ("note", "a regional company without a row in the register; to be refused on the checklist, not by hand"),
    )
    return [
        Response(
            "dishub",
            plan.when(8, "10:02:33"),
            office("DISHUB"),
            "Dishub",
            "",
            bus,
            k08,
            key="B08",
            why="the same files follow by mail; one section is over its word limit",
        ),
        Response(
            "smpn3",
            plan.when(9, "13:21:07"),
            office("DISDIK"),
            "Dinas Pendidikan",
            k07.item.unit or "",
            reef,
            k07,
            key="B07",
            why="the respondent is registered for the agency, the proposal comes from its unit",
        ),
        Response(
            "dlh",
            plan.when(10, "09:40:52"),
            person("DLH"),
            f"DINAS LINGKUNGAN HIDUP KABUPATEN {plan.regency.upper()}",
            "",
            _files(k10, lock="sampah2027"),
            k10,
            key="B10",
            why="the decree has a password; a good one follows by mail",
        ),
        Response(
            "distanpangan",
            plan.when(11, "10:58:26"),
            person("DISTANPANGAN"),
            "Distan Pangan",
            "",
            rice,
            k09,
            cls="duplicate-channel",
            key="B09",
            why="already received by mail; the files are the same",
        ),
        Response(
            "smpn3-lagi",
            plan.when(15, "16:05:41"),
            office("DISDIK"),
            "DINAS PENDIDIKAN",
            k07.item.unit or "",
            (k07.proposal("Proposal KELAS KARANG.pdf", 1), *reef[1:], k07.photo("Foto tambahan.jpg", 2)),
            k07,
            cls="resubmission",
            key="B07",
            why="second response for the same proposal; newer proposal, one more photo",
        ),
        Response(
            "tirta",
            plan.when(16, "12:31:55"),
            OUTSIDER_MAIL,
            OUTSIDER,
            "",
            _files(k23, letter=True),
            k23,
            cls="needs-human",
            key="B23",
            resolution=formal,
            why="respondent and agency are not in the register; accepted as a proposal so "
            "that the checklist refuses it",
        ),
        Response(
            "smk",
            plan.when(17, "12:40:00"),
            "tu@smkbinalaut.example",
            "SMK Swasta Bina Laut",
            "",
            _files(outside, short="KANTIN KEJUJURAN"),
            outside,
            cls="needs-human",
            resolution=rejected,
            why="respondent and agency are not in the register",
        ),
        Response(
            "dinkes",
            plan.when(22, "14:44:23"),
            office("DINKES"),
            "Dinas Kesehatan Kab. " + plan.regency,
            "",
            _files(k04),
            k04,
            key="B04",
            title="Sekolah Bebas Jentik",
            created=plan.when(20, "08:00:12"),
            why="third proposal under the agency; the form's title is shorter than the document's; edited once",
        ),
        Response(
            "dpmd",
            plan.when(23, "11:05:19"),
            office("DPMD"),
            "DPMD",
            "",
            _files(k21),
            k21,
            key="B21",
            why="started one day too late for the minimum age",
        ),
        Response(
            "bontolero",
            plan.around_close(0, 999),
            person("KEC-BONTOLERO"),
            "kecamatan bontolero",
            "",
            _files(k15, letter=True),
            k15,
            key="B15",
            why="0.999 seconds into the closing second; the title begins with +",
        ),
        Response(
            "bunturano",
            plan.around_close(1),
            office("KEC-BUNTURANO"),
            "Kec. Buntu Rano",
            "",
            _files(k17, letter=True),
            k17,
            key="B17",
            created=plan.when(24, "09:15:00"),
            why="first sent in time, edited one second after the closing second: late as a whole",
        ),
    ]
