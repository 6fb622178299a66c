"""Tabs of what is disputed or decided beside the scores: objections and policy."""

from __future__ import annotations

from competition.cases import Verdict
from competition.policy import Kind
from integrations.workbook.columns import TabSpec, data, people, program

OBJECTIONS = TabSpec(
    "Sanggah",
    (
        program("perkara", "Nomor Perkara", 110),
        program("keadaan", "Keadaan", 240),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("tahap", "Keputusan yang Disanggah", 170),
        program("diterima", "Diterima", 150),
        program("tepat", "Dalam Masa Sanggah", 110),
        program("batas", "Batas Masa Sanggah", 150),
        program("pengirim", "Pengirim", 220),
        program("saluran", "Saluran", 80),
        program("ringkasan", "Ringkasan", 420),
        program("sebab", "Mengapa Tercatat", 260),
        program("tautan", "Buka Surel atau Jawaban", 200),
        program("berkas", "Berkas Usulan", 200),
        program("dosir", "Berkas Perkara", 200),
        people(
            "sah",
            "Sah sebagai Sanggahan?",
            110,
            choices=("ya", "tidak"),
            note="“tidak”: bukan sanggahan; surelnya diperlakukan seperti surel lain.",
        ),
        people("k_usulan", "Koreksi Nomor Usulan", 110, note="Isi bila nomor usulan kosong atau keliru."),
        people("putusan", "Putusan", 150, choices=tuple(v.value for v in Verdict)),
        people("alasan", "Alasan Putusan", 320, note="Dikutip dalam surat putusan kepada perangkat daerah."),
        people("oleh", "Diputuskan Oleh", 160),
        program("diputus", "Diputus", 150),
        program("revisi", "Dijawab Revisi", 90, "number"),
        program("sumber", "ID Sumber", 150),
        data("data", "Data Mesin"),
    ),
    "Sanggahan atas hasil yang sudah disampaikan: satu baris per perkara, dengan putusannya.",
)

POLICIES = TabSpec(
    "Kebijakan",
    (
        program("nomor", "Nomor", 80),
        people("tahap", "Tahap", 150, note="ID atau nama tahap; “final” untuk penghargaan akhir."),
        people("usulan", "Nomor Usulan", 90, kind="number"),
        people("kebijakan", "Kebijakan", 200, choices=tuple(k.value for k in Kind)),
        people("akibat", "Akibat", 130, choices=("diloloskan", "tidak diloloskan")),
        people("alasan", "Alasan", 320, note="Dikutip dalam surat hasil kepada perangkat daerah."),
        people("oleh", "Diputuskan Oleh", 180),
        people("acara", "Nomor Berita Acara", 160),
        program("keadaan", "Keadaan", 360),
    ),
    "Keputusan kebijakan di samping peringkat. Nilai dan peringkat tidak pernah diubah; jumlah kursi tetap.",
)
