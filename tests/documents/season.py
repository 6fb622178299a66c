"""The sample season beside the checkout, where there is one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from competition.facts import Arrival
from integrations.documents.forms import read_response
from integrations.documents.mail import read_mail
from integrations.documents.vocabulary import Vocabulary

FOLDER = Path(__file__).parents[3] / "shared" / "season"
present = pytest.mark.skipif(
    not (FOLDER / "truth.json").exists(), reason="the sample season is not beside this checkout"
)


def load(name: str) -> Any:
    """A JSON file of the season; {} where there is no season."""
    return json.loads((FOLDER / name).read_text("utf-8")) if (FOLDER / name).exists() else {}


@cache
def vocabulary() -> Vocabulary:
    """The words of the season's edition."""
    edition = load("edition.json")
    return Vocabulary.from_edition(
        [(d["id"], d["label"]) for d in edition["documents"]], [(a["id"], a["label"]) for a in edition["aspects"]]
    )


@cache
def mail(file: str) -> Arrival:
    """One mail of the season, read."""
    box = load("edition.json")["mailbox"]
    entry = next(m for m in load("mailbox/index.json")["messages"] if m["file"] == file)
    return read_mail(
        (FOLDER / "mailbox" / file).read_bytes(),
        id=entry["id"],
        thread=entry["threadId"],
        received_at=datetime.fromtimestamp(int(entry["internalDate"]) / 1000, UTC),
        authserv_id=box["authserv_id"],
        own_address=box["address"],
        vocabulary=vocabulary(),
    )


@cache
def response(identity: str) -> Arrival:
    """One form response of the season, read."""
    uploads = {p.name.split("__")[0]: p.read_bytes() for p in (FOLDER / "forms" / "uploads").iterdir()}
    found = next(r for r in load("forms/responses.json") if r["responseId"] == identity)
    return read_response(found, load("forms/form.json"), uploads.get, vocabulary())
