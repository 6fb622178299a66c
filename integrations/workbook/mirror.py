"""What the program last wrote, row by row, on a hidden tab: how an edit of its columns is noticed and put back.

A row and its copy are written in one request, so they never disagree through a killed pass. A value that a person
changed, a row that was deleted, and a row that the program never wrote are told as `Change`s. People's own columns
are theirs: they are copied only so that a deleted row can be put back whole, ticks excepted - nobody but a person
gives an approval.
"""

from __future__ import annotations

import json
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from integrations.google.sheets import Cell
from integrations.workbook.packing import packed, unpacked
from integrations.workbook.table import Row, Table
from integrations.workbook.tabs import HOME, MIRROR, PIECES, TABS, Owner, TabSpec

WATCHED = tuple(spec for spec in TABS if spec not in {HOME, MIRROR, PIECES})  # pieces: their decision's hash tells
_LONG = 20_000  # a longer cell is not copied: the copy must fit one cell itself
_DONE = ("fakta", "pembuka", "folder", "id", "draf", "pesan", "beku")
_MANY = 5  # so many rows, and more than one in so many, without a copy: the copies were cleared
_SKIPPED = "~"  # in a copy: the columns that were too long for it


@dataclass(frozen=True, slots=True)
class Change:
    """A program's cell that says something else than was written. `column` None: the whole row.

    `old` None: a row the program never wrote; `new` None: the row has gone.
    """

    spec: TabSpec
    key: str
    column: str | None
    old: str | None
    new: str | None


def mirror_key(spec: TabSpec, key: str) -> str:
    """The key of a row's copy."""
    return f"{spec.title}|{key}"


def copied(spec: TabSpec, row: Row) -> str:
    """The row's cells as its copy holds them: JSON of column -> value; ticks and empty cells are left out."""
    told = {c.id: v for c in spec.columns if c.kind != "tick" and (v := row.cells.get(c.id)) not in {None, ""}}
    long = [c for c, v in told.items() if len(str(v)) > _LONG]
    return packed({c: v for c, v in told.items() if c not in long} | ({_SKIPPED: long} if long else {}))


def compare(tables: Mapping[str, Table]) -> list[Change]:
    """Every difference between the tabs and their copies, each undone in memory where the program can undo it.

    A program's cell gets its value back, a deleted row stands again (to be written at the end of its tab), a row
    that the program never wrote is left out of the table. What is lost is a copy, and not the row, where many copies
    are lacking at once or the row holds what the program did (`_DONE`): it is copied anew.
    """
    mirror = tables[MIRROR.title]
    ours = [s for s in WATCHED if s.key.owner is Owner.PROGRAM]
    rows = [mirror_key(s, key) for s in ours for key in tables[s.title].rows]
    lacking = sum(k not in mirror.rows for k in rows)
    damaged = not mirror.rows or (lacking >= _MANY and lacking * _MANY > len(rows))
    found: list[Change] = []
    for spec in WATCHED:
        found.extend(_of_tab(spec, tables[spec.title], mirror, damaged=damaged))
    return found


def _of_tab(spec: TabSpec, table: Table, mirror: Table, *, damaged: bool) -> Iterator[Change]:
    ours = spec.key.owner is Owner.PROGRAM
    telling = [c.id for c in spec.columns if c.id in _DONE]
    marks = Counter(mark for row in table for mark in _done(row, telling)) if ours else Counter()
    for key, row in list(table.rows.items()):
        copy = mirror.get(mirror_key(spec, key))
        if copy is None:
            if ours and (damaged or any(marks[m] == 1 for m in _done(row, telling))):
                mirror.put(mirror_key(spec, key), isi=copied(spec, row))
                yield Change(MIRROR, mirror_key(spec, key), None, "", None)
            elif ours:
                del table.rows[key]
                yield Change(spec, key, None, None, _words(row))
            continue
        told, skipped = _cells(copy)
        for column in spec.columns[1:]:
            old, new = told.get(column.id), row.cells.get(column.id)
            if (
                column.owner is not Owner.PROGRAM
                or column.id not in table.places
                or column.id in skipped
                or same(old, new)
            ):
                continue
            yield Change(spec, key, column.id, _text(old), _text(new))
            row.cells[column.id] = old
            row.changed.add(column.id)
    if ours:
        prefix = f"{spec.title}|"
        for copy in mirror:
            name = copy.text("kunci")
            key = name.removeprefix(prefix)
            if name.startswith(prefix) and key not in table.rows:
                table.rows[key] = Row({spec.key.id: key, **_cells(copy)[0]}, None, {spec.key.id})
                yield Change(spec, key, None, copy.text("isi")[:200], None)


def _done(row: Row, columns: Sequence[str]) -> list[str]:
    """What the row holds that only the program can have put there: ids of Google's, what was read of a mail."""
    return [f"{c}={text}" for c in columns if (text := row.text(c))]


def _cells(copy: Row) -> tuple[dict[str, Cell], frozenset[str]]:
    """Column -> value, and the columns that the copy does not tell. A damaged copy tells nothing."""
    try:
        told = unpacked(copy.text("isi"))
        return {str(c): v for c, v in told.items() if c != _SKIPPED}, frozenset(told.get(_SKIPPED, ()))
    except (ValueError, TypeError, AttributeError, zlib.error):
        return {}, frozenset(c.id for spec in WATCHED for c in spec.columns)


def _text(value: Cell) -> str:
    return "" if value is None else str(value)


def _words(row: Row) -> str:
    return json.dumps({k: v for k, v in row.cells.items() if v not in {None, ""}}, ensure_ascii=False)[:300]


def same(one: Cell, other: Cell) -> bool:
    """True where two cells say the same; spaces, line ends and invisible characters say nothing.

    Sheets may give a text back with other white space than was written; that is nobody's edit.
    """
    return (type(one) is type(other) and one == other) or _plain(one) == _plain(other)


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", str(value))
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"})
