"""What follows a released result waits while that result is revised, and goes on, once, when the revision is out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from integrations.workbook.tabs import DECISIONS, LETTERS
from tests.trust.desk import Desk, desk

STAGE = "stage1"


def invitations(at: Desk) -> dict[str, tuple[str, bool]]:
    """Key -> (state, any tick)."""
    rows = [r for r in at.look().book[LETTERS] if r.text("kunci").startswith("undangan/stage2/")]
    return {r.text("kunci"): (r.text("keadaan"), r.ticked("sekretaris")) for r in rows}


def sent(at: Desk, start: str) -> list[str]:
    gmail = at.look().workspace.gmail
    keys = [gmail.key(m)[0] or "" for m in gmail.sent(at.play.script.rulebook.intake.opens_at)]
    return sorted(k for k in keys if k.startswith(start))


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Desk]:
    """The first stage has been told; the invitations to the second wait for their tick."""
    with desk(tmp_path) as at:
        at.run()
        at.tick("sekretaris", "ketua")
        at.run()
        at.run()
        assert at.release()[0] == "dilepas"
        yield at


def test_invitations_wait_while_their_result_is_revised(told: Desk) -> None:
    keys = list(invitations(told))
    assert len(keys) == 2
    assert {state for state, _ in invitations(told).values()} == {"draf"}

    told.types("sekretaris", DECISIONS, STAGE, ulang="Nilai satu juri salah ketik")
    told.run()
    assert {state for state, _ in invitations(told).values()} == {"ditahan"}
    for key in keys:
        told.types("sekretaris", LETTERS, key, sekretaris=True)  # a tick while it is held sends nothing
    told.run()
    told.run()
    assert sent(told, "undangan/") == []

    told.tick("sekretaris", "ketua", key=STAGE)
    told.run()
    told.tick("sekretaris", "ketua")
    told.run()
    told.run()
    assert told.release()[0] == "dilepas"
    assert set(invitations(told).values()) == {("draf", False)}  # approved anew, by people who know the revision
    assert sent(told, "undangan/") == []
    for key in keys:
        told.types("sekretaris", LETTERS, key, sekretaris=True)
    told.run()
    told.run()
    assert sent(told, "undangan/") == sorted(keys)
