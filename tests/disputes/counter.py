"""A small season at the counter where results are disputed: the first stage is told, people object, time goes by."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from competition import effects
from flows.passes.context import OBJECTION_FORM, Pass
from flows.passes.report import report
from flows.rehearsing.people import Office
from flows.rehearsing.play import Play, all_scenes, open_script
from integrations.google.sheets import Grid, cell_range
from integrations.rehearsal.forms import responses
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.book import Workbook
from integrations.workbook.table import Row
from integrations.workbook.tabs import (
    BALLOTS,
    DECISIONS,
    LETTERS,
    OBJECTIONS,
    POLICIES,
    PROPOSALS,
    RANKING,
    SEATS,
    SETTINGS,
    TabSpec,
)
from tests.season.playing import Played
from tests.season.small import small_season

STAGE, RELEASE = "stage1", effects.release("stage1")
RULES = {"days": 3, "decisions": [STAGE]}


class Hesitant(Office):
    """Officers who approve everything but the first stage and its release: those are ticked by the test."""

    def _approve(self, book: Workbook, typed: dict[str, dict[str, Grid]]) -> None:
        for key in (STAGE, RELEASE):
            book[DECISIONS].rows.pop(key, None)
        super()._approve(book, typed)


@dataclass
class Counter:
    """The counter. Every `goes` is one pass some time later."""

    play: Play
    done: Played
    seen: Pass | None = None

    def goes(self, **later: float) -> None:
        """Time goes by (default: an hour) and a pass runs."""
        at = (self.play.clock or self.play.script.rulebook.intake.opens_at) + timedelta(**later or {"hours": 1})
        self.play.set_clock(at)
        self.seen = None
        self.done.run(at)

    def settles(self) -> list[tuple[str, str]]:
        """Passes run until nothing is left to do; what the last one still changed (nothing)."""
        for _ in range(3):
            self.goes(minutes=1)
        self.done.forget()
        self.goes(minutes=1)
        return [(r["method"], r["path"]) for r in self.done.requests() if r["method"] != "GET"]

    def look(self) -> Pass:
        """The workbook as the last pass left it: what people type since stands beside no row that is looked at here."""
        self.seen = self.seen or self.play.look()
        return self.seen

    def types(self, spec: TabSpec, key: object, **cells: Any) -> None:
        """The secretary types in the workbook."""
        self._types("sekretaris", spec, key, cells)

    def ticks(self, spec: TabSpec, *keys: str) -> None:
        """Both officers tick these rows."""
        for key in keys:
            for role in ("sekretaris", "ketua"):
                self._types(role, spec, key, {role: True})

    def _types(self, role: str, spec: TabSpec, key: object, cells: Mapping[str, Any]) -> None:
        book = self.look().book
        place, places = book[spec].rows[str(key)].place or 0, book[spec].places
        sheets = self.play.office.officers[role].sheets
        sheets.write(book.id, {cell_range(spec.title, place, places[c]): [[v]] for c, v in cells.items()})

    def row(self, spec: TabSpec, key: object) -> Row:
        return self.look().book[spec].rows[str(key)]

    def cases(self) -> dict[str, str]:
        """Case -> how it stands."""
        return {r.text("perkara"): r.text("keadaan") for r in self.look().book[OBJECTIONS]}

    def sent(self, start: str) -> list[str]:
        """Keys of the letters in Sent that begin so, doubles included."""
        gmail = self.look().workspace.gmail
        keys = [gmail.key(m)[0] or "" for m in gmail.sent(self.play.script.rulebook.intake.opens_at)]
        return sorted(k for k in keys if k.startswith(start))

    def reads(self, key: str) -> str:
        """The text of a letter that was sent, as one line."""
        raw = self.look().workspace.gmail.raw(self.row(LETTERS, key).text("pesan")).content
        body = message_from_bytes(raw, policy=default).get_content()
        return " ".join(str(body).split())

    def waiting(self) -> list[str]:
        return [w["what"] for w in report(self.look())["waiting"]]

    def ranks(self) -> list[int]:
        """The proposals of the stage, best first."""
        rows = [r for r in self.look().book[RANKING] if r.text("kunci").startswith(f"{STAGE}/")]
        return [r.number("usulan") or 0 for r in sorted(rows, key=lambda r: r.number("peringkat") or 0)]

    def seated(self, stage: str) -> set[int]:
        """The proposals that have judges in a stage."""
        return {r.number("usulan") or 0 for r in self.look().book[SEATS] if r.text("tahap") == stage}

    def address(self, number: int) -> str:
        """The address that the outcome letter of a proposal went to."""
        return self.row(LETTERS, effects.outcome(STAGE, number)).text("kepada").split(";")[0].strip()

    def writes(
        self, sender: str, subject: str, text: str, *, to: int | None = None, answering: str | None = None, dmarc: str = "pass"
    ) -> str:
        """A mail arrives, in answer to the outcome letter of proposal `to` or to the letter of a key; its id."""
        self._later()
        rules, gmail = self.play.script.rulebook, self.look().workspace.gmail
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, rules.mailbox.address, subject
        mail["Authentication-Results"] = f"{rules.mailbox.authserv_id}; dmarc={dmarc} header.from=x"
        mail["Message-ID"] = f"<{hashlib.sha256((sender + subject).encode()).hexdigest()[:20]}@opd.example>"
        if to is not None:
            answering = effects.outcome(STAGE, to)
        if answering is not None:
            mail["In-Reply-To"] = mail["References"] = self.message_id(answering)
        mail.set_content(text)
        body = {"raw": base64.urlsafe_b64encode(mail.as_bytes()).decode(), "labelIds": ["INBOX"]}
        made = gmail._messages.insert(userId="me", body=body, internalDateSource="receivedTime").execute()
        return str(made["id"])

    def message_id(self, key: str) -> str:
        """The Message-ID under which a letter left."""
        letter = self.row(LETTERS, key).text("pesan")
        got = self.look().workspace.gmail._messages.get(userId="me", id=letter, format="metadata").execute()
        return {h["name"].lower(): h["value"] for h in got["payload"]["headers"]}["message-id"]

    def opens_form(self) -> str:
        """The secretary has made a form for objections and typed its id."""
        forms = self.look().workspace.forms._api
        form = forms.create(body={"info": {"title": "Sanggah"}}).execute()["formId"]
        questions = ("Nomor registrasi usulan", "Isi sanggahan")
        items = [
            {
                "createItem": {
                    "item": {"title": t, "questionItem": {"question": {"textQuestion": {}}}},
                    "location": {"index": i},
                }
            }
            for i, t in enumerate(questions)
        ]
        forms.batchUpdate(formId=form, body={"requests": items}).execute()
        self.types(SETTINGS, OBJECTION_FORM, nilai=form)
        return str(form)

    def answers(self, form: str, source: str, sender: str, *typed: str) -> None:
        """Someone fills in the form for objections."""
        self._later()
        items = self.look().workspace.forms.form(form)["items"]
        ids = [i["questionItem"]["question"]["questionId"] for i in items]
        stamp = f"{(self.play.clock or self.play.script.rulebook.intake.opens_at).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        given = {i: {"questionId": i, "textAnswers": {"answers": [{"value": t}]}} for i, t in zip(ids, typed, strict=True)}
        response = {"responseId": source, "createTime": stamp, "lastSubmittedTime": stamp, "respondentEmail": sender, "answers": given}
        with self.done.server._opened().write() as db:
            responses.put(db, form, response)

    def _later(self) -> None:
        """A minute goes by: what arrives is numbered in the order of its arrival."""
        assert self.play.clock is not None
        self.play.set_clock(self.play.clock + timedelta(minutes=1))

    def rescores(self, number: int, value: float) -> None:
        """Every judge's ballot of the stage gives this proposal this value throughout."""
        this = self.look()
        columns = len(this.rulebook.stage(STAGE).columns)
        for ballot in [r.text("id") for r in this.book[BALLOTS] if r.text("tahap") == STAGE]:
            grid = this.workspace.sheets.read(ballot, ["'Penilaian'"])[0]
            for place, cells in enumerate(grid, 1):
                if cells and cells[0] == number:
                    this.workspace.sheets.write(ballot, {cell_range("Penilaian", place, 5): [[value] * columns]})

    def policy(self, key: str, number: int, effect: str, **more: str) -> None:
        """A row of Kebijakan is filled in."""
        told = {"kebijakan": "pemerataan wilayah", "alasan": "belum ada finalis dari pesisir", "oleh": "Ketua Tim", "acara": "7/BA/2026"}
        self.types(POLICIES, key, tahap=STAGE, usulan=number, akibat=effect, **told | more)

    def title(self, number: int) -> str:
        return self.row(PROPOSALS, number).text("judul")


@contextmanager
def counter(
    data: Path, kind: type[Played] = Played, automatic: Sequence[str] | None = None, **rules: Any
) -> Iterator[Counter]:
    """The counter on the evening when the first stage's ranking stands for approval. `rules`: more of `objections`."""
    folder = small_season(data / "season", 5)
    edition = json.loads((folder / "edition.json").read_text())
    if automatic is not None:
        edition["letters"] = edition.get("letters", {}) | {"automatic": list(automatic)}
    (folder / "edition.json").write_text(json.dumps(edition | {"objections": RULES | rules}))
    script = open_script(folder)
    with RehearsalServer(data / "workspace") as server:
        play = Play(script, server.base, server.token, data)
        calm = Played(play, server, [])
        play.begin()
        play.office.__class__ = Hesitant
        for scene in all_scenes(script):
            if scene.stage not in {"", STAGE}:
                break
            if scene.kind not in {"close", "wave"}:
                continue  # everything that came before is read at the close
            play.scene(scene, calm.run, lambda _scene, _text: None)
        yield Counter(play, calm if kind is Played else kind(play, server, []))
