"""A secretariat's desk for strange mail: a rehearsal workspace with an empty season, into whose mailbox mails are put."""

from __future__ import annotations

import base64
import contextlib
import csv
import io
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from googleapiclient.http import MediaIoBaseUpload

from competition.letters import Templates
from config.settings import SHIPPED_RULEBOOK
from config.templates import load_templates
from flows.passes.season import run_pass
from flows.rehearsing.play import Play
from flows.rehearsing.script import load_script
from integrations.rehearsal.server import RehearsalServer
from integrations.workspace import open_workspace

# The most memory of this process since it was started; ru_maxrss would count that of the process which started it.
_RUN_AND_TELL = """
import re, sys
from flows.cli import main
try:
    main()
except SystemExit as end:
    print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
    raise
"""
SHIPPED = Path(__file__).parents[2] / "config" / "season"
CLASSES = frozenset(json.loads((SHIPPED / "edition.json").read_text())["vocabulary"]["classes"])
ACTIONS = frozenset({"file", "duplicate", "unpack", "refuse", "ignore"})


def season_without_mail(folder: Path, agencies: Sequence[str]) -> Path:
    """A season directory in which nothing arrives; the register has one agency for each code."""
    folder.mkdir(parents=True)
    for name in ("edition.json", "judges.csv"):
        shutil.copy(SHIPPED / name, folder / name)
    shutil.copytree(SHIPPED / "ballots", folder / "ballots")
    (folder / "forms" / "uploads").mkdir(parents=True)
    shutil.copy(SHIPPED / "forms" / "form.json", folder / "forms" / "form.json")
    (folder / "forms" / "responses.json").write_text("[]")
    (folder / "people.json").write_text('{"proposals": {}, "decisions": [], "kinds": []}')
    (folder / "mailbox").mkdir()
    index = json.loads((SHIPPED / "mailbox" / "index.json").read_text())
    (folder / "mailbox" / "index.json").write_text(json.dumps({"mailbox": index["mailbox"], "messages": []}))
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["code", "name", "aliases", "parent_code", "emails", "contact_person", "phone"])
    rows.writerows([c, agency_name(c), "", "", address_of(c), f"Petugas {c}", "0800-0000-0000"] for c in agencies)
    with (SHIPPED / "opd.csv").open(encoding="utf-8") as shipped:  # judges are employed by agencies of this register
        rows.writerows(list(csv.reader(shipped))[1:])
    (folder / "opd.csv").write_text(out.getvalue(), encoding="utf-8")
    return folder


def address_of(code: str) -> str:
    """The registered address of an agency made here."""
    return f"{code.lower()}@uji.example"


def agency_name(code: str) -> str:
    """The name of an agency made here; no two are taken for each other."""
    return f"Dinas Uji {code}"


class Desk:
    """The workspace, laid out and open for intake."""

    def __init__(self, folder: Path, base: str, token: str, data: Path) -> None:
        self.play = Play(load_script(folder, SHIPPED_RULEBOOK), base, token, data)
        self.play.begin()
        self.rulebook = self.play.script.rulebook
        self.workspace = open_workspace(self.play.settings, self.rulebook.mailbox.address)
        self.templates = Templates(load_templates(self.play.settings.competition))
        self.now: datetime = self.rulebook.intake.opens_at + timedelta(hours=1)

    def deliver(self, mails: Iterable[bytes], *, labels: Sequence[str] = ("INBOX", "UNREAD")) -> list[str]:
        """The mails lie in the mailbox, received one second after each other; their ids."""
        made = []
        inserting = self.workspace.gmail._users.messages()
        for mail in mails:
            self.now += timedelta(seconds=1)
            self.play.set_clock(self.now)
            # resumable: in a multipart upload the client itself refuses mails with 8-bit bytes
            media = MediaIoBaseUpload(io.BytesIO(mail), mimetype="message/rfc822", resumable=True)
            request = inserting.insert(
                userId="me", body={"labelIds": list(labels)}, media_body=media, internalDateSource="receivedTime"
            )
            made.append(str(request.execute()["id"]))
        return made

    def deliver_quickly(self, mails: Iterable[bytes]) -> int:
        """The mails lie in the mailbox, all received now; how many."""
        inserting, count = self.workspace.gmail._users.messages(), 0
        for mail in mails:
            body = {"raw": base64.urlsafe_b64encode(mail).decode(), "labelIds": ["INBOX"]}
            inserting.insert(userId="me", body=body, internalDateSource="receivedTime").execute()
            count += 1
        return count

    def run_apart(self) -> tuple[dict[str, int], int]:
        """One pass of all flows in a process of its own: what it did, and the most memory it took, in bytes."""
        self.now += timedelta(minutes=1)
        self.play.set_clock(self.now)
        self.play.environment()
        command = [sys.executable, "-c", _RUN_AND_TELL, "run", "--at", self.now.isoformat(), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=SHIPPED.parents[1])
        assert done.returncode == 0, done.stderr[-2000:]
        did, _, peak = done.stdout.strip().rpartition("\n")
        return json.loads(did)["done"], int(peak) * 1024

    def run(self) -> dict[str, Any]:
        """One pass of all flows as of now, and the report after it."""
        self.now += timedelta(minutes=1)
        self.play.set_clock(self.now)
        run_pass(self.workspace, self.rulebook, self.templates, self.now)
        return self.play.report()


@contextmanager
def desk(data: Path, agencies: Sequence[str] = (), answers: Sequence[dict[str, Any]] = ()) -> Iterator[Desk]:
    """A desk over a server in this process; `answers`: what was sent by form."""
    folder = season_without_mail(data / "season", agencies)
    (folder / "forms" / "responses.json").write_text(json.dumps(list(answers)))
    with RehearsalServer(data / "workspace") as server:
        yield Desk(folder, server.base, server.token, data)


@contextmanager
def desk_apart(data: Path, agencies: Sequence[str] = ()) -> Iterator[Desk]:
    """A desk over a server in a process of its own."""
    folder = season_without_mail(data / "season", agencies)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_urlsafe(24)
    command = [sys.executable, "-c", "from flows.cli import main; main()", "workspace", "--port", str(port), "--data", str(data / "workspace"), "--empty"]
    serving = subprocess.Popen(command, env=os.environ | {"PANITIA_TOKEN": token}, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        _answers(base)
        yield Desk(folder, base, token, data)
    finally:
        serving.terminate()
        serving.wait(20)


def _answers(base: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{base}/_rehearsal/health", timeout=5).is_success:
                return
        time.sleep(0.1)
    raise AssertionError(f"the rehearsal workspace did not start on {base}")
