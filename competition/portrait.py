"""What a proposal looks like when all that came for it is put together: its fields and the documents in force."""

from __future__ import annotations

from collections.abc import Sequence

from competition.agencies import Register, plain
from competition.calendar import read_date
from competition.facts import Arrival, Channel, Fields, FileState, Part
from competition.model import Correction, Paper, Proposal, Refusal
from competition.rulebook import Rulebook


def portrait(
    rulebook: Rulebook,
    register: Register,
    *,
    number: int,
    agency: str | None,
    arrivals: Sequence[Arrival],
    papers: Sequence[Paper],
    refusals: Sequence[Refusal],
    correction: Correction,
) -> Proposal:
    """The proposal as it stands. What an officer corrected wins, then the newest proposal document, then labels."""
    first = arrivals[0]
    in_force = _in_force(rulebook, papers)
    sources = _sources(rulebook, arrivals, in_force)

    def read(name: str) -> str:
        return next((value for f in sources if (value := getattr(f, name))), "")

    typed_unit = read("unit")
    code = correction.agency or agency
    row = register.rows.get(code or "")
    start = correction.start_date or next((d for f in sources if (d := read_date(f.start_date))), None)
    category = correction.category or _category(read("category"), rulebook)
    fields = {
        "judul": correction.title or read("title"),
        "perangkat daerah": code or "",
        "kategori": category,
        "tanggal mulai": start.isoformat() if start else "",
        "inovator": correction.innovator or read("innovator"),
        "narahubung": correction.contact or read("contact"),
    }
    senders = dict.fromkeys(a.sender for a in arrivals if a.sender)
    return Proposal(
        number=number,
        opened_by=first.id,
        channel=Channel(first.channel),
        received_at=first.received_at,
        in_time=rulebook.intake.in_time(first.received_at),
        agency=code,
        unit=row.name if row and row.parent else typed_unit,
        title=fields["judul"],
        category=category,
        start_date=start,
        innovator=fields["inovator"],
        contact=fields["narahubung"],
        senders=tuple(senders),
        sources=tuple(a.id for a in arrivals),
        papers=in_force,
        refusals=tuple(refusals),
        links=tuple(dict.fromkeys(link for a in arrivals for link in a.links)),
        unclear=tuple(name for name, value in fields.items() if not value),
    )


def _in_force(rulebook: Rulebook, papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """All papers, the newest of each single kind and all of a cumulative kind marked as in force."""
    newest = {p.kind: p.key for p in papers}
    many = {d.id for d in rulebook.documents if d.cumulative}
    return tuple(p.model_copy(update={"in_force": p.kind in many or newest[p.kind] == p.key}) for p in papers)


def _sources(rulebook: Rulebook, arrivals: Sequence[Arrival], papers: Sequence[Paper]) -> list[Fields]:
    """Where fields may be read, best first: proposal documents (in force, then others, newest first), mail or form, papers."""
    main = rulebook.documents[0].id
    in_force = {p.key for p in papers if p.in_force}
    found: list[tuple[int, Fields]] = []
    for age, arrival in enumerate(reversed(arrivals)):
        found.append((300 + age, arrival.fields))
        for item in arrival.attachments:
            if item.part is Part.FILE and item.state is FileState.OK and item.fields != Fields():
                is_main = (item.question or item.kind or item.name_kind) == main
                rank = (0 if item.key in in_force else 100) if is_main else 600
                found.append((rank + age, item.fields))
    return [f for _, f in sorted(found, key=lambda pair: pair[0])]


def _category(text: str, rulebook: Rulebook) -> str:
    """The edition's category written so, without regard to case and punctuation; "" where it is none of them."""
    return next((c for c in rulebook.categories if plain(c) == plain(text)), "")
