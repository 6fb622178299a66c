"""Protected ranges: who may change which cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call
    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

TEXT = "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit."
CREATOR = "creator"  # kept with a protection, never shown: who made it can always edit


class Protected(Exception):
    """The person may not change the place."""


@dataclass(frozen=True)
class Editor:
    """The person who edits, and who owns the file."""

    email: str
    owner: str

    def may(self, protected: Json) -> bool:
        """Whether the protection lets the person through."""
        if protected.get("warningOnly") or self.email.lower() in {self.owner, protected.get(CREATOR, "").lower()}:
            return True
        editors = protected.get("editors", {})
        if self.email.lower() in {each.lower() for each in editors.get("users", [])}:
            return True
        same = self.email.lower().partition("@")[2] == self.owner.partition("@")[2]
        return bool(editors.get("domainUsersCanEdit")) and same

    def check(self, book: Book, sheet: Sheet, box: Box) -> None:
        """Protected is raised where the box holds a cell the person may not change."""
        for protected in sheet.extras.get("protectedRanges", ()):
            if self.may(protected):
                continue
            left = [_common(box.within(sheet), extent(book, protected).within(sheet))]
            for hole in protected.get("unprotectedRanges", ()):
                left = [rest for each in left if each for rest in a1.subtract(each, a1.box_of(hole))]
            if any(each is not None and each.r0 < each.bottom and each.c0 < each.right for each in left):
                raise Protected


def editor(db: sqlite3.Connection, call: Call, file: str) -> Editor:
    """The caller as an editor of that spreadsheet."""
    row = db.execute("SELECT owner FROM files WHERE id = ?", (file,)).fetchone()
    return Editor(call.user.email, row["owner"].lower())


def extent(book: Book, protected: Json) -> Box:
    """The rectangle a protection covers, given itself or by a named range."""
    if name := protected.get("namedRangeId"):
        for named in book.named:
            if named["namedRangeId"] == name:
                return a1.box_of(named["range"])
    return a1.box_of(protected.get("range", {}))


def _common(one: Box, other: Box) -> Box | None:
    if not one.meets(other):
        return None
    return a1.Box(max(one.r0, other.r0), max(one.c0, other.c0), min(one.bottom, other.bottom),
                  min(one.right, other.right))  # fmt: skip


def shown(protected: Json, person: Editor) -> Json:
    """The protection as that person sees it: its editors are named only to those who are among them."""
    may = person.may({**protected, "warningOnly": False})
    made = {key: value for key, value in protected.items() if key != CREATOR and (key != "editors" or may)}
    if may:
        made["requestingUserCanEdit"] = True
    return made
