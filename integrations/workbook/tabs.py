"""The tabs of the workbook: which columns there are, what they are called, and who owns them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Owner(Enum):
    """Who writes a column. A person's column is never written by the program once the row stands."""

    PROGRAM = "program"
    PEOPLE = "people"
    SECRETARY = "sekretaris"
    CHAIR = "ketua"


@dataclass(frozen=True, slots=True)
class Column:
    """A column, found by its heading wherever it stands."""

    id: str
    heading: str
    owner: Owner = Owner.PROGRAM
    kind: str = "text"  # text, number, tick, or data (machine state, hidden)
    choices: tuple[str, ...] = ()
    width: int = 120
    note: str = ""


@dataclass(frozen=True, slots=True)
class TabSpec:
    """A tab; the first column is the key that rows are found by."""

    title: str
    columns: tuple[Column, ...]
    about: str
    hidden: bool = False

    @property
    def key(self) -> Column:
        """The key column."""
        return self.columns[0]

    def column(self, column_id: str) -> Column:
        """The column with this id; KeyError where there is none."""
        return {c.id: c for c in self.columns}[column_id]


def _p(column_id: str, heading: str, width: int = 120, kind: str = "text") -> Column:
    return Column(column_id, heading, Owner.PROGRAM, kind, width=width)


def _h(
    column_id: str, heading: str, width: int = 140, *, kind: str = "text", choices: tuple[str, ...] = (), note: str = ""
) -> Column:
    return Column(column_id, heading, Owner.PEOPLE, kind, choices, width, note)


def _data(column_id: str, heading: str) -> Column:
    return Column(column_id, heading, Owner.PROGRAM, "data", width=60)


def _ticks() -> tuple[Column, ...]:
    return (
        Column(
            "sekretaris",
            "Setuju Sekretaris",
            Owner.SECRETARY,
            "tick",
            width=90,
            note="Hanya Sekretaris yang dapat mencentang.",
        ),
        Column("ketua", "Setuju Ketua", Owner.CHAIR, "tick", width=90, note="Hanya Ketua yang dapat mencentang."),
    )


HOME = TabSpec(
    "Beranda",
    (_p("hal", "Hal", 220), _p("isi", "Isi", 420), _p("untuk", "Menunggu", 120), _p("tempat", "Tempat", 260)),
    "Ringkasan keadaan kompetisi dan apa yang ditunggu dari siapa.",
)
SETTINGS = TabSpec(
    "Pengaturan",
    (_p("kunci", "Pengaturan", 260), _h("nilai", "Nilai", 260), _p("arti", "Arti", 520)),
    "Hal yang dapat diubah sekretariat sendiri.",
)
AGENCIES = TabSpec(
    "OPD",
    (
        _h("kode", "Kode", 120),
        _h("nama", "Nama Perangkat Daerah", 320),
        _h("alias", "Nama Lain (pisahkan dengan ;)", 260),
        _h("induk", "Kode Induk", 110),
        _h("surel", "Alamat Surel (pisahkan dengan ;)", 300),
        _h("narahubung", "Narahubung", 160),
        _h("telepon", "Telepon", 130),
        _p("usulan", "Jumlah Usulan", 90, "number"),
    ),
    "Daftar perangkat daerah dan unit. Hanya alamat pada daftar ini yang dikenali sebagai pengirim.",
)
INBOX = TabSpec(
    "Masuk",
    (
        _p("id", "ID Sumber", 150),
        _p("saluran", "Saluran", 80),
        _p("diterima", "Diterima", 150),
        _p("pengirim", "Pengirim", 220),
        _p("perihal", "Perihal", 300),
        _p("kelas", "Kelas", 140),
        _p("usulan", "Nomor Usulan", 90, "number"),
        _p("alasan", "Alasan", 320),
        _p("dikenal", "Dikenal Sebagai", 160),
        _data("fakta", "Data Mesin"),
    ),
    "Setiap surel dan jawaban formulir yang masuk, dengan hasil pemeriksaannya.",
)
PROPOSALS = TabSpec(
    "Proposal",
    (
        _p("nomor", "Nomor", 70, "number"),
        _p("judul", "Judul Inovasi", 340),
        _p("kode", "Kode OPD", 120),
        _p("opd", "Perangkat Daerah/Unit", 220),
        _p("kategori", "Kategori", 160),
        _p("mulai", "Mulai Implementasi", 110),
        _p("inovator", "Inovator", 160),
        _p("narahubung", "Narahubung", 160),
        _p("saluran", "Saluran", 80),
        _p("diterima", "Diterima", 150),
        _p("status", "Status", 180),
        _p("kurang", "Berkas Kurang", 220),
        _p("hasil", "Hasil Administrasi", 130),
        _p("temuan", "Temuan", 360),
        _p("tautan", "Folder Berkas", 200),
        _h(
            "putusan",
            "Putusan Petugas",
            120,
            choices=("lolos", "tidak lolos"),
            note="Kosongkan untuk mengikuti hasil pemeriksaan.",
        ),
        _h("alasan_putusan", "Alasan Putusan", 220),
        _h("k_judul", "Koreksi Judul", 220),
        _h("k_kode", "Koreksi Kode OPD", 110),
        _h("k_kategori", "Koreksi Kategori", 140),
        _h("k_mulai", "Koreksi Mulai Implementasi", 120),
        _h("k_inovator", "Koreksi Inovator", 140),
        _h("k_narahubung", "Koreksi Narahubung", 140),
        _p("pembuka", "Sumber Pembuka", 150),
        _p("folder", "ID Folder", 100),
        _data("data", "Data Mesin"),
    ),
    "Satu baris per usulan. Koreksi ditulis pada kolom Koreksi.",
)
FILES = TabSpec(
    "Berkas",
    (
        _p("kunci", "Kunci Berkas", 170),
        _p("usulan", "Nomor Usulan", 90, "number"),
        _p("sumber", "ID Sumber", 150),
        _p("nama", "Nama Berkas", 320),
        _p("jenis", "Jenis", 110),
        _p("tindakan", "Tindakan", 100),
        _p("alasan", "Alasan", 140),
        _p("ukuran", "Ukuran (bita)", 100, "number"),
        _p("berlaku", "Berlaku", 80),
        _p("tautan", "Buka", 120),
        _h("petugas", "Jenis Menurut Petugas", 150, note="Isi bila program salah mengenali jenis berkas."),
        _p("sha256", "SHA-256", 120),
        _p("id", "ID Drive", 120),
        _p("simpan", "Penyimpanan", 110),
    ),
    "Setiap lampiran dan unggahan, disimpan atau ditolak dengan alasannya.",
)
REVIEW = TabSpec(
    "Perlu Ditinjau",
    (
        _p("kunci", "ID Sumber", 150),
        _p("saluran", "Saluran", 80),
        _p("diterima", "Diterima", 150),
        _p("pengirim", "Pengirim", 220),
        _p("perihal", "Perihal", 260),
        _p("sebab", "Sebab Ditinjau", 320),
        _p("isi", "Cuplikan", 320),
        _p("berkas", "Berkas", 260),
        _h("keputusan", "Keputusan", 110, choices=("terima", "tolak")),
        _h("gabung", "Gabung ke Nomor Usulan", 120, note="Kosong = membuka usulan baru."),
        _h("kode", "Kode OPD", 110, note="Isi bila perangkat daerah tidak dikenali."),
        _h("petugas", "Diputuskan Oleh", 130),
        _h("catatan", "Catatan", 240),
        _p("keadaan", "Keadaan", 140),
    ),
    "Yang tidak dapat diputuskan program. Tidak diproses sebelum kolom Keputusan diisi.",
)
JUDGES = TabSpec(
    "Juri",
    (
        _h("surel", "Alamat Surel", 240),
        _h("nama", "Nama", 240),
        _h("lembaga", "Lembaga", 260),
        _h("kode", "Kode OPD (bila pegawai)", 140),
        _h("bidang", "Bidang Keahlian (pisahkan dengan ;)", 280),
        _h("beban", "Beban Maksimum", 100, kind="number"),
        _h("wajib", "Wajib Menilai", 140, note="Nomor usulan yang disematkan pada juri ini, pisahkan dengan ;"),
        _h("larang", "Tidak Boleh Menilai", 140, note="Nomor usulan yang dilarang bagi juri ini, pisahkan dengan ;"),
        _p("tugas", "Tugas", 100, "number"),
    ),
    "Tim penilai.",
)
SEATS = TabSpec(
    "Penugasan",
    (
        _p("kunci", "Kunci", 200),
        _p("tahap", "Tahap", 160),
        _p("juri", "Juri", 220),
        _p("nama", "Nama Juri", 220),
        _p("usulan", "Nomor Usulan", 90, "number"),
        _p("judul", "Judul Inovasi", 320),
        _p("alasan", "Alasan", 220),
        _p("keadaan", "Keadaan", 120),
        _h("bebas_oleh", "Dibebaskan Oleh", 140, note="Nama yang membebaskan juri ini dari menilai usulan ini."),
        _h("bebas_alasan", "Alasan Dibebaskan", 220),
    ),
    "Siapa menilai apa, dengan alasannya.",
)
BALLOTS = TabSpec(
    "Lembar Nilai",
    (
        _p("kunci", "Kunci", 200),
        _p("tahap", "Tahap", 160),
        _p("juri", "Juri", 220),
        _p("nama", "Nama Juri", 220),
        _p("tautan", "Buka", 200),
        _p("ditugaskan", "Ditugaskan", 90, "number"),
        _p("terisi", "Terisi Sah", 90, "number"),
        _p("salah", "Perlu Diperbaiki", 100, "number"),
        _p("keadaan", "Keadaan", 160),
        _p("dibaca", "Dibaca", 150),
        _p("id", "ID Lembar", 120),
        _p("pembacaan", "Pembacaan Ke-", 80, "number"),
        _data("sidik", "Data Mesin"),
    ),
    "Lembar nilai setiap juri pada setiap tahap.",
)
SCORES = TabSpec(
    "Nilai",
    (
        _p("kunci", "Kunci", 200),
        _p("tahap", "Tahap", 120),
        _p("juri", "Juri", 220),
        _p("usulan", "Nomor Usulan", 90, "number"),
        _p("jumlah", "Jumlah", 90),
        _p("rincian", "Rincian", 420),
        _p("keadaan", "Keadaan", 160),
        _data("tepat", "Data Mesin"),
    ),
    "Nilai sah setiap juri, dibaca dari lembar nilainya.",
)
RETURNS = TabSpec(
    "Pengembalian",
    (
        _p("kunci", "Kunci", 200),
        _p("tahap", "Tahap", 120),
        _p("pembacaan", "Pembacaan Ke-", 80, "number"),
        _p("juri", "Juri", 220),
        _p("usulan", "Nomor Usulan", 90, "number"),
        _p("aspek", "Aspek", 140),
        _p("tertulis", "Tertulis", 120),
        _p("masalah", "Masalah", 140),
        _p("waktu", "Waktu", 150),
    ),
    "Setiap isian yang dikembalikan kepada juri.",
)
RANKING = TabSpec(
    "Peringkat",
    (
        _p("kunci", "Kunci", 140),
        _p("tahap", "Tahap", 160),
        _p("peringkat", "Peringkat", 80, "number"),
        _p("usulan", "Nomor Usulan", 90, "number"),
        _p("judul", "Judul Inovasi", 340),
        _p("opd", "Perangkat Daerah/Unit", 220),
        _p("nilai", "Nilai", 80),
        _p("lolos", "Hasil", 120),
        _p("juri", "Jumlah Juri", 80, "number"),
        _p("belum", "Belum Menilai", 220),
        _p("penentu", "Penentu Nilai Sama", 360),
        _p("tepat", "Nilai Tepat", 120),
    ),
    "Peringkat setiap tahap dan peringkat akhir, dihitung dari nilai sah.",
)
BOARD = TabSpec(
    "Papan Batas",
    (
        _p("kunci", "Kunci", 140),
        _p("tahap", "Tahap", 160),
        _p("peringkat", "Peringkat Resmi", 90, "number"),
        _p("usulan", "Nomor Usulan", 90, "number"),
        _p("judul", "Judul Inovasi", 340),
        _p("nilai", "Nilai", 80),
        _p("jarak", "Jarak ke Garis", 90),
        _p("peluang", "Peluang di Atas Garis (%)", 110, "number"),
        _p("warna", "Keyakinan", 90),
        _p("bayangan", "Peringkat Bila Juri Dikoreksi", 110, "number"),
        _p("koreksi", "Nilai Terkoreksi", 100),
        _p("penentu", "Berubah Tanpa Juri", 260),
        _p("keterangan", "Keterangan", 420),
    ),
    "Seberapa yakin batas lolos. Hanya keterangan; peringkat resmi ada pada tab Peringkat.",
)
DECISIONS = TabSpec(
    "Keputusan",
    (
        _p("kunci", "Kunci", 140),
        _p("hal", "Keputusan", 280),
        _p("isi", "Isi", 520),
        _p("keadaan", "Keadaan", 180),
        *_ticks(),
        _p("disetujui", "Disetujui", 150),
        _p("revisi", "Revisi", 70, "number"),
        _h(
            "ulang",
            "Alasan Revisi",
            260,
            note="Hasil yang sudah disetujui hanya berubah sebagai revisi baru: tulis alasannya di sini.",
        ),
        _p("alasan", "Alasan yang Berlaku", 220),
        _p("berubah", "Berubah Setelah Disetujui", 320),
        _p("arsip", "ID Salinan Beku", 140),
        _p("sha256", "SHA-256 Salinan Beku", 160),
        _p("sidik", "Sidik", 140),
        _data("beku", "Data Mesin"),
    ),
    "Hasil setiap tahap. Berlaku setelah Sekretaris dan Ketua mencentang.",
)
LETTERS = TabSpec(
    "Surat",
    (
        _p("kunci", "Kunci", 200),
        _p("jenis", "Jenis", 160),
        _p("usulan", "Nomor Usulan", 90, "number"),
        _p("kepada", "Kepada", 260),
        _p("perihal", "Perihal", 340),
        _p("keadaan", "Keadaan", 130),
        _p("perlu", "Perlu Persetujuan", 150),
        *_ticks(),
        _p("terkirim", "Terkirim", 150),
        _p("keterangan", "Keterangan", 240),
        _p("balik", "Kabar Balik", 240),
        Column("ulang", "Kirim Ulang", Owner.PEOPLE, "tick", width=80, note="Centang dan tulis alasannya di sebelah."),
        _h("alasan_ulang", "Alasan Kirim Ulang", 200),
        _p("draf", "ID Draf", 140),
        _p("pesan", "ID Pesan", 140),
        _p("tahap", "Tahap", 110),
        _p("sidik", "Sidik", 120),
    ),
    "Setiap surat: draf pada Gmail, disetujui dengan centang, lalu dikirim.",
)
JOURNAL = TabSpec(
    "Jejak",
    (
        _p("kunci", "Kunci", 170),
        _p("waktu", "Waktu", 150),
        _p("pelaku", "Pelaku", 160),
        _p("peristiwa", "Peristiwa", 200),
        _p("tentang", "Tentang", 180),
        _p("rincian", "Rincian", 420),
    ),
    "Apa yang dilakukan program dan siapa yang memutuskan.",
)

MIRROR = TabSpec(
    "Salinan Program",
    (_p("kunci", "Kunci", 260), _data("isi", "Isi")),
    "Salinan dari yang ditulis program: dari sini isian yang terubah dikembalikan. Jangan diubah.",
    hidden=True,
)

TABS = (
    HOME,
    SETTINGS,
    AGENCIES,
    INBOX,
    PROPOSALS,
    FILES,
    REVIEW,
    JUDGES,
    SEATS,
    BALLOTS,
    SCORES,
    RETURNS,
    RANKING,
    BOARD,
    DECISIONS,
    LETTERS,
    JOURNAL,
    MIRROR,
)
