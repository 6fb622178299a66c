"""Groups of rows and columns that can be folded, kept as depths: how many groups each row or column is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.sheets import shifting
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, mask, request

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Sheet

Json = dict[str, Any]

DEEPEST = 8


def _where(edit: Edit, range_: Json) -> tuple[Sheet, str, int, int]:
    """The tab, ROWS or COLUMNS, and the places of the range, all on the grid."""
    dimension = range_.get("dimension")
    if dimension not in shifting.GROUPS:
        raise Wrong("Must specify a dimension.")
    sheet = edit.sheet(range_.get("sheetId", 0))
    count = sheet.row_count if dimension == "ROWS" else sheet.column_count
    start, end = range_.get("startIndex", 0), range_.get("endIndex", count)
    if not 0 <= start < end <= count:
        raise Wrong(f"Invalid range: [{start}, {end}) is not on the grid of {count} {dimension.lower()}.")
    return sheet, dimension, start, end


def _change(sheet: Sheet, dimension: str, start: int, end: int, by: int) -> list[Json]:
    """The tab's groups, after each place of the range is so many deeper."""
    groups = sheet.extras.get(shifting.GROUPS[dimension], [])
    depths = shifting.depths(groups)
    for place in range(start, end):
        depths[place] = max(depths.get(place, 0) + by, 0)
    if max(depths.values(), default=0) > DEEPEST:
        raise Wrong("Groups cannot be nested more than 8 deep.")
    folded = [each for each in groups if each.get("collapsed")]
    made = shifting.grouped(sheet.id, dimension, depths, folded)
    sheet.extras[shifting.GROUPS[dimension]] = made
    return made


@request("addDimensionGroup")
def add(edit: Edit, body: Json) -> Json:
    """The rows or columns are one group deeper."""
    return {"dimensionGroups": _change(*_where(edit, body.get("range", {})), by=1)}


@request("deleteDimensionGroup")
def delete(edit: Edit, body: Json) -> Json:
    """The rows or columns are one group less deep."""
    sheet, dimension, start, end = _where(edit, body.get("range", {}))
    depths = shifting.depths(sheet.extras.get(shifting.GROUPS[dimension], []))
    if not any(depths.get(place) for place in range(start, end)):
        raise Wrong("There is no group over the specified range.")
    left = _change(sheet, dimension, start, end, by=-1)
    return {"dimensionGroups": left} if left else {}


@request("updateDimensionGroup")
def update(edit: Edit, body: Json) -> None:
    """The group is folded or unfolded, and its rows or columns are hidden or shown."""
    given, wanted = body.get("dimensionGroup", {}), mask(body, "DimensionGroup")
    sheet, dimension, start, end = _where(edit, given.get("range", {}))
    for each in sheet.extras.get(shifting.GROUPS[dimension], []):
        where = (each["range"].get("startIndex", 0), each["range"]["endIndex"], each["depth"])
        if where == (start, end, given.get("depth", 1)):
            if "collapsed" in wanted or "*" in wanted:
                _fold(sheet, dimension, each, folded=given.get("collapsed", False))
            return
    raise Wrong("There is no group over the specified range at the specified depth.")


def _fold(sheet: Sheet, dimension: str, group: Json, *, folded: bool) -> None:
    group.pop("collapsed", None)
    if folded:
        group["collapsed"] = True
    sizes = sheet.extras.setdefault(shifting.SIZES[dimension], {})
    for place in range(group["range"].get("startIndex", 0), group["range"]["endIndex"]):
        size = sizes.setdefault(str(place), {})
        size.pop("hiddenByUser", None)
        if folded:
            size["hiddenByUser"] = True
