"""drive.approvals: a file put before reviewers, who approve or decline it."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import pages, resources, tree
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

OPEN = "IN_PROGRESS"


def _shown(call: Call, stored: Json) -> Json:
    def who(email: str) -> Json:
        return resources.person(call.db, email, call.user.email)

    responses = [
        {"kind": "drive#reviewerResponse", "reviewer": who(email), "response": said}
        for email, said in stored["reviewers"].items()
    ]
    kept = {key: value for key, value in stored.items() if key not in {"reviewers", "initiator"}}
    return {"kind": "drive#approval", **kept, "initiator": who(stored["initiator"]), "reviewerResponses": responses}


def _all(call: Call, file: str) -> list[Json]:
    rows = call.db.execute("SELECT body FROM approvals WHERE file = ? ORDER BY rowid DESC", (file,))
    return [json.loads(row["body"]) for row in rows]


def _find(call: Call, least: str = "reader") -> Json:
    file, asked = tree.of_call(call, tree.RANKS[least])["id"], call.path["approvalId"]
    for each in _all(call, file):
        if each["approvalId"] == asked:
            return each
    raise Refusal(404, f"Approval not found: {asked}.", reason="notFound", location="approvalId")


def _kept(call: Call, approval: Json) -> Json:
    approval["modifyTime"] = instants.stamp(call.now)
    if approval["status"] != OPEN:
        approval.setdefault("completeTime", approval["modifyTime"])
    call.db.execute(
        "INSERT OR REPLACE INTO approvals(id, file, body) VALUES(?, ?, ?)",
        (approval["approvalId"], approval["targetFileId"], json.dumps(approval)),
    )
    return _shown(call, approval)


def _still_open(approval: Json) -> Json:
    if approval["status"] != OPEN:
        raise Refusal(400, "The approval is already complete.", reason="failedPrecondition")
    return approval


def _address(given: str | None) -> str:
    if not given or "@" not in given:
        raise Refusal(400, "A reviewer's email address is invalid.", reason="invalid", location="reviewerEmails")
    return given.lower()


@method("drive.approvals.start")
def start(call: Call) -> Json:
    """The file is before its reviewers; only one approval of a file is under way at a time."""
    file = tree.of_call(call, tree.RANKS["writer"])["id"]
    reviewers = {_address(each): "NO_RESPONSE" for each in call.body.get("reviewerEmails", [])}
    if not reviewers:
        raise Refusal(400, "At least one reviewer is required.", reason="required", location="reviewerEmails")
    if any(each["status"] == OPEN for each in _all(call, file)):
        raise Refusal(409, "The file already has an approval in progress.", reason="conflict")
    made: Json = {
        "approvalId": secrets.token_urlsafe(16), "targetFileId": file, "createTime": instants.stamp(call.now),
        "status": OPEN, "initiator": call.user.email, "reviewers": reviewers,
        "fileContentChangeBehavior": call.body.get("fileContentChangeBehavior", "RESET_APPROVAL"),
    }  # fmt: skip
    if "dueTime" in call.body:
        made["dueTime"] = call.body["dueTime"]
    return _kept(call, made)


@method("drive.approvals.list")
def list_approvals(call: Call) -> Json:
    """The file's approvals, the newest first."""
    found = _all(call, tree.of_call(call)["id"])
    return pages.listing(call, "approvalList", "items", [_shown(call, each) for each in found])


@method("drive.approvals.get")
def get(call: Call) -> Json:
    """One approval."""
    return _shown(call, _find(call))


def _answered(call: Call, said: str) -> Json:
    approval = _still_open(_find(call))
    if call.user.email.lower() not in approval["reviewers"]:
        raise Refusal(403, "The user is not a reviewer of this approval.", reason="forbidden")
    approval["reviewers"][call.user.email.lower()] = said
    answers = set(approval["reviewers"].values())
    if said == "DECLINED" or answers == {"APPROVED"}:
        approval["status"] = said
    return _kept(call, approval)


@method("drive.approvals.approve")
def approve(call: Call) -> Json:
    """The caller approves; with the last reviewer the file is approved."""
    return _answered(call, "APPROVED")


@method("drive.approvals.decline")
def decline(call: Call) -> Json:
    """The caller declines, and with that the file is declined."""
    return _answered(call, "DECLINED")


@method("drive.approvals.cancel")
def cancel(call: Call) -> Json:
    """The approval is called off by who began it or may write the file."""
    return _kept(call, {**_still_open(_find(call, "writer")), "status": "CANCELLED"})


@method("drive.approvals.comment")
def comment(call: Call) -> Json:
    """Something was said about the approval; what, is told to the reviewers by mail alone."""
    if not call.body.get("message"):
        raise Refusal(400, "A message is required.", reason="required", location="message")
    return _kept(call, _still_open(_find(call, "commenter")))


@method("drive.approvals.reassign")
def reassign(call: Call) -> Json:
    """Other reviewers decide: some are added, some take another's place."""
    approval = _still_open(_find(call, "writer"))
    reviewers: dict[str, str] = approval["reviewers"]
    for each in call.body.get("replaceReviewers", []):
        old = _address(each.get("removedReviewerEmail"))
        if old not in reviewers:
            raise Refusal(400, "The reviewer to replace is none of this approval.", reason="invalid")
        del reviewers[old]
        reviewers[_address(each.get("addedReviewerEmail"))] = "NO_RESPONSE"
    for each in call.body.get("addReviewers", []):
        reviewers.setdefault(_address(each.get("addedReviewerEmail")), "NO_RESPONSE")
    return _kept(call, approval)
