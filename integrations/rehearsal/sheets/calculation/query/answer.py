"""A query answered from a table: rows kept, grouped, turned, ordered, cut off and headed."""

from __future__ import annotations

import operator
import re
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from integrations.rehearsal.sheets import a1, parsing
from integrations.rehearsal.sheets.calculation.query.clauses import AGGREGATES, Column, Constant, Unclear, Work
from integrations.rehearsal.sheets.calculation.results import (
    CellError,
    Grid,
    Scalar,
    arranged,
    compared,
    form_of,
    is_number,
    number_of,
    shaped,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.calculation.query.clauses import Expression, Query

Row = list[Scalar]
SIGNS: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
MOMENTS: dict[str, Callable[[datetime], int]] = {
    "year": lambda at: at.year, "month": lambda at: at.month - 1, "day": lambda at: at.day, "hour": lambda at: at.hour,
    "minute": lambda at: at.minute, "second": lambda at: at.second, "quarter": lambda at: (at.month + 2) // 3,
    "dayofweek": lambda at: at.isoweekday() % 7 + 1, "millisecond": lambda at: at.microsecond // 1000,
}  # fmt: skip


class Table:
    """Headings and rows; a column holds values of one kind, as Google takes it, the others count as empty."""

    def __init__(self, grid: Grid, headers: int, letters_from: int | None, now: float) -> None:
        """Columns go by letters from that one on for cells of a tab, always by Col1, Col2 …; `now` is a serial."""
        head, body = grid.rows[:headers], grid.rows[headers:]
        self.now = now
        self.letters_from = letters_from
        self.headings = [" ".join(text_of(row[place]) for row in head if row[place] is not None) for place in range(grid.width)]
        kinds = [_majority([row[place] for row in body]) for place in range(grid.width)]
        self.rows = [[cell if _kind(cell) == kinds[place] else None for place, cell in enumerate(row)] for row in body]
        self.width = grid.width

    def place(self, name: str) -> int:
        """Which column the name means; Unclear where there is none."""
        found = re.fullmatch(r"Col(\d+)", name)
        if found:
            number = int(found.group(1)) - 1
        elif self.letters_from is not None and re.fullmatch(r"[A-Z]{1,3}", name):
            number = a1.column_number(name) - self.letters_from
        else:
            number = -1
        if not 0 <= number < self.width:
            raise Unclear(f"NO_COLUMN: {name}")
        return number

    def name(self, place: int) -> Column:
        """A column as an expression."""
        return Column(f"Col{place + 1}")


def _kind(value: Scalar) -> str:
    if value is None or isinstance(value, CellError) or value == "":
        return ""
    return "bool" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


def _majority(cells: Row) -> str:
    kinds = [kind for kind in map(_kind, cells) if kind]
    return max(("number", "text", "bool"), key=kinds.count) if kinds else "text"


def _aggregated(expression: Expression) -> bool:
    return isinstance(expression, Work) and (expression.name in AGGREGATES or any(map(_aggregated, expression.given)))


class Answer:
    """The answer to one query from one table."""

    def __init__(self, query: Query, table: Table) -> None:
        """Work it out; `grid` is what QUERY shows."""
        self.query, self.table = query, table
        self.select: list[Expression] = query.select if query.select is not None else [
            table.name(place) for place in range(table.width)
        ]  # fmt: skip
        rows = [row for row in table.rows if query.where is None or self.truth(query.where, row)]
        grouped = bool(query.group or query.pivot) or any(map(_aggregated, self.select))
        self.check(grouped)
        heads, lines = self.pivoted(rows) if query.pivot else self.plain(rows, grouped)
        end = None if query.limit is None else query.offset + query.limit
        self.lines, self.heads = lines[query.offset : end], heads

    def check(self, grouped: bool) -> None:
        """Unclear where a column is neither grouped by nor aggregated."""
        if not grouped:
            return
        allowed = {self.same(each) for each in self.query.group}
        for each in self.select:
            if not _aggregated(each) and self.same(each) not in allowed and not isinstance(each, Constant):
                raise Unclear(f"ADD_COL_TO_GROUP_BY_OR_AGG: {self.written(each)}")

    def same(self, expression: Expression) -> Expression:
        """The expression with its columns by number, so that A and Col1 are one."""
        if isinstance(expression, Column):
            return self.table.name(self.table.place(expression.name))
        if isinstance(expression, Work):
            return Work(expression.name, tuple(self.same(each) for each in expression.given))
        return expression

    def plain(self, rows: list[Row], grouped: bool) -> tuple[list[str], list[Row]]:
        """The lines of a query without a pivot, ordered."""
        sets = self.groups(rows, self.query.group) if grouped else [[row] for row in rows]
        if not grouped or self.query.group:
            sets = [each for each in sets if each]
        for by, up in reversed(self.query.order):
            sets.sort(key=partial(self.rank, by), reverse=not up)
        return [self.heading(each) for each in self.select], [
            [self.shaped(each, self.value(each, some)) for each in self.select] for some in sets
        ]

    def rank(self, by: Expression, some: list[Row]) -> tuple[int, float | str]:
        """A key for ordering; what is empty comes first."""
        value = self.value(by, some)
        return (-1, 0) if value is None else arranged(value)

    def groups(self, rows: list[Row], keys: list[Expression]) -> list[list[Row]]:
        """The rows by the values of the keys, in the order of these."""
        found: dict[tuple[Scalar, ...], list[Row]] = {}
        for row in rows:
            found.setdefault(tuple(self.value(key, [row]) for key in keys), []).append(row)
        if not keys:
            return [rows]
        order = sorted(found, key=lambda key: [(-1, 0) if value is None else arranged(value) for value in key])
        return [found[key] for key in order]

    def pivoted(self, rows: list[Row]) -> tuple[list[str], list[Row]]:
        """A column for each value of the pivot and each aggregation."""
        fixed = [each for each in self.select if not _aggregated(each)]
        counted = [each for each in self.select if _aggregated(each)]
        values = [tuple(self.value(key, some[:1]) for key in self.query.pivot) for some in self.groups(rows, self.query.pivot)]
        heads = [self.heading(each) for each in fixed]
        for value in values:
            text = ",".join(text_of(each) for each in value)
            heads += [text if len(counted) == 1 else f"{text} {self.heading(each)}" for each in counted]
        lines: list[Row] = []
        for some in self.groups(rows, self.query.group) if rows else []:
            line: Row = [self.shaped(each, self.value(each, some)) for each in fixed]
            for value in values:
                mine = [row for row in some if tuple(self.value(key, [row]) for key in self.query.pivot) == value]
                line += [self.value(each, mine) if mine else None for each in counted]
            lines.append(line)
        return heads, lines

    def shaped(self, expression: Expression, value: Scalar) -> Scalar:
        """The value in the format the query gives its column."""
        for wanted, pattern in self.query.formats:
            if self.same(wanted) == self.same(expression) and is_number(value):
                moment = (form_of(value) or {}).get("type") in {"DATE", "DATE_TIME", "TIME"}
                return shaped(number_of(value), {"type": "DATE" if moment else "NUMBER", "pattern": pattern})
        return value

    def heading(self, expression: Expression) -> str:
        """The label the query gives, otherwise what Google makes of the column's heading."""
        for wanted, text in self.query.labels:
            if self.same(wanted) == self.same(expression):
                return text
        return self.written(expression)

    def written(self, expression: Expression) -> str:
        """How an expression reads above its column."""
        if isinstance(expression, Column):
            return self.table.headings[self.table.place(expression.name)]
        if isinstance(expression, Constant):
            text = text_of(expression.value)
            return f'"{text}"' if isinstance(expression.value, str) else text
        inner = [self.written(each) for each in expression.given]
        if expression.name in AGGREGATES:
            return f"{expression.name} {inner[0]}".strip()
        if len(inner) == 2 and expression.name in {"+", "-", "*", "/"}:
            names = {"+": "sum", "-": "difference", "*": "product", "/": "quotient"}
            return f"{names[expression.name]}({inner[0]}{inner[1]})"
        return f"{expression.name}({','.join(inner)})"

    def value(self, expression: Expression, rows: list[Row]) -> Scalar:
        """The expression over a group of rows (a single one where nothing is aggregated)."""
        match expression:
            case Column(name):
                return rows[0][self.table.place(name)] if rows else None
            case Constant(value, kind):
                return _constant(value, kind)
            case Work(name, given) if name in AGGREGATES:
                if len(given) != 1:
                    raise Unclear(name)
                return _aggregate(name, [self.value(given[0], [row]) for row in rows])
            case Work(name, given):
                return self.worked(name, [self.value(each, rows) for each in given])

    def worked(self, name: str, given: Row) -> Scalar:
        """A function or a sign of single values; nothing where one of them is nothing."""
        if name == "now":
            return shaped(self.table.now, {"type": "DATE_TIME"})
        if any(value is None for value in given):
            return None
        if name in MOMENTS:
            return MOMENTS[name](parsing.serial_moment(number_of(given[0])))
        if name in {"upper", "lower"}:
            return text_of(given[0]).upper() if name == "upper" else text_of(given[0]).lower()
        if name == "todate":
            return shaped(int(number_of(given[0])), {"type": "DATE"})
        if len(given) == 2 and is_number(given[0]) and is_number(given[1]):
            left, right = number_of(given[0]), number_of(given[1])
            if name == "datediff":
                return int(left) - int(right)
            if name == "/":
                return left / right if right else None
            return left + right if name == "+" else left - right if name == "-" else left * right
        raise Unclear(name)

    def truth(self, condition: Expression, row: Row) -> bool:
        """Whether the row meets the condition."""
        if not isinstance(condition, Work):
            return bool(self.value(condition, [row]))
        name = condition.name
        if name == "and":
            return all(self.truth(each, row) for each in condition.given)
        if name == "or":
            return any(self.truth(each, row) for each in condition.given)
        if name == "not":
            return not self.truth(condition.given[0], row)
        if name == "null":
            return self.value(condition.given[0], [row]) in {None, ""}
        if len(condition.given) != 2:
            return bool(self.value(condition, [row]))
        left, right = (self.value(each, [row]) for each in condition.given)
        if left is None or right is None:
            return name == "!=" and (left is None) != (right is None)
        if name in SIGNS:
            if _kind(left) != _kind(right):
                return name == "!="
            if isinstance(left, str) and isinstance(right, str):  # unlike a formula, a query tells upper from lower case
                return SIGNS[name]((left > right) - (left < right), 0)
            return SIGNS[name](compared(left, right), 0)
        return _texts(name, text_of(left), text_of(right))


def _texts(name: str, text: str, wanted: str) -> bool:
    match name:
        case "contains":
            return wanted in text
        case "starts":
            return text.startswith(wanted)
        case "ends":
            return text.endswith(wanted)
        case "like":
            pattern = "".join({"%": ".*", "_": "."}.get(sign, re.escape(sign)) for sign in wanted)
            return re.fullmatch(pattern, text, re.DOTALL) is not None
        case "matches":
            try:
                return re.fullmatch(wanted, text) is not None
            except re.error:
                raise Unclear(wanted) from None
    raise Unclear(name)


def _constant(value: Scalar, kind: str) -> Scalar:
    if not kind:
        return value
    found = parsing.entered(str(value), parsing.locale("en_US"))
    if found[1] is None or not is_number(found[0]):
        raise Unclear(f"Invalid {kind} literal [{value}]")
    return shaped(number_of(found[0]), found[1])


def _aggregate(name: str, values: Row) -> Scalar:
    there = [value for value in values if value is not None]
    if name == "count":
        return len(there)
    if not there:
        return None
    if name in {"max", "min"}:
        return (max if name == "max" else min)(there, key=arranged)
    if not all(is_number(value) for value in there):
        raise Unclear(f"{'AVG' if name == 'avg' else 'SUM'}_SUM_ONLY_NUMERIC")
    total = sum(number_of(value) for value in there)
    made = total if name == "sum" else total / len(there)
    form = form_of(there[0])
    return made if form is None else shaped(made, form)
