"""A timetable from the first draft to the last change: who is told what, and that nobody else is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any

import pytest

from competition.sittings import Visits
from flows.passes.drafting import WAITING
from flows.passes.outlook import awaited
from flows.passes.release import DRAFT, HELD, SENT
from integrations.google.sheets import cell_range
from integrations.workbook.tabs import AGENCIES, JOURNAL, JUDGES, LETTERS, PROPOSALS, TIMETABLE
from tests.timetable.desk import Schedule, schedule

pytestmark = pytest.mark.slow  # the pieces are held by tests/competition and tests/crash
TUESDAY, WEDNESDAY = "Selasa, 8 Juni 2027", "Rabu, 9 Juni 2027"


@dataclass
class Story:
    """What was seen, by the step it was seen after."""

    times: dict[str, dict[int, str]] = field(default_factory=dict)
    letters: dict[str, set[str]] = field(default_factory=dict)
    events: dict[str, tuple[str, list[dict[str, Any]]]] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    idle: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, list[str]] = field(default_factory=dict)
    judge: dict[int, str] = field(default_factory=dict)
    agency: dict[int, str] = field(default_factory=dict)
    journal: list[str] = field(default_factory=list)
    ticked: bool = True


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with schedule(tmp_path_factory.mktemp("timetable")) as desk:
        yield _played(desk)


def _played(desk: Schedule) -> Story:
    story = Story()

    def seen(step: str) -> None:
        this = desk.look()
        story.rows[step] = desk.rows(this)
        story.times[step] = desk.times(story.rows[step])
        story.heads[step] = str(desk.head(this)["alasan"])
        story.waiting[step] = [a.what for a in awaited(this) if "onfirmasi" in a.what or "Jadwal " in a.what]

    _as_visits(desk, story)
    desk.run()
    seen("drafted")
    story.letters["drafted"] = set(desk.letters(DRAFT))
    story.letters["sent before any tick"] = set(desk.letters(SENT))
    story.idle["drafted"] = desk.idle()
    book = desk.look().book
    names = {r.text("nama"): r.text("surel") for r in book[JUDGES]}
    story.judge = {n: names[str(r["tim"])] for n, r in story.rows["drafted"].items()}
    story.agency = {n: book[LETTERS].rows[f"undangan/stage2/{n}"].text("kepada").split("; ")[0] for n in story.judge}

    # Ticked with one time, changed before the next pass: it must not leave.
    desk.types("sekretaris", LETTERS, "undangan/stage2/4", sekretaris=True)
    desk.pin(4, "09-06-2027", "10.00")
    desk.run()
    seen("changed after a tick")
    story.ticked = desk.look().book[LETTERS].rows["undangan/stage2/4"].ticked("sekretaris")
    story.events["changed after a tick"] = desk.events("undangan/stage2/4")
    story.letters["sent after the change"] = set(desk.letters(SENT))

    # Somebody takes the calendar out of a draft in Gmail: it is put back and must be ticked again.
    desk.rewrites("undangan/stage2/2", _without_files)
    story.letters["sent of the others"] = desk.send()
    story.events["put back"] = desk.events("undangan/stage2/2")
    story.letters["sent first"] = story.letters["sent of the others"] | desk.send()
    for n in story.judge:
        story.events[f"invited {n}"] = desk.events(f"undangan/stage2/{n}")
        story.subjects[f"invited {n}"] = str(desk.mail(f"undangan/stage2/{n}")["Subject"])
        story.events[f"listed {n}"] = desk.events(f"jadwal/stage2/{story.judge[n]}")
    story.idle["sent first"] = desk.idle()

    desk.arrives(story.agency[1], f"Re: {story.subjects['invited 1']}", "Hadir.\n")
    desk.arrives(story.agency[2], f"Re: {story.subjects['invited 2']}", "Terima kasih.\nKami datang bertiga.\n")
    desk.arrives("orang@lain.example", f"Re: {story.subjects['invited 4']}", "Hadir\n")
    desk.run()
    seen("answered")
    desk.types("sekretaris", TIMETABLE, "stage2/1", konfirmasi="hadir")

    desk.types("sekretaris", JUDGES, story.judge[1], berhalangan="08-06-2027")
    desk.run()
    seen("judge away")
    story.letters["judge away"] = set(desk.letters(DRAFT))
    story.letters["sent then"] = desk.send()
    story.events["moved 1"] = desk.events("undangan/stage2/1/perubahan/1")
    story.events["moved judge"] = desk.events(f"jadwal/stage2/{story.judge[1]}/perubahan/1")
    story.subjects["moved 1"] = str(desk.mail("undangan/stage2/1/perubahan/1")["Subject"])
    story.idle["judge away"] = desk.idle()

    desk.types("sekretaris", JUDGES, story.judge[1], berhalangan="")
    desk.run()
    seen("judge back")
    story.letters["judge back"] = set(desk.letters(DRAFT))

    desk.pin(2, "besok", "", "Gudang")
    desk.run()
    seen("wrong pin")
    story.letters["wrong pin"] = set(desk.letters(DRAFT))
    desk.pin(2, "09-06-2027", "09.00")
    desk.run()
    story.letters["pinned away"] = set(desk.letters(DRAFT))
    desk.pin(2, "08-06-2027", "08.00", "ruang rapat")
    desk.run()
    story.letters["pinned back"] = set(desk.letters(DRAFT))
    story.letters["given up"] = set(desk.letters(HELD))
    desk.pin(2, "09-06-2027", "08.00")
    desk.run()
    story.letters["pinned again"] = desk.send()
    story.events["pinned again"] = desk.events("undangan/stage2/2/perubahan/1")
    seen("pinned again")

    zone = desk.play.script.rulebook.zone
    desk.play.set_clock(datetime(2027, 6, 9, 6, tzinfo=zone))
    desk.run()
    seen("the day before")
    story.journal = [r.text("rincian") for r in desk.look().book[JOURNAL] if r.text("peristiwa") == "jadwal berubah"]

    this = desk.look()
    place = this.book[LETTERS].places["pokok"]
    this.workspace.sheets.write(this.book.id, {cell_range(LETTERS.title, 1, place): [["Lain"]]})
    desk.run()
    story.letters["nothing remembered"] = set(desk.letters(DRAFT, WAITING))
    story.waiting["nothing remembered"] = [a.what for a in awaited(desk.look()) if a.role == "admin"]
    return story


def _without_files(mail: EmailMessage) -> None:
    body = mail.get_body(("plain",))
    assert body is not None
    words = body.get_content()
    mail.clear_content()
    mail.set_content(words)


def _as_visits(desk: Schedule, story: Story) -> None:
    """One pass in which the stage is visited and not heard; nothing of it is sent."""
    book = desk.play.script.rulebook
    code = desk.look().book[PROPOSALS].rows["1"].text("kode")
    desk.types("sekretaris", AGENCIES, code, lokasi="Kecamatan Sarappo")
    desk.run(book.model_copy(update={"timetables": {"stage2": Visits(kind="visit", teams=3)}}))
    story.kinds = desk.letters(DRAFT)
    story.times["visits"], story.heads["visits"] = desk.times(desk.rows()), str(desk.head()["alasan"])
    body = desk.mail("undangan/stage2/1").get_body(("plain",))
    story.texts["visits"] = str(body.get_content()) if body is not None else ""


def test_a_visit_goes_to_the_place_of_its_agency_with_a_notice_and_a_letter_of_assignment(told: Story) -> None:
    assert set(told.kinds.values()) == {"kunjungan-lapangan", "surat-tugas"}
    assert told.times["visits"][1].endswith("Kecamatan Sarappo")
    assert "Lokasi            : Kecamatan Sarappo" in told.texts["visits"].splitlines()
    assert "Usulan nomor 1: hanya 1 juri yang dapat berkunjung dari 2 yang diperlukan" in told.heads["visits"]


def test_nothing_about_a_timetable_leaves_without_a_tick(told: Story) -> None:
    assert told.letters["sent before any tick"] == set()
    assert told.letters["drafted"] == {f"undangan/stage2/{n}" for n in told.judge} | {
        f"jadwal/stage2/{j}" for j in told.judge.values()
    }


def test_a_pass_in_which_nothing_happened_writes_nothing(told: Story) -> None:
    assert told.idle == {"drafted": [], "sent first": [], "judge away": []}


def test_a_time_that_changes_after_its_tick_is_not_sent_and_must_be_ticked_again(told: Story) -> None:
    assert told.times["changed after a tick"][4].startswith(f"{WEDNESDAY} 10.00")
    assert (told.letters["sent after the change"], told.ticked) == (set(), False)
    assert told.events["changed after a tick"][1][0]["starts"].strftime("%d %H:%M") == "09 10:00"
    before, after = told.times["drafted"], told.times["changed after a tick"]
    assert {n for n in after if after[n] != before[n]} == {4}


def test_a_calendar_taken_out_of_a_draft_is_put_back_and_its_letter_waits(told: Story) -> None:
    assert told.letters["sent first"] - told.letters["sent of the others"] == {"undangan/stage2/2"}
    assert told.events["put back"] == told.events["invited 2"]


def test_everyone_is_told_their_own_time_as_a_calendar_entry(told: Story) -> None:
    assert told.letters["sent first"] == told.letters["drafted"]
    for n, time in told.times["changed after a tick"].items():
        method, (event,) = told.events[f"invited {n}"]
        assert (method, event["sequence"], event["status"], event["zone"]) == (
            "REQUEST",
            0,
            "CONFIRMED",
            "Asia/Makassar",
        )
        day = TUESDAY if event["starts"].day == 8 else WEDNESDAY
        assert time == f"{day} {event['starts']:%H.%M} {event['place']}"
        assert time.partition(" 0")[0].partition(" 1")[0] in told.subjects[f"invited {n}"]
        method, listed = told.events[f"listed {n}"]
        assert (method, [(e["starts"], e["place"]) for e in listed]) == ("PUBLISH", [(event["starts"], event["place"])])


def test_an_answer_of_one_word_is_a_suggestion_and_the_secretariat_decides(told: Story) -> None:
    rows = told.rows["answered"]
    assert str(rows[1]["balasan"]).startswith(f"saran: hadir ({told.agency[1]}, ")
    assert str(rows[2]["balasan"]).endswith(": “Terima kasih. Kami datang bertiga.”")
    assert (rows[4]["balasan"], {n: r["konfirmasi"] for n, r in rows.items()}) == ("", dict.fromkeys(rows, ""))


def test_an_absence_moves_only_what_it_must_and_tells_only_whom_it_concerns(told: Story) -> None:
    before, after = told.times["answered"], told.times["judge away"]
    assert {n for n in after if after[n] != before[n]} == {1}
    concerned = {"undangan/stage2/1/perubahan/1", f"jadwal/stage2/{told.judge[1]}/perubahan/1"}
    assert (told.letters["judge away"], told.letters["sent then"]) == (concerned, concerned)


def test_a_moved_sitting_keeps_its_entry_and_raises_its_sequence(told: Story) -> None:
    first, moved = told.events["invited 1"][1][0], told.events["moved 1"][1][0]
    assert (moved["uid"], first["sequence"], moved["sequence"]) == (first["uid"], 0, 1)
    assert moved["starts"].strftime("%d") == "09"
    listed = told.events["moved judge"]
    assert (listed[0], [e["sequence"] for e in listed[1]]) == ("PUBLISH", [1])
    assert told.subjects["moved 1"].startswith("Perubahan Jadwal Presentasi dan Wawancara Usulan Nomor ")


def test_a_confirmation_of_a_time_that_is_no_more_is_taken_back(told: Story) -> None:
    assert told.rows["judge away"][1]["konfirmasi"] == ""
    assert [d for d in told.journal if d.endswith("; konfirmasi “hadir” ditarik")] != []


def test_what_stands_is_not_moved_back_when_the_reason_has_gone(told: Story) -> None:
    assert (told.times["judge back"], told.letters["judge back"]) == (told.times["judge away"], set())


def test_what_is_typed_wrongly_is_told_and_changes_nothing(told: Story) -> None:
    assert "Usulan nomor 2: ruang tetap “Gudang” bukan salah satu dari Aula, Ruang Rapat" in told.heads["wrong pin"]
    assert (told.times["wrong pin"], told.letters["wrong pin"]) == (told.times["judge back"], set())
    assert any("Gudang" in w for w in told.waiting["wrong pin"])


def test_a_change_that_is_taken_back_before_it_was_told_is_told_to_nobody(told: Story) -> None:
    letters = {"undangan/stage2/2/perubahan/1", f"jadwal/stage2/{told.judge[2]}/perubahan/1"}
    assert told.letters["pinned away"] == letters
    assert (told.letters["pinned back"], told.letters["given up"]) == (set(), letters)
    assert told.letters["pinned again"] == letters
    event = told.events["pinned again"][1][0]
    assert (event["sequence"], f"{event['starts']:%d %H:%M}") == (1, "09 08:00")


def test_a_workbook_that_cannot_keep_what_was_told_gets_no_letters_but_a_word_about_it(told: Story) -> None:
    assert told.letters["nothing remembered"] == set()
    said = "Tab Surat: tulis “Pokok Isi” pada baris 1 kolom kosong pertama; sebelum itu surat jadwal tidak dibuat"
    assert said in told.waiting["nothing remembered"]


def test_who_has_not_confirmed_a_day_before_waits_on_beranda(told: Story) -> None:
    assert [w for w in told.waiting["answered"] if "Belum ada konfirmasi" in w] == []
    late = [w.partition(" (")[0] for w in told.waiting["the day before"]]
    assert sorted(late) == [f"Belum ada konfirmasi usulan nomor {n}" for n in (1, 2, 4)]
