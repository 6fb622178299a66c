"""One account of a Google Workspace as the contracts see it, and what they make there, gone when they end."""

from __future__ import annotations

import base64
import contextlib
import io
import secrets
import time
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cached_property
from typing import TYPE_CHECKING, Any

from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseUpload

from .clients import Ear, Patient, service, table_client

if TYPE_CHECKING:
    from collections.abc import Callable

    import gspread
    from google.auth.credentials import Credentials

SCOPES = (
    "https://mail.google.com/",  # nothing less deletes a message for good
    "https://www.googleapis.com/auth/gmail.settings.basic",
    "https://www.googleapis.com/auth/drive",
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/forms.body",
    "https://www.googleapis.com/auth/forms.responses.readonly",
)
FOLDER = "application/vnd.google-apps.folder"
SHEET = "application/vnd.google-apps.spreadsheet"
SHORTCUT = "application/vnd.google-apps.shortcut"
LAG_SECONDS = 120  # searches see what was made after a while: Google names no limit


def identity(key: dict[str, Any], subject: str | None, base: str | None, scopes: tuple[str, ...] = SCOPES) -> Credentials:
    """Credentials of a key file's content: a service account (acting for `subject`) or an authorized user."""
    uri = f"{base}/token" if base else key.get("token_uri", "https://oauth2.googleapis.com/token")
    if key.get("type") != "service_account":
        return user_credentials.Credentials.from_authorized_user_info(key).with_token_uri(uri)
    made = service_account.Credentials.from_service_account_info(key | {"token_uri": uri}, scopes=scopes)
    return made.with_subject(subject) if subject else made


@dataclass
class Account:
    """The clients of one account, and things it makes in a folder of its own."""

    key: dict[str, Any]
    subject: str | None
    base: str | None = None  # None: Google
    live: bool = False
    within: str = "root"  # the folder in which the suite makes its own
    other: str | None = None  # somebody else's address, to share things with
    topic: str | None = None  # a Pub/Sub topic that watches may name
    answered: str | None = None  # a form that has been answered
    token: str | None = None  # a token to act with, in place of the key
    undo: list[Callable[[], Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ear = Ear(strict=not self.live)
        if self.token is None:
            self.credentials = identity(self.key, self.subject, self.base)
        else:
            self.credentials = user_credentials.Credentials(token=self.token)
        self.gmail, self.drive, self.forms, sheets = (
            service(api, self.credentials, self.base, self.ear) for api in ("gmail", "drive", "forms", "sheets")
        )
        self.mail = self.gmail.users()
        self.sheets = sheets.spreadsheets()
        self.http = Patient(self.credentials, http=self.drive._http.http)

    @cached_property
    def gspread(self) -> gspread.Client:
        """Gspread in the name of this account."""
        return table_client(self.credentials, self.base, self.ear)

    @cached_property
    def address(self) -> str:
        """The account's own address."""
        return str(self.mail.getProfile(userId="me").execute()["emailAddress"])

    @cached_property
    def folder(self) -> str:
        """A folder for everything the contracts make in Drive."""
        body = {"name": f"panitia contract {secrets.token_hex(3)}", "mimeType": FOLDER, "parents": [self.within]}
        made = str(self.drive.files().create(body=body, fields="id", supportsAllDrives=True).execute()["id"])
        self.undo.append(self.drive.files().delete(fileId=made, supportsAllDrives=True).execute)
        return made

    @cached_property
    def root(self) -> str:
        """The real id of My Drive."""
        return str(self.drive.files().get(fileId="root", fields="id").execute()["id"])

    def url(self, host: str, path: str) -> str:
        """The address of a path: at Google on that host, in the rehearsal on the only one there is."""
        return f"{self.base or f'https://{host}'}{path}"

    def mark(self) -> str:
        """A word that stands nowhere else in this account."""
        return f"kontrak{secrets.token_hex(6)}"

    def file(self, name: str = "berkas", content: bytes | None = None, mime: str = "text/plain", **body: Any) -> str:
        """The id of a file in the contracts' folder."""
        media = None if content is None else MediaIoBaseUpload(io.BytesIO(content), mime)
        body = {"name": name, "parents": [self.folder], **({} if media else {"mimeType": mime}), **body}
        return str(self.drive.files().create(body=body, media_body=media, fields="id").execute()["id"])

    def book(self, values: list[list[Any]] | None = None, place: str = "A1") -> str:
        """The id of a fresh spreadsheet in the folder, these values typed into it at `place`."""
        made = self.file("Buku", mime=SHEET)
        if values is not None:
            self.type_in(made, place, values)
        return made

    def type_in(self, book: str, place: str, values: list[list[Any]], option: str = "USER_ENTERED") -> dict[str, Any]:
        """What values.update answers."""
        request = self.sheets.values().update(
            spreadsheetId=book, range=place, valueInputOption=option, body={"values": values}
        )
        return dict(request.execute())

    def read(self, book: str, place: str, option: str = "FORMATTED_VALUE", **more: Any) -> Any:
        """The values of a range, None where there is none."""
        request = self.sheets.values().get(spreadsheetId=book, range=place, valueRenderOption=option, **more)
        return request.execute().get("values")

    def change(self, book: str, *requests: dict[str, Any]) -> list[dict[str, Any]]:
        """The replies of a batchUpdate."""
        answer = self.sheets.batchUpdate(spreadsheetId=book, body={"requests": list(requests)}).execute()
        return list(answer["replies"])

    def look(self, book: str, fields: str, **more: Any) -> Any:
        """The spreadsheet through a mask."""
        return self.sheets.get(spreadsheetId=book, fields=fields, **more).execute()

    def form(self, title: str = "Formulir") -> str:
        """The id of a fresh form, moved into the folder."""
        made = str(self.forms.forms().create(body={"info": {"title": title}}).execute()["formId"])
        self.drive.files().update(fileId=made, addParents=self.folder, removeParents=self.root).execute()
        return made

    def insert(self, raw: str, *labels: str, **more: Any) -> str:
        """The id of a message put into the mailbox without being sent."""
        body = {"raw": raw, "labelIds": list(labels)}
        return self.own(self.mail.messages().insert(userId="me", body=body, **more).execute())

    def own(self, message: dict[str, Any]) -> str:
        """The id of the message, which is deleted when the contracts end."""
        self.undo.append(self.mail.messages().delete(userId="me", id=message["id"]).execute)
        return str(message["id"])

    def label(self, name: str, **body: Any) -> str:
        """The id of a new label, which is deleted when the contracts end."""
        made = str(self.mail.labels().create(userId="me", body={"name": name, **body}).execute()["id"])
        self.undo.append(self.mail.labels().delete(userId="me", id=made).execute)
        return made

    def found(self, **query: Any) -> list[str]:
        """The ids messages.list answers."""
        listed = self.mail.messages().list(userId="me", **query).execute()
        return [each["id"] for each in listed.get("messages", [])]

    def headers(self, message: str) -> dict[str, str]:
        """The headers of a message by name."""
        shown = self.mail.messages().get(userId="me", id=message, format="metadata").execute()
        return {each["name"]: each["value"] for each in shown["payload"]["headers"]}

    def soon(self, look: Callable[[], Any], wanted: Any) -> None:
        """`look` sees what is wanted: at once in the rehearsal, at Google as soon as its index has it."""
        end = time.monotonic() + (LAG_SECONDS if self.live else 0)
        seen = look()
        while seen != wanted and time.monotonic() < end:
            time.sleep(3)
            seen = look()
        assert seen == wanted

    def leave(self) -> None:
        """Nothing of what the contracts made is left."""
        for step in reversed(self.undo):
            with contextlib.suppress(HttpError):  # a contract may have deleted it itself
                step()
        self.undo.clear()


def letter(to: str, subject: str = "Perihal", text: str = "Isi surat.", **headers: str) -> str:
    """A message in base64url; `X_Name` stands for the header X-Name."""
    return packed(message(to, subject, text, **headers))


def message(to: str, subject: str = "Perihal", text: str = "Isi surat.", **headers: str) -> EmailMessage:
    """A message of plain text."""
    made = EmailMessage()
    made["To"], made["Subject"] = to, subject
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def packed(made: EmailMessage) -> str:
    """The message in base64url."""
    return base64.urlsafe_b64encode(made.as_bytes()).decode()
