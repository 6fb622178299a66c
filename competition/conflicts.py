"""Who may not judge what: employment, the agency tree, what a judge declared, what was pinned by hand."""

from __future__ import annotations

from collections.abc import Collection

from competition.agencies import Judge, Register
from competition.model import Proposal


def conflict(
    judge: Judge, proposal: Proposal, register: Register, declared: Collection[tuple[str, int]] = ()
) -> str | None:
    """Why this judge may not score this proposal, in Indonesian, or None. `declared`: (judge address, number)."""
    if judge.agency and proposal.agency and register.related(judge.agency, proposal.agency):
        name = register.rows[judge.agency].name if judge.agency in register.rows else judge.agency
        return f"bekerja pada {name}"
    if judge.email.lower() in {s.lower() for s in proposal.senders}:
        return "alamatnya mengirim usulan ini"
    if (judge.email, proposal.number) in declared:
        return "menyatakan benturan kepentingan"
    return None
