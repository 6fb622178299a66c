"""Seasons in which the program dies: at every request that changes something, or whenever a signal comes.

After each death the program starts again from nothing but what lies in Google. `things` and `told` are what is
compared with the undisturbed season.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from competition.letters import Templates
from config.templates import load_templates
from flows.passes.season import run_pass
from integrations.google.patience import Effect, Patience
from integrations.workspace import open_workspace
from tests.season.playing import Played

_ENOUGH = 3000  # passes for one scene: more means that it never comes to an end


class Killed(BaseException):
    """The process ends here: nothing of ours catches it."""


@dataclass(slots=True)
class Mortal(Patience):
    """Dies at its nth change: right after Google carried it out and before anyone learns the answer, or right before."""

    nth: int = 1
    before: bool = False
    changes: int = field(default=0)

    def call(self, what: str, send: Any, effect: Effect, read: Any) -> Any:
        """The answer, unless this was the request that kills."""
        if effect is not Effect.READ:
            self.changes += 1
            if self.before and self.changes == self.nth:
                raise Killed(what)
        answer = Patience.call(self, what, send, effect, read)
        if effect is not Effect.READ and not self.before and self.changes == self.nth:
            raise Killed(what)
        return answer


@dataclass(slots=True)
class Doomed(Played):
    """Plays a season whose every pass is killed at its first change, or before its second, until nothing is left."""

    before: bool = False
    kills: int = 0

    def run(self, at: datetime) -> str:
        """Passes, each killed and begun anew, until one finds nothing to change."""
        templates = Templates(load_templates(self.play.settings.competition))
        rulebook = self.play.script.rulebook
        for _ in range(_ENOUGH):
            patience = Mortal(nth=2 if self.before else 1, before=self.before)
            workspace = open_workspace(self.play.settings, rulebook.mailbox.address, patience)
            try:
                run_pass(workspace, rulebook, templates, at)
            except Killed:
                self.kills += 1
            else:
                if not patience.changes:
                    return "selesai"
        raise AssertionError("the passes never come to an end")


def told(report: dict[str, Any]) -> dict[str, Any]:
    """The report without what Google makes up: ids of files and messages, and the places of rows."""
    letters = [{k: v for k, v in x.items() if k not in {"message_id", "sent_at"}} for x in report["letters"]]
    files = [{k: v for k, v in f.items() if k != "file_id"} for f in report["files"]]
    return report | {
        "letters": sorted(letters, key=lambda x: x["key"]),
        "files": sorted(files, key=lambda f: (f["source"], f["name"], str(f["sha256"]))),
        "sources": sorted(report["sources"], key=lambda s: s["id"]),
        "ballots": sorted(report["ballots"], key=str),
        "waiting": sorted((w["for"], w["what"]) for w in report["waiting"]),
    }


def things(done: Played) -> dict[str, list[str]]:
    """Everything of ours that lies in Drive and in Gmail, by its key, doubles included."""
    this = done.play.look()
    gmail, drive = this.workspace.gmail, this.workspace.drive
    edition = this.rulebook.edition.id
    structure = drive.marked("panitia", edition)
    return {
        "files": sorted(str(i.properties.get("kunci")) for i in drive.marked("panitia-berkas", edition)),
        "structure": sorted(f"{i.properties.get('peran')}/{i.properties.get('kunci')}" for i in structure),
        "access": sorted(
            f"{i.properties.get('peran')}/{i.properties.get('kunci')} {role} {email}"
            for i in structure
            for email, role in i.shared
        ),
        "sent": sorted(str(gmail.key(m)[0]) for m in gmail.sent(this.rulebook.intake.opens_at)),
        "drafts": sorted(str(gmail.key(m)[0]) for _, m in gmail.drafts()),
    }


def differences(calm: Played, hurt: Played) -> list[str]:
    """What is not the same at the end of two seasons; [] where all is."""
    found: list[str] = []
    one, other = things(calm), things(hurt)
    for kind in one:
        lost, extra = list(one[kind]), []
        for key in other[kind]:
            lost.remove(key) if key in lost else extra.append(key)
        found += [f"{kind}: lost {k}" for k in lost] + [f"{kind}: too many {k}" for k in extra]
    mine, yours = told(calm.play.report()), told(hurt.play.report())
    found += [f"report: {k} differs" for k in mine if mine[k] != yours[k]]
    return found
