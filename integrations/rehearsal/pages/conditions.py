"""Conditions of validation rules and of conditional formats: whether a value meets one, and how one reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import hiding, parsing, patterns, rendering
from integrations.rehearsal.sheets.calculation import grammar, references
from integrations.rehearsal.sheets.calculation.evaluation import Scope
from integrations.rehearsal.sheets.calculation.results import Grid, compared, is_number, truth_of
from integrations.rehearsal.sheets.calculation.workings import workings

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.results import Scalar
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
WEB = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
WORDS = {
    "NUMBER_GREATER": "bilangan lebih dari {}", "NUMBER_GREATER_THAN_EQ": "bilangan paling kecil {}",
    "NUMBER_LESS": "bilangan kurang dari {}", "NUMBER_LESS_THAN_EQ": "bilangan paling besar {}",
    "NUMBER_EQ": "bilangan {}", "NUMBER_NOT_EQ": "bilangan selain {}", "NUMBER_BETWEEN": "bilangan dari {} sampai {}",
    "NUMBER_NOT_BETWEEN": "bilangan di luar {} sampai {}", "TEXT_CONTAINS": "teks yang memuat “{}”",
    "TEXT_NOT_CONTAINS": "teks yang tidak memuat “{}”", "TEXT_EQ": "teks “{}”", "TEXT_IS_EMAIL": "alamat surel yang sah",
    "TEXT_IS_URL": "alamat web yang sah", "DATE_IS_VALID": "tanggal yang sah", "DATE_AFTER": "tanggal sesudah {}",
    "DATE_BEFORE": "tanggal sebelum {}", "DATE_ON_OR_AFTER": "tanggal {} atau sesudahnya",
    "DATE_ON_OR_BEFORE": "tanggal {} atau sebelumnya", "DATE_EQ": "tanggal {}",
    "DATE_BETWEEN": "tanggal dari {} sampai {}", "DATE_NOT_BETWEEN": "tanggal di luar {} sampai {}",
    "ONE_OF_LIST": "salah satu dari pilihannya", "ONE_OF_RANGE": "salah satu dari pilihannya",
}  # fmt: skip
ORDERS: dict[str, Callable[[int], bool]] = {
    **hiding.ORDERS,
    "DATE_ON_OR_AFTER": lambda way: way >= 0,
    "DATE_ON_OR_BEFORE": lambda way: way <= 0,
}


def wanted(condition: Json) -> list[str]:
    """The values the condition compares with, as they were entered."""
    return [str(each.get("userEnteredValue", "")) for each in condition.get("values", [])]


def described(condition: Json) -> str:
    """What the condition asks for, as a phrase; "" for one that has no plain words."""
    words, values = WORDS.get(condition.get("type", ""), ""), wanted(condition)
    return words.format(*(each.replace(".", ",") if _decimal(each) else each for each in [*values, "", ""]))


def _decimal(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def choices(book: Book, sheet: Sheet, condition: Json) -> list[str]:
    """What can be chosen: the values of the list, or those that stand in the range."""
    listed = wanted(condition)
    if condition.get("type") == "ONE_OF_LIST":
        return listed
    if condition.get("type") != "ONE_OF_RANGE" or not listed:
        return []
    found = worked_out(book, sheet, listed[0], 0, 0, whole=True)
    values = found.flat() if isinstance(found, Grid) else [found]
    shown = [rendering.formatted(book, sheet, None, each) for each in values]
    return list(dict.fromkeys(each for each in shown if each))[:500]


def meets(
    book: Book, sheet: Sheet, place: tuple[int, int], start: tuple[int, int], value: Scalar, condition: Json
) -> bool | None:
    """Whether the value at that place meets the condition of a rule that starts at `start`; None where it cannot be told."""
    kind: str = condition.get("type", "")
    shown = rendering.formatted(book, sheet, sheet.get(*place), value)
    if kind in {"BLANK", "NOT_BLANK"}:
        return (shown == "") == (kind == "BLANK")
    listed = wanted(condition)
    if kind == "CUSTOM_FORMULA":
        return bool(listed) and _true(_moved(book, sheet, listed[0], place, start))
    if kind in {"TEXT_IS_EMAIL", "TEXT_IS_URL"}:
        return bool((EMAIL if kind == "TEXT_IS_EMAIL" else WEB).fullmatch(shown))
    if kind == "DATE_IS_VALID":
        return is_number(value)
    if kind in {"ONE_OF_LIST", "ONE_OF_RANGE"}:
        return shown in choices(book, sheet, condition)
    if kind in hiding.TEXTS and listed:
        other = str(_entered(book, sheet, listed[0], place, start))
        return bool(hiding.TEXTS[kind](shown.lower(), other.lower()))
    numbers = [_entered(book, sheet, each, place, start) for each in listed]
    if kind in ORDERS and numbers:
        return is_number(value) and bool(ORDERS[kind](compared(value, numbers[0])))
    if kind.endswith(("_BETWEEN", "_NOT_BETWEEN")) and len(numbers) == 2:
        inside = is_number(value) and compared(value, numbers[0]) >= 0 >= compared(value, numbers[1])
        return bool(is_number(value) and inside != kind.endswith("_NOT_BETWEEN"))
    return None


def _entered(book: Book, sheet: Sheet, text: str, place: tuple[int, int], start: tuple[int, int]) -> Scalar:
    if text.startswith("="):
        return _moved(book, sheet, text, place, start)
    value = parsing.entered(text, rendering.habits(book))[0]
    if isinstance(value, str) and _decimal(text):  # a point where the locale has a comma
        return float(text)
    return value


def _moved(book: Book, sheet: Sheet, formula: str, place: tuple[int, int], start: tuple[int, int]) -> Scalar:
    """The formula as it reads at that place, worked out there."""
    moved = references.translated(formula, references.comma(book), place[0] - start[0], place[1] - start[1])
    found = worked_out(book, sheet, str(moved), *place)
    return None if isinstance(found, Grid) else found


def worked_out(book: Book, sheet: Sheet, formula: str, row: int, column: int, *, whole: bool = False) -> Scalar | Grid:
    """What a formula that stands in no cell gives at that place; None where it cannot be worked out."""
    known = workings(book)
    try:
        with known.lock:
            if len(known.results) < len(known.formulas):  # references read results, they do not ask for them
                for tab, at, across in known.formulas:
                    if (home := book.find(tab)) is not None:
                        known.value(home, at, across)
            scope = Scope(known, sheet.id, row, column, known.habits)
            found = scope.evaluate(grammar.parse(formula, known.habits.comma))
            return found if whole else scope.one(found)
    except Exception:  # a rule that cannot be worked out paints and refuses nothing
        return None


def _true(value: Scalar) -> bool:
    try:
        return value is not None and truth_of(value)
    except Exception:  # an error or a text is not true
        return False


def typed(book: Book, text: str) -> Scalar:
    """The value that typing the text gives, None for nothing."""
    value = parsing.entered(text, rendering.habits(book))[0]
    return None if value == "" else value


def is_date(look: Json) -> bool:
    """Whether the format shows dates."""
    return patterns.is_moment(look.get("numberFormat", {}))
