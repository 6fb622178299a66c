"""Letters to judges: bundled, counted anew as they leave, never at night, and a receipt of what was counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from competition.selection import Ranking
from competition.snapshot import Snapshot
from flows.passes.decisions import FROZEN
from flows.passes.judge_forms import JudgeForms
from flows.passes.outlook import awaited
from integrations.workbook import packing
from integrations.workbook.ballot import TAB
from integrations.workbook.tabs import BALLOTS, DECISIONS, LETTERS, RETURNS
from tests.flows.judging import DAY, HOUR, OPENS, STAGE, Desk, edition, judging

RETURNED, REMINDER, RECEIPT, ASSIGNED = "pengembalian-nilai", "pengingat-juri", "tanda-terima-nilai", "penugasan-juri"
QUIET = {"quiet_hours": "20:00-06:00", "automatic": ["tanda-terima", ASSIGNED]}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with judging(edition({"form": True}, QUIET), judges="ab", proposals=3) as made:
        yield made


def letters(desk: Desk, kind: str, judge: str = "a") -> list[tuple[str, str]]:
    """(day of the key or the reading, state) of each letter to the judge."""
    rows = desk.rows(LETTERS, jenis=kind, kepada=f"{judge}@juri.example")
    return [(r["kunci"].split("/")[-2], r["keadaan"]) for r in sorted(rows, key=lambda r: r["kunci"])]


def body(desk: Desk, kind: str, judge: str = "a", *, nth: int = -1) -> str:
    """What the letter says, from its draft or from Sent."""
    this = desk.look()
    rows = [r for r in this.book[LETTERS] if r.text("jenis") == kind and r.text("kepada") == f"{judge}@juri.example"]
    row = sorted(rows, key=lambda r: r.text("kunci"))[nth]
    if row.text("pesan"):
        return sent(desk, row.text("pesan"))
    raw = this.workspace.gmail.draft_raw(row.text("draf"))
    assert raw is not None
    return text_of(raw)


def text_of(raw: bytes) -> str:
    import email
    import email.policy

    message: Any = email.message_from_bytes(raw, policy=email.policy.default)
    return str(message.get_body().get_content())


def sent(desk: Desk, message: str) -> str:
    import base64

    got = desk._http.get(f"/gmail/v1/users/me/messages/{message}", params={"format": "raw"}).json()
    return text_of(base64.urlsafe_b64decode(got["raw"]))


def finish(desk: Desk, judge: str) -> None:
    desk.judges[judge].edit(desk.ballot(judge), {f"'{TAB}'!D2": [[True]]})


def fill(desk: Desk, judge: str, *numbers: int, score: object = 80) -> None:
    for n in numbers:
        desk.types(judge, n, Kebaruan=score, Signifikansi=80)


def test_the_assignment_is_one_letter_that_names_everything(desk: Desk) -> None:
    desk.write()
    assert letters(desk, ASSIGNED) == [(STAGE, "terkirim")]
    text = body(desk, ASSIGNED)
    assert [line for line in text.splitlines() if line[:2] in {"1.", "2.", "3."}] == [f"{n}. Inovasi {n}: Layanan" for n in (1, 2, 3)]  # fmt: skip
    form = desk.look().book[BALLOTS].rows[f"{STAGE}/a@juri.example"].text("formulir")
    assert f"Formulir (ponsel) : {form}" in text.splitlines()


def test_what_is_returned_in_a_day_is_one_letter_and_what_comes_later_waits_for_the_next(desk: Desk) -> None:
    desk.types("a", 1, Kebaruan="x", Signifikansi=80, Selesai=True)
    desk.write()
    desk.types("a", 2, Kebaruan=80, Signifikansi=101, Selesai=True)
    desk.write()
    assert letters(desk, RETURNED) == [("2027-04-08", "draf")]
    told = [line for line in body(desk, RETURNED).splitlines() if line[:2] in {"1.", "2."}]
    assert told == [
        "1. Usulan nomor 1, aspek Kebaruan: bukan angka (tertulis “x”)",
        "2. Usulan nomor 2, aspek Signifikansi: nilai di luar rentang (tertulis “101”)",
    ]
    desk.approve(RETURNED)
    desk.write()
    assert letters(desk, RETURNED) == [("2027-04-08", "terkirim")]
    desk.types("a", 3, Kebaruan=80, Selesai=True)
    desk.write()
    assert letters(desk, RETURNED) == [("2027-04-08", "terkirim")]
    desk.write(after=DAY - HOUR)
    assert letters(desk, RETURNED) == [("2027-04-08", "terkirim"), ("2027-04-09", "draf")]
    assert "1. Usulan nomor 3, aspek Signifikansi: belum diisi" in body(desk, RETURNED).splitlines()
    assert len(desk.rows(RETURNS)) == 3


def test_what_was_mended_before_the_letter_left_is_not_told(desk: Desk) -> None:
    desk.types("a", 1, Kebaruan="x", Signifikansi=80, Selesai=True)
    desk.types("a", 2, Kebaruan="y", Signifikansi=80, Selesai=True)
    desk.write()
    fill(desk, "a", 1)
    desk.write()
    assert "Usulan nomor 1" not in body(desk, RETURNED)
    fill(desk, "a", 2)
    desk.write()
    assert letters(desk, RETURNED) == [("2027-04-08", "ditahan")]
    desk.types("a", 2, Kebaruan="z", Selesai=True)
    desk.write()
    assert letters(desk, RETURNED) == [("2027-04-08", "draf")]  # called for again, to be approved again
    assert "(tertulis “z”)" in body(desk, RETURNED)


def test_a_bad_answer_to_the_form_is_in_the_same_letter(desk: Desk) -> None:
    desk.answers("a", Usulan_yang_dinilai="1 - Inovasi 1", Kebaruan="dua", Signifikansi="80")
    desk.types("a", 2, Selesai=True)
    desk.write()
    told = [line for line in body(desk, RETURNED).splitlines() if line[:2] in {"1.", "2."}]
    assert told == [
        "1. Usulan nomor 1, aspek Kebaruan (formulir): bukan angka (tertulis “dua”)",
        "2. Usulan nomor 2: baris belum diisi",
    ]


def test_a_reminder_is_counted_anew_as_it_leaves_and_keeps_its_approval(desk: Desk) -> None:
    desk.write(after=timedelta(days=7))
    assert letters(desk, REMINDER) == [("1", "draf")]
    assert "masih ada 3 usulan" in body(desk, REMINDER)
    desk.approve(REMINDER)
    fill(desk, "a", 1, 2)  # after the letter was approved
    fill(desk, "b", 1, 2, 3)
    desk.write()
    assert (letters(desk, REMINDER, "a"), letters(desk, REMINDER, "b")) == ([("1", "terkirim")], [("1", "ditahan")])
    assert "masih ada 1 usulan" in body(desk, REMINDER)


def test_a_reminder_is_counted_from_the_ballot_even_where_nobody_has_read_it_since(desk: Desk) -> None:
    from flows.passes.notification import Notification

    desk.write(after=timedelta(days=7))
    desk.approve(REMINDER)
    fill(desk, "a", 1)
    fill(desk, "b", 1, 2)
    desk.answers("b", Usulan_yang_dinilai="3 - Inovasi 3", Kebaruan="80", Signifikansi="80")
    this = desk.look()  # the step of letters alone: Nilai still says that everything is lacking
    Notification(this).run()
    this.book.save()
    assert (letters(desk, REMINDER, "a"), letters(desk, REMINDER, "b")) == ([("1", "terkirim")], [("1", "ditahan")])
    assert "masih ada 2 usulan" in body(desk, REMINDER)


def test_nothing_leaves_for_a_judge_at_night(desk: Desk) -> None:
    desk.clock(OPENS.replace(hour=20))
    desk.write(after=timedelta(0))
    assert letters(desk, ASSIGNED) == [(STAGE, "disetujui")]
    said = desk.rows(LETTERS, jenis=ASSIGNED, kepada="a@juri.example")[0]["keterangan"]
    assert said == "jam tenang; dikirim setelah pukul 06.00"
    desk.write(after=timedelta(hours=9, minutes=59))
    assert letters(desk, ASSIGNED) == [(STAGE, "disetujui")]
    desk.write(after=timedelta(minutes=1))
    assert letters(desk, ASSIGNED) == [(STAGE, "terkirim")]


def test_the_pace_is_told_to_the_secretariat_while_there_is_time(desk: Desk) -> None:
    fill(desk, "a", 1, 2, 3)
    desk.write()
    assert [a.what for a in awaited(desk.look()) if "laju" in a.what] == []  # the first day tells nothing yet
    desk.write(after=timedelta(days=3))
    told = [(a.role, a.what) for a in awaited(desk.look()) if "laju" in a.what]
    assert told == [
        ("sekretaris", "Administrasi: dengan laju ini 1 juri belum mulai (Juri b); ingatkan, atau tambah waktu baca pada tab Pengaturan"),
    ]  # fmt: skip


def test_hints_stand_on_the_own_ballot_alone(desk: Desk) -> None:
    for n, score in ((1, 80), (2, 82), (3, 8)):
        fill(desk, "a", n, score=score)
    fill(desk, "b", 1, 2, 3)
    desk.write()
    assert [r["Periksa Kembali (saran)"] or "" for r in desk.grid("a") if r["Nomor"]] == ["", "", "Kebaruan: 8, kurang satu angka?"]  # fmt: skip
    assert {r["Periksa Kembali (saran)"] or "" for r in desk.grid("b")} == {""}
    this = desk.look()
    tabs = [str(c) for spec in (BALLOTS, RETURNS, LETTERS) for r in this.book[spec] for c in r.cells.values()]
    assert [c for c in tabs if "kurang satu angka" in c] == []
    assert desk.rows(BALLOTS, juri="a@juri.example")[0]["salah"] == "0"


def freeze(desk: Desk, *, revision: int = 1, changed: str = "") -> None:
    """The stage's result is approved."""
    ranking = Ranking(stage=STAGE, seats=None, placings=())
    found = Snapshot(
        edition="x", decision=STAGE, label="Penilaian", revision=revision, reason="", approved_at=datetime(2027, 4, 20, tzinfo=OPENS.tzinfo),
        seats=None, entries=(), letters={}, templates={}, content=ranking.model_dump(),
    )  # fmt: skip
    this = desk.look()
    row = this.book[DECISIONS].put(STAGE, keadaan=FROZEN, beku=packing.packed(found), revisi=revision, berubah=changed)
    assert row.text("beku")
    this.book.save()


def test_each_judge_gets_a_receipt_of_the_own_scores_once_the_stage_is_approved(desk: Desk) -> None:
    fill(desk, "a", 1, 2, score="78,5")
    desk.types("a", 3, Benturan_Kepentingan=True)
    fill(desk, "b", 1, 2, 3, score=60)
    desk.write()
    assert letters(desk, RECEIPT) == []
    freeze(desk, changed="nilai berubah")
    desk.write()
    assert letters(desk, RECEIPT) == []  # what was approved is not what stands
    freeze(desk)
    desk.write()
    assert letters(desk, RECEIPT) == [(STAGE, "draf")]
    said = [line for line in body(desk, RECEIPT).splitlines() if line[:2] in {"1.", "2.", "3."} or line[:2] == "  "]
    assert said == [
        "1. Inovasi 1", "   Jumlah tertimbang: 79,40", "   Kebaruan 78,50; Signifikansi 80,00",
        "2. Inovasi 2", "   Jumlah tertimbang: 79,40", "   Kebaruan 78,50; Signifikansi 80,00",
        "3. Inovasi 3", "   Tidak dinilai: benturan kepentingan dinyatakan",
    ]  # fmt: skip
    assert "60" not in body(desk, RECEIPT).replace(STAGE, "")
    desk.approve(RECEIPT)
    desk.write()
    assert (letters(desk, RECEIPT), letters(desk, RECEIPT, "b")) == ([(STAGE, "terkirim")], [(STAGE, "terkirim")])
    freeze(desk, revision=2)
    desk.write()
    assert letters(desk, RECEIPT) == [("2", "draf"), (STAGE, "terkirim")]


def test_a_form_takes_no_answers_once_the_stage_is_approved(desk: Desk) -> None:
    freeze(desk)
    this = desk.look()
    for _ in range(2):
        JudgeForms(this, this.rulebook.stage(STAGE)).run()
    form = this.workspace.forms.form(this.book[BALLOTS].rows[f"{STAGE}/a@juri.example"].text("id_formulir"))
    assert form["publishSettings"]["publishState"] == {"isPublished": True, "isAcceptingResponses": False}
