"""Spreadsheet: what a person ticks and types lands through the API's own method, in that person's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.pages import conditions, sheet, table
from integrations.rehearsal.pages.visit import Visit
from integrations.rehearsal.pages.words import MISFIT, STALE, said
from integrations.rehearsal.refusals import Refusal, not_found

if TYPE_CHECKING:
    from starlette.responses import Response

    from integrations.rehearsal.pages.fields import Fields
    from integrations.rehearsal.pages.table import Line, Square, Table

Json = dict[str, Any]

ENTERED = "USER_ENTERED"
TICK = re.compile(r"(\d{1,7})\.(\d{1,5})\.([01])\.([0-9a-f]{16})")


class Misfit(ValueError):
    """The cell's own rule does not take the value; the words are for the person."""


def _line(visit: Visit, here: Table, number: int) -> Line:
    if not 1 <= number <= here.rows:
        raise not_found()
    rows, _ = table.lines(visit, here, number - 1, number)
    if not rows:
        raise not_found()
    return rows[0]


def tick(visit: Visit) -> Response:
    """The box is ticked or unticked, unless the row says something else than it did when the person looked."""
    here = sheet.opened(visit)
    found = TICK.fullmatch(visit.fields.text("kotak"))
    if found is None:
        raise Refusal(400, "The form cannot be read.")
    number, column, wanted = int(found.group(1)), int(found.group(2)), found.group(3) == "1"
    line = _line(visit, here, number)
    square = line.at(column)
    page = max(number - 1 - here.frozen_rows, 0) // sheet.PAGE + 1
    back = f"/lembar/{here.id}/{here.gid}?halaman={page}#baris-{number}"
    if line.mark != found.group(4):
        return visit.back(back, STALE, ok=False)
    if square.tick is None:
        raise not_found()
    place = here.cell(square)
    own = [*conditions.wanted(square.rule["condition"]), ""]  # words of the box's own for ticked and not ticked
    value = wanted if len(own) == 1 else own[0] if wanted else own[1]
    try:
        visit.ask(
            "sheets.spreadsheets.values.update", ("valueInputOption", ENTERED), body={"values": [[value]]},
            spreadsheetId=here.id, range=place,
        )  # fmt: skip
    except Refusal as no:
        return visit.back(back, f"{square.place}: {said(no)}", ok=False)
    return visit.back(back, f"{square.place} {'dicentang' if wanted else 'dikosongkan'}.")


def row(visit: Visit) -> Response:
    """Every cell of the row that was changed holds what was typed, or none does and the page says why."""
    here = sheet.opened(visit)
    text = visit.fields.text("baris")
    number = int(text) if text.isdecimal() and len(text) < 8 else 0
    line = _line(visit, here, number)
    if line.mark != visit.fields.text("tanda"):
        return sheet.one_row(visit, here, number, STALE, 409)
    try:
        changes = [
            (square, value) for square in line.squares if (value := _typed(visit.fields, here, square)) is not None
        ]
        if not changes:
            return visit.back(f"/lembar/{here.id}/{here.gid}?baris={number}", "Tidak ada yang diubah.")
        data = [{"range": here.cell(square), "values": [[value]]} for square, value in changes]
        body: Json = {"valueInputOption": ENTERED, "data": data}
        visit.ask("sheets.spreadsheets.values.batchUpdate", body=body, spreadsheetId=here.id)
    except Misfit as no:
        return sheet.one_row(visit, here, number, str(no), 400, _kept(visit.fields, line))
    except Refusal as no:
        return sheet.one_row(visit, here, number, said(no), no.code, _kept(visit.fields, line))
    for square, value in changes:
        if _misfits(here, square, value):
            visit.session.say(f"Perhatian: {MISFIT.format(square.place)} {square.help}".strip(), ok=False)
    return visit.back(
        f"/lembar/{here.id}/{here.gid}?baris={number}",
        "Tersimpan: " + ", ".join(each.place for each, _ in changes) + ".",
    )


def _misfits(here: Table, square: Square, value: str | bool) -> bool:
    """Whether the cell's rule takes something else; a formula is never held against it here."""
    condition = square.rule.get("condition", {})
    if isinstance(value, bool) or not value or value.startswith("=") or condition.get("type") == "BOOLEAN":
        return False
    return table.fits(here, square.row, square.column, condition, value) is False


def _typed(fields: Fields, here: Table, square: Square) -> str | bool | None:
    """What the person put into the cell, None where it is as it was; Misfit where its rule does not take it."""
    name = f"k{square.column}"
    if square.tick is not None:
        if name not in fields.texts and f"ada-{name}" not in fields.texts:
            return None
        wanted = name in fields.texts
        return None if wanted == square.tick else wanted
    if name not in fields.texts:
        return None
    value = fields.text(name)
    if value == square.typed.replace("\r\n", "\n"):
        return None
    if square.strict and _misfits(here, square, value):
        raise Misfit(f"{MISFIT.format(square.place)} {square.help}".strip())
    return value


def _kept(fields: Fields, line: Line) -> dict[int, str]:
    """What was typed into the row, by column, so that a refusal does not lose it."""
    return {each.column: fields.text(f"k{each.column}") for each in line.squares if f"k{each.column}" in fields.texts}
