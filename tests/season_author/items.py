"""What an arrival carries: files, containers, and parts that are not documents, with what is wrong with each."""

import hashlib
import mimetypes
from dataclasses import dataclass, field

from . import papers, pictures, word
from .broken import Long
from .innovations import Innovation
from .papers import Look
from .plan import Plan
from .prose import sections, word_counts

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Item:
    """One part of an arrival.

    `fault`: why it is refused; `aside`: why it is no document; `own`: it has bytes of its own that can be hashed.
    """

    name: str
    data: bytes = b""
    kind: str | None = None
    fault: str | None = None
    aside: str | None = None
    members: tuple["Item", ...] = ()
    own: bool = True
    person: bool = False
    note: str | None = None
    coding: str = "plain"
    inline: bool = False
    cid: str | None = None
    long: Long | None = None
    content_type: str = ""
    inner: object = None

    @property
    def bytes(self) -> bytes:
        """All bytes, also of a file that is only described."""
        return self.long.data if self.long else self.data

    @property
    def sha256(self) -> str:
        """Digest of the decoded file."""
        return hashlib.sha256(self.bytes).hexdigest()

    @property
    def mime(self) -> str:
        """The declared type."""
        if self.content_type:
            return self.content_type
        if self.name.lower().endswith(".docx"):
            return DOCX
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@dataclass(frozen=True)
class Kit:
    """The documents of one innovation, made on demand under the names its agency gives them."""

    plan: Plan
    item: Innovation
    look: Look
    docx: bool = False
    changes: tuple[tuple[str, str], ...] = field(default=())

    def texts(self, revision: int = 0) -> dict[str, str]:
        """The sections as they are in the file."""
        return sections(self.plan, self.item, revision) | dict(self.changes)

    def words(self) -> dict[str, int]:
        """Words per section."""
        return word_counts(self.texts())

    def proposal(self, name: str, revision: int = 0, macro: bytes | None = None) -> Item:
        """The proposal as PDF or DOCX."""
        texts = self.texts(revision)
        if self.docx:
            data = word.proposal_docx(self.plan, self.item, texts, self.look, macro)
        else:
            data = papers.proposal_pdf(self.plan, self.item, texts, self.look)
        return Item(name, data, "proposal", fault="macro" if macro else None)

    def statement(self, name: str) -> Item:
        """The statement."""
        return Item(name, papers.statement(self.plan, self.item), "pernyataan")

    def decree(self, name: str, password: str = "") -> Item:
        """The decree; with a password it cannot be opened."""
        data = papers.decree(self.plan, self.item, password)
        return Item(name, data, "sk", fault="encrypted" if password else None)

    def letter(self, name: str) -> Item:
        """The cover letter in place of a decree."""
        return Item(name, papers.cover_letter(self.plan, self.item), "sk")

    def scan(self, name: str) -> Item:
        """The decree as a scan without text."""
        return Item(name, papers.scanned_decree(self.plan, self.item), "sk")

    def photo(self, name: str, number: int = 1) -> Item:
        """A photograph."""
        return Item(name, pictures.photo(self.plan, f"{self.item.key} kegiatan {number}"), "bukti")

    def screen(self, name: str, number: int = 1) -> Item:
        """A screenshot."""
        return Item(name, pictures.screenshot(self.plan, f"{self.item.key} layar {number}"), "bukti")

    def evidence(self, name: str) -> Item:
        """Photographs in a PDF."""
        shots = [pictures.photo(self.plan, f"{self.item.key} bukti {number}") for number in (1, 2)]
        return Item(name, papers.evidence(self.plan, self.item, shots), "bukti")

    def standard(self, name: str) -> Item:
        """The optional service standard."""
        return Item(name, papers.service_standard(self.plan, self.item), "standar")
