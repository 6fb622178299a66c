"""Drive: folders, files, what can be looked at here, and who has access."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, Any

from PIL import Image

from integrations.rehearsal.drive import tree
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.pages.visit import Visit, download, inline, pairs
from integrations.rehearsal.pages.words import ROLES
from integrations.rehearsal.refusals import Refusal, not_found

if TYPE_CHECKING:
    from starlette.responses import Response

Json = dict[str, Any]

LINE = "id,name,mimeType,size,modifiedTime,owners(emailAddress,displayName)"
WHOLE = f"{LINE},parents,permissions,capabilities(canEdit),shortcutDetails,createdTime,description,driveId"
ORDER = "folder,name"
PAGE = "100"
TEXTS = ("text/plain", "text/csv", "text/html", "text/markdown", "application/json", "message/rfc822")
LONGEST_TEXT = 100_000
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
MOST_PIXELS = 50_000_000
PICTURE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'"
# A browser's own reader of PDF does not start in a sandbox; it runs nothing of this origin.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


def top(visit: Visit) -> Response:
    """The person's own Drive, and what others share with it."""
    shared = visit.query.get("bagian") == "dibagikan"
    where = "sharedWithMe and trashed=false" if shared else "'root' in parents and trashed=false"
    title = "Dibagikan kepada saya" if shared else "Drive Saya"
    return visit.page(
        "folder.html", title=title, trail=[], shared=shared, file=None, access=[], **_listing(visit, where)
    )


def _listing(visit: Visit, where: str) -> Json:
    fields = f"nextPageToken,files({LINE})"
    asked = pairs(q=where, orderBy=ORDER, pageSize=PAGE, fields=fields, pageToken=visit.query.get("halaman", ""))
    found = visit.ask("drive.files.list", *asked)
    return {"files": [_line(each) for each in found.get("files", [])], "following": found.get("nextPageToken", "")}


def _line(file: Json) -> Json:
    pages = {tree.SPREADSHEET: "/lembar/", tree.FORM: "/formulir/"}
    return {**file, "page": pages.get(file["mimeType"], "/berkas/") + file["id"]}


def _file(visit: Visit, file: str) -> Json:
    return visit.ask("drive.files.get", *pairs(fields=WHOLE, supportsAllDrives="true"), fileId=file)


def show(visit: Visit) -> Response:
    """The folder's files, or the file with what can be seen of it; shortcuts lead on."""
    file = _file(visit, visit.path["id"])
    if file["mimeType"] == tree.SHORTCUT:
        return visit.back(f"/berkas/{file.get('shortcutDetails', {}).get('targetId', '')}")
    trail, access = _trail(visit, file), _access(file)
    if file["mimeType"] == FOLDER:
        listing = _listing(visit, f"'{file['id']}' in parents and trashed=false")
        return visit.page(
            "folder.html", title=file["name"], trail=trail, shared=False, file=file, access=access, **listing
        )
    return visit.page(
        "file.html", title=file["name"], file=_line(file), trail=trail, access=access, **_preview(visit, file)
    )


def _trail(visit: Visit, file: Json) -> list[Json]:
    """The folders the file lies in that the person can see, the outermost first."""
    trail: list[Json] = []
    above = file
    while above.get("parents") and len(trail) < 30:
        try:
            above = _file(visit, above["parents"][0])
        except Refusal:
            break
        trail.insert(0, above)
    return trail


def _access(file: Json) -> list[tuple[str, str]]:
    """Who may do what; only those who may share it can see this."""
    made = []
    for each in file.get("permissions", []):
        who = each.get("emailAddress") or each.get("domain") or "Siapa pun yang memiliki tautan"
        made.append((who, ROLES.get(each["role"], each["role"])))
    return made


def _preview(visit: Visit, file: Json) -> Json:
    """How the file can be looked at: as text, as a picture, as a PDF in a frame, or not at all."""
    kind, amount = file["mimeType"], int(file.get("size", 0))
    if kind in TEXTS and amount:
        data = _bytes(visit, file["id"])[:LONGEST_TEXT]
        text = codecs.getincrementaldecoder("utf-8-sig")("replace").decode(data)
        return {"look": "text", "text": text, "cut": amount > LONGEST_TEXT}
    if kind in PICTURES or kind == "application/pdf":
        data = _bytes(visit, file["id"])
        look = "picture" if kind in PICTURES and _picture(data) else "pdf" if data.startswith(b"%PDF-") else ""
        return {"look": look, "text": "", "cut": False}
    return {"look": "", "text": "", "cut": False}


def _bytes(visit: Visit, file: str) -> bytes:
    asked = pairs(alt="media", supportsAllDrives="true")
    return visit.answer("drive.files.get", *asked, fileId=file).body


def _picture(data: bytes) -> str:
    """The type of a whole picture of sensible size, "" for anything else."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(PICTURES.values())) as picture:
            small = picture.width * picture.height <= MOST_PIXELS
            return {form: mime for mime, form in PICTURES.items()}.get(picture.format or "", "") if small else ""
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""


def content(visit: Visit) -> Response:
    """The file itself, to be kept; a spreadsheet as CSV."""
    file = _file(visit, visit.path["id"])
    if file["mimeType"] == tree.SPREADSHEET:
        data = visit.answer("drive.files.export", ("mimeType", "text/csv"), fileId=file["id"]).body
        return download(data, f"{file['name']}.csv")
    return download(_bytes(visit, file["id"]), file["name"])


def view(visit: Visit) -> Response:
    """A picture or a PDF, to be shown in a page of this server and called what its bytes are; 404 for all else."""
    data = _bytes(visit, visit.path["id"])
    if found := _picture(data):
        return inline(data, found, PICTURE_POLICY)
    if data.startswith(b"%PDF-"):
        return inline(data, "application/pdf", PDF_POLICY)
    raise not_found()
