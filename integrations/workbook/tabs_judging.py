"""Tabs of the judging: panel, seats, ballots, scores, rankings."""

from __future__ import annotations

from integrations.workbook.columns import TabSpec, data, people, program

JUDGES = TabSpec(
    "Juri",
    (
        people("surel", "Alamat Surel", 240),
        people("nama", "Nama", 240),
        people("lembaga", "Lembaga", 260),
        people("kode", "Kode OPD (bila pegawai)", 140),
        people("bidang", "Bidang Keahlian (pisahkan dengan ;)", 280),
        people("beban", "Beban Maksimum", 100, kind="number"),
        people("wajib", "Wajib Menilai", 140, note="Nomor usulan yang disematkan pada juri ini, pisahkan dengan ;"),
        people(
            "larang", "Tidak Boleh Menilai", 140, note="Nomor usulan yang dilarang bagi juri ini, pisahkan dengan ;"
        ),
        people("berhenti", "Berhenti Menilai (alasan)", 200, note="Isi alasannya; yang belum dinilai dialihkan."),
        people(
            "berhalangan",
            "Berhalangan (tanggal/jam)",
            220,
            note="Contoh: 27-04-2027; 28-04-2027 08.00-12.00; 3 Mei 2027 s.d. 5 Mei 2027. Pisahkan dengan ;",
            optional=True,
        ),
        program("tugas", "Tugas", 100, "number"),
    ),
    "Tim penilai.",
)

SEATS = TabSpec(
    "Penugasan",
    (
        program("kunci", "Kunci", 200),
        program("tahap", "Tahap", 160),
        program("juri", "Juri", 220),
        program("nama", "Nama Juri", 220),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("judul", "Judul Inovasi", 320),
        program("alasan", "Alasan", 220),
        program("keadaan", "Keadaan", 120),
        people("bebas_oleh", "Dibebaskan Oleh", 140, note="Nama yang membebaskan juri ini dari menilai usulan ini."),
        people("bebas_alasan", "Alasan Dibebaskan", 220),
        people(
            "buka",
            "Buka Kunci Baris",
            90,
            kind="tick",
            note="Centang untuk membuka lagi baris yang sudah dikunci juri.",
        ),
        program("putaran", "Perubahan Ke-", 80, "number"),
        program("lembar", "Pada Lembar", 80),
    ),
    "Siapa menilai apa, dengan alasannya.",
)

BALLOTS = TabSpec(
    "Lembar Nilai",
    (
        program("kunci", "Kunci", 200),
        program("tahap", "Tahap", 160),
        program("juri", "Juri", 220),
        program("nama", "Nama Juri", 220),
        program("tautan", "Buka", 200),
        program("ditugaskan", "Ditugaskan", 90, "number"),
        program("terisi", "Terisi Sah", 90, "number"),
        program("salah", "Perlu Diperbaiki", 100, "number"),
        program("keadaan", "Keadaan", 160),
        program("dibaca", "Dibaca", 150),
        program("id", "ID Lembar", 120),
        program("pembacaan", "Pembacaan Ke-", 80, "number"),
        program("formulir", "Formulir", 200),
        program("id_formulir", "ID Formulir", 120),
        program("keterangan", "Keterangan", 300, optional=True),
        data("daftar", "Isi Formulir"),
        data("laju", "Laju"),
        data("sidik", "Data Mesin"),
    ),
    "Lembar nilai setiap juri pada setiap tahap.",
)

SCORES = TabSpec(
    "Nilai",
    (
        program("kunci", "Kunci", 200),
        program("tahap", "Tahap", 120),
        program("juri", "Juri", 220),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("jumlah", "Jumlah", 90),
        program("rincian", "Rincian", 420),
        program("keadaan", "Keadaan", 160),
        program("saluran", "Saluran", 110),
        program("waktu", "Sejak", 150),
        program("catatan", "Catatan Juri", 300),
        data("tepat", "Data Mesin"),
    ),
    "Nilai sah setiap juri, dari lembar nilai atau formulirnya; yang terbaru yang dihitung.",
)

RETURNS = TabSpec(
    "Pengembalian",
    (
        program("kunci", "Kunci", 200),
        program("tahap", "Tahap", 120),
        program("pembacaan", "Pembacaan Ke-", 80, "number"),
        program("juri", "Juri", 220),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("aspek", "Aspek", 140),
        program("tertulis", "Tertulis", 120),
        program("masalah", "Masalah", 140),
        program("waktu", "Waktu", 150),
        program("saluran", "Saluran", 110),
        program("surat", "Surat", 200),
    ),
    "Setiap isian yang dikembalikan kepada juri.",
)

RANKING = TabSpec(
    "Peringkat",
    (
        program("kunci", "Kunci", 140),
        program("tahap", "Tahap", 160),
        program("peringkat", "Peringkat", 80, "number"),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("judul", "Judul Inovasi", 340),
        program("opd", "Perangkat Daerah/Unit", 220),
        program("nilai", "Nilai", 80),
        program("lolos", "Hasil", 120),
        program("kebijakan", "Kebijakan", 300),
        program("juri", "Jumlah Juri", 80, "number"),
        program("belum", "Belum Menilai", 220),
        program("penentu", "Penentu Nilai Sama", 360),
        program("tepat", "Nilai Tepat", 120),
    ),
    "Peringkat setiap tahap dan peringkat akhir, dihitung dari nilai sah.",
)

BOARD = TabSpec(
    "Papan Batas",
    (
        program("kunci", "Kunci", 140),
        program("tahap", "Tahap", 160),
        program("peringkat", "Peringkat Resmi", 90, "number"),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("judul", "Judul Inovasi", 340),
        program("nilai", "Nilai", 80),
        program("jarak", "Jarak ke Garis", 90),
        program("peluang", "Peluang di Atas Garis (%)", 110, "number"),
        program("warna", "Keyakinan", 90),
        program("bayangan", "Peringkat Bila Juri Dikoreksi", 110, "number"),
        program("koreksi", "Nilai Terkoreksi", 100),
        program("penentu", "Berubah Tanpa Juri", 260),
        program("keterangan", "Keterangan", 420),
    ),
    "Seberapa yakin batas lolos. Hanya keterangan; peringkat resmi ada pada tab Peringkat.",
)

PLENO = TabSpec(
    "Pleno",
    (
        program("kunci", "Kunci", 180),
        program("tahap", "Tahap", 160),
        program("usulan", "Nilai Sama (nomor usulan)", 160),
        program("isi", "Keadaan Nilai", 420),
        people(
            "urutan", "Urutan Menurut Pleno", 160, note="Nomor usulan, yang terbaik lebih dahulu, pisahkan dengan ;"
        ),
        people("oleh", "Diputuskan Oleh", 160),
        people("alasan", "Alasan", 260),
        people("berita", "Nomor Berita Acara", 160),
        program("keadaan", "Keadaan", 220),
    ),
    "Nilai sama yang tidak terurai oleh aturan penentu. Pleno menuliskan urutannya, dengan nama dan alasan.",
)
