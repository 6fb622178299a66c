"""The first tab of a ballot: what a judge needs to know, from the rulebook alone, so that it never has to be kept up."""

from __future__ import annotations

from typing import Any

from competition.calendar import long_date, long_day
from competition.rulebook import Rulebook
from competition.stages import Stage

GUIDE = "Petunjuk"
_SHEET = 1


def scale_words(rulebook: Rulebook) -> str:
    """The scale as judges read it: "0 sampai 100"."""
    low, high = (f"{float(n):g}".replace(".", ",") for n in (rulebook.scale.min, rulebook.scale.max))
    return f"{low} sampai {high}"


def guide_lines(rulebook: Rulebook, stage: Stage) -> list[tuple[str, str]]:
    """(what, text) of each line; a line without text is a heading."""
    first, last = rulebook.span(stage.id)
    days = long_day(first) if first == last else f"{long_date(first)} sampai {long_date(last)}"
    secretary = rulebook.officer("sekretaris")
    lines = [
        (f"Petunjuk Penilaian: {stage.label}", ""),
        (rulebook.edition.name, ""),
        ("Masa penilaian", f"{days}. Batas pengisian yang berlaku disebut dalam surat penugasan dan pengingat."),
        ("Skala", f"{scale_words(rulebook)} untuk setiap aspek; desimal ditulis dengan koma (78,5), titik pun diterima."),
        ("Cara mengisi", ""),
        ("1", "Buka tab Penilaian. Setiap baris satu usulan; kolom Berkas membuka berkasnya."),
        ("2", "Isi setiap kolom aspek. Boleh dicicil: yang belum selesai tidak dianggap salah sebelum dikumpulkan."),
        ("3", "Centang Benturan Kepentingan bila Anda mempunyai hubungan dengan pengusul; baris itu lalu tidak dihitung."),
        ("4", "Centang Selesai pada baris yang sudah final. Baris yang sah dikunci; bila perlu diubah, minta sekretariat membukanya."),
        ("5", "Setelah semua terisi, centang Selesai menilai di atas tabel."),
        ("Yang terjadi kemudian", ""),
        ("Keadaan", "Program membaca lembar ini berkala dan menulis keadaan setiap baris: belum diisi, belum lengkap, lengkap, terkunci."),
        ("Perlu Diperbaiki", "Menyebut isian yang kosong, bukan angka, atau di luar rentang. Ringkasannya dikirim paling banyak satu surel sehari."),
        ("Periksa Kembali", "Saran pribadi bila ada isian yang mungkin keliru ketik. Hanya saran: nilai Anda tidak diubah dan tetap dihitung."),
        ("Tanda terima", "Setelah hasil tahap ini disetujui, Anda menerima tanda terima berisi nilai yang Anda berikan."),
    ]  # fmt: skip
    if stage.form:
        lines.append(
            ("Formulir", "Nilai dapat juga diisi di ponsel lewat formulir pribadi Anda (tautannya dalam surat penugasan). Yang dihitung isian sah terbaru dari kedua saluran; isian lama disimpan.")
        )  # fmt: skip
    if stage.photos:
        lines.append(
            ("Foto", "Kolom Foto Kunjungan membuka folder untuk foto kunjungan usulan itu; unggah foto di sana.")
        )
    lines.append(("Aspek dan bobot", ""))
    for c in stage.columns:
        share = f"{float(stage.weights[c.id] * 100):g}".replace(".", ",")
        lines.append((c.label, f"Bobot {share} %. {c.rubric}".strip()))
    lines.append(("Bertanya", f"{secretary.name} ({secretary.post}), balas ke {rulebook.mailbox.address}."))
    return lines


def guide_requests(rulebook: Rulebook, stage: Stage, owner: str) -> list[dict[str, Any]]:
    """Requests that add the guide as the first tab, for reading only."""
    lines = guide_lines(rulebook, stage)
    rows = [{"values": [_cell(what, bold=True), *([_cell(text)] if text else [])]} for what, text in lines]
    grid = {"rowCount": len(lines), "columnCount": 2}
    return [
        {"addSheet": {"properties": {"sheetId": _SHEET, "title": GUIDE, "index": 0, "gridProperties": grid}}},
        {
            "updateCells": {
                "start": {"sheetId": _SHEET, "rowIndex": 0, "columnIndex": 0},
                "rows": rows,
                "fields": "userEnteredValue,userEnteredFormat",
            }
        },
        *(
            {
                "updateDimensionProperties": {
                    "range": {"sheetId": _SHEET, "dimension": "COLUMNS", "startIndex": i, "endIndex": i + 1},
                    "properties": {"pixelSize": pixels},
                    "fields": "pixelSize",
                }
            }
            for i, pixels in enumerate((200, 720))
        ),
        {
            "addProtectedRange": {
                "protectedRange": {
                    "range": {"sheetId": _SHEET},
                    "description": "Petunjuk",
                    "editors": {"users": [owner]},
                }
            }
        },
    ]


def _cell(text: str, *, bold: bool = False) -> dict[str, Any]:
    shown: dict[str, Any] = {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}
    return {
        "userEnteredValue": {"stringValue": text},
        "userEnteredFormat": shown | ({"textFormat": {"bold": True}, "wrapStrategy": "OVERFLOW_CELL"} if bold else {}),
    }
