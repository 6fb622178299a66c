"""The workbook and its folders, laid out by a setup that dies at every request."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.edition import load_rulebook
from config.settings import SHIPPED_RULEBOOK, Settings
from flows.passes.context import Pass
from flows.passes.setup import lay_out
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.book import Workbook
from integrations.workbook.tabs import SETTINGS
from integrations.workspace import open_workspace
from tests.crash.dying import Killed, Mortal

RULES = load_rulebook(SHIPPED_RULEBOOK)


def laid_out(data: Path, patience: Mortal) -> tuple[int, list[object]]:
    """(deaths, what stands in the end): kind, name and sharing of everything, the tabs with their locks, the settings."""
    deaths = 0
    with RehearsalServer(data, empty=True) as server:
        settings = Settings(workspace="rehearsal", google_base=server.base, token=server.token)  # type: ignore[arg-type]
        for _ in range(100):
            this = Pass(
                open_workspace(settings, RULES.mailbox.address, patience.reborn()), RULES, RULES.intake.opens_at
            )
            try:
                lay_out(this)
                break
            except Killed:
                deaths += 1
        items = this.workspace.drive.marked("panitia", RULES.edition.id)
        tabs = this.workspace.sheets.tabs(this.book.id).values()
        return deaths, [
            sorted((i.properties["peran"], i.name, sorted(i.shared)) for i in items),
            [(t.title, sorted((k.area, k.holes, sorted(k.editors or ())) for k in t.locks)) for t in tabs],
            sorted(
                (r.text("kunci"), r.text("nilai"))
                for r in Workbook(this.workspace.sheets, this.book.id).load()[SETTINGS]
            ),
        ]


@pytest.mark.parametrize("before", [False, pytest.param(True, marks=pytest.mark.crash)], ids=["after", "before"])
def test_a_setup_that_dies_at_every_request_lays_out_the_same(tmp_path: Path, *, before: bool) -> None:
    none, calm = laid_out(tmp_path / "calm", Mortal(seen=Everything()))
    deaths, hurt = laid_out(tmp_path / "hurt", Mortal(before=before))
    assert (none, deaths >= 12, hurt) == (0, True, calm)


class Everything(set[str]):
    """A set that holds everything: no request is new to it, and none kills."""

    def __contains__(self, _item: object) -> bool:
        return True
