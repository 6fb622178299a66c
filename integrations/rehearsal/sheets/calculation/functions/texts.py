"""Functions of texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets import patterns
from integrations.rehearsal.sheets.calculation.functions.conditions import wildcard
from integrations.rehearsal.sheets.calculation.functions.kinds import Plain, Whole
from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Fault,
    Grid,
    Result,
    Scalar,
    fail,
    number_of,
    text_of,
    truth_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.evaluation import Scope
    from integrations.rehearsal.sheets.parsing import Locale


LONGEST = 32_000


def _of(function: Callable[..., Scalar]) -> Callable[..., Scalar]:
    """The function with its arguments read as texts."""
    return lambda habits, *given: function(*(text_of(value, habits) for value in given))


def _size(value: Scalar, habits: Locale, name: str) -> int:
    size = int(number_of(value, habits))
    if size < 0:
        raise Fault("VALUE", f"Function {name} parameter 2 value is {size}. It should be greater than or equal to 0.")
    return size


def _left(habits: Locale, text: Scalar, count: Scalar = 1) -> Scalar:
    return text_of(text, habits)[: _size(count, habits, "LEFT")]


def _right(habits: Locale, text: Scalar, count: Scalar = 1) -> Scalar:
    size, written = _size(count, habits, "RIGHT"), text_of(text, habits)
    return written[len(written) - size :] if size < len(written) else written


def _middle(habits: Locale, text: Scalar, start: Scalar, count: Scalar) -> Scalar:
    first = _size(start, habits, "MID")
    if first < 1:
        raise Fault("NUM", "Function MID parameter 2 value is 0. It should be greater than or equal to 1.")
    return text_of(text, habits)[first - 1 : first - 1 + _size(count, habits, "MID")]


def _repeat(habits: Locale, text: Scalar, count: Scalar) -> Scalar:
    written, times = text_of(text, habits), _size(count, habits, "REPT")
    if len(written) * times > LONGEST:
        raise Fault("VALUE", "The text is longer than a cell can hold.")
    return written * times


def _find(habits: Locale, wanted: Scalar, text: Scalar, start: Scalar = 1) -> Scalar:
    place = text_of(text, habits).find(text_of(wanted, habits), int(number_of(start, habits)) - 1)
    if place < 0:
        raise Fault(
            "VALUE", f"In FIND evaluation, cannot find '{text_of(wanted, habits)}' within '{text_of(text, habits)}'."
        )
    return place + 1


def _search(habits: Locale, wanted: Scalar, text: Scalar, start: Scalar = 1) -> Scalar:
    found = wildcard(text_of(wanted, habits)).search(text_of(text, habits), int(number_of(start, habits)) - 1)
    if found is None:
        raise Fault(
            "VALUE", f"In SEARCH evaluation, cannot find '{text_of(wanted, habits)}' within '{text_of(text, habits)}'."
        )
    return found.start() + 1


def _substitute(habits: Locale, text: Scalar, old: Scalar, new: Scalar, which: Scalar = None) -> Scalar:
    written, wanted, instead = text_of(text, habits), text_of(old, habits), text_of(new, habits)
    if not wanted:
        return written
    if which is None:
        return written.replace(wanted, instead)
    pieces, nth = written.split(wanted), int(number_of(which, habits))
    if not 1 <= nth < len(pieces):
        return written
    return wanted.join(pieces[:nth]) + instead + wanted.join(pieces[nth:])


def _replace(habits: Locale, text: Scalar, start: Scalar, count: Scalar, new: Scalar) -> Scalar:
    written, first = text_of(text, habits), int(number_of(start, habits)) - 1
    return written[:first] + text_of(new, habits) + written[first + int(number_of(count, habits)) :]


def _expression(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error:
        raise Fault(
            "REF", f'Function REGEXMATCH parameter 2 value "{pattern}" is not a valid regular expression.'
        ) from None


def _extract(text: str, pattern: str) -> Scalar:
    found = _expression(pattern).search(text)
    if found is None:
        raise Fault(
            "N_A",
            f'Function REGEXEXTRACT parameter 2 value "{pattern}" does not match text of Function REGEXEXTRACT parameter 1 value.',
        )
    return found.group(1 if found.re.groups else 0)


def _regex_replace(text: str, pattern: str, new: str) -> Scalar:
    return _expression(pattern).sub(re.sub(r"\$(\d)", r"\\\1", new.replace("\\", "\\\\")), text)


def _value(habits: Locale, value: Scalar) -> Scalar:
    return number_of(value, habits)


def _text(habits: Locale, value: Scalar, pattern: Scalar) -> Scalar:
    written = text_of(pattern, habits)
    if isinstance(value, (str, bool)):
        return text_of(value, habits)
    return patterns.shown(number_of(value, habits), {"type": "NUMBER", "pattern": written}, habits)


def _flat(given: list[Result]) -> list[Scalar]:
    cells = [cell for value in given for cell in (value.flat() if isinstance(value, Grid) else [value])]
    for cell in cells:
        if isinstance(cell, CellError):
            fail(cell)
    return cells


def _concatenate(scope: Scope, given: list[Result]) -> str:
    return "".join(text_of(cell, scope.habits) for cell in _flat(given))


def _join(scope: Scope, given: list[Result]) -> str:
    return scope.text(given[0]).join(text_of(cell, scope.habits) for cell in _flat(given[1:]))


def _text_join(scope: Scope, given: list[Result]) -> str:
    texts = [text_of(cell, scope.habits) for cell in _flat(given[2:])]
    skip = truth_of(scope.one(given[1]))
    return scope.text(given[0]).join(text for text in texts if text or not skip)


def _split(scope: Scope, given: list[Result]) -> Grid:
    text, signs = scope.text(given[0]), scope.text(given[1])
    each = len(given) < 3 or given[2] is None or truth_of(scope.one(given[2]))
    drop = len(given) < 4 or truth_of(scope.one(given[3]))
    parts = re.split(f"[{re.escape(signs)}]" if each else re.escape(signs), text)
    return Grid([[_typed(part, scope.habits) for part in parts if part or not drop]])


def _typed(part: str, habits: Locale) -> Scalar:
    try:
        return number_of(part, habits) if part else None
    except Fault:
        return part


SCALARS: dict[str, Plain] = {
    "LEN": Plain(_of(len), 1, 1),
    "TRIM": Plain(_of(lambda text: re.sub(" +", " ", text).strip(" ")), 1, 1),
    "CLEAN": Plain(_of(lambda text: re.sub(r"[\x00-\x1f]", "", text)), 1, 1),
    "UPPER": Plain(_of(str.upper), 1, 1),
    "LOWER": Plain(_of(str.lower), 1, 1),
    "PROPER": Plain(_of(lambda text: re.sub(r"[^\W\d_]+", lambda found: found.group().capitalize(), text)), 1, 1),
    "EXACT": Plain(_of(lambda one, other: one == other), 2, 2),
    "LEFT": Plain(_left, 1, 2),
    "RIGHT": Plain(_right, 1, 2),
    "MID": Plain(_middle, 3, 3),
    "FIND": Plain(_find, 2, 3),
    "SEARCH": Plain(_search, 2, 3),
    "SUBSTITUTE": Plain(_substitute, 3, 4),
    "REPLACE": Plain(_replace, 4, 4),
    "REPT": Plain(_repeat, 2, 2),
    "REGEXMATCH": Plain(_of(lambda text, pattern: _expression(pattern).search(text) is not None), 2, 2),
    "REGEXEXTRACT": Plain(_of(_extract), 2, 2),
    "REGEXREPLACE": Plain(_of(_regex_replace), 3, 3),
    "VALUE": Plain(_value, 1, 1),
    "TEXT": Plain(_text, 2, 2),
    "TO_TEXT": Plain(_of(lambda text: text), 1, 1),
    "CHAR": Plain(lambda habits, code: chr(int(number_of(code, habits))), 1, 1),
    "CODE": Plain(_of(lambda text: ord(text[0])), 1, 1),
    "CONCAT": Plain(_of(lambda one, other: one + other), 2, 2),
    "HYPERLINK": Plain(lambda _, address, label=None: address if label is None else label, 1, 2),
}
WHOLES: dict[str, Whole] = {
    "CONCATENATE": Whole(_concatenate, 1, None),
    "JOIN": Whole(_join, 2, None),
    "TEXTJOIN": Whole(_text_join, 3, None),
    "SPLIT": Whole(_split, 2, 4),
}
