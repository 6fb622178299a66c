"""A played season in which results are objected to: by mail, by form, by strangers, and out of courtesy."""

from __future__ import annotations

from pathlib import Path

import pytest

from competition import effects
from integrations.workbook.tabs import DECISIONS, LETTERS, OBJECTIONS
from tests.crash.dying import Doomed, differences
from tests.disputes.counter import RELEASE, STAGE, Counter, counter
from tests.season.playing import Played


def story(at: Counter) -> None:
    """Two object, one by mail and one by form; one is upheld; the corrected result is told; the next stage opens."""
    form = at.opens_form()
    at.goes()
    at.ticks(DECISIONS, STAGE)
    at.goes()
    at.ticks(DECISIONS, RELEASE)
    at.goes()
    first, second, third, fourth = at.ranks()
    assert at.sent("hasil/") == sorted(effects.outcome(STAGE, n) for n in (first, second, third, fourth))
    assert (at.seated("stage2"), at.sent("undangan/")) == (set(), [])
    assert [w for w in at.waiting() if w.startswith("Masa sanggah Seleksi Administrasi dan Proposal berlangsung sampai dengan ")], at.waiting()

    mail = at.writes(at.address(third), "Re: Hasil Tahap Administrasi", "Kami menyanggah nilai usulan kami.\n\nBukti menyusul.", to=third)
    at.answers(form, "SANGGAH-1", at.address(fourth), f"KIPP-X {third}", "Nilai kami keliru.")
    thanks = at.writes(at.address(first), "Re: Hasil Tahap Administrasi", "Terima kasih atas informasinya.", to=first)
    stranger = at.writes("warga@surel.example", "Keberatan warga", "Saya keberatan dengan hasilnya.")
    at.goes()
    sources = {s["id"]: (s["class"], s["reason"]) for s in at.play.report()["sources"]}
    assert {s: sources[s] for s in (mail, "SANGGAH-1", thanks, stranger)} == {
        "SANGGAH-1": ("not-a-submission", "sanggahan, perkara SGH-002"),
        mail: ("not-a-submission", "sanggahan, perkara SGH-001"),
        thanks: ("not-a-submission", "diduga sanggahan, perkara SGH-003"),
        stranger: ("not-a-submission", "diduga sanggahan, perkara SGH-004"),
    }
    assert at.cases() == {
        "SGH-001": "menunggu putusan",
        "SGH-002": "menunggu putusan",
        "SGH-003": "diduga sanggahan: membalas surat hasil tanpa menyebut sanggahan",
        "SGH-004": "diduga sanggahan: pengirim tidak terdaftar pada tab OPD",
    }
    assert [at.row(OBJECTIONS, c).number("usulan") for c in at.cases()] == [third, fourth, first, None]
    assert {at.row(OBJECTIONS, c).text("tepat") for c in at.cases()} == {"ya"}

    at.types(OBJECTIONS, "SGH-001", putusan="diterima", alasan="Nilai dua aspek tertukar.", oleh="Ketua Tim")
    at.types(OBJECTIONS, "SGH-002", putusan="ditolak", alasan="Nilai sesuai lembar penilaian.", oleh="Ketua Tim")
    at.types(OBJECTIONS, "SGH-003", sah="tidak")
    at.types(OBJECTIONS, "SGH-004", sah="tidak")
    at.goes()
    assert at.cases() == {
        "SGH-001": "diterima: menunggu revisi hasil",
        "SGH-002": "selesai: ditolak",
        "SGH-003": "bukan sanggahan",
        "SGH-004": "bukan sanggahan",
    }
    assert {s["reason"] for s in at.play.report()["sources"] if s["id"] in {thanks, stranger}} == {
        "tidak memuat usulan atau berkas usulan"
    }
    receipts = [f"tanda-terima-sanggah/{c}" for c in ("SGH-001", "SGH-002")]
    at.ticks(LETTERS, *receipts, "putusan-sanggah/SGH-002")
    at.goes(days=5)
    assert at.sent("tanda-terima-sanggah/") == receipts
    assert at.sent("putusan-sanggah/") == ["putusan-sanggah/SGH-002"]
    assert at.seated("stage2") == set()  # the days are over, but the upheld case is not answered
    assert [w for w in at.waiting() if w.startswith("Sanggah SGH-001 diterima: perbaiki penyebabnya")]
    assert at.settles() == []

    at.types(DECISIONS, STAGE, ulang="Sanggah SGH-001: nilai dua aspek tertukar")
    at.rescores(third, 100)
    at.goes()
    at.ticks(DECISIONS, STAGE)
    at.goes()
    at.ticks(DECISIONS, RELEASE)
    at.goes()
    assert at.ranks() == [third, first, second, fourth]
    assert at.sent("hasil/") == sorted(
        [
            *(effects.outcome(STAGE, n) for n in (first, second, third, fourth)),
            *(effects.outcome(STAGE, n, 2) for n in (first, second, third)),
        ]
    )
    at.goes()
    assert at.cases()["SGH-001"] == "selesai: diterima, dijawab revisi 2"
    at.ticks(LETTERS, "putusan-sanggah/SGH-001")
    at.goes()
    assert at.sent("putusan-sanggah/") == ["putusan-sanggah/SGH-001", "putusan-sanggah/SGH-002"]
    assert at.seated("stage2") == set()  # who got a correction may object to it
    at.goes(days=4)
    assert at.seated("stage2") == {third, first}
    at.goes()
    assert at.settles() == []


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Counter:
    with counter(tmp_path_factory.mktemp("calm")) as at:
        story(at)
        yield at


def test_an_upheld_objection_becomes_a_revision_and_the_next_stage_waits_for_it(calm: Counter) -> None:
    assert calm.cases()["SGH-001"] == "selesai: diterima, dijawab revisi 2"


@pytest.mark.crash
def test_the_same_story_survives_a_crash_at_every_request(calm: Counter, tmp_path: Path) -> None:
    with counter(tmp_path, Doomed) as hurt:
        story(hurt)
        assert differences(calm.done, hurt.done) == []
        assert isinstance(hurt.done, Doomed)
        assert hurt.done.kills > 100
