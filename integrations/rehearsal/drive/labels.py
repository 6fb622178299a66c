"""drive.files.listLabels and modifyLabels, drive.apps: this workspace has no label schemes and no other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import tree
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]


@method("drive.files.listLabels")
def list_labels(call: Call) -> Json:
    """The labels on the file: none, as an administrator would have to define some first."""
    tree.of_call(call)
    return {"kind": "drive#labelList", "labels": []}


@method("drive.files.modifyLabels")
def modify_labels(call: Call) -> Json:
    """Nothing is changed by no modifications; a label that nobody defined is a 404."""
    tree.of_call(call, tree.RANKS["writer"])
    for each in call.body.get("labelModifications", []):
        raise Refusal(404, f"Label not found: {each.get('labelId', '')}.", reason="notFound", location="labelId")
    return {"kind": "drive#modifyLabelsResponse", "modifiedLabels": []}


@method("drive.apps.list")
def list_apps(_call: Call) -> Json:
    """The programs the person has installed beside Drive: none."""
    address = "https://www.googleapis.com/drive/v3/apps"
    return {"kind": "drive#appList", "selfLink": address, "defaultAppIds": [], "items": []}


@method("drive.apps.get")
def get_app(call: Call) -> Json:
    """No program has that id."""
    raise Refusal(404, f"App not found: {call.path['appId']}.", reason="notFound", location="appId")


@method("drive.files.generateCseToken")
def generate_token(_call: Call) -> Json:
    """Client-side encryption belongs to editions this workspace is none of."""
    raise Refusal(403, "Client-side encryption is not enabled for this user.", reason="forbidden")


@method("drive.accessproposals.list")
def list_proposals(call: Call) -> Json:
    """Who asks to be let in: nobody, as asking happens in Google's own pages."""
    tree.of_call(call, tree.RANKS["writer"])
    return {}


@method("drive.accessproposals.get")
@method("drive.accessproposals.resolve")
def get_proposal(call: Call) -> Json:
    """No proposal has that id."""
    tree.of_call(call, tree.RANKS["writer"])
    raise Refusal(404, f"Access proposal not found: {call.path['proposalId']}.", reason="notFound",
                  location="proposalId")  # fmt: skip
