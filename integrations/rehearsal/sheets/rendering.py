"""Values as they are read: formatted, bare, or as formulas; rows worked out once for each state of a tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import parsing, patterns
from integrations.rehearsal.sheets.calculation.results import CellError, Scalar, Shaped, form_of
from integrations.rehearsal.sheets.calculation.workings import Workings, workings
from integrations.rehearsal.sheets.cells import Book, Cell, Formula, Sheet, Stored, number, value_of
from integrations.rehearsal.sheets.colours import THEME
from integrations.rehearsal.sheets.formulas import hyperlink

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.sheets.a1 import Box

Json = dict[str, Any]

FORMATTED, UNFORMATTED, FORMULA = "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"
SERIAL = "SERIAL_NUMBER"
DEFAULT_FONT = "arial,sans,sans-serif"  # what stands for the theme's font


def habits(book: Book) -> parsing.Locale:
    """The reading habits of the spreadsheet's locale."""
    return parsing.locale(book.properties.get("locale", "en_US"))


def result(book: Book, sheet: Sheet, row: int, column: int) -> Scalar:
    """The value of the cell after formulas, its own and those that spill into it."""
    value = value_of(sheet.get(row, column))
    if isinstance(value, Formula) or (value is None and workings(book).spillers):
        return workings(book).value(sheet, row, column)
    return value


def spilled_ends(book: Book, sheet: Sheet) -> dict[int, int]:
    """For each row into which formulas spill, the column after the last such cell."""
    found: dict[int, int] = {}
    if any(each.formulas() for each in book.sheets):
        for tab, row, column in workings(book).spill(sheet):
            if tab == sheet.id:
                found[row] = max(found.get(row, 0), column + 1)
    return found


def number_format(book: Book, cell: Stored, value: Scalar) -> Json | None:
    """The format a number is shown in: the cell's own, or the one its formula took over; None is the general one."""
    own: Json | None = book.look(cell).get("userEnteredFormat", {}).get("numberFormat")
    return form_of(value) if own is None else own


def formatted(book: Book, _sheet: Sheet, cell: Stored, value: Scalar) -> str:
    """What a person sees in a cell of that look and that value after formulas."""
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.shown
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    form = number_format(book, cell, value)
    return patterns.shown(value, form, habits(book)) if form else patterns.general(value, habits(book))


def _unformatted(book: Book, cell: Stored, value: Scalar, dates: str) -> Any:
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.shown
    if dates != SERIAL and isinstance(value, (int, float)) and not isinstance(value, bool):
        form = number_format(book, cell, value) or {}
        if patterns.is_moment(form):
            return patterns.shown(value, form, habits(book))
    return number(float(value)) if isinstance(value, Shaped) else value


def _renderer(book: Book, sheet: Sheet, option: str, dates: str) -> Callable[[Stored, Scalar], Any]:
    """How a cell with that value after formulas is shown."""
    if option == FORMATTED:
        known = habits(book)

        def shown(cell: Stored, value: Scalar) -> str:
            if value.__class__ in {int, float} and cell.__class__ is not Cell:  # most of what is not text
                return patterns.general(value, known)
            return formatted(book, sheet, cell, value)

        return shown
    if option == UNFORMATTED:
        return lambda cell, value: _unformatted(book, cell, value, dates)

    def as_typed(cell: Stored, value: Scalar) -> Any:
        typed = value_of(cell)
        return str(typed) if isinstance(typed, Formula) else _unformatted(book, cell, value, dates)

    return as_typed


def rows_of(book: Book, sheet: Sheet, option: str, dates: str = SERIAL) -> list[list[Any]]:
    """Every row of the tab from the first to the last that holds something, trailing empty cells left out."""
    key = (option, dates)
    worked = workings(book) if any(each.formulas() for each in book.sheets) else None
    state = (sheet.edition, worked.generation if worked else None)
    known = sheet.cache.get(key)
    if known is None or known[0] != state:
        known = sheet.cache[key] = (state, _rendered(sheet, worked, _renderer(book, sheet, option, dates), option))
    rows: list[list[Any]] = known[1]
    return rows


def _rendered(
    sheet: Sheet, worked: Workings | None, render: Callable[[Stored, Scalar], Any], option: str
) -> list[list[Any]]:
    # Bare values need no rendering where they are read as they are; this is most of every tab.
    bare = {str} if option == FORMATTED else {str, int, float, bool}
    rows: list[list[Any]] = []
    for index in range(sheet.last_row()):
        made = [
            cell if cell.__class__ in bare
            else "" if cell is None
            else render(cell, _value(worked, sheet, index, column, cell))
            for column, cell in enumerate(sheet.rows.get(index, ()))
        ]  # fmt: skip
        rows.append(made)
    for (tab, row, column), value in (worked.spill(sheet) if worked else {}).items():
        if tab == sheet.id and value_of(sheet.get(row, column)) is None:
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([""] * (column + 1 - len(rows[row])))
            rows[row][column] = render(sheet.get(row, column), value)
    rows = [_trimmed(row) for row in rows]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _value(worked: Workings | None, sheet: Sheet, row: int, column: int, cell: Stored) -> Scalar:
    value = value_of(cell)
    return worked.value(sheet, row, column) if worked is not None and isinstance(value, Formula) else value


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
    if isinstance(value, str):
        return {"stringValue": value}
    return {"numberValue": number(float(value)) if isinstance(value, Shaped) else value}


def cell_data(book: Book, sheet: Sheet, cell: Stored, value: Scalar) -> Json:
    """The cell as CellData, with everything that follows from what was entered and from its value after formulas."""
    typed, look = value_of(cell), book.look(cell)
    made: Json = {}
    if typed is not None:
        made["userEnteredValue"] = {"formulaValue": str(typed)} if isinstance(typed, Formula) else _extended(typed)
    if value is not None and (value != "" or not isinstance(typed, Formula)):  # a formula's empty text shows nothing
        made |= {"effectiveValue": _extended(value), "formattedValue": formatted(book, sheet, cell, value)}
    made |= look
    if look.get("userEnteredFormat") or value is not None:
        made["effectiveFormat"] = _effective_format(book, look.get("userEnteredFormat", {}), value)
        if form := form_of(value):
            made["effectiveFormat"].setdefault("numberFormat", form)
        address = hyperlink(typed) if isinstance(typed, Formula) else None
        address = address or look.get("userEnteredFormat", {}).get("textFormat", {}).get("link", {}).get("uri")
        if address and value is not None:
            made["hyperlink"] = address
            made["effectiveFormat"] = _linked(made["effectiveFormat"], look, address)
    return made


def _linked(form: Json, look: Json, address: str) -> Json:
    """The effective format of a cell that leads somewhere: as links look, where the person has not said otherwise."""
    color = dict(THEME)["LINK"]
    link = {"foregroundColor": color, "foregroundColorStyle": {"rgbColor": color}, "underline": True}
    said = look.get("userEnteredFormat", {}).get("textFormat", {})
    text = {**form["textFormat"], **{key: each for key, each in link.items() if key not in said}}
    return {**form, "textFormat": {**text, "link": {"uri": address}}, "hyperlinkDisplayType": "LINKED"}


def _effective_format(book: Book, entered: Json, value: Any) -> Json:
    default = {**book.properties.get("defaultFormat", {}), "hyperlinkDisplayType": "PLAIN_TEXT"}
    if default.get("textFormat", {}).get("fontFamily") == DEFAULT_FONT:
        family = book.properties.get("spreadsheetTheme", {}).get("primaryFontFamily", "Arial")
        default["textFormat"] = {**default["textFormat"], "fontFamily": family}
    aligned = "RIGHT" if isinstance(value, (int, float)) and not isinstance(value, bool) else "LEFT"
    made = {**default, "horizontalAlignment": "CENTER" if isinstance(value, bool) else aligned, **entered}
    if "textFormat" in entered:
        made["textFormat"] = {**default.get("textFormat", {}), **entered["textFormat"]}
    return made
