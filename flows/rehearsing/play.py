"""A season is played: things arrive, passes run through Prefect, people decide and type, until the letters are out."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from config.edition import write_rulebook
from config.errors import FixData, Report
from config.settings import SHIPPED_RULEBOOK, Settings
from flows.passes.context import Pass
from flows.passes.report import report
from flows.passes.setup import enter, lay_out
from flows.rehearsing.calendar import STEP, Scene, scenes
from flows.rehearsing.people import Office, Panel, person
from flows.rehearsing.script import Script, load_script
from integrations.workbook.tabs import BALLOTS, PROPOSALS
from integrations.workspace import open_workspace

_ROUNDS = 8  # passes in a row while people still have something to do

Announce = Callable[[Scene, str], None]
RunPass = Callable[[datetime], str]


class Play:
    """A rehearsal in an empty workspace at `base`."""

    def __init__(self, script: Script, base: str, token: str, data: Path) -> None:
        self.script, self.base, self._admin = script, base, token
        self.data = data
        self.competition = data / "competition.yaml"
        write_rulebook(script.document, self.competition)
        self.settings = Settings(
            workspace="rehearsal",
            google_base=base,
            token=SecretStr(token),
            competition=self.competition,
            data=data,
            retry_base_seconds=0.2,
        )
        self.clock: datetime | None = None
        self._http = httpx.Client(
            base_url=f"{base}/_rehearsal/", headers={"Authorization": f"Bearer {token}"}, timeout=120
        )

    def environment(self) -> None:
        """The flows find this rehearsal, as they would find any workspace: by the environment."""
        os.environ |= {
            "PANITIA_WORKSPACE": "rehearsal",
            "PANITIA_GOOGLE_BASE": self.base,
            "PANITIA_TOKEN": self._admin,
            "PANITIA_COMPETITION": str(self.competition),
            "PANITIA_DATA": str(self.data),
            "PANITIA_RETRY_BASE_SECONDS": "0.2",
        }

    def begin(self) -> None:
        """The clock stands before the first day, the season lies ready to arrive, the workbook is laid out."""
        opens = self.script.rulebook.intake.opens_at
        self.set_clock(opens - timedelta(days=1))
        done = self._call("POST", "import", {"path": str(self.script.folder.resolve()), "deliver": "clock"})
        tokens = {u["email"].lower(): u["token"] for u in done["users"]}
        this = Pass(
            open_workspace(self.settings, self.script.rulebook.mailbox.address),
            self.script.rulebook,
            opens - timedelta(days=1),
        )
        lay_out(this)
        enter(this, self.script.agencies, self.script.judges)
        people = {
            o.role: person(self.settings, o.email, tokens[o.email.lower()])
            for o in reversed(self.script.rulebook.officers)
        }
        self.office = Office(self.script, people, this.book.id)
        self.panel = Panel(
            self.script, {j.email: person(self.settings, j.email, tokens[j.email]) for j in self.script.judges}
        )
        if done.get("form_id"):
            self.office.prepare(str(done["form_id"]))

    def scene(self, scene: Scene, run: RunPass, announce: Announce) -> None:
        """One scene, until nobody has anything left to do in it."""
        at = scene.at
        if scene.kind == "wave":
            self._judges(scene)
        for _ in range(_ROUNDS):
            self.set_clock(at)
            announce(scene, run(at))
            if not self.office.act(at_close=scene.kind != "intake"):
                return
            at += STEP

    def _judges(self, scene: Scene) -> None:
        this = self.look()
        stage = self.script.rulebook.stage(scene.stage)
        ballots = {
            r.text("juri"): r.text("id") for r in this.book[BALLOTS] if r.text("tahap") == stage.id and r.text("id")
        }
        if not ballots:
            raise Report(
                f"gladi: lembar nilai tahap {stage.label} belum ada pada {scene.at:%d-%m-%Y}; lihat yang menunggu dengan panitia report"
            )
        by_source = {r.text("pembuka"): n for r in this.book[PROPOSALS] if (n := r.number("nomor")) is not None}
        numbers = {key: by_source[source] for key, source in self.script.proposals.items() if source in by_source}
        wave = self.script.waves[stage.id][scene.nth]
        if unknown := {k for rows in wave.ballots.values() for k in rows} - set(numbers):
            raise FixData(
                f"Musim: ballots/{stage.id}.json menyebut usulan yang tidak terdaftar: {', '.join(sorted(unknown))}"
            )
        for at, judge in self.panel.coming(stage, scene.nth, ballots):
            self.set_clock(at)
            self.panel.type_ballot(stage, wave, judge, ballots[judge], numbers)

    def look(self) -> Pass:
        """The state as it stands, read only."""
        this = Pass(
            open_workspace(self.settings, self.script.rulebook.mailbox.address),
            self.script.rulebook,
            self.clock or self.script.rulebook.intake.opens_at,
        )
        this.open()
        return this

    def report(self) -> dict[str, Any]:
        """The report of the state as it stands."""
        return report(self.look())

    def set_clock(self, at: datetime) -> None:
        """The workspace's clock; it never goes back."""
        if self.clock is None or at > self.clock:
            self.clock = at
            self._call("PUT", "clock", {"now": at.isoformat()})

    def _call(self, method: str, path: str, body: dict[str, Any]) -> Any:
        answer = self._http.request(method, path, json=body)
        if answer.is_error:
            said = answer.text[:300]
            raise FixData(f"Ruang gladi menolak {path}: {said}")
        return answer.json() if answer.content else {}


def all_scenes(script: Script) -> list[Scene]:
    """The scenes of a season."""
    return list(scenes(script))


def open_script(folder: Path) -> Script:
    """The season in this folder, over the shipped rulebook."""
    return load_script(folder, SHIPPED_RULEBOOK)
