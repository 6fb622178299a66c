"""Functions of texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from integrations.rehearsal.sheets import parsing, patterns
from integrations.rehearsal.sheets.calculation.functions.conditions import wildcard
from integrations.rehearsal.sheets.calculation.functions.kinds import Plain, Whole, cells_of
from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Fault,
    Grid,
    Result,
    Scalar,
    fail,
    form_of,
    is_number,
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


def _extract(scope: Scope, given: list[Result]) -> Result:
    """REGEXEXTRACT: the whole match, or its groups side by side."""
    if scope.arrays and isinstance(given[0], Grid):
        rows = [[_extracted(scope.text(cell), scope.text(given[1]))[0] for cell in row] for row in given[0].rows]
        return Grid(rows)
    found = _extracted(scope.text(given[0]), scope.text(given[1]))
    return found[0] if len(found) == 1 else Grid([found])


def _extracted(text: str, pattern: str) -> list[Scalar]:
    found = _expression(pattern).search(text)
    if found is None:
        message = f'Function REGEXEXTRACT parameter 2 value "{pattern}" does not match text of Function REGEXEXTRACT parameter 1 value.'
        raise Fault("N_A", message)
    return list(found.groups()) or [found.group()]


def _regex_replace(text: str, pattern: str, new: str) -> Scalar:
    return _expression(pattern).sub(re.sub(r"\$(\d)", r"\\\1", new.replace("\\", "\\\\")), text)


def _is_date(value: Scalar, habits: Locale) -> bool:
    form = form_of(value)
    if isinstance(value, str):
        form = parsing.entered(value, habits)[1] if not value.startswith(("=", "'")) else None
    return form is not None and form.get("type") in {"DATE", "DATE_TIME"}


def _value(habits: Locale, value: Scalar) -> Scalar:
    return number_of(value, habits)


def _text(habits: Locale, value: Scalar, pattern: Scalar) -> Scalar:
    written = patterns.typed(text_of(pattern, habits), habits)
    if isinstance(value, (str, bool)):
        return text_of(value, habits)
    return patterns.shown(number_of(value, habits), {"type": "NUMBER", "pattern": written}, habits)


def _flat(given: list[Result]) -> list[Scalar]:
    cells = [cell for value in given for cell in cells_of(value)]
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


def _number_text(habits: Locale, value: Scalar, places: Scalar = 2, plain: Scalar = False) -> Scalar:
    """FIXED."""
    count = int(number_of(places, habits))
    pattern = ("0" if truth_of(plain) else "#,##0") + ("." + "0" * count if count > 0 else "")
    return patterns.shown(round(number_of(value, habits), count), {"type": "NUMBER", "pattern": pattern}, habits)


def _to_text(habits: Locale, value: Scalar) -> Scalar:
    form = form_of(value)
    return patterns.shown(number_of(value), form, habits) if form else text_of(value, habits)


def _number_value(habits: Locale, value: Scalar, point: Scalar = None, group: Scalar = None) -> Scalar:
    written = text_of(value, habits).replace(" ", "").replace(text_of(group) or ",", "")
    try:
        return float(written.replace(text_of(point) or ".", ".") or 0)
    except ValueError:
        raise Fault("VALUE", f"Text '{written}' cannot be coerced to a number.") from None


def _unicode(habits: Locale, code: Scalar) -> Scalar:
    number = int(number_of(code, habits))
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        raise Fault("NUM", f"Function CHAR parameter 1 value {number} is out of range.")
    return chr(number)


EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
URL = re.compile(r"((https?|ftp)://)?[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?")

SCALARS: dict[str, Plain] = {
    "FIXED": Plain(_number_text, 1, 3),
    "DOLLAR": Plain(lambda habits, value, places=2: "$" + str(_number_text(habits, value, places)), 1, 2),
    "T": Plain(lambda _, value: value if isinstance(value, str) else "", 1, 1),
    "NUMBERVALUE": Plain(_number_value, 1, 3),
    "UNICHAR": Plain(_unicode, 1, 1),
    "UNICODE": Plain(_of(lambda text: ord(text[0])), 1, 1),
    "LENB": Plain(_of(lambda text: len(text.encode("utf-16-le")) // 2), 1, 1),
    "ENCODEURL": Plain(_of(lambda text: quote(text, safe="")), 1, 1),
    "ISEMAIL": Plain(lambda _, value: isinstance(value, str) and EMAIL.fullmatch(value) is not None, 1, 1),
    "ISURL": Plain(lambda _, value: isinstance(value, str) and URL.fullmatch(value) is not None, 1, 1),
    "ISDATE": Plain(lambda habits, value: _is_date(value, habits), 1, 1),
    "TO_DATE": Plain(lambda _, value: value, 1, 1),
    "TO_PERCENT": Plain(lambda _, value: value, 1, 1),
    "TO_DOLLARS": Plain(lambda _, value: value, 1, 1),
    "TO_PURE_NUMBER": Plain(lambda _, value: float(value) if is_number(value) else value, 1, 1),
    "IMAGE": Plain(lambda *_: "", 1, 4),
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
    "REGEXREPLACE": Plain(_of(_regex_replace), 3, 3),
    "VALUE": Plain(_value, 1, 1),
    "TEXT": Plain(_text, 2, 2),
    "TO_TEXT": Plain(_to_text, 1, 1),
    "CHAR": Plain(_unicode, 1, 1),
    "CODE": Plain(_of(lambda text: ord(text[0])), 1, 1),
    "CONCAT": Plain(_of(lambda one, other: one + other), 2, 2),
    "HYPERLINK": Plain(lambda _, address, label=None: address if label is None else label, 1, 2),
}
WHOLES: dict[str, Whole] = {
    "REGEXEXTRACT": Whole(_extract, 2, 2),
    "SPARKLINE": Whole(lambda *_: "", 1, 2),
    "CONCATENATE": Whole(_concatenate, 1, None),
    "JOIN": Whole(_join, 2, None),
    "TEXTJOIN": Whole(_text_join, 3, None),
    "SPLIT": Whole(_split, 2, 4),
}
