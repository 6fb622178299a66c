"""Reading and writing by data filter: places found by developer metadata, by A1 notation or by grid range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.refusals import invalid, not_found
from integrations.rehearsal.sheets import a1, books, values

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call
    from integrations.rehearsal.sheets.a1 import Box
    from integrations.rehearsal.sheets.cells import Book, Sheet

Json = dict[str, Any]


def matches(metadata: Json, lookup: Json) -> bool:
    """Whether a piece of developer metadata is one the lookup means."""
    for name in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if name in lookup and lookup[name] != metadata.get(name):
            return False
    location = metadata["location"]
    if "locationType" in lookup and lookup["locationType"] != location["locationType"]:
        return False
    wanted = lookup.get("metadataLocation")
    return wanted is None or _located(location, wanted, lookup.get("locationMatchingStrategy", "INTERSECTING_LOCATION"))


def _located(location: Json, wanted: Json, strategy: str) -> bool:
    if strategy == "EXACT_LOCATION":
        return all(location.get(name) == value for name, value in wanted.items() if name != "locationType")
    if wanted.get("spreadsheet"):
        return True
    sheet = wanted.get("sheetId", wanted.get("dimensionRange", {}).get("sheetId", 0))
    own = location.get("sheetId", location.get("dimensionRange", {}).get("sheetId", 0))
    if location.get("spreadsheet") or sheet != own:
        return False
    asked, has = wanted.get("dimensionRange"), location.get("dimensionRange")
    if asked is None or has is None:
        return True
    overlap = asked.get("startIndex", 0) < has.get("endIndex", 0) and has.get("startIndex", 0) < asked["endIndex"]
    return bool(asked.get("dimension") == has.get("dimension") and overlap)


def _place(book: Book, location: Json) -> tuple[Sheet, Box] | None:
    """The cells a piece of metadata hangs on; None for one that hangs on the whole spreadsheet."""
    if "dimensionRange" in location:
        where = location["dimensionRange"]
        sheet = book.find(where.get("sheetId", 0))
        first, end = where.get("startIndex", 0), where["endIndex"]
        box = a1.Box(first, 0, end, None) if where["dimension"] == "ROWS" else a1.Box(0, first, None, end)
    elif "sheetId" in location:
        sheet, box = book.find(location["sheetId"]), a1.Box(0, 0, None, None)
    else:
        return None
    return None if sheet is None else (sheet, box)


def places(book: Book, wanted: Json) -> list[tuple[Sheet, Box]]:
    """The places a data filter means."""
    if "a1Range" in wanted:
        return [a1.parse(book, wanted["a1Range"])]
    if "gridRange" in wanted:
        return [a1.grid(book, wanted["gridRange"])]
    if "developerMetadataLookup" not in wanted:
        raise invalid("Must specify at least one DataFilter.")
    lookup = wanted["developerMetadataLookup"]
    found = [_place(book, each["location"]) for each in book.metadata if matches(each, lookup)]
    return [place for place in found if place is not None]


def _gathered(book: Book, filters: list[Json]) -> list[tuple[tuple[Sheet, Box], list[Json]]]:
    """Each place once, with the filters that mean it."""
    found: dict[tuple[int, Box], tuple[tuple[Sheet, Box], list[Json]]] = {}
    for wanted in filters:
        for sheet, box in places(book, wanted):
            found.setdefault((sheet.id, box), ((sheet, box), []))[1].append(wanted)
    return list(found.values())


@method("sheets.spreadsheets.values.batchGetByDataFilter")
def batch_get(call: Call) -> Json:
    """The values of every place the filters mean."""
    book = books.reading(call)
    ranges = [
        {"valueRange": values.value_range(book, sheet, box, call.body), "dataFilters": wanted}
        for (sheet, box), wanted in _gathered(book, call.body.get("dataFilters", []))
    ]
    made: Json = {"spreadsheetId": book.id}
    return {**made, "valueRanges": ranges} if ranges else made


@method("sheets.spreadsheets.values.batchUpdateByDataFilter")
def batch_update(call: Call) -> Json:
    """The values stand at the one place each filter means."""
    values.check_option(call.body.get("valueInputOption"))
    book = books.editing(call)
    pairs, filters = [], []
    for number, data in enumerate(call.body.get("data", [])):
        found = places(book, data.get("dataFilter", {}))
        if len(found) != 1:
            raise invalid(f"Invalid data[{number}]: The DataFilter must match exactly one range.")
        pairs.append((data, found[0]))
        filters.append(data["dataFilter"])
    made = values.written_all(call, book, pairs)
    for each, wanted in zip(made.get("responses", []), filters, strict=True):
        each["dataFilter"] = wanted
        del each["spreadsheetId"]
    return made


@method("sheets.spreadsheets.values.batchClearByDataFilter")
def batch_clear(call: Call) -> Json:
    """The places the filters mean hold no values."""
    book = books.editing(call)
    found = [place for place, _ in _gathered(book, call.body.get("dataFilters", []))]
    cleared = values.cleared_all(call, book, found)
    return {"spreadsheetId": book.id, **({"clearedRanges": cleared} if cleared else {})}


@method("sheets.spreadsheets.developerMetadata.get")
def get_metadata(call: Call) -> Json:
    """One piece of developer metadata."""
    book = books.reading(call)
    for each in book.metadata:
        if str(each["metadataId"]) == call.path["metadataId"]:
            return each
    raise not_found()


def _means(book: Book, wanted: Json, metadata: Json) -> bool:
    """Whether a data filter means a piece of metadata: by a lookup, or by a place it hangs on a part of."""
    if "developerMetadataLookup" in wanted:
        return matches(metadata, wanted["developerMetadataLookup"])
    hangs = _place(book, metadata["location"])
    return hangs is not None and any(
        sheet.id == hangs[0].id and box.meets(hangs[1]) for sheet, box in places(book, wanted)
    )


@method("sheets.spreadsheets.developerMetadata.search")
def search_metadata(call: Call) -> Json:
    """Every piece of developer metadata the filters mean."""
    book = books.reading(call)
    found = []
    for each in book.metadata:
        meant = [wanted for wanted in call.body.get("dataFilters", []) if _means(book, wanted, each)]
        if meant:
            found.append({"developerMetadata": each, "dataFilters": meant})
    return {"matchedDeveloperMetadata": found} if found else {}
