"""Spreadsheet: which there are, a tab as a grid of a hundred rows a page, one row to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.rehearsal.pages import charts, drawing, spans, table, tints
from integrations.rehearsal.pages.entry import SHEETS
from integrations.rehearsal.pages.visit import Visit, pairs
from integrations.rehearsal.refusals import not_found
from integrations.rehearsal.sheets import a1

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from integrations.rehearsal.pages.table import Line, Table

PAGE = 100
SPARE = 5  # empty rows below the last, to write something new into


def books(visit: Visit) -> Response:
    """Every spreadsheet the person can open, the last changed first."""
    fields = "nextPageToken,files(id,name,modifiedTime,owners(displayName,emailAddress))"
    asked = pairs(q=SHEETS, pageSize="100", orderBy="modifiedTime desc", fields=fields,
                  pageToken=visit.query.get("halaman", ""))  # fmt: skip
    found = visit.ask("drive.files.list", *asked)
    return visit.page(
        "books.html", title="Spreadsheet", files=found.get("files", []), following=found.get("nextPageToken", "")
    )


def book(visit: Visit) -> Response:
    """To the first tab."""
    opened = table.outline(visit, visit.path["id"], None)
    return visit.back(f"/lembar/{opened.id}/{opened.gid}")


def opened(visit: Visit) -> Table:
    """The tab the address names."""
    gid = visit.path["gid"]
    if not gid.isdecimal() or len(gid) > 10:
        raise not_found()
    return table.outline(visit, visit.path["id"], int(gid))


def tab(visit: Visit) -> Response:
    """The grid, or the one row that `baris` names."""
    here = opened(visit)
    if "baris" in visit.query:
        return one_row(visit, here, visit.number("baris"))
    last = table.last_row(visit, here)
    body = max(last - here.frozen_rows, 0)
    pages = max((body + PAGE - 1) // PAGE, 1)
    page = min(max(visit.number("halaman", 1), 1), pages)
    start = here.frozen_rows + (page - 1) * PAGE
    end = start + PAGE if page < pages else last + (SPARE if here.may_edit else 0)
    heads, columns = table.lines(visit, here, 0, here.frozen_rows)
    rows, known = table.lines(visit, here, start, max(end, start + 1))
    columns = known or columns
    shown = [place for place, each in enumerate(columns) if not each.get("hiddenByUser")]
    widths = [int(columns[place].get("pixelSize", 100)) for place in shown]
    frozen = sum(place < here.frozen_columns for place in shown)
    looks = {each.look[1:].replace("-", ".") for line in [*heads, *rows] for each in line.squares if each.look}
    merged, covered = spans.laid(here, heads, rows, shown, widths)
    unseen = min(max(end, start + 1), here.rows) - start - len(rows)
    return visit.page(
        "grid.html", title=f"{here.name} – {here.title}", table=here, heads=heads, rows=rows, shown=shown,
        letters=[a1.column_letters(place) for place in shown], page=page, pages=pages, count=body, frozen=frozen,
        names={place: _name(heads, place) for place in shown}, spans=merged, covered=covered,
        style=tints.address(widths, frozen, looks), unseen=max(unseen, 0),
        hidden=[a1.column_letters(place) for place in range(len(columns)) if place not in shown],
        filtered=_filtered(here), charts=[(each, drawing.drawn(each), charts.legend(each)) for each in charts.of_tab(here.book, here.gid)],
        shown_number=charts.shown,
    )  # fmt: skip


def _filtered(here: Table) -> dict[str, int]:
    """Of the basic filter: the row its buttons are in, and the columns from one to before another; empty without one."""
    if not here.filter:
        return {}
    box = a1.box_of(here.filter).within(here.sheet)
    return {"row": box.r0, "first": box.c0, "last": box.right}


def one_row(
    visit: Visit, here: Table, number: int, trouble: str = "", status: int = 200, typed: Mapping[int, str] | None = None
) -> Response:
    """The row with a field for every cell this person may change; `typed` stands in them instead of what they hold."""
    if not 1 <= number <= here.rows:
        raise not_found()
    rows, columns = table.lines(visit, here, number - 1, number)
    if not rows:
        raise not_found()
    heads, _ = table.lines(visit, here, 0, here.frozen_rows)
    shown = [place for place, each in enumerate(columns) if not each.get("hiddenByUser")]
    return visit.page(
        "row.html", status, title=f"Baris {number} – {here.name}", table=here, line=rows[0], shown=shown, trouble=trouble, typed=typed or {},
        names={place: _name(heads, place) for place in shown}, notes={place: _note(heads, place) for place in shown},
        back=f"/lembar/{here.id}/{here.gid}?halaman={max(number - 1 - here.frozen_rows, 0) // PAGE + 1}#baris-{number}",
    )  # fmt: skip


def _name(heads: list[Line], column: int) -> str:
    """The column's heading: the lowest of the frozen rows that says something, otherwise its letters."""
    said = [line.at(column).text for line in heads if line.at(column).text]
    return said[-1] if said else f"Kolom {a1.column_letters(column)}"


def _note(heads: list[Line], column: int) -> str:
    return next((line.at(column).note for line in reversed(heads) if line.at(column).note), "")
