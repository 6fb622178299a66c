"""The labels under which agencies write what an innovation is, and the fields they mean."""

from __future__ import annotations

import re

_LABELS: dict[str, tuple[str, ...]] = {
    "title": (
        "judul",
        "judul inovasi",
        "nama inovasi",
        "judul proposal",
        "judul proposal inovasi",
        "nama judul inovasi",
        "nama judul",
        "inovasi",
        "judul usulan",
        "judul usulan inovasi",
        "nama judul inovasi pelayanan publik",
        "judul inovasi pelayanan publik",
    ),
    "agency": (
        "opd",
        "perangkat daerah",
        "nama perangkat daerah",
        "asal opd",
        "nama opd",
        "instansi",
        "nama instansi",
        "asal instansi",
        "asal perangkat daerah",
        "opd pengusul",
        "perangkat daerah pengusul",
        "instansi pengusul",
        "skpd",
        "dinas",
        "pd",
        "opd unit kerja",
        "perangkat daerah unit kerja",
        "nama opd perangkat daerah",
        "opd perangkat daerah",
        "satuan kerja",
    ),
    "unit": (
        "unit",
        "unit pelaksana",
        "upt",
        "uptd",
        "unit kerja",
        "nama unit",
        "unit pengusul",
        "nama unit kerja",
        "unit pelayanan",
        "upt uptd",
        "uptd puskesmas",
        "unit pelaksana teknis",
        "unit penyelenggara",
        "unit inovasi",
        "sub unit",
    ),
    "innovator": (
        "inovator",
        "nama inovator",
        "penanggung jawab",
        "ketua tim",
        "ketua tim inovasi",
        "nama penanggung jawab",
        "penanggung jawab inovasi",
        "inovator tim",
        "nama inovator tim",
        "penggagas",
        "nama penggagas",
        "inisiator",
        "nama inisiator",
        "nama ketua tim",
        "nama inovator ketua tim",
        "penanggungjawab",
    ),
    "start_date": (
        "tanggal mulai implementasi",
        "mulai diterapkan",
        "tgl implementasi",
        "tanggal implementasi",
        "mulai implementasi",
        "tgl mulai implementasi",
        "waktu implementasi",
        "tanggal mulai",
        "tanggal mulai diterapkan",
        "mulai dilaksanakan",
        "diterapkan sejak",
        "diimplementasikan sejak",
        "waktu mulai implementasi",
        "mulai pelaksanaan",
        "tanggal penerapan",
        "tanggal mulai pelaksanaan",
        "tmt implementasi",
        "awal implementasi",
        "tanggal mulai penerapan",
        "tgl mulai",
    ),
    "category": (
        "kategori",
        "bidang",
        "bidang inovasi",
        "kategori inovasi",
        "bidang urusan",
        "kategori kipp",
        "bidang kategori",
        "kategori bidang",
        "jenis kategori",
    ),
    "contact": (
        "narahubung",
        "kontak",
        "no wa",
        "contact person",
        "nama narahubung",
        "kontak person",
        "cp",
        "no hp",
        "nomor wa",
        "no wa hp",
        "no hp wa",
        "hp wa",
        "nomor hp",
        "nomor whatsapp",
        "no whatsapp",
        "pic",
        "kontak narahubung",
        "nara hubung",
        "no telepon",
        "nomor telepon",
        "no kontak",
        "nomor kontak",
        "narahubung kontak",
    ),
}
ONLY_WITH_COLON = frozenset({"inovasi", "dinas", "pd", "instansi", "bidang", "kontak", "cp", "pic"})
_LONGEST_TITLE = 120
_FIELD = {label: name for name, labels in _LABELS.items() for label in labels}
NUMBERING = re.compile(r"^\s*(?:(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})\s*[.)]\s*|[-*•–▪●‣]\s*)")


_LIKELY = (
    ("title", re.compile(r"\bjudul\b|\bnama inovasi\b")),
    ("agency", re.compile(r"\bperangkat daerah\b|\bopd\b|\binstansi\b|\bskpd\b")),
    ("unit", re.compile(r"\bunit\b|\bupt\b|\buptd\b")),
    ("innovator", re.compile(r"\binovator\b|\bketua tim\b|\bpenggagas\b|\binisiator\b|\bpenanggung ?jawab\b")),
    (
        "start_date",
        re.compile(
            r"\b(?:tanggal|tgl|kapan|sejak|mulai|waktu)\b.*\b(?:implementasi|penerapan|diterapkan|pelaksanaan|dilaksanakan|mulai)"
        ),
    ),
    ("category", re.compile(r"\bkategori\b|\bbidang\b")),
    (
        "contact",
        re.compile(
            r"^(?!.*\b(?:whatsapp|wa|nomor|no|hp|telepon|email|surel)\b).*\b(?:narahubung|kontak|contact person)\b"
        ),
    ),
)


def field_of(label: str) -> str | None:
    """The field a label names, or None. "Nama Inovator atau Ketua Tim" names one field in two ways."""
    text = re.sub(r"\([^()]{0,80}\)", " ", label[:200])
    if found := _FIELD.get(_words(text)) or _FIELD.get(_words(NUMBERING.sub("", text))):
        return found
    parts = {_FIELD.get(_words(NUMBERING.sub("", p))) for p in re.split(r"\batau\b|/", text, flags=re.IGNORECASE)}
    return parts.pop() if len(parts) == 1 else None


def likely_field_of(title: str) -> str | None:
    """The field the title of a form question most likely asks for; only where no question names it outright."""
    text = _words(title)
    return (
        next((name for name, pattern in _LIKELY if pattern.search(text)), None) if len(text) <= _LONGEST_TITLE else None
    )


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
