"""Formulas read: their words, and the tree that evaluation walks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from integrations.rehearsal.sheets.calculation.results import SHOWN, CellError, Scalar

END = r"\$?[A-Za-z]{1,3}\$?[1-9]\d*"
COLUMN, ROW = r"\$?[A-Za-z]{1,3}", r"\$?[1-9]\d*"
SHEET = r"(?:(?:'(?:[^']|'')+'|[^\W\d][\w]*)!)"
WORDS = {shown: kind for kind, shown in SHOWN.items()}
ERRORS = "|".join(re.escape(shown) for shown in WORDS)
REFERENCE = (
    rf"{SHEET}?(?:{END}(?::(?:{END}|{COLUMN}|{ROW}))?|{COLUMN}:(?:{END}|{COLUMN})|{ROW}:(?:{END}|{ROW}))(?![\w(.])"
)
PARTS = (
    ("space", r"\s+"), ("text", r'"(?:[^"]|"")*"'), ("error", rf"{SHEET}?(?:{ERRORS})"), ("reference", REFERENCE),
    ("number", r"(?:\d+(?:{point}\d*)?|{point}\d+)(?:[eE][-+]?\d+)?"), ("call", r"[^\W\d][\w.]*\("),
    ("name", r"[^\W\d][\w.]*"), ("operator", r"<>|<=|>=|[-+*/^&=<>%]"), ("sign", r"[(){{}}{separators}]"),
)  # fmt: skip


@lru_cache(maxsize=2)
def _pattern(comma: bool) -> re.Pattern[str]:
    written = []
    for name, part in PARTS:
        if name == "number":
            part = part.replace("{point}", "," if comma else r"\.")  # noqa: PLW2901 - the part for this locale
        if name == "sign":
            part = part.format(separators=r";\\" if comma else ",;")  # noqa: PLW2901 - the part for this locale
        written.append(f"(?P<{name}>{part})")
    return re.compile("|".join(written))


@dataclass(frozen=True)
class Token:
    """One word of a formula."""

    kind: str
    text: str


class Unreadable(ValueError):
    """The text is no formula."""


@lru_cache(maxsize=8192)
def tokens(formula: str, comma: bool) -> tuple[Token, ...]:
    """Every word after the equals sign, spaces included; Unreadable where there is something else."""
    found, place, pattern = [], 1, _pattern(comma)
    while place < len(formula):
        match = pattern.match(formula, place)
        if match is None or match.lastgroup is None:
            raise Unreadable(formula)
        found.append(Token(match.lastgroup, match.group()))
        place = match.end()
    return tuple(found)


@dataclass(frozen=True)
class Literal:
    """A value that stands in the formula."""

    value: Scalar


@dataclass(frozen=True)
class Reference:
    """Cells, as written: a tab's name (None: the formula's own) and A1 notation."""

    sheet: str | None
    cells: str


@dataclass(frozen=True)
class Name:
    """A named range."""

    name: str


@dataclass(frozen=True)
class Operation:
    """A sign between two operands, or before (`u-`, `u+`) or behind (`%`) one."""

    sign: str
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Invocation:
    """A function and what it is given; None for an argument left out."""

    name: str
    arguments: tuple[Node | None, ...]


@dataclass(frozen=True)
class Application:
    """A function made on the spot, `LAMBDA(…)(…)`, and what it is given."""

    function: Node
    arguments: tuple[Node | None, ...]


@dataclass(frozen=True)
class Table:
    """Values in braces, row by row."""

    rows: tuple[tuple[Node, ...], ...]


Node = Literal | Reference | Name | Operation | Invocation | Application | Table
LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
RANKS = {sign: rank for rank, signs in enumerate(LEVELS) for sign in signs}


@lru_cache(maxsize=8192)
def parse(formula: str, comma: bool) -> Node:
    """The tree of a formula; Unreadable for what is none."""
    words = [token for token in tokens(formula, comma) if token.kind != "space"]
    reader = _Reader(words, comma)
    tree = reader.level(0)
    if reader.place != len(words):
        raise Unreadable(formula)
    return tree


@dataclass
class _Reader:
    words: list[Token]
    comma: bool
    place: int = 0

    def peek(self) -> str:
        return self.words[self.place].text if self.place < len(self.words) else ""

    def take(self, text: str) -> None:
        if self.peek() != text:
            raise Unreadable(text)
        self.place += 1

    def level(self, least: int) -> Node:
        """What is joined by signs of that rank or a higher one; signs of one rank from left to right."""
        left = self.signed()
        while (rank := RANKS.get(self._sign(), -1)) >= least:
            sign = self.peek()
            self.place += 1
            left = Operation(sign, (left, self.level(rank + 1)))
        return left

    def _sign(self) -> str:
        return self.peek() if self.place < len(self.words) and self.words[self.place].kind == "operator" else ""

    def signed(self) -> Node:
        if self._sign() in {"-", "+"}:
            sign = self.peek()
            self.place += 1
            return Operation("u" + sign, (self.signed(),))
        made = self.operand()
        while self._sign() == "%":
            self.place += 1
            made = Operation("%", (made,))
        return made

    def operand(self) -> Node:
        if self.place == len(self.words):
            raise Unreadable
        word = self.words[self.place]
        self.place += 1
        if word.kind == "number":
            written = word.text.replace(",", ".")
            return Literal(int(written) if written.isdigit() else float(written))
        if word.kind == "text":
            return Literal(word.text[1:-1].replace('""', '"'))
        if word.kind == "error":
            kind = WORDS[word.text[word.text.index("#") :]]
            return Literal(CellError(kind, "Reference does not exist." if kind == "REF" else "Error value."))
        if word.kind == "reference":
            return reference(word.text)
        if word.kind == "call":
            made: Node = Invocation(word.text[:-1].upper(), self._arguments())
            while self.peek() == "(":
                self.place += 1
                made = Application(made, self._arguments())
            return made
        if word.kind == "name":
            upper = word.text.upper()
            return Literal(upper == "TRUE") if upper in {"TRUE", "FALSE"} else Name(word.text)
        if word.text == "(":
            inner = self.level(0)
            self.take(")")
            return inner
        if word.text == "{":
            return self._table()
        raise Unreadable(word.text)

    def _arguments(self) -> tuple[Node | None, ...]:
        arguments: list[Node | None] = []
        if self.peek() == ")":
            self.place += 1
            return ()
        while True:
            arguments.append(None if self.peek() in {",", ";", ")"} else self.level(0))
            if self.peek() not in {",", ";"}:
                break
            self.place += 1
        self.take(")")
        return tuple(arguments)

    def _table(self) -> Node:
        beside = "\\" if self.comma else ","
        rows, row = [], [self.level(0)]
        while self.peek() in {beside, ";"}:
            sign = self.peek()
            self.place += 1
            if sign == ";":
                rows.append(tuple(row))
                row = []
            row.append(self.level(0))
        self.take("}")
        return Table((*rows, tuple(row)))


def reference(text: str) -> Reference:
    """The reference that the text writes."""
    title, mark, cells = text.rpartition("!")
    if not mark:
        return Reference(None, cells)
    if title[0] == "'":
        title = title[1:-1].replace("''", "'")
    return Reference(title, cells)
