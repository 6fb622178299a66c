"""The papers of a small season: filed once, saying what was frozen, made anew when asked, waiting where a template is broken."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from config.errors import FixData
from config.templates import paper_templates
from flows.passes.context import TEMPLATE, Pass
from flows.passes.decisions import _written, snapshot
from flows.passes.dossier import dossier
from flows.recomputing import recompute
from integrations.google.drive import DOCX, Item
from integrations.google.sheets import cell_range
from integrations.workbook import packing
from integrations.workbook.table import Row
from integrations.workbook.tabs import COMMENTS, DECISIONS, LETTERS, PAPERS, PIECES, PROPOSALS, TabSpec
from tests.season.playing import Played, played
from tests.season.recomputing import recomputed
from tests.season.small import small_season

STAGES = ("stage1", "stage2", "stage3", "final")
LARGEST = 10_000_000


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("papers")
    with played(small_season(folder / "season", 5), folder / "data") as found:
        yield found


def types(done: Played, spec: TabSpec, key: object, **cells: Any) -> None:
    """The secretariat's account types in the workbook."""
    book = done.play.look().book
    table = book[spec]
    place = table.rows[str(key)].place or 0
    done.play.look().workspace.sheets.write(
        book.id, {cell_range(spec.title, place, table.places[c]): [[v]] for c, v in cells.items()}
    )


def content(this: Pass, file_id: str) -> bytes:
    got = this.workspace.drive.download(file_id, LARGEST)
    assert isinstance(got, bytes)
    return got


def said(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def printed(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def row(this: Pass, key: str) -> Row:
    return this.book[PAPERS].rows[key]


def files(this: Pass) -> Counter[tuple[str, str]]:
    """(role, key) of every paper in Drive and of everything that may stand between a DOCX and its PDF."""
    found = this.workspace.drive.marked("panitia", this.rulebook.edition.id)
    return Counter(
        (i.properties["peran"], i.properties["kunci"])
        for i in found
        if i.properties["peran"] in {"dokumen", "sementara"}
    )


def test_every_decision_has_its_papers_once_as_docx_and_as_pdf(done: Played):
    this = done.play.look()
    keys = [
        "administrasi/berita-acara-administrasi/1", "administrasi/pengumuman/1", "administrasi/piagam/Peserta/1",
        "stage1/berita-acara-penilaian/1", "stage1/pengumuman/1", "stage1/rancangan-keputusan/1",
        "stage2/berita-acara-penilaian/1", "stage3/berita-acara-penilaian/1",
        "final/berita-acara-penilaian/1", "final/pengumuman/1", "final/rancangan-keputusan/1", "final/piagam/Pemenang/1",
    ]  # fmt: skip
    assert [(r.text("kunci"), r.text("keadaan"), r.text("keterangan")) for r in this.book[PAPERS]] == [
        (k, "tersimpan", "templat bawaan") for k in keys
    ]
    assert files(this) == Counter(("dokumen", f"{k}/cetak/1/{form}") for k in keys for form in ("docx", "pdf"))


def test_the_minutes_show_every_frozen_figure_in_both_forms(done: Played):
    this = done.play.look()
    for stage in STAGES:
        found = snapshot(this, stage)
        assert found is not None
        paper = row(this, f"{stage}/berita-acara-penilaian/1")
        docx, pdf = said(content(this, paper.text("id_docx"))), printed(content(this, paper.text("id_pdf")))
        for entry in found.entries:
            assert entry.display is not None
            assert (entry.display in docx, entry.display in pdf, entry.registration in docx) == (True, True, True), (
                entry
            )
            assert entry.title in docx
        assert found.basis is not None
        assert [m.name for m in found.basis.panel if m.name not in docx or m.name not in pdf] == []


def test_the_winners_stand_on_announcement_decree_and_certificates(done: Played):
    this, found = done.play.look(), snapshot(done.play.look(), "final")
    assert found is not None
    winners = [e for e in found.entries if e.passed]
    for kind in ("pengumuman", "rancangan-keputusan", "piagam/Pemenang"):
        text = said(content(this, row(this, f"final/{kind}/1").text("id_docx")))
        assert [e.registration for e in found.entries if e.registration in text] == [e.registration for e in winners]
        assert [e.award for e in winners if e.award not in text and e.award.upper() not in text] == []
    pages = PdfReader(io.BytesIO(content(this, row(this, "final/piagam/Pemenang/1").text("id_pdf")))).pages
    assert [w.registration in p.extract_text() for w, p in zip(winners, pages, strict=True)] == [True] * len(winners)


def test_every_archived_ranking_is_recomputed_byte_for_byte(done: Played, tmp_path):
    assert recomputed(done, tmp_path) == dict.fromkeys(STAGES, True)


def test_a_score_changed_by_a_digit_is_told(done: Played, tmp_path):
    this, file = done.play.look(), tmp_path / "beku.json"
    for stage in STAGES:
        archived, found = content(this, this.book[DECISIONS].rows[stage].text("arsip")), snapshot(this, stage)
        assert found is not None and found.basis is not None
        stage_id = "stage1" if stage == "final" else stage
        proposals = found.basis.scores[stage_id]
        criterion, value = next(iter(next(iter(proposals[found.entries[0].number].values())).items()))
        cell = archived.index(f'"{criterion}":"{value}"'.encode(), archived.index(f'"{stage_id}":{{"'.encode()))
        at = cell + len(criterion) + 4  # the first digit of a score that a judge gave
        file.write_bytes(archived[:at] + (b"4" if archived[at : at + 1] != b"4" else b"5") + archived[at + 1 :])
        with pytest.raises(FixData, match="BERBEDA dari peringkat yang dibekukan"):
            recompute(str(file))


def test_feedback_went_to_everyone_once_after_the_outcome_that_ended_their_way(done: Played):
    this = done.play.look()
    found, first = snapshot(this, "final"), snapshot(this, "stage1")
    assert found is not None and first is not None
    stopped = [f"umpan-balik/stage1/{e.number}" for e in first.entries if not e.passed]
    ended = [f"umpan-balik/final/{e.number}" for e in found.entries]
    letters = {r.text("kunci"): r for r in this.book[LETTERS] if r.text("jenis") == "umpan-balik"}
    assert sorted(letters) == sorted([*stopped, *ended])
    assert {r.text("keadaan") for r in letters.values()} == {"terkirim"}
    for key, letter in letters.items():
        decision, number = key.split("/")[1:]
        outcome = f"final/{number}" if decision == "final" else f"hasil/{decision}/{number}"
        assert this.book[LETTERS].rows[outcome].text("terkirim") <= letter.text("terkirim")


def test_a_dossier_is_made_when_it_is_ticked_and_an_idle_pass_makes_nothing(done: Played):
    found = snapshot(done.play.look(), "stage1")
    assert found is not None
    entry = next(e for e in found.entries if not e.passed)
    types(done, PROPOSALS, entry.number, perkara=True)
    assert done.run(done.play.clock) == "1 dokumen disimpan"
    this = done.play.look()
    paper = row(this, f"berkas-perkara/{entry.number}/1")
    assert (paper.text("keadaan"), this.book[PROPOSALS].rows[str(entry.number)].ticked("perkara")) == (
        "tersimpan",
        False,
    )
    text, pdf = said(content(this, paper.text("id_docx"))), printed(content(this, paper.text("id_pdf")))
    assert all(w in text for w in (entry.registration, entry.title, entry.display or "", "Juri 1", found.sha256))
    assert "nilai terendah yang lolos" in " ".join(text.split()) and "nilai terendah yang lolos" in pdf
    judges = [n for j in this.judges.values() for n in (j.name, j.email)]
    assert [n for n in judges if n in text] == []
    sent = [r for r in this.book[LETTERS] if r.number("usulan") == entry.number and r.text("keadaan") == "terkirim"]
    assert [r.text("perihal") for r in sent if r.text("perihal") not in text] == []
    done.forget()
    assert done.run(done.play.clock) == "tidak ada yang perlu dikerjakan"
    assert {r["method"] for r in done.requests()} == {"GET"}


def test_asked_for_once_more_a_waiting_dossier_is_the_same_one(done: Played):
    this = done.play.look()
    number = this.registry.proposals[0].number
    first = dossier(this, number)
    assert dossier(this, number) == first
    this.book[PAPERS].put(first, keadaan="tersimpan")
    assert dossier(this, number) != first


def replaced(this: Pass, item: Item, data: bytes) -> None:
    """The secretariat uploads another version of a file."""
    from googleapiclient.http import MediaIoBaseUpload

    media = MediaIoBaseUpload(io.BytesIO(data), mimetype=DOCX)
    this.workspace.drive._files.update(fileId=item.id, media_body=media).execute()


def template(*lines: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def test_the_secretary_may_edit_the_templates_and_no_paper(done: Played):
    this = done.play.look()
    secretary = this.rulebook.officer("sekretaris").email
    may = {(role, key) for (role, key), item in this.structure.items() if (secretary, "writer") in item.shared}
    assert may == {("buku", ""), (TEMPLATE, ""), *((TEMPLATE, name) for name in paper_templates())}


def test_a_changed_template_is_used_a_broken_one_waits_for_a_person(done: Played):
    key, this = "final/pengumuman/1", done.play.look()
    item = this.structure[(TEMPLATE, "pengumuman")]
    first = content(this, row(this, key).text("id_docx"))
    replaced(this, item, template("{{ salah_ketik }}"))
    types(done, PAPERS, key, ulang=True)
    done.run(done.play.clock)
    this = done.play.look()
    assert (row(this, key).text("keadaan"), row(this, key).ticked("ulang"), row(this, key).text("pdf")) == (
        "templat rusak",
        False,
        "",
    )
    waiting = [w["what"] for w in done.play.report()["waiting"] if w["what"].startswith("Dokumen ")]
    assert (
        len(waiting) == 1
        and "final/pengumuman/1 templat rusak: pengumuman.docx: isian pada templat tidak dikenal" in waiting[0]
    )
    assert [k for k in files(this) if k[1].startswith(f"{key}/cetak/2")] == []
    done.forget()
    done.run(done.play.clock)
    assert {r["method"] for r in done.requests()} == {"GET"}
    replaced(this, item, template("KOP SEKRETARIAT KAMI", "{{ tahap }} {{ tanggal }}"))
    assert done.run(done.play.clock) == "1 dokumen disimpan"
    this = done.play.look()
    paper = row(this, key)
    assert "KOP SEKRETARIAT KAMI" in said(content(this, paper.text("id_docx")))
    assert "KOP SEKRETARIAT KAMI" in printed(content(this, paper.text("id_pdf")))
    assert (paper.number("cetakan"), paper.text("keterangan").startswith("templat sekretariat ")) == (2, True)
    assert [k for k in files(this) if k[0] == "sementara"] == []
    assert first in [
        content(this, i.id) for i in this.structure.values() if i.properties.get("kunci") == f"{key}/cetak/1/docx"
    ]
    assert [w for w in done.play.report()["waiting"] if w["what"].startswith("Dokumen ")] == []
    replaced(this, item, paper_templates()["pengumuman"])


def test_a_pass_killed_between_docx_and_pdf_goes_on_with_what_lies_there(done: Played, monkeypatch):
    key = "final/rancangan-keputusan/1"
    types(done, PAPERS, key, ulang=True)
    monkeypatch.setattr("integrations.google.drive.Drive.export", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        done.run(done.play.clock)
    monkeypatch.undo()
    this = done.play.look()
    assert [k for k in files(this) if k[0] == "sementara"] == [("sementara", f"{key}/cetak/2/pdf")]
    assert row(this, key).text("keadaan") == "menunggu"
    assert done.run(done.play.clock) == "1 dokumen disimpan"
    found = files(done.play.look())
    assert [k for k in found if k[0] == "sementara"] == []
    assert {form: found["dokumen", f"{key}/cetak/2/{form}"] for form in ("docx", "pdf")} == {"docx": 1, "pdf": 1}


def test_a_comment_is_told_only_once_it_is_ticked_and_as_the_person_wants_it(done: Played):
    from flows.passes.feedback import _said, note_comments

    this = done.play.look()
    stage = this.rulebook.stages[0]
    note_comments(this, stage, "a@x", {1: "bagus\nsekali", 2: "kurang"}, {1, 2})
    assert _said(this, stage.id, 1) == []
    table = this.book[COMMENTS]
    table.force(f"{stage.id}/a@x/1", "setuju", True)
    assert _said(this, stage.id, 1) == ["bagus sekali"]
    table.force(f"{stage.id}/a@x/1", "bunyi", "Baik; lengkapi data.")
    assert _said(this, stage.id, 1) == ["Baik; lengkapi data."]
    note_comments(this, stage, "a@x", {1: "berubah"}, {1, 2})
    assert (_said(this, stage.id, 1), table.rows[f"{stage.id}/a@x/1"].ticked("setuju")) == ([], False)
    assert table.rows[f"{stage.id}/a@x/2"].text("catatan") == ""


def test_a_copy_too_long_for_a_cell_stands_in_pieces_and_is_read_whole(done: Played, monkeypatch):
    this = done.play.look()
    before = snapshot(this, "final")
    assert before is not None
    with monkeypatch.context() as small:
        small.setattr(packing, "CELL", 2500)
        text = _written(this, before)
    assert text == f"bagian:final/1/{len(this.book[PIECES].rows)}" and len(this.book[PIECES].rows) > 1
    this.book[DECISIONS].put("final", beku=text)
    this.book.save()
    this = done.play.look()
    assert snapshot(this, "final") == before
    this.book[DECISIONS].put("final", beku=packing.packed(before))
    this.book.save()
