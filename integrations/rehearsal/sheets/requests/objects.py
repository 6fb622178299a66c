"""What lies on a tab beside its cells: filter, conditional formats, banding."""

from __future__ import annotations

from typing import Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets import a1, conditions
from integrations.rehearsal.sheets.requests.moving import sort_rows
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, find, mask, number, request

Json = dict[str, Any]


def both_ways(given: Json) -> Json:
    """The filter with its criteria written both as a map and as a list; where both are given, the list counts."""
    specs = given.get("filterSpecs") or [
        {"columnIndex": int(column), "filterCriteria": each}
        for column, each in given.get("criteria", {}).items() if column.isdecimal()
    ]  # fmt: skip
    made = {key: value for key, value in given.items() if key not in {"criteria", "filterSpecs"}}
    if specs:
        made["criteria"] = {str(each.get("columnIndex", 0)): each.get("filterCriteria", {}) for each in specs}
        made["filterSpecs"] = specs
    return made


@request("setBasicFilter")
def set_filter(edit: Edit, body: Json) -> None:
    """The tab has that filter (its criteria hide rows), and its sorting is carried out."""
    given = dict(body.get("filter", {}))
    sheet, box = edit.place(given.get("range", {}))
    given["range"] = a1.range_of(sheet.id, box)
    sheet.extras["basicFilter"] = both_ways(given)
    if given.get("sortSpecs"):
        sort_rows(edit.book, sheet, a1.Box(box.r0 + 1, box.c0, box.r1, box.c1), given["sortSpecs"])


@request("clearBasicFilter")
def clear_filter(edit: Edit, body: Json) -> None:
    """The tab has no filter."""
    edit.sheet(body.get("sheetId", 0)).extras.pop("basicFilter", None)


def _ranged(edit: Edit, rule: Json) -> Json:
    if not rule.get("ranges"):
        raise Wrong("Must specify at least one range.")
    if "booleanRule" not in rule and "gradientRule" not in rule:
        raise Wrong("Must specify a booleanRule or a gradientRule.")
    condition = rule.get("booleanRule", {}).get("condition")
    if condition is not None and (why := conditions.misuse(condition, "conditional formatting")):
        raise Wrong(why)
    ranges = []
    for each in rule["ranges"]:
        sheet = edit.sheet(each.get("sheetId", 0))
        ranges.append(a1.range_of(sheet.id, a1.box_of(each).within(sheet)))
    return {**rule, "ranges": ranges}


@request("addConditionalFormatRule")
def add_rule(edit: Edit, body: Json) -> None:
    """The rule stands at that place among the tab's rules, first without one."""
    rule = _ranged(edit, body.get("rule", {}))
    rules = edit.sheet(rule["ranges"][0].get("sheetId", 0)).extras.setdefault("conditionalFormats", [])
    index = body.get("index", 0)
    if index > len(rules):
        raise Wrong(f"Invalid index: {index}")
    rules.insert(index, rule)


def _rules(edit: Edit, body: Json, sheet_id: int) -> tuple[list[Json], int]:
    rules = edit.sheet(sheet_id).extras.setdefault("conditionalFormats", [])
    index = body.get("index", 0)
    if not 0 <= index < len(rules):
        raise Wrong(f"No conditional format on sheet: {sheet_id} at index: {index}")
    return rules, index


@request("updateConditionalFormatRule")
def update_rule(edit: Edit, body: Json) -> Json:
    """The rule at that place is another one, or stands at another place."""
    fallback = body.get("rule", {}).get("ranges", [{}])[0].get("sheetId", 0)
    rules, index = _rules(edit, body, body.get("sheetId", fallback))
    old = rules[index]
    if "rule" in body:
        rules[index] = _ranged(edit, body["rule"])
        return {"oldRule": old, "newRule": rules[index]}
    rules.insert(body.get("newIndex", 0), rules.pop(index))
    return {"oldRule": old, "oldIndex": index, "newRule": old, "newIndex": body.get("newIndex", 0)}


@request("deleteConditionalFormatRule")
def delete_rule(edit: Edit, body: Json) -> Json:
    """The rule at that place is gone."""
    rules, index = _rules(edit, body, body.get("sheetId", 0))
    return {"rule": rules.pop(index)}


@request("addBanding")
def add_banding(edit: Edit, body: Json) -> Json:
    """The range has alternating colours."""
    given = dict(body.get("bandedRange", {}))
    sheet, box = edit.place(given.get("range", {}))
    listed = sheet.extras.setdefault("bandedRanges", [])
    if any(a1.box_of(each["range"]).meets(box) for each in listed):
        raise Wrong("You cannot add alternating background colors to a range that already has alternating background "
                    "colors.")  # fmt: skip
    made = {**given, "bandedRangeId": given.get("bandedRangeId") or number(), "range": a1.range_of(sheet.id, box)}
    listed.append(made)
    return {"bandedRange": made}


def _listed(edit: Edit, name: str, key: str, value: Any, what: str) -> tuple[list[Json], Json]:
    """The tab's list that holds the object of that id, and the object, both free to be changed."""
    for sheet in edit.book.sheets:
        if any(each.get(key) == value for each in sheet.extras.get(name, ())):
            listed = edit.sheet(sheet.id).extras[name]
            return listed, find(listed, key, value, what)
    raise Wrong(f"No {what} with id: {value}")


@request("updateBanding")
def update_banding(edit: Edit, body: Json) -> None:
    """The alternating colours are others."""
    given = body.get("bandedRange", {})
    listed, known = _listed(edit, "bandedRanges", "bandedRangeId", given.get("bandedRangeId"), "banded range")
    changed = masks.merge(known, given, mask(body, "BandedRange"))
    sheet, box = edit.place(changed.get("range", {}))
    listed[listed.index(known)] = {
        **changed, "range": a1.range_of(sheet.id, box), "bandedRangeId": known["bandedRangeId"]
    }  # fmt: skip


@request("deleteBanding")
def delete_banding(edit: Edit, body: Json) -> None:
    """The alternating colours are gone."""
    listed, known = _listed(edit, "bandedRanges", "bandedRangeId", body.get("bandedRangeId"), "banded range")
    listed.remove(known)
