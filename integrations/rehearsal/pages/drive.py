"""Drive: folders, files, what can be looked at here, and who has access."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.drive import tree
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.pages import preview
from integrations.rehearsal.pages.preview import Look
from integrations.rehearsal.pages.visit import Visit, download, pairs
from integrations.rehearsal.pages.words import ROLES
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from starlette.responses import Response

Json = dict[str, Any]

LINE = "id,name,mimeType,size,modifiedTime,trashed,owners(emailAddress,displayName)"
WHOLE = (
    f"{LINE},parents,permissions,capabilities(canEdit,canShare,canTrash,canUntrash),shortcutDetails,createdTime,"
    "description,driveId"
)
ORDER = "folder,name"
PAGE = "100"
PARTS = {
    "": ("Drive Saya", "'root' in parents and trashed=false"),
    "dibagikan": ("Dibagikan kepada saya", "sharedWithMe and trashed=false"),
    "terbaru": ("Terbaru", f"mimeType != '{FOLDER}' and trashed=false"),
    "sampah": ("Sampah", "'me' in owners and trashed=true"),
}


def top(visit: Visit) -> Response:
    """The person's own Drive, what others share with it, the trash, or what a search finds."""
    sought = visit.query.get("cari", "").strip()[:200]
    part = visit.query.get("bagian", "") if visit.query.get("bagian", "") in PARTS else ""
    title, where = PARTS[part]
    if sought:
        quoted = sought.replace("\\", "\\\\").replace("'", "\\'")
        part, title, where = "cari", f"Hasil pencarian “{sought}”", f"name contains '{quoted}' and trashed=false"
    return visit.page(
        "folder.html", title=title, trail=[], part=part, parts=PARTS, file=None, sought=sought, roles=ROLES,
        may_add=part == "", access=[], **_listing(visit, where, "modifiedTime desc" if part == "terbaru" else ORDER),
    )  # fmt: skip


def _listing(visit: Visit, where: str, order: str = ORDER) -> Json:
    fields = f"nextPageToken,files({LINE})"
    asked = pairs(q=where, orderBy=order, pageSize=PAGE, fields=fields, pageToken=visit.query.get("halaman", ""))
    found = visit.ask("drive.files.list", *asked)
    return {"files": [_line(each) for each in found.get("files", [])], "following": found.get("nextPageToken", "")}


def _line(file: Json) -> Json:
    pages = {tree.SPREADSHEET: "/lembar/", tree.FORM: "/formulir/"}
    kinds = {FOLDER: "folder", tree.SPREADSHEET: "lembar", tree.FORM: "formulir", "application/pdf": "pdf"}
    mime = file["mimeType"]
    sign = kinds.get(mime, "gambar" if mime.startswith("image/") else "berkas")
    return {**file, "page": pages.get(mime, "/berkas/") + file["id"], "sign": sign}


def file_of(visit: Visit, file: str) -> Json:
    """The file with all that the pages tell of it; 404 where the person cannot see it."""
    return visit.ask("drive.files.get", *pairs(fields=WHOLE, supportsAllDrives="true"), fileId=file)


def show(visit: Visit) -> Response:
    """The folder's files, or the file with what can be seen of it; shortcuts lead on."""
    file = file_of(visit, visit.path["id"])
    if file["mimeType"] == tree.SHORTCUT:
        return visit.back(f"/berkas/{file.get('shortcutDetails', {}).get('targetId', '')}")
    trail, access = _trail(visit, file), _access(file)
    if file["mimeType"] == FOLDER:
        listing = _listing(visit, f"'{file['id']}' in parents and trashed=false")
        return visit.page(
            "folder.html", title=file["name"], trail=trail, part=None, parts=PARTS, file=file, sought="", roles=ROLES,
            may_add=bool(file["capabilities"]["canEdit"]), access=access, **listing,
        )  # fmt: skip
    return visit.page(
        "file.html", title=file["name"], file=_line(file), trail=trail, access=access, roles=ROLES,
        look=_look(visit, file), source=f"/berkas/{file['id']}/lihat", name=file["name"],
    )  # fmt: skip


def _trail(visit: Visit, file: Json) -> list[Json]:
    """The folders the file lies in that the person can see, the outermost first."""
    trail: list[Json] = []
    above = file
    while above.get("parents") and len(trail) < 30:
        try:
            above = file_of(visit, above["parents"][0])
        except Refusal:
            break
        if above.get("parents") or above.get("driveId"):  # a person's own Drive itself is where every trail begins
            trail.insert(0, above)
    return trail


def _access(file: Json) -> list[Json]:
    """Who may do what; only those who may share it can see this."""
    made = []
    for each in file.get("permissions", []):
        who = each.get("emailAddress") or each.get("domain") or "Siapa pun yang memiliki tautan"
        made.append({"id": each["id"], "who": who, "name": each.get("displayName", ""), "role": each["role"],
                     "said": ROLES.get(each["role"], each["role"])})  # fmt: skip
    return made


def _look(visit: Visit, file: Json) -> Look:
    if file["mimeType"].startswith(tree.NATIVE) or not int(file.get("size", 0)):
        return Look()
    return preview.look(bytes_of(visit, file["id"]), file["mimeType"], file["name"])


def bytes_of(visit: Visit, file: str) -> bytes:
    """What is in the file."""
    asked = pairs(alt="media", supportsAllDrives="true")
    return visit.answer("drive.files.get", *asked, fileId=file).body


def content(visit: Visit) -> Response:
    """The file itself, to be kept; a spreadsheet as CSV."""
    file = file_of(visit, visit.path["id"])
    if file["mimeType"] == tree.SPREADSHEET:
        data = visit.answer("drive.files.export", ("mimeType", "text/csv"), fileId=file["id"]).body
        return download(data, f"{file['name']}.csv")
    return download(bytes_of(visit, file["id"]), file["name"])


def view(visit: Visit) -> Response:
    """A picture or a PDF, to be shown in a page of this server."""
    return preview.framed(bytes_of(visit, visit.path["id"]))
