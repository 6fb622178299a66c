"""Papers say what was frozen: figures, names and days; each decision has its own papers."""

from __future__ import annotations

import statistics
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from build import at, rulebook, tallied
from hypothesis import given
from hypothesis import strategies as st

from competition.basis import Member, basis_of
from competition.dossier import Seated, called, stage_values
from competition.minutes import ranking_values
from competition.papers import PAGES, PaperKind, papers_of, values_of
from competition.pleno import Waiver
from competition.profile import StageProfile, quartiles
from competition.selection import Bench, comma, final_ranking, stage_ranking
from competition.snapshot import Entry, Snapshot
from competition.spelling import spelled, spelled_day

RULES = rulebook()
CELLS = {  # latar 20, kebaruan 30, signifikansi 50
    1: {"a@x": (80, 80, 80), "b@x": (90, 90, 90)},
    2: {"a@x": (70, 70, 70), "b@x": (70, 70, 71)},
    3: {"a@x": (60, 60, 60), "b@x": (60, 62, 60)},
    4: {"b@x": (50, 50, 50)},
}
RECEIVED = {n: at("2026-03-05 08:00:00") for n in CELLS}
PANEL = (Member(email="a@x", name="Dr. Ani", institution="Universitas"), Member(email="b@x", name="Budi"))
WAIVERS = (Waiver(stage="stage1", proposal=4, judge="a@x", by="Ketua", reason="sakit"),)
WHEN = datetime(2026, 4, 27, 2, 0, tzinfo=UTC)


def entry(n: int, **more: object) -> Entry:
    given = {
        "registration": f"KIPP-{n:03d}",
        "title": f"Inovasi {n}",
        "agency": f"D{n}",
        "agency_name": f"Dinas {n}",
        "to": (),
        "passed": False,
    }
    return Entry(number=n, **(given | more))  # type: ignore[arg-type]


def stage1(seats: int | None = 2) -> Snapshot:
    stage = RULES.stage("stage1").model_copy(update={"advance": seats})
    rules = RULES.model_copy(update={"stages": (stage, *RULES.stages[1:])})
    bench = Bench(rules, {"stage1": tallied(stage, CELLS)}, RECEIVED)
    missing = {4: ("a@x",)}
    ranking = stage_ranking(stage, list(CELLS), missing, bench, WAIVERS)
    return Snapshot(
        edition="kipp", decision="stage1", label=stage.label, revision=1, reason="", approved_at=WHEN, seats=seats,
        entries=tuple(entry(p.number, passed=p.advances, rank=p.rank, display=comma(p.display)) for p in ranking.placings),
        templates={}, letters={}, content=ranking.model_dump(),
        basis=basis_of("stage1", bench, list(CELLS), missing=missing, waivers=WAIVERS, panel=PANEL),
    )  # fmt: skip


def final() -> Snapshot:
    tallies = {s: tallied(RULES.stage(s), {n: {j: c[:k] for j, c in row.items()} for n, row in CELLS.items()})
               for s, k in (("stage1", 3), ("stage2", 3), ("stage3", 1))}  # fmt: skip
    bench = Bench(RULES, tallies, RECEIVED)
    ranking = final_ranking(list(CELLS), bench)
    return Snapshot(
        edition="kipp", decision="final", label="Penetapan Pemenang", revision=2, reason="sanggah", approved_at=WHEN, seats=None,
        entries=tuple(entry(p.number, passed=p.advances, rank=p.rank, award=p.award or "") for p in ranking.placings),
        templates={}, letters={}, content=ranking.model_dump(), basis=basis_of("final", bench, list(CELLS), panel=PANEL),
    )  # fmt: skip


def administration(count: int) -> Snapshot:
    entries = (*(entry(n, passed=True) for n in range(1, count + 1)), entry(count + 1, reasons=("Kuota (ketiga)",)))
    return Snapshot(
        edition="kipp", decision="administrasi", label="Seleksi Administrasi", revision=1, reason="", approved_at=WHEN, seats=None,
        entries=entries, templates={}, letters={}, content=[],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "nol"), (11, "sebelas"), (17, "tujuh belas"), (20, "dua puluh"), (100, "seratus"), (115, "seratus lima belas"), (1000, "seribu"),
     (1999, "seribu sembilan ratus sembilan puluh sembilan"), (2027, "dua ribu dua puluh tujuh"), (999_999, "sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan")],
)  # fmt: skip
def test_a_number_in_words(number: int, words: str):
    assert spelled(number) == words


def test_every_number_has_words_of_its_own():
    assert len({spelled(n) for n in range(20_000)}) == 20_000


def test_the_day_of_the_minutes_in_words():
    assert spelled_day(WHEN.date()) == "Senin tanggal dua puluh tujuh bulan April tahun dua ribu dua puluh enam"


def test_the_papers_of_each_decision():
    def kinds(found: Snapshot) -> list[tuple[str, str]]:
        return [(p.kind.value, p.part) for p in papers_of(found)]

    assert kinds(administration(2)) == [("berita-acara-administrasi", ""), ("pengumuman", ""), ("piagam", "Peserta")]
    assert kinds(stage1()) == [("berita-acara-penilaian", ""), ("pengumuman", ""), ("rancangan-keputusan", "")]
    assert kinds(stage1(None)) == [("berita-acara-penilaian", "")]
    assert kinds(final()) == [
        ("berita-acara-penilaian", ""), ("pengumuman", ""), ("rancangan-keputusan", ""), ("piagam", "Pemenang"), ("piagam", "Finalis"),
    ]  # fmt: skip


def test_certificates_of_many_stand_in_documents_of_a_hundred_and_nobody_is_left_out():
    found = administration(2 * PAGES + 1)
    parts = [p for p in papers_of(found) if p.kind is PaperKind.CERTIFICATES]
    assert [p.part for p in parts] == ["Peserta 1-100", "Peserta 101-200", "Peserta 201-201"]
    told = [h["registrasi"] for p in parts for h in values_of(p, found, RULES)["halaman"]]
    assert told == [f"KIPP-{n:03d}" for n in range(1, 2 * PAGES + 2)]


def test_the_minutes_of_a_stage_tell_every_judge_s_total_and_the_recap():
    told = ranking_values(stage1())
    assert told["judul_kolom"] == ["Juri 1", "Juri 2"]
    assert [(b["peringkat"], b["registrasi"], b["kolom"], b["jumlah"], b["hasil"]) for b in told["peringkat"]] == [
        (1, "KIPP-001", ["80,00", "90,00"], "85,00", "lolos"),
        (2, "KIPP-002", ["70,00", "70,50"], "70,25", "lolos"),
        (3, "KIPP-003", ["60,00", "60,60"], "60,30", "tidak lolos"),
        (4, "KIPP-004", ["-", "50,00"], "50,00", "tidak lolos"),
    ]
    assert [(j["nama"], j["dinilai"], j["rerata"], j["terendah"], j["tertinggi"]) for j in told["juri"]] == [
        ("Dr. Ani", 3, "70,00", "60,00", "80,00"),
        ("Budi", 4, "67,78", "50,00", "90,00"),
    ]
    assert told["catatan"] == ["Usulan nomor 4: Dr. Ani: dikecualikan oleh Ketua, sakit."]


def test_with_many_judges_each_proposal_shows_its_own():
    judges = [f"j{i:02d}@x" for i in range(12)]
    cells = {n: {judges[(n + i) % 12]: (70 + n, 70 + n, 70 + n) for i in range(2)} for n in range(1, 6)}
    bench = Bench(
        RULES, {"stage1": tallied(RULES.stage("stage1"), cells)}, dict.fromkeys(cells, at("2026-03-05 08:00:00"))
    )
    ranking = stage_ranking(RULES.stage("stage1"), list(cells), {}, bench)
    basis = basis_of("stage1", bench, list(cells), panel=[Member(email=j, name=j) for j in judges])
    entries = tuple(entry(p.number) for p in ranking.placings)
    told = ranking_values(
        stage1().model_copy(update={"content": ranking.model_dump(), "basis": basis, "entries": entries})
    )
    assert told["judul_kolom"] == ["Penilaian 1", "Penilaian 2"]
    assert told["peringkat"][0]["kolom"] == ["Juri 6: 75,00", "Juri 7: 75,00"]


def test_the_minutes_of_the_final_tell_the_stages_scores_and_the_awards():
    told = ranking_values(final())
    assert told["judul_kolom"] == ["Tahap 1 (40%)", "Tahap 2 (40%)", "Tahap 3 (20%)"]
    assert [(b["kolom"], b["jumlah"], b["hasil"]) for b in told["peringkat"]][:1] == [
        (["85,00", "85,00", "85,00"], "85,00", "Terbaik I")
    ]
    assert [b["hasil"] for b in told["peringkat"]] == ["Terbaik I", "Terbaik II", "Terbaik III", ""]


def test_a_revised_paper_says_so():
    found = final()
    told = values_of(papers_of(found)[0], found, RULES)
    assert (told["revisi"], told["alasan_revisi"], told["sidik"]) == (2, "sanggah", found.sha256)
    assert told["tanggal"] == "27 April 2026"


@given(st.lists(st.fractions(0, 100, max_denominator=20), min_size=2, max_size=40))
def test_quartiles_are_those_of_the_standard_library(values: list[Fraction]):
    assert list(quartiles(values)) == statistics.quantiles(values, n=4, method="inclusive")


def test_quartiles_of_one_value_are_that_value():
    assert quartiles([Fraction(7)]) == (7, 7, 7)


def test_a_profile_tells_each_aspect_among_all_and_the_distance_to_the_line():
    profile = StageProfile(stage1())
    told = profile.values(2)
    assert told["aspek"][2] | {"nama": "", "letak": ""} == {
        "nama": "", "bobot": "50%", "rerata": "70,50", "kuartil": "57,50 – 65,25 – 74,13", "bawah": "57,50", "tengah": "65,25", "atas": "74,13", "letak": "",
    }  # fmt: skip
    assert [a["letak"] for a in profile.values(1)["aspek"]] == ["termasuk seperempat teratas"] * 3
    assert [a["letak"] for a in profile.values(4)["aspek"]] == ["termasuk seperempat terbawah"] * 3
    assert profile.values(2)["jarak"] == "9,95 di atas nilai tertinggi yang tidak lolos (60,30)"
    assert profile.values(4)["jarak"] == "20,25 di bawah nilai terendah yang lolos (70,25)"
    assert StageProfile(stage1(None)).values(4)["jarak"] == "tahap ini tidak menggugurkan usulan"


def test_the_distance_says_which_side_a_policy_put_a_proposal_on():
    found = stage1()
    placings = [
        p | {"advances": p["number"] in {1, 4}, "policy": "kebijakan" if p["number"] in {2, 4} else None}
        for p in found.content["placings"]
    ]
    profile = StageProfile(found.model_copy(update={"content": found.content | {"placings": placings}}))
    assert profile.distance(4) == "20,25 di bawah nilai tertinggi yang tidak lolos (70,25)"
    assert profile.distance(2) == "20,25 di atas nilai terendah yang lolos (50,00)"
    assert ranking_values(profile.found)["catatan"][0] == "Usulan nomor 2: kebijakan."


SEATS = [Seated(judge="b@x", why="bidang cocok"), Seated(judge="a@x", why="beban 4/5; dibebaskan oleh Ketua: sakit")]
REAL = {m.email: m.name for m in PANEL}


def test_the_dossier_tells_who_judged_and_why_without_names():
    names = called({"stage1": SEATS}, REAL, named=False)
    told = stage_values(stage1(), 4, SEATS, names)
    assert told["juri"] == [
        {"sebutan": "Juri 2", "alasan": "bidang cocok", "jumlah": "50,00"},
        {"sebutan": "Juri 1", "alasan": "beban 4/5; dibebaskan oleh Ketua: sakit", "jumlah": "-"},
    ]
    assert (told["kolom"], [a["nilai"] for a in told["aspek"]]) == (["Juri 2"], [["50,00"]] * 3)
    assert told["catatan"] == ["Juri 1: dikecualikan oleh Ketua, sakit"]
    assert not any(n in str(told) for n in ("Dr. Ani", "Budi", "a@x", "b@x"))


def test_the_dossier_names_the_judges_where_the_edition_says_so():
    told = stage_values(stage1(), 4, SEATS, called({"stage1": SEATS}, REAL, named=True))
    assert [j["sebutan"] for j in told["juri"]] == ["Budi", "Dr. Ani"]
