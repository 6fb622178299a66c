"""Whose is it: which agency sent it, and which of its proposals it speaks of. Evidence in a stated order; no guessing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from competition.agencies import Agency, Register, plain, short_title
from competition.facts import Arrival, Channel, Fields, FileState, Part

_SAME_WORD = 0.8  # a corrected typing slip, not another word
_SHORTEST_NAME = 4  # shorter short names say nothing about a text that contains them


@dataclass(slots=True)
class Entry:
    """A proposal while the season is being replayed, as far as matching needs it."""

    number: int
    root: str | None
    agency: str | None
    titles: list[str]
    threads: set[str]
    message_ids: set[str]
    senders: set[str]


@dataclass(frozen=True, slots=True)
class Whose:
    """The agency a source comes from, or why that needs a person."""

    agency: str | None = None
    doubt: str = ""
    unregistered: bool = False


def document_fields(arrival: Arrival, kinds: Sequence[str]) -> list[Fields]:
    """Labelled values of the arrival's readable files, documents of the first kinds first."""

    def rank(kind: str | None) -> int:
        return kinds.index(kind) if kind in kinds else len(kinds)

    files = [a for a in arrival.attachments if a.part is Part.FILE and a.state is FileState.OK and a.fields != Fields()]
    return [a.fields for a in sorted(files, key=lambda a: rank(a.question or a.kind or a.name_kind))]


def whose(arrival: Arrival, register: Register, kinds: Sequence[str]) -> Whose:
    """The row of the register a submission comes from: the sender's, narrowed to the unit it names."""
    senders = register.at(arrival.sender) if arrival.sender else ()
    named = named_agency(arrival, register, kinds)
    if arrival.channel is Channel.FORM:
        return _by_form(arrival, register, senders, named)
    if not senders:
        return Whose(
            agency=named.code if named else None,
            unregistered=named is None and _names_one(arrival, kinds),
            doubt="pengirim tidak terdaftar pada tab OPD" if arrival.sender else "alamat pengirim tidak ada",
        )
    return _among(senders, named, register)


def named_agency(arrival: Arrival, register: Register, kinds: Sequence[str]) -> Agency | None:
    """The agency or unit that the labels of the body, the form or the documents name; the unit before its parent."""
    found: Agency | None = None
    for fields in (arrival.fields, *document_fields(arrival, kinds)):
        unit, agency = register.named(fields.unit), register.named(fields.agency)
        if unit and (agency is None or register.related(unit.code, agency.code)):
            return unit
        found = found or agency
    return found


def _names_one(arrival: Arrival, kinds: Sequence[str]) -> bool:
    return any(f.agency for f in (arrival.fields, *document_fields(arrival, kinds)))


def _by_form(arrival: Arrival, register: Register, senders: tuple[Agency, ...], named: Agency | None) -> Whose:
    typed = register.named(arrival.fields.agency)
    if typed is None and not (named and register.named(arrival.fields.unit)):
        return Whose(doubt="perangkat daerah yang ditulis tidak terdaftar", unregistered=True)
    if not senders:
        return Whose(agency=named.code if named else None, doubt="pengisi formulir tidak terdaftar pada tab OPD")
    return _among(senders, named, register)


def _among(senders: tuple[Agency, ...], named: Agency | None, register: Register) -> Whose:
    if named is None:
        if len(senders) > 1:
            return Whose(doubt="alamat pengirim dipakai lebih dari satu perangkat daerah")
        return Whose(agency=senders[0].code)
    kin = [s for s in senders if register.root(s.code) == register.root(named.code)]
    if not kin:
        return Whose(
            agency=named.code, doubt=f"pengirim terdaftar pada {senders[0].name}, tetapi berkas menyebut {named.name}"
        )
    if named.parent is None and all(s.parent for s in kin):
        return Whose(agency=kin[0].code)  # a unit that writes its parent's name still comes from the unit
    return Whose(agency=named.code)


def same_title(one: str, other: str) -> bool:
    """True for the same innovation: equal titles or short names, or a title that differs by a typing slip only."""
    a, b = plain(one), plain(other)
    if not a or not b:
        return False
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return True
    sa, sb = short_title(one), short_title(other)
    tight = sa.replace(" ", "") == sb.replace(" ", "")
    if tight and len(sa) >= _SHORTEST_NAME and (sa != a or sb != b):
        return True
    return _slip(a.split(), b.split())


def _slip(one: Sequence[str], other: Sequence[str]) -> bool:
    """True where the words are the same but for slips of the pen; a number or a short word is never a slip."""
    if len(one) != len(other):
        return False
    differing = [(x, y) for x, y in zip(one, other, strict=True) if x != y]
    return (
        len(differing) <= max(1, len(one) // 4)
        and len(one) > len(differing) + 1
        and all(
            min(len(x), len(y)) >= _SHORTEST_NAME
            and not any(c.isdigit() for c in x + y)
            and SequenceMatcher(None, x, y, autojunk=False).ratio() >= _SAME_WORD
            for x, y in differing
        )
    )


def spoken_of(arrival: Arrival, family: Iterable[Entry], tag: re.Pattern[str]) -> tuple[Entry | None, str]:
    """The one proposal of the family this arrival speaks of and how that was told; (None, doubt) where it is open.

    Order of evidence: registration number, innovation's name in the sender's own words, in file names, in the files,
    in the subject, the mail thread, the only proposal there is. Quoted text is not evidence (it is not in `text`).
    """
    entries = list(family)
    if not entries:
        return None, ""
    numbers = {int(n) for n in tag.findall(f"{arrival.subject} {arrival.text}")}
    files = [a for a in arrival.attachments if a.part in {Part.FILE, Part.CONTAINER}]
    steps: list[tuple[str, list[Entry]]] = [("nomor registrasi", [e for e in entries if e.number in numbers])]
    for how, text in (
        ("nama inovasi dalam surat", arrival.text),
        ("nama inovasi pada nama berkas", " ".join(a.name for a in files)),
        ("nama inovasi dalam berkas", " ".join(f"{a.mentions} {a.fields.title or ''}" for a in files)),
        ("nama inovasi pada perihal", arrival.subject),
    ):
        steps.append((how, [e for e in entries if _mentions(text, e)]))
    steps.append(
        ("utas surel", [e for e in entries if arrival.thread in e.threads or e.message_ids & set(arrival.references)])
    )
    for how, named in steps:
        found = [e for e in entries if e in named]
        if len(found) == 1:
            return found[0], how
        entries = found or entries  # a step that names several leaves the choice among them to the next
    own = [e for e in entries if arrival.sender in e.senders]
    if len(entries) == 1:
        return entries[0], "satu-satunya usulan pengirim"
    if len(own) == 1:
        return own[0], "satu-satunya usulan dari alamat ini"
    return None, "pengirim mempunyai lebih dari satu usulan; tidak disebut yang mana"


def _mentions(text: str, entry: Entry) -> bool:
    words = f" {plain(text)} "
    tight = words.replace(" ", "")
    for title in entry.titles:
        name = short_title(title)
        if len(name) < _SHORTEST_NAME:
            continue
        if f" {name} " in words or (" " in name and name.replace(" ", "") in tight):
            return True
    return False
