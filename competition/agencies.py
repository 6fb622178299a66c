"""The register of agencies (OPD) and their units: who an address or a written name belongs to."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Iterable

from competition.facts import Fact


class Agency(Fact):
    """A row of the register. `parent` is the code of the agency above a unit, or None."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    emails: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""


class Judge(Fact):
    """A member of the panel. `agency` is the code of the agency that employs them, or None."""

    name: str
    email: str
    institution: str = ""
    agency: str | None = None
    expertise: tuple[str, ...] = ()
    max_load: int | None = None


def plain(text: str) -> str:
    """`text` without case, accents, punctuation and repeated spaces; `&` reads "dan"."""
    folded = unicodedata.normalize("NFKD", text.replace("&", " dan ")).casefold()
    letters = "".join(" " if not c.isalnum() else c for c in folded if not unicodedata.combining(c))
    return " ".join(letters.split())


class Register:
    """All agencies of one edition; look-ups by code, address and written name."""

    def __init__(self, agencies: Iterable[Agency], region: str = "") -> None:
        """`region` is left out of names when they are compared, e.g. "Kabupaten Pekalongan"."""
        self.rows: dict[str, Agency] = {a.code: a for a in agencies}
        words = plain(region.removeprefix("Pemerintah ")).split()
        self._region = [" ".join(words)] if words else []
        if words[:1] == ["kabupaten"]:
            self._region.append(" ".join(["kab", *words[1:]]))
        self._names: dict[str, set[str]] = {}
        self._emails: dict[str, set[str]] = {}
        for agency in self.rows.values():
            for name in (agency.code, agency.name, *agency.aliases):
                if key := self._key(name):
                    self._names.setdefault(key, set()).add(agency.code)
            for email in agency.emails:
                self._emails.setdefault(email.strip().lower(), set()).add(agency.code)

    def _key(self, name: str) -> str:
        text = f" {plain(name)} "
        for region in self._region:
            text = text.replace(f" {region} ", " ")
        return " ".join(text.split())

    def named(self, name: str | None) -> Agency | None:
        """The agency written so (code, name or alias); None where there is none or more than one."""
        found = self._names.get(self._key(name or ""), set())
        return self.rows[next(iter(found))] if len(found) == 1 else None

    def at(self, email: str) -> tuple[Agency, ...]:
        """The agencies that have this address, units first."""
        found = [self.rows[c] for c in sorted(self._emails.get(email.strip().lower(), ()))]
        return tuple(sorted(found, key=lambda a: a.parent is None))

    def remembering(self, email: str, codes: Iterable[str]) -> Register:
        """This register, in which `email` also belongs to these agencies, as far as they are still listed."""
        known = {c for c in codes if c in self.rows}
        address = email.strip().lower()
        if known <= self._emails.get(address, set()):
            return self
        made = copy.copy(self)
        made.__dict__["_emails"] = self._emails | {address: self._emails.get(address, set()) | known}
        return made

    def root(self, code: str) -> str:
        """The code of the topmost agency above `code`; a loop in the register ends at the first repeat."""
        seen = {code}
        while (row := self.rows.get(code)) and row.parent and row.parent in self.rows and row.parent not in seen:
            code = row.parent
            seen.add(code)
        return code

    def related(self, one: str, other: str) -> bool:
        """True for the same agency, its parents and its units, at any depth."""
        return one == other or other in self._above(one) or one in self._above(other)

    def _above(self, code: str) -> set[str]:
        seen: set[str] = set()
        while (row := self.rows.get(code)) and row.parent and row.parent not in seen:
            seen.add(row.parent)
            code = row.parent
        return seen


def short_title(title: str) -> str:
    """The innovation's short name: what stands before the first colon, without case and punctuation."""
    return plain(re.split(r"[:\u2013\u2014]", title, maxsplit=1)[0])
