"""Goes through a mail once, in order, attached messages and archives included."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message

from competition.facts import FileState, Part
from integrations.documents import archives
from integrations.documents.filetype import ARCHIVES, PICTURES, type_of
from integrations.documents.headers import content_type, disposition, header
from integrations.documents.html import cited_pictures
from integrations.documents.mime import as_bytes, body_of, bytes_of, file_name_of, inner_of, parse, subject_name_of, unbounded
from integrations.documents.pieces import Body, Content, Leaf, Piece
from integrations.documents.promises import promised

MAX_MESSAGES = 20
MAX_DEPTH = 60
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_CALENDARS = frozenset({"text/calendar", "application/ics"})
_SILENT = (
    frozenset(
        {
            "text/plain",
            "text/html",
            "text/calendar",
            "text/x-amp-html",
            "text/watch-html",
            "text/enriched",
            "message/delivery-status",
            "message/disposition-notification",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/feedback-report",
            "application/pgp-encrypted",
        }
    )
    | _SIGNATURES
)
_ENDINGS = {"text/plain": "txt", "text/html": "html", "": "bin"}


def content_of(message: Message) -> Content:
    """All bodies and pieces of a parsed message."""
    content = Content()
    try:
        _Walk(content).message(message, "", None, content.bodies, report=False)
    except Exception:  # whatever a hostile structure makes fail: what was found stays, and the mail itself is kept as a broken file
        content.pieces.append(Piece("0", "tanpa-nama-0.eml", Part.FILE, as_bytes(message), state=FileState.CORRUPT))
    return content


def enclosed_in(path: str, name: str, data: bytes) -> list[Piece]:
    """A file that came by itself, followed by what lies in it if it is an archive or a saved mail."""
    content = Content()
    piece, found = Piece(path, name, Part.FILE, data), type_of(data)
    if found in ARCHIVES | {"eml"}:
        _Walk(content).opened(piece, found, zipped=False)
    else:
        content.pieces.append(piece)
    return content.pieces


class _Walk:
    """Goes through one mail once, attached messages and archives included."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.messages = 0
        self.nameless = 0

    def message(self, message: Message, path: str, container: str | None, bodies: list[Body], *, report: bool, zipped: bool = False) -> None:
        self.messages += 1
        start = len(self.content.pieces)
        found = self._part(message, path, container, report, zipped, 0)
        bodies.extend(found)
        if not report:
            shown = cited_pictures([b.html for b in found if b.html])
            self._mark_pictures(start, container, shown)

    def _mark_pictures(self, start: int, container: str | None, shown: frozenset[str]) -> None:
        for at in range(start, len(self.content.pieces)):
            piece = self.content.pieces[at]
            if isinstance(piece, Leaf) and piece.container == container and piece.part is Part.FILE:
                self.content.pieces[at] = piece.settled(shown)

    def _part(self, part: Message, path: str, container: str | None, report: bool, zipped: bool, depth: int) -> list[Body]:
        kind, parameters = content_type(part)
        payload = part.get_payload()
        children = [p for p in payload if isinstance(p, Message)] if isinstance(payload, list) else []
        if depth > MAX_DEPTH:
            self._leaf(part, path, container, report, zipped, kind, parameters)
            return []
        if kind == "message/rfc822" or (kind.startswith("message/") and children and kind == "message/global"):
            self._attached(part, children, path, container, report, zipped, parameters)
            return []
        if kind.startswith("multipart/"):
            children = children or unbounded(part, kind)
        if children and kind.startswith("multipart/"):
            inside = report or kind == "multipart/report"
            found = [self._part(child, f"{path}.{n}" if path else str(n), container, inside, zipped, depth + 1) for n, child in enumerate(children, 1)]
            return _alternatives(found) if kind == "multipart/alternative" else [b for bodies in found for b in bodies]
        return self._leaf(part, path, container, report, zipped, kind, parameters)

    def _attached(self, part: Message, children: list[Message], path: str, container: str | None, report: bool, zipped: bool, parameters: dict[str, str]) -> None:
        inner = inner_of(part, children)
        path = path or "1"
        if report:
            if inner is not None and self.messages < MAX_MESSAGES:
                self.message(inner, path, container, [], report=True, zipped=zipped)
            return
        name = file_name_of(part, parameters) or (subject_name_of(inner) if inner else "") or self._made_up("eml")
        if inner is None or self.messages >= MAX_MESSAGES:
            self.content.pieces.append(Piece(path, name, Part.FILE, bytes_of(part), container))
            return
        self.content.pieces.append(Piece(path, name, Part.CONTAINER, None, container, own_file=False, message=inner))
        self.message(inner, path, name, self.content.forwarded, report=False, zipped=zipped)

    def _leaf(self, part: Message, path: str, container: str | None, report: bool, zipped: bool, kind: str, parameters: dict[str, str]) -> list[Body]:
        name = file_name_of(part, parameters)
        shown_as = disposition(part)[0]
        path = path or "1"
        text = kind in ("text/plain", "text/html") or kind.startswith("multipart/")
        if not name and text and shown_as != "attachment":
            return [body_of(part, kind, parameters)]
        if not name and (report or (kind in _SILENT and shown_as != "attachment")):
            return []
        if not name:
            data = bytes_of(part)
            if not data.strip():
                return []
            found = type_of(data)
            name = self._made_up(found or _ENDINGS.get(kind, kind.rpartition("/")[2][:8] if kind.startswith("text/") else "bin"))
        else:
            data = bytes_of(part)
        if report:
            self.content.pieces.append(Piece(path, name, Part.REPORT, data, container))
        elif kind in _CALENDARS or (name.lower().endswith(".ics") and type_of(data) in ("ics", "txt", "")):
            self.content.pieces.append(Piece(path, name, Part.CALENDAR, data, container, own_file=False))
        elif kind in _SIGNATURES or _is_signature(name, data):
            self.content.pieces.append(Piece(path, name, Part.SIGNATURE, data, container))
        else:
            self._file(part, path, name, data, container, kind, zipped)
        return []

    def _file(self, part: Message, path: str, name: str, data: bytes, container: str | None, kind: str, zipped: bool) -> None:
        found = type_of(data)
        if found not in ARCHIVES | {"eml"}:
            ids = {header(part, "content-id").strip("<> "), header(part, "content-location").strip()} - {""}
            picture = found in PICTURES or (not found and kind.startswith("image/"))
            self.content.pieces.append(Leaf(path, name, Part.FILE, data, container, ids=frozenset(ids), picture=picture))
            return
        self.opened(Piece(path, name, Part.FILE, data, container), found, zipped=zipped)

    def opened(self, piece: Piece, found: str, *, zipped: bool) -> None:
        """A file that may hold others, with what follows out of it."""
        data = piece.data or b""
        right_name = promised(piece.name) in (None, found)
        if found == "eml" and right_name and (promised(piece.name) or self._is_mail(piece)) and self.messages < MAX_MESSAGES:
            self.content.pieces.append(replace(piece, part=Part.CONTAINER))
            self.message(parse(data), piece.path, piece.name, self.content.forwarded, report=False, zipped=zipped)
            return
        if zipped and found in ARCHIVES:
            self.content.pieces.append(replace(piece, state=FileState.NESTED))
            return
        if found != "zip" or not right_name:
            self.content.pieces.append(piece)
            return
        if refused := archives.refusal_of(data):
            self.content.pieces.append(replace(piece, state=refused))
            return
        self.content.pieces.append(replace(piece, part=Part.CONTAINER))
        for member in archives.members_of(data):
            inside = Piece(f"{piece.path}.{member.position}", member.name, Part.FILE, member.data, piece.name, member.state if member.data is None else None, member.size)
            kind = type_of(member.data or b"")
            if kind in ARCHIVES or kind == "eml":
                self.opened(inside, kind, zipped=True)
            else:
                self.content.pieces.append(inside)

    @staticmethod
    def _is_mail(piece: Piece) -> bool:
        return "." not in piece.name or piece.name.lower().endswith((".eml", ".msg", ".mht"))

    def _made_up(self, ending: str) -> str:
        self.nameless += 1
        return f"tanpa-nama-{self.nameless}.{ending}"


def _is_signature(name: str, data: bytes) -> bool:
    """A digital signature that was sent under another content type."""
    ending = name.lower().rpartition(".")[2]
    return (ending == "p7s" and type_of(data) == "p7m") or (ending in ("asc", "sig") and b"-----BEGIN PGP SIGNATURE" in data[:200])


def _alternatives(found: list[list[Body]]) -> list[Body]:
    bodies = [b for part in found for b in part]
    plain = "\n".join(b.plain for b in bodies if b.plain.strip())
    html = "\n".join(b.html for b in bodies if b.html.strip())
    return [Body(plain, html, any(b.flowed for b in bodies))] if bodies else []
