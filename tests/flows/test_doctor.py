"""`panitia doctor`: what is missing is named with what to do, and everything else is still looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from competition.agencies import Agency, Judge
from config.edition import load_rulebook
from config.settings import SHIPPED_RULEBOOK, Settings
from flows import doctor
from flows.passes.context import Pass
from flows.passes.setup import enter, lay_out
from integrations.google.clients import SCOPES, ungranted
from integrations.rehearsal.server import RehearsalServer
from integrations.workbook.tabs import DECISIONS, LETTERS
from integrations.workspace import open_workspace
from tests.google.test_credentials import MAILBOX, service_account


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    edition = yaml.safe_load(SHIPPED_RULEBOOK.read_text(encoding="utf-8"))
    edition["mailbox"]["address"] = "sekretariat@panitia.example"  # whose mailbox an empty workspace has
    written(tmp_path, edition)
    with RehearsalServer(empty=True) as server:
        yield Settings(
            google_base=server.base, token=SecretStr(server.token), data=tmp_path, competition=tmp_path / "edisi.yaml"
        )


def written(at: Path, edition: dict[str, Any]) -> None:
    (at / "edisi.yaml").write_text(yaml.safe_dump(edition, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def this(settings: Settings) -> Pass:
    rulebook = load_rulebook(settings.competition)
    made = Pass(open_workspace(settings, rulebook.mailbox.address), rulebook, datetime.now(UTC))
    lay_out(made)
    enter(
        made,
        [Agency(code="A-1", name="Dinas Satu", emails=("satu@kab.example",))],
        [Judge(email="juri@panel.example", name="Juri", institution="Universitas")],
    )
    made.open()
    return made


def missing(settings: Settings) -> dict[str, str]:
    return {f.what: f.todo for f in doctor.examine(settings) if not f.ok}


def test_everything_in_place_is_said_line_by_line(settings: Settings, this: Pass) -> None:
    found = doctor.examine(settings)
    assert [f.what for f in found if not f.ok] == []
    assert len(found) == 13
    assert found[-1].what.endswith("belum ada")


def test_the_machine_that_runs_is_named(settings: Settings, this: Pass) -> None:
    this.journal("uji", "uji", "", "")
    this.book.save()
    assert doctor.examine(settings)[-1].what.endswith(this.workspace.machine.name)


def test_without_a_workbook_the_rest_is_still_looked_at(settings: Settings) -> None:
    assert list(missing(settings)) == ["Buku kerja, tab, dan judul kolom"]


def test_a_clock_that_is_off_is_named_with_by_how_much(
    settings: Settings, this: Pass, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fast(datetime):
        @classmethod
        def now(cls, _tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(minutes=5)

    monkeypatch.setattr(doctor, "datetime", Fast)
    told = missing(settings)["Jam mesin ini sama dengan jam Google"]
    assert ("lebih cepat" in told, "NTP" in told) == (True, True)


def test_a_full_drive_is_named(settings: Settings, this: Pass, monkeypatch: pytest.MonkeyPatch) -> None:
    room = this.workspace.drive.room()
    assert room is not None
    monkeypatch.setattr(doctor, "_LITTLE_SPACE", room + 1)
    assert missing(settings) == {
        "Ruang Drive": f"tinggal {room // 2**20} MB pada akun ini; kosongkan Drive atau tambah ruang sebelum usulan masuk"
    }


def test_a_spent_daily_limit_is_named(settings: Settings, this: Pass, tmp_path: Path) -> None:
    edition = yaml.safe_load(settings.competition.read_text(encoding="utf-8"))
    edition["letters"]["daily_limit"] = 1
    written(tmp_path, edition)
    assert missing(settings) == {}
    this.book[LETTERS].put("tanda-terima/1", keadaan="terkirim", terkirim=this.at())
    this.book.save()
    assert "1 surat per 24 jam" in missing(settings)["Kuota kirim hari ini"]


def test_a_column_for_ticks_that_others_may_edit_is_named(settings: Settings, this: Pass) -> None:
    this.book[DECISIONS].put("administrasi", keadaan="menunggu")
    this.book.save()
    assert missing(settings) == {}
    locks = this.workspace.sheets.tabs(this.book.id)[DECISIONS.title].locks
    this.workspace.sheets.change(
        this.book.id, [{"deleteProtectedRange": {"protectedRangeId": lock.id}} for lock in locks]
    )
    assert "panitia setup" in missing(settings)["Kolom centang hanya untuk pejabatnya"]


def test_a_scope_that_was_not_agreed_to_is_named(settings: Settings, tmp_path: Path) -> None:
    key = tmp_path / "kunci.json"
    info = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}
    key.write_text(json.dumps(info | {"scopes": [s for s in SCOPES if not s.endswith("gmail.compose")]}))
    signed = Settings(workspace="google", google_base=settings.base, credentials=key)
    assert ungranted(signed, MAILBOX) == ["https://www.googleapis.com/auth/gmail.compose"]
    account = Settings(workspace="google", google_base=settings.base, credentials=service_account(tmp_path / "sa.json"))
    assert ungranted(account, MAILBOX) == []
