"""A message as a person reads it: its headers, its text, what hangs on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from integrations.rehearsal.gmail import mime

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

LONGEST = 200_000
ACTIVE = ("script", "link", "meta", "base", "iframe", "frame", "object", "embed", "form", "svg", "audio", "video")
PICTURES = re.compile(r"image/(png|jpeg|gif|webp)$")
MOST_INLINE = 2 * 1024 * 1024


@dataclass(frozen=True)
class Attached:
    """A file on a message: its place among them, its name, type, bytes, and how to get it."""

    number: int
    name: str
    mime: str
    size: int
    key: str  # Gmail's id of it; "" where the bytes stand in the message itself
    data: str
    cid: str


@dataclass(frozen=True)
class Letter:
    """One message."""

    id: str
    thread: str
    subject: str
    headers: dict[str, str]  # From, To, Cc, Date and so on, lower-case names, first of each
    moment: str
    labels: tuple[str, ...]
    text: str
    page: str  # the HTML body as it was sent
    files: tuple[Attached, ...]

    @property
    def draft(self) -> bool:
        """Whether it was never sent."""
        return "DRAFT" in self.labels


def read(message: Json) -> Letter:
    """The letter of a message in full format."""
    payload = message.get("payload", {})
    heads: dict[str, str] = {}
    for each in payload.get("headers", []):
        heads.setdefault(each["name"].lower(), each["value"])
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    attached: list[Attached] = []
    for part in _leaves(payload):
        body, name, kind = part.get("body", {}), part.get("filename", ""), part.get("mimeType", "")
        if kind in texts and not name:
            texts[kind].append(mime.decode(body.get("data", "")).decode("utf-8", "replace").replace("\r\n", "\n"))
        elif name or body.get("size"):
            own = {each["name"].lower(): each["value"] for each in part.get("headers", [])}
            attached.append(
                Attached(
                    len(attached), name or f"bagian-{len(attached) + 1}", kind, int(body.get("size", 0)),
                    body.get("attachmentId", ""), body.get("data", ""), own.get("content-id", "").strip(" <>"),
                )
            )  # fmt: skip
    return Letter(
        message["id"], message["threadId"], heads.get("subject", "").strip() or "(tanpa perihal)", heads,
        message.get("internalDate", ""), tuple(message.get("labelIds", [])), "\n".join(texts["text/plain"])[:LONGEST],
        "\n".join(texts["text/html"]), tuple(attached),
    )  # fmt: skip


def _leaves(part: Json) -> Iterator[Json]:
    """Every part that is no container; an attached message is one file, not the parts it is made of."""
    if part.get("mimeType") == "message/rfc822" or not part.get("parts"):
        yield part
        return
    for each in part["parts"]:
        yield from _leaves(each)


def shown(page: str, pictures: dict[str, str]) -> str:
    """The HTML body without what acts or calls outside; pictures of the same message stand in it as data.

    The policy it is served under keeps the rest inert; this takes away what no policy covers.
    """
    soup = BeautifulSoup(page[: 4 * LONGEST], "html.parser")
    for each in soup.find_all(ACTIVE):
        each.decompose()
    for picture in soup.find_all("img"):
        source = str(picture.get("src", ""))
        known = pictures.get(source.removeprefix("cid:")) if source.startswith("cid:") else None
        if known is not None:
            picture["src"] = known
        elif not source.startswith("data:image/"):
            del picture["src"]
    start = '<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Isi surat</title></head><body>'
    return f"{start}{soup}</body></html>"


def words(page: str) -> str:
    """The words of an HTML body, a line for each block."""
    soup = BeautifulSoup(page[: 4 * LONGEST], "html.parser")
    for each in soup.find_all(("script", "style", "head")):
        each.decompose()
    lines = (line.strip() for line in soup.get_text("\n").splitlines())
    return "\n".join(line for line in lines if line)
