"""Drive: what a person does with files: a new folder, uploads, sharing, renaming, the trash."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import Media
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.pages import drive
from integrations.rehearsal.pages.visit import Visit, pairs
from integrations.rehearsal.pages.words import ROLES, said
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

Json = dict[str, Any]

EVERYWHERE = ("supportsAllDrives", "true")
ANYBODY = "siapa-saja"


def add(visit: Visit) -> Response:
    """A new folder, or the chosen files, lie in the folder `di` (the person's own Drive without one)."""
    into = visit.fields.text("di")
    back = f"/berkas/{into}" if into else "/berkas"
    meta: Json = {"parents": [into]} if into else {}
    try:
        if visit.fields.text("aksi") == "folder":
            name = visit.fields.text("nama").strip()[:200] or "Folder tanpa judul"
            visit.ask("drive.files.create", EVERYWHERE, body={**meta, "name": name, "mimeType": FOLDER})
            return visit.back(back, f"Folder “{name}” dibuat.")
        files = visit.fields.sent("berkas")
        for each in files:
            mime = mimetypes.guess_type(each.name)[0] or "application/octet-stream"
            body = {**meta, "name": each.name, "mimeType": mime}
            visit.ask(
                "drive.files.create", EVERYWHERE, ("uploadType", "multipart"), body=body, media=Media(mime, each.data)
            )
    except Refusal as no:
        return visit.back(back, said(no), ok=False)
    if not files:
        return visit.back(back, "Pilih dahulu berkas yang diunggah.", ok=False)
    return visit.back(back, f"Diunggah: {', '.join(each.name for each in files)}.")


def change(visit: Visit) -> Response:
    """The file is shared, no longer shared, renamed, thrown away or fetched back."""
    act = ACTS.get(visit.fields.text("aksi"))
    if act is None:
        raise Refusal(400, "Unknown action")
    file = drive.file_of(visit, visit.path["id"])
    here = f"/berkas/{file['id']}"
    try:
        return visit.back(here, act(visit, file))
    except Refusal as no:
        return visit.back(here, said(no), ok=False)


def _share(visit: Visit, file: Json) -> str:
    role, who = visit.fields.text("peran"), visit.fields.text("surel").strip()
    if role not in ROLES or role == "owner":
        raise Refusal(400, "The form cannot be read.")
    told = "true" if visit.fields.text("beritahu") else "false"
    if visit.fields.text("kepada") == ANYBODY:
        visit.ask("drive.permissions.create", EVERYWHERE, body={"type": "anyone", "role": role}, fileId=file["id"])
        return "Siapa pun yang memiliki tautan kini dapat membukanya."
    visit.ask(
        "drive.permissions.create", EVERYWHERE, ("sendNotificationEmail", told),
        body={"type": "user", "role": role, "emailAddress": who}, fileId=file["id"],
    )  # fmt: skip
    return f"Dibagikan kepada {who} sebagai {ROLES[role]}."


def _revoke(visit: Visit, file: Json) -> str:
    visit.answer("drive.permissions.delete", EVERYWHERE, fileId=file["id"], permissionId=visit.fields.text("izin"))
    return "Akses dicabut."


def _renamed(visit: Visit, file: Json) -> str:
    name = visit.fields.text("nama").strip()[:200]
    if not name:
        raise Refusal(400, "The form cannot be read.")
    visit.ask("drive.files.update", EVERYWHERE, body={"name": name}, fileId=file["id"])
    return "Nama diganti."


def _trashed(visit: Visit, file: Json, *, trashed: bool) -> str:
    visit.ask("drive.files.update", *pairs(supportsAllDrives="true"), body={"trashed": trashed}, fileId=file["id"])
    return "Dipindahkan ke Sampah." if trashed else "Dikeluarkan dari Sampah."


ACTS: dict[str, Callable[[Visit, Json], str]] = {
    "bagikan": _share, "cabut": _revoke, "nama": _renamed,
    "buang": lambda visit, file: _trashed(visit, file, trashed=True),
    "pulihkan": lambda visit, file: _trashed(visit, file, trashed=False),
}  # fmt: skip
