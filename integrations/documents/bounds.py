"""An arrival that fits into one cell of the workbook, whatever was sent: first what is least needed is shortened."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

from competition.facts import Arrival, Attachment, Fields
from competition.naming import shortened

FITS = 34_000  # bytes when compressed: as text in base 85 they take a quarter more, and a cell takes 45,000 characters
_IDS, _LINKS = 40, 20


def bounded(arrival: Arrival) -> Arrival:
    """The arrival, shortened only as far as it must be.

    In this order: what its files mention, the names of files to 150 and then 40 characters with their endings, the
    labelled values in its files. Headers no mail program writes that long are always cut.
    """
    found = arrival.model_copy(
        update={
            "references": _ends([r for r in arrival.references if len(r) <= 250]),
            "message_id": arrival.message_id[:1000],
            "links": tuple(u[:500] for u in arrival.links[:_LINKS]),
            "failed_recipients": tuple(a[:320] for a in arrival.failed_recipients[:_IDS]),
            "fields": _fields(arrival.fields),
        }
    )
    for shorter in _steps():
        if _size(found) <= FITS:
            break
        found = found.model_copy(update={"attachments": tuple(map(shorter, found.attachments))})
    return found


def _steps() -> Iterator[Callable[[Attachment], Attachment]]:
    yield lambda a: a.model_copy(
        update={"mentions": a.mentions[:60], "name": shortened(a.name, 2000), "fields": _fields(a.fields)}
    )
    yield lambda a: a.model_copy(update={"mentions": "", "name": shortened(a.name, 150)})
    yield lambda a: a.model_copy(update={"container": shortened(a.container, 40) if a.container else None})
    yield lambda a: a.model_copy(update={"name": shortened(a.name, 40)})
    yield lambda a: a.model_copy(update={"fields": Fields(), "sections": {}})
    yield lambda a: a.model_copy(
        update={"name": shortened(a.name, 12), "container": shortened(a.container, 8) if a.container else None}
    )


def _size(arrival: Arrival) -> int:
    return len(zlib.compress(arrival.model_dump_json(exclude_defaults=True).encode(), 9))


def _ends(ids: list[str]) -> tuple[str, ...]:
    """The first and the last of a long thread: its root and what was answered."""
    return tuple(ids if len(ids) <= _IDS else [*ids[:10], *ids[-(_IDS - 10) :]])


def _fields(fields: Fields) -> Fields:
    return Fields(**{k: v[:1000] if v else v for k, v in fields.model_dump().items()})
