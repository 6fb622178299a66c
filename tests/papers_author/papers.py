"""Every template, in the order in which a competition needs it."""

from __future__ import annotations

from collections.abc import Callable

from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt

from tests.papers_author.building import CENTER, LEFT, Builder, rule

FOOT = "{{ kompetisi }} · salinan beku {{ tahap }} revisi {{ revisi }}, disetujui {{ disetujui }} · SHA-256 {{ sidik }}"
NUMBER = "Nomor: ......................................"
IDENTITY = [
    ("No.", "{{ b.no }}", 1.1),
    ("Nomor Registrasi", "{{ b.registrasi }}", 3.6),
    ("Judul Inovasi", "{{ b.judul }}", 6.6),
    ("Perangkat Daerah/Unit", "{{ b.perangkat_daerah }}", 5.2),
]


def _opening(paper: Builder, title: str, about: str) -> None:
    paper.letterhead()
    paper.title(title, about, "{{ kompetisi | upper }}")
    paper.text(NUMBER, CENTER, after=10)


def _revision(paper: Builder) -> None:
    paper.tag("if revisi > 1")
    paper.text("Dokumen ini adalah revisi ke-{{ revisi }} dan menggantikan yang sebelumnya. Alasan revisi: {{ alasan_revisi }}.", italic=True)  # fmt: skip
    paper.tag("endif")


def _officers(paper: Builder) -> None:
    paper.text("", after=0)
    paper.signatures(
        ["", "{{ ketua.jabatan }},", "{{ ketua.nama }}"],
        ["{{ tempat }}, {{ tanggal }}", "{{ sekretaris.jabatan }},", "{{ sekretaris.nama }}"],
    )


def administration_minutes() -> bytes:
    """Berita acara seleksi administrasi."""
    paper = Builder()
    _opening(paper, "BERITA ACARA", "HASIL SELEKSI ADMINISTRASI")
    paper.text(
        "Pada hari ini, {{ hari_terbilang }}, bertempat di {{ tempat }}, kami Tim Penyelenggara {{ kompetisi }} telah "
        "memeriksa kelengkapan dan keabsahan administrasi {{ jumlah_usulan }} ({{ jumlah_usulan_terbilang }}) usulan "
        "inovasi dengan hasil sebagai berikut."
    )
    _revision(paper)
    paper.text("1.\tUsulan yang lolos seleksi administrasi berjumlah {{ jumlah_lolos }} ({{ jumlah_lolos_terbilang }}), sebagaimana Lampiran I.", hanging=0.8)  # fmt: skip
    paper.text("2.\tUsulan yang tidak lolos seleksi administrasi beserta alasannya tercantum pada Lampiran II.", hanging=0.8)  # fmt: skip
    paper.text("3.\tHasil ini menjadi dasar penyampaian pengumuman dan surat kepada pengusul.", hanging=0.8)
    paper.text("Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.")
    _officers(paper)
    paper.text("LAMPIRAN I", LEFT, bold=True, after=0, new_page=True)
    paper.text("USULAN YANG LOLOS SELEKSI ADMINISTRASI", LEFT, bold=True)
    paper.table(IDENTITY, "b in lolos")
    paper.text("LAMPIRAN II", LEFT, bold=True, after=0, new_page=True)
    paper.text("USULAN YANG TIDAK LOLOS SELEKSI ADMINISTRASI", LEFT, bold=True)
    paper.tag("if tidak_lolos")
    paper.table(
        [("No.", "{{ b.no }}", 1.1), ("Nomor Registrasi", "{{ b.registrasi }}", 3.4), ("Judul Inovasi", "{{ b.judul }}", 4.2),
         ("Perangkat Daerah/Unit", "{{ b.perangkat_daerah }}", 3.4), ("Alasan", "{{ b.alasan }}", 4.4)],
        "b in tidak_lolos",
    )  # fmt: skip
    paper.tag("else")
    paper.text("Tidak ada.")
    paper.tag("endif")
    paper.foot(FOOT)
    return paper.save()


def minutes() -> bytes:
    """Berita acara penilaian suatu tahap, atau penetapan pemenang."""
    paper = Builder()
    paper.letterhead()
    paper.tag("if akhir")
    paper.title("BERITA ACARA", "RAPAT PLENO PENETAPAN PEMENANG", "{{ kompetisi | upper }}")
    paper.tag("else")
    paper.title("BERITA ACARA", "HASIL PENILAIAN TAHAP {{ tahap | upper }}", "{{ kompetisi | upper }}")
    paper.tag("endif")
    paper.text(NUMBER, CENTER, after=10)
    paper.text(
        "Pada hari ini, {{ hari_terbilang }}, bertempat di {{ tempat }}, Tim Penilai {{ kompetisi }} yang terdiri atas "
        "{{ jumlah_juri }} ({{ jumlah_juri_terbilang }}) orang telah menyelesaikan penilaian atas {{ jumlah_usulan }} "
        "({{ jumlah_usulan_terbilang }}) usulan inovasi, dengan ketentuan dan hasil sebagai berikut."
    )
    _revision(paper)
    rounded = "Peringkat memakai nilai tepat; yang ditampilkan dibulatkan {{ pembulatan }} angka di belakang koma."
    paper.tag("if akhir")
    paper.text(f"1.\tNilai akhir setiap usulan adalah jumlah nilai setiap tahap menurut bobot di bawah ini. {rounded}", hanging=0.8)  # fmt: skip
    paper.tag("else")
    paper.text(f"1.\tNilai setiap usulan adalah rata-rata nilai juri yang menilainya menurut bobot di bawah ini. {rounded}", hanging=0.8)  # fmt: skip
    paper.tag("endif")
    paper.table([("Unsur yang Dinilai", "{{ a.nama }}", 12.0), ("Bobot", "{{ a.bobot }}", 3.0)], "a in aspek")
    paper.text("", after=0)
    paper.tag("if kursi")
    paper.text("2.\tUsulan yang lolos ke tahap berikutnya berjumlah {{ jumlah_lolos }} dari {{ kursi }} tempat yang tersedia. Peringkat lengkap tercantum pada Lampiran.", hanging=0.8)  # fmt: skip
    paper.tag("else")
    paper.text("2.\tPeringkat lengkap tercantum pada Lampiran.", hanging=0.8)
    paper.tag("endif")
    paper.text("3.\tHal yang diputuskan atau dicatat dalam penilaian:", hanging=0.8, after=2)
    paper.tag("for c in catatan")
    paper.text("–\t{{ c }}", indent=0.8, hanging=0.5, after=2)
    paper.tag("endfor")
    paper.tag("if not catatan")
    paper.text("–\tTidak ada.", indent=0.8, hanging=0.5, after=2)
    paper.tag("endif")
    paper.text("4.\tRekapitulasi penilaian setiap juri:", hanging=0.8, keep=True)
    paper.table(
        [("No.", "{{ j.no }}", 1.0), ("Nama", "{{ j.nama }}", 5.0), ("Lembaga", "{{ j.lembaga }}", 3.9), ("Dinilai", "{{ j.dinilai }}", 1.4),
         ("Rerata", "{{ j.rerata }}", 1.4), ("Terendah", "{{ j.terendah }}", 1.9), ("Tertinggi", "{{ j.tertinggi }}", 1.9)],
        "j in juri", size=8.5,
    )  # fmt: skip
    paper.text("", after=0)
    paper.text("Demikian berita acara ini dibuat dengan sebenarnya dan ditandatangani oleh Tim Penilai untuk dipergunakan sebagaimana mestinya.", keep=True)  # fmt: skip
    paper.text("Tim Penilai:", LEFT, bold=True, after=2, keep=True)
    paper.table(
        [("No.", "{{ j.no }}", 1.1), ("Nama", "{{ j.nama }}", 5.8), ("Lembaga", "{{ j.lembaga }}", 5.0), ("Tanda Tangan", "{{ j.no }}. ............................", 4.6)],
        "j in juri", height=1.0,
    )  # fmt: skip
    paper.text("Mengetahui,", CENTER, after=0, keep=True)
    _officers(paper)
    paper.section(landscape=True)
    paper.text("LAMPIRAN BERITA ACARA", LEFT, bold=True, after=0)
    paper.tag("if akhir")
    paper.text("REKAPITULASI NILAI AKHIR", LEFT, bold=True)
    paper.tag("else")
    paper.text("REKAPITULASI NILAI TAHAP {{ tahap | upper }}", LEFT, bold=True)
    paper.tag("endif")
    paper.table(
        [("Per.", "{{ b.peringkat }}", 1.0), ("Nomor Registrasi", "{{ b.registrasi }}", 3.0), ("Judul Inovasi", "{{ b.judul }}", 5.6),
         ("Perangkat Daerah/Unit", "{{ b.perangkat_daerah }}", 4.0), ("Nilai", "{{ b.jumlah }}", 1.6), ("Hasil", "{{ b.hasil }}", 2.2)],
        "b in peringkat", size=8.5, each=1.55, repeated=("k in judul_kolom", "{{ k }}", "n in b.kolom|{{ n }}"),
    )  # fmt: skip
    paper.text("", after=0)
    paper.tag("if not akhir")
    paper.text("Juri 1 dan seterusnya menurut urutan nama pada daftar Tim Penilai. Tanda “-” berarti tidak menilai usulan itu.", LEFT, italic=True, size=8.5)  # fmt: skip
    paper.tag("endif")
    paper.foot(FOOT)
    return paper.save()


def announcement() -> bytes:
    """Pengumuman dengan lampiran."""
    paper = Builder()
    paper.letterhead()
    paper.title("PENGUMUMAN")
    paper.text(NUMBER, CENTER, after=4)
    paper.text("TENTANG", CENTER, after=4)
    paper.tag("if akhir")
    paper.title("PEMENANG {{ kompetisi | upper }}")
    paper.tag("else")
    paper.title("HASIL {{ tahap | upper }}", "{{ kompetisi | upper }}")
    paper.tag("endif")
    paper.tag("if akhir")
    paper.text("Berdasarkan Berita Acara Rapat Pleno Penetapan Pemenang tanggal {{ tanggal }}, dengan ini diumumkan penerima penghargaan {{ kompetisi }} sebagaimana tercantum dalam Lampiran pengumuman ini.")  # fmt: skip
    paper.tag("else")
    paper.text(
        "Berdasarkan Berita Acara Hasil {{ tahap }} tanggal {{ tanggal }}, dari {{ jumlah_usulan }} usulan yang dinilai, dengan ini diumumkan "
        "{{ jumlah_lolos }} ({{ jumlah_lolos_terbilang }}) usulan yang dinyatakan lolos sebagaimana tercantum dalam Lampiran pengumuman ini."
    )  # fmt: skip
    paper.tag("endif")
    _revision(paper)
    paper.tag("if tahap_berikut")
    paper.text("Usulan yang lolos mengikuti tahap {{ tahap_berikut }}. Jadwal dan tata caranya disampaikan melalui surat kepada setiap pengusul.")  # fmt: skip
    paper.tag("endif")
    paper.text("Pertanyaan dan keberatan disampaikan secara tertulis kepada {{ unit }} dengan menyebut nomor registrasi usulan.")  # fmt: skip
    paper.text("Demikian pengumuman ini disampaikan untuk diketahui.")
    paper.text("", after=0)
    paper.signatures(["", ""], ["{{ tempat }}, {{ tanggal }}", "{{ ketua.jabatan }},", "{{ ketua.nama }}"])
    paper.text("LAMPIRAN PENGUMUMAN", LEFT, bold=True, after=0, new_page=True)
    paper.text(NUMBER, LEFT, after=0)
    paper.text("Tanggal: {{ tanggal }}", LEFT)
    paper.tag("if akhir")
    paper.table([*IDENTITY[:2], ("Judul Inovasi", "{{ b.judul }}", 5.2), ("Perangkat Daerah/Unit", "{{ b.perangkat_daerah }}", 4.0), ("Penghargaan", "{{ b.penghargaan }}", 2.6)], "b in daftar")  # fmt: skip
    paper.tag("else")
    paper.table(IDENTITY, "b in daftar")
    paper.tag("endif")
    paper.foot(FOOT)
    return paper.save()


def decree() -> bytes:
    """Rancangan keputusan penetapan."""
    paper = Builder()
    rule(paper.text("RANCANGAN – untuk diteliti Bagian Hukum sebelum ditetapkan", CENTER, italic=True, size=9, after=6), "single", 4)  # fmt: skip
    paper.title("KEPUTUSAN {{ penetap }}")
    paper.text(NUMBER, CENTER, after=4)
    paper.text("TENTANG", CENTER, after=4)
    paper.tag("if akhir")
    paper.title("PENETAPAN PEMENANG {{ kompetisi | upper }}")
    paper.tag("else")
    paper.title("PENETAPAN {{ jumlah_lolos }} USULAN TERBAIK TAHAP {{ tahap | upper }}", "{{ kompetisi | upper }}")
    paper.tag("endif")
    paper.title("{{ penetap }},")
    _considering(paper)
    paper.text("MEMUTUSKAN:", CENTER, bold=True, after=8)
    table = paper.pairs(
        [
            ("Menetapkan", "{% if akhir %}KEPUTUSAN {{ penetap }} TENTANG PENETAPAN PEMENANG {{ kompetisi | upper }}.{% else %}KEPUTUSAN {{ penetap }} TENTANG PENETAPAN {{ jumlah_lolos }} USULAN TERBAIK TAHAP {{ tahap | upper }} {{ kompetisi | upper }}.{% endif %}"),
            ("KESATU", "Menetapkan {{ jumlah_lolos }} ({{ jumlah_lolos_terbilang }}) usulan {% if akhir %}penerima penghargaan{% else %}terbaik{% endif %} {{ kompetisi }} sebagaimana tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari Keputusan ini."),
            ("KEDUA", "{% if akhir %}Kepada penerima sebagaimana dimaksud dalam Diktum KESATU diberikan piagam penghargaan dan penghargaan lain sesuai dengan ketentuan peraturan perundang-undangan.{% else %}Usulan sebagaimana dimaksud dalam Diktum KESATU berhak mengikuti tahap {{ tahap_berikut or 'berikutnya' }}.{% endif %}"),
            ("KETIGA", "Segala biaya yang timbul akibat ditetapkannya Keputusan ini dibebankan pada Anggaran Pendapatan dan Belanja Daerah."),
            ("KEEMPAT", "Keputusan ini mulai berlaku pada tanggal ditetapkan."),
        ],
        label=3.0,
    )  # fmt: skip
    for row in table.rows:
        row.cells[2].paragraphs[0].paragraph_format.space_after = Pt(4)
    for cell in [c for row in table.rows[-2:] for c in row.cells]:
        cell.paragraphs[0].paragraph_format.keep_with_next = True  # no signature alone on a page
    paper.signatures(
        ["", ""],
        ["Ditetapkan di {{ tempat }}", "pada tanggal ..............................", "{{ penetap }},", "................................................"],
    )  # fmt: skip
    paper.text("LAMPIRAN KEPUTUSAN {{ penetap }}", LEFT, bold=True, after=0, new_page=True)
    paper.text(NUMBER, LEFT, after=0)
    paper.text("Tanggal: ..............................", LEFT)
    paper.tag("if akhir")
    paper.table([*IDENTITY[:2], ("Judul Inovasi", "{{ b.judul }}", 5.2), ("Perangkat Daerah/Unit", "{{ b.perangkat_daerah }}", 4.0), ("Penghargaan", "{{ b.penghargaan }}", 2.6)], "b in daftar")  # fmt: skip
    paper.tag("else")
    paper.table(IDENTITY, "b in daftar")
    paper.tag("endif")
    paper.foot(FOOT)
    return paper.save()


def _considering(paper: Builder) -> None:
    table = paper.pairs(
        [
            ("Menimbang", "a.\tbahwa untuk mendorong pembaruan pelayanan publik telah diselenggarakan {{ kompetisi }};"),
            ("", "b.\tbahwa penilaian telah dilaksanakan sebagaimana Berita Acara {% if akhir %}Rapat Pleno Penetapan Pemenang{% else %}Hasil Penilaian Tahap {{ tahap }}{% endif %} tanggal {{ tanggal }} Nomor ..............................;"),
            ("", "c.\tbahwa berdasarkan pertimbangan huruf a dan huruf b, perlu menetapkan Keputusan ini;"),
            ("Mengingat", "1.\tUndang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;"),
            ("", "2.\tUndang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah sebagaimana telah beberapa kali diubah;"),
            ("", "3.\t.............................................................................................. (dilengkapi Bagian Hukum);"),
        ],
        label=3.0,
    )  # fmt: skip
    for row in table.rows:
        cell = row.cells[2].paragraphs[0]
        cell.paragraph_format.left_indent, cell.paragraph_format.first_line_indent = Cm(0.6), Cm(-0.6)
        if not row.cells[0].text:
            row.cells[1].paragraphs[0].runs[0].text = ""
    paper.text("", after=2)


def certificates() -> bytes:
    """Piagam, satu halaman untuk setiap penerima."""
    paper = Builder(margins=(1.6, 2.2, 1.4, 2.2))
    section = paper.document.sections[0]
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.orientation = WD_ORIENT.LANDSCAPE
    paper.tag("for h in halaman")
    paper.text("{{ kop.pemerintah }}", CENTER, size=15, after=0, new_page=True)
    rule(paper.text("{{ kop.perangkat }}", CENTER, size=12, after=14), "double", 12)
    paper.text("PIAGAM PENGHARGAAN", CENTER, bold=True, size=30, after=0)
    paper.text("Nomor: ......................................", CENTER, size=11, after=14)
    paper.text("diberikan kepada", CENTER, size=13, after=6)
    paper.text("{{ h.perangkat_daerah }}", CENTER, bold=True, size=22, after=6)
    paper.text("sebagai", CENTER, size=13, after=6)
    paper.text("{{ h.sebagai | upper }}", CENTER, bold=True, size=20, after=6)
    paper.text("{{ kompetisi }}", CENTER, size=13, after=6)
    paper.text("atas inovasi", CENTER, size=13, after=4)
    paper.text("“{{ h.judul }}”", CENTER, italic=True, size=15, after=14)
    paper.signatures(["", ""], ["{{ tempat }}, {{ tanggal }}", "{{ penetap }},", "................................................"])  # fmt: skip
    paper.text("{{ h.registrasi }}", LEFT, size=8, after=0)
    paper.tag("endfor")
    return paper.save()


def dossier() -> bytes:
    """Berkas perkara satu usulan."""
    paper = Builder()
    paper.letterhead()
    paper.title("BERKAS PENILAIAN USULAN", "{{ registrasi }}")
    paper.text("Disusun {{ disusun }} dari catatan dan salinan beku yang disetujui. Berkas ini rahasia dan hanya untuk keperluan menjawab keberatan.", italic=True, size=9)  # fmt: skip
    _head(paper, "A. IDENTITAS DAN PENERIMAAN")
    paper.pairs(
        [("Judul inovasi", "{{ judul }}"), ("Perangkat daerah/unit", "{{ perangkat_daerah }}"), ("Inovator", "{{ inovator }}"), ("Saluran", "{{ saluran }}"),
         ("Diterima", "{{ diterima }} ({% if terlambat %}setelah{% else %}sebelum{% endif %} penutupan {{ penutupan }})")],
    )  # fmt: skip
    paper.text("", after=0)
    paper.text("Kiriman yang diterima:", LEFT, after=2, keep=True)
    paper.table([("Waktu", "{{ k.diterima }}", 4.4), ("Dari", "{{ k.dari }}", 4.6), ("Golongan dan alasan", "{{ k.alasan }}", 7.4)], "k in kiriman", size=8.5)  # fmt: skip
    paper.text("", after=0)
    paper.text("Dokumen pada berkas:", LEFT, after=2, keep=True)
    paper.table([("Jenis", "{{ d.jenis }}", 2.6), ("Nama berkas", "{{ d.nama }}", 5.4), ("Tindakan", "{{ d.tindakan }}", 3.4), ("SHA-256", "{{ d.sidik }}", 5.0)], "d in dokumen", size=8)  # fmt: skip
    _head(paper, "B. PEMERIKSAAN ADMINISTRASI")
    paper.text("Hasil: {{ administrasi }}", LEFT, after=2)
    paper.table([("Butir", "{{ t.butir }}", 1.9), ("Yang diperiksa", "{{ t.label }}", 6.6), ("Hasil", "{{ t.hasil }}", 2.5), ("Alasan", "{{ t.alasan }}", 5.4)], "t in temuan", size=8.5)  # fmt: skip
    _head(paper, "C. PENILAIAN")
    paper.tag("if not tahapan")
    paper.text("Usulan ini tidak sampai pada tahap penilaian.")
    paper.tag("endif")
    paper.tag("for s in tahapan")
    paper.text("{{ s.label }}", LEFT, bold=True, after=2, keep=True)
    paper.pairs(
        [("Nilai (tepat)", "{{ s.nilai }} ({{ s.tepat }})"), ("Peringkat", "{{ s.peringkat }} dari {{ s.peserta }}"), ("Hasil", "{{ s.hasil }}"),
         ("Jarak ke batas lolos", "{{ s.jarak }}"), ("Penentu nilai sama", "{{ s.penentu }}"), ("Disetujui", "{{ s.disetujui }}, revisi {{ s.revisi }}"), ("SHA-256 salinan beku", "{{ s.sidik }}")],
    )  # fmt: skip
    paper.text("", after=0)
    paper.text("Penilai dan dasar penugasannya:", LEFT, after=2, keep=True)
    paper.table([("Penilai", "{{ j.sebutan }}", 5.0), ("Dasar penugasan atau keadaan", "{{ j.alasan }}", 9.0), ("Jumlah", "{{ j.jumlah }}", 2.4)], "j in s.juri", size=8.5)  # fmt: skip
    paper.text("", after=0)
    paper.text("Nilai menurut aspek:", LEFT, after=2, keep=True)
    paper.table(
        [("Aspek (bobot)", "{{ a.nama }} ({{ a.bobot }})", 5.2), ("Rerata", "{{ a.rerata }}", 1.8), ("Kuartil semua usulan", "{{ a.kuartil }}", 3.6)],
        "a in s.aspek", size=8.5, repeated=("k in s.kolom", "{{ k }}", "n in a.nilai|{{ n }}"),
    )  # fmt: skip
    paper.tag("for c in s.catatan")
    paper.text("–\t{{ c }}", indent=0.2, hanging=0.5, after=2, size=9.5)
    paper.tag("endfor")
    paper.text("", after=2)
    paper.tag("endfor")
    _head(paper, "D. SURAT-MENYURAT")
    paper.table([("Surat", "{{ u.jenis }}", 4.2), ("Kepada", "{{ u.kepada }}", 5.2), ("Keadaan", "{{ u.keadaan }}", 2.6), ("Terkirim", "{{ u.terkirim }}", 4.4)], "u in surat", size=8.5)  # fmt: skip
    _officers(paper)
    paper.foot("{{ kompetisi }} · berkas penilaian {{ registrasi }} · disusun {{ disusun }}")
    return paper.save()


def _head(paper: Builder, text: str) -> None:
    paper.text(text, LEFT, bold=True, size=11.5, after=3, keep=True).paragraph_format.space_before = Pt(10)


PAPERS: dict[str, Callable[[], bytes]] = {
    "berita-acara-administrasi": administration_minutes,
    "berita-acara-penilaian": minutes,
    "pengumuman": announcement,
    "rancangan-keputusan": decree,
    "piagam": certificates,
    "berkas-perkara": dossier,
}
