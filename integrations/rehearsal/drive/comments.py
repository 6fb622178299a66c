"""drive.comments and drive.replies: what people say about a file."""

from __future__ import annotations

import html
import json
import secrets
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import instants
from integrations.rehearsal.calls import method
from integrations.rehearsal.drive import pages, resources, tree
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Call

Json = dict[str, Any]

AUTHOR = ("kind", "displayName", "me", "photoLink")
ACTIONS = {"resolve": True, "reopen": False}


def _fields(call: Call) -> None:
    if call.method.verb != "DELETE" and not call.query.get("fields"):
        raise Refusal(400, "The 'fields' parameter is required for this method.", reason="required", location="fields")


def _said(call: Call, kind: str) -> Json:
    """A comment or reply as it is made."""
    stamp = instants.stamp(call.now)
    made: Json = {
        "kind": f"drive#{kind}", "id": "AAAA" + secrets.token_urlsafe(6), "createdTime": stamp, "modifiedTime": stamp,
        "author": call.user.email, "deleted": False,
    }  # fmt: skip
    return {**made, **_worded(call.body.get("content"))}


def _worded(content: str | None) -> Json:
    return {} if not content else {"content": content, "htmlContent": html.escape(content)}


def _shown(call: Call, stored: Json) -> Json:
    author = resources.person(call.db, stored["author"], call.user.email)
    made = {**stored, "author": {name: author[name] for name in AUTHOR if name in author}}
    if "replies" in stored:
        hidden = not call.query.get("includeDeleted", False)
        made["replies"] = [_shown(call, each) for each in stored["replies"] if not (hidden and each["deleted"])]
    return made


def _comment(call: Call, file: str, *, deleted: bool = False) -> Json:
    asked = call.path["commentId"]
    row = call.db.execute("SELECT body FROM comments WHERE id = ? AND file = ?", (asked, file)).fetchone()
    found = None if row is None else json.loads(row["body"])
    if found is None or (found["deleted"] and not deleted):
        raise Refusal(404, f"Comment not found: {asked}.", reason="notFound", location="commentId")
    return dict(found)


def _store(call: Call, file: str, comment: Json) -> None:
    call.db.execute(
        "INSERT OR REPLACE INTO comments(id, file, created, modified, body) VALUES(?, ?, ?, ?, ?)",
        (comment["id"], file, comment["createdTime"], comment["modifiedTime"], json.dumps(comment)),
    )


def _own(call: Call, said: Json, file: sqlite3.Row) -> None:
    if said["author"].lower() != call.user.email.lower() and file["owner"].lower() != call.user.email.lower():
        raise tree.forbidden()


@method("drive.comments.create")
def create(call: Call) -> Json:
    """A new comment, by somebody who may comment."""
    _fields(call)
    file = tree.of_call(call, tree.RANKS["commenter"])
    if not call.body.get("content"):
        raise Refusal(400, "A comment must have content.", reason="required", location="content")
    made = {**_said(call, "comment"), "resolved": False, "replies": []}
    made |= {name: call.body[name] for name in ("anchor", "quotedFileContent") if name in call.body}
    _store(call, file["id"], made)
    return _shown(call, made)


@method("drive.comments.list")
def list_comments(call: Call) -> Json:
    """The comments, the one that changed last first."""
    _fields(call)
    file = tree.of_call(call)
    since = call.query.get("startModifiedTime", "")
    rows = call.db.execute(
        "SELECT body FROM comments WHERE file = ? AND modified >= ? ORDER BY modified DESC, rowid DESC",
        (file["id"], since),
    )
    found = [json.loads(row["body"]) for row in rows]
    kept = [each for each in found if call.query.get("includeDeleted") or not each["deleted"]]
    return pages.listing(call, "commentList", "comments", [_shown(call, each) for each in kept])


@method("drive.comments.get")
def get(call: Call) -> Json:
    """One comment with its replies."""
    _fields(call)
    file = tree.of_call(call)
    return _shown(call, _comment(call, file["id"], deleted=bool(call.query.get("includeDeleted"))))


@method("drive.comments.update")
def update(call: Call) -> Json:
    """The comment says something else."""
    _fields(call)
    file = tree.of_call(call, tree.RANKS["commenter"])
    comment = _comment(call, file["id"])
    _own(call, comment, file)
    comment |= {**_worded(call.body.get("content")), "modifiedTime": instants.stamp(call.now)}
    _store(call, file["id"], comment)
    return _shown(call, comment)


@method("drive.comments.delete")
def delete(call: Call) -> None:
    """The comment is marked as deleted and says nothing any more."""
    file = tree.of_call(call, tree.RANKS["commenter"])
    comment = _comment(call, file["id"])
    _own(call, comment, file)
    gone = {key: value for key, value in comment.items() if key not in {"content", "htmlContent"}}
    _store(call, file["id"], {**gone, "deleted": True, "modifiedTime": instants.stamp(call.now)})


def _reply(call: Call, comment: Json) -> Json:
    asked = call.path["replyId"]
    for each in comment["replies"]:
        if each["id"] == asked and (not each["deleted"] or call.query.get("includeDeleted")):
            return dict(each)
    raise Refusal(404, f"Reply not found: {asked}.", reason="notFound", location="replyId")


def _replace(call: Call, file: str, comment: Json, reply: Json) -> None:
    comment["replies"] = [reply if each["id"] == reply["id"] else each for each in comment["replies"]]
    comment["modifiedTime"] = reply["modifiedTime"]
    _store(call, file, comment)


@method("drive.replies.create")
def create_reply(call: Call) -> Json:
    """A reply; its action may resolve the comment or open it again."""
    _fields(call)
    file = tree.of_call(call, tree.RANKS["commenter"])
    comment = _comment(call, file["id"])
    action = call.body.get("action")
    if not call.body.get("content") and action not in ACTIONS:
        raise Refusal(400, "A reply must have content or an action.", reason="required", location="content")
    made = _said(call, "reply")
    if action in ACTIONS:
        made["action"] = action
        comment["resolved"] = ACTIONS[action]
    comment["replies"].append(made)
    _replace(call, file["id"], comment, made)
    return _shown(call, made)


@method("drive.replies.list")
def list_replies(call: Call) -> Json:
    """The replies, the first one first."""
    _fields(call)
    comment = _shown(call, _comment(call, tree.of_call(call)["id"], deleted=True))
    return pages.listing(call, "replyList", "replies", comment["replies"])


@method("drive.replies.get")
def get_reply(call: Call) -> Json:
    """One reply."""
    _fields(call)
    return _shown(call, _reply(call, _comment(call, tree.of_call(call)["id"], deleted=True)))


@method("drive.replies.update")
def update_reply(call: Call) -> Json:
    """The reply says something else."""
    _fields(call)
    file = tree.of_call(call, tree.RANKS["commenter"])
    comment = _comment(call, file["id"])
    reply = _reply(call, comment)
    _own(call, reply, file)
    reply |= {**_worded(call.body.get("content")), "modifiedTime": instants.stamp(call.now)}
    _replace(call, file["id"], comment, reply)
    return _shown(call, reply)


@method("drive.replies.delete")
def delete_reply(call: Call) -> None:
    """The reply is marked as deleted."""
    file = tree.of_call(call, tree.RANKS["commenter"])
    comment = _comment(call, file["id"])
    reply = _reply(call, comment)
    _own(call, reply, file)
    gone = {key: value for key, value in reply.items() if key not in {"content", "htmlContent"}}
    _replace(call, file["id"], comment, {**gone, "deleted": True, "modifiedTime": instants.stamp(call.now)})
