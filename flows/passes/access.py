"""Who may open what: a judge the own ballots and the folders of the proposals assigned, while the stage lasts."""

from __future__ import annotations

from collections.abc import Iterator

from competition import effects
from flows.passes.context import Pass
from flows.passes.decisions import asked, frozen
from integrations.google.drive import ANSWERS
from integrations.workbook.tabs import BALLOTS, PROPOSALS, SEATS

_OURS = frozenset({"lembar", "folder", "formulir", "foto"})
Grant = tuple[str, str, str]  # (file, address, role)


def settle_access(this: Pass) -> None:
    """Every judge has just the access that the open stages give; what other people were given by hand is left alone."""
    ours = {r.text("juri") for r in this.book[BALLOTS]}
    places = {item.id: item for (role, _), item in this.structure.items() if role in _OURS}
    wanted = {grant for grant in _wanted(this) if grant[0] in places}  # what was thrown away opens to nobody
    given = {(i.id, email, role) for i in places.values() for email, role in i.shared if email in ours}
    forms = {item.id for (role, _), item in this.structure.items() if role == "formulir"}
    this.workspace.drive.share([(f, e, ANSWERS if f in forms else r) for f, e, r in sorted(wanted - given)])
    over = sorted((file, email) for file, email, role in given - wanted if not _still(file, email, wanted))
    this.workspace.drive.unshare([(file, places[file].grants[email]) for file, email in over])
    this.counts.add("akses juri diakhiri", len(over))


def _still(file: str, email: str, wanted: set[Grant]) -> bool:
    return any(f == file and e == email for f, e, _ in wanted)


def _wanted(this: Pass) -> Iterator[Grant]:
    over = {s.id for s in this.rulebook.stages if frozen(this, s.id) is not None and not asked(this, s.id)}
    open_ballots = {r.text("kunci"): r for r in this.book[BALLOTS] if r.text("id") and r.text("tahap") not in over}
    for row in open_ballots.values():
        yield row.text("id"), row.text("juri"), "writer"
        if row.text("id_formulir"):
            yield row.text("id_formulir"), row.text("juri"), "reader"
    for seat in this.book[SEATS]:
        ballot = effects.ballot(seat.text("tahap"), seat.text("juri"))
        if seat.text("keadaan") == "ditugaskan" and ballot in open_ballots:
            number = seat.number("usulan") or 0
            proposal = this.book[PROPOSALS].get(number)
            if proposal is not None and proposal.text("folder"):
                yield proposal.text("folder"), seat.text("juri"), "reader"
            album = this.structure.get(("foto", effects.in_drive(effects.photos(seat.text("tahap"), number))))
            if album is not None:
                yield album.id, seat.text("juri"), "writer"
