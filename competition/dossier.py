"""The dossier that answers an objection: what the frozen decisions say of one proposal, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from competition.calendar import long_moment
from competition.facts import Fact
from competition.minutes import shown, totals_of
from competition.profile import StageProfile
from competition.scoring import Tally
from competition.snapshot import Snapshot


class Seated(Fact):
    """A judge's place at the proposal in a stage: why they got it, or why they did not score."""

    judge: str
    why: str
    state: str = "ditugaskan"


def stage_values(found: Snapshot, number: int, seats: Sequence[Seated], names: Mapping[str, str]) -> dict[str, Any]:
    """One stage of the dossier. `names`: judge -> what the dossier calls them."""
    profile = StageProfile(found)
    mine = profile.placings[number]
    tally, zone = profile.tally, profile.basis.rulebook.zone
    judges = [s.judge for s in seats if s.judge in tally.cells.get(number, {})]
    aspects = [
        a.values() | {"nilai": [shown(tally.cells[number][j].get(c.id)) for j in judges]}
        for a, c in zip(profile.aspects(number), tally.stage.columns, strict=True)
    ]
    return profile.values(number) | {
        "aspek": aspects,
        "kolom": [names[j] for j in judges],
        "juri": [_seat(s, number, tally, names) for s in seats],
        "catatan": _anonymous([*mine.waived, *([mine.policy] if mine.policy else [])], profile, names),
        "disetujui": long_moment(found.approved_at, zone),
        "revisi": found.revision,
        "sidik": found.sha256,
    }


def _seat(seat: Seated, number: int, tally: Tally, names: Mapping[str, str]) -> dict[str, str]:
    total = totals_of(tally, seat.judge).get(number)
    why = seat.why if seat.state == "ditugaskan" else f"{seat.state}: {seat.why}"
    return {"sebutan": names[seat.judge], "alasan": why or "-", "jumlah": shown(total)}


def _anonymous(notes: Sequence[str], profile: StageProfile, names: Mapping[str, str]) -> list[str]:
    """Remarks with each judge called as the dossier calls them."""
    told = list(notes)
    for member in profile.basis.panel:
        if member.email in names:
            told = [
                n.replace(member.name, names[member.email]).replace(member.email, names[member.email]) for n in told
            ]
    return told


def called(seats: Mapping[str, Sequence[Seated]], real: Mapping[str, str], *, named: bool) -> dict[str, str]:
    """Judge -> what the dossier calls them in every stage: their name, or "Juri 1", "Juri 2" in order of address."""
    judges = sorted({s.judge for stage in seats.values() for s in stage})
    return {j: real.get(j, j) if named else f"Juri {i}" for i, j in enumerate(judges, 1)}
