"""What becomes of each file: filed, a duplicate, refused with a reason, ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from competition.facts import Arrival, Attachment, FileState, Part
from competition.model import Action, FileOutcome
from competition.rulebook import Rulebook

UNREADABLE = frozenset({"empty", "corrupt", "encrypted", "content-mismatch", "macro"})
_IGNORED = {
    Part.INLINE_IMAGE: "inline-image",
    Part.CALENDAR: "calendar",
    Part.SIGNATURE: "signature",
    Part.REPORT: "report",
}
_PICTURES = frozenset({"jpg", "png", "gif", "webp", "heic", "tif", "tiff", "bmp"})


@dataclass(frozen=True, slots=True)
class Handling:
    """How the files of one arrival are to be handled: late, or refused by an officer with `refused`."""

    late: bool = False
    refused: str | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)  # attachment key -> kind, as an officer said


def kind_of(item: Attachment, rulebook: Rulebook, kinds: Mapping[str, str]) -> tuple[str | None, bool]:
    """The kind of document an attachment is, and whether that is certain.

    An officer's word, then the form question it answers, then its own text, then its name; a picture without any
    of these counts as evidence where evidence may be pictures, but a person is asked.
    """
    known = {d.id for d in rulebook.documents}
    if told := kinds.get(item.key):
        return told, True
    for kind in (item.question, item.kind, item.name_kind):
        if kind in known:
            return kind, True
    if item.type in _PICTURES:
        pictures = next((d.id for d in rulebook.documents if item.type in d.types), None)
        return pictures, False
    return None, False


def refusal(item: Attachment, kind: str | None, rulebook: Rulebook) -> str | None:
    """Why this file cannot be taken, or None. Lateness and an officer's refusal are not looked at here."""
    if item.state is FileState.EMPTY:
        return "empty"
    if item.size is not None and item.size > rulebook.rules.max_file_bytes:
        return "too-large"
    if item.state is not FileState.OK:
        return item.state.value
    document = rulebook.document(kind)
    accepted = document.types if document else {t for d in rulebook.documents for t in d.types}
    return None if item.type in accepted else "type-not-accepted"


def fate(
    item: Attachment,
    arrival: Arrival,
    number: int | None,
    on_file: Mapping[str, str],
    how: Handling,
    rulebook: Rulebook,
) -> FileOutcome:
    """What becomes of one attachment. `on_file`: SHA-256 -> kind of what is on file for the proposal already."""
    kind, sure = kind_of(item, rulebook, how.kinds)

    def outcome(action: Action, reason: str | None = None, *, certain: bool = True) -> FileOutcome:
        return FileOutcome(
            key=item.key,
            source=arrival.id,
            proposal=number,
            name=item.name,
            sha256=item.sha256,
            size=item.size,
            action=action,
            kind=kind,
            reason=reason,
            sure=certain,
        )

    if item.part in _IGNORED:
        return outcome(Action.IGNORE, _IGNORED[item.part])
    if item.part is Part.CONTAINER:
        return outcome(Action.UNPACK)
    if how.late:
        return outcome(Action.REFUSE, "late")
    if how.refused:
        return outcome(Action.REFUSE, how.refused)
    if reason := refusal(item, kind, rulebook):
        return outcome(Action.REFUSE, reason)
    if item.sha256 in on_file:
        return outcome(Action.DUPLICATE)
    return outcome(Action.FILE, certain=sure)


def nothing_filed(arrival: Arrival, reason: str) -> tuple[FileOutcome, ...]:
    """The fate of the parts of a mail that is no submission: all ignored, containers named as such."""
    return tuple(
        FileOutcome(
            key=i.key,
            source=arrival.id,
            proposal=None,
            name=i.name,
            sha256=i.sha256,
            size=i.size,
            action=Action.UNPACK if i.part is Part.CONTAINER else Action.IGNORE,
            kind=i.kind,
            reason=None if i.part is Part.CONTAINER else _IGNORED.get(i.part, reason),
        )
        for i in arrival.attachments
    )


def filed_again(
    arrival: Arrival, number: int | None, earlier: Iterable[FileOutcome], how: Handling, rulebook: Rulebook
) -> Iterator[FileOutcome]:
    """The fates of a mail's parts that came once before: each as it was, what was filed is a duplicate now."""
    before = {(f.name, f.sha256): f for f in earlier}
    for item in arrival.attachments:
        was, done = before.get((item.name, item.sha256)), fate(item, arrival, number, {}, how, rulebook)
        if was is not None and was.action not in {Action.FILE, Action.DUPLICATE}:
            yield done.model_copy(update={"action": was.action, "reason": was.reason})
        else:
            yield done.model_copy(update={"action": Action.DUPLICATE}) if done.action is Action.FILE else done
