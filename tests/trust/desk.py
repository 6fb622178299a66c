"""A small season that stands just before a release: the stage is decided, its letters are drafted, nobody has ticked."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from competition.letters import Templates
from competition.rulebook import Rulebook
from config.templates import load_templates
from flows.passes.context import Pass
from flows.passes.season import run_pass
from flows.rehearsing.people import Office
from flows.rehearsing.play import Play, all_scenes, open_script
from integrations.google.patience import Effect, Patience
from integrations.google.sheets import Grid, cell_range
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.book import Workbook
from integrations.workbook.tabs import DECISIONS, LETTERS, TabSpec
from integrations.workspace import open_workspace
from tests.season.playing import Played
from tests.season.small import small_season

RELEASE = "pelepasan/stage1"


class Hesitant(Office):
    """Officers who approve everything but the release of the first stage."""

    def _approve(self, book: Workbook, typed: dict[str, dict[str, Grid]]) -> None:
        book[DECISIONS].rows.pop(RELEASE, None)
        super()._approve(book, typed)


@dataclass(slots=True)
class Acting(Patience):
    """Lets somebody act once, right before the first request that `when` means."""

    when: Callable[[str, Effect], bool] = field(default=lambda _what, _effect: False)
    act: Callable[[], object] = field(default=lambda: None)
    done: bool = False

    def call(self, what: str, send: Any, effect: Effect, read: Any) -> Any:
        if not self.done and self.when(what, effect):
            self.done = True
            self.act()
        return Patience.call(self, what, send, effect, read)


@dataclass
class Desk:
    """The secretariat's desk at that moment."""

    play: Play
    done: Played

    def run(
        self,
        rulebook: Rulebook | None = None,
        templates: Templates | None = None,
        minutes: int = 2,
        patience: Patience | None = None,
    ) -> Pass:
        """One pass, a little later."""
        at = (self.play.clock or self.play.script.rulebook.intake.opens_at) + timedelta(minutes=minutes)
        self.play.set_clock(at)
        mine = rulebook or self.play.script.rulebook
        workspace = open_workspace(self.play.settings, mine.mailbox.address, patience)
        return run_pass(workspace, mine, templates or Templates(load_templates(self.play.settings.competition)), at)

    def look(self) -> Pass:
        return self.play.look()

    def cell(self, spec: TabSpec, key: object, column: str) -> str:
        table = self.look().book[spec]
        return cell_range(spec.title, table.rows[str(key)].place or 0, table.places[column])

    def types(self, role: str, spec: TabSpec, key: object, **cells: Any) -> None:
        """Someone types in the workbook; role "pemilik" is the account that owns it."""
        person = self.look().workspace.sheets if role == "pemilik" else self.play.office.officers[role].sheets
        person.write(self.look().book.id, {self.cell(spec, key, c): [[v]] for c, v in cells.items()})

    def tick(self, *roles: str, value: bool = True, key: str = RELEASE) -> None:
        for role in roles:
            self.types(role, DECISIONS, key, **{role: value})

    def release(self) -> tuple[str, str]:
        """(state, text) of the release."""
        row = self.look().book[DECISIONS].rows[RELEASE]
        return row.text("keadaan"), row.text("isi")

    def sent(self) -> list[str]:
        """Keys of the outcome letters of the stage that lie in Sent."""
        gmail = self.look().workspace.gmail
        keys = [gmail.key(m)[0] or "" for m in gmail.sent(self.play.script.rulebook.intake.opens_at)]
        return sorted(k for k in keys if k.startswith("hasil/"))

    def edits_draft(self, draft: str, change: Callable[[EmailMessage], object]) -> None:
        """Someone opens the draft in Gmail and changes it."""
        gmail = self.look().workspace.gmail
        mail = message_from_bytes(gmail.draft_raw(draft) or b"", policy=default)
        assert isinstance(mail, EmailMessage)
        change(mail)
        body = {"message": {"raw": base64.urlsafe_b64encode(mail.as_bytes()).decode()}}
        gmail._users.drafts().update(userId="me", id=draft, body=body).execute()

    def recipients(self, draft: str) -> str:
        """To whom a draft would go now."""
        raw = self.look().workspace.gmail.draft_raw(draft) or b""
        return str(message_from_bytes(raw, policy=default)["To"] or "")

    def requests(self, spec: TabSpec, kind: str, **request: Any) -> None:
        """The owner of the workbook does something to a tab that the program never does."""
        this = self.look()
        sheet = this.workspace.sheets.tabs(this.book.id)[spec.title].id
        this.workspace.sheets.change(
            this.book.id,
            [{kind: {k: {"sheetId": sheet} | v if isinstance(v, dict) else v for k, v in request.items()}}],
        )

    def letters(self) -> dict[str, str]:
        """Key -> draft of the stage's outcome letters."""
        return {
            r.text("kunci"): r.text("draf") for r in self.look().book[LETTERS] if r.text("kunci").startswith("hasil/")
        }


@contextmanager
def desk(data: Path) -> Iterator[Desk]:
    """The desk, its workspace open."""
    script = open_script(small_season(data / "season", 5))
    with RehearsalServer(data / "workspace") as server:
        play = Play(script, server.base, server.token, data)
        done = Played(play, server, [])
        play.begin()
        play.office.__class__ = Hesitant
        for scene in all_scenes(script):
            if scene.stage not in {"", "stage1"}:
                break
            play.scene(scene, done.run, lambda _scene, _text: None)
        yield Desk(play, done)
