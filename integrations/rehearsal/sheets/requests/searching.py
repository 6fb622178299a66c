"""findReplace: one text for another in cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1, writing
from integrations.rehearsal.sheets.cells import Formula, value_of
from integrations.rehearsal.sheets.rendering import formatted, result
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, request

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Sheet

Json = dict[str, Any]


@request("findReplace")
def find_replace(edit: Edit, body: Json) -> Json:
    """The text is replaced wherever it stands; what was changed is counted."""
    if not body.get("find"):
        raise Wrong("Must specify a text to find.")
    places = _places(edit, body)
    pattern = _pattern(body)
    counts = {"values": 0, "formulas": 0, "occurrences": 0}
    rows: set[tuple[int, int]] = set()
    for sheet, box in places:
        for row in [each for each in sorted(sheet.rows) if box.r0 <= each < box.bottom]:
            for column in range(box.c0, min(box.right, len(sheet.rows[row]))):
                if found := _replaced(edit, sheet, row, column, pattern, body):
                    counts["occurrences"] += found[0]
                    counts["formulas" if found[1] else "values"] += 1
                    rows.add((sheet.id, row))
    made = {
        "valuesChanged": counts["values"], "formulasChanged": counts["formulas"], "rowsChanged": len(rows),
        "sheetsChanged": len({sheet for sheet, _ in rows}), "occurrencesChanged": counts["occurrences"],
    }  # fmt: skip
    return {name: count for name, count in made.items() if count}


def _places(edit: Edit, body: Json) -> list[tuple[Sheet, a1.Box]]:
    if "range" in body:
        return [edit.place(body["range"])]
    sheets = edit.book.sheets if body.get("allSheets") else [edit.sheet(body.get("sheetId", 0))]
    return [(each.own(), a1.Box(0, 0, None, None).within(each)) for each in sheets]


def _pattern(body: Json) -> re.Pattern[str]:
    text = body["find"] if body.get("searchByRegex") else re.escape(body["find"])
    if body.get("matchEntireCell"):
        text = f"^(?:{text})$"
    try:
        return re.compile(text, 0 if body.get("matchCase") else re.IGNORECASE)
    except re.error:
        raise Wrong("Invalid regular expression.") from None


def _replaced(
    edit: Edit, sheet: Sheet, row: int, column: int, pattern: re.Pattern[str], body: Json
) -> tuple[int, bool] | None:
    """How often the text was replaced in the cell, and whether in a formula; None where nothing was."""
    cell = sheet.get(row, column)
    value = value_of(cell)
    formula = isinstance(value, Formula)
    if value is None or (formula and not body.get("includeFormulas")):
        return None
    text = str(value) if formula else formatted(edit.book, sheet, cell, result(edit.book, sheet, row, column))
    replacement = body.get("replacement", "")
    # Google writes groups as $1; a plain replacement is taken as it is.
    if body.get("searchByRegex"):
        try:
            made, count = pattern.subn(re.sub(r"\$(\d)", r"\\\1", replacement.replace("\\", "\\\\")), text)
        except re.error:  # a group that the expression does not have
            raise Wrong("Invalid regular expression.") from None
    else:
        made, count = pattern.subn(lambda _: replacement, text)
    if not count:
        return None
    edit.guard(sheet, a1.Box(row, column, row + 1, column + 1))
    writing.put(edit.book, sheet, row, column, made, entered=True)
    return count, formula
