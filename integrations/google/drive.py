"""Folders and files of the competition in Drive; everything we make carries a key in appProperties."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from googleapiclient.http import HttpRequest, MediaIoBaseDownload, MediaIoBaseUpload

from integrations.google.clients import Service
from integrations.google.patience import Effect, Gone, Taken

FORM = "application/vnd.google-apps.form"
FOLDER = "application/vnd.google-apps.folder"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
DOCUMENT = "application/vnd.google-apps.document"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
ANSWERS = "responder"  # a role of ours: may answer the published form, and see nothing else of it
_SMALL = 5 * 1024 * 1024  # above this an upload must be resumable
_FIELDS = (
    "id,name,mimeType,parents,appProperties,webViewLink,trashed,explicitlyTrashed,permissions(id,emailAddress,role)"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A file or folder. `properties` are ours alone (appProperties); `shared`: (address, role) of who may open it.

    `grants`: address -> id of that permission, by which it is ended. `trashed`: it lies in the trash; `thrown`: it was
    thrown away itself, and not with the folder it lies in.
    """

    id: str
    name: str
    mime: str
    link: str = ""
    parents: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[tuple[str, str]] = frozenset()
    grants: Mapping[str, str] = field(default_factory=dict)
    trashed: bool = False
    thrown: bool = False


def _item(got: Mapping[str, Any]) -> Item:
    return Item(
        id=str(got["id"]),
        name=str(got.get("name", "")),
        mime=str(got.get("mimeType", "")),
        link=str(got.get("webViewLink", "")),
        parents=tuple(got.get("parents", ())),
        properties=dict(got.get("appProperties", {})),
        shared=frozenset(
            (str(p.get("emailAddress", "")).lower(), str(p.get("role"))) for p in got.get("permissions", ())
        ),
        grants={str(p.get("emailAddress", "")).lower(): str(p.get("id")) for p in got.get("permissions", ())},
        trashed=bool(got.get("trashed")),
        thrown=bool(got.get("explicitlyTrashed")),
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def file_link(file_id: str) -> str:
    """The address at which a person opens the file."""
    return f"https://drive.google.com/file/d/{file_id}/view"


def folder_link(folder_id: str) -> str:
    """The address at which a person opens the folder."""
    return f"https://drive.google.com/drive/folders/{folder_id}"


class _Beginning:
    """The first part of a download as one request: the content where that is all of it, otherwise the file's size."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        self._into = io.BytesIO()
        self._media = MediaIoBaseDownload(self._into, request, chunksize=most)  # an empty file's 416 is read here too

    def execute(self, num_retries: int = 0) -> bytes | int:
        """As a request of the client is carried out."""
        progress, done = self._media.next_chunk(num_retries=num_retries)
        return self._into.getvalue() if done else int(progress.total_size or 0)


class Drive:
    """The files of the secretariat's account."""

    def __init__(self, service: Service) -> None:
        self._do = service.do
        self._files, self._permissions = service.api.files(), service.api.permissions()  # made once: making is slow
        self._about = service.api.about()

    def room(self) -> int | None:
        """Bytes that the account may still store; None where it has no limit of its own."""
        got = self._do("Drive sisa ruang", self._about.get(fields="storageQuota(limit,usage)"), Effect.READ)
        quota = got.get("storageQuota", {})
        return max(0, int(quota["limit"]) - int(quota.get("usage", 0))) if "limit" in quota else None

    def marked(self, key: str, value: str, *, trashed: bool = False) -> list[Item]:
        """Everything that carries this appProperty, oldest first, so that the first made one wins.

        `trashed`: what lies in the trash too.
        """
        query = f"appProperties has {{ key={_quoted(key)} and value={_quoted(value)} }}"
        query += "" if trashed else " and trashed=false"
        found: list[Item] = []
        request = self._files.list(
            q=query,
            pageSize=1000,
            orderBy="createdTime",
            supportsAllDrives=True,
            includeItemsFromAllDrives=True,
            includePermissionsForView="published",  # who may answer a form is shown only so
            fields=f"nextPageToken,files({_FIELDS})",
        )
        while request is not None:
            page = self._do("Drive daftar berkas", request, Effect.READ)
            found.extend(_item(f) for f in page.get("files", ()))
            request = self._files.list_next(request, page)
        return found

    def ids(self, count: int) -> list[str]:
        """Ids to make files with: a file made with an id of ours can be made only once."""
        found: list[str] = []
        while len(found) < count:
            got = self._do(
                "Drive meminta nomor berkas",
                self._files.generateIds(count=min(1000, count - len(found)), space="drive"),
                Effect.READ,
            )
            found.extend(got["ids"])
        return found

    def make(
        self, name: str, mime: str, parent: str | None, properties: Mapping[str, str], file_id: str | None = None
    ) -> Item:
        """A folder or an empty spreadsheet. With `file_id` (folders) a second call finds the first one's."""
        body: dict[str, Any] = {"name": name, "mimeType": mime, "appProperties": dict(properties)}
        body["writersCanShare"] = False  # who sees a ballot or the workbook is decided here alone
        if parent:
            body["parents"] = [parent]
        if file_id:
            body["id"] = file_id
        request = self._files.create(body=body, fields=_FIELDS, supportsAllDrives=True)
        try:
            return _item(self._do(f"Drive membuat {properties.get('peran', mime)}", request, Effect.KEYED if file_id else Effect.OPEN))
        except Taken:
            return Item(file_id or "", name, mime, properties=properties)

    def lost(self, name: str, mime: str) -> str | None:
        """The id of a file of just this name and type that carries no key yet: made, but not adopted."""
        query = f"name={_quoted(name)} and mimeType={_quoted(mime)} and trashed=false"
        request = self._files.list(
            q=query,
            pageSize=20,
            orderBy="createdTime",
            supportsAllDrives=True,
            includeItemsFromAllDrives=True,
            fields="files(id,appProperties)",
        )
        page = self._do("Drive mencari berkas", request, Effect.READ)
        return next((str(f["id"]) for f in page.get("files", ()) if not f.get("appProperties")), None)

    def adopt(self, file_id: str, parent: str, properties: Mapping[str, str]) -> Item:
        """A file that another API made lies in this folder and carries this key; adopted before is adopted."""
        now = self._files.get(fileId=file_id, fields="parents", supportsAllDrives=True)
        parents = self._do("Drive melihat berkas", now, Effect.READ).get("parents", ())
        moved = {"addParents": parent, "removeParents": ",".join(parents)} if parent not in parents else {}
        request = self._files.update(
            fileId=file_id,
            body={"appProperties": dict(properties)},
            fields=_FIELDS,
            supportsAllDrives=True,
            **moved,
        )
        return _item(self._do("Drive menata berkas", request, Effect.KEYED))

    def tag(self, file_id: str, properties: Mapping[str, str]) -> None:
        """The file carries these appProperties beside those it has."""
        request = self._files.update(
            fileId=file_id, body={"appProperties": dict(properties)}, fields="id", supportsAllDrives=True
        )
        self._do(f"Drive mencatat pada {file_id}", request, Effect.KEYED)

    def upload(
        self, file_id: str, name: str, parent: str, content: bytes, mime: str, properties: Mapping[str, str]
    ) -> None:
        """The file is in Drive under `file_id`; done before is done."""
        large = len(content) > _SMALL
        media = (
            MediaIoBaseUpload(io.BytesIO(content), mimetype=mime, resumable=large, chunksize=8 * 1024 * 1024)
            if content
            else None
        )
        body = {"id": file_id, "name": name, "parents": [parent], "mimeType": mime, "appProperties": dict(properties)}
        request = self._files.create(body=body, media_body=media, fields="id", supportsAllDrives=True)
        try:
            self._do(f"Drive menyimpan {properties.get('kunci', file_id)}", request, Effect.KEYED)
        except Taken:
            return

    def download(self, file_id: str, most: int) -> bytes | int:
        """The content of a file; of one over `most` bytes only its size in bytes, and no more than `most` is read."""
        request = _Beginning(self._files.get_media(fileId=file_id, supportsAllDrives=True), most)
        return cast("bytes | int", self._do(f"Drive membaca {file_id}", cast("HttpRequest", request), Effect.READ))

    def converted(self, file_id: str, name: str, parent: str, properties: Mapping[str, str]) -> Item:
        """A Google document that says what this file says. Made anew each time: look for it by its properties first."""
        body = {"name": name, "mimeType": DOCUMENT, "parents": [parent], "appProperties": dict(properties)}
        request = self._files.copy(fileId=file_id, body=body, fields=_FIELDS, supportsAllDrives=True)
        return _item(self._do(f"Drive mengubah {file_id}", request, Effect.OPEN))

    def export(self, file_id: str, mime: str) -> bytes:
        """A Google document as a file of that media type; Google exports up to 10 MB."""
        request = self._files.export(fileId=file_id, mimeType=mime)
        return bytes(self._do(f"Drive mengekspor {file_id}", request, Effect.READ))

    def remove(self, file_id: str) -> None:
        """The file is gone for good; gone before is gone."""
        request = self._files.delete(fileId=file_id, supportsAllDrives=True)
        try:
            self._do(f"Drive menghapus {file_id}", request, Effect.KEYED)
        except Gone:
            return

    def share(self, pairs: Sequence[tuple[str, str, str]]) -> None:
        """(file, address, role): each address may open the file, without a notice of Google's. Role `ANSWERS`: a form."""
        for file_id, email, role in pairs:
            grant = {"role": "reader", "view": "published"} if role == ANSWERS else {"role": role}
            request = self._permissions.create(
                fileId=file_id,
                body={"type": "user", "emailAddress": email} | grant,
                sendNotificationEmail=False,
                supportsAllDrives=True,
                fields="id",
            )
            self._do(f"Drive memberi akses pada {file_id}", request, Effect.KEYED)

    def unshare(self, grants: Sequence[tuple[str, str]]) -> None:
        """These permissions, (file, permission id), have ended; ended before is ended."""
        for file_id, permission in grants:
            request = self._permissions.delete(fileId=file_id, permissionId=permission, supportsAllDrives=True)
            try:
                self._do("Drive mengakhiri akses", request, Effect.KEYED)
            except Gone:
                continue
