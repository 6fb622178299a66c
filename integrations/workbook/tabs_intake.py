"""Tabs of the intake: what came, what became of it, what waits for a person."""

from __future__ import annotations

from integrations.workbook.columns import Column, Owner, TabSpec, data, people, program

AGENCIES = TabSpec(
    "OPD",
    (
        people("kode", "Kode", 120),
        people("nama", "Nama Perangkat Daerah", 320),
        people("alias", "Nama Lain (pisahkan dengan ;)", 260),
        people("induk", "Kode Induk", 110),
        people("surel", "Alamat Surel (pisahkan dengan ;)", 300),
        people("narahubung", "Narahubung", 160),
        people("telepon", "Telepon", 130),
        people("lokasi", "Kecamatan/Lokasi", 160, note="Untuk mengelompokkan kunjungan lapangan.", optional=True),
        program("usulan", "Jumlah Usulan", 90, "number"),
    ),
    "Daftar perangkat daerah dan unit. Hanya alamat pada daftar ini yang dikenali sebagai pengirim.",
)

INBOX = TabSpec(
    "Masuk",
    (
        program("id", "ID Sumber", 150),
        program("saluran", "Saluran", 80),
        program("diterima", "Diterima", 150),
        program("pengirim", "Pengirim", 220),
        program("perihal", "Perihal", 300),
        program("kelas", "Kelas", 140),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("alasan", "Alasan", 320),
        program("dikenal", "Dikenal Sebagai", 160),
        data("fakta", "Data Mesin"),
    ),
    "Setiap surel dan jawaban formulir yang masuk, dengan hasil pemeriksaannya.",
)

PROPOSALS = TabSpec(
    "Proposal",
    (
        program("nomor", "Nomor", 70, "number"),
        program("judul", "Judul Inovasi", 340),
        program("kode", "Kode OPD", 120),
        program("opd", "Perangkat Daerah/Unit", 220),
        program("kategori", "Kategori", 160),
        program("mulai", "Mulai Implementasi", 110),
        program("inovator", "Inovator", 160),
        program("narahubung", "Narahubung", 160),
        program("saluran", "Saluran", 80),
        program("diterima", "Diterima", 150),
        program("status", "Status", 180),
        program("kurang", "Berkas Kurang", 220),
        program("hasil", "Hasil Administrasi", 130),
        program("temuan", "Temuan", 360),
        program("tautan", "Folder Berkas", 200),
        people(
            "putusan",
            "Putusan Petugas",
            120,
            choices=("lolos", "tidak lolos"),
            note="Kosongkan untuk mengikuti hasil pemeriksaan.",
        ),
        people("alasan_putusan", "Alasan Putusan", 220),
        people("k_judul", "Koreksi Judul", 220),
        people("k_kode", "Koreksi Kode OPD", 110),
        people("k_kategori", "Koreksi Kategori", 140),
        people("k_mulai", "Koreksi Mulai Implementasi", 120),
        people("k_inovator", "Koreksi Inovator", 140),
        people("k_narahubung", "Koreksi Narahubung", 140),
        Column(
            "perkara",
            "Buat Berkas Perkara",
            Owner.PEOPLE,
            "tick",
            width=90,
            note="Centang untuk membuat berkas yang menjawab keberatan; hasilnya ada pada tab Dokumen.",
        ),
        program("pembuka", "Sumber Pembuka", 150),
        program("folder", "ID Folder", 100),
        data("data", "Data Mesin"),
    ),
    "Satu baris per usulan. Koreksi ditulis pada kolom Koreksi.",
)

FILES = TabSpec(
    "Berkas",
    (
        program("kunci", "Kunci Berkas", 170),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("sumber", "ID Sumber", 150),
        program("nama", "Nama Berkas", 320),
        program("jenis", "Jenis", 110),
        program("tindakan", "Tindakan", 100),
        program("alasan", "Alasan", 140),
        program("ukuran", "Ukuran (bita)", 100, "number"),
        program("berlaku", "Berlaku", 80),
        program("tautan", "Buka", 120),
        people("petugas", "Jenis Menurut Petugas", 150, note="Isi bila program salah mengenali jenis berkas."),
        program("sha256", "SHA-256", 120),
        program("id", "ID Drive", 120),
        program("simpan", "Penyimpanan", 110),
    ),
    "Setiap lampiran dan unggahan, disimpan atau ditolak dengan alasannya.",
)

REVIEW = TabSpec(
    "Perlu Ditinjau",
    (
        program("kunci", "ID Sumber", 150),
        program("saluran", "Saluran", 80),
        program("diterima", "Diterima", 150),
        program("pengirim", "Pengirim", 220),
        program("perihal", "Perihal", 260),
        program("sebab", "Sebab Ditinjau", 320),
        program("isi", "Cuplikan", 320),
        program("berkas", "Berkas", 260),
        people("keputusan", "Keputusan", 110, choices=("terima", "tolak")),
        people("gabung", "Gabung ke Nomor Usulan", 120, note="Kosong = membuka usulan baru."),
        people("kode", "Kode OPD", 110, note="Isi bila perangkat daerah tidak dikenali."),
        people("petugas", "Diputuskan Oleh", 130),
        people("catatan", "Catatan", 240),
        program("keadaan", "Keadaan", 140),
    ),
    "Yang tidak dapat diputuskan program. Tidak diproses sebelum kolom Keputusan diisi.",
)
