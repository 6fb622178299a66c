"""What is typed about absences and hours, what letters promise, and the calendar files they carry."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from build import document
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from competition import effects
from competition.absences import read_absences, read_clock
from competition.calendar import hours, long_minute
from competition.enclosures import Enclosure
from competition.invitations import Calendar, Entry
from competition.letters import Letter, LetterKind, Templates
from competition.promises import changed, promise, promised, promises_in
from competition.rulebook import Rulebook
from competition.sittings import Presentations, Sitting, Visits

ZONE = ZoneInfo("Asia/Makassar")
STAMP = datetime(2027, 5, 7, 16, tzinfo=ZONE)


def sitting(number: int = 7, day: int = 27, hour: int = 9, place: str = "Aula") -> Sitting:
    starts = datetime(2027, 4, day, hour, tzinfo=ZONE)
    return Sitting(number=number, starts=starts, ends=starts + timedelta(minutes=30), place=place, judges=("a@x",))


def spans(text: str) -> list[str]:
    return [f"{a.starts:%d-%m %H:%M}/{a.ends:%d-%m %H:%M}" for a in read_absences(text)[0]]


@pytest.mark.parametrize(("typed", "meant"), [
    ("27-04-2027", ["27-04 00:00/28-04 00:00"]), ("Selasa, 27 April 2027", ["27-04 00:00/28-04 00:00"]), ("27.04.2027", ["27-04 00:00/28-04 00:00"]),
    ("27-04-2027 s.d. 29-04-2027", ["27-04 00:00/30-04 00:00"]), ("2027-04-27 sampai 2027-04-28", ["27-04 00:00/29-04 00:00"]),
    ("27-04-2027 - 28-04-2027", ["27-04 00:00/29-04 00:00"]), ("27-04-2027 08.00-12.00", ["27-04 08:00/27-04 12:00"]),
    ("27 April 2027 s/d 28 April 2027, pukul 13:00 s.d. 15:30 WIB", ["27-04 13:00/27-04 15:30", "28-04 13:00/28-04 15:30"]),
    ("27-04-2027; 3 Mei 2027 jam 8.00 – 9.00\n4 Mei 2027", ["27-04 00:00/28-04 00:00", "03-05 08:00/03-05 09:00", "04-05 00:00/05-05 00:00"]),
    ("", []), (" ; ", []),
])  # fmt: skip
def test_an_absence_is_read_as_people_write_it(typed: str, meant: list[str]) -> None:
    assert (spans(typed), read_absences(typed)[1]) == (meant, ())


@pytest.mark.parametrize(
    "typed",
    [
        "besok",
        "27 April",
        "27-04-2027 12.00-08.00",
        "28-04-2027 s.d. 27-04-2027",
        "27-04-2027 08.00-25.00",
        "1-1-2027 s.d. 1-1-2028",
        "31-12-9999",
    ],
)
def test_an_absence_that_tells_no_certain_time_is_handed_back(typed: str) -> None:
    assert read_absences(f"{typed}; 27-04-2027")[1] == (typed,)
    assert spans(f"{typed}; 27-04-2027") == ["27-04 00:00/28-04 00:00"]


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_absences_hours_and_promises(text: str) -> None:
    read_absences(text)
    read_clock(text)
    promises_in(text)


def test_an_hour_is_read_as_people_write_it() -> None:
    assert [read_clock(t) for t in ("09.00", "9:30", "pukul 9 WIB", "25", "09.61", "", "pagi")] == [
        time(9),
        time(9, 30),
        time(9),
        None,
        None,
        None,
        None,
    ]


@given(
    st.lists(
        st.tuples(st.integers(1, 999), st.integers(1, 30), st.integers(0, 23), st.text(max_size=20)),
        max_size=5,
        unique_by=lambda t: t[0],
    )
)
def test_a_promise_is_read_back_as_it_was_given(found: list[tuple[int, int, int, str]]) -> None:
    given_ = [sitting(n, day, hour, place) for n, day, hour, place in found]
    assert changed(promises_in(promised(given_)), given_, STAMP.replace(year=2000)) == frozenset()
    assert {str(p) for p in promises_in(promised(given_)).values()} == {str(promise(s)) for s in given_}


def test_only_what_differs_and_is_still_to_come_has_changed() -> None:
    before = promises_in(
        "1: 2027-04-27 09:00-09:30, Aula | 2: 2027-04-27 10:00-10:30, Aula | 3: 2027-04-28 09:00-09:30, Aula | rusak"
    )
    present = [sitting(1), sitting(2, place="Rapat"), sitting(4, day=29)]
    assert (str(before[1]), sorted(before)) == ("2027-04-27 09:00-09:30, Aula", [1, 2, 3])
    assert changed(before, present, datetime(2027, 4, 26, tzinfo=ZONE)) == {2, 3, 4}
    assert changed(before, present, datetime(2027, 4, 27, 12, tzinfo=ZONE)) == {3, 4}
    assert changed(before, present, datetime(2027, 4, 30, tzinfo=ZONE)) == frozenset()


def test_times_stand_in_letters_as_officials_write_them() -> None:
    assert hours(sitting().starts, sitting().ends, ZONE) == "pukul 09.00–09.30 WITA"
    assert long_minute(sitting().starts, ZONE) == "Selasa, 27 April 2027 pukul 09.00 WITA"


def calendar(**more: Any) -> Calendar:
    entry = Entry(
        uid="stage2-7@kipp",
        starts=sitting().starts,
        ends=sitting().ends,
        summary='Presentasi; 007 "Judul", panjang ' + "é" * 80,
        place="Aula",
    )
    return Calendar(
        **{
            "name": "jadwal.ics",
            "method": "REQUEST",
            "organiser": 'Bagian "Organisasi"',
            "address": "kipp@x",
            "attendees": ("a@opd.example",),
            "entries": (entry,),
            "stamp": STAMP,
        }
        | more
    )


def event(made: Calendar) -> icalendar.Event:
    read = icalendar.Calendar.from_ical(made.enclosure().content)
    (found,) = read.walk("VEVENT")
    assert isinstance(found, icalendar.Event)
    return found


def test_a_calendar_file_says_what_was_meant_and_the_same_value_gives_the_same_bytes() -> None:
    file, read = calendar().enclosure(), event(calendar())
    assert (file.media, file.parameters["method"], calendar().enclosure()) == ("text/calendar", "REQUEST", file)
    assert (read["UID"], read.decoded("DTSTART"), read.decoded("DTEND")) == (
        "stage2-7@kipp",
        sitting().starts,
        sitting().ends,
    )
    assert (read["DTSTART"].params["TZID"], int(read["SEQUENCE"]), read.decoded("DTSTAMP")) == (
        "Asia/Makassar",
        0,
        STAMP,
    )
    assert (str(read["SUMMARY"]), str(read["STATUS"]), read["ATTENDEE"]) == (
        calendar().entries[0].summary,
        "CONFIRMED",
        "mailto:a@opd.example",
    )
    assert all(len(line) <= 75 for line in file.content.splitlines())
    assert b"BEGIN:VTIMEZONE" in file.content


def test_a_change_raises_the_sequence_and_a_cancellation_takes_the_entry_out() -> None:
    moved, gone = event(calendar(revision=2)), event(calendar(method="CANCEL", revision=3))
    assert (int(moved["SEQUENCE"]), moved.decoded("DTSTAMP") - STAMP, moved["UID"]) == (
        2,
        timedelta(seconds=2),
        "stage2-7@kipp",
    )
    assert (str(gone["STATUS"]), int(gone["SEQUENCE"])) == ("CANCELLED", 3)
    listed = event(calendar(method="PUBLISH"))
    assert "ATTENDEE" not in listed
    cancelled = calendar().entries[0].model_copy(update={"cancelled": True})
    assert str(event(calendar(method="PUBLISH", entries=(cancelled,)))["STATUS"]) == "CANCELLED"


TEMPLATE = {"tanda-terima": "Perihal: Halo\n\nIsi"}


def letter(*enclosed: Enclosure | Calendar) -> Letter:
    return Letter(key="k", kind=LetterKind.RECEIPT, stage="", proposal=1, to=("a@x",), values={}, enclosed=enclosed)


def test_the_seal_of_a_letter_covers_everything_of_its_files() -> None:
    file = Enclosure(name="a.pdf", media="application/pdf", content=b"1")
    others = [{"name": "b.pdf"}, {"media": "application/zip"}, {"content": b"2"}, {"parameters": {"x": "y"}}]
    letters = [
        letter(),
        letter(file),
        *(letter(file.model_copy(update=change)) for change in others),
        letter(calendar()),
        letter(calendar(revision=1)),
    ]
    seals = [Templates(TEMPLATE).render(made).seal(()) for made in letters]
    assert (len(set(seals)), Templates(TEMPLATE).render(letter(file)).seal(())) == (len(seals), seals[1])
    assert (
        seals[0]
        == Templates(TEMPLATE)
        .render(Letter(key="k", kind=LetterKind.RECEIPT, stage="", proposal=1, to=(), values={}))
        .seal(())
    )


def test_keys_of_a_change_are_keys_of_their_own() -> None:
    assert [effects.sitting("s", 7, n) for n in (1, 2, 3)] == [
        "undangan/s/7",
        "undangan/s/7/perubahan/1",
        "undangan/s/7/perubahan/2",
    ]
    assert [effects.sittings("s", "a@x", n) for n in (1, 2)] == ["jadwal/s/a@x", "jadwal/s/a@x/perubahan/1"]
    assert (effects.sitting("s", 7), effects.timetable("s", 7), effects.timetable("s")) == (
        effects.invitation("s", 7),
        "s/7",
        "s/keterangan",
    )


def test_an_edition_names_its_timetables_by_stage_and_one_without_any_loads_as_before() -> None:
    room = {"kind": "presentation", "rooms": ["Aula"], "days": ["2026-04-28"]}
    book = Rulebook.model_validate(document(timetables={"stage2": room, "stage3": {"kind": "visit"}}))
    assert isinstance(book.timetables["stage2"], Presentations)
    assert isinstance(book.timetables["stage3"], Visits)
    assert book.timetables["stage2"].days == (date(2026, 4, 28),)
    assert Rulebook.model_validate(document()).timetables == {}
    for wrong, said in (
        ({"stage9": room}, "no such stage: stage9"),
        ({"stage2": room | {"days": ["2026-05-05"]}}, "2026-05-05 lies outside"),
    ):
        with pytest.raises(ValidationError, match=said):
            Rulebook.model_validate(document(timetables=wrong))


def test_a_message_with_a_calendar_is_read_by_any_reader() -> None:
    mail = EmailMessage()
    file = calendar().enclosure()
    mail.set_content("Isi")
    mail.add_attachment(file.content, "text", "calendar", filename=file.name, params=dict(file.parameters))
    read = message_from_bytes(mail.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    (part,) = read.iter_attachments()
    assert (part.get_content_type(), part.get_param("method"), part.get_filename()) == (
        "text/calendar",
        "REQUEST",
        "jadwal.ics",
    )
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "Isi"
