"""What formulas work with: single values, errors, grids of values, and how one kind is taken for another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from integrations.rehearsal.sheets import parsing, patterns
from integrations.rehearsal.sheets.cells import number
from integrations.rehearsal.sheets.parsing import Locale

SHOWN = {
    "NAME": "#NAME?", "REF": "#REF!", "N_A": "#N/A", "DIVIDE_BY_ZERO": "#DIV/0!", "VALUE": "#VALUE!", "NUM": "#NUM!",
    "NULL_VALUE": "#NULL!", "ERROR": "#ERROR!",
}  # fmt: skip


@dataclass(frozen=True)
class CellError:
    """A formula that yields no value; `kind` is the API's name for it."""

    kind: str
    message: str

    @property
    def shown(self) -> str:
        """What stands in the cell."""
        return SHOWN.get(self.kind, "#ERROR!")


class Shaped(float):
    """A number with the number format it was read in, which a formula that passes it on takes over."""

    __slots__ = ("form",)
    form: dict[str, Any]


def shaped(value: float, form: dict[str, Any]) -> Shaped:
    """The number in that number format."""
    made = Shaped(value)
    made.form = form
    return made


def form_of(value: object) -> dict[str, Any] | None:
    """The number format that came along with the value."""
    return value.form if isinstance(value, Shaped) else None


Scalar = str | float | bool | CellError | None


@dataclass(frozen=True)
class Grid:
    """Values in rows; `r0`, `c0` and `sheet` (an id) say where they lie, when they are cells of a tab.

    What many formulas want to know of the same cells (their numbers, sorted; where a value stands) is worked out `once`.
    """

    rows: list[list[Scalar]]
    r0: int | None = None
    c0: int | None = None
    sheet: int | None = None
    memo: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: object, make: Callable[[], Any]) -> Any:
        """What `make` yields, made at the first asking under that name."""
        if name not in self.memo:
            self.memo[name] = make()
        return self.memo[name]

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def flat(self) -> list[Scalar]:
        """Every value, row by row."""
        return [value for row in self.rows for value in row]


class Column(Grid):
    """A grid of one column that was reckoned, its rows made only where somebody asks for rows."""

    def __init__(self, values: list[Any]) -> None:
        """Of these values from top to bottom, none of which is empty or an error."""
        self.__dict__.update(r0=None, c0=None, sheet=None, memo={"column": values, "flat": values})

    def __getattr__(self, name: str) -> Any:
        """The rows, made now."""
        if name != "rows":
            raise AttributeError(name)
        rows = self.__dict__["rows"] = [[value] for value in self.memo["column"]]
        return rows

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.memo["column"])

    @property
    def width(self) -> int:
        """One column."""
        return 1

    def flat(self) -> list[Scalar]:
        """Every value from top to bottom."""
        values: list[Scalar] = self.memo["column"]
        return values


@dataclass(frozen=True)
class Closure:
    """A function that a formula made with LAMBDA."""

    names: tuple[str, ...]
    call: Callable[..., Result]


Result = Scalar | Grid | Closure


class Fault(Exception):
    """The calculation ends with this error."""

    def __init__(self, kind: str, message: str) -> None:
        """The error by the API's name for it, and Google's words."""
        super().__init__(message)
        self.error = CellError(kind, message)


def fail(error: CellError) -> NoReturn:
    """The error is what the formula yields."""
    raise Fault(error.kind, error.message)


PLAIN_LOCALE = Locale(comma=False, month_first=True)


def number_of(value: Scalar, habits: Locale = PLAIN_LOCALE) -> float:
    """The value as a number, text read as if typed; VALUE where it is none."""
    if isinstance(value, CellError):
        fail(value)
    if value is None:
        return 0
    if isinstance(value, (bool, int, float)):
        return value if not isinstance(value, bool) else int(value)
    taken = parsing.entered(value, habits)[0] if not value.startswith(("=", "'")) else None
    if isinstance(taken, (int, float)) and not isinstance(taken, bool):
        return taken
    raise Fault("VALUE", f"Text '{value}' cannot be coerced to a number.")


def text_of(value: Scalar, habits: Locale = PLAIN_LOCALE) -> str:
    """The value as text."""
    if isinstance(value, CellError):
        fail(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, str) else patterns.general(number(value), habits)


def truth_of(value: Scalar) -> bool:
    """The value as true or false."""
    if isinstance(value, CellError):
        fail(value)
    if isinstance(value, str):
        if value.upper() in {"TRUE", "FALSE"}:
            return value.upper() == "TRUE"
        raise Fault("VALUE", f"Text '{value}' cannot be coerced to a boolean.")
    return bool(value)


def is_number(value: Scalar) -> bool:
    """Whether the value is a number (truth values are none)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _filled(value: Scalar, other: Scalar) -> Scalar:
    """An empty cell as the nothing of the other's kind."""
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0


def order(value: Scalar) -> tuple[int, float | str]:
    """A key that puts numbers before texts before truth values; texts whatever their case."""
    if isinstance(value, bool):
        return (2, value)
    if isinstance(value, str):
        return (1, value.lower())
    return (0, 0 if value is None or isinstance(value, CellError) else value)


def compared(one: Scalar, other: Scalar) -> int:
    """Negative, zero or positive, as the first is smaller, equal or greater."""
    left, right = order(_filled(one, other)), order(_filled(other, one))
    return (left > right) - (left < right)


def arranged(value: Scalar) -> tuple[int, float | str]:
    """A key for sorting values that may be errors or empty: these stand last."""
    if value is None:
        return (4, 0)
    return (3, value.kind) if isinstance(value, CellError) else order(value)
