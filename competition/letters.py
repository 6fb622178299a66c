"""Letters: which kinds there are, whose approval each needs, and rendering with checked placeholders."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum

from jinja2 import DictLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from competition.enclosures import Enclosure
from competition.facts import Fact
from competition.invitations import Calendar


class LetterKind(StrEnum):
    """The letters of a competition; the value names the template and is what the Surat tab shows."""

    RECEIPT = "tanda-terima"
    LACKING = "kekurangan-berkas"
    PASSED = "lolos-administrasi"
    FAILED = "tidak-lolos-administrasi"
    ADVANCED = "lolos-tahap"
    STOPPED = "tidak-lolos-tahap"
    PRESENTATION = "undangan-presentasi"
    FIELD_VISIT = "kunjungan-lapangan"
    NEXT_STAGE = "undangan-tahap"
    FINAL = "hasil-akhir"
    ASSIGNMENT = "penugasan-juri"
    RETASKED = "perubahan-tugas"
    REMINDER = "pengingat-juri"
    RETURNED = "pengembalian-nilai"
    FEEDBACK = "umpan-balik"
    SCORE_RECEIPT = "tanda-terima-nilai"
    OBJECTION_RECEIPT = "tanda-terima-sanggah"
    OBJECTION_RULING = "putusan-sanggah"
    MOVED = "perubahan-jadwal"
    TIMETABLE = "jadwal-juri"
    TRAVEL_ORDER = "surat-tugas"


TO_JUDGES = frozenset(
    {
        LetterKind.ASSIGNMENT,
        LetterKind.RETASKED,
        LetterKind.REMINDER,
        LetterKind.RETURNED,
        LetterKind.SCORE_RECEIPT,
        LetterKind.TIMETABLE,
        LetterKind.TRAVEL_ORDER,
    }
)
ONCE_A_DAY = frozenset({LetterKind.REMINDER, LetterKind.RETURNED})  # of each of these a judge gets one a day at most
OUTCOMES = frozenset({LetterKind.PASSED, LetterKind.FAILED, LetterKind.ADVANCED, LetterKind.STOPPED, LetterKind.FINAL})
BY_BOTH = OUTCOMES | {LetterKind.OBJECTION_RULING}


class Letter(Fact):
    """A letter that is due. `values` fill the template; `to` are addresses of the register or of the panel.

    `enclosed`: the files it carries, or what they are made from once it is rendered. `told`: what it promises, kept
    beside the letter as it was drafted, so that a later change is held against what was really said.
    """

    key: str
    kind: LetterKind
    stage: str
    proposal: int | None
    to: tuple[str, ...]
    values: dict[str, object]
    enclosed: tuple[Enclosure | Calendar, ...] = ()
    told: str = ""


class Rendered(Fact):
    """A letter as it will be read."""

    subject: str
    body: str
    enclosed: tuple[Enclosure, ...] = ()

    def seal(self, to: Iterable[str]) -> str:
        """Changes when a word of the letter, a file or an address changes; white space at ends says nothing."""
        lines = [" ".join(self.subject.split()), *(line.rstrip() for line in self.body.strip().splitlines())]
        addresses, files = sorted({a.strip().lower() for a in to}), [f.seal for f in self.enclosed]
        return hashlib.sha256("\n".join([" ".join(addresses), *lines, *files]).encode()).hexdigest()[:16]


class LetterError(ValueError):
    """A template that cannot be filled; the text names it."""


def approvals(kind: LetterKind, automatic: tuple[str, ...]) -> tuple[str, ...]:
    """Whose ticks a letter needs before it is sent: none where the edition sends it by itself, both for a decision."""
    if kind.value in automatic:
        return ()
    return ("sekretaris", "ketua") if kind in BY_BOTH else ("sekretaris",)


def one_line(text: str) -> str:
    """Text from outside as one line of visible characters: no line breaks, control or direction marks."""
    shown = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else "" if unicodedata.category(c) == "Cf" else c
        for c in text
    )
    return " ".join(shown.split())


class Templates:
    """The edition's templates. The first line of each is `Perihal: …`, the letter follows after a blank line."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._seals = {k: hashlib.sha256(text.encode()).hexdigest()[:16] for k, text in sources.items()}
        # Letters are plain text, so nothing is escaped as HTML; values are cleaned to one line each instead.
        self._jinja = SandboxedEnvironment(
            loader=DictLoader(dict(sources)),
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )

    def seal(self, kind: LetterKind) -> str:
        """Changes when the template's text changes; "" where there is no such template."""
        return self._seals.get(kind.value, "")

    def render(self, letter: Letter) -> Rendered:
        """The letter's subject and text; LetterError where a placeholder has no value."""
        try:
            text = self._jinja.get_template(letter.kind.value).render(_clean(letter.values))
        except TemplateError as error:
            raise LetterError(f"templat {letter.kind.value}.j2: {error.message or type(error).__name__}") from error
        except Exception as error:  # a template is typed by people and may calculate anything
            raise LetterError(
                f"templat {letter.kind.value}.j2: {type(error).__name__}: {one_line(str(error))}"
            ) from error
        head, _, body = text.strip().partition("\n")
        if not head.startswith("Perihal:") or not body.strip():
            raise LetterError(f"templat {letter.kind.value}.j2: baris pertama harus “Perihal: …”")
        return Rendered(
            subject=one_line(head.removeprefix("Perihal:"))[:300],
            body=body.strip() + "\n",
            enclosed=tuple(e if isinstance(e, Enclosure) else e.enclosure() for e in letter.enclosed),
        )


def _clean(value: object) -> object:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return {str(k): _clean(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(v) for v in value]
    return value
