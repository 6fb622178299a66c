"""What arrived, as facts: frozen values made at the edge from a mail or a form response, before any rule is applied.

Everything here can be written to a sheet cell as JSON and read back unchanged, so that the rules can be replayed
over the whole season at any time without asking Gmail, Forms or Drive again.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Fact(BaseModel):
    """An immutable value; unknown keys are refused so that a damaged cell is noticed and not half read.

    What did not fit stays out of the error, which goes into logs: it may be somebody's name or number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Channel(StrEnum):
    """How something reached the secretariat."""

    MAIL = "mail"
    FORM = "form"


class Machine(StrEnum):
    """Who wrote a mail, as its headers say."""

    PERSON = "person"
    AUTO_REPLY = "auto-reply"  # out-of-office, read receipt
    BOUNCE = "bounce"  # delivery status notification
    BULK = "bulk"  # newsletter or mailing list


class Dmarc(StrEnum):
    """Verdict of our own receiving server (topmost Authentication-Results with our authserv-id)."""

    PASS = "pass"  # noqa: S105 - a verdict, not a secret
    FAIL = "fail"
    NONE = "none"


class FileState(StrEnum):
    """Can the file be opened, by its content; independent of any rule of the edition."""

    OK = "ok"
    EMPTY = "empty"
    CORRUPT = "corrupt"
    ENCRYPTED = "encrypted"
    MACRO = "macro"
    MISMATCH = "content-mismatch"  # the content is not what the name promises
    NESTED = "nested-archive"  # an archive inside an archive
    LINK = "link-not-attachment"  # only where the file lies is told


class Part(StrEnum):
    """What role a part plays in the mail that carries it."""

    FILE = "file"  # an enclosure
    CONTAINER = "container"  # a zip or an attached message that was opened
    INLINE_IMAGE = "inline-image"  # shown by the mail's HTML
    CALENDAR = "calendar"
    SIGNATURE = "signature"  # digital signature
    REPORT = "report"  # part of a delivery or read report


class Fields(Fact):
    """Labelled values exactly as read; None where no such label stands (never guessed)."""

    title: str | None = None
    agency: str | None = None
    unit: str | None = None
    innovator: str | None = None
    start_date: str | None = None  # as typed, e.g. "6 Februari 2023"; parsed by the rules
    category: str | None = None
    contact: str | None = None


class Attachment(Fact):
    """One part of a mail or one uploaded file, opened as far as that is safe."""

    key: str  # unique in the season: source id + position path, e.g. "19cb…/3" or "19cb…/3.2"
    name: str  # decoded file name, exactly as sent (may be hostile)
    part: Part = Part.FILE
    container: str | None = None  # name of the zip or attached message it lay in
    size: int | None = None  # bytes; None for parts that are not files of their own
    sha256: str | None = None
    type: str = (
        ""  # by content: pdf docx jpg png zip eml doc docm xls xlsx pptx tnef html txt exe rar 7z gif … or "" = unknown
    )
    state: FileState = FileState.OK
    question: str | None = None  # form uploads: id of the document kind the question asks for
    upload_id: str | None = None  # form uploads: Drive id of the uploaded original
    kind: str | None = (
        None  # what the text of the file itself says it is: proposal pernyataan sk bukti; None = not told
    )
    name_kind: str | None = None  # what its name says it is, same ids
    pages: int | None = None
    words: int | None = None  # words of text found; 0 in a PDF = a scan
    fields: Fields = Fields()  # labelled values read in a proposal, statement or decree
    mentions: str = ""  # short excerpt (<= 300 chars) of headings/first lines: which innovation it speaks of
    sections: dict[str, int] = {}  # proposal documents: words per section id found ("ringkasan": 193 …)


class Arrival(Fact):
    """One mail or one form response, read once."""

    id: str  # Gmail id or responseId
    channel: Channel
    received_at: datetime  # by the server's clock, aware, whole seconds
    revision: str = ""  # form: lastSubmittedTime as given, so that an edited response is read again
    sender: str = ""  # bare address, lower case; "" = missing or unreadable
    sender_name: str = ""
    subject: str = ""
    machine: Machine = Machine.PERSON
    dmarc: Dmarc = Dmarc.NONE
    message_id: str = ""
    references: tuple[str, ...] = ()  # In-Reply-To and References
    thread: str = ""
    digest: str = ""  # sha256 over subject, all text and the attachments' hashes: the same message again has the same
    text: str = ""  # what the sender wrote (no quoted text, no signature block cut), <= 2,000 characters
    fields: Fields = Fields()  # labelled lines of the body, or the form's answers
    sealed: bool = False  # encrypted, or wrapped whole in its signature: nothing in it can be read
    links: tuple[str, ...] = ()  # links to file shares in the sender's own text
    failed_recipients: tuple[str, ...] = ()  # bounces: who could not be reached
    attachments: tuple[Attachment, ...] = ()
    answers: tuple[str, ...] = ()  # keys of the letters of ours that it replies to, where results had been told
    objects: bool = False  # an answer to the form for objections
