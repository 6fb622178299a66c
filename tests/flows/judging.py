"""One stage under way without a season before it: proposals that passed, a panel, ballots, and people at their screens."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
import yaml
from pydantic import SecretStr

from competition.agencies import Agency, Judge
from competition.facts import Arrival, Channel, Fields
from competition.letters import Templates
from competition.rulebook import Mailbox, Rulebook
from config.settings import SHIPPED_RULEBOOK, Settings
from config.templates import load_templates
from flows.passes.access import settle_access
from flows.passes.assignment import Assignment
from flows.passes.context import Pass
from flows.passes.judge_forms import JudgeForms
from flows.passes.notification import Notification
from flows.passes.outlook import awaited
from flows.passes.scoring import Scoring
from flows.passes.seating import Seating
from flows.passes.setup import enter, lay_out
from flows.rehearsing.people import Person, person
from integrations.google.sheets import cell_range, whole
from integrations.rehearsal.forms import responses
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook import packing
from integrations.workbook.ballot import TAB
from integrations.workbook.tabs import BALLOTS, INBOX, LETTERS, PROPOSALS, TabSpec
from integrations.workspace import open_workspace

OPENS = datetime.fromisoformat("2027-04-08T09:00:00+07:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STAGE = "stage1"
_COUNT = itertools.count(1)


def edition(stage: Mapping[str, Any] | None = None, letters: Mapping[str, Any] | None = None) -> Rulebook:
    """The shipped edition with a first stage of two aspects; `stage` and `letters` add keys."""
    document = yaml.safe_load(SHIPPED_RULEBOOK.read_text(encoding="utf-8"))
    first = document["stages"][0]
    first |= {
        "criteria": [
            {"id": "kebaruan", "label": "Kebaruan", "weight": 40, "rubric": "Seberapa baru gagasannya."},
            {"id": "signifikansi", "label": "Signifikansi", "weight": 60},
        ],
        **(stage or {}),
    }
    document["letters"] |= letters or {}
    return Rulebook.model_validate(document)


class Desk:
    """The world at an instant that the test moves on; every pass reads it anew."""

    def __init__(self, server: RehearsalServer, rulebook: Rulebook, judges: str, proposals: int) -> None:
        self.server, self.rulebook, self.now = server, rulebook, OPENS
        self.settings = Settings(google_base=server.base, token=SecretStr(server.token))
        self._http = httpx.Client(base_url=server.base, headers={"Authorization": f"Bearer {server.token}"})
        me = self._http.get("/drive/v3/about", params={"fields": "user(emailAddress)"}).json()["user"]["emailAddress"]
        self.rulebook = rulebook = rulebook.model_copy(update={"mailbox": Mailbox(address=me)})
        self.clock(OPENS)
        self.judges: dict[str, Person] = {}
        for name in judges:
            email = f"{name}@juri.example"
            made = self._http.post("/_rehearsal/users", json={"email": email, "name": f"Juri {name}"}).json()
            self.judges[name] = person(self.settings, email, made["token"])
        this = self._pass()
        lay_out(this)
        this.open()
        agencies = [Agency(code=f"O{n}", name=f"Dinas {n}", emails=(f"o{n}@opd.example",)) for n in range(proposals)]
        enter(this, agencies, [Judge(name=f"Juri {j}", email=f"{j}@juri.example") for j in judges])
        for number, agency in enumerate(agencies, 1):
            mail = Arrival(
                id=f"m{number}",
                channel=Channel.MAIL,
                received_at=datetime(2027, 3, 5, number, tzinfo=OPENS.tzinfo),
                sender=agency.emails[0],
                fields=Fields(title=f"Inovasi {number}: Layanan", agency=agency.name),
            )
            this.book[INBOX].put(mail.id, fakta=packing.packed(mail), dikenal=agency.code)
            this.book[PROPOSALS].put(
                number,
                judul=f"Inovasi {number}",
                kode=agency.code,
                opd=agency.name,
                pembuka=mail.id,
                tautan=f"tautan-{number}",
            )
        stage = rulebook.stage(STAGE)
        assignment = Assignment(this)
        Seating(this, stage, [p.number for p in this.registry.proposals]).run()
        assignment._ballots(stage)
        JudgeForms(this, stage).run()
        settle_access(this)
        this.book.save()
        self._ids = {r.text("nama")[-1]: r.text("id") for r in this.book[BALLOTS]}
        self.sheets = this.workspace.sheets

    def clock(self, at: datetime) -> None:
        self.now = at
        self._http.put("/_rehearsal/clock", json={"now": at.isoformat()}).raise_for_status()

    def _pass(self) -> Pass:
        this = Pass(open_workspace(self.settings, self.rulebook.mailbox.address), self.rulebook, self.now)
        this.templates = Templates(load_templates(SHIPPED_RULEBOOK))
        return this

    def look(self) -> Pass:
        this = self._pass()
        this.open()
        return this

    def score(self, *, after: timedelta = HOUR) -> Pass:
        """A pass that reads the ballots, `after` the last one."""
        self.clock(self.now + after)
        this = self.look()
        Scoring(this).run()
        JudgeForms(this, self.rulebook.stage(STAGE)).run()
        settle_access(this)
        this.book.save()
        return this

    def write(self, *, after: timedelta = HOUR) -> Pass:
        """A pass that reads the ballots and writes letters."""
        self.clock(self.now + after)
        this = self.look()
        Scoring(this).run()
        Notification(this).run()
        awaited(this)
        this.book.save()
        return this

    def ballot(self, judge: str) -> str:
        return self._ids[judge]

    def grid(self, judge: str) -> list[dict[str, Any]]:
        """The ballot's rows, heading -> cell, by the program's own account."""
        grid = self.sheets.read(self.ballot(judge), [whole(TAB)])[0]
        return [dict(itertools.zip_longest(grid[2], row)) for row in grid[3:]]

    def row(self, judge: str, number: int) -> dict[str, Any]:
        return next(r for r in self.grid(judge) if r["Nomor"] == number)

    def types(self, judge: str, number: int, **cells: Any) -> None:
        """The judge types into the row of a proposal; headings with spaces are written with underscores."""
        ballot = self.ballot(judge)
        grid = self.sheets.read(ballot, [whole(TAB)])[0]
        place = next(i for i, row in enumerate(grid, 1) if i > 3 and row and row[0] == number)
        typed = {cell_range(TAB, place, grid[2].index(h.replace("_", " ")) + 1): [[v]] for h, v in cells.items()}
        self.judges[judge].edit(ballot, typed)

    def answers(self, judge: str, *, email: str | None = None, **given: str) -> str:
        """The judge sends the form a minute later; `given`: title of a question -> what is answered, "" for a choice's first."""
        self.clock(self.now + timedelta(minutes=1))
        this = self.look()
        form_id = this.book[BALLOTS].rows[f"{STAGE}/{judge}@juri.example"].text("id_formulir")
        told = {}
        for item in this.workspace.forms.form(form_id)["items"]:
            question = item["questionItem"]["question"]
            title = item["title"].replace(" ", "_")
            if title in given:
                value = given[title] or question["choiceQuestion"]["options"][0]["value"]
                told[question["questionId"]] = {
                    "questionId": question["questionId"],
                    "textAnswers": {"answers": [{"value": value}]},
                }
        stamp = (
            f"{self.now.astimezone(datetime.fromisoformat('2027-01-01T00:00:00+00:00').tzinfo):%Y-%m-%dT%H:%M:%S}.000Z"
        )
        response = {
            "responseId": f"R{next(_COUNT)}",
            "createTime": stamp,
            "lastSubmittedTime": stamp,
            "respondentEmail": email or f"{judge}@juri.example",
            "answers": told,
        }
        store = self.server._store
        assert store is not None
        with store.write() as db:
            responses.put(db, form_id, json.loads(json.dumps(response)))
        return str(response["responseId"])

    def rows(self, spec: TabSpec, **where: str) -> list[dict[str, Any]]:
        """What stands on a tab, of the rows that say this."""
        return [
            {c: r.text(c) for c in r.cells}
            for r in self.look().book[spec]
            if all(r.text(c) == value for c, value in where.items())
        ]

    def tick(self, spec: TabSpec, key: str, column: str, value: Any = True) -> None:
        """The secretariat types one cell of the workbook."""
        this = self.look()
        table = this.book[spec]
        place = table.rows[key].place
        this.workspace.sheets.write(this.book.id, {cell_range(spec.title, place or 0, table.places[column]): [[value]]})

    def approve(self, kind: str) -> None:
        for row in self.rows(LETTERS, jenis=kind, keadaan="draf"):
            self.tick(LETTERS, row["kunci"], "sekretaris")


@contextmanager
def judging(rulebook: Rulebook, judges: str = "abc", proposals: int = 3) -> Iterator[Desk]:
    with RehearsalServer(empty=True) as server:
        yield Desk(server, rulebook, judges, proposals)
