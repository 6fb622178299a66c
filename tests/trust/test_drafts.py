"""Drafts that lie in Gmail before the release: whatever a hand does to them, nothing else leaves than was sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest

from integrations.workbook.tabs import DECISIONS, JOURNAL, LETTERS
from tests.trust.desk import RELEASE, Desk


@pytest.fixture(autouse=True)
def nothing_leaves(at: Desk) -> Iterator[None]:
    at.run()
    assert at.release()[0] == "menunggu persetujuan", at.release()
    yield
    assert at.sent() == []
    at.tick("sekretaris", "ketua", value=False)


def _html(mail: EmailMessage) -> None:
    mail.add_alternative("<p>Selamat, Anda juara <b>pertama</b>.</p>", subtype="html")


def _attachment(mail: EmailMessage) -> None:
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="piagam.pdf")


def _header(name: str, value: str) -> Callable[[EmailMessage], None]:
    def change(mail: EmailMessage) -> None:
        del mail[name]
        mail[name] = value

    return change


def _words(mail: EmailMessage) -> None:
    mail.set_content(mail.get_content().replace("Peringkat", "Peringkat (sementara) 9 dari 9, dulu"))


def _one_more_sentence(mail: EmailMessage) -> None:
    mail.set_content(mail.get_content() + "\nSalam hangat.\n")


@pytest.mark.parametrize(
    "change",
    [
        _words,
        _one_more_sentence,
        _html,
        _attachment,
        _header("Subject", "Hasil"),
        _header("To", "wartawan@surel.example"),
        _header("Cc", "wartawan@surel.example"),
        _header("Bcc", "wartawan@surel.example"),
        _header("Reply-To", "wartawan@surel.example"),
    ],
    ids=lambda f: getattr(f, "__name__", ""),
)
def test_a_draft_edited_in_gmail_is_put_right_and_asked_about_again(
    at: Desk, change: Callable[[EmailMessage], None]
) -> None:
    key, draft = next((k, d) for k, d in at.letters().items() if d)
    gmail = at.look().workspace.gmail
    before = gmail.draft_raw(draft)
    at.edits_draft(draft, change)
    at.tick("sekretaris", "ketua")
    at.run()
    state, text = at.release()
    row = at.look().book[DECISIONS].rows[RELEASE]
    assert (state, "diubah di Gmail" in text, row.ticked("sekretaris")) == ("tertahan", True, False)
    after = gmail.draft_raw(draft)
    assert before and after and before.partition(b"\r\n\r\n")[2] == after.partition(b"\r\n\r\n")[2]
    assert any(r.text("tentang") == key and "Gmail" in r.text("peristiwa") for r in at.look().book[JOURNAL])


def test_no_draft_has_an_address_before_the_release_so_that_no_hand_can_send_it(at: Desk) -> None:
    drafts = [d for d in at.letters().values() if d]
    assert [at.recipients(d) for d in drafts] == [""] * len(drafts)
    gmail = at.look().workspace.gmail
    with pytest.raises(Exception, match="Recipient address required"):
        gmail._users.drafts().send(userId="me", body={"id": drafts[0]}).execute()


def test_a_draft_deleted_before_the_release_holds_all_its_letters(at: Desk) -> None:
    key, draft = next((k, d) for k, d in at.letters().items() if d)
    at.look().workspace.gmail._users.drafts().delete(userId="me", id=draft).execute()
    number = at.look().book[LETTERS].rows[key].text("usulan")
    at.tick("sekretaris", "ketua")
    at.run()
    assert f"usulan nomor {number} tidak ada lagi di Gmail" in at.release()[1]
    at.run(minutes=11)
    assert at.look().book[LETTERS].rows[key].text("keadaan") == "gagal"
    at.tick("sekretaris", "ketua")
    at.run()
    state, text = at.release()
    assert (state, f"usulan nomor {number}: surat hasil belum ada" in text) == ("tertahan", True)
    at.tick("sekretaris", "ketua", value=False)
    at.types("sekretaris", LETTERS, key, ulang=True, alasan_ulang="draf terhapus")
    at.run()
    assert at.look().book[LETTERS].rows[key].text("draf") not in {"", draft}
