"""Formulir: those that take answers, filling one in, and what came in for its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.rehearsal.pages import questions, responding
from integrations.rehearsal.pages.visit import Visit, pairs
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from starlette.responses import Response

    from integrations.rehearsal.pages.questions import Given

Json = dict[str, Any]

OWN = "mimeType='application/vnd.google-apps.form' and trashed=false"
SHUT = "Formulir ini tidak lagi menerima jawaban."
PAGE = "50"


def listed(visit: Visit) -> Response:
    """The forms anybody can answer now, and those whose answers this person may see."""
    fields = "files(id,name,modifiedTime,capabilities(canEdit))"
    own = visit.ask("drive.files.list", *pairs(q=OWN, pageSize="100", orderBy="name", fields=fields)).get("files", [])
    with visit.site.store.read() as db:
        taken = responding.open_forms(db)
    kept = [each for each in own if each["capabilities"]["canEdit"]]
    return visit.page("forms.html", title="Formulir", taken=taken, own=kept)


def by_address(visit: Visit) -> Response:
    """To the form a public address means."""
    with visit.site.store.read() as db:
        return visit.back(f"/formulir/{responding.by_address(db, visit.path['id'])}")


def show(visit: Visit, given: list[Given] | None = None, status: int = 200) -> Response:
    """The form to be filled in; with `given`, what was answered and why it was not taken."""
    with visit.site.store.read() as db:
        form = responding.form(db, visit.path["id"])
    known = {each.question.id: each for each in given or []}
    return visit.page(
        "form.html", status, title=form["info"].get("title", "Formulir"), form=form, parts=questions.parts(form),
        known=known, open=responding.accepting(form), other=questions.OTHER, shut=SHUT,
        collects=form.get("settings", {}).get("emailCollectionType") in {"VERIFIED", "RESPONDER_INPUT"},
    )  # fmt: skip


def submit(visit: Visit) -> Response:
    """The answers are a response; where one cannot be taken the form comes back with the reason beside it."""
    with visit.site.store.read() as db:
        form = responding.form(db, visit.path["id"])
    if not responding.accepting(form):
        return visit.page("message.html", 403, title="Formulir ditutup", text=SHUT)
    given = [questions.answered(each, visit.fields) for part in questions.parts(form) for each in part.questions]
    if any(each.trouble for each in given):
        return show(visit, given, 400)
    try:
        responding.submit(visit.site, visit.user, visit.path["id"], given)
    except Refusal as no:
        if no.message != responding.CLOSED:
            raise
        return visit.page("message.html", 403, title="Formulir ditutup", text=SHUT)
    visit.session.say("Jawaban Anda telah dicatat.")
    return visit.back("/formulir")


def results(visit: Visit) -> Response:
    """What was answered, the earliest first, for those who may edit the form."""
    form = visit.ask("forms.forms.get", formId=visit.path["id"])
    asked = pairs(pageSize=PAGE, pageToken=visit.query.get("halaman", ""))
    found = visit.ask("forms.forms.responses.list", *asked, formId=visit.path["id"])
    columns = [each for part in questions.parts(form) for each in part.questions]
    return visit.page(
        "results.html", title=f"Jawaban – {form['info'].get('title', '')}", form=form, columns=columns,
        rows=[_row(each, columns) for each in found.get("responses", [])], following=found.get("nextPageToken", ""),
    )  # fmt: skip


def _row(response: Json, columns: list[questions.Question]) -> Json:
    cells = []
    for question in columns:
        answer = response.get("answers", {}).get(question.id, {})
        cells.append({
            "text": ", ".join(each.get("value", "") for each in answer.get("textAnswers", {}).get("answers", [])),
            "files": answer.get("fileUploadAnswers", {}).get("answers", []),
        })  # fmt: skip
    return {"at": response["lastSubmittedTime"], "who": response.get("respondentEmail", ""), "cells": cells}
