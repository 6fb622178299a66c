"""Answering a form, as its responders do: the API has no method for it, so what they see and send is made here."""

from __future__ import annotations

import json
import mimetypes
import secrets
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import identity, instants
from integrations.rehearsal.drive import tree
from integrations.rehearsal.forms import responses
from integrations.rehearsal.identity import FOLDER
from integrations.rehearsal.refusals import Refusal, not_found
from integrations.rehearsal.store import put_blob

if TYPE_CHECKING:
    import sqlite3

    from integrations.rehearsal.calls import Site
    from integrations.rehearsal.identity import User
    from integrations.rehearsal.pages.fields import Sent
    from integrations.rehearsal.pages.questions import Given

Json = dict[str, Any]

CLOSED = "The form is not accepting responses."


def form(db: sqlite3.Connection, file: str) -> Json:
    """The form of that id as its responders know it; 404 where there is none or it is thrown away."""
    row = db.execute("SELECT body FROM forms WHERE id = ?", (file,)).fetchone()
    if row is None or tree.trashed(db, file):
        raise not_found()
    return {**json.loads(row["body"]), "formId": file}


def accepting(asked: Json) -> bool:
    """Whether answers are taken now; a form older than publishing has no such setting and always takes them."""
    state = asked.get("publishSettings", {}).get("publishState")
    return state is None or bool(state.get("isPublished") and state.get("isAcceptingResponses"))


def open_forms(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Id and title of every form that takes answers now."""
    rows = db.execute("SELECT f.id FROM forms f JOIN files d ON d.id = f.id ORDER BY d.name, f.id").fetchall()
    live = [form(db, row["id"]) for row in rows if not tree.trashed(db, row["id"])]
    return [(each["formId"], each["info"].get("title", "")) for each in live if accepting(each)]


def by_address(db: sqlite3.Connection, key: str) -> str:
    """The id of the form whose public address holds that key; 404 where there is none."""
    row = db.execute("SELECT id FROM forms WHERE instr(body, ?) > 0", (f"/forms/d/e/{key}/",)).fetchone()
    if row is None:
        raise not_found()
    return str(row[0])


def submit(site: Site, user: User, file: str, given: list[Given]) -> str:
    """The answers are a response and its files lie in the questions' folders, all or nothing; the response's id."""
    with site.store.write() as db:
        asked = form(db, file)
        if not accepting(asked):
            raise Refusal(403, CLOSED)
        now = instants.now(db)
        found = tree.row(db, file)
        assert found is not None  # noqa: S101 - `form` found it in this transaction
        owner = identity.find(db, found["owner"]) or identity.first(db)
        answers: Json = {}
        for each in given:
            answer: Json = {"questionId": each.question.id}
            if each.files:
                uploads = [
                    _stored(db, owner, user, each.question.body, each.question.title, file) for file in each.files
                ]
                answer["fileUploadAnswers"] = {"answers": uploads}
            elif each.values:
                answer["textAnswers"] = {"answers": [{"value": value} for value in each.values]}
            else:
                continue
            answers[each.question.id] = answer
        stamp = instants.stamp(now)
        response: Json = {
            "responseId": "ACYDB" + secrets.token_urlsafe(57), "createTime": stamp, "lastSubmittedTime": stamp,
            "answers": answers,
        }  # fmt: skip
        if asked.get("settings", {}).get("emailCollectionType") in {"VERIFIED", "RESPONDER_INPUT"}:
            response["respondentEmail"] = user.email
        responses.put(db, file, response)
    return str(response["responseId"])


def _stored(db: sqlite3.Connection, owner: User, user: User, question: Json, title: str, sent: Sent) -> Json:
    """The file lies in the question's folder, the form owner's, named after its sender as Google does."""
    folder = question.get("fileUploadQuestion", {}).get("folderId") or None
    now = instants.now(db)
    if folder is not None and tree.row(db, folder) is None:
        tree.add(db, owner, now, name=title, mime=FOLDER, parent=None, file=folder)
    path = PurePosixPath(sent.name)
    name = f"{path.stem} - {user.name}{path.suffix}"
    mime = mimetypes.guess_type(sent.name)[0] or "application/octet-stream"
    file = tree.add(db, owner, now, name=name, mime=mime, parent=folder, sha=put_blob(db, sent.data))
    return {"fileId": file, "fileName": name, "mimeType": mime}
