"""What a request costs grows with its answer, not with what lies beside it; counted in steps, not in seconds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from integrations.rehearsal import discovery, identity, uploads
from integrations.rehearsal.calls import Call
from integrations.rehearsal.gmail import listing, mailbox
from integrations.rehearsal.store import Store

if TYPE_CHECKING:
    from pathlib import Path


def _steps(folder: Path, mails: int, query: dict[str, Any]) -> tuple[int, int]:
    """(steps SQLite takes for the page of a mailbox of so many mails, size of the page), a step being 10 instructions."""
    store = Store(folder / f"{mails}.sqlite3", durable=False)
    steps = 0

    def counted() -> int:
        nonlocal steps
        steps += 1
        return 0

    with store.write() as db:
        identity.set_first_token(db, "t")
        user = identity.first(db)
        for number in range(mails):
            text = f"From: a@b.test\r\nSubject: Usulan {number}\r\n\r\nIsi.\r\n"
            mailbox.add(db, user.email, text.encode(), ["INBOX"], 1_700_000_000_000 + number)
        method = discovery.methods()["gmail.users.messages.list"]
        call = Call(None, method, user, None, db, datetime.now(UTC), {"userId": "me"}, query, {}, {})  # type: ignore[arg-type]
        db.set_progress_handler(counted, 10)
        page, _, _ = listing.page(call)
        db.set_progress_handler(None, 0)
    store.close()
    return steps, len(page)


@pytest.mark.parametrize("query", [{"maxResults": 10}, {"maxResults": 10, "labelIds": ["INBOX"]}])
def test_the_first_page_of_a_mailbox_costs_the_same_however_large_it_is(tmp_path: Path, query: dict[str, Any]) -> None:
    small, shown = _steps(tmp_path, 600, query)
    large, as_many = _steps(tmp_path, 1800, query)
    assert shown == as_many == 10
    assert large < 1.2 * small


@pytest.mark.parametrize("line", [b"\n", b"\r\n"])
def test_a_multipart_body_is_cut_at_lines_that_are_its_boundary_only(line: bytes) -> None:
    inner = b"teks --b di tengah" + line + b" --b" + line + b"--bukan"
    body = line.join([b"--b", b"A: 1", b"", b"satu", b"--b  ", b"", inner, b"", b"--b--", b"sisa"])
    assert [part.data for part in uploads.parts("multipart/related; boundary=b", body)] == [b"satu", inner + line]
