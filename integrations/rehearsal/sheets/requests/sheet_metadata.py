"""Developer metadata: keys a program hangs on a spreadsheet, a tab, a row or a column."""

from __future__ import annotations

from typing import Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets.filters import matches
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, mask, number, request

Json = dict[str, Any]

KEPT = ("metadataKey", "metadataValue", "visibility")


def _located(edit: Edit, location: Json) -> Json:
    """The location with its type; it must be there, and be one row or column where it is one at all."""
    if location.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "dimensionRange" in location:
        where = dict(location["dimensionRange"])
        sheet = edit.sheet(where.get("sheetId", 0))
        start, end = where.get("startIndex", 0), where.get("endIndex", 0)
        if where.get("dimension") not in {"ROWS", "COLUMNS"} or end - start != 1:
            raise Wrong("Developer metadata can only be associated with a single row or column.")
        kind = "ROW" if where["dimension"] == "ROWS" else "COLUMN"
        if end > (sheet.row_count if kind == "ROW" else sheet.column_count):
            raise Wrong("The location is outside the grid.")
        where = {"dimension": where["dimension"], "startIndex": start, "endIndex": end}
        if sheet.id:
            where["sheetId"] = sheet.id
        return {"locationType": kind, "dimensionRange": where}
    if "sheetId" in location:
        return {"locationType": "SHEET", "sheetId": edit.sheet(location["sheetId"]).id}
    raise Wrong("Must specify a location.")


@request("createDeveloperMetadata")
def create(edit: Edit, body: Json) -> Json:
    """The metadata hangs at its place and goes with it."""
    given = body.get("developerMetadata", {})
    if not given.get("metadataKey") or given.get("visibility") not in {"DOCUMENT", "PROJECT"}:
        raise Wrong("Must specify a metadataKey and a visibility.")
    made_id = given.get("metadataId") or number()
    if any(each["metadataId"] == made_id for each in edit.book.metadata):
        raise Wrong(f"Developer metadata with id {made_id} already exists.")
    made = {"metadataId": made_id, **{name: given[name] for name in KEPT if name in given}}
    made["location"] = _located(edit, given.get("location", {}))
    edit.book.metadata.append(made)
    return {"developerMetadata": made}


def _meant(edit: Edit, wanted: Json) -> list[Json]:
    lookup = wanted.get("developerMetadataLookup")
    if lookup is None:
        raise Wrong("Only a developerMetadataLookup finds developer metadata here.")
    return [each for each in edit.book.metadata if matches(each, lookup)]


@request("updateDeveloperMetadata")
def update(edit: Edit, body: Json) -> Json:
    """Every piece the filters mean is changed where the mask says so."""
    wanted, given = mask(body, "DeveloperMetadata"), body.get("developerMetadata", {})
    if "*" in wanted:
        wanted = {name: {} for name in given}
    changed = []
    for filter_ in body.get("dataFilters", []):
        for known in _meant(edit, filter_):
            made = {**masks.merge(known, given, wanted), "metadataId": known["metadataId"]}
            if "location" in wanted:
                made["location"] = _located(edit, given.get("location", {}))
            edit.book.metadata[edit.book.metadata.index(known)] = made
            changed.append(made)
    return {"developerMetadata": changed} if changed else {}


@request("deleteDeveloperMetadata")
def delete(edit: Edit, body: Json) -> Json:
    """Every piece the filter means is gone."""
    gone = _meant(edit, body.get("dataFilter", {}))
    edit.book.metadata = [each for each in edit.book.metadata if each not in gone]
    return {"deletedDeveloperMetadata": gone} if gone else {}
