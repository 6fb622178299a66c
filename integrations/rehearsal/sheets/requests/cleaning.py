"""Texts split, trimmed, pasted in, and rows that say the same twice removed."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1, writing
from integrations.rehearsal.sheets.cells import Formula, stored, style_of, value_of
from integrations.rehearsal.sheets.rendering import formatted, result
from integrations.rehearsal.sheets.requests.moving import block
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, request

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Sheet

Json = dict[str, Any]

DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


@request("trimWhitespace")
def trim(edit: Edit, body: Json) -> Json:
    """No text of the range begins or ends with a space or has two in a row."""
    sheet, box = edit.place(body.get("range", {}))
    changed = 0
    for row in [each for each in sheet.rows if box.r0 <= each < box.bottom]:
        for column in range(box.c0, min(box.right, len(sheet.rows[row]))):
            cell = sheet.get(row, column)
            value = value_of(cell)
            if isinstance(value, str) and not isinstance(value, Formula):
                made = re.sub(r"\s+", " ", value).strip()
                if made != value:
                    sheet.put(row, column, stored(made or None, style_of(cell)))
                    changed += 1
    return {"cellsChangedCount": changed} if changed else {}


@request("deleteDuplicates")
def delete_duplicates(edit: Edit, body: Json) -> Json:
    """Of rows that show the same in the compared columns only the first is left; those below have moved up."""
    sheet, box = edit.place(body.get("range", {}))
    compared = set()
    for each in body.get("comparisonColumns", []):
        compared |= set(range(each.get("startIndex", 0), each.get("endIndex", box.right)))
    columns = sorted(compared) or list(range(box.c0, box.right))
    if any(not box.c0 <= column < box.right for column in columns):
        raise Wrong("A comparison column is outside the range.")
    seen, kept = set(), []
    for cells in block(
        edit.book, sheet, a1.Box(box.r0, box.c0, min(box.bottom, max(sheet.last_row(), box.r0)), box.c1)
    ):
        shown = (
            formatted(edit.book, sheet, cells[column - box.c0].cell, cells[column - box.c0].value) for column in columns
        )
        key = tuple(text.lower() for text in shown)
        if key not in seen or not any(key):
            kept.append(cells)
        seen.add(key)
    last = min(box.bottom, max(sheet.last_row(), box.r0))
    for row in range(box.r0, last):
        for column in range(box.c0, box.right):
            here = row - box.r0
            sheet.put(row, column, kept[here][column - box.c0].cell if here < len(kept) else None)
    removed = last - box.r0 - len(kept)
    return {"duplicatesRemovedCount": removed} if removed else {}


def _delimiter(body: Json, texts: list[str]) -> str:
    kind = body.get("delimiterType", "AUTODETECT")
    if kind == "CUSTOM":
        if not body.get("delimiter"):
            raise Wrong("Must specify a delimiter.")
        return str(body["delimiter"])
    if kind in DELIMITERS:
        return DELIMITERS[kind]
    return max((",", ";", "\t", "|", " "), key=lambda sign: sum(text.count(sign) for text in texts))


@request("textToColumns")
def split(edit: Edit, body: Json) -> None:
    """The texts of one column stand in as many columns as they have parts."""
    sheet, box = edit.place(body.get("source", {}))
    if box.right - box.c0 != 1:
        raise Wrong("The source must span exactly one column.")
    rows = [row for row in range(box.r0, box.bottom) if value_of(sheet.get(row, box.c0)) is not None]
    texts = {
        row: formatted(edit.book, sheet, sheet.get(row, box.c0), result(edit.book, sheet, row, box.c0)) for row in rows
    }
    sign = _delimiter(body, list(texts.values()))
    for row, text in texts.items():
        parts = [part.strip() for part in text.split(sign)]
        _type(edit, sheet, (row, box.c0), [parts])


@request("pasteData")
def paste(edit: Edit, body: Json) -> None:
    """The text stands in cells from that place on, as typed: parted by the delimiter, or taken from an HTML table."""
    where = body.get("coordinate", {})
    sheet = edit.sheet(where.get("sheetId", 0))
    if body.get("html"):
        reader = _TableReader()
        reader.feed(body.get("data", ""))
        rows = reader.rows
    else:
        if not body.get("delimiter"):
            raise Wrong("Must specify a delimiter or html.")
        lines = re.split(r"\r?\n", body.get("data", ""))
        sign = body["delimiter"]
        rows = list(csv.reader(lines, delimiter=sign)) if len(sign) == 1 else [line.split(sign) for line in lines]
    _type(edit, sheet, (where.get("rowIndex", 0), where.get("columnIndex", 0)), rows)


def _type(edit: Edit, sheet: Sheet, corner: tuple[int, int], rows: list[list[str]]) -> None:
    """The texts stand in cells from the corner on, read as if typed; the grid grows for them."""
    width = max(map(len, rows), default=0)
    edit.guard(sheet, a1.Box(*corner, corner[0] + max(len(rows), 1), corner[1] + max(width, 1)))
    writing.grow(edit.book, sheet, corner[0] + len(rows), corner[1] + width)
    for row, texts in enumerate(rows, corner[0]):
        for column, text in enumerate(texts, corner[1]):
            writing.put(edit.book, sheet, row, column, text, entered=True)


class _TableReader(HTMLParser):
    """The texts of a table's cells, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data
