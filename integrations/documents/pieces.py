"""What a mail is made of: texts on one side, everything that could be an enclosure on the other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from email.message import Message

from competition.facts import FileState, Part


@dataclass(frozen=True)
class Piece:
    """One enclosure, container or other named part. `path` is its place, e.g. "2" or "2.1.3"."""

    path: str
    name: str
    part: Part
    data: bytes | None
    container: str | None = None
    state: FileState | None = None  # set where the place decides it (nested, locked, damaged), else by the content
    size: int | None = None  # of a locked or damaged member of an archive
    own_file: bool = True  # False for attached messages and calendar parts: no size and no hash of their own
    message: Message | None = None  # of an attached message: its bytes are written only when asked for


@dataclass(frozen=True)
class Body:
    """One text of a message: plain, HTML or both of the same."""

    plain: str = ""
    html: str = ""
    flowed: bool = False


@dataclass
class Content:
    """What a mail holds: its own bodies, those of attached messages, and its pieces in order."""

    bodies: list[Body] = field(default_factory=list)
    forwarded: list[Body] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Leaf(Piece):
    """A file directly in a message, which its HTML may show as a picture."""

    ids: frozenset[str] = frozenset()
    picture: bool = False
    nameless: bool = False  # its name was made up: shown by the HTML it is no attachment at all

    def settled(self, shown: frozenset[str]) -> Piece:
        """The piece as an inline image if the HTML shows it, else as it is."""
        cited = self.picture and any(i.casefold() in shown for i in self.ids)
        return replace(self, part=Part.INLINE_IMAGE) if cited else self
