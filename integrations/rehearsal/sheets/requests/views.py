"""Filter views: filters of a tab that have a name and hide nothing until someone looks through them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets import a1
from integrations.rehearsal.sheets.requests.objects import both_ways
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, mask, number, request

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Sheet

Json = dict[str, Any]


def _ranged(edit: Edit, given: Json) -> tuple[Sheet, Json]:
    """The tab the view is of, and its range, whether given itself or by a named range."""
    if name := given.get("namedRangeId"):
        named = next((each for each in edit.book.named if each["namedRangeId"] == name), None)
        if named is None:
            raise Wrong(f"No named range with id: {name}")
        return edit.sheet(named["range"].get("sheetId", 0)), named["range"]
    sheet = edit.sheet(given.get("range", {}).get("sheetId", 0))
    return sheet, a1.range_of(sheet.id, a1.box_of(given.get("range", {})).within(sheet))


def _find(edit: Edit, view_id: int) -> tuple[Sheet, list[Json], int]:
    """The view's tab, the tab's views, and the place of this one among them."""
    for sheet in edit.book.sheets:
        for place, each in enumerate(sheet.extras.get("filterViews", ())):
            if each["filterViewId"] == view_id:
                owned = edit.sheet(sheet.id)
                return owned, owned.extras["filterViews"], place
    raise Wrong(f"No filter view with id: {view_id}")


def _title(listed: list[Json], wanted: str) -> str:
    taken, title, count = {each["title"] for each in listed}, wanted, 2
    while title in taken:
        title, count = f"{wanted} {count}", count + 1
    return title


@request("addFilterView")
def add(edit: Edit, body: Json) -> Json:
    """The tab has that filter view."""
    given = dict(body.get("filter", {}))
    sheet, range_ = _ranged(edit, given)
    listed = sheet.extras.setdefault("filterViews", [])
    if any(each["filterViewId"] == given.get("filterViewId") for each in listed):
        raise Wrong(f"A filter view with id {given['filterViewId']} already exists.")
    title = given.get("title") or _title(listed, f"Filter {len(listed) + 1}")
    made = both_ways(given)
    made |= {"filterViewId": given.get("filterViewId") or number(), "title": title, "range": range_}
    listed.append(made)
    return {"filter": made}


@request("duplicateFilterView")
def duplicate(edit: Edit, body: Json) -> Json:
    """The tab has a copy of the view."""
    _, listed, place = _find(edit, body.get("filterId", 0))
    made = {**copy.deepcopy(listed[place]), "filterViewId": number()}
    made["title"] = _title(listed, f"Copy of {made['title']}")
    listed.append(made)
    return {"filter": made}


@request("updateFilterView")
def update(edit: Edit, body: Json) -> None:
    """The view is another one where the mask says so."""
    given, wanted = body.get("filter", {}), mask(body, "FilterView")
    sheet, listed, place = _find(edit, given.get("filterViewId", 0))
    if "*" in wanted:
        wanted = {name: {} for name in {*given, *listed[place]} - {"filterViewId"}}
    if {"criteria", "filterSpecs"} & set(wanted):
        given, wanted = both_ways(given), {**wanted, "criteria": {}, "filterSpecs": {}}
    made = {**masks.merge(listed[place], given, wanted), "filterViewId": listed[place]["filterViewId"]}
    moved, range_ = _ranged(edit, made)
    if moved is not sheet:
        raise Wrong("A filter view cannot be moved to another sheet.")
    listed[place] = {**made, "range": range_}


@request("deleteFilterView")
def delete(edit: Edit, body: Json) -> None:
    """The view is gone."""
    _, listed, place = _find(edit, body.get("filterId", 0))
    del listed[place]
