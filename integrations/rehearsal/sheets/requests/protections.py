"""Protected ranges and named ranges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets import a1, protection
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, mask, number, request

if TYPE_CHECKING:
    from integrations.rehearsal.sheets.cells import Sheet

Json = dict[str, Any]

NAME = re.compile(r"[^\W\d]\w{0,249}$")


def _find(edit: Edit, protected_id: int) -> tuple[Sheet, Json]:
    for sheet in edit.book.sheets:
        for each in sheet.extras.get("protectedRanges", ()):
            if each["protectedRangeId"] == protected_id:
                owned = edit.sheet(sheet.id)
                fresh = next(it for it in owned.extras["protectedRanges"] if it["protectedRangeId"] == protected_id)
                if not edit.person.may({**fresh, "warningOnly": False}):
                    raise protection.Protected
                return owned, fresh
    raise Wrong(f"No protected range with id: {protected_id}")


def _whole(protected: Json) -> bool:
    """Whether it is the tab that is protected, not a range of it."""
    return "range" in protected and a1.box_of(protected["range"]) == (0, 0, None, None)


def _completed(edit: Edit, protected: Json) -> Json:
    """The protection with its editors: whoever makes it and the owner of the file always are."""
    if protected.get("warningOnly"):
        if protected.get("editors"):
            raise Wrong("ProtectedRange is warningOnly. Editors cannot be set on it.")
        return {key: value for key, value in protected.items() if key != "editors"}
    editors = dict(protected.get("editors", {}))
    listed = list(editors.get("users", []))
    lowered = {each.lower() for each in listed}
    for each in (edit.person.email, edit.person.owner):
        if each.lower() not in lowered:
            listed.append(each)
            lowered.add(each.lower())
    return {**protected, "editors": {**editors, "users": listed}}


@request("addProtectedRange")
def add(edit: Edit, body: Json) -> Json:
    """The range can be changed only by its editors, the owner of the file and whoever protects it."""
    given = {key: value for key, value in body.get("protectedRange", {}).items() if value is not False}
    if "range" not in given and "namedRangeId" not in given:
        raise Wrong("Must specify a range to protect.")
    if "range" in given:
        sheet, _ = edit.place(given["range"])
        given["range"] = a1.range_of(sheet.id, a1.box_of(given["range"]))
    else:
        named = next((each for each in edit.book.named if each["namedRangeId"] == given["namedRangeId"]), None)
        if named is None:
            raise Wrong(f"No named range with id: {given['namedRangeId']}")
        sheet = edit.sheet(named["range"].get("sheetId", 0))
    protected_id = given.get("protectedRangeId") or number()
    listed = sheet.extras.setdefault("protectedRanges", [])
    if _whole(given) and any(_whole(each) for each in listed):
        raise Wrong(f'Sheet "{sheet.title}" already has sheet protection.')
    if any(each["protectedRangeId"] == protected_id for each in listed):
        raise Wrong(f"A protected range with ID {protected_id} already exists.")
    made = _completed(edit, {**given, "protectedRangeId": protected_id, protection.CREATOR: edit.person.email})
    listed.append(made)
    return {"protectedRange": protection.shown(made, edit.person)}


@request("updateProtectedRange")
def update(edit: Edit, body: Json) -> None:
    """The protection is changed where the mask says so; only its editors can do that."""
    given = body.get("protectedRange", {})
    sheet, protected = _find(edit, given.get("protectedRangeId", 0))
    wanted = mask(body, "ProtectedRange")
    changed = masks.merge(protected, given, {name: {} for name in given} if "*" in wanted else wanted)
    made = _completed(edit, {**changed, **{key: protected[key] for key in ("protectedRangeId", protection.CREATOR)}})
    listed = sheet.extras["protectedRanges"]
    listed[listed.index(protected)] = made


@request("deleteProtectedRange")
def delete(edit: Edit, body: Json) -> None:
    """The protection is gone; only its editors can do that."""
    sheet, protected = _find(edit, body.get("protectedRangeId", 0))
    sheet.extras["protectedRanges"].remove(protected)


def _check_name(edit: Edit, name: str, but: str = "") -> None:
    if not NAME.match(name or "") or a1.LIKE_A_CELL.match(name) or name.upper() in {"TRUE", "FALSE"}:
        raise Wrong(f"Invalid name: {name}")
    for each in edit.book.named:
        if each["name"].lower() == name.lower() and each["namedRangeId"] != but:
            raise Wrong(f'A named range with the name "{name}" already exists.')


@request("addNamedRange")
def add_named(edit: Edit, body: Json) -> Json:
    """The range has a name."""
    given = dict(body.get("namedRange", {}))
    _check_name(edit, given.get("name", ""))
    sheet = edit.sheet(given.get("range", {}).get("sheetId", 0))
    made = {
        "namedRangeId": given.get("namedRangeId") or str(number()), "name": given["name"],
        "range": a1.range_of(sheet.id, a1.box_of(given.get("range", {})).within(sheet)),
    }  # fmt: skip
    if any(each["namedRangeId"] == made["namedRangeId"] for each in edit.book.named):
        raise Wrong(f"A named range with id {made['namedRangeId']} already exists.")
    edit.book.named.append(made)
    return {"namedRange": made}


def _named(edit: Edit, named_id: str) -> Json:
    for each in edit.book.named:
        if each["namedRangeId"] == named_id:
            return each
    raise Wrong(f"No NamedRange with id: {named_id}")


@request("updateNamedRange")
def update_named(edit: Edit, body: Json) -> None:
    """The named range has another name or place."""
    given, wanted = body.get("namedRange", {}), mask(body, "NamedRange")
    known = _named(edit, given.get("namedRangeId", ""))
    made = masks.merge(known, given, {name: {} for name in ("name", "range") if name in given or name in wanted})
    _check_name(edit, made.get("name", ""), known["namedRangeId"])
    edit.book.named[edit.book.named.index(known)] = {**made, "namedRangeId": known["namedRangeId"]}


@request("deleteNamedRange")
def delete_named(edit: Edit, body: Json) -> None:
    """The range has that name no longer."""
    edit.book.named.remove(_named(edit, body.get("namedRangeId", "")))
