"""Sending: every letter once, in a stated order, until somebody says stop; and what comes back stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from competition.rulebook import Rulebook
from config.errors import Trouble
from flows.passes import brake
from flows.passes.context import STOP
from flows.passes.outlook import awaited
from flows.passes.season import run_pass
from integrations.google.patience import Effect, Patience
from integrations.google.sheets import cell_range
from integrations.workbook.tabs import AGENCIES, LETTERS, SETTINGS, TabSpec
from integrations.workspace import open_workspace
from tests.documents.samples import attached, mail, multi, picture, text
from tests.hostile.desk import Desk, desk
from tests.hostile.strange_mails import Maker
from tests.season.playing import HTTP

JPG = picture()
MAKERS = [Maker(f"S{n}") for n in range(1, 7)]
KEYS = [f"tanda-terima/{n}" for n in range(1, 7)]


@contextmanager
def six(data: Path) -> Iterator[Desk]:
    """Six proposals have arrived; their receipts leave without anybody's tick."""
    with desk(data, [m.code for m in MAKERS]) as office:
        office.deliver(m.with_file(attached("foto.jpg", JPG + m.code.encode(), "image/jpeg")) for m in MAKERS)
        yield office


def one_pass(office: Desk, rulebook: Rulebook | None = None, patience: Patience | None = None, **later: float) -> None:
    office.now += timedelta(**later or {"minutes": 1})
    office.play.set_clock(office.now)
    rules = rulebook or office.rulebook
    workspace = open_workspace(office.play.settings, rules.mailbox.address, patience)
    run_pass(workspace, rules, office.templates, office.now)


def limited(office: Desk, daily: int) -> Rulebook:
    return office.rulebook.model_copy(
        update={"letters": office.rulebook.letters.model_copy(update={"daily_limit": daily})}
    )


def states(office: Desk) -> list[tuple[str, str]]:
    """(key, state) of every receipt."""
    rows = office.play.look().book[LETTERS].rows
    return [(k, rows[k].text("keadaan")) for k in KEYS]


def sent(office: Desk) -> list[str]:
    """The keys of everything in Sent, doubles included, oldest first."""
    gmail = office.workspace.gmail
    return [k for m in reversed(gmail.sent(office.rulebook.intake.opens_at)) if (k := gmail.key(m)[0])]


def types(office: Desk, spec: TabSpec, key: str, role: str = "sekretaris", **cells: Any) -> None:
    book = office.play.look().book
    row, places = book[spec].rows[key].place or 0, book[spec].places
    written = {cell_range(spec.title, row, places[c]): [[v]] for c, v in cells.items()}
    office.play.office.officers[role].sheets.write(book.id, written)


def weather(office: Desk, *faults: dict[str, Any]) -> None:
    answer = HTTP.post(
        f"{office.play.base}/_rehearsal/faults",
        headers={"Authorization": f"Bearer {office.play._admin}"},
        json=list(faults),
    )
    answer.raise_for_status()


def test_what_does_not_fit_today_leaves_on_the_following_days_by_number(tmp_path: Path) -> None:
    with six(tmp_path) as office:
        rules, seen = limited(office, 2), []
        for later in ({"minutes": 1}, {"hours": 2}, {"hours": 23}, {"hours": 25}):
            one_pass(office, rules, **later)
            seen.append(sent(office))
        assert seen == [KEYS[:2], KEYS[:2], KEYS[:4], KEYS]
        assert states(office) == [(k, "terkirim") for k in KEYS]


@dataclass(slots=True)
class Watching(Patience):
    """Lets somebody act right after the nth letter has left."""

    nth: int = 2
    office: Desk | None = None
    sends: int = field(default=0)

    def call(self, what: str, send: Any, effect: Effect, read: Any) -> Any:
        answer = Patience.call(self, what, send, effect, read)
        self.sends += effect is Effect.SEND
        if effect is Effect.SEND and self.sends == self.nth and self.office:
            types(self.office, SETTINGS, STOP, nilai="ya")
        return answer


def test_a_stop_in_the_middle_of_a_batch_halts_it_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brake, "SECONDS", 0.0)
    with six(tmp_path) as office:
        one_pass(office, patience=Watching(office=office))
        assert sent(office) == KEYS[:2]
        assert {s for _, s in states(office)[2:]} == {"disetujui"}
        one_pass(office)
        assert sent(office) == KEYS[:2]
        types(office, SETTINGS, STOP, nilai="")
        one_pass(office)
        assert sent(office) == KEYS


@pytest.mark.parametrize(
    "lost",
    [
        {"kind": "timeout_after_commit", "seconds": 0.05},
        {"kind": "reset", "after_commit": True},
        {"kind": "truncate"},
        {"kind": "status", "status": 503},
    ],
    ids=lambda f: f["kind"],
)
def test_a_lost_answer_to_a_send_is_settled_by_looking(tmp_path: Path, lost: dict[str, Any]) -> None:
    with six(tmp_path) as office:
        weather(office, {"match": "gmail.users.drafts.send", "after": 2, **lost})
        with pytest.raises(Trouble):
            one_pass(office)
        weather(office, {"match": "gmail.users.messages.list", "kind": "index_lag", "seconds": 1800, "times": 50})
        one_pass(office)  # the draft is gone and the letter is not in Sent yet: nobody sends it again
        weather(office)
        one_pass(office)
        assert (sorted(sent(office)), states(office)) == (KEYS, [(k, "terkirim") for k in KEYS])


def replies(office: Desk, *, honest: bool) -> list[bytes]:
    """The answer of a machine to every letter that it was sent: with everything quoted, and the document again."""
    gmail, made = office.workspace.gmail, []
    for message in gmail.sent(office.rulebook.intake.opens_at):
        letter = message_from_bytes(gmail.raw(message).content, policy=default)
        assert isinstance(letter, EmailMessage)
        me = next(m for m in MAKERS if m.address in str(letter["To"]))
        headers = ["Auto-Submitted: auto-replied"] if honest else []
        again = multi(text(letter.get_content()), attached("foto.jpg", JPG + me.code.encode(), "image/jpeg"))
        body = mail(again, *headers, sender=me.address, subject=f"Re: {letter['Subject']}"[:150])
        made.append(body.replace(b"<a1@opd.example>", f"<balas{len(made)}.{office.now:%H%M%S}@uji.example>".encode()))
    return made


@pytest.mark.parametrize("honest", [True, False], ids=["says so", "hides it"])
def test_two_machines_do_not_answer_each_other(tmp_path: Path, *, honest: bool) -> None:
    with six(tmp_path) as office:
        one_pass(office)
        for _ in range(3):
            office.deliver(replies(office, honest=honest))
            one_pass(office)
        assert sorted(sent(office)) == KEYS
        beside = office.play.look().book[LETTERS].rows["tanda-terima/1"].text("balik")
        assert ("balasan otomatis dari s1@uji.example" in beside) is honest


def bounce(address: str) -> bytes:
    status = f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; {address}\nAction: failed\n"
    report = multi(text("Tidak terkirim."), status, kind="report", more="; report-type=delivery-status")
    return mail(report, "Return-Path: <>", sender="mailer-daemon@uji.example", subject="Undeliverable")


def test_a_bounce_stands_beside_its_letter_and_a_tick_with_a_reason_sends_it_again_once(tmp_path: Path) -> None:
    with six(tmp_path) as office:
        one_pass(office)
        office.deliver([bounce("s3@uji.example")])
        one_pass(office)
        table = office.play.look().book[LETTERS]
        assert [k for k in KEYS if "tidak sampai ke s3@uji.example" in table.rows[k].text("balik")] == [KEYS[2]]
        assert [a for a in awaited(office.play.look()) if KEYS[2] in a.what and "perbaiki alamat" in a.what]
        types(office, LETTERS, KEYS[2], ulang=True)
        one_pass(office)
        assert "tulis alasannya" in office.play.look().book[LETTERS].rows[KEYS[2]].text("keterangan")
        assert len(sent(office)) == 6
        types(office, AGENCIES, "S3", surel="baru@uji.example")
        types(office, LETTERS, KEYS[2], ulang=True, alasan_ulang="alamat salah")
        one_pass(office)
        again = f"{KEYS[2]}/ulang/1"
        row = office.play.look().book[LETTERS].rows[again]
        assert (row.text("keadaan"), row.text("kepada"), row.text("perlu")) == (
            "draf",
            "baru@uji.example",
            "sekretaris",
        )
        types(office, LETTERS, again, sekretaris=True)
        for _ in range(3):
            one_pass(office)
        assert sent(office) == [*KEYS, again]
        assert not office.play.look().book[LETTERS].rows[KEYS[2]].ticked("ulang")


def test_an_address_that_changes_after_the_tick_takes_the_tick_back(tmp_path: Path) -> None:
    with six(tmp_path) as office:
        one_pass(office)
        types(office, LETTERS, KEYS[0], ulang=True, alasan_ulang="diminta")
        one_pass(office)
        again = f"{KEYS[0]}/ulang/1"
        types(office, LETTERS, again, sekretaris=True)
        types(office, AGENCIES, "S1", surel="lain@uji.example")
        one_pass(office)
        row = office.play.look().book[LETTERS].rows[again]
        assert (row.ticked("sekretaris"), row.text("keadaan"), len(sent(office))) == (False, "draf", 6)
        types(office, LETTERS, again, sekretaris=True)
        one_pass(office)
        gmail = office.workspace.gmail
        last = message_from_bytes(gmail.raw(gmail.sent(office.rulebook.intake.opens_at)[0]).content, policy=default)
        assert (last["X-Panitia-Surat"], last["To"]) == (again, "lain@uji.example")
