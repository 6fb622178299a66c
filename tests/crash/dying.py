"""Seasons in which the program dies, and what is compared with the undisturbed season.

`Doomed` dies at every request that changes something, once after it was carried out or once before it is made. After
each death the program starts again from nothing but what lies in Google.
"""

from __future__ import annotations

import hashlib
import inspect
import json
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
    """Dies at the first change that has not killed yet: right before it is made, or right after Google carried it out.

    A dead process asks for nothing any more: whatever `finally` says, no request leaves after the death. What has
    killed is remembered from life to life, so that every request kills once. One that would hold ids drawn anew looks
    new each time; it is told by standing where the last life ended, and goes through.
    """

    before: bool = False
    dead: bool = False
    changes: int = 0
    seen: set[str] = field(default_factory=set)
    last: tuple[int, str] = (0, "")

    def reborn(self) -> Mortal:
        """A new life that has changed nothing yet."""
        self.dead, self.changes = False, 0
        return self

    def call(self, what: str, send: Any, effect: Effect, read: Any) -> Any:
        """The answer, unless this was the request that kills."""
        if self.dead:
            raise Killed(what)
        if effect is Effect.READ:
            return Patience.call(self, what, send, effect, read)
        self.changes += 1
        mark, place = _mark(what, send), (self.changes, what)
        fatal = mark not in self.seen and not (self.before and place == self.last)
        self.seen.add(mark)
        if fatal and self.before:
            self._die(place)
        answer = Patience.call(
            self, what, send, effect, read
        )  # "there already" and "gone" change nothing and kill nobody
        if fatal:
            self._die(place)
        return answer

    def _die(self, place: tuple[int, str]) -> None:
        self.dead, self.last = True, place
        raise Killed(place[1])


def _mark(what: str, send: Any) -> str:
    """What a request asks for, read from the closure that would send it; the boundary of its parts says nothing."""
    held = inspect.getclosurevars(send).nonlocals
    if "request" in held:
        request = held["request"]
        kind, _, boundary = request.headers.get("content-type", "").partition("boundary=")
        body = request.body if isinstance(request.body, bytes) else str(request.body or "").encode()
        told = [request.method, request.uri, kind, body.replace(boundary.strip('"').encode() or b"\0", b"")]
    else:
        told = [held["method"], held["url"], held["args"], json.dumps(held["kwargs"], sort_keys=True, default=str)]
    return hashlib.sha256(repr([what, *told]).encode()).hexdigest()


@dataclass(slots=True)
class Doomed(Played):
    """Plays a season whose every pass is killed at the first change that has not killed yet, until none is left."""

    before: bool = False
    kills: int = 0

    def run(self, at: datetime) -> str:
        """Passes, each killed and begun anew, until one finds nothing to change."""
        templates = Templates(load_templates(self.play.settings.competition))
        rulebook = self.play.script.rulebook
        patience = Mortal(before=self.before)
        for _ in range(_ENOUGH):
            workspace = open_workspace(self.play.settings, rulebook.mailbox.address, patience.reborn())
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


State = tuple[dict[str, list[str]], dict[str, Any]]


def state(done: Played) -> State:
    """What a season left behind: the things in Google, and what the report tells."""
    return things(done), told(done.play.report())


def differences(calm: State, hurt: State) -> list[str]:
    """What is not the same at the end of two seasons; [] where all is."""
    found: list[str] = []
    for kind, keys in calm[0].items():
        lost, extra = list(keys), []
        for key in hurt[0][kind]:
            lost.remove(key) if key in lost else extra.append(key)
        found += [f"{kind}: lost {k}" for k in lost] + [f"{kind}: too many {k}" for k in extra]
    return found + [f"report: {k} differs" for k in calm[1] if calm[1][k] != hurt[1][k]]
