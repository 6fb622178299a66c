"""The form and its responses."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from .cast import Cast
from .edition import CATEGORIES, DOCUMENTS
from .innovations import OUTSIDER, OUTSIDER_MAIL
from .items import Item, Kit
from .papers import Look
from .plan import HEX, MIXED, Plan, long_date

QUESTIONS = [
    ("judul", "Judul Inovasi", "text", True),
    ("opd", "Perangkat Daerah Pengusul", "text", True),
    ("unit", "Unit Pelaksana (bila ada)", "text", False),
    ("inovator", "Nama Inovator atau Ketua Tim", "text", True),
    ("mulai", "Tanggal Mulai Penerapan", "date", True),
    ("kategori", "Kategori", "choice", True),
    ("narahubung", "Nama Narahubung", "text", True),
    ("telepon", "Nomor WhatsApp Narahubung", "text", True),
    ("ringkasan", "Ringkasan (maksimum 100 kata)", "paragraph", True),
]
UPLOADS = [
    ("proposal", 1, ["PDF", "DOCUMENT"]),
    ("pernyataan", 1, ["PDF"]),
    ("sk", 1, ["PDF"]),
    ("bukti", 5, ["PDF", "IMAGE"]),
    ("standar", 1, ["PDF"]),
]
CONSENT = "Data yang saya isi benar dan dapat dipertanggungjawabkan"


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


def _id(plan: Plan, what: str) -> str:
    return plan.token(HEX, 8, "question", what)


def form_json(plan: Plan) -> dict[str, Any]:
    """The form as the Forms API gives it."""
    items: list[dict[str, Any]] = []

    def add(what: str, title: str, question: dict[str, Any], required: bool) -> None:
        body = {"questionId": _id(plan, what), **({"required": True} if required else {}), **question}
        items.append({"itemId": _id(plan, f"item {what}"), "title": title, "questionItem": {"question": body}})

    choices = [{"value": name[0].upper() + name[1:]} for name in CATEGORIES]
    kinds: dict[str, dict[str, Any]] = {
        "text": {"textQuestion": {}},
        "paragraph": {"textQuestion": {"paragraph": True}},
        "date": {"dateQuestion": {"includeYear": True}},
        "choice": {"choiceQuestion": {"type": "DROP_DOWN", "options": choices}},
    }
    for what, title, kind, required in QUESTIONS:
        add(what, title, kinds[kind], required)
    items.append(
        {
            "itemId": _id(plan, "page"),
            "title": "Berkas",
            "pageBreakItem": {},
            "description": f"Ukuran paling besar {plan.max_file_bytes // 1048576} MB per berkas.",
        }
    )
    labels = {id_: (label, required) for id_, label, _, required in DOCUMENTS}
    for what, most, types in UPLOADS:
        label, required = labels[what]
        add(
            what,
            label,
            {
                "fileUploadQuestion": {
                    "folderId": "1" + plan.token(MIXED, 32, "folder", what),
                    "types": types,
                    "maxFiles": most,
                    "maxFileSize": str(plan.max_file_bytes),
                }
            },
            required,
        )
    add("setuju", "Pernyataan", {"choiceQuestion": {"type": "CHECKBOX", "options": [{"value": CONSENT}]}}, True)
    closing = plan.closes_at
    return {
        "formId": "1" + plan.token(MIXED, 32, "form"),
        "info": {
            "title": f"Formulir Usulan Inovasi - {plan.name}",
            "documentTitle": f"Formulir Usulan KIPP {plan.year}",
            "description": f"Usulan diterima paling lambat {long_date(plan.closes[:10])} pukul {closing:%H.%M.%S} "
            f"{plan.zone_label}. Waktu yang dihitung adalah waktu pengiriman terakhir.",
        },
        "settings": {"quizSettings": {"isQuiz": False}, "emailCollectionType": "VERIFIED"},
        "revisionId": "0000" + plan.token(HEX, 4, "revision"),
        "responderUri": f"https://docs.google.com/forms/d/e/1FAIpQLS{plan.token(MIXED, 48, 'respond')}/viewform",
        "items": items,
        "linkedSheetId": "1" + plan.token(MIXED, 32, "sheet"),
        "publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}},
    }


def file_id(plan: Plan, response: Response, number: int) -> str:
    """Drive's id of an uploaded file."""
    return "1" + plan.token(MIXED, 32, "file", response.slug, number)


def response_id(plan: Plan, response: Response) -> str:
    """The id of a response."""
    return "ACYDBN" + plan.token(MIXED, 74, "response", response.slug)


def drive_name(response: Response, item: Item) -> str:
    """The file's name with the respondent's name, as Drive appends it."""
    path = PurePosixPath(item.name)
    return f"{path.stem} - {response.kit.item.contact}{path.suffix}"


def stored_name(plan: Plan, response: Response, number: int, item: Item) -> str:
    """Where the upload lies in the season."""
    plain = "".join(letter if letter.isalnum() or letter in ".-" else "_" for letter in item.name)
    return f"forms/uploads/{file_id(plan, response, number)}__{plain}"


def _zulu(moment: datetime, digits: int) -> str:
    utc = moment - (moment.utcoffset() or timedelta())
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{f'{utc.microsecond:06d}'[:digits]}Z"


def response_json(plan: Plan, response: Response) -> dict[str, Any]:
    """The response as the Forms API gives it."""
    item = response.kit.item
    answers: dict[str, Any] = {}
    summary = response.kit.texts()["ringkasan"]
    category = item.category[0].upper() + item.category[1:]
    values = {
        "judul": response.title or item.title,
        "opd": response.opd,
        "unit": response.unit,
        "inovator": item.innovator,
        "mulai": item.start,
        "kategori": category,
        "narahubung": item.contact,
        "telepon": item.phone,
        "ringkasan": summary,
        "setuju": CONSENT,
    }
    for what, value in values.items():
        if value:
            id_ = _id(plan, what)
            answers[id_] = {"questionId": id_, "textAnswers": {"answers": [{"value": value}]}}
    for number, file in enumerate(response.files):
        id_ = _id(plan, file.kind or "")
        box = answers.setdefault(id_, {"questionId": id_, "fileUploadAnswers": {"answers": []}})
        box["fileUploadAnswers"]["answers"].append(
            {"fileId": file_id(plan, response, number), "fileName": drive_name(response, file), "mimeType": file.mime}
        )
    noise = plan.rng("micro", response.slug).randrange(1000, 99999)
    last = response.at if response.at.microsecond else response.at.replace(microsecond=noise)
    return {
        "responseId": response_id(plan, response),
        "createTime": _zulu(response.created or last, 3),
        "lastSubmittedTime": _zulu(last, 6),
        "respondentEmail": response.respondent,
        "answers": answers,
    }
