"""Tabs of the office: state, settings, decisions, letters, journal."""

from __future__ import annotations

from integrations.workbook.columns import Column, Owner, TabSpec, data, people, program, ticks

HOME = TabSpec(
    "Beranda",
    (
        program("hal", "Hal", 220),
        program("isi", "Isi", 420),
        program("untuk", "Menunggu", 120),
        program("tempat", "Tempat", 260),
    ),
    "Ringkasan keadaan kompetisi dan apa yang ditunggu dari siapa.",
)

SETTINGS = TabSpec(
    "Pengaturan",
    (program("kunci", "Pengaturan", 260), people("nilai", "Nilai", 260), program("arti", "Arti", 520)),
    "Hal yang dapat diubah sekretariat sendiri.",
)

DECISIONS = TabSpec(
    "Keputusan",
    (
        program("kunci", "Kunci", 140),
        program("hal", "Keputusan", 280),
        program("isi", "Isi", 520),
        program("keadaan", "Keadaan", 180),
        *ticks(),
        program("disetujui", "Disetujui", 150),
        program("revisi", "Revisi", 70, "number"),
        people(
            "ulang",
            "Alasan Revisi",
            260,
            note="Hasil yang sudah disetujui hanya berubah sebagai revisi baru: tulis alasannya di sini.",
        ),
        program("alasan", "Alasan yang Berlaku", 220),
        program("berubah", "Berubah Setelah Disetujui", 320),
        program("arsip", "ID Salinan Beku", 140),
        program("sha256", "SHA-256 Salinan Beku", 160),
        program("sidik", "Sidik", 140),
        data("beku", "Data Mesin"),
    ),
    "Hasil setiap tahap. Berlaku setelah Sekretaris dan Ketua mencentang.",
)

LETTERS = TabSpec(
    "Surat",
    (
        program("kunci", "Kunci", 200),
        program("jenis", "Jenis", 160),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("kepada", "Kepada", 260),
        program("perihal", "Perihal", 340),
        program("keadaan", "Keadaan", 130),
        program("perlu", "Perlu Persetujuan", 150),
        *ticks(),
        program("terkirim", "Terkirim", 150),
        program("keterangan", "Keterangan", 240),
        program("balik", "Kabar Balik", 240),
        Column("ulang", "Kirim Ulang", Owner.PEOPLE, "tick", width=80, note="Centang dan tulis alasannya di sebelah."),
        people("alasan_ulang", "Alasan Kirim Ulang", 200),
        program("draf", "ID Draf", 140),
        program("pesan", "ID Pesan", 140),
        program("tahap", "Tahap", 110),
        program("sidik", "Sidik", 120),
        program("pokok", "Pokok Isi", 260, optional=True),
    ),
    "Setiap surat: draf pada Gmail, disetujui dengan centang, lalu dikirim.",
)

JOURNAL = TabSpec(
    "Jejak",
    (
        program("kunci", "Kunci", 170),
        program("waktu", "Waktu", 150),
        program("pelaku", "Pelaku", 160),
        program("peristiwa", "Peristiwa", 200),
        program("tentang", "Tentang", 180),
        program("rincian", "Rincian", 420),
    ),
    "Apa yang dilakukan program dan siapa yang memutuskan.",
)

MIRROR = TabSpec(
    "Salinan Program",
    (program("kunci", "Kunci", 260), data("isi", "Isi")),
    "Salinan dari yang ditulis program: dari sini isian yang terubah dikembalikan. Jangan diubah.",
    hidden=True,
)
