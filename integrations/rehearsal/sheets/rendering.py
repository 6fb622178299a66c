"""Values as they are read: formatted, bare, or as formulas; rows worked out once for each state of a tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import parsing, patterns
from integrations.rehearsal.sheets.cells import Book, Formula, Sheet, Stored, Value, value_of
from integrations.rehearsal.sheets.formulas import CellError, evaluate, hyperlink

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.a1 import Box

Json = dict[str, Any]

FORMATTED, UNFORMATTED, FORMULA = "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"
SERIAL = "SERIAL_NUMBER"


def habits(book: Book) -> parsing.Locale:
    """The reading habits of the spreadsheet's locale."""
    return parsing.locale(book.properties.get("locale", "en_US"))


def effective(value: Value) -> str | float | bool | CellError | None:
    """The value after formulas."""
    return evaluate(value) if isinstance(value, Formula) else value


def formatted(book: Book, cell: Stored) -> str:
    """What a person sees in the cell."""
    value = effective(value_of(cell))
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.shown
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    form = book.look(cell).get("userEnteredFormat", {}).get("numberFormat")
    return patterns.shown(value, form, habits(book)) if form else patterns.general(value, habits(book))


def _unformatted(book: Book, cell: Stored, dates: str) -> Any:
    value = effective(value_of(cell))
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.shown
    if dates != SERIAL and isinstance(value, (int, float)) and not isinstance(value, bool):
        form = book.look(cell).get("userEnteredFormat", {}).get("numberFormat", {})
        if patterns.is_moment(form):
            return patterns.shown(value, form, habits(book))
    return value


def _as_typed(book: Book, cell: Stored, dates: str) -> Any:
    value = value_of(cell)
    return str(value) if isinstance(value, Formula) else _unformatted(book, cell, dates)


def _renderer(book: Book, option: str, dates: str) -> Callable[[Stored], Any]:
    if option == FORMATTED:
        return lambda cell: formatted(book, cell)
    shape = _unformatted if option == UNFORMATTED else _as_typed
    return lambda cell: shape(book, cell, dates)


def rows_of(book: Book, sheet: Sheet, option: str, dates: str = SERIAL) -> list[list[Any]]:
    """Every row of the tab from the first to the last that holds something, trailing empty cells left out."""
    key = (option, dates)
    if key not in sheet.cache:
        sheet.cache[key] = _rendered(book, sheet, option, dates)
    rows: list[list[Any]] = sheet.cache[key]
    return rows


def _rendered(book: Book, sheet: Sheet, option: str, dates: str) -> list[list[Any]]:
    render = _renderer(book, option, dates)
    # Bare values need no rendering where they are read as they are; this is most of every tab.
    bare = {str} if option == FORMATTED else {str, int, float, bool}
    rows: list[list[Any]] = []
    for index in range(sheet.last_row()):
        cells = sheet.rows.get(index, ())
        made = [cell if cell.__class__ in bare else "" if cell is None else render(cell) for cell in cells]
        while made and made[-1] == "":
            made.pop()
        rows.append(made)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def read(book: Book, sheet: Sheet, box: Box, option: str, dates: str, *, columns: bool = False) -> list[list[Any]]:
    """The values of a box cut to the grid, trailing empty rows and cells left out."""
    rows = rows_of(book, sheet, option, dates)[box.r0 : box.bottom]
    if box.c0 or any(len(row) > box.right for row in rows):
        rows = [_trimmed(row[box.c0 : box.right]) for row in rows]
    if columns:
        width = max(map(len, rows), default=0)
        rows = [_trimmed([row[place] if place < len(row) else "" for row in rows]) for place in range(width)]
    end = len(rows)
    while end and not rows[end - 1]:
        end -= 1
    return rows[:end]


def _trimmed(row: list[Any]) -> list[Any]:
    end = len(row)
    while end and row[end - 1] == "":
        end -= 1
    return row[:end]


def _extended(value: str | float | bool | CellError) -> Json:
    if isinstance(value, CellError):
        return {"errorValue": {"type": value.kind, "message": value.message}}
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def cell_data(book: Book, cell: Stored) -> Json:
    """The cell as CellData, with everything that follows from what was entered."""
    value, look = value_of(cell), book.look(cell)
    made: Json = {}
    result = effective(value)
    if value is not None and result is not None:
        entered = {"formulaValue": str(value)} if isinstance(value, Formula) else _extended(result)
        made |= {"userEnteredValue": entered, "effectiveValue": _extended(result),
                 "formattedValue": formatted(book, cell)}  # fmt: skip
        if isinstance(value, Formula) and (address := hyperlink(value)):
            made["hyperlink"] = address
    made |= look
    if look.get("userEnteredFormat") or value is not None:
        made["effectiveFormat"] = _effective_format(book, look.get("userEnteredFormat", {}), result)
    return made


def _effective_format(book: Book, entered: Json, value: Any) -> Json:
    default = book.properties.get("defaultFormat", {})
    aligned = "RIGHT" if isinstance(value, (int, float)) and not isinstance(value, bool) else "LEFT"
    made = {**default, "horizontalAlignment": "CENTER" if isinstance(value, bool) else aligned, **entered}
    if "textFormat" in entered:
        made["textFormat"] = {**default.get("textFormat", {}), **entered["textFormat"]}
    return made
