"""Tabs of the papers: what is too long for a decision's cell, documents, judges' comments."""

from __future__ import annotations

from integrations.workbook.columns import Column, Owner, TabSpec, data, people, program

PIECES = TabSpec(
    "Data Keputusan",
    (program("kunci", "Kunci", 200), data("isi", "Isi")),
    "Bagian salinan beku yang tidak muat pada satu sel tab Keputusan. Jangan diubah.",
    hidden=True,
)

PAPERS = TabSpec(
    "Dokumen",
    (
        program("kunci", "Kunci", 220),
        program("tahap", "Tahap", 180),
        program("jenis", "Jenis", 180),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("revisi", "Revisi", 70, "number"),
        program("cetakan", "Cetakan", 80, "number"),
        program("docx", "Buka DOCX", 220),
        program("pdf", "Buka PDF", 220),
        program("keadaan", "Keadaan", 130),
        program("keterangan", "Keterangan", 320),
        Column(
            "ulang",
            "Buat Ulang",
            Owner.PEOPLE,
            "tick",
            width=80,
            note="Centang setelah templat diubah: dokumen dibuat sekali lagi dengan templat yang baru.",
        ),
        program("id_docx", "ID DOCX", 140),
        program("id_pdf", "ID PDF", 140),
    ),
    "Dokumen resmi dari salinan beku: berita acara, pengumuman, rancangan keputusan, piagam, berkas perkara.",
)

COMMENTS = TabSpec(
    "Catatan Juri",
    (
        program("kunci", "Kunci", 200),
        program("tahap", "Tahap", 120),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("judul", "Judul Inovasi", 280),
        program("juri", "Juri", 200),
        program("catatan", "Catatan", 420),
        people(
            "bunyi",
            "Bunyi yang Disampaikan",
            420,
            note="Kosong: catatan juri disampaikan apa adanya. Isi bila perlu diperhalus.",
        ),
        Column(
            "setuju",
            "Sampaikan",
            Owner.PEOPLE,
            "tick",
            width=90,
            note="Hanya catatan yang dicentang masuk ke surat umpan balik.",
        ),
    ),
    "Catatan juri pada lembar nilai. Disampaikan kepada pengusul hanya bila dicentang.",
)
