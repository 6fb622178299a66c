"""Where an address written in a cell or a letter leads: to a page of this server, outside, or nowhere."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

ID = r"([A-Za-z0-9_-]{10,120})"
SHEET = re.compile(rf"/spreadsheets/(?:u/\d+/)?d/{ID}(?:/|$)")
FORM = re.compile(rf"/forms/(?:u/\d+/)?d/{ID}(?:/|$)")
RESPONDER = re.compile(rf"/forms/d/e/{ID}/")
FOLDER = re.compile(rf"/drive/(?:u/\d+/)?folders/{ID}(?:/|$)")
FILE = re.compile(rf"/(?:file|document|presentation)/d/{ID}(?:/|$)")
OPEN = re.compile(rf"(?:^|&)id={ID}(?:&|$)")
GID = re.compile(r"(?:^|[?&#])gid=(\d{1,10})")
ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def target(address: str) -> str | None:
    """The page a Google address means here, the address itself for any other of the web, None for what is no link."""
    text = address.strip()
    if not ADDRESS.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if host in {"docs.google.com", "drive.google.com"}:
        return _own(parts.path, parts.query, parts.fragment) or text
    return text if host else None


def _own(path: str, query: str, fragment: str) -> str | None:
    if found := RESPONDER.search(path):
        return f"/formulir/e/{found.group(1)}"
    if found := SHEET.search(path):
        tab = GID.search(f"#{fragment}") or GID.search(f"?{query}")
        return f"/lembar/{found.group(1)}" + (f"/{tab.group(1)}" if tab else "")
    if found := FORM.search(path):
        return f"/formulir/{found.group(1)}"
    if found := FOLDER.search(path) or FILE.search(path) or OPEN.search(query):
        return f"/berkas/{found.group(1)}"
    return None


def pieces(text: str) -> list[tuple[str, str | None]]:
    """The text cut where addresses stand in it: (piece, where it leads or None)."""
    made: list[tuple[str, str | None]] = []
    end = 0
    for found in ADDRESS.finditer(text):
        address = found.group().rstrip(".,;:)]}")
        if found.start() > end:
            made.append((text[end : found.start()], None))
        made.append((address, target(address)))
        end = found.start() + len(address)
    if end < len(text):
        made.append((text[end:], None))
    return made
