"""A played season in which results are objected to (by mail, by form, by strangers) and policy is decided beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from competition import effects
from competition.objections import Objections
from competition.papers import PaperKind
from flows.passes.holding import open_windows, waits
from flows.passes.report import report
from integrations.workbook.tabs import DECISIONS, LETTERS, OBJECTIONS, PAPERS, POLICIES, RANKING
from tests.crash.dying import Doomed, differences, state
from tests.disputes.counter import RELEASE, STAGE, Counter, counter


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


def told(at: Counter) -> list[tuple[str, ...]]:
    """What became of every source, and every case with all that stands beside it but moments and Google's ids."""
    sources = [(s["kind"], s["class"], s["reason"]) for s in at.play.report()["sources"]]
    columns = [c.id for c in OBJECTIONS.columns if c.id not in {"sumber", "tautan", "berkas", "dosir", "diterima", "diputus"}]
    return sorted(sources) + sorted(tuple(r.text(c) for c in columns) for r in at.look().book[OBJECTIONS])


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    with counter(tmp_path_factory.mktemp("calm")) as found:
        yield found


def stands(at: Counter) -> dict[int, tuple[bool, str | None]]:
    """Proposal -> (advances, policy) of the stage, as the report tells it."""
    return {p["number"]: (s["advances"], s["policy"]) for p in report(at.look())["proposals"] if (s := p["stages"].get(STAGE))}


def test_a_policy_stands_beside_the_ranking_only_while_it_is_whole(at: Counter) -> None:
    at.goes()
    first, second, third, fourth = at.ranks()
    plain = {first: (True, None), second: (True, None), third: (False, None), fourth: (False, None)}
    assert stands(at) == plain
    scores = {r.text("kunci"): (r.text("tepat"), r.text("peringkat"), r.text("nilai")) for r in at.look().book[RANKING]}

    at.policy("K-01", fourth, "diloloskan")
    at.policy("K-02", second, "tidak diloloskan", acara="")
    at.goes()
    assert stands(at) == plain
    assert at.row(POLICIES, "K-01").text("keadaan") == (
        "tidak dipakai: kebijakan: 3 diloloskan untuk 2 kursi; sebutkan pula usulan yang tidak diloloskan"
    )
    assert at.row(POLICIES, "K-02").text("keadaan") == "tidak dipakai: belum lengkap: Nomor Berita Acara"
    assert "Kebijakan K-02 tidak dipakai: belum lengkap: Nomor Berita Acara" in at.waiting()

    at.types(POLICIES, "K-02", acara="7/BA/2026")
    at.goes()
    told = "kebijakan pemerataan wilayah: {}, alasan belum ada finalis dari pesisir, diputuskan oleh Ketua Tim, berita acara nomor 7/BA/2026"
    assert stands(at) == plain | {
        second: (False, told.format("tidak diloloskan")),
        fourth: (True, told.format("diloloskan")),
    }
    assert {at.row(POLICIES, k).text("keadaan") for k in ("K-01", "K-02")} == {"dipakai"}
    assert told.format("diloloskan") in at.row(DECISIONS, STAGE).text("isi")
    now = {r.text("kunci"): (r.text("tepat"), r.text("peringkat"), r.text("nilai")) for r in at.look().book[RANKING]}
    assert now == scores
    assert at.settles() == []

    empty = dict.fromkeys(("tahap", "usulan", "kebijakan", "akibat", "alasan", "oleh", "acara"), "")
    at.types(POLICIES, "K-01", **empty)
    at.types(POLICIES, "K-02", **empty)
    at.goes()
    assert stands(at) == plain


def test_an_upheld_objection_becomes_a_revision_and_the_next_stage_waits_for_it(at: Counter) -> None:
    story(at)


@pytest.mark.crash
def test_the_same_story_survives_a_crash_at_every_request(at: Counter, tmp_path: Path) -> None:
    with counter(tmp_path, Doomed) as hurt:
        story(hurt)
        left = differences(state(at.done), state(hurt.done))
        ours = {"report: sources differs", "report: objections differs"}  # the ids of mails written here are Gmail's
        assert [d for d in left if d not in ours] == []
        assert told(hurt) == told(at)
        assert isinstance(hurt.done, Doomed)
        assert hurt.done.kills > 100


def test_every_accepted_case_links_to_its_dossier_and_no_other_has_one(at: Counter) -> None:
    papers = {r.text("docx"): r for r in at.look().book[PAPERS] if r.text("jenis") == PaperKind.DOSSIER}
    rows = {r.text("perkara"): r for r in at.look().book[OBJECTIONS]}
    made = {c: papers[rows[c].text("dosir")] for c in ("SGH-001", "SGH-002")}
    assert {c: (p.number("usulan"), p.text("keadaan")) for c, p in made.items()} == {
        c: (rows[c].number("usulan"), "tersimpan") for c in made
    }
    assert (len(papers), rows["SGH-003"].text("dosir"), rows["SGH-004"].text("dosir")) == (2, "", "")


def test_the_report_tells_every_case(at: Counter) -> None:
    third = at.ranks()[0]
    found = report(at.look())["objections"]
    assert [(c["case"], c["verdict"], c["revision"]) for c in found] == [
        ("SGH-001", "diterima", 2), ("SGH-002", "ditolak", None), ("SGH-003", None, None), ("SGH-004", None, None),
    ]  # fmt: skip
    assert (found[0]["proposal"], found[0]["decision"], found[0]["in_time"]) == (third, STAGE, True)


def test_the_final_is_held_like_a_stage_unless_the_rule_says_otherwise(at: Counter) -> None:
    def held(step: str, **rules: Any) -> str:
        this = at.play.look()
        this.rulebook = this.rulebook.model_copy(update={"objections": Objections(**{"days": 90} | rules)})
        return waits(this, step)

    said = "masa sanggah Seleksi Administrasi dan Proposal berlangsung sampai dengan "
    assert said in held("final")
    assert "masa sanggah Seleksi Administrasi berlangsung" in held("final")  # every result told before it
    assert (held("final", holds=False), held("final", decisions=("final",)), held("final", days=1)) == ("", "", "")
    assert held("stage2") == ""  # what has begun is not stopped


def test_a_window_whose_letters_are_still_to_be_sent_is_open(at: Counter) -> None:
    this = at.play.look()
    assert dict(open_windows(this)) == {}
    last = effects.outcome(STAGE, at.ranks()[3])
    this.book[LETTERS].put(last, keadaan="draf")
    assert dict(open_windows(this)) == {
        STAGE: "surat hasil Seleksi Administrasi dan Proposal belum terkirim seluruhnya; masa sanggah belum dimulai"
    }


def test_a_ruling_that_was_sent_stands_whatever_is_typed_afterwards(at: Counter) -> None:
    at.types(OBJECTIONS, "SGH-002", putusan="diterima")
    at.goes()
    assert at.cases()["SGH-002"] == "selesai: ditolak"
    assert [w for w in at.waiting() if w.startswith("Sanggah SGH-002: putusan diubah setelah suratnya dikirim")]
    at.types(OBJECTIONS, "SGH-002", putusan="ditolak")
    at.goes()
    assert [w for w in at.waiting() if "SGH-002" in w] == []


def test_a_late_objection_is_recorded_as_late_and_holds_nothing(at: Counter) -> None:
    number = at.ranks()[3]
    at.writes(at.address(number), "Perihal lain", "Dengan ini kami mengajukan sanggahan.", to=number)
    at.goes()
    row = at.row(OBJECTIONS, "SGH-005")
    assert (row.text("keadaan"), row.text("tepat"), row.number("usulan")) == ("menunggu putusan", "terlambat", number)
    assert row.text("sebab") == "membalas surat hasil"  # told by what it refers to: another subject is another thread


def test_what_a_mail_refers_to_is_looked_up_as_an_id_and_nothing_more(at: Counter) -> None:
    gmail, key = at.look().workspace.gmail, effects.outcome(STAGE, at.ranks()[0])
    ours = at.message_id(key)
    assert gmail.answered("0000000000000000", [ours]) == [key]
    at.done.forget()
    assert gmail.answered("0000000000000000", ["<a}OR{in:sent>", f"{ours} OR in:sent", "<*>"]) == []
    assert [r["path"].rsplit("/", 2)[-2:] for r in at.done.requests()] == [["threads", "0000000000000000"]]


def test_a_machine_that_does_not_say_so_gets_one_receipt(tmp_path: Path) -> None:
    """Receipts that leave by themselves, and an office whose answering machine quotes them: no mail goes back and forth."""
    with counter(tmp_path, automatic=["tanda-terima", "tanda-terima-sanggah"]) as at:
        at.goes()
        at.ticks(DECISIONS, STAGE)
        at.goes()
        at.ticks(DECISIONS, RELEASE)
        at.goes()
        number = at.ranks()[0]
        at.writes(at.address(number), "Sanggahan", "Kami menyanggah nilai kami.", to=number)
        at.goes()
        at.goes()
        assert at.sent("tanda-terima-sanggah/") == ["tanda-terima-sanggah/SGH-001"]
        for nth in range(3):  # one that answers in the thread, and ones that only quote the subject
            quoted = f"Re: Tanda Terima Sanggahan SGH-001 [{nth}]"
            receipt = "tanda-terima-sanggah/SGH-001" if nth == 0 else None
            at.writes(at.address(number), quoted, "Sanggahan ini kami teruskan ke bagian umum.", answering=receipt)
            at.goes()
            at.goes()
        assert at.sent("tanda-terima-sanggah/") == ["tanda-terima-sanggah/SGH-001"]
        assert {k: v.split(":")[0] for k, v in at.cases().items()} == {
            "SGH-001": "menunggu putusan",
            **dict.fromkeys(("SGH-002", "SGH-003", "SGH-004"), "diduga sanggahan"),
        }


def test_a_forged_objection_waits_where_forgeries_wait(at: Counter) -> None:
    forged = at.writes(at.address(at.ranks()[0]), "Sanggahan", "Kami menyanggah.", dmarc="fail")
    at.goes()
    source = next(s for s in at.play.report()["sources"] if s["id"] == forged)
    assert (source["class"], "SGH-006" in at.cases()) == ("needs-human", False)


def test_a_policy_after_the_letters_is_a_revision_whose_letters_name_it(at: Counter) -> None:
    first, second, _third, fourth = at.ranks()
    at.policy("K-01", fourth, "diloloskan")
    at.policy("K-02", second, "tidak diloloskan")
    at.goes()
    assert at.row(POLICIES, "K-01").text("keadaan").endswith("tulis Alasan Revisi pada tab Keputusan untuk mengajukan revisi")
    before = at.sent("hasil/")
    at.types(DECISIONS, STAGE, ulang="Penerapan kebijakan pemerataan wilayah")
    at.goes()
    at.ticks(DECISIONS, STAGE)
    at.goes()
    assert at.row(DECISIONS, RELEASE).text("keadaan") == "menunggu persetujuan", at.row(DECISIONS, RELEASE).text("isi")
    at.ticks(DECISIONS, RELEASE)
    at.goes()
    new = [k for k in at.sent("hasil/") if k not in before]
    assert new == sorted([effects.outcome(STAGE, fourth, 2), effects.outcome(STAGE, second, 3)])
    for key, words in zip(new, ("diloloskan", "tidak diloloskan") if fourth < second else ("tidak diloloskan", "diloloskan"), strict=True):
        body = at.reads(key)
        assert f"kebijakan pemerataan wilayah: {words}, alasan belum ada finalis dari pesisir" in body
    assert {at.row(POLICIES, k).text("keadaan") for k in ("K-01", "K-02")} == {"dipakai"}
    assert stands(at)[first][0] is True
    at.goes()
    invited = {r.text("kunci"): r.text("keadaan") for r in at.look().book[LETTERS] if r.text("tahap") == "stage2" and r.number("usulan")}
    assert invited == {effects.invitation("stage2", first): "draf", effects.invitation("stage2", second): "ditahan", effects.invitation("stage2", fourth): "draf"}


def test_a_revision_that_changes_no_letter_is_released_with_its_approval(at: Counter) -> None:
    before = at.sent("hasil/")
    at.types(DECISIONS, STAGE, ulang="Dicatat ulang tanpa perubahan")
    at.goes()
    at.ticks(DECISIONS, STAGE)
    at.goes()
    row = at.row(DECISIONS, RELEASE)
    assert (row.text("keadaan"), row.number("revisi"), at.sent("hasil/")) == ("dilepas", 4, before)
    assert at.settles() == []
