"""Tables on their way into a spreadsheet: CSV, TSV and Excel workbooks, read as a person's typing would be."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from integrations.rehearsal.drive.documents import unconvertible
from integrations.rehearsal.drive.packing import NAMESPACES, member, opened
from integrations.rehearsal.sheets import books, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from integrations.rehearsal.calls import Call

ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXTS = {"text/csv": ",", "text/plain": ",", "text/tab-separated-values": "\t"}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_CELLS = 10_000_000
LARGEST_ROW, LARGEST_COLUMN = 10_000_000, 18_278

Cells = dict[tuple[int, int], Any]


def fill(call: Call, file: str, kind: str, data: bytes) -> None:
    """The spreadsheet holds what the file says and nothing else; 400 for a file that is no table."""
    if kind in TEXTS:
        read = csv.reader(io.StringIO(data.decode("utf-8-sig", "replace")), delimiter=TEXTS[kind])
        try:
            tabs = [("", {(r, c): text for r, row in enumerate(read) for c, text in enumerate(row) if text})]
        except csv.Error:
            raise unconvertible() from None
        _replace(call, file, tabs, entered=True)
    elif kind in WORKBOOKS:
        try:
            tabs = list(WORKBOOKS[kind](data))
        except (zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, IndexError, NotImplementedError):
            raise unconvertible() from None
        _replace(call, file, tabs, entered=False)
    else:
        raise unconvertible()


def _replace(call: Call, file: str, tabs: list[tuple[str, Cells]], *, entered: bool) -> None:
    """The first tab (for a workbook: every tab) holds these cells; a nameless tab keeps its name."""
    book = books.load(call.site, call.db, file).fork()
    if not entered:
        book.sheets = [books.new_sheet(place, name, place) for place, (name, _) in enumerate(tabs)]
    for sheet, (_, found) in zip(book.sheets, tabs, strict=False):
        tab = sheet.own()
        tab.rebuild({})
        height, width = max((r for r, _ in found), default=0) + 1, max((c for _, c in found), default=0) + 1
        writing.grow(book, tab, height, width)
        for (row, column), value in found.items():
            typed = entered or (isinstance(value, str) and value.startswith("=") and len(value) > 1)
            writing.put(book, tab, row, column, value, entered=typed)
        tab.dirty = None
    books.save(call, book)


def _workbook(data: bytes) -> Iterator[tuple[str, Cells]]:
    """The tabs of an Excel workbook, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        links = {each.get("Id"): each.get("Target", "") for each in member(archive, "xl/_rels/workbook.xml.rels")}
        names = archive.namelist()
        shared = _shared(member(archive, "xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
        listed = member(archive, "xl/workbook.xml").findall(f"{MAIN}sheets/{MAIN}sheet")
        if not listed:
            raise unconvertible()
        for each in listed:
            target = links[each.get(LINK)]
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            yield each.get("name", "Sheet"), _tab(member(archive, path), shared)


def _shared(root: ET.Element) -> list[str]:
    return ["".join(text.text or "" for text in each.iter(f"{MAIN}t")) for each in root.findall(f"{MAIN}si")]


def _tab(root: ET.Element, shared: list[str]) -> Cells:
    found: Cells = {}
    for cell in root.iter(f"{MAIN}c"):
        row, column = _place(cell.get("r", ""))
        value = _value(cell, shared)
        if value not in {None, ""} or isinstance(value, bool):
            found[row, column] = value
        if len(found) > MOST_CELLS:
            raise unconvertible()
    return found


def _place(name: str) -> tuple[int, int]:
    matched = re.fullmatch(r"([A-Z]{1,3})(\d{1,8})", name)
    if matched is None:
        raise unconvertible()
    column = 0
    for letter in matched.group(1):
        column = column * 26 + ord(letter) - 64
    row = int(matched.group(2))
    if not 1 <= row <= LARGEST_ROW or column > LARGEST_COLUMN:
        raise unconvertible()
    return row - 1, column - 1


def _value(cell: ET.Element, shared: list[str]) -> Any:
    formula, kind = cell.findtext(f"{MAIN}f"), cell.get("t", "n")
    if formula:
        return f"={formula}"
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{MAIN}t"))
    text = cell.findtext(f"{MAIN}v")
    if text is None:
        return None
    if kind == "s":
        return shared[int(text)]
    if kind == "b":
        return text == "1"
    return float(text) if kind == "n" else text


def _spreadsheet(data: bytes) -> Iterator[tuple[str, Cells]]:
    """The tabs of an OpenDocument spreadsheet, in order."""
    table, office = f"{{{NAMESPACES['table']}}}", f"{{{NAMESPACES['office']}}}"
    tabs = list(opened(data).iter(f"{table}table"))
    if not tabs:
        raise unconvertible()
    for tab in tabs:
        found: Cells = {}
        row = 0
        for line in tab.iter(f"{table}table-row"):
            column = 0
            for cell in line:
                value = _said(cell, office)
                times = int(cell.get(f"{table}number-columns-repeated", "1"))
                if value not in {None, ""} or isinstance(value, bool):
                    found |= {(row, column + number): value for number in range(min(times, LARGEST_COLUMN - column))}
                column += times
            row += int(line.get(f"{table}number-rows-repeated", "1"))
            if len(found) > MOST_CELLS or row > LARGEST_ROW:
                break
        yield tab.get(f"{table}name", "Sheet"), found


def _said(cell: ET.Element, office: str) -> Any:
    kind = cell.get(f"{office}value-type")
    if kind in {"float", "percentage", "currency"}:
        return float(cell.get(f"{office}value", "0"))
    if kind == "boolean":
        return cell.get(f"{office}boolean-value") == "true"
    paragraphs = cell.findall(f"{{{NAMESPACES['text']}}}p")
    return "\n".join("".join(each.itertext()) for each in paragraphs) or None


WORKBOOKS: dict[str, Callable[[bytes], Iterator[tuple[str, Cells]]]] = {
    XLSX: _workbook, ODS: _spreadsheet, "application/x-vnd.oasis.opendocument.spreadsheet": _spreadsheet,
}  # fmt: skip
