"""What a tab of the workbook is made of: columns, what they are called, and who owns them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Owner(Enum):
    """Who writes a column. A person's column is never written by the program once the row stands."""

    PROGRAM = "program"
    PEOPLE = "people"
    SECRETARY = "sekretaris"
    CHAIR = "ketua"


@dataclass(frozen=True, slots=True)
class Column:
    """A column, found by its heading wherever it stands.

    `optional`: a workbook that was laid out before the column was invented does without it; it reads as empty.
    """

    id: str
    heading: str
    owner: Owner = Owner.PROGRAM
    kind: str = "text"  # text, number, tick, or data (machine state, hidden)
    choices: tuple[str, ...] = ()
    width: int = 120
    note: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TabSpec:
    """A tab; the first column is the key that rows are found by."""

    title: str
    columns: tuple[Column, ...]
    about: str
    hidden: bool = False

    @property
    def key(self) -> Column:
        """The key column."""
        return self.columns[0]

    def column(self, column_id: str) -> Column:
        """The column with this id; KeyError where there is none."""
        return {c.id: c for c in self.columns}[column_id]


def program(column_id: str, heading: str, width: int = 120, kind: str = "text", *, optional: bool = False) -> Column:
    """A column the program writes."""
    return Column(column_id, heading, Owner.PROGRAM, kind, width=width, optional=optional)


def people(
    column_id: str,
    heading: str,
    width: int = 140,
    *,
    kind: str = "text",
    choices: tuple[str, ...] = (),
    note: str = "",
    optional: bool = False,
) -> Column:
    """A column that people write."""
    return Column(column_id, heading, Owner.PEOPLE, kind, choices, width, note, optional)


def data(column_id: str, heading: str) -> Column:
    """A hidden column of machine state."""
    return Column(column_id, heading, Owner.PROGRAM, "data", width=60)


def ticks() -> tuple[Column, ...]:
    """The two approvals, each for one officer alone."""
    return (
        Column(
            "sekretaris",
            "Setuju Sekretaris",
            Owner.SECRETARY,
            "tick",
            width=90,
            note="Hanya Sekretaris yang dapat mencentang.",
        ),
        Column("ketua", "Setuju Ketua", Owner.CHAIR, "tick", width=90, note="Hanya Ketua yang dapat mencentang."),
    )
