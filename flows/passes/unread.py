"""What has not been read yet: mails, and answers to the forms in their present state."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from competition.facts import Arrival, Channel
from config.errors import FixData
from flows.passes.context import FORM, OBJECTION_FORM, Pass
from integrations.google.patience import Gone
from integrations.workbook import records
from integrations.workbook.tabs import INBOX

EARLY = 30  # days before the opening from which mail is read: who is early is not lost


def unread(this: Pass) -> list[tuple[str, str, Any]]:
    """(channel, id, what is needed to read it), oldest first: a mail's thread; an answer with the id of its form."""
    seen = this.book[INBOX]
    since = this.rulebook.intake.opens_at - timedelta(days=EARLY)
    new: list[tuple[str, str, Any]] = [
        (Channel.MAIL, m, thread) for m, thread in reversed(this.workspace.gmail.arrived(since)) if seen.get(m) is None
    ]
    for form_id in _forms(this):
        try:
            responses = this.workspace.forms.responses(form_id)
        except (Gone, FixData):
            this.unreachable.append(f"formulir {form_id[:60]} tidak ditemukan; periksa ID Formulir pada tab Pengaturan")
            continue
        for response in responses:
            row = seen.get(response["responseId"])
            if (
                row is None
                or records.model_in(row, "fakta", Arrival, INBOX.title).revision != response["lastSubmittedTime"]
            ):
                new.append((Channel.FORM, response["responseId"], (form_id, response)))
    return new


def _forms(this: Pass) -> list[str]:
    """The forms that are read: the one for proposals, and the one for objections where the edition knows them."""
    wanted = (FORM, OBJECTION_FORM) if this.rulebook.objections else (FORM,)
    return list(dict.fromkeys(f for key in wanted if (f := _id_in(records.setting(this.book, key)))))


def _id_in(typed: str) -> str:
    """The id of a form, also where its whole address was typed."""
    found = re.search(r"/forms/d/([\w-]{10,})", typed)
    return found[1] if found else typed
