"""A conflict that comes to light after the plan was made takes the seat away, once, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from competition.agencies import Agency, Judge
from competition.facts import Arrival, Channel, Fields
from config.edition import load_rulebook
from config.settings import SHIPPED_RULEBOOK, Settings
from flows.passes.context import Pass
from flows.passes.recheck import recheck
from flows.passes.seating import Seating
from flows.passes.setup import enter, lay_out
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook import packing
from integrations.workbook.tabs import BALLOTS, INBOX, JOURNAL, JUDGES, PROPOSALS, SEATS
from integrations.workspace import open_workspace


@pytest.fixture(scope="module")
def this() -> Iterator[Pass]:
    """Two proposals that passed, three judges, and the first stage assigned."""
    with RehearsalServer(empty=True) as server:
        settings = Settings(google_base=server.base, token=SecretStr(server.token))
        rulebook = load_rulebook(SHIPPED_RULEBOOK)
        made = Pass(open_workspace(settings, rulebook.mailbox.address), rulebook, datetime(2027, 4, 8, tzinfo=UTC))
        lay_out(made)
        made.open()
        agencies = [Agency(code=c, name=f"Dinas {c}", emails=(f"{c.lower()}@opd.example",)) for c in ("SATU", "DUA")]
        enter(made, agencies, [Judge(name=f"Juri {e}", email=f"{e}@juri.example") for e in "abc"])
        for number, agency in enumerate(agencies, 1):
            mail = Arrival(
                id=f"m{number}",
                channel=Channel.MAIL,
                received_at=datetime(2027, 3, 5, number, tzinfo=UTC),
                sender=agency.emails[0],
                fields=Fields(title=f"Inovasi {number}: Layanan", agency=agency.name),
            )
            made.book[INBOX].put(mail.id, fakta=packing.packed(mail))
            made.book[PROPOSALS].put(number, judul=f"Inovasi {number}", kode=agency.code, pembuka=mail.id)
        Seating(made, rulebook.stages[0], [p.number for p in made.registry.proposals]).run()
        yield made


def states(this: Pass) -> dict[str, str]:
    return {r.text("kunci").split("/", 1)[1]: r.text("keadaan") for r in this.book[SEATS]}


def test_a_ban_typed_later_takes_the_seat_away_once(this: Pass) -> None:
    stage = this.rulebook.stages[0]
    assert len(states(this)) == 6
    recheck(this, stage)
    assert set(states(this).values()) == {"ditugaskan"}
    this.book[JUDGES].rows["b@juri.example"].cells["larang"] = "2"
    for _ in range(2):
        recheck(this, stage)
    assert {k: v for k, v in states(this).items() if v != "ditugaskan"} == {"b@juri.example/2": "benturan"}
    assert this.book[SEATS].rows[f"{stage.id}/b@juri.example/2"].text("alasan") == "dilarang oleh sekretariat"
    told = [r.text("rincian") for r in this.book[JOURNAL] if r.text("peristiwa") == "penugasan dicabut"]
    assert told == ["Juri b: dilarang oleh sekretariat; nilainya untuk usulan ini tidak dihitung"]
    assert len(this.book[BALLOTS].rows) == 3


def test_a_ban_taken_back_gives_the_seat_back(this: Pass) -> None:
    this.book[JUDGES].rows["b@juri.example"].cells["larang"] = "2"
    recheck(this, this.rulebook.stages[0])
    this.book[JUDGES].rows["b@juri.example"].cells["larang"] = ""
    for _ in range(2):
        recheck(this, this.rulebook.stages[0])
    assert set(states(this).values()) == {"ditugaskan"}
    told = [r.text("rincian") for r in this.book[JOURNAL] if r.text("peristiwa") == "penugasan dipulihkan"]
    assert told == ["Juri b: benturan tidak ada lagi"]
