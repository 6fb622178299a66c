"""Places in a workbook: A1 notation, grid ranges, and boxes to reckon with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from integrations.rehearsal.refusals import Refusal, invalid

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]

END = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9]\d{0,7})?$")
R1C1 = re.compile(r"(?<![^:])[Rr]([1-9]\d{0,7})[Cc]([1-9]\d{0,4})(?![^:])")
PLAIN_TITLE = re.compile(r"[A-Za-z_]\w*$", re.ASCII)  # others stand in quotation marks, Página1 too
LIKE_A_CELL = re.compile(r"([A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*)$")


class Box(NamedTuple):
    """A rectangle of a sheet: first row and column, and those after the last; None where it has no end."""

    r0: int
    c0: int
    r1: int | None
    c1: int | None

    def within(self, sheet: Sheet) -> Box:
        """The rectangle cut off at the grid's edge."""
        r1 = sheet.row_count if self.r1 is None else min(self.r1, sheet.row_count)
        c1 = sheet.column_count if self.c1 is None else min(self.c1, sheet.column_count)
        return Box(self.r0, self.c0, r1, c1)

    def meets(self, other: Box) -> bool:
        """Whether the two have a cell in common."""
        return (
            _before(self.r0, other.r1) and _before(other.r0, self.r1)
            and _before(self.c0, other.c1) and _before(other.c0, self.c1)
        )  # fmt: skip

    def holds(self, other: Box) -> bool:
        """Whether a closed box lies wholly inside this closed one."""
        return self.r0 <= other.r0 and other.bottom <= self.bottom and self.c0 <= other.c0 and other.right <= self.right

    @property
    def bottom(self) -> int:
        """The row after the last, of a box cut to its sheet."""
        assert self.r1 is not None  # noqa: S101 - asked only of closed boxes
        return self.r1

    @property
    def right(self) -> int:
        """The column after the last, of a box cut to its sheet."""
        assert self.c1 is not None  # noqa: S101 - asked only of closed boxes
        return self.c1


def _before(place: int, end: int | None) -> bool:
    return end is None or place < end


def column_number(letters: str) -> int:
    """A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 is A."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def quoted(title: str) -> str:
    """The tab's name as it stands before an exclamation mark."""
    if PLAIN_TITLE.match(title) and not LIKE_A_CELL.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def written(sheet: Sheet, box: Box) -> str:
    """The rectangle in A1 notation, cut to the grid; a single cell is written as one."""
    r0, c0, r1, c1 = box.within(sheet)
    start = f"{column_letters(c0)}{r0 + 1}"
    end = f"{column_letters((c1 or 1) - 1)}{r1 or 1}"
    return f"{quoted(sheet.title)}!{start}" + ("" if start == end else f":{end}")


def spelled(sheet: Sheet, box: Box) -> str:
    """The rectangle as one types it: open where it has no end, the tab's name alone for all of it."""
    if box == (0, 0, None, None):
        return quoted(sheet.title)
    start = ("" if box.c1 is None and not box.c0 else column_letters(box.c0)) + (
        "" if box.r1 is None and not box.r0 else str(box.r0 + 1)
    )
    end = ("" if box.c1 is None else column_letters(box.c1 - 1)) + ("" if box.r1 is None else str(box.r1))
    return f"{quoted(sheet.title)}!{start}" + ("" if start == end else f":{end}")


def _unparsable(text: str) -> Refusal:
    return invalid(f"Unable to parse range: {text}")


def parse(book: Book, text: str) -> tuple[Sheet, Box]:
    """The tab and the rectangle that A1 notation, a tab's name or a named range means; 400 if it means nothing."""
    whole = Box(0, 0, None, None)
    title, mark, cells = text.rpartition("!")
    if mark:
        sheet = book.titled(_unquoted(title))
        if sheet is None:
            raise _unparsable(text)
        return _named(book, cells) or (sheet, _box(cells, text))
    if sheet := book.titled(_unquoted(text)):
        return sheet, whole
    return _named(book, text) or (book.sheets[0], _box(text, text))


def _named(book: Book, name: str) -> tuple[Sheet, Box] | None:
    """The place of a named range; it may be written behind a tab's name."""
    for named in book.named:
        if named["name"].lower() == name.lower():
            return grid(book, named["range"])
    return None


def _unquoted(title: str) -> str:
    if len(title) >= 2 and title[0] == title[-1] == "'":
        return title[1:-1].replace("''", "'")
    return title


def box_in(cells: str) -> Box:
    """The rectangle that A1 notation without a tab's name means; 400 if it means none."""
    return _box(cells, cells)


def _box(cells: str, text: str) -> Box:
    first, colon, last = (R1C1.sub(_lettered, cells) if R1C1.search(cells) else cells).partition(":")
    start, end = END.match(first.strip()), END.match(last.strip()) if last else None
    if start is None or not any(start.groups()) or (colon and (end is None or not any(end.groups()))):
        raise _unparsable(text)
    if not last:
        if not all(start.groups()):
            raise _unparsable(text)
        end = start
    assert end is not None  # noqa: S101 - set above where it was not
    rows = [int(found.group(2)) - 1 if found.group(2) else None for found in (start, end)]
    columns = [column_number(found.group(1)) if found.group(1) else None for found in (start, end)]
    r0, r1 = _ends(rows)
    c0, c1 = _ends(columns)
    return Box(r0, c0, r1, c1)


def _lettered(found: re.Match[str]) -> str:
    return f"{column_letters(int(found.group(2)) - 1)}{found.group(1)}"


def _ends(pair: list[int | None]) -> tuple[int, int | None]:
    """The first place and the one after the last; a missing second end leaves the rectangle open."""
    first, last = pair
    if first is None or last is None:
        return (first if first is not None else last) or 0, None
    return min(first, last), max(first, last) + 1


def readable(sheet: Sheet, box: Box) -> Box:
    """The rectangle cut to the grid; 400 where it begins outside."""
    if box.r0 >= sheet.row_count or box.c0 >= sheet.column_count:
        raise beyond(sheet, box)
    return box.within(sheet)


def beyond(sheet: Sheet, box: Box) -> Refusal:
    """400 for a place outside the grid."""
    start = f"{column_letters(box.c0)}{box.r0 + 1}"
    end = f"{column_letters(box.c1 - 1)}{box.r1}" if box.c1 and box.r1 else ""
    where = f"{quoted(sheet.title)}!{start}" + (f":{end}" if end and end != start else "")
    return invalid(
        f"Range ({where}) exceeds grid limits. Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
    )


def grid(book: Book, range_: Json) -> tuple[Sheet, Box]:
    """The tab and the rectangle of a GridRange; 400 for a tab that is not there."""
    sheet_id = range_.get("sheetId", 0)
    sheet = book.find(sheet_id)
    if sheet is None:
        raise invalid(f"No grid with id: {sheet_id}")
    return sheet, box_of(range_)


def box_of(range_: Json) -> Box:
    """The rectangle of a GridRange."""
    return Box(
        range_.get("startRowIndex", 0), range_.get("startColumnIndex", 0), range_.get("endRowIndex"),
        range_.get("endColumnIndex"),
    )  # fmt: skip


def range_of(sheet_id: int, box: Box) -> Json:
    """The GridRange of a rectangle: open ends and the tab of id 0 are left out, a beginning at 0 is not."""
    made: Json = {}
    if sheet_id:
        made["sheetId"] = sheet_id
    if box.r1 is not None or box.r0:
        made["startRowIndex"] = box.r0
    if box.r1 is not None:
        made["endRowIndex"] = box.r1
    if box.c1 is not None or box.c0:
        made["startColumnIndex"] = box.c0
    if box.c1 is not None:
        made["endColumnIndex"] = box.c1
    return made


def subtract(box: Box, hole: Box) -> list[Box]:
    """What of a closed box lies outside the other one."""
    if not box.meets(hole):
        return [box]
    left = []
    r0, c0, r1, c1 = box
    if hole.r0 > r0:
        left.append(Box(r0, c0, hole.r0, c1))
    if hole.r1 is not None and (r1 is None or hole.r1 < r1):
        left.append(Box(hole.r1, c0, r1, c1))
    top, bottom = max(r0, hole.r0), r1 if hole.r1 is None else (hole.r1 if r1 is None else min(r1, hole.r1))
    if hole.c0 > c0:
        left.append(Box(top, c0, bottom, hole.c0))
    if hole.c1 is not None and (c1 is None or hole.c1 < c1):
        left.append(Box(top, hole.c1, bottom, c1))
    return left
