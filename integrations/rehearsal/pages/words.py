"""What Google says in English, said to a person in Indonesian."""

from __future__ import annotations

from integrations.rehearsal.refusals import Refusal
from integrations.rehearsal.sheets.protection import TEXT as PROTECTED

LOCKED = (
    "Anda mencoba mengedit sel atau objek yang dilindungi. "
    "Hubungi pemilik spreadsheet untuk menghapus perlindungan jika Anda perlu mengedit."
)
MISFIT = "Data yang Anda masukkan melanggar aturan validasi data yang ditetapkan pada sel {}."
STALE = "Baris ini berubah sejak halaman dibuka. Periksa isinya yang sekarang, lalu ulangi."
KNOWN = {
    PROTECTED: LOCKED,
    "The caller does not have permission": "Anda tidak memiliki izin untuk melakukan ini.",
    "Requested entity was not found.": "Yang Anda cari tidak ada, atau tidak dibagikan kepada Anda.",
    "File not found": "Berkas tidak ditemukan, atau tidak dibagikan kepada Anda.",
    "does not have sufficient permissions": "Anda tidak memiliki izin yang cukup untuk berkas ini.",
    "Recipient address required": "Isi paling sedikit satu alamat penerima.",
    "Invalid To header": "Ada alamat penerima yang tidak sah.",
    "Invalid Cc header": "Ada alamat tembusan yang tidak sah.",
    "Too many recipients": "Terlalu banyak penerima dalam satu surat.",
    "Request Entity Too Large": "Ukurannya melebihi batas.",
    "Only files with binary content": "Dokumen ini tidak dapat diunduh sebagai berkas.",
    "characters in a single cell": "Isian melebihi 50.000 karakter untuk satu sel.",
    "exceeds grid limits": "Baris atau kolom itu berada di luar lembar.",
    "specified emailAddress is invalid": "Alamat surel tidak sah.",
    "owner of a file cannot be removed": "Akses pemilik tidak dapat dicabut.",
    "The form cannot be read.": "Isian formulir tidak dapat dibaca.",
}
BY_CODE = {
    400: "Permintaan ini tidak dapat dipenuhi.", 401: "Silakan masuk kembali.", 403: "Anda tidak memiliki izin.",
    404: "Halaman atau berkas tidak ditemukan.", 413: "Ukurannya melebihi batas.",
    429: "Batas pemakaian tercapai. Tunggu sebentar, lalu ulangi.", 500: "Terjadi gangguan. Ulangi sebentar lagi.",
    501: "Bagian ini tidak ada di ruang gladi.", 503: "Terjadi gangguan. Ulangi sebentar lagi.",
}  # fmt: skip
LABELS = {
    "INBOX": "Kotak Masuk", "SENT": "Terkirim", "DRAFT": "Draf", "STARRED": "Berbintang", "UNREAD": "Belum dibaca",
    "IMPORTANT": "Penting", "SPAM": "Spam", "TRASH": "Sampah",
}  # fmt: skip
ROLES = {
    "owner": "Pemilik", "writer": "Editor", "commenter": "Pemberi komentar", "reader": "Pelihat",
    "organizer": "Pengelola", "fileOrganizer": "Pengelola konten",
}  # fmt: skip
KINDS = {
    "application/vnd.google-apps.folder": "Folder", "application/vnd.google-apps.spreadsheet": "Spreadsheet",
    "application/vnd.google-apps.form": "Formulir", "application/vnd.google-apps.shortcut": "Pintasan",
    "application/pdf": "PDF", "text/plain": "Teks", "text/html": "Halaman HTML", "text/csv": "CSV",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Dokumen Word",
    "application/msword": "Dokumen Word", "application/zip": "Arsip ZIP", "message/rfc822": "Surat",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Lembar Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "Salindia PowerPoint",
    "image/jpeg": "Gambar JPEG", "image/png": "Gambar PNG",
}  # fmt: skip
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def said(no: Refusal) -> str:
    """The refusal in a sentence for a person."""
    for text, meaning in KNOWN.items():
        if text in no.message:
            return meaning
    return BY_CODE.get(no.code, BY_CODE[500])


def kind(mime: str) -> str:
    """What sort of file that is."""
    return KINDS.get(mime, "Berkas")


def size(amount: int) -> str:
    """So many bytes, readable, with a decimal comma."""
    if amount < 1024:
        return f"{amount} B"
    for unit in ("KB", "MB", "GB"):
        amount_in = amount / 1024 ** ({"KB": 1, "MB": 2, "GB": 3}[unit])
        if amount_in < 1024 or unit == "GB":
            return f"{amount_in:.1f} {unit}".replace(".", ",")
    return str(amount)
