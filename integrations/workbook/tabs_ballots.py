"""Tabs that keep what judges had said before."""

from __future__ import annotations

from integrations.workbook.columns import TabSpec, data, program

HISTORY = TabSpec(
    "Riwayat Nilai",
    (
        program("kunci", "Kunci", 240),
        program("tahap", "Tahap", 120),
        program("juri", "Juri", 220),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("saluran", "Saluran", 110),
        program("waktu", "Sejak", 150),
        program("jumlah", "Jumlah", 90),
        program("rincian", "Rincian", 420),
        program("catatan", "Catatan Juri", 300),
        data("tepat", "Data Mesin"),
    ),
    "Nilai sah yang kemudian diganti atau ditarik juri, dari kedua saluran. Yang dihitung ada pada tab Nilai.",
)
