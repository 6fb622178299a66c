"""The form and its responses as the Forms API gives them, and the uploads as Drive names them."""

from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from .edition import CATEGORIES, DOCUMENTS
from .items import Item
from .plan import HEX, MIXED, Plan, long_date
from .story_form import Response

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
