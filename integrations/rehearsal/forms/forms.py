"""forms.forms: making, showing, changing and publishing forms."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import masks, shapes
from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import tree
from integrations.rehearsal.forms import items
from integrations.rehearsal.refusals import invalid, no_permission, not_found

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]


def access(call: Call, least: str) -> str:
    """The id of the form the call is about, for one who may do at least that; 404 or 403 otherwise."""
    file = call.path["formId"]
    row = tree.row(call.db, file)
    if row is None or row["mime"] != tree.FORM:
        raise not_found()
    if tree.rank(call.db, call.user, file) < tree.RANKS[least]:
        raise no_permission()
    return file


def load(call: Call, file: str) -> Json:
    """The form with its present revision."""
    row = call.db.execute("SELECT revision, body FROM forms WHERE id = ?", (file,)).fetchone()
    return {**json.loads(row["body"]), "formId": file, "revisionId": f"{row['revision']:08x}"}


def save(call: Call, form: Json) -> Json:
    """The form is stored under a new revision; the form as it is then."""
    file = form["formId"]
    kept = {key: value for key, value in form.items() if key not in {"formId", "revisionId"}}
    call.db.execute("UPDATE forms SET revision = revision + 1, body = ? WHERE id = ?", (json.dumps(kept), file))
    tree.touch(call.db, file, call.user, call.now)
    return load(call, file)


@method("forms.forms.create")
def create(call: Call) -> Json:
    """A form with a title and nothing else; it takes no answers before it is published."""
    info = call.body.get("info", {})
    if set(call.body) - {"info"} or set(info) - {"title", "documentTitle"}:
        raise invalid(
            "Only info.title can be set when creating a form. To add items and change settings, use batchUpdate."
        )
    if not info.get("title"):
        raise invalid("Form title is required.")
    name = info.get("documentTitle") or "Untitled form"
    file = tree.add(call.db, call.user, call.now, name=name, mime=tree.FORM, parent=None, by_program=True)
    unpublished = call.query.get("unpublished", True)
    # Since 30 June 2026 a form made through the API starts unpublished; the bundled document still says otherwise.
    state = {"isPublished": not unpublished, "isAcceptingResponses": not unpublished}
    body = {
        "info": {"title": info["title"], "documentTitle": name}, "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
        "responderUri": f"https://docs.google.com/forms/d/e/1FAIpQLS{secrets.token_urlsafe(36)}/viewform",
        "publishSettings": {"publishState": state},
    }  # fmt: skip
    call.db.execute("INSERT INTO forms(id, revision, body) VALUES(?, 1, ?)", (file, json.dumps(body)))
    return load(call, file)


@method("forms.forms.get")
def get(call: Call) -> Json:
    """The form."""
    return load(call, access(call, "reader"))


@method("forms.forms.setPublishSettings")
def publish(call: Call) -> Json:
    """The form is published or not, and takes answers or not."""
    form = load(call, access(call, "writer"))
    mask = call.body.get("updateMask")
    if mask and set(masks.parse(mask)) - {"*", "publishState", "publish_state"}:
        raise invalid(f"Invalid field mask: {mask}", "update_mask")
    if "publishSettings" not in form:
        raise invalid("This form does not support publish settings.")
    state = call.body.get("publishSettings", {}).get("publishState", {})
    made = {
        "isPublished": state.get("isPublished", False),
        "isAcceptingResponses": state.get("isAcceptingResponses", False),
    }
    if made["isAcceptingResponses"] and not made["isPublished"]:
        raise invalid("A form that is not published cannot accept responses.")
    saved = save(call, {**form, "publishSettings": {"publishState": made}})
    return {"formId": saved["formId"], "publishSettings": saved["publishSettings"]}


@method("forms.forms.batchUpdate")
def batch_update(call: Call) -> Json:
    """Every request is carried out in order, or none is."""
    form = load(call, access(call, "writer"))
    _check_revision(form, call.body.get("writeControl", {}))
    asked = call.body.get("requests", [])
    if not asked:
        raise invalid("Must specify at least one request.")
    replies = []
    for number, request in enumerate(asked):
        if len(request) != 1:
            raise invalid(f"Invalid requests[{number}]: No request set.")
        kind, body = next(iter(request.items()))
        try:
            reply = KINDS[kind](form, body)
        except (ValueError, masks.BadMask) as wrong:
            raise invalid(f"Invalid requests[{number}].{kind}: {wrong}") from None
        replies.append({kind: reply} if reply else {})
    saved = save(call, form)
    made: Json = {"replies": replies, "writeControl": {"requiredRevisionId": saved["revisionId"]}}
    if call.body.get("includeFormInResponse"):
        made["form"] = saved
    return made


def _check_revision(form: Json, control: Json) -> None:
    """The form is still as it was when it was read (required), or no revision was ever later (target)."""
    if len(control) > 1:
        raise invalid("Only one of requiredRevisionId and targetRevisionId can be set.")
    if control.get("requiredRevisionId") not in {None, form["revisionId"]}:
        raise invalid("The required revision ID does not match the latest revision.")
    # Google merges with what others changed since the target; requests here name their items by place, so only a
    # revision that never was is refused.
    target = control.get("targetRevisionId")
    if target is not None and not ("00000001" <= target <= form["revisionId"] and len(target) == 8):
        raise invalid("The target revision ID is invalid.")


def _index(form: Json, location: Json, *, adding: bool = False) -> int:
    index = location.get("index", 0)
    count = len(form.get("items", []))
    if not 0 <= index < count + adding:
        msg = f"Index {index} is out of bounds."
        raise ValueError(msg)
    return int(index)


def _create_item(form: Json, body: Json) -> Json:
    if "location" not in body:
        msg = "A location must be set."
        raise ValueError(msg)
    # Google is believed to refuse file upload questions made through the API; no source says so for certain, and the
    # rehearsal needs them, so they are taken here.
    item = items.identified(form, items.settled(form, body.get("item", {})))
    form.setdefault("items", []).insert(_index(form, body.get("location", {}), adding=True), item)
    made: Json = {"itemId": item["itemId"]}
    if ids := [question["questionId"] for question in items.questions(item)]:
        made["questionId"] = ids
    return made


def _delete_item(form: Json, body: Json) -> None:
    index = _index(form, body.get("location", {}))  # before the items: a form may have none
    form["items"].pop(index)


def _move_item(form: Json, body: Json) -> None:
    old, new = _index(form, body.get("originalLocation", {})), _index(form, body.get("newLocation", {}))
    form["items"].insert(new, form["items"].pop(old))


def _update_item(form: Json, body: Json) -> None:
    index, given = _index(form, body.get("location", {})), body.get("item", {})
    old = form["items"][index]
    mask = _mask(body, "Item")
    made = masks.merge(old, given, {name: {} for name in given} if "*" in mask else mask)
    if "itemId" in made and made["itemId"] != old["itemId"]:
        msg = "The item ID cannot be changed."
        raise ValueError(msg)
    del form["items"][index]
    form["items"].insert(index, items.identified(form, {**items.settled(form, made), "itemId": old["itemId"]}))


def _update_info(form: Json, body: Json) -> None:
    given, mask = body.get("info", {}), _mask(body, "Info")
    if "documentTitle" in mask:
        msg = "documentTitle can only be set when the form is created; rename the file in Drive."
        raise ValueError(msg)
    form["info"] = masks.merge(form["info"], given, {name: {} for name in given} if "*" in mask else mask)


def _update_settings(form: Json, body: Json) -> None:
    given, mask = body.get("settings", {}), _mask(body, "FormSettings")
    form["settings"] = masks.merge(
        form.get("settings", {}), given, {name: {} for name in given} if "*" in mask else mask
    )
    if not form["settings"].get("quizSettings", {}).get("isQuiz"):
        items.ungraded(form)


def _mask(body: Json, shape: str) -> masks.Mask:
    """What the update touches, its names written either way; ValueError for one the shape does not have."""
    if not body.get("updateMask"):
        msg = "An update mask must be set."
        raise ValueError(msg)
    mask = masks.parse(shapes.camel(body["updateMask"]))
    if wrong := masks.unknown(mask, "forms", {"$ref": shape}):
        msg = f"Invalid field mask: {wrong}"
        raise ValueError(msg)
    return mask


KINDS: dict[str, Callable[[Json, Json], Json | None]] = {
    "createItem": _create_item,
    "deleteItem": _delete_item,
    "moveItem": _move_item,
    "updateItem": _update_item,
    "updateFormInfo": _update_info,
    "updateSettings": _update_settings,
}
