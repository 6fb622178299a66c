"""A small season whose presentations and visits have a timetable, played until the invitations are drafted and nobody ticked them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import icalendar

from flows.passes.context import Pass
from flows.passes.release import DRAFT, SENT
from flows.rehearsing.people import Office
from flows.rehearsing.play import Play, all_scenes, open_script
from integrations.google.sheets import Grid
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.book import Workbook
from integrations.workbook.tabs import LETTERS, TIMETABLE
from tests.season.playing import Played
from tests.season.small import small_season, timetabled
from tests.trust.desk import Desk

SITTINGS = ("undangan/", "jadwal/")
TIMETABLES: dict[str, Any] = {
    "stage2": {
        "kind": "presentation",
        "rooms": ["Aula", "Ruang Rapat"],
        "start": "08:00",
        "end": "11:00",
        "minutes": 60,
    },
    "stage3": {"kind": "visit", "team": 2},
}


class Waiting(Office):
    """Officers who approve everything but what is about a timetable."""

    def _approve(self, book: Workbook, typed: dict[str, dict[str, Grid]]) -> None:
        for key in [k for k in book[LETTERS].rows if k.startswith(SITTINGS)]:
            book[LETTERS].rows.pop(key)
        super()._approve(book, typed)


class Schedule(Desk):
    """The desk, with what these tests look at."""

    def rows(self, this: Pass | None = None, stage: str = "stage2") -> dict[int, dict[str, Any]]:
        """Number -> cells, of the stage's lines on Jadwal (`this`: as it was looked at before)."""
        found = [r for r in (this or self.look()).book[TIMETABLE] if r.text("kunci").startswith(f"{stage}/")]
        return {n: dict(r.cells) for r in found if (n := r.number("usulan")) is not None}

    def head(self, this: Pass | None = None, stage: str = "stage2") -> dict[str, Any]:
        return dict((this or self.look()).book[TIMETABLE].rows[f"{stage}/keterangan"].cells)

    def letters(self, *states: str) -> dict[str, str]:
        """Key -> kind of the letters about sittings in these states (default: all)."""
        found = [r for r in self.look().book[LETTERS] if r.text("kunci").startswith(SITTINGS)]
        return {r.text("kunci"): r.text("jenis") for r in found if not states or r.text("keadaan") in states}

    def send(self) -> set[str]:
        """The secretary ticks every draft about a sitting; the keys of what was sent then."""
        before = set(self.letters(SENT))
        for key in self.letters(DRAFT):
            self.types("sekretaris", LETTERS, key, sekretaris=True)
        self.run()
        return set(self.letters(SENT)) - before

    def mail(self, key: str) -> EmailMessage:
        """The letter as it was sent, or as it lies in its draft."""
        this = self.look()
        row = this.book[LETTERS].rows[key]
        gmail = this.workspace.gmail
        raw = gmail.raw(row.text("pesan")).content if row.text("pesan") else gmail.draft_raw(row.text("draf"))
        found = message_from_bytes(raw or b"", policy=default)
        assert isinstance(found, EmailMessage)
        return found

    def events(self, key: str) -> tuple[str, list[dict[str, Any]]]:
        """(method, events) of the calendar the letter carries."""
        (part,) = self.mail(key).iter_attachments()
        calendar = icalendar.Calendar.from_ical(part.get_content())
        assert part.get_content_type() == "text/calendar"
        assert part.get_param("method") == str(calendar["METHOD"])
        return str(calendar["METHOD"]), [
            {
                "uid": str(e["UID"]),
                "starts": e.decoded("DTSTART"),
                "ends": e.decoded("DTEND"),
                "zone": e["DTSTART"].params["TZID"],
                "sequence": int(e["SEQUENCE"]),
                "status": str(e["STATUS"]),
                "place": str(e.get("LOCATION", "")),
            }
            for e in calendar.walk("VEVENT")
        ]

    def rewrites(self, key: str, change: Callable[[EmailMessage], object]) -> None:
        """Somebody changes the letter's draft in Gmail."""
        mail, this = self.mail(key), self.look()
        change(mail)
        this.workspace.gmail.redraft(this.book[LETTERS].rows[key].text("draf"), mail.as_bytes())

    def arrives(self, sender: str, subject: str, text: str) -> None:
        """A mail comes in."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, self.play.script.rulebook.mailbox.address, subject
        mail["Message-ID"] = f"<{hashlib.sha256(f'{sender}{subject}{text}'.encode()).hexdigest()}@opd.example>"
        mail.set_content(text)
        body = {"raw": base64.urlsafe_b64encode(mail.as_bytes()).decode(), "labelIds": ["INBOX"]}
        messages = self.look().workspace.gmail._messages
        messages.import_(userId="me", body=body, internalDateSource="receivedTime").execute()

    @staticmethod
    def times(rows: dict[int, dict[str, Any]]) -> dict[int, str]:
        """Number -> when and where, as these lines say."""
        return {n: f"{r['hari']} {r['mulai']} {r['tempat']}" for n, r in rows.items()}

    def idle(self) -> list[str]:
        """What a pass changes when nothing has happened: its writing requests."""
        self.done.forget()
        self.run()
        return [r["path"] for r in self.done.requests() if r["method"] != "GET"]

    def pin(self, number: int, day: str = "", at: str = "", place: str = "", stage: str = "stage2") -> None:
        """The secretary fixes a sitting; empty: lets go of it."""
        self.types("sekretaris", TIMETABLE, f"{stage}/{number}", tetap_hari=day, tetap_jam=at, tetap_tempat=place)


@contextmanager
def schedule(data: Path, timetables: dict[str, Any] = TIMETABLES) -> Iterator[Schedule]:
    """The desk after the first stage was released."""
    script = open_script(timetabled(small_season(data / "season", 5), timetables))
    with RehearsalServer(data / "workspace") as server:
        play = Play(script, server.base, server.token, data)
        done = Played(play, server, [])
        play.begin()
        play.office.__class__ = Waiting
        for scene in all_scenes(script):
            if scene.stage not in {"", "stage1"}:
                break
            play.scene(scene, done.run, lambda _scene, _text: None)
        yield Schedule(play, done)
