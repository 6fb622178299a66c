"""Papers from Word templates: what ships can be filled, values from outside stay text, a broken template says so."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx import Document

from config.templates import paper_templates
from integrations.documents import filling
from integrations.documents.filling import TemplateBroken, filled
from tests.papers_author.papers import PAPERS

SHIPPED = paper_templates()
HOSTILE = (
    "{{ 7*7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "<w:p>&amp;</w:p>",
    "a\x00b\x0bc",
    "=1+1",
    "a\ud800b",
    "\u202ekebalik",
    "]]>",
)
WORD = "Kemilau"


def values(text: str) -> dict[str, Any]:
    """A value for every placeholder of every template, each text the same."""
    line = {"no": 1, "halaman": 1} | dict.fromkeys(
        ("registrasi", "judul", "perangkat_daerah", "penghargaan", "alasan", "nama", "bobot", "lembaga", "dinilai", "rerata", "terendah", "tertinggi",
         "peringkat", "jumlah", "hasil", "sebagai", "diterima", "dari", "jenis", "tindakan", "sidik", "butir", "label", "sebutan", "kuartil",
         "kepada", "keadaan", "terkirim", "nilai"), text)  # fmt: skip
    row = line | {"kolom": [text, text]}
    stage = dict.fromkeys(("label", "nilai", "tepat", "peringkat", "peserta", "hasil", "jarak", "penentu", "disetujui", "revisi", "sidik"), text) | {
        "juri": [line], "aspek": [line | {"nilai": [text]}], "kolom": [text], "catatan": [text]}  # fmt: skip
    names = ("kompetisi", "unit", "tempat", "penetap", "tanggal", "hari_terbilang", "tahap", "alasan_revisi", "sidik", "disetujui", "jumlah_usulan",
             "jumlah_usulan_terbilang", "jumlah_lolos", "jumlah_lolos_terbilang", "jumlah_juri", "jumlah_juri_terbilang", "pembulatan", "kursi",
             "tahap_berikut", "registrasi", "disusun", "judul", "perangkat_daerah", "inovator", "saluran", "diterima", "penutupan", "administrasi")  # fmt: skip
    officer = {"nama": text, "jabatan": text}
    return dict.fromkeys(names, text) | {
        "kop": {"pemerintah": text, "perangkat": text, "alamat": text}, "ketua": officer, "sekretaris": officer, "revisi": 2, "akhir": False,
        "terlambat": False, "lolos": [line], "tidak_lolos": [line], "juri": [line], "aspek": [line], "judul_kolom": [text, text], "peringkat": [row],
        "catatan": [text], "daftar": [line], "halaman": [line, line], "kiriman": [line], "dokumen": [line], "temuan": [line], "tahapan": [stage],
        "surat": [line],
    }  # fmt: skip


def said(docx: bytes) -> str:
    """All text of the document, tables and foot included."""
    document = Document(io.BytesIO(docx))
    tables = [c.text for t in document.tables for r in t.rows for c in r.cells]
    foot = [p.text for s in document.sections for p in s.footer.paragraphs]
    return "\n".join([*(p.text for p in document.paragraphs), *tables, *foot])


def template(*lines: str, member: tuple[str, bytes] | None = None) -> bytes:
    document, out = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    if member:
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(*member)
    return out.getvalue()


def test_the_shipped_templates_are_those_that_the_author_writes():
    assert {name: parts(build()) for name, build in PAPERS.items()} == {
        name: parts(docx) for name, docx in SHIPPED.items()
    }


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {n: archive.read(n) for n in archive.namelist() if n in {"word/document.xml", "word/footer1.xml"}}


@pytest.mark.parametrize("name", sorted(SHIPPED))
@pytest.mark.parametrize("final", [True, False], ids=["final", "stage"])
def test_every_shipped_template_is_filled_whole(name: str, final: bool):
    text = said(filled(SHIPPED[name], values(WORD) | {"akhir": final}))
    assert WORD in text
    assert [mark for mark in ("{{", "}}", "{%", "%}", "None", "Undefined") if mark in text] == []


@pytest.mark.parametrize("name", sorted(SHIPPED))
@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_values_from_outside_stay_text(name: str, hostile: str):
    shown = filling._clean(hostile)
    plain = said(filled(SHIPPED[name], values(WORD)))
    text = said(filled(SHIPPED[name], values(hostile)))
    assert " ".join(text.upper().split()) == " ".join(plain.upper().replace(WORD.upper(), shown.upper()).split())


def test_a_paper_made_twice_is_the_same_bytes(monkeypatch):
    first = filled(SHIPPED["pengumuman"], values(WORD))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert filled(SHIPPED["pengumuman"], values(WORD)) == first


def test_empty_lists_leave_no_trace():
    empty = {k: [] for k, v in values(WORD).items() if isinstance(v, list)}
    for name, docx in SHIPPED.items():
        assert "{%" not in said(filled(docx, values(WORD) | empty)), name


def test_a_table_has_as_many_columns_as_there_are_judges():
    judges = [f"Juri {i}" for i in range(1, 7)]
    row = values(WORD)["peringkat"][0] | {"kolom": ["80,00"] * 6}
    document = Document(
        io.BytesIO(
            filled(SHIPPED["berita-acara-penilaian"], values(WORD) | {"judul_kolom": judges, "peringkat": [row]})
        )
    )
    annex = document.tables[-1]
    assert [c.text for c in annex.rows[0].cells][4:10] == judges
    assert len(annex._tbl.tblGrid.gridCol_lst) == len(annex.rows[0].cells) == len(annex.rows[1].cells) == 12


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b"bukan zip", "bukan berkas DOCX"),
        (b"", "bukan berkas DOCX"),
        (template("{{ salah_ketik }}"), "isian pada templat tidak dikenal atau rusak: 'salah_ketik' is undefined"),
        (template("{% if akhir %}"), "isian pada templat tidak dikenal atau rusak"),
        (template("{{ ''.__class__.__mro__ }}"), "isian pada templat tidak dikenal atau rusak"),
        (template("{{ kop.pemerintah.format_map }}{{ range(10**9) | list }}"), "tidak"),
        (template("x", member=("word/vbaProject.bin", b"x")), "mengandung makro"),
        (template("x", member=("word/besar.bin", b"0" * (61 * 1024 * 1024))), "terlalu besar setelah dibuka"),
        (b"0" * (filling.LARGEST + 1), "templat lebih besar dari 5 MB"),
    ],
    ids=["no zip", "empty", "unknown", "open if", "escape", "huge range", "macro", "bomb", "large"],
)
def test_a_broken_or_evil_template_says_why(broken: bytes, why: str):
    with pytest.raises(TemplateBroken, match=why):
        filled(broken, values(WORD))
