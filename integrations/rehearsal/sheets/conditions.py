"""Conditions of filters, conditional formats and validation rules: whether a cell meets one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import discovery
from integrations.rehearsal.sheets import a1, parsing, rendering
from integrations.rehearsal.sheets.calculation import references
from integrations.rehearsal.sheets.calculation.evaluation import Scope
from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Closure,
    Fault,
    Grid,
    Scalar,
    compared,
    is_number,
    truth_of,
)
from integrations.rehearsal.sheets.calculation.workings import workings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from integrations.rehearsal.sheets.calculation.workings import Workings
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")
URL = re.compile(r"(https?://|www\.)?[\w-]+(\.[\w-]+)+(/\S*)?$", re.IGNORECASE)
TEXTS: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda text, part: part in text, "TEXT_NOT_CONTAINS": lambda text, part: part not in text,
    "TEXT_STARTS_WITH": str.startswith, "TEXT_ENDS_WITH": str.endswith, "TEXT_EQ": str.__eq__, "TEXT_NOT_EQ": str.__ne__,
}  # fmt: skip
ORDERS: dict[str, Callable[[int], bool]] = {
    "NUMBER_GREATER": lambda way: way > 0, "NUMBER_GREATER_THAN_EQ": lambda way: way >= 0,
    "NUMBER_LESS": lambda way: way < 0, "NUMBER_LESS_THAN_EQ": lambda way: way <= 0,
    "NUMBER_EQ": lambda way: way == 0, "NUMBER_NOT_EQ": lambda way: way != 0,
    "DATE_AFTER": lambda way: way > 0, "DATE_BEFORE": lambda way: way < 0, "DATE_EQ": lambda way: way == 0,
    "DATE_NOT_EQ": lambda way: way != 0, "DATE_ON_OR_AFTER": lambda way: way >= 0,
    "DATE_ON_OR_BEFORE": lambda way: way <= 0,
}  # fmt: skip
BETWEEN = ("NUMBER_BETWEEN", "NUMBER_NOT_BETWEEN", "DATE_BETWEEN", "DATE_NOT_BETWEEN")
MOST_CHOICES = 500
SPANS = {"PAST_YEAR": -365, "PAST_MONTH": -30, "PAST_WEEK": -7, "YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}


@dataclass(frozen=True)
class Place:
    """A cell whose conditions are looked at; `origin` is the first cell of the range a rule is written for."""

    book: Book
    sheet: Sheet
    row: int
    column: int
    origin: tuple[int, int]
    now: datetime
    typed: tuple[Scalar] | None = None  # what is about to stand there; None: what stands there now

    @property
    def value(self) -> Scalar:
        """What the cell holds after formulas."""
        if self.typed is not None:
            return self.typed[0]
        return rendering.result(self.book, self.sheet, self.row, self.column)

    @property
    def shown(self) -> str:
        """What a person sees in the cell."""
        return rendering.formatted(self.book, self.sheet, self.sheet.get(self.row, self.column), self.value)

    def meant(self, text: str) -> Scalar:
        """What a condition's value means here: a formula is worked out as if it stood in the rule's first cell."""
        habits = rendering.habits(self.book)
        taken = parsing.entered(text, habits)[0]
        if not text.startswith("="):
            return taken
        away = (self.row - self.origin[0], self.column - self.origin[1])
        formula = references.translated(text, habits.comma, *away)
        return _shown(self, workings(self.book), str(formula))


def _shown(place: Place, known: Workings, formula: str) -> Scalar:
    """What the cell would show of a formula: one value, where it gives more."""
    given = known.seen(place.sheet, place.row, place.column, formula)
    try:
        return Scope(known, place.sheet.id, place.row, place.column, known.habits).one(given)
    except Fault as fault:
        return fault.error


def meets(place: Place, condition: Json) -> bool:
    """Whether the cell meets the condition; one of a kind that is not known is met by every cell."""
    kind: str = condition.get("type", "")
    wanted = [_value(place, each) for each in condition.get("values", [])]
    if kind in {"BLANK", "NOT_BLANK"}:
        return (place.shown == "") == (kind == "BLANK")
    if kind == "CUSTOM_FORMULA":
        return bool(wanted) and _holds(wanted[0])
    if kind in TEXTS and wanted:
        return TEXTS[kind](place.shown.lower(), _text(wanted[0]).lower())
    if kind in ORDERS and wanted:
        return is_number(place.value) and is_number(wanted[0]) and ORDERS[kind](compared(place.value, wanted[0]))
    if kind in BETWEEN and len(wanted) == 2:
        if not all(map(is_number, (place.value, *wanted))):
            return False
        inside = compared(place.value, wanted[0]) >= 0 >= compared(place.value, wanted[1])
        return inside == ("NOT" not in kind)
    return _special(place, condition, wanted)


def _special(place: Place, condition: Json, wanted: list[Scalar]) -> bool:
    kind = condition.get("type", "")
    if kind == "TEXT_IS_EMAIL":
        return EMAIL.match(place.shown) is not None
    if kind == "TEXT_IS_URL":
        return URL.match(place.shown) is not None
    if kind == "DATE_IS_VALID":
        return is_number(place.value)
    if kind in {"ONE_OF_LIST", "ONE_OF_RANGE"}:
        return place.shown.lower() in {each.lower() for each in choices(place.book, place.sheet, condition)}
    if kind == "BOOLEAN":
        return isinstance(place.value, bool) if not wanted else place.value in wanted
    return True


def choices(book: Book, sheet: Sheet, condition: Json) -> list[str]:
    """What can be chosen in a cell of that tab, as it is shown: the values of the list, or those that stand in the range."""
    listed = [str(each.get("userEnteredValue", "")) for each in condition.get("values", [])]
    if condition.get("type") == "ONE_OF_LIST":
        return listed
    if condition.get("type") != "ONE_OF_RANGE" or not listed:
        return []
    found = workings(book).seen(sheet, 0, 0, listed[0])
    values = found.flat() if isinstance(found, Grid) else [found]
    shown = (rendering.formatted(book, sheet, None, each) for each in values if not isinstance(each, Closure))
    return list(dict.fromkeys(each for each in shown if each))[:MOST_CHOICES]


def _value(place: Place, given: Json) -> Scalar:
    if (relative := given.get("relativeDate")) in SPANS:
        day = place.now.replace(tzinfo=None) + timedelta(days=SPANS[relative])
        return (day - parsing.EPOCH).days
    return place.meant(given.get("userEnteredValue", ""))


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None or isinstance(value, CellError) else str(value)


def _holds(value: Scalar) -> bool:
    try:
        return truth_of(value)
    except Fault:
        return False


COUNTS = (
    ("Requires a single", 1, 1), ("Requires exactly two", 2, 2), ("Requires no ", 0, 0), ("zero, one or two", 0, 2),
    ("any number of", 1, 500),
)  # fmt: skip


@cache
def _documented() -> dict[str, tuple[str, int, int]]:
    """For each kind of condition, where it can be used, and how few and many values it has: by Google's own document."""
    shape = discovery.schema("sheets", "BooleanCondition")["properties"]["type"]
    found = {}
    for kind, text in zip(shape["enum"], shape["enumDescriptions"], strict=True):
        uses = re.search(r"Supported by ([^.]*)", text)
        least, most = next(((low, high) for words, low, high in COUNTS if words in text), (0, 500))
        found[kind] = (uses.group(1) if uses else "", least, most)
    return found


def misuse(condition: Json, use: str) -> str | None:
    """Why the condition cannot be one of "data validation" or "conditional formatting"; None where it can."""
    kind = condition.get("type", "CONDITION_TYPE_UNSPECIFIED")
    uses, least, most = _documented()[kind]
    count = len(condition.get("values", []))
    if use not in uses:
        return f"Condition type {kind} is not supported by {use}."
    if not least <= count <= most:
        wanted = f"exactly {least}" if least == most else f"between {least} and {most}"
        return f"Condition type {kind} requires {wanted} values, but {count} were given."
    return None


def corner(range_: Json) -> tuple[int, int]:
    """The first cell of a range."""
    box = a1.box_of(range_)
    return box.r0, box.c0
