"""Formulir: those that take answers, filling one in, and what came in for its owner."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from integrations.rehearsal.pages import questions, responding, sections
from integrations.rehearsal.pages.fields import FILES_LIMIT
from integrations.rehearsal.pages.sessions import Filling
from integrations.rehearsal.pages.visit import Visit, pairs
from integrations.rehearsal.refusals import Refusal

if TYPE_CHECKING:
    from starlette.responses import Response

Json = dict[str, Any]

OWN = "mimeType='application/vnd.google-apps.form' and trashed=false"
SHUT = "Formulir ini tidak lagi menerima jawaban."
PAGE = 50
MOST = 5000


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


def _filling(visit: Visit) -> Filling:
    """What this browser has filled in of the form; another form is begun anew."""
    file = visit.path["id"]
    if visit.session.filling is None or visit.session.filling.form != file:
        visit.session.filling = Filling(file)
    return visit.session.filling


def show(visit: Visit) -> Response:
    """The page of the form that is to be filled in now; `mulai` begins anew."""
    if "mulai" in visit.query:
        visit.session.filling = None
        return visit.back(f"/formulir/{visit.path['id']}")
    return _shown(visit, _filling(visit))


def _shown(visit: Visit, filling: Filling, status: int = 200) -> Response:
    with visit.site.store.read() as db:
        form = responding.form(db, visit.path["id"])
    pages = sections.pages(form)
    here = min(filling.path[-1], len(pages) - 1)
    section = pages[here]
    asked = {each.id for each in section.questions}
    return visit.page(
        "form.html", status, title=form["info"].get("title", "Formulir"), form=form, section=section, here=here,
        pages=len(pages), last=sections.after(here, pages, filling.given) is None and here == len(pages) - 1,
        known={key: each for key, each in filling.given.items() if key in asked}, open=responding.accepting(form),
        other=questions.OTHER, shut=SHUT, begun=len(filling.path) > 1,
        collects=form.get("settings", {}).get("emailCollectionType") in {"VERIFIED", "RESPONDER_INPUT"},
    )  # fmt: skip


def submit(visit: Visit) -> Response:
    """The page's answers are kept and the next page opens, or all answers are a response once there is none.

    Where one cannot be taken the page comes back with the reason beside it; files that were good are kept.
    """
    with visit.site.store.read() as db:
        form = responding.form(db, visit.path["id"])
    if not responding.accepting(form):
        return visit.page("message.html", 403, title="Formulir ditutup", text=SHUT)
    filling, pages = _filling(visit), sections.pages(form)
    place = visit.fields.text("bagian") or "0"
    here = int(place) if place.isdecimal() and len(place) < 5 else -1
    filling.path = [at for at in filling.path if at < len(pages)] or [0]
    if here not in filling.path:  # sent from a page this browser never reached, or an old one
        filling.path = [0]
        if here != 0:
            return _shown(visit, filling, 409)
    filling.path = filling.path[: filling.path.index(here) + 1]
    for question in pages[here].questions:
        filling.given[question.id] = questions.answered(question, visit.fields, filling.given.get(question.id))
    if sum(len(file.data) for each in filling.given.values() for file in each.files) > FILES_LIMIT:
        visit.session.filling = None
        raise Refusal(413, "Request Entity Too Large")
    if visit.fields.text("aksi") == "kembali":
        filling.path = filling.path[:-1] or [0]
        return visit.back(f"/formulir/{visit.path['id']}")
    if any(filling.given[each.id].trouble for each in pages[here].questions):
        return _shown(visit, filling, 400)
    following = sections.after(here, pages, filling.given)
    if following is not None:
        filling.path = [0] if following == 0 else [*[at for at in filling.path if at != following], following]
        return visit.back(f"/formulir/{visit.path['id']}")
    asked = [each for at in filling.path for each in pages[at].questions]
    if any(each.id not in filling.given for each in asked):  # the form was changed since the page was answered
        filling.path = [0]
        return _shown(visit, filling, 409)
    return _sent(visit, filling, asked)


def _sent(visit: Visit, filling: Filling, asked: list[questions.Question]) -> Response:
    try:
        responding.submit(visit.site, visit.user, visit.path["id"], [filling.given[each.id] for each in asked])
    except Refusal as no:
        if no.message != responding.CLOSED:
            raise
        return visit.page("message.html", 403, title="Formulir ditutup", text=SHUT)
    visit.session.filling = None
    visit.session.say("Jawaban Anda telah dicatat.")
    return visit.back("/formulir")


def results(visit: Visit) -> Response:
    """What was answered, summed up and one by one, the earliest first, for those who may edit the form."""
    form = visit.ask("forms.forms.get", formId=visit.path["id"])
    found = visit.ask("forms.forms.responses.list", ("pageSize", str(MOST)), formId=visit.path["id"]).get(
        "responses", []
    )
    columns = [each for part in questions.parts(form) for each in part.questions]
    pages = max((len(found) + PAGE - 1) // PAGE, 1)
    here = min(max(visit.number("halaman", 1), 1), pages)
    return visit.page(
        "results.html", title=f"Jawaban – {form['info'].get('title', '')}", form=form, columns=columns,
        rows=[_row(each, columns) for each in found[(here - 1) * PAGE : here * PAGE]], here=here, pages=pages,
        count=len(found), sums=[_summed(each, found) for each in columns],
    )  # fmt: skip


def _summed(question: questions.Question, found: list[Json]) -> Json:
    """How many answered, and how often each option was chosen, in the form's order."""
    values = [
        each.get("value", "") for response in found
        for each in response.get("answers", {}).get(question.id, {}).get("textAnswers", {}).get("answers", [])
    ]  # fmt: skip
    answered = sum(question.id in each.get("answers", {}) for each in found)
    counts = Counter(values)
    listed = [*question.options, *sorted(set(counts) - set(question.options))] if question.options else []
    return {"title": question.title, "answered": answered, "counts": [(each, counts[each]) for each in listed[:50]]}


def _row(response: Json, columns: list[questions.Question]) -> Json:
    cells = []
    for question in columns:
        answer = response.get("answers", {}).get(question.id, {})
        cells.append({
            "text": ", ".join(each.get("value", "") for each in answer.get("textAnswers", {}).get("answers", [])),
            "files": answer.get("fileUploadAnswers", {}).get("answers", []),
        })  # fmt: skip
    return {"at": response["lastSubmittedTime"], "who": response.get("respondentEmail", ""), "cells": cells}
