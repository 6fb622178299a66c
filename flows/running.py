"""One pass, through Prefect where a server is named, otherwise directly: the work is the same."""

from __future__ import annotations

import os
from datetime import datetime

from competition.letters import Templates
from config.edition import load_rulebook
from config.settings import Settings
from config.templates import load_templates
from flows.lock import only_one
from flows.passes.season import FLOWS, run_pass
from integrations.workspace import open_workspace


def run_once(settings: Settings, name: str, now: datetime) -> dict[str, int]:
    """What was done, by kind."""
    chosen = FLOWS if name == "season" else (name,)
    if os.environ.get("PREFECT_API_URL"):
        from flows.catalogue import CATALOGUE  # noqa: PLC0415 - importing Prefect takes seconds

        return CATALOGUE[name](now.isoformat())
    rulebook = load_rulebook(settings.competition)
    with only_one(settings.data, rulebook.edition.id):
        this = run_pass(
            open_workspace(settings, rulebook.mailbox.address),
            rulebook,
            Templates(load_templates(settings.competition)),
            now,
            chosen,
        )
    return this.counts.done
