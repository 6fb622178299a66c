"""Calendar entries that a letter carries: a structured value, made into iCalendar text (RFC 5545, RFC 5546) by `icalendar`.

The same value gives the same bytes: nothing is taken from the clock. `stamp` is a fixed instant of the edition, moved
on by a second with each revision, because receivers part equal SEQUENCEs by it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from competition.enclosures import Enclosure
from competition.facts import Fact

_PRODUCT = "-//Panitia//Kompetisi Inovasi Pelayanan Publik//ID"

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


class Entry(Fact):
    """One sitting in somebody's calendar. `uid` stays the same however often it moves; `cancelled` takes it out."""

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    place: str = ""
    text: str = ""
    cancelled: bool = False


class Calendar(Fact):
    """The entries that one letter brings, in the edition's zone.

    REQUEST and CANCEL ask one agency about one entry (RFC 5546 allows one UID); PUBLISH tells a judge a whole list.
    `attendees` are asked only by REQUEST and CANCEL. `revision` counts from 0 and is the SEQUENCE of every entry.
    """

    name: str
    method: Method
    organiser: str
    address: str
    attendees: tuple[str, ...] = ()
    entries: tuple[Entry, ...]
    revision: int = 0
    stamp: datetime

    def enclosure(self) -> Enclosure:
        """The calendar as a file; every time carries its TZID, and the zone is described in the file."""
        import icalendar  # noqa: PLC0415 - 0.2 s to load, which only a letter with a timetable is worth

        made = icalendar.Calendar()
        made.add("prodid", _PRODUCT)
        made.add("version", "2.0")
        made.add("method", self.method)
        organiser = icalendar.vCalAddress(f"mailto:{self.address}")
        organiser.params["CN"] = _named(self.organiser)
        for entry in self.entries:
            event = icalendar.Event()
            event.add("uid", entry.uid)
            event.add("dtstamp", self.stamp + timedelta(seconds=self.revision))
            event.add("sequence", self.revision)
            event.add("dtstart", entry.starts)
            event.add("dtend", entry.ends)
            event.add("summary", entry.summary)
            if entry.place:
                event.add("location", entry.place)
            if entry.text:
                event.add("description", entry.text)
            gone = entry.cancelled or self.method == "CANCEL"
            event.add("status", "CANCELLED" if gone else "CONFIRMED")
            event.add("organizer", organiser)
            for address in self.attendees if self.method != "PUBLISH" else ():
                attendee = icalendar.vCalAddress(f"mailto:{address}")
                attendee.params["ROLE"] = "REQ-PARTICIPANT"
                attendee.params["PARTSTAT"] = "NEEDS-ACTION"
                attendee.params["RSVP"] = "TRUE" if self.method == "REQUEST" else "FALSE"
                event.add("attendee", attendee)
            made.add_component(event)
        made.add_missing_timezones()
        return Enclosure(
            name=self.name,
            media="text/calendar",
            parameters={"charset": "utf-8", "method": self.method},
            content=made.to_ical(),
        )


def _named(text: str) -> str:
    """A name as a parameter holds it: RFC 5545 knows no quotation mark there."""
    return text.replace('"', "'")
