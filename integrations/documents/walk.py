"""Goes through a mail once, in order, attached messages and archives included."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.message import Message

from competition.facts import FileState, Part
from integrations.documents import archives
from integrations.documents.filetype import ARCHIVES, PICTURES, type_of
from integrations.documents.headers import content_type, disposition, header
from integrations.documents.html import cited_pictures
from integrations.documents.machine import report_type
from integrations.documents.mime import (
    as_bytes,
    below,
    body_of,
    bytes_of,
    file_name_of,
    inner_of,
    parse,
    really,
    subject_name_of,
    unbounded,
)
from integrations.documents.pieces import Body, Content, Leaf, Piece
from integrations.documents.promises import ending_of, promised
from integrations.documents.sealing import WRAPPED, signed_content

MAX_MESSAGES = 200
MAX_FORWARDS = 60  # messages in messages
MAX_PIECES = 400
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
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_HOLDERS = ARCHIVES | {"eml"}
_ELSEWHERE = "message/external-body"  # RFC 2046: where the file could be fetched, as good as a link
_APPLE_DOUBLE = b"\x00\x05\x16\x07"  # what a Mac keeps beside a file, not a file of anybody's
_TEXTS = frozenset({"", "txt", "html", "xml", "json"})
_ENDINGS = {"text/plain": "txt", "text/html": "html", "message/rfc822": "eml"}


def content_of(message: Message) -> Content:
    """All bodies and pieces of a parsed message."""
    content = Content()
    try:
        _Walk(content).message(message, _Place(), content.bodies)
    except (
        Exception
    ):  # whatever a hostile structure makes fail: what was found stays, and the mail itself is kept as a broken file
        content.pieces.append(Piece("0", "tanpa-nama-0.eml", Part.FILE, as_bytes(message), state=FileState.CORRUPT))
    _limited(content.pieces)
    return content


def enclosed_in(path: str, name: str, data: bytes) -> list[Piece]:
    """A file that came by itself, followed by what lies in it if it is an archive or a saved mail."""
    content = Content()
    piece = Piece(path, name, Part.FILE, data)
    if type_of(data) in _HOLDERS:
        _Walk(content).opened(piece, _Place())
    else:
        content.pieces.append(piece)
    _limited(content.pieces)
    return content.pieces


def _limited(pieces: list[Piece]) -> None:
    """No more pieces than a person could look through; the rest stand together for one that cannot be opened."""
    rest = len(pieces) - MAX_PIECES
    if rest > 0:
        name = f"{rest + 1} berkas lain di luar batas {MAX_PIECES} berkas"
        pieces[MAX_PIECES - 1 :] = [Piece("lebih", name, Part.FILE, None, state=FileState.CORRUPT)]


@dataclass(frozen=True)
class _Place:
    """Where in the mail the walk is."""

    path: str = ""
    container: str | None = None
    report: bool = False
    zipped: bool = False
    forwards: int = 0

    def inside(self, number: int, *, report: bool = False) -> _Place:
        """The place of the child with this number."""
        return replace(self, path=f"{self.path}.{number}" if self.path else str(number), report=self.report or report)


class _Walk:
    """Goes through one mail once, attached messages and archives included."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.messages = 0
        self.nameless = 0
        self.room = archives.Room()

    def message(self, message: Message, at: _Place, bodies: list[Body]) -> None:
        """Adds the bodies of a message to `bodies` and its pieces to the content."""
        self.messages += 1
        start = len(self.content.pieces)
        found = self._part(message, at if content_type(message)[0].startswith("multipart/") else at.inside(1), 0)
        bodies.extend(found)
        if not at.report:
            self._mark_pictures(start, at.container, cited_pictures([b.html for b in found if b.html]))

    def _mark_pictures(self, start: int, container: str | None, shown: frozenset[str]) -> None:
        kept: list[Piece] = []
        for piece in self.content.pieces[start:]:
            own = isinstance(piece, Leaf) and piece.container == container and piece.part is Part.FILE
            settled = piece.settled(shown) if isinstance(piece, Leaf) and own else piece
            if not (isinstance(piece, Leaf) and piece.nameless and settled.part is Part.INLINE_IMAGE):
                kept.append(settled)
        self.content.pieces[start:] = kept

    def _part(self, part: Message, at: _Place, depth: int) -> list[Body]:
        kind = content_type(part)[0]
        children = below(part)
        if kind in _MESSAGES and depth <= MAX_DEPTH:
            if data := really(part):
                return self._leaf(part, at, "application/octet-stream", data)
            self._attached(part, children, at)
            return []
        if kind == _ELSEWHERE:
            name = (
                file_name_of(part) or next((n for c in children if (n := file_name_of(c))), "") or self._made_up("bin")
            )
            self.content.pieces.append(Piece(at.path or "0", name, Part.FILE, None, at.container, FileState.LINK))
            return []
        wrapped = kind in WRAPPED or file_name_of(part).lower().endswith(".p7m")  # some servers call it octet-stream
        if wrapped and depth <= MAX_DEPTH and (inner := signed_content(bytes_of(part))) is not None:
            wrapper = file_name_of(part) or "smime.p7m"
            self.content.pieces.append(Piece(at.path or "0", wrapper, Part.SIGNATURE, bytes_of(part), at.container))
            return self._part(parse(inner), at.inside(1), depth + 1)
        if kind.startswith("multipart/") and depth <= MAX_DEPTH:
            children = children or unbounded(part, kind)
            report = kind == "multipart/report" and bool(report_type(part))
            found = [self._part(child, at.inside(n, report=report), depth + 1) for n, child in enumerate(children, 1)]
            if children:
                return (
                    _alternatives(found) if kind == "multipart/alternative" else [b for bodies in found for b in bodies]
                )
        return self._leaf(part, at, kind)

    def _attached(self, part: Message, children: list[Message], at: _Place) -> None:
        inner = inner_of(part, children)
        if at.report:
            if inner is not None and self._goes_on(at):
                self.message(inner, replace(at, forwards=at.forwards + 1), [])
            return
        name = file_name_of(part) or (subject_name_of(inner) if inner else "") or self._made_up("eml")
        if inner is None or not self._goes_on(at):
            self.content.pieces.append(Piece(at.path, name, Part.FILE, bytes_of(part), at.container))
            return
        self.content.pieces.append(
            Piece(at.path, name, Part.CONTAINER, None, at.container, own_file=False, message=inner)
        )
        self.message(inner, replace(at, container=name, forwards=at.forwards + 1), self.content.forwarded)

    def _goes_on(self, at: _Place) -> bool:
        """True while another message may be opened here."""
        return self.messages < MAX_MESSAGES and at.forwards < MAX_FORWARDS

    def _leaf(self, part: Message, at: _Place, kind: str, held: bytes | None = None) -> list[Body]:
        name = file_name_of(part)
        quiet = not name and disposition(part)[0] != "attachment"
        if quiet and (kind in ("text/plain", "text/html") or kind.startswith("multipart/")):
            body, files = body_of(part, kind)
            for n, file in enumerate(files, 1):
                self._file(Piece(f"{at.path or '0'}.{n}", file.name, Part.FILE, file.data, at.container), at)
            return [body]
        if not name and (at.report or (quiet and kind in _SILENT)):
            return []
        data = bytes_of(part) if held is None else held
        if not name and not data.strip():
            return []
        if data.startswith(_APPLE_DOUBLE) or (quiet and kind.startswith("text/") and type_of(data) in _TEXTS):
            return []  # a reaction, markdown beside the text: what has no name is no attachment
        known = name or self._made_up(type_of(data) or _ENDINGS.get(kind, "bin"))
        piece = Piece(at.path, known, Part.FILE, data, at.container)
        if at.report:
            self.content.pieces.append(replace(piece, part=Part.REPORT))
        elif (kind in _CALENDARS and type_of(data) in {"ics", "txt", ""}) or (known.lower().endswith(".ics") and type_of(data) in ("ics", "txt", "")):
            self.content.pieces.append(replace(piece, part=Part.CALENDAR, own_file=False))
        elif (kind in _SIGNATURES and type_of(data) in {"p7m", "txt", ""}) or _is_signature(known, data):
            self.content.pieces.append(replace(piece, part=Part.SIGNATURE))
        elif type_of(data) in _HOLDERS:
            self.opened(piece, at)
        else:
            self.content.pieces.append(_leaf_of(piece, part, kind, nameless=not name))
        return []

    def _file(self, piece: Piece, at: _Place) -> None:
        """A file that is no part of its own: it stood in a text."""
        if at.report:
            self.content.pieces.append(replace(piece, part=Part.REPORT))
        elif type_of(piece.data or b"") in _HOLDERS:
            self.opened(piece, at)
        else:
            self.content.pieces.append(piece)

    def opened(self, piece: Piece, at: _Place) -> None:
        """A file that may hold others, followed by what it holds."""
        data = piece.data or b""
        found = type_of(data)
        right_name = promised(piece.name) in (None, found)
        if found == "eml" and right_name and _is_mail(piece.name) and self._goes_on(at):
            self.content.pieces.append(replace(piece, part=Part.CONTAINER))
            inside = _Place(piece.path, piece.name, zipped=at.zipped, forwards=at.forwards + 1)
            self.message(parse(data), inside, self.content.forwarded)
        elif at.zipped and found in ARCHIVES:
            self.content.pieces.append(replace(piece, state=FileState.NESTED))
        elif found != "zip" or not right_name:
            self.content.pieces.append(piece)
        elif refused := archives.refusal_of(data, self.room):
            self.content.pieces.append(replace(piece, state=refused))
        else:
            self.content.pieces.append(replace(piece, part=Part.CONTAINER))
            for member in archives.members_of(data):
                self._member(piece, member, at)

    def _member(self, archive: Piece, member: archives.Member, at: _Place) -> None:
        state = member.state if member.data is None else None
        inside = Piece(
            f"{archive.path}.{member.position}", member.name, Part.FILE, member.data, archive.name, state, member.size
        )
        if type_of(member.data or b"") in _HOLDERS:
            self.opened(inside, replace(at, zipped=True))
        else:
            self.content.pieces.append(inside)

    def _made_up(self, ending: str) -> str:
        self.nameless += 1
        return f"tanpa-nama-{self.nameless}.{ending}"


def _leaf_of(piece: Piece, part: Message, kind: str, *, nameless: bool) -> Leaf:
    """The file as one that the HTML of its message may show as a picture."""
    ids = frozenset({header(part, "content-id").strip("<> "), header(part, "content-location").strip()} - {""})
    found = type_of(piece.data or b"")
    picture = found in PICTURES or (not found and kind.startswith("image/"))
    return Leaf(
        piece.path, piece.name, Part.FILE, piece.data, piece.container, ids=ids, picture=picture, nameless=nameless
    )


def _is_mail(name: str) -> bool:
    """True if a file with the look of a mail is meant as one, and not as a text that quotes headers."""
    return "." not in name or ending_of(name) in ("eml", "mht", "msg")


def _is_signature(name: str, data: bytes) -> bool:
    """A digital signature that was sent under another content type."""
    ending = name.lower().rpartition(".")[2]
    return (ending == "p7s" and type_of(data) == "p7m") or (
        ending in ("asc", "sig") and b"-----BEGIN PGP SIGNATURE" in data[:200]
    )


def _alternatives(found: list[list[Body]]) -> list[Body]:
    bodies = [b for part in found for b in part]
    plain = "\n".join(b.plain for b in bodies if b.plain.strip())
    html = "\n".join(b.html for b in bodies if b.html.strip())
    return [Body(plain, html, any(b.flowed for b in bodies))] if bodies else []
