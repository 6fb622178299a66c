"""`edition.json`: the rules of the authored competition."""

from typing import Any

from .plan import Plan, stamp
from .register import OFFICERS

CATEGORIES = [
    "kesehatan",
    "pendidikan",
    "pertumbuhan ekonomi dan kesempatan kerja",
    "ketahanan pangan",
    "inklusi sosial",
    "tata kelola pemerintahan",
    "lingkungan hidup dan kelautan",
    "ketahanan bencana dan iklim",
    "pengentasan kemiskinan",
    "pemberdayaan masyarakat",
]
DOCUMENTS = [
    ("proposal", "Naskah Proposal Inovasi", ["pdf", "docx"], True),
    ("pernyataan", "Surat Pernyataan Penerapan Inovasi", ["pdf"], True),
    ("sk", "Keputusan Tim Inovasi atau Surat Pengantar Usulan", ["pdf"], True),
    ("bukti", "Dokumentasi dan Bukti Penerapan", ["pdf", "jpg", "png"], True),
    ("standar", "Standar Pelayanan (jika ada)", ["pdf"], False),
]
REQUIRED = [id_ for id_, _, _, required in DOCUMENTS if required]
CHECKLIST = [
    ("ADM-01", "Tiba sebelum penerimaan ditutup", True),
    ("ADM-02", "Pengusul tercantum dalam daftar perangkat daerah", True),
    ("ADM-03", "Jumlah usulan dalam kuota perangkat daerah", True),
    ("ADM-04", "Sudah diterapkan selama masa minimum", True),
    ("ADM-05", "Naskah proposal ada dan dapat dibuka", True),
    ("ADM-06", "Surat pernyataan penerapan ada dan dapat dibuka", True),
    ("ADM-07", "Keputusan tim atau surat pengantar ada dan dapat dibuka", True),
    ("ADM-08", "Dokumentasi atau bukti ada dan dapat dibuka", True),
    ("ADM-09", "Kedelapan bagian proposal berisi uraian", True),
    ("ADM-10", "Judul belum dipakai usulan lain", True),
    ("ADM-11", "Panjang tiap bagian dalam batas kata (peringatan saja)", False),
]
ASPECTS = [
    ("ringkasan", "Ringkasan", 0, 100),
    ("latar", "Latar Belakang dan Tujuan", 10, 150),
    ("kebaruan", "Kebaruan/Nilai Tambah", 20, 120),
    ("implementasi", "Implementasi Inovasi", 10, 120),
    ("signifikansi", "Signifikansi", 25, 250),
    ("adaptabilitas", "Adaptabilitas", 15, 120),
    ("sumberdaya", "Sumber Daya", 5, 100),
    ("keberlanjutan", "Strategi Keberlanjutan", 15, 200),
]
SCORED = [(id_, label, weight) for id_, label, weight, _ in ASPECTS if weight]
STAGE2_GROUPS = [
    ("substansi", 60, SCORED),
    ("penyajian", 40, [("penyajian", "Penyajian", 50), ("tanya_jawab", "Tanya Jawab", 50)]),
]
STAGE3 = [
    ("kesesuaian", "Kesesuaian uraian proposal dengan keadaan lapangan", 30),
    ("pemanfaatan", "Pemanfaatan layanan oleh warga", 30),
    ("dukungan", "Dukungan pimpinan, mitra, dan anggaran", 20),
    ("pelembagaan", "Pelembagaan dan keberlanjutan", 20),
]
TIE_STEPS = ["kebaruan", "signifikansi", "received_at"]
AWARDS = ["Juara I", "Juara II", "Juara III", "Harapan I"]
VOCABULARY: dict[str, dict[str, str]] = {
    "classes": {
        "proposal": "membuka satu usulan baru",
        "supplement": "menambah dokumen yang belum ada atau yang sebelumnya ditolak",
        "resubmission": "mengganti dokumen yang sudah diterima dari usulan yang sama",
        "duplicate-channel": "usulan yang sama, dikirim lagi lewat saluran lain",
        "duplicate-delivery": "surel yang sama tiba dua kali",
        "needs-human": "tidak boleh diproses sebelum diputuskan petugas",
        "not-a-submission": "bukan usulan",
        "auto-reply": "balasan otomatis atau tanda baca",
        "bounce": "laporan gagal kirim",
    },
    "actions": {
        "file": "disimpan sebagai dokumen usulan",
        "duplicate": "isi sama dengan dokumen yang sudah disimpan pada usulan yang sama; tidak disimpan lagi",
        "unpack": "wadah; isinya yang disimpan",
        "refuse": "ditolak, alasan pada reason",
        "ignore": "bukan lampiran dokumen (logo tanda tangan, undangan kalender, tanda tangan digital)",
    },
    "reasons": {
        "empty": "berkas 0 bita",
        "corrupt": "berkas rusak, tidak dapat dibuka",
        "encrypted": "berkas terkunci kata sandi",
        "content-mismatch": "isi tidak sesuai dengan nama atau jenisnya",
        "type-not-accepted": "jenis berkas tidak diterima",
        "macro": "berkas mengandung makro",
        "nested-archive": "arsip di dalam arsip",
        "too-large": "melebihi ukuran maksimum",
        "late": "tiba setelah penutupan",
        "link-not-attachment": "tautan, bukan lampiran",
        "untrusted-sender": "pengirim tidak dapat dipastikan dan ditolak petugas",
        "unregistered-opd": "perangkat daerah tidak terdaftar dan ditolak petugas",
        "inline-image": "gambar di badan surel",
        "calendar": "undangan kalender",
        "signature": "tanda tangan digital",
        "report": "bagian laporan otomatis",
    },
    "fail_codes": {
        "late": "diterima setelah penutupan",
        "unregistered-opd": "perangkat daerah tidak terdaftar",
        "over-quota": "melebihi kuota",
        "too-young": "usia implementasi kurang",
        "missing-document": "dokumen tidak ada",
        "unreadable-document": "dokumen ada tetapi tidak dapat dibuka",
        "empty-section": "ada bagian proposal yang kosong",
        "duplicate-title": "judul ganda",
        "word-limit": "ada bagian yang melebihi batas kata",
    },
    "ballot_reasons": {
        "out-of-range": "nilai di luar 0-100",
        "blank": "nilai kosong",
        "not-a-number": "bukan angka",
        "missing-row": "baris usulan belum diisi",
    },
}
QUOTA = 2
PRECISE = {"mail": "internalDate", "form": "lastSubmittedTime"}


def _criteria(rows: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    return [{"id": id_, "label": label, "weight": weight} for id_, label, weight in rows]


def _meaning(step: str) -> str:
    if step == "received_at":
        return "waktu terima lebih awal lebih dahulu"
    label = {id_: text for id_, text, _, _ in ASPECTS}[step]
    return f"rata-rata nilai {label} pada stage1, lebih tinggi lebih dahulu"


def edition(plan: Plan) -> dict[str, Any]:
    """The whole of `edition.json`."""
    screening, desk, talks, visits, award = plan.schedule
    stages = [
        {
            "id": "stage1",
            "label": "Seleksi Administrasi dan Proposal",
            "advance": plan.advance,
            "criteria": _criteria(SCORED),
        },
        {
            "id": "stage2",
            "label": "Presentasi dan Wawancara",
            "groups": [
                {"id": id_, "weight": weight, "criteria": _criteria(rows)} for id_, weight, rows in STAGE2_GROUPS
            ],
        },
        {"id": "stage3", "label": "Kunjungan Lapangan", "criteria": _criteria(STAGE3)},
    ]
    return {
        "edition": {
            "id": f"kipp-{plan.year}-{plan.domain.split('.')[0]}",
            "name": plan.name,
            "year": plan.year,
            "timezone": plan.zone,
            "organiser": f"Pemerintah Kabupaten {plan.regency}",
            "unit": "Bagian Organisasi dan Tata Laksana Sekretariat Daerah",
        },
        "officers": [
            {"role": role, "post": post, "name": name, "email": f"{box}@setda.{plan.domain}"}
            for role, post, name, box in OFFICERS[plan.variant]
        ],
        "mailbox": {"address": plan.mailbox, "authserv_id": "mx.google.com"},
        "intake": {
            "opens_at": stamp(plan.opens_at),
            "closes_at": stamp(plan.closes_at),
            "clock": PRECISE,
            "precision": "second",
            "closing_second_counts": True,
        },
        "schedule": {
            "administrasi": list(screening),
            "penilaian_proposal": list(desk),
            "presentasi_wawancara": list(talks),
            "survei_lapangan": list(visits),
            "penetapan": award,
        },
        "rules": {
            "min_age_months": plan.min_age_months,
            "age_counted_back_from": plan.closes[:10],
            "quota_per_opd": QUOTA,
            "quota_counts_units_under_parent": True,
            "max_file_bytes": plan.max_file_bytes,
            "archives": {"zip": {"opened": True, "depth": 1}},
        },
        "categories": CATEGORIES,
        "documents": [
            {"id": id_, "label": label, "accepts": accepts, "required": required}
            for id_, label, accepts, required in DOCUMENTS
        ],
        "checklist": [{"id": id_, "label": label, "gate": gate} for id_, label, gate in CHECKLIST],
        "aspects": [
            {"id": id_, "label": label, "weight": weight, "max_words": limit, "scored": weight > 0}
            for id_, label, weight, limit in ASPECTS
        ],
        "scale": {"min": 0, "max": 100, "decimal_comma": True},
        "stages": stages,
        "final": {
            "weights": dict(zip(("stage1", "stage2", "stage3"), plan.final, strict=True)),
            "weights_status": "ditetapkan",
        },
        "judge_total": "jumlah tertimbang",
        "stage_score": "rata-rata aritmetik juri yang menilai",
        "rounding": {"rank_on": "nilai tepat", "display_decimals": 2, "display_rounding": "half-up"},
        "tie_break": [{"step": step, "meaning": _meaning(step)} for step in TIE_STEPS],
        "conflict": {
            "column": "benturan_kepentingan",
            "own_opd": "juri tidak menilai usulan perangkat daerahnya, induknya, atau unit di bawahnya",
            "relations": ["self", "parent", "child"],
        },
        "awards": AWARDS,
        "vocabulary": VOCABULARY,
    }
