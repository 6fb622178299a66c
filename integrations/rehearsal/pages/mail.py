"""Surat: a person's mailbox, its conversations, one message's body and files."""

from __future__ import annotations

import html
from email.utils import getaddresses
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.gmail import mime
from integrations.rehearsal.pages import letter, preview
from integrations.rehearsal.pages.visit import Visit, download, inline, pairs
from integrations.rehearsal.pages.words import LABELS, said
from integrations.rehearsal.refusals import Refusal, not_found

if TYPE_CHECKING:
    from starlette.responses import Response

    from integrations.rehearsal.pages.letter import Attached, Letter

Json = dict[str, Any]

PAGE = 25
FIRST = ("INBOX", "SENT", "DRAFT", "STARRED", "SPAM", "TRASH")
LISTED = ("Subject", "From", "To", "Date")
BODY_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
ACTS: dict[str, tuple[str, Json | None, str]] = {
    "dibaca": ("modify", {"removeLabelIds": ["UNREAD"]}, "Percakapan ditandai sudah dibaca."),
    "belum": ("modify", {"addLabelIds": ["UNREAD"]}, "Percakapan ditandai belum dibaca."),
    "arsip": ("modify", {"removeLabelIds": ["INBOX"]}, "Percakapan diarsipkan."),
    "buang": ("trash", None, "Percakapan dipindahkan ke Sampah."),
    "pulihkan": ("untrash", None, "Percakapan dikeluarkan dari Sampah."),
    "bintang": ("modify", {"addLabelIds": ["STARRED"]}, "Percakapan diberi bintang."),
    "tanpa-bintang": ("modify", {"removeLabelIds": ["STARRED"]}, "Bintang dihapus."),
    "ke-masuk": ("modify", {"addLabelIds": ["INBOX"]}, "Percakapan dikembalikan ke Kotak Masuk."),
}


def _folders(visit: Visit) -> list[tuple[str, str]]:
    labels = visit.ask("gmail.users.labels.list", userId="me")["labels"]
    own = sorted((each["name"], each["id"]) for each in labels if each["type"] == "user")
    return [(name, LABELS[name]) for name in FIRST] + [(key, name) for name, key in own]


def _names(visit: Visit) -> dict[str, str]:
    labels = visit.ask("gmail.users.labels.list", userId="me")["labels"]
    return {each["id"]: LABELS.get(each["id"], each["name"]) for each in labels}


def threads(visit: Visit) -> Response:
    """A page of the conversations of one label, or of those a search finds."""
    folders = _folders(visit)
    known = dict(folders)
    label = visit.query.get("label", "INBOX")
    label = label if label in known else ""
    asked = visit.query.get("q", "").strip()[:200]
    within = "" if asked else label
    found = visit.ask(
        "gmail.users.threads.list",
        *pairs(maxResults=str(PAGE), labelIds=within, q=asked, pageToken=visit.query.get("halaman", "")), userId="me",
    )  # fmt: skip
    names = _names(visit)
    listed = [_brief(visit, each["id"], names) for each in found.get("threads", [])]
    title = "Hasil pencarian" if asked else known.get(label, "Semua surat")
    return visit.page(
        "threads.html", title=title, folders=folders, label=label if not asked else None, asked=asked, listed=listed,
        following=found.get("nextPageToken", ""), unread=_unread(visit),
    )  # fmt: skip


def _unread(visit: Visit) -> dict[str, int]:
    """How many conversations are new in the inbox, and how many drafts there are."""
    inbox, drafts = (visit.ask("gmail.users.labels.get", userId="me", id=label) for label in ("INBOX", "DRAFT"))
    return {"INBOX": inbox.get("threadsUnread", 0), "DRAFT": drafts.get("messagesTotal", 0)}


def _brief(visit: Visit, thread_id: str, names: dict[str, str]) -> Json:
    """One line of the list: who, what, when, how many."""
    wanted = [("metadataHeaders", name) for name in LISTED]
    messages = visit.ask("gmail.users.threads.get", ("format", "metadata"), *wanted, userId="me", id=thread_id)[
        "messages"
    ]
    first, last = letter.read(messages[0]), letter.read(messages[-1])
    labels = {label for each in messages for label in each.get("labelIds", [])}
    outgoing = "SENT" in last.labels or last.draft
    written = last.headers.get("to" if outgoing else "from", "")
    who = ", ".join(name or address for name, address in getaddresses([written])) or written
    return {
        "id": thread_id, "subject": first.subject, "who": ("Kepada: " if outgoing else "") + (who or "(tanpa alamat)"),
        "moment": last.moment, "count": len(messages), "unread": "UNREAD" in labels, "draft": "DRAFT" in labels,
        "snippet": html.unescape(messages[-1].get("snippet", "")),
        "labels": [names[each] for each in sorted(labels) if each.startswith("Label_") and each in names],
        "starred": "STARRED" in labels,
    }  # fmt: skip


def thread(visit: Visit) -> Response:
    """The conversation with all its messages, oldest first."""
    found = visit.ask("gmail.users.threads.get", ("format", "full"), userId="me", id=visit.path["id"])
    letters = [letter.read(each) for each in found["messages"]]
    drafts: dict[str, str] = {}
    if any(each.draft for each in letters):
        listed = visit.ask("gmail.users.drafts.list", ("maxResults", "500"), userId="me").get("drafts", [])
        drafts = {each["message"]["id"]: each["id"] for each in listed}
    labels = {label for each in letters for label in each.labels}
    names = _names(visit)
    return visit.page(
        "thread.html", title=letters[0].subject, id=visit.path["id"], letters=letters, drafts=drafts, labels=labels,
        names=[(each, names[each]) for each in sorted(labels) if each in names and each not in {"UNREAD", "STARRED"}],
        free=[(each, name) for each, name in names.items() if each.startswith("Label_") and each not in labels],
    )  # fmt: skip


def change(visit: Visit) -> Response:
    """The conversation is read, unread, archived, starred, labelled, thrown away or fetched back."""
    if "lepas" in visit.fields.texts or visit.fields.text("aksi") == "pasang":
        return _labelled(visit)
    known = ACTS.get(visit.fields.text("aksi"))
    if known is None:
        raise Refusal(400, "Unknown action")
    verb, body, told = known
    visit.ask(f"gmail.users.threads.{verb}", body=body, userId="me", id=visit.path["id"])
    return visit.back(f"/surat/utas/{visit.path['id']}", told)


def _labelled(visit: Visit) -> Response:
    """The conversation carries another label, a new one if it was named, or one less."""
    here = f"/surat/utas/{visit.path['id']}"
    gone, label, new = (visit.fields.text(name) for name in ("lepas", "label", "baru"))
    try:
        if gone:
            body: Json = {"removeLabelIds": [gone]}
        else:
            if new.strip():
                label = visit.ask("gmail.users.labels.create", body={"name": new.strip()[:100]}, userId="me")["id"]
            if not label:
                return visit.back(here, "Pilih sebuah label, atau tulis nama label baru.", ok=False)
            body = {"addLabelIds": [label]}
        visit.ask("gmail.users.threads.modify", body=body, userId="me", id=visit.path["id"])
    except Refusal as no:
        return visit.back(here, said(no), ok=False)
    return visit.back(here, "Label dilepas." if gone else "Label dipasang.")


def _letter(visit: Visit) -> Letter:
    return letter.read(visit.ask("gmail.users.messages.get", ("format", "full"), userId="me", id=visit.path["id"]))


def fetched(visit: Visit, message: str, file: Attached) -> bytes:
    """The bytes of a file on a message."""
    if not file.key:
        return mime.decode(file.data)
    got = visit.ask("gmail.users.messages.attachments.get", userId="me", messageId=message, id=file.key)
    return mime.decode(got["data"])


def body(visit: Visit) -> Response:
    """The HTML body of a message, for the frame that is made for it; no script, no request from within."""
    found = _letter(visit)
    pictures: dict[str, str] = {}
    for file in found.files:
        if file.cid and letter.PICTURES.match(file.mime) and file.size < letter.MOST_INLINE:
            data = mime.encode(fetched(visit, found.id, file)).replace("-", "+").replace("_", "/")
            pictures[file.cid] = f"data:{file.mime};base64,{data}"
    return inline(letter.shown(found.page, pictures).encode(), "text/html; charset=utf-8", BODY_POLICY)


def _attached(visit: Visit) -> tuple[Letter, Attached]:
    found = _letter(visit)
    number = int(visit.path["n"]) if visit.path["n"].isdecimal() and len(visit.path["n"]) < 5 else -1
    if not 0 <= number < len(found.files):
        raise not_found()
    return found, found.files[number]


def attachment(visit: Visit) -> Response:
    """One file of a message, to be kept."""
    found, file = _attached(visit)
    return download(fetched(visit, found.id, file), file.name)


def opened(visit: Visit) -> Response:
    """The page of one file of a message, with what can be seen of it."""
    found, file = _attached(visit)
    here = f"/surat/pesan/{found.id}/lampiran/{file.number}"
    return visit.page(
        "attachment.html", title=file.name, letter=found, file=file, here=here, name=file.name,
        look=preview.look(fetched(visit, found.id, file), file.mime, file.name), source=f"{here}/isi",
    )  # fmt: skip


def framed(visit: Visit) -> Response:
    """A picture or PDF of a message, for the frame that is made for it."""
    found, file = _attached(visit)
    return preview.framed(fetched(visit, found.id, file))
