"""Charts and slicers: objects that lie over the cells of a tab, or fill a tab of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal import masks
from integrations.rehearsal.sheets import a1, books
from integrations.rehearsal.sheets.cells import Sheet
from integrations.rehearsal.sheets.requests.register import Edit, Wrong, mask, number, request

if TYPE_CHECKING:
    from integrations.rehearsal.masks import Mask

Json = dict[str, Any]

KINDS = (("charts", "chartId"), ("slicers", "slicerId"))
SIZE = {"widthPixels": 600, "heightPixels": 371}
FONT = "Roboto"


def _found(edit: Edit, object_id: int, kinds: tuple[tuple[str, str], ...] = KINDS) -> tuple[list[Json], Json, str]:
    """The list that holds the object of that id, the object, and the list's name; all free to be changed."""
    for sheet in edit.book.sheets:
        for name, key in kinds:
            if any(each.get(key) == object_id for each in sheet.extras.get(name, ())):
                listed: list[Json] = edit.sheet(sheet.id).extras[name]
                return listed, next(each for each in listed if each.get(key) == object_id), name
    raise Wrong(f"No embedded object with id: {object_id}")


def _free_id(edit: Edit, given: int | None) -> int:
    taken = {each.get(key) for sheet in edit.book.sheets for name, key in KINDS for each in sheet.extras.get(name, ())}
    if given is not None and given in taken:
        raise Wrong(f"An embedded object with id {given} already exists.")
    return number() if given is None else given


def _placed(edit: Edit, position: Json) -> tuple[Sheet, Json]:
    """The tab the object lies on, made for it where it wants one of its own, and its position as it is kept."""
    if position.get("newSheet"):
        made = _own_tab(edit)
        return made, {"sheetId": made.id}
    if "sheetId" in position:
        raise Wrong("Setting the sheetId is not supported, use newSheet to move the object to its own sheet.")
    overlay = dict(position.get("overlayPosition", {}))
    anchor = overlay.get("anchorCell", {})
    sheet = edit.sheet(anchor.get("sheetId", edit.book.sheets[0].id))
    if anchor.get("rowIndex", 0) >= sheet.row_count or anchor.get("columnIndex", 0) >= sheet.column_count:
        raise Wrong("The anchor cell is outside the grid.")
    kept = {key: value for key, value in anchor.items() if value}
    return sheet, {"overlayPosition": {**SIZE, **overlay, "anchorCell": kept}}


def _own_tab(edit: Edit) -> Sheet:
    count = 1
    while edit.book.titled(f"Chart{count}"):
        count += 1
    sheet_id = books.free_id(edit.book.sheets)
    place = len(edit.book.sheets)
    properties = {"sheetId": sheet_id, "title": f"Chart{count}", "index": place, "sheetType": "OBJECT"}
    made = Sheet(sheet_id, properties, dirty=None)
    edit.book.sheets.append(made)
    return made


def _check_sources(value: Any) -> None:
    """Every range a chart draws from is one row or one column wide."""
    if isinstance(value, list):
        for each in value:
            _check_sources(each)
    elif isinstance(value, dict):
        sources = [a1.box_of(each) for each in value.get("sourceRange", {}).get("sources", ())]
        flat = (all(box.r1 == box.r0 + 1 for box in sources), all(box.c1 == box.c0 + 1 for box in sources))
        if sources and not any(flat):
            raise Wrong("ChartSourceRange ranges require all rows or all columns to have length of 1")
        for inner in value.values():
            _check_sources(inner)


def _completed(spec: Json) -> Json:
    """The chart's specification with what Google fills in."""
    _check_sources(spec)
    made = {"hiddenDimensionStrategy": "SKIP_HIDDEN_ROWS_AND_COLUMNS", "fontName": FONT, **spec}
    if "title" in made:
        made["titleTextFormat"] = {"fontFamily": FONT, **made.get("titleTextFormat", {})}
    return dict(_terse(made))


def _terse(value: Any) -> Any:
    """The value with its ranges as they are read: a tab of id 0 is left out."""
    if isinstance(value, list):
        return [_terse(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _terse(inner) for name, inner in value.items() if name != "sheetId" or inner}


@request("addChart")
def add_chart(edit: Edit, body: Json) -> Json:
    """The chart lies on the tab of its anchor, or on a new tab of its own."""
    given = body.get("chart", {})
    if not given.get("spec"):
        raise Wrong("Must specify a chart spec.")
    chart_id = _free_id(edit, given.get("chartId"))
    sheet, position = _placed(edit, given.get("position", {}))
    made = {**given, "chartId": chart_id, "spec": _completed(given["spec"]), "position": position}
    sheet.extras.setdefault("charts", []).append(made)
    return {"chart": made}


@request("updateChartSpec")
def update_chart(edit: Edit, body: Json) -> None:
    """The chart shows something else; its place stays."""
    if not body.get("spec"):
        raise Wrong("Must specify a chart spec.")
    _, known, _ = _found(edit, body.get("chartId", 0), KINDS[:1])
    known["spec"] = _completed(body["spec"])


@request("addSlicer")
def add_slicer(edit: Edit, body: Json) -> Json:
    """The tab has a slicer over that range."""
    given = body.get("slicer", {})
    if "dataRange" not in given.get("spec", {}):
        raise Wrong("Must specify a data range for the slicer.")
    slicer_id = _free_id(edit, given.get("slicerId"))
    edit.place(given["spec"]["dataRange"])
    sheet, position = _placed(edit, given.get("position", {}))
    made = {**given, "slicerId": slicer_id, "spec": _terse(given["spec"]), "position": position}
    sheet.extras.setdefault("slicers", []).append(made)
    return {"slicer": made}


@request("updateSlicerSpec")
def update_slicer(edit: Edit, body: Json) -> None:
    """The slicer is another one where the mask says so; its place stays."""
    wanted, given = mask(body, "SlicerSpec"), body.get("spec", {})
    _, known, _ = _found(edit, body.get("slicerId", 0), KINDS[1:])
    changed = masks.merge(known["spec"], given, {name: {} for name in given} if "*" in wanted else wanted)
    known["spec"] = _terse(changed)
    edit.place(known["spec"].get("dataRange", {}))


@request("deleteEmbeddedObject")
def delete(edit: Edit, body: Json) -> None:
    """The object is gone, and with it the tab it had to itself."""
    listed, known, _ = _found(edit, body.get("objectId", 0))
    listed.remove(known)
    _drop_tab(edit, known)


def _drop_tab(edit: Edit, known: Json) -> None:
    own = edit.book.find(known["position"]["sheetId"]) if "sheetId" in known.get("position", {}) else None
    if own is not None:
        edit.book.sheets.remove(own)


@request("updateEmbeddedObjectPosition")
def move(edit: Edit, body: Json) -> Json:
    """The object lies elsewhere: on another tab if its new anchor is there, or on a new tab of its own."""
    listed, known, name = _found(edit, body.get("objectId", 0))
    given = body.get("newPosition", {})
    if not given.get("newSheet"):
        wanted = mask(body, "OverlayPosition" if "overlayPosition" not in body.get("fields", "") else "EmbeddedObjectPosition")
        given = {"overlayPosition": _overlaid(known, given, wanted)}
    sheet, position = _placed(edit, given)
    listed.remove(known)
    _drop_tab(edit, known)
    known["position"] = position
    sheet.extras.setdefault(name, []).append(known)
    return {"position": position}


def _overlaid(known: Json, given: Json, wanted: Mask) -> Json:
    """The overlay after the change; the mask counts from overlayPosition on, as Google's example has it."""
    new: Json = given.get("overlayPosition", {})
    below = {name: {} for name in new} if "*" in wanted else wanted
    return masks.merge(known.get("position", {}).get("overlayPosition", {}), new, below.get("overlayPosition") or below)


@request("updateEmbeddedObjectBorder")
def border(edit: Edit, body: Json) -> None:
    """The object has another border where the mask says so."""
    wanted, given = mask(body, "EmbeddedObjectBorder"), body.get("border", {})
    _, known, name = _found(edit, body.get("objectId", 0))
    if name != "charts":
        raise Wrong("Only charts have a border.")
    known["border"] = masks.merge(known.get("border", {}), given, wanted)
