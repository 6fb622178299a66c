"""sheets.spreadsheets.values: reading, writing, appending and clearing plain values."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.refusals import Refusal, invalid
from integrations.rehearsal.sheets import a1, books, protection, rendering, tables, writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integrations.rehearsal.calls import Call
    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]


def value_range(book: Book, sheet: Sheet, box: Box, options: Json) -> Json:
    """The values of a place; `values` is left out where there are none."""
    box = a1.readable(sheet, box)
    dimension = options.get("majorDimension", "ROWS")
    if dimension == "DIMENSION_UNSPECIFIED":
        dimension = "ROWS"
    rows = rendering.read(
        book, sheet, box, options.get("valueRenderOption", rendering.FORMATTED),
        options.get("dateTimeRenderOption", rendering.SERIAL), columns=dimension == "COLUMNS",
    )  # fmt: skip
    made: Json = {"range": a1.written(sheet, box), "majorDimension": dimension}
    return {**made, "values": rows} if rows else made


def response_options(given: Json) -> Json:
    """How an update's answer shows what was written."""
    return {
        "valueRenderOption": given.get("responseValueRenderOption", rendering.FORMATTED),
        "dateTimeRenderOption": given.get("responseDateTimeRenderOption", rendering.SERIAL),
    }


@method("sheets.spreadsheets.values.get")
def get(call: Call) -> Json:
    """The values of one range."""
    book = books.reading(call)
    sheet, box = a1.parse(book, call.path["range"])
    return value_range(book, sheet, box, call.query)


@method("sheets.spreadsheets.values.batchGet")
def batch_get(call: Call) -> Json:
    """The values of many ranges, in the order asked."""
    book = books.reading(call)
    places = [a1.parse(book, text) for text in call.query.get("ranges", [])]
    made: Json = {"spreadsheetId": book.id}
    if places:
        made["valueRanges"] = [value_range(book, sheet, box, call.query) for sheet, box in places]
    return made


def _written(call: Call, book: Book, place: tuple[Sheet, Box], data: Json, options: Json) -> Json:
    """What was written, in the API's words; 400 for what cannot stand there."""
    try:
        box, count = writing.write(book, place, data, options.get("valueInputOption"), _editor(call, book))
    except protection.Protected:
        raise invalid(protection.TEXT) from None
    except writing.Misfit as misfit:
        raise invalid(f"Invalid {misfit.place}: {misfit}" if misfit.place else str(misfit)) from None
    sheet = place[0]
    made: Json = {"spreadsheetId": book.id, "updatedRange": a1.written(sheet, box)}
    if count:
        made |= {"updatedRows": box.bottom - box.r0, "updatedColumns": box.right - box.c0, "updatedCells": count}
    if options.get("includeValuesInResponse"):
        shown = {**response_options(options), "majorDimension": data.get("majorDimension", "ROWS")}
        made["updatedData"] = value_range(book, sheet, box, shown)
    return made


def _editor(call: Call, book: Book) -> protection.Editor:
    return protection.editor(call.db, call, book.id)


def check_option(option: str | None) -> None:
    """400 unless it is said how the values are to be read."""
    if option in {None, "INPUT_VALUE_OPTION_UNSPECIFIED"}:
        raise invalid("'valueInputOption' is required but not specified", "valueInputOption")


def _check_range(call: Call) -> None:
    given = call.body.get("range")
    if given is not None and given != call.path["range"]:
        raise invalid(f"Request range[{call.path['range']}] does not match value's range[{given}]")


@method("sheets.spreadsheets.values.update")
def update(call: Call) -> Json:
    """The values stand in the range; the grid does not grow for them."""
    check_option(call.query.get("valueInputOption"))
    book = books.editing(call)
    _check_range(call)
    place = a1.parse(book, call.path["range"])
    made = _written(call, book, place, call.body, call.query)
    books.finish(call, book)
    return made


@method("sheets.spreadsheets.values.batchUpdate")
def batch_update(call: Call) -> Json:
    """All the values stand in their ranges, or none of them."""
    check_option(call.body.get("valueInputOption"))
    book = books.editing(call)
    pairs = []
    for number, data in enumerate(call.body.get("data", [])):
        with _piece(number):
            pairs.append((data, a1.parse(book, data.get("range", ""))))
    return written_all(call, book, pairs)


@contextmanager
def _piece(number: int) -> Iterator[None]:
    """A refusal inside says which piece of data of many it is about."""
    try:
        yield
    except Refusal as no:
        if no.code != 400:
            raise
        inner = no.message.removeprefix("Invalid ")
        joint = "." if inner.startswith("values[") else ": "
        raise invalid(f"Invalid data[{number}]{joint}{inner if joint == '.' else no.message}") from None


def written_all(call: Call, book: Book, pairs: list[tuple[Json, tuple[Sheet, Box]]]) -> Json:
    """Every piece of data stands at its place; the totals beside each piece's own answer."""
    answers = []
    for number, (data, place) in enumerate(pairs):
        with _piece(number):
            answers.append(_written(call, book, place, data, call.body))
    books.finish(call, book)
    wrote = [
        (place[0].id, place[1], each["updatedRows"], each["updatedColumns"])
        for each, (_, place) in zip(answers, pairs, strict=True) if "updatedCells" in each
    ]  # fmt: skip
    totals: Json = {  # a row or column that was written twice counts once
        "totalUpdatedRows": len({(tab, box.r0 + n) for tab, box, rows, _ in wrote for n in range(rows)}),
        "totalUpdatedColumns": len({(tab, box.c0 + n) for tab, box, _, columns in wrote for n in range(columns)}),
        "totalUpdatedCells": sum(each.get("updatedCells", 0) for each in answers),
        "totalUpdatedSheets": len({tab for tab, *_ in wrote}),
    }
    made: Json = {"spreadsheetId": book.id, **{key: value for key, value in totals.items() if value}}
    return {**made, "responses": answers} if answers else made


@method("sheets.spreadsheets.values.append")
def append(call: Call) -> Json:
    """The values stand below the table that lies in the range; the grid grows where it must."""
    check_option(call.query.get("valueInputOption"))
    book = books.editing(call)
    _check_range(call)
    sheet, box = a1.parse(book, call.path["range"])
    sheet = sheet.own()
    table = tables.last_table(sheet, a1.readable(sheet, box))
    row, column = (box.r0, box.c0) if table is None else (table.bottom, table.c0)
    rows = writing.rows_of(call.body)
    height, width = len(rows), max(map(len, rows), default=0)
    try:
        if call.query.get("insertDataOption") == "INSERT_ROWS" and height:
            _editor(call, book).check(book, sheet, a1.Box(row, 0, row + height, None))
            writing.insert_rows(book, sheet, min(row, sheet.row_count), height)
    except protection.Protected:
        raise invalid(protection.TEXT) from None
    writing.grow(book, sheet, row + height, column + width)
    made: Json = {"spreadsheetId": book.id}
    if table is not None:
        made["tableRange"] = a1.written(sheet, table)
    target = (sheet, a1.Box(row, column, row + 1, column + 1))
    made["updates"] = _written(call, book, target, call.body, call.query)
    books.finish(call, book)
    return made


@method("sheets.spreadsheets.values.clear")
def clear(call: Call) -> Json:
    """The values of the range are gone; formats and validation stay."""
    book = books.editing(call)
    sheet, box = a1.parse(book, call.path["range"])
    cleared = cleared_all(call, book, [(sheet, box)])
    return {"spreadsheetId": book.id, "clearedRange": cleared[0]}


@method("sheets.spreadsheets.values.batchClear")
def batch_clear(call: Call) -> Json:
    """The values of all the ranges are gone, or of none."""
    book = books.editing(call)
    places = [a1.parse(book, text) for text in call.body.get("ranges", [])]
    cleared = cleared_all(call, book, places)
    return {"spreadsheetId": book.id, **({"clearedRanges": cleared} if cleared else {})}


def cleared_all(call: Call, book: Book, places: list[tuple[Sheet, Box]]) -> list[str]:
    """The places hold no values; their names in A1 notation."""
    cleared = []
    for number, (sheet, asked) in enumerate(places):
        box = a1.readable(sheet, asked)
        try:
            _editor(call, book).check(book, sheet, box)
        except protection.Protected:
            raise invalid(f"Invalid ranges[{number}]: {protection.TEXT}") from None
        writing.clear(sheet.own(), box)
        cleared.append(a1.written(sheet, box))
    books.finish(call, book)
    return cleared
