"""Who may not judge what: employment, the agency tree, the own address or its domain, what was declared or barred."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from competition.agencies import Judge, Register
from competition.model import Proposal

Pair = tuple[str, int]  # judge's address, proposal's number
DECLARED = "menyatakan benturan kepentingan"
BANNED = "dilarang oleh sekretariat"
# Everybody's mail: a shared domain here says nothing about who employs whom.
PUBLIC = frozenset({
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com", "outlook.com",
    "outlook.co.id", "hotmail.com", "live.com", "msn.com", "icloud.com", "me.com", "mac.com", "proton.me",
    "protonmail.com", "zoho.com", "aol.com", "gmx.com", "mail.com", "mail.go.id", "telkom.net", "plasa.com",
})  # fmt: skip


class Conflicts:
    """Every conflict of a panel with the proposals of an edition.

    An address domain counts where it tells an employer: not a public provider's, not one in `shared`, and in the
    register used by no more than one agency tree (a regency's own domain is used by many).
    """

    def __init__(
        self,
        judges: Sequence[Judge],
        register: Register,
        *,
        declared: Collection[Pair] = (),
        bans: Collection[Pair] = (),
        shared: Collection[str] = (),
    ) -> None:
        """`declared`: by the judge; `bans`: typed by the secretariat; both (judge's address, number)."""
        self._register, self._shared = register, {s.lower() for s in shared}
        self._panel = [(j.email, j.email.lower(), _domain(j.email), self._employer(j)) for j in judges]
        self._marked: dict[int, dict[str, str]] = {}
        for why, marked in ((BANNED, bans), (DECLARED, declared)):
            for email, number in marked:
                self._marked.setdefault(number, {})[email.lower()] = why
        self._users: dict[str, set[str]] = {}
        for agency in register.rows.values():
            for address in agency.emails:
                self._users.setdefault(_domain(address), set()).add(register.root(agency.code))
        self._employers: dict[str | None, dict[str, str]] = {}
        self._houses: dict[tuple[str, str], bool] = {}

    def of(self, proposal: Proposal) -> Mapping[str, str]:
        """Judge's address -> why this judge may not score the proposal, in Indonesian; who is free is not in it."""
        senders = {s.strip().lower() for s in proposal.senders}
        row = self._register.rows.get(proposal.agency or "")
        domains = sorted({_domain(a) for a in (*senders, *(row.emails if row else ()))})
        marked = self._marked.get(proposal.number, {})
        found: dict[str, str] = {}
        for email, low, own, _ in self._panel:
            if low in senders:
                found[email] = "alamatnya mengirim usulan ini"
            elif low in marked:
                found[email] = marked[low]
            elif same := next((d for d in domains if self._one_house(own, d)), None):
                found[email] = f"alamatnya satu domain dengan pengusul ({same})"
        return {**found, **self._employed(proposal.agency)}

    def _employer(self, judge: Judge) -> str | None:
        """The code of the employer: as typed, otherwise the agency that the institution's name tells."""
        named = None if judge.agency else self._register.named(judge.institution)
        return named.code if named else judge.agency

    def _employed(self, agency: str | None) -> Mapping[str, str]:
        """Who works in the agency's tree: above it, in it or below it."""
        if agency not in self._employers:
            self._employers[agency] = {
                email: f"bekerja pada {self._register.rows[at].name if at in self._register.rows else at}"
                for email, _, _, at in self._panel
                if agency and at and self._register.related(at, agency)
            }
        return self._employers[agency]

    def _one_house(self, one: str, other: str) -> bool:
        """True when the two domains are one employer's."""
        if (one, other) not in self._houses:
            self._houses[one, other] = self._tells(one, other)
        return self._houses[one, other]

    def _tells(self, one: str, other: str) -> bool:
        upper = one if other == one or other.endswith(f".{one}") else other
        if not one or not other or (upper == other != one and not one.endswith(f".{other}")):
            return False
        if {one, other} & (PUBLIC | self._shared):
            return False
        users = {root for d, roots in self._users.items() if d == upper or d.endswith(f".{upper}") for root in roots}
        # A domain above another tells one employer only where the register knows whose it is.
        return len(users) == 1 and upper in self._users if one != other else len(users) <= 1


def conflict(judge: Judge, proposal: Proposal, register: Register, declared: Collection[Pair] = ()) -> str | None:
    """Why this judge may not score this proposal, in Indonesian, or None."""
    return Conflicts([judge], register, declared=declared).of(proposal).get(judge.email)


def _domain(address: str) -> str:
    return address.strip().lower().rpartition("@")[2]
