"""Conditions of validation rules in words, and what typing into their cells gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import parsing, rendering

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.calculation.results import Scalar
    from integrations.rehearsal.sheets.cells import Book

Json = dict[str, Any]

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


def wanted(condition: Json) -> list[str]:
    """The values the condition compares with, as they were entered."""
    return [str(each.get("userEnteredValue", "")) for each in condition.get("values", [])]


def described(condition: Json) -> str:
    """What the condition asks for, as a phrase; "" for one that has no plain words."""
    words, values = WORDS.get(condition.get("type", ""), ""), wanted(condition)
    return words.format(*(each.replace(".", ",") if _decimal(each) else each for each in [*values, "", ""]))


def _decimal(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def typed(book: Book, text: str) -> Scalar:
    """The value that typing the text gives, None for nothing."""
    value = parsing.entered(text, rendering.habits(book))[0]
    return None if value == "" else value
