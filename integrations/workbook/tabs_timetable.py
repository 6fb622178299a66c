"""The tab of the timetable: when and where each proposal is heard or visited, and who has confirmed."""

from __future__ import annotations

from integrations.workbook.columns import TabSpec, data, people, program

CONFIRMED, DECLINED, ASKS = "hadir", "tidak", "minta pindah"

TIMETABLE = TabSpec(
    "Jadwal",
    (
        program("kunci", "Kunci", 140),
        program("tahap", "Tahap", 160),
        program("usulan", "Nomor Usulan", 90, "number"),
        program("judul", "Judul Inovasi", 320),
        program("opd", "Perangkat Daerah/Unit", 220),
        program("hari", "Hari", 180),
        program("mulai", "Mulai", 70),
        program("selesai", "Selesai", 70),
        program("tempat", "Ruang/Tempat", 180),
        program("tim", "Juri yang Hadir", 320),
        program("alasan", "Alasan", 360),
        people("tetap_hari", "Hari Tetap", 130, note="Isi untuk menetapkan harinya. Kosong: disusun program."),
        people("tetap_jam", "Jam Tetap", 90, note="Jam mulai, misalnya 09.00. Kosong: disusun program."),
        people(
            "tetap_tempat",
            "Ruang/Tempat Tetap",
            160,
            note="Presentasi: nama ruang pada aturan edisi. Kunjungan: lokasi yang dikunjungi.",
        ),
        program("undangan", "Undangan", 180),
        program("balasan", "Balasan", 320),
        people(
            "konfirmasi",
            "Konfirmasi",
            110,
            choices=(CONFIRMED, DECLINED, ASKS),
            note="Diputuskan sekretariat. Kolom Balasan hanya saran.",
        ),
        people("catatan", "Catatan Konfirmasi", 220),
        data("mesin", "Data Mesin"),
    ),
    "Jadwal presentasi dan kunjungan lapangan. Tidak ada yang diberitahukan sebelum suratnya dicentang pada tab Surat.",
)
