"""A query read: its clauses in their order, and the expressions in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.\d*|\.\d+|\d+)|(?P<text>"[^"]*"|'[^']*')|(?P<name>`[^`]+`|[A-Za-z_]\w*)"""
    r"""|(?P<sign><=|>=|<>|!=|[-+*/(),=<>]))"""
)
CLAUSES = ("select", "where", "group by", "pivot", "order by", "skipping", "limit", "offset", "label", "format", "options")
AGGREGATES = frozenset({"sum", "avg", "count", "max", "min"})
SCALARS = frozenset({
    "year", "month", "day", "hour", "minute", "second", "quarter", "dayofweek", "now", "datediff", "todate", "upper",
    "lower", "millisecond",
})  # fmt: skip
COMPARISONS = ("contains", "starts", "ends", "matches", "like")
SIGNS = frozenset({"=", "!=", "<>", "<", ">", "<=", ">="})


class Unclear(ValueError):
    """The text is no query."""


@dataclass(frozen=True)
class Column:
    """A column by the name the query gives it (`B`, `Col2`)."""

    name: str


@dataclass(frozen=True)
class Constant:
    """A number, a text, a truth value; `kind` is `date`, `datetime` or `timeofday` for a text that means one."""

    value: float | str | bool | None
    kind: str = ""


@dataclass(frozen=True)
class Work:
    """A function, an aggregation or a sign with what it is given; conditions too."""

    name: str
    given: tuple[Expression, ...]


Expression = Column | Constant | Work


@dataclass
class Query:
    """What the query asks for; `select` is None for every column."""

    select: list[Expression] | None = None
    where: Expression | None = None
    group: list[Expression] = field(default_factory=list)
    pivot: list[Expression] = field(default_factory=list)
    order: list[tuple[Expression, bool]] = field(default_factory=list)
    limit: int | None = None
    offset: int = 0
    labels: list[tuple[Expression, str]] = field(default_factory=list)
    formats: list[tuple[Expression, str]] = field(default_factory=list)


def read(text: str) -> Query:
    """The query that the text writes; Unclear where it writes none."""
    return _Reader(text).query()


class _Reader:
    def __init__(self, text: str) -> None:
        self.words: list[tuple[str, str]] = []
        place = 0
        text = text.strip()
        while place < len(text):
            found = TOKEN.match(text, place)
            if found is None or found.lastgroup is None:
                raise Unclear(text[place : place + 10])
            self.words.append((found.lastgroup, found.group(found.lastgroup)))
            place = found.end()
        self.place = 0

    def peek(self) -> str:
        """The next word in lower case, unless it is a text."""
        kind, word = self.words[self.place] if self.place < len(self.words) else ("", "")
        return "" if kind == "text" else word.lower()

    def took(self, *words: str) -> bool:
        following = [word.lower() for kind, word in self.words[self.place : self.place + len(words)] if kind != "text"]
        if following != list(words):
            return False
        self.place += len(words)
        return True

    def need(self, *words: str) -> None:
        if not self.took(*words):
            raise Unclear(self.peek() or "the end")

    def query(self) -> Query:
        made, last = Query(), -1
        while self.place < len(self.words):
            clause = next((each for each in CLAUSES if self.took(*each.split())), None)
            if clause is None or CLAUSES.index(clause) <= last:
                raise Unclear(self.peek() or "a text")
            last = CLAUSES.index(clause)
            self._clause(clause, made)
        return made

    def _clause(self, clause: str, made: Query) -> None:
        match clause:
            case "select":
                made.select = None if self.took("*") else self._several()
            case "where":
                made.where = self.either()
            case "group by":
                made.group = self._several()
            case "pivot":
                made.pivot = self._several()
            case "order by":
                made.order = [self._directed()]
                while self.took(","):
                    made.order.append(self._directed())
            case "limit":
                made.limit = self._count()
            case "offset":
                made.offset = self._count()
            case "label" | "format":
                into = made.labels if clause == "label" else made.formats
                into.append((self.sum(), self._text()))
                while self.took(","):
                    into.append((self.sum(), self._text()))
            case _:
                raise Unclear(clause)

    def _several(self) -> list[Expression]:
        found = [self.sum()]
        while self.took(","):
            found.append(self.sum())
        return found

    def _directed(self) -> tuple[Expression, bool]:
        by = self.sum()
        if self.took("desc"):
            return by, False
        self.took("asc")
        return by, True

    def _take(self, kind: str) -> str:
        if self.place == len(self.words) or self.words[self.place][0] != kind:
            raise Unclear(self.peek() or f"a {kind} is missing")
        self.place += 1
        return self.words[self.place - 1][1]

    def _count(self) -> int:
        return int(float(self._take("number")))

    def _text(self) -> str:
        return self._take("text")[1:-1]

    def either(self) -> Expression:
        left = self.both()
        while self.took("or"):
            left = Work("or", (left, self.both()))
        return left

    def both(self) -> Expression:
        left = self.denied()
        while self.took("and"):
            left = Work("and", (left, self.denied()))
        return left

    def denied(self) -> Expression:
        if self.took("not"):
            return Work("not", (self.denied(),))
        if self.peek() == "(":
            start = self.place
            self.place += 1
            try:
                inner = self.either()
                self.need(")")
            except Unclear:
                self.place = start
            else:
                if self.peek() in {"", ")", "and", "or", *(each.split()[0] for each in CLAUSES)}:
                    return inner
                self.place = start
        return self.compared()

    def compared(self) -> Expression:
        left = self.sum()
        if self.took("is", "not", "null"):
            return Work("not", (Work("null", (left,)),))
        if self.took("is", "null"):
            return Work("null", (left,))
        sign = self.peek()
        if sign in SIGNS:
            self.place += 1
            return Work("!=" if sign == "<>" else sign, (left, self.sum()))
        if sign in COMPARISONS:
            self.place += 1
            if sign in {"starts", "ends"}:
                self.need("with")
            return Work(sign, (left, self.sum()))
        return left

    def sum(self) -> Expression:
        left = self.product()
        while (sign := self.peek()) in {"+", "-"}:
            self.place += 1
            left = Work(sign, (left, self.product()))
        return left

    def product(self) -> Expression:
        left = self.single()
        while (sign := self.peek()) in {"*", "/"}:
            self.place += 1
            left = Work(sign, (left, self.single()))
        return left

    def single(self) -> Expression:
        if self.place == len(self.words):
            raise Unclear("the end")
        if self.took("-"):
            return Work("-", (Constant(0), self.single()))
        if self.took("("):
            inner = self.sum()
            self.need(")")
            return inner
        kind, word = self.words[self.place]
        self.place += 1
        lowered = word.lower()
        if kind == "number":
            return Constant(float(word))
        if kind == "text":
            return Constant(word[1:-1])
        if kind != "name":
            raise Unclear(word)
        if lowered in {"date", "datetime", "timestamp", "timeofday"} and self.place < len(self.words) \
                and self.words[self.place][0] == "text":  # fmt: skip
            return Constant(self._text(), "datetime" if lowered == "timestamp" else lowered)
        if lowered in {"true", "false"}:
            return Constant(lowered == "true")
        if self.peek() == "(" and lowered in AGGREGATES | SCALARS:
            self.place += 1
            given = [] if self.peek() == ")" else self._several()
            self.need(")")
            return Work(lowered, tuple(given))
        return Column(word.strip("`"))
