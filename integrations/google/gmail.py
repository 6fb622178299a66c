"""The secretariat's mailbox: what arrived, drafts, sending a draft once."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from integrations.google.clients import Service
from integrations.google.patience import Effect, Gone

KEY_HEADER = "X-Panitia-Surat"  # survives sending, unlike Message-ID: how a sent letter is found again
_PAGE = 500
_PLAIN_ID = re.compile(r"<[\w.!#$%&'*+/=?^`~@-]{3,250}>")  # nothing that a search would read as more than an id
_REFERENCES = 3  # message ids looked up of those a reply refers to
_PIECE = 4 * 256 * 1024  # characters, a multiple of four


@dataclass(frozen=True, slots=True)
class Raw:
    """A message as it lies in the mailbox; `received_at` is Gmail's internalDate."""

    id: str
    thread: str
    labels: tuple[str, ...]
    received_at: datetime
    content: bytes


def _decoded(text: str) -> bytes:
    """Base64url decoded in pieces: a mail of 50 MB would otherwise lie in memory five times."""
    pieces = [base64.urlsafe_b64decode(text[at : at + _PIECE] + "==") for at in range(0, len(text), _PIECE)]
    return b"".join(pieces)


def _key(message: dict[str, Any]) -> str | None:
    headers: Sequence[dict[str, str]] = message.get("payload", {}).get("headers", ())
    return next((h["value"] for h in headers if h["name"].lower() == KEY_HEADER.lower()), None)


class Gmail:
    """One mailbox, as its own user."""

    def __init__(self, service: Service) -> None:
        self._do = service.do
        self._users = service.api.users()
        self._messages, self._drafts = self._users.messages(), self._users.drafts()  # made once: making is slow

    def address(self) -> str:
        """The mailbox's address."""
        return str(self._do("Gmail profil", self._users.getProfile(userId="me"), Effect.READ)["emailAddress"])

    def clock(self) -> datetime:
        """What time it is at Google, to the second."""
        request = self._users.getProfile(userId="me")
        request.postproc = lambda response, _content: response  # its headers, which the client leaves out
        return parsedate_to_datetime(self._do("Gmail jam", request, Effect.READ)["date"])

    def arrived(self, since: datetime) -> list[tuple[str, str]]:
        """(id, thread) of everything received since then, spam included, own mail and trash left out; newest first."""
        query = f"-in:sent -in:drafts -in:trash after:{int(since.timestamp()) - 1}"
        pages = self._pages("Gmail daftar surel", "messages", q=query, includeSpamTrash=True, maxResults=_PAGE)
        return [(str(m["id"]), str(m["threadId"])) for m in pages]

    def raw(self, message_id: str) -> Raw:
        """The whole message. One request: the attachments are inside."""
        got = self._do(
            f"Gmail surel {message_id}",
            self._messages.get(userId="me", id=message_id, format="raw"),
            Effect.READ,
        )
        return Raw(
            str(got["id"]),
            str(got["threadId"]),
            tuple(got.get("labelIds", ())),
            datetime.fromtimestamp(int(got["internalDate"]) / 1000, UTC),
            _decoded(got.pop("raw")),
        )

    def draft(self, content: bytes, thread: str | None = None) -> str:
        """The id of a new draft. A lost answer raises Unsure: the draft is then looked for by its key, not made again."""
        message: dict[str, Any] = {"raw": base64.urlsafe_b64encode(content).decode("ascii")}
        if thread:
            message["threadId"] = thread
        made = self._do(
            "Gmail membuat draf", self._drafts.create(userId="me", body={"message": message}), Effect.OPEN
        )
        return str(made["id"])

    def redraft(self, draft_id: str, content: bytes) -> None:
        """The draft says this now. Gone where it was sent or deleted."""
        body = {"message": {"raw": base64.urlsafe_b64encode(content).decode("ascii")}}
        self._do("Gmail mengubah draf", self._drafts.update(userId="me", id=draft_id, body=body), Effect.KEYED)

    def draft_raw(self, draft_id: str) -> bytes | None:
        """The draft's message as it stands now; None where the draft is gone."""
        request = self._drafts.get(userId="me", id=draft_id, format="raw")
        try:
            got = self._do("Gmail membaca draf", request, Effect.READ)
        except Gone:
            return None
        return base64.urlsafe_b64decode(got["message"]["raw"] + "==")

    def send(self, draft_id: str) -> str | None:
        """The id of the message sent; None where the draft is gone (sent before, or deleted by hand). Never repeated."""
        try:
            sent = self._do(
                "Gmail mengirim draf", self._drafts.send(userId="me", body={"id": draft_id}), Effect.SEND
            )
        except Gone:
            return None
        return str(sent["id"])

    def drafts(self) -> list[tuple[str, str]]:
        """(draft id, message id) of all drafts."""
        pages = self._pages("Gmail daftar draf", "drafts", maxResults=_PAGE)
        return [(str(d["id"]), str(d["message"]["id"])) for d in pages]

    def sent(self, since: datetime) -> list[str]:
        """Ids of what was sent since then, newest first."""
        pages = self._pages(
            "Gmail daftar terkirim",
            "messages",
            labelIds=["SENT"],
            q=f"after:{int(since.timestamp()) - 1}",
            maxResults=_PAGE,
        )
        return [str(m["id"]) for m in pages]

    def key(self, message_id: str) -> tuple[str | None, datetime]:
        """The letter key that a message carries (None: not one of ours) and its time."""
        request = self._messages.get(
            userId="me", id=message_id, format="metadata", metadataHeaders=[KEY_HEADER]
        )
        got = self._do(f"Gmail kepala surel {message_id}", request, Effect.READ)
        return _key(got), datetime.fromtimestamp(int(got["internalDate"]) / 1000, UTC)

    def answered(self, thread: str, references: Sequence[str]) -> list[str]:
        """Keys of the letters of ours that a message replies to: those in its thread, else those it refers to.

        Gmail opens a new thread where the subject was changed; then the ids it refers to still tell.
        """
        request = self._users.threads().get(userId="me", id=thread, format="metadata", metadataHeaders=[KEY_HEADER])
        try:
            got = self._do(f"Gmail utas {thread}", request, Effect.READ)
        except Gone:
            got = {}
        keys = [_key(m) for m in got.get("messages", ())]
        if not any(keys):
            found = [
                str(m["id"])
                for r in references[:_REFERENCES]
                if _PLAIN_ID.fullmatch(r)
                for m in self._pages("Gmail rujukan surel", "messages", q=f"rfc822msgid:{r}", maxResults=1)
            ]
            keys = [self.key(m)[0] for m in found]
        return sorted({k for k in keys if k})

    def _pages(self, what: str, kind: str, **query: Any) -> Iterator[dict[str, Any]]:
        resource = self._messages if kind == "messages" else self._drafts
        request = resource.list(userId="me", **query)
        while request is not None:
            page = self._do(what, request, Effect.READ)
            yield from page.get(kind, ())
            request = resource.list_next(request, page)
