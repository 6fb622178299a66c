"""The bytes of what lies in a mail or in an uploaded file, by the keys that reading it gave."""

from __future__ import annotations

from collections.abc import Iterable

from integrations.documents.mime import as_bytes, parse
from integrations.documents.pieces import Piece
from integrations.documents.walk import content_of, enclosed_in


class Enclosures:
    """Opened once, however many files are asked for."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = {p.path: p for p in pieces}

    @classmethod
    def in_mail(cls, raw: bytes) -> Enclosures:
        """What `read_mail` found in this mail."""
        return cls(content_of(parse(raw)).pieces)

    @classmethod
    def in_upload(cls, path: str, name: str, data: bytes) -> Enclosures:
        """What `read_response` found in the upload at this place of the response ("3")."""
        return cls(enclosed_in(path, name, data))

    def content(self, key: str) -> bytes:
        """The bytes of the file with this key (with or without the source before the slash).

        Raises KeyError if there is no such file or its bytes cannot be read.
        """
        path = key.rpartition("/")[2]
        piece = self._pieces.get(path)
        if piece is not None and piece.data is not None:
            return piece.data
        if piece is not None and piece.message is not None:
            return as_bytes(piece.message)
        raise KeyError(f"no readable part {path!r}")
