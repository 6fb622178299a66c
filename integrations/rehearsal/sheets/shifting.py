"""Rows and columns put in, taken out and moved, and everything that is anchored to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import a1, rules
from integrations.rehearsal.sheets.calculation import references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from integrations.rehearsal.sheets.cells import Book, Row, Sheet

Json = dict[str, Any]

NAMES = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}
COUNTS = {"ROWS": "rowCount", "COLUMNS": "columnCount"}
SIZES = {"ROWS": "rowMeta", "COLUMNS": "columnMeta"}
RANGED = ("protectedRanges", "bandedRanges", "filterViews", "tables")
GROUPS = {"ROWS": "rowGroups", "COLUMNS": "columnGroups"}
FROZEN = {"ROWS": "frozenRowCount", "COLUMNS": "frozenColumnCount"}


def insert(book: Book, sheet: Sheet, dimension: str, at: int, count: int) -> None:
    """So many empty rows or columns stand before that place; everything behind has moved on."""
    sheet.own()
    _rearrange(book, sheet, dimension, lambda place: place + count if place >= at else place)
    sheet.properties["gridProperties"][COUNTS[dimension]] += count


def delete(book: Book, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """The rows or columns are gone with what stood in them; everything behind has moved up."""
    sheet.own()

    def place(old: int) -> int | None:
        return old if old < start else None if old < end else old - (end - start)

    _rearrange(book, sheet, dimension, place)
    grid = sheet.properties["gridProperties"]
    grid[COUNTS[dimension]] -= end - start
    if frozen := grid.pop(FROZEN[dimension], 0):
        left = frozen - max(min(end, frozen) - start, 0)
        grid |= {FROZEN[dimension]: left} if left else {}


def move(book: Book, sheet: Sheet, dimension: str, start: int, end: int, to: int) -> None:
    """The rows or columns stand before the place `to` (counted before the move)."""
    sheet.own()
    size = end - start

    def place(old: int) -> int:
        if start <= old < end:
            return old - start + (to if to <= start else to - size)
        if to <= old < start:
            return old + size
        if end <= old < to:
            return old - size
        return old

    _rearrange(book, sheet, dimension, place)


def _rearrange(book: Book, sheet: Sheet, dimension: str, place: Callable[[int], int | None]) -> None:
    if dimension == "ROWS":
        sheet.rebuild({new: row for old, row in sheet.rows.items() if (new := place(old)) is not None})
    else:
        sheet.rebuild({index: _columns(row, place) for index, row in sheet.rows.items()})
    sizes = sheet.extras.get(SIZES[dimension], {})
    sheet.extras[SIZES[dimension]] = {
        str(new): size for old, size in sizes.items() if (new := place(int(old))) is not None
    }
    _regroup(sheet, dimension, place)
    references.follow(book, sheet, dimension, place)
    rules.rewrite(book, references.following(book, sheet, dimension, place))
    rules.carry_objects(book, sheet, lambda range_: _moved(range_, dimension, place))
    for holder in ranges(book, sheet):
        holder["range"] = _moved(holder["range"], dimension, place)
    _drop_empty(book, sheet)
    for each in book.metadata:
        _move_metadata(each, sheet, dimension, place)
    book.metadata = [each for each in book.metadata if each is not None and not each.get("gone")]


def shift_band(
    book: Book, sheet: Sheet, dimension: str, band: tuple[int, int], place: Callable[[int], int | None]
) -> None:
    """What lies wholly in a band of the tab (columns `band` when rows shift, rows otherwise) has shifted with it."""
    other = "COLUMNS" if dimension == "ROWS" else "ROWS"

    def move(range_: Json) -> Json:
        first, last = (range_.get(name) for name in NAMES[other])
        inside = last is not None and band[0] <= (first or 0) and last <= band[1]
        return _moved(range_, dimension, place) if inside else range_

    for holder in ranges(book, sheet):
        holder["range"] = move(holder["range"])
    rules.carry_objects(book, sheet, move)
    _drop_empty(book, sheet)


def depths(groups: list[Json]) -> dict[int, int]:
    """For each row or column, how many of the groups it is in."""
    found: dict[int, int] = {}
    for each in groups:
        for place in range(each["range"].get("startIndex", 0), each["range"]["endIndex"]):
            found[place] = max(found.get(place, 0), each["depth"])
    return found


def grouped(sheet_id: int, dimension: str, deep: dict[int, int], folded: list[Json]) -> list[Json]:
    """The groups that make every row or column as deep as that; those that were folded still are."""
    made: list[Json] = []
    for depth in range(1, max(deep.values(), default=0) + 1):
        start: int | None = None
        for place in range(max(deep) + 2):
            inside = deep.get(place, 0) >= depth
            if inside and start is None:
                start = place
            elif not inside and start is not None:
                range_ = {"dimension": dimension, "startIndex": start, "endIndex": place}
                made.append({"range": {"sheetId": sheet_id, **range_} if sheet_id else range_, "depth": depth})
                start = None
    for each in made:
        if any(each == {key: value for key, value in old.items() if key != "collapsed"} for old in folded):
            each["collapsed"] = True
    return made


def _regroup(sheet: Sheet, dimension: str, place: Callable[[int], int | None]) -> None:
    """Groups go with their rows or columns."""
    groups = sheet.extras.get(GROUPS[dimension])
    if groups:
        for each in groups:
            where = each["range"]
            kept = [
                new for old in range(where.get("startIndex", 0), where["endIndex"]) if (new := place(old)) is not None
            ]
            where |= {"startIndex": min(kept, default=0), "endIndex": max(kept, default=-1) + 1}
        left = [each for each in groups if each["range"]["endIndex"] > each["range"]["startIndex"]]
        folded = [each for each in left if each.get("collapsed")]
        sheet.extras[GROUPS[dimension]] = grouped(sheet.id, dimension, depths(left), folded)


def _columns(row: Row, place: Callable[[int], int | None]) -> Row:
    made: Row = []
    for old, cell in enumerate(row):
        new = place(old)
        if new is None or cell is None:
            continue
        made.extend([None] * (new + 1 - len(made)))
        made[new] = cell
    return made


def ranges(book: Book, sheet: Sheet) -> Iterator[Json]:
    """Every object with a `range` on that tab (ranges inside lists are wrapped so that they can be replaced)."""
    extras = sheet.extras
    for name in RANGED:
        yield from (each for each in extras.get(name, ()) if "range" in each)
    if "basicFilter" in extras and "range" in extras["basicFilter"]:
        yield extras["basicFilter"]
    yield from (each for each in book.named if each["range"].get("sheetId", 0) == sheet.id)
    listed = [(extras, "merges")]
    listed += [(rule, "ranges") for rule in extras.get("conditionalFormats", ())]
    listed += [(each, "unprotectedRanges") for each in extras.get("protectedRanges", ())]
    for holder, name in listed:
        wrapped = [{"range": each} for each in holder.get(name, ())]
        yield from wrapped
        if wrapped:
            holder[name] = [each["range"] for each in wrapped]


def _moved(range_: Json, dimension: str, place: Callable[[int], int | None]) -> Json:
    """The range where its rows or columns are now; one whose every row is gone ends where it begins."""
    first, last = NAMES[dimension]
    if first not in range_ and last not in range_:
        return range_
    start, end = range_.get(first, 0), range_.get(last)
    if end is None:
        kept = place(start)
        return {**range_, first: start if kept is None else kept}
    kept_places = [new for old in range(start, end) if (new := place(old)) is not None]
    if not kept_places:
        return {**range_, first: start, last: start}
    return {**range_, first: min(kept_places), last: max(kept_places) + 1}


def _empty(range_: Json) -> bool:
    box = a1.box_of(range_)
    return (box.r1 is not None and box.r1 <= box.r0) or (box.c1 is not None and box.c1 <= box.c0)


def _drop_empty(book: Book, sheet: Sheet) -> None:
    """What was anchored to rows or columns that are gone is gone too."""
    extras = sheet.extras
    for name in RANGED:
        if name in extras:
            extras[name] = [each for each in extras[name] if not _empty(each.get("range", {}))]
    if "merges" in extras:
        extras["merges"] = [each for each in extras["merges"] if not _empty(each)]
    if "basicFilter" in extras and _empty(extras["basicFilter"].get("range", {})):
        del extras["basicFilter"]
    for rule in extras.get("conditionalFormats", ()):
        rule["ranges"] = [each for each in rule["ranges"] if not _empty(each)]
    if "conditionalFormats" in extras:
        extras["conditionalFormats"] = [rule for rule in extras["conditionalFormats"] if rule["ranges"]]
    book.named = [
        each for each in book.named if each["range"].get("sheetId", 0) != sheet.id or not _empty(each["range"])
    ]


def _move_metadata(metadata: Json, sheet: Sheet, dimension: str, place: Callable[[int], int | None]) -> None:
    """Developer metadata goes with its row or column, and goes with it for good."""
    where = metadata["location"].get("dimensionRange")
    if not where or where.get("sheetId", 0) != sheet.id or where.get("dimension") != dimension:
        return
    new = place(where.get("startIndex", 0))
    if new is None:
        metadata["gone"] = True
    else:
        where |= {"startIndex": new, "endIndex": new + 1}
