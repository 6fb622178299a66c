"""A season directory becomes the workspace's world: people, mail, form and answers, at once or as the clock goes."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from integrations.rehearsal import identity, instants
from integrations.rehearsal.drive import tree
from integrations.rehearsal.forms import responses
from integrations.rehearsal.gmail import mailbox
from integrations.rehearsal.refusals import Refusal
from integrations.rehearsal.season_files import SeasonError, inflated, objects, read_bytes, read_json, rows, text_at
from integrations.rehearsal.store import put_blob

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from integrations.rehearsal.identity import User

Json = dict[str, Any]


def bring_in(db: sqlite3.Connection, directory: Path, *, deliver: str) -> Json:
    """The season lies in the workspace; what the set clock has not reached waits until it does (unless `all`)."""
    if not directory.is_dir():
        msg = f"{directory}: no such directory"
        raise SeasonError(msg)
    users = _people(db, directory)
    first = identity.first(db)
    mails = _mails(directory)
    form = _form(db, directory, first)
    answers = _answers(directory) if form else []
    for due, mail in mails:
        _stage(db, "mail", due, mail)
    for due, response in answers:
        _stage(db, "response", due, {"form": form, "response": response})
    _uploads(db, directory, first, form, answers)
    deliver_due(db, everything=deliver == "all")
    return {
        "first_user": first.email,
        "users": [
            {"email": each.email, "name": each.name, "token": identity.fixed_token(db, each.email)} for each in users
        ],
        "mails": len(mails), "responses": len(answers), "form_id": form,
    }  # fmt: skip


def _people(db: sqlite3.Connection, directory: Path) -> list[User]:
    """The mailbox is the first user; officers and judges are users."""
    edition = read_json(directory, "edition.json")
    address = text_at(edition, "edition.json", "mailbox", "address")
    name = edition.get("edition", {}).get("name", "") if isinstance(edition.get("edition"), dict) else ""
    try:
        users = [identity.rename_first(db, address, name)]
    except ValueError as error:
        msg = f"edition.json: mailbox › address: {error}"
        raise SeasonError(msg) from None
    for number, officer in enumerate(objects(edition.get("officers", []), "edition.json", "officers")):
        where = f"officers[{number}]"
        email = text_at(officer, f"edition.json: {where}", "email")
        users.append(identity.add(db, email, str(officer.get("name", ""))))
    for line, judge in rows(directory, "judges.csv", "name", "email"):
        if "@" not in judge["email"]:
            msg = f"judges.csv: line {line}: email is missing"
            raise SeasonError(msg)
        users.append(identity.add(db, judge["email"].strip(), judge["name"].strip()))
    return list({each.email.lower(): each for each in users}.values())


def _mails(directory: Path) -> list[tuple[float, Json]]:
    """Every message with the moment it arrives."""
    listed = read_json(directory, "mailbox/index.json")
    found = []
    for number, entry in enumerate(objects(listed.get("messages", []), "mailbox/index.json", "messages")):
        where = f"mailbox/index.json: messages[{number}]"
        file = text_at(entry, where, "file")
        raw = inflated(read_bytes(directory, f"mailbox/{file}"), entry, f"mailbox/{file}")
        moment = text_at(entry, where, "internalDate")
        if not moment.isdigit():
            msg = f"{where}: internalDate is not a number of milliseconds"
            raise SeasonError(msg)
        labels = entry.get("labelIds", [])
        if not isinstance(labels, list):
            msg = f"{where}: labelIds is not a list"
            raise SeasonError(msg)
        mail = {
            "id": text_at(entry, where, "id"), "threadId": text_at(entry, where, "threadId"), "internalDate": moment,
            "labelIds": labels, "raw": base64.b64encode(raw).decode(),
        }  # fmt: skip
        found.append((int(moment) / 1000, mail))
    return found


def _form(db: sqlite3.Connection, directory: Path, first: User) -> str | None:
    """The form lies in the first user's Drive; None for a season without one."""
    if not (directory / "forms" / "form.json").exists():
        return None
    form = read_json(directory, "forms/form.json")
    file = text_at(form, "forms/form.json", "formId")
    info = form.get("info") if isinstance(form.get("info"), dict) else {}
    name = str(info.get("documentTitle") or info.get("title") or "Form") if isinstance(info, dict) else "Form"
    if tree.row(db, file) is not None:
        msg = f"forms/form.json: a file {file} is in the workspace already; reset it first"
        raise SeasonError(msg)
    tree.add(db, first, instants.now(db), name=name, mime=tree.FORM, parent=None, file=file)
    kept = {key: value for key, value in form.items() if key not in {"formId", "revisionId"}}
    revision = str(form.get("revisionId", "1"))
    try:
        number = int(revision, 16)
    except ValueError:
        number = 1
    db.execute("INSERT INTO forms(id, revision, body) VALUES(?, ?, ?)", (file, number, json.dumps(kept)))
    return file


def _answers(directory: Path) -> list[tuple[float, Json]]:
    """Every response with the moment it was last submitted."""
    listed = objects(read_json(directory, "forms/responses.json", kind=list), "forms/responses.json", "")
    found = []
    for number, response in enumerate(listed):
        where = f"forms/responses.json: [{number}]"
        text_at(response, where, "responseId")
        moment = text_at(response, where, "lastSubmittedTime")
        try:
            due = instants.parse(moment[:26] + "Z" if len(moment) > 27 else moment).timestamp()
        except ValueError:
            msg = f"{where}: lastSubmittedTime is not an instant"
            raise SeasonError(msg) from None
        found.append((due, response))
    return found


def _uploads(
    db: sqlite3.Connection, directory: Path, first: User, form: str | None, answers: list[tuple[float, Json]]
) -> None:
    """The form's folders are there; every uploaded file waits with its response."""
    if form is None:
        return
    folders = _folders(json.loads(db.execute("SELECT body FROM forms WHERE id = ?", (form,)).fetchone()[0]))
    for question, folder, title in folders:
        if tree.row(db, folder) is None:
            tree.add(
                db, first, instants.now(db), name=title or question, mime=identity.FOLDER, parent=None, file=folder
            )
    by_question = {question: folder for question, folder, _ in folders}
    stored = {
        path.name.partition("__")[0]: path.name for path in sorted((directory / "forms" / "uploads").glob("*__*"))
    }
    for due, response in answers:
        for question, answer in response.get("answers", {}).items():
            for upload in answer.get("fileUploadAnswers", {}).get("answers", []):
                file = upload.get("fileId", "")
                if file not in stored:
                    msg = f"forms/uploads: no file for {file} (named in forms/responses.json)"
                    raise SeasonError(msg)
                sha = put_blob(db, read_bytes(directory, f"forms/uploads/{stored[file]}"))
                _stage(db, "upload", due, {
                    "id": file, "name": upload.get("fileName") or stored[file].partition("__")[2],
                    "mimeType": upload.get("mimeType", "application/octet-stream"), "sha": sha,
                    "parent": by_question.get(question), "at": response["lastSubmittedTime"],
                })  # fmt: skip


def _folders(form: Json) -> list[tuple[str, str, str]]:
    """Question id, folder id and title of every question that takes files."""
    found = []
    for item in form.get("items", []):
        question = item.get("questionItem", {}).get("question", {})
        folder = question.get("fileUploadQuestion", {}).get("folderId")
        if folder:
            found.append((question.get("questionId", ""), folder, item.get("title", "")))
    return found


def _stage(db: sqlite3.Connection, kind: str, due: float, body: Json) -> None:
    db.execute("INSERT INTO pending(kind, due, body) VALUES(?, ?, ?)", (kind, due, json.dumps(body)))


def deliver_due(db: sqlite3.Connection, *, everything: bool = False) -> int:
    """What the clock has reached has arrived, earliest first; without a set clock that is everything. How many."""
    fixed = instants.clock(db)
    limit = float("inf") if everything or fixed is None else fixed.timestamp()
    arrived = db.execute(
        "SELECT rowid, kind, body FROM pending WHERE due <= ? ORDER BY due, rowid", (limit,)
    ).fetchall()
    if not arrived:
        return 0
    first = identity.first(db)
    for row in arrived:
        _deliver(db, first, row["kind"], json.loads(row["body"]))
    db.execute("DELETE FROM pending WHERE due <= ?", (limit,))
    return sum(row["kind"] != "upload" for row in arrived)


def _deliver(db: sqlite3.Connection, first: User, kind: str, body: Json) -> None:
    if kind == "mail":
        try:
            mailbox.get(db, first.email, body["id"])
        except Refusal:
            mailbox.add(
                db, first.email, base64.b64decode(body["raw"]), body["labelIds"], int(body["internalDate"]),
                thread_id=body["threadId"], message_id=body["id"],
            )  # fmt: skip
    elif kind == "response":
        responses.put(db, body["form"], body["response"])
    elif tree.row(db, body["id"]) is None:
        moment = body["at"]
        stamp = instants.stamp(instants.parse(moment[:26].rstrip("Z") + "Z"))
        tree.add(
            db, first, datetime.fromisoformat(stamp), name=body["name"], mime=body["mimeType"], parent=body["parent"],
            file=body["id"], sha=body["sha"], created=stamp, modified=stamp,
        )  # fmt: skip
