"""Labelled lines, quoted mail, an edition's own words."""

from __future__ import annotations

import pytest

from competition.facts import Fields
from integrations.documents.bodies import own_text, unquoted
from integrations.documents.html import own_html
from integrations.documents.labelled import fields_in_text
from integrations.documents.pieces import Body
from integrations.documents.vocabulary import DEFAULT, Vocabulary


@pytest.mark.parametrize(("typed", "fields"), [
    ("Judul: SIGAP: Siaga", Fields(title="SIGAP: Siaga")),
    ("JUDUL INOVASI : SIGAP\nASAL OPD : Dinkes", Fields(title="SIGAP", agency="Dinkes")),
    ("1. Nama Inovasi: SIGAP\n2. Unit Kerja: Puskesmas", Fields(title="SIGAP", unit="Puskesmas")),
    ("*Judul Inovasi:* SIGAP", Fields(title="SIGAP")),
    ("Judul Inovasi\n: SIGAP", Fields(title="SIGAP")),
    ("Judul Inovasi\nSIGAP", Fields()),
    ("Judul\tSIGAP", Fields(title="SIGAP")),
    ("Tgl. Mulai Implementasi : 03/10/2022", Fields(start_date="03/10/2022")),
    ("Inovator (ketua tim): Budi, S.E. dan tim", Fields(innovator="Budi, S.E.")),
    ("Unit: -\nKategori: ......", Fields()),
    ("Narahubung: Kartini / 0812-0000-4925", Fields(contact="Kartini")),
    ("No. WA: 0812-0000-4925\nNarahubung: Kartini", Fields(contact="Kartini")),
    ("Kontak: 0812-0000-4925", Fields(contact="0812-0000-4925")),
    ("Judul: SIGAP\nJudul: LAIN", Fields(title="SIGAP")),
    ("Kami mengusulkan judul: bukan label", Fields()),
    ("Judul: Layanan yang panjang sekali sampai ke ujung baris dan terus ke\nbaris berikut\nOPD: Dinkes\n" + "x" * 70,
     Fields(title="Layanan yang panjang sekali sampai ke ujung baris dan terus ke baris berikut", agency="Dinkes")),
    ("Judul: SIGAP\nMohon diterima.\n" + "kata " * 14, Fields(title="SIGAP")),
])  # fmt: skip
def test_labelled_lines_are_read_as_typed(typed: str, fields: Fields) -> None:
    assert fields_in_text(typed) == fields


@pytest.mark.parametrize(("typed", "own"), [
    ("Baik.\n\n> kutipan", "Baik.\n"),
    ("Baik.\nPada 11 Mar 2026, pukul 09.01, Panitia <k@x.example> menulis:\n> kutipan", "Baik."),
    ("Baik.\nPada Kam, 26 Mar 2026 pukul 15.02 Panitia KIPP\n<kipp@x.example> menulis:\n\n> kutipan", "Baik."),
    ("Baik.\nOn Mon, Mar 2, 2026 at 9:01 AM Panitia <k@x.example> wrote:\nkutipan tanpa tanda", "Baik."),
    ("On Mon, Mar 2, 2026 Panitia <k@x.example> wrote:\n> kutipan\n\nJawaban di bawah.", "\nJawaban di bawah."),
    ("Baik.\n-----Original Message-----\nlama", "Baik."),
    ("Baik.\n---------- Forwarded message ---------\nlama", "Baik."),
    ('Baik.\nDari: "Panitia" <k@x.example>\nDikirim: Rabu\nJudul: LAMA', "Baik."),
    ("Baik.\nFrom: Panitia\nSent: Monday\nTo: x", "Baik."),
    ("Pada prinsipnya kami setuju.\nJudul: BARU", "Pada prinsipnya kami setuju.\nJudul: BARU"),
    ("Dari Dinas Kesehatan\nJudul: BARU", "Dari Dinas Kesehatan\nJudul: BARU"),
    ("Baik.\n> " + "kata " * 14 + "\nsisa kutipan\n> lagi", "Baik."),
])  # fmt: skip
def test_what_was_quoted_is_not_the_senders_text(typed: str, own: str) -> None:
    assert unquoted(typed).strip() == own.strip()


@pytest.mark.parametrize(("page", "own"), [
    ('<p>Baik.</p><div class="gmail_quote">lama</div>', "Baik."),
    ('<p>Baik.</p><blockquote type="cite">lama</blockquote>', "Baik."),
    ('<blockquote style="margin:0 0 0 40px;border:none;padding:0">menjorok</blockquote>', "menjorok"),
    ('<p>Baik.</p><hr id="zwchr"><div>Dari: x</div><div>lama</div>', "Baik."),
    ('<p>Baik.</p><div id="divRplyFwdMsg">Dari: x</div><div>lama</div>', "Baik."),
    ('<div>Baik.</div><div id="appendonsend"></div><hr><div>lama</div>', "Baik."),
    ("<table><tr><td>Judul</td><td>:</td><td>SIGAP: Siaga</td></tr></table>", "Judul : SIGAP: Siaga"),
    ("<table><tr><td>Judul Inovasi</td><td>: SIGAP</td></tr></table>", "Judul Inovasi : SIGAP"),
    ("<style>p{}</style><script>x</script><p>satu<br>dua</p><p>&nbsp;</p><p>tiga</p>", "satu\ndua\n\ntiga"),
    ("<head><title>x</title><p>tanpa akhir", "tanpa akhir"),
])  # fmt: skip
def test_the_text_of_html_is_what_a_person_sees_and_wrote(page: str, own: str) -> None:
    assert own_html(page)[0] == own


def test_an_empty_plain_text_gives_way_to_the_html() -> None:
    assert own_text([Body(plain=" \n", html="<p>halo</p>")])[0] == "halo"


def test_flowed_lines_are_joined_and_the_signature_mark_kept() -> None:
    text = own_text([Body(plain="satu \ndua\n-- \nBudi", flowed=True)])[0]
    assert text == "satu dua\n-- \nBudi"


def test_another_edition_brings_its_own_kinds_and_sections() -> None:
    words = Vocabulary.from_edition(
        [("usul", "Proposal Inovasi"), ("pi", "Pakta Integritas"), ("st", "Surat Keputusan Tim"), ("sp1", "Surat Pernyataan Implementasi"),
         ("sp2", "Surat Pernyataan Kesediaan Replikasi"), ("film", "Video Inovasi"), ("standar", "Standar Pelayanan (jika ada)")], [("ide", "Ide Inovatif")],
    )  # fmt: skip
    names = [
        "Proposal A.pdf",
        "pakta integritas.pdf",
        "SK.pdf",
        "Surat Pernyataan Replikasi.pdf",
        "pernyataan implementasi.pdf",
        "video.mp4",
        "5. Standar Pelayanan.pdf",
    ]
    assert [words.kind_of_name(n) for n in names] == ["usul", "pi", "st", "sp2", "sp1", "film", "standar"]
    assert words.kind_of_text(["PAKTA INTEGRITAS"])[0] == "pi"
    assert words.kind_of_label("Unggah Surat Pernyataan Kesediaan Replikasi (PDF)") == "sp2"


@pytest.mark.parametrize(("title", "kind"), [
    ("Proposal Inovasi (PDF atau DOCX)", "proposal"), ("Surat Pernyataan Implementasi (PDF)", "pernyataan"), ("SK Tim Inovasi atau Surat Usulan (PDF)", "sk"),
    ("Bukti Implementasi (PDF/JPG/PNG, paling banyak 5 berkas)", "bukti"), ("Bukti Inovasi", "bukti"), ("Unggah foto kegiatan", "bukti"), ("sk", "sk"),
    ("Pernyataan kebenaran isi proposal", "pernyataan"), ("Berkas lain", None),
])  # fmt: skip
def test_a_question_is_matched_to_the_document_it_asks_for(title: str, kind: str | None) -> None:
    assert DEFAULT.kind_of_label(title) == kind
